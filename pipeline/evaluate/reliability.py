"""Whether confidence means something: of the mentions at 0.9, nine in ten must be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10

Judged = tuple[float, bool]  # confidence of a prediction, whether it was right


@dataclass(frozen=True, slots=True)
class Bin:
    """One tenth of the confidence scale.

    Attributes:
        low, high: bounds of the bin, 0–1.
        count: predictions in it.
        confidence, accuracy: their mean confidence and the share that is right, 0–1.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def table(judged: Sequence[Judged]) -> list[Bin]:
    """The bins that hold at least one prediction, lowest first."""
    bins = []
    for index in range(BINS):
        inside = [pair for pair in judged if min(int(pair[0] * BINS), BINS - 1) == index]
        if inside:
            confidence = sum(pair[0] for pair in inside) / len(inside)
            accuracy = sum(pair[1] for pair in inside) / len(inside)
            bins.append(Bin(index / BINS, (index + 1) / BINS, len(inside), confidence, accuracy))
    return bins


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error: mean gap between confidence and accuracy, weighted by bin (0–1)."""
    if not judged:
        return 0.0
    return sum(abs(part.confidence - part.accuracy) * part.count for part in table(judged)) / len(judged)
