"""The gate: floors for every quality figure, pinned with a fingerprint of the gold they hold for.

A floors file is JSON: `{"gold": fingerprint, "floors": {kind: {"strict_f1": 0.95, …}},
"calibration_error": 0.05}`. Floors rise by themselves when they are pinned again; lowering one
takes an explicit flag.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError, UsageError
from pipeline.evaluate.scores import Score

FIGURES = ("strict_f1", "end_to_end_f1")
_DIGITS = 1000  # floors are cut to three decimals


def read(path: Path) -> dict[str, Any]:
    """A floors file.

    Raises:
        GoldError: the file is missing or malformed.
    """
    try:
        floors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {key: floors[key] for key in ("gold", "floors", "calibration_error")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = (
            f"{path}: no usable floors ({error!r}); pin them with `communiques evaluate SAMPLES --gate FLOORS --pin`"
        )
        raise GoldError(message) from error


def shortfalls(
    floors: Mapping[str, Any], scores: Mapping[str, Score], calibration_error: float, gold: str
) -> list[str]:
    """Every figure below its floor, in words; empty when the gate is passed."""
    faults = []
    if floors["gold"] != gold:
        faults.append(f"the floors were pinned for other samples ({floors['gold']}, these are {gold}): pin them again")
    for kind, figures in floors["floors"].items():
        for name, floor in figures.items():
            value = getattr(scores[kind], name) if kind in scores else 0.0
            if value < floor:
                faults.append(f"{kind}: {name} {value:.4f} is below its floor {floor}")
    if calibration_error > floors["calibration_error"]:
        faults.append(f"calibration error {calibration_error:.4f} is above its ceiling {floors['calibration_error']}")
    return faults


def pin(path: Path, scores: Mapping[str, Score], gold: str, *, lower: bool = False) -> dict[str, Any]:
    """Write the figures reached as floors; the ceiling of the calibration error is kept.

    Raises:
        UsageError: a floor would fall and `lower` is not set.
    """
    known: dict[str, Any] = read(path) if path.exists() else {"gold": gold, "floors": {}, "calibration_error": 0.05}
    floors = {
        kind: {name: math.floor(getattr(score, name) * _DIGITS) / _DIGITS for name in FIGURES}
        for kind, score in scores.items()
    }
    fallen = [
        f"{kind}.{name} {floor} → {floors[kind][name]}"
        for kind, figures in known["floors"].items()
        for name, floor in figures.items()
        if kind not in floors or floors[kind][name] < floor
    ]
    if fallen and not lower:
        message = "these floors would fall: " + ", ".join(fallen) + "; add --lower if that is meant"
        raise UsageError(message)
    pinned = {"gold": gold, "floors": floors, "calibration_error": known["calibration_error"]}
    path.write_text(json.dumps(pinned, indent=2) + "\n", encoding="utf-8")
    return pinned
