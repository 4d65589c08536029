"""Months, quarters, half-years, seasons, school years, decades, centuries, years."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from pipeline.extractors.dates import atoms, periods
from pipeline.extractors.dates.periods import InYear, Period
from pipeline.extractors.dates.point import (
    COUNTED,
    OF_YEAR,
    RELATION,
    YEAR,
    Point,
    drop_count,
    group,
    optional_year,
    relation,
)

_NAMED_MONTH = re.compile(rf"(?P<head>mois (?:de |d'))?(?P<month>{atoms.MONTH})(?![a-z])(?:{OF_YEAR}|{RELATION})?")
_SHORT_YEAR = re.compile(  # "mai 68"
    r" '?(?P<year>[4-9]\d)"
    r"(?![\w%€°]|[.,:/]\d| ?(?:%|€|h|km|m|ha|k|mw|ans?|mille|pour cent)(?!\w)| (?:a|et|ou|sur) \d| \d)"
)
_SHORT_MONTH = re.compile(rf"(?P<month>{atoms.SHORT_MONTH}){OF_YEAR}")
_DIVISION = re.compile(
    rf"(?P<ordinal>{atoms.ORDINAL}) (?P<unit>trimestre|semestre|trim(?![a-z])\.?|sem(?![a-z])\.?)s?"
    rf"(?:{RELATION}|(?: civil)?{OF_YEAR})?"
)
_SHARED_DIVISION = re.compile(
    rf"(?P<ordinal>{atoms.ORDINAL})"
    rf"(?=(?:, {atoms.ORDINAL})?(?: et| ou|,) (?:le |au )?{atoms.ORDINAL} (?P<unit>trimestre|semestre)s?(?!\w))"
)
_DIVISION_CODE = re.compile(
    r"(?:(?P<letter>[tqsh]) ?(?P<number>[1-4])|(?P<number_first>[1-4])(?P<letter_last>[tqsh]))"
    r"(?: |-|/| de )?(?P<year>20\d\d)(?!\d)"
)
_SEASON = re.compile(
    rf"(?P<season>{atoms.SEASON})(?![a-z-])"
    rf"(?:{RELATION}|{OF_YEAR}(?: ?[-/] ?(?P<second>\d{{2,4}})(?!\d))?)?"
)
_SUMMER = re.compile(r"(?:l'|d'|(?<!\w)(?:cet|en|mi|debut|fin) |mi-)$")  # else "été" is "been"
_DOUBLE_YEAR = re.compile(
    r"(?P<kind>annees? (?:scolaires?|universitaires?|academiques?)"
    r"|saisons?(?: (?:(?:de |d')?[a-z]+(?:le|ive|que|ure|se|pe))){0,2}) "
    rf"(?:(?P<year>{atoms.RECENT_YEAR}) ?(?:[-–/]|a|et) ?(?P<second>(?:20)?\d\d)"
    r"|(?P<short>[012]\d)[-/](?P<short_second>[0123]\d))(?!\d)"
)
_DECADE = re.compile(
    rf"annees (?:(?P<tens>[1-9]0)(?!\d)|(?P<word>{atoms.DECADE_WORD})"
    rf"|(?P<decade>{atoms.DECADE})(?!\d| ?(?:a|/) ?\d| ?-(?!{atoms.DECADE}(?!\d)) ?\d"
    rf"|(?:,| et| ou) (?!{atoms.DECADE}(?!\d))\d))"
    rf"|decennies? (?P<named>{atoms.DECADE})(?!\d)"
)
_NEXT_DECADE = re.compile(rf"(?:(?P<tens>[1-9]0)|(?P<decade>{atoms.DECADE}))(?![\w%€])")
_DECADE_BEFORE = re.compile(
    rf"(?:annees|decennies) (?:(?:[1-9]0|{atoms.DECADE}), )*(?P<last>[1-9]0|{atoms.DECADE})(?:(?:,| et| ou| a) |-)$"
)
_CENTURY = re.compile(
    r"(?:(?P<roman>x{0,2}(?:ix|iv|v?i{1,3}|v|x))|(?P<figures>[1-9]|1\d|2[01]))"
    r" ?(?:eme|ieme|ier|er|e)s?(?P<unit> siecles?(?!\w))?"
)
_SHARED_CENTURY = re.compile(
    r" ?(?:et|ou|au|a|-|–|,)(?: l[ae]| (?:au |du |a la |de la )?(?:debut|milieu|fin) du| du| au)? ?"
    r"[ivx\d]{1,5}(?:e|eme)s? siecles?(?!\w)"
)
_SHORT_PAIR = re.compile(
    rf"(?:(?:annee|exercice|campagne) )?(?P<year>{atoms.RECENT_YEAR})[-/](?P<second>\d\d)(?![\w/-]|[.,]\d)"
)
_NUMERIC_MONTH = re.compile(r"(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\w/-]|[.,]\d)")
_NUMBERED = re.compile(
    r"(?:n[°o]|numero|dossier|decision|arrete|deliberation|reference|ref|article|marche)s?\.? ?:? ?$|[\d/_.-]$"
)
_PLAIN_YEAR = re.compile(rf"(?P<head>(?:annees?(?: civiles?| budgetaires?)?|an|exercices?(?: budgetaires?)?) )?{YEAR}")
_YEAR_IN_WORDS = re.compile(rf"(?P<head>(?:annee|an) )?(?P<words>{atoms.YEAR_IN_WORDS})")
_IN = re.compile(r"(?<!\w)en $")
_GLUED_YEAR = re.compile(rf"(?P<year>{atoms.RECENT_YEAR})(?=\d{{1,3}}[.,]\d|\d(?!\d))")
_DIVISIONS = {"tri": (4, "quarter"), "sem": (2, "half")}


def _month(plain: str, offset: int) -> Point | None:
    match = _NAMED_MONTH.match(plain, offset)
    match = drop_count(plain, match, _NAMED_MONTH) if match else _SHORT_MONTH.match(plain, offset)
    month = atoms.month_number(match["month"]) if match else None
    if not match or month is None:
        return None
    year, related = optional_year(match), relation(group(match, "relation"))
    bare = not (year or related or group(match, "head"))
    in_year = partial(_month_of, month)
    short = _SHORT_YEAR.match(plain, match.end()) if bare else None
    if short and not COUNTED.match(plain, short.end()):
        return Point(
            match.start(), short.end(), "month.short_year", "month", in_year, 1900 + int(short["year"]), month=month
        )
    return Point(match.start(), match.end(), "month", "month", in_year, year, month=month, relation=related, bare=bare)


def _month_of(month: int, year: int) -> Period | None:
    return periods.months(year, month)


def _numeric_month(plain: str, offset: int) -> Point | None:
    """The form "03/2024", which is also that of numbers of files."""
    match = _NUMERIC_MONTH.match(plain, offset)
    if not match or _NUMBERED.search(plain, max(0, offset - 16), offset):
        return None
    month = int(match["month"])
    in_year = partial(_month_of, month)
    return Point(match.start(), match.end(), "month.numeric", "month", in_year, int(match["year"]), month=month)


def _division(plain: str, offset: int) -> Point | None:
    match = _DIVISION.match(plain, offset) or _SHARED_DIVISION.match(plain, offset)
    if not match:
        return _division_code(plain, offset)
    parts, grain = _DIVISIONS[match["unit"][:3]]
    number, year, related = atoms.ordinal(match["ordinal"]), optional_year(match), relation(group(match, "relation"))
    if number > parts or (number < 0 and not (year or related)):
        return None
    in_year = partial(_division_of, parts if number < 0 else number, parts)
    return Point(match.start(), match.end(), grain, grain, in_year, year, relation=related, bare=not (year or related))


def _division_code(plain: str, offset: int) -> Point | None:
    """The form "T1 2021", "S2 2020", "4T 2019"."""
    match = _DIVISION_CODE.match(plain, offset)
    if not match:
        return None
    parts, grain = (2, "half") if {"s", "h"} & {match["letter"], match["letter_last"]} else (4, "quarter")
    number = int(match["number"] or match["number_first"])
    in_year = partial(_division_of, number, parts)
    return (
        Point(match.start(), match.end(), f"{grain}.code", grain, in_year, int(match["year"]))
        if number <= parts
        else None
    )


def _division_of(number: int, parts: int, year: int) -> Period | None:
    return periods.division(year, number, parts)


def _season(plain: str, offset: int) -> Point | None:
    match = _SEASON.match(plain, offset)
    if not match:
        return None
    year, related = optional_year(match), relation(match["relation"])
    if match["season"] == "ete" and not (year or related or _SUMMER.search(plain, max(0, offset - 8), offset)):
        return None
    in_year = partial(_season_of, match["season"])
    return Point(
        match.start(), match.end(), "season", "season", in_year, year, relation=related, bare=not (year or related)
    )


def _season_of(name: str, year: int) -> Period | None:
    return periods.season(year, name)


def _double_year(plain: str, offset: int) -> Point | None:
    match = _DOUBLE_YEAR.match(plain, offset)
    if not match:
        return None
    year, second = atoms.full_year(match["year"] or match["short"]), match["second"] or match["short_second"]
    if int(second[-2:]) != (year + 1) % 100:
        return None
    sports = match["kind"].startswith("saison")
    in_year: Callable[[int], Period | None] = periods.sports_season if sports else periods.school_year
    grain = "season" if sports else "school_year"
    return Point(match.start(), match.end(), "double_year." + grain, grain, in_year, year)


def _decade(plain: str, offset: int) -> Point | None:
    match = _DECADE.match(plain, offset)
    if not match:
        return _next_decade(plain, offset)
    written = match["decade"] or match["named"]
    first = int(written) if written else 1900 + int(match["tens"] or atoms.decade_word(match["word"]))
    return Point(match.start(), match.end(), "decade", "decade", periods.decade, first)


def _next_decade(plain: str, offset: int) -> Point | None:
    """The form "90" of "les années 80 et 90"."""
    match = _NEXT_DECADE.match(plain, offset)
    before = _DECADE_BEFORE.search(plain, max(0, offset - 40), offset) if match else None
    if not match or not before or len(before["last"]) != len(match.group()):
        return None
    return Point(
        match.start(), match.end(), "decade", "decade", periods.decade, int(match["decade"] or f"19{match['tens']}")
    )


def _century(plain: str, offset: int) -> Point | None:
    match = _CENTURY.match(plain, offset)
    if not match:
        return None
    unit = match["unit"] or _shared_unit(plain, match.end())
    if not unit:
        return None
    number = atoms.roman(match["roman"]) if match["roman"] else int(match["figures"])
    return Point(match.start(), match.end(), "century", "century", lambda _: periods.century(number), number * 100)


def _shared_unit(plain: str, offset: int) -> bool:
    """Whether the word "siècles" comes after a second number: "XVIe et XVIIe siècles"."""
    return _SHARED_CENTURY.match(plain, offset) is not None


def _short_pair(plain: str, offset: int) -> Point | None:
    """The form "2017-18"."""
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


def _year_in_words(plain: str, offset: int) -> Point | None:
    """The form "an deux mille quatorze", or a number after "en" that counts nothing."""
    match = _YEAR_IN_WORDS.match(plain, offset)
    year = atoms.year_in_words(match["words"]) if match else None
    if not match or year is None:
        return None
    alone = year % 100 and _IN.search(plain, max(0, offset - 4), offset) and not COUNTED.match(plain, match.end())
    if not (match["head"] or alone):
        return None
    return Point(match.start(), match.end(), "year.in_words", "year", periods.years, year)


READERS: Final = (
    _double_year, _decade, _month, _numeric_month, _division, _season, _century, _short_pair, _year, _year_in_words,
)  # fmt: skip
