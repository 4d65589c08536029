"""Confidence that means something: of the facts at 0.8, eight in ten have the right relation and the right thing.

`data/calibration_facts.json` holds, for each kind of evidence, how far the confidence of the rules lies from
the share that was right on annotated facts, in log-odds. `scripts/calibrate_facts.py` makes the file.
"""

from __future__ import annotations

import dataclasses
from functools import cache

from pipeline import calibration, lexicon
from pipeline.facts.record import Fact

_LINES = ("opener.", "heading.", "title.", "label.", "before.")
_GUESSES = ("given", "none", "advertising", "unread", "price.default", "share.default")


def family(fact: Fact) -> str:
    """The kind of evidence for a fact: what decided the relation, and where its thing stands."""
    rule = fact.rule
    if rule in _GUESSES:
        evidence = "guess"
    elif rule.startswith(_LINES):
        evidence = "line"
    else:
        evidence = rule.partition(".")[0] if rule.startswith(("as.", "share.", "change.")) else "word"
    if fact.value.what is None:
        return f"{evidence}.nothing"
    start, end = fact.sentence
    here = fact.what_span is not None and start <= fact.what_span[0] < end
    return f"{evidence}.{'sentence' if here else 'around'}"


def calibrated(fact: Fact) -> Fact:
    """The same fact with its calibrated confidence; one that was not read keeps none."""
    if fact.rule == "unread" or fact.mention.kind == "date":
        return fact
    offset = _offsets().get(family(fact), 0.0)
    return dataclasses.replace(fact, confidence=round(calibration.shifted(fact.confidence, offset), 4))


@cache
def _offsets() -> dict[str, float]:
    offsets: dict[str, float] = lexicon.settings("calibration_facts")["offsets"]
    return offsets
