import errno
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline import batch, export
from pipeline.batch import manifest
from pipeline.errors import OutputError, UsageError
from tests import corpora, fake_nlp

FAST = batch.Options(workers=1, analyser=fake_nlp.NAME)
PROGRAM = """
import sys
from pathlib import Path
from pipeline import batch, export
out, workers, *inputs = sys.argv[1:]
batch.run(inputs, Path(out), batch.Options(workers=int(workers), analyser="tests.fake_nlp"))
"""


def inputs_of(corpus: Path) -> list[Path]:
    return [corpus / "a.jsonl", corpus / "b.jsonl"]


def run_elsewhere(out: Path, workers: int, inputs: list[Path], **environment: str) -> None:
    command = [sys.executable, "-c", PROGRAM, str(out), str(workers), *map(str, inputs)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": "."} | environment)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty documents in two feeds."""
    folder = tmp_path_factory.mktemp("corpus")
    corpora.write(folder / "a.jsonl", map(corpora.text, range(20)), "a")
    corpora.write(folder / "b.jsonl", map(corpora.text, range(20, 40)), "b")
    return folder


@pytest.fixture(scope="module")
def done(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an undisturbed run makes of the corpus."""
    out = tmp_path_factory.mktemp("done")
    batch.run(inputs_of(corpus), out, FAST)
    return out


def test_every_item_is_one_row(done: Path) -> None:
    found = [row["document_id"] for row in corpora.rows(done, "documents")]
    assert sorted(found) == sorted([f"a{i}" for i in range(20)] + [f"b{i}" for i in range(20)])
    assert corpora.rows(done, "failures") == []


def test_mentions_point_into_their_document(done: Path) -> None:
    texts = {row["document_id"]: row["text"] for row in corpora.rows(done, "documents")}
    mentions = [row for name in ("dates", "amounts", "percentages") for row in corpora.rows(done, name)]
    assert len(mentions) == 3 * 40
    assert all(texts[m["document_id"]][m["start"] : m["end"]] == m["text"] for m in mentions)


def test_place_time_order_and_workers_change_no_byte(corpus: Path, done: Path, tmp_path: Path) -> None:
    inputs = inputs_of(corpus)[::-1]
    elsewhere = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    run_elsewhere(tmp_path, 2, inputs, **elsewhere)
    assert corpora.files(tmp_path) == corpora.files(done)


@pytest.fixture
def again(done: Path, tmp_path: Path) -> Path:
    """A copy of that run, to run into again."""
    return shutil.copytree(done, tmp_path / "again")


def test_a_second_run_does_nothing_again(
    corpus: Path, done: Path, again: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch.pool, "_pool", None)  # any work would need it
    summary = batch.run(inputs_of(corpus), again, FAST)
    assert summary.resumed == summary.items == 40
    assert corpora.files(again) == corpora.files(done)


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    texts = [corpora.text(number) for number in range(64)]
    batch.run([corpora.write(tmp_path / "f.jsonl", texts)], tmp_path / "out", FAST)
    texts[5] = "Un autre texte."
    summary = batch.run([corpora.write(tmp_path / "f.jsonl", texts)], tmp_path / "out", FAST)
    assert 0 < summary.items - summary.resumed < 64
    assert "Un autre texte." in [row["text"] for row in corpora.rows(tmp_path / "out", "documents")]


def test_new_rules_do_everything_again(corpus: Path, again: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "fingerprint", lambda *_, **__: "other rules")
    assert batch.run(inputs_of(corpus), again, FAST).resumed == 0


def test_fresh_does_everything_again(corpus: Path, again: Path) -> None:
    fresh = batch.Options(workers=1, fresh=True, analyser=fake_nlp.NAME)
    assert batch.run(inputs_of(corpus), again, fresh).resumed == 0


def test_a_damaged_part_file_is_made_again(corpus: Path, done: Path, again: Path) -> None:
    part = next((again / ".parts").glob("*.dates.parquet"))
    part.write_bytes(bytes(part.stat().st_size))  # as a disk may give it back after a power failure
    batch.run(inputs_of(corpus), again, FAST)
    assert corpora.files(again) == corpora.files(done)


def test_a_shrunken_corpus_leaves_no_part_files_behind(tmp_path: Path) -> None:
    batch.run([corpora.write(tmp_path / "f.jsonl", map(corpora.text, range(64)))], tmp_path / "out", FAST)
    batch.run([corpora.write(tmp_path / "f.jsonl", map(corpora.text, range(2)))], tmp_path / "out", FAST)
    assert {path.name.split(".")[0] for path in (tmp_path / "out" / ".parts").iterdir()} == {"000000-of-000001"}
    assert len(corpora.rows(tmp_path / "out", "documents")) == 2


def test_a_limit_stops_the_reading(corpus: Path, tmp_path: Path) -> None:
    assert batch.run([corpus], tmp_path, batch.Options(limit=3, analyser=fake_nlp.NAME)).items == 3


def test_a_document_that_breaks_a_library_fails_alone(tmp_path: Path) -> None:
    feed = corpora.write(tmp_path / "f.jsonl", [corpora.text(0), fake_nlp.BREAKS, corpora.text(2)])
    batch.run([feed], tmp_path / "out", FAST)
    (failure,) = corpora.rows(tmp_path / "out", "failures")
    assert (failure["document_id"], failure["stage"], failure["error"]) == ("d1", "nlp", "RuntimeError")
    assert {row["document_id"] for row in corpora.rows(tmp_path / "out", "documents")} == {"d0", "d2"}


def test_a_document_whose_facts_break_keeps_its_mentions(tmp_path: Path) -> None:
    broken = f"Un pont\n\nCe pont coûte 5 euros et {fake_nlp.BREAKS_FACTS}."
    feed = corpora.write(tmp_path / "f.jsonl", [corpora.text(0), broken, corpora.text(2)])
    summary = batch.run([feed], tmp_path / "out", FAST)
    (failure,) = corpora.rows(tmp_path / "out", "failures")
    assert (failure["document_id"], failure["stage"], failure["error"]) == ("d1", "facts", "RuntimeError")
    assert (summary.items, summary.rows["documents"]) == (3, 3)
    assert "d1" in {row["document_id"] for row in corpora.rows(tmp_path / "out", "amounts")}
    assert {row["document_id"] for row in corpora.rows(tmp_path / "out", "facts")} == {"d0", "d2"}


def test_text_that_utf_8_cannot_write_fails_alone(tmp_path: Path) -> None:
    feed = tmp_path / "f.jsonl"
    feed.write_text('{"id": "\\ud800", "text": "Un pont."}\n{"id": "b", "text": "Un \\udc00 pont."}\n')
    batch.run([corpora.write(tmp_path / "g.jsonl", [corpora.text(0)]), feed], tmp_path / "out", FAST)
    assert len(corpora.rows(tmp_path / "out", "failures")) == 2
    assert [row["document_id"] for row in corpora.rows(tmp_path / "out", "documents")] == ["d0"]


def test_documents_that_kill_their_worker_fail_alone(tmp_path: Path) -> None:
    texts = [corpora.text(number) for number in range(5)]
    texts[0] = texts[3] = fake_nlp.KILLS
    out = tmp_path / "out"
    batch.run([corpora.write(tmp_path / "f.jsonl", texts)], out, batch.Options(workers=2, analyser=fake_nlp.NAME))
    failures = corpora.rows(out, "failures")
    assert sorted(row["document_id"] for row in failures) == ["d0", "d3"]
    assert {row["error"] for row in failures} == {"WorkerDied"}
    assert len(corpora.rows(out, "documents")) == 3


def test_progress_tells_the_truth(corpus: Path, tmp_path: Path) -> None:
    told: list[batch.Progress] = []
    batch.run([corpus], tmp_path, FAST, told.append)
    processing = [progress for progress in told if progress.stage == "process"]
    assert [p.done for p in processing] == sorted(p.done for p in processing)
    assert (processing[0].done, processing[-1].done, processing[-1].total) == (0, 40, 40)
    assert told[-1] == batch.Progress("write", told[-1].done, told[-1].done)


def test_progress_of_a_resumed_run_tells_the_truth(tmp_path: Path) -> None:
    texts = [*map(corpora.text, range(64)), fake_nlp.BREAKS]
    feed, told = tmp_path / "f.jsonl", []
    batch.run([corpora.write(feed, texts)], tmp_path / "out", FAST)
    two = batch.Options(workers=2, analyser=fake_nlp.NAME)
    summary = batch.run([corpora.write(feed, ["Un autre texte.", *texts[1:]])], tmp_path / "out", two, told.append)
    first, *_, last = (progress for progress in told if progress.stage == "process")
    assert 0 < first.done == first.resumed == summary.resumed < 65
    assert (last.done, last.total, last.resumed, last.failures) == (65, 65, summary.resumed, 1)
    assert (told[-1].resumed, told[-1].failures) == (summary.resumed, 1)


def test_the_seconds_of_a_resumed_run_are_its_own(corpus: Path, done: Path, again: Path) -> None:
    assert {"nlp", "extract", "facts"} <= {*export.read_json(done / "run.json")["seconds"]}
    batch.run(inputs_of(corpus), again, FAST)
    assert {*export.read_json(again / "run.json")["seconds"]} == {"read", "export", "total"}


def test_a_second_run_into_the_same_folder_is_refused(corpus: Path, tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another run"):
            batch.run([corpus], tmp_path, FAST)


@pytest.mark.parametrize("out", ["file", "file/out"])
def test_a_file_where_a_folder_should_be_is_said_plainly(corpus: Path, tmp_path: Path, out: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"/file is a file, not a folder.*--out"):
        batch.run([corpus], tmp_path / out, FAST)


def test_a_full_disk_leaves_the_old_tables(
    corpus: Path, done: Path, again: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        batch.run(inputs_of(corpus), again, FAST)
    assert corpora.files(again) == corpora.files(done)
    assert {path.name for path in again.iterdir()} == {path.name for path in done.iterdir()}


def test_tables_are_replaced_together(corpus: Path, done: Path, again: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, written = export.write_csv, []

    def full_at_the_third(path: Path, *more: Any) -> None:
        written.append(path)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(path, *more)

    monkeypatch.setattr(export, "write_csv", full_at_the_third)
    with pytest.raises(OutputError, match="no space left"):
        batch.run([corpora.write(again.parent / "f.jsonl", ["Un autre corpus."])], again, FAST)
    assert corpora.files(again) == corpora.files(done)


def test_a_misspelt_input_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        batch.run([tmp_path / "nowhere"], tmp_path / "out", FAST)


def test_nothing_to_read_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(UsageError, match="nothing to read"):
        batch.run([tmp_path / "in"], tmp_path / "out", FAST)


def test_a_copy_names_its_original_and_stays(tmp_path: Path) -> None:
    words = "le chemin qui longe la rivière est fermé aux promeneurs pendant les travaux de la digue " * 3
    texts = [corpora.text(0) + words, corpora.text(1) + words, f"Accueil du site\n\n{corpora.text(0)}{words}"]
    batch.run([corpora.write(tmp_path / "f.jsonl", texts)], tmp_path / "out", FAST)
    found = {row["document_id"]: row["duplicate_of"] for row in corpora.rows(tmp_path / "out", "documents")}
    assert found == {"d0": None, "d1": None, "d2": "d0"}


def test_a_copy_that_comes_later_is_found_among_what_was_done_before(tmp_path: Path) -> None:
    """Its original is another one's copy once an article with a smaller id has come."""
    out = tmp_path / "out"
    batch.run([corpora.write(tmp_path / "b.jsonl", map(corpora.text, range(40)), "b")], out, FAST)
    summary = batch.run([corpora.write(tmp_path / "a.jsonl", [corpora.text(7)], "a"), tmp_path / "b.jsonl"], out, FAST)
    assert summary.resumed
    copies = {row["document_id"]: row["duplicate_of"] for row in corpora.rows(out, "documents") if row["duplicate_of"]}
    assert copies == {"b7": "a0"}


def test_copies_are_the_same_for_any_order_and_number_of_workers(tmp_path: Path) -> None:
    texts = [corpora.text(number % 25) for number in range(50)]
    first = corpora.write(tmp_path / "f.jsonl", texts[:25], "f")
    second = corpora.write(tmp_path / "g.jsonl", texts[25:], "g")
    batch.run([first, second], tmp_path / "one", FAST)
    run_elsewhere(tmp_path / "two", 2, [second, first])
    assert sum(1 for row in corpora.rows(tmp_path / "one", "documents") if row["duplicate_of"]) == 25
    assert corpora.files(tmp_path / "one") == corpora.files(tmp_path / "two")


def test_an_id_that_comes_twice_fails_once(tmp_path: Path) -> None:
    feeds = [corpora.write(tmp_path / f"{name}.jsonl", [corpora.text(0)]) for name in "fg"]
    batch.run(feeds, tmp_path / "out", FAST)
    assert [row["source"] for row in corpora.rows(tmp_path / "out", "documents")] == ["f.jsonl#1"]
    assert [row["source"] for row in corpora.rows(tmp_path / "out", "failures")] == ["g.jsonl#1"]
