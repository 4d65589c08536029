"""Which mentions of a document name the same person, and by what name."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.extractors.people import names
from pipeline.extractors.people.names import Name
from pipeline.types import Document


@dataclass(slots=True)
class _Person:
    """One person of a document, under the fullest form of the name met; `seen` is when it was last used."""

    name: Name
    seen: int = -1


class People:
    """The persons that a document names in whole, by family name and by first name."""

    def __init__(self, whole: Iterable[Name]) -> None:
        self._by_family: dict[str, list[_Person]] = {}
        self._by_given: dict[str, list[_Person]] = {}
        self._aliases: dict[str, Name] = {}
        self._uses = 0
        for name in whole:
            if name.given and name.family:
                self._add(name)
        self._merge()
        self._shorten()
        for persons in self._by_family.values():
            for person in persons:
                self._by_given.setdefault(names.plain(person.name.given), []).append(person)
        everybody = itertools.chain.from_iterable(self._by_family.values())
        self._whole = frozenset(names.plain(str(person.name)) for person in everybody)

    def _add(self, name: Name) -> None:
        persons = self._by_family.setdefault(names.plain(name.family), [])
        given = names.plain(name.given)
        for person in persons:
            own = names.plain(person.name.given)
            if _compatible(given, own) or _compatible(own, given):
                person.name = name if len(given) > len(own) else person.name
                return
        persons.append(_Person(name))

    def _merge(self) -> None:
        """Make one of "Jeanne Morel" and "Jeanne Vidal-Morel": same first name, one family name inside the other."""
        for family, persons in self._by_family.items():
            for part in {family.split()[0], family.split()[-1]} - {family}:
                for other in self._by_family.get(part, ()):
                    for person in persons:
                        if names.plain(person.name.given) == names.plain(other.name.given):
                            other.name = person.name

    def _shorten(self) -> None:
        """Know "Fattah Al Sissi" as "Al Sissi" too."""
        for family, persons in list(self._by_family.items()):
            rest = family.split()[1:]
            for number, word in enumerate(rest):
                if names.opens_family(word) and number + 1 < len(rest):
                    self._by_family.setdefault(" ".join(rest[number:]), []).extend(persons)
                    break

    def alias(self, other: str, name: Name) -> None:
        """Note that somebody is also called by another name ("Jean Morel dit Momo")."""
        self._aliases[names.plain(other)] = name

    @property
    def names(self) -> tuple[Name, ...]:
        """The fullest name of each person."""
        return tuple({person.name for persons in self._by_family.values() for person in persons})

    @property
    def families(self) -> frozenset[str]:
        """Family names, plain."""
        return frozenset(self._by_family)

    @property
    def whole(self) -> frozenset[str]:
        """First name and family name together, plain."""
        return self._whole

    @property
    def given(self) -> frozenset[str]:
        """First names, plain."""
        return frozenset(self._by_given) | frozenset(self._aliases)

    def knows(self, word: str) -> bool:
        """Whether a word is the family name or first name of one of them."""
        return names.plain(word) in self._aliases or bool(self._alone(word)) or names.plain(word) in self._whole

    def _alone(self, word: str) -> list[_Person]:
        plain = names.plain(word)
        return self._by_family.get(plain) or self._by_given.get(plain) or []

    def fullest(self, name: Name, civility: str | None, *, capitals: bool) -> Name:
        """The fullest form of a name in the document; variant spellings keep their own."""
        civil = self._aliases.get(names.plain(str(name))) or self._aliases.get(names.plain(name.given))
        if civil and name.family in {"", civil.family, str(name)}:
            return civil
        if name.given and name.family:
            same = self._same(name)
            shorter = same is not None and names.plain(str(name)) != names.plain(str(same.name))
            chosen = same.name if same and (shorter or capitals) else name
        else:
            same = self._choose(self._alone(str(name)), civility)
            chosen = same.name if same else name
        if same:
            self._uses += 1
            same.seen = self._uses
        return chosen

    def _same(self, name: Name) -> _Person | None:
        given = names.plain(name.given)
        persons = self._by_family.get(names.plain(name.family), ())
        return next((person for person in persons if _compatible(given, names.plain(person.name.given))), None)

    @staticmethod
    def _choose(same: Sequence[_Person], civility: str | None) -> _Person | None:
        """Of several persons of one name, the one whose sex fits the civility, then the one named last."""
        sex = names.civility_sex(civility) if civility else None
        fitting = [person for person in same if sex and names.sex(person.name.given) == sex] or same
        return max(fitting, key=lambda person: person.seen, default=None)


def _compatible(given: str, full: str) -> bool:
    """Whether a first name or initials (plain) may stand for another ("j p" for "jean pierre")."""
    short, long = given.split(), full.split()
    return len(short) <= len(long) and all(
        part == whole or (len(part) <= 2 and whole.startswith(part))  # noqa: PLR2004 - J., Ph.
        for part, whole in zip(short, long, strict=False)
    )


def person_id(document: Document, name: str, held: Sequence[str], official: str | None) -> str:
    """The id of a person: shared over documents when an official, or when name and role agree.

    A role counts when it says where ("maire de Lens"), or when the issuer of the document does.
    All others keep an id of their own document: a name alone groups nothing.
    """
    if official:
        return _digest("official", official)
    placed = [role for role in held if len(role.split()) > 2]  # noqa: PLR2004 - head, preposition, place
    if placed:
        return _digest("role", name, names.plain(placed[0]))
    if held and document.issuer_code:
        return _digest("issuer", name, names.plain(held[0]), document.issuer_code)
    return _digest("document", document.document_id, name)


def _digest(*parts: str) -> str:
    return "p-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
