"""Worker processes that may die: the pool is rebuilt, and the document that kills it is set aside.

A process pool breaks as a whole when one worker dies, and nobody knows which of the shards in
flight did it. So each of them is done again alone; one that kills its worker again is halved until
the one document is found, which goes to `failures` without being tried.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.batch import lean
from pipeline.batch.manifest import Entry
from pipeline.batch.shard import Task, analyser, process_shard
from pipeline.errors import DataError, WorkerError

_AHEAD = 2  # tasks handed out per worker, so that none waits and none of the corpus piles up
_ATTEMPTS = 20  # documents that may kill a worker in one shard

_load_error: Exception | None = None


def _start(lifeline: Connection, name: str) -> None:
    """Prepare a worker: it leaves Ctrl-C to the parent, ends with the parent, loads the model once, stays small."""
    global _load_error  # noqa: PLW0603 - the state of this worker process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    lean.spare_pandas()
    try:
        analyser(name).load()
    except Exception as error:  # noqa: BLE001 - an initializer that raises would look like a dead worker
        _load_error = error


def _end_with_parent(lifeline: Connection) -> None:
    try:
        lifeline.recv()
    except (EOFError, OSError):
        os._exit(1)


def _work(task: Task) -> Entry:
    if _load_error is not None:
        message = f"the language model cannot be loaded ({_load_error}); install the package again"
        raise DataError(message)
    return process_shard(task)


@contextmanager
def _pool(workers: int, name: str) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(workers, context, _start, (theirs, name))
    try:
        yield pool
        pool.shutdown()
    finally:
        # Nobody ever writes to this end: closing it is what ends the workers, busy or not.
        ours.close()
        theirs.close()
        pool.shutdown(cancel_futures=True)


def execute(tasks: Iterable[Task], workers: int) -> Generator[Entry]:
    """Do all tasks, each exactly once; entries as they are done.

    Raises:
        OSError: a worker cannot write.
        WorkerError: workers cannot start, or a shard kills them whatever is taken out of it.
    """
    waiting = iter(tasks)
    while True:
        broken: list[Task] = []
        yield from _until_broken(waiting, workers, broken)
        if not broken:
            return
        for task in broken:
            yield alone(task)


def _until_broken(waiting: Iterator[Task], workers: int, broken: list[Task]) -> Iterator[Entry]:
    """Do tasks until there are no more, or the pool breaks; then `broken` holds those in flight."""
    first = next(waiting, None)
    if first is None:
        return
    waiting = chain([first], waiting)
    with _pool(workers, first.analyser) as pool:
        running: dict[Future[Entry], Task] = {}
        while True:
            if not broken:
                for task in islice(waiting, workers * _AHEAD - len(running)):
                    running[_submit(pool, task)] = task
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                task = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    broken.append(task)
                else:
                    yield future.result()


def _submit(pool: ProcessPoolExecutor, task: Task) -> Future[Entry]:
    try:
        return pool.submit(_work, task)
    except BrokenProcessPool as error:
        failed: Future[Entry] = Future()
        failed.set_exception(error)
        return failed


def alone(task: Task) -> Entry:
    """Do a task in a process of its own, without the documents that kill it.

    Raises:
        WorkerError: workers cannot start, or the shard kills them whatever is taken out of it.
    """
    for _ in range(_ATTEMPTS):
        entry = _once(task)
        if entry:
            return entry
        _check_start(task.analyser)
        task = dataclasses.replace(task, quarantined=task.quarantined | {_killer(task)})
    message = f"{_ATTEMPTS} documents of one shard killed their worker: memory may be short; use fewer --workers"
    raise WorkerError(message)


def _check_start(name: str) -> None:
    """Blame no document for workers that cannot even start."""
    with _pool(1, name) as pool:
        try:
            pool.submit(os.getpid).result()
        except BrokenProcessPool as error:
            message = 'worker processes cannot start; a script must call run() under `if __name__ == "__main__":`'
            raise WorkerError(message) from error


def _once(task: Task) -> Entry | None:
    """The entry of a task, or None where the worker dies of it."""
    with _pool(1, task.analyser) as pool:
        try:
            return pool.submit(_work, task).result()
        except BrokenProcessPool:
            return None


def _killer(task: Task) -> int:
    """The position of the item that kills its worker, by halving."""
    suspects = [i for i in range(len(task.shard.refs)) if i not in task.quarantined]
    with tempfile.TemporaryDirectory() as scratch:
        while len(suspects) > 1:
            half = len(suspects) // 2
            alive = _once(_only(task, suspects[:half], Path(scratch)))
            suspects = suspects[half:] if alive else suspects[:half]
    return suspects[0]


def _only(task: Task, positions: Iterable[int], parts: Path) -> Task:
    shard = dataclasses.replace(task.shard, refs=tuple(task.shard.refs[i] for i in positions))
    return dataclasses.replace(task, shard=shard, parts=parts, quarantined=frozenset())
