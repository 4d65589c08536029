"""What is given on the command line as one article → documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline import clean, read
from pipeline.errors import UsageError
from pipeline.types import Document, Failure, Page


def pages(given: str) -> Iterator[Page]:
    """The pages of a file, or of standard input.

    Raises:
        UsageError: something in it cannot be read.
    """
    for item in read.pages([given]):
        if isinstance(item, Failure):
            message = f"{item.source}: {item.reason} — {item.remedy}"
            raise UsageError(message)
        yield item


def documents(given: str, published: date | None, *, or_text: bool = False) -> Iterator[Document]:
    """The documents of a file, cleaned; `published` replaces what they say themselves.

    Args:
        given: a file, `-`, or (with `or_text`) a text.
        published: a date of publication that the person who asks knows.
        or_text: take what names no file as the text itself.

    Raises:
        InputError: no article can be found in it.
    """
    is_text = or_text and given != "-" and not _exists(given)
    found = [Page("text", "text", "clean", given, "")] if is_text else pages(given)
    for page in found:
        document = clean.clean(page)
        yield dataclasses.replace(document, published=published, published_from="metadata") if published else document


def _exists(given: str) -> bool:
    try:
        return Path(given).exists()
    except OSError:  # too long for a file name: a text
        return False
