"""An Excel workbook: one sheet a table, real dates, euro formats, and a sheet that explains them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

from pipeline import export
from pipeline.errors import UsageError
from pipeline.tables import FINDINGS, Table, tables
from pipeline.types import Column

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

ROWS: Final = 1_048_575  # of a sheet, without its header
CHARACTERS: Final = 32_767  # of a cell
_FORMATS: Final = {"date": "dd/mm/yyyy", "amount": '#,##0.00##\\ "€"', "rate": "0.0###", "number": "0.00##"}
_WIDTHS: Final = {"string": 24, "date": 12, "amount": 18, "sentence": 80, "text": 36, "explanation": 60}
_NARROW: Final = 10
_BATCH: Final = 4096


def write(folder: Path, target: Path) -> None:
    """Write the tables of a run as a workbook; an older file of that name is replaced whole.

    A text longer than a cell holds is cut (the README sheet says so).

    Raises:
        UsageError: a table has more rows than a sheet.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    found = [table for table in (*tables().values(), FINDINGS) if (folder / f"{table.name}.parquet").exists()]
    _readme(book, found)
    for table in found:
        _sheet(book, table, folder / f"{table.name}.parquet")
    with export.replacing(target) as file:
        book.save(file)


def _readme(book: Workbook, found: list[Table]) -> None:
    sheet = book.create_sheet("LISEZ-MOI")
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 22
    sheet.column_dimensions["C"].width = 100
    for line in (
        ["Tables extraites de communiqués de presse"],
        ["Une feuille par table. document_id relie toutes les tables."],
        [f"Un texte de plus de {CHARACTERS} caractères est coupé ici ; le fichier Parquet le garde entier."],
        [],
        ["table", "colonne", "signification"],
    ):
        sheet.append(line)
    for table in found:
        sheet.append([table.name, "", f"Une ligne est {table.fr}."])
        for column in export.csv_columns(table):
            sheet.append(["", column.name, column.fr])


def _sheet(book: Workbook, table: Table, path: Path) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    shown = export.csv_columns(table)
    with pq.ParquetFile(path) as source:
        if source.metadata.num_rows > ROWS:
            message = f"{table.name} has {source.metadata.num_rows} rows, a sheet holds {ROWS}; use --duckdb or the CSV"
            raise UsageError(message)
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(shown, 1):
            width = _WIDTHS.get(column.name, _WIDTHS.get(column.type, _NARROW))
            sheet.column_dimensions[get_column_letter(number)].width = width
        head = [_cell(sheet, column.name) for column in shown]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        for row in _rows(source, shown):
            sheet.append([_typed(sheet, column, value) for column, value in zip(shown, row, strict=True)])
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(shown))}{source.metadata.num_rows + 1}"


def _rows(source: pq.ParquetFile, shown: list[Column]) -> Iterator[tuple[Any, ...]]:
    names = [column.name for column in shown]
    for batch in source.iter_batches(_BATCH, columns=names):
        values = batch.to_pydict()
        yield from zip(*(values[name] for name in names), strict=True)


def _cell(sheet: Any, text: str) -> WriteOnlyCell:  # noqa: ANN401 - a write-only worksheet
    """A cell that is text whatever it looks like: no formula, no character that XML forbids."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)[:CHARACTERS])
    cell.data_type = "s"
    return cell


def _typed(sheet: Any, column: Column, value: Any) -> Any:  # noqa: ANN401 - any cell
    from openpyxl.cell import WriteOnlyCell

    if value is None:
        return None
    if column.type == "list":
        value = "|".join(value)
    if isinstance(value, str):
        return _cell(sheet, value)
    # A decimal of a few digits too many for a spreadsheet is shown as its nearest double.
    cell = WriteOnlyCell(sheet, float(value) if isinstance(value, Decimal) else value)
    if column.type in _FORMATS:
        cell.number_format = _FORMATS[column.type]
    return cell
