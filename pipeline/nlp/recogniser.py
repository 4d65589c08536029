"""Texts → named entities, with a bounded memory of the blocks that come again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.nlp import models
from pipeline.types import Entity

if TYPE_CHECKING:
    from spacy.language import Language

Named = tuple[Entity, ...]
_REMEMBERED = 20_000  # blocks: mastheads, legal notices, rubrics of a site
_LONGEST = 1_000  # characters of a block worth remembering; longer ones rarely come again

_BATCH = 50_000  # characters that go through the network at once: its memory grows with them


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


class Recogniser:
    """Runs the model on texts.

    What is remembered depends on what came before, what is found does not: the entities of a text
    are a function of that text.
    """

    def __init__(self, language: Language, *, remember: bool) -> None:
        self._language = language
        self._remember = remember
        self._memory: OrderedDict[str, Named] = OrderedDict()
        self._known_words = len(language.vocab)

    def entities(self, texts: Sequence[str]) -> list[Named]:
        """The entities of each text, offsets within it."""
        if not self._remember:
            return self._run(texts)
        fresh = sorted({text for text in texts if text not in self._memory}, key=lambda text: (len(text), text))
        found = dict(zip(fresh, self._run(fresh), strict=True))
        result = [found[text] if text in found else self._memory[text] for text in texts]
        self._keep(texts, result)
        return result

    def _run(self, texts: Sequence[str]) -> list[Named]:
        with models.bounded(self._language, self._known_words):
            return [
                tuple(Entity(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)  # type: ignore[arg-type]
                for batch in _batches(texts)
                for doc in self._language.pipe(batch)
            ]

    def _keep(self, texts: Sequence[str], found: Sequence[Named]) -> None:
        for text, named in zip(texts, found, strict=True):
            if len(text) <= _LONGEST:
                self._memory[text] = named
                self._memory.move_to_end(text)
        while len(self._memory) > _REMEMBERED:
            self._memory.popitem(last=False)
