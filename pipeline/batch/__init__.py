"""Many inputs → a folder of tables: read, share out, resume, put together.

The output folder holds the tables; `.parts` in it holds what each shard has done, so that a run
that was stopped, or one over a corpus that has grown, does only what is missing.
"""

from __future__ import annotations

import dataclasses
import errno
import fcntl
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

import pyarrow as pa

from pipeline import __version__, export, read, storage
from pipeline.batch import copies, manifest, pool
from pipeline.batch.manifest import Entry
from pipeline.batch.shard import Task
from pipeline.batch.spool import Shard, Spool, shard_count
from pipeline.clean import opinion
from pipeline.errors import OutputError, UsageError
from pipeline.storage import Place, Url
from pipeline.tables import tables

_PARTS: Final = ".parts"
_SCRATCH: Final = ".scratch"
_LOCK: Final = ".lock"


@dataclass(frozen=True, slots=True)
class Options:
    """How to run.

    Attributes:
        workers: processes that clean, analyse and extract; they change no table.
        fresh: do everything again, also what is done.
        csv: dialect of the CSV files.
        limit: of input items, in the order of reading.
        analyser: name of the module that analyses documents.
        facts: turn sums and rates into facts; without, that table is empty and nothing else changes.
        second_opinion: compare cleaning with another tool's; without, `agreement` is empty and nothing else changes.
        engine: name of what runs the workers, for the record.
    """

    workers: int = 1
    fresh: bool = False
    csv: export.Dialect = "rfc"
    limit: int | None = None
    analyser: str = "pipeline.nlp"
    facts: bool = True
    second_opinion: bool = False
    engine: str = "local"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands.

    Attributes:
        done: items of the corpus read, processed, or tables written.
        total: None while it is not known.
        resumed: items that an earlier run did.
        failures: rows of that table so far.
    """

    stage: Literal["read", "process", "write"]
    done: int
    total: int | None = None
    resumed: int = 0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did.

    Attributes:
        rows: by table.
        resumed: items that an earlier run had done.
        seconds: by stage; wall time for read, export and total, processor time of the workers for the rest.
    """

    items: int
    rows: dict[str, int]
    resumed: int
    seconds: dict[str, float]


Watch = Callable[[Progress], None]
Engine = Callable[[Iterator[Task], int], Generator[Entry]]
"""Does tasks with so many workers, each exactly once; entries as they are done."""


def run(
    inputs: Iterable[Place | str],
    out: Place | str,
    options: Options,
    watch: Watch = lambda _: None,
    engine: Engine = pool.execute,
) -> Summary:
    """Do all inputs; one row of `documents` or `failures` for each item.

    Raises:
        UsageError: there is nothing to read, no such file or store, or nobody to give a second opinion.
        OutputError: `out` cannot be written, is full, or another run is writing there.
    """
    if options.second_opinion:
        opinion.require()
    inputs, out = list(inputs), storage.place(out)
    missing = [str(item) for item in inputs if str(item) != "-" and not storage.exists(storage.place(item))]
    if missing:
        message = f"there is no {', '.join(missing)}"
        raise UsageError(message)
    with _writing(out), _locked(out), _scratch(out) as scratch:
        return _Run(inputs, out, options, watch, engine).do(scratch)


class _Run:
    def __init__(self, inputs: list[Place | str], out: Place, options: Options, watch: Watch, engine: Engine) -> None:
        self.inputs = inputs
        self.out = out
        self.parts = out / _PARTS
        self.options = options
        self.watch = watch
        self.engine = engine
        self.progress = Progress("read", 0)
        self.fingerprint = manifest.fingerprint(
            options.analyser, facts=options.facts, opinion=opinion.version() if options.second_opinion else None
        )
        self.seconds: dict[str, float] = defaultdict(float)

    def do(self, scratch: Path) -> Summary:
        started = time.monotonic()
        self.parts.mkdir(exist_ok=True)
        with Spool(scratch) as spool:
            with self.timed("read"):
                self.read(spool)
            shards, resumed = self.process(spool)
        with self.timed("export"):
            rows = self.export(shards, scratch)
        self.seconds["total"] = time.monotonic() - started
        seconds = {stage: round(value, 2) for stage, value in self.seconds.items()}
        summary = Summary(spool.items, rows, resumed, seconds)
        export.write_json(self.out / "run.json", self.record(summary, len(shards)))
        return summary

    def tell(self, **changed: Any) -> None:  # noqa: ANN401 - fields of `Progress`
        """Say where the run stands; what has not changed is said again."""
        self.progress = dataclasses.replace(self.progress, **changed)
        self.watch(self.progress)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.seconds[stage] += time.monotonic() - started

    def read(self, spool: Spool) -> None:
        for item in islice(read.pages(self.inputs, seen=spool.ids()), self.options.limit):
            spool.add(item)
            self.tell(done=spool.items)
        if not spool.items:
            message = f"nothing to read in {', '.join(map(str, self.inputs))}"
            raise UsageError(message)

    def process(self, spool: Spool) -> tuple[list[str], int]:
        """The names of all shards, in order, and the number of items that were done before."""
        names: set[str] = set()  # of their entries, no more is kept: memory must not grow with the corpus
        done = failures = 0
        for entry in () if self.options.fresh else self.done_before(spool):
            names.add(entry.name)
            done += entry.items
            failures += entry.rows["failures"]
        resumed = done
        self.tell(stage="process", done=done, total=spool.items, resumed=resumed, failures=failures)
        # A second pass over the shards: all of them at once would be an index of the corpus in memory.
        tasks = (self.task(shard, spool) for shard in spool.shards() if shard.name not in names)
        workers = min(self.options.workers, max(shard_count(spool.items) - len(names), 1))
        with closing(self.engine(tasks, workers)) as results:
            for entry in results:
                names.add(entry.name)
                done += entry.items
                failures += entry.rows["failures"]
                for stage, seconds in entry.seconds.items():
                    self.seconds[stage] += seconds
                self.tell(done=done, failures=failures)
        return sorted(names), resumed

    def done_before(self, spool: Spool) -> Iterator[Entry]:
        """The entries of shards that need not be done again."""
        done = partial(manifest.done, self.parts, fingerprint=self.fingerprint)
        return filter(None, storage.read_each(done, spool.shards(), self.parts))

    def task(self, shard: Shard, spool: Spool) -> Task:
        options = self.options
        wanted = options.facts, options.second_opinion
        return Task(shard, spool.path, self.parts, options.analyser, self.fingerprint, *wanted)

    def export(self, shards: list[str], scratch: Path) -> dict[str, int]:
        """Put the parts together, in order; tables are replaced when all of them are written."""
        rows = {}
        written = scratch / "tables"
        written.mkdir()
        found = copies.find(self.stored(shards, copies.PART), scratch / "copies")
        for number, (name, table) in enumerate(tables().items()):
            self.tell(stage="write", done=number, total=len(tables()))
            parts = self.stored(shards, name)
            if name == "documents":
                parts = (copies.mark(part, found) for part in parts)
            parquet = written / f"{name}.parquet"
            rows[name] = export.write_parquet(parquet, table.schema, parts)
            export.write_csv(written / f"{name}.csv", table, parquet, self.options.csv)
        export.write_json(written / "datapackage.json", export.data_package(written, self.options.csv))
        # The description last: it has the digest of each table, and vouches for them where nothing is replaced at once.
        for path in sorted(written.iterdir(), key=lambda path: (path.suffix == ".json", path.name)):
            storage.move(path, self.out / path.name)
        self.forget({*shards})
        self.tell(done=len(tables()))
        return rows

    def stored(self, shards: list[str], table: str) -> Iterator[pa.Table]:
        """The parts of a table, in order."""
        paths = (manifest.part(self.parts, name, table) for name in shards)
        return storage.read_each(export.read_parquet, paths, self.parts)

    def forget(self, names: set[str]) -> None:
        """Remove part files of shards that are no longer there."""
        for path in self.parts.iterdir():
            if path.name.split(".")[0] not in names:
                path.unlink()

    def record(self, summary: Summary, shards: int) -> dict[str, Any]:
        """What `run.json` says."""
        return {
            "communiques": __version__,
            "versions": manifest.versions(),
            "fingerprint": self.fingerprint,
            "inputs": [str(item) for item in self.inputs],
            "options": dataclasses.asdict(self.options),
            "items": summary.items,
            "resumed": summary.resumed,
            "shards": shards,
            "rows": summary.rows,
            "seconds": summary.seconds,
        }


@contextmanager
def _writing(out: Place) -> Iterator[None]:
    """Say in plain words why the output folder cannot be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            message = f"no space left for {out}: free some and run again; what is done is kept"
        elif error.errno in {errno.ENOTDIR, errno.EEXIST}:
            message = f"{_in_the_way(error.filename)} is a file, not a folder; choose another folder with --out"
        elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            message = f"{out} cannot be written ({error.strerror}); choose another folder with --out"
        elif isinstance(out, Url):
            message = storage.trouble(out, "written", error)
        else:
            raise
        raise OutputError(message) from error


def _in_the_way(path: str) -> Path:
    """The file that stands where a folder should."""
    return next((place for place in (Path(path), *Path(path).parents) if place.is_file()), Path(path))


@contextmanager
def _locked(out: Place) -> Iterator[None]:
    """Keep other runs out of the folder; the lock goes with the process, however it ends. A store has none."""
    if isinstance(out, Url):
        yield
        return
    with (out / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"another run is writing to {out}; wait for it, or choose another folder with --out"
            raise OutputError(message) from error
        yield


@contextmanager
def _scratch(out: Place) -> Iterator[Path]:
    """An empty folder of this machine for the time of a run; what a killed run left goes first."""
    if isinstance(out, Url):
        with tempfile.TemporaryDirectory(prefix="communiques-") as folder:
            yield Path(folder)
        return
    path = out / _SCRATCH
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
