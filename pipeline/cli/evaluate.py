"""`communiques evaluate`: scores against annotated samples."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import _terminal
from pipeline.cli._terminal import Quiet, Verbose
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.evaluate import Evaluation, GoldMention
    from pipeline.evaluate.scores import Outcome


def evaluate(
    file: Annotated[Path, typer.Argument(metavar="SAMPLES.jsonl", help="Annotated articles.")],
    errors: Annotated[bool, typer.Option("--errors", help="List every miss, false alarm and wrong value.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the errors as a page.", metavar="OUT.html")] = None,
    gate: Annotated[Path | None, typer.Option(help="Fail below these floors.", metavar="FLOORS.json")] = None,
    pin: Annotated[bool, typer.Option("--pin", help="Raise the floors of --gate to what is reached.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="Let --pin lower floors, too.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Score the extraction on annotated samples; with --gate, exit 1 below the floors."""
    from pipeline import evaluate as evaluation
    from pipeline import export
    from pipeline.evaluate import gate as gates
    from pipeline.evaluate import report as pages
    from pipeline.evaluate import samples

    result = evaluation.evaluate(evaluation.read(file))
    if pin and not gate:
        message = "--pin needs --gate FLOORS.json: the file to write"
        raise UsageError(message)
    if not quiet:
        _terminal.out().print(_scores(result))
        if missing := ", ".join(sorted(samples.kinds().keys() - result.scores.keys())):
            _terminal.out().print(f"not annotated in {file}, so not scored: {missing}", soft_wrap=True)
        _terminal.out().print(_reliability(result))
    if errors or verbose:
        _errors(result)
    if report:
        with export.replacing(report, "w") as page:
            page.write(pages.render(result.scores, result.judged, result.texts))
    if gate:
        if pin:
            gates.pin(gate, result.scores, result.gold, lower=lower)
        shortfalls = gates.shortfalls(gates.read(gate), result.scores, result.calibration_error, result.gold)
        for shortfall in shortfalls:
            _terminal.error(shortfall)
        sys.exit(_terminal.FAILED_CHECK if shortfalls else 0)


def _scores(result: Evaluation) -> Table:
    from rich.table import Table

    heads = ("gold", "found", "precision", "recall", "strict F1", "relaxed F1", "values", "end-to-end F1")
    table = Table("kind")
    for head in heads:
        table.add_column(head, justify="right")
    for score in result.scores.values():
        spans = (score.precision, score.recall, score.strict_f1, score.relaxed_f1)
        shares = (*spans, score.value_accuracy, score.end_to_end_f1)
        table.add_row(score.kind, str(score.gold), str(score.predicted), *(f"{share:.3f}" for share in shares))
    return table


def _reliability(result: Evaluation) -> Table:
    from rich.table import Table

    from pipeline.evaluate import reliability

    table = Table(
        "confidence", title=f"expected calibration error {result.calibration_error:.3f}", title_justify="left"
    )
    for head in ("mentions", "mean confidence", "share right"):
        table.add_column(head, justify="right")
    for part in reliability.table(result.judged):
        shares = (f"{part.confidence:.3f}", f"{part.accuracy:.3f}")
        table.add_row(f"{part.low:.1f} – {part.high:.1f}", str(part.count), *shares)
    return table


def _errors(result: Evaluation) -> None:
    console = _terminal.out()
    for score in result.scores.values():
        for outcome in score.outcomes:
            if outcome.verdict != "right":
                console.print(_line(outcome), markup=False, soft_wrap=True)


def _line(outcome: Outcome) -> str:
    parts = [
        f"{name} {mention.start}:{mention.end} {mention.text!r} {_value(mention)}"
        for name, mention in (("gold", outcome.gold), ("found", outcome.predicted))
        if mention
    ]
    return f"{outcome.verdict:<6} {outcome.kind:<10} {outcome.document_id}  {'; '.join(parts)}"


def _value(mention: GoldMention) -> str:
    return ", ".join(f"{key} {value}" for key, value in mention.value.items() if value not in (None, "", ()))
