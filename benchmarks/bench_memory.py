"""Peak memory of the parent and of a worker, by size of the corpus.

    python benchmarks/bench_memory.py [--analyser pipeline.nlp] [--workers N] [SIZE …]      default: 1000 10000 50000

Each size runs in a process of its own. By default the language model is left out, which changes the
worker's figure and not the parent's, and makes 50,000 documents a matter of minutes.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import corpus

from pipeline import batch, nlp
from pipeline.types import Analysis, Document

SIZES = (1_000, 10_000, 50_000)
LONGEST = 20  # sentences of an article, 900 characters on average
MEGABYTE = 1024  # Linux counts kilobytes


def load() -> None:
    """As an analyser without a model: nothing to load."""


def analyse(documents: Iterable[Document]) -> Iterator[tuple[Document, Analysis]]:
    """As an analyser without a model: no entities."""
    return ((document, nlp.prepare(document)) for document in documents)


def parse(texts: Sequence[str]) -> list[tuple[nlp.Token, ...]]:
    """As an analyser without a model: no words."""
    return [() for _ in texts]


def measure(articles: Path, analyser: str, workers: int) -> None:
    """Run a corpus; print peak megabytes of this process and of its largest worker."""
    options = batch.Options(workers=workers, analyser=analyser)
    summary = batch.run([articles], articles.parent / "out", options)
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE
    print(f"{summary.items:>10,}{peak():>12.0f}{worker:>12.0f}{summary.seconds['total']:>12.0f}", flush=True)


def peak() -> float:
    """Peak megabytes of this process; `ru_maxrss` would count those of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / MEGABYTE


def elsewhere(size: int, analyser: str, workers: int) -> None:
    """Measure a corpus of this size in a process of its own, which has not made it."""
    with tempfile.TemporaryDirectory() as folder:
        articles = corpus.write(Path(folder, "articles.jsonl"), size, longest=LONGEST)
        command = [sys.executable, __file__, "--one", str(articles), "--analyser", analyser, "--workers", str(workers)]
        # As `communiques run` does: Arrow's own allocator keeps what it has used.
        subprocess.run(command, check=True, env=os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system"})


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--analyser", default="bench_memory", help="pipeline.nlp: with the language model")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one, options.analyser, options.workers)
        return
    print(f"{'documents':>10}{'parent MB':>12}{'worker MB':>12}{'seconds':>12}", flush=True)
    for size in options.sizes:
        elsewhere(size, options.analyser, options.workers)


if __name__ == "__main__":
    main()
