"""Every command and code block of the documentation runs; every verb of the command is documented.

Blocks marked `sh`, `python` and `sql` run in the order of the page, in a folder that holds the
sample corpus and its tables. Blocks marked `text` are shown only.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline import cli

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
_SERVES = re.compile(r"^communiques review \S+$")  # runs until interrupted


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample corpus, its tables, and the samples."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "raw", folder / "raw")
    (folder / "tests").symlink_to(ROOT / "tests")
    _shell("communiques run raw --out extracted --workers 1", folder)
    return folder


def _shell(script: str, folder: Path) -> None:
    for line in script.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#") and not _SERVES.match(line):
            command = line.replace("communiques ", f'"{sys.executable}" -m pipeline ', 1)
            done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S602 - our own documentation
            assert done.returncode in {0, 3}, f"{line}\n{done.stderr}"


def _run(language: str, code: str, folder: Path, names: dict[str, Any]) -> None:
    if language == "sh":
        _shell(code, folder)
    elif language == "python":
        exec(compile(code, "block", "exec"), names)  # noqa: S102 - our own documentation
    elif language == "sql":
        duckdb.sql(code).fetchall()
    else:
        assert language in {"text", "toml", "json"}, f"say sh, python, sql, or text for what only shows: {language}"


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_code_of_a_page_runs(page: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ground)
    names: dict[str, Any] = {"__name__": "block"}
    for language, code in _BLOCK.findall(page.read_text(encoding="utf-8")):
        _run(language, code, ground, names)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    tutorial = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")

    assert f"communiques {verb}" in tutorial


def test_every_decision_says_what_and_why() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert "**Decision" in text, page.name
        assert "**Why" in text, page.name
