"""People: every occurrence of the name of an individual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.extractors.people import grouping, mentions, names, roles
from pipeline.extractors.people.candidates import Candidate
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
        example="",
    )


VALUE: Final = PersonValue


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """People of a document, in any order; names that were rejected carry a reason."""
    kept, lost = mentions.decide(document.text, analysis)
    for candidate in lost:
        yield _mention(document, candidate, PersonValue())
    given_roles = roles.assign(document.text, analysis, [(mention.start, mention.end) for mention in kept])
    for mention, role in zip(kept, given_roles, strict=True):
        yield _mention(document, mention.candidate, _value(document, mention, role))


def _value(document: Document, mention: mentions.Named, role: str | None) -> PersonValue:
    name = mention.name
    return PersonValue(
        name=str(name),
        given_name=name.given or None,
        family_name=name.family or None,
        civility=mention.candidate.civility,
        role=role,
        person_id=grouping.person_id(document.document_id, names.plain(str(name))),
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
