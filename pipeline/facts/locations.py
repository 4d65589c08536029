"""Where a fact is: the nearest place in its sentence, else in the line that opens its list, its heading, the title."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.facts.figure import Figure
from pipeline.facts.reading import Reading
from pipeline.types import Mention, Span

_FAR = 9.0
_PER_WORD = 0.3
_PER_SUM = 2.0
_RIGHT_BEHIND = 3
_OFFICE = re.compile(
    r"(?<!\w)(?:maire|président|conseill|député|sénat|préf|direct|adjoint|élu)\w* (?:de |d'|du |des )(?:la )?$",
    re.IGNORECASE,
)
_COMES_FROM = re.compile(
    r"(?:(?<=\w),|(?<!\w)(?:originaires?|venue?s?|fabricants?|fournisseurs?|société|entreprise|cabinet)) d(?:e |'|u )$"
    r"|(?<!\w)(?:dont|qui|où|écart|venue?s de) [^.;,]{0,60}$",
    re.IGNORECASE,
)
_LIST = re.compile(r" ?(?:,|et|ou|/|comme)(?: ?(?:,|et|ou|parfois|à|de|en|du|au|[A-ZÉÈÎ][\w'-]{1,30}))* ?")
_ROLE = 40  # characters behind a name in which the place of an office stands
_PAYERS = {"authority", "state", "company", "chamber", "union", "party", "international", "education"}
_NOT_THERE = {
    "vers",
    "avec",
    "entre",
    "hors",
    "depuis",
}  # prepositions of places that something goes to or is compared with
_SIZES = ("area", "commune", "canton", "epci", "departement", "region", "country", "continent")
_COMPARED = re.compile(r"(?<!\w)(?:contre|que|qu'|au niveau|par rapport)(?!\w)|;", re.IGNORECASE)
_NATIONAL = re.compile(r" (?:au niveau national|à l'échelle nationale|en moyenne nationale)(?!\w)")
_HANGS = re.compile(r"(?:(?:Le|La|L')?\s?(?:[^\W\d_]+ )?(?:de )?(?:[Ss]on|[Ss]a|[Ss]es|[Ll]eurs?))(?!\w)")
_BEFORE = 20
_CALLED = re.compile(r"(?:territoire|secteur|bassin|arrondissement) (?:de |du |des |d')$", re.IGNORECASE)
_FITS = {
    "commune": {"commune"},
    "ville": {"commune"},
    "département": {"departement"},
    "région": {"region"},
    "agglomération": {"epci"},
    "métropole": {"epci"},
    "quartier": {"area"},
    "secteur": {"area", "epci", "canton"},
    "territoire": {"area", "epci", "departement"},
    "bassin": {"area", "epci"},
}


@dataclass(frozen=True, slots=True)
class Location:
    """A place mention and how it was reached."""

    mention: Mention
    how: str


def find(
    figure: Figure,
    mentions: Sequence[Mention],
    named: Sequence[Mention],
    taken: Sequence[Span],
    what: Span | None,
) -> Location | None:
    """The place of a fact.

    Args:
        figure: the sum or rate.
        mentions: of its sentence and of the lines around it.
        named: places of the document, in order.
        taken: spans of those who pay, get or say: a place in their names does not say where.
        what: the thing; a place in it comes first.
    """
    named_here = [m for m in mentions if m.kind == "place" and not _within(m, taken)]
    places = [m for m in named_here if _tells_where(m, figure, mentions, what)]
    inside = [m for m in places if _within(m, [figure.span])]
    if inside:
        found = _in_sentence(figure, inside, what)
        return Location(found, "name") if found else None
    if near := _before(figure, places):
        return near
    if _NATIONAL.match(figure.folded, figure.mention.end):
        return None
    elsewhere = _elsewhere(figure, places)
    return (
        _in_lines(figure, places, {"opener"} if elsewhere else {"opener", "heading"})
        or _area(figure.span, named, figure.folded)
        or (None if elsewhere else _in_lines(figure, named_here, {"title"}))
    )


def _in_lines(figure: Figure, places: Sequence[Mention], names: AbstractSet[str]) -> Location | None:
    """The place of the first line around the sentence that names one; of a title only when it names no other."""
    for how, span in figure.around.lines():
        here = [m for m in places if how in names and span[0] <= m.start and m.end <= span[1]]
        if here:
            alone = len({m.value.code or m.text for m in here}) == 1
            found = _smallest(here) if how != "title" or alone else None
            return Location(found, how) if found else None
    return None


def _tells_where(place: Mention, figure: Figure, mentions: Sequence[Mention], what: Span | None) -> bool:
    """Whether a place may be that of the fact: nothing comes from it, and it belongs to no office or payer."""
    if _COMES_FROM.search(figure.folded, max(0, place.start - _ROLE), place.start):
        return False
    if _within(place, [span for span in (what, figure.around.label) if span]):
        return True
    bodies = [(m.start, m.end) for m in mentions if m.kind == "organisation" and m.value.organisation_type in _PAYERS]
    roles = [(m.start, m.end + _ROLE) for m in mentions if m.kind == "person" and m.value.role]
    office = _OFFICE.search(figure.folded, max(0, place.start - _ROLE), place.start)
    return not office and not _within(place, [*bodies, *roles])


def _before(figure: Figure, places: Sequence[Mention]) -> Location | None:
    """The only place of the sentence before, for one that hangs on it: "Son toit …", "Le prix de son toit …"."""
    before = figure.around.before
    if before is None or not _HANGS.match(figure.folded, figure.span[0]):
        return None
    here = [m for m in places if before[0] <= m.start and m.end <= before[1]]
    found = _smallest(here) if here else None
    return Location(found, "before") if found else None


def _elsewhere(figure: Figure, places: Sequence[Mention]) -> bool:
    """Whether the sentence before names a place: the title is then no longer sure to say where."""
    before = figure.around.before
    return before is not None and any(before[0] <= m.start and m.end <= before[1] for m in places)


def _within(mention: Mention, spans: Sequence[Span]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _in_sentence(figure: Figure, inside: list[Mention], what: Span | None) -> Mention | None:
    reading, unit, folded = figure.reading, figure.unit, figure.folded
    for span in (what, figure.around.label):
        here = [m for m in inside if span and span[0] <= m.start and m.end <= span[1]]
        if here and (len(here) > 1 or not _beside(here[0], inside, folded)):
            return _smallest(here)
    near = sorted(
        ((_distance(reading, unit, m), m.start, m) for m in inside if not _compared(reading, unit, m, folded)),
        key=lambda found: found[:2],
    )
    if not near or near[0][0] > _FAR:
        return None
    best = near[0][2]
    level = [m for distance, _, m in near if distance <= _FAR and _kind(m) == _kind(best)]
    if len({m.value.code or m.text for m in level}) > 1 and _listed(level, folded):
        return None
    return best


def _distance(reading: Reading, unit: int, place: Mention) -> float:
    word = reading.word_at(place.start)
    if word is None or reading.case(word) in _NOT_THERE:
        return _FAR + 1
    if unit < word <= unit + _RIGHT_BEHIND:
        return _PER_WORD
    between = range(min(word, unit) + 1, max(word, unit))
    sums = sum(index in reading.sums.values() for index in between)
    return reading.distance(unit, word) / 2 + _PER_WORD * len(between) + _PER_SUM * sums


def _compared(reading: Reading, unit: int, place: Mention, folded: str) -> bool:
    """Whether the place belongs to another figure: after "contre", or behind a semicolon."""
    word = reading.words[unit]
    between = folded[word.end : place.start] if place.start > word.start else folded[place.end : word.start]
    return bool(_COMPARED.search(between))


def _beside(place: Mention, others: Sequence[Mention], folded: str) -> bool:
    """Whether the phrase was cut in the middle of a list of places."""
    return any(_listed([place, other], folded) and _kind(place) == _kind(other) for other in others if other != place)


def _listed(places: Sequence[Mention], folded: str) -> bool:
    """Whether places are named side by side: "à Lens, Liévin et Avion"."""
    ordered = sorted(places, key=lambda m: m.start)
    return any(_LIST.fullmatch(folded, first.end, second.start) for first, second in itertools.pairwise(ordered))


def _kind(place: Mention) -> str:
    return str(place.value.place_type)


def _smallest(places: Sequence[Mention]) -> Mention | None:
    """The smallest of nested places; None when several stand on that level."""
    sized = [(_SIZES.index(_kind(m)) if _kind(m) in _SIZES else len(_SIZES), m) for m in places]
    least = min(size for size, _ in sized)
    found = [m for size, m in sized if size == least]
    return found[0] if len({m.value.code or m.text for m in found}) == 1 else None


def _area(span: Span, places: Sequence[Mention], folded: str) -> Location | None:
    """The place that "le secteur" or "la commune" points at: the last before that fits."""
    match = lexicon.entry("facts", "where.area").pattern.search(folded, *span)
    if not match:
        return None
    fits = _FITS.get(match.group().rpartition(" ")[2].lower(), set())
    before = [m for m in places if m.end <= match.start()]
    called = [m for m in before if _CALLED.search(folded, max(0, m.start - _BEFORE), m.start)] if "area" in fits else []
    fitting = called or [m for m in before if _kind(m) in fits]
    return Location(fitting[-1], "last_fitting") if fitting else None
