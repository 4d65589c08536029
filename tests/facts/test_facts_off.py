"""Without facts every other table is the same, byte for byte, also with the real model and parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import batch
from tests import corpora

TEXTS = [
    "Subventions\n\nLa Ville de Lens a voté 3 000 € pour le club de voile, en hausse de 5 % en 2023.\n\n- Avion : 40 €",
    "Le Département de la Somme finance le préau d’Amiens à hauteur de 20 %. Léa Payet l’inaugurera le 3 mai 2024.",
    "Rien à compter ici, sinon des mots.",
]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("facts")
    feed = corpora.write(base / "feed.jsonl", TEXTS)
    for name, wanted in (("with", True), ("without", False)):
        batch.run([feed], base / name, batch.Options(workers=1, facts=wanted))
    return base / "with", base / "without"


def test_every_other_table_is_the_same(runs: tuple[Path, Path]) -> None:
    on, off = map(corpora.files, runs)

    changed = {name for name in on if on[name] != off[name]}
    assert changed - {"datapackage.json"} == {"facts.csv", "facts.parquet"}  # the package counts their rows


def test_without_facts_their_table_is_empty(runs: tuple[Path, Path]) -> None:
    on, off = runs

    assert len(corpora.rows(on, "facts")) == 4
    assert not corpora.rows(off, "facts")
