"""`communiques extract`: one article, to the terminal."""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from pipeline.facts import Fact
    from pipeline.types import Document, Mention

_COLOURS = {"date": "cyan", "place": "green", "person": "magenta", "amount": "yellow", "percentage": "blue"}
_OTHER_COLOUR = "red"


def extract(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A page or a text; - is standard input.")],
    published: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of publication.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The sample format, with rule and confidence.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what is found in one article (or in each row of a JSON Lines file)."""
    from pipeline import extraction, nlp
    from pipeline import facts as stating
    from pipeline.cli import _article

    complete = True
    documents = _article.documents(file, published and published.date())
    for document, analysis in nlp.analyse(documents):
        mentions = extraction.mentions(document, analysis)
        facts, error = stating.attempt(document, analysis, mentions)
        if error:
            complete = False
            _terminal.error(f"{document.source}: its facts cannot be found ({error!r}); its mentions are all there")
        if as_json:
            row = _sample(document, mentions) | {"facts": [_fact(fact) for fact in facts]}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            _show(document, mentions, text=not quiet, rules=verbose)
            _terminal.out().print(_facts(facts, rules=verbose))
    if not complete:
        sys.exit(_terminal.SOME_INPUTS_FAILED)


def _sample(document: Document, mentions: list[Mention]) -> dict[str, Any]:
    from pipeline.evaluate import samples

    row = samples.to_json(document, mentions)
    for shown, mention in zip(row["mentions"], mentions, strict=True):
        shown |= {"rule": mention.rule, "confidence": mention.confidence}
    return row


def _fact(fact: Fact) -> dict[str, Any]:
    """A fact as JSON: the mention it is about, and what is known of it."""
    value = {key: item for key, item in dataclasses.asdict(fact.value).items() if item is not None}
    shown = {"start": fact.mention.start, "end": fact.mention.end, "text": fact.mention.text}
    return shown | value | {"rule": fact.rule, "confidence": fact.confidence}


def _facts(facts: list[Fact], *, rules: bool) -> Table:
    """What sums, rates and announced days are about, one a row."""
    from rich.table import Table
    from rich.text import Text

    table = Table("figure", "relation", "what", "who", "where", *(["rule", "confidence"] if rules else []))
    for fact in facts:
        value = fact.value
        more = [fact.rule, f"{fact.confidence:.2f}"] if rules else []
        what = " → ".join(filter(None, (value.what, value.what_resolved)))
        cells = [fact.mention.text, value.relation, what, value.who, value.where, *more]
        table.add_row(*(Text((cell or "").replace("\n", " ")) for cell in cells))
    return table


def _show(document: Document, mentions: list[Mention], *, text: bool, rules: bool) -> None:
    console = _terminal.out()
    if text:
        console.print(coloured(document, mentions), soft_wrap=True)
        console.print()
    console.print(_values(mentions, rules=rules))


def coloured(document: Document, mentions: list[Mention]) -> Text:
    """The text of a document, each mention in the colour of its kind."""
    from rich.text import Text

    text = Text(document.text)
    for mention in mentions:
        text.stylize(f"bold {_COLOURS.get(mention.kind, _OTHER_COLOUR)}", mention.start, mention.end)
    return text


def _values(mentions: list[Mention], *, rules: bool) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("kind", "text", "value", *(["rule", "confidence"] if rules else []))
    for mention in mentions:
        style = _COLOURS.get(mention.kind, _OTHER_COLOUR)
        more = [mention.rule, f"{mention.confidence:.2f}"] if rules else []
        cells = [mention.text.replace("\n", " "), _terminal.value_line(mention), *more]
        table.add_row(Text(mention.kind, style), *map(Text, cells))
    return table
