"""Is this name a place here? Evidence for and against, added up as log-odds.

A gazetteer name starts with the odds that its form gives (a common word, a surname, a large town),
gains or loses by the words around it and by what the model sees, then by the company it keeps in
the document. A few contexts are vetoes whatever the odds.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline import gazetteer, lexicon
from pipeline.extractors.places.spotting import Candidate, cue
from pipeline.types import Analysis, Entity, Zone

_HEAD = cue("head")
_LOCATIVE = cue("locative")
_CARDINAL_CUE = cue("cardinal")
_CARDINALS = frozenset(gazetteer.key(word) for word in lexicon.words("places", "cardinal"))
_OPENER = cue("opener")
_HEAD_WORDS = re.compile(r"^.* (?:de la |de l'|du |des |de |d')")
_GARDEN = cue("garden")
_EPCI_HEAD = cue("intercommunality")
_GENERIC = frozenset(lexicon.words("places_cues", "generic"))
_GENTILIC = ("ois", "ais", "ien")
_CONNECTION = cue("connection")
_NATIONS = frozenset({"country", "continent"})
_SAINTS = ("saint ", "sainte ")
_AT = re.compile(r"(?<![\w'-])[AaÀà] $")
_ADDRESS = cue("address")
_GENITIVE = re.compile(r"(?<![\w'-])(?:de|du|des|d'|De|Du|Des|D'|DE|DU|DES) ?$")
_POSTCODE = re.compile(r"(?<!\d)(?:\d{5}|\d\d \d{3})(?: - |,? {1,2})$")
_CODE_AFTER = re.compile(r" ?[(\[](?:\d{2,3}|2[AB]|\d{5})[)\]]|,? \(?\d{5}\)?(?!\d)")
_NAME_AFTER = re.compile(r" ?\((?:la |le |l'|les )?([A-ZÀ-Ý][^()\n]{1,40})\)")
_CIVILITY = cue("civility")
_CAPITAL_BEFORE = re.compile(r"(?<![\w'])(?![LDQNSJCM]')(?:[A-ZÀ-ÝŒ]\.|[A-ZÀ-ÝŒ][\wœ'&-]*,?) $")
_CAPITAL_AFTER = re.compile(r" (?:de |d'|des )?[A-ZÀ-ÝŒ&][\wœ]")
_AFTER_ALLOWED = cue("after")
_START = re.compile(r"(?:^|\n)[\s\-–—•*·>\d.)\"«]*$|[.!?…][ \n]+[\"«]?$|[-–—•:] $")
_LINE_END = re.compile(r"[ \t]*(?:\n|$)")
_DATELINE = cue("dateline")
_INSTITUTION = cue("institution")
_JOIN = cue("join")
_PERSON_BEFORE = re.compile(r"(?<![\w'-])[A-ZÀ-Ý][a-zà-ÿœ]+(?:-[A-ZÀ-Ý][a-zà-ÿœ]+)? (?:de |d'|du |des )?$")
_TOWN_SIZES = ((40_000, 1.5), (8_000, 1.0), (2_000, 0.5), (0, 0.0))  # inhabitants → log-odds
_CITY = 40_000  # inhabitants from which a town is likelier than the word or surname it shares its name with
_WORLD_CITY = 1_000_000
_COMMON = 15  # councillors who bear a name from which it is a common surname or given name
_TOWN = 5_000  # inhabitants below which "La Croix" at hand is rather the word
_ACRONYM = 4  # capitals up to this length read as an acronym unless the line is in capitals
_CAPITAL_LINE = 0.8
_VETO_ZONES = frozenset({"url", "street", "club", "brand", "event", "company", "landmark", "work", "prize", "law"})
_LIKELY = 1.0  # odds from which a name supports those coordinated with it
_DECIDED = 2.0  # odds from which a mention supports its namesakes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence says of one candidate: log-odds, and why it is out whatever they are."""

    odds: float
    rule: str
    veto: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether the candidate is a place."""
        return self.veto is None and self.odds > 0

    @property
    def confidence(self) -> float:
        """Probability that goes with the odds."""
        return round(1 / (1 + math.exp(-max(-20.0, min(20.0, self.odds)))), 3)


def judge(
    candidates: list[Candidate], analysis: Analysis, joined: set[int], covered: frozenset[str] = frozenset()
) -> list[Verdict]:
    """Weigh each candidate by itself, then by its neighbours in lists and its namesakes.

    Args:
        candidates: in text order.
        analysis: of the same document.
        joined: starts of the candidates that belong to a pair of names ("Russie-Ukraine").
        covered: codes of the départements that the issuer or medium points to.
    """
    around = _around(candidates, analysis.zones)
    quarters = {_last_name(c) for c in candidates if c.found_by == "head"}
    verdicts = [
        replace(verdict, veto=verdict.veto or _garden(candidate, quarters))
        for candidate in candidates
        for verdict in [_alone(candidate, analysis, around[candidate.start], joined=candidate.start in joined)]
    ]
    verdicts = [
        replace(v, odds=v.odds + 1.0) if any(p.departement in covered for p in c.places) else v
        for c, v in zip(candidates, verdicts, strict=True)
    ]
    verdicts = _namesakes(candidates, verdicts)
    verdicts = _companions(candidates, verdicts, analysis.folded)
    return _namesakes(candidates, verdicts)


def _alone(candidate: Candidate, analysis: Analysis, zones: list[Zone], *, joined: bool) -> Verdict:
    rule, odds = _cue(candidate)
    total = _prior(candidate) + odds + _neighbours(candidate, rule) + _case(candidate, analysis.folded, rule)
    if analysis.entities:
        total += _entity(candidate, analysis, rule)
    return Verdict(total, f"place.{rule}", _veto(candidate, analysis.folded, zones, joined=joined))


def _veto(candidate: Candidate, folded: str, zones: list[Zone], *, joined: bool) -> str | None:
    for reason, holds in _VETOES:
        if holds(candidate):
            return reason
    if not joined and _compound(candidate):
        return "part of a longer compound"
    return next((why for zone in zones if (why := _zone(candidate, zone, folded))), None)


def _bare(candidate: Candidate) -> bool:
    return candidate.start == candidate.name_start


def _around(candidates: list[Candidate], zones: tuple[Zone, ...]) -> dict[int, list[Zone]]:
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


def _school(before: str) -> bool:
    """Schools joined without "de" keep the town ("école Tumo Paris"), after a name of their own."""
    return bool(re.match(r"[ÉEée]cole|[Ii]nstitut", before)) and before.count(" ") > 1


def _last_name(candidate: Candidate) -> str:
    return gazetteer.key(_HEAD_WORDS.sub("", candidate.places[0].form))


def _garden(candidate: Candidate, quarters: set[str]) -> str | None:
    """A garden or square called after a quarter of the document says nothing of where."""
    if candidate.key in quarters and _GARDEN.search(candidate.left):
        return "garden named after a quarter"
    return None


def _inhabitants(candidate: Candidate) -> bool:
    """Le Lensois is an area only after "dans"; les Lensois, un Lensois are people."""
    named = candidate.key.endswith(_GENTILIC) and all(p.kind in {"area", "epci"} for p in candidate.places)
    single = candidate.article in {"le", "l"}
    return named and not (single and (candidate.left.rstrip().endswith("dans") or _EPCI_HEAD.search(candidate.left)))


def _spells_out(candidate: Candidate) -> bool:
    """Whether an acronym follows that ends with the initial of the name: "… des évêques de France (CEF)"."""
    match = re.match(r" \(([A-Z]{3,8})\)", candidate.right)
    return bool(match) and match[1].endswith(candidate.key[:1].upper())  # type: ignore[index]


# Contexts that settle the matter whatever the odds.
_VETOES: tuple[tuple[str, Callable[[Candidate], object]], ...] = (
    ("hashtag or login name", lambda c: c.left.endswith(("#", "@"))),
    ("generic word", lambda c: _bare(c) and c.key in _GENERIC),
    ("point of the compass", lambda c: _is_cardinal(c) and not _CARDINAL_CUE.search(c.left)),
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
    return bool(after or before)


def _prior(candidate: Candidate) -> float:
    """Log-odds of the form alone."""
    first = candidate.places[0]
    if first.status == "open":
        return 1.5 if candidate.found_by == "head" else -1.5
    if first.status == "alias" or any(
        p.kind in {"country", "continent", "region", "departement"} for p in candidate.places
    ):
        return _large(candidate)
    if first.kind == "epci":
        return 1.5 if " " in candidate.key or candidate.article else 0.0
    if candidate.start < candidate.name_start:
        forced = _START.search(candidate.left) and first.word and first.population < _TOWN
        return -1.5 if forced else 2.0
    if " " in candidate.key:
        return 1.0 if first.status == "world" or candidate.key.startswith(_SAINTS) else 2.0
    return _town(candidate)


def _large(candidate: Candidate) -> float:
    first = candidate.places[0]
    if first.population > _WORLD_CITY:
        return 2.5
    return 0.5 if first.word or first.given > _COMMON or first.kind == "natural" else 2.5


def _town(candidate: Candidate) -> float:
    first = candidate.places[0]
    people = max(place.population for place in candidate.places)
    size = next(odds for limit, odds in _TOWN_SIZES if people >= limit)
    if first.status == "world":
        size += 1.0 if people > _WORLD_CITY else -0.5
    doubt = 3.0 * first.word + 1.5 * (first.bearers > _COMMON) + 2.0 * (first.given > _COMMON)
    return size - doubt * (0.5 if people > _CITY else 1.0)


def _cue(candidate: Candidate) -> tuple[str, float]:
    """The strongest cue beside the name, and its weight."""
    if candidate.found_by in {"head", "ellipsis"}:
        return candidate.found_by, 0.5
    listed = candidate.found_by == "list"
    return next(
        (
            (rule, weight)
            for rule, weight, unlisted_too, holds in _CUES
            if (listed or unlisted_too) and holds(candidate)
        ),
        ("bare" if listed else "model", 0.0),
    )


def _territory_after(right: str) -> bool:
    """Whether a département, région or country follows in brackets."""
    match = _NAME_AFTER.match(right)
    found = gazetteer.lookup(gazetteer.bare(match[1])[1]) if match else ()
    return any(place.kind in {"departement", "region", "country"} for place in found)


def _in_brackets(candidate: Candidate) -> bool:
    return candidate.left.endswith("(") and candidate.right[:1] in {")", ",", " ", "/"}


def _heads_line(candidate: Candidate) -> bool:
    after = candidate.right
    return bool(_START.search(candidate.left) and (_DATELINE.match(after) or _LINE_END.match(after)))


# Rule, weight in log-odds, whether it holds for names that no list has, and what must hold. Strongest first.
_CUES: tuple[tuple[str, float, bool, Callable[[Candidate], object]], ...] = (
    ("postcode", 4.0, True, lambda c: _POSTCODE.search(c.left)),
    ("address", 3.0, True, lambda c: _ADDRESS.search(c.left)),
    ("code", 4.0, False, lambda c: _CODE_AFTER.match(c.right) or _territory_after(c.right)),
    ("brackets", 2.0, False, _in_brackets),
    ("head", 3.0, True, lambda c: _HEAD.search(c.left)),
    ("locative", 4.0, True, lambda c: _AT.search(c.left) and not c.article),
    ("locative", 3.0, False, lambda c: _LOCATIVE.search(c.left)),
    ("genitive", 1.0, False, lambda c: _GENITIVE.search(c.left)),
    ("dateline", 1.5, False, _heads_line),
)


def _neighbours(candidate: Candidate, rule: str) -> float:
    """Capitalised words right beside the name make it a part of another name."""
    left, right = candidate.left, candidate.right
    odds = 0.0
    if rule in {"postcode", "code", "head", "ellipsis"}:
        return odds
    if _INSTITUTION.search(left):
        odds += 3.0
    elif (
        (match := _CAPITAL_BEFORE.search(left))
        and not match.group().endswith(", ")
        and candidate.start == candidate.name_start
    ):
        odds -= 3.0
    elif rule == "genitive" and _PERSON_BEFORE.search(left):
        odds -= 1.5
    if _CAPITAL_AFTER.match(right) and not _AFTER_ALLOWED.match(right):
        odds -= 3.0
    return odds


def _case(candidate: Candidate, folded: str, rule: str) -> float:
    """A capital that the sentence start or a line in capitals forces says nothing; short capitals are acronyms."""
    name = folded[candidate.name_start : candidate.end]
    known = candidate.found_by == "list" and any(place.form == name for place in candidate.places)
    town = max(place.population for place in candidate.places) > _TOWN and len(name) == _ACRONYM
    if name.isupper() and len(name) <= _ACRONYM and not known and not town and not _capital_line(folded, candidate):
        return -4.0
    if rule == "dateline" and len(name) >= _ACRONYM and name.isupper() and not _capital_line(folded, candidate):
        return 2.0  # capitals that the line does not force set a name off
    if candidate.left.endswith(("« ", "«", '"', "“")) and candidate.right[:2].strip()[:1] in {"»", '"', "”"}:
        return -2.0
    if rule in {"bare", "dateline"} and _START.search(candidate.left) and candidate.places[0].word:
        return -2.0
    return 0.0


def _capital_line(folded: str, candidate: Candidate) -> bool:
    start = folded.rfind("\n", 0, candidate.start) + 1
    end = folded.find("\n", candidate.end)
    letters = [c for c in folded[start : end if end >= 0 else len(folded)] if c.isalpha()]
    return sum(c.isupper() for c in letters) > _CAPITAL_LINE * len(letters)


def _entity(candidate: Candidate, analysis: Analysis, rule: str) -> float:
    """What the model sees on the same characters."""
    entity = _entity_at(candidate, analysis.entities)
    if entity is None:
        return -0.5
    exact = entity.end == candidate.end and entity.start in {candidate.start, candidate.name_start}
    if entity.label == "PER" and not exact:
        return -0.5 if _OPENER.search(candidate.left) else -3.0
    if entity.label == "PER" and candidate.found_by in {"head", "model"}:
        return -1.0 if _GENITIVE.search(candidate.left) else -5.0
    if entity.label == "PER" and candidate.key.startswith(_SAINTS):
        return -0.5  # a saint's name looks like a person's to the model
    weights = {"LOC": 1.5 if exact else 0.5, "PER": -1.5, "ORG": -0.3, "MISC": -0.5}
    return weights[entity.label]


def _entity_at(candidate: Candidate, entities: tuple[Entity, ...]) -> Entity | None:
    """The first entity that touches the candidate; entities are in order and do not overlap."""
    index = bisect.bisect_right(entities, candidate.name_start, key=lambda entity: entity.end)
    return entities[index] if index < len(entities) and entities[index].start < candidate.end else None


def _namesakes(candidates: list[Candidate], verdicts: list[Verdict]) -> list[Verdict]:
    """A name that plainly is a place once makes its other occurrences likelier."""
    sure = {c.key for c, v in zip(candidates, verdicts, strict=True) if v.veto is None and v.odds >= _DECIDED}
    return [
        replace(v, odds=v.odds + 1.5) if c.key in sure and v.odds < _DECIDED else v
        for c, v in zip(candidates, verdicts, strict=True)
    ]


def _companions(candidates: list[Candidate], verdicts: list[Verdict], folded: str) -> list[Verdict]:
    """Names coordinated with a place are places: pass the evidence along each list, both ways."""
    result = list(verdicts)
    links = [
        (a, a + 1)
        for a, (c, d) in enumerate(pairwise(candidates))
        if c.end < d.start and _JOIN.fullmatch(folded[c.end : d.start]) and folded[c.end : d.start].strip()
    ]
    for first, second in [*links, *[(b, a) for a, b in reversed(links)]]:
        source, target = result[first], result[second]
        if source.veto is None and source.odds >= _LIKELY and target.odds < _DECIDED and target.veto is None:
            result[second] = replace(target, odds=target.odds + 2.0, rule="place.list")
    return result
