"""Organisations in whole documents: offsets, untidy text, names that belong together, candidates that lost, cost."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import nlp
from pipeline.extractors import organisations
from pipeline.types import Document, Entity, Mention

SENTENCES = st.sampled_from(
    [
        "La Région Bretagne finance.",
        "L’ARS Occitanie et l’ARS répondent.",
        "L’Agence régionale de santé (ARS) Occitanie",
        "la société Dourbiac et Fils",
        "association « Mémoire du Rail »",
        "VILLE DE BREST",
        "İstanbul et la CGT",
        "Conseil départemental",
        "Rodez Agglomération",
        "\n",
        " — ",
        "le CHU de Limoges (CHU)",
    ]
)
HOSTILE = [
    "Ville de ",
    "association « ",
    "CGT ",
    "ministère de la Culture et de la ",
    "Société des maires et ",
    "A-",
    "Aa Bb Métropole",
    "Conseil supérieur ",
    "ARS (ARS) ",
    "l’association A ",
    "Dourbiac ",
]
PIECE = 12_000  # characters
LIMIT = 9  # times the cost for four times the text: linear is 4, quadratic 16


def _find(text: str, *entities: Entity, **said: str) -> list[Mention]:
    document = Document("d", "d", text, **said)  # type: ignore[arg-type]
    return list(organisations.find(document, nlp.prepare(document, entities)))


def _kept(text: str, *entities: Entity, **said: str) -> list[Mention]:
    return sorted((m for m in _find(text, *entities, **said) if m.lost is None), key=lambda mention: mention.start)


def _entity(text: str, name: str) -> Entity:
    start = text.index(name)
    return Entity(start, start + len(name), "ORG")


@given(st.lists(SENTENCES, max_size=8).map(" ".join))
@settings(deadline=None)
def test_text_is_what_stands_at_the_offsets(text: str) -> None:
    assert all(text[m.start : m.end] == m.text == m.text.strip() for m in _find(text))


@given(st.lists(SENTENCES, max_size=8).map(" ".join))
@settings(deadline=None)
def test_mentions_do_not_overlap(text: str) -> None:
    assert all(left.end <= right.start for left, right in itertools.pairwise(_kept(text)))


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009"])
def test_spaces_do_not_change_the_name(space: str) -> None:
    (mention,) = _kept("Le Conseil départemental du Gers vote.".replace(" ", space))

    assert (mention.value.name, mention.value.code) == ("Conseil départemental du Gers", "32")


def test_an_acronym_bears_the_name_that_it_stands_after() -> None:
    mentions = _kept("L’Établissement public du Val (EPV) ouvre. Plus loin, l’EPV ferme.")

    assert [m.value.name for m in mentions] == ["Établissement public du Val"] * 3


def test_a_short_form_bears_the_only_longer_name() -> None:
    mentions = _kept("L’ARS Bretagne publie son avis ; l’ARS conseille d’attendre.")

    assert [(m.text, m.value.name) for m in mentions] == [("ARS Bretagne", "ARS Bretagne"), ("ARS", "ARS Bretagne")]


def test_a_short_form_of_two_bodies_keeps_its_own_name() -> None:
    mentions = _kept("Le CHU de Nantes et le CHU de Brest coopèrent.\nL’ARS Bretagne, l’ARS Normandie ; l’ARS hésite.")

    assert mentions[-1].value.name == "ARS"


def test_mentions_of_one_body_share_an_id() -> None:
    ids = [m.value.organisation_id for m in _kept("Le SDIS 32 recrute ; le SDIS forme. La CGT appelle.")]

    assert [ids.index(name) for name in ids] == [0, 0, 2]


def test_ids_differ_between_documents() -> None:
    ids = {
        mention.value.organisation_id
        for name in ("a", "b")
        for document in [Document(name, name, "La CGT appelle.")]
        for mention in organisations.find(document, nlp.prepare(document))
    }

    assert len(ids) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("la mairie de Lens", "62498"),
        ("la Région Occitanie", "76"),
        ("la Région Rhône-Alpes", None),
        ("le SDIS 32", "32"),
        ("l’ARS Bretagne", "53"),
        ("le tribunal administratif de Pau", "64445"),
        ("le CHU de Nantes", None),
    ],
)
def test_code_is_that_of_the_territory_administered(text: str, code: str | None) -> None:
    assert [m.value.code for m in _kept(text)] == [code]


def test_a_town_of_many_names_needs_the_issuer() -> None:
    text = "La mairie de Saint-Denis sera fermée."
    codes = [_kept(text)[0].value.code, _kept(text, issuer_code="30243")[0].value.code]

    assert codes == [None, "30247"]


def test_the_model_alone_is_not_believed() -> None:
    text = "Voltador est beau."

    assert [m.lost for m in _find(text, _entity(text, "Voltador"))] == ["only the model takes it for an organisation"]


@pytest.mark.parametrize("text", ["Voltador recrute.", "Un accord chez Voltador", "la directrice de Voltador"])
def test_the_model_is_believed_with_a_cue(text: str) -> None:
    assert [m.text for m in _kept(text, _entity(text, "Voltador"))] == ["Voltador"]


def test_the_site_names_its_owner() -> None:
    text = "Voltador se porte bien."

    assert [m.text for m in _kept(text, url="https://www.voltador-groupe.fr/presse/12")] == ["Voltador"]


def test_a_name_once_told_is_found_again() -> None:
    mentions = _kept("La société Voltador est née en 1990. VOLTADOR grandit, Voltador vend.")

    assert [m.text for m in mentions] == ["Voltador", "VOLTADOR", "Voltador"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("le département du Gers est vaste", "the territory, not its authority"),
        ("La route RN 20, pour le RN 20", "a road or a reference"),
        ("le Comité de pilotage se réunit", "an organ of a body"),
        ("les universités, les Université de Lille", "several bodies"),
        ("la cheffe de l’État", "inside the name of a role"),
    ],
)
def test_what_lost_says_why(text: str, reason: str) -> None:
    assert reason in {m.lost for m in _find(text)}


def _seconds(text: str) -> float:
    document = Document("d", "d", text, url="https://www.dourbiac.fr")
    analysis = nlp.prepare(document)
    start = time.process_time()
    list(organisations.find(document, analysis))
    return time.process_time() - start


@pytest.mark.parametrize("piece", HOSTILE)
def test_cost_grows_with_the_text_and_no_faster(piece: str) -> None:
    _seconds(piece)
    short, long = (min(_seconds((piece * size)[:size]) for _ in range(2)) for size in (PIECE, 4 * PIECE))

    assert long < LIMIT * max(short, 0.01)


def test_many_bodies_cost_no_more_than_one() -> None:
    texts = [" ".join(f"la société Duval{n} signe." for n in range(count)) for count in (300, 1200)]
    short, long = (min(_seconds(text) for _ in range(2)) for text in texts)

    assert long < LIMIT * max(short, 0.01)
