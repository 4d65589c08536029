"""Authors as journals list and cite them: "Morel AB, Le Goff C, Diaz y Ruiz M", "(voir Morel et Diaz, 2020)".

Releases of research bodies hold both. A family name and initials mean a person only in a list of
three at least; family names alone only between brackets, joined, before a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline import gazetteer
from pipeline.extractors.people import names
from pipeline.extractors.people.candidate import Candidate
from pipeline.extractors.people.names import Name

_PARTICLE: Final = 3  # letters of the longest
_FAMILY: Final = r"(?:(?:de|du|van|von|le|la|el|y) ){0,2}[A-ZÀ-Ý][a-zà-ÿ][\w'-]{0,30}"
_AUTHOR: Final = rf"{_FAMILY}(?: {_FAMILY}){{0,2}} [A-Z]{{1,3}}(?![\w'])"
_AUTHORS: Final = re.compile(rf"(?<![\w.] )(?<!\w){_AUTHOR}(?:, {_AUTHOR}){{2,}}")
_INITIALS: Final = re.compile(r"\w [A-Z]{1,3}, ")  # most articles hold none, and need no closer look
_ONE: Final = re.compile(_AUTHOR)
_CITED: Final = re.compile(
    rf"[(;] ?(?:(?:voir|cf\.?|d'après) )?(?P<names>{_FAMILY}(?:, {_FAMILY}){{0,4}}"
    rf"(?:,? (?:et|&|and) {_FAMILY}|,? et al\.?)),? (?:19|20)\d\d[a-z]?(?= ?[);,:])"
)
_CITED_NAME: Final = re.compile(_FAMILY)


def authors(folded: str) -> Iterator[Candidate]:
    """The authors of every list, in text order."""
    if not _INITIALS.search(folded):
        return
    for listed in _AUTHORS.finditer(folded):
        found = list(_ONE.finditer(folded, *listed.span()))
        words = [word for author in found for word in author.group().split()[:-1] if len(word) > _PARTICLE]
        if not any(names.is_common(word) for word in words):  # "Gare A, Mairie B, Piscine C"
            yield from (Candidate(*author.span(), "person.author", 0.9, whole=True) for author in found)


def cited(folded: str) -> Iterator[Candidate]:
    """The authors of references between brackets, in text order; common words and a list of towns are none."""
    for reference in _CITED.finditer(folded):
        found = list(_CITED_NAME.finditer(folded, *reference.span("names")))
        towns = all(gazetteer.lookup(gazetteer.key(one.group())) for one in found)
        if not towns and not any(names.is_common(one.group()) for one in found):
            yield from (Candidate(*one.span(), "person.cited", 0.85, whole=True) for one in found)


def name(text: str) -> Name:
    """The name of an author, initials as first name."""
    family, _, initials = text.rpartition(" ")
    return Name(initials, family)


def as_listed(author: Name) -> Name:
    """The name as the list writes it, for an author whom the document names nowhere else."""
    return Name("", f"{author.family} {author.given}")
