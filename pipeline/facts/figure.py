"""One sum or rate, with all that is known of it before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.facts.context import Context
from pipeline.facts.reading import Reading
from pipeline.types import Mention, Span


@dataclass(frozen=True)
class Figure:
    """A figure in its sentence.

    Attributes:
        unit: index of the word that stands for it in the reading.
        folded: text of the whole document.
    """

    mention: Mention
    reading: Reading
    unit: int
    around: Context
    folded: str

    @property
    def span(self) -> Span:
        """Of its sentence."""
        return self.reading.span
