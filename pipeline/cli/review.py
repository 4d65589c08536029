"""`communiques review`: the page on which an analyst validates mentions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose

if TYPE_CHECKING:
    from pipeline.review.worklist import Worklist


def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `communiques run` wrote.")],
    host: Annotated[str, typer.Option(help="Address to listen on; any but loopback asks for a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8000,
    to_samples: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="Write the reviewed articles as gold samples instead.")
    ] = None,
    from_label_studio: Annotated[
        Path | None, typer.Option(metavar="F", help="Take the annotations of a Label Studio export as decisions.")
    ] = None,
    from_doccano: Annotated[
        Path | None, typer.Option(metavar="F", help="Take the annotations of a doccano export as decisions.")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Serve the review page until Ctrl-C; decisions are kept in DIR/review.sqlite."""
    from pipeline import export
    from pipeline import review as pages

    if not (to_samples or from_label_studio or from_doccano):
        pages.serve(folder, host=host, port=port, announce=_announce)
        return
    work = pages.open_worklist(folder)
    done = _take(work, from_label_studio, from_doccano)
    if to_samples:
        rows = list(pages.samples(work))
        with export.replacing(to_samples, "w") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        done.append(f"{len(rows)} reviewed articles in {to_samples}")
    work.store.close()
    if not quiet:
        for line in done:
            _terminal.out().print(line, soft_wrap=True)


def _take(work: Worklist, label_studio: Path | None, doccano: Path | None) -> list[str]:
    """Write the annotations of other tools as decisions; what was done, in words."""
    from pipeline.formats import annotation

    sources: list[tuple[Path | None, annotation.Tool]] = [(label_studio, "label-studio"), (doccano, "doccano")]
    return [
        f"{annotation.decide(work, annotation.read(path, tool), tool)} decisions from {path}"
        for path, tool in sources
        if path
    ]


def _announce(address: str) -> None:
    _terminal.out().print(f"Relecture : {address}  (Ctrl-C pour arrêter)", soft_wrap=True)
