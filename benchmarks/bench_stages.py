"""CPU of each stage on one core, and each as a share of stock spaCy's `ner` on the same text in the same run.

    python benchmarks/bench_stages.py [INPUT …] [--rounds N]      default input: raw

Rounds alternate all stages, so that a busy machine slows them alike; figures are medians. The stock
model reads every block anew, as `nlp.pipe` does; ours starts each round with an empty memory of blocks,
but both know the words, as in the middle of a long run (`bench_throughput.py` reads text never seen).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import corpus

from pipeline import clean, extraction, extractors, facts, nlp, overlaps, read, tables, text
from pipeline.nlp.recogniser import Recogniser
from pipeline.types import Analysis, Document, Mention, Page

VALUES = ("date", "amount", "percentage")
NAMES = ("place", "person")
STOCK = "stock ner"
FACTS = "facts"

Analysed = list[tuple[Document, Analysis]]
Seconds = dict[str, list[float]]


@contextmanager
def timed(seconds: Seconds, stage: str) -> Iterator[None]:
    """Add the CPU seconds of the block to a stage."""
    started = time.process_time()
    yield
    seconds[stage].append(time.process_time() - started)


def blocks(documents: Sequence[Document]) -> list[str]:
    """The texts that the model reads."""
    return [text.fold(d.text[b.start : b.end]) for d in documents for b in d.blocks]


def one_round(pages: Sequence[Page], documents: list[Document], analysed: Analysed, seconds: Seconds) -> None:
    """Time every stage once."""
    texts = blocks(documents)
    with timed(seconds, "cleaning"):
        for page in pages:
            clean.clean(page)
    with timed(seconds, STOCK):
        for _ in nlp.load(fast=False).pipe(texts):
            pass
    recogniser = Recogniser(nlp.load(), remember=True)
    with timed(seconds, "ner"):
        recogniser.entities(texts)
    with timed(seconds, "folding, sentences, zones"):
        for document in documents:
            nlp.prepare(document)
    found: dict[str, list[Mention]] = defaultdict(list)
    for module in extractors.modules():
        with timed(seconds, module.KIND):
            for document, analysis in analysed:
                found[document.document_id] += module.find(document, analysis)
    with timed(seconds, "collisions"):
        kept = {name: [m for m in overlaps.resolve(mentions) if m.lost is None] for name, mentions in found.items()}
    with timed(seconds, FACTS):
        for document, analysis in analysed:
            facts.find(document, analysis, kept.get(document.document_id, []))
    with timed(seconds, "tables"):
        rows = [row for d, a in analysed for row in tables.mention_rows(d, a, kept.get(d.document_id, []))]
        for name in {name for name, _ in rows}:
            tables.to_arrow(name, [row for table, row in rows if table == name])


def report(medians: dict[str, float], characters: int) -> None:
    """Print the table and the shares that are bounded."""
    outside = {STOCK, "cleaning"}  # not part of the way from clean text to tables
    total = sum(spent for stage, spent in medians.items() if stage not in outside)
    print(f"\n{'stage':<28}{'CPU s':>9}{'ms / 1,000 chars':>18}{'share':>8}{'of stock ner':>14}")
    for stage, spent in {**medians, "all from clean text": total}.items():
        share = "" if stage in outside else f"{spent / total:.1%}"
        print(f"{stage:<28}{spent:>9.3f}{1e6 * spent / characters:>18.3f}{share:>8}{spent / medians[STOCK]:>14.1%}")
    print(f"\ndates, amounts, percentages: {share_of(medians, VALUES):.1%} of stock ner")
    print(f"places, people: {share_of(medians, NAMES):.1%} of stock ner")
    print(f"facts: {share_of(medians, (FACTS,)):.1%} of stock ner, {medians[FACTS] / medians['ner']:.1%} of ours")
    print(f"from clean text to tables: {medians[STOCK] / total:.2f} × the speed of stock ner alone")


def share_of(medians: dict[str, float], stages: Sequence[str]) -> float:
    """The CPU of some stages over that of stock `ner`."""
    return sum(medians[stage] for stage in stages) / medians[STOCK]


def main() -> None:
    """Time all stages on the inputs, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="*", default=["raw"])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()

    pages = [item for item in read.pages(arguments.inputs) if isinstance(item, Page)]
    documents = corpus.documents(arguments.inputs)
    analysed = list(nlp.analyse(documents))
    for document, analysis in analysed[:3]:  # loads what each extractor loads once
        facts.find(document, analysis, extraction.mentions(document, analysis))
    nlp.load(fast=False)
    seconds: Seconds = defaultdict(list)
    for _ in range(arguments.rounds):
        one_round(pages, documents, analysed, seconds)
    characters = corpus.characters(documents)
    print(corpus.machine())
    print(f"{len(documents)} documents, {characters:,} characters, median of {arguments.rounds} rounds")
    report({stage: statistics.median(spent) for stage, spent in seconds.items()}, characters)


if __name__ == "__main__":
    main()
