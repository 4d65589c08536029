"""How real a fact is: asked, planned, decided or done; and which way it points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from pipeline import lexicon
from pipeline.facts.cues import Cue
from pipeline.facts.figure import Figure
from pipeline.facts.reading import Reading
from pipeline.facts.relations import Relation
from pipeline.lexicon import Entry
from pipeline.types import Mention

_WORDS = ("certainty.asked", "certainty.planned", "certainty.decided")
_NEAR = 60  # characters before a sum in which a word of certainty bears on it
_AFTER = 80  # and behind it
_LEVELS = frozenset({"result", "revenue", "share", "change", "saving", "debt"})
_GIVEN = frozenset({"subsidy", "funding", "budget", "price", "cost", "change"})
_FUTURE = re.compile(r"\w*(?:[eirdu]r(?:a|ont|ai|as|ez|ons)|[rt]ra|ront|se?ra)")
_CONDITIONAL = re.compile(r"\w*[eirdut]r(?:ait|aient|ais|ions|iez)")
_CONTRARY = re.compile(r"(?<!\w)(?:aurai(?:t|ent)|serai(?:t|ent) (?:été|restée?s?))(?!\w)")
_COMPARED = re.compile(r"(?<!\w)contre (?:[^\s,;]+ ){0,2}$")
_VOTED = re.compile(
    r"(?<!\w)(?:vot|adopt|approuv)(?:e|ent|é|er)(?!\w)[^.!?]{0,80}(?<!\w)budget"
    r"|(?<!\w)budget[^.!?]{0,60}(?<!\w)(?:voté|adopté|approuvé)",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r" (?:\w+ )?à (?:\w+ ){0,2}")
_HELPERS = ("aux", "cop")


def certainty(
    figure: Figure, relation: Relation, when: Mention | None, published: date | None, *, voted: bool
) -> str | None:
    """By the words of the clause, else by the tense of the verb that governs the sum, else by the lines around.

    Args:
        figure: the sum or rate.
        relation: what it is.
        when: its date; a present tense with a date to come is planned.
        published: day of the article, None when unknown.
        voted: whether the article tells of a budget that was voted: its parts are decided.
    """
    start = figure.mention.start
    if relation.name is None or _CONTRARY.search(figure.folded, max(figure.span[0], start - _NEAR), start):
        return None
    if _COMPARED.search(figure.folded, figure.span[0], start):
        return "done"
    said = _said(figure)
    if said is not None and (said != "decided" or relation.name in _GIVEN):
        return said
    tense = _tense(figure.reading, figure.unit)
    if tense == "done" and _to_come(when, published):
        tense = "planned"
    if relation.name == "budget" and tense != "planned" and voted:
        tense = "decided"
    return tense or _by_lines(figure, relation)


def _said(figure: Figure) -> str | None:
    """The word of the clause that says it: before the figure, or for a decision right behind it."""
    offset, folded = figure.mention.start, figure.folded
    start = max(figure.span[0], offset - _NEAR, folded.rfind(";", figure.span[0], offset) + 1)
    for name in _WORDS:
        entry = lexicon.entry("facts", name)
        for match in entry.pattern.finditer(folded, start, offset):
            if name != "certainty.asked" or _is_verb(figure.reading, match):
                return str(entry.attributes["certainty"])
    decided = lexicon.entry("facts", "certainty.decided")
    end = min(figure.span[1], figure.mention.end + _AFTER)
    for mark in ";,:":
        stop = folded.find(mark, figure.mention.end, end)
        end = stop if stop >= 0 else end
    return "decided" if decided.pattern.search(folded, figure.mention.end, end) else None


def _is_verb(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a word of certainty is used as a verb: "la demande" asks nothing."""
    index = reading.word_at(match.start())
    return index is None or reading.words[index].pos != "NOUN"


def is_voted(folded: str) -> bool:
    """Whether an article tells that a budget was voted."""
    return bool(_VOTED.search(folded))


def _to_come(when: Mention | None, published: date | None) -> bool:
    start = when.value.start if when and when.value.mod != "until" else None
    return bool(start and published and start > published)


def _tense(reading: Reading, unit: int) -> str | None:
    """The tense of the nearest verb that governs a figure, else of the nearest verb of its sentence."""
    for index in (*_above(reading, unit), *_beside(reading, unit)):
        word = reading.words[index]
        if word.pos not in {"VERB", "AUX"}:
            continue
        text = word.text.lower()
        if "Tense=Fut" in word.morph or "Mood=Cnd" in word.morph:
            return "planned"
        if _FUTURE.fullmatch(text) or _CONDITIONAL.fullmatch(text):
            return "planned"
        if "VerbForm=Fin" in word.morph:
            return "done"
    return None


def _above(reading: Reading, unit: int) -> Iterator[int]:
    for node in reading.path(unit):
        for index in (node, *reading.children[node]):
            if index == node or reading.words[index].dep.startswith(_HELPERS):
                yield index


def _beside(reading: Reading, unit: int) -> list[int]:
    """The other words of the sentence, those before the figure first, nearest first."""
    return [*range(unit - 1, -1, -1), *range(unit + 1, len(reading.words))]


def _by_lines(figure: Figure, relation: Relation) -> str | None:
    """What tells it where no verb does: voted sums, minutes of an assembly; levels and prices hold as given."""
    entries: tuple[Entry, ...] = (lexicon.entry("facts", "certainty.decided"), lexicon.entry("facts", "assembly"))
    lines = [span for name, span in figure.around.lines() if name != "before"]
    own = [figure.span] if figure.around.title is None else []  # the sentence is the title itself
    told = any(entry.pattern.search(figure.folded, *span) for span in (*own, *lines) for entry in entries)
    if told and relation.name in _GIVEN:
        return "decided"
    return "done" if relation.name in _LEVELS or (relation.name == "price" and figure.around.label) else None


def polarity(figure: Figure, relation: Relation, figures: Sequence[Mention]) -> str | None:
    """The sign of a change; "not" for what the sentence denies.

    Args:
        figure: the sum or rate.
        relation: what it is.
        figures: those of its sentence, in order.
    """
    reading, mention, cue, folded = figure.reading, figure.mention, relation.cue, figure.folded
    if relation.name == "change":
        sign: str | None = getattr(mention.value, "sign", None)
        return sign or _between(mention, figures, folded) or _direction(cue, reading)
    denied = lexicon.entry("facts", "negation").pattern.search(folded, *reading.span)
    if denied and denied.start() < mention.start and cue and reading.words[cue.word].start >= denied.start():
        return "not"
    return None


def _between(mention: Mention, figures: Sequence[Mention], folded: str) -> str | None:
    """Which way it goes from the first to the second of two ends: "de 3 € à 4 €"."""
    for start, end in pairwise(figures):
        if mention in (start, end) and _FROM_TO.fullmatch(folded, start.end, end.start):
            low, high = getattr(start.value, "max", None), getattr(end.value, "max", None)
            return None if low is None or high is None or low == high else "+" if high > low else "-"
    return None


def _direction(cue: Cue | None, reading: Reading) -> str | None:
    """By the words of change that give rates their sign."""
    if cue is None:
        return None
    word = reading.words[cue.word].text
    if cue.entry.id == "change.than":
        return "-" if "moins" in word else "+"
    for name, sign in (("change.up", "+"), ("change.down", "-")):
        if lexicon.entry("percentages", name).pattern.match(word):
            return sign
    return None
