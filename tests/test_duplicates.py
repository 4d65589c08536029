import random
import time
from datetime import date
from pathlib import Path

import pytest

from pipeline.duplicates import Candidate, fingerprint, group, same

ARTICLE = """Un verger partagé ouvre derrière la gare d’Arras

La Ville d’Arras et l’association Les Greffons ouvrent au public un verger de 140 arbres le 12 mars 2018.

Les habitants du quartier ont choisi les essences au cours de trois réunions, avec l’aide d’un pépiniériste de la
région. Pommiers, poiriers et cognassiers ont été plantés en rangs serrés le long de l’ancienne voie de chemin de fer,
sur une bande de terre que personne n’entretenait plus depuis la fermeture des ateliers.

« Nous voulions un lieu où l’on apprend à tailler, à greffer et à récolter ensemble », explique Odile Carlier,
présidente de l’association, qui tiendra une permanence chaque samedi matin dans le cabanon du jardinier.

Le chantier a coûté 38 000 euros, dont la moitié apportée par la Région. Les premières récoltes sont attendues à
l’automne et seront partagées entre les familles qui s’inscrivent auprès de la maison de quartier, rue des Lilas.
"""
MENU = """Accueil Démarches en ligne Agenda Contact
Abonnez-vous à la lettre d’information de la commune pour recevoir toute l’actualité de votre quartier.

"""
OTHER_MENU = """Vous êtes ici Le magazine Le conseil municipal Les marchés publics
Besoin d’aide ? Appelez le standard de la mairie du lundi au vendredi de 9 h à 17 h.

"""


def bulletin(week: int, cases: int, department: str = "Nord") -> str:
    """A weekly bulletin: many words, few of them new."""
    return f"""Bulletin de surveillance de la grippe : {department}

Le réseau des médecins sentinelles du département observe chaque semaine la circulation des virus de l’hiver. En
semaine {week}, {cases} personnes ont consulté pour un syndrome grippal. Les enfants de moins de 5 ans restent les plus
touchés, et les passages aux urgences suivent la même tendance que dans les départements voisins.

La vaccination reste recommandée aux personnes âgées, aux femmes enceintes et aux malades chroniques. Se laver les
mains, porter un masque en cas de toux et aérer les pièces chaque jour limite la transmission des virus. Le prochain
bulletin paraîtra dans une semaine sur le site de l’agence, où les données peuvent être téléchargées.
"""


def are_same(one: str, other: str) -> bool:
    return same(fingerprint(one), fingerprint(other))


@pytest.mark.parametrize(
    "copy",
    [
        ARTICLE.replace("\n", " \n").replace("’", "'").replace("38 000", "38\u00a0000"),
        MENU + ARTICLE,
        ARTICLE.replace("cognassiers", "cognasiers"),
        ARTICLE.replace("Carlier", "Carlié"),
        ARTICLE.replace(ARTICLE.split("\n")[2] + "\n\n", ""),
        ARTICLE.split("\n", maxsplit=1)[0].upper() + ARTICLE[ARTICLE.index("\n") :],
    ],
    ids=["typography", "menu", "typo", "misspelt-name", "lead-cut", "title-in-capitals"],
)
def test_the_same_article_is_a_copy(copy: str) -> None:
    assert are_same(ARTICLE, copy)


def test_two_menus_hide_no_copy() -> None:
    assert are_same(MENU + ARTICLE, OTHER_MENU + ARTICLE)


@pytest.mark.parametrize(
    "other",
    [
        ARTICLE.replace("140 arbres", "150 arbres"),
        ARTICLE.replace("38 000", "48 000"),
        ARTICLE.replace("mars 2018", "avril 2018"),
        ARTICLE.replace("trois réunions", "quatre réunions"),
        ARTICLE.replace("Arras", "Béthune"),
    ],
    ids=["count", "sum", "month", "number-in-words", "town"],
)
def test_another_figure_day_or_town_is_another_article(other: str) -> None:
    assert not are_same(ARTICLE, other)


def test_a_minus_is_part_of_the_figure() -> None:
    assert not are_same(ARTICLE + "Il fera 3 degrés au matin.", ARTICLE + "Il fera -3 degrés au matin.")


def test_bulletins_of_two_weeks_are_two_articles() -> None:
    assert not are_same(bulletin(5, 312), bulletin(6, 287))


def test_bulletins_of_two_weeks_with_other_menus_are_two_articles() -> None:
    assert not are_same(MENU + bulletin(5, 312), OTHER_MENU + bulletin(6, 312))


def test_a_bulletin_of_another_department_is_another_article() -> None:
    assert not are_same(
        bulletin(5, 312) + "À Lille, dans le Nord, la hausse est nette.",
        bulletin(5, 312, "Var") + "À Toulon, dans le Var, la hausse est nette.",
    )


def test_a_figure_that_changes_in_one_of_two_like_lines_is_seen() -> None:
    lines = "\nSubvention de 2 000 euros au club.\nSubvention de 3 000 euros au club."
    assert not are_same(ARTICLE + lines, ARTICLE + lines.replace("3 000", "2 000"))


def test_an_excerpt_is_no_copy() -> None:
    assert not are_same(ARTICLE, "\n".join(ARTICLE.split("\n")[:4]))


@pytest.mark.parametrize("text", ["", "\n", "Accueil", "12"])
def test_texts_without_sentences_are_compared_as_they_are(text: str) -> None:
    assert are_same(text, text)
    assert not are_same(text, ARTICLE)


def corpus() -> list[Candidate]:
    texts = {
        "late": (date(2018, 4, 1), ARTICLE),
        "first": (date(2018, 3, 1), MENU + ARTICLE),
        "undated": (None, ARTICLE),
        "same-day": (date(2018, 3, 1), ARTICLE.replace("cognassiers", "cognasiers")),
        "week-5": (date(2018, 2, 1), bulletin(5, 312)),
        "week-6": (date(2018, 2, 8), bulletin(6, 287)),
    }
    return [Candidate(name, day, fingerprint(text)) for name, (day, text) in texts.items()]


def test_the_first_published_is_the_original() -> None:
    assert group(corpus()) == {"late": "first", "same-day": "first", "undated": "first"}


def test_the_smallest_id_decides_between_copies_of_one_day() -> None:
    twins = [Candidate(name, None, fingerprint(ARTICLE)) for name in ("c", "a", "b")]
    assert group(twins) == {"b": "a", "c": "a"}


@pytest.mark.parametrize("seed", range(3))
def test_order_changes_nothing(seed: int, tmp_path: Path) -> None:
    shuffled = corpus()
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - no secret
    assert group(shuffled, tmp_path / "scratch") == group(corpus())


def test_a_copy_is_no_original() -> None:
    """Each text is near the next, the first and the last are not: the last is an article of its own."""
    plain = [word.lower() for word in ARTICLE.split() if word.isalpha()]
    words = " ".join(random.Random(1).choices(plain, k=1000))  # noqa: S311 - no secret
    texts = {"a": words, "b": words[: len(words) * 7 // 10], "c": words[: len(words) * 4 // 10]}
    assert same(fingerprint(texts["b"]), fingerprint(texts["c"]))
    assert group(Candidate(name, None, fingerprint(text)) for name, text in texts.items()) == {"b": "a"}


def test_a_signature_is_the_same_on_every_machine() -> None:
    found = fingerprint("Un pont de 12 mètres à Lens")
    assert (found.size, found.minima[:8].hex(), found.telling.hex()) == (
        8,
        "d370c201c20b812b",
        "fd4574a2050e298da8e11ae7f896b6e8",
    )


def test_a_template_filled_in_a_thousand_times_stays_cheap() -> None:
    many = [Candidate(f"{week:04}", None, fingerprint(bulletin(week, 3 * week))) for week in range(1000)]
    started = time.process_time()
    assert group(many) == {}
    assert time.process_time() - started < 20


@pytest.mark.parametrize("text", ["1 " * 50_000, "A" * 100_000, "-" * 100_000, "a1_" * 33_000, ".\n" * 50_000])
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    started = time.process_time()
    fingerprint(text)
    assert time.process_time() - started < 5
