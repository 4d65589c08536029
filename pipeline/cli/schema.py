"""`communiques schema`: the Table Schemas of all tables."""

from __future__ import annotations

import json
import sys

from pipeline.cli._terminal import Quiet, Verbose


def schema(quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Print the Table Schemas, in JSON, with descriptions in English and French."""
    from pipeline import export
    from pipeline.tables import tables

    schemas = {name: export.table_schema(table) for name, table in tables().items()}
    json.dump(schemas, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
