"""The gold of facts is sound, and the rules hold what they have reached on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import extraction, facts, nlp
from pipeline.clean import clean
from pipeline.errors import GoldError
from pipeline.evaluate import facts as evaluating
from pipeline.evaluate import samples
from pipeline.evaluate.facts import FactScores, GoldFact
from pipeline.types import Page
from tests.gold import GOLD

HERE = Path(__file__).parent
FLOORS = {"what": 0.66, "relation": 0.80, "who": 0.86, "where": 0.84}  # accuracy, null included


@pytest.fixture(scope="module")
def scores() -> FactScores:
    gold = evaluating.read(HERE / "samples.jsonl")
    wanted = {fact.document_id for fact in gold}
    rows = [row for row in samples.read(GOLD) if row.id in wanted]
    pages = [Page(r.id, r.id, "clean", r.text, "", url=r.url, title=r.title, published=r.published) for r in rows]
    analysed = list(nlp.analyse(map(clean, pages)))
    found = {d.document_id: facts.find(d, a, extraction.mentions(d, a)) for d, a in analysed}
    return evaluating.score(gold, found)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_accuracy_holds(scores: FactScores, name: str) -> None:
    assert scores.accuracy(name) >= FLOORS[name]


def test_every_figure_of_the_gold_has_a_fact(scores: FactScores) -> None:
    missed = [one.gold for one in scores.judged if one.fact is None]

    assert len(missed) <= 0.02 * len(scores.judged)


def test_a_gold_file_with_an_unknown_relation_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "kind": "amount", "start": 0, "end": 5, "relation": "gift"}\n', encoding="utf-8")

    with pytest.raises(GoldError, match=r"gold\.jsonl:1: unknown relation 'gift'"):
        evaluating.read(path)


def test_a_value_where_the_gold_has_none_is_wrong_and_a_key_that_is_absent_is_not_judged() -> None:
    gold = [GoldFact("a", "amount", (0, 5), {"what": None, "relation": "cost"})]

    found = evaluating.score(gold, {})

    assert [(one.name, one.right) for one in found.judged] == [("what", True), ("relation", False)]
