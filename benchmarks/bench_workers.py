"""Two workers beside one: wall time, processor time, and the largest worker, over the same corpus in turns.

    python benchmarks/bench_workers.py [INPUT …] [--size N] [--rounds N] [--no-facts]

Without INPUT, articles are put together from the sentences of the samples. The wall-clock ratio counts on a
machine with two free cores only. The ratio by processor time says on a busy one what two free cores would
give: what the parent does alone, plus what the workers do, shared by two.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus

from pipeline import batch

MEGABYTE = 1024  # ru_maxrss counts kilobytes
Round = dict[str, float]


def measure(inputs: list[str], workers: int, *, facts: bool) -> Round:
    """One run in this process: wall seconds, processor seconds of the parent and of the workers, peak of a worker."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as out:
        batch.run(inputs, Path(out), batch.Options(workers=workers, facts=facts))
    own, theirs = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "wall": time.monotonic() - started,
        "parent": own.ru_utime + own.ru_stime,
        "workers": theirs.ru_utime + theirs.ru_stime,
        "worker_mb": theirs.ru_maxrss / MEGABYTE,
    }


def elsewhere(inputs: list[str], workers: int, *, facts: bool) -> Round:
    """The same in a process of its own, whose children are these workers alone."""
    more = [] if facts else ["--no-facts"]
    command = [sys.executable, __file__, *inputs, "--one", str(workers), *more]
    # As `communiques run` does: Arrow's own allocator keeps what it has used.
    environment = os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system"}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    found: Round = json.loads(done.stdout)
    return found


def estimate(one: Round, two: Round) -> float:
    """The ratio that two free cores would give, by processor time."""
    return (one["parent"] + one["workers"]) / (two["parent"] + two["workers"] / 2)


def main() -> None:
    """Print each round, and the median ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", metavar="INPUT")
    parser.add_argument("--size", type=int, default=1000, help="articles to put together")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-facts", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    facts = not arguments.no_facts
    if arguments.one:
        print(json.dumps(measure(arguments.inputs, arguments.one, facts=facts)))
        return
    with tempfile.TemporaryDirectory() as folder:
        inputs = arguments.inputs or [str(corpus.write(Path(folder, "articles.jsonl"), arguments.size))]
        rounds = []
        print(f"{'workers':>8}{'wall s':>10}{'parent CPU':>12}{'workers CPU':>13}{'worker MB':>11}", flush=True)
        for number in range(arguments.rounds):
            found = {n: elsewhere(inputs, n, facts=facts) for n in ((1, 2) if number % 2 else (2, 1))}
            rounds.append((found[1], found[2]))
            for workers, row in sorted(found.items()):
                figures = f"{row['wall']:>10.1f}{row['parent']:>12.1f}{row['workers']:>13.1f}{row['worker_mb']:>11.0f}"
                print(f"{workers:>8}{figures}", flush=True)
    wall = statistics.median(one["wall"] / two["wall"] for one, two in rounds)
    cpu = statistics.median(estimate(one, two) for one, two in rounds)
    print(f"two workers: {wall:.2f} × one by the clock, {cpu:.2f} × by processor time (medians)")


if __name__ == "__main__":
    main()
