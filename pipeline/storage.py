"""Files and folders on this machine or at a URL: the only module that knows the difference.

A `Url` has those methods of `pathlib.Path` that this package uses, so most code need not ask which of
the two it was given. pyarrow carries the bytes (`s3://`, `hdfs://`, `gs://`, `abfs://`), so a URL
needs nothing that is not installed anyway; `file://` is a path like any other.

An object store has neither rename nor lock. An object appears when it is put, whole, under its final
name; what belongs together is valid once the file that vouches for it is there, which is put last.
"""

from __future__ import annotations

import io
import mmap
import os
import re
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, Any, Final, Literal, TypeVar, cast
from urllib.parse import unquote

from pipeline.errors import UsageError

T = TypeVar("T")
R = TypeVar("R")

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_SCHEMES: Final = {"s3": "s3", "s3a": "s3", "hdfs": "hdfs", "gs": "gs", "gcs": "gs", "abfs": "abfs", "abfss": "abfss"}
_ENDPOINTS: Final = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_S3_ENDPOINT")
_BUFFER: Final = 1 << 20  # bytes asked for at once: a request costs more than its bytes
_AHEAD: Final = 16  # requests under way at the same time


@dataclass(frozen=True, slots=True)
class Url:
    """A file or folder of an object store or of HDFS.

    Attributes:
        root: scheme and bucket or host (`s3://bucket`).
        key: path below it, without a slash at either end; empty for the root itself.
    """

    root: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.root}/{self.key}"

    def __truediv__(self, name: str) -> Url:
        return Url(self.root, f"{self.key}/{name}".lstrip("/"))

    @property
    def parts(self) -> tuple[str, ...]:
        """The root, then each component of the key."""
        return (self.root, *PurePosixPath(self.key).parts)

    @property
    def name(self) -> str:
        """The last component."""
        return self.parts[-1]

    @property
    def stem(self) -> str:
        """The last component without its ending."""
        return PurePosixPath(self.name).stem

    @property
    def parents(self) -> tuple[Url, ...]:
        """The folders that hold it, the nearest first."""
        return tuple(Url(self.root, "/".join(path.parts)) for path in PurePosixPath(self.key).parents)

    def with_name(self, name: str) -> Url:
        """Its neighbour of that name."""
        return Url(self.root, str(PurePosixPath(self.key).with_name(name)))

    def relative_to(self, folder: Url) -> PurePosixPath:
        """The path from a folder that holds it."""
        return PurePosixPath(self.key).relative_to(folder.key or ".")

    def is_dir(self) -> bool:
        """Whether it holds files."""
        return bool(self._info().type.name == "Directory")

    def exists(self) -> bool:
        """Whether it is there."""
        return bool(self._info().type.name != "NotFound")

    def mkdir(self, *, parents: bool = False, exist_ok: bool = False) -> None:  # noqa: ARG002 - as pathlib has it
        """Make the folder, if only to learn that the store can be written."""
        self._system().create_dir(self._path())

    def iterdir(self) -> Iterator[Url]:
        """The files right below."""
        return (Url(self.root, f"{self.key}/{Path(info.path).name}".lstrip("/")) for info in self._below(deep=False))

    def walk(self) -> Iterator[Url]:
        """All files below, folder by folder: the files of a folder by name, then its folders by name."""
        length = len(self._path()) + 1
        paths = [PurePosixPath(info.path[length:]) for info in self._below(deep=True)]
        for path in sorted(paths, key=lambda path: (*((1, folder) for folder in path.parts[:-1]), (0, path.name))):
            yield self / str(path)

    def unlink(self, *, missing_ok: bool = False) -> None:
        """Remove the file."""
        try:
            self._system().delete_file(self._path())
        except FileNotFoundError:
            if not missing_ok:
                raise

    def open(self, mode: Literal["rb"] = "rb") -> io.BufferedReader:  # noqa: ARG002 - as pathlib has it
        """Open the file for reading, from any place in it."""
        return io.BufferedReader(self.native(), _BUFFER)

    def native(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        """The file as pyarrow reads it."""
        return self._system().open_input_file(self._path())

    def read_bytes(self) -> bytes:
        """What the file holds."""
        with self._system().open_input_stream(self._path()) as stream:
            return cast("bytes", stream.read())

    def read_text(self, encoding: str = "utf-8") -> str:
        """What the file holds, as text."""
        return self.read_bytes().decode(encoding)

    def put(self, path: Path) -> None:
        """Store a file of this machine here. One call writes all: nothing can come between and leave half of it."""
        with path.open("rb") as file, self._system().open_output_stream(self._path()) as stream:
            if size := os.fstat(file.fileno()).st_size:
                with mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as content:
                    stream.write(content)

    def _path(self) -> str:
        base = _filesystem(self.root)[1].rstrip("/")
        return f"{base}/{self.key}" if self.key else base or "/"

    def _system(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        return _filesystem(self.root)[0]

    def _info(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        return self._system().get_file_info(self._path())

    def _below(self, *, deep: bool) -> Iterator[Any]:
        from pyarrow import fs

        selector = fs.FileSelector(self._path(), allow_not_found=True, recursive=deep)
        return (info for info in self._system().get_file_info(selector) if info.type == fs.FileType.File)


Place = Path | Url


def place(given: str | Place) -> Place:
    """The file or folder that a path or URL names.

    Raises:
        UsageError: a URL of a kind that is not known.
    """
    if isinstance(given, Path | Url) or not _URL.match(given):
        return Path(given) if isinstance(given, str) else given
    scheme, _, rest = given.partition("://")
    host, _, key = rest.partition("/")
    if scheme == "file":
        return Path("/", unquote(key))
    if scheme not in _SCHEMES or not host:
        message = f"{given} is no place that can be read or written; give a path, or a URL such as s3://bucket/folder"
        raise UsageError(message)
    return Url(f"{_SCHEMES[scheme]}://{host}", key.strip("/"))


@cache
def _filesystem(root: str) -> tuple[Any, str]:
    """The pyarrow file system of a root, and the path of the root in it."""
    from pyarrow import fs

    scheme, _, host = root.partition("://")
    endpoint = next((os.environ[name] for name in _ENDPOINTS if os.environ.get(name)), None)
    if scheme == "s3" and endpoint:  # which pyarrow would pass over
        return fs.S3FileSystem(endpoint_override=endpoint.rstrip("/"), allow_delayed_open=True), host
    system, path = fs.FileSystem.from_uri(root if scheme == "s3" else f"{root}/")
    return system, path


def resolved(given: str | Place) -> Place:
    """The same place, by a name that does not depend on the folder one stands in."""
    found = place(given)
    return found.resolve() if isinstance(found, Path) else found


def inside(path: Place, folder: Place) -> PurePath:
    """The way from a folder to what it holds."""
    if isinstance(path, Url) and isinstance(folder, Url):
        return path.relative_to(folder)
    return cast("Path", path).relative_to(cast("Path", folder))


def exists(given: Place) -> bool:
    """Whether a file or folder is there; a dangling link is.

    Raises:
        UsageError: the store does not answer, or refuses.
    """
    if isinstance(given, Path):
        return os.path.lexists(given)
    try:
        return given.exists()
    except OSError as error:
        raise UsageError(trouble(given, "read", error)) from error


def trouble(given: Url, verb: str, error: OSError) -> str:
    """What to tell a person whose store fails."""
    hint = "; check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL" if given.root[:2] == "s3" else ""
    return f"{given} cannot be {verb} ({str(error).partition(chr(10))[0]}){hint}"


def size(given: Place) -> int:
    """Bytes of a file."""
    return given.stat().st_size if isinstance(given, Path) else cast("int", given._info().size)  # noqa: SLF001


def walk(folder: Place) -> Iterator[Place]:
    """All files below a folder but hidden folders, in an order that is the same on every machine and store."""
    if isinstance(folder, Path):
        for parent, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (Path(parent, name) for name in sorted(names))
        return
    for url in folder.walk():
        if not any(name.startswith(".") for name in url.relative_to(folder).parts[:-1]):
            yield url


def move(path: Path, target: Place) -> None:
    """Put a file of this machine in the place of another, at once."""
    if isinstance(target, Path):
        path.replace(target)
    else:
        target.put(path)
        path.unlink()


def dataset(path: Place) -> Any:  # noqa: ANN401 - pyarrow has no types
    """A Parquet file, or a folder of them, as a pyarrow dataset."""
    from pyarrow import dataset as ds

    if isinstance(path, Path):
        return ds.dataset(path, format="parquet")
    system, _ = _filesystem(path.root)
    return ds.dataset(path._path(), filesystem=system, format="parquet")  # noqa: SLF001


@contextmanager
def uploading(target: Url, mode: Literal["w", "wb"] = "wb") -> Iterator[IO[Any]]:
    """A file that is put under its URL when the block ends without an error."""
    text = {"encoding": "utf-8", "newline": ""} if mode == "w" else {}
    with tempfile.NamedTemporaryFile(mode, **text) as file:  # type: ignore[call-overload]
        yield file
        file.flush()
        target.put(Path(file.name))


def ahead(function: Callable[[T], R], items: Iterable[T], most: int = _AHEAD) -> Generator[R]:
    """`function` of each item, in order, some of them at the same time: for what waits on a network."""
    pool = ThreadPoolExecutor(most)
    waiting: deque[Future[R]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) == most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def read_each(function: Callable[[T], R], items: Iterable[T], folder: Place) -> Iterator[R]:
    """`function` of each item, in order; several at the same time where the folder is at a URL."""
    return map(function, items) if isinstance(folder, Path) else ahead(function, items)
