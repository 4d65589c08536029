"""The tables of a run as pandas frames, for analysts and for everything that reads a run's folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline import storage
from pipeline.errors import UsageError
from pipeline.storage import Place
from pipeline.tables import FINDINGS, MENTION_COLUMNS, Table, tables

if TYPE_CHECKING:
    import pandas as pd


_ABOUT = ("title", "published", "issuer", "issuer_code", "url", "duplicate_of")  # of the document, in `mentions()`


class Tables(Mapping[str, "pd.DataFrame"]):
    """The tables of one run: `tables["dates"]` or `tables.dates`, each a frame read when first used.

    Columns are Arrow-backed: dates are dates, euros are decimals, lists are lists; coded columns
    (`grain`, `mod`, `place_type` …) are categories. `findings` is there once `validate` has run.
    """

    def __init__(self, folder: Place | str) -> None:
        self.folder = storage.place(folder)
        self._frames: dict[str, pd.DataFrame] = {}
        if not _path(self.folder, "documents"):
            message = f"{self.folder} holds no documents table; give the folder that `communiques run` wrote"
            raise UsageError(message)

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            path = _path(self.folder, name)
            if path is None:
                raise KeyError(name)
            self._frames[name] = _frame(path, name)
        return self._frames[name]

    def __getattr__(self, name: str) -> pd.DataFrame:
        try:
            return self[name]
        except KeyError:
            message = f"{self.folder} holds no table {name!r}"
            raise AttributeError(message) from None

    def __iter__(self) -> Iterator[str]:
        return (name for name in (*tables(), FINDINGS.name) if _path(self.folder, name))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def mentions(self) -> pd.DataFrame:
        """All mentions, one row each, by document and position.

        Columns: `kind`, those common to all mention tables, and of the document `title`,
        `published`, `issuer`, `issuer_code`, `url`, `duplicate_of` (null where the document is no copy).
        """
        import pandas as pd

        shared = [column.name for column in MENTION_COLUMNS]
        parts = [self[table.name][shared].assign(kind=table.kind) for table in _mention_tables()]
        joined = pd.concat(parts, ignore_index=True).merge(
            self["documents"][["document_id", *_ABOUT]], on="document_id"
        )
        return joined.sort_values(["document_id", "start", "end", "kind"], ignore_index=True)

    def by_document(self) -> pd.DataFrame:
        """The documents with the number of mentions of each kind in columns of the table's name."""
        frame = self["documents"].copy()
        for table in _mention_tables():
            counts = self[table.name].groupby("document_id").size()
            frame[table.name] = frame["document_id"].map(counts).fillna(0).astype("int64")
        return frame


def load(folder: Place | str = "extracted") -> Tables:
    """Open the tables of a run, in a folder or at a URL.

    Raises:
        UsageError: the folder is not one that a run of this version wrote.
    """
    opened = Tables(folder)
    if old := [table.name for table in tables().values() if not _is_whole(opened.folder, table)]:
        message = f"{folder}: another version wrote {', '.join(old)}; run `communiques run` into it again"
        raise UsageError(message)
    return opened


def _path(folder: Place, name: str) -> Place | None:
    """The table's Parquet file, or its folder of part files."""
    return next((path for path in (folder / f"{name}.parquet", folder / name) if path.exists()), None)


def _is_whole(folder: Place, table: Table) -> bool:
    """Whether a table is there with all its columns."""
    path = _path(folder, table.name)
    return path is not None and {column.name for column in table.columns} <= {*storage.dataset(path).schema.names}


def _mention_tables() -> list[Table]:
    return [table for table in tables().values() if table.kind]


def _frame(path: Place, name: str) -> pd.DataFrame:
    import pandas as pd

    frame: pd.DataFrame = storage.dataset(path).to_table().to_pandas(types_mapper=pd.ArrowDtype)
    table = tables().get(name, FINDINGS)
    coded = [column.name for column in table.columns if column.words]
    return frame.astype({column: "category" for column in coded if column in frame})
