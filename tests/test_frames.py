"""The tables as pandas frames: right types, ready joins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline import frames
from pipeline.errors import UsageError
from pipeline.frames import Tables
from pipeline.tables import tables as all_tables
from tests.runs import document, mention, write


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    day = date(2017, 6, 1)
    folder = write(
        tmp_path,
        documents=[document(issuer="Ville de Lens"), document("b")],
        dates=[mention("dates", start_date=day, end_date=day, grain="day")],
        amounts=[mention("amounts", amount_min=Decimal("500.50"), amount_max=Decimal("500.50"))],
    )
    return frames.load(folder)


def test_dates_are_dates(tables: Tables) -> None:
    assert tables.dates["start_date"].dt.year.tolist() == [2017]


def test_euros_are_decimals(tables: Tables) -> None:
    assert tables["amounts"]["amount_max"].iloc[0] == Decimal("500.50")
    assert "decimal" in str(tables.amounts["amount_max"].dtype)


def test_coded_columns_are_categories(tables: Tables) -> None:
    assert isinstance(tables.dates["grain"].dtype, pd.CategoricalDtype)


def test_mentions_joins_all_kinds_with_their_document(tables: Tables) -> None:
    mentions = tables.mentions()

    assert mentions["kind"].tolist() == ["date", "amount"]
    assert set(mentions["issuer"]) == {"Ville de Lens"}
    assert mentions["duplicate_of"].isna().all()


def test_by_document_counts_each_kind(tables: Tables) -> None:
    counts = tables.by_document().set_index("document_id")

    assert counts.loc["a", ["dates", "amounts", "places"]].tolist() == [1, 1, 0]
    assert counts.loc["b", "dates"] == 0


def test_the_tables_are_listed(tables: Tables) -> None:
    assert [*tables] == [*all_tables()]


def test_an_unknown_table_is_an_attribute_error(tables: Tables) -> None:
    with pytest.raises(AttributeError, match="no table 'prices'"):
        _ = tables.prices


def test_tables_of_another_version_are_refused(tables: Tables) -> None:
    path = tables.folder / "documents.parquet"
    pq.write_table(pq.read_table(path).drop_columns("section"), path)
    (tables.folder / "places.parquet").unlink()

    with pytest.raises(UsageError, match="another version wrote documents, places"):
        frames.load(tables.folder)


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no documents table"):
        frames.load(tmp_path / "nowhere")
