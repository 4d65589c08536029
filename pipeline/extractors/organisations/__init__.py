"""Organisations: every name of a body that can act, pay or be paid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.extractors.organisations import heads, hints, known, lists, naming
from pipeline.extractors.organisations.candidate import Candidate
from pipeline.extractors.organisations.dictionary import Text
from pipeline.extractors.organisations.value import OrganisationValue
from pipeline.types import Analysis, Document, Mention

KIND: Final = "organisation"
TABLE: Final = "organisations"
VALUE: Final = OrganisationValue


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """Organisations of a document, in any order; candidates that lost say why."""
    folded = analysis.folded
    text = Text(folded)
    found = [*heads.find(text), *known.settle(folded, known.find(text)), *hints.clubs(analysis)]
    found += hints.tied(text, found)
    found += hints.model(document, analysis, found)
    found += [*hints.site(document, folded, found), *lists.find(folded, found)]
    found += hints.repeats(text, found)
    kept = _longest([c for c in found if not c.lost])
    values = naming.values(document, folded, kept)
    for candidate in [*kept, *(c for c in found if c.lost)]:
        yield Mention(
            KIND,
            candidate.start,
            candidate.end,
            document.text[candidate.start : candidate.end],
            values.get(candidate, OrganisationValue()),
            candidate.rule,
            candidate.confidence,
            candidate.lost,
        )


def _longest(found: list[Candidate]) -> list[Candidate]:
    """Of names inside one another the longest, in text order."""
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c.start, -c.end, c.territory is None, -c.confidence, c.rule)):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
        elif candidate.end > kept[-1].end and candidate.end - candidate.start > kept[-1].end - kept[-1].start:
            kept[-1] = candidate
    return kept
