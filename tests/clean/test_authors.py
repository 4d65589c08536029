"""Who signed an article."""

from __future__ import annotations

import pytest

from pipeline.clean import authors


def test_the_issuer_is_no_author() -> None:
    assert authors.is_issuer("Journal LE CANAL", "Le Canal")
    assert not authors.is_issuer("Léa Morin", "Le Canal")
    assert not authors.is_issuer("Léa Morin", None)


@pytest.mark.parametrize(
    ("given", "author"),
    [
        ("Par Léa Morin", "Léa Morin"),
        ("Propos recueillis par Léa Morin", "Léa Morin"),
        ("Par Léa Morin | 2 nov. 2021 à 06:00", "Léa Morin"),
        ("par Léa Morin, le 12 juillet 2023", "Léa Morin"),
        ("Y. B.", "Y. B."),
        ("Service communication", "Service communication"),
        ("Justine Roy, 6Medias", "Justine Roy, 6Medias"),
        ("Super User", None),
        ("admin", None),
        ("webmaster", None),
        ("jdupont", None),
        ("https://exemple.fr/auteur/3", None),
        ("contact@exemple.fr", None),
        ("Exemple Matin", None),
        ("—", None),
        (None, None),
    ],
)
def test_author_without_what_stands_around(given: str | None, author: str | None) -> None:
    assert authors.tidy(given, "Exemple Matin") == author
