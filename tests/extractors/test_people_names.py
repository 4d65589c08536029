"""The grammar of names: parts, ordinary case, runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extractors.people import names
from pipeline.text import fold


def _parse(text: str) -> tuple[str, str]:
    name = names.parse(text, fold(text), 0, len(text))
    return name.given, name.family


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Michel HARDELIN", ("Michel", "Hardelin")),
        ("HARDELIN Michel", ("Michel", "Hardelin")),
        ("MICHEL HARDELIN", ("Michel", "Hardelin")),
        ("Ségolène d’Hauterive", ("Ségolène", "d’Hauterive")),
        ("Geoffroy DE BRÉCOURT", ("Geoffroy", "de Brécourt")),
        ("Marine LE BIHAN", ("Marine", "Le Bihan")),
        ("Amira Ben Salah", ("Amira", "Ben Salah")),
        ("José Luis Carvalho Duarte", ("José Luis", "Carvalho Duarte")),
        ("J.-P. Crespin", ("J.-P.", "Crespin")),
        ("Pieter van der Meulen", ("Pieter", "van der Meulen")),
        ("Charles III", ("Charles", "III")),
        ("Claire", ("Claire", "")),
        ("Hardelin", ("", "Hardelin")),
        ("Le Bihan", ("", "Le Bihan")),
    ],
)
def test_parts_in_ordinary_case(text: str, parts: tuple[str, str]) -> None:
    assert _parse(text) == parts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("vu par Jean-Baptiste Le Goff hier", [["Jean-Baptiste", "Le", "Goff"]]),
        ("C'est Anne qui l'a dit", [["C"], ["Anne"]]),
        ("d'Anne et de Paul", [["Anne"], ["Paul"]]),
        ("Walter O'Brien", [["Walter", "O'Brien"]]),
        ("Peter Nyong'o", [["Peter", "Nyong'o"]]),
        ("@JeanMorel", []),
    ],
)
def test_runs_of_capitalised_words(text: str, words: list[list[str]]) -> None:
    assert [[word.text for word in run] for run in names.runs(text)] == words


@pytest.mark.parametrize(("name", "sex"), [("Michel", "m"), ("Nathalie", "f"), ("Dominique", None), ("Zzz", None)])
def test_sex_of_a_first_name_is_known_when_nearly_all_bearers_agree(name: str, sex: str | None) -> None:
    assert names.sex(name) == sex


@given(st.text(max_size=80))
def test_words_of_runs_are_where_they_say(text: str) -> None:
    folded = fold(text)

    assert all(folded[word.start : word.end] == word.text for run in names.runs(folded) for word in run)


@given(st.text(alphabet="aàâbéeÉÀ -'’.", max_size=20))
def test_comparison_ignores_case_accents_and_hyphens(text: str) -> None:
    assert names.plain(text) == names.plain(names.plain(text).upper()) == names.plain(text.replace("-", " "))
