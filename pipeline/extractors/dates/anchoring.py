"""What supplies the part of a date that is not written: the text, its heading, or the publication.

For a date without year, in this order: "prochain" and "dernier"; a year that the sentence gave
before; the same day written in full elsewhere; a heading; the publication date, by nearness, with
tense and weekday where nearness leaves a doubt.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.extractors.dates import tense
from pipeline.extractors.dates.expressions import Deictic, Expression, Fixed, Neighbour, Yearless
from pipeline.extractors.dates.periods import Period
from pipeline.extractors.dates.tense import Tense
from pipeline.types import Analysis, Document

Anchor = Literal["text", "published", "context"]

_DOUBT = 45  # days: nearer than that, tense and weekday do not move a date to another year
_ABOUT = 400  # days: what lies further from the publication is not what the sentence reports
_CARRIED = 2  # years: a year alone further from the publication carries over only in the past
_SAME_WEEK = 8


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

    def __init__(self, document: Document, analysis: Analysis, expressions: Iterable[Expression]) -> None:
        self._published = document.published
        self._analysis = analysis
        self._known = [
            _Known(e.start, e.end, e.grain, e.when.period)
            for e in expressions
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

    def resolve(self, expression: Expression) -> Resolved:
        """Place an expression on the calendar."""
        when = expression.when
        if isinstance(when, Fixed):
            resolved = Resolved(when.period, "text")
        elif isinstance(when, Yearless):
            resolved = self._yearless(expression, when)
        elif isinstance(when, Neighbour):
            resolved = self._neighbour(expression, when)
        else:
            resolved = self._deictic(expression, when)
        return dataclasses.replace(resolved, contradicted=_contradicts(expression, resolved.period))

    def _tense(self, expression: Expression) -> Tense | None:
        sentence = self._analysis.sentence_at(expression.start)
        return tense.around(self._analysis.folded, expression.start, expression.end, sentence)

    def _sentence_day(self, expression: Expression) -> date | None:
        """The day that the sentence is about, when it writes one in full near the publication."""
        start, end = self._analysis.sentence_at(expression.start)
        days = [
            known.period.start
            for known in self._between(start, end)
            if known.grain == "day" and known.period.start == known.period.end and self._is_near(known.period)
        ]
        return days[0] if len(set(days)) == 1 else None

    def _is_near(self, period: Period) -> bool:
        return self._published is None or period.distance(self._published) <= _ABOUT

    def _deictic(self, expression: Expression, when: Deictic) -> Resolved:
        named = None if when.published else self._sentence_day(expression)
        anchor = named or self._published
        if anchor is None:
            return Resolved(None, "published")
        elsewhere = self._same_weekday(when.weekday, anchor) if when.weekday is not None else None
        if elsewhere and expression.rule == "deictic.weekday":
            return Resolved(elsewhere, "context")
        period = when.place(anchor, self._tense(expression))
        return Resolved(period, "context" if named else "published")

    def _same_weekday(self, weekday: int, anchor: date) -> Period | None:
        """The one day near the anchor that the text writes with its date and that falls on this weekday."""
        days = {
            known.period.start
            for known in self._known
            if known.grain == "day" and known.period.start.weekday() == weekday and known.period.distance(anchor) < _SAME_WEEK
        }
        return Period(*2 * (days.pop(),)) if len(days) == 1 else None

    def _neighbour(self, expression: Expression, when: Neighbour) -> Resolved:
        start, end = self._analysis.sentence_at(expression.start)
        years = [k.period for k in self._between(start, end) if k.grain in {"year", "month", "day"}]
        if not years:
            return Resolved(None, "context")
        year = years[0].start.year + when.offset
        return Resolved(Period(date(year, 1, 1), date(year, 12, 31)), "context")

    def _yearless(self, expression: Expression, when: Yearless) -> Resolved:
        if when.relation:
            return self._related(expression, when)
        year = self._carried_year(expression) or self._year_elsewhere(when) or self._heading_year(expression)
        if year is not None:
            return Resolved(when.in_year(year), "context")
        if self._published is None:
            return Resolved(None, "published")
        return Resolved(self._nearest(expression, when, self._published), "published")

    def _related(self, expression: Expression, when: Yearless) -> Resolved:
        named = self._sentence_day(expression)
        anchor = named or self._published
        if anchor is None:
            return Resolved(None, "published")
        candidates = _candidates(when, anchor)
        if when.relation == "next":
            found = next((period for period in candidates if period.start > anchor), None)
        else:
            found = next((period for period in reversed(candidates) if period.end < anchor), None)
        return Resolved(found, "context" if named else "published")

    def _carried_year(self, expression: Expression) -> int | None:
        """A year given before in the same sentence."""
        sentence, _ = self._analysis.sentence_at(expression.start)
        for known in reversed(self._between(sentence, expression.start)):
            if known.grain in {"day", "month"}:
                return known.period.end.year
            if known.grain == "year" and known.period.start.year == known.period.end.year:
                year = known.period.start.year
                near = self._published is None or abs(year - self._published.year) <= _CARRIED
                return year if near or self._tense(expression) == "past" else None
        return None

    def _year_elsewhere(self, when: Yearless) -> int | None:
        years = self._days.get(when.key, set()) if when.key else set()
        near = {year for year in years if self._published is None or abs(year - self._published.year) <= 1}
        return near.pop() if len(near) == 1 else None

    def _heading_year(self, expression: Expression) -> int | None:
        index = bisect_right(self._headings, expression.start, key=lambda heading: heading[0]) - 1
        return self._headings[index][1] if index >= 0 else None

    def _nearest(self, expression: Expression, when: Yearless, published: date) -> Period | None:
        candidates = sorted(_candidates(when, published), key=lambda period: (period.distance(published), period.start))
        if not candidates:
            return None
        nearest = candidates[0]
        if nearest.distance(published) <= _DOUBT:
            return nearest
        direction = self._tense(expression)
        told = [period for period in candidates if _direction(period, published) == direction] if direction else candidates
        if when.weekday is not None:
            told = [p for p in candidates[:2] if p.start.weekday() == when.weekday] or told
        return told[0] if told else nearest


def _direction(period: Period, anchor: date) -> Tense:
    return "past" if period.start <= anchor else "future"


def _candidates(when: Yearless, anchor: date) -> list[Period]:
    """The expression in the years around the anchor, in order; four years each way for 29 February."""
    around = [when.in_year(year) for year in range(anchor.year - 2, anchor.year + 3)]
    if not any(around):
        around = [when.in_year(year) for year in (anchor.year - 4, anchor.year - 3, anchor.year + 3, anchor.year + 4)]
    return [period for period in around if period is not None]


def _contradicts(expression: Expression, period: Period | None) -> bool:
    return expression.weekday is not None and period is not None and period.start.weekday() != expression.weekday
