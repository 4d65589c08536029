"""Input items on disk while a run lasts, so that memory does not grow with the corpus.

Items are appended to one file as they are read; an index says which belong to which shard. A shard
is a range of the hash of the item's id, and the number of shards depends on the number of items
alone: neither the order of the input nor the number of workers changes what a shard holds.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

from pipeline import export
from pipeline.storage import Place
from pipeline.types import Failure, Page

Item = Page | Failure
Ref = tuple[int, int]

_KEY_BITS = 62  # so that their number, too, fits the signed integers of SQLite
_SMALL, _LARGE = 16, 1024  # items of a shard: enough to share out few items, few files for many
_MANY = 1024  # shards from which they grow rather than multiply

_DAYS: Final = ("published", "fetched")  # fields of a page that JSON holds as text


@dataclass(frozen=True, slots=True)
class Shard:
    """What one shard holds.

    Attributes:
        refs: where its items stand in the spool (offset, length), in order of id.
        digest: of all its items, content included.
    """

    number: int
    of: int
    refs: tuple[Ref, ...]
    digest: str

    @property
    def name(self) -> str:
        """Name of its part files; sorts in the order of the final tables."""
        return f"{self.number:06d}-of-{self.of:06d}"


def shard_count(items: int) -> int:
    """The number of shards for so many items: a power of two."""
    wanted = max(min(items // _SMALL, _MANY), items // _LARGE, 1)
    return 1 << (wanted - 1).bit_length()


class Ids:
    """A set of document ids on disk: a corpus of millions has too many for memory."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.execute("CREATE TABLE id (digest BLOB PRIMARY KEY) WITHOUT ROWID")

    def __contains__(self, document_id: str, /) -> bool:
        found = self._database.execute("SELECT 1 FROM id WHERE digest = ?", (_id_digest(document_id),))
        return found.fetchone() is not None

    def add(self, document_id: str, /) -> None:
        """Put one in."""
        self._database.execute("INSERT OR IGNORE INTO id VALUES (?)", (_id_digest(document_id),))


class Spool:
    """A spool being filled, then read shard by shard."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "items"
        self.items = 0
        self._data = self.path.open("wb")
        # Scratch that is rebuilt by each run: it need not survive a crash.
        self._index = sqlite3.connect(folder / "index", isolation_level=None)
        self._index.execute("PRAGMA journal_mode = off")
        self._index.execute("PRAGMA synchronous = off")
        self._index.execute("CREATE TABLE item (key INTEGER, name BLOB, digest BLOB, start INTEGER, length INTEGER)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._data.close()
        self._index.close()

    def add(self, item: Item) -> None:
        """Append one item."""
        content = _dump(item)
        packed = zlib.compress(content, 1)
        name = "\n".join((item.document_id or "", item.source)).encode("utf-8", "surrogatepass")
        row = (_key(item), name, hashlib.sha256(content).digest(), self._data.tell(), len(packed))
        self._data.write(packed)
        self._index.execute("INSERT INTO item VALUES (?, ?, ?, ?, ?)", row)
        self.items += 1

    def ids(self) -> Ids:
        """An empty set of ids, kept on disk beside the index."""
        return Ids(self._index)

    def shards(self) -> Iterator[Shard]:
        """The shards that hold anything, the largest first: those done last are short. Nothing more can be added."""
        self._data.flush()
        self._index.execute("CREATE INDEX IF NOT EXISTS by_key ON item (key, name)")
        count = shard_count(self.items)
        width = (1 << _KEY_BITS) // count
        by_size = "SELECT key / ? AS number FROM item GROUP BY number ORDER BY sum(length) DESC, number"
        for (number,) in self._index.execute(by_size, (width,)).fetchall():
            rows = self._index.execute(
                "SELECT start, length, digest FROM item WHERE key BETWEEN ? AND ? ORDER BY key, name, digest",
                (number * width, (number + 1) * width - 1),
            ).fetchall()
            digest = hashlib.sha256(b"".join(row[2] for row in rows)).hexdigest()
            yield Shard(number, count, tuple((start, length) for start, length, _ in rows), digest)


def load(path: Place, refs: Iterable[Ref]) -> Iterator[Item]:
    """The items at these places of a spool."""
    with path.open("rb") as file:
        for start, length in refs:
            file.seek(start)
            yield _parse(zlib.decompress(file.read(length)))


def pack(path: Place, refs: Iterable[Ref], target: Place) -> tuple[Ref, ...]:
    """Copy items of a spool to a file of their own; where they stand in it."""
    packed: list[Ref] = []
    end = 0
    with path.open("rb") as file, export.replacing(target, durable=False) as copy:
        for start, length in refs:
            file.seek(start)
            copy.write(file.read(length))
            packed.append((end, length))
            end += length
    return tuple(packed)


def _id_digest(document_id: str) -> bytes:
    return hashlib.sha256(document_id.encode("utf-8", "surrogatepass")).digest()[:16]


def _key(item: Item) -> int:
    identity = (item.document_id or item.source).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(identity).digest()[:8], "big") >> (64 - _KEY_BITS)


def _dump(item: Item) -> bytes:
    kind = "page" if isinstance(item, Page) else "failure"
    return json.dumps({kind: dataclasses.asdict(item)}, default=date.isoformat).encode()


def _parse(content: bytes) -> Item:
    record: dict[str, dict[str, Any]] = json.loads(content)
    if "failure" in record:
        return Failure(**record["failure"])
    days = {name: record["page"][name] for name in _DAYS}
    return Page(**record["page"] | {name: day and date.fromisoformat(day) for name, day in days.items()})
