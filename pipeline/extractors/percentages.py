"""Percentages: every rate in percent, per mille or points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.types import Analysis, Document, Mention, column

KIND: Final = "percentage"
TABLE: Final = "percentages"


@dataclass(frozen=True, slots=True)
class PercentageValue:
    """A rate in its own unit, unsigned unless the bounds differ in sign."""

    min: Decimal | None = column(
        "rate",
        fr="Valeur minimale, dans son unité",
        en="Lower bound, in the unit",
        example="16.5",
        name="value_min",
        scored=True,
    )
    max: Decimal | None = column(
        "rate",
        fr="Valeur maximale, dans son unité",
        en="Upper bound, in the unit",
        example="16.5",
        name="value_max",
        scored=True,
    )
    unit: str = column(
        "string",
        fr="Unité",
        en="Unit",
        example="percent",
        words=("percent", "permille", "point"),
        scored=True,
        default="percent",
    )
    sign: str | None = column(
        "string", fr="Sens de la variation", en="Direction of change", example="+", words=("+", "-"), reported=True
    )
    mod: str | None = column(
        "string",
        fr="Modificateur",
        en="Modifier",
        example="more",
        words=("approx", "more", "less", "upto"),
        reported=True,
    )


VALUE: Final = PercentageValue


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """Rates of a document, in any order."""
    yield from ()
