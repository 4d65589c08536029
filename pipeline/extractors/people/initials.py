"""Initials of people whom the document names in full: "S. H." in an interview, "NKM" in a headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.extractors.people import names, phrases
from pipeline.extractors.people.candidate import Candidate
from pipeline.extractors.people.guards import bodies
from pipeline.extractors.people.names import Name

# "M. K." is a gentleman with one initial.
_DOTTED: Final = re.compile(r"(?<![\w.'-])(?!M\. )(?:[A-Z]\.[ -]?){1,3}[A-Z]\.(?!\w)")
_BARE: Final = re.compile(r"(?<![\w.'/&-])[A-Z]{3,4}(?![\w.'/&-])")
_ARTICLE: Final = re.compile(r"(?<!\w)(?:(?:la|le|les|du|des|au|aux|en|une?|cette|ce|ces) |l')$", re.IGNORECASE)
_LEFT: Final = 8  # characters in which an article ends


def find(folded: str, people: Iterable[Name]) -> Iterator[tuple[Candidate, Name]]:
    """Initials with the one person they stand for; an acronym of three letters needs no points."""
    known = _known(people)
    for pattern in (_DOTTED, _BARE) if known else ():
        for match in pattern.finditer(folded):
            person = known.get(_letters(match.group()))
            if person and not (pattern is _BARE and _is_else(folded, match)):
                yield Candidate(*match.span(), "person.initials", 0.85, whole=True), person


def _known(people: Iterable[Name]) -> dict[str, Name]:
    """By initials, the only person who has them."""
    found: dict[str, set[Name]] = {}
    for name in people:
        found.setdefault("".join(word[0] for word in names.plain(str(name)).split()), set()).add(name)
    return {letters: min(own, key=str) for letters, own in found.items() if len(own) == 1}


def _letters(initials: str) -> str:
    return "".join(letter for letter in initials.lower() if letter.isalpha())


def _is_else(folded: str, match: re.Match[str]) -> bool:
    """Whether capitals stand for a thing, a body or a function."""
    article = _ARTICLE.search(folded, max(0, match.start() - _LEFT), match.start())
    return article is not None or match.group() in bodies() or phrases.head(match.group()) is not None
