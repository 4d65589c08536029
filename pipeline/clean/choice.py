"""Which segments are the article, and why the others are not.

The page as a whole decides: prose (sentences outside links) gives weight to the boxes that hold it;
the article is the smallest box that holds nearly all of it. Names of elements are evidence that loses
against weight, because they lie: articles stand in `<nav>`, in `clearfix`, in `display: none`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from pipeline.clean import cues
from pipeline.clean.profiles import UNKNOWN, Profile
from pipeline.clean.segments import Box, Segment

_PROSE = re.compile(
    r"(?<!\w)(?:le|la|les|l'|l’|un|une|des|du|de|et|est|sont|en|dans|pour|que|qui|sur|avec|par|au|aux|ce|cette|il|elle|nous|"
    r"vous|à|a|se|son|sa|ses|pas|plus|the|of|and|to)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…:;»”\"')]\s*$")

_LETTER = re.compile(r"\w")
_ARROWS: Final = "→►▶➜➔»>▸"

_SAMPLE = 1000  # characters looked at for them
_FEWEST = 2  # small words that a sentence has at least
_SHORT = 25  # characters; below, a segment proves nothing about where the article is
_LIE = 0.6  # share of all prose at which a box is the article whatever it is called
_LIE_WITH_TITLE = 0.3  # the same for a box that holds the headline too
_HOLDS = 0.8  # share of the prose that the child must hold to be descended into
_LINKED = 0.6  # share of linked characters at which a segment is a link, not text
_TEASER = 400  # characters of prose that go with one linked heading in a card
_BEFORE = 0.6  # share of the prose at which what stands before the headline belongs to the article
_PLAIN = 120  # characters of prose that belong to the article unless a heading or link announces them
_ENOUGH = 500  # characters of prose kept at which the names of boxes are not doubted
_NEVER_LIES: Final = frozenset({"cookies", "comments", "outside", "link", "repeated", "legal", "search", "dialog"})
_LISTS: Final = frozenset({"ul", "ol", "dl"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAY_REPEAT_TITLE: Final = frozenset({"share", "cookies", "search", "dialog", "comments", "newsletter"})
_FURNITURE: Final = {"nav": "menu", "footer": "footer", "aside": "sidebar", "form": "form", "dialog": "dialog"}
_ROLES: Final = {"navigation": "menu", "contentinfo": "footer", "search": "search", "dialog": "dialog", "menu": "menu"}


@dataclass(slots=True)
class Choice:
    """The verdict on every segment of a page.

    Attributes:
        reasons: for each segment why it is dropped; None for one that is kept.
        root: the box of the article.
        title: the segment that is the headline, or None.
        first, last: the range of segments in which the article lies.
    """

    reasons: list[str | None]
    root: int
    title: int | None
    first: int
    last: int


def weight(segment: Segment) -> int:
    """Characters of prose in a segment."""
    size = len(segment.text)
    if segment.kind == "heading" and size < 4 * _SHORT:
        return 0
    if size < _SHORT or segment.linked > _LINKED * size:
        return 0
    words = len(_PROSE.findall(segment.text, 0, _SAMPLE))
    if words < _FEWEST or (size < 3 * _SHORT and not _SENTENCE_END.search(segment.text[-10:])):
        return 0
    return size - segment.linked


def running(values: Iterable[int]) -> list[int]:
    """Running totals, from 0: the sum of a range is a difference of two."""
    return [0, *accumulate(values)]


class _Page:
    """Segments, boxes and sums over them."""

    def __init__(self, segments: list[Segment], boxes: list[Box], title: int | None, profile: Profile) -> None:
        self.segments = segments
        self.boxes = boxes
        self.title = title
        self.profile = profile
        self.reasons: list[str | None] = [None] * len(segments)
        self.weights = [weight(segment) for segment in segments]
        self.lists: dict[int, bool] = {}  # box of a list → whether it is the article's
        self._sums: list[int] = []
        self.sum_up()
        self.children: list[list[int]] = [[] for _ in boxes]
        for box in boxes[1:]:
            self.children[box.parent].append(box.index)

    def sum_up(self) -> None:
        """Running totals of the prose of segments that still stand."""
        self._sums = running(0 if reason else value for value, reason in zip(self.weights, self.reasons, strict=True))

    def prose(self, box: Box) -> int:
        """Prose that a box holds and nothing has dropped."""
        return self._sums[box.last] - self._sums[box.first]

    def between(self, first: int, last: int) -> int:
        """Prose between two segments."""
        return self._sums[last] - self._sums[first]

    def holds_title(self, box: Box) -> bool:
        """Whether the headline stands in a box."""
        return self.title is not None and box.first <= self.title < box.last

    def drop(self, first: int, last: int, reason: str) -> None:
        """Drop a range of segments, keeping earlier reasons."""
        for index in range(first, last):
            if index != self.title:
                self.reasons[index] = self.reasons[index] or reason


def _cue(box: Box, parent: Box, profile: Profile) -> str | None:
    if box.tag in _HEADINGS or (box.tag == "footer" and parent.tag == "blockquote"):
        return None  # `<h2 class="in-toc">` is a heading; the footer of a quotation says who speaks
    if box.tag in _FURNITURE:
        return _FURNITURE[box.tag]
    role = box.node.get("role")
    if isinstance(role, str) and role in _ROLES:
        return _ROLES[role]
    if not box.names:
        return None
    return "profile" if profile.drops(box.names) else cues.box(box.names)


def _drop_furniture(page: _Page, ignored: frozenset[str]) -> None:
    """Drop boxes that their names give away, unless the article is in them or the cue is ignored."""
    total = page.between(0, len(page.segments)) or 1
    until = 0
    for box in page.boxes[1:]:
        if box.first < until or box.first == box.last or box.tag == "body":
            continue  # inside one that has gone, or empty
        reason = _cue(box, page.boxes[box.parent], page.profile)
        if reason is None or reason in ignored:
            continue
        share = page.prose(box) / total
        lies = share >= _LIE or (
            page.holds_title(box) and (share >= _LIE_WITH_TITLE or reason not in _MAY_REPEAT_TITLE)
        )
        if not lies:
            page.drop(box.first, box.last, reason)
            until = box.last
    page.sum_up()


def _is_linked_heading(segment: Segment) -> bool:
    return segment.kind == "heading" and segment.linked > 0.8 * len(segment.text)


def _card(page: _Page, heading: int, cards: list[int]) -> Box | None:
    """The widest box that is one teaser: it begins with a linked heading, and has a little prose."""
    box = page.boxes[page.segments[heading].box]
    card = None
    while box.parent > 0:
        alone = cards[box.last] - cards[box.first] == 1 and not page.holds_title(box)
        if not alone or page.between(box.first, heading) or page.prose(box) > _TEASER:
            break
        card = box
        box = page.boxes[box.parent]
    return card


def _drop_cards(page: _Page) -> None:
    """Drop teasers of other articles, then the boxes that hold nothing but teasers."""
    headings = [i for i, s in enumerate(page.segments) if _is_linked_heading(s) and i != page.title]
    linked = frozenset(headings)
    cards = running(int(index in linked) for index in range(len(page.segments)))
    found = [card for index in headings if (card := _card(page, index, cards))]
    for card in found:
        page.drop(card.first, card.last, "related")
    page.sum_up()
    for card in found:
        box = page.boxes[card.parent]
        while box.parent > 0 and not page.prose(box) and not page.holds_title(box):
            page.drop(box.first, box.last, "related")
            box = page.boxes[box.parent]
    page.sum_up()


def _root(page: _Page) -> Box:
    """The smallest box that holds nearly all prose (from the headline on, when there is one)."""
    box = page.boxes[0]
    while True:
        prose = page.prose(box)
        heaviest = max(page.children[box.index], key=lambda index: page.prose(page.boxes[index]), default=None)
        if heaviest is None or not prose or page.prose(page.boxes[heaviest]) < _HOLDS * prose:
            return box
        box = page.boxes[heaviest]


def _drop_outside(page: _Page, root: Box) -> tuple[int, int]:
    """Drop what lies outside the article's box, but for what stands between the headline and it."""
    first = root.first
    if page.title is not None and page.title < root.first:
        first = page.title
    page.drop(0, first, "outside")
    page.drop(root.last, len(page.segments), "outside")
    for index in range(first, root.first):
        if not page.weights[index]:
            page.drop(index, index + 1, "outside")
    return first, root.last


def _drop_before_title(page: _Page, first: int, last: int) -> None:
    """Drop what stands before the headline in the article's box, unless much of the article does."""
    title = page.title
    if title is not None and first < title < last and page.between(first, title) < _BEFORE * page.between(first, last):
        page.drop(first, title, "before the headline")
        page.sum_up()


def _section_end(page: _Page, start: int, last: int) -> int:
    """Where the section that a heading or line opens ends: at its next peer, or where the article goes on."""
    opening = page.segments[start]
    level = opening.level or 7
    for index in range(start + 1, last):
        segment = page.segments[index]
        if segment.kind == "heading" and (segment.level or 7) <= level and not _is_linked_heading(segment):
            return index
        if page.weights[index] >= _PLAIN and (opening.kind != "heading" or index - 1 > start):
            before = page.segments[index - 1]
            announced = before.kind == "heading" or before.linked > _LINKED * len(before.text)
            if not announced or _among_prose(page, index, start):
                return index
    return last


def _among_prose(page: _Page, index: int, start: int) -> bool:
    """Whether a segment stands in the very box in which prose stood before a section opened."""
    around = page.boxes[page.boxes[page.segments[index].box].parent]
    return around.first < start and page.between(around.first, start) > 0


def _drop_sections(page: _Page, first: int, last: int) -> None:
    """Drop sections opened by "À lire aussi" and the like, unless they hold much of the article."""
    total = page.between(first, last) or 1
    for index in range(first, last):
        segment = page.segments[index]
        if page.reasons[index] or index == page.title or not cues.section(segment.text):
            continue
        end = min(_section_end(page, index, last), _box_end(page, index))
        if page.between(index, end) < 0.25 * total:
            page.drop(index, end, "related")
        else:
            page.drop(index, index + 1, "related")
    page.sum_up()


def _box_end(page: _Page, index: int) -> int:
    """End of the box that a segment opens: the widest one of a heading, the first of a line that holds more."""
    box = page.boxes[page.segments[index].box]
    wide = page.segments[index].kind == "heading"
    while box.parent > 0 and page.boxes[box.parent].first >= index and (wide or box.last == index + 1):
        box = page.boxes[box.parent]
    return len(page.segments) if box.last == index + 1 else box.last


def _drop_lines(page: _Page, first: int, last: int) -> None:
    """Drop share links, adverts, consent lines and links that stand alone."""
    for index in range(first, last):
        segment = page.segments[index]
        if page.reasons[index] or index == page.title:
            continue
        if cue := cues.line(segment.text):
            page.drop(index, index + 1, cue)
        elif not _LETTER.search(segment.text):
            page.drop(index, index + 1, "decoration")
        elif segment.text[0] in _ARROWS and segment.linked > len(segment.text) // 2:
            page.drop(index, index + 1, "related")
        elif _is_link(segment) and not page.weights[index] and segment.kind != "cell" and not _of_list(page, index):
            page.drop(index, index + 1, "link")


def _is_link(segment: Segment) -> bool:
    return segment.linked > 0.9 * len(segment.text)


def _of_list(page: _Page, index: int) -> bool:
    """Whether an item belongs to a list that is the article's."""
    box = page.boxes[page.segments[index].box]
    while box.tag not in _LISTS:
        if box.parent <= 0:
            return False
        box = page.boxes[box.parent]
    if box.index not in page.lists:
        page.lists[box.index] = _is_list_of_article(page, box)
    return page.lists[box.index]


def _is_list_of_article(page: _Page, box: Box) -> bool:
    """Whether a list holds other text than links, or the article announces it by a colon."""
    items = page.segments[box.first : box.last]
    if sum(_is_link(item) for item in items) <= len(items) // 2:
        return True
    before = box.first - 1
    return before >= 0 and not page.reasons[before] and page.segments[before].text.endswith(":")


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _drop_repeats(page: _Page, first: int, last: int) -> None:
    """Drop what stands twice: the headline again, a table of contents, an excerpt that the body repeats."""
    title = _folded(page.segments[page.title].text) if page.title is not None else None
    kept = [(i, _folded(page.segments[i].text)) for i in range(first, last) if not page.reasons[i] and i != page.title]
    seen: dict[str, int] = {}
    for index, text in kept:
        before = seen.setdefault(text, index)
        if text == title or (before != index and len(text) > _SHORT):
            # A line of a table of contents goes, the heading that it points at stays.
            listed = page.segments[index].kind == "heading" != page.segments[before].kind
            page.drop(before if listed else index, (before if listed else index) + 1, "repeated")
    openings = {text[: 2 * _SHORT]: index for index, text in kept}
    for index, text in kept:
        cut = page.segments[index].text.rstrip(" ]").endswith(("…", "..."))
        if cut and len(text) > 2 * _SHORT and openings[text[: 2 * _SHORT]] > index:
            page.drop(index, index + 1, "repeated")


def _drop_trailing_headings(page: _Page, first: int, last: int) -> None:
    """Drop headings that nothing follows any more."""
    empty = True
    for index in range(last - 1, first - 1, -1):
        if page.reasons[index] or index == page.title:
            continue
        if page.segments[index].kind == "heading" and empty and not page.weights[index]:
            page.drop(index, index + 1, "heading of nothing")
        else:
            empty = False


def _attempt(page: _Page, ignored: frozenset[str]) -> Choice:
    """Decide on every segment, but for the cues to be ignored."""
    _drop_furniture(page, ignored)
    _drop_cards(page)
    root = _root(page)
    first, last = _drop_outside(page, root)
    page.sum_up()
    _drop_before_title(page, first, last)
    _drop_sections(page, first, last)
    _drop_lines(page, first, last)
    _drop_repeats(page, first, last)
    _drop_trailing_headings(page, first, last)
    return Choice(page.reasons, root.index, page.title, first, last)


def _misjudged(page: _Page) -> str | None:
    """The cue that took more prose than is left, when little is left: it was a lie."""
    left = 0
    taken: Counter[str] = Counter()
    for value, reason in zip(page.weights, page.reasons, strict=True):
        if reason is None:
            left += value
        elif reason not in _NEVER_LIES:
            taken[reason] += value
    if not taken or left >= _ENOUGH:
        return None
    reason, most = max(taken.items(), key=lambda item: (item[1], item[0]))
    return reason if most > max(2 * left, _SHORT * 4) else None


def choose(segments: list[Segment], boxes: list[Box], title: int | None, profile: Profile = UNKNOWN) -> Choice:
    """Decide on every segment; again without a cue that turns out to have taken the article."""
    ignored: frozenset[str] = frozenset()
    while True:
        page = _Page(segments, boxes, title, profile)
        choice = _attempt(page, ignored)
        lie = _misjudged(page)
        if lie is None or lie in ignored:
            return choice
        ignored |= {lie}
