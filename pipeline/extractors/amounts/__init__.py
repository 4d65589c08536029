"""Amounts: every sum in euros with a number in figures or words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline import quantities
from pipeline.extractors.amounts import context, grammar
from pipeline.quantities import Quantity, Term
from pipeline.types import Analysis, Document, Mention, Span, column

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


_CONFIDENCE = {"single": 0.98, "range": 0.95, "list": 0.93, "change": 0.93, "implied": 0.75}
_JOINED = 12  # characters at most between the sums of a list or a change

# What may follow a number whose currency is said elsewhere in the sentence: never a thing counted.
_NO_NOUN = re.compile(
    r" ?(?:$|[.,;:!?)»\n]| (?:sera|seront|est|sont|était|étaient|a|ont|avait|avaient|aura|auront|va|vont|"
    r"provien\w+|pour|en|dès|à|au|aux|dans|par|sur|de plus|et|ou|puis|cette|cet|ce|l'an|l'année|dont|HT|TTC|"
    r"un an|deux ans)(?!\w))",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"(?<!\w)(?:contre|au lieu de|dont|soit|après|puis)(?: plus d[e'] ?| près d[e'] ?| environ)? ?$")
_FOR_WHOM = re.compile(r"(?: [^\W\d_]+)? pour (?:les|le|la|l'|un|une|chaque)(?!\w)", re.IGNORECASE)
_LEAST = 1000  # a bare number below is rarely a sum
_YEARS = range(1900, 2100)


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """Sums of a document, in any order."""
    for window in quantities.windows(analysis, grammar.ANCHOR):
        yield from _in_sentence(document, analysis, window)


def _in_sentence(document: Document, analysis: Analysis, window: Span) -> Iterator[Mention]:
    folded = analysis.folded
    terms = [term for term in quantities.terms(folded, grammar.TERM, window) if grammar.is_sum(folded, term)]
    found = [part for whole in quantities.quantities(folded, terms) for part in _parts(folded, whole)]
    found += _implied(folded, terms, found)
    found.sort(key=lambda quantity: quantity.start)
    values = _values(folded, found, window)
    for quantity, value in zip(found, values, strict=True):
        if value is not None:
            start, end = quantity.start, quantity.end
            lost = "inside a URL" if analysis.in_zone(start, end, "url") else None
            rule, confidence = f"amount.{quantity.shape}", _CONFIDENCE[quantity.shape]
            yield Mention(KIND, start, end, document.text[start:end], value, rule, confidence, lost)


def _parts(folded: str, quantity: Quantity) -> Iterator[Quantity]:
    """The quantity itself, or its two sums when it is no range."""
    ends = grammar.bounds(quantity)
    if quantity.shape == "range" and ends and (ends[0] > ends[1] or quantities.is_change(folded, quantity)):
        yield from quantities.split(quantity)
    else:
        yield quantity


def _implied(folded: str, terms: Sequence[Term], found: Sequence[Quantity]) -> list[Quantity]:
    """Sums whose currency another sum of the sentence names ("sur les 7,5 Mds €, plus d'un milliard")."""
    if not found:
        return []
    used = {id(term) for quantity in found for term in (quantity.first, quantity.last)}
    prices = any(_FOR_WHOM.match(folded, quantity.end) for quantity in found)
    return [
        Quantity(term, term, term, "implied")
        for term in terms
        if id(term) not in used and _is_implied(folded, term, prices=prices)
    ]


def _is_implied(folded: str, term: Term, *, prices: bool) -> bool:
    for_whom = prices and _FOR_WHOM.match(folded, term.end) is not None
    large = not for_whom and grammar.scale(term) >= grammar.MILLION
    compared = for_whom or large or quantities.before(folded, term.start, _COMPARED) is not None
    if not compared or not (for_whom or _NO_NOUN.match(folded, term.end)):
        return False
    value = grammar.value(term)
    if value is None or value in _YEARS:
        return False
    return for_whom or large or value >= _LEAST


def _values(folded: str, found: Sequence[Quantity], window: Span) -> list[AmountValue | None]:
    """One value each; sums of one list or change share what is said once, after the last of them."""
    values: list[AmountValue | None] = []
    following: tuple[Quantity, str | None, str | None] | None = None
    for index in range(len(found) - 1, -1, -1):
        quantity = found[index]
        floor = found[index - 1].end if index else window[0]
        ceiling = following[0].start if following else window[1]
        tax = context.tax(folded, quantity.start, quantity.end, floor, ceiling)
        per = context.per(folded, quantity.start, quantity.end, floor, ceiling)
        if following and _joined(quantity, following[0]):
            tax, per = tax or following[1], per or following[2]
        following = quantity, tax, per
        ends = grammar.bounds(quantity)
        mod = quantities.modifier(folded, quantity.start, quantity.end)
        values.append(AmountValue(ends[0], ends[1], mod, tax, per) if ends else None)
    return values[::-1]


def _joined(quantity: Quantity, following: Quantity) -> bool:
    return quantity.shape in {"list", "change"} and following.start - quantity.end <= _JOINED
