"""Every command and code block of the documentation runs; every verb of the command is documented.

Blocks marked `sh`, `python` and `sql` run in the order of the page, in a folder that holds the
sample corpus and its tables. Blocks marked `text` are shown only.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from pipeline import cli
from tests.commands import exit_code

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
            name, *arguments = shlex.split(line, comments=True)
            assert name == "communiques", f"mark as text what no test can run: {line}"
            with contextlib.chdir(folder):
                assert exit_code(*arguments) in {0, 3}, line


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
    module = ModuleType("block")
    monkeypatch.setitem(sys.modules, module.__name__, module)  # where dataclasses look for it
    for language, code in _BLOCK.findall(page.read_text(encoding="utf-8")):
        _run(language, code, ground, vars(module))


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    targets = _LINK.findall(_BLOCK.sub("", page.read_text(encoding="utf-8")))

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
