"""Archives → their members, as data: no member is ever written to disk, so a name with `..` is only a name."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from pipeline.errors import ReadError
from pipeline.read.identity import source_of
from pipeline.read.limits import Bounded, Limits, bomb, read_all, readable, too_big

Member = tuple[str, bytes | ReadError]


class Names:
    """Gives each member of an archive a name of its own: a repeated one gets `~2`, then `~3`."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        """`name`, or `name~n` when it came before."""
        self._seen[name] += 1
        count = self._seen[name]
        return name if count == 1 else f"{name}~{count}"


def _limit(name: str, limits: Limits) -> int:
    return limits.archive if name.lower().endswith((".zip", ".tar", ".gz", ".tgz", ".zst")) else limits.item


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    if info.flag_bits & 1:
        reason = "le membre de l’archive est chiffré"
        raise ReadError(reason, "fournir l’archive sans mot de passe")
    limit = _limit(info.filename, limits)
    if info.file_size > limit:
        raise bomb() if info.file_size > limits.ratio * max(info.compress_size, 1) else too_big(limit)
    try:
        with readable(), archive.open(info) as stream:
            return read_all(stream, limit)
    except (NotImplementedError, RuntimeError) as error:
        reason = f"le membre de l’archive ne peut pas être décompressé ({error})"
        raise ReadError(reason, "refaire l’archive avec la méthode « deflate »") from error


def zip_members(file: IO[bytes], limits: Limits) -> Iterator[Member]:
    """Members of a zip archive, by name.

    Raises:
        ReadError: no readable zip archive.
    """
    names = Names()
    with readable(), zipfile.ZipFile(file) as archive:
        for info in sorted(archive.infolist(), key=lambda item: (item.filename, item.header_offset)):
            if info.is_dir():
                continue
            name = names.unique(source_of(PurePosixPath(info.filename)))
            try:
                yield name, _zip_member(archive, info, limits)
            except ReadError as error:
                yield name, error


def warc_members(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """The WARC files of a WACZ package, as streams: one may be larger than memory. The rest is an index of them.

    Raises:
        ReadError: no readable zip archive.
    """
    with readable(), zipfile.ZipFile(file) as archive:
        for info in sorted(archive.infolist(), key=lambda item: item.filename):
            if info.filename.endswith((".warc", ".warc.gz")):
                with archive.open(info) as stream:
                    yield source_of(PurePosixPath(info.filename)), stream


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, limits: Limits) -> bytes:
    limit = _limit(info.name, limits)
    if info.size > limit:
        raise too_big(limit)
    stream = archive.extractfile(info)
    return read_all(stream, limit) if stream else b""


def tar_members(file: IO[bytes] | Bounded, limits: Limits) -> Iterator[Member]:
    """Members of a tar archive, in its own order (it is read as a stream).

    Raises:
        ReadError: no readable tar archive, or a truncated one, after the members before the damage.
    """
    names = Names()
    with readable(), tarfile.open(fileobj=file, mode="r|") as archive:  # type: ignore[call-overload]
        for info in archive:
            if not info.isfile():
                continue
            name = names.unique(source_of(PurePosixPath(info.name)))
            try:
                yield name, _tar_member(archive, info, limits)
            except ReadError as error:
                yield name, error


def in_memory(data: bytes) -> IO[bytes]:
    """A member as a file, for an archive inside an archive."""
    return io.BytesIO(data)
