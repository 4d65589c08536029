"""The `communiques` command: one module a verb, named after it, found by name.

A verb's module defines a function of the module's name; its parameters are the options. What it
needs of the package is imported inside that function, so that `--help` answers at once.
"""

from __future__ import annotations

import importlib
import sys
from importlib import metadata
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli import _terminal
from pipeline.errors import CommuniquesError, DataError, WorkerError

VERBS = ("run", "extract", "clean", "explain", "evaluate", "validate", "review", "export", "report", "schema")

_BROKEN, _WRONG_USE = 1, 2
_MODEL = "fr-core-news-md"

app = typer.Typer(
    name="communiques",
    help="French press releases → tables of dates, places, people, amounts and percentages.",
    epilog="Exit codes: 0 done; 1 a check or gate failed; 2 wrong use; 3 done, but some inputs failed.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # drawing boxes around the help would take longer than all the rest
    pretty_exceptions_enable=False,
)
for _verb in VERBS:
    _function = getattr(importlib.import_module(f"pipeline.cli.{_verb}"), _verb)
    # As its short help, the line is wrapped; otherwise it would be cut.
    app.command(_verb, short_help=(_function.__doc__ or "").partition("\n")[0])(_function)


def _show_version(asked: bool) -> None:  # noqa: FBT001 - typer's signature
    if asked:
        typer.echo(f"communiques {__version__} ({_MODEL} {metadata.version(_MODEL)})")
        raise typer.Exit


@app.callback()
def _before_any_verb(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version, and the model.")
    ] = False,
) -> None:
    """Take the options that stand before the verb."""


def main() -> None:
    """Run the command; a foreseen error is one line, not a traceback."""
    _terminal.speak_utf8()
    try:
        app()
    except CommuniquesError as error:
        _terminal.error(str(error))
        sys.exit(_BROKEN if isinstance(error, DataError | WorkerError) else _WRONG_USE)
    except OSError as error:
        if error.filename is None:
            raise
        _terminal.error(f"{error.filename}: {error.strerror}; check the path, and that you may read or write there")
        sys.exit(_WRONG_USE)
