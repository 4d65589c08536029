"""Scraped text (no markup): breadcrumb, title and day of publication, by the form of the lines at its top.

The text itself stays as it was read, so that offsets still fit the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from pipeline.clean import datelines, lines
from pipeline.types import Block, Span

_CRUMBS = re.compile(
    r"(?:retour (?:vers|à|aux?)\s|(?:vous êtes ici|accueil|home)\b).{0,300}"
    r"|[^/>»›|]{2,60}(?:[>»›/][^/>»›|]{1,80}){2,8}",
    re.IGNORECASE,
)
_RETURN = re.compile(r"(?:retour (?:vers|à|aux?)|vous êtes ici\s*:?)\s+", re.IGNORECASE)
_MARK = re.compile(r"#{1,6}\s+")
_TOP = 8  # lines in which metadata may stand
_LONGEST = 300  # characters of the longest title or breadcrumb


@dataclass(slots=True)
class Head:
    """What the top of a text says."""

    section: str | None = None
    title: Block | None = None
    published: date | None = None
    updated: date | None = None


def head(text: str) -> Head:
    """Breadcrumb on the first line, then title and dates in any order; the body ends it."""
    found = Head()
    for number, span in enumerate(islice(lines.lines(text), _TOP)):
        line = text[span[0] : span[1]]
        if datelines.is_dateline(line):
            _date(found, line)
        elif number == 0 and len(line) <= _LONGEST and _CRUMBS.fullmatch(line):
            found.section = _RETURN.sub("", line, count=1)
        elif found.title is not None or len(line) > _LONGEST or line.endswith((";", ",")):
            break
        else:
            found.title = _title(text, span)
    return found


def _date(found: Head, line: str) -> None:
    for day, label in datelines.days_of(line):
        if label == "updated":
            found.updated = found.updated or day
        else:
            found.published = found.published or day


def _title(text: str, span: Span) -> Block:
    mark = _MARK.match(text, *span)
    return Block("title", mark.end() if mark else span[0], span[1])
