"""The workbook: types of cells, header, and text that must not run."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.formats import workbook
from tests.runs import document, mention, write


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("run")
    day = date(2017, 6, 1)
    write(
        folder,
        documents=[document(title="=1+1", text="Titre\x0b " + "a" * 40_000)],
        dates=[mention("dates", start_date=day, end_date=day)],
        amounts=[mention("amounts", amount_min=Decimal("500.5"), amount_max=Decimal("500.5"))],
        percentages=[mention("percentages", value_min=Decimal("16.5"), value_max=Decimal("16.5"))],
        places=[mention("places", candidates=["93066", "97411"], code="01004")],
    )
    workbook.write(folder, folder / "tables.xlsx")
    return load_workbook(folder / "tables.xlsx")


def _cell(book: Any, sheet: str, column: str) -> Any:
    names = [cell.value for cell in book[sheet][1]]
    return book[sheet].cell(2, names.index(column) + 1)


def test_a_date_is_a_date(book: Any) -> None:
    cell = _cell(book, "dates", "start_date")

    assert (cell.value, cell.is_date, cell.number_format) == (datetime(2017, 6, 1), True, "dd/mm/yyyy")  # noqa: DTZ001 - a day


def test_a_sum_is_a_number_in_euros(book: Any) -> None:
    cell = _cell(book, "amounts", "amount_max")

    assert (cell.value, cell.data_type) == (500.5, "n")
    assert "€" in cell.number_format


def test_a_rate_is_a_number(book: Any) -> None:
    assert (_cell(book, "percentages", "value_min").value, _cell(book, "percentages", "value_min").data_type) == (
        16.5,
        "n",
    )


def test_a_code_keeps_its_zeros(book: Any) -> None:
    assert _cell(book, "places", "code").value == "01004"


def test_a_list_is_joined(book: Any) -> None:
    assert _cell(book, "places", "candidates").value == "93066|97411"


def test_text_that_looks_like_a_formula_is_text(book: Any) -> None:
    cell = _cell(book, "documents", "title")

    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_long_text_is_cut_and_made_legal(book: Any) -> None:
    text = _cell(book, "documents", "text").value

    assert (len(text), text[:7]) == (workbook.CHARACTERS, "Titre\ufffd ")


def test_the_header_stays_in_view(book: Any) -> None:
    assert {sheet.freeze_panes for sheet in book if sheet.title != "LISEZ-MOI"} == {"A2"}


def test_the_first_sheet_explains_the_others(book: Any) -> None:
    cells = {cell.value for row in book["LISEZ-MOI"].iter_rows() for cell in row}

    assert {"start_date", "Premier jour de la période"} <= cells
