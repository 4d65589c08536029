"""Links to the Répertoire national des élus: name, function and place must agree."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest

from pipeline import gazetteer, lexicon
from pipeline.extractors.people import names, officials
from pipeline.extractors.people.names import Name
from pipeline.types import Document

NOWHERE = Document("d", "d", "")


@cache
def _mayor() -> dict[str, Any]:
    """A mayor of the register whose name is borne once and whose commune the gazetteer knows by one code."""
    rows = lexicon.table("officials").to_pylist()
    borne = Counter((row["family_name"], row["given_name"]) for row in rows)
    for row in rows:
        place = gazetteer.by_code("commune", row["place_code"]) if row["function"] == "maire" else None
        alone = borne[row["family_name"], row["given_name"]] == 1
        if place and alone and len(gazetteer.lookup(gazetteer.key(place.name))) == 1:
            return {**row, "commune": place.name}
    pytest.fail("the register holds no such mayor")


def _name() -> Name:
    return Name(_mayor()["given_name"], names.ordinary(_mayor()["family_name"]))


def test_name_function_and_place_link() -> None:
    assert officials.official_id(_name(), f"maire de {_mayor()['commune']}", NOWHERE) == _mayor()["official_id"]


def test_the_issuer_gives_the_place_that_the_role_does_not() -> None:
    document = Document("d", "d", "", issuer_code=_mayor()["place_code"])

    assert officials.official_id(_name(), "Maire", document) == _mayor()["official_id"]


@pytest.mark.parametrize("role", ["maire", "maire de Vierzon", "président du club", "ancien maire", "adjoint au maire"])
def test_anything_less_links_nothing(role: str) -> None:
    assert officials.official_id(_name(), role, NOWHERE) is None


def test_another_name_links_nothing() -> None:
    assert officials.official_id(Name("Zébulon", "Quidam"), f"maire de {_mayor()['commune']}", NOWHERE) is None


def test_the_register_holds_names_functions_and_places_only() -> None:
    columns = lexicon.table("officials").column_names

    assert columns == ["official_id", "family_name", "given_name", "function", "place_code"]


def test_no_first_name_is_rare_enough_to_point_at_a_person() -> None:
    assert min(lexicon.table("first_names")["bearers"].to_pylist()) >= 3
