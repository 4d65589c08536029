"""A column that is missing, of another type or out of its words is found before any rule runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import validate
from tests.runs import document, mention, sound, write


def _schema_details(folder: Path) -> list[str]:
    findings = validate.validate(folder)
    return list(findings[findings["check"] == "schema"]["detail"])


def test_sound_tables_pass(tmp_path: Path) -> None:
    assert _schema_details(sound(tmp_path)) == []


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = sound(tmp_path) / "dates.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["grain"]), path)

    assert any("grain" in detail for detail in _schema_details(tmp_path))


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    (sound(tmp_path) / "people.parquet").unlink()

    assert _schema_details(tmp_path) == ["la table people est absente"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("confidence", 1.5), ("grain", "jour"), ("time", "25:00"), ("start", -1)],
)
def test_a_value_out_of_range_is_found(tmp_path: Path, column: str, value: object) -> None:
    write(tmp_path, documents=[document()], dates=[mention("dates", **{column: value})])

    assert any(column in detail for detail in _schema_details(tmp_path))


def test_an_id_that_stands_twice_is_found(tmp_path: Path) -> None:
    write(tmp_path, documents=[document()], dates=[mention("dates"), mention("dates")])

    assert any("mention_id" in detail for detail in _schema_details(tmp_path))


def test_a_null_where_a_value_is_required_is_found(tmp_path: Path) -> None:
    path = sound(tmp_path) / "dates.parquet"
    table = pq.read_table(path)
    at = table.schema.get_field_index("rule")
    pq.write_table(table.set_column(at, "rule", pa.nulls(len(table), pa.string())), path)

    assert any("rule" in detail for detail in _schema_details(tmp_path))


def test_rules_on_broken_tables_do_not_run(tmp_path: Path) -> None:
    path = sound(tmp_path) / "dates.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["start_date"]), path)

    assert not any(check.startswith("date-") for check in validate.validate(tmp_path)["check"])


def test_nothing_is_said_of_spark_where_it_is_installed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "validate", str(sound(tmp_path)), "--quiet"]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""
