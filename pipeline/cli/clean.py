"""`communiques clean`: what was kept of a page and what was dropped, and why."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.clean import Cleaned, Decision
    from pipeline.types import Document

_SHOWN = 100  # characters of a stretch, unless --verbose
_FACTS = ("title", "published", "published_from", "updated", "section", "issuer", "issuer_code", "author", "language")


def clean(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A page or a text; - is standard input.")],
    page: Annotated[Path | None, typer.Option("--html", help="Write it as a page.", metavar="OUT")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what is known of a page, and what became of each stretch of its text."""
    from pipeline import clean as cleaning
    from pipeline import export
    from pipeline.cli import _article

    cleaned = [cleaning.explain(found) for found in _article.pages(file)]
    if page:
        with export.replacing(page, "w") as output:
            output.write(_page(cleaned))
    if not quiet:
        console = _terminal.out()
        for one in cleaned:
            console.print(_facts(one.document))
            console.print(_decisions(one.decisions, None if verbose else _SHOWN))


def _facts(document: Document) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False)
    for name, value in _known(document):
        table.add_row(name, Text(value))
    return table


def _known(document: Document) -> list[tuple[str, str]]:
    values = ((name, getattr(document, name)) for name in _FACTS)
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
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
dt{font-weight:bold;float:left;width:10rem;clear:left}
p{margin:.4rem 0}
small{opacity:.7;margin-right:.6em}
del{opacity:.5}
"""


def _page(cleaned: list[Cleaned]) -> str:
    """What was kept and dropped as a page, in French, with no outside resource."""
    body = "<hr>".join(_article_html(one) for one in cleaned)
    head = f'<meta charset="utf-8"><title>Nettoyage</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="fr"><head>{head}</head><body>{body}</body></html>\n'


def _article_html(cleaned: Cleaned) -> str:
    facts = "".join(f"<dt>{name}<dd>{html.escape(value)}" for name, value in _known(cleaned.document))
    return f"<dl>{facts}</dl>" + "".join(map(_decision_html, cleaned.decisions))


def _decision_html(decision: Decision) -> str:
    text = html.escape(decision.text).replace("\n", "<br>")
    if decision.reason is None:
        return f"<p><small>{decision.kind}</small>{text}</p>\n"
    return f"<p><small>écarté : {html.escape(decision.reason)}</small><del>{text}</del></p>\n"
