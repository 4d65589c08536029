"""The only package that imports spaCy: load the model, analyse documents.

Only the named-entity recogniser runs: it has a tok2vec of its own, so the shared one, the tagger,
the parser and the lemmatizer would double the time and change nothing. By default its layers run in
a faster form that finds the same entities (`acceleration`); `fast=False` is the stock path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from pipeline import text as texts
from pipeline import zones
from pipeline.nlp.models import MODEL, load
from pipeline.nlp.recogniser import Recogniser
from pipeline.nlp.syntax import Token, parse
from pipeline.types import Analysis, Block, Document, Entity, Span

__all__ = ["MODEL", "Token", "analyse", "load", "parse", "prepare"]

_WINDOW = 200_000  # characters given to the model at once: enough to sort by length, little to keep in memory
_LONGEST = 20_000  # characters of a block that the model reads in one piece; its memory grows with them


@cache
def _recogniser(*, fast: bool) -> Recogniser:
    return Recogniser(load(fast=fast), remember=fast)


def prepare(document: Document, entities: tuple[Entity, ...] = ()) -> Analysis:
    """The analysis of one document with the entities given; without a model, none."""
    folded = texts.fold(document.text)
    return Analysis(folded, texts.sentences(folded, document.blocks), entities, zones.find(folded))


def analyse(documents: Iterable[Document], *, fast: bool = True) -> Iterator[tuple[Document, Analysis]]:
    """Pair each document with its analysis, in order. The model sees one block at a time.

    With `fast`, blocks are also read by length, and those that come again only once.
    """
    recogniser = _recogniser(fast=fast)
    for window in _windows(documents):
        pieces = [(number, *span) for number, document in enumerate(window) for span in _pieces(document)]
        found = recogniser.entities([texts.fold(window[number].text[start:end]) for number, start, end in pieces])
        entities: list[list[Entity]] = [[] for _ in window]
        for (number, start, _), named in zip(pieces, found, strict=True):
            entities[number] += [Entity(start + e.start, start + e.end, e.label) for e in named]
        for document, own in zip(window, entities, strict=True):
            yield document, prepare(document, tuple(own))


def _windows(documents: Iterable[Document]) -> Iterator[list[Document]]:
    window: list[Document] = []
    size = 0
    for document in documents:
        window.append(document)
        size += len(document.text)
        if size >= _WINDOW:
            yield window
            window, size = [], 0
    if window:
        yield window


def _pieces(document: Document) -> Iterator[Span]:
    """The blocks of a document, those that are too long cut at a line end, a sentence end or a space."""
    for block in document.blocks or (Block("paragraph", 0, len(document.text)),):
        start = block.start
        while block.end - start > _LONGEST:
            end = _cut(document.text, start, start + _LONGEST)
            yield start, end
            start = end
        yield start, block.end


def _cut(text: str, start: int, end: int) -> int:
    middle = (start + end) // 2
    for mark in ("\n", ". ", " "):
        found = text.rfind(mark, middle, end)
        if found >= 0:
            return found + len(mark)
    return end
