"""How long the review page takes to answer with many mentions loaded.

    python benchmarks/bench_review.py [MENTIONS]      default: 100000

A run's tables are made up; requests go through the application without a network. Times are medians of
twenty requests each: the queue, a mention in its article, a decision, the figures.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
from starlette.testclient import TestClient

from pipeline import tables
from pipeline.review import open_worklist
from pipeline.review.app import create

ROUNDS = 20
PER_DOCUMENT = 100
HOME = "http://127.0.0.1:8000"
LINE = "Le 3 mai 2019, le conseil se réunit à Lens. "


def write(folder: Path, mentions: int) -> None:
    """The tables of a run with that many dates."""
    text = LINE * PER_DOCUMENT
    documents = [
        {"document_id": f"d{n}", "source": f"{n}.html", "title": "Titre", "text": text, "blocks": []}
        for n in range(mentions // PER_DOCUMENT)
    ]
    dates = [
        {
            "mention_id": f"{document['document_id']}-{n}",
            "document_id": document["document_id"],
            "start": n * len(LINE) + 3,
            "end": n * len(LINE) + 13,
            "text": "3 mai 2019",
            "sentence": LINE,
            "block": "paragraph",
            "rule": "date.day",
            "confidence": 0.5 + n / 250,
        }
        for document in documents
        for n in range(PER_DOCUMENT)
    ]
    rows = {"documents": documents, "dates": dates}
    for name in tables.tables():
        pq.write_table(tables.to_arrow(name, rows.get(name, [])), folder / f"{name}.parquet")


def median(request: Callable[[], object]) -> float:
    """Milliseconds of one request, median of some."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        request()
        times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


def main() -> None:
    """Print a line a page."""
    mentions = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), mentions)
        began = time.perf_counter()
        work = open_worklist(Path(folder))
        print(f"{mentions:,} mentions loaded in {time.perf_counter() - began:.1f} s")
        client = TestClient(
            create(work, reviewer="bench"), base_url=HOME, headers={"origin": HOME}, follow_redirects=False
        )
        client.get("/")  # the first request sorts the queue
        pages = {
            "queue": lambda: client.get("/"),
            "mention": lambda: client.get("/mention/d5-50"),
            "filtered": lambda: client.get("/mention/d5-50?rule=date.day&order=text&document=d5"),
            "decision": lambda: client.post("/mention/d7-7", data={"action": "accept"}),
            "figures": lambda: client.get("/figures"),
        }
        for name, request in pages.items():
            print(f"{name:<10}{median(request):8.1f} ms")
        work.store.close()


if __name__ == "__main__":
    main()
