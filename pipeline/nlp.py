"""The only module that imports spaCy: load the model, analyse documents.

Only the named-entity recogniser runs: it has a tok2vec of its own, so the shared one, the tagger,
the parser and the lemmatizer would double the time and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline import text as texts
from pipeline import zones
from pipeline.types import Analysis, Block, Document, Entity

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_md"
_EXCLUDE = ["tok2vec", "morphologizer", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]


@cache
def load() -> Language:
    """The statistical model, with nothing but its named-entity recogniser. Loaded once a process."""
    import spacy

    return spacy.load(MODEL, exclude=_EXCLUDE)


def prepare(document: Document, entities: tuple[Entity, ...] = ()) -> Analysis:
    """The analysis of one document with the entities given; without a model, none."""
    folded = texts.fold(document.text)
    return Analysis(folded, texts.sentences(folded, document.blocks), entities, zones.find(folded))


def analyse(documents: Iterable[Document]) -> Iterator[tuple[Document, Analysis]]:
    """Pair each document with its analysis, in order. The model sees one block at a time."""
    pieces = (
        (texts.fold(document.text[start:end]), (document, start))
        for document in documents
        for start, end in _ranges(document)
    )
    yield from _gather(load().pipe(pieces, as_tuples=True))


def _ranges(document: Document) -> list[tuple[int, int]]:
    blocks = document.blocks or (Block("paragraph", 0, len(document.text)),)
    return [(block.start, block.end) for block in blocks]


def _gather(pieces: Iterable[tuple[Any, tuple[Document, int]]]) -> Iterator[tuple[Document, Analysis]]:
    current: Document | None = None
    found: list[Entity] = []
    for doc, (document, start) in pieces:
        if current is not None and document is not current:
            yield current, prepare(current, tuple(found))
            found = []
        current = document
        found += [Entity(start + ent.start_char, start + ent.end_char, ent.label_) for ent in doc.ents]
    if current is not None:
        yield current, prepare(current, tuple(found))
