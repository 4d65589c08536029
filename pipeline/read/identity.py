"""Names of items: `source` and `document_id`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePath

_DIGITS = 16  # hexadecimal, 64 bits: no clash to be expected in a billion items
_WORDS = 40


def sha256(data: bytes) -> str:
    """Digest of input bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def source_of(path: PurePath) -> str:
    """A path as `source`: POSIX separators, composed accents, no byte that UTF-8 cannot write."""
    text = unicodedata.normalize("NFC", path.as_posix())
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def document_id(source: str) -> str:
    """The id of an item by its source: the readable end of it, then 16 hexadecimal digits of its SHA-256.

    The source is the path inside the corpus (with `!member`, `#line`), so the id is the same on every
    machine and in every order of files, and changes when the item moves within the corpus.
    """
    plain = unicodedata.normalize("NFD", source).encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"\.(?:html?|txt|md|jsonl|csv)\b", "", plain.rsplit("/", 1)[-1])
    words = re.sub(r"[^a-z0-9]+", "-", name)[-_WORDS:].strip("-")
    digest = hashlib.sha256(source.encode("utf-8")).hexdigest()[:_DIGITS]
    return f"{words}-{digest}" if words else digest
