"""Gold facts and their scores: each annotated field of each sum and rate.

A gold file is JSON Lines, one fact a line, as `docs/facts-guide.md` defines it. A key that is absent is
not scored; null says that there is nothing, and a value given is then wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pipeline.errors import GoldError
from pipeline.facts import Fact
from pipeline.facts.record import RELATIONS
from pipeline.types import Span

FIELDS: Final = ("what", "relation", "who", "where", "beneficiary", "when", "certainty", "polarity")
_SPANS = ("what", "who", "beneficiary", "when")
_UNSCORED = {"date"}  # events are listed, not scored


@dataclass(frozen=True, slots=True)
class GoldFact:
    """One annotated fact; `value` holds the keys that are annotated."""

    document_id: str
    kind: str
    span: Span
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of one fact: what the gold says, what was found, and whether that is right.

    Attributes:
        given: whether a value was found.
        wanted: whether the gold has one.
    """

    gold: GoldFact
    fact: Fact | None
    name: str
    right: bool
    given: bool
    wanted: bool


@dataclass
class FactScores:
    """Every judgement, and the shares made from them."""

    judged: list[Judged] = field(default_factory=list)

    def accuracy(self, name: str) -> float:
        """Share of annotated facts in which a field is right; null counts as right where the gold has null."""
        own = [one for one in self.judged if one.name == name]
        return _share(sum(one.right for one in own), len(own))

    def precision(self, name: str) -> float:
        """Of the values found, the share that is right."""
        own = [one for one in self.judged if one.name == name and one.given]
        return _share(sum(one.right for one in own), len(own))

    def recall(self, name: str) -> float:
        """Of the values that the gold has, the share that was found right."""
        own = [one for one in self.judged if one.name == name and one.wanted]
        return _share(sum(one.right for one in own), len(own))

    def errors(self, name: str) -> list[Judged]:
        """The judgements that went wrong, in order."""
        return [one for one in self.judged if one.name == name and not one.right]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def read(path: Path) -> list[GoldFact]:
    """The facts of a gold file, in file order.

    Raises:
        GoldError: a line is no fact, or says what the guide does not know.
    """
    found, faults = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            fact = GoldFact(row["id"], row["kind"], (row["start"], row["end"]), {k: row[k] for k in FIELDS if k in row})
        except (ValueError, KeyError, TypeError) as error:
            faults.append(f"{path.name}:{number}: not a fact ({error!r})")
            continue
        faults += [f"{path.name}:{number}: {fault}" for fault in _faults(fact)]
        found.append(fact)
    if faults:
        raise GoldError("\n".join(faults))
    return found


def _faults(fact: GoldFact) -> list[str]:
    faults = []
    if fact.value.get("relation") not in (*RELATIONS, None):
        faults.append(f"unknown relation {fact.value['relation']!r}")
    for name in _SPANS:
        span = fact.value.get(name)
        if span is not None and not (len(span) == 2 and span[0] < span[1]):  # noqa: PLR2004 - start and end
            faults.append(f"{name} is no [start, end]")
    return faults


def score(gold: Iterable[GoldFact], found: Mapping[str, Iterable[Fact]]) -> FactScores:
    """Judge the facts found in each document, by its id; a sum that was not found has no value."""
    scores = FactScores()
    by_span = {(name, fact.mention.kind, fact.mention.start): fact for name, facts in found.items() for fact in facts}
    for one in gold:
        if one.kind not in _UNSCORED:
            fact = by_span.get((one.document_id, one.kind, one.span[0]))
            scores.judged += [_judged(one, fact, name) for name in FIELDS if name in one.value]
    return scores


def _judged(gold: GoldFact, fact: Fact | None, name: str) -> Judged:
    wanted = gold.value[name]
    given = _given(fact, name) if fact else None
    right = given is None if wanted is None else given is not None and _agree(name, wanted, given, fact)
    return Judged(gold, fact, name, right, given is not None, wanted is not None)


def _given(fact: Fact, name: str) -> Any:  # noqa: ANN401 - a span, a word or a code
    if name in {"relation", "certainty", "polarity"}:
        return getattr(fact.value, name)
    if name == "where":
        return (fact.value.where_code or (fact.where.start, fact.where.end)) if fact.where else None
    if name == "when":
        return (fact.when.start, fact.when.end) if fact.when else None
    return {"what": fact.what_span, "who": fact.who_span, "beneficiary": fact.beneficiary_span}[name]


def _agree(name: str, wanted: Any, given: Any, fact: Fact | None) -> bool:  # noqa: ANN401 - as given
    """Whether a value is right.

    `what`: the head word found lies in the gold span; `who`, `beneficiary`, `when`: the spans overlap; `where`: same
    code, or for places without one, overlapping spans; words of a list are the same.
    """
    if isinstance(wanted, str) or isinstance(given, str):
        return bool(wanted == given)
    if name == "what" and fact and fact.head_span:
        return bool(wanted[0] <= fact.head_span[0] < wanted[1])
    return bool(wanted[0] < given[1] and given[0] < wanted[1])
