"""What surrounds a sentence: the label of its row, the line that opens its list, section heading, title."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.types import Analysis, Block, Document, Mention, Span

_NUMBER = r"(?:entre |environ |de |près de |plus de |moins de |jusqu'à |un peu (?:plus|moins) de |[+−-] ?)?"
_SEPARATOR = re.compile(rf"[ \n]*(?: [–—-](?=[ \n])|:)[ \n]*{_NUMBER}$", re.IGNORECASE)
_LABEL_STARTS = re.compile(r"[;.!?]\s|\n|^\s*(?:[-–—•·*]|\d{1,2} ?[/.)])\s*")
_HEADLINE = 110  # characters at most of a line that may head a section
_MORE = re.compile(
    r"(?:Publi|Mis|Mise) |Contacts?(?!\w)|T[ée]l(?!\w)|Accueil|Communiqué|https?:|[\w-]+ ?= ?|[+#=_*]{2}", re.IGNORECASE
)
_ROW = 160  # characters at most of a block that is a row of a list
_NUMBERED = re.compile(r"\d{1,2} ?[/.)°-] ?\w")
_OPENERS = 3  # lines above a list that may name what it is about
_TOLD = 60  # characters from which a paragraph with a full stop is a sentence, not a row
_BACK = 25  # rows of a list looked at for the line that opens it
_PRONOUN = re.compile(r"(?:Il|Elle|Ils|Elles|Cela|Ce|C'est|L'ensemble)(?!\w)")


@dataclass(frozen=True, slots=True)
class Context:
    """Spans around a sum, nearest first; None where there is none.

    Attributes:
        label: what stands before the colon or dash that the sum follows.
        before: the sentence before, in the same block.
        openers: the lines before the list that the row belongs to, last first.
        led: the sentence before the first of them, in the same block.
        heading: of the section.
        title: of the article, unless the sentence is it.
    """

    label: Span | None
    before: Span | None
    openers: tuple[Span, ...]
    led: Span | None
    heading: Span | None
    title: Span | None

    def lines(self) -> list[tuple[str, Span]]:
        """Where to look for what the sentence leaves out, by the name of the resolution."""
        opened = (("opener", span) for span in self.openers)
        named = (
            ("before", self.before),
            *opened,
            ("before", self.led),
            ("heading", self.heading),
            ("title", self.title),
        )
        return [(name, span) for name, span in named if span]


def around(document: Document, analysis: Analysis, sentence: Span, mention: Mention) -> Context:
    """The context of one sum."""
    index = _index(document, sentence[0])
    label = _label(analysis.folded, sentence, mention)
    before = _before(document, analysis, sentence)
    openers = tuple(_openers(document, analysis, index)) if before is None and _listed(document, index) else ()
    led = _before(document, analysis, openers[0]) if openers else None
    headed = any(analysis.folded[end - 1] != ":" for _, end in openers)  # the line that opens the list is the heading
    heading = None if headed else _heading(document, analysis.folded, index)
    title = next(((b.start, b.end) for b in document.blocks if b.kind == "title"), None)
    if title and title[0] <= sentence[0] < title[1]:
        title = None
    return Context(label, before, openers, led, heading, title)


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


def _heading(document: Document, folded: str, index: int | None) -> Span | None:
    for block in reversed(document.blocks[: index or 0]):
        if block.kind == "heading" or _is_headline(folded, block):
            return block.start, block.end
    return None


def _is_headline(folded: str, block: Block) -> bool:
    """Whether a paragraph is a line that heads a section, in a text whose headings are not marked."""
    text = folded[block.start : block.end]
    if block.kind != "paragraph" or len(text) > _HEADLINE or "\n" in text or text[-1] in ".:;,!…»)":
        return False
    return (
        (text[0].isupper() or _NUMBERED.match(text) is not None)
        and not _MORE.match(text)
        and not _is_row(folded, block)
    )


def _openers(document: Document, analysis: Analysis, index: int | None) -> Iterator[Span]:
    """The lines above a row that open its list: with a colon, or as headlines; each next to the last."""
    if not index or not _is_row(analysis.folded, document.blocks[index]):
        return
    found = 0
    for block in reversed(document.blocks[max(0, index - _BACK) : index]):
        if block.kind in {"title", "heading"}:
            return
        if _is_row(analysis.folded, block):
            if found:
                return
            continue
        last = analysis.sentence_at(block.end - 1)
        opens = analysis.folded[last[1] - 1] == ":"
        if not opens and (found or not _is_headline(analysis.folded, block)):
            return
        yield last
        found += 1
        if found == _OPENERS:
            return


def _listed(document: Document, index: int | None) -> bool:
    return index is not None and document.blocks[index].kind not in {"title", "heading"}


def _is_row(folded: str, block: Block) -> bool:
    """Whether a block is short and holds a figure: an item, a cell, a line of a table."""
    text = folded[block.start : block.end]
    figures = "euro" in text or any(c.isdigit() for c in text)
    told = block.kind == "paragraph" and len(text) > _TOLD and text[-1] == "."
    return len(text) <= _ROW and figures and not told and text[-1] != ":"


def needs(folded: str, sentence: Span, context: Context) -> list[Span]:
    """The stretches to parse besides the sentence, because it may not name the thing by itself."""
    vague = lexicon.entry("facts", "vague").pattern.search(folded, *sentence)
    bare = context.label is not None or vague or sentence[1] - sentence[0] < _ROW // 2
    lines = [span for name, span in context.lines() if name != "before"] if bare else []
    if context.before and (bare or _PRONOUN.match(folded, sentence[0])):
        lines.insert(0, context.before)
    return lines
