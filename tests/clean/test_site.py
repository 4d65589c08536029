"""The name of the site that a page belongs to."""

from __future__ import annotations

import pytest

from pipeline.clean import facts, site, soup

URL = "https://www.smdl.fr/a"


def name(head: str, url: str = URL) -> str | None:
    return site.name_of(facts.read(soup.parse(f"<html><head>{head}</head><body>x</body></html>")), url)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<meta property="og:site_name" content="Ville de Lens">', "Ville de Lens"),
        ('<meta property="og:site_name" content="Le Canal.fr">', "Le Canal"),
        ('<meta property="og:site_name" content="Bienvenue sur Le Canal">', "Le Canal"),
        ("<title>Un titre | SMDL - Syndicat mixte des lacs</title>", "Syndicat mixte des lacs"),
        ("<title>Un titre | Syndicat des eaux</title>", None),
        ('<meta property="og:site_name" content="www.smdl.fr"><title>Un titre | SMDL</title>', "SMDL"),
        ('<meta property="og:site_name" content="www.smdl.fr">', "smdl.fr"),
        ('<script type="application/ld+json">{"@type": "WebSite", "name": "Le Canal"}</script>', "Le Canal"),
        (
            '<script type="application/ld+json">{"@type": "Article", "publisher": {"name": "[site:name]"}}</script>',
            None,
        ),
        ("<title>Un titre</title>", None),
    ],
)
def test_name_of_a_site(head: str, found: str | None) -> None:
    assert name(head) == found


def test_a_host_of_whole_words_is_found_in_the_title() -> None:
    assert name("<title>Un titre | Le Canal du Nord</title>", "https://lecanaldunord.fr/a") == "Le Canal du Nord"
