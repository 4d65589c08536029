"""Decisions are on disk at once, never changed, and survive."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

from pipeline.review.store import Store


def _store(folder: Path) -> Store:
    return Store(folder / "review.sqlite")


def test_the_last_decision_on_a_mention_holds(tmp_path: Path) -> None:
    store = _store(tmp_path)
    store.add("anne", "accept", "d", "m")
    store.add("anne", "reject", "d", "m")

    decision = store.of_mention("m")

    assert decision is not None
    assert decision.action == "reject"


def test_undo_brings_the_decision_before_back(tmp_path: Path) -> None:
    store = _store(tmp_path)
    store.add("anne", "accept", "d", "m")
    store.add("anne", "reject", "d", "m")
    store.undo("anne")

    decision = store.of_mention("m")

    assert decision is not None
    assert decision.action == "accept"


def test_undoing_everything_leaves_nothing(tmp_path: Path) -> None:
    store = _store(tmp_path)
    store.add("anne", "accept", "d", "m")
    store.undo("anne")

    assert (store.of_mention("m"), store.standing(), store.undo("anne")) == (None, [], None)


def test_undo_leaves_other_reviewers_alone(tmp_path: Path) -> None:
    store = _store(tmp_path)
    store.add("anne", "accept", "d", "m")

    assert store.undo("paul") is None


def test_undo_is_a_row_and_removes_none(tmp_path: Path) -> None:
    store = _store(tmp_path)
    store.add("anne", "accept", "d", "m")
    store.undo("anne")
    store.close()

    rows = sqlite3.connect(tmp_path / "review.sqlite").execute("SELECT action, undoes FROM decisions").fetchall()

    assert rows == [("accept", None), ("undo", 1)]


def test_decisions_are_read_back(tmp_path: Path) -> None:
    store = _store(tmp_path)
    store.add("anne", "correct", "d", "m", kind="date", start=3, end=7, value={"start": "2019-01-01"})
    store.add("anne", "reject", "d", "n")
    store.undo("anne")
    store.close()

    again = _store(tmp_path).standing()

    assert [(d.action, d.mention_id, d.start, d.value) for d in again] == [("correct", "m", 3, {"start": "2019-01-01"})]


def test_an_added_mention_gets_an_id_of_its_own(tmp_path: Path) -> None:
    store = _store(tmp_path)
    first = store.add("anne", "add", "d", kind="date", start=0, end=4, value={})
    second = store.add("anne", "add", "d", kind="date", start=5, end=9, value={})

    assert len({first.mention_id, second.mention_id}) == 2


def test_a_decision_survives_the_death_of_the_process(tmp_path: Path) -> None:
    script = f"""
        import os, signal
        from pathlib import Path
        from pipeline.review.store import Store
        Store(Path({str(tmp_path)!r}) / "review.sqlite").add("anne", "accept", "d", "m")
        os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)

    assert _store(tmp_path).of_mention("m") is not None
