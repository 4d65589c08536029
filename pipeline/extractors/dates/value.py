"""The value of a date mention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.types import column


@dataclass(frozen=True, slots=True)
class DateValue:
    """A period of the calendar, both ends inclusive; null when they cannot be known."""

    start: date | None = column(
        "date",
        fr="Premier jour de la période",
        en="First day of the period",
        example="2017-06-01",
        name="start_date",
        scored=True,
    )
    end: date | None = column(
        "date",
        fr="Dernier jour de la période, inclus",
        en="Last day of the period, inclusive",
        example="2017-06-01",
        name="end_date",
        scored=True,
    )
    grain: str | None = column(
        "string",
        fr="Unité la plus fine nommée",
        en="Finest unit named",
        example="day",
        words=("century", "decade", "year", "school_year", "half", "season", "quarter", "month", "week", "day"),
        reported=True,
    )
    mod: str | None = column(
        "string",
        fr="Modificateur",
        en="Modifier",
        example="end",
        words=("start", "mid", "end", "before", "after", "since", "until", "approx"),
        reported=True,
    )
    time: str | None = column("time", fr="Heure de début", en="Clock time", example="18:30", reported=True)
    time_end: str | None = column("time", fr="Heure de fin", en="Clock time at the end", example="20:00")
    anchor: str | None = column(
        "string",
        fr="Ce qui a fourni la partie non écrite de la date",
        en="What supplied the part that is not written",
        example="published",
        words=("text", "published", "context"),
    )
    timex: str | None = column("string", fr="Valeur TIMEX3", en="TIMEX3 value", example="2017-06-01T18:30")
