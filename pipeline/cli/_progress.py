"""Three ways to show how a run goes: a bar on a terminal, plain lines elsewhere, JSON for machines."""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from pipeline.batch import Progress, Watch
from pipeline.cli import _terminal

_LINE_EVERY = 5.0  # seconds
_VERBS = {"read": "reading", "process": "extracting", "write": "writing"}


@contextmanager
def watching(*, log_json: bool, quiet: bool) -> Iterator[Watch]:
    """The function that a run tells its progress to."""
    if log_json:
        yield _Lines(_json_line)
    elif quiet:
        yield lambda _: None
    elif _terminal.err().is_terminal:
        with _Bar() as bar:
            yield bar
    else:
        yield _Lines(_plain_line)


class _Pace:
    """Rate and remaining time of the stage that a run is in."""

    def __init__(self, progress: Progress) -> None:
        self.stage = progress.stage
        self.began = time.monotonic()
        self.first = progress.done

    def rate(self, progress: Progress) -> float:
        """Items a second, of this run alone."""
        passed = time.monotonic() - self.began
        return (progress.done - self.first) / passed if passed else 0.0

    def remaining(self, progress: Progress) -> float | None:
        """Seconds left, where they can be known."""
        rate = self.rate(progress)
        return (progress.total - progress.done) / rate if progress.total and rate else None


class _Lines:
    """A line now and then, and at each change of stage."""

    def __init__(self, write: Callable[[Progress, _Pace], str]) -> None:
        self.write = write
        self.pace: _Pace | None = None
        self.last = 0.0

    def __call__(self, progress: Progress) -> None:
        ended = progress.done == progress.total
        if self.pace is None or self.pace.stage != progress.stage:
            self.pace = _Pace(progress)
        elif not ended and time.monotonic() - self.last < _LINE_EVERY:
            return
        self.last = time.monotonic()
        print(self.write(progress, self.pace), file=sys.stderr, flush=True)  # noqa: T201 - a log


def _plain_line(progress: Progress, pace: _Pace) -> str:
    of = f"/{_terminal.integer(progress.total)}" if progress.total is not None else ""
    left = pace.remaining(progress)
    parts = [
        f"{_VERBS[progress.stage]} {_terminal.integer(progress.done)}{of}",
        f"{pace.rate(progress):.1f}/s" if pace.rate(progress) else "",
        f"{_terminal.duration(left)} left" if left else "",
        f"{_terminal.integer(progress.failures)} failures" if progress.failures else "",
    ]
    return ", ".join(part for part in parts if part)


def _json_line(progress: Progress, pace: _Pace) -> str:
    left = pace.remaining(progress)
    pace_now = {"rate": round(pace.rate(progress), 2), "remaining": None if left is None else round(left, 1)}
    return json.dumps(dataclasses.asdict(progress) | pace_now)


class _Bar:
    """A progress bar with rate, remaining time and failures."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
        )
        self.bar = Progress(*columns, console=_terminal.err())
        self.pace: _Pace | None = None
        self.task = self.bar.add_task("reading", total=None, pace="")

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.bar.stop()

    def __call__(self, progress: Progress) -> None:
        if self.pace is None or self.pace.stage != progress.stage:
            self.pace = _Pace(progress)
        pace = _plain_line(progress, self.pace).partition(", ")[2]
        verb = _VERBS[progress.stage]
        self.bar.update(self.task, description=verb, completed=progress.done, total=progress.total, pace=pace)
