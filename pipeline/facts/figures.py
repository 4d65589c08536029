"""Sums and rates → facts: reads their sentences once, then decides field by field."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.facts import (
    actors,
    certainty,
    clauses,
    cues,
    locations,
    moments,
    payers,
    reading,
    receivers,
    relations,
    speakers,
    topics,
)
from pipeline.facts import context as contexts
from pipeline.facts.actors import Actor
from pipeline.facts.context import Context
from pipeline.facts.cues import Cue
from pipeline.facts.figure import Figure
from pipeline.facts.reading import Parse, Reading
from pipeline.facts.record import Fact, FactValue
from pipeline.facts.relations import Relation
from pipeline.facts.topics import Surroundings, Topic
from pipeline.types import Analysis, Document, Mention, Span

_LIST = 40  # characters before a sum in which a comma makes it a member of a list
_SPOKEN = {"share", "change", "result"}
_FIGURES = {"amount", "percentage"}


@dataclass
class Article:
    """All that the facts of one document are decided from.

    Attributes:
        mentions: in order of start.
        readings: parsed sentences and lines of context, by span.
    """

    document: Document
    folded: str
    mentions: list[Mention]
    readings: dict[Span, Reading]
    cues: dict[Span, list[Cue]] = field(default_factory=dict)
    actors: dict[Span, list[Actor]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.budget_voted = certainty.is_voted(self.folded)
        self.starts = [mention.start for mention in self.mentions]
        self.places = [mention for mention in self.mentions if mention.kind == "place"]
        self.names = actors.Names([m for m in self.mentions if m.kind in {"organisation", "person"}])

    def within(self, *spans: Span | None) -> list[Mention]:
        """The mentions of stretches of the text: a document may hold thousands, a sentence a few."""
        return [
            mention
            for span in dict.fromkeys(spans)
            if span
            for mention in self.mentions[bisect_left(self.starts, span[0]) : bisect_left(self.starts, span[1])]
        ]

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
            self.actors[span] = actors.find(self.document, self.folded, self.within(span), self.names, span)
        return self.actors[span]


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was decided of a figure, for the one after it."""

    mention: Mention
    relation: Relation
    topic: Topic | None
    who: Actor | None
    gets: Actor | None
    sentence: Span


def _same_sentence(previous: _Decided | None, sentence: Span) -> tuple[Mention, Relation] | None:
    """The figure before, if it stands in the same sentence."""
    return (previous.mention, previous.relation) if previous and previous.sentence == sentence else None


def facts(document: Document, analysis: Analysis, mentions: list[Mention], parse: Parse) -> Iterator[Fact]:
    """One fact for each sum and rate of a document."""
    figures = [mention for mention in mentions if mention.kind in _FIGURES]
    sentences = [_sentence(analysis, mention) for mention in figures]
    layout = contexts.Layout(document, analysis)
    around = [layout.around(sentence, mention) for sentence, mention in zip(sentences, figures, strict=True)]
    wanted = _wanted(analysis.folded, sentences, around)
    article = Article(document, analysis.folded, mentions, reading.read(analysis.folded, wanted, figures, parse))
    previous: _Decided | None = None
    label: Span | None = None
    for mention, sentence, lines in zip(figures, sentences, around, strict=True):
        goes_on = previous is not None and previous.sentence == sentence and lines.label is None
        if goes_on and previous and relations.restates(analysis.folded, previous.mention, mention):
            context = dataclasses.replace(lines, label=label)
        else:
            context = lines
        label = context.label
        fact, previous = _fact(article, mention, sentence, context, previous)
        yield fact


def _wanted(folded: str, sentences: Sequence[Span], around: Sequence[Context]) -> list[Span]:
    """The stretches to parse: sentences, and the lines that some of them hang on."""
    different = dict.fromkeys(sentences)
    vague = {sentence: contexts.is_vague(folded, sentence) for sentence in different}
    lines = (
        span
        for sentence, context in zip(sentences, around, strict=True)
        for span in contexts.needs(folded, sentence, context, vague=vague[sentence])
    )
    return sorted({*different, *lines})


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
    relation = relations.decide(figure, article.cues_of(sentence), _same_sentence(previous, sentence))
    named = article.actors_of(sentence)
    near = article.within(sentence, *(span for _, span in around.lines()))
    who = _who(figure, relation, [*_spoken_of(article, around), *named])
    if who is None and relation.name in _SPOKEN and mention.kind == "percentage":
        who = speakers.find(figure, [actor for actor in named if actor.how != "place"], article.actors_of)
    gets = _gets(article, figure, relation, named, previous)
    gets = gets if gets != who else None
    if (
        relation.rule == "change.sign"
        and relation.cue is None
        and who is None
        and _same_sentence(previous, sentence)
        and previous
    ):
        who = previous.who
    bodies = [actor for actor in named if actor.how != "place"]
    surroundings = Surroundings(article.readings, near, bodies)
    topic = topics.find(figure, relation, surroundings, _earlier(figure, relation, previous))
    place = _place(figure, near, article.places, topic, [who] if who else [])
    here = [m for m in article.within(sentence) if m.kind in _FIGURES]
    when = moments.find(figure, near, here, topic.span if topic and topic.how is None else None)
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
        polarity=certainty.polarity(figure, relation, here),
        certainty=certainty.certainty(figure, relation, when, article.document.published, voted=article.budget_voted),
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
        gets.span if gets else None,
        who.mention if who else None,
        place.mention if place else None,
        when,
    )
    return fact, _Decided(mention, relation, topic, who, gets, sentence)


def _earlier(figure: Figure, relation: Relation, previous: _Decided | None) -> topics.Earlier:
    """What the figure before leaves to this one, which may restate or continue it."""
    if previous is None:
        return topics.Earlier()
    paid = relation.name in payers.PAID and previous.relation.name in payers.PAID
    shares = relation.name == previous.relation.name == "share"
    if previous.sentence != figure.span:
        next_to = figure.around.before == previous.sentence
        goes_on = next_to and shares and figure.reading.words[figure.unit].dep.startswith("nsubj")
        return topics.Earlier(previous.topic if goes_on else None, aside=previous.topic if next_to and paid else None)
    restated = relations.restates(figure.folded, previous.mention, figure.mention)
    same = relation.rule == "as.before"
    return topics.Earlier(
        previous.topic if restated or shares or same else None,
        relations.gap(figure.folded, previous.mention, figure.mention) if same else None,
    )


def _who(figure: Figure, relation: Relation, named: Sequence[Actor]) -> Actor | None:
    """Who pays or says."""
    listed = relation.rule == "as.before" and "," in figure.folded[figure.mention.start - _LIST : figure.mention.start]
    who = payers.who(figure, relation.cue, relation.name, named, listed=listed)
    label = payers.in_label(figure.around.label, named, figure.folded)
    return label if who is None and relation.name == "funding" else who


def _gets(
    article: Article, figure: Figure, relation: Relation, named: Sequence[Actor], previous: _Decided | None
) -> Actor | None:
    """Who gets it."""
    opening = [actor for span in figure.around.openers[:1] for actor in article.actors_of(span)]
    scene = receivers.Scene(figure, relation, named, opening, article.document.text)
    found = receivers.find(scene)
    if found is None and previous and previous.sentence == figure.span:
        gapped = relations.gap(figure.folded, previous.mention, figure.mention)
        return receivers.inherited(scene, previous.gets, gapped)
    return found


def _spoken_of(article: Article, around: Context) -> list[Actor]:
    """The actor of the sentence before that "il" or "elle" points at: its last subject, else the first named."""
    found = [actor for actor in article.actors_of(around.before) if actor.how != "place"] if around.before else []
    read = article.readings.get(around.before) if around.before else None
    subjects = [word.start for word in read.words if word.dep in clauses.SUBJECTS] if read else []
    acting = [actor for actor in found if any(actor.start <= start < actor.end for start in subjects)]
    return (acting[-1:] or found)[:1]


def _place(
    figure: Figure,
    near: Sequence[Mention],
    places: Sequence[Mention],
    topic: Topic | None,
    people: Sequence[Actor],
) -> locations.Location | None:
    what = topic.span if topic and topic.how is None else None
    return locations.find(figure, near, places, [actor.span for actor in people], what)
