"""Every check has a table that fails it and one that passes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline import validate
from pipeline.tables import tables
from tests.runs import document, mention, sound, write

Rows = dict[str, list[dict[str, Any]]]
D, P, U = document, mention, Decimal
DATED = {"published": date(2017, 6, 6)}


def _shared(table: str) -> dict[str, tuple[Rows, Rows]]:
    good: Rows = {"documents": [D()], table: [P(table)]}
    twin = P(table, start=P(table)["start"] + 1, text=P(table)["text"][1:])
    return {
        f"{table}-text": ({**good, table: [P(table, text="ailleurs")]}, good),
        f"{table}-orphan": ({**good, table: [P(table, "b")]}, good),
        f"{table}-overlap": ({**good, table: [P(table), twin]}, good),
    }


def _day(text: str, day: date, **more: Any) -> dict[str, Any]:
    return P("dates", text=text, start_date=day, end_date=day, grain="day", **more)


def _sum(euros: str, **more: Any) -> dict[str, Any]:
    return P("amounts", amount_min=U(euros), amount_max=U(euros), **more)


def _sums(largest: str) -> Rows:
    small = [_sum("1000", start=index, mention_id=f"m{index}") for index in range(25)]
    return {"documents": [D(issuer="Ville de Lens")], "amounts": [*small, _sum(largest, mention_id="last")]}


def _rate(low: str, high: str, **more: Any) -> Rows:
    return {"documents": [D()], "percentages": [P("percentages", value_min=U(low), value_max=U(high), **more)]}


def _place(**more: Any) -> Rows:
    return {"documents": [D()], "places": [P("places", place_type="commune", **more)]}


def _failure(document_id: str) -> dict[str, Any]:
    return {"document_id": document_id, "source": "x", "stage": "clean", "error": "E", "reason": "r", "remedy": "s"}


# check: (tables that fail it, tables that pass it)
CASES: dict[str, tuple[Rows, Rows]] = {
    **{name: case for table in tables().values() if table.kind for name, case in _shared(table.name).items()},
    "document-twice": (
        {"documents": [D()], "failures": [_failure("a")]},
        {"documents": [D()], "failures": [_failure("b"), _failure("a") | {"stage": "facts"}]},
    ),
    "date-order": (
        {"documents": [D()], "dates": [P("dates", start_date=date(2018, 1, 2), end_date=date(2018, 1, 1))]},
        {"documents": [D()], "dates": [P("dates", start_date=date(2018, 1, 1), end_date=date(2018, 1, 1))]},
    ),
    "date-bounds": (
        {"documents": [D()], "dates": [P("dates", start_date=date(2018, 1, 2))]},
        {"documents": [D()], "dates": [P("dates")]},
    ),
    "amount-order": (
        {"documents": [D()], "amounts": [P("amounts", amount_min=U(2), amount_max=U(1))]},
        {"documents": [D()], "amounts": [P("amounts", amount_min=U(1), amount_max=U(2))]},
    ),
    "rate-order": (_rate("6", "5"), _rate("5", "6")),
    "code-unknown": (_place(code="62999"), _place(code="62498")),
    "code-departement": (
        _place(code="62498", departement_code="59"),
        _place(code="62498", departement_code="62"),
    ),
    "weekday": (
        {"documents": [D()], "dates": [_day("lundi 1er juin 2017", date(2017, 6, 1))]},
        {"documents": [D()], "dates": [_day("Jeudi 1er juin 2017", date(2017, 6, 1))]},
    ),
    "date-far": (
        {"documents": [D(**DATED)], "dates": [_day("1er juin 2117", date(2117, 6, 1))]},
        {"documents": [D(**DATED)], "dates": [_day("1er juin 2017", date(2017, 6, 1))]},
    ),
    "share-over-100": (_rate("120", "120"), _rate("120", "120", sign="+")),
    "amount-zero": ({"documents": [D()], "amounts": [_sum("0")]}, {"documents": [D()], "amounts": [_sum("1")]}),
    "amount-huge": (
        {"documents": [D()], "amounts": [_sum("50000000000000")]},
        {"documents": [D()], "amounts": [_sum("50000000000")]},
    ),
    "amount-out-of-line": (_sums("9000000"), _sums("90000")),
    "person-and-place": (
        {"documents": [D()], "people": [P("people", text="Lens")], "places": [P("places")]},
        {"documents": [D()], "people": [P("people")], "places": [P("places")]},
    ),
    "cleaning-disagreement": ({"documents": [D(agreement=0.5)]}, {"documents": [D(agreement=0.8), D(agreement=None)]}),
    "document-short": ({"documents": [D(characters=30)]}, {"documents": [D(characters=900)]}),
    "document-language": ({"documents": [D(language="en")]}, {"documents": [D(language="fr")]}),
    "document-empty": ({"documents": [D()]}, {"documents": [D()], "dates": [P("dates")]}),
    "document-undated": ({"documents": [D()]}, {"documents": [D(**DATED)]}),
    "document-repeated": (
        {"documents": [D(), D("b", duplicate_of="a")]},
        {"documents": [D(), D("b")]},
    ),
    "code-doubtful": (
        _place(code="62498", link_confidence=0.3),
        _place(code="62498", link_confidence=0.9),
    ),
}


def _fired(folder: Path) -> set[str]:
    return set(validate.validate(folder)["check"])


def test_every_check_has_a_case() -> None:
    assert set(CASES) == set(validate.CHECKS)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_faulty_table_is_found(name: str, tmp_path: Path) -> None:
    assert name in _fired(write(tmp_path, **CASES[name][0]))


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_sound_table_passes(name: str, tmp_path: Path) -> None:
    assert name not in _fired(write(tmp_path, **CASES[name][1]))


def test_a_sound_run_has_no_error(tmp_path: Path) -> None:
    findings = validate.validate(sound(tmp_path))

    assert "error" not in set(findings["severity"])


def test_findings_name_the_mention(tmp_path: Path) -> None:
    findings = validate.validate(write(tmp_path, **CASES["date-order"][0]))
    row = findings[findings["check"] == "date-order"].iloc[0]

    assert (row["document_id"], row["mention_id"]) == ("a", P("dates")["mention_id"])
    assert "2018-01-02" in row["detail"]


def test_errors_come_first(tmp_path: Path) -> None:
    findings = validate.validate(write(tmp_path, **CASES["date-order"][0]))

    assert findings["severity"].iloc[0] == "error"


def test_the_summary_counts_by_check(tmp_path: Path) -> None:
    summary = validate.summarise(validate.validate(write(tmp_path, **CASES["date-order"][0])))

    assert (summary[0].check, summary[0].count, summary[0].severity) == ("date-order", 1, "error")


def test_lists_are_shown_as_in_the_csv(tmp_path: Path) -> None:
    places = _place(code="62498", link_confidence=0.3, candidates=["59350", "75056"])
    findings = validate.validate(write(tmp_path, **places))

    assert findings.set_index("check").loc["code-doubtful", "detail"].endswith("candidates = 59350|75056")
