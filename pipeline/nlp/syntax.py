"""Sentences → tokens with their heads: the dependency parser and the morphologizer, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.nlp import models

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


def parse(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """The words of each text, which should be one sentence; none for a text too long to be one.

    Texts of one call are computed together, and what is found is a function of that call alone:
    give it the sentences of one document.
    """
    language = models.parser()
    short = [text if len(text) <= _LONGEST else "" for text in texts]
    with language.memory_zone():  # the vocabulary forgets their words afterwards; it would grow for ever
        return [
            tuple(Token(t.text, t.idx, t.idx + len(t), t.head.i, t.dep_, t.pos_, str(t.morph)) for t in doc)
            for doc in language.pipe(short)
        ]
