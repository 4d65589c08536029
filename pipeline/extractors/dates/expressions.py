"""What the grammar finds: a span of text and how to place it on the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pipeline.extractors.dates.clock import Clock
from pipeline.extractors.dates.periods import InYear, Period
from pipeline.extractors.dates.tense import Tense


@dataclass(frozen=True, slots=True)
class Fixed:
    """All that is needed is written."""

    period: Period | None


@dataclass(frozen=True, slots=True)
class Yearless:
    """The year is not written.

    Attributes:
        relation: last or next, when the text says so.
        weekday: of the first day, when the text names it.
        key: month and day of a single day, to find it elsewhere in the text.
    """

    in_year: InYear
    relation: str | None = None
    weekday: int | None = None
    key: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Deictic:
    """Counted from an anchor: "hier", "la semaine dernière", "mardi".

    Attributes:
        place: the period, given the anchor and the tense of the clause.
        weekday: of a weekday alone, which a day written elsewhere may settle.
        number: of the day in its month, for "jeudi 15".
        days_more: of an interval that begins with such a day.
        published: counts from the publication even when the sentence names another day.
    """

    place: Callable[[date, Tense | None], Period | None]
    weekday: int | None = None
    number: int | None = None
    days_more: int = 0
    published: bool = False


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Counted from the year, month or week that the sentence names: "l'année précédente".

    Attributes:
        unit: annee, mois or semaine.
    """

    unit: str
    offset: int


When = Fixed | Yearless | Deictic | Neighbour


@dataclass(frozen=True, slots=True)
class Expression:
    """One date as written.

    Attributes:
        start, end: span in the text.
        weekday: as written, to be checked against the day found.
        bare: nothing but the word or number itself shows that it is a date.
    """

    start: int
    end: int
    rule: str
    grain: str
    when: When
    mod: str | None = None
    clock: Clock | None = None
    weekday: int | None = None
    bare: bool = False
