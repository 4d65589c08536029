"""Small tables of a run, written by a test: say what matters, the rest is filled in soundly."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline import tables

TEXT = "Titre\n\nLe 1er juin 2017, à Lens, Anne Petit annonce 500 euros, soit 5 %."

_MENTIONS = {
    "dates": "1er juin 2017",
    "places": "Lens",
    "people": "Anne Petit",
    "amounts": "500 euros",
    "percentages": "5 %",
}


def document(document_id: str = "a", **changes: Any) -> dict[str, Any]:
    """A sound row of `documents`."""
    text = changes.get("text", TEXT)
    row = {"document_id": document_id, "source": f"{document_id}.html", "title": "Titre", "language": "fr"}
    return row | {"text": text, "blocks": [], "characters": max(len(text), 500), "published_from": "none"} | changes


def mention(table: str, document_id: str = "a", **changes: Any) -> dict[str, Any]:
    """A sound row of a mention table, in the text above."""
    text = changes.get("text", _MENTIONS.get(table, "Titre"))
    start = changes.get("start", max(TEXT.find(text), 0))
    row = {
        "mention_id": f"{document_id}-{table}-{start}",
        "document_id": document_id,
        "start": start,
        "end": start + len(text),
        "text": text,
        "sentence": TEXT[7:],
        "block": "paragraph",
        "rule": "test.rule",
        "confidence": 0.9,
    }
    if table == "percentages":
        row["unit"] = "percent"
    return row | changes


def fact(table: str, **changes: Any) -> dict[str, Any]:
    """A sound row of `facts` about the mention that `mention` gives for that table."""
    about = mention(table)
    shared = {key: about[key] for key in ("mention_id", "document_id", "sentence", "rule", "confidence")}
    return {"fact_id": f"f-{about['mention_id']}", "kind": "amount"} | shared | changes


def write(folder: Path, **rows: Iterable[dict[str, Any]]) -> Path:
    """Write every table of a run into `folder`; those not named are empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in tables.tables():
        pq.write_table(tables.to_arrow(name, rows.get(name, ())), folder / f"{name}.parquet")
    return folder


def sound(folder: Path) -> Path:
    """A run without a fault: one document, one mention of each kind."""
    return write(folder, documents=[document(published=None)], **{table: [mention(table)] for table in _MENTIONS})
