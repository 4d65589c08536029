"""People: every occurrence of the name of an individual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.extractors.people import grouping, mentions, names, officials, roles
from pipeline.extractors.people.candidate import Candidate
from pipeline.extractors.people.mentions import Named
from pipeline.extractors.people.names import Name
from pipeline.types import Analysis, Document, Mention, column

KIND: Final = "person"
TABLE: Final = "people"


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person, as the document names them."""

    name: str | None = column(
        "string",
        fr="Nom le plus complet dans le document",
        en="Fullest form of the name in the document",
        example="Michel Dagbert",
        scored=True,
    )
    given_name: str | None = column("string", fr="Prénom", en="Given name", example="Michel")
    family_name: str | None = column("string", fr="Nom de famille", en="Family name", example="Dagbert")
    civility: str | None = column("string", fr="Civilité", en="Civility", example="M.")
    role: str | None = column(
        "string",
        fr="Fonction ou titre, tel qu’écrit",
        en="Function or title, as written",
        example="maire de Lens",
        reported=True,
    )
    person_id: str | None = column(
        "string",
        fr="Regroupe les mentions d’une même personne",
        en="Groups the mentions of one person",
        example="p-5f1c2a",
    )
    official_id: str | None = column(
        "string",
        fr="Élu correspondant du Répertoire national des élus",
        en="Matching official of the Répertoire national des élus",
        example="maire-62498-exemple-jeanne",
    )


VALUE: Final = PersonValue


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """People of a document, in any order; names that were rejected carry a reason."""
    kept, lost = mentions.decide(document.text, analysis)
    for candidate in lost:
        yield _mention(document, candidate, PersonValue())
    found = roles.assign(
        document.text, analysis, [(mention.candidate.start, mention.candidate.end) for mention in kept]
    )
    persons = _persons(document, [mention.name for mention in kept], found)
    for mention, role in zip(kept, found, strict=True):
        value = persons[names.plain(str(mention.name))]
        yield _mention(document, mention.candidate, _value(mention, value, role))


def _persons(document: Document, found: list[Name], given_roles: list[str | None]) -> dict[str, tuple[str, str | None]]:
    """By plain name: the id of the person and, for elected officials, that of the Répertoire."""
    held: dict[str, list[str]] = {}
    by_name = {names.plain(str(name)): name for name in found}
    for name, role in zip(found, given_roles, strict=True):
        held.setdefault(names.plain(str(name)), []).extend([role] if role else [])
    persons = {}
    for key, own in held.items():
        links = {link for role in own if (link := officials.official_id(by_name[key], role, document))}
        official = min(links) if len(links) == 1 else None
        persons[key] = (grouping.person_id(document, key, own, official), official)
    return persons


def _value(mention: Named, person: tuple[str, str | None], role: str | None) -> PersonValue:
    return PersonValue(
        name=str(mention.name),
        given_name=mention.name.given or None,
        family_name=mention.name.family or None,
        civility=mention.candidate.civility,
        role=role,
        person_id=person[0],
        official_id=person[1],
    )


def _mention(document: Document, candidate: Candidate, value: PersonValue) -> Mention:
    return Mention(
        KIND,
        candidate.start,
        candidate.end,
        document.text[candidate.start : candidate.end],
        value,
        candidate.rule,
        candidate.confidence,
        candidate.lost,
    )
