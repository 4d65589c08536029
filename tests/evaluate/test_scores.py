"""The scorer, on cases small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.evaluate.samples import GoldMention
from pipeline.evaluate.scores import Score, score


def _mention(kind: str, start: int, end: int, **value: Any) -> GoldMention:
    return GoldMention(kind, start, end, "x" * (end - start), value)


def _score(gold: list[GoldMention], predicted: list[GoldMention], kind: str = "amount") -> Score:
    return score({"a": gold}, {"a": predicted})[kind]


GOLD = [_mention("amount", 0, 5, min="100", max="100"), _mention("amount", 10, 20, min="7", max="9")]


def test_the_same_mentions_score_one() -> None:
    result = _score(GOLD, GOLD)

    assert (result.strict_f1, result.value_accuracy, result.end_to_end_f1) == (1.0, 1.0, 1.0)


def test_a_miss_costs_recall_only() -> None:
    result = _score(GOLD, GOLD[:1])

    assert (result.precision, result.recall) == (1.0, 0.5)


def test_a_false_alarm_costs_precision_only() -> None:
    result = _score(GOLD[:1], GOLD)

    assert (result.precision, result.recall) == (0.5, 1.0)


def test_an_overlap_counts_as_relaxed_only() -> None:
    result = _score(GOLD[:1], [_mention("amount", 0, 4, min="100", max="100")])

    assert (result.strict_f1, result.relaxed_f1, result.relaxed_end_to_end_f1) == (0.0, 1.0, 1.0)


def test_a_wrong_value_costs_end_to_end_only() -> None:
    result = _score(GOLD[:1], [_mention("amount", 0, 5, min="100", max="1000")])

    assert (result.strict_f1, result.end_to_end_f1) == (1.0, 0.0)


def test_numbers_compare_by_value() -> None:
    assert _score(GOLD[:1], [_mention("amount", 0, 5, min="100.00", max="1E+2")]).end_to_end_f1 == 1.0


def test_names_compare_without_case() -> None:
    gold, found = _mention("person", 0, 5, name="Anne Petit"), _mention("person", 0, 5, name="ANNE  PETIT")

    assert _score([gold], [found], "person").end_to_end_f1 == 1.0


@pytest.mark.parametrize(("code", "right"), [(None, 1.0), ("62907", 1.0), ("59350", 0.0)])
def test_a_code_counts_where_gold_has_one(code: str | None, right: float) -> None:
    gold = _mention("place", 0, 5, code=code)

    assert _score([gold], [_mention("place", 0, 5, code="62907")], "place").end_to_end_f1 == right


def test_each_prediction_is_used_once() -> None:
    wide = _mention("amount", 0, 20, min="1", max="1")

    assert _score(GOLD, [wide]).relaxed == 1


def test_reported_fields_do_not_touch_the_headline() -> None:
    result = _score(GOLD[:1], [_mention("amount", 0, 5, min="100", max="100", mod="approx")])

    assert (result.end_to_end_f1, result.accuracy("mod"), result.accuracy("tax")) == (1.0, 0.0, 1.0)


def test_every_mention_has_one_outcome() -> None:
    result = _score(GOLD, [_mention("amount", 0, 5, min="1", max="1"), _mention("amount", 30, 31, min="1", max="1")])

    assert [outcome.verdict for outcome in result.outcomes] == ["value", "miss", "false"]


def test_no_gold_and_no_prediction_is_no_error() -> None:
    assert _score([], []).end_to_end_f1 == 1.0
