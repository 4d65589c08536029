"""Numbers with a unit: single, in ranges and in lists; and the words that bound them.

What sums and rates have in common. A `Term` is a number with or without a unit; terms that only a
link ("à", "et", a dash) parts form ranges ("5 à 7 millions") and lists ("10, 20 et 30 euros"), and
a term without a unit takes that of the next one. Everything works on folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline import lexicon
from pipeline.types import Analysis, Span

# Digits that scraping glued to a number: the year before it ("en 201811,9 millions"), or a label.
_YEAR = r"(?:19|20)\d\d"
_GLUED = rf"(?:{_YEAR}(?=[1-9]\d{{0,2}}(?: \d{{3}}){{1,4}}(?!\d))|(?:(?<=en )|(?<=fin )|(?<=depuis )){_YEAR}(?=\d))?"
BEGIN: Final = rf"(?:(?<!\w)|(?<=[a-zà-ÿ]{{3}})(?<!euro)(?<!euros)(?=\d)|(?<=\dx))(?<!\d[.,]){_GLUED}"
"""Where a number may begin; a digit glued to "euros" is a footnote mark."""

_LINK = re.compile(
    r"(?: (?P<word>à|a|et|ou|voire|jusqu'à) | ?(?P<mark>[-–—,/]) ?)(?:[+−–-] ?)?",
    re.IGNORECASE,
)
_LINK_LENGTH = 12
_MINUS = frozenset("-–−")
_REACH = 60  # characters looked at before a number for "entre" and the words that bound it
_BETWEEN = re.compile(r"(?<!\w)entre (?:environ |près de |les )?[+−–-]? ?$", re.IGNORECASE)
_YEAR_ALONE = re.compile(_YEAR)
_CODE = re.compile(r"0\d+")
_CLOCK = re.compile(r"\d ?[hH] ?$")


@dataclass(frozen=True, slots=True)
class Term:
    """A number, perhaps with a unit.

    Attributes:
        start, end: of the whole; `end` is that of the number when there is no unit.
        match: groups `number`, `unit`, `before` (a unit before the number) and those of the kind's own.
        has_unit: whether it names a unit of its own.
    """

    start: int
    end: int
    match: re.Match[str]
    has_unit: bool

    @property
    def number(self) -> str:
        """The number as written."""
        return self.match["number"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One mention to be: a single number (`first` is `last`) or a range.

    Attributes:
        unit: the term that names the unit, perhaps a later one.
        shape: single, range, list or change ("passer de 5 à 7 %").
    """

    first: Term
    last: Term
    unit: Term
    shape: str

    @property
    def start(self) -> int:
        """First character."""
        return self.first.start

    @property
    def end(self) -> int:
        """After the last character."""
        return self.last.end


def windows(analysis: Analysis, anchor: re.Pattern[str]) -> Iterator[Span]:
    """The sentences that hold a unit, each once: only there is a closer look worth its time."""
    done = -1
    for match in anchor.finditer(analysis.folded):
        if match.start() >= done:
            start, end = analysis.sentence_at(match.start())
            yield start, end
            done = end


def terms(folded: str, pattern: re.Pattern[str], window: Span) -> list[Term]:
    """All numbers of a sentence, with their units."""
    found = map(_term, pattern.finditer(folded, *window))
    return [term for term in found if term.has_unit or not _CLOCK.search(folded, max(0, term.start - 4), term.start)]


def _term(match: re.Match[str]) -> Term:
    begin = match.start("before") if "before" in match.re.groupindex else -1
    start = match.start("number") if begin < 0 else begin
    return Term(start, match.end(), match, has_unit=begin >= 0 or match["unit"] is not None)


def _link(folded: str, left: Term, right: Term) -> str:
    """What joins two terms: "à", "-", "et", ",", or nothing."""
    if right.start - left.end > _LINK_LENGTH:
        return ""
    match = _LINK.fullmatch(folded, left.end, right.start)
    if not match:
        return ""
    if match["mark"] == "/" and match.group().rstrip()[-1:] in "+−–-":  # "44,1 / + 9,3 %": columns
        return ""
    if match["mark"]:
        return match["mark"] if match["mark"] in ",/" else "-"
    word = match["word"].lower()
    return "à" if word in {"à", "a", "jusqu'à"} else "et"


def _chains(folded: str, found: Sequence[Term]) -> Iterator[tuple[list[Term], list[str]]]:
    chain: list[Term] = []
    links: list[str] = []
    for term in found:
        link = _link(folded, chain[-1], term) if chain else ""
        if chain and not link:
            yield chain, links
            chain, links = [], []
        chain.append(term)
        links.append(link)
    if chain:
        yield chain, links


def _may_share(term: Term) -> bool:
    """Whether a bare number may borrow the unit of the next: no year, no "06"."""
    return not (_YEAR_ALONE.fullmatch(term.number) or _CODE.fullmatch(term.number))


def quantities(folded: str, found: Sequence[Term]) -> Iterator[Quantity]:
    """Singles, ranges and lists among the terms of a sentence, in order."""
    for chain, links in _chains(folded, found):
        index = 0
        while (named := _next_named(chain, index)) is not None:
            if named == index and _opens_range(folded, chain, links, named):
                yield Quantity(chain[named], chain[named + 1], chain[named + 1], "range")
                named += 1
            else:
                yield from _sharing(folded, chain[index : named + 1], links[index : named + 1])
            index = named + 1


def _next_named(chain: list[Term], index: int) -> int | None:
    return next((i for i in range(index, len(chain)) if chain[i].has_unit), None)


def _opens_range(folded: str, chain: list[Term], links: list[str], index: int) -> bool:
    following = index + 1
    return following < len(chain) and chain[following].has_unit and _is_range(folded, chain[index], links[following])


def _is_range(folded: str, left: Term, link: str) -> bool:
    return link in {"à", "-"} or (link == "et" and before(folded, left.start, _BETWEEN) is not None)


def _alike(left: Term, right: Term) -> bool:
    """Whether both are in figures or both in words: in "un livre neuf et 34 %", "neuf" means new."""
    return left.number[0].isdigit() == right.number[0].isdigit()


def _sharing(folded: str, run: list[Term], links: list[str]) -> Iterator[Quantity]:
    """Numbers that share the unit of the last of them."""
    *bare, named = run
    if not bare or not _may_share(bare[-1]) or links[-1] == ",":
        yield Quantity(named, named, named, "single")
    elif _is_range(folded, bare[-1], links[-1]) and (links[-1] != "-" or _alike(bare[-1], named)):
        yield Quantity(bare[-1], named, named, "range")
    elif not _alike(bare[-1], named):
        yield Quantity(named, named, named, "single")
    else:
        start = len(bare) - 1
        while start and links[start] in {",", "et"} and _may_share(bare[start - 1]) and _alike(bare[start - 1], named):
            start -= 1
        yield from (Quantity(term, term, named, "list") for term in run[start:])


def split(quantity: Quantity) -> tuple[Quantity, Quantity]:
    """The two numbers of "passer de 5 à 7 %", which is a change and no range."""
    first, last, unit = quantity.first, quantity.last, quantity.unit
    return Quantity(first, first, first if first.has_unit else unit, "change"), Quantity(last, last, unit, "change")


_CHANGE = re.compile(
    r"(?<!\w)(?:(?:re)?pass|port|ramen|relev|évolu)(?:er?|ée?s?|ant|ent|ait|aient|era|eront|eraient|erait|age)(?!\w)"
    r"[^.;:!?]{0,60}?(?<!\w)d(?:e |')[^,.;]{0,20}$",
    re.IGNORECASE,
)


def is_change(folded: str, quantity: Quantity) -> bool:
    """Whether a verb says that the first number became the second."""
    return before(folded, quantity.start, _CHANGE) is not None


def before(folded: str, offset: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """What stands right before `offset`; the pattern ends in `$`."""
    return pattern.search(folded, max(0, offset - _REACH), offset)


@cache
def _bounds(place: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The patterns of `data/quantities.toml` for words before or after a number, with their modifier."""
    return tuple(
        (entry.pattern, entry.attributes["mod"])
        for entry in lexicon.entries("quantities")
        if entry.attributes["place"] == place
    )


def modifier(folded: str, start: int, end: int) -> str | None:
    """approx, more, less or upto, as the words around a quantity say; those before it come first."""
    if folded[max(0, start - 1) : start] in _MINUS:  # "jusqu'à -70 %"
        start -= 1
    for pattern, mod in _bounds("before"):
        if before(folded, start, pattern):
            return mod
    return next((mod for pattern, mod in _bounds("after") if pattern.match(folded, end)), None)
