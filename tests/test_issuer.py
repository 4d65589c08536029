from __future__ import annotations

import pytest

from pipeline import issuer
from pipeline.types import Document


def document(text: str = "Titre\n\nTexte.", url: str | None = None, title: str | None = None) -> Document:
    return Document("d", "d", text, url=url, title=title)


@pytest.mark.parametrize(
    ("url", "name", "code"),
    [
        ("https://www.pasdecalais.fr/actualites", "Département du Pas-de-Calais", "62"),
        ("https://www.nord.gouv.fr/presse", "Préfecture du Nord", "59"),
        ("https://presse.iledefrance.fr/", "Région Île-de-France", "11"),
        ("https://www.laregion.fr/", "Région Occitanie", "76"),
        ("https://www.ville-arras.fr/agenda", "Ville d'Arras", "62041"),
        ("https://mairie-lehavre.fr/", "Ville du Havre", "76351"),
        ("https://www.loire.fr/", "Département de la Loire", "42"),
    ],
)
def test_the_address_tells_the_issuer(url: str, name: str, code: str) -> None:
    found = issuer.identify(document(url=url))

    assert (found.issuer, found.issuer_code) == (name, code)


def test_a_town_host_needs_the_page_to_speak_as_the_town() -> None:
    url = "https://www.lens.fr/agenda"

    assert issuer.identify(document("La mairie de Lens ouvre samedi.", url=url)).issuer_code == "62498"
    assert issuer.identify(document("Nos lunettes sont belles.", url=url)).issuer_code is None


def test_a_numbered_host_tells_the_town() -> None:
    page = document("La Ville de Brétigny recrute.", url="https://www.bretigny91.fr/")

    assert issuer.identify(page).issuer_code == "91103"


@pytest.mark.parametrize("text", ["Ville de Lens\n\nLa piscine rouvre.", "La piscine rouvre.\n\nVille de Lens"])
def test_masthead_and_signature_tell_the_issuer(text: str) -> None:
    assert issuer.identify(document(text)).issuer_code == "62498"


def test_the_site_name_tells_the_issuer() -> None:
    assert issuer.identify(document(), "Conseil départemental de la Somme").issuer_code == "80"


@pytest.mark.parametrize("name", ["Les services de l’État en Haute-Corse", "Préfet de la Haute-Corse"])
def test_the_state_in_a_departement_is_its_prefecture(name: str) -> None:
    found = issuer.identify(document(), name)

    assert (found.issuer, found.issuer_code) == ("Préfecture de la Haute-Corse", "2B")


def test_a_name_of_several_towns_is_no_code() -> None:
    found = issuer.identify(document("Ville de Saint-Denis\n\nLe marché rouvre."))

    assert (found.issuer, found.issuer_code) == ("Ville de Saint-Denis", None)


@pytest.mark.parametrize(
    "url", ["https://www.orange.fr/", "https://www.ministere.gouv.fr/", "https://www.exemple.org/lille", None]
)
def test_it_never_guesses(url: str | None) -> None:
    assert issuer.identify(document(url=url)).issuer_code is None


def test_what_the_document_knows_stays() -> None:
    page = Document("d", "d", "Ville de Lens", issuer="Ville de Calais", issuer_code="62193")

    assert issuer.identify(page) == page


def test_coverage_comes_from_issuer_medium_and_address() -> None:
    page = Document("d", "d", "", url="https://www.lavoixdunord.fr/lens-62300/article", issuer_code="80021")

    assert issuer.coverage(page) == {"59", "62", "80"}


def test_a_region_code_is_not_taken_for_a_departement() -> None:
    page = Document("d", "d", "", issuer="Région Hauts-de-France", issuer_code="32")

    assert issuer.coverage(page) == frozenset()
    assert issuer.region(page) == "32"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.insee.fr/fr/statistiques/1", "Insee"),
        ("https://start.lesechos.fr/a", "Les Échos"),
        ("https://www.tresor.economie.gouv.fr/a", "Direction générale du Trésor"),
        ("https://www.economie.gouv.fr/a", "Ministère de l’Économie et des Finances"),
    ],
)
def test_bodies_and_media_have_the_name_that_people_know(url: str, name: str) -> None:
    found = issuer.identify(document(url=url), "www.exemple.fr")

    assert (found.issuer, found.issuer_code) == (name, None)
