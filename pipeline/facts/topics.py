"""What a figure is about, found in its sentence or else in its row, its list, its section, its title."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.facts import clauses, phrases, things
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
    previous: Topic | None,
    gapped: Span | None = None,
) -> Topic | None:
    """The thing of one figure; None when nothing names it.

    Args:
        figure: the sum or rate.
        relation: what it is.
        surroundings: what is known of its sentence and of the lines around it.
        previous: thing of the figure before, when this one goes on from it.
        gapped: what stands where a verb that is left out had its subject.
    """
    read, around, folded = figure.reading, figure.around, figure.folded
    readings, mentions, people = surroundings.readings, surroundings.mentions, surroundings.people
    stops = tuple((m.start, m.end) for m in mentions if m.kind in {"date", *_ACTORS})
    places = [(m.start, m.end) for m in mentions if m.kind == "place"]
    refused = _refusing(read, (*stops, *places, *((actor.start, actor.end) for actor in people)))
    for head in _heads(
        figure, relation, refused, gapped if relation.name not in _PAID else None, goes_on=previous is not None
    ):
        span = phrases.span(read, folded, head, stops)
        if not things.is_vague(read, head, span):
            return Topic(span, _word(read, head), 0.9)
        named = [line for line in around.lines() if line[0] in {"heading", "title"}]
        how, resolved = _supplied(readings, folded, named, mentions)
        return Topic(span, _word(read, head), 0.85, how, resolved.span if resolved else None)
    if previous is not None:
        return dataclasses.replace(previous, confidence=previous.confidence * _INHERITED)
    how, supplied = _supplied(readings, folded, _permitted(around, read, relation), mentions)
    return Topic(supplied.span, supplied.head, 0.6, how) if supplied else None


def _word(read: Reading, index: int) -> Span:
    return read.words[index].start, read.words[index].end


def _refusing(read: Reading, spans: Sequence[Span]) -> Refused:
    """Refuses the words of these spans, and the sums."""
    return lambda index: read.is_sum(index) or any(begin <= read.words[index].start < end for begin, end in spans)


def _naming(read: Reading, mentions: Sequence[Mention]) -> Refused:
    """Refuses every mention: a heading "Lens" or "Jeanne Roy" names no thing."""
    return _refusing(read, [(m.start, m.end) for m in mentions])


def _heads(
    figure: Figure, relation: Relation, refused: Refused, gapped: Span | None, *, goes_on: bool
) -> Iterator[int]:
    """Words that may head the thing, best first; of a figure that goes on from another, its own complement only."""
    read, unit, cue = figure.reading, figure.unit, relation.cue
    whole = things.whole(read, unit, refused) if relation.name == "share" else None
    own = things.counted(read, unit, refused)
    to = things.purpose(read, unit, refused) if relation.name in _PAID else None
    put = _label_head(read, gapped, refused)
    signed = things.signed(read, unit, refused) if _has_sign(figure) else None
    beside = things.bracketed(read, unit, refused) if figure.mention.kind == "amount" else None
    yield from (head for head in (put, signed, beside, whole, own, to) if head is not None)
    if goes_on and (cue is None or relation.rule == "as.before"):
        return
    yield from _labelled(figure, relation, refused)
    if cue is not None:
        bare = _in(read, cue.word, figure.around.label) and _only_money(read, figure.around.label)
        yield from _unless_bare(figure, cue.word, things.candidates(read, cue, unit, refused), refused, bare=bare)
    elif read.words[unit].dep.startswith("nsubj"):
        before = things.counted_before(read, unit, refused)
        yield from [before] if before is not None else []
    elif figure.around.label is None and (beside := things.beside(read, unit, refused)) is not None:
        yield beside if read.words[beside].pos == "NOUN" else (clauses.first_subject(read, unit) or beside)


def _has_sign(figure: Figure) -> bool:
    """Whether a sign is written right before the figure."""
    start = figure.mention.start
    return figure.folded[max(0, start - 2) : start].strip()[-1:] in {"+", "-", "−", "–"}


def _unless_bare(figure: Figure, cue: int, heads: Iterator[int], refused: Refused, *, bare: bool) -> Iterator[int]:
    """The heads; before a word of money itself, what the sentence begins with: "Piscine : tarif de 3 €"."""
    read = figure.reading
    for head in heads:
        if head == cue and _is_money(read.words[head].text):
            lead = _label_head(read, _lead(figure), refused)
            if lead is not None and lead < head:
                yield lead
            if bare:
                continue
        yield head


def _lead(figure: Figure) -> Span | None:
    """What stands before the first colon of a sentence."""
    colon = figure.folded.find(" :", figure.span[0], figure.mention.start)
    return (figure.span[0], colon) if colon >= 0 else None


def _labelled(figure: Figure, relation: Relation, refused: Refused) -> Iterator[int]:
    """What the label of a row names, unless that is who gets or pays, or only the relation."""
    read, label, cue = figure.reading, figure.around.label, relation.cue
    head = _label_head(read, label, refused)
    if head is None or _receives(relation):
        return
    if cue is not None and _in(read, cue.word, label):
        yield from (c for c in things.candidates(read, cue, figure.unit, refused) if c != cue.word)
        if head == cue.word and _only_money(read, label):
            return
    yield head


def _receives(relation: Relation) -> bool:
    """Whether a list of aids is what names the relation, so that its labels are receivers."""
    return relation.name == "subsidy" and relation.rule.startswith(("heading.", "opener.", "title."))


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
    if not nouns or refused(nouns[0]):
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


def _supplied(
    readings: Mapping[Span, Reading], folded: str, lines: Sequence[tuple[str, Span]], mentions: Sequence[Mention]
) -> tuple[str | None, Topic | None]:
    """The thing that a line around the sentence names, and which line."""
    for how, span in lines:
        read = readings.get(span)
        head = things.first(read, _naming(read, mentions)) if read else None
        if read is not None and head is not None:
            return how, Topic(phrases.span(read, folded, head), _word(read, head), 0.6, how)
    return None, None
