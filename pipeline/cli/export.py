"""`communiques export`: the tables of a run for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose
from pipeline.errors import UsageError


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `communiques run` wrote.")],
    duckdb: Annotated[Path | None, typer.Option(metavar="F", help="A DuckDB database with keys and views.")] = None,
    xlsx: Annotated[Path | None, typer.Option(metavar="F", help="A workbook, one sheet a table.")] = None,
    csv: Annotated[
        Literal["rfc", "excel-fr"] | None, typer.Option(metavar="DIALECT", help="Write the CSV files again.")
    ] = None,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Merge the reviewers' decisions, in DIR/reviewed.")
    ] = False,
    label_studio: Annotated[Path | None, typer.Option(metavar="F", help="Tasks for Label Studio.")] = None,
    doccano: Annotated[Path | None, typer.Option(metavar="F", help="JSON Lines for doccano.")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the tables of a run in the forms that other tools open."""
    if not (duckdb or xlsx or csv or reviewed or label_studio or doccano):
        message = "say what to write: --duckdb F, --xlsx F, --csv DIALECT, --reviewed, --label-studio F or --doccano F"
        raise UsageError(message)
    from pipeline import frames

    frames.load(folder)  # refuses a folder that is none of a run, or of another version
    for target in filter(None, (duckdb, xlsx, label_studio, doccano)):
        if target.is_dir() or not target.parent.is_dir():
            message = f"{target} cannot be written: give the name of a file, in a folder that exists"
            raise UsageError(message)
    source = folder
    written: list[Path] = []
    if reviewed:
        from pipeline.formats import reviewed as merging

        source = merging.write(folder, csv or "rfc")
        written.append(source)
    elif csv:
        written.append(_csv(folder, csv))
    if duckdb:
        from pipeline.formats import database

        database.write(source, duckdb)
        written.append(duckdb)
    if xlsx:
        from pipeline.formats import workbook

        workbook.write(source, xlsx)
        written.append(xlsx)
    written += _annotation(source, label_studio, doccano)
    if not quiet:
        for path in written:
            _terminal.out().print(f"{path} written", soft_wrap=True)


def _csv(folder: Path, dialect: Literal["rfc", "excel-fr"]) -> Path:
    from pipeline import export as exporting
    from pipeline.tables import FINDINGS, tables

    for table in (*tables().values(), FINDINGS):
        path = folder / f"{table.name}.parquet"
        if path.exists():
            exporting.write_csv(path.with_suffix(".csv"), table, path, dialect)
    exporting.write_json(folder / "datapackage.json", exporting.data_package(folder, dialect))
    return folder


def _annotation(folder: Path, label_studio: Path | None, doccano: Path | None) -> list[Path]:
    if not (label_studio or doccano):
        return []
    from pipeline import frames
    from pipeline.formats import annotation
    from pipeline.review.store import Store
    from pipeline.review.worklist import Worklist

    work = Worklist(frames.load(folder), Store(Path(":memory:")))
    targets: list[tuple[Path | None, annotation.Tool]] = [(label_studio, "label-studio"), (doccano, "doccano")]
    written = []
    for path, tool in targets:
        if path:
            annotation.write(work, path, tool)
            written.append(path)
    work.store.close()
    return written
