"""The fullest name of a body in the document, its acronym, its code."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pipeline import gazetteer, issuer
from pipeline.extractors.organisations import phrases
from pipeline.extractors.organisations.acronyms import BRACKETED, abbreviates
from pipeline.extractors.organisations.candidate import Candidate
from pipeline.extractors.organisations.value import OrganisationValue
from pipeline.gazetteer import Place
from pipeline.types import Document

_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z\d]*[A-Z][A-Za-z\d-]*(?: \d{1,3})?|Caf|Insee|Anah|Crous")
_HEAD: Final = re.compile(r"([A-Z][A-Za-z]*)(?: |$)")
_OF: Final = re.compile(r" (?:de la |de l'|du |des |de |d')")
_INNER: Final = re.compile(r" ?\([A-ZÀ-Ý][\w&.-]{1,11}\)")
_CAPITALS: Final = 4  # letters of an acronym at most; longer words in capitals are shouting
_OUTWEIGHS: Final = 8  # times the inhabitants of its namesakes, by which a town is meant when nothing else tells
_SMALL: Final = frozenset({"de", "du", "des", "d", "la", "le", "les", "l"})
_EXPANDED: Final = {"ch": "centre hospitalier", "chu": "centre hospitalier universitaire"}


def values(document: Document, folded: str, kept: Sequence[Candidate]) -> dict[Candidate, OrganisationValue]:
    """The value of each mention: those of one body share name, code and id."""
    names = {c: document.text[c.start : c.end] for c in kept}
    acronyms = _ties(folded, kept)
    full = {c: _fullest(c, kept, names, acronyms) for c in kept}
    found = {}
    for candidate in kept:
        form = full[candidate]
        name = ordinary(names[form])
        found[candidate] = OrganisationValue(
            name=name,
            acronym=_acronym(names[candidate], form, acronyms),
            organisation_type=form.type,
            code=_code(document, folded, form),
            organisation_id=_identifier(document, name),
        )
    return found


def _ties(folded: str, kept: Sequence[Candidate]) -> dict[str, Candidate]:
    """Acronym → the long form that it stands in brackets after."""
    ties: dict[str, Candidate] = {}
    for candidate in kept:
        bracket = BRACKETED.match(folded, candidate.end)
        if bracket and abbreviates(bracket[1], folded[candidate.start : candidate.end]):
            ties.setdefault(bracket[1], candidate)
    return ties


def _fullest(
    candidate: Candidate, kept: Sequence[Candidate], names: dict[Candidate, str], ties: dict[str, Candidate]
) -> Candidate:
    """The mention that names the same body most fully."""
    name = names[candidate]
    if name in ties:
        return ties[name]
    key = _key(name)
    longer = {_key(names[other]): other for other in reversed(kept) if _begins(_key(names[other]), key)}
    if len(longer) == 1:
        (form,) = longer.values()
        return ties.get(names[form], form)
    if not longer and _ACRONYM.fullmatch(name):
        spelled = {_key(names[c]): c for c in reversed(kept) if _initials(names[c]).startswith(key) and " " in names[c]}
        if len(spelled) == 1:
            return next(iter(spelled.values()))
    same = [c for c in kept if _key(names[c]) == key]
    times = Counter(names[c] for c in same)
    return max(
        same, key=lambda c: (len("".join(_content(names[c]))), not names[c].isupper(), times[names[c]], -c.start)
    )


def _content(name: str) -> list[str]:
    """The words of a name, folded, without articles and prepositions."""
    return [word for word in gazetteer.key(name).split() if word not in _SMALL]


def _key(name: str) -> str:
    """What is equal for two spellings of one name."""
    first, *others = _content(name) or [""]
    return " ".join([_EXPANDED.get(first, first), *others])


def _begins(longer: str, key: str) -> bool:
    return longer.startswith(key + " ")


def _initials(name: str) -> str:
    words = [word for word in gazetteer.key(name).split() if len(word) > 2]  # noqa: PLR2004 - no de, la, et
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def ordinary(name: str) -> str:
    """A name in ordinary case, its first letter a capital: "VILLE DE PARIS" → "Ville De Paris"."""
    plain = _INNER.sub("", " ".join(name.split()))
    long = [word for word in plain.split() if len(word) > _CAPITALS]
    if plain.isupper() and (len(long) > 1 or any(len(word) > 2 * _CAPITALS for word in long)):
        plain = plain.title()
    return plain[:1].upper() + plain[1:]


def _acronym(name: str, form: Candidate, ties: dict[str, Candidate]) -> str | None:
    tied = next((acronym for acronym, long in ties.items() if long == form), None)
    if tied:
        return tied
    head = _HEAD.match(name)
    shouted = name.isupper() and " " in name
    return head[1] if head and not shouted and _ACRONYM.fullmatch(head[1]) else None


def _code(document: Document, folded: str, form: Candidate) -> str | None:
    """The code of the territory that a body administers, when its name says which."""
    if form.territory is None:
        return None
    number = re.fullmatch(r" (\d{2,3})", folded[form.name_start : form.end])
    if number and form.territory == "departement":
        return number[1] if gazetteer.by_code("departement", number[1]) else None
    of = _OF.match(folded, form.name_start)
    named = phrases.territory(folded, of.end() if of else form.name_start + 1)
    return _choose(document, named[1], form.territory) if named else None


def _choose(document: Document, places: tuple[Place, ...], kind: str) -> str | None:
    """Of several territories of one name, the only one of that kind, or the only one where the issuer is."""
    readings = {p.code: p for p in places if p.kind == kind and p.status in {"current", "alias"}}
    if len(readings) > 1:
        near = issuer.coverage(document)
        first, second = sorted(readings.values(), key=lambda p: (-p.population, p.code or ""))[:2]
        if first.population > _OUTWEIGHS * second.population:
            near |= {first.departement or ""}
        readings = {code: p for code, p in readings.items() if p.departement in near}
    return next(iter(readings)) if len(readings) == 1 else None


def _identifier(document: Document, name: str) -> str:
    key = f"{document.document_id}\x1f{_key(name)}"
    return "o-" + hashlib.sha256(key.encode()).hexdigest()[:12]
