"""A stretch of text that may be the name of a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may be the name of a person.

    Attributes:
        civility: as written, when one stands before the name.
        whole: the candidate holds more than one word: a first name and a family name.
        lost: why it is no mention, None when it is one.
    """

    start: int
    end: int
    rule: str
    confidence: float
    civility: str | None = None
    whole: bool = False
    lost: str | None = None
