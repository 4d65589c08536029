"""Text that comes without markup: scraped text and clean text."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from pipeline import clean, read
from pipeline.errors import CleanError
from pipeline.types import Document, Page

SCRAPED = """Retour vers Actualites/ARCHIVES/2016/Voirie

Pont de la Lys : un chantier sous le signe de la patience

Publié le 14 avril 2016

Les travaux ont commencé ce 11 avril. Ils dureront jusqu’à la fin de l’automne et coûteront 1\u00a0200\u00a0000 euros.

\u00a0

1 / Des piles à consolider

Les piles du pont seront reprises l’une après l’autre :
- injection de résine ;
- pose de gabions.

2 / Une déviation par Estaires

La déviation passe par Estaires, sauf pour les convois agricoles.
"""


def given(text: str, media: str = "text", **known: object) -> Page:
    return Page("a", "a.txt", media, text, "0", **known)  # type: ignore[arg-type]


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_scraped_text_stays_as_it_is() -> None:
    assert clean.clean(given(SCRAPED)).text == SCRAPED


def test_only_line_ends_change() -> None:
    assert clean.clean(given(SCRAPED.replace("\n", "\r\n"))).text == SCRAPED


def test_head_of_scraped_text() -> None:
    document = clean.clean(given(SCRAPED))
    assert document.section == "Actualites/ARCHIVES/2016/Voirie"
    assert document.title == "Pont de la Lys : un chantier sous le signe de la patience"
    assert (document.published, document.published_from) == (date(2016, 4, 14), "text")
    assert document.language == "fr"


def test_blocks_of_scraped_text() -> None:
    found = kinds(clean.clean(given(SCRAPED)))
    assert ("title", "Pont de la Lys : un chantier sous le signe de la patience") in found
    assert [text for kind, text in found if kind == "heading"] == [
        "1 / Des piles à consolider",
        "2 / Une déviation par Estaires",
    ]
    assert [text for kind, text in found if kind == "item"] == ["- injection de résine ;", "- pose de gabions."]


def test_update_line_is_no_day_of_publication() -> None:
    document = clean.clean(given("Un titre\n\nMis à jour le 14 avril 2016\n\nLe texte de la page est ici.\n"))
    assert (document.published, document.updated) == (None, date(2016, 4, 14))


def test_odd_date_line() -> None:
    document = clean.clean(given("Un titre\n\nPublié le mardi trois mars 2020\n\nLe texte de la page est ici.\n"))
    assert document.published == date(2020, 3, 3)


def test_dates_in_the_body_are_no_day_of_publication() -> None:
    text = "Un titre\n\nLe maire a rappelé que l’arrêté publié le 14 avril 2016 reste valable dans toute la commune.\n"
    assert clean.clean(given(text)).published is None


def test_what_stands_beside_the_text_wins() -> None:
    document = clean.clean(given(SCRAPED, published=date(2016, 4, 15), title="Autre titre"))
    assert (document.published, document.published_from, document.title) == (
        date(2016, 4, 15),
        "metadata",
        "Autre titre",
    )


def test_markdown_headings() -> None:
    document = clean.clean(
        given("# Le lavoir\n\nIl est restauré.\n\n## Les pierres\n\nElles viennent d’ici.\n", "text")
    )
    assert document.title == "Le lavoir"
    assert ("heading", "Les pierres") in kinds(document)


@pytest.mark.parametrize(
    "text", ["  Un titre\u00a0\r\n\r\ndu texte \x00 \u00ad Ã©\n", "une seule ligne.", "\n\n\n- a\n- b"]
)
def test_clean_text_is_untouched(text: str) -> None:
    document = clean.clean(given(text, "clean"))
    assert document.text == text
    for block in document.blocks:
        assert text[block.start : block.end] == text[block.start : block.end].strip()


def test_title_of_clean_text_is_its_first_line_only_if_it_is_the_title() -> None:
    text = "Le lavoir\n\nIl est restauré."
    assert clean.blocks_of(text, "Le lavoir")[0].kind == "title"
    assert clean.blocks_of(text, "Autre chose")[0].kind == "paragraph"
    assert clean.blocks_of(text)[0].kind == "title"
    assert clean.blocks_of("Il est restauré.\n\nEnfin.")[0].kind == "paragraph"


def test_blank_text_is_an_error_in_french() -> None:
    with pytest.raises(CleanError) as caught:
        clean.clean(given(" \n\u00a0\n"))
    assert "vide" in caught.value.reason


def test_ids_and_digest_pass_through(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SCRAPED, encoding="utf-8")
    page = next(read.pages([tmp_path]))
    assert isinstance(page, Page)
    document = clean.clean(page)
    assert (document.document_id, document.source, document.sha256) == (page.document_id, "a.txt", page.sha256)


@pytest.mark.parametrize(
    "line", ["a/" * 50_000, "> " * 50_000, "#" * 100_000, "1. " * 33_000, "\n" * 100_000 + "a", "a\n" * 50_000]
)
def test_hostile_text_takes_linear_time(line: str) -> None:
    started = time.perf_counter()
    clean.clean(given(line))
    assert time.perf_counter() - started < 2
