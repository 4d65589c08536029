"""The gate: on the annotated samples no figure falls below its floor."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import evaluate
from pipeline.evaluate import gate

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="module")
def result() -> evaluate.Evaluation:
    return evaluate.evaluate(evaluate.read(SAMPLES / "gold.jsonl"))


def test_no_figure_is_below_its_floor(result: evaluate.Evaluation) -> None:
    floors = gate.read(SAMPLES / "floors.json")

    assert gate.shortfalls(floors, result.scores, result.calibration_error, result.gold) == []


def test_each_mention_points_at_its_text(result: evaluate.Evaluation) -> None:
    outcomes = [outcome for score in result.scores.values() for outcome in score.outcomes if outcome.predicted]

    assert all(
        result.texts[outcome.document_id][outcome.predicted.start : outcome.predicted.end] == outcome.predicted.text
        for outcome in outcomes
        if outcome.predicted
    )
