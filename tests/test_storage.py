from __future__ import annotations

import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from pipeline import storage
from pipeline.errors import UsageError
from pipeline.storage import Url


def stored(folder: Url, *names: str) -> Url:
    """The folder, once files of these names are in it."""
    for name in names:
        with storage.uploading(folder / name, "w") as file:
            file.write(f"contenu de {name}")
    return folder


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("corpus/a", Path("corpus/a")),
        ("file:///data/un%20pont", Path("/data/un pont")),
        ("s3://bucket/un pont/é?#1/", Url("s3://bucket", "un pont/é?#1")),
        ("s3a://bucket", Url("s3://bucket")),
        ("hdfs://namenode:8020/corpus", Url("hdfs://namenode:8020", "corpus")),
    ],
)
def test_a_place_is_a_path_or_a_url(given: str, found: storage.Place) -> None:
    assert storage.place(given) == found


@pytest.mark.parametrize("given", ["ftp://host/corpus", "s3:///corpus", "https://www.exemple.fr/a.html"])
def test_a_url_of_another_kind_is_wrong_use(given: str) -> None:
    with pytest.raises(UsageError, match="s3://"):
        storage.place(given)


def test_a_url_has_the_parts_of_a_path() -> None:
    page = Url("s3://bucket", "corpus/.2017/page.html")
    assert (page.name, page.stem, str(page)) == ("page.html", "page", "s3://bucket/corpus/.2017/page.html")
    assert page.with_name("page.html.json") == Url("s3://bucket", "corpus/.2017/page.html.json")
    assert page.parents == (Url("s3://bucket", "corpus/.2017"), Url("s3://bucket", "corpus"), Url("s3://bucket"))
    assert page.relative_to(Url("s3://bucket")) == PurePosixPath("corpus/.2017/page.html")
    assert Url("s3://bucket") / "corpus" / ".2017" / "page.html" == page


def test_files_below_a_url_come_as_those_below_a_path(store: str, tmp_path: Path) -> None:
    names = ["b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "a-b/d.txt", ".hidden/e.txt", "é/f.txt", "a/.g.txt"]
    url = stored(Url(store, "walk"), *names)
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    here = [storage.inside(path, tmp_path).as_posix() for path in storage.walk(tmp_path)]
    assert [storage.inside(path, url).as_posix() for path in storage.walk(url)] == here
    assert len(here) == len(names) - 1


def test_a_file_at_a_url_is_read_from_any_place(store: str) -> None:
    page = stored(Url(store, "read"), "page.txt") / "page.txt"
    with page.open() as file:
        file.seek(8)
        assert file.readline() == b"de page.txt"
    assert (page.read_text(), storage.size(page)) == ("contenu de page.txt", 19)


def test_an_archive_at_a_url_is_read_as_any(store: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("page.html", "<p>Un pont.")
    target = Url(store, "archive/a.zip")
    storage.move(tmp_path / "a.zip", target)
    with zipfile.ZipFile(target.open()) as archive:
        assert archive.namelist() == ["page.html"]
    assert not (tmp_path / "a.zip").exists()


def test_what_is_at_a_url_can_be_listed_and_removed(store: str) -> None:
    folder = stored(Url(store, "listed"), "a", "b", "c/d")
    assert sorted(file.name for file in folder.iterdir()) == ["a", "b"]
    (folder / "a").unlink()
    (folder / "a").unlink(missing_ok=True)
    assert [name for name in "abc" if (folder / name).exists()] == ["b", "c"]
    assert [(folder / name).is_dir() for name in "bc"] == [False, True]


def test_a_missing_file_at_a_url_is_said_as_one_on_disk(store: str) -> None:
    with pytest.raises(FileNotFoundError):
        Url(store, "nowhere").open()


def test_a_file_that_fails_half_way_is_not_put(store: str) -> None:
    target = Url(store, "half/table.parquet")
    with pytest.raises(ZeroDivisionError), storage.uploading(target) as file:
        file.writelines(bytes([1 // number]) for number in (1, 0))
    assert not target.exists()


def test_reading_ahead_keeps_the_order_and_does_not_run_away() -> None:
    started: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(50):
            started.append(number)
            yield number

    def slow_if_even(number: int) -> int:
        time.sleep(0.02 * (number % 2 == 0))
        return number

    found = storage.ahead(slow_if_even, numbers(), most=4)
    assert [next(found), next(found)] == [0, 1]
    assert len(started) <= 6
    assert list(found) == list(range(2, 50))


def test_reading_ahead_leaves_no_thread_behind_when_it_fails() -> None:
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        list(storage.ahead(lambda number: 1 // number, [1, 1, 0, 1, 1], most=2))
    assert threading.active_count() == before
