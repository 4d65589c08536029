"""Scraped text (no markup): breadcrumb, title, day of publication and sections, by their place and form.

The text itself stays as it was read, but for its line ends, so that offsets still fit the source.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.clean import days, lines, published
from pipeline.types import Block

_CRUMBS = re.compile(
    r"(?:retour (?:vers|à|aux?)\s|(?:vous êtes ici|accueil|home)\b).{0,300}"
    r"|[^/>»›|]{2,60}(?:[>»›/][^/>»›|]{1,80}){2,8}",
    re.IGNORECASE,
)
_RETURN = re.compile(r"(?:retour (?:vers|à|aux?)|vous êtes ici\s*:?)\s+", re.IGNORECASE)
_META = 200  # characters of the longest line of metadata
_HEAD = 8  # lines at the top in which metadata may stand


def head(text: str) -> tuple[str | None, Block | None, date | None, date | None]:
    """Section, title, day of publication and of update that stand at the top of a text."""
    section = title = day = updated = None
    for number, (start, end) in enumerate(lines.lines(text)):
        if number >= _HEAD:
            break
        line = text[start:end]
        dated = list(published.labelled(line)) if len(line) <= _META else []
        named = {label: found for _, found, label in reversed(dated) if label != "none"}
        if named:
            day, updated = day or named.get("published"), updated or named.get("updated")
        elif number == 0 and len(line) <= _META and _CRUMBS.fullmatch(line):
            section = _RETURN.sub("", line, count=1).strip()
        elif len(dated) == 1 and published.is_alone(line):
            day = day or dated[0][1]
        elif title is None:
            looks = len(line) <= _META + 100 and not re.search(r"[;,]$", line)
            mark = re.match(r"#{1,6}\s+", line)
            title = Block("title", start + (mark.end() if mark else 0), end) if looks else None
            if title is None:
                break
        elif len(line) > _META:
            break  # the body has begun
    if day is None:
        day = _bare(text)
    return section, title, day, updated


def _bare(text: str) -> date | None:
    """A line at the top that is a date in a form only dateparser reads."""
    for number, (start, end) in enumerate(lines.lines(text)):
        if number >= _HEAD:
            return None
        line = text[start:end]
        if len(line) <= 60 and re.match(r"publi|le \d|mis en ligne", days.plain(line)):  # noqa: PLR2004 - a short line
            rest = re.sub(r"^(?:publiée?|mise? en ligne)?\s*(?:le|:)?\s*", "", line, flags=re.IGNORECASE)
            if found := days.odd(rest):
                return found
    return None
