"""The gold of facts is sound, and the rules hold what they have reached on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import extraction, facts, nlp
from pipeline.clean import clean
from pipeline.errors import GoldError
from pipeline.evaluate import facts as evaluating
from pipeline.evaluate import reliability, samples
from pipeline.evaluate.facts import FactScores, GoldFact
from pipeline.types import Page
from tests.gold import GOLD

HERE = Path(__file__).parent
FLOORS = {  # accuracy, null included
    "what": 0.79,
    "relation": 0.84,
    "who": 0.89,
    "where": 0.89,
    "beneficiary": 0.92,
    "when": 0.83,
    "certainty": 0.74,
    "polarity": 0.98,
}
BARS = {"who": (0.88, 0.58), "where": (0.84, 0.74)}  # precision and recall of the values given
CALIBRATION_ERROR = 0.05


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


@pytest.mark.parametrize("name", sorted(BARS))
def test_precision_and_recall_hold(scores: FactScores, name: str) -> None:
    precision, recall = BARS[name]

    assert scores.precision(name) >= precision
    assert scores.recall(name) >= recall


def test_confidence_is_the_share_that_is_right(scores: FactScores) -> None:
    right: dict[int, tuple[float, bool]] = {}
    for one in scores.judged:
        if one.fact and one.name in {"relation", "what"}:
            before = right.get(id(one.fact), (0.0, True))[1]
            right[id(one.fact)] = (one.fact.confidence, before and one.right)

    assert reliability.calibration_error(list(right.values())) <= CALIBRATION_ERROR


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
