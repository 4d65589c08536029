"""Places: every name of a geographic entity, with its official code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.extractors.places import judging, linking, spotting
from pipeline.extractors.places.value import PlaceValue
from pipeline.types import Analysis, Document, Mention

KIND: Final = "place"
TABLE: Final = "places"


VALUE: Final = PlaceValue


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """Places of a document, in any order; candidates that lost say why."""
    model = bool(analysis.entities)
    judged = [(candidate, judging.judge(candidate, analysis, model)) for candidate in spotting.candidates(analysis)]
    links = linking.link(document, [(c, v) for c, v in judged if v.accepted])
    for candidate, verdict in judged:
        value = links.get(candidate.start, PlaceValue())
        lost = None if verdict.accepted else verdict.veto or "too little evidence"
        yield Mention(
            KIND,
            candidate.start,
            candidate.end,
            document.text[candidate.start : candidate.end],
            value,
            verdict.rule,
            verdict.confidence,
            lost,
        )
