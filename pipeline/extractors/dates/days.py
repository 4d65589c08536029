"""Days: "jeudi 1er juin 2017", "01/06/2017", "2017-06-01", and numbers that a month may follow."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.extractors.dates import atoms, clock, periods
from pipeline.extractors.dates.clock import Clock
from pipeline.extractors.dates.periods import InYear
from pipeline.extractors.dates.point import (
    COUNTED,
    OF_YEAR,
    RELATION,
    Point,
    drop_count,
    group,
    optional_year,
    relation,
)

WEEKDAY = rf"(?:(?P<weekday>{atoms.WEEKDAY}s?|{atoms.SHORT_WEEKDAY})(?:,? le | ?, ?| )?)"
MONTH = rf"(?P<month>{atoms.MONTH}(?![a-z])|{atoms.SHORT_MONTH})"
_ISO = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{2})(?P=mark)(?P<day>\d{2})"
    r"(?:t(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)?)?(?![\w/-])"
)
_NUMERIC = re.compile(
    rf"{WEEKDAY}?(?P<day>\d{{1,2}})(?P<mark> ?[/.-] ?)(?P<month>\d{{1,2}})(?P=mark)"
    r"(?:(?P<year>(?:19|20)\d\d)(?=(?!\d)|\d\d?h)|(?P<short>\d\d)(?!\d))(?![/_]|[.-]\d| ?[%€])"
)
_SLASHED = re.compile(
    rf"{WEEKDAY}?(?P<day>\d{{1,2}}(?=/)|\d\d)(?P<mark>[/.])(?P<month>0[1-9]|1[0-2])"
    rf"(?![\w/%€]|[.,-]?\d| ?[%€]| {atoms.MONTH})"
)
_DASHED = re.compile(rf"(?P<day>\d{{1,2}})-(?P<month>{atoms.MONTH}|{atoms.SHORT_MONTH})-(?P<short>\d\d)(?![\w-])")
_DAY = re.compile(
    rf"{WEEKDAY}?(?P<day>{atoms.DAY})(?:(?:(?: |-|- | -)?(?:de |du mois de )?){MONTH}(?:{OF_YEAR}|{RELATION})?)?"
)
_MISSPELT = re.compile(rf"{WEEKDAY}?(?P<day>{atoms.DAY}) (?P<month>[a-z]{{5,10}})(?![a-z])(?:{OF_YEAR})?")
_IN_WORDS = re.compile(
    rf"{WEEKDAY}?(?P<day>{atoms.NUMBER_IN_WORDS}|{atoms.DAY}) (?P<month>{atoms.MONTH})(?![a-z])"
    rf"(?:,? (?:de )?(?:l'an )?(?P<words>{atoms.YEAR_IN_WORDS})|{OF_YEAR})?"
)
_MONTH_FIRST = re.compile(rf"(?:{WEEKDAY})?{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>{atoms.YEAR})(?!\d)")
_ENGLISH_YEAR = rf"(?P<year>{atoms.RECENT_YEAR})(?!\d)"
_ENGLISH = (
    re.compile(rf"(?P<month>{atoms.ENGLISH_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_ENGLISH_YEAR}"),
    re.compile(  # "12 nov. 2020" is French too
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?!(?:jan|sept?|oct|nov|dec)(?![a-z]))(?P<month>{atoms.ENGLISH_MONTH}),?"
        rf" {_ENGLISH_YEAR}"
    ),
    re.compile(rf"{_ENGLISH_YEAR} (?P<month>{atoms.ENGLISH_MONTH}) (?P<day>\d{{1,2}})(?![\d/:])"),
)
_ANNOUNCED = re.compile(r"(?<!\w)(?:les?|du|au|des|ce) $|\d/\d\d(?:,| et| ou| -| –) $")
_BOUNDED = re.compile(r"(?:avant|depuis|des|pour|plus tard) le $|(?:jusqu'au|a (?:partir|compter) du) $|\d\.\d\d au $")
_GOES_ON = re.compile(
    r",? (?:a |- )?[012]?\d ?(?:h(?: ?[0-5]\d)?|:[0-5]\d)(?!\w)| (?:et|au) [0-3]?\d/(?:0[1-9]|1[0-2])(?![\d/])"
)
_INSIDE = re.compile(r"[a-z,] $")
_WORD_BEFORE = re.compile(r"(?<![a-z])(?P<word>[a-z]{4,9}) $")
_NO_DAY = re.compile(rf"[.,:]?\d| ?(?:h(?!\w)|heures?|%|€|/(?!\d{{1,2}} {atoms.MONTH}))|[a-z]| \d{{3}}(?!\d)")


def in_month(month: int, day: int) -> InYear:
    """Puts a day of the year in a year."""
    return lambda year: periods.day(year, month, day)


def _timed(plain: str, point: Point) -> Point:
    following = clock.after(plain, point.end)
    return replace(point, end=following.end, clock=following) if following else point


def _day(plain: str, match: re.Match[str], rule: str, month: int, year: int | None) -> Point | None:
    number = atoms.day_number(match["day"])
    # 29 February exists in some year; any other day that 2000 lacks never does.
    if periods.day(2000 if year is None else year, month, number) is None:
        return None
    written = group(match, "weekday")
    start, weekday = (match.start(), atoms.weekday_number(written)) if written else _misspelt_weekday(plain, match)
    point = Point(
        start, match.end(), rule, "day", in_month(month, number), year, number, month,
        weekday=weekday,
        relation=relation(group(match, "relation")),
    )  # fmt: skip
    return _timed(plain, point)


def _misspelt_weekday(plain: str, match: re.Match[str]) -> tuple[int, int | None]:
    """Where a day begins, and its weekday, when a misspelt one stands before it."""
    word = _WORD_BEFORE.search(plain, max(0, match.start() - 12), match.start())
    weekday = atoms.misspelt_weekday(word["word"]) if word else None
    return (match.start(), None) if word is None or weekday is None else (word.start(), weekday)


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


def _in_words(plain: str, offset: int) -> Point | None:
    """The form "vingt février deux mille quatorze", of minutes and deeds."""
    match = None if plain[max(0, offset - 1) : offset] == "-" else _IN_WORDS.match(plain, offset)
    if not match:
        return None
    words, month = match["words"], atoms.month_number(match["month"])
    year = atoms.year_in_words(words) if words else optional_year(match)
    spelt = words or (match["day"][0].isalpha() and match["day"] != "premier")
    if month is None or (words and year is None) or not spelt:
        return None
    return _day(plain, match, "day.in_words", month, year)


def _dashed(plain: str, offset: int) -> Point | None:
    """The form "3-avr-23"."""
    match = _DASHED.match(plain, offset)
    month = atoms.month_number(match["month"]) if match else None
    return _day(plain, match, "day.numeric", month, atoms.full_year(match["short"])) if match and month else None


def _slashed(plain: str, offset: int) -> Point | None:
    match = _SLASHED.match(plain, offset)
    if not match:
        return None
    before = plain[max(0, offset - 20) : offset]
    if match["mark"] == "/":
        told = _ANNOUNCED.search(before) or _GOES_ON.match(plain, match.end())
    else:
        told = _BOUNDED.search(before)
    if not (match["weekday"] or told):
        return None
    return _day(plain, match, "day.slashed", int(match["month"]), None)


def _worded(plain: str, offset: int) -> Point | None:
    match = _DAY.match(plain, offset)
    if not match:
        return None
    month = atoms.month_number(match["month"]) if match["month"] else None
    if month:
        match = drop_count(plain, match, _DAY)
        return _day(plain, match, "day", month, optional_year(match))
    return _misspelt(plain, offset) or _bare_day(plain, match)


def _misspelt(plain: str, offset: int) -> Point | None:
    match = _MISSPELT.match(plain, offset)
    month = atoms.misspelt_month(match["month"]) if match else None
    return _day(plain, match, "day.misspelt", month, optional_year(match)) if match and month else None


def _bare_day(plain: str, match: re.Match[str]) -> Point | None:
    end = match.end("day")
    if _NO_DAY.match(plain, end) or match["day"].startswith("premier"):
        return None
    weekday = match["weekday"]
    if weekday and COUNTED.match(plain, end) and _INSIDE.search(plain, max(0, match.start() - 2), match.start()):
        return None  # "place dès vendredi 14 départements en vigilance"
    number = atoms.day_number(match["day"])
    point = Point(
        match.start(),
        end,
        "day.of_list",
        "day",
        None,
        day=number,
        weekday=atoms.weekday_number(weekday) if weekday else None,
    )
    return _timed(plain, point)


def _month_first(plain: str, offset: int) -> Point | None:
    match = _MONTH_FIRST.match(plain, offset)
    month = atoms.month_number(match["month"]) if match else None
    return _day(plain, match, "day.month_first", month, optional_year(match)) if match and month else None


def _english(plain: str, offset: int) -> Point | None:
    match = next(filter(None, (pattern.match(plain, offset) for pattern in _ENGLISH)), None)
    return _day(plain, match, "day.english", atoms.english_month(match["month"]), int(match["year"])) if match else None


READERS: Final = (_iso, _numeric, _dashed, _slashed, _in_words, _english, _worded, _month_first)
