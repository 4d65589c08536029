"""How a sum is written, and what it is worth."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline import numbers
from pipeline.numbers import FIGURES, SCALED, WORDS
from pipeline.quantities import BEGIN, Quantity, Term

_SHORT = {
    "k": 10**3, "m": 10**6, "mio": 10**6, "mln": 10**6, "md": 10**9, "mds": 10**9, "mrd": 10**9, "mrds": 10**9,
    "mld": 10**9, "mlds": 10**9, "g": 10**9,
}  # fmt: skip
_LONG = {
    "mille": 10**3, "millier": 10**3, "milliers": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9,
    "milliards": 10**9,
}  # fmt: skip

# A letter after "euro" makes another word of it; a digit is a footnote mark.
_EURO = (
    r"(?:€(?:uros?)?|eur(?:os?|s)?(?!-?[^\W\d_])(?! ?(?:millions?|numérique|digital|fort|faible)(?!\w))"
    r"|(?<=[Mds])(?-i:E(?!\w)))"  # financial news writes "12,5 ME", "3 MdsE"
)
_CENTIME = (
    r"(?:(?:centimes?(?! de (?:franc|dollar|livre))|cents?(?= d'euro))(?!\w)(?: d'(?:euros?|€))?"
    r"|c(?:ts?)?[ /]?€|cts?(?:\.? ?d'euros?)?(?!\w))"
)
# "15€50", "3 euros 50 la place", "3 euros et 50 centimes"; "5 euros 12 personnes" are no cents.
_CENTS = (
    rf"(?: (?:et )?(?P<cents>\d{{1,2}}|{WORDS}) ?centimes?(?!\w)"
    r"|(?<=€)(?P<glued>\d\d)(?![\w%€]|[.,]\d| ?[%€]| (?:ans|euros?|h|personnes?|places?)(?!\w))"
    r"|(?:(?<=euros)|(?<=€)) (?P<apart>\d\d)(?=$| ?[;)!?\n]|[.,](?!\d)| (?:la|le|l'|les|par|HT|TTC)(?!\w)))?"
)
_SHORT_SOURCE = r"(?:k|m(?:io|ln|r?ds?|lds?)?|g)"

# A price typed with a blank beside its comma ("7, 50 €"); "10, 20 et 30 €" is a list, unless a year begins it.
_LOOSE = (
    r"(?:(?<!\d, )|(?<=(?:19|20)\d\d, ))(?!0\d)\d{1,3}"
    r"(?:, \d\d(?= ?(?:€|euros?))| , ?\d\d(?= ?(?:(?:[kM]|Mds?) ?)?(?:€|euros?)))"
)

TERM: Final = re.compile(
    rf"{BEGIN}(?:(?<!\d )(?P<before>€|EUR(?!\w)) ?)?(?P<number>{_LOOSE}|{FIGURES}{SCALED}?|{WORDS})"
    rf"(?:(?P<unit> {{0,2}}(?:(?P<scale>{_SHORT_SOURCE})[ .]?)?(?:d ?' ?|de? )?{_EURO}{_CENTS}"
    rf"| ?(?P<centime>{_CENTIME}))"
    r"|(?P<short>(?-i: ?(?:[kK]|M|M[dD]s?|mds?)(?![\w²³'./]))))?",
    re.IGNORECASE,
)
"""A number with or without euros; group `short` is a scale whose currency is said elsewhere."""

ANCHOR: Final = re.compile(r"€|EUR|[Ee]uro|entime|ENTIME|cts|\d ?M(?:ds?)?E(?!\w)")

_TRAILING = re.compile(rf"({'|'.join(_LONG)})(?: et demie?)?$", re.IGNORECASE)
_NO_COUNT = re.compile(r"(?:millions|milliards|billions|cents)(?!\w)", re.IGNORECASE)
_ONE_SCALE = re.compile(r"(?:million|milliard)(?!\w)", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<!\w)(?:le|du|au|ce) $", re.IGNORECASE)
MILLION: Final = 10**6
_CENT: Final = Decimal("0.01")
_HUNDREDS = re.compile(r"(?<!\w)cents$", re.IGNORECASE)
_HUNDRED: Final = 100
_THOUSAND: Final = 1000
_NEAR: Final = 10  # "1 à 10 000" may well begin at 1


def is_sum(folded: str, term: Term) -> bool:
    """Whether a number is said at all: "plusieurs millions d'euros" says none."""
    if _NO_COUNT.match(term.number):
        return False
    return not _ONE_SCALE.match(term.number) or _ARTICLE.search(folded, max(0, term.start - 4), term.start) is not None


def value(term: Term) -> Decimal | None:
    """Euros, as far as the term itself says them."""
    number = numbers.value(re.sub(" ?, ?", ",", term.number))
    if number is None:
        return None
    if term.match["centime"]:
        return number * _CENT
    cents = term.match["cents"] or term.match["glued"] or term.match["apart"]
    extra = numbers.value(cents) if cents else None
    return number * _short(term) + (extra * _CENT if extra else 0)


def _short(term: Term) -> int:
    return _SHORT[(term.match["scale"] or term.match["short"] or "").strip().lower()] if is_short(term) else 1


def is_short(term: Term) -> bool:
    """Whether a letter says the scale ("M€", "450 k")."""
    return bool(term.match["scale"] or term.match["short"])


def scale(term: Term) -> int:
    """The scale that is written: 1 000 000 for "7 millions", "7 M€"; 1 when none is."""
    trailing = _TRAILING.search(term.number)
    return _short(term) * (_LONG[trailing.group(1).lower()] if trailing else 1)


def bounds(quantity: Quantity) -> tuple[Decimal, Decimal] | None:
    """The two ends in euros, the scale of the second carried over to the first where it is meant for both."""
    high = value(quantity.last)
    low = high if quantity.first is quantity.last else value(quantity.first)
    if low is None or high is None:
        return None
    return _carried(quantity.first, low, quantity.unit), _carried(quantity.last, high, quantity.unit)


def _carried(term: Term, own: Decimal, unit: Term) -> Decimal:
    """In "5 à 7 millions d'euros", 5 is 5 000 000; in "300 et 400 000 €", 300 is 300 000; in "500 à 1 000 €", 500."""
    if term is unit or term.has_unit or scale(term) != 1:
        return own
    if unit.match["centime"]:
        return own * _CENT
    whole = value(unit) or Decimal(0)
    written = scale(unit)
    if _HUNDREDS.search(unit.number) and own < _HUNDRED // 10:  # "trois à quatre cents euros"
        return own * _HUNDRED
    if written != 1:
        return own * written if own < _THOUSAND else own
    lead = whole / _THOUSAND
    if whole % _THOUSAND == 0 and 0 < own < lead < own * _NEAR:
        return own * _THOUSAND
    return own
