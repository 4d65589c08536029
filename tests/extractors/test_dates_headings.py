"""What headings say of the dates below them."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import clean, extraction, nlp
from pipeline.extractors import dates
from pipeline.types import Document

PUBLISHED = date(2018, 6, 12)


def first_day(text: str, written: str, published: date | None = PUBLISHED, title: str | None = None) -> date | None:
    """The day on which the date written so begins."""
    document = Document("d", "d", text, clean.blocks_of(text, title), title=title, published=published)
    found = extraction.mentions(document, nlp.prepare(document), [dates])
    (mention,) = [mention for mention in found if mention.text == written]
    start: date | None = mention.value.start
    return start


@pytest.mark.parametrize(
    "heading", ["## Saison 2018-2019", "Saison 2018-2019", "## Programme 2019", "2019", "Printemps 2019", "Avril 2019"]
)
def test_a_programme_places_what_stands_below_it(heading: str) -> None:
    assert first_day(f"Théâtre de Dole\n\n{heading}\n\nLe 12 avril, récital.", "12 avril") == date(2019, 4, 12)


def test_a_programme_holds_below_later_headings() -> None:
    text = "Théâtre de Dole\n\nSaison 2018-2019\n\n## Jeune public\n\nLe 12 avril, récital."

    assert first_day(text, "12 avril") == date(2019, 4, 12)


def test_a_date_far_from_the_season_above_it_belongs_to_the_programme() -> None:
    text = "Saison 2018-2019\n\nPrintemps 2019\n\nLe 3 avril, récital.\n\nBilletterie dès le 4 septembre."

    assert first_day(text, "4 septembre") == date(2018, 9, 4)


@pytest.mark.parametrize(
    ("sentence", "written", "expected"),
    [
        ("Rendez-vous mercredi 20 juin.", "mercredi 20 juin", date(2018, 6, 20)),
        ("Abonnements dès le 16 juin.", "16 juin", date(2018, 6, 16)),
        ("Le bureau a été élu en avril.", "avril", date(2018, 4, 1)),
        ("Elle est décédée cet hiver.", "hiver", date(2017, 12, 21)),
    ],
)
def test_weekday_nearness_tense_and_demonstrative_outweigh_a_programme(
    sentence: str, written: str, expected: date
) -> None:
    assert first_day(f"Saison 2018-2019\n\n{sentence}", written) == expected


def test_the_day_of_publication_below_a_title_lends_no_year() -> None:
    assert first_day("## 12 décembre 2018\n\nVœux le 9 janvier.", "9 janvier", date(2018, 12, 12)) == date(2019, 1, 9)


@pytest.mark.parametrize(("heading", "expected"), [("Calendrier 2011", date(2011, 5, 7)), ("Calendrier", None)])
def test_without_publication_date_only_a_heading_supplies_the_year(heading: str, expected: date | None) -> None:
    assert first_day(f"{heading}\n\nLe 7 mai, concours.", "7 mai", None, heading) == expected


def test_a_month_that_heads_a_list_places_weekdays_with_a_number() -> None:
    assert first_day("Agenda\n\nJuillet\n\nMardi 10 : don du sang.", "Mardi 10") == date(2018, 7, 10)
