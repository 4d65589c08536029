"""What surrounds a sentence: the label of its row, the line that opens its list, section heading, title."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.types import Analysis, Block, Document, Mention, Span

_NUMBER = r"(?:entre |environ |de |près de |plus de |moins de |jusqu'à |un peu (?:plus|moins) de |[+−-] ?)?"
_SEPARATOR = re.compile(rf"[ \n]*(?: [–—-]|:)[ \n]*{_NUMBER}$", re.IGNORECASE)
_LABEL_STARTS = re.compile(r"[;.!?]\s|\n|^\s*(?:[-–—•·*]|\d{1,2} ?[/.)])\s*")
_ROW = 160  # characters at most of a block that is a row of a list
_BACK = 25  # rows of a list looked at for the line that opens it
_PRONOUN = re.compile(r"(?:Il|Elle|Ils|Elles|Cela|Ce|C'est|L'ensemble)(?!\w)")


@dataclass(frozen=True, slots=True)
class Context:
    """Spans around a sum, nearest first; None where there is none.

    Attributes:
        label: what stands before the colon or dash that the sum follows.
        before: the sentence before, in the same block.
        opener: the last line before the list that the row belongs to.
        heading: of the section.
        title: of the article, unless the sentence is it.
    """

    label: Span | None
    before: Span | None
    opener: Span | None
    heading: Span | None
    title: Span | None

    def lines(self) -> list[tuple[str, Span]]:
        """Where to look for what the sentence leaves out, by the name of the resolution."""
        named = (("before", self.before), ("opener", self.opener), ("heading", self.heading), ("title", self.title))
        return [(name, span) for name, span in named if span]


def around(document: Document, analysis: Analysis, sentence: Span, mention: Mention) -> Context:
    """The context of one sum."""
    index = _index(document, sentence[0])
    label = _label(analysis.folded, sentence, mention)
    before = _before(document, analysis, sentence)
    heading = _heading(document, index)
    opener = _opener(document, analysis, index) if before is None and _listed(document, index) else None
    title = next(((b.start, b.end) for b in document.blocks if b.kind == "title"), None)
    if title and title[0] <= sentence[0] < title[1]:
        title = None
    return Context(label, before, opener if opener != heading else None, heading, title)


def _index(document: Document, offset: int) -> int | None:
    index = bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
    return index if index >= 0 and offset < document.blocks[index].end else None


def _label(folded: str, sentence: Span, mention: Mention) -> Span | None:
    before = folded[sentence[0] : mention.start]
    separator = _SEPARATOR.search(before)
    if not separator:
        return None
    start = max((m.end() for m in _LABEL_STARTS.finditer(before, 0, separator.start())), default=0)
    if start >= separator.start() or not any(c.isalpha() for c in before[start : separator.start()]):
        return None
    return sentence[0] + start, sentence[0] + separator.start()


def _before(document: Document, analysis: Analysis, sentence: Span) -> Span | None:
    """The sentence before, within the same block."""
    block = document.block_at(sentence[0])
    floor = block.start if block else 0
    index = bisect_left(analysis.sentences, sentence) - 1
    return analysis.sentences[index] if index >= 0 and analysis.sentences[index][0] >= floor else None


def _heading(document: Document, index: int | None) -> Span | None:
    for block in reversed(document.blocks[: index or 0]):
        if block.kind == "heading":
            return block.start, block.end
    return None


def _opener(document: Document, analysis: Analysis, index: int | None) -> Span | None:
    """The last sentence of the first block before that is no row of the same list."""
    if not index or not _is_row(analysis.folded, document.blocks[index]):
        return None
    for block in reversed(document.blocks[max(0, index - _BACK) : index]):
        if block.kind in {"title", "heading"}:
            return None
        if not _is_row(analysis.folded, block):
            return analysis.sentence_at(block.end - 1)
    return None


def _listed(document: Document, index: int | None) -> bool:
    return index is not None and document.blocks[index].kind not in {"title", "heading"}


def _is_row(folded: str, block: Block) -> bool:
    """Whether a block is short and holds a figure: an item, a cell, a line of a table."""
    text = folded[block.start : block.end]
    return len(text) <= _ROW and any(c.isdigit() for c in text) and not text.rstrip().endswith(":")


def needs(folded: str, sentence: Span, context: Context) -> list[Span]:
    """The stretches to parse besides the sentence, because it may not name the thing by itself."""
    vague = lexicon.entry("facts", "vague").pattern.search(folded, *sentence)
    bare = context.label is not None or vague or sentence[1] - sentence[0] < _ROW // 2
    lines = [span for name, span in context.lines() if name != "before"] if bare else []
    if context.before and (bare or _PRONOUN.match(folded, sentence[0])):
        lines.insert(0, context.before)
    return lines
