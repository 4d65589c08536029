"""Inline marks: text, span and value of each mention in one line that a linguist can read.

    Le <date start='2016-02-01' end='2016-02-29' grain='month'>février 2016</date>, …

`parse` takes the marks out and gives the plain text with its mentions in the sample format. An
attribute is one key of the value, in single quotes, or in double ones where it holds an apostrophe; an
absent one means null. `<` that begins no known tag is text.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline import extractors

_ATTRIBUTE = re.compile(r"(\w+)=(?:'([^']*)'|\"([^\"]*)\")")


class MarkError(ValueError):
    """Raised when marks do not close, or name an unknown kind or key."""


def _tag() -> re.Pattern[str]:
    kinds = "|".join(module.KIND for module in extractors.modules())
    return re.compile(rf"<(?P<close>/)?(?P<kind>{kinds})(?P<attributes>(?:\s+\w+=(?:'[^']*'|\"[^\"]*\"))*)\s*>")


def _value(kind: str, attributes: str) -> dict[str, Any]:
    value = {key: single or double for key, single, double in _ATTRIBUTE.findall(attributes)}
    fields = next(m.VALUE for m in extractors.modules() if kind == m.KIND).__dataclass_fields__
    unknown = set(value) - set(fields)
    if unknown:
        message = f"{kind} has no key {sorted(unknown)}"
        raise MarkError(message)
    return value


def parse(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and mentions (sample format, sorted by start) of a marked text.

    Marks of different kinds may nest; marks of one kind may not.

    Raises:
        MarkError: a mark that never closes, closes what is not open, or has an unknown key.
    """
    pieces: list[str] = []
    mentions: list[dict[str, Any]] = []
    opened: list[tuple[str, int, dict[str, Any]]] = []
    length = position = 0
    for tag in _tag().finditer(marked):
        pieces.append(marked[position : tag.start()])
        length += tag.start() - position
        position = tag.end()
        kind = tag["kind"]
        if not tag["close"]:
            opened.append((kind, length, _value(kind, tag["attributes"])))
            continue
        if not opened or opened[-1][0] != kind:
            message = f"</{kind}> closes nothing at {tag.start()} in {marked[:80]!r}"
            raise MarkError(message)
        _, start, value = opened.pop()
        mentions.append({"kind": kind, "start": start, "end": length, "value": value})
    if opened:
        message = f"<{opened[-1][0]}> never closes in {marked[:80]!r}"
        raise MarkError(message)
    text = "".join([*pieces, marked[position:]])
    for mention in mentions:
        mention["text"] = text[mention["start"] : mention["end"]]
    return text, sorted(mentions, key=lambda m: (m["start"], m["end"], m["kind"]))
