"""`communiques clean`: what was kept of a page and what was dropped, and why."""

from __future__ import annotations

import dataclasses
import html
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.clean import Cleaned, Decision

_SHOWN = 100  # characters of a stretch, unless --verbose
_FACTS = (
    *("title", "published", "published_from", "updated", "section", "issuer", "issuer_code", "author", "language"),
    "agreement",
)


def clean(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A page or a text; - is standard input.")],
    page: Annotated[
        Path | None, typer.Option("--html", help="Write it as a page, side by side.", metavar="OUT")
    ] = None,
    second_opinion: Annotated[
        bool, typer.Option("--second-opinion", help="Compare with trafilatura (extra: opinion).")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what is known of a page, and what became of each stretch of its text."""
    from pipeline import clean as cleaning
    from pipeline import export
    from pipeline.clean import opinion
    from pipeline.cli import _article

    if second_opinion:
        opinion.require()
    cleaned = []
    for found in _article.pages(file):
        one = cleaning.explain(found)
        document = opinion.compare(found, one.document) if second_opinion else one.document
        cleaned.append(dataclasses.replace(one, document=document))
    if page:
        with export.replacing(page, "w") as output:
            output.write(_page(cleaned))
    if not quiet:
        console = _terminal.out()
        for one in cleaned:
            console.print(_facts(one))
            console.print(_decisions(one.decisions, None if verbose else _SHOWN))


def _facts(cleaned: Cleaned) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False)
    for name, value in _known(cleaned):
        table.add_row(name, Text(value))
    return table


def _known(cleaned: Cleaned) -> list[tuple[str, str]]:
    values = [(name, getattr(cleaned.document, name)) for name in _FACTS]
    values.append(("profiles", ", ".join(cleaned.profiles) or None))
    return [(name, str(value)) for name, value in values if value is not None]


def _decisions(decisions: tuple[Decision, ...], length: int | None) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("kept as", "dropped because", "text")
    for decision in decisions:
        dropped = decision.reason is not None
        kind = "" if dropped else decision.kind
        cells = (kind, decision.reason or "", _cut(decision.text.replace("\n", " "), length))
        table.add_row(*map(Text, cells), style="dim" if dropped else None)
    return table


def _cut(text: str, length: int | None) -> str:
    return text if length is None or len(text) <= length else f"{text[: length - 1]}…"


_STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:90rem;margin:2rem auto;padding:0 1rem}
dt{font-weight:bold;float:left;width:10rem;clear:left}
table{width:100%;border-collapse:collapse;table-layout:fixed}
th{text-align:left;position:sticky;top:0;background:Canvas}
td{vertical-align:top;padding:.2rem .8rem;overflow-wrap:anywhere}
tr>*+*{border-left:1px solid GrayText}
small{opacity:.75;margin-right:.6em}
"""


def _page(cleaned: list[Cleaned]) -> str:
    """What was kept and dropped as a page, in French, with no outside resource."""
    body = "<hr>".join(_article_html(one) for one in cleaned)
    head = f'<meta charset="utf-8"><title>Nettoyage</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="fr"><head>{head}</head><body>{body}</body></html>\n'


def _article_html(cleaned: Cleaned) -> str:
    """What is known, then the page in its own order: kept on the left, dropped on the right."""
    facts = "".join(f"<dt>{name}<dd>{html.escape(value)}" for name, value in _known(cleaned))
    rows = "".join(map(_row_html, cleaned.decisions))
    return f"<dl>{facts}</dl><table><tr><th>Gardé<th>Écarté</tr>\n{rows}</table>"


def _row_html(decision: Decision) -> str:
    text = html.escape(decision.text).replace("\n", "<br>")
    if decision.reason is None:
        return f"<tr><td><small>{decision.kind}</small>{text}<td></tr>\n"
    return f"<tr><td><td><small>{html.escape(decision.reason)}</small>{text}</tr>\n"
