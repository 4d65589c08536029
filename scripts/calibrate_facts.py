"""Fit `pipeline/data/calibration_facts.json` to annotated facts.

    python scripts/calibrate_facts.py tests/samples/gold.jsonl tests/facts/samples.jsonl [SAMPLES FACTS …]

A fact is right when its relation and its thing are. Prints the expected calibration error before, after,
and after on articles left out of the fit, and how many facts of each tenth were right.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from calibrate import Seen, error, fit, left_out

from pipeline import calibration, extraction, facts, nlp
from pipeline.clean import clean
from pipeline.evaluate import facts as judging
from pipeline.evaluate import reliability, samples
from pipeline.facts import confidence
from pipeline.types import Page

TARGET = Path(__file__).parent.parent / "pipeline" / "data" / "calibration_facts.json"
CORE = ("relation", "what")  # what a fact must have right


def seen(articles: Path, gold: Path) -> Iterator[Seen]:
    """Document, family, confidence of the rules and whether it was right, of each annotated fact."""
    wanted = judging.read(gold)
    ids = {fact.document_id for fact in wanted}
    rows = [row for row in samples.read(articles) if row.id in ids]
    pages = [Page(r.id, r.id, "clean", r.text, "", url=r.url, title=r.title, published=r.published) for r in rows]
    found = {
        document.document_id: facts.uncalibrated(document, analysis, extraction.mentions(document, analysis))
        for document, analysis in nlp.analyse(map(clean, pages))
    }
    right: dict[int, bool] = {}
    judged = [one for one in judging.score(wanted, found).judged if one.name in CORE and one.fact]
    for one in judged:
        right[id(one.fact)] = right.get(id(one.fact), True) and one.right
    for name, own in sorted(found.items()):
        for fact in own:
            if id(fact) in right:
                yield name, confidence.family(fact), fact.confidence, right[id(fact)]


def main() -> None:
    """Fit, print the errors, write the file."""
    paths = list(map(Path, sys.argv[1:]))
    pairs = zip(paths[::2], paths[1::2], strict=True)
    rows = [row for articles, gold in pairs for row in seen(articles, gold)]
    offsets = fit(rows)
    errors = {"before": error(rows, {}), "after": error(rows, offsets), "left out": left_out(rows)}
    print(len(rows), "facts:", ", ".join(f"{name} {value:.3f}" for name, value in errors.items()))
    after = [(calibration.shifted(raw, offsets.get(family, 0.0)), good) for _, family, raw, good in rows]
    for part in reliability.table(after):
        said = f"{part.confidence:.2f} said, {part.accuracy:.2f} right"
        print(f"{part.low:.1f}-{part.high:.1f}: {part.count:4} facts, {said}")
    content = {"source": f"scripts/calibrate_facts.py on {len(rows)} facts", "offsets": offsets}
    TARGET.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
