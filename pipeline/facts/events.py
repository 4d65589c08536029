"""Days that announce an event: a day from the publication on, and the event that its sentence or heading names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline import lexicon
from pipeline.facts import context as contexts
from pipeline.facts.context import Context
from pipeline.facts.record import Fact, FactValue
from pipeline.types import Analysis, Document, Mention, Span

_COMPLEMENT = re.compile(
    r"(?: (?:de|à|pour|dans|sur) (?:la|le|les)(?!\w)"
    r"| (?!(?:le|la|les|aura|auront|est|sera|seront|se|a|ont|qui|que|où|et|ce|jusqu|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?!\w))[\w'’-]+){0,8}"
)
_LAST = {"de", "du", "des", "d'", "à", "au", "aux", "en", "pour", "sur", "dans", "par", "avec", "chez", "un", "une"}


def announced(document: Document, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The dates that lie on or after the publication, as days."""
    for mention in mentions:
        value = mention.value
        if mention.kind != "date" or value.grain != "day" or value.mod or not (value.start and document.published):
            continue
        if value.start >= document.published:
            yield mention


def thing(folded: str, sentence: Span, mention: Mention, context: Context) -> tuple[Span, str | None] | None:
    """The event of a date, as words, and where they stand when not in its sentence."""
    nouns = list(lexicon.entry("facts", "event").pattern.finditer(folded, *sentence))
    if nouns:
        nearest = min(nouns, key=lambda m: (abs(m.start() - mention.start), m.start()))
        return _phrase(folded, nearest.span(), sentence[1], mention), None
    if context.heading and (match := lexicon.entry("facts", "event").pattern.search(folded, *context.heading)):
        return _phrase(folded, match.span(), context.heading[1], mention), "heading"
    return None


def _phrase(folded: str, noun: Span, limit: int, mention: Mention) -> Span:
    """The noun with the words that limit it, as far as the date."""
    if noun[1] <= mention.start < limit:
        limit = mention.start
    match = _COMPLEMENT.match(folded, noun[1], limit)
    words = folded[noun[1] : match.end() if match else noun[1]].split(" ")
    while words and (words[-1].lower() in _LAST or not words[-1]):
        words.pop()
    return noun[0], noun[1] + len(" ".join(words))


def facts(document: Document, analysis: Analysis, mentions: list[Mention]) -> Iterator[Fact]:
    """One fact for each day that announces an event."""
    layout = contexts.Layout(document, analysis)
    for mention in announced(document, mentions):
        sentence = analysis.sentence_at(mention.start)
        context = layout.around(sentence, mention)
        found = thing(analysis.folded, sentence, mention, context)
        if found is not None:
            yield _fact(document, mentions, mention, sentence, found)


def _fact(
    document: Document, mentions: list[Mention], mention: Mention, sentence: Span, found: tuple[Span, str | None]
) -> Fact:
    span, how = found
    what = document.text[span[0] : span[1]]
    places = [m for m in mentions if m.kind == "place" and sentence[0] <= m.start < sentence[1]]
    place = places[0] if len({m.value.code or m.text for m in places}) == 1 else None
    value = FactValue(
        kind="date",
        relation="event",
        what=what,
        what_head=what.split(" ", maxsplit=1)[0],
        what_resolution=how,
        where=(place.value.name or place.text) if place else None,
        where_code=place.value.code if place else None,
        where_resolution="name" if place else None,
        certainty="planned",
    )
    rule, confidence = ("event.heading", 0.5) if how else ("event.sentence", 0.7)
    return Fact(mention, value, sentence, rule, confidence, span, where=place, when=mention)
