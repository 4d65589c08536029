"""The shards of a run on Spark. What goes through the JVM is which shard to do; items and rows go through files.

A job is a handful of shards, one task each. The items of a shard are put beside the parts, where the
workers see them; `process_shard` writes part files and manifest entry as it does in a local worker.
So a shard that is done twice is done the same, and a run that is stopped goes on where it was, with
either engine.

A document that kills its worker costs Spark one attempt. A shard that comes again is therefore done
in a process of its own, as in a local pool: there the document is found by halving and set aside.
"""

from __future__ import annotations

import dataclasses
import re
import tempfile
import uuid
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline import storage
from pipeline.batch import lean, manifest, pool, spool
from pipeline.batch.manifest import Entry
from pipeline.batch.shard import Task, process_shard
from pipeline.errors import CommuniquesError, DataError, OutputError, WorkerError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_PER_CORE: Final = 4  # shards of a job per core …
_LEAST: Final = 16  # … and at least: a cluster that grows on demand has few cores at first
_JOBS: Final = 2  # at the same time, so that no core waits for the last shard of a job
_SAME_IMAGE: Final = "give them the image that the driver has"
_CAUSE = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception): .+")


class Engine:
    """Does the shards of a run on the cluster of a session."""

    def __init__(self, spark: SparkSession) -> None:
        self.context = spark.sparkContext
        self.tag = f"communiques-{uuid.uuid4()}"  # of the jobs to cancel when a run ends before its time

    def __call__(self, tasks: Iterator[Task], workers: int) -> Generator[Entry]:  # noqa: ARG002 - as `pool.execute`
        """Entries of all tasks, job by job. The number of workers is the cluster's own affair.

        Raises:
            CommuniquesError: a worker cannot work, and says why.
            WorkerError: a shard fails on every attempt.
        """
        jobs = iter(lambda: list(islice(tasks, max(self.context.defaultParallelism * _PER_CORE, _LEAST))), [])
        with closing(storage.ahead(self._job, jobs, _JOBS)) as done:
            try:
                for entries in done:
                    yield from entries
            except BaseException:  # or nobody wants the rest
                self.context.cancelJobsWithTag(self.tag)
                raise

    def _job(self, tasks: list[Task]) -> list[Entry]:
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        self.context.addJobTag(self.tag)
        self.context.setInterruptOnCancel(interruptOnCancel=True)
        packed = list(storage.read_each(_packed, tasks, tasks[0].parts))
        try:
            return list(map(_checked, self.context.parallelize(packed, len(packed)).map(_do).collect()))
        except (Py4JJavaError, PySparkException) as error:
            message = f"a shard fails on every attempt of Spark: {cause(error)}"
            raise WorkerError(message) from error
        finally:
            for task in packed:
                task.spool.unlink(missing_ok=True)


def _packed(task: Task) -> Task:
    """The task with its items in a file of their own, which workers on other machines can read."""
    target = task.parts / f"items.{task.shard.name}"
    refs = spool.pack(task.spool, task.shard.refs, target)
    return dataclasses.replace(task, spool=target, shard=dataclasses.replace(task.shard, refs=refs))


def _do(task: Task) -> Entry | CommuniquesError:
    """What a worker of Spark does. An error that would come again is a result: Spark would try four times."""
    from pyspark import TaskContext

    context = TaskContext.get()
    try:
        _check_worker(task)
        lean.spare_pandas()
        return _carefully(task) if context and context.attemptNumber() else process_shard(task)
    except CommuniquesError as error:
        return error


def _checked(result: Entry | CommuniquesError) -> Entry:
    if isinstance(result, CommuniquesError):
        raise result
    return result


def _check_worker(task: Task) -> None:
    if manifest.fingerprint(task.analyser, facts=task.facts) != task.fingerprint:
        message = f"workers have another version of communiques, its libraries or its model; {_SAME_IMAGE}"
        raise DataError(message)
    if not storage.exists(task.spool):
        message = f"workers do not see {task.parts}: give --out a URL, or a folder that all machines share"
        raise OutputError(message)


def _carefully(task: Task) -> Entry:
    """Do a shard whose worker died, without the documents that kill it."""
    with tempfile.TemporaryDirectory() as scratch:
        items = Path(scratch) / "items"
        items.write_bytes(task.spool.read_bytes())
        return pool.alone(dataclasses.replace(task, spool=items))


def cause(error: Exception) -> str:
    """The last line of the Python traceback in an error of Spark, or the first line of the error."""
    lines = str(getattr(error, "java_exception", error)).splitlines()
    found = next((line for line in reversed(lines) if _CAUSE.fullmatch(line)), lines[0])
    return f"{found}; {_SAME_IMAGE}" if found.startswith("ModuleNotFoundError") else found
