"""Out to annotation tools and back: nothing is lost on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import GoldError
from pipeline.formats import annotation
from pipeline.formats.annotation import Tool
from pipeline.review import open_worklist
from pipeline.review.worklist import Worklist
from tests.runs import document, mention, write

TEXT = "Fête 🙂 à Lens le 1er juin 2017."
TOOLS: tuple[Tool, ...] = ("label-studio", "doccano")


@pytest.fixture
def work(tmp_path: Path) -> Worklist:
    lens, day = TEXT.index("Lens"), TEXT.index("1er")
    folder = write(
        tmp_path,
        documents=[document(text=TEXT)],
        places=[mention("places", start=lens)],
        dates=[mention("dates", start=day)],
    )
    return open_worklist(folder)


def _annotated(path: Path, tool: Tool) -> None:
    """What the tool would export if nobody changed anything."""
    if tool == "doccano":
        return
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for task in tasks:
        task["annotations"] = [{"result": task["predictions"][0]["result"]}]
    path.write_text(json.dumps(tasks), encoding="utf-8")


@pytest.mark.parametrize("tool", TOOLS)
def test_spans_come_back_as_they_went(work: Worklist, tmp_path: Path, tool: Tool) -> None:
    path = tmp_path / "out"
    annotation.write(work, path, tool)
    _annotated(path, tool)

    spans = {(item.kind, item.start, item.end) for item in work.items.values()}
    assert annotation.read(path, tool) == {"a": spans}


def test_label_studio_counts_utf16_units(work: Worklist, tmp_path: Path) -> None:
    annotation.write(work, tmp_path / "out", "label-studio")
    task: dict[str, Any] = json.loads((tmp_path / "out").read_text(encoding="utf-8"))[0]
    place = next(r["value"] for r in task["predictions"][0]["result"] if r["value"]["labels"] == ["place"])

    assert place["start"] == TEXT.index("Lens") + 1


def test_what_is_gone_is_rejected_and_what_is_new_is_added(work: Worklist) -> None:
    place = next(item for item in work.items.values() if item.kind == "place")
    day = next(item for item in work.items.values() if item.kind == "date")
    annotation.decide(work, {"a": {("place", place.start, place.end), ("person", 0, 4)}}, "equipe")

    actions = [(d.action, d.mention_id) for d in work.store.standing()]
    assert ("accept", place.mention_id) in actions
    assert ("reject", day.mention_id) in actions
    assert [action for action, _ in actions][-2:] == ["add", "done"]


@pytest.mark.parametrize("tool", TOOLS)
def test_another_file_is_refused(tmp_path: Path, tool: Tool) -> None:
    (tmp_path / "x").write_text('{"a": 1}\n', encoding="utf-8")

    with pytest.raises(GoldError, match="is no export"):
        annotation.read(tmp_path / "x", tool)


@pytest.mark.parametrize(("document_id", "end", "complaint"), [("b", 4, "not in these tables"), ("a", 900, "outside")])
def test_annotations_of_other_texts_are_refused(work: Worklist, document_id: str, end: int, complaint: str) -> None:
    with pytest.raises(GoldError, match=complaint):
        annotation.decide(work, {document_id: {("person", 0, end)}}, "equipe")
