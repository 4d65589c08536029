"""Who stands behind a sum, and who gets it: seen from its cue, its unit and its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline import lexicon
from pipeline.facts import clauses
from pipeline.facts.actors import Actor
from pipeline.facts.cues import Cue
from pipeline.facts.figure import Figure
from pipeline.facts.reading import Reading
from pipeline.types import Span

_OF = {"de", "du", "des", "d'"}
_TO = {"à", "au", "aux", "pour"}
_BRACKETS = re.compile(r"\([^()]*\)?")
_NEAR = 40
_DASHES = {"–", "—", "-"}
_BOUNDS = {";", ":", "«", "que", "qu'"}
_COLON = re.compile(r" ?:")
_OWNED = frozenset({"change", "revenue", "result", "debt"})
_BY = re.compile(
    r" ?(?:HT|TTC)?\)?(?: [\w'-]+)? ?(?:(?:apportés?|versés?) par|par|(?:à la charge )?(?:de|du|des|d'))"
    r"(?: (?:la|le|les))? ?(?:l')?"
)
PAID = frozenset({"funding", "subsidy", "budget", "cost"})
_LEAST_OF_LABEL = 0.6  # a label names a payer when it is little else

Look = Callable[[Reading, Cue, int, Sequence[Actor]], Actor | None]


def at(reading: Reading, index: int | None, actors: Sequence[Actor]) -> Actor | None:
    """The actor that a word is the head of, or stands in."""
    if index is None:
        return None
    word = reading.words[index]
    if word.pos == "PRON" and word.text.lower() in clauses.THIRD:
        return next((actor for actor in actors if actor.end <= reading.span[0]), None)  # the one spoken of before
    return next((actor for actor in actors if actor.start <= word.start < actor.end), None)


def who(
    figure: Figure, cue: Cue | None, relation: str | None, actors: Sequence[Actor], *, listed: bool = False
) -> Actor | None:
    """The actor behind a sum; None rather than a guess."""
    reading, unit = figure.reading, figure.unit
    governments, actors = actors, _bodies(actors)
    received = cue is not None and bool(cue.entry.attributes.get("receiver"))
    if relation in PAID and (by := _follows(figure, actors, received=received)):
        return by
    if cue is not None and not (listed and relation in PAID):
        for place in cue.entry.attributes["who"]:
            found = _LOOK[place](reading, cue, unit, governments if place == "agent" else actors)
            if found is not None:
                return found
    elif relation in _OWNED | PAID and (spoken := _pronoun(reading, unit, actors)):
        return spoken
    if relation in PAID:
        return _by(reading, unit, actors) or (_at_head(figure, actors) if relation != "subsidy" else None)
    if relation == "share" and (holder := _holder(reading, unit, actors)):
        return holder
    return _at_head(figure, actors) if relation in _OWNED else None


def _pronoun(reading: Reading, unit: int, actors: Sequence[Actor]) -> Actor | None:
    """Whom the pronoun means that is the subject of the verb of a figure: "Elle vise 3 M€"."""
    subject = clauses.subject(reading, reading.words[unit].head) if reading.words[unit].dep == "obj" else None
    if subject is None or reading.words[subject].pos != "PRON":
        return None
    return at(reading, subject, actors)


def _holder(reading: Reading, unit: int, actors: Sequence[Actor]) -> Actor | None:
    """Who holds or covers a share: "les fondateurs conservent 51 % du capital"."""
    word = reading.words[unit]
    if word.dep != "obj":
        return None
    return at(reading, clauses.subject(reading, word.head), actors)


def _at_head(figure: Figure, actors: Sequence[Actor]) -> Actor | None:
    """Whom a headline or row is about: "Mécanique du Doubs : ventes en hausse de 3 %"."""
    start = figure.span[0]
    head = next((actor for actor in actors if start <= actor.start <= start + 2), None)
    return head if head and _COLON.match(figure.folded, head.end) else None


def _follows(figure: Figure, actors: Sequence[Actor], *, received: bool) -> Actor | None:
    """Who stands right behind a sum with "par" or "de": "41 % par la Ville", "700 000 € de la Région"."""
    unit = figure.mention.end
    for actor in actors:
        if unit <= actor.start <= unit + _NEAR and _BY.fullmatch(figure.folded, unit, actor.start):
            return actor
    return None if received else _precedes(figure, actors)


def _precedes(figure: Figure, actors: Sequence[Actor]) -> Actor | None:
    """Who stands right before a sum in a list that leaves out the verb: "la Région 10 %", "État 55 %"."""
    start = figure.mention.start
    for actor in actors:
        if start - 3 <= actor.end <= start and not figure.folded[actor.end : start].strip(" ,("):
            return actor
    return None


def _bodies(actors: Sequence[Actor]) -> Sequence[Actor]:
    """Without the places, which stand for their government only as the subject of a verb."""
    return [actor for actor in actors if actor.how != "place"]


def in_label(label: Span | None, actors: Sequence[Actor], folded: str) -> Actor | None:
    """The actor that the label of a row names, when it names little else."""
    if label is None:
        return None
    inside = [actor for actor in _bodies(actors) if label[0] <= actor.start and actor.end <= label[1]]
    length = len(_BRACKETS.sub("", folded[label[0] : label[1]]).strip())
    if len(inside) == 1 and inside[0].end - inside[0].start >= _LEAST_OF_LABEL * length:
        return inside[0]
    return None


def _agent(reading: Reading, cue: Cue, unit: int, actors: Sequence[Actor]) -> Actor | None:
    """Who does it: after "par", or the subject of an active verb."""
    by = _by(reading, cue.word, _bodies(actors))
    if by is not None or not cue.is_verb or clauses.is_passive(reading, cue.word):
        return by
    return at(reading, clauses.subject(reading, cue.word), actors) or _right_before(reading, cue.word, actors)


def _right_before(reading: Reading, verb: int, actors: Sequence[Actor]) -> Actor | None:
    """An actor that a verb follows at once, when the tree has lost its subject."""
    index = verb - 1
    while index >= 0 and reading.words[index].pos in {"AUX", "ADV", "PRON"}:
        index -= 1
    return at(reading, index, actors) if index >= 0 and "VerbForm=Inf" not in reading.words[verb].morph else None


def _by(reading: Reading, head: int, actors: Sequence[Actor]) -> Actor | None:
    for child in reading.children[head]:
        if (reading.case(child) == "par" or reading.words[child].dep == "obl:agent") and (
            found := at(reading, child, actors)
        ):
            return found
    return None


def _subject(reading: Reading, cue: Cue, unit: int, actors: Sequence[Actor]) -> Actor | None:
    """The subject of the verb that governs the cue, or of the cue itself."""
    for node in reading.path(cue.word):
        word = reading.words[node]
        if word.pos == "VERB":
            if _receives(word.text) or (clauses.is_passive(reading, node) and not cue.entry.id.startswith("change")):
                return None
            subject = clauses.subject(reading, node)
            if subject is not None:
                return at(reading, subject, actors)
            return _shared(reading, cue, node, actors) or _opening(reading, node, actors)
    return None


def _opening(reading: Reading, verb: int, actors: Sequence[Actor]) -> Actor | None:
    """Who a sentence opens with, behind a dateline, when its main verb has lost its subject."""
    if reading.words[verb].head != verb:
        return None
    for actor in actors:
        index = reading.word_at(actor.start)
        while index and reading.words[index - 1].pos == "DET":
            index -= 1
        if index == 0 or (index is not None and index < verb and reading.words[index - 1].text in _DASHES):
            return actor
    return None


def _shared(reading: Reading, cue: Cue, verb: int, actors: Sequence[Actor]) -> Actor | None:
    """The last subject before a finite verb that has none of its own: "l'entreprise emploie … et a réalisé …"."""
    if cue.relation not in _OWNED:
        return None
    for index in range(verb - 1, -1, -1):
        if reading.words[index].text.lower() in _BOUNDS:
            return None
        if reading.words[index].dep in clauses.SUBJECTS:
            return at(reading, index, actors)
    return None


def _receives(text: str) -> bool:
    return bool(lexicon.entry("facts", "subsidy.receive").pattern.match(text)) or bool(
        lexicon.entry("facts", "certainty.asked").pattern.match(text)
    )


def _of(reading: Reading, cue: Cue, unit: int, actors: Sequence[Actor]) -> Actor | None:
    """A complement with "de": "une aide de la Région", "700 000 € de la Région"."""
    for head in (unit, cue.word):
        for child in reading.children[head]:
            if reading.case(child) in _OF and (found := at(reading, child, actors)):
                return found
    return None


def _to(reading: Reading, cue: Cue, unit: int, actors: Sequence[Actor]) -> Actor | None:
    """Whom it costs: "coût pour l'État"."""
    for child in reading.children[cue.word]:
        if reading.case(child) == "pour" and (found := at(reading, child, actors)):
            return found
    return None


def _from(reading: Reading, cue: Cue, unit: int, actors: Sequence[Actor]) -> Actor | None:
    """Whom a sum that is received comes from."""
    subject = at(reading, clauses.subject(reading, cue.word), actors)
    found = _of(reading, cue, unit, actors) or _by(reading, cue.word, actors)
    return found if found != subject else None


_LOOK: dict[str, Look] = {"to": _to, "agent": _agent, "subject": _subject, "of": _of, "from": _from}
