"""The only reader of package data: TOML lexicons, JSON settings, Parquet tables in `pipeline/data/`.

A lexicon file holds `[[entry]]` tables. Each has an `id`, either `words` (a list, matched whole,
longest first) or `pattern` (a regular expression), any attributes of its own, and examples: every
string of `match` must be found by it, none of `reject` may be. One test runs them all.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pipeline.errors import DataError
from pipeline.text import fold

if TYPE_CHECKING:
    import pyarrow as pa

_DATA = resources.files("pipeline") / "data"
_RESERVED = {"id", "words", "pattern", "match", "reject", "ignore_case"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One lexicon entry.

    Attributes:
        pattern: compiled, for folded text.
        words: as written in the file; empty when the entry gives a pattern.
        attributes: whatever else the entry says.
    """

    id: str
    pattern: re.Pattern[str]
    words: tuple[str, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)
    match: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()


def alternation(words: list[str] | tuple[str, ...]) -> str:
    """A regular expression for any of these words, longest first, without boundaries."""
    return "|".join(re.escape(fold(word)) for word in sorted(words, key=lambda word: (-len(word), word)))


def _entry(name: str, raw: dict[str, Any]) -> Entry:
    words = tuple(raw.get("words", ()))
    source = raw.get("pattern") or rf"(?<!\w)(?:{alternation(words)})(?!\w)"
    flags = re.IGNORECASE if raw.get("ignore_case") else 0
    try:
        pattern = re.compile(source, flags)
    except re.error as error:
        message = f"data/{name}.toml, entry {raw.get('id')!r}: pattern does not compile ({error})"
        raise DataError(message) from error
    attributes = {key: value for key, value in raw.items() if key not in _RESERVED}
    return Entry(raw["id"], pattern, words, attributes, tuple(raw.get("match", ())), tuple(raw.get("reject", ())))


def names() -> list[str]:
    """The lexicon files, without ending, sorted."""
    return sorted(item.name.removesuffix(".toml") for item in _DATA.iterdir() if item.name.endswith(".toml"))


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """The entries of `data/<name>.toml`, in file order.

    Raises:
        DataError: the file is missing or malformed.
    """
    try:
        raw = tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))
        return tuple(_entry(name, item) for item in raw.get("entry", ()))
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        message = f"data/{name}.toml cannot be read: {error!r}; reinstall the package"
        raise DataError(message) from error


@cache
def entry(name: str, entry_id: str) -> Entry:
    """One entry of a lexicon by its id.

    Raises:
        DataError: no such entry.
    """
    for candidate in entries(name):
        if candidate.id == entry_id:
            return candidate
    message = f"data/{name}.toml has no entry {entry_id!r}"
    raise DataError(message)


def words(name: str, entry_id: str) -> tuple[str, ...]:
    """The words of one entry, as written in the file."""
    return entry(name, entry_id).words


@cache
def settings(name: str) -> dict[str, Any]:
    """The content of `data/<name>.json`.

    Raises:
        DataError: the file is missing or malformed.
    """
    try:
        content: dict[str, Any] = json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"data/{name}.json cannot be read: {error!r}; reinstall the package"
        raise DataError(message) from error
    return content


def table(name: str) -> pa.Table:
    """The Parquet table `data/<name>.parquet`.

    Raises:
        DataError: the file is missing or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with resources.as_file(_DATA / f"{name}.parquet") as path:
            # Not read_table: it loads pyarrow.dataset, fifteen times the time and twice the memory.
            return pq.ParquetFile(path).read(use_threads=False)
    except (OSError, pa.ArrowInvalid) as error:
        message = f"data/{name}.parquet cannot be read: {error!r}; reinstall the package"
        raise DataError(message) from error
