"""`communiques review`: the page on which an analyst validates mentions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose


def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `communiques run` wrote.")],
    host: Annotated[str, typer.Option(help="Address to listen on; any but loopback asks for a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8000,
    to_samples: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="Write the reviewed articles as gold samples instead.")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Serve the review page until Ctrl-C; decisions are kept in DIR/review.sqlite."""
    from pipeline import review as pages

    if to_samples is None:
        pages.serve(folder, host=host, port=port, announce=_announce)
        return
    work = pages.open_worklist(folder)
    rows = list(pages.samples(work))
    work.store.close()
    to_samples.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    if not quiet:
        _terminal.out().print(f"{len(rows)} reviewed articles in {to_samples}")


def _announce(address: str) -> None:
    _terminal.out().print(f"Relecture : {address}  (Ctrl-C pour arrêter)", soft_wrap=True)
