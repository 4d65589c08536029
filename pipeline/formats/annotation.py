"""Label Studio and doccano: mentions out as pre-annotations, and annotations back as decisions.

Both tools know spans and labels, not values. Coming back, a span that the run had found is accepted
with its value, one that is gone is rejected, one that is new is added without a value.

Source: Label Studio's JSON export of a `Labels` control over a `Text` object; doccano's JSON Lines
for sequence labelling. Label Studio counts UTF-16 units, doccano code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pipeline import export
from pipeline.errors import GoldError
from pipeline.review.worklist import Worklist

Tool = Literal["label-studio", "doccano"]
Span = tuple[str, int, int]  # kind, start, end

_FROM, _TO = "label", "text"  # names of the control and the object in Label Studio's labelling config


def write(work: Worklist, target: Path, tool: Tool) -> int:
    """Write every document with its mentions for one of the tools; the number of documents."""
    with export.replacing(target, "w") as file:
        if tool == "doccano":
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in _doccano(work))
        else:
            json.dump(list(_tasks(work)), file, ensure_ascii=False, indent=1)
    return len(work.articles)


def _doccano(work: Worklist) -> Iterator[dict[str, Any]]:
    for article in work.articles.values():
        labels = [[item.start, item.end, item.kind] for item in work.of_document(article.document_id)]
        yield {"text": article.text, "label": labels, "document_id": article.document_id}


def _tasks(work: Worklist) -> Iterator[dict[str, Any]]:
    for article in work.articles.values():
        units = _units(article.text)
        results = [
            {
                "id": item.mention_id,
                "from_name": _FROM,
                "to_name": _TO,
                "type": "labels",
                "score": item.confidence,
                "value": {
                    "start": units[item.start],
                    "end": units[item.end],
                    "text": item.text,
                    "labels": [item.kind],
                },
            }
            for item in work.of_document(article.document_id)
        ]
        data = {"text": article.text, "document_id": article.document_id, "title": article.title}
        yield {"data": data, "predictions": [{"model_version": "communiques", "result": results}]}


def _units(text: str) -> list[int]:
    """The UTF-16 offset of each code point, and of the end."""
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if ord(character) > 0xFFFF else 1))  # noqa: PLR2004 - the last of one unit
    return offsets


def read(path: Path, tool: Tool) -> dict[str, set[Span]]:
    """The spans that people left in a tool's export, by document id.

    Raises:
        GoldError: the file is no export of that tool.
    """
    try:
        content = path.read_text(encoding="utf-8")
        if tool == "doccano":
            rows = [json.loads(line) for line in content.splitlines() if line.strip()]
            return {row["document_id"]: {(kind, start, end) for start, end, kind in row["label"]} for row in rows}
        return {task["data"]["document_id"]: set(_task_spans(task)) for task in json.loads(content)}
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        message = f"{path} is no export of {tool} made from a file that this command wrote ({error!r})"
        raise GoldError(message) from error


def _task_spans(task: dict[str, Any]) -> Iterator[Span]:
    points = {unit: point for point, unit in enumerate(_units(task["data"]["text"]))}
    done = [annotation for annotation in task["annotations"] if not annotation.get("was_cancelled")]
    for result in done[-1]["result"] if done else ():
        if result["type"] == "labels":
            value = result["value"]
            yield value["labels"][0], points[value["start"]], points[value["end"]]


def decide(work: Worklist, annotated: dict[str, set[Span]], reviewer: str) -> int:
    """Write annotations as decisions of a reviewer; the number of decisions.

    Raises:
        GoldError: a document is not in the tables, or a span lies outside its text.
    """
    count = 0
    for document_id, spans in sorted(annotated.items()):
        if document_id not in work.articles:
            message = f"document {document_id} is not in these tables; annotate an export of the same run"
            raise GoldError(message)
        found = {(item.kind, item.start, item.end): item for item in work.of_document(document_id)}
        for span, item in found.items():
            work.store.add(reviewer, "accept" if span in spans else "reject", document_id, item.mention_id)
        for kind, start, end in sorted(spans - set(found)):
            if not 0 <= start < end <= len(work.articles[document_id].text):
                message = f"document {document_id}: {kind} {start}:{end} lies outside the text"
                raise GoldError(message)
            work.store.add(reviewer, "add", document_id, kind=kind, start=start, end=end, value={})
        work.store.add(reviewer, "done", document_id)
        count += len(spans | set(found))
    return count
