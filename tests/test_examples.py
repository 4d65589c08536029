"""Every annotated sentence of tests/examples/*.toml: spans, and values as far as they are written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline import clean, extraction, extractors, nlp
from pipeline.evaluate.samples import GoldMention, as_gold, kinds
from pipeline.evaluate.scores import canonical
from pipeline.types import Document, Extractor, Mention
from tests import marks

FOLDER = Path(__file__).parent / "examples"
BY_NUMBERS = {"amount", "date", "percentage"}  # kinds that never look at the entities of the statistical model
FILES = {"homonyms": "places"}  # files that are not named after their table


def _examples() -> Iterator[Any]:
    tables = {module.TABLE: module for module in extractors.modules()}
    for path in sorted(FOLDER.glob("*.toml")):
        module = tables[FILES.get(path.stem, path.stem)]
        for number, example in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["example"], 1):
            known = [pytest.mark.xfail(reason=example["xfail"])] if "xfail" in example else []
            yield pytest.param(module, example, id=f"{path.stem}-{number}", marks=known)


def _document(example: dict[str, Any], text: str) -> Document:
    return Document(
        document_id="example",
        source="example",
        text=text,
        blocks=clean.blocks_of(text, example.get("title")),
        url=example.get("url"),
        title=example.get("title"),
        published=example.get("published"),
        issuer_code=example.get("issuer_code"),
    )


@cache
def _mentions(document: Document, *, names: bool) -> list[Mention]:
    """All mentions, not of one kind alone: kinds settle collisions between them."""
    analysis = next(nlp.analyse([document]))[1] if names else nlp.prepare(document)
    return extraction.mentions(document, analysis)


def _found(module: Extractor, example: dict[str, Any], text: str) -> list[GoldMention]:
    document = _document(example, text)
    if module.KIND in BY_NUMBERS:
        mentions = extraction.mentions(document, nlp.prepare(document), [module])
    else:
        mentions = _mentions(document, names=True)
    return [as_gold(mention) for mention in mentions if mention.kind == module.KIND]


def _wrong(kind: str, expected: dict[str, Any], found: GoldMention) -> dict[str, tuple[Any, Any]]:
    """Fields that differ: those written in the mark, and the scored ones even when not written."""
    return {
        key: (expected.get(key), found.value[key])
        for key, spec in kinds()[kind].items()
        if (key in expected or (spec.scored and not spec.if_known))
        and canonical(spec, expected.get(key)) != canonical(spec, found.value[key])
    }


@pytest.mark.parametrize(("module", "example"), list(_examples()))
def test_example(module: Extractor, example: dict[str, Any]) -> None:
    text, expected = marks.parse(example["text"])
    expected = [mention for mention in expected if mention["kind"] == module.KIND]

    found = _found(module, example, text)

    assert [(m.start, m.end, m.text) for m in found] == [(m["start"], m["end"], m["text"]) for m in expected]
    values = [m["value"] for m in expected]
    # An example may leave out a name that is the text itself.
    if "name" in kinds()[module.KIND] and kinds()[module.KIND]["name"].scored:
        values = [{"name": m["text"], **m["value"]} for m in expected]
    wrong = [_wrong(module.KIND, value, mention) for value, mention in zip(values, found, strict=True)]
    assert not any(wrong), wrong
