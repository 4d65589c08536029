"""One shard: items → part files. Pure and free of any engine: what it writes depends on its task alone.

A document that fails becomes a row of `failures`, and nothing else is lost: a group of documents
that fails is done again one by one. A document whose facts alone fail keeps its other rows.
"""

from __future__ import annotations

import dataclasses
import importlib
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, cast

import pyarrow as pa

from pipeline import clean, export, extraction, facts, tables
from pipeline.batch import copies, manifest, spool
from pipeline.batch.spool import Item, Shard
from pipeline.clean import opinion
from pipeline.errors import DataError, InputError
from pipeline.nlp import Token
from pipeline.storage import Place
from pipeline.types import Analysis, Document, Failure, Mention, Page

NamedRow = tuple[str, tables.Row]

_GROUP = 32  # documents analysed together: enough for the model to work in batches
_MESSAGE = 300  # characters of an unexpected error that its row keeps


class Analyser(Protocol):
    """The module that analyses documents: `pipeline.nlp`, or one that stands in for it."""

    def load(self) -> object:
        """Load the model."""

    def analyse(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Analysis]]:
        """Pair each document with its analysis, in order."""

    def parse(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """The words of each sentence."""


def analyser(name: str) -> Analyser:
    """The analyser of that module name."""
    return cast("Analyser", importlib.import_module(name))


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is told.

    Attributes:
        spool: the file that holds the items.
        parts: the folder that takes part files and manifest entry; workers on other machines must see both.
        analyser: name of the module that analyses documents.
        facts: whether sums and rates are turned into facts.
        second_opinion: whether cleaning is compared with another tool's.
        quarantined: positions of items that killed a worker and must not be tried again.
    """

    shard: Shard
    spool: Place
    parts: Place
    analyser: str
    fingerprint: str
    facts: bool = True
    second_opinion: bool = False
    quarantined: frozenset[int] = frozenset()


def process_shard(task: Task) -> manifest.Entry:
    """Do one shard and commit it.

    Raises:
        OSError: a part file cannot be written.
    """
    tables.tables()  # an extractor that cannot be imported is wrong code, not a wrong document
    work = Work(analyser(task.analyser), facts=task.facts, second_opinion=task.second_opinion)
    items = spool.load(task.spool, task.shard.refs)
    tried = (_quarantine(item) if i in task.quarantined else item for i, item in enumerate(items))
    work.add(tried)
    entry = work.write(task)
    manifest.write(task.parts, entry)
    return entry


def _quarantine(item: Item) -> Failure:
    reason = "ce document fait tomber le processus qui le traite (mémoire épuisée ou bibliothèque en défaut)"
    remedy = "vérifier que ce fichier est bien un article ; il est mis de côté, les autres sont traités"
    return Failure(item.source, "process", "WorkerDied", reason, remedy, item.document_id, item.sha256)


class Work:
    """Rows of a shard as they come, and the time each stage takes."""

    def __init__(self, nlp: Analyser, *, facts: bool, second_opinion: bool = False) -> None:
        self.nlp = nlp
        self.facts = facts
        self.second_opinion = second_opinion
        self.parts: dict[str, list[pa.Table]] = defaultdict(list)
        self.seconds: dict[str, float] = defaultdict(float)
        self.stage = "clean"

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Count the processor time of the block for this stage."""
        self.stage = stage
        started = time.process_time()
        try:
            yield
        finally:
            self.seconds[stage] += time.process_time() - started

    def add(self, items: Iterable[Item]) -> None:
        """Do items, a group at a time."""
        items = iter(items)
        while group := list(islice(items, _GROUP)):
            self.extract([document for item in group if (document := self.document(item))])

    def document(self, item: Item) -> Document | None:
        """The document of an item, unless it failed."""
        if isinstance(item, Failure):
            self.fail(item)
            return None
        try:
            with self.timed("clean"):
                document = clean.clean(item)
            with self.timed("opinion"):
                return opinion.compare(item, document) if self.second_opinion else document
        except DataError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a document does to the code, the run goes on
            self.fail(_failure(item, self.stage, error))
            return None

    def extract(self, documents: Sequence[Document]) -> None:
        """Keep the rows of these documents; where the group fails, do them one by one."""
        try:
            self.keep(self.rows(documents))
        except DataError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            if len(documents) == 1:
                self.fail(_failure(documents[0], self.stage, error))
                return
            for document in documents:
                self.extract([document])

    def rows(self, documents: Iterable[Document]) -> dict[str, pa.Table]:
        """The rows of these documents, all or none."""
        rows: dict[str, list[tables.Row]] = defaultdict(list)
        signatures = []
        with self.timed("nlp"):
            analysed = list(self.nlp.analyse(documents))
        for document, analysis in analysed:
            with self.timed("extract"):
                mentions = extraction.mentions(document, analysis)
            with self.timed("facts"):
                for name, row in self.stated(document, analysis, mentions):
                    rows[name].append(row)
            with self.timed("duplicates"):
                signatures.append(copies.row(document))
            with self.timed("tables"):
                rows["documents"].append(tables.document_row(document))
                for name, row in tables.mention_rows(document, analysis, mentions):
                    rows[name].append(row)
        with self.timed("tables"):
            parts = {name: tables.to_arrow(name, found) for name, found in rows.items()}
            return parts | {copies.PART: pa.Table.from_pylist(signatures, copies.SCHEMA)}

    def stated(self, document: Document, analysis: Analysis, mentions: Iterable[Mention]) -> Iterator[NamedRow]:
        """The rows of a document's facts, or the failure that says why they are missing; the document stays."""
        if self.facts:
            found, error = facts.attempt(document, analysis, mentions, self.nlp.parse)
            yield from ((tables.FACTS, tables.fact_row(document, fact)) for fact in found)
            if error:
                yield "failures", tables.failure_row(_without_facts(document, error))

    def keep(self, found: dict[str, pa.Table]) -> None:
        """Add rows to the parts."""
        for name, part in found.items():
            self.parts[name].append(part)

    def fail(self, failure: Failure) -> None:
        """Add a row of `failures`."""
        self.keep({"failures": tables.to_arrow("failures", [tables.failure_row(failure)])})

    def write(self, task: Task) -> manifest.Entry:
        """Write the part files, and say what they hold."""
        rows, digests = {}, {}
        schemas = {name: table.schema for name, table in tables.tables().items()}
        with self.timed("write"):
            for name, schema in (schemas | {copies.PART: copies.SCHEMA}).items():
                path = manifest.part(task.parts, task.shard.name, name)
                rows[name] = export.write_parquet(path, schema, self.parts[name], durable=False)
                digests[name] = manifest.digest(path)
        seconds = {stage: round(value, 3) for stage, value in self.seconds.items()}
        return manifest.Entry(
            task.shard.name,
            task.shard.digest,
            task.fingerprint,
            len(task.shard.refs),
            rows,
            digests,
            seconds,
            tuple(sorted(task.quarantined)),
        )


def _failure(item: Page | Document, stage: str, error: Exception) -> Failure:
    if isinstance(error, InputError):
        reason, remedy, stage = error.reason, error.remedy, error.stage
    else:
        reason = f"erreur inattendue à cette étape : {_writable(str(error))[:_MESSAGE]}"
        remedy = "signaler ce document aux auteurs du programme ; les autres sont traités"
    return Failure(item.source, stage, type(error).__name__, reason, remedy, _writable(item.document_id), item.sha256)


def _without_facts(document: Document, error: Exception) -> Failure:
    failure = _failure(document, tables.FACTS, error)
    remedy = "seuls ses faits manquent, ses mentions sont dans les tables ; signaler ce document aux auteurs"
    return dataclasses.replace(failure, remedy=remedy)


def _writable(text: str) -> str:
    """A text without what UTF-8 cannot write (half of a surrogate pair)."""
    return text.encode("utf-8", "backslashreplace").decode()
