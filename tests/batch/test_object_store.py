"""A corpus and its tables at a URL: what a folder gives, byte for byte, and no rename or lock to lean on."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from pipeline import api, batch, export, storage
from pipeline.batch import manifest
from pipeline.batch.manifest import Entry
from pipeline.batch.shard import Task, process_shard
from pipeline.errors import OutputError, UsageError
from pipeline.storage import Url
from tests import corpora, fake_nlp

OPTIONS = batch.Options(workers=2, analyser=fake_nlp.NAME)
PAGE = "<html><h1>Un préau</h1><p>La commune a voté 3 000 euros le 3 mai 2017 pour le préau de son école."


def here(tasks: Iterator[Task], workers: int) -> Generator[Entry]:
    """An engine without processes: quick, and what a test changes it sees."""
    yield from map(process_shard, tasks)


def nothing(tasks: Iterator[Task], workers: int) -> Generator[Entry]:
    """An engine for a run that has nothing to do."""
    assert not list(tasks)
    yield from ()


def run(corpus: Path, out: Url, engine: batch.Engine = here) -> batch.Summary:
    return batch.run([corpus], out, OPTIONS, engine=engine)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Feeds, a page with its sidecar, and a file that is none of these."""
    folder = tmp_path_factory.mktemp("corpus")
    corpora.write(folder / "a.jsonl", map(corpora.text, range(40)), "a")
    corpora.write(folder / "2017" / "b.jsonl", map(corpora.text, range(40, 60)), "b")
    (folder / "2017" / "page.html").write_text(PAGE)
    (folder / "2017" / "page.html.json").write_text('{"published": "2017-06-06", "url": "https://www.exemple.fr/1"}')
    (folder / "logo.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture(scope="module")
def done(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a run from folder to folder."""
    out = tmp_path_factory.mktemp("done")
    batch.run([corpus], out, OPTIONS, engine=here)
    return out


@pytest.fixture(scope="module")
def shelf(store: str, corpus: Path) -> Url:
    """The same corpus in a bucket."""
    folder = Url(store, "corpus")
    for path in storage.walk(corpus):
        with storage.uploading(folder / storage.inside(path, corpus).as_posix()) as copy:
            copy.write(path.read_bytes())
    return folder


@pytest.fixture
def out(store: str, request: pytest.FixtureRequest) -> Url:
    """A place of its own for the tables of each test."""
    return Url(store, request.node.name)


def parts(out: Url, ending: str) -> list[Url]:
    return sorted((url for url in (out / ".parts").iterdir() if url.name.endswith(ending)), key=str)


def test_from_bucket_to_bucket_are_the_same_bytes(shelf: Url, out: Url, done: Path) -> None:
    batch.run([str(shelf)], str(out), OPTIONS)
    assert corpora.files(out) == corpora.files(done)


def test_only_tables_and_parts_are_left(corpus: Path, out: Url, done: Path) -> None:
    run(corpus, out)
    assert {url.name for url in out.iterdir()} == {path.name for path in done.iterdir()} - {".parts", ".lock"}
    assert {url.name for url in parts(out, "")} == {path.name for path in (done / ".parts").iterdir()}


def test_a_second_run_does_nothing_again(corpus: Path, out: Url, done: Path) -> None:
    run(corpus, out)
    summary = run(corpus, out, nothing)
    assert summary.resumed == summary.items == 61
    assert corpora.files(out) == corpora.files(done)


def test_a_run_killed_between_parts_and_manifest_does_that_shard_again(
    corpus: Path, out: Url, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = manifest.write, []

    def killed_at_the_third(folder: Url, entry: Entry) -> None:
        written.append(entry)
        if len(written) == 3:
            raise KeyboardInterrupt
        real(folder, entry)

    monkeypatch.setattr(manifest, "write", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        run(corpus, out)
    assert not (out / "documents.parquet").exists()
    assert len(parts(out, ".json")) == 2 < len(parts(out, ".documents.parquet"))
    summary = run(corpus, out)
    assert summary.resumed == written[0].items + written[1].items
    assert corpora.files(out) == corpora.files(done)


def test_a_part_that_somebody_removed_is_made_again(corpus: Path, out: Url, done: Path) -> None:
    run(corpus, out)
    parts(out, ".dates.parquet")[0].unlink()
    summary = run(corpus, out)
    assert 0 < summary.resumed < summary.items
    assert corpora.files(out) == corpora.files(done)


def test_the_description_that_vouches_for_the_tables_is_put_last(
    corpus: Path, out: Url, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(corpus, out)
    before = (out / "datapackage.json").read_bytes()
    real = storage.move

    def cut_off_before_the_description(path: Path, target: Url) -> None:
        if target.name == "datapackage.json":
            raise ConnectionResetError
        real(path, target)

    monkeypatch.setattr(storage, "move", cut_off_before_the_description)
    with pytest.raises(OutputError, match="AWS_ENDPOINT_URL"):
        run(corpus / "a.jsonl", out)
    assert (out / "datapackage.json").read_bytes() == before
    vouched = {entry["path"]: entry["hash"] for entry in json.loads(before)["resources"]}
    assert vouched["documents.csv"] != f"sha256:{manifest.digest(out / 'documents.csv')}"


def test_tables_at_a_url_open_as_frames(corpus: Path, out: Url, done: Path) -> None:
    run(corpus, out)
    assert api.load(str(out)).mentions().equals(api.load(done).mentions())
    assert export.read_parquet(out / "amounts.parquet").num_rows == len(api.load(done).amounts)


def test_a_missing_corpus_is_wrong_use(shelf: Url, out: Url) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        batch.run([str(shelf / "nowhere")], out, OPTIONS)


def test_a_missing_bucket_is_said_plainly(corpus: Path, store: str) -> None:
    with pytest.raises(OutputError, match="s3://nobody/out cannot be written"):
        batch.run([corpus], "s3://nobody/out", OPTIONS)


def test_a_store_that_does_not_answer_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(UsageError, match="s3://elsewhere/corpus cannot be read"):
        batch.run(["s3://elsewhere/corpus"], tmp_path, OPTIONS)
