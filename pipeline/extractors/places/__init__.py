"""Places: every name of a geographic entity, with its official code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline import issuer
from pipeline.extractors.places import judging, linking, spotting
from pipeline.extractors.places.value import PlaceValue
from pipeline.types import Analysis, Document, Mention

KIND: Final = "place"
TABLE: Final = "places"
VALUE: Final = PlaceValue


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """Places of a document, in any order; candidates that lost say why."""
    listed = spotting.candidates(analysis)
    found = sorted([*listed, *spotting.unlisted(analysis, listed)], key=lambda candidate: candidate.start)
    verdicts = judging.judge(found, analysis, spotting.pairs(listed, analysis.folded), issuer.coverage(document))
    values = linking.link(document, [c for c, v in zip(found, verdicts, strict=True) if v.accepted], analysis.folded)
    for candidate, verdict in zip(found, verdicts, strict=True):
        yield Mention(
            KIND,
            candidate.start,
            candidate.end,
            document.text[candidate.start : candidate.end],
            values.get(candidate.start, PlaceValue()),
            verdict.rule,
            verdict.confidence,
            None if verdict.accepted else verdict.veto or "too little evidence",
        )
