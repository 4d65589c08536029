"""Authors as medical journals list them: "Morel AB, Le Goff C, Diaz y Ruiz M".

Releases of research bodies end with such lists. A family name and initials mean a person only
there, so a list of three at least is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extractors.people import names
from pipeline.extractors.people.candidates import Candidate
from pipeline.extractors.people.names import Name

RULE: Final = "person.author"
_PARTICLE: Final = 3  # letters of the longest
_FAMILY: Final = r"(?:(?:de|du|van|von|le|la|el|y) ){0,2}[A-ZÀ-Ý][a-zà-ÿ][\w'-]{0,30}"
_AUTHOR: Final = rf"{_FAMILY}(?: {_FAMILY}){{0,2}} [A-Z]{{1,3}}(?![\w'])"
_AUTHORS: Final = re.compile(rf"(?<![\w.] )(?<!\w){_AUTHOR}(?:, {_AUTHOR}){{2,}}")
_INITIALS: Final = re.compile(r"\w [A-Z]{1,3}, ")  # most articles hold none, and need no closer look
_ONE: Final = re.compile(_AUTHOR)


def authors(folded: str) -> Iterator[Candidate]:
    """The authors of every list, in text order."""
    if not _INITIALS.search(folded):
        return
    for listed in _AUTHORS.finditer(folded):
        found = list(_ONE.finditer(folded, *listed.span()))
        words = [word for author in found for word in author.group().split()[:-1] if len(word) > _PARTICLE]
        if not any(names.is_common(word) for word in words):  # "Gare A, Mairie B, Piscine C"
            yield from (Candidate(*author.span(), RULE, 0.9, whole=True) for author in found)


def name(text: str) -> Name:
    """The name of an author, initials as first name."""
    family, _, initials = text.rpartition(" ")
    return Name(initials, family)


def as_listed(author: Name) -> Name:
    """The name as the list writes it, for an author whom the document names nowhere else."""
    return Name("", f"{author.family} {author.given}")
