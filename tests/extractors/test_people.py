"""People in whole documents: offsets, untidy text, grouping, rejected candidates, cost."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import nlp
from pipeline.extractors import people
from pipeline.types import Document, Mention

FULL = "Michel Hardelin"
SENTENCES = st.sampled_from(
    [
        "M. Hardelin a signé.",
        "Michel Hardelin, maire de Lens, a parlé.",
        "Le président Michel HARDELIN était là.",
        "Avec MM. Durand et Petit.",
        "rue Jean-Jaurès",
        "Paul et Jeanne Lambrecht",
        "« Bravo », dit Claire.",
        "\n",
        " — ",
        "Directrice : Aurore Vidal-Simon",
    ]
)


def _find(text: str, **document: str) -> list[Mention]:
    found = Document("d", "d", text, **document)  # type: ignore[arg-type]
    return list(people.find(found, nlp.prepare(found)))


def _kept(text: str, **document: str) -> list[Mention]:
    return sorted((m for m in _find(text, **document) if m.lost is None), key=lambda mention: mention.start)


@given(st.lists(SENTENCES, max_size=8).map(" ".join))
@settings(deadline=None)
def test_text_is_what_stands_at_the_offsets(text: str) -> None:
    assert all(text[m.start : m.end] == m.text == m.text.strip() for m in _find(text))


@given(st.lists(SENTENCES, max_size=8).map(" ".join))
@settings(deadline=None)
def test_mentions_do_not_overlap(text: str) -> None:
    kept = _kept(text)

    assert all(left.end <= right.start for left, right in itertools.pairwise(kept))


@given(st.sampled_from("\u00a0\u202f\u2009 "), st.sampled_from([FULL, "Michel HARDELIN", "MICHEL HARDELIN"]))
@settings(deadline=None)
def test_spaces_and_capitals_do_not_change_the_name(space: str, written: str) -> None:
    text = f"Le président {written}, maire de Lens, a signé.".replace(" ", space)

    assert [(m.text, m.value.name, m.value.role) for m in _kept(text)] == [
        (written.replace(" ", space), FULL, f"maire{space}de{space}Lens")
    ]


def test_two_people_of_one_family_are_told_apart_by_civility() -> None:
    kept = _kept("Michel Hardelin et Anne Hardelin arrivent. Mme Hardelin parle, M. Hardelin écoute.")

    assert [m.value.name for m in kept] == [FULL, "Anne Hardelin", "Anne Hardelin", FULL]


def test_mentions_of_one_person_share_an_id() -> None:
    kept = _kept("Michel Hardelin arrive avec Luc Morand. M. Hardelin parle.")

    assert kept[0].value.person_id == kept[2].value.person_id != kept[1].value.person_id


def test_a_name_alone_groups_nothing_over_documents() -> None:
    ids = {
        next(people.find(document, nlp.prepare(document))).value.person_id
        for document in (Document("a", "a", "M. Hardelin signe."), Document("b", "b", "M. Hardelin signe."))
    }

    assert len(ids) == 2


def test_name_and_role_group_over_documents() -> None:
    text = "Michel Hardelin, président du club de voile, signe."
    ids = {
        next(people.find(document, nlp.prepare(document))).value.person_id
        for document in (Document("a", "a", text), Document("b", "b", f"Hier, {text}"))
    }

    assert len(ids) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12, rue Jean Jaurès", "inside the name of a street, building, club or brand"),
        ("Écrire à Michel.Hardelin@exemple.fr", "login name, hashtag or address"),
        ("la loi Michel Hardelin", "what stands before bears the name"),
        ("Michel Hardelin parle. Les Hardelin écoutent.", "a family"),
        ("Elle aime la France.", "a first name alone that is often a word"),
    ],
)
def test_a_rejected_candidate_says_why(text: str, reason: str) -> None:
    assert reason in {mention.lost for mention in _find(text)}


@pytest.mark.parametrize(
    "pattern",
    [
        "M. M. M. ",
        "A A A A ",
        "A.A.A.",
        "Jean Jean Jean ",
        "Jean-Jean-",
        "de de de ",
        "Jean de ",
        "M. Durand, ",
        "Michel Hardelin, maire de A et ",
        "le président du conseil de la ",
        "((((",
        "Paul et Jeanne Morel ",
    ],
)
def test_time_grows_with_length_alone(pattern: str) -> None:
    def seconds(length: int) -> float:
        text = (pattern * (length // len(pattern) + 1))[:length]
        document = Document("d", "d", text)
        analysis = nlp.prepare(document)
        start = time.perf_counter()
        for _ in people.find(document, analysis):
            pass
        return time.perf_counter() - start

    short = min(seconds(4_000) for _ in range(2))

    assert seconds(32_000) < 24 * short + 0.5  # eight times as long; three for a busy machine
