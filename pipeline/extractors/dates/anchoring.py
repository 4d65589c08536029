"""What supplies the part of a date that is not written: the text, its heading, or the publication.

For a date without year, in this order: "prochain" and "dernier"; a year that the sentence gave
before; the same day written in full elsewhere; a heading; the publication date, by nearness, with
tense and weekday where nearness leaves a doubt.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from pipeline.extractors.dates import headings, periods
from pipeline.extractors.dates.deictics import shift
from pipeline.extractors.dates.expressions import Deictic, Expression, Fixed, Neighbour, Yearless
from pipeline.extractors.dates.headings import Known
from pipeline.extractors.dates.periods import Period
from pipeline.extractors.dates.surroundings import Surroundings, direction, is_act, is_demonstrative, is_since, modifier
from pipeline.extractors.dates.tense import Tense
from pipeline.types import Document

Anchor = Literal["text", "published", "context"]

_DOUBT = 45  # days: nearer than that, tense and weekday do not move a date to another year
_AT_HAND = 15  # days: so near to the publication, a date under the heading of a season to come is none of its own
_ABOUT = 400  # days: what lies further from the publication is not what the sentence reports
_CARRIED = 2  # years: a year alone further from the publication carries over only in the past
_TOLD = 10  # years: further back, the future tense is that of a story
_WEEK = 7
_MONTH = 31
_NEAR = 400  # characters
_BESIDE = 100  # characters
_CARRYING = {"day", "month", "quarter", "half"}
_LIST = 240  # days from one line of a calendar to the next at most
_LISTED = {"day", "month"}
_REPORTED = {"half", "quarter", "month"}
_TELLING = {"annee": {"year", "half", "quarter", "month", "day"}, "mois": {"month", "day"}, "semaine": {"week", "day"}}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A period with its source.

    Attributes:
        contradicted: the weekday written is not that of the day.
    """

    period: Period | None
    anchor: Anchor
    contradicted: bool = False


class Context:
    """What a document says about its own dates."""

    def __init__(self, document: Document, candidates: Sequence[Surroundings]) -> None:
        self._published = document.published
        self._candidates = candidates
        self._known = [
            Known(e.start, e.end, e.grain, e.when.period)
            for e in (around.expression for around in candidates)
            if isinstance(e.when, Fixed) and e.when.period is not None
        ]
        self._since = {around.expression.start for around in candidates if modifier(around) == "since"}
        self._acts = {around.expression.start for around in candidates if is_act(around)}
        self._openings = {around.expression.start for around in candidates if _opens_line(around)}
        self._starts = [known.start for known in self._known]
        self._days = self._days_in_full()
        self._frames = headings.frames(document, self._known)

    def _days_in_full(self) -> dict[tuple[int, int], set[int]]:
        """The years in which the text sets each day of the year."""
        days: dict[tuple[int, int], set[int]] = {}
        for known in self._known:
            if known.grain == "day":
                for day in (known.period.start, known.period.end):
                    days.setdefault((day.month, day.day), set()).add(day.year)
        return days

    def _between(self, start: int, end: int) -> Sequence[Known]:
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
    def _written(self) -> list[Known]:
        """Every period that the text writes, with or without its year."""
        found = [
            (around.expression, self.resolve(around).period)
            for around in self._candidates
            if isinstance(around.expression.when, Fixed | Yearless)
        ]
        return [Known(e.start, e.end, e.grain, period) for e, period in found if period]

    def _written_between(self, start: int, end: int) -> Sequence[Known]:
        first, last = (bisect_left(self._written, offset, key=lambda known: known.start) for offset in (start, end))
        return self._written[first:last]

    @cached_property
    def _written_days(self) -> set[date]:
        """Every single day that the text writes with day and month."""
        days = (known.period for known in self._written if known.grain == "day")
        return {period.start for period in days if period.start == period.end}

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
        if when.number is not None and (day := self._day_of_period_before(expression, when)):
            return Resolved(day.longer(when.days_more), "context")
        named = None if when.published else self._sentence_day(around)
        anchor = named or self._published
        if anchor is None:
            return Resolved(None, "published")
        if expression.rule == "deictic.weekday" and (
            elsewhere := self._same_weekday(around, when.weekday or 0, anchor)
        ):
            return Resolved(elsewhere, "context")
        period = when.place(anchor, direction(around))
        return Resolved(period, "context" if named else "published")

    def _day_of_period_before(self, expression: Expression, when: Deictic) -> Period | None:
        """The one "lundi 11" of the last month or interval that the text names before it, if it names one near."""
        before = self._written_between(max(0, expression.start - _NEAR), expression.start)
        for known in reversed(before):
            length = (known.period.end - known.period.start).days + 1
            if 1 < length <= _MONTH:
                days = [known.period.start + timedelta(days=away) for away in range(length)]
                found = [day for day in days if day.weekday() == when.weekday and day.day == when.number]
                return Period(found[0], found[0]) if found else None
        return None

    def _same_weekday(self, around: Surroundings, weekday: int, anchor: date) -> Period | None:
        """The one day near the anchor that the text writes with its date and that falls on this weekday.

        What is over ("signé mercredi", "depuis lundi") is none that is still to come.
        """
        latest = 0 if direction(around) == "past" else _WEEK
        week = (anchor + timedelta(days=away) for away in range(-_WEEK, latest + 1))
        days = [day for day in week if day.weekday() == weekday and day in self._written_days]
        if not days and around.tense is None:
            days = self._beside(around, weekday, anchor)
        return Period(days[0], days[0]) if len(set(days)) == 1 else None

    def _beside(self, around: Surroundings, weekday: int, anchor: date) -> list[date]:
        """Days with this weekday written right beside it: "C'est dimanche ! Dimanche 15 octobre …"."""
        start, end = around.expression.start, around.expression.end
        written = self._written_between(max(0, start - _BESIDE), end + _BESIDE)
        days = [
            known.period.start for known in written if known.grain == "day" and known.period.distance(anchor) <= _MONTH
        ]
        return [day for day in days if day.weekday() == weekday]

    def _neighbour(self, around: Surroundings, when: Neighbour) -> Resolved:
        """Counted from the first period of the sentence that tells which year, month or week is meant.

        A sentence that tells none goes on from the one before.
        """
        start, end = around.sentence_span
        told = self._telling(when, start, end) or self._telling(when, start - _NEAR // 2, start)[-1:]
        return Resolved(shift(when.unit, when.offset, told[0].start) if told else None, "context")

    def _telling(self, when: Neighbour, start: int, end: int) -> list[Period]:
        written = self._written_between(start, end)
        return [w.period for w in written if w.grain in _TELLING[when.unit] and _within(w.period, when.unit)]

    def _yearless(self, around: Surroundings, when: Yearless) -> Resolved:
        expression = around.expression
        if when.relation:
            return self._related(around, when)
        carried = self._carried_year(around)
        if carried is not None and not self._is_to_come(around, when, carried) and self._agrees(when, carried):
            return Resolved(when.in_year(carried), "context")
        year = self._year_elsewhere(when)
        if year is not None:
            return Resolved(when.in_year(year), "context")
        near = _nearest(around, when, self._published) if self._published else None
        framed = headings.place(self._frames, expression.start, when.in_year) or self._next_in_list(around, when)
        if framed and not (near and self._belies(around, framed, near)):
            return Resolved(framed, "context")
        if near and when.weekday not in {None, near.start.weekday()} and around.tense != "future":
            written = self._in_written_year(when)
            return Resolved(written or near, "context" if written else "published")
        return Resolved(near, "published")

    def _in_written_year(self, when: Yearless) -> Period | None:
        """In that of the years written in the text which puts the weekday right, the latest when several do."""
        years = sorted({known.period.start.year for known in self._known if known.grain in _LISTED}, reverse=True)
        found = filter(None, map(when.in_year, years))
        return next((period for period in found if period.start.weekday() == when.weekday), None)

    def _next_in_list(self, around: Surroundings, when: Yearless) -> Period | None:
        """A date that opens its line as one with its year opened a line before: the first such date after that one."""
        if not _opens_line(around):
            return None
        before = self._between(max(0, around.expression.start - _NEAR), around.expression.start)
        opening = [known.period.start for known in before if known.grain in _LISTED and known.start in self._openings]
        if not opening or opening[-1] == self._published:  # a date line
            return None
        found = filter(None, (when.in_year(year) for year in (opening[-1].year, opening[-1].year + 1)))
        return next((one for one in found if 0 <= (one.start - opening[-1]).days <= _LIST), None)

    def _agrees(self, when: Yearless, year: int) -> bool:
        """Whether the weekday written is that of the day in this year, or of no year near the publication either."""
        found = when.in_year(year)
        if when.weekday is None or found is None or found.start.weekday() == when.weekday:
            return True
        return self._published is not None and all(
            near.start.weekday() != when.weekday for near in _candidates(when, self._published)[1:4]
        )

    def _is_to_come(self, around: Surroundings, when: Yearless, year: int) -> bool:
        """Whether the verb puts a date after the publication, and the year before it in the sentence does not."""
        found = when.in_year(year)
        if self._published is None or found is None or self._published.year - year > _TOLD:
            return False
        return around.tense == "future" and found.end < self._published

    def _belies(self, around: Surroundings, framed: Period, near: Period) -> bool:
        """Whether weekday, nearness, demonstrative or tense say that a date is not the one under its heading."""
        if self._published is None or framed == near:
            return False
        weekday = around.expression.weekday
        if weekday is not None:
            return framed.start.weekday() != weekday == near.start.weekday()
        if near.distance(self._published) <= _AT_HAND and framed.distance(self._published) <= _ABOUT:
            return True
        told = direction(around)
        return is_demonstrative(around) or (told is not None and _side(framed, self._published) != told)

    def _related(self, around: Surroundings, when: Yearless) -> Resolved:
        named = self._sentence_day(around)
        published = _beside(when, self._published) if self._published else None
        if not named or (published and published.distance(named) == 0):  # "l'été dernier, le 10 août 2016"
            return Resolved(published, "published")
        return Resolved(_beside(when, named), "context")

    def _carried_year(self, around: Surroundings) -> int | None:
        """A year given before in the same sentence."""
        sentence, _ = around.sentence_span
        if self._published is not None and is_since(around):  # "+ 41 % en 2022, puis - 12 % depuis janvier"
            return None
        for known in reversed(self._between(sentence, around.expression.start)):
            if known.start in self._acts:
                continue
            if known.grain in _CARRYING:
                return known.period.end.year
            if known.grain == "year" and known.period.start.year == known.period.end.year:
                year = known.period.start.year
                near = self._published is None or abs(year - self._published.year) <= _CARRIED
                told = around.tense == "past" and known.start not in self._since
                return year if near or told else None
        return None

    def _year_elsewhere(self, when: Yearless) -> int | None:
        years = self._days.get(when.key, set()) if when.key else set()
        near = {year for year in years if self._published is None or abs(year - self._published.year) <= 1}
        return near.pop() if len(near) == 1 else None


def _opens_line(around: Surroundings) -> bool:
    return not around.before.strip(" -–•*▪►")


def _within(period: Period, unit: str) -> bool:
    """Whether a period lies in one year, month or week."""
    if unit == "semaine":
        return periods.week(period.start) == periods.week(period.end)
    return period.start.year == period.end.year and (unit == "annee" or period.start.month == period.end.month)


def _beside(when: Yearless, anchor: date) -> Period | None:
    """The first one after the anchor, or the last one before it, as "prochain" or "dernier" says."""
    candidates = _candidates(when, anchor)
    if when.relation == "next":
        return next((period for period in candidates if period.start > anchor), None)
    return next((period for period in reversed(candidates) if period.end < anchor), None)


def _nearest(around: Surroundings, when: Yearless, published: date) -> Period | None:
    candidates = sorted(_candidates(when, published), key=lambda period: (period.distance(published), period.start))
    told_side = direction(around)
    if told_side == "past" and around.expression.grain in _REPORTED:
        candidates = [period for period in candidates if not _is_ahead(period, published)]
    elif told_side == "future" and around.expression.grain in {"half", "quarter"}:
        candidates = [period for period in candidates if period.end >= published]
    if not candidates or candidates[0].distance(published) <= _DOUBT:
        return candidates[0] if candidates else None
    told = candidates
    if told_side:
        told = [period for period in candidates if _side(period, published) == told_side]
    if when.weekday is not None:
        told = [period for period in candidates[:2] if period.start.weekday() == when.weekday] or told
    return told[0] if told else candidates[0]


def _is_ahead(period: Period, anchor: date) -> bool:
    """Whether less than half of a quarter or more is over: what a text tells of it was a year ago."""
    length, elapsed = (period.end - period.start).days, (anchor - period.start).days
    return length > _MONTH and 2 * elapsed < length


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
