"""Sums and rates → facts: reads their sentences once, then decides field by field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.facts import actors, certainty, cues, locations, payers, reading, relations, topics
from pipeline.facts import context as contexts
from pipeline.facts.actors import Actor
from pipeline.facts.context import Context
from pipeline.facts.cues import Cue
from pipeline.facts.figure import Figure
from pipeline.facts.reading import Parse, Reading
from pipeline.facts.record import Fact, FactValue
from pipeline.facts.relations import Relation
from pipeline.facts.topics import Topic
from pipeline.types import Analysis, Document, Mention, Span

_LIST = 40  # characters before a sum in which a comma makes it a member of a list
_FIGURES = {"amount", "percentage"}


@dataclass
class Article:
    """All that the facts of one document are decided from.

    Attributes:
        readings: parsed sentences and lines of context, by span.
    """

    document: Document
    folded: str
    mentions: list[Mention]
    readings: dict[Span, Reading]
    cues: dict[Span, list[Cue]] = field(default_factory=dict)
    actors: dict[Span, list[Actor]] = field(default_factory=dict)

    def words(self, span: Span | None) -> str | None:
        """A stretch of the text."""
        return self.document.text[span[0] : span[1]] if span else None

    def cues_of(self, sentence: Span) -> list[Cue]:
        """The cues of a sentence."""
        if sentence not in self.cues:
            names = [actor.span for actor in self.actors_of(sentence) if actor.how == "name"]
            self.cues[sentence] = cues.find(self.readings[sentence], self.folded, names)
        return self.cues[sentence]

    def actors_of(self, span: Span) -> list[Actor]:
        """The actors that a stretch of text names."""
        if span not in self.actors:
            self.actors[span] = actors.find(self.document, self.folded, self.mentions, span)
        return self.actors[span]


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was decided of a figure, for the one after it."""

    mention: Mention
    relation: Relation
    topic: Topic | None


def facts(document: Document, analysis: Analysis, mentions: list[Mention], parse: Parse) -> Iterator[Fact]:
    """One fact for each sum and rate of a document."""
    figures = [mention for mention in mentions if mention.kind in _FIGURES]
    sentences = {mention: _sentence(analysis, mention) for mention in figures}
    around = {m: contexts.around(document, analysis, sentences[m], m) for m in figures}
    wanted = set(sentences.values())
    wanted.update(span for m in figures for span in contexts.needs(analysis.folded, sentences[m], around[m]))
    article = Article(
        document, analysis.folded, mentions, reading.read(analysis.folded, sorted(wanted), figures, parse)
    )
    previous: _Decided | None = None
    label: Span | None = None
    for mention in figures:
        sentence = sentences[mention]
        if previous and not sentence[0] <= previous.mention.start < sentence[1]:
            previous = None
        context = around[mention]
        if previous and context.label is None and relations.restates(analysis.folded, previous.mention, mention):
            context = dataclasses.replace(context, label=label)
        label = context.label
        fact, previous = _fact(article, mention, sentence, context, previous)
        yield fact


def _sentence(analysis: Analysis, mention: Mention) -> Span:
    return analysis.sentence_at(mention.start)[0], analysis.sentence_at(mention.end - 1)[1]


def _fact(
    article: Article, mention: Mention, sentence: Span, around: Context, previous: _Decided | None
) -> tuple[Fact, _Decided | None]:
    read = article.readings[sentence]
    unit = read.sums.get(mention.start)
    if unit is None:  # a sentence too long to be parsed
        return Fact(mention, FactValue(mention.kind), sentence, "unread", 0.0), None
    figure = Figure(mention, read, unit, around, article.folded)
    relation = relations.decide(
        figure, article.cues_of(sentence), (previous.mention, previous.relation) if previous else None
    )
    named = article.actors_of(sentence)
    who, gets = _people(figure, relation, named)
    topic = topics.find(
        figure, relation, article.readings, article.mentions, named, _inherited(figure, relation, previous)
    )
    place = _place(figure, article.mentions, topic, [actor for actor in (who, gets) if actor])
    value = FactValue(
        kind=mention.kind,
        relation=relation.name,
        what=article.words(topic.span) if topic else None,
        what_head=article.words(topic.head) if topic else None,
        what_resolved=article.words(topic.resolved) if topic else None,
        what_resolution=topic.how if topic else None,
        who=who.name if who else None,
        who_text=article.document.text[who.start : who.end] if who else None,
        who_resolution=who.how if who else None,
        beneficiary=gets.name if gets else None,
        where=(place.mention.value.name or place.mention.text) if place else None,
        where_code=place.mention.value.code if place else None,
        where_resolution=place.how if place else None,
        polarity=certainty.polarity(read, mention, relation.name, relation.cue, article.folded),
        certainty=certainty.certainty(read, unit, article.folded),
    )
    confidence = round(relation.confidence * (topic.confidence if topic else 0.7), 4)
    fact = Fact(
        mention,
        value,
        sentence,
        relation.rule,
        confidence,
        topic.span if topic else None,
        topic.head if topic else None,
        who.span if who else None,
        who.mention if who else None,
        place.mention if place else None,
        _when(article, read, unit),
    )
    return fact, _Decided(mention, relation, topic)


def _inherited(figure: Figure, relation: Relation, previous: _Decided | None) -> Topic | None:
    """The thing of the figure before, when this one restates or continues it."""
    if previous is None:
        return None
    restated = relations.restates(figure.folded, previous.mention, figure.mention)
    shares = relation.name == previous.relation.name == "share"
    return previous.topic if restated or shares or relation.rule == "as.before" else None


def _people(figure: Figure, relation: Relation, named: Sequence[Actor]) -> tuple[Actor | None, Actor | None]:
    """Who pays or says, and who gets it."""
    listed = relation.rule == "as.before" and "," in figure.folded[figure.mention.start - _LIST : figure.mention.start]
    who = payers.who(figure, relation.cue, relation.name, named, listed=listed)
    gets = payers.receiver(figure.reading, relation.cue, figure.unit, named) if relation.name in payers.PAID else None
    label = payers.in_label(figure.around.label, named, figure.folded)
    if label is not None and who is None and gets is None:
        if relation.name == "funding":
            who = label
        elif relation.name == "subsidy":
            gets = label
    return who, gets if gets != who else None


def _place(
    figure: Figure, mentions: Sequence[Mention], topic: Topic | None, people: Sequence[Actor]
) -> locations.Location | None:
    what = topic.span if topic and topic.how is None else None
    return locations.find(figure, mentions, [actor.span for actor in people], what)


def _when(article: Article, read: Reading, unit: int) -> Mention | None:
    """The date that is nearest in the tree of the sentence."""
    dates = [m for m in article.mentions if m.kind == "date" and read.span[0] <= m.start < read.span[1]]
    placed = [(read.distance(unit, word), m.start, m) for m in dates if (word := read.word_at(m.start)) is not None]
    return min(placed, key=lambda found: found[:2])[2] if placed else None
