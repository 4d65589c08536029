"""What a sum or a rate is: cost, subsidy, share, change … and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.facts import clauses, cues, things
from pipeline.facts.context import Context
from pipeline.facts.cues import Cue
from pipeline.facts.figure import Figure
from pipeline.facts.reading import Reading
from pipeline.facts.record import RELATIONS
from pipeline.types import Mention, Span

AMOUNT = frozenset(RELATIONS) - {"event", "share"}
RATE = frozenset({"change", "saving", "funding", "subsidy", "price", "result", "share"})
_GOVERNS = frozenset(
    {"funding", "subsidy", "saving", "change"}
)  # what a rate with a complement may be, besides a share
_WHOLE = Decimal(100)
_SMALL = Decimal(1000)
_NEAR = 3.2
_RESTATED = re.compile(
    r"(?<!\w)(?:soit|dont|contre|au lieu de|puis|et|ou|à)(?!\w)[^.;]{0,40}$|[(,] ?(?:[+−–-] ?)?$", re.IGNORECASE
)
_COMPARED = re.compile(
    r"(?<!\w)(?:contre|au lieu de)(?: (?:près de|plus de|moins de|environ|seulement|à peine))? ?$", re.IGNORECASE
)
_GAPPED = re.compile(
    r"[;,] (?:et )?(?P<thing>(?:le |la |les |l'|celui |celle |ceux )[^.;,:]{2,60}), (?:de |d'|à )?$", re.IGNORECASE
)
_PART = re.compile(r"(?<!\w)dont (?:près de |plus de |environ )?$", re.IGNORECASE)
_OF_PART = re.compile(r" d'(?:investissement|équipement|aménagement|études?)|(?: de| pour) (?:travaux|fonctionnement)")
_REACH = 40
_DIFFERENCE = re.compile(
    r"(?<!\w)(?:de|d'|entre)(?: (?:près de|plus de|moins de|quelque|environ))? ?$"
    r"|(?:€|euros|k€|M€|Mds?€?) à ?$|(?<!\w)(?:surcoût|hausse|baisse|écart)[^.;,]*$",
    re.IGNORECASE,
)
_MORE = re.compile(r" (?:de plus|de moins|en plus|en moins|supplémentaires?)(?!\w)")
_SAYS_SAME = re.compile(r"(?<!\w)(?:soit|dont)(?!\w)|\( ?$")
_GIVEN = re.compile(r" (?P<to>à|au|aux|pour)(?: (?:la|le|les)(?!\w)| l'| l’|(?!\w))")
_RECEIVER = re.compile(r" ?(?:association|club|comité|amicale|coopérative|familles?|école|Restos|Banque|Secours|Croix)")
_PRONOUN = re.compile(r"(?:Il|Elle|Ils|Elles|Son|Sa|Ses|Leurs?)(?!\w)")
_OF_TIME = frozenset({"an", "mois", "jour", "semaine", "trimestre"})


@dataclass(frozen=True, slots=True)
class Relation:
    """What a figure is.

    Attributes:
        rule: id of the lexicon entry or of the default that decided.
        cue: the word, when it stands in the sentence.
    """

    name: str | None
    rule: str
    confidence: float
    cue: Cue | None = None


def decide(figure: Figure, found: Sequence[Cue], previous: tuple[Mention, Relation] | None) -> Relation:
    """The relation of one figure.

    Args:
        figure: the sum or rate.
        found: the cues of its sentence.
        previous: the figure before in the same sentence, and what it is.
    """
    mention = figure.mention
    if mention.kind == "percentage" and (special := _rate(figure.reading, found, figure.unit, mention)):
        return special
    allowed = _allowed(figure)
    cue = cues.governing(figure.reading, found, figure.unit, allowed)
    weak = cue is not None and cue.entry.attributes.get("weak")
    return (
        (_by_lines(figure, allowed) if weak else None)
        or _as_before(figure, cue, allowed, previous)
        or (_by_cue(figure, cue, found) if cue else None)
        or _without_cue(figure, allowed)
    )


def _allowed(figure: Figure) -> frozenset[str]:
    """What a figure can be; a sum is a change only as a difference."""
    if figure.mention.kind == "percentage":
        return RATE
    return AMOUNT if _differs(figure.folded, figure.mention) else AMOUNT - {"change"}


def _as_before(
    figure: Figure, cue: Cue | None, allowed: frozenset[str], previous: tuple[Mention, Relation] | None
) -> Relation | None:
    """What the figure before is, when this one goes on from it and no word of its own is near."""
    if previous is None or previous[1].name not in allowed:
        return None
    before, same = previous
    folded, mention = figure.folded, figure.mention
    if before.kind != mention.kind and not _SAYS_SAME.search(folded[before.end : mention.start]):
        return None
    far = cue is None or cue.far > _NEAR
    if _goes_on(folded, before, mention) or (far and restates(folded, before, mention)):
        return Relation(same.name, "as.before", same.confidence * 0.9, same.cue)
    return None


def _by_cue(figure: Figure, cue: Cue, found: Sequence[Cue]) -> Relation:
    """What the word that governs the figure says; "s'élève à" leaves it to the noun that does."""
    told = _risen(figure, cue, found) or cue
    name = _sized(told.entry.attributes, figure.mention)
    governs = cue if told.is_verb else told  # a participle in the subject does not say where the thing stands
    return Relation(name, told.entry.id, max(0.4, 0.92 - 0.07 * cue.far), governs)


def _risen(figure: Figure, cue: Cue, found: Sequence[Cue]) -> Cue | None:
    """The word of money in the subject of a verb that only gives a level: "la participation s'établit à"."""
    if not cue.entry.id.endswith(".level"):
        return None
    read = figure.reading
    risen = clauses.subject(read, cue.word)
    if risen is not None and read.words[risen].pos == "PRON":
        risen = clauses.antecedent(read, risen)
    strong = [one for one in found if not one.entry.attributes.get("weak")]
    nouns = [one for one in strong if one.word == risen]
    if risen is not None and not nouns:  # "le montant moyen versé"
        nouns = [one for one in strong if risen < one.word < cue.word and risen in read.path(one.word)]
    return nouns[0] if nouns and nouns[0].relation in _allowed(figure) - {"change"} else None


def _without_cue(figure: Figure, allowed: frozenset[str]) -> Relation:
    listed = cues.around(figure.folded, _openers(figure), allowed)
    given = None if listed or figure.mention.kind == "percentage" else _given(figure)
    return given or _by_context(figure.mention, figure.around, figure.folded, allowed)


def _differs(folded: str, mention: Mention) -> bool:
    """Whether a sum is a difference or an end of one: "de 3 €", "de 3 € à 4 €", "3 € de plus"."""
    before = folded[max(0, mention.start - _REACH) : mention.start]
    return bool(_DIFFERENCE.search(before) or _MORE.match(folded, mention.end))


def _openers(figure: Figure) -> list[tuple[str, Span]]:
    return [line for line in figure.around.lines() if line[0] == "opener"]


def _given(figure: Figure) -> Relation | None:
    """A sum with nothing but whom or what it is for: "500 € à l'association", "3 M€ pour les routes"."""
    match = _GIVEN.match(figure.folded, figure.mention.end, figure.span[1])
    if not match:
        return None
    to_people = match["to"] != "pour" or _RECEIVER.match(figure.folded, match.end())
    return Relation("subsidy" if to_people else "funding", "given", 0.55)


def _by_lines(figure: Figure, allowed: frozenset[str]) -> Relation | None:
    """A weak word gives way to what the list or the sentence before says, where the sentence hangs on it."""
    lines = [line for line in figure.around.lines() if line[0] in {"opener", "heading"}]
    if not figure.around.label:
        lines = [line for line in figure.around.lines() if line[0] == "before"]
        if not _PRONOUN.match(figure.folded, figure.span[0]):
            return None
    around = cues.around(figure.folded, lines, allowed - {"change"})
    return Relation(around[1].attributes["relation"], f"{around[0]}.{around[1].id}", 0.6) if around else None


def _rate(reading: Reading, found: Sequence[Cue], unit: int, mention: Mention) -> Relation | None:
    """A rate with a sign is a change, one with a complement a share, unless money governs it."""
    near = cues.governing(reading, found, unit, RATE)
    counted = things.counted(reading, unit, lambda _: False) is not None
    if counted and reading.words[unit].dep.startswith("nsubj") and not mention.value.sign:
        name = "funding" if near and near.relation == "funding" and near.far <= _NEAR else "share"
        return Relation(name, "share.subject", 0.9, near if name == "funding" else None)
    if mention.value.sign or (mention.value.unit == "point" and not (near and near.relation == "subsidy")):
        change = cues.governing(reading, found, unit, frozenset({"change", "saving"}))
        name = change.relation if change and change.far <= _NEAR else "change"
        return Relation(name, change.entry.id if change else "change.sign", 0.92, change)
    if near is not None and near.far <= _NEAR and near.relation in _GOVERNS:
        return Relation(near.relation, near.entry.id, 0.85, near)
    if near is None and mention.value.max == _WHOLE and not reading.words[unit].dep.startswith("nsubj"):
        return Relation(None, "advertising", 0.6)
    if counted:
        return Relation("share", "share.of", 0.9)
    return None


def _goes_on(folded: str, before: Mention, mention: Mention) -> bool:
    """Whether a figure can only be what the one before is: compared with it, part of it, or its verb left out."""
    between = folded[before.end : mention.start]
    if _COMPARED.search(between) or gap(folded, before, mention):
        return True
    return bool(_PART.search(between) and _OF_PART.match(folded, mention.end))


def gap(folded: str, before: Mention, mention: Mention) -> Span | None:
    """What a figure whose verb is left out is put to: "les recettes ont progressé de 5 % ; les dépenses, de 6 %"."""
    match = _GAPPED.search(folded, before.end, mention.start)
    return match.span("thing") if match else None


def restates(folded: str, before: Mention, mention: Mention) -> bool:
    """Whether a figure goes on from the one before: "soit 35 %", "dont 2 M€", "3 € contre 4 €"."""
    between = folded[before.end : mention.start]
    return len(between) <= 60 and "\n" not in between and bool(_RESTATED.search(between))  # noqa: PLR2004 - characters


def _sized(attributes: dict[str, object], mention: Mention) -> str:
    """The relation of a cue, which may hang on the size of the sum: a ticket costs, and so does a bridge."""
    small = attributes.get("small")
    value = getattr(mention.value, "max", None)
    if small and mention.kind == "amount" and value is not None and (value < _SMALL or _per_piece(mention)):
        return str(small)
    return str(attributes["relation"])


def _per_piece(mention: Mention) -> bool:
    per = mention.value.per
    return bool(per) and not set(per.split()) & _OF_TIME


def _by_context(mention: Mention, context: Context, folded: str, allowed: frozenset[str]) -> Relation:
    lines = [(name, span) for name, span in context.lines() if name != "title" or context.label]
    if context.label:
        lines.insert(0, ("label", context.label))
    around = cues.around(folded, lines, allowed - {"change"})
    if around is not None and (context.label or mention.kind == "amount"):
        name, entry = around
        return Relation(_sized(entry.attributes, mention), f"{name}.{entry.id}", 0.55)
    if mention.kind == "percentage":
        return Relation("share", "share.default", 0.5)
    if _per_piece(mention) or (context.label and mention.value.max is not None and mention.value.max < _SMALL):
        return Relation("price", "price.default", 0.6)
    return Relation(None, "none", 0.3)
