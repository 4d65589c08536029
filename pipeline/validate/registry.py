"""What a check is, and the list of them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.frames import Tables
from pipeline.tables import FINDINGS

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["error", "warning", "info"]
Rule = Callable[[Tables], "pd.DataFrame"]

COLUMNS = [column.name for column in FINDINGS.columns]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule over the tables of a run.

    Attributes:
        id: what the finding is called.
        severity: error (the table is wrong), warning (look at it), info (good to know).
        table: the one that the findings point into.
        needs: the tables that the rule reads.
        explanation: what is wrong, in French, for the analyst.
        rule: the offending rows of `table`, with a column `detail` in French.
    """

    id: str
    severity: Severity
    table: str
    needs: tuple[str, ...]
    explanation: str
    rule: Rule

    def findings(self, tables: Tables) -> pd.DataFrame:
        """The offending rows as rows of `findings`."""
        rows = self.rule(tables)
        found = rows.reindex(columns=["document_id", "mention_id", "detail"]).astype(object)
        return found.assign(severity=self.severity, check=self.id, table=self.table, explanation=self.explanation)


CHECKS: dict[str, Check] = {}


def check(
    name: str, severity: Severity, table: str, explanation: str, *, needs: tuple[str, ...] = ()
) -> Callable[[Rule], Rule]:
    """Register a rule under a name; `needs` names the tables it reads besides its own."""

    def register(rule: Rule) -> Rule:
        CHECKS[name] = Check(name, severity, table, (table, *needs), explanation, rule)
        return rule

    return register
