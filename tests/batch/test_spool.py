import dataclasses
from datetime import date
from pathlib import Path

import pytest

from pipeline.batch import spool
from pipeline.batch.spool import Item, Spool
from pipeline.types import Failure, Page


def page(number: int, content: str = "Un pont.") -> Page:
    """A page with a value in every field, so that none is lost on the way."""
    days = {"published": date(2017, 6, 6), "fetched": date(2017, 6, 9)}
    return Page(f"d{number}", f"d{number}.txt", "clean", content, "0" * 64, "https://exemple.fr/1", "Un pont", **days)


def sealed(folder: Path, items: list[Item]) -> list[tuple[str, str, list[Item]]]:
    """Name, digest and items of each shard, by name."""
    folder.mkdir()
    with Spool(folder) as filled:
        for item in items:
            filled.add(item)
        return sorted(
            ((s.name, s.digest, list(spool.load(filled.path, s.refs))) for s in filled.shards()), key=lambda s: s[0]
        )


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    items: list[Item] = [page(1, "é\u00a0\ud800\x00"), Failure("x.html", "read", "ReadError", "vide", "rien")]
    shards = sealed(tmp_path / "a", items)
    assert sorted((item for _, _, found in shards for item in found), key=lambda i: i.source) == items


def test_a_page_has_a_value_in_every_field() -> None:
    assert None not in [getattr(page(1), field.name) for field in dataclasses.fields(Page)]


def test_the_order_of_the_input_changes_nothing(tmp_path: Path) -> None:
    items: list[Item] = [page(number) for number in range(200)]
    assert sealed(tmp_path / "a", items) == sealed(tmp_path / "b", items[::-1])


def test_every_item_is_in_one_shard(tmp_path: Path) -> None:
    items: list[Item] = [page(number) for number in range(200)]
    shards = sealed(tmp_path / "a", items)
    found = [item for _, _, held in shards for item in held]
    assert len(shards) > 1
    assert sorted(item.source for item in found) == sorted(item.source for item in items)


def test_a_changed_page_changes_the_digest_of_its_shard_alone(tmp_path: Path) -> None:
    items: list[Item] = [page(number) for number in range(200)]
    before = sealed(tmp_path / "a", items)
    after = sealed(tmp_path / "b", [page(0, "Deux ponts."), *items[1:]])
    changed = [old for old, new in zip(before, after, strict=True) if old[1] != new[1]]
    assert [page(0) in held for _, _, held in changed] == [True]


@pytest.mark.parametrize(
    ("items", "shards"), [(0, 1), (1, 1), (88, 8), (2_000, 128), (50_000, 1024), (10_000_000, 16_384)]
)
def test_shards_depend_on_the_number_of_items_alone(items: int, shards: int) -> None:
    assert spool.shard_count(items) == shards


def test_the_largest_shard_comes_first(tmp_path: Path) -> None:
    with Spool(tmp_path) as filled:
        for number in range(200):
            filled.add(page(number, str(number) * number))
        sizes = [sum(length for _, length in shard.refs) for shard in filled.shards()]
    assert sizes == sorted(sizes, reverse=True)


def test_ids_on_disk_are_a_set(tmp_path: Path) -> None:
    with Spool(tmp_path) as filled:
        ids = filled.ids()
        ids.add("d1")
        ids.add("d1")
        assert "d1" in ids
        assert "d2" not in ids
