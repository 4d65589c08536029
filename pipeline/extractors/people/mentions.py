"""From candidates to mentions: the document itself decides on names that stand alone.

A family name or first name alone counts when the document gives the whole name elsewhere, when a
civility, a title or a verb of speech stands beside it, or when everybody knows who is meant.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extractors.people import grouping, names
from pipeline.extractors.people.candidates import Candidate, Finder, inside, is_well_known
from pipeline.extractors.people.grouping import Person
from pipeline.extractors.people.names import Name, Word
from pipeline.types import Analysis

_PLACE: Final = re.compile(r"(?<!\w)(?:[àÀ]|[Ee]n|[Ll]a|[Ll]es|[Dd]es|[Aa]ux?|[Dd]u|[ÎîIi]le|[Ss]ierra) $")
_ALONE: Final = "a first name alone"
_FREQUENT: Final = 10  # councillors with a first name that is one beyond doubt
_COUPLE: Final = re.compile(r"(?<![\w-])(?P<given>[^\W\d_]+(?:-[^\W\d_]+)*) (?:et|&) $")
_PARTICLES: Final = (
    "de",
    "du",
    "d",
    "de la",
    "de l",
    "des",
    "le",
    "la",
    "van",
    "von",
    "al",
    "el",
    "ben",
    "da",
    "di",
    "dos",
)
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
    alone = _first_names(candidates, finder)
    for candidate in candidates:
        reason = candidate.lost or _reason(candidate, finder, persons)
        if reason == _ALONE and names.plain(analysis.folded[candidate.start : candidate.end]) in alone:
            reason = None
        if reason:
            lost.append(dataclasses.replace(candidate, lost=reason))
            continue
        kept += _couple(candidate, analysis.folded, text, kept)
        name = own.get(candidate) or names.parse(text, analysis.folded, candidate.start, candidate.end)
        kept.append(Named(candidate, _full(name, candidate, persons, text, [named.name for named in kept])))
    return kept, lost


def _first_names(candidates: Sequence[Candidate], finder: Finder) -> set[str]:
    """First names alone that the model takes for persons somewhere, or that stand in a list of first names."""
    single = [c for c in candidates if c.rule == "person.given" and not c.lost]
    folded = finder.folded
    joined = {
        c
        for left, right in itertools.pairwise(single)
        if _JOINT.fullmatch(folded[left.end : right.start])
        for c in (left, right)
    }
    sure = (c for c in single if c in joined or finder.entity(c.start, c.end))
    return {names.plain(folded[c.start : c.end]) for c in sure}


def _persons(text: str, own: dict[Candidate, Name]) -> list[Person]:
    whole = [(candidate, name) for candidate, name in own.items() if candidate.whole and not candidate.lost]
    whole.sort(key=lambda pair: _capitals(text, pair[0]))
    return grouping.people([name for _, name in whole])


def _capitals(text: str, candidate: Candidate) -> bool:
    return any(word.isupper() and len(word) > 2 for word in text[candidate.start : candidate.end].split())  # noqa: PLR2004


def _repeats(finder: Finder, candidates: Sequence[Candidate], persons: Sequence[Person]) -> Iterator[Candidate]:
    """Family names of known persons where no rule saw them."""
    families = {person.family for person in persons}
    families |= {person.given for person in persons if not names.is_weak(person.name.given) and len(person.given) > 2}  # noqa: PLR2004
    taken = [False] * (len(finder.folded) + 1)
    for candidate in candidates:
        taken[candidate.start : candidate.end] = [True] * (candidate.end - candidate.start)
    for run in names.runs(finder.folded):
        position = 0
        while position < len(run):
            stop = _known(finder.folded, run, position, families)
            if stop > position and not taken[run[position].start]:
                start = _with_particle(finder.folded, run[position], run[stop - 1].end, families)
                candidate = Candidate(start, run[stop - 1].end, "person.repeat", 0.9)
                lost = finder.lost(candidate) or ("inside a longer name" if inside(run, position, stop) else None)
                yield dataclasses.replace(candidate, lost=lost)
            position = max(stop, position + 1)


def _known(folded: str, run: Sequence[Word], position: int, families: Container[str]) -> int:
    """Where the longest known family name that begins at a word of a run ends."""
    for stop in range(min(position + 3, len(run)), position, -1):
        name = names.plain(folded[run[position].start : run[stop - 1].end])
        if name in families or any(f"{particle} {name}" in families for particle in _PARTICLES):
            return stop
    return position


def _with_particle(folded: str, word: Word, end: int, families: Container[str]) -> int:
    """Where the name begins when the particle before it belongs to it."""
    for particle in _PARTICLES:
        start = word.start - len(particle) - 1
        if (
            start >= 0
            and names.plain(folded[start:end]) in families
            and folded[start : word.start].lower().startswith(particle)
        ):
            return start
    return word.start


def _reason(candidate: Candidate, finder: Finder, persons: Sequence[Person]) -> str | None:
    """Why a candidate is no mention; None when it is one."""
    if candidate.whole and candidate.rule != "person.title":
        return None
    if candidate.civility or _matches(candidate, finder.folded, persons):
        return None
    word = finder.folded[candidate.start : candidate.end]
    model = finder.entity(candidate.start, candidate.end) is not None
    spoken = finder.speaks(candidate.start)
    if candidate.rule == "person.title":
        return None if model or spoken else "a title, but no name known"
    if candidate.rule == "person.given":
        if names.is_weak(word) and not spoken:
            return "a first name alone that is often a word"
        if _PLACE.search(finder.left(candidate.start)):
            return "a first name in the place of a town"
        frequent = not word.isupper() and names.bearers(word) >= _FREQUENT
        return None if model or spoken or frequent else _ALONE
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


def _full(name: Name, candidate: Candidate, persons: Sequence[Person], text: str, kept: Sequence[Name]) -> Name:
    """The fullest form of the name in the document."""
    given, family = names.plain(name.given), names.plain(name.family)
    if given and family:
        same = [p for p in persons if p.family == family and grouping.compatible(given, p.given)]
        if same and (given != same[0].given or _capitals(text, candidate)):
            return same[0].name
        return name
    alone = names.plain(str(name))
    same = [p for p in persons if alone == p.family] or [p for p in persons if alone == p.given]
    return grouping.choose(same, candidate.civility, kept).name if same else name
