"""One article given on the command line → documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline import clean, read
from pipeline.errors import UsageError
from pipeline.types import Document, Failure


def documents(file: Path, published: date | None) -> Iterator[Document]:
    """The documents of a file, cleaned; `published` replaces what they say themselves.

    Raises:
        UsageError: the file holds nothing that can be read.
        InputError: no article can be found in it.
    """
    for item in read.pages([file]):
        if isinstance(item, Failure):
            message = f"{item.source}: {item.reason} — {item.remedy}"
            raise UsageError(message)
        document = clean.clean(item)
        yield dataclasses.replace(document, published=published, published_from="metadata") if published else document
