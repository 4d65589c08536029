"""The name of the site that a page belongs to: as declared, unless that is but an address; else as its titles end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.clean.facts import Facts
from pipeline.clean.headline import label_of, pieces, words

_ENDING = r"\.(?:fr|com|org|net|eu|info|bzh|corsica|paris|re)"
_ADDRESS = re.compile(rf"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*{_ENDING}/?", re.IGNORECASE)
_TAIL = re.compile(r"(?<=\w)\.(?:fr|com)$")
_WELCOME = re.compile(
    r"^(?:bienvenue (?:sur|à)(?: le site(?: officiel)?(?: de| du)?)?|site officiel(?: de| du)?)\s+", re.IGNORECASE
)
_SHORTEST = 3  # letters of a name that a host may be made of


def name_of(facts: Facts, url: str | None) -> str | None:
    """The name of a page's site, or the address that it declares as one, or None."""
    declared = [name for name in (facts.site, facts.publisher) if name]
    named = [name for name in declared if not _ADDRESS.fullmatch(name)]
    if named:
        return _tidy(named[0])
    found = next(_like_host(facts, url), None)
    return found or (re.sub(r"^(?:https?://)?(?:www\.)?", "", declared[0]) if declared else None)


def _tidy(name: str) -> str:
    """`Le Monde.fr` → `Le Monde`; without words of welcome."""
    return _TAIL.sub("", _WELCOME.sub("", name)).strip()


def _like_host(facts: Facts, url: str | None) -> Iterator[str]:
    """What titles end in, or the author is, if the host is made of it: "… | AFD - Agence française"."""
    label = "".join(words(label_of(url)))
    if len(label) < _SHORTEST:
        return
    for title in facts.titles:
        for piece in reversed(pieces(title)[1:]):
            name = _tidy(piece)
            if not _ADDRESS.fullmatch(name) and _makes(name, label):
                yield name
    if facts.author and not _ADDRESS.fullmatch(facts.author) and "".join(words(facts.author)) == label:
        yield facts.author


def _makes(name: str, label: str) -> bool:
    """Whether a host is made of a name: of all its words, or of their initials."""
    parts = [word for word in words(name) if len(word) > 1]
    return "".join(words(name)) in {label, f"{label}fr"} or "".join(word[0] for word in parts) == label
