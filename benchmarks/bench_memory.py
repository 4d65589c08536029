"""Peak memory of the parent and of a worker, by size of the corpus.

    python benchmarks/bench_memory.py [--model] [SIZE …]      default: 1000 10000 50000

Each size runs in a process of its own. Without --model the language model is left out, which changes
the worker's figure and not the parent's, and makes 50,000 documents a matter of minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline import batch, nlp
from pipeline.types import Analysis, Document

SIZES = (1_000, 10_000, 50_000)
SENTENCES = (
    "Le conseil municipal a voté {0} 000 euros pour la rénovation du gymnase, qui ouvrira le {1} mai prochain.",
    "La commune compte {0} logements neufs, soit {1} % de plus que l’an dernier.",
    "Le maire de Lens, Jean Petit, et la présidente du Département, Anne Morel, ont posé la première pierre.",
    "Les travaux, commencés au printemps 2016, dureront {1} mois et emploieront {0} personnes du Pas-de-Calais.",
    "Les habitants sont invités à une réunion publique à Arras, le {1} juin à 18 h 30, dans la salle des fêtes.",
)
MEGABYTE = 1024  # ru_maxrss counts kilobytes


def load() -> None:
    """As an analyser without a model: nothing to load."""


def analyse(documents: Iterable[Document]) -> Iterator[tuple[Document, Analysis]]:
    """As an analyser without a model: no entities."""
    return ((document, nlp.prepare(document)) for document in documents)


def write_corpus(path: Path, size: int) -> None:
    """A feed of press releases of about 2,000 characters, different from one another."""
    draw = random.Random(size)  # noqa: S311 - a corpus, no secret
    with path.open("w", encoding="utf-8") as file:
        for number in range(size):
            body = (draw.choice(SENTENCES).format(draw.randint(2, 999), draw.randint(1, 30)) for _ in range(20))
            row = {"id": f"d{number}", "published": "2017-06-06", "text": f"Communiqué {number}\n\n" + "\n".join(body)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(size: int, analyser: str) -> None:
    """Run a corpus of this size; print peak megabytes of this process and of its largest worker."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus.jsonl")
        write_corpus(corpus, size)
        summary = batch.run([corpus], Path(folder, "out"), batch.Options(workers=1, analyser=analyser))
    own, worker = (
        resource.getrusage(who).ru_maxrss / MEGABYTE for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{size:>10,}{own:>12.0f}{worker:>12.0f}{summary.seconds['total']:>12.0f}", flush=True)


def main() -> None:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--model", action="store_true", help="with the language model")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.sizes[0], "pipeline.nlp" if options.model else "bench_memory")
        return
    print(f"{'documents':>10}{'parent MB':>12}{'worker MB':>12}{'seconds':>12}", flush=True)
    for size in options.sizes:
        model = ["--model"] if options.model else []
        command = [sys.executable, __file__, "--one", *model, str(size)]
        # As `communiques run` does: Arrow's own allocator keeps what it has used.
        subprocess.run(command, check=True, env=os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system"})


if __name__ == "__main__":
    main()
