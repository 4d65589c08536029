"""Floors hold, rise by themselves, and fall only when told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import GoldError, UsageError
from pipeline.evaluate import gate
from pipeline.evaluate.scores import Score


def _scores(right: int) -> dict[str, Score]:
    return {"date": Score("date", gold=10, predicted=10, strict=10, relaxed=10, right=right)}


def test_what_was_pinned_passes(tmp_path: Path) -> None:
    floors = gate.pin(tmp_path / "floors.json", _scores(9), "g")

    assert gate.shortfalls(floors, _scores(9), 0.0, "g") == []


def test_a_worse_figure_is_named(tmp_path: Path) -> None:
    floors = gate.pin(tmp_path / "floors.json", _scores(9), "g")

    assert gate.shortfalls(floors, _scores(8), 0.0, "g") == ["date: end_to_end_f1 0.8000 is below its floor 0.9"]


def test_a_kind_that_vanished_fails(tmp_path: Path) -> None:
    floors = gate.pin(tmp_path / "floors.json", _scores(9), "g")

    assert len(gate.shortfalls(floors, {}, 0.0, "g")) == 2


def test_other_gold_fails(tmp_path: Path) -> None:
    floors = gate.pin(tmp_path / "floors.json", _scores(9), "g")

    assert "other samples" in gate.shortfalls(floors, _scores(9), 0.0, "h")[0]


def test_bad_calibration_fails(tmp_path: Path) -> None:
    floors = gate.pin(tmp_path / "floors.json", _scores(9), "g")

    assert "calibration error" in gate.shortfalls(floors, _scores(9), 0.06, "g")[0]


def test_a_floor_rises_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    gate.pin(path, _scores(8), "g")
    gate.pin(path, _scores(9), "g")

    assert gate.read(path)["floors"]["date"]["end_to_end_f1"] == 0.9


def test_a_floor_does_not_fall_unasked(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    gate.pin(path, _scores(9), "g")

    with pytest.raises(UsageError, match="--lower"):
        gate.pin(path, _scores(8), "g")


def test_a_floor_falls_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    gate.pin(path, _scores(9), "g")
    gate.pin(path, _scores(8), "g", lower=True)

    assert gate.read(path)["floors"]["date"]["end_to_end_f1"] == 0.8


def test_missing_floors_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="--pin"):
        gate.read(tmp_path / "none.json")
