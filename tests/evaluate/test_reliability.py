"""Reliability by tenth of confidence, and the error made from it."""

from __future__ import annotations

import pytest

from pipeline.evaluate import reliability


def test_perfect_confidence_has_no_error() -> None:
    assert reliability.calibration_error([(1.0, True)] * 5 + [(0.0, False)] * 5) == 0.0


def test_error_is_the_gap_weighted_by_count() -> None:
    judged = [(0.9, True)] * 3 + [(0.9, False)] + [(0.5, True), (0.5, False)]

    assert reliability.calibration_error(judged) == pytest.approx((0.9 - 0.75) * 4 / 6)


def test_bins_hold_every_prediction_once() -> None:
    bins = reliability.table([(index / 20, True) for index in range(21)])

    assert (len(bins), sum(part.count for part in bins)) == (10, 21)


def test_no_prediction_is_no_error() -> None:
    assert reliability.calibration_error([]) == 0.0
