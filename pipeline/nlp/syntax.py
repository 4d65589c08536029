"""Sentences → tokens with their heads: the dependency parser and the morphologizer, nothing else.

A model of its own beside the recogniser's: parser and recogniser share no layer, and the recogniser
stays as light as it is for those who want no syntax.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import threadpoolctl

if TYPE_CHECKING:
    from spacy.language import Language

_MODEL = "fr_core_news_md"
_EXCLUDE = ["ner", "senter", "lemmatizer", "attribute_ruler"]
_LONGEST = 1_000  # characters of a sentence worth parsing: beyond, it is a table run together


@dataclass(frozen=True, slots=True)
class Token:
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


@cache
def _language() -> Language:
    import spacy

    from pipeline.nlp.ops import NumpyBlasOps

    language = spacy.load(_MODEL, exclude=_EXCLUDE)
    threadpoolctl.threadpool_limits(1, user_api="blas")
    ops = NumpyBlasOps()
    for _, pipe in language.pipeline:
        for layer in pipe.model.walk():  # type: ignore[attr-defined]  # each of these pipes has a model
            layer.ops = ops
    return language


def parse(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """The words of each text, which should be one sentence; none for a text too long to be one.

    Texts of one call are computed together, and what is found is a function of that call alone:
    give it the sentences of one document.
    """
    language = _language()
    short = [text if len(text) <= _LONGEST else "" for text in texts]
    with language.memory_zone():  # the vocabulary forgets their words afterwards; it would grow for ever
        return [
            tuple(Token(t.text, t.idx, t.idx + len(t), t.head.i, t.dep_, t.pos_, str(t.morph)) for t in doc)
            for doc in language.pipe(short)
        ]
