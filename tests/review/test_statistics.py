"""Confidence intervals of a share."""

from __future__ import annotations

import pytest

from pipeline.review.statistics import wilson


def test_nothing_known_is_anything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_interval_holds_the_share_and_narrows() -> None:
    few, many = wilson(9, 10), wilson(900, 1000)

    assert few[0] < many[0] < 0.9 < many[1] < few[1]


def test_a_known_interval() -> None:
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)


def test_all_right_is_not_certain() -> None:
    assert wilson(10, 10)[0] < 0.8
