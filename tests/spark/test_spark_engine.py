"""Runs on Spark `local[2,4]`: the tables of a local run, byte for byte, whatever happens on the way."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import batch
from pipeline.batch import pool
from pipeline.batch.manifest import Entry
from pipeline.batch.shard import Task, process_shard
from pipeline.errors import DataError
from pipeline.spark import Engine, engine
from pipeline.storage import Url
from tests import corpora, fake_nlp
from tests.commands import exit_code

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).parent.parent.parent
OPTIONS = batch.Options(workers=1, analyser=fake_nlp.NAME)
DOCUMENTS = 100


def here(tasks: Iterator[Task], workers: int) -> Generator[Entry]:
    """An engine without processes: what Spark's tables are held against."""
    yield from map(process_shard, tasks)


def left_over(out: Path) -> list[str]:
    """Items that were put beside the parts for the workers."""
    return [path.name for path in (out / ".parts").iterdir() if path.name.startswith("items")]


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.write(tmp_path_factory.mktemp("corpus") / "f.jsonl", map(corpora.text, range(DOCUMENTS)))


@pytest.fixture(scope="module")
def done(feed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("done")
    batch.run([feed], out, OPTIONS, engine=here)
    return out


@pytest.fixture
def small_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shards a job, so that a small corpus makes several."""
    monkeypatch.setattr(engine, "_LEAST", 2)
    monkeypatch.setattr(engine, "_PER_CORE", 1)


def test_spark_is_two_workers_that_try_four_times(spark: SparkSession) -> None:
    assert spark.sparkContext.master == "local[2,4]"


@pytest.mark.usefixtures("small_jobs")
def test_tables_are_those_of_one_two_and_three_workers(
    spark: SparkSession, feed: Path, done: Path, tmp_path: Path
) -> None:
    batch.run([feed], tmp_path / "spark", OPTIONS, engine=Engine(spark))
    for workers in (1, 2, 3):
        batch.run([feed], tmp_path / str(workers), batch.Options(workers, analyser=fake_nlp.NAME))
    tables = {out: corpora.files(tmp_path / out) for out in ("spark", "1", "2", "3")}
    assert [out for out, found in tables.items() if found != corpora.files(done)] == []
    assert left_over(tmp_path / "spark") == []


@pytest.mark.usefixtures("small_jobs")
def test_an_interrupted_run_goes_on_where_it_was(spark: SparkSession, feed: Path, done: Path, tmp_path: Path) -> None:
    def interrupted(tasks: Iterator[Task], workers: int) -> Generator[Entry]:
        yield next(Engine(spark)(tasks, workers))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.run([feed], tmp_path, OPTIONS, engine=interrupted)
    assert not (tmp_path / "documents.parquet").exists()
    summary = batch.run([feed], tmp_path, OPTIONS, engine=Engine(spark))
    assert 0 < summary.resumed < DOCUMENTS
    assert corpora.files(tmp_path) == corpora.files(done)
    assert left_over(tmp_path) == []


def test_either_engine_goes_on_with_what_the_other_did(spark: SparkSession, feed: Path, tmp_path: Path) -> None:
    batch.run([feed], tmp_path, OPTIONS, engine=Engine(spark))
    assert batch.run([feed], tmp_path, OPTIONS).resumed == DOCUMENTS


def test_a_document_that_kills_its_worker_is_set_aside_as_in_a_pool(spark: SparkSession, tmp_path: Path) -> None:
    texts = [corpora.text(0), fake_nlp.KILLS, fake_nlp.BREAKS, corpora.text(3)]
    feed = corpora.write(tmp_path / "f.jsonl", texts)
    batch.run([feed], tmp_path / "spark", OPTIONS, engine=Engine(spark))
    batch.run([feed], tmp_path / "local", OPTIONS, engine=pool.execute)
    failures = {row["document_id"]: row["error"] for row in corpora.rows(tmp_path / "spark", "failures")}
    assert failures == {"d1": "WorkerDied", "d2": "RuntimeError"}
    assert corpora.files(tmp_path / "spark") == corpora.files(tmp_path / "local")


def test_workers_with_other_code_are_refused(spark: SparkSession, feed: Path, tmp_path: Path) -> None:
    def mixed(tasks: Iterator[Task], workers: int) -> Generator[Entry]:
        yield from Engine(spark)((dataclasses.replace(task, fingerprint="other") for task in tasks), workers)

    with pytest.raises(DataError, match="workers have another version of communiques"):
        batch.run([feed], tmp_path, OPTIONS, engine=mixed)
    assert left_over(tmp_path) == []


def test_a_shard_that_fails_for_good_is_told_in_one_line() -> None:
    traceback = (
        "org.apache.spark.SparkException: Job aborted: org.apache.spark.api.python.PythonException: Traceback (most "
        'recent call last):\n  File "shard.py", line 80\n    write(path)\n'
        "OSError: [Errno 28] No space left on device\n\n\tat org.apache.spark.api.python.BasePythonRunner.scala:1\n"
    )
    assert engine.cause(RuntimeError(traceback)) == "OSError: [Errno 28] No space left on device"
    assert engine.cause(RuntimeError("Job aborted: executor lost\n\tat a.b")) == "Job aborted: executor lost"


def test_workers_without_the_package_are_told_from_those_that_fail() -> None:
    found = engine.cause(RuntimeError("Traceback\nModuleNotFoundError: No module named 'pipeline'\n"))
    assert found.endswith("give them the image that the driver has")


def test_from_bucket_to_bucket_are_the_same_bytes(spark: SparkSession, store: str, feed: Path, done: Path) -> None:
    shelf = Url(store, "spark")
    (shelf / "f.jsonl").put(feed)
    batch.run([str(shelf / "f.jsonl")], shelf / "out", OPTIONS, engine=Engine(spark))
    assert corpora.files(shelf / "out") == corpora.files(done)


@pytest.mark.usefixtures("spark")
def test_the_sample_corpus_by_the_command_and_the_model(tmp_path: Path) -> None:
    raw, local, cluster = (str(path) for path in (ROOT / "raw", tmp_path / "local", tmp_path / "spark"))
    assert exit_code("run", raw, "--out", local, "--workers", "1", "--quiet") in {0, 3}
    assert exit_code("run", raw, "--out", cluster, "--engine", "spark", "--master", "local[2]", "--quiet") in {0, 3}
    assert corpora.files(tmp_path / "spark") == corpora.files(tmp_path / "local")
    assert corpora.rows(tmp_path / "spark", "people")
