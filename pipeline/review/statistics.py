"""Precision by kind and by rule from the decisions so far, with confidence intervals."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.review.worklist import Item, Worklist

_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the mentions looked at are right.

    Attributes:
        low, high: bounds of the 95 % confidence interval (Wilson), 0–1.
    """

    name: str
    right: int
    total: int
    low: float
    high: float


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share (Wilson score; 0–1 when nothing is known)."""
    if not total:
        return 0.0, 1.0
    share, square = right / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    reach = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def precision(work: Worklist, group: Callable[[Item], str]) -> list[Precision]:
    """Precision by group: accepted mentions among those decided (corrected ones count as wrong)."""
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for decision in work.store.standing():
        item = work.items.get(decision.mention_id or "")
        if item is None or work.store.of_mention(item.mention_id) is not decision:
            continue
        total[group(item)] += 1
        right[group(item)] += decision.action == "accept"
    return [Precision(name, right[name], total[name], *wilson(right[name], total[name])) for name in sorted(total)]
