"""`data/SOURCES.md` records every table of the package, and the tables are the ones recorded."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from pipeline import lexicon

DATA = Path(lexicon.__file__).parent / "data"
RECORDED = dict(
    re.findall(r"^\| (\S+\.parquet) \|.*\| ([0-9a-f]{64}) \|$", (DATA / "SOURCES.md").read_text("utf-8"), re.MULTILINE)
)
LIMIT = 5_000_000  # bytes, so that the package stays easy to install


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_table_is_the_one_recorded(name: str) -> None:
    assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == RECORDED[name]


def test_all_data_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < LIMIT
