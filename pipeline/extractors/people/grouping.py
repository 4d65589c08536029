"""Which mentions of a document name the same person, and by what name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.extractors.people import names
from pipeline.extractors.people.names import Name


@dataclass(slots=True)
class Person:
    """One person of a document, under the fullest form of the name met."""

    name: Name

    @property
    def given(self) -> str:
        """First name, for comparison."""
        return names.plain(self.name.given)

    @property
    def family(self) -> str:
        """Family name, for comparison."""
        return names.plain(self.name.family)


def compatible(given: str, full: str) -> bool:
    """Whether a first name or initials (plain) may stand for another ("j p" for "jean pierre")."""
    if given == full:
        return True
    short, long = given.split(), full.split()
    return (
        bool(short)
        and len(short) <= len(long)
        and all(
            part == whole or (len(part) <= 2 and whole.startswith(part))  # noqa: PLR2004 - J., Ph.
            for part, whole in zip(short, long, strict=False)
        )
    )


def people(found: Sequence[Name]) -> list[Person]:
    """The persons behind whole names, each under its fullest form, in order of first mention."""
    persons: list[Person] = []
    for name in found:
        if not (name.given and name.family):
            continue
        given, family = names.plain(name.given), names.plain(name.family)
        same = next(
            (p for p in persons if p.family == family and (compatible(given, p.given) or compatible(p.given, given))),
            None,
        )
        if same is None:
            persons.append(Person(name))
        elif len(given) > len(same.given):
            same.name = name
    return persons


def choose(same: Sequence[Person], civility: str | None, earlier: Sequence[Name]) -> Person:
    """Of several persons of one family name, the one whose sex fits, then the one named last."""
    sex = _sex(civility)
    fitting = [person for person in same if sex and names.gender(person.name.given) == sex] or list(same)
    order = {name: number for number, name in enumerate(earlier)}
    return max(fitting, key=lambda person: order.get(person.name, -1))


def _sex(civility: str | None) -> str | None:
    if civility is None:
        return None
    for entry_id, sex in (("feminine", "f"), ("masculine", "m")):
        if civility.lower() in {word.lower() for word in lexicon.words("people", entry_id)}:
            return sex
    return None


def person_id(*parts: str) -> str:
    """A short id that depends on its parts alone."""
    return "p-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
