"""`communiques schema`: the Table Schemas of all tables."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from pipeline.cli._terminal import Quiet, Verbose


def schema(
    markdown: Annotated[bool, typer.Option("--markdown", help="As a data dictionary to read.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print the Table Schemas of all tables, in English and French."""
    from pipeline import export
    from pipeline.tables import tables

    if markdown:
        sys.stdout.write(export.dictionary())
        return
    schemas = {name: export.table_schema(table) for name, table in tables().items()}
    json.dump(schemas, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
