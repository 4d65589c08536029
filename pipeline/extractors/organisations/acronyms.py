"""Acronyms in brackets after the long form that they stand for: "Plan local insertion emploi (PLIE)"."""

from __future__ import annotations

import re
from typing import Final

from pipeline import gazetteer

BRACKETED: Final = re.compile(r" ?\((?:l'|la |le |les )?([A-ZÀ-Ý][\w&.-]{1,11}(?: \d{1,3})?)(?:\)| [-–] |, )")


def abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym stand in that order in the name, the first at the head of a word."""
    letters = [c for c in gazetteer.squash(acronym) if c.isalpha()]
    if not letters or letters[0] not in {word[:1] for word in gazetteer.key(name).split()}:
        return False
    rest = iter(gazetteer.squash(name))
    return all(letter in rest for letter in letters)
