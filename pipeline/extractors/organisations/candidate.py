"""A name that may be that of an organisation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text with what is known of the body that it names.

    Attributes:
        type: organisation_type of the annotation guide.
        territory: kind of place whose code the body bears, if any.
        name_start: where the complement begins; `end` when there is none.
        lost: why it is no mention; None when it is one.
    """

    start: int
    end: int
    type: str
    rule: str
    confidence: float
    territory: str | None = None
    name_start: int = 0
    lost: str | None = None
