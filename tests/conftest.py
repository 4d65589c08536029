"""The browser tests: a real server, a real browser, or a plain word that there is none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

_BROWSER = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_FLAGS += ["--disable-component-update", "--disable-sync", "--disable-quic"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium. Where the machine has none, the tests say so and are left out."""
    if not _BROWSER:
        pytest.skip("no Chromium on this machine: install it, or name its path in CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_BROWSER, args=_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Callable[[Path], tuple[str, subprocess.Popen[str]]]]:
    """Start `communiques review` on a folder; gives its address and its process."""
    started: list[subprocess.Popen[str]] = []

    def start(folder: Path) -> tuple[str, subprocess.Popen[str]]:
        command = [sys.executable, "-m", "pipeline", "review", str(folder), "--port", "0"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address
        return address.group(), process

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
