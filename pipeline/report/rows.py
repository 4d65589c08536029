"""Rows of the report and the sentences behind them; sums, counts and days as French write them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

SENTENCES = 6  # shown behind one figure
_LONG = 320  # characters of a sentence shown


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its mention in the middle, and where it comes from."""

    before: str
    mention: str
    after: str
    title: str
    url: str
    published: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a figure.

    Attributes:
        share: of the largest line, 0–1, for its bar.
        sentences: behind it, at most `SENTENCES`.
    """

    name: str
    cells: tuple[str, ...]
    share: float
    sentences: tuple[Sentence, ...] = ()
    anchor: str = ""


def text(value: Any) -> str:  # noqa: ANN401 - any cell
    """A cell as text; nulls are empty."""
    import pandas as pd

    return "" if pd.isna(value) else str(value)


def euros(value: Decimal) -> str:
    """A sum as French write it: 1 234,50 €, 2,3 M€, 4 Md€."""
    for unit, name in ((10**9, "Md€"), (10**6, "M€")):
        if abs(value) >= unit:
            return f"{_french(round(value / unit, 2))} {name}"
    return f"{_french(round(value, 2))} €"


def _french(number: Decimal | int) -> str:
    plain = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    whole, _, fraction = plain.partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", "\u202f") + (f",{fraction}" if fraction else "")


def integer(number: int) -> str:
    """A count as French write it."""
    return _french(number)


def day(value: Any) -> str:  # noqa: ANN401 - any cell
    """A day as French write it: 06/06/2017; empty for null."""
    shown = text(value)
    return "/".join(reversed(shown[:10].split("-"))) if shown else ""


def sentences(rows: pd.DataFrame) -> tuple[Sentence, ...]:
    """The first few sentences of mentions that carry their document's columns."""
    return tuple(_sentence(row) for row in rows.head(SENTENCES).to_dict("records"))


def _sentence(row: dict[str, Any]) -> Sentence:
    sentence, mention = " ".join(row["sentence"].split()), " ".join(row["text"].split())
    before, found, after = sentence.partition(mention)
    room = max(40, (_LONG - len(mention)) // 2)
    before = before if len(before) <= room else "…" + before[-room:]
    after = after if len(after) <= room else after[:room] + "…"
    where = (text(row["title"]), _web(text(row["url"])), day(row["published"]))
    return Sentence(before, found, after, *where)


def _web(url: str) -> str:
    """An address that may stand in a link; any other scheme is dropped."""
    return url if url.startswith(("https://", "http://")) else ""
