"""From candidates to mentions: the document itself decides on names that stand alone.

A family name or first name alone counts when the document gives the whole name elsewhere, when a
civility, a title or a verb of speech stands beside it, or when everybody knows who is meant.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline import gazetteer, lexicon
from pipeline.extractors.people import bibliography, guards, initials, names
from pipeline.extractors.people.candidate import Candidate
from pipeline.extractors.people.candidates import JOINT, Finder
from pipeline.extractors.people.grouping import People
from pipeline.extractors.people.names import Name, Word
from pipeline.types import Analysis

_PLACE: Final = re.compile(r"(?<!\w)(?:[Ee]n|[Ll]a|[Ll]es|[Dd]es|[Aa]ux?|[Dd]u|[ÎîIi]le|[Ss]ierra) $|(?<!\w)[Ll]'$")
# A list begins here: after a mark or a noun, not at the head of a sentence nor after an article or preposition.
_IN_LIST: Final = re.compile(
    r"(?<!\w)(?!(?:du|de|la|le|les|à|en|aux?|dans|sur|vers|par|pour|avec|chez|entre) )[^\W\d_A-Z]{2,} $|[:,(] $"
)
_ALIAS: Final = re.compile(r",? (?:dite?|alias|surnommée?) (?:[«\"“] ?)?")
_AMONG: Final = re.compile(
    r"(?<!\w)(?P<preposition>de |d'|[àÀ] |en |entre )(?P<town>[A-Z][\w'-]{1,30}),? (?:et |ou )?"
    r"(?:(?P=preposition)|de |d')?$"
)
_AT: Final = re.compile(r"(?<!\w)(?:[àÀ]|[Ee]n|[Vv]ers) $")
# What only a person does: "entraîné par X".
_BY: Final = re.compile(
    r"(?<!\w)(?:présidé|entraîné|coaché|dirigé|signé|écrit|composé|peint|sculpté|chorégraphié|interprété|incarné|joué|"
    r"(?:mis|mise|mises) en scène|illustré|animé|filmé|chanté|raconté)e?s? par $"
)
_ALSO: Final = re.compile(r" (?:et|ou) (?:de |d'|à |par )?")
_WRITTEN_BY: Final = re.compile(r", (?:de |d')")
_OPENS: Final = re.compile(r"[\n–—•»:-] ?$")
_COUPLE: Final = re.compile(r" (?:et|&) ")
_ALONE: Final = "a first name alone"
_MIN_GIVEN: Final = 3  # letters of a first name looked for again


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with the name of the person it means."""

    candidate: Candidate
    name: Name


def decide(text: str, analysis: Analysis) -> tuple[list[Named], list[Candidate]]:
    """The mentions of a document in text order, and the candidates that are none."""
    finder = Finder(analysis)
    authors, cited = list(bibliography.authors(finder.folded)), list(bibliography.cited(finder.folded))
    listed = sorted([*authors, *cited], key=lambda c: c.start)
    found = _outside(listed, finder.find())
    people = _people(text, finder, found)
    found = _with_aliases(text, finder, found, people)
    told = {author: _author(text, author, people) for author in authors}
    told |= {one: people.fullest(Name("", _word(finder, one)), None, capitals=False) for one in cited}
    told |= dict(initials.find(finder.folded, people.names))
    others = [
        *_outside(listed, [*_repeats(finder, found, people), *_listed(finder, found)]),
        *told,
    ]
    candidates = sorted([*found, *others], key=lambda c: (c.start, c.end))
    alone = _first_names(candidates, finder)
    titles = _titles(candidates, finder.folded)
    kept: list[Named] = []
    lost: list[Candidate] = []
    for previous, candidate in zip([None, *candidates], candidates, strict=False):
        title = "the title of a work" if candidate in titles else None
        if reason := title or _reason(candidate, finder, people, alone, joined=_is_joined(kept, candidate, finder)):
            lost.append(dataclasses.replace(candidate, lost=reason))
            continue
        if candidate in told:
            kept.append(Named(candidate, told[candidate]))
            continue
        name = names.parse(text, finder.folded, candidate.start, candidate.end)
        if previous and _is_couple(previous, candidate, finder.folded):
            _add_partner(text, previous, name, kept, lost)
        kept.append(Named(candidate, people.fullest(name, candidate.civility, capitals=_capitals(text, candidate))))
    return kept, lost


def _outside(authors: Sequence[Candidate], found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that no author of a reference covers."""
    starts = [author.start for author in authors]
    return [c for c in found if not (at := bisect.bisect_right(starts, c.start)) or authors[at - 1].end <= c.start]


def _author(text: str, candidate: Candidate, people: People) -> Name:
    """The name of an author in full, when the article names them elsewhere."""
    author = bibliography.name(text[candidate.start : candidate.end])
    full = people.fullest(author, None, capitals=False)
    return bibliography.as_listed(author) if full == author else full


def _people(text: str, finder: Finder, found: Sequence[Candidate]) -> People:
    """The persons that the document names in whole; names in ordinary case come first."""
    whole = [candidate for candidate in found if candidate.whole and not candidate.lost]
    whole.sort(key=lambda candidate: _capitals(text, candidate))
    return People(names.parse(text, finder.folded, candidate.start, candidate.end) for candidate in whole)


def _capitals(text: str, candidate: Candidate) -> bool:
    return any(word.isupper() and len(word) > 2 for word in text[candidate.start : candidate.end].split())  # noqa: PLR2004 - JD


def _repeats(finder: Finder, found: Sequence[Candidate], people: People) -> Iterator[Candidate]:
    """Family names and first names of known persons where no rule saw them."""
    known = {name for name in people.families if len(name) > 1}  # "Morel C": an initial is not looked for again
    known |= {name for name in people.given if len(name) >= _MIN_GIVEN and not names.is_weak(name)}
    known |= people.whole  # "Alix Morel" where the model sees no name
    looked_for = known | {rest for name in known if (rest := _without_particle(name))}
    taken = [False] * (len(finder.folded) + 1)
    for candidate in found:
        unknown = candidate.rule == "person.model.single" and not people.knows(_word(finder, candidate))
        if not unknown:  # "Gaulle" alone is nobody, "de Gaulle" may be
            taken[candidate.start : candidate.end] = [True] * (candidate.end - candidate.start)
    for run in finder.runs:
        position = 0
        while position < len(run):
            stop = _known(finder.folded, run, position, looked_for)
            if stop > position and not taken[run[position].start]:
                start = _with_particle(finder.folded, run[position], run[stop - 1].end, known)
                candidate = Candidate(start, run[stop - 1].end, "person.repeat", 0.95)
                lost = finder.guards.lost(candidate) or (
                    "inside a longer name" if guards.inside(run, position, stop) else None
                )
                yield dataclasses.replace(candidate, lost=lost)
            position = max(stop, position + 1)


def _word(finder: Finder, candidate: Candidate) -> str:
    return finder.folded[candidate.start : candidate.end]


def _particles() -> tuple[str, ...]:
    return lexicon.words("people", "particle")


def _with_aliases(text: str, finder: Finder, found: Sequence[Candidate], people: People) -> list[Candidate]:
    """The candidates with the second names of "Jean Morel dit Momo", which `people` learns too."""
    aliases: dict[int, Candidate] = {}
    for candidate in found:
        joint = _ALIAS.match(finder.folded, candidate.end) if candidate.whole and not candidate.lost else None
        run = names.RUN.match(finder.folded, joint.end()) if joint else None
        if run is None:
            continue
        name = people.fullest(names.parse(text, finder.folded, candidate.start, candidate.end), None, capitals=True)
        people.alias(run["run"], name)
        aliases[run.start("run")] = Candidate(*run.span("run"), "person.alias", 0.9)
    return [*(candidate for candidate in found if candidate.start not in aliases), *aliases.values()]


def _listed(finder: Finder, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """A rare first name at the head of a list of first names: "Maëlor, Ronan et Hervé"."""
    single = {c.start: c for c in found if c.rule == "person.given" and not c.lost}
    for run in finder.runs:
        word = run[0]
        joint = JOINT.match(finder.folded, word.end)
        follows = single.get(joint.end()) if joint and len(run) == 1 else None
        if (
            follows is None
            or not JOINT.match(finder.folded, follows.end)
            or not _IN_LIST.search(finder.guards.left(word.start))
        ):
            continue
        if not (
            word.upper or word.initial or names.is_given(word.text) or names.is_common(word.text) or _is_town(word.text)
        ):
            yield Candidate(word.start, word.end, "person.listed", 0.8)


def _known(folded: str, run: Sequence[Word], position: int, known: Container[str]) -> int:
    """Where the longest known name that begins at a word of a run ends."""
    for stop in range(min(position + 3, len(run)), position, -1):
        name = names.plain(folded[run[position].start : run[stop - 1].end])
        if name in known:
            return stop
    return position


def _without_particle(name: str) -> str:
    """What follows the particle that a family name begins with; empty when there is none."""
    return next((name[len(particle) + 1 :] for particle in _particles() if name.startswith(f"{particle} ")), "")


def _with_particle(folded: str, word: Word, end: int, known: Container[str]) -> int:
    """Where the name begins when the particle before it belongs to it."""
    for particle in _particles():
        start = word.start - len(particle) - 1
        written = folded[max(start, 0) : word.start].lower()
        if written.startswith(particle) and names.plain(folded[start:end]) in known:
            return start
    return word.start


def _first_names(candidates: Sequence[Candidate], finder: Finder) -> frozenset[str]:
    """First names alone that the model takes for persons somewhere, or that stand in a list of first names."""
    single = [c for c in candidates if c.rule == "person.given" and not c.lost]
    pairs = itertools.pairwise(single)
    joined = {c for pair in pairs if JOINT.fullmatch(finder.folded, pair[0].end, pair[1].start) for c in pair}
    sure = (c for c in single if c in joined or finder.entity(c.start, c.end))
    return frozenset(names.plain(finder.folded[c.start : c.end]) for c in sure)


def _reason(candidate: Candidate, finder: Finder, people: People, alone: frozenset[str], *, joined: bool) -> str | None:
    """Why a candidate is no mention; None when it is one."""
    if candidate.lost:
        return candidate.lost
    if (
        candidate.rule == "person.listed"
        or candidate.civility
        or (candidate.whole and candidate.rule != "person.title")
    ):
        return None
    word = _word(finder, candidate)
    spoken = finder.speaks(candidate.start)
    if spoken or people.knows(word):
        return "the town of that name" if _is_town(word) and _placed(finder, candidate, people) else None
    model = finder.entity(candidate.start, candidate.end) is not None
    if candidate.rule == "person.title":
        return None if model or _is_whole_name(word) else "a title, but no name known"
    if candidate.rule == "person.given":
        return _first_name_alone(word, finder.guards.left(candidate.start), model=model or names.plain(word) in alone)
    acted = _BY.search(finder.guards.left(candidate.start)) or joined
    likely = model and acted and not _is_town(word) and not word.isupper()
    return None if likely or names.is_well_known(word) else "a word alone that only the model takes for a name"


def _placed(finder: Finder, candidate: Candidate, people: People) -> bool:
    """Whether what stands before a name puts it among places: "à Morel", "de Lens ou de Morel"."""
    left = finder.guards.left(candidate.start)
    beside = _AMONG.search(left)
    return bool(_AT.search(left)) or bool(beside and _is_town(beside["town"]) and not people.knows(beside["town"]))


def _is_whole_name(name: str) -> bool:
    """Whether words that only a title announces look like first name and family name, no place among them."""
    parts = name.split()
    return len(parts) > 1 and not any(part.isupper() or _is_town(part) for part in parts)


def _is_town(word: str) -> bool:
    """Whether a word is the name of a territory."""
    return bool(gazetteer.lookup(gazetteer.key(word)))


def _first_name_alone(word: str, left: str, *, model: bool) -> str | None:
    if names.is_weak(word):
        return "a first name alone that is often a word"
    if _PLACE.search(left) or (_AT.search(left) and _is_town(word)):
        return "a first name in the place of a town"
    return None if model or names.is_sure(word) else _ALONE


def _is_couple(first: Candidate, second: Candidate, folded: str) -> bool:
    """Whether two candidates are as "Pierre et Marie Curie"."""
    beside = _COUPLE.fullmatch(folded, first.end, second.start)
    return bool(beside) and first.rule == "person.given" and second.whole and second.rule != "person.title"


def _is_joined(kept: Sequence[Named], candidate: Candidate, finder: Finder) -> bool:
    """Whether "et" or "ou" joins a candidate to the family name of a person: "de Roosevelt et de X"."""
    before = kept[-1].candidate if kept else None
    return (
        before is not None
        and before.rule != "person.given"
        and _ALSO.fullmatch(finder.folded, before.end, candidate.start) is not None
    )


def _titles(candidates: Sequence[Candidate], folded: str) -> frozenset[Candidate]:
    """Names that open an item and that an author follows: "– Cyrano de Bergerac, d'Edmond Rostand"."""
    pairs = itertools.pairwise(c for c in candidates if c.whole and not c.lost)
    return frozenset(
        first
        for first, second in pairs
        if _WRITTEN_BY.fullmatch(folded, first.end, second.start)
        and _OPENS.search(folded, max(0, first.start - 2), first.start)
    )


def _add_partner(text: str, partner: Candidate, name: Name, kept: list[Named], lost: list[Candidate]) -> None:
    """Give the first of a couple the family name of the second, and back its place when it had lost it."""
    if kept and kept[-1].candidate == partner:
        if kept[-1].name.family:
            return
        kept.pop()
    elif lost and lost[-1].start == partner.start and not partner.lost:
        lost.pop()
    else:
        return
    kept.append(Named(partner, Name(text[partner.start : partner.end], name.family)))
