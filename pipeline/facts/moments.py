"""When a fact holds: the date of its clause, that of no other figure, meeting, name or aside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline import lexicon
from pipeline.facts.figure import Figure
from pipeline.facts.reading import Reading
from pipeline.types import Mention, Span

_THE = r"(?:la |le |les |l')?"
_THAN = rf"qu'(?:en |au |à |dans )?{_THE}|que (?:en |sur |pour |dans |au )?{_THE}"
_SAME = rf"(?:{_THAN}|par rapport (?:à |au ){_THE})(?:même )?(?:période |moyenne )?(?:de )?{_THE}"
_AGAINST_NUMBER = r"contre (?:\d[\d ]{0,9} ?(?:[^\W\d_]+ )?)?(?:en )?"
_BY_LAW = r"(?:loi|décret|arrêté|délibération|ordonnance) (?:n ?° ?[\d-]+ )?du "
_COMPARED = re.compile(rf"(?<!\w)(?:{_SAME}|{_AGAINST_NUMBER}|{_BY_LAW})$", re.IGNORECASE)
_NAMED = re.compile(r"(?<!\w)(?P<name>[A-ZÉÈÀ][\w'-]+) $")  # "France 2030", but "Budget 2019"
_LEADS = r"(?:en|aux?|à|du|de|le|la|dès|depuis|d'ici|jusqu'en|jusqu'au|avant|pour|sur|ce|cette|cet)(?!\w)"
_OWN = re.compile(
    rf"[\s,()]*(?:[A-Za-zé/²³.]+ ){{0,3}}?(?:(?:et |ou )?{_LEADS}(?: (?:la|le|cette|ce))?|l'|d')? ?(?:l')?",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r" (?:\w+ )?à (?:\w+ ){0,2}")
_ASIDES = frozenset({"acl", "acl:relcl", "advcl", "appos"})
_SET_OFF = re.compile(
    rf", (?:\w+ )?(?!réuni|rassembl)\w+(?:é|i|u|t|s)(?:e|s|es)? (?:en |au |à |pour |depuis |dès )?{_THE}$"
)
_AGAINST = re.compile(r"(?<!\w)contre (?:[^\s,;]+ ){0,2}$")  # a figure compared has a date of its own or none
_MET = re.compile(r"réuni|rassemblé", re.IGNORECASE)  # the day on which a body decided
_REACH = 40  # characters between a figure and a date of its own behind it


def find(figure: Figure, mentions: Sequence[Mention], figures: Sequence[Mention], what: Span | None) -> Mention | None:
    """The date of a fact.

    Args:
        figure: the sum or rate.
        mentions: of its sentence and of the lines around it.
        figures: sums and rates of its sentence, in order.
        what: its thing, when the sentence names it.
    """
    dates = [m for m in mentions if m.kind == "date"]
    inside = [m for m in dates if figure.span[0] <= m.start < figure.span[1]]
    owned = {id(date): owner for date in inside if (owner := _owner(figure.folded, date, figures)) is not None}
    ends = (figure.mention, _other_end(figure, figures))
    own = [m for m in inside if id(m) in owned and owned[id(m)] in ends]
    if own or _AGAINST.search(figure.folded, figure.span[0], figure.mention.start):
        return own[0] if own else None
    free = [m for m in inside if id(m) not in owned and _dates(figure, m, what)]
    if free:
        return min(free, key=lambda m: (abs(m.start - figure.mention.start), m.start))
    return None if inside or figure.around.label is None else _around(figure, dates)


def _other_end(figure: Figure, figures: Sequence[Mention]) -> Mention | None:
    """The second end of "passe de 3 € à 4 € au 1er mai" for the first: it has the same date."""
    behind = next((m for m in figures if m.start > figure.mention.start), None)
    between = figure.folded[figure.mention.end : behind.start] if behind else ""
    return behind if _FROM_TO.fullmatch(between) else None


def _owner(folded: str, date: Mention, figures: Sequence[Mention]) -> Mention | None:
    """The figure that a date follows at once: "contre 55 % en 2016"."""
    before = [m for m in figures if m.end <= date.start]
    if not before or date.start - before[-1].end > _REACH:
        return None
    if _COMPARED.search(folded, before[-1].end, date.start):
        return None
    return before[-1] if _OWN.fullmatch(folded, before[-1].end, date.start) else None


def _dates(figure: Figure, date: Mention, what: Span | None) -> bool:
    """Whether a date of the sentence may be that of a figure: it is compared with nothing, and names nothing."""
    folded = figure.folded
    line = max(figure.span[0], date.start - _REACH)
    if what and what[0] <= date.start < what[1]:
        return True
    if _COMPARED.search(folded, line, date.start):
        return False
    if _SET_OFF.search(folded, line, date.start) and not (what and what[0] <= date.start < what[1]):
        return False
    named = _NAMED.search(folded, line, date.start)
    if (
        named
        and named.start() > figure.span[0]
        and not lexicon.entry("facts", "money").pattern.fullmatch(named["name"].lower())
    ):
        return False
    return not _aside(figure.reading, figure.unit, date, what)


def _is_money(word: str) -> bool:
    return bool(lexicon.entry("facts", "money").pattern.fullmatch(word.lower()))


def _aside(reading: Reading, unit: int, date: Mention, what: Span | None) -> bool:
    """Whether a date stands in a clause or an apposition of its own: "le pont, ouvert en 2019, a coûté"."""
    word = reading.word_at(date.start)
    if word is None:
        return False
    above = set(reading.path(unit))
    said: re.Pattern[str] = lexicon.entry("facts", "said").pattern
    for node in reading.path(word):
        if said.fullmatch(reading.words[node].text):
            return True
        if node in above:
            return False
        if _is_aside(reading, node, what):
            return not _MET.match(reading.words[node].text)
    return False


def _is_aside(reading: Reading, node: int, what: Span | None) -> bool:
    """Whether a participle or relative clause says something of another noun than the thing."""
    word = reading.words[node]
    if word.dep not in _ASIDES or (word.dep != "acl:relcl" and "VerbForm=Fin" in word.morph):
        return False
    return not (what and what[0] <= reading.words[word.head].start < what[1])


def _around(figure: Figure, dates: Sequence[Mention]) -> Mention | None:
    """The date of the line that opens the list of a row, or of its heading."""
    for name, span in figure.around.lines():
        here = [m for m in dates if span[0] <= m.start and m.end <= span[1]]
        told = any(mark in figure.folded[slice(*span)] for mark in ("%", "euro", "€"))  # a figure of its own
        if here and not told and name in {"opener", "heading"}:
            return here[0]
    return None
