from __future__ import annotations

import hashlib
import re
from collections import Counter
from importlib import resources

import pytest

from pipeline import gazetteer, lexicon
from pipeline.text import fold

DATA = resources.files("pipeline") / "data"


def found(text: str) -> list[str]:
    folded = fold(text)
    return [text[match.start : match.end] for match in gazetteer.find(folded)]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Saint-Ouen-l’Aumône", "saint ouen l aumone"),
        ("ST-OUEN L'AUMONE", "saint ouen l aumone"),
        ("Ste Geneviève des Bois", "sainte genevieve des bois"),
        ("Ivry s/ Seine", "ivry sur seine"),
        ("Œuf-en-Ternois", "oeuf en ternois"),
    ],
)
def test_spellings_share_one_key(written: str, key: str) -> None:
    assert gazetteer.key(fold(written)) == key


@pytest.mark.parametrize(
    ("name", "article", "key"),
    [("Le Havre", "le", "havre"), ("L'Haÿ-les-Roses", "l", "hay les roses"), ("Lens", "", "lens"), ("La", "", "la")],
)
def test_an_own_article_is_told_apart(name: str, article: str, key: str) -> None:
    assert gazetteer.bare(name) == (article, key)


def test_the_longest_name_wins() -> None:
    assert found("À Charenton-le-Pont et Villeneuve d’Ascq.") == ["Charenton-le-Pont", "Villeneuve d’Ascq"]


def test_a_name_needs_its_capitals() -> None:
    assert found("La ville nouvelle du pas de tir") == []


def test_words_in_lower_case_belong_to_names_that_have_them() -> None:
    assert found("Le Bassin minier et les Émirats arabes unis") == ["Bassin minier", "Émirats arabes unis"]


def test_a_point_ends_a_name_unless_it_abbreviates() -> None:
    assert found("Il vit à Saint. Denis part. À St. Omer, non.")[-1] == "St. Omer"


def test_delegated_communes_lead_to_the_commune_of_today() -> None:
    names = {place.name for place in gazetteer.lookup("cherbourg octeville")}

    assert names == {"Cherbourg-en-Cotentin"}


@pytest.mark.parametrize(
    ("kind", "code", "name"),
    [
        ("commune", "62907", "Libercourt"),
        ("departement", "2A", "Corse-du-Sud"),
        ("region", "32", "Hauts-de-France"),
        ("country", "BE", "Belgique"),
        ("epci", "246200364", "Lens Liévin"),
    ],
)
def test_codes_lead_back_to_names(kind: str, code: str, name: str) -> None:
    place = gazetteer.by_code(kind, code)

    assert place is not None
    assert place.name == name


def test_no_two_communes_of_a_departement_share_a_current_name() -> None:
    rows = lexicon.table("gazetteer").to_pylist()
    names = Counter(
        (row["form"], row["departement"]) for row in rows if row["kind"] == "commune" and row["status"] == "current"
    )

    assert [name for name, count in names.items() if count > 1] == []


def test_the_rows_of_a_key_lie_together_and_fit_one_read() -> None:
    keys = lexicon.table("gazetteer").column("key").to_pylist()

    assert keys == sorted(keys)
    assert max(Counter(keys).values()) < gazetteer.NAMESAKES


def test_the_table_is_the_one_of_the_build_record() -> None:
    record = re.search(r"\| gazetteer\.parquet \|[^|]+\| ([0-9a-f]{64}) \|", (DATA / "SOURCES.md").read_text("utf-8"))

    assert record is not None
    assert hashlib.sha256((DATA / "gazetteer.parquet").read_bytes()).hexdigest() == record[1]


def test_all_tables_together_stay_small() -> None:
    sizes = [len(item.read_bytes()) for item in DATA.iterdir() if item.name.endswith(".parquet")]

    assert sum(sizes) < 5_000_000
