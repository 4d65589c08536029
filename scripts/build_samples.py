"""Compile `tests/samples/articles/*.txt` into `tests/samples/gold.jsonl`.

    python scripts/build_samples.py            write it
    python scripts/build_samples.py --check    exit 1 if it is stale

Malformed or self-contradicting gold is refused, every fault named; exit code 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pipeline.errors import GoldError
from tests import gold


def main() -> int:
    """Write or check the sample file; the exit code says how it went."""
    parser = argparse.ArgumentParser(description="Compile the annotated articles into one sample file.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file is stale")
    check = parser.parse_args().check
    try:
        compiled = gold.compile_all()
    except GoldError as error:
        print(error, file=sys.stderr)
        return 2
    if check:
        fresh = gold.GOLD.exists() and gold.GOLD.read_text(encoding="utf-8") == compiled
        print("gold.jsonl is fresh" if fresh else "gold.jsonl is stale: run python scripts/build_samples.py")
        return 0 if fresh else 1
    gold.GOLD.write_text(compiled, encoding="utf-8")
    print(_summary(compiled))
    return 0


def _summary(compiled: str) -> str:
    rows = [json.loads(line) for line in compiled.splitlines()]
    kinds = Counter(mention["kind"] for row in rows for mention in row["mentions"])
    return f"{len(rows)} articles, {kinds.total()} mentions: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items())


if __name__ == "__main__":
    sys.exit(main())
