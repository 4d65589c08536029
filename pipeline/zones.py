"""Stretches of text in which a name or a number is not what it seems.

"rue du 8 Mai 1945" is no date, "rue de Paris" no town, "collège Jean-Moulin" no person. The cues
are entries of `data/zones.toml`; extractors ask `Analysis.in_zone`.
"""

from __future__ import annotations

from pipeline import lexicon
from pipeline.types import Zone


def find(folded: str) -> tuple[Zone, ...]:
    """All zones of a folded text, by start, then longest first."""
    zones = (
        Zone(entry.id, match.start(), match.end())
        for entry in lexicon.entries("zones")
        for match in entry.pattern.finditer(folded)
    )
    return tuple(sorted(zones, key=lambda zone: (zone.start, -zone.end, zone.kind)))
