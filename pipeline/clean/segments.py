"""Tree → segments: every stretch of text between two block boundaries, in reading order.

A segment knows the box (block element) that it stands in; a box knows its parent and the range of
segments it holds. All later decisions are made on these two flat lists; the tree is walked once, with
an explicit stack, so that no depth of nesting is too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from pipeline.types import BlockKind


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS: Final = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul"
)
_NO_TEXT: Final = _names(
    "head script style svg noscript template iframe select option input textarea canvas audio video object embed map "
    "math img picture source link meta title base param track"
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_KINDS: Final[dict[str, BlockKind]] = {
    "li": "item",
    "dd": "item",
    "dt": "item",
    "td": "cell",
    "th": "cell",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
}
_NEAREST = 6  # boxes looked at for the kind of a segment
_BREAK = "\x0b"  # stands for <br>; the decoder has removed every real one
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")  # what entities (&shy;) bring back
_BLANK = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(rf" ?{_BREAK}(?: ?{_BREAK})+ ?")
_LINE = re.compile(rf" ?{_BREAK} ?(\w*)")
_OPENERS: Final = _names("lundi mardi mercredi jeudi vendredi samedi dimanche publié publiée mis mise par")
_ON, _OFF = "\x0e", "\x0f"  # stand around text in bold
_BOLD = re.compile(rf"{_ON}([^{_OFF}]*){_OFF}")
_MARKS = re.compile(f"[{_ON}{_OFF}]")
_LONGEST_HEADING = 160  # characters of a line in bold that heads the lines after it
_PUBLISHED = re.compile(r"(?:^|[\s-])(?:datePublished|published|entry-date)(?=\s|$)")
_UPDATED = re.compile(r"(?:^|[\s-])(?:dateModified|updated)(?=\s|$)")
_SR_ONLY = re.compile(r"visually-?hidden|sr-only|screen-?reader|invisible", re.IGNORECASE)


@dataclass(slots=True)
class Box:
    """A block element.

    Attributes:
        node: the element itself.
        names: its class, id, role and label, for cues.
        first, last: the range of segments that it holds, `last` exclusive.
    """

    node: Tag
    index: int
    parent: int
    tag: str
    names: str
    first: int
    last: int = 0


@dataclass(slots=True)
class Segment:
    """A stretch of text.

    Attributes:
        linked: characters of it inside links.
        strong: characters of it in bold.
        time: the `datetime` of a `<time>` in it.
        says: what its markup says that day is: "published", "updated", or nothing.
    """

    text: str
    kind: BlockKind
    level: int | None
    box: int
    linked: int = 0
    strong: int = 0
    time: str | None = None
    says: Literal["published", "updated"] | None = None


def normal(text: str) -> str:
    """Text as a browser shows it: runs of blanks are one space, the no-break ones stay."""
    return _BLANK.sub(" ", text).strip(" ")


def says(attributes: Mapping[str, object]) -> Literal["published", "updated"] | None:
    """What an element says its day is, by the vocabulary of schema.org or the names of hAtom."""
    names = f"{attributes.get('itemprop', '')} {attributes.get('class', '')}"
    if _PUBLISHED.search(names):
        return "published"  # WordPress gives a day that never changed both classes
    return "updated" if _UPDATED.search(names) else None


def _line(match: re.Match[str]) -> str:
    """A line break, or a space where it only wraps a sentence."""
    word = match[1]
    return (" " if word[:1].islower() and word not in _OPENERS else "\n") + word


def _cut(raw: str) -> Iterator[tuple[str, int]]:
    """The pieces of a segment between empty lines, and how much of each is in bold; a line all in bold is one."""
    for paragraph in _BREAKS.split(raw) if _BREAK in raw else [raw]:
        if _ON not in paragraph:
            yield _LINE.sub(_line, paragraph).strip(), 0
            continue
        gathered: list[str] = []
        for line in paragraph.split(_BREAK):
            if _is_heading(line):
                yield _joined(gathered)
                yield _joined([line])
                gathered = []
            else:
                gathered.append(line)
        yield _joined(gathered)


def _is_heading(line: str) -> bool:
    text = normal(_MARKS.sub("", line))
    bold = normal("".join(_BOLD.findall(line)))
    return 0 < len(text) == len(bold) <= _LONGEST_HEADING and not text.endswith(".")


def _joined(lines: list[str]) -> tuple[str, int]:
    """Lines as one text, and its characters in bold."""
    whole = _BREAK.join(lines)
    strong = sum(len(part.strip()) for part in _BOLD.findall(whole))
    return _LINE.sub(_line, normal(_MARKS.sub("", whole))).strip(), strong


class _Walker:
    """Builds the two lists; one use."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.boxes: list[Box] = []
        self._open: list[int] = []
        self._parts: list[str] = []
        self._linked = 0  # characters gathered
        self._in_link = self._in_strong = self._hidden = self._in_pre = 0  # elements open
        self._edge = False  # whether an element began or ended since the last text
        self._after_link = False  # whether a link ended since the last text
        self._time: str | None = None
        self._says: Literal["published", "updated"] | None = None

    def walk(self, root: Tag) -> None:
        """Visit a tree in reading order; a node comes back (negated) when its children are done."""
        stack: list[tuple[PageElement, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if not isinstance(node, Tag):
                if type(node) is NavigableString and not self._hidden:
                    self._text(node)
            elif leaving:
                self._leave(node)
            elif self._enter(node):
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))

    def _enter(self, node: Tag) -> bool:
        """Open an element; whether its children are to be visited."""
        name = node.name
        if name == "br":
            self._parts.append(_BREAK)
            return False
        if name in _NO_TEXT or (name == "button" and not self._in_heading()):
            return False
        if name in _BLOCKS or "-" in name:
            self._flush()
            self._open_box(node, name)
        else:
            self._inline(node, name, 1)
        return True

    def _leave(self, node: Tag) -> None:
        name = node.name
        if name in _BLOCKS or "-" in name:
            self._flush()
            self._says = None
            self.boxes[self._open.pop()].last = len(self.segments)
            self._in_pre -= name == "pre"
        else:
            self._inline(node, name, -1)

    def _in_heading(self) -> bool:
        return any(self.boxes[index].tag in _HEADINGS for index in self._open[-3:])

    def _open_box(self, node: Tag, name: str) -> None:
        given = node.attrs
        if "itemprop" in given:
            self._says = says(given)
        names = " ".join([str(given[key]) for key in ("class", "id", "role", "aria-label") if key in given])
        parent = self._open[-1] if self._open else -1
        self._open.append(len(self.boxes))
        self.boxes.append(Box(node, len(self.boxes), parent, name, names, len(self.segments)))
        self._in_pre += name == "pre"

    def _inline(self, node: Tag, name: str, step: int) -> None:
        self._edge = True
        if name == "a":
            if step > 0 and self._after_link:
                self._parts.append(" ")
            self._after_link = step < 0
            if not str(node.get("href", "#")).startswith("#"):  # an anchor in the page leads nowhere else
                self._in_link += step
        elif name in {"b", "strong"}:
            self._in_strong += step
        elif name == "time" and step > 0:
            self._time = self._time or str(node.get("datetime") or "") or None
            self._says = self._says or says(node.attrs)
        elif name == "span" and self._in_link and _SR_ONLY.search(str(node.get("class", ""))):
            self._hidden += step

    def _text(self, text: str) -> None:
        if self._in_pre:
            text = text.replace("\n", _BREAK)
        if self._edge and self._parts and _glued(self._parts[-1], text):
            self._parts.append(" ")
        self._edge = False
        self._after_link = False
        self._parts.append(f"{_ON}{text}{_OFF}" if self._in_strong else text)
        if self._in_link:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        """End the segment that is being gathered."""
        if not self._parts:
            return
        raw = normal(_INVISIBLE.sub("", "".join(self._parts)))
        linked, time, label = self._linked, self._time, self._says
        self._parts.clear()
        self._linked = 0
        self._time = self._says = None
        if not raw:
            return
        pieces = [piece for piece in _cut(raw) if piece[0]]
        whole = sum(len(text) for text, _ in pieces)
        kind, level = self._kind()
        for text, strong in pieces:
            share = round(linked * len(text) / whole)
            self.segments.append(Segment(text, kind, level, self._open[-1], share, strong, time, label))

    def _kind(self) -> tuple[BlockKind, int | None]:
        for index in reversed(self._open[-_NEAREST:]):
            tag = self.boxes[index].tag
            if tag in _HEADINGS:
                return "heading", _HEADINGS[tag]
            if tag in _KINDS:
                return _KINDS[tag], None
        return "paragraph", None


def _glued(before: str, after: str) -> bool:
    """Whether two texts that only a style sheet sets apart would run together ("servicesContact", "Déc2022")."""
    last, first = before.rstrip(_OFF)[-1:], after[:1]
    return last.islower() and (first.isupper() or (after[:4].isdigit() and not after[4:5].isdigit()))


def walk(soup: BeautifulSoup) -> tuple[list[Segment], list[Box]]:
    """Segments and boxes of a page, in reading order; the first box holds everything."""
    walker = _Walker()
    root = soup.body or soup.html
    if root is not None:
        walker.walk(root)
    return walker.segments, walker.boxes
