"""The tables of a run with the decisions of its reviewers merged in, in a folder of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import export, extractors, nlp
from pipeline import tables as tabling
from pipeline.review.outcome import Reviewed, mentions, open_worklist
from pipeline.review.worklist import Worklist
from pipeline.types import Block, Document, Extractor, Mention, columns

FOLDER = "reviewed"
_RULES = {"add": "review.added", "correct": "review.corrected"}


def write(folder: Path, dialect: export.Dialect = "rfc") -> Path:
    """Write the reviewed tables into `DIR/reviewed` as Parquet, CSV and Data Package; that folder.

    Rejected mentions are left out, corrected and added ones have the reviewer's span and value, and
    whatever a reviewer confirmed has confidence 1. Mentions that nobody looked at stay as they are.
    """
    target = folder / FOLDER
    target.mkdir(exist_ok=True)
    work = open_worklist(folder)
    try:
        merged = {module.TABLE: _merged(folder, work, module) for module in extractors.modules()}
    finally:
        work.store.close()
    for name, table in tabling.tables().items():
        rows = merged.get(name)
        path = target / f"{name}.parquet"
        found = pq.read_table(folder / f"{name}.parquet") if rows is None else tabling.to_arrow(name, rows)
        export.write_parquet(path, table.schema, [found])
        export.write_csv(path.with_suffix(".csv"), table, path, dialect)
    export.write_json(target / "datapackage.json", export.data_package(target, dialect))
    return target


def _merged(folder: Path, work: Worklist, module: Extractor) -> list[dict[str, Any]]:
    """The rows of one table, in the order of the run, a document's added mentions after its others."""
    found: pa.Table = pq.read_table(folder / f"{module.TABLE}.parquet")
    rows = {row["mention_id"]: row for row in found.to_pylist()}
    documents = {row["document_id"]: row for row in pq.read_table(folder / "documents.parquet").to_pylist()}
    return [
        row
        for document_id, document in documents.items()
        for row in _document_rows(document, mentions(work, document_id), rows, module)
    ]


def _document_rows(
    document: dict[str, Any], found: list[Reviewed], rows: dict[str, dict[str, Any]], module: Extractor
) -> Iterator[dict[str, Any]]:
    for mention in found:
        if mention.kind != module.KIND or mention.state == "reject":
            continue
        if mention.state in _RULES:
            yield _written(document, mention, module)
        elif mention.state == "accept":
            yield rows[mention.id] | {"confidence": 1.0}
        else:
            yield rows[mention.id]


def _written(row: dict[str, Any], mention: Reviewed, module: Extractor) -> dict[str, Any]:
    """The row of a mention that a reviewer wrote."""
    known = {field.name: row[field.name] for field in dataclasses.fields(Document) if field.name in row}
    document = Document(**known | {"blocks": tuple(Block(**block) for block in row["blocks"])})
    text = document.text[mention.start : mention.end]
    value = module.VALUE(**{key: _parsed(module, key, item) for key, item in mention.value.items() if item})
    said = Mention(mention.kind, mention.start, mention.end, text, value, _RULES[mention.state])
    return tabling.mention_row(document, nlp.prepare(document), said)


def _parsed(module: Extractor, key: str, text: str) -> Any:  # noqa: ANN401 - any field of a value
    kind = columns(module.VALUE)[key].type
    if kind == "date":
        return date.fromisoformat(text)
    if kind in {"amount", "rate"}:
        return Decimal(text)
    if kind == "number":
        return float(text)
    return tuple(text.split("|")) if kind == "list" else text
