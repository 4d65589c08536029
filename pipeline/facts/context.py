"""What surrounds a sentence: the label of its row, the line that opens its list, section heading, title."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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
_TOLD_ENDS = frozenset(".:;,!…»)") | {""}
_LONGEST_LABEL = 240  # characters
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


class Layout:
    """The lines of a document, and what each of its figures stands under; read once."""

    def __init__(self, document: Document, analysis: Analysis) -> None:
        self._document = document
        self._analysis = analysis
        self._folded = analysis.folded
        self._starts = [block.start for block in document.blocks]
        self._title = next(((b.start, b.end) for b in document.blocks if b.kind == "title"), None)
        self._rows = [_is_row(self._folded, block) for block in document.blocks]
        self._heads = [
            block.kind == "heading" or (not row and _is_headline(self._folded, block))
            for block, row in zip(document.blocks, self._rows, strict=True)
        ]
        self._above = list(_last_before(document.blocks, self._heads))

    def around(self, sentence: Span, mention: Mention) -> Context:
        """The context of one figure."""
        index = self._index(sentence[0])
        before = self._before(sentence)
        openers = tuple(self._openers(index)) if before is None and index is not None else ()
        led = self._before(openers[0]) if openers else None
        headed = any(self._folded[end - 1] != ":" for _, end in openers)  # the line that opens the list is the heading
        heading = None if headed or index is None else self._above[index]
        within_title = self._title and self._title[0] <= sentence[0] < self._title[1]
        label = _label(self._folded, sentence, mention)
        return Context(label, before, openers, led, heading, None if within_title else self._title)

    def _index(self, offset: int) -> int | None:
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self._document.blocks[index].end else None

    def _before(self, sentence: Span) -> Span | None:
        """The sentence before, within the same block."""
        index = self._index(sentence[0])
        floor = self._starts[index] if index is not None else 0
        number = bisect_left(self._analysis.sentences, sentence) - 1
        found = self._analysis.sentences[number] if number >= 0 else None
        return found if found and found[0] >= floor else None

    def _openers(self, index: int) -> Iterator[Span]:
        """The lines above a row that open its list: with a colon, or as headlines; each next to the last."""
        blocks = self._document.blocks
        if not index or not self._rows[index] or blocks[index].kind in {"title", "heading"}:
            return
        found = 0
        for number in range(index - 1, max(0, index - _BACK) - 1, -1):
            if blocks[number].kind in {"title", "heading"} or (self._rows[number] and found):
                return
            if self._rows[number]:
                continue
            last = self._analysis.sentence_at(blocks[number].end - 1)
            if self._folded[last[1] - 1] != ":" and (found or not self._heads[number]):
                return
            yield last
            found += 1
            if found == _OPENERS:
                return


def _last_before(blocks: Sequence[Block], heads: Sequence[bool]) -> Iterator[Span | None]:
    """For each block, the last line before it that heads a section."""
    last: Span | None = None
    for block, head in zip(blocks, heads, strict=True):
        yield last
        if head:
            last = (block.start, block.end)


def _label(folded: str, sentence: Span, mention: Mention) -> Span | None:
    start = max(sentence[0], mention.start - _LONGEST_LABEL)
    before = folded[start : mention.start]
    separator = _SEPARATOR.search(before)
    if not separator:
        return None
    begin = max((m.end() for m in _LABEL_STARTS.finditer(before, 0, separator.start())), default=0)
    if begin >= separator.start() or not any(c.isalpha() for c in before[begin : separator.start()]):
        return None
    return start + begin, start + separator.start()


def _is_headline(folded: str, block: Block) -> bool:
    """Whether a paragraph is a line that heads a section, in a text whose headings are not marked."""
    text = folded[block.start : block.end]
    if block.kind != "paragraph" or len(text) > _HEADLINE or "\n" in text or text[-1:] in _TOLD_ENDS:
        return False
    return (text[0].isupper() or _NUMBERED.match(text) is not None) and not _MORE.match(text)


def _is_row(folded: str, block: Block) -> bool:
    """Whether a block is short and holds a figure: an item, a cell, a line of a table."""
    if block.end - block.start > _ROW:
        return False
    text = folded[block.start : block.end]
    told = block.kind == "paragraph" and len(text) > _TOLD and text[-1] == "."
    return not told and text[-1:] != ":" and ("euro" in text or any(c.isdigit() for c in text))


def is_vague(folded: str, sentence: Span) -> bool:
    """Whether a sentence may name a thing that is told elsewhere: "le projet"."""
    return bool(lexicon.entry("facts", "vague").pattern.search(folded, *sentence))


def needs(folded: str, sentence: Span, context: Context, *, vague: bool) -> list[Span]:
    """The stretches to parse besides the sentence, because it may not name the thing by itself."""
    bare = context.label is not None or vague or sentence[1] - sentence[0] < _ROW // 2
    names = {"opener", "heading"} | ({"title"} if vague else set())
    lines = [span for name, span in context.lines() if name in names] if bare else []
    if bare and context.led:
        lines.append(context.led)
    if context.before and (bare or _PRONOUN.match(folded, sentence[0])):
        lines.insert(0, context.before)
    return lines
