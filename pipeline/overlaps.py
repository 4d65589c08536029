"""The one explicit policy for mentions that collide.

Mentions of one kind never overlap; mentions of different kinds may, except that a name is either a
person's or a place's. A winner is chosen by length, then confidence, then position, then rule id,
so that the outcome never depends on the order in which extractors ran.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from pipeline.types import Mention

# Kinds that exclude one another on the same characters; any other pair may overlap.
_NAMES = frozenset({"person", "place"})


def _rank(mention: Mention) -> tuple[int, float, int, str]:
    return (mention.start - mention.end, -mention.confidence, mention.start, mention.rule)


class _Winners:
    """Mentions that exclude one another, by start: as none overlap, only neighbours can stand in the way."""

    def __init__(self) -> None:
        self._mentions: list[Mention] = []

    def rival(self, mention: Mention) -> Mention | None:
        """The first winner that shares a character with `mention`."""
        index = self._index(mention)
        near = self._mentions[max(0, index - 1) : index + 1]
        return next((other for other in near if other.start < mention.end and mention.start < other.end), None)

    def add(self, mention: Mention) -> None:
        """Let `mention` win."""
        self._mentions.insert(self._index(mention), mention)

    def _index(self, mention: Mention) -> int:
        return bisect.bisect_right(self._mentions, mention.start, key=lambda other: other.start)


def resolve(mentions: Iterable[Mention]) -> list[Mention]:
    """Every candidate, in text order; those that lose to another now say so in `lost`."""
    candidates = list(mentions)
    by_kind: defaultdict[str, _Winners] = defaultdict(_Winners)
    winners: list[Mention] = []
    losers = [mention for mention in candidates if mention.lost is not None]
    for mention in sorted((m for m in candidates if m.lost is None), key=_rank):
        group = by_kind["name" if mention.kind in _NAMES else mention.kind]
        rival = group.rival(mention)
        if rival is None:
            group.add(mention)
            winners.append(mention)
        else:
            losers.append(dataclasses.replace(mention, lost=f"overlaps {rival.kind} {rival.text!r} ({rival.rule})"))
    return sorted(winners + losers, key=lambda m: (m.start, m.end, m.kind, m.rule))
