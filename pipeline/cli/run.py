"""`communiques run`: a corpus → a folder of tables."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.batch import Engine, Summary
    from pipeline.storage import Place

_INTERRUPTED, _TERMINATED = 130, 143
_FAILURES_SHOWN = 5


def run(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="INPUT…", help="Folders, files, URLs; - is standard input.")
    ] = None,
    out: Annotated[str, typer.Option(help="Folder or URL for the tables.")] = "extracted",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Worker processes.", show_default="one a processor")
    ] = None,
    engine: Annotated[Literal["local", "spark"], typer.Option(help="What runs the workers.")] = "local",
    master: Annotated[str, typer.Option(help="Spark master (spark://…, k8s://…, yarn).")] = "local[*]",
    resume: Annotated[bool, typer.Option("--resume/--fresh", help="Keep what an earlier run has done.")] = True,
    csv: Annotated[Literal["rfc", "excel-fr"], typer.Option(help="Dialect of the CSV files.")] = "rfc",
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many input items.")] = None,
    facts: Annotated[bool, typer.Option("--facts/--no-facts", help="Find what sums and rates are about.")] = True,
    second_opinion: Annotated[
        bool, typer.Option("--second-opinion", help="Compare cleaning with trafilatura's (extra: opinion).")
    ] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Progress as JSON Lines on standard error.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Extract the tables of a corpus (raw → extracted, when nothing else is said)."""
    # Before pyarrow is imported: its own allocator keeps 40 MB more than it uses, and more with the corpus.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from pipeline import batch, storage
    from pipeline.cli import _progress

    folder = storage.place(out)
    options = batch.Options(
        workers or _processors(), not resume, csv, limit, facts=facts, second_opinion=second_opinion, engine=engine
    )
    signal.signal(signal.SIGTERM, _terminate)
    with _running(engine, master) as execute, _progress.watching(log_json=log_json, quiet=quiet) as watch:
        try:
            summary = batch.run(inputs or ["raw"], folder, options, watch, execute)
        except KeyboardInterrupt:
            _terminal.error("interrupted; what is done is kept: the same command goes on from there")
            sys.exit(_INTERRUPTED)
    if log_json:
        sys.stderr.write(json.dumps({"stage": "done"} | dataclasses.asdict(summary)) + "\n")
    elif not quiet:
        _tell(summary, folder, verbose=verbose)
    if summary.rows["failures"]:
        sys.exit(_terminal.SOME_INPUTS_FAILED)


@contextmanager
def _running(engine: Literal["local", "spark"], master: str) -> Iterator[Engine]:
    """What does the shards, for the time of a run."""
    if engine == "local":
        from pipeline.batch import pool

        yield pool.execute
    else:
        from pipeline import spark

        with spark.session(master) as session:
            yield spark.Engine(session)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _terminate(number: int, frame: FrameType | None) -> None:
    """End as by Ctrl-C: workers go, the lock goes, what is done stays."""
    _terminal.error("terminated; what is done is kept: the same command goes on from there")
    sys.exit(_TERMINATED)


def _tell(summary: Summary, out: Place, *, verbose: bool) -> None:
    console = _terminal.out()
    console.print(_report(summary, out))
    if verbose:
        console.print(_seconds(summary))
    if summary.rows["failures"]:
        _failures(out, None if verbose else _FAILURES_SHOWN)


def _report(summary: Summary, out: Place) -> Table:
    from rich.table import Table

    table = Table(title=f"{out}", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, rows in summary.rows.items():
        table.add_row(name, _terminal.integer(rows))
    table.add_section()
    if summary.resumed:
        table.add_row("done before", f"{_terminal.integer(summary.resumed)} items")
    table.add_row("time", _terminal.duration(summary.seconds["total"]))
    return table


def _seconds(summary: Summary) -> Table:
    from rich.table import Table

    table = Table("stage", "seconds", title="time by stage", title_justify="left")
    for stage, seconds in summary.seconds.items():
        table.add_row(stage, f"{seconds:.2f}")
    return table


def _failures(out: Place, most: int | None) -> None:
    """Print failures, so many at most, and where the others are."""
    from pipeline import export

    rows = export.read_parquet(out / "failures.parquet").to_pylist()
    console = _terminal.err()
    for row in rows[:most]:
        console.print(f"{row['source']}: {row['reason']} — {row['remedy']}", style="yellow", markup=False)
    more = len(rows) - len(rows[:most])
    if more:
        console.print(f"… and {_terminal.integer(more)} more: see {out / 'failures.csv'}", style="yellow", markup=False)
