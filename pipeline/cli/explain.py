"""`communiques explain`: which rules fired on a text, which lost, and why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.types import Analysis, Mention

_SHOWN = 100  # characters of a text in which nothing is found: who mistyped a file's name sees it


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A sentence, or a file; - is standard input.")],
    published: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of publication.")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show every candidate of a text: the mentions, and those that lost, with the reason."""
    from pipeline import extraction, nlp
    from pipeline.cli import _article

    console = _terminal.out()
    for document, analysis in nlp.analyse(_article.documents(text, published and published.date(), or_text=True)):
        candidates = extraction.candidates(document, analysis)
        shown = [candidate for candidate in candidates if candidate.lost is None or not quiet]
        console.print(_candidates(shown) if shown else f"no candidate in {document.text[:_SHOWN]!r}", markup=False)
        if verbose:
            console.print(_hints(document.text, analysis))


def _candidates(candidates: list[Mention]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("kind", "text", "rule", "confidence", "value, or why it lost")
    for candidate in candidates:
        outcome = f"lost: {candidate.lost}" if candidate.lost else _terminal.value_line(candidate)
        cells = [candidate.kind, candidate.text, candidate.rule, f"{candidate.confidence:.2f}", outcome]
        table.add_row(*map(Text, cells), style="dim" if candidate.lost else None)
    return table


def _hints(text: str, analysis: Analysis) -> Table:
    """What the rules could see: entities of the model, and zones where names and numbers mislead."""
    from rich.table import Table
    from rich.text import Text

    table = Table("hint", "text")
    for entity in analysis.entities:
        table.add_row(f"entity {entity.label}", Text(text[entity.start : entity.end]))
    for zone in analysis.zones:
        table.add_row(f"zone {zone.kind}", Text(text[zone.start : zone.end]))
    return table
