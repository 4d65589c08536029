"""The report: every figure, the sentences behind it, and nothing from outside."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline import report, validate
from pipeline.facts import record
from pipeline.frames import Tables
from pipeline.report import geometry
from pipeline.report.figures import RELATIONS, Figures
from pipeline.report.rows import euros
from tests.browsing import CONTRAST, STICKS_OUT
from tests.runs import document, fact, mention, sound, write


@pytest.fixture
def run(tmp_path: Path) -> Path:
    coming = date(2017, 6, 8)
    lens = {"place_type": "commune", "code": "62498", "departement_code": "62", "name": "Lens"}
    return write(
        tmp_path,
        documents=[document(issuer="Ville de Lens", published=date(2017, 6, 6), url="https://www.exemple.fr/1")],
        amounts=[mention("amounts", amount_min=Decimal(500), amount_max=Decimal(500))],
        dates=[mention("dates", start_date=coming, end_date=coming, grain="day")],
        places=[mention("places", latitude=50.43, longitude=2.83, **lens)],
        people=[mention("people", name="Anne Petit", person_id="p1", role="maire")],
        percentages=[mention("percentages", value_min=Decimal(5), value_max=Decimal(5), sign="+")],
        failures=[
            {"source": "x.pdf", "stage": "read", "error": "E", "reason": "c’est un PDF", "remedy": "le convertir"}
        ],
    )


def test_each_figure_has_its_row(run: Path) -> None:
    figures = Figures(Tables(run))

    assert [row.name for row in figures.sums()] == ["Ville de Lens"]
    assert figures.sums()[0].cells == ("2017", "1", "500 €", "500 €")
    assert [row.name for row in figures.departements()] == ["Pas-de-Calais (62)"]
    assert [(row.name, row.cells) for row in figures.people()] == [("Anne Petit", ("maire", "1", "1"))]
    assert [row.name for row in figures.announced()] == ["2017-06"]
    assert [row.name for row in figures.changes()] == ["+ 5 %"]


def test_a_figure_leads_to_its_sentence(run: Path) -> None:
    sentence = Figures(Tables(run)).sums()[0].sentences[0]

    assert (sentence.mention, sentence.url, sentence.published) == (
        "500 euros",
        "https://www.exemple.fr/1",
        "06/06/2017",
    )


def test_sums_are_shown_by_payer_and_by_purpose(tmp_path: Path) -> None:
    about = {"relation": "subsidy", "what": "projet", "what_resolved": "gymnase de Lens", "who": "Ville de Lens"}
    sums = [mention("amounts", amount_min=Decimal(500), amount_max=Decimal(500))]
    figures = Figures(
        Tables(write(tmp_path, documents=[document()], amounts=sums, facts=[fact("amounts", where="Lens", **about)]))
    )

    assert [(row.name, row.cells) for row in figures.payers()] == [
        ("Ville de Lens", ("subvention", "1", "500 €", "projet"))
    ]
    assert [(row.name, row.cells) for row in figures.purposes()] == [
        ("gymnase de Lens", ("Lens", "Ville de Lens", "subvention", "500 €"))
    ]
    assert figures.payers()[0].sentences[0].mention == "500 euros"


def test_a_price_has_no_payer(tmp_path: Path) -> None:
    sums = [mention("amounts", amount_min=Decimal(500), amount_max=Decimal(500))]
    facts = [fact("amounts", relation="price", what="entrée", who="Ville de Lens")]
    figures = Figures(Tables(write(tmp_path, documents=[document()], amounts=sums, facts=facts)))

    assert not figures.payers()
    assert not figures.purposes()


def test_doubtful_facts_are_left_out(tmp_path: Path) -> None:
    sums = [mention("amounts", amount_min=Decimal(500), amount_max=Decimal(500))]
    facts = [fact("amounts", relation="cost", what="gymnase", who="Ville de Lens", confidence=0.4)]
    figures = Figures(Tables(write(tmp_path, documents=[document()], amounts=sums, facts=facts)))

    assert not figures.payers()
    assert not figures.purposes()


def test_every_relation_of_a_figure_has_a_french_name() -> None:
    assert set(RELATIONS) == set(record.RELATIONS) - {"event"}


def test_failures_and_findings_come_first(run: Path) -> None:
    validate.write(run, validate.validate(run))
    page = report.render(run)

    assert page.index("c’est un PDF") < page.index("Ville de Lens")
    assert "Les contrôles n’ont pas été lancés" not in page


def test_a_corpus_without_mentions_has_a_report(tmp_path: Path) -> None:
    page = report.render(write(tmp_path, documents=[document()]))

    assert "Aucun montant." in page


def test_the_corpus_says_how_many_articles_are_copies(tmp_path: Path) -> None:
    page = report.render(write(tmp_path / "a", documents=[document(), document("b", duplicate_of="a")]))

    assert "déjà compté (même texte, ou presque) : 1." in page
    assert "déjà compté" not in report.render(write(tmp_path / "b", documents=[document()]))


def test_the_page_loads_nothing(run: Path) -> None:
    assert not re.search(r"<(?:script|link|img|iframe)|@import|url\(", report.render(run))


def test_text_of_articles_is_inert(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> 500 euros"
    rows = [mention("amounts", sentence=hostile, amount_min=Decimal(500), amount_max=Decimal(500))]
    page = report.render(write(tmp_path, documents=[document(title=hostile, url="javascript:alert(1)")], amounts=rows))

    assert "<script" not in page
    assert "javascript:" not in page


def test_the_same_tables_give_the_same_page(run: Path) -> None:
    assert report.render(run) == report.render(run)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("500", "500 €"), ("1234.5", "1\u202f234,5 €"), ("2300000", "2,3 M€"), ("4000000000", "4 Md€"), ("0.2", "0,2 €")],
)
def test_sums_are_written_as_french_write_them(value: str, shown: str) -> None:
    assert euros(Decimal(value)) == shown


def test_a_thousand_documents_stay_below_two_megabytes(tmp_path: Path) -> None:
    names = [f"d{index}" for index in range(1000)]
    amounts = [
        mention(
            "amounts",
            name,
            amount_min=Decimal(index),
            amount_max=Decimal(index),
            sentence="Le budget de 500 euros " * 9,
        )
        for index, name in enumerate(names)
    ]
    documents = [
        document(name, issuer=f"Ville {index % 80}", published=date(2010 + index % 9, 1, 1))
        for index, name in enumerate(names)
    ]

    assert len(report.render(write(tmp_path, documents=documents, amounts=amounts)).encode()) < 2_000_000


@pytest.mark.parametrize(
    ("departement", "longitude", "latitude", "east", "south"),
    [("29", -4.49, 48.39, 0.05, 0.30), ("67", 7.75, 48.58, 0.80, 0.28), ("2A", 8.74, 41.92, 0.93, 0.82)],
)
def test_towns_stand_where_they_are(
    departement: str, longitude: float, latitude: float, east: float, south: float
) -> None:
    where = geometry.place(departement, longitude, latitude)

    assert where is not None
    assert where[0] / geometry.WIDTH == pytest.approx(east, abs=0.05)
    assert where[1] / geometry.HEIGHT == pytest.approx(south, abs=0.08)


def test_lambert93_has_its_origin() -> None:
    assert geometry.lambert93(3, 46.5) == pytest.approx((700_000, 6_600_000), abs=0.01)


def test_every_departement_has_an_outline() -> None:
    assert len(geometry.paths()) == 101


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 420)])
def test_in_a_browser_nothing_sticks_out_and_colours_contrast(
    browser: Any, tmp_path: Path, scheme: str, width: int
) -> None:
    (tmp_path / "report.html").write_text(report.render(sound(tmp_path / "run")), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    found = page.evaluate(STICKS_OUT), page.evaluate(CONTRAST)
    context.close()

    assert found == (False, [])
