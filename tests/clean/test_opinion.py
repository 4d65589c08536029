"""A second opinion on cleaning."""

from __future__ import annotations

import importlib.util

import pytest

from pipeline import clean
from pipeline.clean import opinion
from pipeline.errors import UsageError
from pipeline.types import Document, Page

PROSE = (
    "<p>Le syndicat des eaux a renouvelé onze kilomètres de conduites et réduit d’un tiers les fuites du réseau.</p>"
    "<p>Les abonnés ont été prévenus par courrier, et l’eau n’a été coupée qu’une seule nuit en trois mois.</p>"
)
PAGE = Page("a", "a.html", "html", f"<html><body><h1>L’eau revient</h1>{PROSE}</body></html>", "0")


def test_two_tools_agree_on_a_plain_page() -> None:
    assert opinion.compare(PAGE, clean.clean(PAGE)).agreement == pytest.approx(1, abs=0.1)


def test_another_text_is_a_disagreement() -> None:
    other = opinion.compare(PAGE, Document("a", "a.html", "Nous utilisons des cookies pour mesurer l’audience."))
    assert other.agreement is not None
    assert other.agreement < 0.3


def test_a_page_in_which_the_other_finds_nothing_agrees_in_nothing() -> None:
    page = Page("a", "a.html", "html", "<", "0")
    assert opinion.compare(page, Document("a", "a.html", "Un texte.")).agreement == 0


def test_text_that_needed_no_cleaning_has_no_second_opinion() -> None:
    page = Page("a", "a.txt", "text", "Un texte.", "0")
    assert opinion.compare(page, clean.clean(page)).agreement is None


def test_nothing_else_of_the_document_changes() -> None:
    document = clean.clean(PAGE)
    compared = opinion.compare(PAGE, document)
    assert (compared.text, compared.title, compared.published) == (document.text, document.title, document.published)


def test_what_is_missing_is_said_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opinion, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r'pip install "communiques\[opinion\]"'):
        opinion.require()
    assert importlib.util.find_spec("trafilatura")
