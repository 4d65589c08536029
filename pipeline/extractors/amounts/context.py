"""What stands around a sum in its clause: tax, and the unit that it is counted by."""

from __future__ import annotations

import re
from functools import cache

from pipeline import lexicon

_CLAUSE_END = re.compile(r"[;:!?()\n]|(?<![HTC])[.,](?!\d)| (?:et|ou|mais|qui|que|dont|pour|contre|puis|soit)(?!\w)")
_CLAUSE_BEGIN = re.compile(r"[;!?()\n]|[.,](?!\d)")
_BRACKET = re.compile(r" ?\((?:HT|TTC|H\.T\.|T\.T\.C\.|hors taxes?)\)", re.IGNORECASE)
_KNOWN_UNITS = frozenset({"an", "mois", "jour", "heure", "personne", "adulte", "enfant", "habitant", "semaine"})
_REACH = 60  # characters looked at on either side

# After a sum, before its unit: tax, brackets, a bound ("500 € HT maximum / mois").
_SKIP = (
    r"(?: ?\(?(?:HT|TTC|H\.T\.|T\.T\.C\.|hors taxes?|nets?|bruts?|maximum|minimum|environ|en moyenne|seulement"
    r"|supplémentaires?|de plus)\)?(?!\w)){0,3}"
)
_NOUN = r"[^\W\d_]+(?:-[^\W\d_]+)?[²³]?(?:(?<=m)[23](?!\w))?(?!')"
_COUNTED = rf"\d{{1,4}} ?{_NOUN}(?: (?!par |pour |le |la |les |et |ou |en |au |à |sur |dans )[^\W\d_]{{3,}})?"
_SLASH = re.compile(rf"{_SKIP} ?/ ?(?P<unit>{_COUNTED}|{_NOUN})(?: ?/ ?(?P<second>{_NOUN}))?", re.IGNORECASE)
# "500 € de loyer par mois": a complement may stand between, an adverbial may not.
_BETWEEN = (
    r"(?: (?:(?!pour |à |au |aux |et |ou |qui |que |dont |par |sur |dans |en (?!moyenne)|contre )[^\W\d_]+'?)){0,4}"
)
_PERIOD = r"(?:an|année|semestre|trimestre|mois|semaine|jour|nuit|heure)"
_MEASURE = r"(?:kilo|kg|litre|tonne|stère|hectare|m²|m2|m³|m3|mètre|kilomètre|km|kWh|MWh)"
# "par an et par habitant", "par an et habitant"; "par mois et emploie …" goes on.
_AND = rf"(?: et (?:par (?P<second>{_NOUN})|(?P<other>habitant|personne|{_PERIOD})(?!\w)))?"
_WHOLE = rf"{_NOUN}(?: (?:à charge|supplémentaire|complémentaire)(?!\w))?"
_PAR = re.compile(rf"{_SKIP}{_BETWEEN} par (?P<unit>{_WHOLE}){_AND}(?: par (?P<third>{_NOUN}))?", re.IGNORECASE)
_EACH = re.compile(rf"{_SKIP} chaque (?P<unit>{_PERIOD})(?!\w)", re.IGNORECASE)
_MANY = re.compile(rf"{_SKIP} (?:pour|les) (?P<unit>\d{{1,3}}(?: \d{{3}})? {_MEASURE}s?)(?!\w)", re.IGNORECASE)
_OF = re.compile(
    rf"{_SKIP} (?:de l'|du |à l'|au |l'|la |le )(?P<unit>{_PERIOD}|{_MEASURE})(?!\w)"
    r"(?! (?:derni|proch|pass|suiv|préc|même))",
    re.IGNORECASE,
)
_PRICED = re.compile(
    rf"{_SKIP} (?:(?:le |la |l')(?P<unit>{_NOUN})|(?P<piece>pièce))"
    r"(?= ?(?:$|[.,;:!?()\n/–-]| (?:pour|avec|en|et|ou|à|au|dans|sur|contre|soit|HT|TTC)(?!\w)))",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(rf"{_SKIP} (?P<adjective>[^\W\d_]+)", re.IGNORECASE)
# From the unit at the noun ("budget annuel global de", "dividende par action compris entre") to the sum.
_FROM_NOUN = (
    r"(?: [^\W\d_]+){0,2}?(?: (?:s'élève(?:nt)?|s'élevait|est|sont|fixée?s?|portée?s?|doté))?"
    r"(?: ?:| d(?:e|')| à| entre)(?: (?:plus|moins|près) d(?:e|')| environ| quelque| l'ordre de)? ?"
)
_TO_SUM = re.compile(_FROM_NOUN, re.IGNORECASE)
_PAR_BEFORE = re.compile(
    rf"(?<!\w)par (?P<unit>action|habitant|élève|foyer|{_PERIOD}){_AND}{_FROM_NOUN}$", re.IGNORECASE
)


@cache
def _taxes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((e.pattern, e.attributes["tax"]) for e in lexicon.entries("amounts") if e.id.startswith("tax."))


@cache
def _abbreviations() -> dict[str, str]:
    return dict(lexicon.entry("amounts", "abbreviation").attributes["full"])


@cache
def _words(entry_id: str) -> frozenset[str]:
    return frozenset(lexicon.words("amounts", entry_id))


def tax(folded: str, start: int, end: int, floor: int, ceiling: int) -> str | None:
    """HT or TTC, said after a sum or else before it in its clause.

    Offsets:
        `floor` and `ceiling` bound the look: the sentence, or the next sum.
    """
    after, before = _rest_of_clause(folded, end, ceiling), _begin_of_clause(folded, start, floor)
    for stretch in (after, before):
        said = {name for pattern, name in _taxes() if pattern.search(stretch)}
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def _rest_of_clause(folded: str, end: int, ceiling: int) -> str:
    stretch = folded[end : min(ceiling, end + _REACH)]
    bracket = _BRACKET.match(stretch)
    cut = _CLAUSE_END.search(stretch, bracket.end() if bracket else 0)
    return stretch[: cut.start()] if cut else stretch


def _begin_of_clause(folded: str, start: int, floor: int) -> str:
    stretch = folded[max(floor, start - _REACH) : start]
    return stretch[max((match.end() for match in _CLAUSE_BEGIN.finditer(stretch)), default=0) :]


def per(folded: str, start: int, end: int, floor: int, ceiling: int) -> str | None:
    """The unit that a sum is counted by, short forms written out, "an et par habitant" as "an habitant".

    Offsets:
        `floor` and `ceiling` bound the look: the sentence, or the next sum.
    """
    after = folded[end : min(ceiling, end + _REACH)]
    for pattern in (_SLASH, _PAR, _EACH, _MANY, _OF, _PRICED):
        match = pattern.match(after)
        found = _units(match) if match else None
        if found:
            return found
    return _frequency_after(after) or _from_noun(_begin_of_clause(folded, start, floor))


def _units(match: re.Match[str]) -> str | None:
    units = [unit for unit in match.groups() if unit and _is_unit(unit, priced=match.re is _PRICED)]
    first = match.groupdict().get("unit") or match.groupdict().get("piece")
    if not units or units[0] != first:
        return None
    return " ".join(_abbreviations().get(unit.lower(), unit) for unit in units)


def _is_unit(unit: str, *, priced: bool) -> bool:
    """No name, no means or agent ("par chèque", "par la Région"), no day ("le samedi")."""
    if unit[0].isupper() and not unit.isupper():
        return unit.lower() in _KNOWN_UNITS
    return unit.lower() not in _words("no_priced" if priced else "no_unit")


def _frequency_after(after: str) -> str | None:
    match = _FREQUENCY.match(after)
    return _frequency(match["adjective"]) if match else None


def _from_noun(clause: str) -> str | None:
    """What is said before a sum, at its noun."""
    par = _PAR_BEFORE.search(clause)
    if par:
        return _units(par)
    adjectives = list(lexicon.entry("amounts", "frequency").pattern.finditer(clause))
    if not adjectives or not _TO_SUM.fullmatch(clause, adjectives[-1].end()):
        return None
    return adjectives[-1].lastgroup


def _frequency(adjective: str) -> str | None:
    match = lexicon.entry("amounts", "frequency").pattern.fullmatch(adjective)
    return match.lastgroup if match else None
