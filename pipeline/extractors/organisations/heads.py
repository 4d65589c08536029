"""Bodies that are named by what they are: "préfecture de la Drôme", "société Oc'Terra"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from pipeline import lexicon
from pipeline.extractors.organisations import phrases
from pipeline.extractors.organisations.candidate import Candidate
from pipeline.extractors.organisations.dictionary import Dictionary, Found
from pipeline.text import fold

_BEFORE: Final = 24  # characters looked at before a head; no cue is longer
_CAPITAL: Final = re.compile(r"[A-ZÀ-ÖØ-ÞŒ]")
_PLURAL: Final = re.compile(r"(?<!\w)(?:les|des|aux|ces|leurs|nos|plusieurs|deux|trois) $", re.IGNORECASE)
_VENUE: Final = re.compile(r"(?<!\w)(?:au|à l'|à la|à|aux) $", re.IGNORECASE)
_LINE: Final = re.compile(r"(?:^|[\n.!?:•·>»-]\s*|\d\)? )$")
_QUOTED: Final = re.compile(r" ?[«“\"] ?([^«»“”\"\n]{2,80}?) ?[»”\"]")
_ADJECTIVES: Final = re.compile(r" [a-zà-ÿ-]{4,20}(?= (?:Le |La |Les |L')?[A-ZÀ-ÖØ-ÞŒ])")
_BRACKET: Final = re.compile(r" ?\([A-ZÀ-Ý][\w&.-]{1,11}\)")
_SUFFIXED: Final = re.compile(
    r"(?<![\w'-])(?P<name>(?:(?:Le|La|Les) )?(?!(?:Le|La|Les|À|En|Pour|Avec) )[A-ZÀ-ÖØ-ÞŒ]\w+(?:-\w+)*"
    r"(?: (?:de |du |et )?[A-ZÀ-ÖØ-ÞŒ]\w+(?:-\w+)*){0,4}) "
    r"(?P<suffix>Métropole|Agglomération|Agglo|Communauté|Intercommunalité|Habitat)(?![\w-])"
)
_CIVILITY: Final = re.compile(r"(?:M|MM|Mme|Mmes|Dr|Pr|Me|Monsieur|Madame)\b")


@cache
def _heads() -> Dictionary:
    return Dictionary(entry for entry in lexicon.entries("organisations") if "tail" in entry.attributes)


@cache
def _categories() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds: dict[str, str] = lexicon.entry("organisations", "category").attributes["kind_words"]
    return re.compile(rf"(?<![\w'-])(?:{lexicon.alternation(list(kinds))})(?!\w)", re.IGNORECASE), kinds


@cache
def _complete() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.words("organisations", "complete"))


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(rf" (?:{lexicon.entry('organisations', 'acts').pattern.pattern})")


def find(folded: str) -> Iterator[Candidate]:
    """Names that begin with a head of the lexicon, then those that a word of category announces."""
    for found in _heads().find(folded):
        yield from _headed(folded, found)


def _headed(folded: str, found: Found) -> Iterator[Candidate]:
    entry = found.entry
    said = entry.attributes
    bracket = _BRACKET.match(folded, found.end)
    end = _tail(said)(folded, bracket.end() if bracket else found.end)
    if bracket and end == bracket.end():
        end = found.end
    if end == found.end and found.words not in _complete():
        return
    lost = _reason(folded, found, end)
    yield Candidate(
        found.start,
        end,
        said["type"],
        f"organisation.{entry.id}",
        0.9,
        said.get("territory"),
        bracket.end() if bracket and end > found.end else found.end,
        lost,
    )


def _tail(said: dict[str, object]) -> Callable[[str, int], int]:
    if said["tail"] == "place":
        return phrases.place_tail
    if said["tail"] == "name":
        return phrases.name_tail
    return phrases.domains_tail if said.get("domains") else phrases.phrase_tail


def _reason(folded: str, found: Found, end: int) -> str | None:
    """Why a head with its complement is no name."""
    entry, tail = found.entry, folded[found.end : end]
    capital = bool(_CAPITAL.match(folded, found.start))
    before = folded[max(0, found.start - _BEFORE) : found.start]
    if entry.attributes.get("capital") and not capital and not _acts().match(folded, end):
        return "the territory, not its authority"
    if entry.attributes.get("acts") and (not capital or _VENUE.search(before)):
        return "a building"
    if (
        end > found.end
        and not _CAPITAL.search(tail)
        and not any(c.isdigit() for c in tail)
        and not _names(folded, found, capital=capital)
    ):
        return "a description without a name"
    if _PLURAL.search(before) and not found.words.endswith("x") and not found.words.startswith("hospices"):
        return "several bodies"
    return None


def _names(folded: str, found: Found, *, capital: bool) -> bool:
    """Whether a complement all in lower case is enough: for ministries, and capitalised heads inside a sentence."""
    if found.entry.attributes.get("bare"):
        return True
    return capital and not _LINE.search(folded[max(0, found.start - 4) : found.start])


def suffixed(folded: str) -> Iterator[Candidate]:
    """Names that end in what they are: "Rodez Agglomération", "Tarn Habitat"."""
    for match in _SUFFIXED.finditer(folded):
        kind = "company" if match["suffix"] == "Habitat" else "authority"
        territory = "epci" if kind == "authority" else None
        yield Candidate(*match.span(), kind, "organisation.suffix", 0.9, territory, match.start("name") - 1)


def categories(folded: str) -> Iterator[Candidate]:
    """Names after a word that only says what kind of body they are."""
    pattern, kinds = _categories()
    for word in pattern.finditer(folded):
        kind = kinds.get(word.group().lower(), kinds.get(word.group(), "company"))
        start, end = _announced(folded, word.end())
        if start < end:
            yield Candidate(start, end, kind, "organisation.category", 0.85, name_start=start)


def _announced(folded: str, end: int) -> tuple[int, int]:
    """The span of the name right after a word of category, an adjective between them; empty if none."""
    for begin in (end, _after_adjective(folded, end)):
        quoted = _QUOTED.match(folded, begin)
        if quoted and _CAPITAL.match(quoted[1]):
            return quoted.span(1)
        if folded[begin : begin + 1] == " " and not _CIVILITY.match(folded, begin + 1):
            stop = phrases.proper_run(folded, begin + 1)
            if stop > begin + 1:
                return begin + 1, stop
    return end, end


def _after_adjective(folded: str, end: int) -> int:
    match = _ADJECTIVES.match(folded, end)
    return match.end() if match else end
