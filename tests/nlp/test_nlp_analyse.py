"""The analysis of documents: the fast recogniser finds what the stock one finds."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import clean, nlp
from pipeline.types import Block, Document, Entity

SAMPLES = Path(__file__).parents[1] / "samples" / "gold.jsonl"


def document(text: str, name: str = "id") -> Document:
    return Document(name, name, text, clean.blocks_of(text))


@cache
def samples() -> list[Document]:
    rows = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    return [document(row["text"], row["id"]) for row in rows]


def entities(documents: list[Document], *, fast: bool = True) -> list[tuple[Entity, ...]]:
    return [analysis.entities for _, analysis in nlp.analyse(documents, fast=fast)]


def test_fast_and_stock_find_the_same_entities_in_every_sample() -> None:
    assert entities(samples()) == entities(samples(), fast=False)


def test_samples_hold_entities_worth_comparing() -> None:
    assert sum(map(len, entities(samples()))) > 500


def test_order_of_documents_and_what_came_before_change_nothing() -> None:
    alone = [entities([one])[0] for one in samples()]

    assert entities(samples()[::-1])[::-1] == alone


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("aéÀbC 1-.,'’«»€\n\u00a0", max_size=40), max_size=6))
def test_any_text_gives_the_same_entities_either_way(texts: list[str]) -> None:
    documents = [document(text, str(number)) for number, text in enumerate(texts)]

    assert entities(documents) == entities(documents, fast=False)


def test_documents_come_back_in_order_each_with_its_own() -> None:
    documents = [document("Le maire de Lens."), document(""), document("Jean Petit habite Arras."), document("rien")]

    analysed = list(nlp.analyse(documents))

    assert [one for one, _ in analysed] == documents
    assert [len(analysis.folded) for _, analysis in analysed] == [len(one.text) for one in documents]


def test_the_same_document_twice_gets_the_same_analysis() -> None:
    first, second = nlp.analyse([samples()[0]] * 2)

    assert first == second


def test_offsets_point_into_the_document_not_into_the_block() -> None:
    text = "Une annonce\n\nLe maire d’Arras reçoit Jean Petit à Lens."

    found = entities([document(text)])[0]

    assert {"Arras", "Jean Petit"} <= {text[entity.start : entity.end] for entity in found}


def test_a_block_too_long_for_the_model_is_cut_between_sentences() -> None:
    sentence = "Jean Petit habite Arras depuis longtemps. "
    text = sentence * 1500
    one = Document("id", "id", text, (Block("paragraph", 0, len(text)),))

    found = entities([one])[0]

    assert {text[entity.start : entity.end] for entity in found} <= {"Jean Petit", "Arras", "Petit", "Jean"}
    assert found[-1].end > len(text) - len(sentence)


def test_a_block_that_comes_again_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    repeated = [
        dataclasses.replace(document("Mairie de Lens, place Jean-Jaurès"), document_id=str(n)) for n in range(3)
    ]
    expected = entities(repeated)

    recogniser = nlp._recogniser(fast=True)  # noqa: SLF001 - to see that the model rests
    monkeypatch.setattr(recogniser, "_run", lambda texts: [()] * len(texts))

    assert entities(repeated) == expected
