"""Which territory does a name mean here? Its readings compete on what the document says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extractors.places.judging import Verdict
from pipeline.extractors.places.spotting import Candidate
from pipeline.extractors.places.value import PlaceValue
from pipeline.gazetteer import Place
from pipeline.types import Document

_CODE = re.compile(r" ?\((\d{2,3}|2[AB])\)")


def link(document: Document, accepted: Sequence[tuple[Candidate, Verdict]]) -> dict[int, PlaceValue]:
    """The value of each accepted candidate, by its start."""
    known = {place.departement for c, _ in accepted if len({p.code for p in c.places}) == 1 for place in c.places}
    return {candidate.start: _value(candidate, document, known) for candidate, _ in accepted}


def _value(candidate: Candidate, document: Document, known: set[str | None]) -> PlaceValue:
    ranked = sorted(candidate.places, key=lambda place: -_score(place, candidate, document, known))
    best = ranked[0]
    others = tuple(dict.fromkeys(p.code for p in ranked[1:] if p.code and p.code != best.code))
    return PlaceValue(
        best.name,
        best.kind,
        best.code,
        best.departement,
        best.region if best.status != "world" else None,
        best.latitude,
        best.longitude,
        0.9 if others else 1.0,
        others,
    )


def _score(place: Place, candidate: Candidate, document: Document, known: set[str | None]) -> float:
    score = 0.0
    code = _CODE.match(candidate.right)
    if code and place.departement == code[1]:
        score += 20
    if document.issuer_code and place.departement and document.issuer_code.startswith(place.departement):
        score += 6
    if place.departement in known:
        score += 4
    if place.kind == "departement":
        score += 5 if candidate.article or candidate.left.endswith("en ") else -3
    if place.kind == "region":
        score += 6
    if place.kind == "commune":
        score += min(5.0, place.population / 20000) * (0.5 if place.status == "former" else 1)
    return score
