"""Fit `pipeline/data/calibration.json` to annotated samples.

    python scripts/calibrate.py tests/samples/gold.jsonl

Prints the expected calibration error before, after, and after on articles left out of the fit: the
samples are cut into five parts, each judged with offsets fitted to the other four.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pipeline import calibration, evaluate, extraction
from pipeline.evaluate import reliability

TARGET = Path(__file__).parent.parent / "pipeline" / "data" / "calibration.json"
PRIOR = 25.0  # mentions that a family must be seen with before its offset counts for half
STEPS = 50
PARTS = 5

Seen = tuple[str, str, float, bool]  # document, rule family, confidence of the rule, right


def fit(seen: Sequence[Seen]) -> dict[str, float]:
    """The offset of each family: as many right ones expected as found, drawn towards none."""
    families = defaultdict(list)
    for _, family, confidence, right in seen:
        families[family].append((calibration.log_odds(confidence), right))
    return {family: round(_offset(pairs), 3) for family, pairs in sorted(families.items())}


def _offset(pairs: list[tuple[float, bool]]) -> float:
    """Newton's method on the penalised log-likelihood of one offset."""
    offset = 0.0
    weight = PRIOR * 0.05 * 0.95  # the curvature of that many mentions at 0.95
    for _ in range(STEPS):
        shares = [1 / (1 + math.exp(-(odds + offset))) for odds, _ in pairs]
        slope = sum(right - share for share, (_, right) in zip(shares, pairs, strict=True)) - weight * offset
        curve = sum(share * (1 - share) for share in shares) + weight
        offset += max(-1.0, min(1.0, slope / curve))
    return offset


def error(seen: Sequence[Seen], offsets: dict[str, float]) -> float:
    """The expected calibration error with these offsets."""
    return reliability.calibration_error(
        [(calibration.shifted(confidence, offsets.get(family, 0.0)), right) for _, family, confidence, right in seen]
    )


def left_out(seen: Sequence[Seen]) -> float:
    """The error on documents that the offsets were not fitted to."""
    names = sorted({document for document, *_ in seen})
    judged: list[reliability.Judged] = []
    for part in range(PARTS):
        out = set(names[part::PARTS])
        offsets = fit([row for row in seen if row[0] not in out])
        judged += [
            (calibration.shifted(confidence, offsets.get(family, 0.0)), right)
            for document, family, confidence, right in seen
            if document in out
        ]
    return reliability.calibration_error(judged)


def main() -> None:
    """Fit, print the errors, write the file."""
    samples = evaluate.read(Path(sys.argv[1]))
    evaluation = evaluate.evaluate(samples, extraction.uncalibrated)
    seen = [
        (judged.document_id, calibration.family(judged.rule), judged.confidence, judged.right)
        for judged in evaluation.predictions
    ]
    offsets = fit(seen)
    errors = {"before": error(seen, {}), "after": error(seen, offsets), "left out": left_out(seen)}
    print(len(seen), "mentions:", ", ".join(f"{name} {value:.4f}" for name, value in errors.items()))
    content = {"source": f"scripts/calibrate.py on {len(samples)} samples", "gold": evaluation.gold, "offsets": offsets}
    TARGET.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
