"""How real a fact is: asked, planned, decided or done; and which way it points."""

from __future__ import annotations

from pipeline import lexicon
from pipeline.facts.cues import Cue
from pipeline.facts.reading import Reading
from pipeline.types import Mention

_WORDS = ("certainty.asked", "certainty.planned", "certainty.decided")
_NEAR = 60  # characters before a sum in which a word of certainty bears on it


def certainty(reading: Reading, unit: int, folded: str) -> str | None:
    """By the words of the clause, else by the tense of the verb that governs the sum."""
    offset = reading.words[unit].start
    start = max(reading.span[0], offset - _NEAR, folded.rfind(";", reading.span[0], offset) + 1)
    for name in _WORDS:
        entry = lexicon.entry("facts", name)
        if entry.pattern.search(folded, start, offset):
            return str(entry.attributes["certainty"])
    return _tense(reading, unit)


def _tense(reading: Reading, unit: int) -> str | None:
    for node in reading.path(unit):
        for index in (node, *reading.children[node]):
            morph = reading.words[index].morph
            if "VerbForm=Fin" in morph and (index == node or reading.words[index].dep.startswith("aux")):
                return "planned" if "Tense=Fut" in morph or "Mood=Cnd" in morph else "done"
    return None


def polarity(reading: Reading, mention: Mention, relation: str | None, cue: Cue | None, folded: str) -> str | None:
    """The sign of a change; "not" for what the sentence denies."""
    if relation == "change":
        sign: str | None = getattr(mention.value, "sign", None)
        return sign or _direction(cue, reading)
    denied = lexicon.entry("facts", "negation").pattern.search(folded, *reading.span)
    if denied and denied.start() < mention.start and cue and reading.words[cue.word].start >= denied.start():
        return "not"
    return None


def _direction(cue: Cue | None, reading: Reading) -> str | None:
    """By the words of change that give rates their sign."""
    if cue is None:
        return None
    word = reading.words[cue.word].text
    for name, sign in (("change.up", "+"), ("change.down", "-")):
        if lexicon.entry("percentages", name).pattern.match(word):
            return sign
    return None
