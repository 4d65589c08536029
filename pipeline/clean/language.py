"""Is this French? By the share of words that each language uses so often (`data/languages.toml`)."""

from __future__ import annotations

import re

from pipeline import lexicon

_SAMPLE = 20_000  # characters
_FEWEST = 20  # words, below which nothing is said
_SHARE = 0.05  # of frequent words, below which a text is in none of these languages
_WORD = re.compile(r"[^\W\d_]+")


def of(text: str) -> str | None:
    """ISO 639-1 code of the likeliest language; None for too little text, or for none of those known."""
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if len(words) < _FEWEST:
        return None
    best, most = None, _SHARE * len(words)
    for entry in lexicon.entries("languages"):
        frequent = frozenset(entry.words)
        count = sum(word in frequent for word in words)
        if count > most:
            best, most = entry.id, count
    return best
