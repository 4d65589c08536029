"""A run with a second opinion: one column more is filled, nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import batch
from pipeline.clean import opinion
from pipeline.errors import UsageError
from tests import corpora, fake_nlp
from tests.clean.test_opinion import PAGE

ALONE = batch.Options(analyser=fake_nlp.NAME)
COMPARED = batch.Options(analyser=fake_nlp.NAME, second_opinion=True)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a.html"
    path.write_text(PAGE.content, encoding="utf-8")
    return path


def test_agreement_is_there_on_request_alone(page: Path, tmp_path: Path) -> None:
    rows = []
    for options, name in ((ALONE, "alone"), (COMPARED, "compared")):
        batch.run([page], tmp_path / name, options)
        rows += corpora.rows(tmp_path / name, "documents")
    alone, compared = rows
    assert alone["agreement"] is None
    assert compared["agreement"] > 0.9
    assert compared | {"agreement": None} == alone


def test_asking_later_does_the_documents_again(page: Path, tmp_path: Path) -> None:
    batch.run([page], tmp_path / "out", ALONE)
    assert batch.run([page], tmp_path / "out", COMPARED).resumed == 0
    assert batch.run([page], tmp_path / "out", COMPARED).resumed == 1


def test_nobody_to_ask_is_said_before_anything_is_done(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinion, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="opinion"):
        batch.run([page], tmp_path / "out", COMPARED)
    assert not (tmp_path / "out").exists()
