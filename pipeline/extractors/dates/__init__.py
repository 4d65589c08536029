"""Dates: every expression that can be put on a calendar.

`scan` finds where an expression may begin, `points` and `deictics` read it, `chains` joins what
belongs together, `guards` says what is no date after all, `anchoring` supplies what is not written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.extractors.dates import atoms, guards, scan, timex
from pipeline.extractors.dates.anchoring import Context, Resolved
from pipeline.extractors.dates.expressions import Deictic, Expression, Neighbour, Yearless
from pipeline.extractors.dates.surroundings import Surroundings, modifier, surroundings
from pipeline.extractors.dates.value import DateValue
from pipeline.types import Analysis, Document, Mention

KIND: Final = "date"
TABLE: Final = "dates"
VALUE: Final = DateValue


def find(document: Document, analysis: Analysis) -> Iterator[Mention]:
    """Dates of a document, in order; those that a guard rejects say why in `lost`."""
    zones = guards.Zones(analysis)
    found = [surroundings(analysis, e) for e in scan.expressions(atoms.plain(analysis.folded))]
    judged = [(around, guards.rejection(around, zones)) for around in found]
    context = Context(document, [around for around, lost in judged if lost is None])
    for around, lost in judged:
        yield _mention(document, around, context.resolve(around), lost)


def _mention(document: Document, around: Surroundings, resolved: Resolved, lost: str | None) -> Mention:
    expression = around.expression
    if lost is None and resolved.period is None and isinstance(expression.when, Neighbour):
        lost = "points back"
    return Mention(
        KIND,
        expression.start,
        expression.end,
        document.text[expression.start : expression.end],
        _value(around, resolved),
        f"date.{expression.rule}{'.contradicted' if resolved.contradicted else ''}",
        _confidence(expression, resolved),
        lost,
    )


def _value(around: Surroundings, resolved: Resolved) -> DateValue:
    expression, period, clock = around.expression, resolved.period, around.expression.clock
    return DateValue(
        start=period.start if period else None,
        end=period.end if period else None,
        grain=expression.grain,
        mod=expression.mod or modifier(around),
        time=clock.time if clock else None,
        time_end=clock.time_end if clock else None,
        anchor=resolved.anchor,
        timex=timex.value(period, expression.grain, clock),
    )


def _confidence(expression: Expression, resolved: Resolved) -> float:
    """How often such a date is right: less when something had to be supplied."""
    if resolved.contradicted:
        return 0.6
    if isinstance(expression.when, Yearless):
        return 0.97 if resolved.anchor == "context" else 0.93
    if isinstance(expression.when, Deictic):
        return 0.75 if expression.rule == "deictic.weekday" else 0.88
    if expression.bare or isinstance(expression.when, Neighbour):
        return 0.93
    return 0.99
