"""Points: what can be read at one place of the text and stand for a period by itself.

`at` finds the point that begins at an offset: a day (`days`), a longer unit (`units`), or a unit
with a word that bounds it ("fin 2019") or takes a part of it ("première moitié des années 2010").
Points that a link joins ("3 au 5 mai") are put together in `chains`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from pipeline.extractors.dates import atoms, days, periods, units
from pipeline.extractors.dates.periods import InYear, Period
from pipeline.extractors.dates.point import Point, first

_OF = r"(?: de l'| de la | d'| du mois de | de | du | des | )"
_MODIFIED = re.compile(rf"(?P<mod>tout debut|debut|fin|mi|milieu|courant)(?:{_OF}|-| ?l')(?:(?=[a-z0-9]))")
_PART = re.compile(
    rf"(?:(?P<ordinal>{atoms.ORDINAL}) (?P<unit>moitie|partie|quinzaine|semaine|tiers)"
    rf"|(?:(?P<count>{atoms.COUNT}) (?P<first>premier|dernier)e?s (?P<units>mois|trimestres|semestres))){_OF}"
)
_MODS = {"tout debut": "start", "debut": "start", "fin": "end", "mi": "mid", "milieu": "mid", "courant": None}
_PARTS = {"moitie": 2, "partie": 2, "quinzaine": 2, "semaine": 4, "tiers": 3}


def at(plain: str, offset: int) -> Point | None:
    """The point that begins at `offset`, None when there is none."""
    day = first(days.READERS, plain, offset)
    if day and day.in_year:
        return day
    return _unit(plain, offset) or day


def _unit(plain: str, offset: int) -> Point | None:
    """A month, quarter, season, year …, whole or in part."""
    return first(units.READERS, plain, offset) or _modified(plain, offset) or _part(plain, offset)


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


def _first_months(match: re.Match[str], core: Point) -> Point | None:
    length = {"mois": 1, "trimestres": 3, "semestres": 6}.get(match["units"])
    count = atoms.count(match["count"])
    if core.grain != "year" or not length or not count or count * length > 12:  # noqa: PLR2004 - months of a year
        return None
    first = 1 if match["first"] == "premier" else 13 - count * length
    in_year: InYear = lambda year: periods.months(year, first, count * length)  # noqa: E731
    return replace(core, start=match.start(), in_year=in_year, bare=False)
