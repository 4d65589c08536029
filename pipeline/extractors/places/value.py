"""What a place is worth: kind, official code, position."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.types import column


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A geographic entity."""

    name: str | None = column("string", fr="Nom officiel", en="Canonical name", example="Libercourt")
    place_type: str | None = column(
        "string",
        fr="Nature du lieu",
        en="Kind of place",
        example="commune",
        words=(
            "commune",
            "departement",
            "region",
            "country",
            "epci",
            "canton",
            "area",
            "continent",
            "natural",
            "other",
        ),
        reported=True,
    )
    code: str | None = column(
        "string",
        fr="Code INSEE, SIREN (EPCI) ou ISO 3166-1 (pays)",
        en="INSEE code, SIREN (EPCI) or ISO 3166-1 (country)",
        example="62907",
        scored=True,
        if_known=True,
    )
    departement_code: str | None = column(
        "string", fr="Code du département", en="Code of the département", example="62"
    )
    region_code: str | None = column("string", fr="Code de la région", en="Code of the région", example="32")
    latitude: float | None = column("number", fr="Latitude (WGS 84)", en="Latitude (WGS 84)", example="50.48")
    longitude: float | None = column("number", fr="Longitude (WGS 84)", en="Longitude (WGS 84)", example="3.01")
    link_confidence: float | None = column(
        "number", fr="Confiance dans le code, de 0 à 1", en="Confidence in the code, 0–1", example="0.97"
    )
    candidates: tuple[str, ...] = column(
        "list", fr="Codes également possibles", en="Codes that were also possible", example="93066|97411", default=()
    )
