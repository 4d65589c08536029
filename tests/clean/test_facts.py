"""What a page declares of itself, and what of that is no use."""

from __future__ import annotations

import pytest

from pipeline.clean import facts, soup


@pytest.mark.parametrize(
    ("declared", "site"),
    [
        ("Ville de Lens", "Ville de Lens"),
        ("Le-Mus%C3%A9e", "Le-Musée"),
        ("[site:name]", None),
        ("{{ site.title }}", None),
        ("%%sitename%%", None),
        ("[Lens] Actualités", "[Lens] Actualités"),
    ],
)
def test_the_name_of_the_site(declared: str, site: str | None) -> None:
    page = soup.parse(f'<html><head><meta property="og:site_name" content="{declared}"></head><body>x</body></html>')

    assert facts.read(page).site == site
