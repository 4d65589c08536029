"""What several tests lean on: a real browser and server, an object store, a Spark session.

Where the machine has no browser, its tests say so and are left out; the rest comes from pip.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

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


@pytest.fixture(scope="session")
def store() -> Iterator[str]:
    """An S3 server on this machine with one bucket; gives the URL of the bucket."""
    from moto.server import ThreadedMotoServer
    from pyarrow import fs

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"{address}/")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        fs.S3FileSystem(endpoint_override=address, allow_bucket_creation=True).create_dir("bucket")
        yield "s3://bucket"
    server.stop()


@pytest.fixture(scope="session")
def spark(store: str) -> Iterator[SparkSession]:
    """Spark with two workers in this machine, on the Java that pip has installed."""
    from pipeline.spark.connection import java_home, session

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(java_home()))
        patch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))  # where workers find `tests.fake_nlp`
        with session("local[2]") as found:
            yield found
