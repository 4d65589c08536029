from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from pipeline import nlp, tables
from pipeline.extractors import modules
from pipeline.extractors.amounts import AmountValue
from pipeline.extractors.dates import DateValue
from pipeline.extractors.places import PlaceValue
from pipeline.types import Block, Document, Failure, Mention, columns

TEXT = "Un pont neuf\n\nLa ville paie 1 200 euros. Ouverture le 3 mai."
DOCUMENT = Document("d1", "d1.html", TEXT, (Block("title", 0, 12), Block("paragraph", 14, len(TEXT))))
ANALYSIS = nlp.prepare(DOCUMENT)


def amount(low: str, high: str | None = None) -> Mention:
    start = TEXT.index("1 200 euros")
    value = AmountValue(Decimal(low), Decimal(high or low))
    return Mention("amount", start, start + 11, "1 200 euros", value, "amount.plain", 0.987654)


def test_every_kind_has_a_table_with_the_columns_of_its_value() -> None:
    for module in modules():
        own = [column.name for column in columns(module.VALUE).values()]
        assert tables.tables()[module.TABLE].schema.names[-len(own) :] == own


def test_amounts_and_rates_are_exact_decimals() -> None:
    assert tables.tables()["amounts"].schema.field("amount_min").type == pa.decimal128(24, 6)
    assert tables.tables()["percentages"].schema.field("value_max").type == pa.decimal128(9, 4)
    assert tables.tables()["dates"].schema.field("start_date").type == pa.date32()


def test_a_mention_says_where_it_stands() -> None:
    row = tables.mention_row(DOCUMENT, ANALYSIS, amount("1200"))
    assert row["sentence"] == "La ville paie 1 200 euros."
    assert (row["block"], row["text"], row["confidence"]) == ("paragraph", "1 200 euros", 0.9877)


def test_a_mention_in_a_title_says_so() -> None:
    mention = Mention("place", 3, 7, "pont", PlaceValue(candidates=("62907",)), "place.test")
    row = tables.mention_row(DOCUMENT, ANALYSIS, mention)
    assert (row["block"], row["sentence"]) == ("title", "Un pont neuf")


def test_the_sentence_of_a_mention_holds_all_of_it() -> None:
    start, end = TEXT.index("euros"), TEXT.index(" le 3 mai")
    mention = Mention("date", start, end, TEXT[start:end], DateValue(), "date.test")
    assert mention.text in tables.mention_row(DOCUMENT, ANALYSIS, mention)["sentence"]


def test_mention_id_depends_on_document_kind_and_offsets_alone() -> None:
    first, other_value = amount("1200"), amount("7")
    assert tables.mention_id("d1", first) == tables.mention_id("d1", other_value)
    assert tables.mention_id("d2", first) != tables.mention_id("d1", first)


@pytest.mark.parametrize("value", ["0.2516", "999999999999999999", "0.1000000"])
def test_a_sum_that_fits_its_column_is_kept_exactly(value: str) -> None:
    row = tables.mention_row(DOCUMENT, ANALYSIS, amount(value))
    assert tables.to_arrow("amounts", [row])["amount_min"][0].as_py() == Decimal(value)


@pytest.mark.parametrize("value", ["0.0000001", "1000000000000000000", "Infinity", "1" * 40])
def test_a_sum_that_its_column_cannot_hold_is_null(value: str) -> None:
    assert tables.mention_row(DOCUMENT, ANALYSIS, amount(value))["amount_min"] is None


def test_coordinates_have_six_decimals() -> None:
    mention = Mention("place", 3, 7, "pont", PlaceValue(latitude=50.48042297363281), "place.test")
    assert tables.mention_row(DOCUMENT, ANALYSIS, mention)["latitude"] == 50.480423


def test_documents_keep_their_blocks_and_length() -> None:
    table = tables.to_arrow("documents", [tables.document_row(DOCUMENT)])
    assert table["blocks"][0].as_py()[0] == {"kind": "title", "start": 0, "end": 12, "level": None}
    assert table["characters"][0].as_py() == len(TEXT)


def test_failures_need_no_document() -> None:
    failure = Failure("a.html", "read", "ReadError", "le fichier est vide", "le télécharger à nouveau")
    assert tables.to_arrow("failures", [tables.failure_row(failure)])["document_id"][0].as_py() is None


def test_the_first_mention_columns_are_those_of_the_contract() -> None:
    expected = ["mention_id", "document_id", "start", "end", "text", "sentence", "block", "rule", "confidence"]
    assert tables.tables()["dates"].schema.names[:9] == expected


def test_days_are_written_as_days() -> None:
    start = TEXT.index("3 mai")
    value = DateValue(date(2017, 5, 3), date(2017, 5, 3), "day")
    row = tables.mention_row(DOCUMENT, ANALYSIS, Mention("date", start, start + 5, "3 mai", value, "date.day"))
    assert tables.to_arrow("dates", [row])["start_date"][0].as_py() == date(2017, 5, 3)
