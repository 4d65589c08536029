"""Column checks with pandera: presence, type, nulls, closed lists of words, ranges."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.frames import Tables
from pipeline.tables import Table, tables
from pipeline.types import Column
from pipeline.validate.registry import COLUMNS

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

_RANGES = {"confidence": (0, 1), "link_confidence": (0, 1), "latitude": (-90, 90), "longitude": (-180, 180)}
_CLOCK = r"^([01]\d|2[0-4]):[0-5]\d$"


def _pandera() -> Any:  # noqa: ANN401 - a module
    """Pandera, without what PySpark says of pandas: it is imported along where it is installed, and never used."""
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    import pandera.pandas

    return pandera.pandas


def schema(table: Table) -> pa.DataFrameSchema:
    """The pandera schema of a table, derived from its declared columns."""
    found: pa.DataFrameSchema = _pandera().DataFrameSchema(
        {column.name: _column(table, column) for column in table.columns},
        name=table.name,
        strict=True,
        unique=[table.columns[0].name] if table.name != "failures" else None,
    )
    return found


def _column(table: Table, column: Column) -> Any:  # noqa: ANN401 - pandera is imported lazily
    pa = _pandera()
    checks = []
    if column.words:
        checks.append(pa.Check.isin(column.words))
    if column.type == "time":
        checks.append(pa.Check.str_matches(_CLOCK))
    if column.name in _RANGES:
        checks.append(pa.Check.in_range(*_RANGES[column.name]))
    if column.name in {"start", "end", "characters"}:
        checks.append(pa.Check.ge(0))
    return pa.Column(checks=checks, nullable=not table.requires(column))


def findings(found: Tables) -> Iterator[pd.DataFrame]:
    """One frame of findings for each table that breaks its schema."""
    for table in tables().values():
        if table.name not in found:
            yield _missing(table)
            continue
        rows = _failure_cases(table, found[table.name])
        if len(rows):
            yield rows


def _missing(table: Table) -> pd.DataFrame:
    return _rows(table, [{"detail": f"la table {table.name} est absente"}])


def _failure_cases(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    pa = _pandera()
    try:
        schema(table).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        return _rows(table, [_detail(case, frame) for case in error.failure_cases.to_dict("records")])
    return _rows(table, [])


def _detail(case: dict[str, Any], frame: pd.DataFrame) -> dict[str, Any]:
    row = frame.loc[case["index"]] if case["index"] in frame.index else {}
    return {
        "document_id": row.get("document_id"),
        "mention_id": row.get("mention_id"),
        "detail": f"colonne {case['column'] or case['failure_case']} : {case['check']}, {case['failure_case']!r}",
    }


def _rows(table: Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    explanation = f"La table {table.name} ne respecte pas son schéma."
    frame = pd.DataFrame(rows, columns=["document_id", "mention_id", "detail"], dtype=object)
    return frame.assign(severity="error", check="schema", table=table.name, explanation=explanation)[COLUMNS]
