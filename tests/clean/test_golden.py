"""Golden pages: one folder a case, one test item a field, so that a failure names the field."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline import clean, read
from pipeline.text import fold
from pipeline.types import Document, Page

CASES = Path(__file__).parent / "cases"
FACTS = ("title", "published", "published_from", "updated", "section", "author", "language", "url", "issuer_code")
KINDS = {
    "lead": "lead",
    "headings": "heading",
    "items": "item",
    "cells": "cell",
    "quotes": "quote",
    "captions": "caption",
}


@cache
def expected(case: str) -> dict[str, Any]:
    return tomllib.loads((CASES / case / "expected.toml").read_text(encoding="utf-8"))


@cache
def document(case: str) -> Document:
    page = next(read.pages([CASES / case / "page.html"]))
    assert isinstance(page, Page)
    return clean.clean(page)


def blocks(case: str, kind: str) -> list[str]:
    found = document(case)
    return [found.text[block.start : block.end] for block in found.blocks if block.kind == kind]


def fields() -> list[tuple[str, str]]:
    cases = sorted(path.name for path in CASES.iterdir() if path.is_dir())
    found = [(case, field) for case in cases for field in sorted(expected(case))]
    # A page that gives no day of publication must get none.
    return found + [(case, "published") for case in cases if "published" not in expected(case)]


@pytest.mark.parametrize(("case", "field"), fields(), ids=lambda value: value)
def test_field(case: str, field: str) -> None:
    want = expected(case).get(field)
    text = fold(document(case).text)
    if field in FACTS:
        assert getattr(document(case), field) == want
    elif field == "lead":
        assert blocks(case, "lead") == [want]
    elif field in KINDS:
        assert blocks(case, KINDS[field]) == want
    elif field == "kept":
        assert [snippet for snippet in want if fold(snippet) not in text] == []
    elif field == "dropped":
        assert [snippet for snippet in want if fold(snippet) in text] == []
    elif field == "once":
        assert {snippet: text.count(fold(snippet)) for snippet in want} == dict.fromkeys(want, 1)
    else:
        pytest.fail(f"{case}/expected.toml: unknown field {field}")


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_layout(case: str) -> None:
    """The title stands first, blocks cover all text but the breaks between them, none is ragged."""
    found = document(case)
    spans = [found.text[block.start : block.end] for block in found.blocks]
    assert found.blocks[0].kind == "title"
    assert spans[0] == found.title
    assert "".join(spans) == found.text.replace("\n\n", "").replace("\n", "") or all(s == s.strip() for s in spans)
    gaps = [found.text[before.end : after.start] for before, after in zip(found.blocks, found.blocks[1:], strict=False)]
    assert set(gaps) <= {"\n", "\n\n"}
