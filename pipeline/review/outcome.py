"""What the decisions make of the extraction: reviewed mentions, gold samples, reviewed tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import frames
from pipeline.review.forms import editable
from pipeline.review.store import FILE, Decision, Store
from pipeline.review.worklist import Article, Item, Worklist


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One mention as the reviewer left it.

    Attributes:
        item: what the run had found; None for a mention that the reviewer added.
        decision: what the reviewer said; None when nobody looked at it yet.
    """

    id: str
    document_id: str
    kind: str
    start: int
    end: int
    value: dict[str, str]
    item: Item | None
    decision: Decision | None

    @property
    def state(self) -> str:
        """`todo`, or the action that holds."""
        return self.decision.action if self.decision else "todo"


def mentions(work: Worklist, document_id: str) -> list[Reviewed]:
    """Every mention of a document, found or added, as it stands now; rejected ones included."""
    store = work.store
    found = [_reviewed(item, store.of_mention(item.mention_id)) for item in work.of_document(document_id)]
    added = [
        _added(decision, store.of_mention(decision.mention_id or ""))
        for decision in store.of_document(document_id)
        if decision.action == "add"
    ]
    return sorted(found + [mention for mention in added if mention], key=lambda m: (m.start, m.end, m.kind))


def _reviewed(item: Item, decision: Decision | None) -> Reviewed:
    if decision is not None and decision.action == "correct":
        return _corrected(item, decision)
    return Reviewed(item.mention_id, item.document_id, item.kind, item.start, item.end, item.value, item, decision)


def _corrected(item: Item | None, decision: Decision) -> Reviewed:
    return Reviewed(
        decision.mention_id or "",
        decision.document_id,
        decision.kind or "",
        decision.start or 0,
        decision.end or 0,
        decision.value or {},
        item,
        decision,
    )


def _added(decision: Decision, latest: Decision | None) -> Reviewed | None:
    """An added mention with its last correction; None once its addition was undone."""
    if latest is None or latest.action in {"add", "correct"}:
        return _corrected(None, latest or decision)
    added = _corrected(None, decision)
    return Reviewed(added.id, added.document_id, added.kind, added.start, added.end, added.value, None, latest)


def is_complete(work: Worklist, document_id: str) -> bool:
    """Whether a document is reviewed: declared done, or every mention decided."""
    if any(decision.action == "done" for decision in work.store.of_document(document_id)):
        return True
    items = work.of_document(document_id)
    return bool(items) and all(work.store.of_mention(item.mention_id) for item in items)


def samples(work: Worklist) -> Iterator[dict[str, Any]]:
    """The reviewed documents as gold samples, by document id."""
    for document_id in sorted(work.articles):
        if is_complete(work, document_id):
            yield _sample(work.articles[document_id], mentions(work, document_id))


def _sample(article: Article, found: list[Reviewed]) -> dict[str, Any]:
    kept = [mention for mention in found if mention.state != "reject"]
    return {
        "id": article.document_id,
        "published": article.published or None,
        "title": article.title or None,
        "url": article.url or None,
        "text": article.text,
        "mentions": [
            {
                "kind": mention.kind,
                "start": mention.start,
                "end": mention.end,
                "text": article.text[mention.start : mention.end],
                "value": {key: text for key, text in mention.value.items() if text and key in editable(mention.kind)},
            }
            for mention in kept
        ],
    }


def open_worklist(folder: Path) -> Worklist:
    """The worklist of a run's folder, with the decisions made so far.

    Raises:
        UsageError: the folder is not one that a run wrote.
    """
    tables = frames.load(folder)
    return Worklist(tables, Store(folder / FILE))
