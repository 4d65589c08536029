"""A point: one period as written, and what the readers of all points share.

All of it works on text in lower case without accents (`atoms.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.extractors.dates import atoms
from pipeline.extractors.dates.clock import Clock
from pipeline.extractors.dates.periods import InYear, Period

# A year may be followed by a foot-note mark or by a number that scraping glued to it.
YEAR = rf"(?P<year>{atoms.YEAR})(?!\d|[.,]\d| ?(?:%|€|euros?(?!\w)))"
_YEAR_AFTER_MONTH = (
    rf"(?P<year>{atoms.YEAR}(?=\d?(?![\d/])|[a-z])|{atoms.RECENT_YEAR}(?=\d{{1,3}}[,.]\d))(?! ?(?:%|€|euros?(?!\w)))"
)
OF_YEAR = rf"(?:(?: de l'annee| de l'an| de| d'|,|\.)?(?: |-)?{_YEAR_AFTER_MONTH})"
RELATION = r"(?: (?P<relation>derniere?|passee?|precedente?|ecoulee?|prochaine?|suivante?)s?(?!\w))"
COUNTED = re.compile(
    r" (?!dans|mais|puis|sous|vers|alors|lors|tres|pres|apres|depuis|des|moins|sans|les|nous|vous|ils"
    r"|elles|plus|trois|six|dix|deux|mes|aux|leurs|ces|ses|nos|selon|pas|fois)[a-z]{3,}(?:s|x)(?![a-z'])"
)
_LAST = {"dernier", "derniere", "passe", "passee", "precedent", "precedente", "ecoule", "ecoulee"}


@dataclass(frozen=True, slots=True)
class Point:
    """One period as written.

    Attributes:
        in_year: puts it in a year; None for a number that only the next point makes a day.
        year: as written; None when something else must supply it.
        relation: last or next, as "dernier" or "prochain" says.
        years_away: from the year of the anchor, as "de l'année prochaine" says.
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
    years_away: int | None = None

    def place(self, year: int | None = None) -> Period | None:
        """The period in its own year, or in the one given."""
        known = self.year if year is None else year
        return self.in_year(known) if self.in_year and known is not None else None


def relation(word: str | None) -> str | None:
    """Which side "dernier" or "prochain" names: last or next."""
    if not word:
        return None
    return "last" if word.removesuffix("s") in _LAST else "next"


def group(match: re.Match[str], name: str) -> str | None:
    """What a named group found, None also when the pattern has no such group."""
    return match.groupdict().get(name)


def optional_year(match: re.Match[str]) -> int | None:
    """The year written, if any."""
    found = group(match, "year")
    return int(found) if found else None


def drop_count(plain: str, match: re.Match[str], pattern: re.Pattern[str]) -> re.Match[str]:
    """Leave out "2000" of "3 mai 2000 personnes"."""
    if group(match, "year") and int(match["year"]) % 100 == 0 and COUNTED.match(plain, match.end()):
        return pattern.match(plain, match.start(), match.start("year")) or match
    return match


def first(readers: tuple[Callable[[str, int], Point | None], ...], plain: str, offset: int) -> Point | None:
    """What the first reader that finds something at `offset` finds."""
    found: Iterator[Point | None] = (reader(plain, offset) for reader in readers)
    return next((point for point in found if point), None)
