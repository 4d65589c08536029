"""Points: what can be read at one place of the text and stand for a period by itself.

`at` finds the point that begins at an offset: a day (`days`), a longer unit (`units`), or a unit
with a word that bounds it ("fin 2019") or takes a part of it ("première moitié des années 2010").
Points that a link joins ("3 au 5 mai") are put together in `chains`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from pipeline.extractors.dates import atoms, days, periods, units
from pipeline.extractors.dates.periods import InYear, Period
from pipeline.extractors.dates.point import Point, first, relation

_OF = r"(?: de l'| de la | d'| du mois de | de | du | des | )"
_MODIFIED = re.compile(rf"(?P<mod>tout debut|debut|fin|mi|milieu|courant)(?:{_OF}|-| ?l')(?:(?=[a-z0-9]))")
_PART = re.compile(
    rf"(?:(?P<ordinal>{atoms.ORDINAL}) (?P<unit>moitie|partie|quinzaine|semaine|tiers|quart)"
    rf"|(?:(?P<count>{atoms.COUNT}) (?P<first>premier|dernier)e?s (?P<units>mois|trimestres|semestres))){_OF}"
)
_MONTHS_OF = re.compile(rf"(?P<count>{atoms.COUNT}) mois (?=20\d\d(?!\d))")
_AROUND_DAY = re.compile(r"(?P<unit>semaine|week-?end) (?:du |des? (?=\w+di ))(?=\d|[a-z]{4,9} \d)")
_SECOND_BOUND = re.compile(r" ?(?:au|et|-|–|,|a) (?:le |au )?(?:\w{5,8} )?\d")
_OF_MONTH = re.compile(
    rf"(?P<ordinal>{atoms.ORDINAL}) (?P<unit>week-?end|{atoms.WEEKDAY}) (?:de |d'|du mois de )(?={atoms.MONTH})"
)
_MODS = {"tout debut": "start", "debut": "start", "fin": "end", "mi": "mid", "milieu": "mid", "courant": None}
_PARTS = {"moitie": 2, "partie": 2, "quinzaine": 2, "semaine": 4, "tiers": 3, "quart": 4}


_COUNTED_YEAR = re.compile(
    r" de (?P<this>cette annee)?(?:l'an(?:nee)?(?: (?P<relation>derniere?|passee?|prochaine?|en cours))?)?"
    r"(?![\w'-]| (?:scolaire|universitaire|\d|suivant|preced|d'a))"
)


def at(plain: str, offset: int) -> Point | None:
    """The point that begins at `offset`, None when there is none."""
    day = first(days.READERS, plain, offset)
    point = day if day and day.in_year else _unit(plain, offset) or day
    return _with_counted_year(plain, point) if point and point.in_year and point.year is None else point


def _with_counted_year(plain: str, point: Point) -> Point:
    """Take in "de l'année prochaine", "de cette année" after a day, month or part of a year."""
    match = None if point.relation or point.clock else _COUNTED_YEAR.match(plain, point.end)
    said = match and (match["this"] or match["relation"])
    if not match or not (said or (point.grain in {"half", "quarter"} and match.group().endswith("annee"))):
        return point
    counted = match["relation"]
    away = 0 if counted in {None, "en cours"} else -1 if relation(counted) == "last" else 1
    return replace(point, end=match.end(), years_away=away, bare=False)


def _unit(plain: str, offset: int) -> Point | None:
    """A month, quarter, season, year …, whole or in part."""
    readers = (_modified, _part, _months_of, _around_day, _of_month)
    return first(units.READERS, plain, offset) or first(readers, plain, offset)


def _around_day(plain: str, offset: int) -> Point | None:
    """The form "semaine du 21 juin", "week-end du 28 avril"; with two days it is their interval that counts."""
    match = _AROUND_DAY.match(plain, offset)
    day = first(days.READERS, plain, match.end()) if match else None
    if not match or not day or not day.in_year or day.clock or _SECOND_BOUND.match(plain, day.end):
        return None
    grain, around = ("week", periods.week) if match["unit"] == "semaine" else ("day", periods.weekend_near)
    in_year = partial(_around, day.in_year, around)
    return replace(day, start=offset, rule=f"{grain}.around_day", grain=grain, in_year=in_year, day=None, weekday=None)


def _around(day: InYear, around: Callable[[date], Period], year: int) -> Period | None:
    found = day(year)
    return around(found.start) if found else None


def _of_month(plain: str, offset: int) -> Point | None:
    """The form "troisième jeudi de novembre", "premier week-end de juin"."""
    match = _OF_MONTH.match(plain, offset)
    month = first(units.READERS, plain, match.end()) if match else None
    if not match or not month or not month.in_year:
        return None
    weekday = 5 if match["unit"].startswith("week") else atoms.weekday_number(match["unit"])
    length = 2 if match["unit"].startswith("week") else 1
    in_year = partial(_nth, month.in_year, atoms.ordinal(match["ordinal"]), weekday, length)
    return replace(month, start=offset, rule="day.of_month", grain="day", in_year=in_year, month=None, bare=False)


def _nth(month: InYear, number: int, weekday: int, length: int, year: int) -> Period | None:
    found = month(year)
    return periods.nth_weekday(found, number, weekday, length) if found else None


def _modified(plain: str, offset: int) -> Point | None:
    match = _MODIFIED.match(plain, offset)
    if not match:
        return None
    core = first(units.READERS, plain, match.end())
    if not core:
        return None
    return replace(core, start=offset, mod=_MODS[match["mod"]], bare=False)


def _part(plain: str, offset: int) -> Point | None:
    match = _PART.match(plain, offset)
    core = first(units.READERS, plain, match.end()) if match else None
    if not match or not core or not core.in_year:
        return None
    if match["unit"]:
        number, parts = atoms.ordinal(match["ordinal"]), _PARTS[match["unit"]]
        number = parts if number < 0 else number
        in_year = partial(_part_of, core.in_year, number, parts)
        return replace(core, start=offset, in_year=in_year, bare=False) if number <= parts else None
    return _first_months(match, core)


def _part_of(whole: InYear, number: int, parts: int, year: int) -> Period | None:
    found = whole(year)
    return periods.part(found, number, parts) if found else None


def _months_of(plain: str, offset: int) -> Point | None:
    """The form "neuf mois 2012" of company reports: the first nine."""
    match = _MONTHS_OF.match(plain, offset)
    core = first(units.READERS, plain, match.end()) if match else None
    count = atoms.count(match["count"]) if match else None
    if not match or not core or core.grain != "year" or not count or count > 12:  # noqa: PLR2004 - months of a year
        return None
    in_year: InYear = lambda year: periods.months(year, 1, count)  # noqa: E731
    return replace(core, start=offset, in_year=in_year, bare=False)


def _first_months(match: re.Match[str], core: Point) -> Point | None:
    length = {"mois": 1, "trimestres": 3, "semestres": 6}.get(match["units"])
    count = atoms.count(match["count"])
    if core.grain != "year" or not length or not count or count * length > 12:  # noqa: PLR2004 - months of a year
        return None
    first = 1 if match["first"] == "premier" else 13 - count * length
    in_year: InYear = lambda year: periods.months(year, first, count * length)  # noqa: E731
    return replace(core, start=match.start(), in_year=in_year, bare=False)
