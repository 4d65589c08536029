"""What reviewers type becomes a value of the guide, or a sentence that says what is wrong."""

from __future__ import annotations

import pytest

from pipeline.review import forms


def test_a_sum_may_be_typed_as_french_write_it() -> None:
    assert forms.value("amount", {"value.min": "1 500,50", "value.max": "1 500,50"}) == {
        "min": "1500.50",
        "max": "1500.50",
    }


def test_empty_fields_are_null() -> None:
    assert forms.value("date", {"value.start": "", "value.end": " "}) == {}


@pytest.mark.parametrize(
    ("kind", "form", "complaint"),
    [
        ("date", {"value.start": "31/12/2019", "value.end": "2019-12-31"}, "illisible"),
        ("date", {"value.start": "2019-12-31"}, "Il manque une des deux bornes"),
        ("date", {"value.start": "2019-12-31", "value.end": "2019-01-01"}, "vient après"),
        ("amount", {"value.min": "10", "value.max": "9"}, "vient après"),
        ("amount", {"value.min": "beaucoup", "value.max": "9"}, "illisible"),
        ("amount", {"value.min": "Infinity", "value.max": "Infinity"}, "illisible"),
        ("place", {"value.place_type": "ville"}, "pas une valeur possible"),
    ],
)
def test_a_bad_value_is_refused(kind: str, form: dict[str, str], complaint: str) -> None:
    with pytest.raises(forms.FormError, match=complaint):
        forms.value(kind, form)


def test_a_span_loses_the_blanks_at_its_ends() -> None:
    assert forms.span({"start": "2", "end": "9"}, "Le  3 mai .") == (4, 9)


@pytest.mark.parametrize(
    "form", [{}, {"start": "x", "end": "2"}, {"start": "5", "end": "99"}, {"start": "2", "end": "4"}]
)
def test_a_bad_span_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(forms.FormError):
        forms.span(form, "Le  3 mai")
