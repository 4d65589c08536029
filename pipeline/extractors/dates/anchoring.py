"""What supplies the part of a date that is not written: the text, its heading, or the publication.

For a date without year, in this order: "prochain" and "dernier"; a year that the sentence gave
before; the same day written in full elsewhere; a heading; the publication date, by nearness, with
tense and weekday where nearness leaves a doubt.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from pipeline.extractors.dates.expressions import Deictic, Expression, Fixed, Neighbour, Yearless
from pipeline.extractors.dates.guards import Surroundings, direction
from pipeline.extractors.dates.periods import Period
from pipeline.extractors.dates.tense import Tense
from pipeline.types import Document

Anchor = Literal["text", "published", "context"]

_DOUBT = 45  # days: nearer than that, tense and weekday do not move a date to another year
_ABOUT = 400  # days: what lies further from the publication is not what the sentence reports
_CARRIED = 2  # years: a year alone further from the publication carries over only in the past
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Resolved:
    """A period with its source.

    Attributes:
        contradicted: the weekday written is not that of the day.
    """

    period: Period | None
    anchor: Anchor
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """A date that the text writes in full."""

    start: int
    end: int
    grain: str
    period: Period


class Context:
    """What a document says about its own dates."""

    def __init__(self, document: Document, candidates: Sequence[Surroundings]) -> None:
        self._published = document.published
        self._candidates = candidates
        self._known = [
            _Known(e.start, e.end, e.grain, e.when.period)
            for e in (around.expression for around in candidates)
            if isinstance(e.when, Fixed) and e.when.period is not None
        ]
        self._starts = [known.start for known in self._known]
        self._days = self._days_in_full()
        self._headings = self._heading_years(document)

    def _days_in_full(self) -> dict[tuple[int, int], set[int]]:
        """The years in which the text sets each day of the year."""
        days: dict[tuple[int, int], set[int]] = {}
        for known in self._known:
            if known.grain == "day":
                for day in (known.period.start, known.period.end):
                    days.setdefault((day.month, day.day), set()).add(day.year)
        return days

    def _heading_years(self, document: Document) -> list[tuple[int, int | None]]:
        """Where each heading ends, with the year of the month or day that it names."""
        return [
            (block.end, self._year_within(block.start, block.end))
            for block in document.blocks
            if block.kind in {"heading", "title"}
        ]

    def _year_within(self, start: int, end: int) -> int | None:
        years = {known.period.start.year for known in self._between(start, end) if known.grain in {"day", "month"}}
        return years.pop() if len(years) == 1 else None

    def _between(self, start: int, end: int) -> Sequence[_Known]:
        return self._known[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def resolve(self, around: Surroundings) -> Resolved:
        """Place an expression on the calendar."""
        expression = around.expression
        when = expression.when
        if isinstance(when, Fixed):
            resolved = Resolved(when.period, "text")
        elif isinstance(when, Yearless):
            resolved = self._yearless(around, when)
        elif isinstance(when, Neighbour):
            resolved = self._neighbour(around, when)
        else:
            resolved = self._deictic(around, when)
        return dataclasses.replace(resolved, contradicted=_contradicts(expression, resolved.period))

    @cached_property
    def _written_days(self) -> set[date]:
        """Every single day that the text writes with day and month."""
        periods = (
            self.resolve(around).period
            for around in self._candidates
            if around.expression.grain == "day" and isinstance(around.expression.when, Fixed | Yearless)
        )
        return {period.start for period in periods if period and period.start == period.end}

    def _sentence_day(self, around: Surroundings) -> date | None:
        """The day that the sentence is about, when it writes one in full near the publication."""
        start, end = around.sentence_span
        days = [
            known.period.start
            for known in self._between(start, end)
            if known.grain == "day" and known.period.start == known.period.end and self._is_near(known.period)
        ]
        return days[0] if len(set(days)) == 1 else None

    def _is_near(self, period: Period) -> bool:
        return self._published is None or period.distance(self._published) <= _ABOUT

    def _deictic(self, around: Surroundings, when: Deictic) -> Resolved:
        expression = around.expression
        named = None if when.published else self._sentence_day(around)
        anchor = named or self._published
        if anchor is None:
            return Resolved(None, "published")
        elsewhere = self._same_weekday(when.weekday, anchor) if when.weekday is not None else None
        if elsewhere and expression.rule == "deictic.weekday":
            return Resolved(elsewhere, "context")
        period = when.place(anchor, direction(around))
        return Resolved(period, "context" if named else "published")

    def _same_weekday(self, weekday: int, anchor: date) -> Period | None:
        """The one day near the anchor that the text writes with its date and that falls on this weekday."""
        week = (anchor + timedelta(days=shift) for shift in range(-_WEEK, _WEEK + 1))
        days = [day for day in week if day.weekday() == weekday and day in self._written_days]
        return Period(days[0], days[0]) if len(days) == 1 else None

    def _neighbour(self, around: Surroundings, when: Neighbour) -> Resolved:
        start, end = around.sentence_span
        years = [k.period for k in self._between(start, end) if k.grain in {"year", "month", "day"}]
        if not years:
            return Resolved(None, "context")
        year = years[0].start.year + when.offset
        return Resolved(Period(date(year, 1, 1), date(year, 12, 31)), "context")

    def _yearless(self, around: Surroundings, when: Yearless) -> Resolved:
        expression = around.expression
        if when.relation:
            return self._related(around, when)
        year = self._carried_year(around) or self._year_elsewhere(when) or self._heading_year(expression)
        if year is not None:
            return Resolved(when.in_year(year), "context")
        if self._published is None:
            return Resolved(None, "published")
        return Resolved(_nearest(around, when, self._published), "published")

    def _related(self, around: Surroundings, when: Yearless) -> Resolved:
        named = self._sentence_day(around)
        anchor = named or self._published
        if anchor is None:
            return Resolved(None, "published")
        candidates = _candidates(when, anchor)
        if when.relation == "next":
            found = next((period for period in candidates if period.start > anchor), None)
        else:
            found = next((period for period in reversed(candidates) if period.end < anchor), None)
        return Resolved(found, "context" if named else "published")

    def _carried_year(self, around: Surroundings) -> int | None:
        """A year given before in the same sentence."""
        sentence, _ = around.sentence_span
        for known in reversed(self._between(sentence, around.expression.start)):
            if known.grain in {"day", "month"}:
                return known.period.end.year
            if known.grain == "year" and known.period.start.year == known.period.end.year:
                year = known.period.start.year
                near = self._published is None or abs(year - self._published.year) <= _CARRIED
                return year if near or around.tense == "past" else None
        return None

    def _year_elsewhere(self, when: Yearless) -> int | None:
        years = self._days.get(when.key, set()) if when.key else set()
        near = {year for year in years if self._published is None or abs(year - self._published.year) <= 1}
        return near.pop() if len(near) == 1 else None

    def _heading_year(self, expression: Expression) -> int | None:
        index = bisect_right(self._headings, expression.start, key=lambda heading: heading[0]) - 1
        return self._headings[index][1] if index >= 0 else None


def _nearest(around: Surroundings, when: Yearless, published: date) -> Period | None:
    candidates = sorted(_candidates(when, published), key=lambda period: (period.distance(published), period.start))
    if not candidates or candidates[0].distance(published) <= _DOUBT:
        return candidates[0] if candidates else None
    told = candidates
    if told_side := direction(around):
        told = [period for period in candidates if _side(period, published) == told_side]
    if when.weekday is not None:
        told = [period for period in candidates[:2] if period.start.weekday() == when.weekday] or told
    return told[0] if told else candidates[0]


def _side(period: Period, anchor: date) -> Tense:
    return "past" if period.start <= anchor else "future"


def _candidates(when: Yearless, anchor: date) -> list[Period]:
    """The expression in the years around the anchor, in order; four years each way for 29 February."""
    around = [when.in_year(year) for year in range(anchor.year - 2, anchor.year + 3)]
    if not any(around):
        around = [when.in_year(year) for year in (anchor.year - 4, anchor.year - 3, anchor.year + 3, anchor.year + 4)]
    return [period for period in around if period is not None]


def _contradicts(expression: Expression, period: Period | None) -> bool:
    return expression.weekday is not None and period is not None and period.start.weekday() != expression.weekday
