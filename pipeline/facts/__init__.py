"""Mentions → facts: what each sum, rate or announced day is about, who stands behind it, and where.

Rules over the dependency tree of the sentences that hold a figure, with a lexicon of the words that
say what a figure is (`data/facts.toml`). What the rules leave in doubt is null.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline import nlp
from pipeline.errors import DataError
from pipeline.facts import confidence, events, figures
from pipeline.facts.reading import Parse
from pipeline.facts.record import Fact, FactValue
from pipeline.types import Analysis, Document, Mention

__all__ = ["Fact", "FactValue", "attempt", "find", "uncalibrated"]


def find(document: Document, analysis: Analysis, mentions: Iterable[Mention], parse: Parse = nlp.parse) -> list[Fact]:
    """The facts of a document, in the order of their mentions: one for each sum, rate and announced day.

    Args:
        document: cleaned.
        analysis: of that document.
        mentions: found in it, of all kinds.
        parse: gives the words of sentences; it is called once, with those that hold sums and rates.
    """
    return list(map(confidence.calibrated, uncalibrated(document, analysis, mentions, parse)))


def attempt(
    document: Document, analysis: Analysis, mentions: Iterable[Mention], parse: Parse = nlp.parse
) -> tuple[list[Fact], Exception | None]:
    """As `find`; or no facts, and the error: a document keeps its mentions when its facts alone fail.

    Raises:
        DataError: package data is missing, which no document is to blame for.
    """
    try:
        return find(document, analysis, mentions, parse), None
    except DataError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a document does to the code, its mentions stay
        return [], error


def uncalibrated(
    document: Document, analysis: Analysis, mentions: Iterable[Mention], parse: Parse = nlp.parse
) -> list[Fact]:
    """As `find`, with the confidence of the rules: what `scripts/calibrate_facts.py` measures."""
    ordered = sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.kind))
    found = [*figures.facts(document, analysis, ordered, parse), *events.facts(document, analysis, ordered)]
    return sorted(found, key=lambda fact: (fact.mention.start, fact.mention.kind))
