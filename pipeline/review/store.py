"""Decisions of reviewers, in SQLite: one row each, never changed, never removed.

An undo is a row that names the row it undoes. What holds for a mention is its last decision that
no row undoes. The file stands beside the tables and leaves them alone.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

Action = Literal["accept", "reject", "correct", "add", "done", "undo"]

FILE = "review.sqlite"
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS decisions (
    id INTEGER PRIMARY KEY,
    decided_at TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ({", ".join(f"'{action}'" for action in get_args(Action))})),
    document_id TEXT NOT NULL,
    mention_id TEXT,
    kind TEXT,
    "start" INTEGER,
    "end" INTEGER,
    value TEXT,
    undoes INTEGER REFERENCES decisions (id)
)
"""
_COLUMNS = 'id, reviewer, action, document_id, mention_id, kind, "start", "end", value, undoes'


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        mention_id: of the run's table; of an added mention, `added-` and the id; None for `done`.
        kind, start, end, value: what the mention is, for `correct` and `add`.
        undoes: the id of the decision that this one takes back, for `undo`.
    """

    id: int
    reviewer: str
    action: Action
    document_id: str
    mention_id: str | None = None
    kind: str | None = None
    start: int | None = None
    end: int | None = None
    value: dict[str, Any] | None = None
    undoes: int | None = None


class Store:
    """The decisions on one run's folder, readable and writable from any thread."""

    def __init__(self, path: Path) -> None:
        """Open or create the file. Each decision is on disk before its call returns."""
        self._lock = threading.Lock()
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.execute(_SCHEMA)
        self._decisions: dict[int, Decision] = {}
        self._undone: set[int] = set()
        self._by_mention: dict[str, list[int]] = {}
        self._by_document: dict[str, list[int]] = {}
        for row in self._base.execute(f"SELECT {_COLUMNS} FROM decisions ORDER BY id"):  # noqa: S608 - a constant
            self._remember(_decision(row))

    def _remember(self, decision: Decision) -> None:
        self._decisions[decision.id] = decision
        self._by_document.setdefault(decision.document_id, []).append(decision.id)
        if decision.action == "undo" and decision.undoes:
            self._undone.add(decision.undoes)
        elif decision.mention_id:
            self._by_mention.setdefault(decision.mention_id, []).append(decision.id)

    def add(  # noqa: PLR0913 - the columns of a decision
        self,
        reviewer: str,
        action: Action,
        document_id: str,
        mention_id: str | None = None,
        *,
        kind: str | None = None,
        start: int | None = None,
        end: int | None = None,
        value: dict[str, Any] | None = None,
        undoes: int | None = None,
    ) -> Decision:
        """Write one decision."""
        text = None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
        with self._lock:
            number = self._base.execute("SELECT coalesce(max(id), 0) + 1 FROM decisions").fetchone()[0]
            mention = f"added-{number}" if action == "add" else mention_id
            row = (number, reviewer, action, document_id, mention, kind, start, end, text, undoes)
            self._base.execute(
                f"INSERT INTO decisions ({_COLUMNS}, decided_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - a constant
                (*row, datetime.now(UTC).isoformat(timespec="milliseconds")),
            )
            decision = _decision(row)
            self._remember(decision)
        return decision

    def undo(self, reviewer: str) -> Decision | None:
        """Take back this reviewer's last decision that stands; None when there is none."""
        last = next((d for d in reversed(self.standing()) if d.reviewer == reviewer), None)
        if last is not None:
            self.add(reviewer, "undo", last.document_id, last.mention_id, undoes=last.id)
        return last

    def standing(self) -> list[Decision]:
        """Every decision that no other undoes, oldest first."""
        return [d for d in self._decisions.values() if d.action != "undo" and d.id not in self._undone]

    def of_mention(self, mention_id: str) -> Decision | None:
        """The decision that holds for a mention."""
        standing = (number for number in reversed(self._by_mention.get(mention_id, ())) if number not in self._undone)
        return next((self._decisions[number] for number in standing), None)

    def decided(self) -> list[str]:
        """The mentions on which a decision stands."""
        return [name for name in self._by_mention if self.of_mention(name)]

    def of_document(self, document_id: str) -> list[Decision]:
        """The decisions that stand in one document, oldest first."""
        numbers = self._by_document.get(document_id, ())
        found = (self._decisions[number] for number in numbers if number not in self._undone)
        return [decision for decision in found if decision.action != "undo"]

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def _decision(row: tuple[Any, ...]) -> Decision:
    number, reviewer, action, document, mention, kind, start, end, value, undoes = row
    return Decision(
        number, reviewer, action, document, mention, kind, start, end, json.loads(value) if value else None, undoes
    )
