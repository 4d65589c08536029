"""Which elected official of the Répertoire national des élus a person of a document is.

A link needs three things that agree: name, function and place. The place comes from the role as
written ("maire de Lens") or, when it says none, from the public body that issues the document.
A name alone never links: tens of thousands of councillors share theirs.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline import gazetteer, issuer, lexicon
from pipeline.extractors.people import names
from pipeline.extractors.people.names import Name
from pipeline.text import fold
from pipeline.types import Document

_KINDS: Final = {"maire": "commune", "epci": "epci", "region": "region"}
_COMMUNE_CODE: Final = 5  # characters; two or three are a département or a région


@cache
def _functions() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    return tuple(
        (entry.pattern, frozenset(entry.attributes["functions"])) for entry in lexicon.entries("official_functions")
    )


@cache
def _register() -> dict[tuple[str, str], tuple[tuple[str, str, str], ...]]:
    """(family name, first name) → (function, place code, official id)."""
    table = lexicon.table("officials")
    columns = [
        table[name].to_pylist() for name in ("family_name", "given_name", "function", "place_code", "official_id")
    ]
    found: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {}
    for family, given, *rest in zip(*columns, strict=True):
        key = (names.plain(family), names.plain(given))
        found[key] = (*found.get(key, ()), tuple(rest))
    return found


def official_id(name: Name, role: str, document: Document) -> str | None:
    """The id of the one official whose name, function and place agree with a role; else None."""
    functions = next((functions for pattern, functions in _functions() if pattern.search(fold(role))), frozenset())
    own = _register().get((names.plain(name.family), names.plain(name.given)), ())
    namesakes = [(function, place, own_id) for function, place, own_id in own if function in functions]
    if not namesakes:
        return None
    places = _places(role) or _issuer(document)
    found = {own_id for function, place, own_id in namesakes if (_kind(function), place) in places}
    return found.pop() if len(found) == 1 else None


def _kind(function: str) -> str:
    """The kind of territory that a function belongs to."""
    return _KINDS.get(function.rpartition("-")[2], "departement")


def _places(role: str) -> frozenset[tuple[str, str]]:
    """Kind and code of every territory that the role may name; its head is none ("Maire" is a commune too)."""
    matches = (match for match in gazetteer.find(fold(role)) if match.start)
    return frozenset((place.kind, place.code) for match in matches for place in match.places if place.code)


def _issuer(document: Document) -> frozenset[tuple[str, str]]:
    code = document.issuer_code
    if not code:
        return frozenset()
    if len(code) == _COMMUNE_CODE:
        return frozenset({("commune", code)})
    return frozenset({("region" if issuer.region(document) else "departement", code)})
