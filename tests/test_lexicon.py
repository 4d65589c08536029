"""Package data: every entry finds its `match` examples and none of its `reject` ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline import lexicon
from pipeline.errors import DataError
from pipeline.text import fold


def _entries() -> Iterator[Any]:
    for name in lexicon.names():
        for entry in lexicon.entries(name):
            yield pytest.param(entry, id=f"{name}:{entry.id}")


@pytest.mark.parametrize("entry", list(_entries()))
def test_entry_finds_its_examples_and_nothing_else(entry: lexicon.Entry) -> None:
    missed = [example for example in entry.match if not entry.pattern.search(fold(example))]
    false = [example for example in entry.reject if entry.pattern.search(fold(example))]

    assert (missed, false) == ([], [])


@pytest.mark.parametrize("name", lexicon.names())
def test_ids_are_unique(name: str) -> None:
    ids = [entry.id for entry in lexicon.entries(name)]

    assert len(ids) == len(set(ids))


def test_longest_word_wins() -> None:
    assert lexicon.alternation(["an", "année", "ans"]) == "année|ans|an"


def test_missing_lexicon_says_which_file() -> None:
    with pytest.raises(DataError, match=r"data/nowhere\.toml"):
        lexicon.entries("nowhere")


def test_missing_entry_says_which_one() -> None:
    with pytest.raises(DataError, match="no entry 'nothing'"):
        lexicon.entry("zones", "nothing")
