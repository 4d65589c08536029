"""The company that names keep: namesakes, lists, lines of towns make a doubtful name a place.

Each function takes the verdicts on all candidates of a document and gives them back, revised.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extractors.places.spotting import Candidate, cue

_JOIN = cue("join")
_DASH = re.compile(" [-–—] ")
_SCHEDULE = 3  # lines that open with a town
_TAGGED = 6.0  # odds of a town in a line of towns
_NEIGHBOUR = 6.0  # odds of a name listed with one of the same département
_FEW = 3  # départements
_LIKELY = 1.0  # odds from which a name supports those coordinated with it
_DECIDED = 2.0  # odds from which a mention supports its namesakes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence says of one candidate: log-odds, and why it is out whatever they are."""

    odds: float
    rule: str
    veto: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether the candidate is a place."""
        return self.veto is None and self.odds > 0

    @property
    def confidence(self) -> float:
        """Probability that goes with the odds."""
        return round(1 / (1 + math.exp(-max(-20.0, min(20.0, self.odds)))), 3)


def _tagged_lines(candidates: list[Candidate], folded: str) -> set[int]:
    """Starts of the candidates of lines that hold towns and spaces alone ("Lannion Rennes Auray")."""
    found: set[int] = set()
    run: list[int] = []
    for previous, candidate in zip([None, *candidates], candidates, strict=False):
        opens = candidate.start == 0 or folded[candidate.start - 1] == "\n"
        joined = bool(run) and previous is not None and folded[previous.end : candidate.start] == " "
        run = run if joined else []
        run += [candidate.start] if joined or opens else []
        if len(run) > 1 and folded[candidate.end : candidate.end + 1] in {"", "\n"}:
            found |= set(run)
    return found


def tag_lines(candidates: list[Candidate], verdicts: list[Verdict], folded: str) -> list[Verdict]:
    """A line that holds nothing but names of the gazetteer names towns."""
    tagged = _tagged_lines(candidates, folded)
    return [
        replace(v, odds=v.odds + _TAGGED, rule="place.list") if c.start in tagged else v
        for c, v in zip(candidates, verdicts, strict=True)
    ]


def namesakes(candidates: list[Candidate], verdicts: list[Verdict]) -> list[Verdict]:
    """A name that plainly is a place once makes its other occurrences likelier."""
    sure = {c.key for c, v in zip(candidates, verdicts, strict=True) if v.veto is None and v.odds >= _DECIDED}
    return [
        replace(v, odds=v.odds + 1.5) if c.key in sure and v.odds < _DECIDED else v
        for c, v in zip(candidates, verdicts, strict=True)
    ]


def schedule(candidates: list[Candidate], verdicts: list[Verdict]) -> list[Verdict]:
    """In a text whose lines open with towns ("Dimanche 3 mai : DOLE – départ à 8 h"), one more is no word."""
    sure = sum(v.rule == "place.dateline" and v.veto is None and v.odds >= _DECIDED for v in verdicts)
    if sure < _SCHEDULE:
        return verdicts
    return [
        replace(v, odds=v.odds + 3.0)
        if v.rule == "place.dateline" and c.found_by == "list" and v.odds < _DECIDED
        else v
        for c, v in zip(candidates, verdicts, strict=True)
    ]


def companions(candidates: list[Candidate], verdicts: list[Verdict], folded: str) -> list[Verdict]:
    """Names coordinated with a place are places: pass the evidence along each list, both ways."""
    result = list(verdicts)
    links = [
        (a, a + 1)
        for a, (c, d) in enumerate(pairwise(candidates))
        if c.end < d.start and _JOIN.fullmatch(folded[c.end : d.start]) and folded[c.end : d.start].strip()
    ]
    for first, second in [*links, *[(b, a) for a, b in reversed(links)]]:
        source, target = result[first], result[second]
        before, after = candidates[min(first, second)], candidates[max(first, second)]
        if candidates[second].found_by == "model" and _DASH.search(folded, before.end, after.start):
            continue
        if source.veto is None and source.odds >= _LIKELY and target.odds < _DECIDED and target.veto is None:
            bonus = _NEIGHBOUR if source.odds >= _DECIDED and _beside(candidates[first], candidates[second]) else 2.0
            result[second] = replace(target, odds=target.odds + bonus, rule="place.list")
    return result


def _beside(known: Candidate, doubtful: Candidate) -> bool:
    """Whether a name of few départements shares one with another: no chance encounter of a town and a word."""
    homes = {place.departement for place in known.places if place.departement}
    return len(homes) <= _FEW and any(place.departement in homes for place in doubtful.places)
