"""Reviewed tables: decisions merged in, everything else as the run left it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline import validate
from pipeline.formats import reviewed
from pipeline.review.store import FILE, Store
from tests.runs import TEXT, document, mention, write

START = TEXT.index("500 euros")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    day = date(2017, 6, 1)
    return write(
        tmp_path,
        documents=[document(published=date(2017, 6, 6))],
        dates=[mention("dates", start_date=day, end_date=day, grain="day")],
        amounts=[mention("amounts", amount_min=Decimal(5), amount_max=Decimal(5))],
    )


def _decide(run: Path, *arguments: Any, **more: Any) -> None:
    store = Store(run / FILE)
    store.add("anne", *arguments, **more)
    store.close()


def _rows(run: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(reviewed.write(run) / f"{table}.parquet").to_pylist()
    return rows


def test_without_decisions_nothing_changes(run: Path) -> None:
    assert _rows(run, "dates") == pq.read_table(run / "dates.parquet").to_pylist()


def test_a_rejected_mention_is_left_out(run: Path) -> None:
    _decide(run, "reject", "a", mention("dates")["mention_id"])

    assert _rows(run, "dates") == []


def test_an_accepted_mention_is_certain(run: Path) -> None:
    _decide(run, "accept", "a", mention("dates")["mention_id"])

    assert _rows(run, "dates")[0]["confidence"] == 1.0


def test_a_corrected_mention_has_the_reviewers_value(run: Path) -> None:
    value = {"min": "500", "max": "500"}
    _decide(
        run, "correct", "a", mention("amounts")["mention_id"], kind="amount", start=START, end=START + 9, value=value
    )
    row = _rows(run, "amounts")[0]

    assert (row["text"], row["amount_max"], row["rule"]) == ("500 euros", Decimal(500), "review.corrected")


def test_an_added_mention_has_its_sentence(run: Path) -> None:
    at = TEXT.index("5 %")
    _decide(run, "add", "a", kind="percentage", start=at, end=at + 3, value={"min": "5", "max": "5", "unit": "percent"})
    row = _rows(run, "percentages")[0]

    assert (row["text"], row["value_min"], row["rule"]) == ("5 %", Decimal(5), "review.added")
    assert row["sentence"].endswith("soit 5 %.")


def test_the_tables_of_the_run_stay_untouched(run: Path) -> None:
    before = (run / "dates.parquet").read_bytes()
    _decide(run, "reject", "a", mention("dates")["mention_id"])
    reviewed.write(run)

    assert (run / "dates.parquet").read_bytes() == before


def test_reviewed_tables_are_sound(run: Path) -> None:
    at = TEXT.index("5 %")
    _decide(run, "add", "a", kind="percentage", start=at, end=at + 3, value={"min": "5", "max": "5", "unit": "percent"})

    assert "error" not in set(validate.validate(reviewed.write(run))["severity"])
