"""The inline marks that samples and examples are written in."""

from __future__ import annotations

import pytest

from tests import marks


def test_marks_give_text_spans_and_values() -> None:
    text, mentions = marks.parse("Dès <date start='2019-01-01' grain='year'>2019</date>, à <place>Lens</place>.")

    assert text == "Dès 2019, à Lens."
    assert [(m["kind"], m["start"], m["end"], m["text"]) for m in mentions] == [
        ("date", 4, 8, "2019"),
        ("place", 12, 16, "Lens"),
    ]
    assert mentions[0]["value"] == {"start": "2019-01-01", "grain": "year"}


def test_marks_of_two_kinds_may_nest() -> None:
    _, mentions = marks.parse("<place>Paris <date>2024</date></place>")

    assert [(m["kind"], m["text"]) for m in mentions] == [("place", "Paris 2024"), ("date", "2024")]


@pytest.mark.parametrize("marked", ["<date>2019", "2019</date>", "<date>2019</place>", "<date year='2019'>2019</date>"])
def test_broken_marks_are_refused(marked: str) -> None:
    with pytest.raises(marks.MarkError):
        marks.parse(marked)


def test_an_unknown_tag_is_text() -> None:
    assert marks.parse("a < b, <b>gras</b>") == ("a < b, <b>gras</b>", [])
