"""Contexts that settle that a name is no place, whatever the odds, so that `explain` can say which."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline import gazetteer, lexicon
from pipeline.extractors.places.spotting import Candidate, cue
from pipeline.types import Zone

_CARDINAL_CUE = cue("cardinal")
_CARDINALS = frozenset(gazetteer.key(word) for word in lexicon.words("places", "cardinal"))
_HEAD_WORDS = re.compile(r"^.* (?:de la |de l'|du |des |de |d')")
_HEAD = cue("head")
_AT = re.compile(r"(?<![\w'-])[AaÀà] $")
_GARDEN = cue("garden")
_EPCI_HEAD = cue("intercommunality")
_SEATS = frozenset(lexicon.words("places_cues", "seat"))
_NO_GENTILIC = frozenset(lexicon.words("places_cues", "no_gentilic"))
_TOWN_CUE = cue("town")
_COMPASS_AFTER_NOUN = re.compile(r"(?<![\w'-])(?!(?:dans|vers|entre|pour|contre|hors|chez|plein) )[a-zà-ÿ]{3,} $")
_GENERIC = frozenset(lexicon.words("places_cues", "generic"))
_NOUNS = frozenset(lexicon.words("places_cues", "noun")) | {
    gazetteer.key(word) for word in lexicon.words("people", "common")
}
_ABSTRACT = re.compile(r"\w{3,}(?:tion|sion|ite|ment|isme|logie|ique)s?")  # endings of nouns, hardly of places
_HAMLET = cue("hamlet")
_GENTILIC = ("ois", "ais", "ien")
_CONNECTION = cue("connection")
_NATIONS = frozenset({"country", "continent"})
_CIVILITY = cue("civility")
_UNION_BEFORE = re.compile(r"(?<![\w-])(?:UE|Otan|OTAN|ONU)-$")  # "sommet UE-Afrique"
_UNION_AFTER = re.compile(r"-(?:UE|Otan|OTAN|ONU)(?![\w-])")
_VETO_ZONES = frozenset({"url", "street", "club", "brand", "event", "company", "landmark", "work", "prize", "law"})


def veto(candidate: Candidate, folded: str, zones: list[Zone], *, joined: bool) -> str | None:
    """Why what stands around a candidate settles that it is no place, if it does."""
    for reason, holds in _VETOES:
        if holds(candidate):
            return reason
    if not joined and _compound(candidate):
        return "part of a longer compound"
    return next((why for zone in zones if (why := _zone(candidate, zone, folded))), None)


def _bare(candidate: Candidate) -> bool:
    return candidate.start == candidate.name_start


def around(candidates: list[Candidate], zones: tuple[Zone, ...]) -> dict[int, list[Zone]]:
    """The zones that hold each candidate, by its start; one sweep over both, which are in order of start."""
    found: dict[int, list[Zone]] = {}
    open_zones: list[Zone] = []
    position = 0
    for candidate in candidates:
        while position < len(zones) and zones[position].start <= candidate.name_start:
            open_zones.append(zones[position])
            position += 1
        open_zones = [zone for zone in open_zones if zone.end > candidate.name_start]
        found[candidate.start] = [zone for zone in open_zones if candidate.end <= zone.end]
    return found


def _zone(candidate: Candidate, zone: Zone, folded: str) -> str | None:
    """Why a zone that holds the candidate takes it away, if it does."""
    if zone.kind in _VETO_ZONES:
        return f"inside a name ({zone.kind})"
    if zone.kind == "building" and not _school(folded[zone.start : candidate.start]):
        return "inside the name of a building"
    if zone.kind == "national" and candidate.places[0].kind in _NATIONS:
        return "country inside the name of an organisation"
    return None


def _is_cardinal(candidate: Candidate) -> bool:
    """Le Nord, l'Ouest: an area only where the text says "dans" or lists it with others."""
    return (
        candidate.found_by == "list" and all(p.kind == "area" for p in candidate.places) and candidate.key in _CARDINALS
    )


def _is_noun(candidate: Candidate) -> bool:
    """Whether an unlisted name is but a common noun that a title writes with a capital."""
    if candidate.places[0].status != "open":
        return False
    common = candidate.key in _NOUNS and not _HAMLET.search(candidate.left)
    return common or bool(_ABSTRACT.fullmatch(candidate.key))


def _after_noun(candidate: Candidate) -> bool:
    """Quartiers Nord, parking Sud: no département, no area."""
    return not candidate.article and candidate.key in _CARDINALS and bool(_COMPASS_AFTER_NOUN.search(candidate.left))


def _school(before: str) -> bool:
    """Schools joined without "de" keep the town ("école Tumo Paris"), after a name of their own."""
    return bool(re.match(r"[ÉEée]cole|[Ii]nstitut", before)) and before.count(" ") > 1


def last_name(candidate: Candidate) -> str:
    """Key of the name of an area without its head."""
    return gazetteer.key(_HEAD_WORDS.sub("", candidate.places[0].form))


def garden(candidate: Candidate, quarters: set[str]) -> str | None:
    """A garden or square called after a quarter of the document says nothing of where."""
    if candidate.key in quarters and _GARDEN.search(candidate.left):
        return "garden named after a quarter"
    return None


def seat(candidate: Candidate, rule: str, covered: frozenset[str]) -> str | None:
    """A seat of power is no place, but for the commune of that name where the text or its issuer says so."""
    if candidate.key not in _SEATS or rule in {"place.postcode", "place.code", "place.address"}:
        return None
    spoken = _TOWN_CUE.search(candidate.left) and not _AT.search(candidate.left)
    at_home = any(place.departement in covered for place in candidate.places)
    return None if spoken or at_home else "seat of power"


def _inhabitants(candidate: Candidate) -> bool:
    """Le Lensois is an area only after "dans"; les Lensois, un Lensois are people."""
    if candidate.key in _NO_GENTILIC or " " in candidate.key or not candidate.key.endswith(_GENTILIC):
        return False
    named = all(p.kind in {"area", "epci"} for p in candidate.places)
    single = candidate.article in {"le", "l"}
    territory = _EPCI_HEAD.search(candidate.left) or _HEAD.search(candidate.left)
    return named and not (single and (candidate.left.rstrip().endswith("dans") or territory))


def _spells_out(candidate: Candidate) -> bool:
    """Whether an acronym follows that ends with the initial of the name: "… des évêques de France (CEF)"."""
    match = re.match(r" \(([A-Z]{3,8})\)", candidate.right)
    return bool(match) and match[1].endswith(candidate.key[:1].upper())  # type: ignore[index]


# Contexts that settle the matter whatever the odds.
_VETOES: tuple[tuple[str, Callable[[Candidate], object]], ...] = (
    ("hashtag or login name", lambda c: c.left.endswith(("#", "@"))),
    ("generic word", lambda c: _bare(c) and c.key in _GENERIC),
    ("point of the compass", lambda c: _is_cardinal(c) and not _CARDINAL_CUE.search(c.left)),
    ("point of the compass", _after_noun),
    ("common noun", _is_noun),
    ("after a civility", lambda c: _bare(c) and not c.article and _CIVILITY.search(c.left)),
    ("unknown name with an article", lambda c: c.found_by == "model" and c.article),
    ("inhabitants", lambda c: c.found_by == "list" and _inhabitants(c)),
    ("country inside the name of an organisation", lambda c: c.places[0].kind in _NATIONS and _spells_out(c)),
)


def _compound(candidate: Candidate) -> bool:
    if _CONNECTION.search(candidate.left):
        return False
    after = re.match(r"-[A-Za-zÀ-ÿ]", candidate.right)
    before = (
        re.search(r"[\wÀ-ÿ]-$", candidate.left) and candidate.start == candidate.name_start and not candidate.article
    )
    return bool(after or before) and not (
        _is_power(candidate) and (_UNION_BEFORE.search(candidate.left) or _UNION_AFTER.match(candidate.right))
    )


def _is_power(candidate: Candidate) -> bool:
    """Whether a name is that of a country or continent other than France."""
    return all(place.kind in _NATIONS and place.code != "FR" for place in candidate.places)
