"""Who says a share, a change or a level: "selon l'Insee", the subject of a verb of saying, who frames a quotation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline import lexicon
from pipeline.facts.actors import Actor
from pipeline.facts.figure import Figure
from pipeline.facts.reading import Reading
from pipeline.types import Span

ActorsOf = Callable[[Span], Sequence[Actor]]

_BACK = 60  # characters before a name in which "selon" may stand
_QUOTE = 900  # characters that a quotation is looked for in
_FRAME = 110  # characters behind a quotation in which its speaker stands
_END = re.compile(r"[.;!?](?:\s|$)|\n")
_FOR = re.compile(r"(?<!\w)Pour (?:l[ae] |l')?$")


def find(figure: Figure, actors: Sequence[Actor], actors_of: ActorsOf) -> Actor | None:
    """The speaker of a figure; None when nobody is named.

    Args:
        figure: the rate or sum.
        actors: bodies and people of its sentence.
        actors_of: those of any stretch of the text.
    """
    own = _according(figure, actors) or _saying(figure.reading, figure.unit, actors)
    return own or _framing(figure, actors, actors_of)


def _according(figure: Figure, actors: Sequence[Actor]) -> Actor | None:
    pattern = lexicon.entry("facts", "according").pattern
    start = figure.span[0]
    for actor in actors:
        if pattern.search(figure.folded, max(start, actor.start - _BACK), actor.start):
            return actor
        thinks = _is_person(actor) and _FOR.search(figure.folded, start, actor.start)
        if thinks and "«" in figure.folded[actor.end : figure.mention.start]:
            return actor
    return None


def _is_person(actor: Actor) -> bool:
    return actor.mention is not None and actor.mention.kind == "person"


def _saying(reading: Reading, unit: int, actors: Sequence[Actor]) -> Actor | None:
    said: re.Pattern[str] = lexicon.entry("facts", "said").pattern
    for index, word in enumerate(reading.words):
        if word.pos == "VERB" and said.fullmatch(word.text) and _reaches(reading, index, unit):
            for child in reading.children[index]:
                at = reading.words[child].start
                found = next((actor for actor in actors if actor.start <= at < actor.end), None)
                if found is not None and reading.words[child].dep == "nsubj":
                    return found
    return None


def _reaches(reading: Reading, verb: int, unit: int) -> bool:
    """Whether a verb of saying and a figure belong to one another."""
    path = reading.path(unit)
    return verb in path or reading.words[verb].head in path


def _framing(figure: Figure, actors: Sequence[Actor], actors_of: ActorsOf) -> Actor | None:
    """Who speaks the quotation that a figure stands in: named before it opens, or behind it."""
    folded, start = figure.folded, figure.mention.start
    opening = folded.rfind("«", max(0, start - _QUOTE), start)
    if opening < 0 or "»" in folded[opening:start]:
        return None
    if opening > figure.span[0]:
        return _last_saying(folded, (figure.span[0], opening), actors)
    if before := figure.around.before:
        found = _last_saying(folded, before, [actor for actor in actors_of(before) if actor.how != "place"])
        if found is not None:
            return found
    closing = folded.find("»", figure.mention.end, start + _QUOTE)
    return _behind(folded, closing + 1, actors_of) if closing >= 0 else None


def _last_saying(folded: str, span: Span, actors: Sequence[Actor]) -> Actor | None:
    """The last actor before the last verb of saying of a stretch."""
    verbs = list(lexicon.entry("facts", "said").pattern.finditer(folded, *span))
    named = [actor for actor in actors if verbs and span[0] <= actor.start and actor.end <= verbs[-1].start()]
    return named[-1] if named else None


def _behind(folded: str, start: int, actors_of: ActorsOf) -> Actor | None:
    """The first actor after a verb of saying right behind a quotation: "», complète Léa Payet"."""
    end = _END.search(folded, start, start + _FRAME)
    limit = end.start() if end else min(len(folded), start + _FRAME)
    said = lexicon.entry("facts", "said").pattern.search(folded, start, limit)
    if said is None:
        return None
    return next((actor for actor in actors_of((said.end(), limit)) if actor.how != "place"), None)
