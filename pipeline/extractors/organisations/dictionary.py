"""Phrases of a lexicon, found at the beginning of a word: one look into a table by its first word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.lexicon import Entry
from pipeline.text import fold

_WORD = re.compile(r"(?<![\w-])\w+")


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
                first = _WORD.match(key)
                if first:
                    self._phrases.setdefault(first.group(), []).append((key, written, entry))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda item: (-len(item[0]), item[1]))

    def find(self, folded: str) -> Iterator[Found]:
        """The longest phrase that begins at each word, in text order; phrases may overlap."""
        lower = folded.lower()
        same = len(lower) == len(folded)  # a few letters grow in lower case: then case is not ignored
        for word in _WORD.finditer(folded):
            found = self._at(folded, lower if same else folded, word)
            if found:
                yield found

    def _at(self, folded: str, lower: str, word: re.Match[str]) -> Found | None:
        start, end = word.span()
        for text in (folded, lower) if lower is not folded else (folded,):
            for phrase, written, entry in self._phrases.get(text[start:end], ()):
                stop = start + len(phrase)
                if (
                    text.startswith(phrase, start)
                    and not _joined(folded, stop)
                    and _begins(folded[start], written, entry)
                ):
                    return Found(start, stop, phrase, entry)
        return None


def _joined(folded: str, end: int) -> bool:
    """Whether the word goes on."""
    return folded[end : end + 1].isalnum() or (folded[end : end + 1] == "-" and folded[end + 1 : end + 2].isalnum())


def _begins(letter: str, written: str, entry: Entry) -> bool:
    """Whether the first letter has the case of the lexicon, for entries that do not ignore it."""
    return bool(entry.pattern.flags & re.IGNORECASE) or letter == written[0]
