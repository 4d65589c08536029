"""What all benchmarks share: their documents, and how a figure is stated."""

from __future__ import annotations

import json
import platform
import random
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import threadpoolctl

from pipeline import clean, read, text
from pipeline.errors import InputError
from pipeline.types import Document, Page

SAMPLES = Path(__file__).parent.parent / "tests" / "samples" / "gold.jsonl"


def write(path: Path, size: int, longest: int | None = None) -> Path:
    """A feed of articles put together from the sentences of the samples: no two paragraphs alike.

    Args:
        path: of the feed.
        size: number of articles.
        longest: most sentences of an article; by default they are as long as the samples.
    """
    draw = random.Random(size)  # noqa: S311 - a corpus, no secret
    samples = documents([SAMPLES])
    sentences = [
        sample.text[start:end]
        for sample in samples
        for start, end in text.sentences(text.fold(sample.text), sample.blocks)
    ]
    most = longest or 2 * len(sentences) // len(samples)
    with path.open("w", encoding="utf-8") as file:
        for number in range(size):
            drawn = draw.sample(sentences, draw.randint(most // 4, most))
            paragraphs = [" ".join(drawn[start : start + 3]) for start in range(1, len(drawn), 3)]
            row = {"id": f"d{number}", "published": "2019-02-11", "text": "\n\n".join([drawn[0], *paragraphs])}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def documents(inputs: Iterable[Path | str]) -> list[Document]:
    """The articles of these files and folders; what cannot be read is left out."""
    found = []
    for item in read.pages(inputs):
        if isinstance(item, Page):
            try:
                found.append(clean.clean(item))
            except InputError:
                continue
    return found


def characters(found: Iterable[Document]) -> int:
    """Characters of clean text."""
    return sum(len(document.text) for document in found)


def machine() -> str:
    """Processor, versions, and the BLAS kernels that numpy and thinc may run."""
    kernels = [
        f"{info['internal_api']} {info['version']} ({info.get('architecture', '?')}, {info['num_threads']} thread)"
        for info in threadpoolctl.threadpool_info()
        if info["user_api"] == "blas"
    ]
    packages = ", ".join(f"{name} {version(name)}" for name in ("spacy", "thinc", "blis", "numpy"))
    return f"{_processor()}; Python {platform.python_version()}; {packages}; BLAS of numpy: {'; '.join(kernels)}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
