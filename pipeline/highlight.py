"""A text as HTML: its characters and nothing else, cut into marked and unmarked stretches.

The review page computes offsets from the text it shows, so each character of the document stands for one
character on the page; what a browser would drop, run or reorder is replaced one for one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

# NUL is dropped by HTML parsers; the others reverse or hide the text around them.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to highlight.

    Attributes:
        state: of its review: `todo`, `accept`, `reject`, `correct` or `add`.
        current: the mention at hand.
    """

    id: str
    kind: str
    start: int
    end: int
    state: str = "todo"
    current: bool = False


def visible(text: str) -> Markup:
    """Text made inert and kept at its length: escaped, controls replaced, carriage returns kept."""
    return Markup(str(escape(_UNSAFE.sub("\ufffd", text))).replace("\r", "&#13;"))  # noqa: S704 - escaped just before


def _on_top(marks: Sequence[Mark]) -> Mark:
    """Of marks that overlap, the one at hand, else the shortest."""
    return min(marks, key=lambda mark: (not mark.current, mark.end - mark.start, mark.kind))


def article(text: str, marks: Sequence[Mark], start: int, end: int) -> Markup:
    """The HTML of `text[start:end]` with its marks.

    Args:
        text: the document's text.
        marks: in any order; they may overlap.
        start: first character shown.
        end: end of what is shown.
    """
    shown = [mark for mark in marks if mark.start < end and start < mark.end]
    edges = sorted({start, end, *(min(max(edge, start), end) for mark in shown for edge in (mark.start, mark.end))})
    parts = []
    for left, right in itertools.pairwise(edges):
        over = [mark for mark in shown if mark.start < right and left < mark.end]
        piece = visible(text[left:right])
        parts.append(_marked(_on_top(over), piece, first=left == _on_top(over).start) if over else piece)
    return Markup("").join(parts)


def _marked(mark: Mark, piece: Markup, *, first: bool) -> Markup:
    template = Markup('<mark class="{kind} {state}{at}" data-id="{id}"{anchor}>{piece}</mark>')
    return template.format(
        kind=mark.kind,
        state=mark.state,
        at=" current" if mark.current else "",
        id=mark.id,
        anchor=Markup(' id="current" tabindex="-1"') if mark.current and first else "",
        piece=piece,
    )
