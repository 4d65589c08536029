"""The mentions of each row of a Spark DataFrame, for a corpus that is in Spark already."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from pipeline import tables
from pipeline.batch import shard
from pipeline.errors import ReadError, UsageError
from pipeline.read import rows
from pipeline.tables import Table
from pipeline.types import Failure, Page

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

FAILURE: Final = "failure"
_IDS: Final = {"mention_id", "document_id"}  # a row of a frame has an id of its own, or none


def extract(
    frame: DataFrame, text: str = "text", published: str | None = "published", *, analyser: str = "pipeline.nlp"
) -> DataFrame:
    """The frame with a column for each kind of mention (`dates`, `places` …), an array of structs.

    The structs have the columns of the table of that name, but for ids: `start` and `end` count
    characters of the text, as `substring` of Spark does. `failure` says why a row has no mentions, as
    the table `failures` does (no text, a date of publication that is none); it is null for the others.

    Args:
        frame: one article a row.
        text: name of the column that holds the clean text.
        published: name of the column that holds the day of publication (a date, or a text that is one);
            None where it is not known.
        analyser: name of the module that analyses documents.

    Raises:
        UsageError: the frame has no such column, or has one that would be added.
    """
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    added = pa.schema([*((table.name, _type(table)) for table in _tables()), (FAILURE, pa.string())])
    if missing := {text, published} - {None, *frame.columns}:
        message = f"the frame has no column {', '.join(map(str, missing))}; its columns are {', '.join(frame.columns)}"
        raise UsageError(message)
    if taken := {*added.names} & {*frame.columns}:
        message = f"the frame has a column {', '.join(taken)} already; rename it, for a column of that name is added"
        raise UsageError(message)

    def extracted(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        nlp = shard.analyser(analyser)
        for batch in batches:
            yield _extracted(batch, text, published, nlp)

    schema = StructType([*frame.schema.fields, *from_arrow_schema(added).fields])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        return frame.mapInArrow(extracted, schema)


def _tables() -> list[Table]:
    return [table for table in tables.tables().values() if table.kind]


def _type(table: Table) -> pa.DataType:
    return pa.list_(pa.struct([pa.field(f.name, f.type) for f in table.schema if f.name not in _IDS]))


def _extracted(batch: pa.RecordBatch, text: str, published: str | None, nlp: shard.Analyser) -> pa.RecordBatch:
    texts = batch.column(text).to_pylist()
    days = batch.column(published).to_pylist() if published else [None] * len(texts)
    work = shard.Work(nlp, facts=False)
    work.add(map(_item, range(len(texts)), texts, days))
    nested = [_nested(table, work.parts[table.name], len(texts)) for table in _tables()]
    names = [*batch.schema.names, *(table.name for table in _tables()), FAILURE]
    failures = _failures(work.parts["failures"], len(texts))
    return pa.RecordBatch.from_arrays([*batch.columns, *nested, failures], names=names)


def _item(number: int, text: Any, published: Any) -> Page | Failure:  # noqa: ANN401 - whatever the frame holds
    """A row as the reader of feeds takes it; its number stands for its id."""
    source = str(number)
    try:
        return rows.page_of({"id": source, "text": text, "published": published}, source, b"")
    except ReadError as error:
        return rows.failure(source, error)


def _nested(table: Table, parts: list[pa.Table], count: int) -> pa.Array:
    """The rows of a mention table, which come in the order of the documents, as one list a document."""
    flat = pa.concat_tables([table.schema.empty_table(), *parts]).combine_chunks()
    sizes = [0] * count
    for number in flat["document_id"].to_pylist():
        sizes[int(number)] += 1
    kind = _type(table)
    columns = [pa.concat_arrays(flat[field.name].chunks) for field in kind.value_type]
    structs = pa.StructArray.from_arrays(columns, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array([*accumulate(sizes, initial=0)], pa.int32()), structs)


def _failures(parts: list[pa.Table], count: int) -> pa.Array:
    found = {row["source"]: f"{row['reason']} — {row['remedy']}" for part in parts for row in part.to_pylist()}
    return pa.array([found.get(str(number)) for number in range(count)], pa.string())
