"""What rules make of sentences written for them; one call of the parser each."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import extraction, facts, issuer, nlp
from pipeline.clean import clean
from pipeline.facts import Fact
from pipeline.types import Document, Page


def _facts(text: str, url: str | None = None, published: date | None = None) -> list[Fact]:
    page = Page("d", "d", "clean", text, "", url=url, published=published)
    document = issuer.identify(clean(page))
    ((_, analysis),) = nlp.analyse([document])
    return facts.find(document, analysis, extraction.mentions(document, analysis))


def _only(text: str, **given: str) -> Fact:
    (fact,) = (fact for fact in _facts(text, **given) if fact.mention.kind != "date")
    return fact


RELEASE = """Une journée dans le Béthunois

1 / Visite du chantier de la future halle couverte de Béthune

Les travaux avancent bien. Le Département soutient le projet à hauteur de 350 000 euros.
"""


def test_a_subsidy_is_told_whole() -> None:
    fact = _only(RELEASE, url="https://www.pasdecalais.fr/actualites/halle")

    assert fact.value.relation == "subsidy"
    assert fact.value.what == "projet"
    assert (fact.value.what_resolved, fact.value.what_resolution) == ("halle couverte de Béthune", "heading")
    assert (fact.value.who, fact.value.who_resolution) == ("Département du Pas-de-Calais", "issuer")
    assert (fact.value.where_code, fact.value.where_resolution) == ("62119", "heading")


def test_a_description_is_the_last_name_that_fits() -> None:
    text = "Le Département de la Somme a délibéré hier. Le Département finance le préau à hauteur de 20 000 euros."

    fact = _only(text)

    assert (fact.value.who, fact.value.who_resolution) == ("Département de la Somme", "last_fitting")


@pytest.mark.parametrize(
    ("text", "relation", "what"),
    [
        ("À Arras, 14 % de la population active cherche un emploi.", "share", "population active"),
        ("La commune annonce une hausse de 3 % des effectifs en 2022.", "change", "effectifs"),
        ("Les inscriptions ont reculé de 4 % cette année.", "change", "inscriptions"),
        ("La construction de la crèche a coûté 2,4 millions d’euros.", "cost", "construction de la crèche"),
        ("L’entrée du musée coûte 5 euros.", "price", "entrée du musée"),
        ("Elle a voté une enveloppe de 300 000 euros pour la voirie.", "budget", "voirie"),
        ("Le service affiche un excédent de 12 000 euros.", "result", "excédent"),
        ("Le syndicat a souscrit un emprunt de 1,5 M€ pour la station d’épuration.", "debt", "station d’épuration"),
        ("Le taux d’occupation du gîte atteint 72 %.", "result", "taux d’occupation du gîte"),
        ("6,5 M€ seront consacrés aux digues.", "funding", "digues"),
    ],
)
def test_relation_and_thing(text: str, relation: str, what: str) -> None:
    fact = _only(text)

    assert (fact.value.relation, fact.value.what) == (relation, what)


def test_a_row_of_a_financing_plan_names_who_pays() -> None:
    found = _facts("Plan de financement :\n\n- Région Bretagne : 200 000 €\n\n- Ville de Vannes : 80 000 €")

    assert [(fact.value.relation, fact.value.who) for fact in found] == [
        ("funding", "Région Bretagne"),
        ("funding", "Ville de Vannes"),
    ]


def test_each_payer_of_a_list_has_its_rate() -> None:
    found = _facts("La salle est financée à 40 % par la Région Bretagne et à 25 % par la Ville de Vannes.")

    assert [fact.value.who for fact in found] == ["Région Bretagne", "Ville de Vannes"]


def test_who_gets_money_does_not_pay_it() -> None:
    fact = _only("L’association Les Amis du moulin recevra une subvention de 1 200 euros.")

    assert fact.value.relation == "subsidy"
    assert fact.value.who is None


def test_the_place_in_the_name_of_a_payer_does_not_say_where() -> None:
    fact = _only("Le Conseil départemental de l’Aube finance le gymnase à hauteur de 30 %.")

    assert fact.value.where is None


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Le pont coûtera 2 millions d’euros.", "planned"),
        ("Le pont a coûté 2 millions d’euros.", "done"),
        ("Le conseil a voté une aide de 500 euros.", "decided"),
        ("Les syndicats réclament une prime de 200 euros.", "asked"),
    ],
)
def test_certainty(text: str, certainty: str) -> None:
    assert _only(text).value.certainty == certainty


@pytest.mark.parametrize(("verb", "sign"), [("augmenté", "+"), ("baissé", "-")])
def test_a_change_has_a_direction(verb: str, sign: str) -> None:
    assert _only(f"Les ventes ont {verb} de 4 %.").value.polarity == sign


def test_a_day_to_come_announces_an_event() -> None:
    (fact,) = _facts("L’inauguration de la halle aura lieu le 12 mai 2023 à Lens.", published=date(2023, 5, 2))

    assert (fact.value.relation, fact.value.what, fact.value.where_code) == (
        "event",
        "inauguration de la halle",
        "62498",
    )


def test_facts_do_not_depend_on_what_was_read_before() -> None:
    text = "Le Département de la Somme finance le préau à hauteur de 20 000 euros."
    alone = _facts(text)
    _facts(RELEASE)

    assert _facts(text) == alone


def test_a_text_without_figures_is_not_parsed() -> None:
    def parse(texts: object) -> list[tuple[nlp.Token, ...]]:
        assert not texts
        return []

    document = Document("d", "d", "Rien à compter ici.")

    assert facts.find(document, nlp.prepare(document), [], parse) == []


@pytest.mark.parametrize(
    ("text", "relation", "what"),
    [
        ("Les recettes ont progressé de 3 % ; les dépenses, de 5 %.", "change", "dépenses"),
        ("La part du vélo dans les trajets atteint 4 %.", "share", "trajets"),
        ("La redevance passe à 12 € la tonne.", "price", "redevance"),
        ("Le club compte 140 adhérents, dont 30 % de filles.", "share", "adhérents"),
        ("Le tarif de la carte annuelle (12 euros) est inchangé.", "price", "carte annuelle"),
        ("Les ventes atteignent 3 M€, en baisse de 2 % sur un an.", "change", "ventes"),
    ],
)
def test_what_the_last_figure_is_about(text: str, relation: str, what: str) -> None:
    fact = [fact for fact in _facts(text) if fact.mention.kind != "date"][-1]

    assert (fact.value.relation, fact.value.what) == (relation, what)


def test_a_headline_without_a_mark_heads_its_rows() -> None:
    text = "Le conseil a délibéré.\n\nPiscine de Vannes\n\nPlein : 4 €\n\nRéduit : 2 €"

    assert [fact.value.where_code for fact in _facts(text)] == ["56260", "56260"]


def test_a_list_of_aids_names_who_gets_them() -> None:
    found = _facts("Subventions votées :\n\n- Harmonie de Sanvic : 400 €\n\n- Foire au miel : 300 €")

    assert [(fact.value.beneficiary, fact.value.certainty) for fact in found] == [
        ("Harmonie de Sanvic", "decided"),
        (None, "decided"),
    ]


def test_a_date_that_is_compared_with_is_not_when() -> None:
    fact = _only("En 2022, les ventes ont reculé de 3 % par rapport à 2021.")

    assert fact.when is not None
    assert fact.when.text == "2022"


def test_who_frames_a_quotation_speaks_its_shares() -> None:
    fact = _only("L’Insee précise ce point. « Ici, 12 % des logements sont vides. »")

    assert fact.value.who_text == "Insee"
