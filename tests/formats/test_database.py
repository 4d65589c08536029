"""The DuckDB file: tables with keys and comments, and views that answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipeline.formats import database
from pipeline.tables import tables
from tests.runs import document, fact, mention, write


@pytest.fixture
def base(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    coming = date(2017, 6, 8)
    folder = write(
        tmp_path / "run",
        documents=[document(issuer="Ville de Lens", published=date(2017, 6, 6))],
        amounts=[mention("amounts", amount_min=Decimal(500), amount_max=Decimal(700))],
        dates=[mention("dates", start_date=coming, end_date=coming, grain="day")],
        places=[mention("places", place_type="commune", code="62498", departement_code="62", name="Lens")],
        people=[mention("people", name="Anne Petit", person_id="p1", role="maire")],
        percentages=[mention("percentages", value_min=Decimal(5), value_max=Decimal(5), sign="+")],
        organisations=[mention("organisations", text="Ville de Lens", start=0, name="Ville de Lens")],
        facts=[
            fact("amounts", kind="amount", relation="subsidy", what="préau", who="Ville de Lens"),
            fact("dates", kind="date", relation="event", what="inauguration"),
        ],
    )
    database.write(folder, tmp_path / "corpus.duckdb")
    with duckdb.connect(str(tmp_path / "corpus.duckdb"), read_only=True) as connection:
        yield connection


def _one(base: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...] | None:
    return base.execute(query).fetchone()


def test_every_table_is_there_with_its_rows(base: duckdb.DuckDBPyConnection) -> None:
    counts = {name: _one(base, f"SELECT count(*) FROM {name}") for name in tables()}

    assert counts == dict.fromkeys(tables(), (1,)) | {"failures": (0,), "facts": (2,)}


@pytest.mark.parametrize("name", sorted(database.VIEWS))
def test_every_view_answers(base: duckdb.DuckDBPyConnection, name: str) -> None:
    assert len(base.execute(f"SELECT * FROM {name}").fetchall()) == 1


def test_sums_stay_exact(base: duckdb.DuckDBPyConnection) -> None:
    assert _one(base, "SELECT issuer, year, total FROM amounts_by_issuer_year") == ("Ville de Lens", 2017, Decimal(700))


def test_columns_carry_their_meaning(base: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT comment FROM duckdb_columns() WHERE table_name = 'dates' AND column_name = 'start_date'"

    assert _one(base, query) == ("Premier jour de la période",)


def test_tables_are_joined_by_keys(base: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"

    assert _one(base, query) == (sum(table.keyed for table in tables().values()),)


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "corpus.duckdb"
    target.write_text("not a database")
    database.write(write(tmp_path / "run", documents=[document()]), target)

    with duckdb.connect(str(target), read_only=True) as connection:
        assert _one(connection, "SELECT count(*) FROM documents") == (1,)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.duckdb", "run"]
