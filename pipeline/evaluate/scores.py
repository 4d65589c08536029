"""The one scorer: of the gate, of `communiques evaluate` and of the documentation.

Strict: same kind, same start, same end. Relaxed: same kind, overlapping, each mention used once.
Value accuracy: among strict matches, the share whose scored values are all equal.
End-to-end F1: a mention counts only when span and scored values are both right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from pipeline.evaluate.samples import GoldMention, kinds
from pipeline.types import Column

Verdict = Literal["right", "value", "span", "miss", "false"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one gold mention, one prediction, or a pair of them.

    Attributes:
        verdict: right; value (span right, value wrong); span (they only overlap); miss; false (alarm).
    """

    document_id: str
    kind: str
    verdict: Verdict
    gold: GoldMention | None = None
    predicted: GoldMention | None = None


def _f1(hits: int, gold: int, predicted: int) -> float:
    return 2 * hits / (gold + predicted) if gold + predicted else 1.0


@dataclass(slots=True)
class Score:
    """Counts of one kind, and the figures made from them (0–1)."""

    kind: str
    gold: int = 0
    predicted: int = 0
    strict: int = 0
    relaxed: int = 0
    right: int = 0
    relaxed_right: int = 0
    reported: dict[str, list[int]] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the predictions with a right span."""
        return self.strict / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold mentions found with the right span."""
        return self.strict / self.gold if self.gold else 0.0

    @property
    def strict_f1(self) -> float:
        """F1 on exact spans."""
        return _f1(self.strict, self.gold, self.predicted)

    @property
    def relaxed_f1(self) -> float:
        """F1 on overlapping spans."""
        return _f1(self.relaxed, self.gold, self.predicted)

    @property
    def value_accuracy(self) -> float:
        """Share of the exact spans whose scored values are right."""
        return self.right / self.strict if self.strict else 0.0

    @property
    def end_to_end_f1(self) -> float:
        """F1 on exact spans with right values: the headline figure."""
        return _f1(self.right, self.gold, self.predicted)

    @property
    def relaxed_end_to_end_f1(self) -> float:
        """F1 on overlapping spans with right values."""
        return _f1(self.relaxed_right, self.gold, self.predicted)

    def accuracy(self, key: str) -> float | None:
        """Share of the exact spans on which a reported field agrees; None when there is none."""
        hits, total = self.reported.get(key, [0, 0])
        return hits / total if total else None


def canonical(spec: Column, value: Any) -> Any:  # noqa: ANN401 - any field of a value
    """A field's value in the form in which two of them are compared."""
    if value is None or value == "":
        return None
    if spec.type in {"amount", "rate"}:
        return Decimal(str(value)).normalize()
    return " ".join(str(value).split()).casefold()


def same_value(gold: GoldMention, predicted: GoldMention, fields: Mapping[str, Column]) -> bool:
    """Whether all scored fields agree."""
    for key, spec in fields.items():
        if not spec.scored:
            continue
        expected = canonical(spec, gold.value.get(key))
        if expected is None and spec.if_known:
            continue
        if expected != canonical(spec, predicted.value.get(key)):
            return False
    return True


def score(
    gold: Mapping[str, Sequence[GoldMention]], predicted: Mapping[str, Sequence[GoldMention]]
) -> dict[str, Score]:
    """Scores by kind; documents are matched by id, predictions for unknown ids do not count."""
    scores = {kind: Score(kind) for kind in kinds()}
    for document_id, mentions in gold.items():
        found = predicted.get(document_id, ())
        for kind, result in scores.items():
            _score_document(
                result,
                document_id,
                sorted((m for m in mentions if m.kind == kind), key=lambda m: m.start),
                sorted((m for m in found if m.kind == kind), key=lambda m: m.start),
            )
    return scores


def _score_document(result: Score, document_id: str, gold: list[GoldMention], predicted: list[GoldMention]) -> None:
    fields = kinds()[result.kind]
    result.gold += len(gold)
    result.predicted += len(predicted)
    exact = {(m.start, m.end): m for m in predicted}
    rest = []
    free = list(predicted)
    for mention in gold:
        match = exact.get((mention.start, mention.end))
        if match is None:
            rest.append(mention)
            continue
        free.remove(match)
        right = same_value(mention, match, fields)
        _count(result, strict=1, right=right)
        _report(result, mention, match, fields)
        verdict: Verdict = "right" if right else "value"
        result.outcomes.append(Outcome(document_id, result.kind, verdict, mention, match))
    result.outcomes += _loose(result, document_id, rest, free, fields)


def _loose(
    result: Score, document_id: str, gold: list[GoldMention], free: list[GoldMention], fields: Mapping[str, Column]
) -> Iterable[Outcome]:
    for mention in gold:
        match = next((m for m in free if m.start < mention.end and mention.start < m.end), None)
        if match is None:
            yield Outcome(document_id, result.kind, "miss", mention)
            continue
        free.remove(match)
        right = same_value(mention, match, fields)
        _count(result, strict=0, right=right)
        yield Outcome(document_id, result.kind, "span", mention, match)
    yield from (Outcome(document_id, result.kind, "false", predicted=mention) for mention in free)


def _count(result: Score, *, strict: int, right: bool) -> None:
    result.strict += strict
    result.relaxed += 1
    result.right += strict and right
    result.relaxed_right += right


def _report(result: Score, gold: GoldMention, predicted: GoldMention, fields: Mapping[str, Column]) -> None:
    for key, spec in fields.items():
        if spec.reported:
            counts = result.reported.setdefault(key, [0, 0])
            counts[0] += canonical(spec, gold.value.get(key)) == canonical(spec, predicted.value.get(key))
            counts[1] += 1
