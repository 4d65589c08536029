"""A candidate in its text, and what the words around it say: tense, bounds, demonstratives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pipeline import lexicon
from pipeline.extractors.dates import tense as tenses
from pipeline.extractors.dates.expressions import Expression
from pipeline.types import Analysis, Span

REACH = 45  # characters looked at before and after a candidate
_NEAR = 250  # characters of a sentence looked at on each side; few are longer


@dataclass(frozen=True)  # no slots: the tense is worked out once, when asked for
class Surroundings:
    """A candidate in its text.

    Attributes:
        before, after: at most `REACH` folded characters.
    """

    expression: Expression
    analysis: Analysis
    before: str
    after: str

    @property
    def text(self) -> str:
        """The candidate itself, folded."""
        return self.analysis.folded[self.expression.start : self.expression.end]

    @property
    def sentence_span(self) -> Span:
        """Of the sentence that holds it, or of what is near when the sentence is endless."""
        start, end = self.analysis.sentence_at(self.expression.start)
        return max(start, self.expression.start - _NEAR), min(end, self.expression.end + _NEAR)

    @property
    def sentence(self) -> str:
        """The sentence that holds it, folded."""
        start, end = self.sentence_span
        return self.analysis.folded[start:end]

    @cached_property
    def done(self) -> bool:
        """Whether a participle that is past by itself stands right before it: "signé le", "disparu en"."""
        return tenses.is_done(self.before)

    @cached_property
    def tense(self) -> tenses.Tense | None:
        """The tense of its clause."""
        return tenses.around(self.analysis.folded, self.expression.start, self.expression.end, self.sentence_span)


def surroundings(analysis: Analysis, expression: Expression) -> Surroundings:
    """A candidate with what stands around it, no further than its line."""
    folded = analysis.folded
    line = folded.rfind("\n", max(0, expression.start - REACH), expression.start) + 1
    before = folded[max(line, expression.start - REACH) : expression.start]
    return Surroundings(expression, analysis, before, folded[expression.end : expression.end + REACH])


def cue(name: str) -> re.Pattern[str]:
    """The pattern of an entry of `data/dates.toml`."""
    return lexicon.entry("dates", name).pattern


@cache
def _bounds() -> tuple[lexicon.Entry, ...]:
    return tuple(entry for entry in lexicon.entries("dates") if entry.id.startswith("before."))


def bound(around: Surroundings) -> dict[str, Any]:
    """What the words right before a date say of it; empty when they say nothing."""
    return next((entry.attributes for entry in _bounds() if entry.pattern.search(around.before)), {})


def modifier(around: Surroundings) -> str | None:
    """since, before, after, until or approx, as the words before a date say."""
    return bound(around).get("mod")


def direction(around: Surroundings) -> tenses.Tense | None:
    """The side of the publication on which a date lies, as its verb says, else the words before it."""
    said = bound(around)
    leaning: tenses.Tense | None = said.get("leans")
    if said.get("firm"):
        return leaning
    if around.done or leaning == "past":
        return "past"
    if around.expression.rule == "deictic.weekday" and _is_over(around):
        return "past"
    if around.tense and leaning and around.tense != leaning:
        return None  # "a fermé jusqu'au 24 décembre" tells nothing of the year
    reported = around.expression.grain in {"half", "quarter"} and cue("reported").search(around.sentence)
    return around.tense or leaning or ("past" if reported else None)


def is_act(around: Surroundings) -> bool:
    """Whether it is the day of a law or decree, which says nothing of the year of what else the sentence tells."""
    return cue("act").search(around.before) is not None


def is_since(around: Surroundings) -> bool:
    """Whether "depuis" stands before it: what lasts until now."""
    said = bound(around)
    return said.get("mod") == "since" and said.get("leans") == "past"


def _is_over(around: Surroundings) -> bool:
    """Whether a weekday is that of words spoken, of what the rest comes after, or of a photograph."""
    if cue("weekday.said").search(around.before):
        return True
    shown = cue("weekday.after").search(around.before) or cue("credit").match(around.after)
    return around.tense is None and shown is not None


def is_demonstrative(around: Surroundings) -> bool:
    """Whether "ce", "cet" or "cette" stands right before it."""
    return around.before.lower().endswith((" ce ", " cet ", " cette ")) or around.before.lower() in {
        "ce ",
        "cet ",
        "cette ",
    }
