"""Amounts: every sum in euros with a number in figures or words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.types import Analysis, Document, Mention, column

KIND: Final = "amount"
TABLE: Final = "amounts"


@dataclass(frozen=True, slots=True)
class AmountValue:
    """A sum in euros; `min` and `max` are equal for a single sum."""

    min: Decimal | None = column(
        "amount",
        fr="Montant minimal, en euros",
        en="Lower bound, in euros",
        example="500000.00",
        name="amount_min",
        scored=True,
    )
    max: Decimal | None = column(
        "amount",
        fr="Montant maximal, en euros",
        en="Upper bound, in euros",
        example="500000.00",
        name="amount_max",
        scored=True,
    )
    mod: str | None = column(
        "string",
        fr="Modificateur",
        en="Modifier",
        example="approx",
        words=("approx", "more", "less", "upto"),
        reported=True,
    )
    tax: str | None = column(
        "string",
        fr="Hors taxes ou toutes taxes comprises",
        en="Without or with tax",
        example="HT",
        words=("HT", "TTC"),
        reported=True,
    )
    per: str | None = column(
        "string",
        fr="Unité à laquelle le montant se rapporte",
        en="Unit that the sum is counted by",
        example="habitant",
        reported=True,
    )


VALUE: Final = AmountValue


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """Sums of a document, in any order."""
    yield from ()
