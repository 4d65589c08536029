"""Bodies that only a list names: those that get a subsidy, companies with the town of their seat."""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from pipeline import gazetteer, lexicon
from pipeline.extractors.organisations import phrases
from pipeline.extractors.organisations.candidate import Candidate
from pipeline.extractors.organisations.hints import generic

_UPPER: Final = "A-ZÀ-ÖØ-ÞŒ"
_MARK: Final = r"^(?:[-–—•*■▪·] ?)?"
# "Le Tivoli – Soleil d'hiver, aide aux devoirs : 42 000 €": town, name, what for, sum.
_GRANT: Final = re.compile(
    rf"{_MARK}(?:(?P<town>[{_UPPER}][\w' -]{{1,30}}) [–—-] )?(?P<name>[{_UPPER}\d][\w'&.-]*(?: [\w'&.-]+){{0,6}})"
    r"(?: \([^()\n]{2,40}\)|, [^:\n–—]{2,60})? ?(?::|–|—| -) ?(?=[^\n:]{0,45}(?:€|euros))",
    re.MULTILINE,
)
_SEAT: Final = re.compile(
    rf"{_MARK}(?P<name>[{_UPPER}][\w'&.-]+(?: (?:et |& |de )?[{_UPPER}][\w'&.-]*){{1,3}}), "
    rf"(?P<town>[{_UPPER}][\w'-]+(?:-\w+)*) \([{_UPPER}][^()\n]{{1,25}}\)",
    re.MULTILINE,
)
_OWN: Final = re.compile(rf"(?:Le|La|Les) [{_UPPER}]|\w+['&]\w|\w*[a-zà-ÿ][{_UPPER}]")  # "Mangrov'Lab"
_ARTICLES: Final = ("Le ", "La ", "Les ", "L'")
_LOOK: Final = 500  # characters before a list that say what it is
_APART: Final = 200  # characters between two lines of one list at most
_LEAST: Final = 3  # lines of a list
_KNOWN: Final = 4  # one line in so many, at least, names a body that another rule knows
_GRANTED: Final = frozenset({"association", "club", "culture", "union", "education", "health", "company", "media"})


@cache
def _expense() -> re.Pattern[str]:
    return lexicon.entry("organisations", "expense").pattern


@cache
def _granting() -> re.Pattern[str]:
    return lexicon.entry("organisations", "granting").pattern


@cache
def _companies() -> re.Pattern[str]:
    return lexicon.entry("organisations", "companies").pattern


def find(folded: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names at the head of the lines of such lists, beside bodies already found."""
    for group in _groups(list(_GRANT.finditer(folded))):
        yield from _granted(folded, group, found)
    for match in _SEAT.finditer(folded):
        around = folded[max(0, match.start() - _LOOK) : match.start()]
        name = match["name"]
        if (
            _companies().search(around)
            and _is_territory(match["town"])
            and not phrases.is_given(name.split()[0], rare=True)
        ):
            yield _candidate(match, "company", "organisation.seat")


def _groups(lines: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Lines that stand close together."""
    group: list[re.Match[str]] = []
    for line in lines:
        if group and line.start() - group[-1].end() > _APART:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _granted(folded: str, group: Sequence[re.Match[str]], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The bodies of a list of grants; one that other rules know, too, gets the article that opens its line."""
    bodies = sorted((c for c in found if not c.lost and c.type in _GRANTED), key=lambda c: c.start)
    held = [_held(bodies, line) for line in group]
    known = sum(body is not None for body in held)
    cue = _granting().search(folded, max(0, group[0].start() - _LOOK), group[0].start())
    headed = _granting().match(_line_above(folded, group[0].start()))
    if len(group) < _LEAST or not (headed or (cue and _KNOWN * known >= len(group))):
        return
    for line, body in zip(group, held, strict=True):
        if body and line["name"].startswith(_ARTICLES) and body.end == line.end("name"):
            yield dataclasses.replace(body, start=line.start("name"))
        elif body is None and _is_name(line):
            kind = "company" if any(other and other.type == "company" for other in held) else "association"
            yield _candidate(line, kind, "organisation.subsidy")


def _line_above(folded: str, start: int) -> str:
    """The line, not blank, that stands above a line."""
    return folded[max(0, start - _LOOK) : start].rstrip().rpartition("\n")[2]


def _held(bodies: Sequence[Candidate], line: re.Match[str]) -> Candidate | None:
    """The first body that a line names."""
    index = bisect.bisect_left(bodies, line.start(), key=lambda body: body.start)
    return bodies[index] if index < len(bodies) and bodies[index].start < line.end() else None


def _candidate(match: re.Match[str], kind: str, rule: str) -> Candidate:
    start, end = match.span("name")
    return Candidate(start, end, kind, rule, 0.7, name_start=start)


def _is_name(line: re.Match[str]) -> bool:
    """Whether the head of a line looks like a name of its own, not like an expense, a territory or an event."""
    name = line["name"]
    placed = line["town"] is None or _is_territory(line["town"])
    known = _is_territory(name) or _is_territory(" ".join(itertools.islice(name.split(), 2)))
    proper = " " in name or _OWN.match(name)
    events = lexicon.entry("organisations", "event").pattern
    known = known or name.lower() in generic()
    return bool(placed and proper and not known and not _expense().match(name) and not events.search(name))


def _is_territory(name: str) -> bool:
    return bool(gazetteer.lookup(gazetteer.key(name)) or gazetteer.lookup(gazetteer.bare(name)[1]))
