"""Bodies that are named by what they are: "préfecture de la Drôme", "société Oc'Terra"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Final

from pipeline import lexicon
from pipeline.extractors.organisations import phrases
from pipeline.extractors.organisations.acronyms import abbreviates
from pipeline.extractors.organisations.candidate import Candidate
from pipeline.extractors.organisations.dictionary import Dictionary, Found, Text
from pipeline.text import fold

_BEFORE: Final = 24  # characters looked at before a head; no cue is longer
_CAPITAL: Final = re.compile(r"[A-ZÀ-ÖØ-ÞŒ]")
_NAMED: Final = re.compile(r"[A-ZÀ-ÖØ-ÞŒ\d]")
_NUMBER: Final = re.compile(r" \d{1,3}(?!\w)")
_OF_ACRONYM: Final = re.compile(r"(?: [a-zà-ÿ]+)? (?:de la |de l'|du |des |de |d')[A-Z]{2,8}")
_SUM: Final = re.compile(r"(?: ?[:–-]| ?\()\s?\+? ?\d")
_PLURAL: Final = re.compile(r"(?<!\w)(?:les|des|aux|ces|leurs|nos|plusieurs|deux|trois) $", re.IGNORECASE)
_VENUE: Final = re.compile(r"(?<!\w)(?:au|à l'|à la|à|aux) $", re.IGNORECASE)
_LINE: Final = re.compile(r"(?:^|[\n.!?:•·>»-]\s*|\d\)? )$")
_QUOTED: Final = re.compile(r" ?[«“\"] ?([^«»“”\"\n]{2,80}?) ?[»”\"]")
_ADJECTIVES: Final = re.compile(r" [a-zà-ÿ-]{4,20}(?= ?[«“\" A-ZÀ-ÖØ-ÞŒ])")
_BRACKET: Final = re.compile(r" ?\([A-ZÀ-Ý][\w&.-]{1,11}\)")
_LAST: Final = r"(?:Métropole|Agglomération|Agglo|Communauté|Intercommunalité|Habitat)(?![\w-])"
_WORD: Final = rf"(?!{_LAST})[A-ZÀ-ÖØ-ÞŒ]\w+(?:-\w+)*"
_SUFFIXED: Final = re.compile(
    rf"(?<![\w'-])(?P<name>(?:(?:Le|La|Les) )?(?!(?:Le|La|Les|À|En|Pour|Avec) ){_WORD}"
    rf"(?: et {_WORD}|(?: (?:de |du )?{_WORD}){{0,4}})) (?P<suffix>{_LAST})"
)
_CAPITALISED: Final = re.compile(r"[A-ZÀ-ÖØ-ÞŒ]\w+ $")
_SPORT: Final = re.compile(r" (?:de |d')[a-zà-ÿ]+(?= (?:de |d'|du ))")
_OWNED: Final = re.compile(r"(?<!\w)(?:son|sa|leur|notre|votre|mon|ma) $", re.IGNORECASE)
_APPOSITION: Final = re.compile(r", (?:(?:le|la|les) |l')(?=[A-ZÀ-ÖØ-ÞŒ])")
_CIVILITY: Final = re.compile(r"(?:M|MM|Mme|Mmes|Dr|Pr|Me|Monsieur|Madame)\b")


@cache
def _heads() -> Dictionary:
    return Dictionary(entry for entry in lexicon.entries("organisations") if "tail" in entry.attributes)


@cache
def _categories() -> Dictionary:
    return Dictionary(entry for entry in lexicon.entries("organisations") if "category" in entry.attributes)


@cache
def _category_words() -> frozenset[str]:
    entries = (entry for entry in lexicon.entries("organisations") if "category" in entry.attributes)
    return frozenset(fold(word).lower() for entry in entries for word in entry.words)


@cache
def _complete() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.words("organisations", "complete"))


@cache
def _organs() -> re.Pattern[str]:
    return re.compile(lexicon.entry("organisations", "organ").pattern.pattern.removeprefix("^"), re.IGNORECASE)


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(rf" (?:{lexicon.entry('organisations', 'acts').pattern.pattern})")


def find(text: Text) -> Iterator[Candidate]:
    """Names that a word of category announces, names that begin with a head, names that end in one."""
    announced = dict(_announcements(text))
    yield from announced.values()
    for found in _heads().find(text):
        if found.start not in announced or not _plain(text.folded, found.start):
            yield from _headed(text.folded, found)
    yield from _suffixed(text.folded)


def _plain(folded: str, start: int) -> bool:
    """Whether a word is written as a common noun: in lower case, or with the capital of a line or sentence."""
    return not _CAPITAL.match(folded, start) or bool(_LINE.search(folded[max(0, start - 4) : start]))


def _headed(folded: str, found: Found) -> Iterator[Candidate]:
    said = found.entry.attributes
    bracket = _BRACKET.match(folded, found.end)
    begin = bracket.end() if bracket else found.end
    number = _NUMBER.match(folded, begin) if folded[found.start : found.end].isupper() else None
    end = number.end() if number else _tail(said)(folded, begin)
    if end == begin:
        spelled = bracket and abbreviates(bracket.group().strip(" ()"), folded[found.start : found.end])
        if found.words not in _complete() and not spelled:
            return
        begin = end = found.end
    if folded[found.start : end].islower() and not said.get("bare"):
        return
    lost = _reason(folded, found, end)
    rule = f"organisation.{found.entry.id}"
    yield Candidate(found.start, end, said["type"], rule, 0.9, said.get("territory"), begin, lost)


def _tail(said: dict[str, object]) -> Callable[[str, int], int]:
    if said["tail"] == "place":
        return partial(phrases.place_tail, kind=str(said["territory"]))
    if said["tail"] == "name":
        return phrases.name_tail
    return phrases.domains_tail if said.get("domains") else phrases.phrase_tail


def _reason(folded: str, found: Found, end: int) -> str | None:
    """Why a head with its complement is no name."""
    said, tail = found.entry.attributes, folded[found.end : end]
    before = folded[max(0, found.start - _BEFORE) : found.start]
    common = not _CAPITAL.match(folded, found.start)
    announcing = common and found.words in _category_words()
    faults = {
        "the territory, not its authority": said.get("capital") and common and not _acts().match(folded, end),
        "a building": said.get("acts") and (common or _VENUE.search(before)),
        "an organ of a body": _organs().match(folded, found.start, end),
        "a description without a name": tail and not _NAMED.search(tail) and not _names(folded, found, end),
        "a description of a place": announcing and _is_of_place(folded, _past_sport(folded, found), end),
        "several bodies": _PLURAL.search(before) and not found.words.startswith(("hôpitaux", "hospices")),
    }
    return next((reason for reason, true in faults.items() if true), None)


def _past_sport(folded: str, found: Found) -> int:
    """Where the complement of a club begins, its sport aside: "club de rugby de Morez"."""
    sport = _SPORT.match(folded, found.end) if found.words == "club" else None
    return sport.end() if sport else found.end


def _is_of_place(folded: str, start: int, end: int) -> bool:
    """Whether a complement is a territory and no more: "club de Morez"."""
    return phrases.place_tail(folded, start, kind=None) >= end or _OF_ACRONYM.fullmatch(folded, start, end) is not None


def _names(folded: str, found: Found, end: int) -> bool:
    """Whether a complement all in lower case is enough: for ministries, and capitalised heads inside a sentence."""
    if found.entry.attributes.get("bare"):
        return True
    return _CAPITAL.match(folded, found.start) is not None and (
        not _plain(folded, found.start) or _SUM.match(folded, end) is not None
    )


def _suffixed(folded: str) -> Iterator[Candidate]:
    for match in _SUFFIXED.finditer(folded):
        kind = "company" if match["suffix"] == "Habitat" else "authority"
        territory = "epci" if kind == "authority" else None
        second = match["name"].find(" et ") + 1
        other = second and _CAPITALISED.search(folded, max(0, match.start() - _BEFORE), match.start())
        start = match.start("name") + second + len("et ") if other else match.start()  # "Alvea Bois et Lens Habitat"
        yield Candidate(start, match.end(), kind, "organisation.suffix", 0.9, territory, start - 1)


def _announcements(text: Text) -> Iterator[tuple[int, Candidate]]:
    """Names after a word that only says what kind of body they are, with the place of that word."""
    for found in _categories().find(text):
        said = found.entry.attributes
        start, end = _quoted(text.folded, found.end)
        if start == end and (_plain(text.folded, found.start) or text.folded[found.start : found.end].isupper()):
            start, end = _announced(text.folded, found.end, elided="elided" in said)
            if start == end and _OWNED.search(text.folded, max(0, found.start - _BEFORE), found.start):
                start, end = _apposed(text.folded, found.end)
        if start < end and "site" in said:
            end = _before_town(text.folded, start, end)
        platform = found.words == "groupe" and phrases.PLATFORM.match(text.folded, start)
        if start < end and not platform and not _is_none(text.folded[start:end], said):
            yield found.start, Candidate(start, end, said["type"], "organisation.category", 0.85, name_start=start)


def _is_none(name: str, said: Mapping[str, object]) -> bool:
    """Whether what follows a word of category is no name of a body: a letter, a kind of body, a person."""
    person = "people" in said and " " in name and phrases.is_given(name.split(maxsplit=1)[0], rare=True)
    return person or len(name) == 1 or name in lexicon.words("organisations", "no-organisation")


def _quoted(folded: str, end: int) -> tuple[int, int]:
    """The span of a name in quotation marks after a word of category; empty if there is none."""
    for begin in (end, _after_adjective(folded, end)):
        quoted = _QUOTED.match(folded, begin)
        if quoted and _CAPITAL.match(quoted[1]):
            return quoted.span(1)
    return end, end


def _apposed(folded: str, end: int) -> tuple[int, int]:
    """The span of a name in apposition, "son club, le Rhin Nautique, …"; empty if there is none."""
    article = _APPOSITION.match(folded, end)
    stop = phrases.proper_run(folded, article.end()) if article else end
    return (article.end(), stop) if article and folded[stop : stop + 1] in {",", ".", ";"} else (end, end)


def _before_town(folded: str, start: int, end: int) -> int:
    """Where the name of a company ends before the town of its site: usine "Bel" de Sablé."""
    of = folded.find(" de ", start, end)
    return of if of > 0 and phrases.territory(folded, of + len(" de ")) else end


def _announced(folded: str, end: int, *, elided: bool) -> tuple[int, int]:
    """The span of a proper name after a word of category, an adjective between them; empty if there is none."""
    for begin in (end, _after_adjective(folded, end)):
        if folded[begin : begin + 1] == " " and not _CIVILITY.match(folded, begin + 1):
            stop = phrases.proper_run(folded, begin + 1, elided=elided)
            if stop > begin + 1:
                return begin + 1, stop
    return end, end


def _after_adjective(folded: str, end: int) -> int:
    match = _ADJECTIVES.match(folded, end)
    return match.end() if match else end
