"""One shard: items → part files. Pure and free of any engine: what it writes depends on its task alone.

A document that fails becomes a row of `failures`, and nothing else is lost: a group of documents
that fails is done again one by one.
"""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, cast

import pyarrow as pa

from pipeline import clean, export, extraction, tables
from pipeline.batch import manifest, spool
from pipeline.batch.spool import Item, Shard
from pipeline.errors import CommuniquesError, InputError
from pipeline.types import Analysis, Document, Failure, Page

_GROUP = 32  # documents analysed together: enough for the model to work in batches
_MESSAGE = 300  # characters of an unexpected error that its row keeps


class Analyser(Protocol):
    """The module that analyses documents: `pipeline.nlp`, or one that stands in for it."""

    def load(self) -> object:
        """Load the model."""

    def analyse(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Analysis]]:
        """Pair each document with its analysis, in order."""


def analyser(name: str) -> Analyser:
    """The analyser of that module name."""
    return cast("Analyser", importlib.import_module(name))


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is told.

    Attributes:
        spool: the file that holds the items.
        parts: the folder that takes part files and manifest entry.
        analyser: name of the module that analyses documents.
        quarantined: positions of items that killed a worker and must not be tried again.
    """

    shard: Shard
    spool: Path
    parts: Path
    analyser: str
    fingerprint: str
    quarantined: frozenset[int] = frozenset()


def process_shard(task: Task) -> manifest.Entry:
    """Do one shard and commit it.

    Raises:
        OSError: a part file cannot be written.
    """
    tables.tables()  # an extractor that cannot be imported is wrong code, not a wrong document
    work = _Work(analyser(task.analyser))
    items = spool.load(task.spool, task.shard.refs)
    tried = (_quarantine(item) if i in task.quarantined else item for i, item in enumerate(items))
    while group := list(islice(tried, _GROUP)):
        work.add(group)
    entry = work.write(task)
    manifest.write(task.parts, entry)
    return entry


def _quarantine(item: Item) -> Failure:
    reason = "ce document fait tomber le processus qui le traite (mémoire épuisée ou bibliothèque en défaut)"
    remedy = "vérifier que ce fichier est bien un article ; il est mis de côté, les autres sont traités"
    return Failure(item.source, "process", "WorkerDied", reason, remedy, item.document_id, item.sha256)


class _Work:
    """Rows of a shard as they come, and the time each stage takes."""

    def __init__(self, nlp: Analyser) -> None:
        self.nlp = nlp
        self.parts: dict[str, list[pa.Table]] = defaultdict(list)
        self.seconds: dict[str, float] = defaultdict(float)
        self.stage = "clean"

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        self.stage = stage
        started = time.process_time()
        try:
            yield
        finally:
            self.seconds[stage] += time.process_time() - started

    def add(self, items: Sequence[Item]) -> None:
        """Do a group of items; one by one where that fails."""
        pages = [item for item in items if isinstance(item, Page)]
        self.fail(item for item in items if isinstance(item, Failure))
        try:
            self.keep(self.rows(pages))
        except CommuniquesError as error:
            if not isinstance(error, InputError):
                raise
            self.retry(pages, error)
        except Exception as error:  # noqa: BLE001 - whatever a document does to the code, the run goes on
            self.retry(pages, error)

    def retry(self, pages: Sequence[Page], error: Exception) -> None:
        if len(pages) == 1:
            self.fail([_failure(pages[0], self.stage, error)])
            return
        for page in pages:
            self.add([page])

    def rows(self, pages: Iterable[Page]) -> dict[str, pa.Table]:
        """The rows of these pages, all or none."""
        rows: dict[str, list[tables.Row]] = defaultdict(list)
        with self.timed("clean"):
            documents = [clean.clean(page) for page in pages]
        with self.timed("nlp"):
            analysed = list(self.nlp.analyse(documents))
        for document, analysis in analysed:
            with self.timed("extract"):
                mentions = extraction.mentions(document, analysis)
            with self.timed("tables"):
                rows["documents"].append(tables.document_row(document))
                for name, row in tables.mention_rows(document, analysis, mentions):
                    rows[name].append(row)
        with self.timed("tables"):
            return {name: tables.to_arrow(name, found) for name, found in rows.items()}

    def keep(self, found: dict[str, pa.Table]) -> None:
        for name, part in found.items():
            self.parts[name].append(part)

    def fail(self, failures: Iterable[Failure]) -> None:
        self.keep({"failures": tables.to_arrow("failures", map(tables.failure_row, failures))})

    def write(self, task: Task) -> manifest.Entry:
        rows, sizes = {}, {}
        with self.timed("write"):
            for name, table in tables.tables().items():
                path = manifest.part(task.parts, task.shard.name, name)
                rows[name] = export.write_parquet(path, table.schema, self.parts[name])
                sizes[name] = path.stat().st_size
        seconds = {stage: round(value, 3) for stage, value in self.seconds.items()}
        quarantined = tuple(sorted(task.quarantined))
        return manifest.Entry(task.shard.name, task.shard.digest, task.fingerprint, rows, sizes, seconds, quarantined)


def _failure(page: Page, stage: str, error: Exception) -> Failure:
    if isinstance(error, InputError):
        reason, remedy, stage = error.reason, error.remedy, error.stage
    else:
        message = str(error).encode("utf-8", "backslashreplace").decode()[:_MESSAGE]
        reason = f"erreur inattendue à cette étape : {message}"
        remedy = "signaler ce document aux auteurs du programme ; les autres sont traités"
    return Failure(page.source, stage, type(error).__name__, reason, remedy, page.document_id, page.sha256)
