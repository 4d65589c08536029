"""Calibration moves a confidence by its family, keeps its order and never makes it certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import calibration, lexicon
from pipeline.types import Mention

SHARES = st.floats(0, 1)
OFFSETS = st.floats(-4, 4)


@pytest.mark.parametrize(
    ("rule", "family"), [("date.day", "date.day"), ("date.day.of_list", "date.day"), ("date", "date")]
)
def test_a_family_is_the_beginning_of_the_rule(rule: str, family: str) -> None:
    assert calibration.family(rule) == family


@given(SHARES, OFFSETS)
def test_nothing_becomes_certain(share: float, offset: float) -> None:
    assert 0 < calibration.shifted(share, offset) < 1


@given(st.tuples(SHARES, SHARES), OFFSETS)
def test_the_order_within_a_family_stays(shares: tuple[float, float], offset: float) -> None:
    low, high = sorted(shares)

    assert calibration.shifted(low, offset) <= calibration.shifted(high, offset)


def test_no_offset_changes_nothing() -> None:
    assert calibration.shifted(0.8, 0.0) == pytest.approx(0.8)


def test_a_mention_keeps_all_but_its_confidence() -> None:
    mention = Mention("date", 3, 7, "2019", None, "nothing.known", 0.7, "street name")

    assert calibration.calibrated(mention) == mention


def test_the_offsets_say_where_they_come_from() -> None:
    settings = lexicon.settings("calibration")

    assert set(settings) == {"source", "gold", "offsets"}
    assert all(abs(offset) < 4 for offset in settings["offsets"].values())
