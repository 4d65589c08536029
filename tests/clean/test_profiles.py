"""Profiles of systems: each entry of `sites.toml` brings a page, and what it shows of it."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import clean, lexicon
from pipeline.clean import profiles, soup
from pipeline.types import Page

ENTRIES = lexicon.entries("sites")
SHOWN = [(entry.id, field) for entry in ENTRIES for field in entry.attributes["shows"]]


def cleaned(entry_id: str) -> clean.Cleaned:
    return clean.explain(Page("a", "a.html", "html", lexicon.entry("sites", entry_id).attributes["page"], "0"))


@pytest.mark.parametrize(("entry_id", "field"), SHOWN)
def test_page_of_an_entry_shows(entry_id: str, field: str) -> None:
    want = lexicon.entry("sites", entry_id).attributes["shows"][field]
    document = cleaned(entry_id).document
    if field == "kept":
        assert want in document.text
    elif field == "dropped":
        assert want not in document.text
    elif field in {"published", "updated"}:
        assert getattr(document, field) == date.fromisoformat(want)
    else:
        assert getattr(document, field) == want


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_entry_applies_to_its_page(entry: lexicon.Entry) -> None:
    assert entry.id in cleaned(entry.id).profiles


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_roles_are_known(entry: lexicon.Entry) -> None:
    assert set(entry.attributes) <= {*profiles.ROLES, "host", "page", "shows"}


@pytest.mark.parametrize(
    ("css", "name", "lone"),
    [
        (".chapo", "chapo", "class"),
        ("#path", "path", "id"),
        ("div > .news-single [itemprop='headline']", "headline", None),
        ("time.updated:not(.published)", "updated", None),
        (".news-single h1", "h1", None),
        ("article .post-date", "post-date", None),
    ],
)
def test_name_that_an_element_must_bear(css: str, name: str, lone: str | None) -> None:
    found = profiles.selector(css)
    assert (found.name, found.lone) == (name, lone)


def test_a_selector_of_one_class_fits_no_id() -> None:
    tree = soup.parse('<p id="chapo">a</p><p class="gros chapo">b</p>').tree
    assert [profiles.selector(".chapo").fits(tag) for tag in tree.find_all("p")] == [False, True]


def test_a_profile_loses_against_weight() -> None:
    """A box named after the text that holds but a line is not the article."""
    page = (
        '<html><link href="/wp-content/a.css"><body><h1>Le lavoir est rouvert</h1><div class="entry-content"><p>Une '
        "photo de la place, prise en été.</p></div><div><p>Les pierres du lavoir ont été relevées par les bénévoles, "
        "une à une, pendant tout l’hiver, et la charpente a été refaite par un artisan du village voisin.</p></div>"
    )
    assert "une à une" in clean.clean(Page("a", "a.html", "html", page, "0")).text
