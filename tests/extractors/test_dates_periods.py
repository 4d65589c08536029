"""Calendar arithmetic of dates."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extractors.dates import periods
from pipeline.extractors.dates.periods import Period

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def span(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (periods.months(2016, 2), span("2016-02-01", "2016-02-29")),
        (periods.months(2016, 0), span("2015-12-01", "2015-12-31")),
        (periods.months(2016, 11, 5), span("2016-11-01", "2017-03-31")),
        (periods.division(2016, 2, 2), span("2016-07-01", "2016-12-31")),
        (periods.division(2016, 3, 4), span("2016-07-01", "2016-09-30")),
        (periods.season(2018, "ete"), span("2018-06-21", "2018-09-22")),
        (periods.season(2018, "hiver"), span("2018-12-21", "2019-03-20")),
        (periods.school_year(2016), span("2016-09-01", "2017-08-31")),
        (periods.sports_season(2022), span("2022-07-01", "2023-06-30")),
        (periods.decade(1990), span("1990-01-01", "1999-12-31")),
        (periods.century(19), span("1801-01-01", "1900-12-31")),
        (periods.week(date(2017, 6, 6), -1), span("2017-05-29", "2017-06-04")),
        (periods.weekend(date(2017, 6, 6)), span("2017-06-10", "2017-06-11")),
        (periods.part(span("2010-01-01", "2019-12-31"), 1, 2), span("2010-01-01", "2014-12-31")),
        (periods.part(span("2017-05-01", "2017-05-31"), 2, 2), span("2017-05-16", "2017-05-31")),
    ],
)
def test_period(found: Period | None, expected: Period) -> None:
    assert found == expected


@pytest.mark.parametrize(
    "found",
    [
        periods.day(2017, 2, 29),
        periods.day(2017, 13, 1),
        periods.years(0),
        periods.division(2017, 5, 4),
        periods.century(0),
    ],
)
def test_what_no_calendar_has_is_none(found: Period | None) -> None:
    assert found is None


@given(DAYS, st.integers(0, 6))
def test_weekdays_before_and_after_lie_within_a_week(anchor: date, weekday: int) -> None:
    before, after = periods.weekday_before(anchor, weekday).start, periods.weekday_after(anchor, weekday).start

    assert before.weekday() == after.weekday() == weekday
    assert 1 <= (anchor - before).days <= 7
    assert 1 <= (after - anchor).days <= 7


@given(st.integers(1000, 2100))
def test_seasons_cover_a_year_without_gap(year: int) -> None:
    found = [periods.season(year, name) for name in periods.SEASONS]

    assert all(a and b and (b.start - a.end).days == 1 for a, b in itertools.pairwise(found))


@given(st.integers(1000, 2100), st.integers(2, 4))
def test_parts_of_a_year_cover_it(year: int, parts: int) -> None:
    whole = periods.years(year)
    assert whole is not None
    found = [periods.part(whole, number, parts) for number in range(1, parts + 1)]

    assert (found[0].start, found[-1].end) == (whole.start, whole.end)
    assert all((b.start - a.end).days == 1 for a, b in itertools.pairwise(found))


@given(DAYS, DAYS)
def test_distance_is_zero_inside_only(anchor: date, day: date) -> None:
    assert (Period(day, day).distance(anchor) == 0) == (anchor == day)
