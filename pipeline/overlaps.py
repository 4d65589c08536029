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

# Kinds that exclude one another on the same characters share an arena; any other kind has its own.
_ARENAS = {"person": "name", "place": "name"}


class _Winners:
    """The winners of one arena so far: none overlaps another, so that two neighbours tell all."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._mentions: list[Mention] = []

    def rival(self, mention: Mention) -> Mention | None:
        """The winner that overlaps this mention, the first one if several do."""
        index = bisect.bisect_right(self._starts, mention.start)
        if index and mention.start < self._mentions[index - 1].end:
            return self._mentions[index - 1]
        if index < len(self._starts) and self._starts[index] < mention.end:
            return self._mentions[index]
        return None

    def add(self, mention: Mention) -> None:
        index = bisect.bisect_right(self._starts, mention.start)
        self._starts.insert(index, mention.start)
        self._mentions.insert(index, mention)


def _rank(mention: Mention) -> tuple[int, float, int, str]:
    return (mention.start - mention.end, -mention.confidence, mention.start, mention.rule)


def resolve(mentions: Iterable[Mention]) -> list[Mention]:
    """Every candidate, in text order; those that lose to another now say so in `lost`."""
    candidates = list(mentions)
    arenas: defaultdict[str, _Winners] = defaultdict(_Winners)
    settled = [mention for mention in candidates if mention.lost is not None]
    for mention in sorted((m for m in candidates if m.lost is None), key=_rank):
        winners = arenas[_ARENAS.get(mention.kind, mention.kind)]
        rival = winners.rival(mention)
        if rival is None:
            winners.add(mention)
            settled.append(mention)
        else:
            lost = f"overlaps {rival.kind} {rival.text!r} ({rival.rule})"
            settled.append(dataclasses.replace(mention, lost=lost))
    return sorted(settled, key=lambda m: (m.start, m.end, m.kind, m.rule))
