"""Bodies that only the document makes known: by the model, an acronym in brackets, the site's address, repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from pipeline import gazetteer, lexicon
from pipeline.extractors.organisations.acronyms import BRACKETED, abbreviates
from pipeline.extractors.organisations.candidate import Candidate
from pipeline.extractors.organisations.dictionary import WORD, Text, joined
from pipeline.text import deaccent, fold
from pipeline.types import Analysis, Document

_BEFORE: Final = 48
_APPOSED_TO: Final = 90  # characters in which stands what an acronym abbreviates
_NAME: Final = re.compile(
    r"(?:[A-ZÀ-ÖØ-ÞŒ]|\d(?=\w*[A-ZÀ-ÖØ-ÞŒ]))[\w'&.+-]*"
    r"(?: (?:et |& |de |du |des |d'|la |le |les |en |of |the )*[A-ZÀ-ÖØ-ÞŒ\d][\w'&.+-]*)*"
)
_OWN: Final = re.compile(r"(?<![\w'-])([A-ZÀ-ÖØ-ÞŒ]\w+)(?: [A-ZÀ-ÖØ-ÞŒ]\w+)?(?![\w-])")
_ACRONYM: Final = re.compile(r"(?<![\w'-])(?=[\w-]*[A-Z][\w-]*[A-Z])[A-Z][A-Za-z\d-]{1,9}(?: \d{1,3})?(?![\w-])")
_CLUB: Final = re.compile(
    r"^(?:[A-Z]{2,4}|Racing|Stade|Olympique|Athletic|Sporting|Girondins|Union|Association|Cercle|Paris|"
    r"[A-Z]\w+ [Cc]lub)(?!\w)|"
    r" (?:Basket|Handball|Volley|Rugby|Football(?: Club)?|Triathlon|Athlétisme|FC|HB)$"
)
_PART: Final = re.compile(r"^[\w@./-]\||\|[\w@/-]$")
_LOWER: Final = re.compile(r"(?<!\w)[a-zà-ÿœ]\w*")
_COMMON: Final = 3  # letters below which a name alone is no evidence
_LONG: Final = 5  # letters from which a name may be looked for again, or in the address of the site
_ARTICLE: Final = re.compile(
    r"(?<!\w)(?:[Ll]'|[Ll]a |[Ll]e |[Dd]u |[Aa]u |[Dd]e l'|[Dd]e la |[Àà] l'|[Àà] la |[Dd]'|[Dd]e )$"
)


@cache
def _measures() -> frozenset[str]:
    return frozenset(lexicon.words("organisations", "no-organisation"))


@cache
def _before() -> re.Pattern[str]:
    return lexicon.entry("organisations", "before").pattern


@cache
def _measure() -> re.Pattern[str]:
    return lexicon.entry("organisations", "measure").pattern


@cache
def _after() -> re.Pattern[str]:
    return lexicon.entry("organisations", "after").pattern


@cache
def generic() -> frozenset[str]:
    """Heads of bodies in lower case: alone they name none."""
    heads = [entry for entry in lexicon.entries("organisations") if "tail" in entry.attributes]
    return frozenset(fold(word).lower() for entry in heads for word in entry.words) | frozenset(
        lexicon.words("organisations", "generic")
    )


def clubs(analysis: Analysis) -> Iterator[Candidate]:
    """Sports clubs, whose names are zones of the text already."""
    for zone in analysis.zones:
        if zone.kind == "club" and _CLUB.search(analysis.folded[zone.start : zone.end]):
            yield Candidate(zone.start, zone.end, "club", "organisation.club", 0.85, name_start=zone.start)


def site(document: Document, folded: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names that the address of the site spells: who speaks there; of the kind that a known name has."""
    kinds = {(c.start, c.end): c.type for c in found}
    host = (urlsplit(document.url or "").hostname or "").removeprefix("www.")
    labels = {piece for label in host.split(".")[:-1] for piece in (label.replace("-", ""), *label.split("-"))}
    labels = {label for label in labels if len(label) >= _LONG and ".gouv." not in host}
    first = {label[0] for label in labels}
    for match in _OWN.finditer(folded) if labels else ():
        if deaccent(match[1][0]).lower() not in first:
            continue
        for name in (match.group(), match[1]):
            if gazetteer.squash(name) in labels and not _is_else(name):
                end = match.start() + len(name)
                kind = kinds.get((match.start(), end), "company")
                yield Candidate(match.start(), end, kind, "organisation.site", 0.85, name_start=match.start())
                break


def _is_else(name: str) -> bool:
    """Whether a name is that of a place, or a generic word."""
    places = gazetteer.lookup(gazetteer.key(name)) or gazetteer.lookup(gazetteer.bare(name)[1])
    return name.lower() in generic() or (" " not in name and name.lower() in _common()) or bool(places)


def model(document: Document, analysis: Analysis, taken: Sequence[Candidate]) -> Iterator[Candidate]:
    """Entities that the model takes for organisations, where something else speaks for it."""
    folded = analysis.folded
    host = gazetteer.squash((urlsplit(document.url or "").hostname or "").removeprefix("www."))
    entities = [e for e in analysis.entities if e.label == "ORG"]
    free = _free(len(folded), taken)
    lower = frozenset(_LOWER.findall(folded))
    times = Counter(folded[e.start : e.end].casefold() for e in entities)
    for entity in entities:
        start, end = _trimmed(folded, entity.start, entity.end)
        if start == end or not all(free[start:end]):
            continue
        alone = " " not in (name := folded[start:end]) and (name.lower() in lower or name.lower() in _common())
        repeated = times[name.casefold()] > 1 and not alone
        lost = _doubt(folded, start, end, host, repeated=repeated)
        yield Candidate(start, end, _guess(folded, end), "organisation.model", 0.7, name_start=start, lost=lost)


def _free(size: int, taken: Sequence[Candidate]) -> bytearray:
    """For each character, whether it belongs to no name yet."""
    free = bytearray(b"\1" * size)
    for candidate in taken:
        if not candidate.lost:
            free[candidate.start : candidate.end] = bytes(candidate.end - candidate.start)
    return free


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    """The capitalised name inside an entity, without what the model took along."""
    match = _NAME.search(folded, start, end)
    return match.span() if match else (start, start)


def _guess(folded: str, end: int) -> str:
    right = folded[end : end + 20].lower()
    return next((kind for word, kind in _APPOSED.items() if word in right), "company")


_APPOSED: Final = {"association": "association", "club": "club", "scène nationale": "culture", "syndicat": "union"}


def _doubt(folded: str, start: int, end: int, host: str, *, repeated: bool) -> str | None:
    """Why an entity of the model is no mention; None when the text bears it out."""
    name, before = folded[start:end], folded[max(0, start - _BEFORE) : start]
    squashed = gazetteer.squash(name)
    if _PART.search(f"{before[-1:]}|{folded[end : end + 1]}"):
        return "part of a longer word, an address or a path"
    if name in _measures() or _events().search(name) or (len(squashed) < _COMMON and not name.isupper()):
        return "a measure, an event or a word"
    if _measure().search(folded, max(0, start - _APPOSED_TO), start):
        return "the acronym of a measure"
    if _is_else(name):
        return "the name of a place or a generic word"
    long = len(squashed) >= _LONG
    borne_out = (
        (long and squashed in host)
        or (_ACRONYM.fullmatch(name) and _ARTICLE.search(before))
        or _before().search(before)
        or _after().search(folded[end : end + _BEFORE])
        or (long and repeated)
    )
    return None if borne_out else "only the model takes it for an organisation"


@cache
def _events() -> re.Pattern[str]:
    return lexicon.entry("organisations", "event").pattern


@cache
def _common() -> frozenset[str]:
    return frozenset(word.lower() for word in lexicon.words("people", "common"))


def tied(text: Text, long_forms: Sequence[Candidate]) -> Iterator[Candidate]:
    """Acronyms in brackets right after a long form, and wherever else they stand alone."""
    known: dict[str, Candidate] = {}
    for form in long_forms:
        bracket = BRACKETED.match(text.folded, form.end) if not form.lost else None
        if bracket and abbreviates(bracket[1], text.folded[form.start : form.end]):
            known.setdefault(bracket[1], form)
    yield from again(text, known, "organisation.acronym", 0.9)


def again(text: Text, known: Mapping[str, Candidate], rule: str, confidence: float) -> Iterator[Candidate]:
    """Every occurrence of names that the document has made known."""
    by_word: dict[str, list[str]] = {}
    for name in sorted(known, key=lambda name: (-len(name), name)):
        if first := WORD.match(name):
            by_word.setdefault(first.group(), []).append(name)
    for start, word, _ in text.words:
        for name in by_word.get(word, ()):
            end = start + len(name)
            if text.folded.startswith(name, start) and not joined(text.folded, end):
                form = known[name]
                yield Candidate(start, end, form.type, rule, confidence, form.territory, form.name_start)
                break


def repeats(text: Text, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Names of companies, clubs and associations where nothing but the name tells."""
    known: dict[str, Candidate] = {}
    for candidate in found:
        name = text.folded[candidate.start : candidate.end]
        if (
            candidate.lost
            or candidate.rule not in _OWN_NAMES
            or len(name) < _LONG
            or gazetteer.lookup(gazetteer.key(name))
        ):
            continue
        known.setdefault(name, candidate)
        if " " not in name:
            known.setdefault(name.upper(), candidate)
    yield from again(text, known, "organisation.repeat", 0.8)


_OWN_NAMES: Final = frozenset({"organisation.category", "organisation.model", "organisation.site", "organisation.club"})
