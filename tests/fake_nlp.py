"""Stands in for `pipeline.nlp` where a test is about the machinery: no model, and accidents on demand."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator, Sequence

from pipeline import nlp
from pipeline.types import Analysis, Document

NAME = "tests.fake_nlp"
KILLS = "Ce texte tue son processus."
SLEEPS = "Ce texte endort son processus."
BREAKS = "Ce texte met la bibliothèque en défaut."
BREAKS_FACTS = "met la syntaxe en défaut"  # in a sentence that holds a sum


def load() -> None:
    """Nothing to load."""


def parse(texts: Sequence[str]) -> list[tuple[nlp.Token, ...]]:
    """No words: what hangs on syntax is null."""
    if any(BREAKS_FACTS in text for text in texts):
        raise RuntimeError(BREAKS_FACTS)
    return [() for _ in texts]


def analyse(documents: Iterable[Document]) -> Iterator[tuple[Document, Analysis]]:
    """As `nlp.analyse`, without entities."""
    for document in documents:
        if KILLS in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if SLEEPS in document.text:
            time.sleep(600)
        if BREAKS in document.text:
            raise RuntimeError(BREAKS)
        yield document, nlp.prepare(document)
