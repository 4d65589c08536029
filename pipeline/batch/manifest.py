"""What is done: one entry a shard, written last, which makes it the commit of the shard."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from pipeline import export
from pipeline.batch.spool import Shard
from pipeline.storage import Place, Url

_PACKAGE = Path(__file__).parent.parent
_DISTRIBUTION = "communiques"
# What shows, checks or starts a run, but changes no table.
_OUTSIDE = {
    *("__pycache__", "__main__.py", "api.py", "cli", "evaluate", "formats", "frames.py", "highlight.py"),
    *("report", "review", "spark", "validate"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A shard that is done.

    Attributes:
        inputs: digest of its items.
        fingerprint: of the code, the rules and the model that did it.
        items: that it holds; each is a document or a failure, and a document without its facts is both.
        rows: written to each part file.
        digests: of each part file, by table.
        seconds: of processor time by stage.
        quarantined: positions of items that killed their worker.
    """

    name: str
    inputs: str
    fingerprint: str
    items: int
    rows: dict[str, int]
    digests: dict[str, str]
    seconds: dict[str, float]
    quarantined: tuple[int, ...] = ()


def write(folder: Place, entry: Entry) -> None:
    """Commit a shard whose part files are all in place.

    Neither they nor the entry wait for the disk: after a power failure, what did not get there has another digest.
    """
    export.write_json(folder / f"{entry.name}.json", dataclasses.asdict(entry), durable=False)


def done(folder: Place, shard: Shard, fingerprint: str) -> Entry | None:
    """The entry of a shard, if it is done, from the same input, by the same code, and whole."""
    try:
        entry = Entry(**export.read_json(folder / f"{shard.name}.json"))
    except (OSError, ValueError, TypeError):
        return None
    same = entry.inputs == shard.digest and entry.fingerprint == fingerprint
    return entry if same and _whole(folder, entry) else None


def _whole(folder: Place, entry: Entry) -> bool:
    # A store that has taken a file has all of it, and to read it again would be to read all.
    if isinstance(folder, Url):
        return all(part(folder, entry.name, table).exists() for table in entry.digests)
    try:
        return all(digest(part(folder, entry.name, table)) == found for table, found in entry.digests.items())
    except OSError:
        return False


def digest(path: Place) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def part(folder: Place, name: str, table: str) -> Place:
    """The part file of a shard for a table."""
    return folder / f"{name}.{table}.parquet"


@cache
def versions() -> dict[str, str]:
    """Versions of Python and of everything that the package requires, by name."""
    required = metadata.requires(_DISTRIBUTION) or []
    names = sorted({_name(requirement) for requirement in required if "extra ==" not in requirement})
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python} | {name: metadata.version(name) for name in names}


def _name(requirement: str) -> str:
    end = next((i for i, letter in enumerate(requirement) if not (letter.isalnum() or letter in "-_.")), None)
    return requirement[:end].lower()


@cache
def fingerprint(analyser: str, *, facts: bool = True, opinion: str | None = None) -> str:
    """Digest of all that can change a table: code, rules, data, libraries, model, and what is wanted.

    Args:
        analyser: name of the module that analyses documents.
        facts: whether facts are wanted.
        opinion: tool and version of the second opinion, if one is wanted.
    """
    digest = hashlib.sha256(json.dumps([analyser, facts, opinion, versions()], sort_keys=True).encode())
    for path in _sources():
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\n".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and not _OUTSIDE.intersection(path.relative_to(_PACKAGE).parts):
            yield path
