"""Keeps the processes of a run small."""

from __future__ import annotations

import sys
from functools import cache

import pyarrow as pa

_PANDAS = "pandas"


class _Absent:
    """A finder of modules that says that there is no pandas."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name == _PANDAS:
            raise ModuleNotFoundError(name=name)


@cache
def spare_pandas() -> None:
    """Let pyarrow make arrays without importing pandas: 50 MB and 0.3 s, only to ask whether a list is a Series.

    It asks once a process. Whoever turns a table into a frame afterwards gets pandas all the same.
    """
    if _PANDAS in sys.modules:
        return
    absent = _Absent()
    sys.meta_path.insert(0, absent)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(absent)
