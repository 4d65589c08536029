"""The Table Schemas as files that a catalogue of schemas can publish, each with an example.

Source: what schema.data.gouv.fr asks of a Table Schema: name, title, description, version, creation
date, contributors, an address of its own, and a French description and example for each field.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pipeline import __version__, export
from pipeline.tables import FINDINGS, Table, tables

_PROFILE: Final = "https://specs.frictionlessdata.io/schemas/table-schema.json"
_CREATED: Final = "2026-11-25"
_EXAMPLE: Final = "exemple-valide.csv"


def published(table: Table) -> dict[str, Any]:
    """The schema of a table's CSV as a catalogue publishes it, its descriptions in French."""
    schema = export.table_schema(table, columns=export.csv_columns(table))
    fields = [_french(field) for field in schema.pop("fields")]
    return {
        "$schema": _PROFILE,
        "name": f"communiques-{table.name}",
        "title": f"Communiqués de presse : {table.name}",
        "description": f"Une ligne est {table.fr}.",
        "version": __version__,
        "created": _CREATED,
        "lastModified": _CREATED,
        "keywords": ["communiqués de presse", "extraction d’information"],
        "contributors": [{"title": "The communiques authors", "role": "author"}],
        "resources": [{"name": "exemple-valide", "title": "Fichier valide", "path": _EXAMPLE}],
        "fields": fields,
        **{key: value for key, value in schema.items() if key != "foreignKeys"},
    }


def _french(field: dict[str, Any]) -> dict[str, Any]:
    described = {"name": field["name"], "type": field["type"], "description": field["description_fr"]}
    others = {key: value for key, value in field.items() if key not in {*described, "description_fr"}}
    return described | others


def example(table: Table) -> str:
    """A CSV of one row, made of the example of each column."""
    shown = export.csv_columns(table)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in shown)
    writer.writerow(column.example for column in shown)
    return text.getvalue()


def files() -> Iterator[tuple[Path, str]]:
    """Every file with its content, by path below the folder of schemas."""
    for table in (*tables().values(), FINDINGS):
        yield Path(table.name) / "schema.json", export.to_json(published(table))
        yield Path(table.name) / _EXAMPLE, example(table)


def write(folder: Path) -> int:
    """Write all schemas below a folder; the number of tables."""
    written = list(files())
    for path, content in written:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with export.replacing(folder / path, "w") as file:
            file.write(content)
    return len({path.parent for path, _ in written})
