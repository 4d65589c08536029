"""The segments and boxes of a page, the prose that they hold, and the verdict on each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from pipeline.clean.profiles import NOTHING, Marked
from pipeline.clean.segments import Box, Segment

_PROSE = re.compile(
    r"(?<!\w)(?:le|la|les|l'|l’|un|une|des|du|de|et|est|sont|en|dans|pour|que|qui|sur|avec|par|au|aux|ce|cette|il|elle|nous|"
    r"vous|à|a|se|son|sa|ses|pas|plus|the|of|and|to)(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…:;»”\"')]\s*$")

_SAMPLE = 1000  # characters looked at for small words
_FEWEST = 2  # small words that a sentence has at least
SHORT: Final = 25  # characters; below, a segment proves nothing about where the article is
LINKED: Final = 0.6  # share of linked characters at which a segment is a link, not text


def weight(segment: Segment) -> int:
    """Characters of prose in a segment."""
    size = len(segment.text)
    if segment.kind == "heading" and size < 4 * SHORT:
        return 0
    if segment.linked > LINKED * size or not is_prose(segment.text):
        return 0
    return size - segment.linked


def is_prose(text: str) -> bool:
    """Whether a text is long enough and has the small words of a sentence, and the end of one unless it is long."""
    size = len(text)
    if size < SHORT or (size < 3 * SHORT and not _SENTENCE_END.search(text[-10:])):
        return False
    return len(_PROSE.findall(text, 0, _SAMPLE)) >= _FEWEST


def running(values: Iterable[int]) -> list[int]:
    """Running totals, from 0: the sum of a range is a difference of two."""
    return [0, *accumulate(values)]


def is_link(segment: Segment) -> bool:
    """Whether a segment is nothing but a link."""
    return segment.linked > 0.9 * len(segment.text)


def is_linked_heading(segment: Segment) -> bool:
    """Whether a segment is a heading that leads elsewhere."""
    return segment.kind == "heading" and segment.linked > 0.8 * len(segment.text)


def folded(text: str) -> str:
    """The words of a text alone, for comparison."""
    return " ".join(_WORD.findall(text.casefold()))


class Weighed:
    """Segments, boxes and sums over them.

    Attributes:
        title: the segment that is the headline, or None.
        marked: the boxes that a profile names.
        reasons: for each segment why it is dropped; None while it stands.
        weights: for each segment its characters of prose.
        lists: box of a list → whether it is the article's.
    """

    def __init__(self, segments: list[Segment], boxes: list[Box], title: int | None, marked: Marked = NOTHING) -> None:
        self.segments = segments
        self.boxes = boxes
        self.title = title
        self.marked = marked
        self.reasons: list[str | None] = [None] * len(segments)
        self.weights = [weight(segment) for segment in segments]
        self.lists: dict[int, bool] = {}
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
