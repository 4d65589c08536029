"""Calendar arithmetic: the periods that French names, both ends inclusive.

Nothing here knows of text. Functions that may be asked for a day that no calendar has (30 February,
year 0) return None.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final

SEASONS: Final = {"printemps": (3, 21), "ete": (6, 21), "automne": (9, 23), "hiver": (12, 21)}
"""First day (month, day) of each season."""

_MONTHS = 12
_WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days, both ends inclusive."""

    start: date
    end: date

    def distance(self, anchor: date) -> int:
        """Days between `anchor` and the nearest day of the period, 0 inside it."""
        if anchor < self.start:
            return (self.start - anchor).days
        return max(0, (anchor - self.end).days)

    def longer(self, days: int) -> Period:
        """This one and so many days more."""
        return Period(self.start, self.end + timedelta(days=days))

    def until(self, last: Period) -> Period | None:
        """From the first day of this one to the last of `last`; None when that runs backwards."""
        return Period(self.start, last.end) if self.start <= last.end else None


InYear = Callable[[int], Period | None]
"""Puts an expression without year ("3 mai") in a year."""


def _exists(year: int) -> bool:
    return MINYEAR < year < MAXYEAR


def day(year: int, month: int, number: int) -> Period | None:
    """One day."""
    if not _exists(year) or not 1 <= month <= _MONTHS or not 1 <= number <= calendar.monthrange(year, month)[1]:
        return None
    return Period(date(year, month, number), date(year, month, number))


def months(year: int, first: int, count: int = 1) -> Period | None:
    """Whole months; `first` may lie outside 1–12 and then moves the year."""
    year, first = year + (first - 1) // _MONTHS, (first - 1) % _MONTHS + 1
    last_year, last = year + (first + count - 2) // _MONTHS, (first + count - 2) % _MONTHS + 1
    if not (_exists(year) and _exists(last_year)):
        return None
    return Period(date(year, first, 1), date(last_year, last, calendar.monthrange(last_year, last)[1]))


def years(first: int, last: int | None = None) -> Period | None:
    """Whole calendar years, `last` included."""
    last = first if last is None else last
    if not (_exists(first) and _exists(last)) or last < first:
        return None
    return Period(date(first, 1, 1), date(last, 12, 31))


def division(year: int, number: int, parts: int) -> Period | None:
    """The `number`-th of so many equal parts of a year (2 halves, 3 thirds, 4 quarters)."""
    if not 1 <= number <= parts:
        return None
    length = _MONTHS // parts
    return months(year, (number - 1) * length + 1, length)


def season(year: int, name: str) -> Period | None:
    """A season; winter begins in December of its year."""
    if not _exists(year) or not _exists(year + 1):
        return None
    names = list(SEASONS)
    following = names[(names.index(name) + 1) % len(names)]
    start = date(year, *SEASONS[name])
    end = date(year + (name == "hiver"), *SEASONS[following]) - timedelta(days=1)
    return Period(start, end)


def school_year(first: int) -> Period | None:
    """September to August."""
    return months(first, 9, 12)


def sports_season(first: int) -> Period | None:
    """July to June: seasons of sport, of theatres, of the flu."""
    return months(first, 7, 12)


def decade(first: int) -> Period | None:
    """The ten years from `first` on."""
    return years(first, first + 9)


def century(number: int) -> Period | None:
    """The `number`-th century: the 19th runs from 1801 to 1900."""
    return years((number - 1) * 100 + 1, number * 100)


def week(anchor: date, offset: int = 0) -> Period:
    """The ISO week of a day, or one so many weeks later."""
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=offset)
    return Period(monday, monday + timedelta(days=_WEEK - 1))


def weekend(anchor: date, offset: int = 0) -> Period:
    """Saturday and Sunday of the ISO week of a day, or so many weeks later."""
    monday = week(anchor, offset).start
    return Period(monday + timedelta(days=5), monday + timedelta(days=6))


def weekend_near(day: date) -> Period:
    """The Saturday and Sunday nearest to a day: "week-end du 1er mai" may begin on a Friday or end on a Monday."""
    return weekend(day, -1 if day.weekday() < 2 else 0)  # noqa: PLR2004 - Monday and Tuesday


def nth_weekday(whole: Period, number: int, weekday: int, length: int = 1) -> Period | None:
    """The `number`-th such weekday of a period (the last one for -1), with the days that follow it."""
    days = [whole.start + timedelta(days=shift) for shift in range((whole.end - whole.start).days + 1)]
    found = [day for day in days if day.weekday() == weekday]
    index = number - 1 if number > 0 else number
    if index >= len(found):
        return None
    return Period(found[index], found[index] + timedelta(days=length - 1))


def days_from(anchor: date, offset: int) -> Period:
    """The day so many days after (before, when negative) the anchor."""
    shifted = anchor + timedelta(days=offset)
    return Period(shifted, shifted)


def weekday_after(anchor: date, weekday: int) -> Period:
    """The first such weekday after a day, never the day itself."""
    return days_from(anchor, (weekday - anchor.weekday() - 1) % _WEEK + 1)


def weekday_before(anchor: date, weekday: int) -> Period:
    """The last such weekday before a day, never the day itself."""
    return days_from(anchor, -((anchor.weekday() - weekday - 1) % _WEEK + 1))


def part(whole: Period, number: int, parts: int) -> Period:
    """The `number`-th of so many equal parts of a period that is made of whole years, months or days."""
    span_months = (whole.end.year - whole.start.year) * _MONTHS + whole.end.month - whole.start.month + 1
    whole_months = months(whole.start.year, whole.start.month, span_months) == whole
    if whole_months and span_months % parts == 0:
        length = span_months // parts
        found = months(whole.start.year, whole.start.month + (number - 1) * length, length)
        return found or whole
    days = (whole.end - whole.start).days + 1
    length = days // parts
    start = whole.start + timedelta(days=(number - 1) * length)
    end = whole.end if number == parts else start + timedelta(days=length - 1)
    return Period(start, end)
