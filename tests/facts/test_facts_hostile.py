"""Hostile text costs time that grows with its length, whatever it is made of."""

from __future__ import annotations

import time
from itertools import count

import pytest

from pipeline import extraction, facts, nlp
from pipeline.clean import clean
from pipeline.types import Page

SIZE = 100_000  # characters
SECONDS = 20.0  # of one process, for a text that holds thousands of figures
UNITS = {
    "one endless sentence": "et {} € pour la Région et ",
    "rows": "Article {} : {},50 €\n\n",
    "equal rows": "Entrée : 5 €\n\n",
    "a heading a row": "Le budget\n\n{} €\n\n",
    "figures in each sentence": "dont 5 % de {} € pour la voirie, contre 3 € à Lens. ",
    "bodies and descriptions": "La société Dupont{} SA investit {} €. Le groupe verse 4 € à l’association. ",
    "open quotations": "« La Région donne {} % selon le maire de Lens ",
    "open brackets": "((({} €",
    "words of money": "subvention aide budget taux hausse {} euros coût ",
    "dates": "En 2019, {} % en 2020 contre 4 % en 2018, le 3 mai 2021. ",
}


def _seconds(unit: str, size: int) -> tuple[float, int]:
    numbers = count(1)
    text = ""
    while len(text) < size:
        text += "".join(unit.format(number, number) for _, number in zip(range(200), numbers, strict=False))
    document = clean(Page("d", "d", "clean", text[:size], ""))
    analysis = nlp.prepare(document)
    mentions = extraction.mentions(document, analysis)
    started = time.process_time()
    found = facts.find(document, analysis, mentions)
    return time.process_time() - started, len(found)


@pytest.mark.parametrize("name", UNITS)
def test_time_grows_with_length(name: str) -> None:
    short, _ = _seconds(UNITS[name], SIZE // 4)
    long, found = _seconds(UNITS[name], SIZE)

    assert found > SIZE / 400
    assert long < SECONDS
    assert long < 8 * short + 1  # four times the text; twice that and a second for a busy machine


def test_a_sentence_too_long_to_be_one_has_facts_without_values() -> None:
    document = clean(Page("d", "d", "clean", "et 3 € pour la Région " * 60, ""))
    analysis = nlp.prepare(document)

    found = facts.find(document, analysis, extraction.mentions(document, analysis))

    assert {(fact.rule, fact.value.what, fact.confidence) for fact in found} == {("unread", None, 0.0)}
