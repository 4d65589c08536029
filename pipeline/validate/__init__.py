"""Checks on the tables of a run: schemas, then rules across fields and tables.

Every fault becomes a row of the table `findings`; nothing stops at the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import export
from pipeline.frames import Tables
from pipeline.tables import FINDINGS
from pipeline.validate import schemas
from pipeline.validate.checks import CHECKS
from pipeline.validate.registry import COLUMNS, Check

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CHECKS", "Check", "Summary", "summarise", "validate", "write"]

_SEVERITIES = {"error": 0, "warning": 1, "info": 2}
_ORDER = ["severity", "check", "table", "document_id", "mention_id", "detail"]


@dataclass(frozen=True, slots=True)
class Summary:
    """One check that found something.

    Attributes:
        examples: the details of the first few findings.
    """

    check: str
    severity: str
    table: str
    explanation: str
    count: int
    examples: tuple[str, ...]


def validate(folder: Path | str) -> pd.DataFrame:
    """Every finding on the tables of a run, errors first.

    Columns: `severity` (error, warning, info), `check`, `table`, `document_id`, `mention_id`,
    `explanation` and `detail` (in French).

    Raises:
        UsageError: the folder is not one that a run wrote.
    """
    import pandas as pd

    tables = Tables(folder)
    parts = list(schemas.findings(tables))
    # Rules take sound columns for granted; on broken ones they would only crash.
    broken = {table for part in parts for table in part["table"]}
    parts += [check.findings(tables) for check in CHECKS.values() if not broken & set(check.needs)]
    frame = pd.concat([pd.DataFrame(columns=COLUMNS), *parts], ignore_index=True)[COLUMNS].astype("string[pyarrow]")
    return frame.sort_values(_ORDER, key=_ranked, ignore_index=True)


def write(folder: Path, findings: pd.DataFrame) -> None:
    """Write the table `findings` beside the others, as Parquet and CSV."""
    import pyarrow as pa

    table = pa.Table.from_pandas(findings, schema=FINDINGS.schema, preserve_index=False)
    path = folder / "findings.parquet"
    export.write_parquet(path, FINDINGS.schema, [table])
    export.write_csv(path.with_suffix(".csv"), FINDINGS, path)


def _ranked(column: pd.Series) -> pd.Series:
    return column.map(_SEVERITIES) if column.name == "severity" else column.fillna("")


def summarise(findings: pd.DataFrame, examples: int = 3) -> list[Summary]:
    """The findings by check, errors first."""
    groups = findings.groupby(["severity", "check", "table", "explanation"], sort=False)
    found = [
        Summary(check, severity, table, explanation, len(group), tuple(group["detail"].head(examples)))
        for (severity, check, table, explanation), group in groups
    ]
    return sorted(found, key=lambda part: (_SEVERITIES[part.severity], part.check, part.table))
