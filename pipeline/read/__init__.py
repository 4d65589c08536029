"""Files, archives and feeds → Page, one at a time, in the same order on every machine.

What is an item: an `.html`, `.htm`, `.xhtml`, `.txt` or `.md` file; a file without ending that looks
like HTML; each row of `.jsonl` (`.jl`, `.ndjson`) and `.csv`; each member of `.zip` and `.tar` that is
one of these; each HTML response of a `.warc`, also in a `.wacz`. Of a folder, everything else is passed
over (images, scripts, sidecars, README files, hidden files); a file that is named explicitly is always
an item. Files compressed with gzip or Zstandard (`.gz`, `.zst`) are read as what they hold.

Names: `source` is the path inside the corpus, then `!member` of an archive and `#line` of a feed. With
one input the corpus is that folder, or the folder that holds the file; with several, each folder's
own name comes first. `document_id` is the `id` of a row that has one, else it is made from `source`
(`identity.document_id`). An id that comes a second time becomes a failure, so ids never repeat.

Sidecars: `page.html.json` or `page.meta.json` beside `page.html`, with any of url, title, published,
fetched, headers. In an archive it stands right after its page.
"""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import PurePath, PurePosixPath
from typing import IO, Final, Protocol, cast

from pipeline import storage
from pipeline.errors import ReadError
from pipeline.read import archives, files, rows, warc
from pipeline.read.identity import source_of
from pipeline.read.limits import DEFAULT, Bounded, Limits, read_all, readable
from pipeline.storage import Place
from pipeline.types import Failure, Page

__all__ = ["DEFAULT", "Limits", "Seen", "pages"]

Item = Page | Failure

_FEEDS: Final = (".jsonl", ".jsonlines", ".jl", ".ndjson")
_STREAMS: Final = (*_FEEDS, ".csv", ".tar", ".warc", ".zip", ".wacz")
_TAIL: Final = {".tgz": ".tar", ".gz": "", ".zst": ""}
_STDIN: Final = "-"


def _kind(name: str) -> tuple[str, str]:
    """What a name says a file is (`.jsonl`, `.html` …) and how it is compressed (`.gz`, `.zst` or "")."""
    path = PurePosixPath(name.lower())
    packed = path.suffix
    if packed not in _TAIL:
        return packed, ""
    inner = _TAIL[packed] or PurePosixPath(path.stem).suffix
    return inner, ".zst" if packed == ".zst" else ".gz"


def _is_item(path: Place) -> bool:
    """Whether a file found in a folder is an item."""
    name = path.name
    kind, _ = _kind(name)
    if name.startswith(".") or name.lower().split(".")[0] == "readme":
        return False
    if kind in {*files.PAGES, *files.TEXTS, *_STREAMS}:
        return True
    return not kind and _looks_like_html(path)


def _looks_like_html(path: Place) -> bool:
    try:
        with path.open("rb") as stream:
            head = stream.read(1000).lower()
    except OSError:
        return False
    return b"<html" in head or b"<!doctype html" in head


def _unpacked(stream: IO[bytes], packing: str, stored: int, limits: Limits) -> IO[bytes] | Bounded:
    if packing == ".gz":
        return Bounded(cast("IO[bytes]", gzip.GzipFile(fileobj=stream)), stored, limits)
    if packing == ".zst":
        import pyarrow as pa  # has a streaming Zstandard; Python gets one in 3.14

        unpacked = io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd"))
        return Bounded(unpacked, stored, limits)
    return stream


def _members(found: Iterable[archives.Member], source: str, limits: Limits, depth: int) -> Iterator[Item]:
    for member, data, beside in _with_sidecars(found):
        name = f"{source}!{member}"
        if isinstance(data, ReadError):
            yield rows.failure(name, data)
        elif _is_item_name(member):
            yield from _data(data, name, limits, depth, beside)


def _with_sidecars(found: Iterable[archives.Member]) -> Iterator[tuple[str, bytes | ReadError, files.Sidecar]]:
    """Members with what stands beside them: the next one, if it bears the name of a sidecar."""
    held: archives.Member | None = None
    for member, data in found:
        if held is not None:
            beside = isinstance(data, bytes) and member in _sidecar_names(held[0])
            yield *held, files.sidecar(data) if beside and isinstance(data, bytes) else files.NOTHING
        held = member, data
    if held is not None:
        yield *held, files.NOTHING


def _sidecar_names(name: str) -> tuple[str, str]:
    """The names that the sidecar of a file may have."""
    stem, dot, _ = name.rpartition(".")
    return f"{name}.json", f"{stem if dot else name}.meta.json"


def _is_item_name(member: str) -> bool:
    base = member.rsplit("/", 1)[-1].partition("~")[0]
    return not base.startswith(".") and _kind(base)[0] in {*files.PAGES, *files.TEXTS, *_STREAMS}


def _data(data: bytes, source: str, limits: Limits, depth: int, beside: files.Sidecar) -> Iterator[Item]:
    """Items of an archive member."""
    try:
        yield from _stream(archives.in_memory(data), source, len(data), limits, depth, beside=beside)
    except ReadError as error:
        yield rows.failure(source, error, data)


def _stream(  # noqa: PLR0913 - what is known of one file
    stream: IO[bytes],
    source: str,
    stored: int,
    limits: Limits,
    depth: int,
    *,
    beside: files.Sidecar = files.NOTHING,
) -> Iterator[Item]:
    """Items of an open file.

    Raises:
        ReadError: the file as a whole, or the rest of it, cannot be read.
    """
    kind, packing = _kind(source.partition("~")[0] if "!" in source else source)
    if kind in {".zip", ".tar"} and depth >= limits.depth:
        reason = "trop d’archives imbriquées"
        raise ReadError(reason, "les décompresser d’abord")
    with readable():
        unpacked = _unpacked(stream, packing, stored, limits)
        if kind == ".zip":
            yield from _members(archives.zip_members(stream, limits), source, limits, depth + 1)
        elif kind == ".tar":
            yield from _members(archives.tar_members(unpacked, limits), source, limits, depth + 1)
        elif kind == ".warc":
            yield from warc.pages(stream, source, limits)  # warcio unpacks record by record
        elif kind == ".wacz":
            for member, content in archives.warc_members(stream):
                yield from warc.pages(content, f"{source}!{member}", limits)
        elif kind in _FEEDS:
            yield from rows.jsonl(unpacked, source, limits)
        elif kind == ".csv":
            yield from rows.table(unpacked, source, limits)
        else:
            yield files.page(read_all(unpacked, limits.item), source, kind, beside, limits)


def _beside(path: Place) -> files.Sidecar:
    for name in _sidecar_names(path.name):
        try:
            return files.sidecar(path.with_name(name).read_bytes())
        except OSError:
            continue
    return files.NOTHING


def _file(path: Place, source: str, limits: Limits) -> Iterator[Item]:
    kind, packing = _kind(path.name)
    try:
        with readable(), path.open("rb") as stream:
            if kind in _STREAMS or packing:
                yield from _stream(stream, source, storage.size(path), limits, 0)
            else:
                yield files.page(read_all(stream, limits.item), source, kind, _beside(path), limits)
    except ReadError as error:
        yield rows.failure(source, error)


def _stdin(limits: Limits) -> Iterator[Item]:
    try:
        with readable():
            data = read_all(sys.stdin.buffer, limits.archive)
        if data.lstrip()[:1] == b"{":
            yield from rows.jsonl(archives.in_memory(data), _STDIN, limits)
        else:
            yield files.page(data, _STDIN, "", files.NOTHING, limits)
    except ReadError as error:
        yield rows.failure(_STDIN, error)


def _labels(paths: list[Place]) -> dict[Place, str]:
    """The shortest ending of each path that tells it from the others."""
    labels = {}
    for path in paths:
        others = [other for other in paths if other != path]
        parts = path.parts
        length = next(
            (n for n in range(1, len(parts)) if all(other.parts[-n:] != parts[-n:] for other in others)), len(parts)
        )
        labels[path] = source_of(PurePath(*parts[-length:]))
    return labels


def _located(inputs: Iterable[Place | str]) -> Iterator[tuple[str, Place]]:
    """(source, file) of every file of the corpus, sorted by input, then by path."""
    given = {storage.resolved(item) for item in inputs}
    roots = [path for path in given if not any(parent in given for parent in path.parents)]
    labels = _labels(roots)
    for root in sorted(roots, key=lambda path: labels[path]):
        if not root.is_dir():
            yield labels[root], root
            continue
        prefix = f"{labels[root]}/" if len(roots) > 1 else ""
        for inside in filter(_is_item, storage.walk(root)):
            yield prefix + source_of(storage.inside(inside, root)), inside


def _items(inputs: Iterable[Place | str], limits: Limits) -> Iterator[Item]:
    given = list(inputs)
    for source, path in _located(item for item in given if str(item) != _STDIN):
        yield from _file(path, source, limits)
    if _STDIN in map(str, given):
        yield from _stdin(limits)


class Seen(Protocol):
    """Ids that have come: a set, or something that keeps them on disk."""

    def __contains__(self, document_id: str, /) -> bool:
        """Whether it has come."""

    def add(self, document_id: str, /) -> None:
        """It has come now."""


def pages(inputs: Iterable[Place | str], *, limits: Limits = DEFAULT, seen: Seen | None = None) -> Iterator[Item]:
    """Every item of the inputs: a page, or the failure that says why there is none.

    Memory holds one item at a time. Never raises for what is in the files.

    Args:
        inputs: folders (recursive), files, URLs of either, `-` for standard input.
        limits: bounds on size, nesting and compression.
        seen: takes the ids that have come; in memory unless given.
    """
    seen = set() if seen is None else seen
    for item in _items(inputs, limits):
        if isinstance(item, Page) and item.document_id in seen:
            reason = f"l’identifiant « {item.document_id} » est déjà celui d’un autre élément"
            yield rows.failure(item.source, ReadError(reason, "donner à chaque ligne un « id » unique"))
            continue
        if isinstance(item, Page):
            seen.add(item.document_id)
        yield item
