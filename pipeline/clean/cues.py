"""What names of elements and short lines of text say of what they hold (`data/boilerplate.toml`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline import lexicon
from pipeline.text import fold

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST_LINE = 400  # characters; longer text is prose, whatever it begins with


@cache
def _group(prefix: str) -> tuple[lexicon.Entry, ...]:
    return tuple(entry for entry in lexicon.entries("boilerplate") if entry.id.startswith(prefix))


@lru_cache(maxsize=4096)
def box(names: str) -> str | None:
    """The cue that the names of an element give; None for none."""
    cut = fold(_CAMEL.sub("-", names)).lower()
    for entry in _group("box."):
        if entry.pattern.search(cut):
            return entry.id.removeprefix("box.")
    return None


def section(text: str) -> str | None:
    """What the section is that a heading or line opens, if it is no part of the article."""
    return _whole(text, "section.")


def line(text: str) -> str | None:
    """The cue that a whole segment gives; None for none."""
    return _whole(text, "line.")


def _whole(text: str, group: str) -> str | None:
    if len(text) > _LONGEST_LINE:
        return None
    folded = fold(text)
    return next((entry.id.removeprefix(group) for entry in _group(group) if entry.pattern.search(folded)), None)
