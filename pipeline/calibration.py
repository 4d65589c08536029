"""Confidence that means something: of the mentions at 0.9, nine in ten are right.

An extractor gives each mention the confidence of its rule. `data/calibration.json` holds, for each
family of rules, how far that lies from the share that was right on annotated samples, in log-odds
(Platt scaling with a slope of one, so that the order within a family stays); families seldom seen
hardly move. `scripts/calibrate.py` makes the file.
"""

from __future__ import annotations

import dataclasses
import math
from functools import cache

from pipeline import lexicon
from pipeline.types import Mention

_CEILING, _FLOOR = 0.995, 0.02  # nothing is certain
_DEPTH = 2  # parts of a rule id that name its family: `date.day` of `date.day.of_list`


def family(rule: str) -> str:
    """The family that a rule belongs to."""
    return ".".join(rule.split(".")[:_DEPTH])


def log_odds(confidence: float) -> float:
    """The log-odds of a confidence, kept away from certainty."""
    share = min(max(confidence, _FLOOR), _CEILING)
    return math.log(share / (1 - share))


def shifted(confidence: float, offset: float) -> float:
    """A confidence moved by an offset in log-odds."""
    share = 1 / (1 + math.exp(-(log_odds(confidence) + offset)))
    return min(max(share, _FLOOR), _CEILING)


@cache
def _offsets() -> dict[str, float]:
    offsets: dict[str, float] = lexicon.settings("calibration")["offsets"]
    return offsets


def calibrated(mention: Mention) -> Mention:
    """The same mention with its calibrated confidence."""
    offset = _offsets().get(family(mention.rule), 0.0)
    return dataclasses.replace(mention, confidence=round(shifted(mention.confidence, offset), 4))
