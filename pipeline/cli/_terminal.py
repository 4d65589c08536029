"""What the verbs share: options that all have, and how to speak to a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print details.")]

FAILED_CHECK = 1
SOME_INPUTS_FAILED = 3


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
