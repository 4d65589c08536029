"""What all benchmarks share: their documents, and how a figure is stated."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import threadpoolctl

from pipeline import clean, read
from pipeline.errors import InputError
from pipeline.types import Document, Page


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
