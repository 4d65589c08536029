"""A second opinion on cleaning: how far another tool finds the same article.

trafilatura is an extra, and asked only on request: what a run writes must not depend on what happens
to be installed. Two tools that fail alike agree, so agreement proves nothing; disagreement is a
reason to look at the page.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from importlib import metadata
from importlib.util import find_spec

from pipeline.errors import UsageError
from pipeline.text import fold
from pipeline.types import Document, Page

_WORD = re.compile(r"\w+")
_DIGITS = 4


def require() -> None:
    """Make sure that there is somebody to ask.

    Raises:
        UsageError: the extra is not installed.
    """
    if find_spec("trafilatura") is None:
        message = 'a second opinion needs trafilatura: pip install "communiques[opinion]"'
        raise UsageError(message)


def version() -> str:
    """Whose opinion it is."""
    return f"trafilatura {metadata.version('trafilatura')}"


def compare(page: Page, document: Document) -> Document:
    """The document with `agreement`: F1 of its words and of those that trafilatura finds, title included.

    0 where the other tool finds nothing; None for what is not a page.
    """
    if page.media != "html":
        return document
    return dataclasses.replace(document, agreement=_agreement(document.text, _other(page)))


def _other(page: Page) -> str:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(page.content, include_comments=False, with_metadata=True)
    except Exception:  # noqa: BLE001 - whatever the other tool fails on, it has found nothing
        return ""
    values = found if isinstance(found, dict) else found.as_dict() if found else {}
    return f"{values.get('title') or ''}\n{values.get('text') or ''}"


def _agreement(ours: str, theirs: str) -> float:
    here, there = (Counter(_WORD.findall(fold(text).lower())) for text in (ours, theirs))
    return round(2 * (here & there).total() / max(here.total() + there.total(), 1), _DIGITS)
