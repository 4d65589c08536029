"""Bodies that everybody knows by their name, and acronyms that the document ties to a long form."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pipeline import lexicon
from pipeline.extractors.organisations import phrases
from pipeline.extractors.organisations.candidate import Candidate
from pipeline.extractors.organisations.dictionary import Dictionary, Found, Text

_BEFORE: Final = 30
_START: Final = re.compile(r"(?:^|[\n.!?:•>»-]\s*)$")
_OPENED: Final = re.compile(r"[«“\"] ?$")
_GOES_ON: Final = re.compile(r" [a-zà-ÿ]")
_BUILDING: Final = re.compile(r" (?:Arena|Stadium|Park|Expo)(?!\w)")
_OTHER: Final = "a word or another name"
_ARTICLED: Final = re.compile(r"(?<!\w)(?:la|le|du|au|de la|à la) $|(?<!\w)(?:l|d)'$|\($", re.IGNORECASE)
_NUMBER: Final = re.compile(r" ?n?°? ?\d")
_ARTICLE: Final = re.compile(r"^(?:La|Le|Les|L')(?: |(?<='))")
_ROLE: Final = re.compile(
    r"(?:secrétaires?|cheff?e?s?|ministres?|conseillère?s?|hommes?|coup|raison|affaires?) d'$|cheff?e? de l'$",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r" (?:de la |de l'|du |des |d'|de )?(?=[A-ZÀ-ÖØ-ÞŒ])")
_BRANCHES: Final = 2  # territories in the name of a local branch
_SHORT: Final = 4
_DOUBTFUL: Final = 0.7  # confidence of an ambiguous name
_JOINED: Final = re.compile(r"(?:,| et|, et| ou) (?:(?:la|le) |l')?")
_NO_BRANCH: Final = frozenset({"country", "continent", "natural"})  # kinds of place that no local branch is named after
_PRODUCT: Final = re.compile(r"(?<!\w)(?:une?|des|deux|trois|quatre|cinq|dix) (?:\w+ )?$|(?<!\w)d'une? $")
_QUOTED_ON: Final = re.compile(r"(?<!\w)cotée?s? (?:sur|à|au) (?:\w+ ){0,2}$")
_CONDITION: Final = re.compile(r" (?:des |du |de |d')")  # "État des lieux"
_THE: Final = re.compile(r"(?<!\w)(?:l'|cet |notre )$", re.IGNORECASE)


@cache
def _bodies() -> Dictionary:
    return Dictionary(lexicon.entries("organisations_known"))


@cache
def _before() -> re.Pattern[str]:
    return lexicon.entry("organisations", "before.ambiguous").pattern


def find(text: Text) -> Iterator[Candidate]:
    """Known bodies, and those that lost because the text means something else."""
    folded = text.folded
    for found in _bodies().find(text):
        kind = found.entry.id.partition(".")[0]
        yield Candidate(
            found.start,
            found.end if found.entry.id == "company.ambiguous" else _with_territory(folded, found.end),
            kind,
            f"organisation.known.{kind}",
            _DOUBTFUL if found.entry.attributes.get("ambiguous") else 0.93,
            name_start=found.end,
            lost=_reason(folded, found),
        )


def settle(folded: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The same: an acronym that the text tells once is told everywhere, as is a name listed beside a known one."""
    candidates = list(found)
    told = {name for c in candidates if not c.lost and (name := folded[c.start : c.end]).isupper()}
    listed = {
        one
        for pair in itertools.pairwise(candidates)
        for one, other in (pair, pair[::-1])
        if not other.lost and other.confidence > _DOUBTFUL and _JOINED.fullmatch(folded, pair[0].end, pair[1].start)
    }
    for candidate in candidates:
        known = folded[candidate.start : candidate.end] in told or candidate in listed
        settled = candidate.lost == _OTHER and known
        yield dataclasses.replace(candidate, lost=None) if settled else candidate


def _with_territory(folded: str, end: int) -> int:
    """Past the territory of a local branch: "France Bleu Drôme Ardèche", "Banque alimentaire du Gard"."""
    for _ in range(_BRANCHES):
        link = _LINK.match(folded, end)
        place = phrases.territory(folded, link.end()) if link else None
        if place is None or all(p.kind in _NO_BRANCH for p in place[1]):
            break
        end = place[0]
    return end


def _reason(folded: str, found: Found) -> str | None:
    """Why a known name means something else here."""
    before = folded[max(0, found.start - _BEFORE) : found.start]
    name = folded[found.start : found.end]
    articled = _ARTICLE.match(name) is not None
    faults = {
        _OTHER: not _is_told(found, before),
        "a building called after a company": _BUILDING.match(folded, found.end),
        "a group on a network": phrases.PLATFORM.match(name) and before.endswith("groupe "),
        "a product": found.entry.id == "company" and _PRODUCT.search(before),
        "a market": _QUOTED_ON.search(before),
        "a word": name in {"État", "Etat"} and _CONDITION.match(folded, found.end) and not _THE.search(before),
        "inside the name of a role": _ROLE.search(before),
        "a road or a reference": len(name) <= _SHORT and name.isupper() and _NUMBER.match(folded, found.end),
        "inside a title or a sentence": articled and _OPENED.search(before) and _GOES_ON.match(folded, found.end),
        "perhaps a place or a word at the head of a sentence": articled
        and found.entry.id == "media"
        and _START.search(before),
    }
    return next((reason for reason, true in faults.items() if true), None)


def _is_told(found: Found, before: str) -> bool:
    """Whether the text tells a name from the word, town or person of the same name."""
    doubt = found.entry.attributes.get("ambiguous")
    return not doubt or bool(_before().search(before) or (doubt == "acronym" and _ARTICLED.search(before)))
