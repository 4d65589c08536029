"""Which segments are the article, and why the others are not.

The page as a whole decides: prose (sentences outside links) gives weight to the boxes that hold it;
the article is what its system's profile says, or the smallest box that holds nearly all prose. Names
of elements are evidence that loses against weight, because they lie: articles stand in `<nav>`, in
`clearfix`, in `display: none`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.clean.choice import around, inside
from pipeline.clean.choice.weighed import SHORT, Weighed, running, weight
from pipeline.clean.profiles import NOTHING, Marked
from pipeline.clean.segments import Box, Segment

__all__ = ["Choice", "choose", "running", "weight"]

_ENOUGH = 500  # characters of prose kept at which the names of boxes are not doubted
_LITTLE = 4 * SHORT  # characters of prose that a cue must have taken to be doubted
_NEVER_LIES: Final = frozenset({"cookies", "comments", "outside", "link", "repeated", "legal", "search", "dialog"})


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


def _attempt(page: Weighed, ignored: frozenset[str], told: Sequence[str]) -> Choice:
    """Decide on every segment, but for the cues to be ignored."""
    listing = "teaser" in ignored
    around.drop_furniture(page, ignored)
    around.restore(page, told)
    if not listing:
        around.drop_cards(page)
        around.drop_others(page)
    around.drop_before_title(page)
    root = around.root(page)
    first, last = around.drop_outside(page, root)
    inside.drop_sections(page, first, last)
    inside.drop_lines(page, first, last, listing=listing)
    inside.drop_repeats(page, first, last)
    inside.drop_trailing_headings(page, first, last)
    return Choice(page.reasons, root.index, page.title, first, last)


def _misjudged(page: Weighed) -> str | None:
    """The cue that took more prose than is left, when little is left: it was a lie.

    Teasers are doubted only where they are all that the page has: it is a list of articles.
    """
    left = 0
    taken: Counter[str] = Counter()
    for value, reason in zip(page.weights, page.reasons, strict=True):
        if reason is None:
            left += value
        elif reason not in _NEVER_LIES:
            taken[reason] += value
    if left:
        taken.pop("teaser", None)
    if not taken or left >= _ENOUGH:
        return None
    reason, most = max(taken.items(), key=lambda item: (item[1], item[0]))
    return reason if most > max(2 * left, _LITTLE) else None


def choose(
    segments: list[Segment], boxes: list[Box], title: int | None, marked: Marked = NOTHING, told: Sequence[str] = ()
) -> Choice:
    """Decide on every segment; again without a cue that turns out to have taken the article.

    Args:
        segments: of the page.
        boxes: of the page.
        title: the segment of the headline, if the page shows one.
        marked: what a profile names.
        told: the lines of the article as the page's metadata tell it, if they do.
    """
    if not boxes:
        return Choice([], 0, None, 0, 0)
    ignored: frozenset[str] = frozenset()
    while True:
        page = Weighed(segments, boxes, title, marked)
        choice = _attempt(page, ignored, told)
        lie = _misjudged(page)
        if lie is None or lie in ignored:
            return choice
        ignored |= {lie}
