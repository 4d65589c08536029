"""Is this name a place here? Evidence for and against, added up as log-odds.

A gazetteer name starts with the odds that its form gives (a common word, a surname, a large town),
gains or loses by the words around it and by what the model sees, then by the company it keeps in
the document. A few contexts are vetoes whatever the odds.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from pipeline import gazetteer, lexicon
from pipeline.extractors.places import company, vetoes
from pipeline.extractors.places.company import Verdict
from pipeline.extractors.places.spotting import Candidate, cue
from pipeline.text import deaccent
from pipeline.types import Analysis, Entity, Zone

_HEAD = cue("head")
_PLACE_HEAD = cue("place.head")
_NATURAL_HEAD = cue("natural.head")
_LOCATIVE = cue("locative")
_WAY = cue("way")
_OPENER = cue("opener")
_EPCI_AFTER = cue("intercommunality.after")
_SAINTS = ("saint ", "sainte ")
_AT = re.compile(r"(?<![\w'-])[AaÀà] $")
_ADDRESS = cue("address")
_GENITIVE = re.compile(r"(?<![\w'-])(?:de|du|des|d'|De|Du|Des|D'|DE|DU|DES) ?$")
_POSTCODE = re.compile(r"(?<!\d)(?:\d{5}|\d\d \d{3})(?: - |,? {1,2})$")
_CODE_AFTER = re.compile(r" ?[(\[](?:\d{2,3}|2[AB]|\d{5})[)\]]|(?:,? | [-–] |\n{1,2})\(?\d{5}\)?(?! ?\d)")
_NAME_AFTER = re.compile(r" ?\((?:la |le |l'|les )?([A-ZÀ-Ý][^()\n]{1,40})\)")
_CAPITAL_BEFORE = re.compile(r"(?<![\w'])(?![LDQNSJCM]')(?:[A-ZÀ-ÝŒ]\.|[A-ZÀ-ÝŒ][\wœ'&-]*,?) $")
_CAPITAL_AFTER = re.compile(r" (?:de |d'|des )?[A-ZÀ-ÝŒ&][\wœ]")
_AFTER_ALLOWED = cue("after")
_START = re.compile(r"(?:^|\n)[\s\-–—•*·>\d.)\"«]*$|[.!?…][ \n]+[\"«]?$|[-–—•:] $")
_LINE_END = re.compile(r"[ \t]*(?:\n|$)")
_DATELINE = cue("dateline")
_INSTITUTION = cue("institution")
_PERSON_BEFORE = re.compile(r"(?<![\w'-])(?P<name>[A-ZÀ-Ý][a-zà-ÿœ]+)(?:-[A-ZÀ-Ý][a-zà-ÿœ]+)? (?:de |d'|du |des )?$")
_TOWN_SIZES = ((40_000, 1.5), (8_000, 1.0), (2_000, 0.5), (0, 0.0))  # inhabitants → log-odds
_CITY = 40_000  # inhabitants from which a town is likelier than the word or surname it shares its name with
_WORLD_CITY = 1_000_000
_COMMON = 15  # councillors who bear a name from which it is a common surname or given name
_TOWN = 5_000  # inhabitants below which "La Croix" at hand is rather the word
_ACRONYM = 4  # capitals up to this length read as an acronym unless the line is in capitals
_CAPITAL_LINE = 0.8
_LINE = 100  # characters of a line looked at on either side
_UNLISTED = {"head": 1.5, "hint": -1.0, "repeat": -0.5, "model": -1.5}  # odds of a name that no list has
_OPENS = 5.0  # odds of a town of the département that opens the title
_FEW = 3  # councillors


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
    around = vetoes.around(candidates, analysis.zones)
    quarters = {vetoes.last_name(c) for c in candidates if c.found_by == "head"}
    verdicts = [
        replace(
            verdict,
            veto=verdict.veto or vetoes.garden(candidate, quarters) or vetoes.seat(candidate, verdict.rule, covered),
        )
        for candidate in candidates
        for verdict in [_alone(candidate, analysis, around[candidate.start], joined=candidate.start in joined)]
    ]
    verdicts = [
        replace(v, odds=v.odds + (_OPENS if _opens_title(c) else _at_home(c, covered)))
        if any(p.departement in covered for p in c.places)
        else v
        for c, v in zip(candidates, verdicts, strict=True)
    ]
    verdicts = company.tag_lines(candidates, verdicts, analysis.folded)
    verdicts = company.schedule(candidates, verdicts)
    verdicts = company.namesakes(candidates, verdicts)
    verdicts = company.companions(candidates, verdicts, analysis.folded)
    return company.namesakes(candidates, verdicts)


def _alone(candidate: Candidate, analysis: Analysis, zones: list[Zone], *, joined: bool) -> Verdict:
    rule, odds = _cue(candidate)
    total = (
        _prior(candidate)
        + odds
        + _neighbours(candidate, analysis.folded, rule)
        + _case(candidate, analysis.folded, rule)
    )
    if analysis.entities:
        total += _entity(candidate, analysis, rule)
    return Verdict(total, f"place.{rule}", vetoes.veto(candidate, analysis.folded, zones, joined=joined))


def _at_home(candidate: Candidate, covered: frozenset[str]) -> float:
    """Odds of a name borne where the issuer is: more when it is borne nowhere else."""
    return 2.0 if all(place.departement in covered for place in candidate.places) else 1.0


def _opens_title(candidate: Candidate) -> bool:
    """Whether a town heads the text as regional papers write it ("Frain Incendie dans une maison")."""
    return not candidate.left and candidate.found_by == "list" and bool(_CAPITAL_AFTER.match(candidate.right))


def _prior(candidate: Candidate) -> float:
    """Log-odds of the form alone."""
    first = candidate.places[0]
    if first.status == "open":
        return _UNLISTED[candidate.found_by]
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
    if candidate.article and first.kind in {"country", "region"}:
        return 3.0
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
    if candidate.found_by in {"head", "hint", "ellipsis"}:
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
    ("address", 4.0, True, lambda c: _ADDRESS.search(c.left)),
    ("intercommunality", 3.0, False, lambda c: _EPCI_AFTER.match(c.right)),
    ("code", 4.0, True, lambda c: _territory_after(c.right)),
    ("code", 4.0, False, lambda c: _CODE_AFTER.match(c.right)),
    ("brackets", 2.0, False, _in_brackets),
    ("head", 3.0, False, lambda c: _HEAD.search(c.left) or _NATURAL_HEAD.search(c.left)),
    ("head", 3.0, True, lambda c: _PLACE_HEAD.search(c.left)),
    ("locative", 4.0, True, lambda c: _AT.search(c.left) and not c.article),
    ("locative", 3.0, False, lambda c: _LOCATIVE.search(c.left)),
    ("locative", 1.5, True, lambda c: _WAY.search(c.left)),
    ("genitive", 1.0, False, lambda c: _GENITIVE.search(c.left)),
    ("dateline", 1.5, False, _heads_line),
)


def _neighbours(candidate: Candidate, folded: str, rule: str) -> float:
    """Capitalised words right beside the name make it a part of another name."""
    left, right = candidate.left, candidate.right
    odds = 0.0
    if rule in {"postcode", "code", "head", "hint", "ellipsis"}:
        return odds
    if folded[candidate.name_start : candidate.end].isupper() and _capital_line(folded, candidate):
        return odds
    if _INSTITUTION.search(left):
        odds += 3.0
    elif (
        (match := _CAPITAL_BEFORE.search(left))
        and not match.group().endswith(", ")
        and candidate.start == candidate.name_start
    ):
        odds -= 3.0
    elif rule == "genitive" and (match := _PERSON_BEFORE.search(left)) and _first_name(match["name"]):
        odds -= 1.5
    if _CAPITAL_AFTER.match(right) and not _AFTER_ALLOWED.match(right):
        odds -= 3.0
    return odds


@cache
def _first_names() -> frozenset[str]:
    return frozenset(lexicon.table("first_names").column("name").to_pylist())


def _first_name(word: str) -> bool:
    return deaccent(word).lower() in _first_names()


def _case(candidate: Candidate, folded: str, rule: str) -> float:
    """A capital that the sentence start or a line in capitals forces says nothing; short capitals are acronyms."""
    name = folded[candidate.name_start : candidate.end]
    if candidate.found_by == "model" and name.isupper() and _capital_line(folded, candidate):
        return -4.0  # any word of a line in capitals looks like a name to the model
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
    """Whether the line around a candidate, as far as one looks, is in capitals."""
    start = folded.rfind("\n", max(0, candidate.start - _LINE), candidate.start) + 1 or max(0, candidate.start - _LINE)
    end = folded.find("\n", candidate.end, candidate.end + _LINE)
    letters = [c for c in folded[start : end if end >= 0 else candidate.end + _LINE] if c.isalpha()]
    return sum(c.isupper() for c in letters) > _CAPITAL_LINE * len(letters)


def _entity(candidate: Candidate, analysis: Analysis, rule: str) -> float:
    """What the model sees on the same characters."""
    entity = _entity_at(candidate, analysis.entities)
    if entity is None:
        return -0.5
    exact = entity.end == candidate.end and entity.start in {candidate.start, candidate.name_start}
    if entity.label == "PER" and not exact:
        return -0.5 if _OPENER.search(candidate.left) else -3.0
    if entity.label == "PER" and candidate.found_by in {"head", "hint", "repeat", "model"}:
        return -1.0 if _GENITIVE.search(candidate.left) else -5.0
    if entity.label == "PER" and candidate.key.startswith(_SAINTS):
        return -0.5  # a saint's name looks like a person's to the model
    if entity.label == "PER" and _nobody(candidate):
        return -0.5
    weights = {"LOC": 1.5 if exact else 0.5, "PER": -1.5, "ORG": -0.3, "MISC": -0.5}
    return weights[entity.label]


def _nobody(candidate: Candidate) -> bool:
    """Whether a town's name is borne by hardly anybody, so that the model's "person" is a guess."""
    first = candidate.places[0]
    return first.status != "open" and not first.word and first.given == 0 and first.bearers <= _FEW


def _entity_at(candidate: Candidate, entities: tuple[Entity, ...]) -> Entity | None:
    """The first entity that touches the candidate; entities are in order and do not overlap."""
    index = bisect.bisect_right(entities, candidate.name_start, key=lambda entity: entity.end)
    return entities[index] if index < len(entities) and entities[index].start < candidate.end else None
