"""`extract` on a DataFrame: a column of mentions for each kind, and no row lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import api
from pipeline.errors import UsageError
from pipeline.spark import extract
from pipeline.tables import tables
from tests import fake_nlp

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

KINDS = ["amounts", "dates", "organisations", "percentages", "people", "places"]
TEXT = "Le 😀 conseil a voté 2,5 M€ le 8 juin, soit 12 % du coût, pour l’école de Lens (Pas-de-Calais)."
ROWS = [
    ("a", TEXT, "2017-06-06"),
    ("b", None, "2017-06-06"),
    ("c", "Un vote hier.", "le 6 juin"),
    ("d", " \n", None),
    ("e", "Il a coûté 3 € puis 4 € hier.", None),
    ("f", fake_nlp.BREAKS, None),
    ("g", "Rien à signaler.", "06/06/2017"),
]


@pytest.fixture(scope="module")
def frame(spark: SparkSession) -> DataFrame:
    """Articles of which most have something wrong with them, in one partition."""
    return spark.createDataFrame(ROWS, "key string, text string, published string").coalesce(1)


@pytest.fixture(scope="module")
def found(frame: DataFrame) -> dict[str, dict[str, Any]]:
    """What is found in them, by key."""
    rows = [row.asDict(recursive=True) for row in extract(frame, analyser=fake_nlp.NAME).collect()]
    return {row["key"]: row for row in rows}


def test_no_row_and_no_column_is_lost(found: dict[str, dict[str, Any]]) -> None:
    assert [(row["key"], row["text"], row["published"]) for row in found.values()] == ROWS


def test_there_is_a_column_for_each_kind_and_one_for_failures(frame: DataFrame) -> None:
    added = extract(frame).columns[len(frame.columns) :]
    assert sorted(added) == sorted([*(table.name for table in tables().values() if table.kind), "failure"])


def test_a_mention_has_the_columns_of_its_table_but_for_ids(frame: DataFrame) -> None:
    fields = extract(frame).schema["amounts"].dataType.elementType.names
    assert fields == [column.name for column in tables()["amounts"].columns][2:]


@pytest.mark.parametrize("key", "bcdf")
def test_a_row_that_cannot_be_done_says_why_and_has_no_mention(found: dict[str, dict[str, Any]], key: str) -> None:
    assert found[key]["failure"]
    assert [found[key][kind] for kind in KINDS] == [[]] * len(KINDS)


def test_a_bad_date_of_publication_is_named(found: dict[str, dict[str, Any]]) -> None:
    assert "« le 6 juin » n’est pas une date" in found["c"]["failure"]


def test_a_row_without_mentions_is_no_failure(found: dict[str, dict[str, Any]]) -> None:
    assert found["g"]["failure"] is None
    assert found["g"]["dates"] == []


def test_mentions_stay_with_their_row(found: dict[str, dict[str, Any]]) -> None:
    assert [mention["text"] for mention in found["e"]["amounts"]] == ["3 €", "4 €"]


def test_offsets_count_characters_here_and_in_spark(frame: DataFrame, found: dict[str, dict[str, Any]]) -> None:
    sums = "inline(amounts) AS (start, end, said, s, b, r, c, low, high, m, t, p)"
    rows = extract(frame.where("key = 'a'"), analyser=fake_nlp.NAME).selectExpr("text", sums)
    assert rows.selectExpr("substring(text, start + 1, end - start) = said").first() == (True,)
    (amount,) = found["a"]["amounts"]
    assert TEXT[amount["start"] : amount["end"]] == amount["text"] == "2,5 M€"


@pytest.mark.parametrize("kind", ["date", "timestamp"])
def test_the_day_of_publication_may_be_a_day_or_a_moment(frame: DataFrame, kind: str) -> None:
    typed = frame.where("key = 'a'").selectExpr("text", f"cast(published AS {kind}) AS day")
    (row,) = extract(typed, published="day", analyser=fake_nlp.NAME).collect()
    assert [mention.start_date for mention in row.dates] == [date(2017, 6, 8)]


def test_the_day_of_publication_may_be_unknown(frame: DataFrame) -> None:
    (row,) = extract(frame.where("key = 'a'"), published=None, analyser=fake_nlp.NAME).collect()
    assert [mention.start_date for mention in row.dates] == [None]


def test_an_empty_frame_stays_empty(frame: DataFrame) -> None:
    assert extract(frame.where("false"), analyser=fake_nlp.NAME).collect() == []


def test_a_column_that_is_not_there_is_wrong_use(frame: DataFrame) -> None:
    with pytest.raises(UsageError, match="no column texte; its columns are key, text, published"):
        extract(frame, text="texte")


def test_a_column_that_would_be_added_is_wrong_use(frame: DataFrame) -> None:
    with pytest.raises(UsageError, match="a column dates already"):
        extract(frame.withColumnRenamed("key", "dates"))


def test_the_model_finds_what_it_finds_in_one_article(frame: DataFrame) -> None:
    (row,) = extract(frame.where("key = 'a'")).collect()
    alone = api.extract(TEXT, "2017-06-06", media="clean", facts=False)
    shared = ("start", "end", "text", "rule", "confidence")
    here = sorted(tuple(getattr(mention, name) for name in shared) for mention in alone)
    there = sorted(tuple(mention[name] for name in shared) for kind in KINDS for mention in row[kind])
    assert [(*mention[:4], round(mention[4], 4)) for mention in here] == there
    assert [mention.code for mention in row.places] == ["62498", "62"]
