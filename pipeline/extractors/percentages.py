"""Percentages: every rate in percent, per mille or points."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from pipeline import lexicon, numbers, quantities
from pipeline.numbers import FIGURES, WORDS
from pipeline.quantities import BEGIN, Quantity, Term
from pipeline.types import Analysis, Document, Mention, Span, column

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


_UNIT = (
    r" {0,2}(?:[%％](?-i:(?![0-9A-F]{2}))|(?P<permille>‰|pour[ -]mille(?!\w)(?! euros?))"
    r"|pour[ -]?cents?(?!\w)(?! mille)|p\. ?100(?!\d)"
    r"|-?(?P<point>(?:points?|pts?\.?) (?:de (?:pourcentage|pour[ -]?cent)(?!\w)|(?:de )?[%％])))"
)
_TERM = re.compile(rf"{BEGIN}(?P<number>{FIGURES}|{WORDS})(?P<unit>{_UNIT})?", re.IGNORECASE)
_ANCHOR = re.compile(r"[%％‰]|p(?:our(?:[ -]?cent|[ -]mille|centage)|\. ?100)", re.IGNORECASE)

_THREE_DECIMALS = re.compile(r"\d{1,3}\.\d{3}")  # of a rate, the point parts decimals
_SIGN = re.compile(r"(?P<context>^|[^+/−–-])(?P<mark>[+−–-])(?P<gap> ?)$")
_SIGN_WORD = re.compile(r"(?:[(:,] ?|(?<!\w)à |^)(?P<word>plus|moins) $", re.IGNORECASE)
# A spaced dash is a sign only where no aside can open.
_NO_ASIDE = re.compile(r"(?:\(|[:/] ?|\d, |(?<!\w)(?:de|à|entre|et|soit|puis) )$", re.IGNORECASE)
_GOVERNED = re.compile(
    r"(?:(?<!\w)(?:d(?:e |')|entre |jusqu'à )"
    r"(?:(?:plus |moins |près |l'ordre |quelque |environ |au moins |au plus )(?:d(?:e |'))?|environ )?"
    r"|(?<!\w)(?:(?:supérieur|inférieur|égal|limité)e?s?) à |(?<!\w)proches? de )$",
    re.IGNORECASE,
)
_DIRECT = re.compile(r"(?:(?:plus |moins |près |jusqu'à |environ |au moins |quelque )(?:d(?:e |'))?)?$", re.IGNORECASE)
_LEADS_ON = re.compile(r"[^.;:!?\n]{0,40}?(?<!\w)à [+−–-]? ?\d")  # "relevé de 5 % en 2010 à 7 %", not "relevé de 5 %"
_SHARE_OF = re.compile(r" d(?:e|u|es)(?!\w)| d'")  # "perdre 5 % de son eau" is a share, "perdre 5 %" a change
_CONFIDENCE = {"single": 0.98, "range": 0.96, "change": 0.95, "list": 0.93}
_JOINED = 5  # characters at most between the rates of a list
_BEFORE = 120  # characters looked at before a rate for what governs it


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """Rates of a document, in any order."""
    for window in quantities.windows(analysis, _ANCHOR):
        terms = quantities.terms(analysis.folded, _TERM, window)
        parts = [part for q in quantities.quantities(analysis.folded, terms) for part in _parts(analysis.folded, q)]
        yield from _mentions(document, analysis, parts, window)


def _parts(folded: str, quantity: Quantity) -> Iterator[Quantity]:
    """The quantity itself, or its two numbers when it is no range."""
    first, last = quantity.first, quantity.last
    if first is last:
        yield quantity
        return
    low, high = _number(first), _number(last)
    falls = low is not None and high is not None and low > high and "-" not in _marks(folded, quantity)
    other_unit = first.has_unit and _unit(first) != _unit(last)
    if falls or other_unit or quantities.is_change(folded, quantity):
        yield from quantities.split(quantity)
    else:
        yield quantity


def _mentions(document: Document, analysis: Analysis, parts: Iterable[Quantity], window: Span) -> Iterator[Mention]:
    before: tuple[int, str | None] = (-1, None)  # end and sign of the last rate
    for quantity in parts:
        value = _value(analysis.folded, quantity, window[0])
        if value is None:
            continue
        start, end, rule = quantity.start, quantity.end, f"percentage.{quantity.shape}"
        if quantity.shape == "list" and value.sign is None and 0 <= start - before[0] <= _JOINED:
            value = dataclasses.replace(value, sign=before[1])  # "progresse de 1,1 et 1,9 %": the sign of the first
        before = end, value.sign
        lost = _lost(analysis, start, end)
        yield Mention(KIND, start, end, document.text[start:end], value, rule, _CONFIDENCE[quantity.shape], lost)


def _lost(analysis: Analysis, start: int, end: int) -> str | None:
    """Why this is no rate."""
    if analysis.in_zone(start, end, "url"):
        return "inside a URL"
    if quantities.before(analysis.folded, start, lexicon.entry("percentages", "style.before").pattern):
        return "style sheet"
    if lexicon.entry("percentages", "style.after").pattern.match(analysis.folded, end):
        return "style sheet"
    return None


def _number(term: Term) -> Decimal | None:
    if _THREE_DECIMALS.fullmatch(term.number):
        return Decimal(term.number)
    return numbers.value(term.number)


def _unit(term: Term) -> str:
    if term.match["permille"]:
        return "permille"
    return "point" if term.match["point"] else "percent"


def _value(folded: str, quantity: Quantity, floor: int) -> PercentageValue | None:
    low, high = _number(quantity.first), _number(quantity.last)
    if low is None or high is None:
        return None
    unit = _unit(quantity.unit)
    mod = quantities.modifier(folded, quantity.start, quantity.end)
    first, last = _marks(folded, quantity)
    if quantity.first is not quantity.last and first == "-" and last != "-":
        return PercentageValue(-low, high, unit, None, mod)
    leads_on = _LEADS_ON.match(folded, quantity.end) is not None
    level = quantity.shape == "change" or (leads_on and quantities.is_change(folded, quantity))
    sign = first or (None if level else _direction(folded, quantity, floor))
    return PercentageValue(min(low, high), max(low, high), unit, sign, mod)


def _marks(folded: str, quantity: Quantity) -> tuple[str | None, str | None]:
    """The signs written before the two numbers."""
    return _mark(folded, quantity.first), _mark(folded, quantity.last)


def _mark(folded: str, term: Term) -> str | None:
    line = folded.rfind("\n", 0, term.start) + 1
    word = quantities.before(folded, term.start, _SIGN_WORD)
    if word:
        return "+" if word["word"].lower() == "plus" else "-"
    match = _SIGN.search(folded[max(line, term.start - 3) : term.start])
    if not match or match["context"].isalnum() or match["context"] == "%":
        return None
    if match["mark"] in "+−":  # neither ever opens an aside
        return "+" if match["mark"] == "+" else "-"
    at = term.start - len(match["mark"] + match["gap"])
    if not folded[line:at].strip():  # a dash that begins a line is a sign only when nothing else stands there
        return "-" if not match["gap"] and folded[term.end : term.end + 1] in {"", "\n"} else None
    if match["gap"] and not quantities.before(folded, at, _NO_ASIDE):
        return None
    return "-"


@cache
def _signs(prefix: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of `data/percentages.toml` whose id begins so, with their sign."""
    return tuple(
        (entry.pattern, entry.attributes["sign"])
        for entry in lexicon.entries("percentages")
        if entry.id.startswith(prefix)
    )


def _direction(folded: str, quantity: Quantity, floor: int) -> str | None:
    """The sign that a word of change gives: after the rate, or governing it in the same clause."""
    for pattern, sign in _signs("after."):
        if pattern.match(folded, quantity.end):
            return sign
    clause = _clause(folded[max(floor, quantity.start - _BEFORE) : quantity.start])
    direct = _DIRECT.sub("", clause, count=1)
    for pattern, sign in _signs("direct."):
        if pattern.search(direct) and not _SHARE_OF.match(folded, quantity.end):
            return sign
    governed = _GOVERNED.search(clause)
    return _governing(clause[: governed.start()]) if governed else None


def _clause(before: str) -> str:
    """The end of the text that belongs to the same clause as what follows it."""
    cut = max(before.rfind(mark) for mark in ";:!?()\n")
    return before[cut + 1 :]


def _governing(head: str) -> str | None:
    """The sign of the last word of change, unless a level or another rate stands between."""
    if lexicon.entry("percentages", "level").pattern.search(head):
        return None
    found = [(match.end(), sign) for pattern, sign in _signs("change.") for match in pattern.finditer(head)]
    if not found:
        return None
    end, sign = max(found)
    between = head[end:]
    coordinated = between.rstrip().endswith((",", " et"))
    if not coordinated and ("," in between or "%" in between):
        return None
    return sign
