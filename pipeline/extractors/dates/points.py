"""Points: what can be read at one place of the text and stand for a period by itself.

A day, a month, a quarter, a season, a year, a century. `at` finds the point that begins at an
offset. Points that a link joins ("3 au 5 mai") are put together in `chains`.
All of it works on text in lower case without accents (`atoms.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from pipeline.extractors.dates import atoms, clock, periods
from pipeline.extractors.dates.clock import Clock
from pipeline.extractors.dates.periods import InYear, Period

_END = r"(?![a-z0-9])"
# A year may be followed by a foot-note mark or by a number that scraping glued to it.
_YEAR = rf"(?P<year>{atoms.YEAR})(?!\d|[.,]\d| ?(?:%|€|euros?(?!\w)))"
_YEAR_AFTER_MONTH = (
    rf"(?P<year>{atoms.YEAR}(?=\d?(?![\d/])|[a-z])|{atoms.RECENT_YEAR}(?=\d{{1,3}}[,.]\d))(?! ?(?:%|€|euros?(?!\w)))"
)
_OF_YEAR = rf"(?:(?: de l'annee| de l'an| de| d'|,|\.)?(?: |-)?{_YEAR_AFTER_MONTH})"
_RELATION = (
    r"(?: (?P<relation>derniere?|passee?|precedente?|ecoulee?|prochaine?|suivante?)s?(?!\w))"
)
_WEEKDAY = rf"(?:(?P<weekday>{atoms.WEEKDAY}s?|{atoms.SHORT_WEEKDAY})(?:,? le | ?, ?| )?)"
_MONTH = rf"(?P<month>{atoms.MONTH}(?![a-z])|{atoms.SHORT_MONTH})"

_ISO = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{2})(?P=mark)(?P<day>\d{2})"
    r"(?:t(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)?)?(?![\w/-])"
)
_NUMERIC = re.compile(
    rf"{_WEEKDAY}?(?P<day>\d{{1,2}})(?P<mark> ?[/.-] ?)(?P<month>\d{{1,2}})(?P=mark)"
    r"(?:(?P<year>(?:19|20)\d\d)(?=(?!\d)|\d\d?h)|(?P<short>\d\d)(?!\d))(?![/_]|[.-]\d| ?[%€])"
)
_SLASHED = re.compile(rf"{_WEEKDAY}?(?P<day>\d{{1,2}})/(?P<month>0[1-9]|1[0-2])(?![\w/%€]|[.,-]?\d)")
_DAY = re.compile(
    rf"{_WEEKDAY}?(?P<day>{atoms.DAY})(?:(?: ?-? ?(?:de |du mois de )?){_MONTH}(?:{_OF_YEAR}|{_RELATION})?)?"
)
_MISSPELT = re.compile(rf"{_WEEKDAY}?(?P<day>{atoms.DAY}) (?P<month>[a-z]{{5,10}})(?![a-z])(?:{_OF_YEAR})?")
_MONTH_FIRST = re.compile(rf"(?:{_WEEKDAY})?{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>{atoms.YEAR})(?!\d)")
_NAMED_MONTH = re.compile(
    rf"(?P<head>mois (?:de |d'))?(?P<month>{atoms.MONTH})(?![a-z])(?:{_OF_YEAR}|{_RELATION})?"
)
_SHORT_MONTH = re.compile(rf"(?P<month>{atoms.SHORT_MONTH}){_OF_YEAR}")
_DIVISION = re.compile(
    rf"(?P<ordinal>{atoms.ORDINAL}) (?P<unit>trimestre|semestre)s?(?:{_RELATION}|(?: civil)?{_OF_YEAR})?"
)
_DIVISION_CODE = re.compile(
    r"(?:(?P<letter>[tqs]) ?(?P<number>[1-4])|(?P<number_first>[1-4])(?P<letter_last>[tqs]))(?: |-|/| de )?(?P<year>20\d\d)(?!\d)"
)
_SEASON = re.compile(
    rf"(?P<season>{atoms.SEASON})(?![a-z-])"
    rf"(?:{_RELATION}|{_OF_YEAR}(?: ?[-/] ?(?P<second>\d{{2,4}})(?!\d))?)?"
)
_DOUBLE_YEAR = re.compile(
    rf"(?P<kind>annees? (?:scolaires?|universitaires?|academiques?)|saisons?(?: (?:[a-z]+(?:le|ive|que|ure))){{0,2}}) "
    rf"(?P<year>{atoms.RECENT_YEAR}) ?(?:[-–/]|a|et) ?(?P<second>(?:20)?\d\d)(?!\d)"
)
_DECADE = re.compile(
    rf"(?:annees (?:(?P<tens>[1-9]0)(?!\d)|(?P<word>{atoms.DECADE_WORD})|(?P<decade>{atoms.YEAR[:-4]}\d0)(?!\d| ?(?:et|a|-|,|/|ou) ?\d))"
    rf"|decennies? (?P<named>{atoms.RECENT_YEAR[:-4]}\d0)(?!\d))"
)
_CENTURY = re.compile(r"(?:(?P<roman>x{0,2}(?:ix|iv|v?i{1,3}|v|x))|(?P<figures>[1-9]|1\d|2[01])) ?(?:eme|ieme|ier|er|e)s?(?P<unit> siecles?(?!\w))?")
_SHORT_PAIR = re.compile(rf"(?P<year>{atoms.RECENT_YEAR})[-/](?P<second>\d\d)(?![\w/-]|[.,]\d)")
_PLAIN_YEAR = re.compile(rf"(?P<head>(?:annees?(?: civiles?| budgetaires?)?|an|exercices?(?: budgetaires?)?) )?{_YEAR}")
_GLUED_YEAR = re.compile(rf"(?P<year>{atoms.RECENT_YEAR})(?=\d{{1,3}}[.,]\d|\d(?!\d))")

_OF = r"(?: de l'| de la | d'| du mois de | de | du | des | )"
_MODIFIED = re.compile(rf"(?P<mod>tout debut|debut|fin|mi|milieu|courant)(?:{_OF}|-| ?l')(?:(?=[a-z0-9]))")
_PART = re.compile(
    rf"(?:(?P<ordinal>{atoms.ORDINAL}) (?P<unit>moitie|partie|quinzaine|semaine|tiers)"
    rf"|(?:(?P<count>{atoms.COUNT}) (?P<first>premier|dernier)e?s (?P<units>mois|jours|semaines|trimestres|semestres))){_OF}"
)
_MODS = {"tout debut": "start", "debut": "start", "fin": "end", "mi": "mid", "milieu": "mid", "courant": None}
_PARTS = {"moitie": 2, "partie": 2, "quinzaine": 2, "semaine": 4, "tiers": 3}
_DIVISIONS = {"trimestre": (4, "quarter"), "semestre": (2, "half")}
_LAST = {"dernier", "derniere", "passe", "passee", "precedent", "precedente", "ecoule", "ecoulee"}


@dataclass(frozen=True, slots=True)
class Point:
    """One period as written.

    Attributes:
        in_year: puts it in a year; None for a number that only the next point makes a day.
        year: as written; None when something else must supply it.
        relation: last or next, as "dernier" or "prochain" says.
        bare: a month, season, division or year with no other word to show that it is a date.
    """

    start: int
    end: int
    rule: str
    grain: str
    in_year: InYear | None
    year: int | None = None
    day: int | None = None
    month: int | None = None
    weekday: int | None = None
    relation: str | None = None
    mod: str | None = None
    clock: Clock | None = None
    bare: bool = False

    def place(self, year: int | None = None) -> Period | None:
        """The period in its own year, or in the one given."""
        known = self.year if year is None else year
        return self.in_year(known) if self.in_year and known is not None else None


def relation(word: str | None) -> str | None:
    """last or next."""
    if not word:
        return None
    return "last" if word.removesuffix("s") in _LAST else "next"


def in_month(month: int, day: int) -> InYear:
    """Puts a day of the year in a year."""
    return lambda year: periods.day(year, month, day)


def _group(match: re.Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def _optional_year(match: re.Match[str]) -> int | None:
    found = _group(match, "year")
    return int(found) if found else None


def _timed(plain: str, point: Point) -> Point:
    following = clock.after(plain, point.end)
    return replace(point, end=following.end, clock=following) if following else point


def _day(plain: str, match: re.Match[str], rule: str, month: int, year: int | None) -> Point | None:
    number = atoms.day_number(match["day"])
    # 29 February exists in some year; any other day that 2000 lacks never does.
    if periods.day(2000 if year is None else year, month, number) is None:
        return None
    weekday = _group(match, "weekday")
    point = Point(
        match.start(), match.end(), rule, "day", in_month(month, number), year, number, month,
        weekday=atoms.weekday_number(weekday) if weekday else None,
        relation=relation(_group(match, "relation")),
    )  # fmt: skip
    return _timed(plain, point)


def _iso(plain: str, offset: int) -> Point | None:
    match = _ISO.match(plain, offset)
    if not match:
        return None
    point = _day(plain, match, "day.iso", int(match["month"]), int(match["year"]))
    return replace(point, clock=Clock(match.end(), match["time"])) if point and match["time"] else point


def _numeric(plain: str, offset: int) -> Point | None:
    match = _NUMERIC.match(plain, offset)
    if not match:
        return None
    if match["short"] and (len(match["day"]) < 2 or len(match["month"]) < 2):  # noqa: PLR2004 - "1.2.17" is a version
        return None
    return _day(plain, match, "day.numeric", int(match["month"]), atoms.full_year(match["year"] or match["short"]))


_ANNOUNCED = re.compile(r"(?<!\w)(?:les?|du|au|des|ce) $|\d/\d\d(?:,| et| ou| -| –) $")


def _slashed(plain: str, offset: int) -> Point | None:
    match = _SLASHED.match(plain, offset)
    if not match or not (match["weekday"] or _ANNOUNCED.search(plain, max(0, offset - 12), offset)):
        return None
    return _day(plain, match, "day.slashed", int(match["month"]), None)


_COUNTED = re.compile(r" (?!dans|mais|puis|sous|vers|alors|lors|tres|pres|apres|depuis|des|moins|sans|les|nous|vous|ils|elles|plus|trois|six|dix|deux)[a-z]{3,}(?:s|x)(?![a-z'])")


def _drop_count(plain: str, match: re.Match[str], pattern: re.Pattern[str]) -> re.Match[str]:
    """Leave out "2000" of "3 mai 2000 personnes"."""
    if _group(match, "year") and int(match["year"]) % 100 == 0 and _COUNTED.match(plain, match.end()):
        return pattern.match(plain, match.start(), match.start("year")) or match
    return match


def _worded(plain: str, offset: int) -> Point | None:
    match = _DAY.match(plain, offset)
    if not match:
        return None
    month = atoms.month_number(match["month"]) if match["month"] else None
    if month:
        match = _drop_count(plain, match, _DAY)
        return _day(plain, match, "day", month, _optional_year(match))
    return _misspelt(plain, offset) or _bare_day(plain, match)


def _misspelt(plain: str, offset: int) -> Point | None:
    match = _MISSPELT.match(plain, offset)
    month = atoms.misspelt_month(match["month"]) if match else None
    return _day(plain, match, "day.misspelt", month, _optional_year(match)) if match and month else None


_NO_DAY = re.compile(r"[.,:]?\d| ?(?:h(?!\w)|heures?|%|€|/)|[a-z]| \d{3}(?!\d)")


def _bare_day(plain: str, match: re.Match[str]) -> Point | None:
    end = match.end("day")
    if _NO_DAY.match(plain, end) or match["day"].startswith("premier"):
        return None
    weekday = match["weekday"]
    number = atoms.day_number(match["day"])
    point = Point(
        match.start(), end, "day.of_list", "day", None, day=number, weekday=atoms.weekday_number(weekday) if weekday else None
    )
    return _timed(plain, point)


def _month_first(plain: str, offset: int) -> Point | None:
    match = _MONTH_FIRST.match(plain, offset)
    month = atoms.month_number(match["month"]) if match else None
    return _day(plain, match, "day.month_first", month, _optional_year(match)) if match and month else None


def _month(plain: str, offset: int) -> Point | None:
    match = _NAMED_MONTH.match(plain, offset)
    if match:
        match = _drop_count(plain, match, _NAMED_MONTH)
    else:
        match = _SHORT_MONTH.match(plain, offset)
    month = atoms.month_number(match["month"]) if match else None
    if not match or month is None:
        return None
    year, related = _optional_year(match), relation(_group(match, "relation"))
    bare = not (year or related or _group(match, "head"))
    in_year = partial(_month_of, month)
    return Point(match.start(), match.end(), "month", "month", in_year, year, month=month, relation=related, bare=bare)


def _month_of(month: int, year: int) -> Period | None:
    return periods.months(year, month)


def _division(plain: str, offset: int) -> Point | None:
    match = _DIVISION.match(plain, offset)
    if not match:
        return _division_code(plain, offset)
    parts, grain = _DIVISIONS[match["unit"]]
    number, year, related = atoms.ordinal(match["ordinal"]), _optional_year(match), relation(match["relation"])
    if number > parts or (number < 0 and not (year or related)):
        return None
    in_year = partial(_division_of, parts if number < 0 else number, parts)
    return Point(match.start(), match.end(), grain, grain, in_year, year, relation=related, bare=not (year or related))


def _division_code(plain: str, offset: int) -> Point | None:
    """ "T1 2021", "S2 2020", "4T 2019"."""
    match = _DIVISION_CODE.match(plain, offset)
    if not match:
        return None
    parts, grain = (2, "half") if "s" in {match["letter"], match["letter_last"]} else (4, "quarter")
    number = int(match["number"] or match["number_first"])
    in_year = partial(_division_of, number, parts)
    return Point(match.start(), match.end(), f"{grain}.code", grain, in_year, int(match["year"])) if number <= parts else None


def _division_of(number: int, parts: int, year: int) -> Period | None:
    return periods.division(year, number, parts)


_SUMMER = re.compile(r"(?:l'|d'|(?<!\w)(?:cet|en|mi|debut|fin) |mi-)$")  # else "été" is "been"


def _season(plain: str, offset: int) -> Point | None:
    match = _SEASON.match(plain, offset)
    if not match:
        return None
    year, related = _optional_year(match), relation(match["relation"])
    if match["season"] == "ete" and not (year or related or _SUMMER.search(plain, max(0, offset - 8), offset)):
        return None
    in_year = partial(_season_of, match["season"])
    return Point(match.start(), match.end(), "season", "season", in_year, year, relation=related, bare=not (year or related))


def _season_of(name: str, year: int) -> Period | None:
    return periods.season(year, name)


def _double_year(plain: str, offset: int) -> Point | None:
    match = _DOUBLE_YEAR.match(plain, offset)
    if not match or int(match["second"][-2:]) != (int(match["year"]) + 1) % 100:
        return None
    sports = match["kind"].startswith("saison")
    in_year: Callable[[int], Period | None] = periods.sports_season if sports else periods.school_year
    grain = "season" if sports else "school_year"
    return Point(match.start(), match.end(), "double_year." + grain, grain, in_year, int(match["year"]))


def _decade(plain: str, offset: int) -> Point | None:
    match = _DECADE.match(plain, offset)
    if not match:
        return None
    written = match["decade"] or match["named"]
    first = int(written) if written else 1900 + int(match["tens"] or atoms.decade_word(match["word"]))
    return Point(match.start(), match.end(), "decade", "decade", periods.decade, first)


def _century(plain: str, offset: int) -> Point | None:
    match = _CENTURY.match(plain, offset)
    if not match:
        return None
    unit = match["unit"] or _shared_unit(plain, match.end())
    if not unit:
        return None
    number = atoms.roman(match["roman"]) if match["roman"] else int(match["figures"])
    return Point(match.start(), match.end(), "century", "century", lambda _: periods.century(number), number * 100)


_SHARED_CENTURY = re.compile(r" ?(?:et|au|a|-|–|,)(?: l[ae])? ?[ivx\d]{1,5}(?:e|eme)s? siecles?(?!\w)")


def _shared_unit(plain: str, offset: int) -> bool:
    """Whether the word "siècles" comes after a second number: "XVIe et XVIIe siècles"."""
    return _SHARED_CENTURY.match(plain, offset) is not None


def _short_pair(plain: str, offset: int) -> Point | None:
    """ "2017-18"."""
    match = _SHORT_PAIR.match(plain, offset)
    if not match or int(match["second"]) != (int(match["year"]) + 1) % 100:
        return None
    in_year: InYear = lambda year: periods.years(year, year + 1)  # noqa: E731
    return Point(match.start(), match.end(), "year.pair", "year", in_year, int(match["year"]))


def _year(plain: str, offset: int) -> Point | None:
    match = _PLAIN_YEAR.match(plain, offset) or _GLUED_YEAR.match(plain, offset)
    if not match:
        return None
    bare = match.re is _PLAIN_YEAR and not match["head"]
    rule = "year" if match.re is _PLAIN_YEAR else "year.glued"
    return Point(match.start(), match.end(), rule, "year", periods.years, int(match["year"]), bare=bare)


_CORES: Final = (_double_year, _decade, _month_first, _month, _division, _season, _century, _short_pair, _year)
_NUMBERED: Final = (_iso, _numeric, _slashed, _worded)


def _first(readers: tuple[Callable[[str, int], Point | None], ...], plain: str, offset: int) -> Point | None:
    found: Iterator[Point | None] = (reader(plain, offset) for reader in readers)
    return next((point for point in found if point), None)


def _unit(plain: str, offset: int) -> Point | None:
    """A month, quarter, season, year …, whole or in part."""
    return _first(_CORES, plain, offset) or _modified(plain, offset) or _part(plain, offset)


def _modified(plain: str, offset: int) -> Point | None:
    match = _MODIFIED.match(plain, offset)
    if not match:
        return None
    core = _first(_CORES, plain, match.end())
    if not core:
        return None
    return replace(core, start=offset, mod=_MODS[match["mod"]], bare=False)


def _part(plain: str, offset: int) -> Point | None:
    match = _PART.match(plain, offset)
    core = _first(_CORES, plain, match.end()) if match else None
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


def at(plain: str, offset: int) -> Point | None:
    """The point that begins at `offset`, None when there is none."""
    letter = plain[offset]
    if letter.isdigit():
        number = _first(_NUMBERED, plain, offset)
        if number and number.in_year:
            return number
        return _unit(plain, offset) or number
    return _first((_worded, _numeric, _slashed), plain, offset) or _unit(plain, offset)
