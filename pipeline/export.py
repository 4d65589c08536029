"""Tables → files: Parquet (the reference), CSV, Data Package. The only place that formats values.

Every file is written under a temporary name and put in place by one rename, so that a reader finds
the old file or the new one, never half of one; `durable` ones are flushed to disk before.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, Literal, cast

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import storage
from pipeline.storage import Place, Url
from pipeline.tables import Table, tables
from pipeline.types import Column, ColumnType

Dialect = Literal["rfc", "excel-fr"]
Cell = Callable[[Any], str]

# Rows of a Parquet row group: fixed, so that the bytes depend on the rows alone, and few where rows
# are long, so that memory does not grow with the corpus.
_ROW_GROUP: Final = 4096
_LONG_ROW_GROUP: Final = 512
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def replacing(path: Place, mode: Literal["w", "wb"] = "wb", *, durable: bool = True) -> Iterator[IO[Any]]:
    """A file that appears under `path` whole, when the block ends without an error.

    Args:
        path: where it shall stand.
        mode: for text or bytes.
        durable: wait until it is on the disk, so that it survives a power failure.

    Raises:
        OSError: the disk is full or read-only; what stood at `path` is untouched.
    """
    if isinstance(path, Url):
        with storage.uploading(path, mode) as file:
            yield file
        return
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        text = {"encoding": "utf-8", "newline": ""} if mode == "w" else {}
        with cast("IO[Any]", open(temporary, mode, **text)) as file:  # type: ignore[call-overload]  # noqa: PTH123
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in {None, str(temporary)}:
            error.filename, error.filename2 = str(path), None  # the name that the reader of the message knows
        raise


def write_parquet(path: Place, schema: pa.Schema, parts: Iterable[pa.Table], *, durable: bool = True) -> int:
    """Write tables one after another as one Parquet file; the number of rows.

    The bytes depend on the rows and their order, not on how they were cut into parts.
    """
    count = 0
    with replacing(path, durable=durable) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in _groups(schema, parts, _group_size(schema)):
            writer.write_table(group, row_group_size=group.num_rows)
            count += group.num_rows
    return count


def read_parquet(path: Place) -> pa.Table:
    """A Parquet file of ours, whole."""
    source = path.native() if isinstance(path, Url) else path
    with pq.ParquetFile(source) as file:  # `pq.read_table` would import pandas, 60 MB
        return file.read(use_threads=False)


def _group_size(schema: pa.Schema) -> int:
    return _LONG_ROW_GROUP if "blocks" in schema.names else _ROW_GROUP


def _groups(schema: pa.Schema, parts: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    waiting = pa.Table.from_batches([], schema)
    for part in parts:
        waiting = pa.concat_tables([waiting, part])
        while waiting.num_rows >= size:
            yield waiting.slice(0, size).combine_chunks()
            waiting = waiting.slice(size)
    if waiting.num_rows:
        yield waiting.combine_chunks()


def write_csv(path: Path, table: Table, parquet: Path, dialect: Dialect = "rfc") -> None:
    """Write the CSV of a table from its Parquet file (RFC 4180, or as a French spreadsheet reads it)."""
    shown = csv_columns(table)
    cells = [_cell(column, dialect) for column in shown]
    with replacing(path, "w") as file:
        if dialect == "excel-fr":
            file.write("\ufeff")
        writer = csv.writer(file, delimiter=";" if dialect == "excel-fr" else ",", lineterminator="\r\n")
        writer.writerow(column.name for column in shown)
        with pq.ParquetFile(parquet) as source:
            for batch in _batches(source, [column.name for column in shown]):
                values = batch.to_pydict()
                written = ([*map(cell, values[column.name])] for column, cell in zip(shown, cells, strict=True))
                writer.writerows(zip(*written, strict=True))


def _batches(source: pq.ParquetFile, columns: list[str]) -> Iterator[pa.RecordBatch]:
    """The rows of a file, some at a time; each row group is opened anew, for a reader of all of them would grow."""
    for number in range(source.num_row_groups):
        group = source.read_row_group(number, columns=columns, use_threads=False)
        yield from group.to_batches(max_chunksize=_LONG_ROW_GROUP)


def csv_columns(table: Table) -> list[Column]:
    """The columns of a table that its CSV has: all but nested ones."""
    return [column for column in table.columns if column.type != "blocks"]


def _cell(column: Column, dialect: Dialect) -> Cell:
    plain: dict[ColumnType, Cell] = {
        "date": date.isoformat,
        "amount": partial(decimal, digits=2),
        "rate": decimal,
        "boolean": lambda value: str(value).lower(),
        "list": lambda value: neutral("|".join(value)),
    }
    # A closed list of words ("+", "-" for the direction of change) holds no foreign text.
    write = plain.get(column.type, str if column.words or column.type in {"integer", "number"} else neutral)
    if dialect == "excel-fr" and column.type in {"number", "amount", "rate"}:
        return lambda value: "" if value is None else write(value).replace(".", ",")
    return lambda value: "" if value is None else write(value)


def decimal(value: Decimal, digits: int = 0) -> str:
    """A decimal with as many decimals as it needs, and no fewer than `digits`."""
    whole, _, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0").ljust(digits, "0")
    return f"{whole}.{fraction}" if fraction else whole


def neutral(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe goes before `=`, `+`, `-`, `@`, tab, return."""
    return f"'{text}" if text.startswith(_FORMULA) else text


_TYPES: Final[dict[ColumnType, str]] = {"amount": "number", "rate": "number", "blocks": "array", "list": "string"}
_NOTE: Final = (
    "Lists are joined by '|'. A text that a spreadsheet would run as a formula (first character = + - @, tab or "
    "return) has an apostrophe before it; the Parquet file of the same name holds the text untouched."
)


def field_schema(table: Table, column: Column, dialect: Dialect = "rfc") -> dict[str, Any]:
    """The Table Schema field of a column, in English and French."""
    kind = "string" if column.type == "time" else _TYPES.get(column.type, column.type)
    constraints: dict[str, Any] = {"required": True} if table.requires(column) else {}
    constraints |= {"enum": list(column.words)} if column.words else {}
    constraints |= {"unique": True} if column is table.columns[0] and table.name != "failures" else {}
    field = {
        "name": column.name,
        "type": kind,
        "description": column.en,
        "description_fr": column.fr,
        "example": column.example,
        "constraints": constraints,
        "decimalChar": "," if dialect == "excel-fr" and kind == "number" else "",
    }
    return {key: value for key, value in field.items() if value}


def table_schema(table: Table, dialect: Dialect = "rfc", columns: Iterable[Column] | None = None) -> dict[str, Any]:
    """The Table Schema of a table (of some of its columns, where given)."""
    schema: dict[str, Any] = {
        "fields": [field_schema(table, column, dialect) for column in columns or table.columns],
        "missingValues": [""],
    }
    if table.name != "failures":
        schema["primaryKey"] = table.columns[0].name
    if table.keyed:
        reference = {"resource": "documents", "fields": "document_id"}
        schema["foreignKeys"] = [{"fields": "document_id", "reference": reference}]
    return schema


def data_package(folder: Path, dialect: Dialect = "rfc") -> dict[str, Any]:
    """The Data Package that describes the tables in a folder: a resource for each, its CSV and its Parquet."""
    return {
        "name": "communiques",
        "profile": "data-package",
        "description": _NOTE,
        "resources": [_resource(folder, table, dialect) for table in tables().values()],
    }


def _resource(folder: Path, table: Table, dialect: Dialect) -> dict[str, Any]:
    shown = csv_columns(table)
    only_parquet = [field_schema(table, column) for column in table.columns if column not in shown]
    return {
        "name": table.name,
        "profile": "tabular-data-resource",
        "description": f"A row is {table.en}.",
        "description_fr": f"Une ligne est {table.fr}.",
        **_file(folder / f"{table.name}.csv", "text/csv"),
        "encoding": "utf-8",
        "dialect": {"delimiter": ";" if dialect == "excel-fr" else ",", "lineTerminator": "\r\n", "header": True},
        "schema": table_schema(table, dialect, shown),
        # A property of our own: validators that read CSV only would take a Parquet resource for an error.
        "parquet": _file(folder / f"{table.name}.parquet", "application/vnd.apache.parquet")
        | ({"fields": only_parquet} if only_parquet else {}),
    }


def _file(path: Path, mediatype: str) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "path": path.name,
        "format": path.suffix[1:],
        "mediatype": mediatype,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
    }


def to_json(content: Any) -> str:  # noqa: ANN401 - any JSON value
    """JSON that a person can read, keys in the order given."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def write_json(path: Place, content: Any, *, durable: bool = True) -> None:  # noqa: ANN401 - any JSON value
    """Write JSON that a person can read."""
    with replacing(path, "w", durable=durable) as file:
        file.write(to_json(content))


def read_json(path: Place) -> dict[str, Any]:
    """A JSON object from a file."""
    return cast("dict[str, Any]", json.loads(path.read_text(encoding="utf-8")))


_PREFACE: Final = """\
# What a run writes

`communiques run` writes here one Parquet file and one CSV file for each table below, their description
(`datapackage.json`: a Table Schema for each, in English and French) and what ran (`run.json`). Nothing of it is
committed but this page, which `communiques schema --markdown` prints.

- Parquet is the reference. CSV is made from it: UTF-8, comma, ISO dates, decimal point; `--csv excel-fr` writes a
  semicolon, a decimal comma and a byte-order mark, so that a French spreadsheet opens it by a double click.
- {note}
- Rows of one document stand together; documents stand in the order of a hash of their `document_id`, so that the same
  input gives the same bytes, whatever the order of the files and the number of workers. `source` sorts them as files.
- Each input item is one row of `documents` or one row of `failures`. Only a document whose facts could not be made has
  a row in both: `stage` is `facts` then, and its mentions are all there.
- `document_id` joins all tables; `documents.text[start:end]` is the `text` of a mention (offsets count characters).

```python
import pandas as pd

dates = pd.read_parquet("extracted/dates.parquet", dtype_backend="pyarrow")
```

```sql
-- duckdb
SELECT title, amount_max, sentence
FROM 'extracted/amounts.parquet' JOIN 'extracted/documents.parquet' USING (document_id);
```
"""


def dictionary() -> str:
    """The data dictionary, in Markdown."""
    sections = [_PREFACE.format(note=_NOTE)]
    for table in tables().values():
        rows = "".join(map(_dictionary_row, table.columns))
        head = f"## {table.name}\n\nA row is {table.en} — une ligne est {table.fr}."
        sections.append(
            f"{head}\n\n| column | type | meaning | signification | example |\n|---|---|---|---|---|\n{rows}"
        )
    return "\n".join(sections)


def _dictionary_row(column: Column) -> str:
    words = f" ({', '.join(column.words)})" if column.words else ""
    cells = (
        f"`{column.name}`",
        column.type,
        column.en + words,
        column.fr,
        f"`{column.example}`" if column.example else "",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"
