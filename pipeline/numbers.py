"""French numbers, in figures and in words, as exact decimals.

`NUMBER` finds them in folded text (`text.fold`); `value` reads what was found. Every quantifier is
bounded, so that a search stays linear on hostile text.

The decimal comma and the decimal point are both in use, and the point also parts thousands. The
rule: exactly three digits after a single point are a thousand ("1.250"), unless the number begins
with a zero ("0.250"); after a single comma they are decimals ("1,250"), unless all are zeros.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline.text import fold

_UNITS = {
    "zéro": 0, "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80,
    "octante": 80, "nonante": 90,
}  # fmt: skip
_COLLECTIVES = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
_THOUSAND = 1000
_SCALES = {"million": 10**6, "milliard": 10**9, "billion": 10**12}

_HALF = r"(?:[ -]et[ -]demie?)?"
_TENS_SOURCE = rf"(?:{'|'.join(_TENS)})s?(?:[ -]et[ -](?:une?|onze))?"
_SCALE_SOURCE = rf"(?:{'|'.join(_SCALES)})s?{_HALF}"
_COLLECTIVE_SOURCE = rf"(?:demi[ -])?(?:{'|'.join(_COLLECTIVES)})s?(?: de (?:millier|million|milliard)s?)?{_HALF}"
_WORD = rf"(?:{_TENS_SOURCE}|{_SCALE_SOURCE}|cents?|mille|demie?|{'|'.join(_UNITS)})(?!\w){_HALF}"
_AFTER = rf"(?:[ -](?:{_WORD}|(?:{_COLLECTIVE_SOURCE})(?!\w)))"

_POINTED = r"[1-9]\d{0,2}(?:[ .']\d{3}){1,4}"  # thousands apart: 2 800, 1.250.000, 1'000
# 1,250,000: two commas cannot be decimal; 100,000: nobody writes three zeros after a decimal comma.
_ENGLISH = r"[1-9]\d{0,2}(?:(?:,\d{3}){2,4}|,000(?!\d))(?:\.\d{1,6})?"
_PLAIN = r"(?!00)\d{1,15}"

FIGURES: Final = rf"(?:{_ENGLISH}|(?:{_POINTED}(?!\d)|{_PLAIN})(?:[.,]\d{{1,6}})?)(?![.,]?\d)"
"""A number in figures, as regular expression for folded text; says nothing of what stands before it."""

WORDS: Final = rf"(?:(?i:{_WORD}{_AFTER}{{0,24}}))"
"""A number in words."""

_TAIL = rf"(?: (?:{_POINTED}(?!\d)|\d{{1,3}} (?:mille|millions?)(?!\w)))"

SCALED: Final = rf"(?i:(?: ?(?:mille|{_SCALE_SOURCE})(?!\w){_TAIL}?))"
"""What may follow figures: "millions", "millions et demi", "million 200 000"."""

NUMBER: Final = rf"(?<!\w)(?<!\d[.,])(?:{FIGURES}{SCALED}?|{WORDS})"
"""A number in figures or words, for folded text. What follows it is left to the caller."""

_FIGURES = re.compile(FIGURES)
_TOKEN = re.compile(rf"(?P<figures>{FIGURES})|(?P<word>[^\W\d_]+)|(?P<gap>[ '-]+)")


def figures(text: str) -> Decimal | None:
    """The value of a number in figures, None when it is none or when its separators contradict one another."""
    plain = fold(text).strip()
    if not _FIGURES.fullmatch(plain):
        return None
    if re.fullmatch(_ENGLISH, plain):
        return Decimal(plain.replace(",", ""))
    grouped = re.match(rf"{_POINTED}(?!\d)", plain)
    whole = grouped.group() if grouped else plain
    decimals = plain[grouped.end() :] if grouped else ""
    return Decimal((re.sub(r"[ .']", "", whole) if grouped else whole.replace(",", ".")) + decimals.replace(",", "."))


def value(text: str) -> Decimal | None:
    """The value of a French number in figures, words or both; None when the text is no single number.

    >>> value("1.250.000"), value("3,5"), value("deux mille trois cents"), value("2 millions et demi")
    (Decimal('1250000'), Decimal('3.5'), Decimal('2300'), Decimal('2500000'))
    """
    exact = figures(text)
    if exact is not None:
        return exact
    tokens = _tokens(fold(text).strip().lower())
    return _Reader(tokens).read() if tokens else None


def _tokens(text: str) -> list[str | Decimal] | None:
    tokens: list[str | Decimal] = []
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        if match.lastgroup == "word":
            tokens.append(match.group())
        elif match.lastgroup == "figures":
            number = figures(match.group())
            if number is None:
                return None
            tokens.append(number)
    return tokens if position == len(text) else None


def _singular(token: str | Decimal | None) -> str:
    return token.removesuffix("s") if isinstance(token, str) and token not in _UNITS else str(token)


class _Reader:
    """Reads tokens from left to right: groups below a million, each with its scale, scales falling."""

    def __init__(self, tokens: list[str | Decimal]) -> None:
        self._tokens = tokens
        self._next = 0

    def read(self) -> Decimal | None:
        """The value, None unless every token has its place."""
        total = Decimal(0)
        limit = Decimal(10**15)
        while self._next < len(self._tokens):
            part, scale = self._part()
            if part is None or part >= limit:
                return None
            total += part
            if scale == 1:
                break
            limit = scale
        return total if self._next == len(self._tokens) else None

    def _part(self) -> tuple[Decimal | None, Decimal]:
        group = self._below_million()
        scale = _SCALES.get(_singular(self._peek()))
        if scale is None:
            return (None if group is None else group + self._half(), Decimal(1))
        self._next += 1
        group = Decimal(1) if group is None else group
        return (group + self._half()) * scale, Decimal(scale)

    def _peek(self) -> str | Decimal | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _accept(self, *words: str) -> bool:
        if _singular(self._peek()) in words:
            self._next += 1
            return True
        return False

    def _half(self) -> Decimal:
        """0.5 after "et demi"."""
        here = self._next
        if self._accept("et") and self._accept("demi", "demie"):
            return Decimal("0.5")
        self._next = here
        return Decimal(0)

    def _below_million(self) -> Decimal | None:
        group = self._group()
        if not self._accept("mille"):
            return group
        if group == 0:
            return None
        thousands = (Decimal(1) if group is None else group) * _THOUSAND
        rest = self._group()
        if rest is None:
            return thousands
        return thousands + rest if rest < _THOUSAND else None

    def _group(self) -> Decimal | None:
        """Figures, or words below a thousand, or a half, or "une dizaine", "deux centaines de"."""
        if isinstance(token := self._peek(), Decimal):
            self._next += 1
            return self._collected(token)
        small = self._below_hundred()
        if self._accept("demi", "demie"):
            return self._collected(Decimal("0.5")) if small in (None, 1) else None
        if self._accept("cent"):
            rest = self._below_hundred()
            return (Decimal(1) if small is None else small) * 100 + (rest or 0)
        return None if small is None else self._collected(small)

    def _collected(self, count: Decimal) -> Decimal:
        unit = _COLLECTIVES.get(_singular(self._peek()))
        if unit is None:
            return count
        self._next += 1
        count *= unit
        self._accept("de")
        if self._accept("millier"):
            count *= _THOUSAND
        return count

    def _below_hundred(self) -> Decimal | None:
        token = _singular(self._peek())
        if token in _TENS:
            self._next += 1
            return Decimal(_TENS[token] + self._units(20 if token == "soixante" else 10))  # noqa: S105 - no password
        if token not in _UNITS:
            return None
        self._next += 1
        if token == "quatre" and self._accept("vingt"):  # noqa: S105
            return Decimal(80 + self._units(20))
        if token == "dix":  # noqa: S105
            return Decimal(10 + self._units(10, least=7))
        return Decimal(_UNITS[token])

    def _units(self, below: int, least: int = 1) -> int:
        here = self._next
        self._accept("et")
        token = _singular(self._peek())
        if not least <= _UNITS.get(token, 0) < below:
            self._next = here
            return 0
        self._next += 1
        if token == "dix":  # noqa: S105
            return 10 + self._units(10, least=7)
        return _UNITS[token]
