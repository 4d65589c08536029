"""Days as pages write them: ISO stamps of machines, French (and stray English) dates of people."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from pipeline.text import deaccent, fold

_PARIS: Final = ZoneInfo("Europe/Paris")
_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?")
_EARLIEST = 1990  # no web page is older; what claims to be is a default value or a date of history

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juill juil jul july",
            "aout aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# "Octobre2017" and "05 Déc2022" come from elements that style sheets set apart.
DATE: Final = re.compile(
    rf"(?<![\d/.])(?:(?P<day>[0-3]?\d)(?: ?er|st|nd|rd|th)?[ .]{{0,2}}(?P<month>{_MONTH})"
    rf"\.?,? {{0,2}}(?P<year>(?:19|20)\d\d)"
    rf"|(?P<d>[0-3]?\d)(?P<mark>[./-])(?P<m>[01]?\d)(?P=mark)(?P<y>(?:19|20)\d\d|\d\d)"
    rf"|(?P<iy>(?:19|20)\d\d)(?P<dash>[-/])(?P<im>[01]\d)(?P=dash)(?P<id>[0-3]\d)"
    rf"|(?P<em>{_MONTH})\.? (?P<ed>[0-3]?\d),? (?P<ey>(?:19|20)\d\d))(?![\d/]|\.\d)",
)


_FULL = re.compile(r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre")


def plain(text: str) -> str:
    """Text folded, without accents, in lower case: what `DATE` reads. Same length as `text`."""
    return deaccent(fold(text)).lower().replace("\n", " ")


def in_full(text: str) -> bool:
    """Whether a text names a month in full beside a day, as people write who speak of an event."""
    return any(_FULL.fullmatch(match["month"] or "") for match in DATE.finditer(plain(text)))


def _date(year: str, month: str | int, day: str) -> date | None:
    number = int(year) if len(year) == len("2018") else 2000 + int(year)  # "06.03.18"
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= _EARLIEST else None


def of_match(match: re.Match[str]) -> date | None:
    """The day that a match of `DATE` names, day before month; None for an impossible one."""
    if match["month"]:
        return _date(match["year"], _MONTHS[match["month"]], match["day"])
    if match["d"]:
        return _date(match["y"], match["m"], match["d"])
    if match["iy"]:
        return _date(match["iy"], match["im"], match["id"])
    return _date(match["ey"], _MONTHS[match["em"]], match["ed"])


def stamp(value: str) -> date | None:
    """The day in France of a machine's time stamp ("2020-04-10T22:30:00Z" is the 11th)."""
    found = _ISO.match(value.strip())
    if found is None:
        match = DATE.search(plain(value))
        return of_match(match) if match else None
    day = _date(found[1], found[2], found[3])
    if day is None or not found[6]:
        return day
    try:
        moment = datetime.fromisoformat(f"{day}T{found[4]}:{found[5]}:00{found[6]}")
    except ValueError:
        return day
    return moment.astimezone(_PARIS).date()


@lru_cache(maxsize=1024)
def odd(text: str, base: date | None = None) -> date | None:
    """A visible date that `DATE` cannot read ("mardi trois mars 2020"), or one relative to `base` ("hier").

    Complete, in French, day before month; None for anything less. Without a base nothing relative is
    read: the day on which a page was fetched is the only honest one.
    """
    import dateparser  # slow to import, and seldom needed

    moment = datetime.combine(base or date(2000, 1, 1), time(12))
    settings = {
        "DATE_ORDER": "DMY",
        "RELATIVE_BASE": moment,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time", "relative-time"] if base else ["absolute-time"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    found = dateparser.parse(text, languages=["fr"], settings=settings)
    return found.date() if found and found.year >= _EARLIEST else None
