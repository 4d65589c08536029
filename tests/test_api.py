"""The names that analysts use, from `pipeline` itself."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import pipeline
from tests.runs import document, mention, write

ARTICLE = "Le 8 juin prochain, Anne Petit, maire de Lens, signe pour 500\u00a0000 euros, soit 5 % du budget."


@pytest.fixture(scope="module")
def found() -> pipeline.Extraction:
    return pipeline.extract(ARTICLE, published="2017-06-06")


def test_there_are_ten_names_at_most() -> None:
    assert len(pipeline.__all__) <= 10
    assert all(getattr(pipeline, name) for name in pipeline.__all__)


def test_an_article_gives_its_mentions(found: pipeline.Extraction) -> None:
    assert {m.kind for m in found} == {"date", "place", "person", "amount", "percentage"}
    assert all(found.document.text[m.start : m.end] == m.text for m in found)


def test_a_kind_as_a_frame_has_the_columns_of_its_table(found: pipeline.Extraction) -> None:
    frame = found.frame("date")

    assert frame["start_date"].tolist() == [date(2017, 6, 8)]


def test_all_kinds_as_a_frame_are_in_text_order(found: pipeline.Extraction) -> None:
    assert found.frame()["start"].is_monotonic_increasing
    assert len(found.frame()) == len(found)


def test_facts_as_a_frame_say_what_figures_are_about(found: pipeline.Extraction) -> None:
    frame = found.frame("fact")

    assert frame[["text", "relation", "what"]].iloc[-1].tolist() == ["5 %", "share", "budget"]


def test_an_article_whose_facts_fail_keeps_its_mentions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.facts.figures.facts", lambda *_: 1 / 0)
    with pytest.warns(UserWarning, match="ZeroDivisionError"):
        found = pipeline.extract(ARTICLE, published="2017-06-06")
    assert found.mentions
    assert not found.facts


def test_facts_can_be_left_out(found: pipeline.Extraction) -> None:
    alone = pipeline.extract(ARTICLE, published="2017-06-06", facts=False)

    assert alone.mentions == found.mentions
    assert alone.frame("fact").empty


def test_a_page_is_cleaned() -> None:
    page = f"<html><body><nav>Menu</nav><article><h1>Un titre</h1><p>{ARTICLE}</p></article></body></html>"

    assert pipeline.extract(page).document.text.startswith("Un titre")


def test_text_without_tags_is_taken_as_it_is() -> None:
    assert pipeline.extract("  Coût : 2 < 3 euros ").document.text == "  Coût : 2 < 3 euros "


def test_a_notebook_shows_it_coloured(found: pipeline.Extraction) -> None:
    assert '<mark class="amount' in found._repr_html_()


def test_a_document_of_a_run_is_shown_coloured(tmp_path: Path) -> None:
    amounts = [mention("amounts", amount_min=Decimal(500), amount_max=Decimal(500))]
    tables = pipeline.load(write(tmp_path, documents=[document()], amounts=amounts))

    assert ">500 euros</mark>" in pipeline.display(tables, "a")


def test_a_corpus_gives_its_tables(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(f"Un titre\n\n{ARTICLE}", encoding="utf-8")
    tables = pipeline.run(tmp_path / "raw", tmp_path / "out")

    assert tables.amounts["amount_max"].tolist() == [Decimal(500_000)]


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = "import sys, pipeline; print({'spacy', 'pandas', 'pyarrow'} & set(sys.modules))"

    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "set()"
