"""What an organisation is worth: its full name, what kind of body it is, its official code."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.types import column

TYPES = (
    "authority",
    "state",
    "health",
    "education",
    "culture",
    "company",
    "chamber",
    "association",
    "union",
    "party",
    "club",
    "media",
    "international",
    "other",
)


@dataclass(frozen=True, slots=True)
class OrganisationValue:
    """An organisation, as the document names it."""

    name: str | None = column(
        "string",
        fr="Nom le plus complet dans le document",
        en="Fullest form of the name in the document",
        example="Agence régionale de santé Occitanie",
        scored=True,
    )
    acronym: str | None = column("string", fr="Sigle", en="Acronym", example="ARS")
    organisation_type: str | None = column(
        "string",
        fr="Nature de l’organisation",
        en="Kind of organisation",
        example="state",
        words=TYPES,
        reported=True,
    )
    code: str | None = column(
        "string",
        fr="Code INSEE ou SIREN du territoire dont elle est l’administration",
        en="INSEE code or SIREN of the territory that it administers",
        example="76",
        scored=True,
        if_known=True,
    )
    organisation_id: str | None = column(
        "string",
        fr="Regroupe les mentions d’une même organisation dans le document",
        en="Groups the mentions of one organisation in the document",
        example="o-5f1c2a9d03b7",
    )
