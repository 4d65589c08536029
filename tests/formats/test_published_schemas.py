"""The published schemas: sound, French, with an example each, and up to date."""

from __future__ import annotations

from pathlib import Path

import frictionless
import pytest

from pipeline.formats import schemas

ROOT = Path(__file__).parent.parent.parent
TABLES = sorted({path.parent.name for path, _ in schemas.files()})


def test_the_files_kept_are_those_that_would_be_written() -> None:
    stale = [
        str(path)
        for path, content in schemas.files()
        if not (kept := ROOT / "docs" / "schemas" / path).exists() or kept.read_bytes().decode() != content
    ]

    assert stale == [], "run `communiques schema --out docs/schemas`"


@pytest.mark.parametrize("name", TABLES)
def test_the_example_follows_its_schema(name: str, tmp_path: Path) -> None:
    schemas.write(tmp_path)
    folder = tmp_path / name
    report = frictionless.validate(
        "exemple-valide.csv", schema="schema.json", basepath=str(folder), skip_errors=["foreign-key"]
    )

    assert report.flatten(["type", "message"]) == []


@pytest.mark.parametrize("name", TABLES)
def test_every_field_is_described_with_an_example(name: str) -> None:
    schema = schemas.published(next(t for t in [*schemas.tables().values(), schemas.FINDINGS] if t.name == name))

    assert {"name", "title", "description", "version", "created", "contributors"} <= set(schema)
    assert all(field["description"] and field.get("example") for field in schema["fields"])
