"""A run may be killed at any moment; the next one ends with the tables of an undisturbed run."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import batch
from tests import corpora, fake_nlp

DOCUMENTS, KILLS = 2_000, 20
PROGRAM = """
import sys
from pathlib import Path
from pipeline import batch
batch.run([sys.argv[1]], Path(sys.argv[2]), batch.Options(workers=2, analyser="tests.fake_nlp"))
"""


def start(feed: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROGRAM, str(feed), str(out)]
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": "."}, stderr=subprocess.DEVNULL)


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def is_worker(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # gone since it was listed
        return False


def workers(pid: int) -> list[int]:
    return [*filter(is_worker, children(pid))]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_until(met: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def kill_twice(run: subprocess.Popen[bytes], moments: random.Random) -> int:
    """Kill one worker of a run, then the run, each at a random moment; the number of those that were alive."""
    wait_until(lambda: workers(run.pid) or run.poll() is not None)
    time.sleep(moments.uniform(0, 1.5))
    victims = workers(run.pid)[:1]
    for victim in victims:
        kill(victim)
    time.sleep(moments.uniform(0, 0.3))
    kill(run.pid)
    return len(victims) + (run.wait() == -signal.SIGKILL)


def test_killed_at_random_moments_and_run_again(tmp_path: Path) -> None:
    feed = corpora.write(tmp_path / "f.jsonl", map(corpora.text, range(DOCUMENTS)))
    batch.run([feed], tmp_path / "undisturbed", batch.Options(workers=2, analyser=fake_nlp.NAME))
    undisturbed = corpora.files(tmp_path / "undisturbed")
    moments = random.Random(62907)  # noqa: S311 - moments, no secret
    killed, out = 0, tmp_path / "out"
    while killed < KILLS:
        run = start(feed, out)
        killed += kill_twice(run, moments)
        if run.returncode == 0:  # a fast machine was done before: from the start again
            assert corpora.files(out) == undisturbed
            shutil.rmtree(out)
    assert start(feed, out).wait() == 0
    assert corpora.files(out) == undisturbed


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, number: signal.Signals) -> None:
    feed = corpora.write(tmp_path / "f.jsonl", [fake_nlp.SLEEPS, *map(corpora.text, range(40))])
    run = start(feed, tmp_path / "out")
    wait_until(lambda: list((tmp_path / "out" / ".parts").glob("*.json")))
    busy = workers(run.pid)
    run.send_signal(number)
    run.wait(timeout=60)
    wait_until(lambda: not any(map(alive, busy)))
    assert len(busy) == 2


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(PROGRAM)
    feed = corpora.write(tmp_path / "f.jsonl", [corpora.text(0)])
    command = [sys.executable, str(script), str(feed), str(tmp_path / "out")]
    run = subprocess.run(command, env=os.environ | {"PYTHONPATH": "."}, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "__main__" in run.stderr.splitlines()[-1]
    assert not (tmp_path / "out" / "documents.parquet").exists()
