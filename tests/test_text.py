"""Folding keeps every offset; sentences cover the text and end where they should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import text as texts
from pipeline.types import Block


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(texts.fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert texts.fold(texts.fold(text)) == texts.fold(text)


@given(st.text())
def test_deaccenting_keeps_the_length(text: str) -> None:
    assert len(texts.deaccent(text)) == len(text)


def test_fold_makes_spaces_and_apostrophes_plain() -> None:
    assert texts.fold("l’été :\u00a0500\u202f000\u2009€") == "l'été : 500 000 €"


def test_deaccent_keeps_ligatures() -> None:
    assert texts.deaccent("Île-de-Noël, Œuvre") == "Ile-de-Noel, Œuvre"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour. La séance est ouverte.", ["Bonjour.", "La séance est ouverte."]),
        ("M. Dupont et Mme. Durand parlent. Fin.", ["M. Dupont et Mme. Durand parlent.", "Fin."]),
        ("Il a dit « C’est fait. » Puis il sort.", ["Il a dit « C’est fait. »", "Puis il sort."]),
        ("Coût : 3.5 M€. Durée : un an", ["Coût : 3.5 M€.", "Durée : un an"]),
        ("J.-P. Martin vient. Oui !", ["J.-P. Martin vient.", "Oui !"]),
        ("Une ligne\n\nUne autre", ["Une ligne", "Une autre"]),
        ("Vraiment ? Oui… Bon.", ["Vraiment ?", "Oui…", "Bon."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    spans = texts.sentences(texts.fold(text))

    assert [texts.fold(text)[start:end] for start, end in spans] == [texts.fold(part) for part in expected]


def test_no_sentence_crosses_a_block() -> None:
    text = "Titre sans point\nTexte suivant."
    blocks = (Block("title", 0, 16), Block("paragraph", 17, len(text)))

    assert texts.sentences(text, blocks) == ((0, 16), (17, 31))


@given(st.text(alphabet="aA .!?\nM1«»", max_size=80))
def test_sentences_lose_no_character_but_blanks(text: str) -> None:
    covered = {index for start, end in texts.sentences(text) for index in range(start, end)}

    assert all(text[index].isspace() for index in range(len(text)) if index not in covered)
