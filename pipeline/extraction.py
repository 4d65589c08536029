"""(Document, Analysis) → mentions: run every extractor, settle collisions, calibrate confidence."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline import calibration, extractors, overlaps
from pipeline.types import Analysis, Document, Extractor, Mention


def uncalibrated(document: Document, analysis: Analysis, modules: Iterable[Extractor] | None = None) -> list[Mention]:
    """Every candidate in text order, with the confidence of its rule."""
    chosen = extractors.modules() if modules is None else modules
    return overlaps.resolve(mention for module in chosen for mention in module.find(document, analysis))


def candidates(document: Document, analysis: Analysis, modules: Iterable[Extractor] | None = None) -> list[Mention]:
    """Every candidate in text order, winners (`lost` is None) and losers."""
    return [calibration.calibrated(mention) for mention in uncalibrated(document, analysis, modules)]


def mentions(document: Document, analysis: Analysis, modules: Iterable[Extractor] | None = None) -> list[Mention]:
    """The mentions of a document in text order, none of one kind overlapping another."""
    return [mention for mention in candidates(document, analysis, modules) if mention.lost is None]
