"""Who issues a release: from the address of its site, its masthead or its signature; never a guess.

The issuer's territory is the strongest hint for names that several towns share.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from pipeline import gazetteer, lexicon
from pipeline.gazetteer import Place
from pipeline.text import fold
from pipeline.types import Document

_LABELS = {"commune": "Ville", "departement": "Département", "region": "Région", "prefecture": "Préfecture"}
_OF = {"le": " du ", "la": " de la ", "les": " des ", "l": " de l'", "": " de "}
_TOWN_HOST = re.compile(
    r"^(?:ville|mairie|commune|villede|mairiede)-?(?:de-|d-)?(?P<name>.+)$|^(?P<first>.+)-(?:mairie|ville)$"
)
_NUMBERED = re.compile(r"^(?P<name>[a-z-]+?)-?(?P<departement>\d{2,3})$")
_POSTCODE_IN_PATH = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_PIECE = re.compile(r"\s+[-–—|·«»]\s+")
_MUNICIPAL = re.compile(r"(?<!\w)(?:[Mm]airies?|[Mm]aires?|[Mm]unicipal\w*|[Vv]ille d|[Cc]ommune d)")
_HEADS = {"mairie": "commune", "ville": "commune", "commune": "commune", "métropole": "epci", "metropole": "epci"}
_VILLAGE = 10_000  # inhabitants below which a host such as loire.fr is the département's, not Loiré's
_EDGE_LINES = 4  # a masthead or signature stands in the first or last lines


def identify(document: Document, site_name: str | None = None) -> Document:
    """The document with `issuer` and `issuer_code` filled when they can be known.

    Args:
        document: cleaned; what it already says of its issuer stays.
        site_name: name of the site as its page gives it, if any.
    """
    if document.issuer_code:
        return document
    if known := _known(document):
        return dataclasses.replace(document, issuer=document.issuer or known)
    named = list(_named(document, site_name))
    owner = _owner(document, named)
    if owner is not None:
        label, place = owner
        return dataclasses.replace(document, issuer=document.issuer or label, issuer_code=place.code)
    for label, body in named:
        if body is not None and body.kind != "epci":
            return dataclasses.replace(document, issuer=document.issuer or label, issuer_code=body.code)
    name = document.issuer or next((label for label, _ in named), None) or site_name
    return dataclasses.replace(document, issuer=name)


def coverage(document: Document) -> frozenset[str]:
    """Codes of the départements that the issuer, the medium or the address of the page points to."""
    found = set(_media(_host(document)))
    for code in _POSTCODE_IN_PATH.findall(urlsplit(document.url or "").path):
        found.add(code[:3] if code.startswith("97") else code[:2])
    code = document.issuer_code
    if code and not _regional(document):
        found.add(code[:3] if code.startswith("97") else code[:2])
    return frozenset(found)


def territory(document: Document) -> Place | None:
    """The commune, département or région that issues the document."""
    if not document.issuer_code:
        return None
    kinds = ("region",) if _regional(document) else ("commune", "departement", "region")
    return next((place for kind in kinds if (place := gazetteer.by_code(kind, document.issuer_code))), None)


def region(document: Document) -> str | None:
    """Code of the région, when a région issues the document (its codes look like those of départements)."""
    return document.issuer_code if _regional(document) else None


def _regional(document: Document) -> bool:
    return bool(re.match(r"(?i)(?:conseil r[ée]gional|r[ée]gion)\b", document.issuer or ""))


def _host(document: Document) -> str:
    host = urlsplit(document.url or "").hostname or ""
    return host.removeprefix("www.")


@cache
def _tables() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    hosts = lexicon.entry("issuers", "hosts.regions").attributes["hosts"]
    return hosts, lexicon.entry("issuers", "media").attributes["media"]


def _known(document: Document) -> str | None:
    """The body or medium whose site this is, where its address alone does not spell the name."""
    names = lexicon.entry("issuers", "names").attributes["names"]
    return next((str(names[suffix]) for suffix in _suffixes(_host(document)) if suffix in names), None)


def _media(host: str) -> list[str]:
    media = _tables()[1]
    return next((media[suffix] for suffix in _suffixes(host) if suffix in media), [])


def _suffixes(host: str) -> Iterator[str]:
    labels = host.split(".")
    for first in range(len(labels) - 1):
        yield ".".join(labels[first:])


def _owner(document: Document, named: list[tuple[str, Place | None]]) -> tuple[str, Place] | None:
    """The public body whose site this is."""
    host = _host(document)
    hosts = _tables()[0]
    for suffix in _suffixes(host):
        if suffix in hosts:
            kind, code = hosts[suffix]
            place = gazetteer.by_code(kind, code)
            return (_label(kind, place), place) if place else None
    if host.endswith(".gouv.fr"):
        return _prefecture(host.removesuffix(".gouv.fr").rpartition(".")[2])
    label = host.rpartition(".")[0].rpartition(".")[2]
    return _territory(label, document, named) if label else None


def _label(kind: str, place: Place) -> str:
    """`Ville d'Arras`, `Ville du Havre`, `Département de la Somme`, `Région Bretagne`."""
    if kind == "region":
        return f"Région {place.name}"
    own = bool(place.article)
    link = " de " if own and place.article in {"la", "l"} else _OF[place.liaison]
    name = place.name.split(maxsplit=1)[1] if own and link in {" du ", " des "} else place.name
    if link == " de " and gazetteer.key(name)[:1] in set("aeiouy"):
        link = " d'"
    return f"{_LABELS[kind]}{link}{name}"


def _prefecture(label: str) -> tuple[str, Place] | None:
    place = _single(gazetteer.squashed(label), "departement")
    return (_label("prefecture", place), place) if place else None


def _territory(label: str, document: Document, named: list[tuple[str, Place | None]]) -> tuple[str, Place] | None:
    match = _TOWN_HOST.match(label)
    if match:
        place = _single(gazetteer.squashed(match["name"] or match["first"]), "commune")
        return (_label("commune", place), place) if place else None
    found = gazetteer.squashed(label)
    town = _single(found, "commune")
    for kind in ("region", "departement"):
        larger = _single(found, kind)
        if larger is not None and (town is None or town.population < _VILLAGE):
            return _label(kind, larger), larger
    place = town or _numbered(label)
    if place is not None and _is_municipal(place, document, named):
        return _label("commune", place), place
    return None


def _numbered(label: str) -> Place | None:
    """`bretigny91`: a town of that département whose name begins so, if there is but one."""
    match = _NUMBERED.match(label)
    if not match:
        return None
    name = gazetteer.squash(match["name"])
    found = [
        place for place in gazetteer.communes_of(match["departement"]) if gazetteer.squash(place.name).startswith(name)
    ]
    return found[0] if len(found) == 1 else None


def _is_municipal(place: Place, document: Document, named: list[tuple[str, Place | None]]) -> bool:
    """Whether the page itself says that it is the town's: a company may own the town's name as host."""
    if any(other is not None and other.code == place.code for _, other in named):
        return True
    text = fold(document.text)
    short = gazetteer.key(re.split(r"-(?:sur|sous|en|les|lès|lez|le|la)-", place.name)[0])
    keys = {gazetteer.key(text[match.start : match.end]) for match in gazetteer.find(text)}
    return bool(_MUNICIPAL.search(text)) and bool(keys & {gazetteer.bare(place.name)[1], short})


def _single(places: tuple[Place, ...], kind: str) -> Place | None:
    """The only place of that kind; two of one name are no answer."""
    found = {place.code: place for place in places if place.kind == kind and place.status in {"current", "alias"}}
    return next(iter(found.values())) if len(found) == 1 else None


def _named(document: Document, site_name: str | None) -> Iterator[tuple[str, Place | None]]:
    """Public bodies that masthead, title or signature name, with their territory if it can be told."""
    lines = [line.strip() for line in fold(document.text).splitlines() if line.strip()]
    edges = lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]
    pieces = [piece for line in [site_name or "", document.title or "", *edges] for piece in _PIECE.split(fold(line))]
    pattern, state = (lexicon.entry("issuers", name).pattern for name in ("heading", "state"))
    for piece in pieces:
        found = state.match(piece.strip())
        if found and (place := _single(gazetteer.lookup(gazetteer.bare(found["name"].strip())[1]), "departement")):
            yield _label("prefecture", place), place
        match = pattern.match(piece.strip())
        if match:
            yield match["body"], _body(match["head"].lower(), match["name"].strip())


def _body(head: str, name: str) -> Place | None:
    kind = _HEADS.get(head) or ("region" if "gion" in head else "epci" if "commu" in head else "departement")
    article, name_key = gazetteer.bare(name)
    return _single(tuple(p for p in gazetteer.lookup(name_key) if not article or p.article == article), kind)
