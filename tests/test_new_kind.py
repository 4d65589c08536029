"""A new kind is one file: the file of `docs/adding-an-extractor.md`, and all that follows from it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "adding-an-extractor.md"
TEXT = "Un standard neuf\n\nAppelez le 03 21 21 62 62 ou le 06.00.00.00.00 avant le 3 mai 2017.\n"

# Runs on a copy of the package, so that no other test meets the kind: the verbs one after the other.
PROGRAM = """
import io, json, sys
from contextlib import redirect_stdout
sys.path.insert(0, sys.argv[1])
from pipeline import cli
from tests import marks
printed = {"marks": marks.parse(sys.argv[3])}
for arguments in json.loads(sys.argv[2]):
    with redirect_stdout(io.StringIO()) as output:
        cli.app(arguments, standalone_mode=False)
    printed[arguments[0]] = output.getvalue()
print(json.dumps(printed))
"""


def _block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each verb prints once the file of the page lies in the package."""
    folder = tmp_path_factory.mktemp("new_kind")
    shutil.copytree(ROOT / "pipeline", folder / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pipeline" / "extractors" / "telephones.py").write_text(_block("python"), encoding="utf-8")
    article = folder / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    start = TEXT.index("03 21")
    mention = {"kind": "telephone", "start": start, "end": start + 14, "text": "03 21 21 62 62"}
    mention["value"] = {"number": "0321216262"}
    sample = {"id": "a", "published": "2017-05-01", "text": TEXT.strip(), "mentions": [mention]}
    samples = folder / "samples.jsonl"
    samples.write_text(json.dumps(sample), encoding="utf-8")
    verbs = [
        ["schema"],
        ["extract", str(article), "--json"],
        ["run", str(article), "--out", str(folder / "out"), "--quiet"],
    ]
    verbs.append(["evaluate", str(samples)])
    example = tomllib.loads(_block("toml"))["example"][0]["text"]
    command = [sys.executable, "-c", PROGRAM, str(folder), json.dumps(verbs), example]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    shown: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    shown["out"] = sorted(path.name for path in (folder / "out").iterdir())
    return shown


def test_the_kind_has_a_table_with_its_columns(printed: dict[str, Any]) -> None:
    fields = json.loads(printed["schema"])["telephones"]["fields"]
    line = next(field for field in fields if field["name"] == "line")

    assert line["constraints"]["enum"] == ["landline", "mobile", "special"]


def test_extract_shows_the_kind(printed: dict[str, Any]) -> None:
    found = [m["value"] for m in json.loads(printed["extract"])["mentions"] if m["kind"] == "telephone"]

    assert found == [{"number": "0321216262", "line": "landline"}, {"number": "0600000000", "line": "mobile"}]


def test_a_run_writes_the_table(printed: dict[str, Any]) -> None:
    assert {"telephones.csv", "telephones.parquet"} <= set(printed["out"])


def test_marks_of_the_kind_are_read(printed: dict[str, Any]) -> None:
    _, (mention,) = printed["marks"]

    assert (mention["text"], mention["value"]["number"]) == ("03.21.21.62.62", "0321216262")


def test_evaluation_scores_the_kind(printed: dict[str, Any]) -> None:
    row = next(line for line in printed["evaluate"].splitlines() if "telephone" in line)
    gold, found, precision, recall, *_ = re.findall(r"[\d.]+", row)

    assert (gold, found, precision, recall) == ("1", "2", "0.500", "1.000")
