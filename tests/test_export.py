import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import export
from pipeline.tables import tables, to_arrow

DOCUMENT = {"document_id": "d1", "source": "d1.txt", "text": "Un pont", "published_from": "none", "characters": 7}
MENTION = {"mention_id": "m1", "document_id": "d1", "start": 0, "end": 2, "rule": "r", "confidence": 0.5, "text": "Un"}


def written(tmp_path: Path, name: str, row: dict[str, Any], dialect: export.Dialect = "rfc") -> dict[str, str]:
    """The row as the CSV file of its table has it."""
    table = tables()[name]
    parquet = tmp_path / f"{name}.parquet"
    export.write_parquet(parquet, table.schema, [to_arrow(name, [row])])
    export.write_csv(tmp_path / f"{name}.csv", table, parquet, dialect)
    with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(csv.DictReader(file, delimiter=";" if dialect == "excel-fr" else ","))


@pytest.mark.parametrize(
    ("value", "shown"),
    [("500000", "500000.00"), ("0.2516", "0.2516"), ("1.5", "1.50"), ("0", "0.00"), ("12.340000", "12.34")],
)
def test_sums_have_two_decimals_and_no_more_than_needed(tmp_path: Path, value: str, shown: str) -> None:
    row = MENTION | {"amount_min": Decimal(value), "amount_max": None}
    found = written(tmp_path, "amounts", row)
    assert (found["amount_min"], found["amount_max"]) == (shown, "")


@pytest.mark.parametrize(("value", "shown"), [("16.5", "16.5"), ("27", "27"), ("-0.1", "-0.1"), ("100", "100")])
def test_rates_have_the_decimals_they_need(tmp_path: Path, value: str, shown: str) -> None:
    assert written(tmp_path, "percentages", MENTION | {"value_min": Decimal(value)})["value_min"] == shown


def test_a_french_spreadsheet_gets_a_comma_a_semicolon_and_a_mark(tmp_path: Path) -> None:
    row = MENTION | {"amount_min": Decimal("2300000.5"), "per": "an; habitant"}
    found = written(tmp_path, "amounts", row, "excel-fr")
    assert (found["amount_min"], found["confidence"], found["per"]) == ("2300000,50", "0,5", "an; habitant")
    assert (tmp_path / "amounts.csv").read_bytes().startswith(b"\xef\xbb\xbfmention_id;")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_runs_as_a_formula(tmp_path: Path, start: str) -> None:
    title = f"{start}HYPERLINK(A1)"
    assert written(tmp_path, "documents", DOCUMENT | {"title": title})["title"] == f"'{title}"
    assert pq.read_table(tmp_path / "documents.parquet")["title"][0].as_py() == title


def test_a_direction_of_change_is_no_foreign_text(tmp_path: Path) -> None:
    assert written(tmp_path, "percentages", MENTION | {"sign": "-", "unit": "percent"})["sign"] == "-"


def test_lists_are_joined_by_a_bar(tmp_path: Path) -> None:
    assert written(tmp_path, "places", MENTION | {"candidates": ["93066", "97411"]})["candidates"] == "93066|97411"


def test_csv_is_rfc_4180(tmp_path: Path) -> None:
    row = DOCUMENT | {"title": 'Le "pont", neuf', "text": "Un\nDeux"}
    assert written(tmp_path, "documents", row)["title"] == 'Le "pont", neuf'
    content = (tmp_path / "documents.csv").read_bytes()
    assert b'"Le ""pont"", neuf"' in content
    assert content.endswith(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")


def test_blocks_are_not_in_the_csv(tmp_path: Path) -> None:
    assert "blocks" not in written(tmp_path, "documents", DOCUMENT)


def test_parquet_bytes_do_not_depend_on_how_rows_were_cut(tmp_path: Path) -> None:
    schema = tables()["documents"].schema
    rows = [DOCUMENT | {"document_id": f"d{i}", "text": "mot " * (i % 7)} for i in range(9000)]
    whole = to_arrow("documents", rows)
    export.write_parquet(tmp_path / "a", schema, [whole])
    export.write_parquet(tmp_path / "b", schema, [whole.slice(i, 700) for i in range(0, 9000, 700)])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert pq.read_table(tmp_path / "a").equals(whole)


def test_an_empty_table_can_be_read(tmp_path: Path) -> None:
    schema = tables()["dates"].schema
    assert export.write_parquet(tmp_path / "dates.parquet", schema, []) == 0
    assert pq.read_schema(tmp_path / "dates.parquet").equals(schema)


def test_a_file_that_fails_half_way_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "dates.parquet"
    path.write_bytes(b"old")
    schema = tables()["dates"].schema
    with pytest.raises(pa.ArrowInvalid):
        export.write_parquet(path, schema, [pa.table({"other": [1]})])
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["dates.parquet"]


def test_the_data_package_describes_every_column_in_two_languages(tmp_path: Path) -> None:
    for name, table in tables().items():
        export.write_parquet(tmp_path / f"{name}.parquet", table.schema, [])
        export.write_csv(tmp_path / f"{name}.csv", table, tmp_path / f"{name}.parquet")
    resources = export.data_package(tmp_path)["resources"]
    paths = {resource["path"] for resource in resources} | {resource["parquet"]["path"] for resource in resources}
    assert paths == {path.name for path in tmp_path.iterdir()}
    fields = [f for resource in resources for f in resource["schema"]["fields"] + resource["parquet"].get("fields", [])]
    assert len(fields) == sum(len(table.columns) for table in tables().values())
    assert all(field["description"] and field["description_fr"] for field in fields)


def test_the_schema_of_a_csv_has_its_columns_in_order(tmp_path: Path) -> None:
    table = tables()["places"]
    names = [field["name"] for field in export.table_schema(table, columns=export.csv_columns(table))["fields"]]
    assert list(written(tmp_path, "places", MENTION)) == names


def test_coded_columns_list_their_words() -> None:
    fields = {field["name"]: field for field in export.table_schema(tables()["amounts"])["fields"]}
    assert fields["tax"]["constraints"]["enum"] == ["HT", "TTC"]
    assert fields["mention_id"]["constraints"] == {"required": True, "unique": True}
