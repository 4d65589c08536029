"""The policy for mentions that collide, whatever the order in which they come."""

from __future__ import annotations

import itertools

from pipeline import overlaps
from pipeline.types import Mention


def _mention(kind: str, start: int, end: int, confidence: float = 0.9, rule: str = "r") -> Mention:
    return Mention(kind, start, end, "x" * (end - start), None, rule, confidence)


def _kept(mentions: list[Mention]) -> list[tuple[str, int, int]]:
    return [(m.kind, m.start, m.end) for m in overlaps.resolve(mentions) if m.lost is None]


def test_the_longer_mention_of_one_kind_wins() -> None:
    assert _kept([_mention("date", 0, 4), _mention("date", 0, 9)]) == [("date", 0, 9)]


def test_confidence_decides_between_equal_lengths() -> None:
    sure, unsure = _mention("date", 2, 6, 0.9, "sure"), _mention("date", 0, 4, 0.4, "unsure")

    assert [m.rule for m in overlaps.resolve([unsure, sure]) if m.lost is None] == ["sure"]


def test_a_name_is_a_person_or_a_place() -> None:
    assert _kept([_mention("place", 7, 12), _mention("person", 0, 12)]) == [("person", 0, 12)]


def test_other_kinds_may_share_characters() -> None:
    assert _kept([_mention("date", 6, 10), _mention("place", 0, 10)]) == [("place", 0, 10), ("date", 6, 10)]


def test_the_loser_says_what_beat_it() -> None:
    lost = [m.lost for m in overlaps.resolve([_mention("date", 0, 4), _mention("date", 0, 9, rule="long")]) if m.lost]

    assert lost == ["overlaps date 'xxxxxxxxx' (long)"]


def test_a_candidate_already_lost_beats_nothing() -> None:
    rejected = Mention("date", 0, 9, "x" * 9, None, "r", 0.9, "street name")

    assert _kept([rejected, _mention("date", 0, 4)]) == [("date", 0, 4)]


def test_the_order_of_candidates_does_not_matter() -> None:
    candidates = [_mention("date", 0, 4), _mention("date", 3, 9), _mention("date", 8, 12), _mention("person", 2, 5)]
    outcomes = {tuple(_kept(list(order))) for order in itertools.permutations(candidates)}

    assert len(outcomes) == 1
