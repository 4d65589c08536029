"""What headings say of the dates below them: "Saison 2017-2018", "Printemps 2018", "Agenda de mai 2012"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.extractors.dates import periods
from pipeline.extractors.dates.periods import InYear, Period
from pipeline.types import Block, Document

_DATE_LINE = 2  # days between the publication and the day that the line below a title writes
_ABOUT = 400  # days: an agenda further from the publication is not its own
_FEW = 3  # characters of a heading beside its date
_SHORT = 60  # characters: a paragraph so short that names nothing but a period is a heading
_BESIDE = 31  # days: a date further from a season belongs to the year or programme around it
_FINE = {"day", "month"}
_SEASONAL = {"season", "school_year"}
_AGENDA = re.compile(
    r"(?<!\w)(?:agenda|calendrier|programme|planning|saison|dates|rendez-vous|sorties|chronologie|[ée]dition)s?(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """A date of the text, placed on the calendar."""

    start: int
    end: int
    grain: str
    period: Period


Frames = list[tuple[int, tuple[Period, ...]]]
"""Where each heading ends, with the periods in which the dates below it lie, narrowest first."""


def frames(document: Document, known: Sequence[Known]) -> Frames:
    """What the headings of a document name; an agenda also holds below the headings that follow it.

    Args:
        document: with its blocks.
        known: the dates that it writes in full, in order.
    """
    found: Frames = []
    starts = [one.start for one in known]
    lasting: tuple[Period, ...] = ()
    for block in document.blocks:
        written = known[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        if block.kind not in {"heading", "title"} and not _stands_alone(block, written):
            continue
        own = _period_named(written)
        if own and (document.published is None or _is_agenda(document, block, written[0])):
            lasting = (own, *(wider for wider in lasting if _length(wider) > _length(own)))
        elif own and not any(_tells_year(one, document.published) for one in written):
            own = None
        found.append((block.end, (own,) if own and own not in lasting else lasting))
    return found


def _length(period: Period) -> int:
    return (period.end - period.start).days


def _stands_alone(block: Block, written: Sequence[Known]) -> bool:
    """Whether a line of clean text, which marks no headings, is one: it names a period and nothing else."""
    if block.kind != "paragraph" or len(written) != 1 or block.end - block.start > _SHORT:
        return False
    return written[0].grain != "day" and _is_alone(block, written[0])


def _is_alone(block: Block, written: Known) -> bool:
    return block.end - block.start - (written.end - written.start) <= _FEW


def _period_named(written: Sequence[Known]) -> Period | None:
    """The one period that a heading writes, widened to its year when it is a day or a month."""
    named = {
        (periods.years(one.period.start.year) if one.grain in _FINE else None) or one.period
        for one in written
        if one.grain not in {"decade", "century"} and one.period.end.year <= one.period.start.year + 1
    }
    return named.pop() if len(named) == 1 else None


def _tells_year(written: Known, published: date | None) -> bool:
    """Whether it is a month or day, other than the day of publication in a date line."""
    if written.grain != "day":
        return written.grain == "month"
    return published is None or written.period.distance(published) > _DATE_LINE


def _is_agenda(document: Document, block: Block, written: Known) -> bool:
    """Whether a heading announces what happens in the period that it names, near the publication."""
    if document.published is not None and written.period.distance(document.published) > _ABOUT:
        return False
    if _is_alone(block, written):
        return written.grain != "day"
    return written.grain in _SEASONAL or _AGENDA.search(document.text, block.start, block.end) is not None


def place(headings: Frames, offset: int, in_year: InYear) -> Period | None:
    """A date without year in the year that puts it into the period of the heading before it, or nearest to it."""
    index = bisect_right(headings, offset, key=lambda heading: heading[0]) - 1
    nearest: Period | None = None
    for frame in headings[index][1] if index >= 0 else ():
        found = [in_year(year) for year in range(frame.start.year - 1, frame.end.year + 2)]
        nearest = min(filter(None, found), key=lambda period: (_gap(period, frame), period.start), default=None)
        if nearest and _gap(nearest, frame) <= _BESIDE:
            break
    return nearest


def _gap(one: Period, other: Period) -> int:
    """Days between two periods, 0 when they touch."""
    return max(0, (one.start - other.end).days, (other.start - one.end).days)
