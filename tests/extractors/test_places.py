from __future__ import annotations

import time

import pytest

from pipeline import nlp
from pipeline.extractors import places
from pipeline.types import Document, Entity, Mention


def candidates(text: str, entities: tuple[Entity, ...] = (), **about: str) -> list[Mention]:
    document = Document("d", "d", text, **about)  # type: ignore[arg-type]
    return list(places.find(document, nlp.prepare(document, entities)))


def mentions(text: str, **about: str) -> list[Mention]:
    return [mention for mention in candidates(text, **about) if mention.lost is None]


def only(text: str, **about: str) -> Mention:
    (mention,) = mentions(text, **about)
    return mention


def test_a_link_carries_territory_and_position() -> None:
    value = only("La gare de Libercourt rouvre.").value

    assert (value.name, value.code, value.departement_code, value.region_code) == ("Libercourt", "62907", "62", "32")
    assert value.latitude == pytest.approx(50.48, abs=0.05)
    assert value.longitude == pytest.approx(3.01, abs=0.05)


def test_a_name_with_no_namesake_is_certain() -> None:
    value = only("La gare de Libercourt rouvre.").value

    assert (value.link_confidence, value.candidates) == (1.0, ())


def test_a_homonym_says_what_else_it_could_be_and_is_less_certain() -> None:
    value = only("La mairie de Montreuil ouvre samedi.").value

    assert value.link_confidence < 0.95
    assert "62588" in {value.code, *value.candidates}


def test_a_qualifier_makes_a_homonym_certain() -> None:
    assert only("La mairie de Montreuil (62) ouvre samedi.").value.link_confidence > 0.95


def test_one_territory_under_two_kinds_is_no_doubt() -> None:
    assert only("Le maire de Paris a répondu.").value.link_confidence > 0.95


def test_the_issuer_decides_between_namesakes() -> None:
    assert only("Le centre de Sainte-Marie rouvre.", issuer_code="35").value.code == "35294"


def test_overseas_is_a_departement_in_a_list_of_departements() -> None:
    by_name = {m.text: m.value.code for m in mentions("Dans l'Ain, la Guadeloupe et le Var, le plan est activé.")}

    assert by_name == {"Ain": "01", "Guadeloupe": "971", "Var": "83"}


def test_a_rejected_name_says_why() -> None:
    lost = {m.text: m.lost for m in candidates("Le RC Lens joue rue de Calais.")}

    assert lost == {"Lens": "inside a name (club)", "Calais": "inside a name (street)"}


def test_the_model_alone_is_not_enough_for_an_unknown_name() -> None:
    text = "Les Franciliens de Zorbaville"
    entities = (Entity(0, 15, "LOC"), Entity(19, 29, "LOC"))

    assert [m for m in candidates(text, entities) if m.lost is None] == []


def test_the_model_and_a_preposition_find_a_hamlet() -> None:
    text = "La fête aura lieu à Zorbaville."

    found = [m.text for m in candidates(text, (Entity(20, 30, "LOC"),)) if m.lost is None]

    assert found == ["Zorbaville"]


def test_offsets_point_into_the_original() -> None:
    text = "À\u00a0Villeneuve\u202fd’Ascq et à L’Haÿ-les-Roses"

    assert all(text[m.start : m.end] == m.text for m in candidates(text))
    assert [m.text for m in mentions(text)] == ["Villeneuve\u202fd’Ascq", "L’Haÿ-les-Roses"]


def test_nothing_in_nothing() -> None:
    assert candidates("") == []


@pytest.mark.parametrize(
    "unit", ["Saint-", "La ", "Rue de Paris ", "A, B et ", "quartier de la ", "Ville de (", "Nord-Est ", "d'", "École "]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    candidates("Lens")  # loads the gazetteer

    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        started = time.process_time()
        candidates(text)
        return time.process_time() - started

    small = max(seconds(25_000), 0.02)
    assert seconds(100_000) < 12 * small
