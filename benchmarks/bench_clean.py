"""Cleaning side by side with trafilatura: quality on annotated pages, CPU on any pages.

    bench_clean.py GOLD.jsonl     quality and CPU; one page a line: file, title, published, with, without
    bench_clean.py FOLDER         CPU alone

Snippet precision = kept wanted / (kept wanted + kept unwanted), recall = kept wanted / wanted; case,
blanks and punctuation are ignored. CPU is process time a page, tools in turn, the best of some rounds.
trafilatura is given decoded text, as our cleaner is, and asked for metadata too. Needs the extra `bench`.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import trafilatura

from pipeline import clean, read
from pipeline.clean import choice, facts, headline, segments, soup
from pipeline.errors import CleanError
from pipeline.types import Page

ROUNDS = 3


@dataclass(frozen=True)
class Result:
    """What a tool makes of a page."""

    title: str | None = None
    published: str | None = None
    text: str = ""


Tool = Callable[[Page], Result]


def ours(page: Page) -> Result:
    """Our cleaner."""
    try:
        document = clean.clean(page)
    except CleanError:
        return Result()
    return Result(document.title, str(document.published) if document.published else None, document.text)


def theirs(**options: Any) -> Tool:  # noqa: ANN401 - passed through
    """Another tool, with some settings."""

    def run(page: Page) -> Result:
        found = trafilatura.bare_extraction(page.content, url=page.url, with_metadata=True, **options)
        return Result(found.title, found.date, found.text or "") if found else Result()

    return run


TOOLS: dict[str, Tool] = {
    "communiques": ours,
    "trafilatura": theirs(),
    "trafilatura, fast": theirs(fast=True),
    "trafilatura, precision": theirs(favor_precision=True),
    "trafilatura, recall": theirs(favor_recall=True),
}


def fold(text: str | None) -> str:
    """Words alone, for comparison."""
    plain = unicodedata.normalize("NFKC", text or "").replace("\u00ad", "").casefold().replace("’", "'")
    return " ".join(re.findall(r"\w+", plain))


def quality(gold: list[dict[str, Any]], pages: list[Page], tool: Tool) -> str:
    """One line of scores."""
    kept = wanted = leaked = titles = dates = dated = invented = undated = 0
    for expected, page in zip(gold, pages, strict=True):
        result = tool(page)
        text = f" {fold(result.title)} {fold(result.text)} "
        wanted += len(expected["with"])
        kept += sum(f" {fold(snippet)} " in text for snippet in expected["with"])
        leaked += sum(f" {fold(snippet)} " in text for snippet in expected["without"])
        titles += fold(result.title) in {fold(title) for title in [expected["title"], *expected.get("title_also", ())]}
        dated += bool(expected["published"])
        undated += not expected["published"]
        dates += bool(expected["published"]) and result.published == expected["published"]
        invented += not expected["published"] and bool(result.published)
    precision, recall = kept / max(kept + leaked, 1), kept / max(wanted, 1)
    score = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return (
        f"F1 {score:.3f}  precision {precision:.3f}  recall {recall:.3f}  titles {titles}/{len(pages)}  "
        f"dates {dates}/{dated}  invented {invented}/{undated}"
    )


def milliseconds(pages: list[Page], job: Callable[[Page], object]) -> float:
    """CPU a page."""
    started = time.process_time()
    for page in pages:
        job(page)
    return (time.process_time() - started) * 1000 / len(pages)


def stages(page: Page) -> dict[str, float]:
    """CPU of each stage of our cleaner on one page, in milliseconds."""
    marks = [time.process_time()]
    try:
        parsed = soup.parse(page.content)
    except CleanError:
        return {}
    marks.append(time.process_time())
    found, boxes = segments.walk(parsed.tree)
    marks.append(time.process_time())
    declared = facts.read(parsed)
    where, _ = headline.find(found, declared, page.url or declared.url)
    marks.append(time.process_time())
    choice.choose(found, boxes, where)
    marks.append(time.process_time())
    names = ("parse", "walk", "metadata, headline", "choice")
    return {name: (end - start) * 1000 for name, (start, end) in zip(names, pairwise(marks), strict=True)}


def speed(pages: list[Page]) -> None:
    """CPU of every tool, and of our stages."""
    best = dict.fromkeys(TOOLS, float("inf"))
    for _ in range(ROUNDS):
        for name, tool in TOOLS.items():
            best[name] = min(best[name], milliseconds(pages, tool))
    reference = best["trafilatura, fast"]
    for name, cost in best.items():
        print(f"{name:24} {cost:7.1f} ms a page  {cost / reference:5.2f} × trafilatura, fast")
    rows = [row for page in pages if (row := stages(page))]
    for name in rows[0] if rows else ():
        print(f"    {name:20} {sum(row[name] for row in rows) / len(rows):7.1f} ms a page")


def load(given: Path) -> tuple[list[dict[str, Any]], list[Page]]:
    """Gold (none for a folder) and pages."""
    if given.is_dir():
        return [], [page for page in read.pages([given]) if isinstance(page, Page) and page.media == "html"]
    gold = [json.loads(line) for line in given.read_text(encoding="utf-8").splitlines()]
    pages = [page for one in gold for page in read.pages([given.parent / one["file"]]) if isinstance(page, Page)]
    return gold, pages


def main() -> None:
    """Print the tables."""
    gold, pages = load(Path(sys.argv[1]))
    if not pages:
        print("no page")
        return
    for name, tool in TOOLS.items() if gold else ():
        print(f"{name:24} {quality(gold, pages, tool)}")
    speed(pages)


if __name__ == "__main__":
    main()
