"""What a figure is about, found in its sentence or else in its row, its list, its section, its title."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.facts import clauses, cues, phrases, things
from pipeline.facts.actors import Actor
from pipeline.facts.clauses import Refused
from pipeline.facts.context import Context
from pipeline.facts.figure import Figure
from pipeline.facts.reading import Reading
from pipeline.facts.relations import Relation
from pipeline.types import Mention, Span

_ACTORS = {"organisation", "person"}
_PAID = {"subsidy", "funding", "budget", None}
_PLACED = {"cost", "price", "budget"}
_INHERITED = 0.9


@dataclass(frozen=True, slots=True)
class Topic:
    """The thing.

    Attributes:
        how: None when the sentence names it, else where the name comes from.
        resolved: what a vague noun ("le projet") stands for.
    """

    span: Span
    head: Span
    confidence: float
    how: str | None = None
    resolved: Span | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the figure before leaves to the next one.

    Attributes:
        topic: its thing, when the next one goes on from it.
        gapped: what stands where a verb that is left out had its subject.
        aside: its thing, when it stands in the sentence before and both are paid.
    """

    topic: Topic | None = None
    gapped: Span | None = None
    aside: Topic | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The sentence of a figure and the lines around it.

    Attributes:
        readings: of them all.
        mentions: in them.
        people: actors of the sentence.
    """

    readings: Mapping[Span, Reading]
    mentions: Sequence[Mention]
    people: Sequence[Actor]


def find(
    figure: Figure,
    relation: Relation,
    surroundings: Surroundings,
    earlier: Earlier,
) -> Topic | None:
    """The thing of one figure; None when nothing names it.

    Args:
        figure: the sum or rate.
        relation: what it is.
        surroundings: what is known of its sentence and of the lines around it.
        earlier: what the figure before leaves to this one.
    """
    return (
        _in_sentence(figure, relation, surroundings, earlier)
        or _left(earlier.topic)
        or _told_before(figure, relation, surroundings)
        or _supplied(surroundings, figure.folded, _permitted(figure.around, figure.reading, relation))
        or _aside(figure, relation, earlier)
    )


def _left(topic: Topic | None) -> Topic | None:
    """The thing of the figure before, a little less sure."""
    return dataclasses.replace(topic, confidence=topic.confidence * _INHERITED) if topic else None


def _aside(figure: Figure, relation: Relation, earlier: Earlier) -> Topic | None:
    """The thing that the sentence before is about, for money that a sentence gives to nothing."""
    if earlier.aside is None or relation.name not in _PAID or figure.around.label is not None:
        return None
    return dataclasses.replace(earlier.aside, confidence=0.5, how="before")


def _in_sentence(figure: Figure, relation: Relation, surroundings: Surroundings, earlier: Earlier) -> Topic | None:
    """The thing that the sentence names, with what a vague noun stands for."""
    read, folded, mentions = figure.reading, figure.folded, surroundings.mentions
    stops = tuple((m.start, m.end) for m in mentions if m.kind in {"date", *_ACTORS})
    places = [(m.start, m.end) for m in mentions if m.kind == "place"]
    refused = _refusing(read, (*stops, *places, *(actor.span for actor in surroundings.people)))
    head = next(_heads(figure, relation, refused, earlier), None)
    if head is None:
        return None
    span = phrases.span(read, folded, head, stops)
    if not things.is_vague(read, head, span):
        return Topic(span, _word(read, head), 0.9)
    named = [line for line in figure.around.lines() if line[0] in {"heading", "title"}]
    meant = _supplied(surroundings, folded, named)
    return Topic(span, _word(read, head), 0.85, meant.how if meant else None, meant.span if meant else None)


def _told_before(figure: Figure, relation: Relation, surroundings: Surroundings) -> Topic | None:
    """The thing of the word of money in the sentence before that says what the figure is."""
    before = figure.around.before
    read = surroundings.readings.get(before) if before and relation.rule.startswith("before.") else None
    if read is None or figure.around.label is not None:
        return None
    refused = _naming(read, surroundings.mentions)
    for cue in reversed(cues.find(read, figure.folded)):
        if cue.entry.id == relation.rule.removeprefix("before.") and not cue.is_verb:
            head = next(things.candidates(read, cue, cue.word, refused), None)
            return Topic(phrases.span(read, figure.folded, head), _word(read, head), 0.6, "before") if head else None
    return None


def _word(read: Reading, index: int) -> Span:
    return read.words[index].start, read.words[index].end


def _refusing(read: Reading, spans: Sequence[Span]) -> Refused:
    """Refuses the words of these spans, and the sums."""
    return lambda index: read.is_sum(index) or any(begin <= read.words[index].start < end for begin, end in spans)


def _naming(read: Reading, mentions: Sequence[Mention]) -> Refused:
    """Refuses every mention: a heading "Lens" or "Jeanne Roy" names no thing."""
    return _refusing(read, [(m.start, m.end) for m in mentions])


def _heads(figure: Figure, relation: Relation, refused: Refused, earlier: Earlier) -> Iterator[int]:
    """Words that may head the thing, best first; of a figure that goes on from another, its own complement only."""
    read, unit, cue = figure.reading, figure.unit, relation.cue
    whole = things.whole(read, unit, refused) if relation.name == "share" else None
    own = things.counted(read, unit, refused)
    to = things.purpose(read, unit, refused) if relation.name in _PAID else None
    put = _label_head(read, earlier.gapped, refused) if relation.name not in _PAID else None
    signed = things.signed(read, unit, refused) if _has_sign(figure) else None
    beside = things.bracketed(read, unit, refused) if figure.mention.kind == "amount" else None
    yield from (head for head in (put, signed, beside, whole, own, to) if head is not None)
    if earlier.topic is not None and (cue is None or relation.rule == "as.before"):
        return
    yield from _labelled(figure, relation, refused)
    if cue is not None:
        bare = _in(read, cue.word, figure.around.label) and _only_money(read, figure.around.label)
        yield from _unless_bare(figure, cue.word, things.candidates(read, cue, unit, refused), refused, bare=bare)
    elif read.words[unit].dep.startswith("nsubj"):
        before = things.counted_before(read, unit, refused)
        yield from [before] if before is not None else []
    elif figure.around.label is None and (beside := things.beside(read, unit, refused)) is not None:
        best = beside if read.words[beside].pos == "NOUN" else (clauses.first_subject(read, unit) or beside)
        yield from _unless_bare(figure, best, iter([best]), refused, bare=False)


def _has_sign(figure: Figure) -> bool:
    """Whether a sign is written right before the figure."""
    start = figure.mention.start
    return figure.folded[max(0, start - 2) : start].strip()[-1:] in {"+", "-", "−", "–"}


def _unless_bare(figure: Figure, cue: int, heads: Iterator[int], refused: Refused, *, bare: bool) -> Iterator[int]:
    """The heads; before a word of money itself, what the sentence begins with: "Piscine : tarif de 3 €"."""
    read = figure.reading
    for head in heads:
        if head == cue and _is_money(read.words[head].text):
            yield from _leads(figure, head, refused)
            if bare:
                continue
        yield head


def _leads(figure: Figure, head: int, refused: Refused) -> Iterator[int]:
    """What a row begins with, before the word of money that its figure hangs on."""
    read = figure.reading
    lead = _label_head(read, _lead(figure), refused)
    if lead is not None and lead < head and not _is_money(read.words[lead].text) and not _told(read, lead, head):
        yield lead


def _told(read: Reading, lead: int, head: int) -> bool:
    """Whether a clause of its own stands between the lead of a sentence and a word: then it is no row."""
    return any("VerbForm=Fin" in read.words[index].morph for index in range(lead + 1, head))


def _lead(figure: Figure) -> Span | None:
    """What stands before the first colon of a sentence."""
    colon = figure.folded.find(" :", figure.span[0], figure.mention.start)
    return (figure.span[0], colon) if colon >= 0 else None


def _labelled(figure: Figure, relation: Relation, refused: Refused) -> Iterator[int]:
    """What the label of a row names, unless that is who gets or pays, or only the relation."""
    read, label, cue = figure.reading, figure.around.label, relation.cue
    head = _label_head(read, label, refused)
    if head is None or (_receives(relation) and not _is_event(read.words[head].text)):
        return
    if cue is not None and _in(read, cue.word, label):
        yield from (c for c in things.candidates(read, cue, figure.unit, refused) if c != cue.word)
        if head == cue.word and _only_money(read, label):
            return
    yield head


def _receives(relation: Relation) -> bool:
    """Whether a list of aids is what names the relation, so that its labels are receivers."""
    return relation.name == "subsidy" and relation.rule.startswith(("heading.", "opener.", "title."))


def _is_event(word: str) -> bool:
    """Whether the label of a list of aids names what is aided and not who."""
    return any(lexicon.entry("facts", name).pattern.fullmatch(word) for name in ("event", "cost.works"))


def _is_money(word: str) -> bool:
    return bool(lexicon.entry("facts", "money").pattern.fullmatch(word))


def _only_money(read: Reading, label: Span | None) -> bool:
    """Whether a label is a word of relation and no more: "Coût :", "Budget total :"."""
    nouns = [word.text for i, word in enumerate(read.words) if _in(read, i, label) and phrases.is_noun(read, i)]
    return len(nouns) == 1 and _is_money(nouns[0])


def _in(read: Reading, index: int, span: Span | None) -> bool:
    return span is not None and span[0] <= read.words[index].start < span[1]


def _label_head(read: Reading, label: Span | None, refused: Refused) -> int | None:
    """The noun that the label of a row is about, unless it is a name of who pays or gets."""
    nouns = [i for i in range(len(read.words)) if _in(read, i, label) and phrases.is_noun(read, i)]
    if not nouns:
        words = [i for i in range(len(read.words)) if _in(read, i, label) and read.words[i].text.isalpha()]
        return words[0] if len(words) == 1 and not refused(words[0]) else None  # "réduit : 12 €"
    if refused(nouns[0]):
        return None
    return next((i for i in nouns if not set(read.path(i)[1:]) & set(nouns)), nouns[0])


def _permitted(around: Context, read: Reading, relation: Relation) -> list[tuple[str, Span]]:
    """The lines that may supply the thing; the title names the release, rarely what one of its sums is about."""
    lines = [line for line in around.lines() if line[0] != "title"]
    if around.label is not None:
        return lines
    if clauses.starts_with_pronoun(read):
        return [line for line in lines if line[0] == "before"]
    nearby = (
        {"opener", "heading"}
        if relation.name in _PLACED
        else {"opener"}
        if relation.rule.startswith("opener.")
        else set()
    )
    return [line for line in lines if line[0] in nearby]


def _supplied(surroundings: Surroundings, folded: str, lines: Sequence[tuple[str, Span]]) -> Topic | None:
    """The thing that the first line around the sentence names which names one."""
    for how, span in lines:
        read = surroundings.readings.get(span)
        refused = _naming(read, surroundings.mentions) if read else None
        head = things.first(read, refused, heading=how != "before") if read and refused else None
        if read is not None and head is not None:
            return Topic(phrases.span(read, folded, head), _word(read, head), 0.6, how)
    return None
