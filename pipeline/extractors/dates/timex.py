"""TIMEX3 values, for people who know them."""

from __future__ import annotations

from pipeline.extractors.dates.clock import Clock
from pipeline.extractors.dates.periods import SEASONS, Period

_SEASON_CODES = {(3, 21): "SP", (6, 21): "SU", (9, 23): "FA", (12, 21): "WI"}


def value(period: Period | None, grain: str, clock: Clock | None = None) -> str | None:
    """The TIMEX3 value of one whole unit, an ISO 8601 interval for anything else.

    >>> from pipeline.extractors.dates import periods
    >>> value(periods.division(2016, 2, 2), "half"), value(periods.season(2018, "ete"), "season")
    ('2016-H2', '2018-SU')
    """
    if period is None:
        return None
    return _unit(period, grain, clock) or f"{period.start.isoformat()}/{period.end.isoformat()}"


def _unit(period: Period, grain: str, clock: Clock | None) -> str | None:
    start, end = period.start, period.end
    length = (end - start).days + 1
    if grain == "day" and start == end:
        return start.isoformat() + (f"T{clock.time}" if clock else "")
    if grain == "week" and length == 7:  # noqa: PLR2004 - days
        return f"{start:%G-W%V}"
    if grain == "season" and (start.month, start.day) in SEASONS.values():
        return f"{start.year:04d}-{_SEASON_CODES[start.month, start.day]}"
    span = (end.year - start.year) * 12 + end.month - start.month + 1
    forms = {
        ("month", 1): f"{start.year:04d}-{start.month:02d}",
        ("quarter", 3): f"{start.year:04d}-Q{(start.month + 2) // 3}",
        ("half", 6): f"{start.year:04d}-H{(start.month + 5) // 6}",
        ("year", 12): f"{start.year:04d}",
        ("decade", 120): f"{start.year // 10:03d}",
        ("century", 1200): f"{start.year // 100:02d}",
    }
    return forms.get((grain, span))
