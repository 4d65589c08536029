"""The one explicit policy for mentions that collide.

Mentions of one kind never overlap; mentions of different kinds may, except that a name is either a
person's or a place's. A winner is chosen by length, then confidence, then position, then rule id,
so that the outcome never depends on the order in which extractors ran.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from pipeline.types import Mention

# Kinds that exclude one another on the same characters; any other pair may overlap.
_RIVALS = {frozenset({"person", "place"})}


def _rank(mention: Mention) -> tuple[int, float, int, str]:
    return (mention.start - mention.end, -mention.confidence, mention.start, mention.rule)


def _compete(first: Mention, second: Mention) -> bool:
    touch = first.start < second.end and second.start < first.end
    return touch and (first.kind == second.kind or frozenset({first.kind, second.kind}) in _RIVALS)


def resolve(mentions: Iterable[Mention]) -> list[Mention]:
    """Every candidate, in text order; those that lose to another now say so in `lost`."""
    candidates = list(mentions)
    winners: list[Mention] = []
    losers = [mention for mention in candidates if mention.lost is not None]
    for mention in sorted((m for m in candidates if m.lost is None), key=_rank):
        rival = next((winner for winner in winners if _compete(winner, mention)), None)
        if rival is None:
            winners.append(mention)
        else:
            losers.append(dataclasses.replace(mention, lost=f"overlaps {rival.kind} {rival.text!r} ({rival.rule})"))
    return sorted(winners + losers, key=lambda m: (m.start, m.end, m.kind, m.rule))
