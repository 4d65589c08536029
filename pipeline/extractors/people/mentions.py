"""From candidates to mentions: the document itself decides on names that stand alone.

A family name or first name alone counts when the document gives the whole name elsewhere, when a
civility, a title or a verb of speech stands beside it, or when everybody knows who is meant.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extractors.people import grouping, names
from pipeline.extractors.people.candidates import Candidate, Finder, is_well_known
from pipeline.extractors.people.grouping import Person
from pipeline.extractors.people.names import Name
from pipeline.types import Analysis

_COUPLE: Final = re.compile(r"(?<![\w-])(?P<given>[^\W\d_]+(?:-[^\W\d_]+)*) (?:et|&) $")
_JOINT: Final = re.compile(r" ?(?:,|et|&|, et|ou) $")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with the name of the person it means."""

    candidate: Candidate
    name: Name

    @property
    def start(self) -> int:
        """Where the mention begins."""
        return self.candidate.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.candidate.end


def decide(text: str, analysis: Analysis) -> tuple[list[Named], list[Candidate]]:
    """The mentions of a document in text order, and the candidates that are none."""
    finder = Finder(analysis)
    candidates = list(finder.find())
    own = {c: names.parse(text, analysis.folded, c.start, c.end) for c in candidates}
    persons = _persons(text, own)
    candidates += list(_repeats(finder, candidates, persons))
    candidates = sorted(candidates, key=lambda c: (c.start, c.end))
    kept: list[Named] = []
    lost: list[Candidate] = []
    for candidate in candidates:
        reason = candidate.lost or _reason(candidate, finder, persons, kept)
        if reason:
            lost.append(dataclasses.replace(candidate, lost=reason))
            continue
        kept += _couple(candidate, analysis.folded, text, kept)
        name = own.get(candidate) or names.parse(text, analysis.folded, candidate.start, candidate.end)
        kept.append(Named(candidate, _full(name, candidate, persons, text)))
    return kept, lost


def _persons(text: str, own: dict[Candidate, Name]) -> list[Person]:
    whole = [(candidate, name) for candidate, name in own.items() if candidate.whole and not candidate.lost]
    whole.sort(key=lambda pair: _capitals(text, pair[0]))
    return grouping.people([name for _, name in whole])


def _capitals(text: str, candidate: Candidate) -> bool:
    return any(word.isupper() and len(word) > 2 for word in text[candidate.start : candidate.end].split())  # noqa: PLR2004


def _repeats(finder: Finder, candidates: Sequence[Candidate], persons: Sequence[Person]) -> Iterator[Candidate]:
    """Family names and first names of known persons where no rule saw them."""
    taken = [(c.start, c.end) for c in candidates]
    families = {person.family for person in persons}
    spans = set(taken)
    for run in names.runs(finder.folded):
        for word in run:
            if names.plain(word.text) in families and not any(s < word.end and word.start < e for s, e in spans):
                candidate = Candidate(word.start, word.end, "person.repeat", 0.9)
                yield dataclasses.replace(candidate, lost=finder.lost(candidate, titled=False))


def _reason(candidate: Candidate, finder: Finder, persons: Sequence[Person], kept: Sequence[Named]) -> str | None:
    """Why a candidate is no mention; None when it is one."""
    if candidate.whole and candidate.rule != "person.title":
        return None
    if candidate.civility or _matches(candidate, finder.folded, persons):
        return None
    word = finder.folded[candidate.start : candidate.end]
    model = finder.entity(candidate.start, candidate.end) is not None
    spoken = finder.speaks(candidate.start)
    joined = bool(kept) and bool(_JOINT.fullmatch(finder.folded[kept[-1].end : candidate.start]))
    if candidate.rule == "person.title":
        return None if model or spoken else "a title, but no name known"
    if candidate.rule == "person.given":
        if names.is_weak(word) and not spoken:
            return "a first name alone that is often a word"
        return None if model or spoken or joined else "a first name alone"
    if is_well_known(word) or spoken:
        return None
    return "a word alone that only the model takes for a name"


def _matches(candidate: Candidate, folded: str, persons: Iterable[Person]) -> bool:
    alone = names.plain(folded[candidate.start : candidate.end])
    return any(alone in (person.family, person.given) for person in persons)


def _couple(candidate: Candidate, folded: str, text: str, kept: Sequence[Named]) -> list[Named]:
    """The first of "Pierre et Marie Curie"."""
    if not candidate.whole:
        return []
    match = _COUPLE.search(folded, max(0, candidate.start - 40), candidate.start)
    if (
        match is None
        or not match["given"][0].isupper()
        or not names.is_given(match["given"])
        or names.is_common(match["given"])
    ):
        return []
    start, end = match.span("given")
    if kept and kept[-1].end > start:
        return []
    family = names.parse(text, folded, candidate.start, candidate.end).family
    return [Named(Candidate(start, end, "person.couple", 0.9), Name(text[start:end], family))]


def _full(name: Name, candidate: Candidate, persons: Sequence[Person], text: str) -> Name:
    """The fullest form of the name in the document."""
    given, family = names.plain(name.given), names.plain(name.family)
    if given and family:
        same = [p for p in persons if p.family == family and grouping.compatible(given, p.given)]
        if same and (given != same[0].given or _capitals(text, candidate)):
            return same[0].name
        return name
    alone = names.plain(str(name))
    same = [p for p in persons if alone == p.family] or [p for p in persons if alone == p.given]
    return same[0].name if same else name
