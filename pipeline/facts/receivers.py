"""Who gets a sum: a body, a person or a group of people, named or described in the sentence, its row or its list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.facts import clauses, phrases, things
from pipeline.facts.actors import Actor
from pipeline.facts.figure import Figure
from pipeline.facts.payers import PAID
from pipeline.facts.reading import Reading
from pipeline.facts.relations import Relation
from pipeline.types import Span

_TO = {"à", "au", "aux", "pour", "entre"}
_LABEL_ENDS = re.compile(r" ?[(,;–—]| - ")
_QUOTED = re.compile(r"[«\"“] ?([^»\"”]{2,80}?) ?[»\"”]")
_NOUNS = {"NOUN", "PROPN"}
_LISTED = ("heading.", "opener.", "title.")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a receiver is looked for.

    Attributes:
        actors: of the sentence.
        opening: actors of the line that opens its list.
        text: of the document.
    """

    figure: Figure
    relation: Relation
    actors: Sequence[Actor]
    opening: Sequence[Actor]
    text: str

    @property
    def reading(self) -> Reading:
        """Of the sentence."""
        return self.figure.reading

    def actor(self, index: int | None, *, places: bool = False) -> Actor | None:
        """A noun as the receiver that it names, or describes as people or bodies."""
        if index is None:
            return None
        word = self.reading.words[index]
        fitting = [actor for actor in self.actors if places or actor.how != "place"]
        named = next((actor for actor in fitting if actor.start <= word.start < actor.end), None)
        if named is not None or not phrases.is_noun(self.reading, index) or not things.is_receiver(self.reading, index):
            return named
        inside = (a for a in fitting if a.how == "name" and 0 <= a.start - word.end <= 1)  # "l'artiste Léa Payet"
        return next(inside, None) or self.described(phrases.span(self.reading, self.figure.folded, index))

    def described(self, span: Span) -> Actor:
        """Words that name a receiver which is no mention."""
        return Actor(span[0], span[1], self.text[span[0] : span[1]], "unresolved")


def find(scene: Scene) -> Actor | None:
    """The receiver of a sum; None rather than a guess."""
    pay = scene.relation.rule == "price.paid.verb"
    if scene.figure.mention.kind != "amount" or not (pay or scene.relation.name in PAID):
        return None
    return _who_receives(scene) or _behind(scene) or _attached(scene) or _in_label(scene) or _funded(scene)


def inherited(scene: Scene, before: Actor | None, gapped: Span | None) -> Actor | None:
    """Who gets a sum that goes on from another: the same, or who stands where the verb is left out."""
    if before is None or gapped is None or scene.relation.rule != "as.before":
        return before if scene.relation.rule == "as.before" else None
    words = enumerate(scene.reading.words)
    head = next((index for index, word in words if word.start >= gapped[0] and word.pos in _NOUNS), None)
    return scene.actor(head, places=True)


def _who_receives(scene: Scene) -> Actor | None:
    """The subject of a verb of receiving."""
    cue = scene.relation.cue
    if cue is None or scene.relation.rule == "as.before":
        return None
    if not (cue.entry.attributes.get("receiver") or cue.entry.id == "price.paid.verb"):
        return None
    return scene.actor(clauses.subject(scene.reading, cue.word), places=True)


def _behind(scene: Scene) -> Actor | None:
    """Whom a preposition right behind the sum leads to: "500 € à l'association", "aux familles"."""
    read = scene.reading
    after = scene.figure.unit + 1
    if after >= len(read.words) or read.words[after].text.lower() not in _TO:
        return None
    behind = range(after + 1, min(after + 4, len(read.words)))
    return scene.actor(next((index for index in behind if phrases.is_noun(read, index)), None))


def _attached(scene: Scene) -> Actor | None:
    """Whom the word of money, its verb or the sum leads to."""
    cue, read = scene.relation.cue, scene.reading
    if cue is None or scene.relation.rule == "as.before":
        return None
    for head in dict.fromkeys((scene.figure.unit, cue.word, read.words[cue.word].head)):
        for child in read.children[head]:
            if read.case(child) in _TO and (found := scene.actor(child)):
                return found
    return None


def _in_label(scene: Scene) -> Actor | None:
    """The label of a row in a list of aids, unless it names what is aided."""
    folded = scene.figure.folded
    label = scene.figure.around.label or _colon(scene.figure)
    listed = scene.relation.name == "subsidy" and scene.relation.rule.startswith((*_LISTED, "given"))
    if label is None or not listed:
        return None
    end = _LABEL_ENDS.search(folded, *label)
    span = (label[0], end.start() if end else label[1])
    inside = [actor for actor in scene.actors if span[0] <= actor.start and actor.end <= span[1]]
    if inside and inside[0].start - span[0] <= 1:
        return inside[0]
    quoted = _QUOTED.search(folded, *span)
    words = (word.text for word in scene.reading.words if span[0] <= word.start < span[1] and word.text.isalpha())
    first = next(words, None)
    if quoted or (first and not _is_thing(first)):
        return scene.described(quoted.span(1) if quoted else span)
    return None


def _is_thing(word: str) -> bool:
    return any(lexicon.entry("facts", name).pattern.fullmatch(word) for name in ("event", "cost.works", "money"))


def _colon(figure: Figure) -> Span | None:
    """What a row begins with, before a colon that the sum follows at once: "Salazie : 780 000 € pour le captage"."""
    start = figure.span[0]
    colon = figure.folded.find(" :", start, figure.mention.start)
    return (start, colon) if colon > start and not figure.folded[colon + 2 : figure.mention.start].strip() else None


def _funded(scene: Scene) -> Actor | None:
    """The body that the line above a list of payers names: "Ils financent Lumex"."""
    row = scene.figure.around.label is not None
    listed = row and scene.relation.name == "funding" and scene.relation.rule.startswith(_LISTED)
    return scene.opening[-1] if listed and scene.opening and scene.opening[-1].how != "place" else None
