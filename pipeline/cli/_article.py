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
        UsageError: something in it cannot be read, or there is nothing.
    """
    count = 0
    for count, item in enumerate(read.pages([given]), 1):  # noqa: B007 - the count is used after the loop
        if isinstance(item, Failure):
            where = given if item.source == Path(given).name else item.source
            message = f"{where}: {item.reason} — {item.remedy}"
            raise UsageError(message)
        yield item
    if not count:
        message = f"{given} holds no page or text: give a file, or a folder of .html, .txt, .md, .jsonl"
        raise UsageError(message)


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
