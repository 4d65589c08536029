"""Gold that is malformed or contradicts itself is refused, with every fault named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import GoldError
from pipeline.evaluate import samples

TEXT = "Le 3 mai 2019, 500 euros pour Lens."
DATE = {
    "kind": "date",
    "start": 3,
    "end": 13,
    "text": "3 mai 2019",
    "value": {"start": "2019-05-03", "end": "2019-05-03"},
}


def _file(folder: Path, *mentions: dict[str, Any], name: str = "a") -> Path:
    path = folder / "gold.jsonl"
    row = {"id": name, "published": "2019-05-01", "text": TEXT, "mentions": list(mentions)}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def test_sound_gold_is_read(tmp_path: Path) -> None:
    (sample,) = samples.read(_file(tmp_path, DATE))

    assert (sample.id, str(sample.published), sample.mentions[0].text) == ("a", "2019-05-01", "3 mai 2019")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "dates"}, "unknown kind"),
        ({"end": 400}, "outside the text"),
        ({"text": "4 mai 2019"}, "the text there is '3 mai 2019'"),
        ({"end": 14, "text": "3 mai 2019,"}, None),
        ({"start": 2, "text": " 3 mai 2019"}, "white space"),
        ({"value": {"start": "2019-05-32", "end": "2019-05-32"}}, "is no date"),
        ({"value": {"start": "2019-05-03"}}, "missing"),
        ({"value": {"start": "2019-05-04", "end": "2019-05-03"}}, "backwards"),
        ({"value": {"begin": "2019-05-04"}}, "unknown key 'begin'"),
        ({"value": {"grain": "jour"}}, "not one of"),
    ],
)
def test_unsound_gold_is_refused(tmp_path: Path, change: dict[str, Any], complaint: str | None) -> None:
    path = _file(tmp_path, {**DATE, **change})
    if complaint is None:
        assert samples.read(path)
        return

    with pytest.raises(GoldError, match=complaint):
        samples.read(path)


def test_mentions_of_one_kind_must_not_overlap(tmp_path: Path) -> None:
    year = {"kind": "date", "start": 9, "end": 13, "text": "2019", "value": {}}

    with pytest.raises(GoldError, match="overlaps"):
        samples.read(_file(tmp_path, DATE, year))


def test_sums_are_ordered_by_value_not_by_text(tmp_path: Path) -> None:
    amount = {"kind": "amount", "start": 15, "end": 24, "text": "500 euros", "value": {"min": "500", "max": "1000"}}

    assert samples.read(_file(tmp_path, amount))


def test_a_line_that_is_no_sample_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")

    with pytest.raises(GoldError, match=r"gold\.jsonl:1: not a sample"):
        samples.read(path)


def test_an_id_must_not_stand_twice(tmp_path: Path) -> None:
    path = _file(tmp_path, DATE)
    path.write_text(path.read_text() * 2)

    with pytest.raises(GoldError, match="stands twice"):
        samples.read(path)


def test_the_fingerprint_ignores_order_and_sees_values(tmp_path: Path) -> None:
    (first,) = samples.read(_file(tmp_path, DATE))
    (second,) = samples.read(_file(tmp_path, DATE, name="b"))
    (other,) = samples.read(_file(tmp_path, {**DATE, "value": {}}))

    assert samples.fingerprint([first, second]) == samples.fingerprint([second, first])
    assert samples.fingerprint([first]) != samples.fingerprint([other])
