"""`communiques validate`: checks on the tables of a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.validate import Summary

_COLOURS = {"error": "bold red", "warning": "yellow", "info": "dim"}
_EXAMPLES = 3
_MANY_EXAMPLES = 20


def validate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `communiques run` wrote.")],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check the tables of a run; write the findings beside them; exit 1 on errors."""
    from pipeline import validate as checks

    findings = checks.validate(folder)
    checks.write(folder, findings)
    summary = checks.summarise(findings, _MANY_EXAMPLES if verbose else _EXAMPLES)
    if not quiet:
        _terminal.out().print(_shown(summary) if summary else "No finding.")
        _terminal.out().print(
            f"{folder / 'findings.parquet'} and findings.csv written, rows: {len(findings)}", soft_wrap=True
        )
    if any(part.severity == "error" for part in summary):
        sys.exit(_terminal.FAILED_CHECK)


def _shown(summary: list[Summary]) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table("severity", "check", "table")
    table.add_column("count", justify="right")
    table.add_column("explanation and examples")
    for part in summary:
        examples = "".join(f"\n  {escape(example)}" for example in part.examples)
        colour = _COLOURS[part.severity]
        severity = f"[{colour}]{part.severity}[/]"
        table.add_row(severity, part.check, part.table, _terminal.integer(part.count), part.explanation + examples)
    return table
