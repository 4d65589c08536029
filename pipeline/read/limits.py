"""What one item may weigh, and how far an archive may unfold: bounds on memory and time."""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Final

from pipeline.errors import ReadError

MEBI: Final = 2**20
_TRUST = 64 * MEBI  # bytes unfolded before the ratio is looked at: short runs of blanks compress well


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading.

    Attributes:
        item: bytes of one page, row or archive member. The largest real pages weigh 2 MB.
        archive: bytes of an archive inside an archive, which is held in memory.
        depth: archives inside one another.
        ratio: bytes unfolded for one byte stored. Pages reach 10, bombs 1000.
    """

    item: int = 20 * MEBI
    archive: int = 100 * MEBI
    depth: int = 2
    ratio: int = 200


DEFAULT: Final = Limits()


def too_big(limit: int) -> ReadError:
    """The error for an item beyond `limit` bytes."""
    return ReadError(
        f"l’élément dépasse {limit // MEBI} Mo, bien plus qu’une page",
        "vérifier ce que contient ce fichier ; le découper s’il rassemble plusieurs articles",
    )


def bomb() -> ReadError:
    """The error for data that unfold far beyond what text does."""
    return ReadError(
        "le contenu se déplie sans mesure une fois décompressé (bombe de décompression ?)",
        "vérifier l’origine de l’archive ; en retirer ce membre",
    )


class Bounded:
    """A binary stream that stops with `ReadError` when it unfolds beyond the ratio allowed.

    Args:
        stream: the decompressed side.
        stored: bytes on disk.
    """

    def __init__(self, stream: IO[bytes], stored: int, limits: Limits) -> None:
        self._stream = stream
        self._most = max(_TRUST, stored * limits.ratio)
        self._count = 0

    def _counted(self, data: bytes) -> bytes:
        self._count += len(data)
        if self._count > self._most:
            raise bomb()
        return data

    def read(self, size: int = -1) -> bytes:
        """As the stream below."""
        return self._counted(self._stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        """As the stream below."""
        return self._counted(self._stream.readline(size))


def read_all(stream: IO[bytes] | Bounded, limit: int) -> bytes:
    """All bytes of a stream.

    Raises:
        ReadError: more than `limit`.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_big(limit)
    return data


def lines(stream: IO[bytes] | Bounded, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines of a stream, from 1; None for one beyond `limit` bytes."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MEBI)
        yield number, None


_REMEDY = "télécharger ou copier de nouveau le fichier, puis relancer"


@contextmanager
def readable() -> Iterator[None]:
    """Turn what files and archives raise when they are damaged or closed to us into `ReadError`."""
    try:
        yield
    except PermissionError as error:
        reason = "la lecture du fichier est refusée"
        raise ReadError(
            reason, "donner le droit de lecture (chmod +r) à l’utilisateur qui lance le traitement"
        ) from error
    except FileNotFoundError as error:
        reason = "le fichier n’existe pas"
        raise ReadError(reason, "vérifier le chemin donné") from error
    except EOFError as error:
        reason = "le fichier compressé est tronqué"
        raise ReadError(reason, _REMEDY) from error
    except (zlib.error, gzip.BadGzipFile, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError) as error:
        reason = f"l’archive est endommagée ({error})"
        raise ReadError(reason, _REMEDY) from error
    except OSError as error:
        reason = f"le fichier ne peut pas être lu ({error.strerror or error})"
        raise ReadError(reason, _REMEDY) from error
