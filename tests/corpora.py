"""Corpora that a test writes, and how to compare what runs make of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.tables import Row, tables


def text(number: int) -> str:
    """A short press release."""
    return (
        f"Un préau pour l’école {number}\n\nLa commune a voté {number + 1} 000 euros le 3 mai 2017, soit 12 % du coût."
    )


def write(path: Path, texts: Iterable[str], prefix: str = "d") -> Path:
    """A feed of clean texts, one a line."""
    rows = (
        {"id": f"{prefix}{number}", "text": content, "published": "2017-06-06"} for number, content in enumerate(texts)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of every table of a run, and of their description."""
    names = [f"{name}.{kind}" for name in tables() for kind in ("parquet", "csv")]
    return {name: (folder / name).read_bytes() for name in [*names, "datapackage.json"]}


def rows(folder: Path, table: str) -> list[Row]:
    """The rows of a table."""
    found: list[Row] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return found
