"""Copies of articles in a run: a signature in the parts of each shard, compared when tables are put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from pipeline import duplicates
from pipeline.batch import lean
from pipeline.duplicates import Candidate, Signature
from pipeline.types import Document

PART: Final = "signatures"
"""Name of the part files; they become no table."""

SCHEMA: Final = pa.schema(
    [
        pa.field("document_id", pa.string()),
        pa.field("published", pa.date32()),
        pa.field("digest", pa.binary()),
        pa.field("size", pa.int32()),
        pa.field("minima", pa.binary()),
        pa.field("telling", pa.binary()),
    ]
)


def row(document: Document) -> dict[str, Any]:
    """The signature of a document, with what decides which of two copies comes first."""
    found = duplicates.fingerprint(document.text)
    return {
        "document_id": document.document_id,
        "published": document.published,
        "digest": found.digest,
        "size": found.size,
        "minima": found.minima,
        "telling": found.telling,
    }


def find(parts: Iterable[pa.Table], scratch: Path) -> dict[str, str]:
    """The documents that are copies, each with the one it copies; memory does not grow with the corpus."""
    return duplicates.group(_candidates(parts), scratch)


def _candidates(parts: Iterable[pa.Table]) -> Iterator[Candidate]:
    for part in parts:
        for found in part.to_pylist():
            yield Candidate(found.pop("document_id"), found.pop("published"), Signature(**found))


def mark(documents: pa.Table, copies: Mapping[str, str]) -> pa.Table:
    """Rows of `documents` with `duplicate_of` filled in."""
    lean.spare_pandas()
    found = [copies.get(name) for name in documents["document_id"].to_pylist()]
    place = documents.schema.get_field_index("duplicate_of")
    return documents.set_column(place, documents.schema.field(place), pa.array(found, pa.string()))
