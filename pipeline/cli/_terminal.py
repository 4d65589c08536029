"""What the verbs share: options that all have, and how to speak to a terminal."""

from __future__ import annotations

import dataclasses
import io
import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.types import Mention

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print details.")]

FAILED_CHECK = 1
SOME_INPUTS_FAILED = 3


def speak_utf8() -> None:
    """Write UTF-8 to files and pipes whatever the locale; on a terminal, the rest becomes question marks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def out() -> Console:
    """The console for results; as wide as they need where it is no terminal."""
    from rich.console import Console

    return _unwrapped(Console(highlight=False))


def err() -> Console:
    """The console for progress and messages."""
    from rich.console import Console

    return _unwrapped(Console(stderr=True, highlight=False))


def _unwrapped(console: Console) -> Console:
    if not console.is_terminal:
        console.width = 200
    return console


def error(message: str) -> None:
    """Print an error."""
    err().print(f"[bold red]error:[/] {_escape(message)}", soft_wrap=True)


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def integer(number: int) -> str:
    """A number for people: 12,345."""
    return f"{number:,}"


def duration(seconds: float) -> str:
    """A duration for people: 8 s, 12 min 05 s, 3 h 20 min."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def value_line(mention: Mention) -> str:
    """The value of a mention on one line, without what is null."""
    fields = ((field.name, getattr(mention.value, field.name)) for field in dataclasses.fields(mention.value))
    return ", ".join(f"{name} {_shown(value)}" for name, value in fields if value not in (None, (), ""))


def _shown(value: Any) -> str:  # noqa: ANN401 - any field of a value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple):
        return "|".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
