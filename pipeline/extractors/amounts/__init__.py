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
    r"provien\w+|ira|iront|serait|seraient|serv\w+|financ\w+|revien\w+|permett\w+|doi\w+|dev(?:ra|ront)|pourr\w+|"
    r"pour|en|dès|à|au|aux|dans|par|sur|de plus|et|ou|puis|cette|cet|ce|l'an|l'année|dont|HT|TTC|"
    r"un an|deux ans)(?!\w))",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"(?<!\w)(?:contre|au lieu de|dont|soit|après|puis)(?: plus d[e'] ?| près d[e'] ?| environ)? ?$")
_OF_MONEY = re.compile(
    r" d(?:e |')(?:investissements?|aides?|subventions?|travaux|crédits|dépenses|recettes|fonctionnement|bénéfices?|"
    r"pertes?|dettes?|prêts?|dons?|fonds|financements?|dotations?|impôts?|taxes)(?!\w)",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(r"(?: [^\W\d_]+)? pour (?:(?:les|le|la|un|une|chaque)(?!\w)|l'|(?-i:[A-ZÀ-Ý]))", re.IGNORECASE)
# "la Ville apporte 820 000 euros, la Région 340 000, le Département 275 000 €"
_GROUPED = re.compile(r"\d{1,3}(?:[ .]\d{3}){1,3}")
_CLOSED = re.compile(r" ?(?:$|[,;.)\n](?!\d)| et (?:le |la |l'|les )[^\W\d_])")
_PART_OF = re.compile(r"(?<!\w)dont $")
_PREPOSITION = re.compile(r"(?<!\w)(?:sur|pour|à|aux?|par|de|d'|des|en|n°|les|ces|contre) ?$", re.IGNORECASE)
_NEAR = 10  # sums that are compared differ by less than this factor
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
    owners = {id(term): quantity for quantity in found for term in (quantity.first, quantity.last)}
    prices = any(_FOR_WHOM.match(folded, quantity.end) for quantity in found)
    implied: list[Quantity] = []
    last: Quantity | None = None  # the sum before, as long as no other number has come since
    for term in terms if found else ():
        if id(term) in owners:
            last = owners[id(term)]
            continue
        last = _as_sum(folded, term, last, prices=prices)
        implied += [last] if last else []
    return implied


def _as_sum(folded: str, term: Term, last: Quantity | None, *, prices: bool) -> Quantity | None:
    """The number as a sum, if something says that it is one."""
    if grammar.value(term) is None or grammar.value(term) in _YEARS:
        return None
    alone = Quantity(term, term, term, "implied")
    if prices and _FOR_WHOM.match(folded, term.end):
        return alone
    if grammar.scale(term) >= grammar.MILLION:
        return alone if _NO_NOUN.match(folded, term.end) or _OF_MONEY.match(folded, term.end) else None
    if last is None or not _NO_NOUN.match(folded, term.end):
        return None
    compared = quantities.before(folded, term.start, _COMPARED) is not None
    if _GROUPED.fullmatch(term.number) and _is_listed(folded, term, alone, last):
        return alone
    shared = Quantity(term, term, last.unit, "implied")
    return next((sum_ for sum_ in (alone, shared) if compared and _near(sum_, last)), None)


def _is_listed(folded: str, term: Term, alone: Quantity, last: Quantity) -> bool:
    """Whether thousands stand in a list of sums, or are a part of the sum before ("640 k€, dont 45 000 à …")."""
    if quantities.before(folded, term.start, _PART_OF):
        return True
    closed = _CLOSED.match(folded, term.end) and not quantities.before(folded, term.start, _PREPOSITION)
    return bool(closed) and _near(alone, last)


def _near(quantity: Quantity, other: Quantity) -> bool:
    """Whether two sums are of one order, so that they can be compared."""
    mine, theirs = grammar.bounds(quantity), grammar.bounds(other)
    return mine is not None and theirs is not None and theirs[0] <= mine[0] * _NEAR and mine[0] <= theirs[0] * _NEAR


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
