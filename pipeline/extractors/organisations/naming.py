"""The fullest name of a body in the document, its acronym, its code."""

from __future__ import annotations

import bisect
import dataclasses
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
_MOST_INITIALS: Final = 10  # words of a name whose initials an acronym may have
_SMALL: Final = frozenset({"de", "du", "des", "d", "la", "le", "les", "l"})
_EXPANDED: Final = {"ch": "centre hospitalier", "chu": "centre hospitalier universitaire"}


def values(document: Document, folded: str, kept: Sequence[Candidate]) -> dict[Candidate, OrganisationValue]:
    """The value of each mention: those of one body share name, code and id."""
    names = Names(document.text, folded, kept)
    bodies: dict[Candidate, OrganisationValue] = {}
    found = {}
    for candidate in kept:
        form = names.fullest(candidate)
        if form not in bodies:
            name = ordinary(names.of(form))
            bodies[form] = OrganisationValue(
                name, names.acronym(form), form.type, _code(document, folded, form), _identifier(document, name)
            )
        own = bodies[form].acronym or _own_acronym(names.of(candidate))
        found[candidate] = dataclasses.replace(bodies[form], acronym=own)
    return found


class Names:
    """The names of bodies in a document: which ones mean the same, which is the fullest."""

    def __init__(self, text: str, folded: str, kept: Sequence[Candidate]) -> None:
        self._text = text
        self._ties: dict[str, Candidate] = {}
        self._forms: dict[str, list[Candidate]] = {}
        for candidate in kept:
            self._forms.setdefault(_key(self.of(candidate)), []).append(candidate)
            bracket = BRACKETED.match(folded, candidate.end)
            if bracket and abbreviates(bracket[1], folded[candidate.start : candidate.end]):
                self._ties.setdefault(bracket[1], candidate)
        self._acronyms = {form: acronym for acronym, form in reversed(self._ties.items())}
        self._keys = sorted(self._forms)
        self._spelled: dict[str, set[str]] = {}
        for key in self._keys:
            letters = _initials(key)
            for size in range(2, len(letters) + 1):
                self._spelled.setdefault(letters[:size], set()).add(key)
        self._best = {key: self._choose(forms) for key, forms in self._forms.items()}

    def of(self, candidate: Candidate) -> str:
        """A name as written."""
        return self._text[candidate.start : candidate.end]

    def acronym(self, form: Candidate) -> str | None:
        """The acronym that the document ties to a long form."""
        return self._acronyms.get(form) or _own_acronym(self.of(form))

    def fullest(self, candidate: Candidate) -> Candidate:
        """The mention that names the same body most fully."""
        name = self.of(candidate)
        if name in self._ties:
            return self._ties[name]
        key = _key(name)
        longer = self._longer(key)
        if longer is None and _ACRONYM.fullmatch(name) and len(spelled := self._spelled.get(key, set())) == 1:
            (longer,) = spelled
        best = self._best[longer or key]
        return self._ties.get(self.of(best), best)

    def _longer(self, key: str) -> str | None:
        """The only name that begins with this one; None when there is none, or several."""
        start = bisect.bisect_left(self._keys, key + " ")
        found = [other for other in self._keys[start : start + 2] if other.startswith(key + " ")]
        return found[0] if len(found) == 1 else None

    def _choose(self, forms: Sequence[Candidate]) -> Candidate:
        times = Counter(map(self.of, forms))

        def rank(form: Candidate) -> tuple[int, bool, int, int]:
            name = self.of(form)
            return len("".join(_content(name))), not name.isupper(), times[name], -form.start

        return max(forms, key=rank)


def _content(name: str) -> list[str]:
    """The words of a name, folded, without articles and prepositions."""
    return [word for word in gazetteer.key(name).split() if word not in _SMALL]


def _key(name: str) -> str:
    """What is equal for two spellings of one name."""
    first, *others = _content(name) or [""]
    return " ".join([_EXPANDED.get(first, first), *others])


def _initials(key: str) -> str:
    words = [word for word in key.split()[:_MOST_INITIALS] if len(word) > 2]  # noqa: PLR2004 - no et, en
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def ordinary(name: str) -> str:
    """A name in ordinary case, its first letter a capital: "VILLE DE PARIS" → "Ville De Paris"."""
    plain = _INNER.sub("", " ".join(name.split()))
    long = [word for word in plain.split() if len(word) > _CAPITALS]
    if plain.isupper() and (len(long) > 1 or any(len(word) > 2 * _CAPITALS for word in long)):
        plain = plain.title()
    return plain[:1].upper() + plain[1:]


def _own_acronym(name: str) -> str | None:
    """The acronym that a name is, or begins with ("ARS Occitanie")."""
    if inner := _INNER.search(name):
        return inner.group().strip(" ()")
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
