"""`communiques schema`: the Table Schemas of all tables."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose


def schema(
    markdown: Annotated[bool, typer.Option("--markdown", help="As a data dictionary to read.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write one schema a table, with an example, for a catalogue.")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print the Table Schemas of all tables, in English and French."""
    from pipeline import export
    from pipeline.tables import tables

    if out:
        from pipeline.formats import schemas as catalogue

        count = catalogue.write(out)
        if not quiet:
            _terminal.out().print(f"{count} schemas in {out}", soft_wrap=True)
        return
    if markdown:
        sys.stdout.write(export.dictionary())
        return
    schemas = {name: export.table_schema(table) for name, table in tables().items()}
    json.dump(schemas, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
