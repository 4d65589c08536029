"""Candidates: every name of the gazetteer in a text, with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import gazetteer
from pipeline.gazetteer import Place
from pipeline.types import Analysis

_LOOK = 60  # characters of context on either side; no cue is longer
_ARTICLE = re.compile(
    r"(?<![\w'])(?:(?P<plain>[Ll]es?|[Ll]a|LES?|LA) {1,2}|(?P<elided>[Ll]')|"
    r"(?P<contracted>[Aa]ux?|[Dd]u|[Dd]es|AUX?|DU|DES) {1,2})$"
)
_FOLDED = {"le": "le", "la": "la", "les": "les", "l'": "l", "au": "le", "du": "le", "aux": "les", "des": "les"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a place.

    Attributes:
        start, end: the span by the guide, its own capitalised article included.
        name_start: where the name begins without article.
        article: article in the text, folded ("le", "la", "les", "l"), or "".
        left: the text before the name and before its article (a contracted one stays), 60 characters at most.
        right: the text after it.
        places: readings that agree with the article, most populous first.
    """

    start: int
    end: int
    name_start: int
    article: str
    left: str
    right: str
    places: tuple[Place, ...]


def candidates(analysis: Analysis) -> Iterator[Candidate]:
    """The names of the gazetteer in a text, with the readings that their article allows."""
    for match in gazetteer.find(analysis.folded):
        yield _candidate(analysis.folded, match)


def _candidate(folded: str, match: gazetteer.Match) -> Candidate:
    before = folded[max(0, match.start - _LOOK) : match.start]
    found = _ARTICLE.search(before)
    written = found.group().strip() if found else ""
    article = _FOLDED.get(written.lower(), "")
    free = bool(found) and not (found and found["contracted"])
    places = tuple(place for place in match.places if _agrees(place, article))
    name_start = match.start
    start = name_start - len(written) - (0 if written.endswith("'") else 1) if free else name_start
    left = folded[max(0, start - _LOOK) : start]
    own = free and written[:1].isupper() and any(place.article for place in places)
    return Candidate(
        start if own else name_start,
        match.end,
        name_start,
        article,
        left,
        folded[match.end : match.end + _LOOK],
        places,
    )


def _agrees(place: Place, article: str) -> bool:
    """Le Havre needs its article, Lille bears none; "la Vendée" and "Vendée" are both written."""
    return place.kind != "commune" or place.article == article
