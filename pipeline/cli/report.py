"""`communiques report`: a corpus at a glance, as one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `communiques run` wrote.")],
    out: Annotated[Path, typer.Option(metavar="F.html", help="The page to write.")],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a report on the tables of a run: one page, no network, each figure with its sentences."""
    from pipeline import export
    from pipeline import report as pages

    page = pages.render(folder)
    with export.replacing(out, "w") as file:
        file.write(page)
    if not quiet:
        _terminal.out().print(f"{out} written, {len(page.encode()) // 1000} kB", soft_wrap=True)
