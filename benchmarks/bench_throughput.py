"""Tokens a second of the recogniser: stock `nlp.pipe` with `ner` only against ours, same text, same run.

    python benchmarks/bench_throughput.py [INPUT …] [--rounds N]      default input: raw

The text is cut into slices that neither side has seen; on each, both run one after the other, in
turns, and the figure is the median of their ratios: a busy machine slows both. CPU time of one core.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

import corpus

from pipeline import nlp, text
from pipeline.nlp.recogniser import Recogniser
from pipeline.types import Entity

Run = Callable[[Sequence[str]], list[tuple[Entity, ...]]]


def stock(blocks: Sequence[str]) -> list[tuple[Entity, ...]]:
    """As spaCy ships it."""
    return [
        tuple(Entity(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)  # type: ignore[arg-type]
        for doc in nlp.load(fast=False).pipe(blocks)
    ]


def seconds(run: Run, blocks: Sequence[str]) -> tuple[float, list[tuple[Entity, ...]]]:
    """CPU seconds, and what was found."""
    started = time.process_time()
    found = run(blocks)
    return time.process_time() - started, found


def tokens(blocks: Sequence[str]) -> int:
    """Tokens of these texts."""
    make_doc = nlp.load(fast=False).make_doc
    return sum(len(make_doc(block)) for block in blocks)


def main() -> None:
    """Print tokens a second of both, slice by slice, and the median of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="*", default=["raw"])
    parser.add_argument("--slices", type=int, default=8)
    parser.add_argument("--no-memory", action="store_true", help="read blocks that come again every time")
    arguments = parser.parse_args()

    documents = corpus.documents(arguments.inputs)
    blocks = [text.fold(d.text[b.start : b.end]) for d in documents for b in d.blocks]
    ours = Recogniser(nlp.load(), remember=not arguments.no_memory).entities
    print(corpus.machine())
    print(f"{len(documents)} documents, {sum(map(len, blocks)):,} characters in {len(blocks)} blocks")
    warm = blocks[: len(blocks) // (arguments.slices + 1)]
    stock(warm)
    ours(warm)

    ratios = []
    for number in range(arguments.slices):
        part = blocks[len(warm) + number :: arguments.slices]
        runs: list[tuple[str, Run]] = [("stock", stock), ("ours", ours)]
        taken = {name: seconds(run, part) for name, run in (runs if number % 2 else runs[::-1])}
        count = tokens(part)
        ratios.append(taken["stock"][0] / taken["ours"][0])
        rates = "  ".join(f"{name} {count / taken[name][0]:8,.0f}" for name in ("stock", "ours"))
        same = "same entities" if taken["stock"][1] == taken["ours"][1] else "OTHER ENTITIES"
        print(f"slice {number + 1}: {count:6,} tokens  tokens/s: {rates}  ratio {ratios[-1]:.2f}  {same}")
    print(f"median ratio {statistics.median(ratios):.2f} × stock (lowest {min(ratios):.2f}, highest {max(ratios):.2f})")


if __name__ == "__main__":
    main()
