"""Which territory does a name mean here? Its readings compete on what the document says.

1,441 names are borne by several communes but by no two of one département, so that linking is
mostly finding the département: a qualifier beside the name, the issuer's own, départements and
unambiguous towns in the same document, distance, at last population.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline import gazetteer, issuer
from pipeline.extractors.places.spotting import Candidate, cue
from pipeline.extractors.places.value import PlaceValue
from pipeline.gazetteer import Place
from pipeline.types import Document

_RIVER_CUE = cue("river.before")
_RIVER_VERB = cue("river.after")
_NATURAL_HEAD = cue("natural.head")
_WATER = cue("water")
_PAYS = cue("pays")
_EPCI_CUE = cue("epci")
_EPCI_AFTER = cue("intercommunality.after")
_DEPARTEMENT_CUE = cue("departement")
_REGION_CUE = cue("region")
_CANTON_CUE = re.compile(r"(?<!\w)[Cc]antons? (?:de |d'|du |des )$")
_TOWN_CUE = cue("town")
_TERRITORY_CUE = re.compile(r"(?<![\w'])(?:[Ee]n|[Dd]ans) ?$")
_BRACKETS = re.compile(r" ?[(\[]([^()\[\]\n]{1,40})[)\]]")
_QUALIFIER = cue("qualifier")
_POSTCODE = re.compile(r"(?<!\d)(\d{2})(\d) ?\d{2}(?:,? {1,2}| - )$")
_POSTCODE_AFTER = re.compile(r"(?:,? | [-–] |\n{1,2})[(]?(\d{2})(\d)\d{2}(?! ?\d)")
_TOWN = 5_000  # inhabitants from which "à" before a name of several kinds means the town
_SCALE_KM = 40.0
_RANK = {"country": 6.0, "continent": 6.0, "region": 5.0, "departement": 5.0, "epci": 2.5, "area": 3.6, "natural": 2.0}
_PART_OF = re.compile(r" (?:de |du |des |d')")  # "le Nord de l'île"
_HEAD = re.compile(r"^.* (?:de la |de l'|du |des |de |d')")
_LINK_WORD = re.compile(r"-(?:sur|sous|en|lès|lez|les|le|la|près|aux?|du|de)-| (?:sur|en) ")
_LIST = re.compile(
    r"(?: ?\(\d[\dAB]{1,2}\))?(?:,|, et| et| ou|,? puis|\n-?)\s*"
    r"(?:(?:dans|à|en|de|pour) )?(?:les? |la |l'|du |des |d')?"
)
_SURE = 3.0  # lead, in log-odds, from which a link is evidence for others
_UNDECIDED = 0.4  # confidence, and lead over the next namesake, below which a code would be a guess
_CERTAIN = 99.0
_EARTH_KM = 111.2  # one degree of latitude


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document says of where it is about.

    Attributes:
        issuer_code: of the body that issues it.
        covered: départements that issuer, medium or address point to.
        region: code of the région that issues it.
        departements: how often each is named, or implied by a town that has no namesake.
        countries: codes of the foreign countries named.
        points: latitude and longitude of the towns that have no namesake.
        areas: folded names that the document calls a quarter, faubourg or the like.
        ranked: starts of the names that stand in a list of départements.
        compound: the towns of compound names in the document, by the short form of each ("Épinay").
    """

    issuer_code: str | None
    covered: frozenset[str]
    region: str | None
    departements: Counter[str]
    countries: frozenset[str]
    points: tuple[tuple[float, float], ...]
    areas: frozenset[str]
    ranked: frozenset[int]
    compound: dict[str, str]


def link(document: Document, accepted: Sequence[Candidate], folded: str) -> dict[int, PlaceValue]:
    """The value of each accepted candidate, by its start: first what is plain, then the rest by its light."""
    ranked = _ranked(accepted, folded)
    plain = [(candidate, place) for candidate in accepted if (place := _only(candidate))]
    evidence = _evidence(document, accepted, plain, ranked)
    sure = [(c, place) for c in accepted for place, odds in [_best(c, evidence)] if odds >= _SURE]
    evidence = _evidence(document, accepted, sure, ranked)
    return {candidate.start: _value(candidate, evidence) for candidate in accepted}


def _only(candidate: Candidate) -> Place | None:
    """The reading of a name that has no namesake in another département."""
    homes = {place.departement if place.kind in {"commune", "departement"} else place for place in candidate.places}
    first = candidate.places[0]
    return first if len(homes) == 1 and first.departement and first.status != "world" else None


def _ranked(accepted: Sequence[Candidate], folded: str) -> frozenset[int]:
    """Starts of the names that stand in a list of départements, where overseas ones count as such too."""
    found: set[int] = set()
    for first, second in pairwise(accepted):
        listed = _LIST.fullmatch(folded[first.end : second.start])
        if listed and any({p.kind for p in c.places} <= {"departement", "natural"} for c in (first, second)):
            found |= {first.start, second.start}
    return frozenset(found)


def _evidence(
    document: Document, accepted: Sequence[Candidate], known: Sequence[tuple[Candidate, Place]], ranked: frozenset[int]
) -> Evidence:
    departements: Counter[str] = Counter()
    points: dict[str, tuple[float, float]] = {}
    for candidate, place in known:
        home = place.departement or next((p.departement for p in candidate.places if p.overseas), None)
        if home:
            departements[home] += 1 if place.kind == "commune" else 2
        if place.latitude is not None and place.longitude is not None and place.code:
            points[place.code] = (place.latitude, place.longitude)
    return Evidence(
        document.issuer_code,
        issuer.coverage(document),
        issuer.region(document),
        departements,
        frozenset(p.code for c in accepted for p in c.places if p.kind == "country" and p.code and p.code != "FR"),
        tuple(points.values()),
        frozenset(
            gazetteer.key(_HEAD.sub("", c.places[0].name))
            for c in accepted
            if c.found_by == "head" and c.places[0].kind == "area"
        ),
        ranked,
        _compound(document, known),
    )


def _compound(document: Document, known: Sequence[tuple[Candidate, Place]]) -> dict[str, str]:
    """Short form → code, for the compound town names that issuer or text give in full."""
    home = issuer.territory(document)
    towns = [place for _, place in known if place.kind == "commune" and place.code]
    towns += [home] if home is not None and home.kind == "commune" else []
    return {short: town.code or "" for town in towns if (short := _short(town.name)) != gazetteer.key(town.name)}


def _short(name: str) -> str:
    return gazetteer.key(_LINK_WORD.split(name)[0])


def _best(candidate: Candidate, evidence: Evidence) -> tuple[Place, float]:
    """The best reading, and by how much it leads."""
    readings = _readings(candidate, evidence)
    scores = sorted(((_score(place, candidate, evidence), n) for n, place in enumerate(readings)), reverse=True)
    best = readings[scores[0][1]]
    rivals = [score for score, n in scores[1:] if not _same_territory(readings[n], best)]
    return best, scores[0][0] - rivals[0] if rivals else _CERTAIN


def _value(candidate: Candidate, evidence: Evidence) -> PlaceValue:
    readings = _readings(candidate, evidence)
    scores = {place: _score(place, candidate, evidence) for place in readings}
    ranked = sorted(readings, key=lambda place: (-scores[place], place.kind, place.code or ""))
    best = ranked[0]
    rivals = [place for place in ranked[1:] if not _same_territory(place, best)]
    weight = sum(math.exp(max(-30.0, scores[place] - scores[best])) for place in rivals)
    confidence = round(1 / (1 + weight), 3)
    kind, code = _said(candidate, best, evidence)
    codes = [place.code for place in ranked if place.code]
    lead = scores[best] - max((scores[place] for place in rivals), default=-_CERTAIN)
    guess = confidence < _UNDECIDED and lead < _UNDECIDED
    if kind == "commune" and code and (guess or _abroad(candidate, best)):
        return PlaceValue(
            name=best.form, place_type=kind, link_confidence=confidence, candidates=tuple(dict.fromkeys(codes))
        )
    return PlaceValue(
        name=best.name,
        place_type=kind,
        code=code,
        departement_code=best.departement,
        region_code=best.region if best.status != "world" else None,
        latitude=best.latitude,
        longitude=best.longitude,
        link_confidence=confidence,
        candidates=tuple(dict.fromkeys(other for other in codes if other != best.code)),
    )


def _said(candidate: Candidate, best: Place, evidence: Evidence) -> tuple[str, str | None]:
    """Kind and code of the best reading, unless the words before the name say that something else is meant."""
    if _CANTON_CUE.search(candidate.left):
        return "canton", None
    quarter = candidate.found_by == "list" and candidate.key in evidence.areas
    if best.kind == "commune" and (quarter or _PAYS.search(candidate.left)):
        return "area", None
    if best.kind == "departement" and candidate.key == "nord" and _PART_OF.match(candidate.right):
        return "area", None
    if best.kind not in {"natural", "area"} and _NATURAL_HEAD.search(candidate.left):
        return "natural", None
    return best.kind, best.code


def _readings(candidate: Candidate, evidence: Evidence) -> tuple[Place, ...]:
    """Each territory once, under its name of today if it has it; a compound name's town with its short form."""
    found: dict[tuple[str, str, str], Place] = {}
    for place in candidate.places:
        identity = (place.kind, place.code or place.region or "", place.status if place.code is None else "")
        found.setdefault(identity, place)
    longer = evidence.compound.get(candidate.key)
    town = gazetteer.by_code("commune", longer) if longer and candidate.article == "" else None
    if town is not None:
        found.setdefault(("commune", town.code or "", ""), town)
    return tuple(found.values())


def _same_territory(first: Place, second: Place) -> bool:
    """Paris commune and département, La Réunion département and région."""
    if first.kind == second.kind or first.name != second.name:
        return False
    one_home = bool(first.departement) and first.departement == second.departement
    return one_home or {first.kind, second.kind} == {"region", "departement"}


def _score(place: Place, candidate: Candidate, evidence: Evidence) -> float:
    if place.kind == "commune":
        return _town(place, candidate, evidence) + _kind(place, candidate, evidence)
    home = 3.0 if place.departement and place.departement in {*evidence.covered, *evidence.departements} else 0.0
    return _RANK.get(place.kind, 1.0) + home + _kind(place, candidate, evidence)


def _kind(place: Place, candidate: Candidate, evidence: Evidence) -> float:
    """How well a kind of territory agrees with the words before the name."""
    left = candidate.left + ("la " if candidate.article else "")
    score = 0.0
    if place.kind == "natural":
        score += 6.0 * bool(_RIVER_CUE.search(left)) + 9.0 * bool(_RIVER_VERB.match(candidate.right))
        score += 9.0 * bool(_WATER.search(candidate.left))
    if place.kind == "epci":
        named = _EPCI_CUE.search(candidate.left) or _EPCI_AFTER.match(candidate.right)
        score += 6.0 if named else -1.0 * any(p.kind == "natural" for p in candidate.places)
    if place.kind == "departement":
        score += 12.0 * (_own_number(place, candidate)) + 6.0 * bool(_DEPARTEMENT_CUE.search(candidate.left)) - 0.5
        score += 3.0 * candidate.left.endswith("(") + _overseas(place, candidate, evidence)
    if place.kind == "region" and _REGION_CUE.search(candidate.left):
        score += 6.0
    if place.kind in {"departement", "region", "country"} and (
        _TERRITORY_CUE.search(candidate.left) or candidate.article
    ):
        score += 3.0
    if place.kind == "commune" and _TOWN_CUE.search(candidate.left):
        score += 6.0 if max(p.population for p in candidate.places) > _TOWN else 2.0
    return score


def _own_number(place: Place, candidate: Candidate) -> bool:
    """Whether the number of the département follows in brackets."""
    brackets = _BRACKETS.match(candidate.right)
    return bool(brackets) and brackets[1].strip() == place.code  # type: ignore[index]


def _overseas(place: Place, candidate: Candidate, evidence: Evidence) -> float:
    """Overseas the région is meant, but in a list of départements the département."""
    if not place.overseas:
        return 0.0
    return 2.0 if candidate.start in evidence.ranked else -9.0


def _town(place: Place, candidate: Candidate, evidence: Evidence) -> float:
    score = math.log10(place.population + 10) * (0.8 if place.status == "former" else 1.0)
    score -= 1.0 * (place.status == "former") + 1.8 * (place.status == "world")
    score += _qualified(place, candidate)
    if place.status == "world":
        if any(p.kind == "country" and p.code == place.region for p in candidate.places):
            return score - 5.0  # Monaco, Singapour: the country, unless the words before say a town
        return score + 5.0 * (place.region in evidence.countries)
    if evidence.issuer_code and place.code == evidence.issuer_code:
        score += 6.0
    if place.code and evidence.compound.get(candidate.key) == place.code:
        score += 6.0
    if place.departement in evidence.covered:
        score += 4.0 if len(evidence.covered) == 1 else 3.0
    if place.overseas:
        score += 3.0 if any(code.startswith("97") for code in (*evidence.covered, *evidence.departements)) else -0.7
    if evidence.region and place.region == evidence.region:
        score += 3.0
    total = sum(evidence.departements.values())
    score += 3.0 * evidence.departements[place.departement or ""] / total if total else 0.0
    score += 1.0 * (place.departement in evidence.departements)
    return score + _near(place, evidence) + _spelling(place, candidate)


def _near(place: Place, evidence: Evidence) -> float:
    """Up to 2 for a town right beside one that the document names."""
    if place.latitude is None or place.longitude is None or not evidence.points:
        return 0.0
    nearest = min(_kilometres(place.latitude, place.longitude, *point) for point in evidence.points)
    return 2.0 * math.exp(-nearest / _SCALE_KM)


def _kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    east = (lon - other_lon) * math.cos(math.radians((lat + other_lat) / 2))
    return _EARTH_KM * math.hypot(lat - other_lat, east)


def _spelling(place: Place, candidate: Candidate) -> float:
    return 0.5 if place.status == "current" else 0.0


def _qualified(place: Place, candidate: Candidate) -> float:
    """What stands right beside the name: postcode, code or name of the département, région or country."""
    before = _POSTCODE.search(candidate.left) or _POSTCODE_AFTER.match(candidate.right)
    if before:
        home = before[1] + before[2] if before[1] == "97" else before[1]
        return 12.0 if _in_departement(place, home) else -6.0
    brackets = _BRACKETS.match(candidate.right)
    if brackets and (inside := brackets[1].strip()):
        verdict = _says(place, inside)
        if verdict is not None:
            return 12.0 if verdict else -6.0
    qualifier = _QUALIFIER.match(candidate.right)
    if qualifier:
        verdict = _says(place, candidate.right[qualifier.end() :])
        if verdict is not None:
            return 8.0 if verdict else -3.0
    return 0.0


def _abroad(candidate: Candidate, best: Place) -> bool:
    """Whether the words after a French town's name put it in another country ("Valence, en Espagne")."""
    if best.kind != "commune" or best.status == "world":
        return False
    qualifier = _QUALIFIER.match(candidate.right) or re.match(r" ?\(", candidate.right)
    found = next(gazetteer.find(candidate.right[qualifier.end() :]), None) if qualifier else None
    near = found is not None and found.start <= 3  # noqa: PLR2004 - an article at most
    return bool(near) and all(place.kind == "country" and place.code != "FR" for place in found.places)  # type: ignore[union-attr]


def _in_departement(place: Place, code: str) -> bool:
    home = place.departement or ""
    return home == code or (code == "20" and home in {"2A", "2B"})


def _says(place: Place, text: str) -> bool | None:
    """Whether `text` begins with the territory that holds the place; None when it names no territory."""
    if re.fullmatch(r"\d{2,3}|2[AB]", text):
        return _in_departement(place, text)
    found = next(gazetteer.find(text), None)
    if found is None or found.start > 3:  # noqa: PLR2004 - an article at most
        return None
    larger = [p for p in found.places if p.kind in {"departement", "region", "country"}]
    if not larger:
        return None
    return any(
        (p.kind == "departement" and p.code == place.departement)
        or (p.kind == "region" and p.code is not None and p.code == place.region and place.status != "world")
        or (p.kind == "country" and (p.code == place.region if place.status == "world" else p.code == "FR"))
        for p in larger
    )
