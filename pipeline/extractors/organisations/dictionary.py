"""Phrases of a lexicon, found at the beginning of a word: one look into a table by its first word."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.lexicon import Entry
from pipeline.text import fold

WORD: Final = re.compile(r"(?<![\w-])\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the lexicon in a text.

    Attributes:
        words: the phrase as it is compared: in lower case unless its case counts.
    """

    start: int
    end: int
    words: str
    entry: Entry


class Dictionary:
    """The words of some entries, in their own case.

    Entries that ignore case are found in any; those that say `loose` are so after the first letter
    when they have several words.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._phrases: dict[str, list[tuple[str, str, Entry]]] = {}
        for entry in entries:
            for word in entry.words:
                written = fold(word)
                lower = entry.pattern.flags & re.IGNORECASE or (entry.attributes.get("loose") and " " in word)
                key = written.lower() if lower else written
                first = WORD.match(key)
                if first:
                    self._phrases.setdefault(first.group(), []).append((key, written, entry))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda item: (-len(item[0]), item[1]))

    def find(self, text: Text) -> Iterator[Found]:
        """The longest phrase that begins at each word, in text order; phrases may overlap."""
        phrases = self._phrases
        for start, word, lower in text.words:
            if word in phrases or lower in phrases:
                found = self._longest(text, start, word, lower)
                if found:
                    yield found

    def _longest(self, text: Text, start: int, word: str, lower: str) -> Found | None:
        written = self._phrases.get(word, [])
        others = self._phrases.get(lower, []) if lower != word else []
        for key, name, entry in heapq.merge(written, others, key=lambda item: -len(item[0])):
            end = start + len(key)
            if text.has(key, start) and not joined(text.folded, end) and _begins(word[0], name, entry):
                return Found(start, end, key, entry)
        return None


class Text:
    """A folded text with its words: where they start, as written, in lower case."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        lower = folded.lower()
        # A few letters grow in lower case: then case is not ignored.
        self._lower = lower if len(lower) == len(folded) else folded
        self.words = [(m.start(), m.group(), self._lower[m.start() : m.end()]) for m in WORD.finditer(folded)]

    def has(self, key: str, start: int) -> bool:
        """Whether a phrase stands at `start`, as written or in lower case."""
        return self.folded.startswith(key, start) or self._lower.startswith(key, start)


def joined(folded: str, end: int) -> bool:
    """Whether the word goes on."""
    return folded[end : end + 1].isalnum() or (folded[end : end + 1] == "-" and folded[end + 1 : end + 2].isalnum())


def _begins(letter: str, written: str, entry: Entry) -> bool:
    """Whether the first letter has the case of the lexicon, for entries that do not ignore it."""
    return bool(entry.pattern.flags & re.IGNORECASE) or letter == written[0]
