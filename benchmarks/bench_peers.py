"""Dates, sums and rates beside what else installs: dateparser's search, EDS-NLP, fifteen lines of regex.

    pip install edsnlp          # optional; what is missing is left out
    python benchmarks/bench_peers.py tests/samples/gold.jsonl

Each tool is given text with plain spaces and apostrophes. A mention counts as right when the tool's
span overlaps it and its value is right: first day of a date, both bounds of a sum or a rate.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline import clean, evaluate, extraction, nlp
from pipeline.evaluate import Sample
from pipeline.extractors import amounts, dates, percentages
from pipeline.text import fold
from pipeline.types import Page

Found = tuple[str, int, int, Any]  # kind, start, end, value
Tool = Callable[[Sample], Iterator[Found]]

_MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre"]
_MONTHS += ["décembre"]
_DAY = re.compile(rf"(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)})(?: (\d{{4}}))?|\b((?:19|20)\d\d)\b")
_SUM = re.compile(r"(\d[\d ]*(?:,\d+)?) ?(millions?|milliards?|M|k)? ?(?:d')?(?:€|euros?)")
_RATE = re.compile(r"(\d+(?:,\d+)?) ?%")
_SCALES = {"million": 10**6, "millions": 10**6, "M": 10**6, "milliard": 10**9, "milliards": 10**9, "k": 1000}


def ours(sample: Sample) -> Iterator[Found]:
    """The three extractors of this package, without the statistical model."""
    document = clean.clean(
        Page(sample.id, sample.id, "clean", sample.text, "", title=sample.title, published=sample.published)
    )
    for mention in extraction.mentions(document, nlp.prepare(document), [dates, amounts, percentages]):
        value = mention.value
        yield (
            mention.kind,
            mention.start,
            mention.end,
            value.start if mention.kind == "date" else (value.min, value.max),
        )


def regexes(sample: Sample) -> Iterator[Found]:
    """What one writes in an hour."""
    text = fold(sample.text)
    year = sample.published.year if sample.published else 1
    for match in _DAY.finditer(text):
        day, month, written, alone = match.groups()
        try:
            first = date(int(alone), 1, 1) if alone else date(int(written or year), _MONTHS.index(month) + 1, int(day))
        except ValueError:
            continue
        yield "date", *match.span(), first
    for match in _SUM.finditer(text):
        value = Decimal(match[1].replace(" ", "").replace(",", ".")) * _SCALES.get(match[2], 1)
        yield "amount", *match.span(), (value, value)
    for match in _RATE.finditer(text):
        value = Decimal(match[1].replace(",", "."))
        yield "percentage", *match.span(), (value, value)


def dateparser_search(sample: Sample) -> Iterator[Found]:
    """`dateparser.search.search_dates`, given language and base."""
    from dateparser.search import search_dates

    text, position = fold(sample.text), 0
    base = datetime.combine(sample.published, datetime.min.time()) if sample.published else None
    settings = {"DATE_ORDER": "DMY"} | ({"RELATIVE_BASE": base} if base else {})
    for written, day in search_dates(text, languages=["fr"], settings=settings) or []:
        start = text.find(written, position)
        if start >= 0:
            position = start + len(written)
            yield "date", start, position, day.date()


def edsnlp_dates() -> Tool | None:
    """EDS-NLP's dates and quantities; None where it is not installed."""
    try:
        import edsnlp
    except ImportError:
        return None
    pipes = edsnlp.blank("eds")
    pipes.add_pipe("eds.dates")

    def find(sample: Sample) -> Iterator[Found]:
        base = datetime.combine(sample.published, datetime.min.time()) if sample.published else None
        document = pipes(fold(sample.text))
        for span in document.spans.get("dates", ()):
            moment = span._.date.to_datetime(note_datetime=base) if base else span._.date.to_datetime()
            yield "date", span.start_char, span.end_char, moment.date() if moment else None

    return find


def _right(kind: str, gold: dict[str, Any], value: Any) -> bool:  # noqa: ANN401 - any value
    if kind == "date":
        return gold.get("start") == (value.isoformat() if value else None)
    return value is not None and (Decimal(gold["min"]), Decimal(gold["max"])) == value


def score(samples: list[Sample], tool: Tool) -> dict[str, float]:
    """F1 by kind; a gold mention and a prediction are each used once."""
    counts = {kind: [0, 0, 0] for kind in ("date", "amount", "percentage")}  # gold, predicted, right
    for sample in samples:
        found = sorted(tool(sample), key=lambda item: item[1:3])
        for kind, count in counts.items():
            free = [item for item in found if item[0] == kind]
            count[1] += len(free)
            for gold in (m for m in sample.mentions if m.kind == kind):
                count[0] += 1
                hit = next((i for i in free if i[1] < gold.end and gold.start < i[2]), None)
                if hit:
                    free.remove(hit)
                    count[2] += _right(kind, gold.value, hit[3])
    return {
        kind: 2 * right / (gold + predicted) if gold + predicted else 0.0
        for kind, (gold, predicted, right) in counts.items()
    }


def main() -> None:
    """Print a row a tool."""
    samples = evaluate.read(Path(sys.argv[1]))
    length = sum(len(sample.text) for sample in samples)
    tools: dict[str, Tool | None] = {
        "communiques": ours,
        "fifteen lines of regex": regexes,
        "dateparser.search": dateparser_search,
        "EDS-NLP": edsnlp_dates(),
    }
    print(f"{'tool':<24}{'dates':>8}{'sums':>8}{'rates':>8}{'characters/s':>14}")
    for name, tool in tools.items():
        if tool is None:
            print(f"{name:<24}not installed")
            continue
        began = time.process_time()
        result = score(samples, tool)
        speed = length / (time.process_time() - began)
        print(f"{name:<24}{result['date']:>8.3f}{result['amount']:>8.3f}{result['percentage']:>8.3f}{speed:>14,.0f}")


if __name__ == "__main__":
    main()
