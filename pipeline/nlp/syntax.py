"""Sentences → tokens with their heads: the dependency parser and the morphologizer, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.nlp import models

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NEGATIVE, _WRAPS = 1 << 63, 1 << 64  # heads to the left are negative, in columns that are not
_LONGEST = 1_000  # characters of a sentence worth parsing: beyond, it is a table run together


class Token(NamedTuple):
    """A word of a sentence.

    Attributes:
        start, end: offsets in the text that was parsed.
        head: index of the word it depends on; its own for a root.
        dep, pos: labels of Universal Dependencies, as the French model gives them.
        morph: features such as `Tense=Fut|VerbForm=Fin`.
    """

    text: str
    start: int
    end: int
    head: int
    dep: str
    pos: str
    morph: str


def parse(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """The words of each text, which should be one sentence; none for a text too long to be one.

    Texts of one call are computed together, equal ones once, and what is found is a function of that
    call alone: give it the sentences of one document.
    """
    language = models.parser()
    different = list(dict.fromkeys(text for text in texts if len(text) <= _LONGEST))
    with models.bounded(language, _known_words()):
        read = {text: _tokens(text, doc) for text, doc in zip(different, language.pipe(different), strict=True)}
    return [read.get(text, ()) for text in texts]


@cache
def _known_words() -> int:
    return len(models.parser().vocab)


def _tokens(text: str, doc: Doc) -> tuple[Token, ...]:
    """All columns at once: asking each token for its attributes takes as long as parsing it."""
    from spacy.attrs import DEP, HEAD, LENGTH, MORPH, POS, SPACY

    strings = doc.vocab.strings
    columns = doc.to_array([HEAD, LENGTH, SPACY, DEP, POS, MORPH])
    names = {key: strings[int(key)] if key else "" for key in set(columns[:, 3:].ravel().tolist())}
    names = {key: "" if name == "_" else name for key, name in names.items()}  # "_": no features
    found: list[Token] = []
    start = 0
    for index, (head, length, space, dep, pos, morph) in enumerate(columns.tolist()):
        above = index + (head - _WRAPS if head >= _NEGATIVE else head)
        word = text[start : start + length]
        found.append(Token(word, start, start + length, above, names[dep], names[pos], names[morph]))
        start += length + space
    return tuple(found)
