"""Sentences that hold sums → trees of words with offsets into the document.

A sum is shown to the parser as "20 euros" and a rate as "20 %": "2,3 à 2,6 M€ HT" and "98 000€" are
no French that it has seen. Its words keep the offsets of the whole mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.nlp import Token
from pipeline.types import Mention, Span

Parse = Callable[[Sequence[str]], list[tuple[Token, ...]]]

_SHOWN = {"amount": "20 euros", "percentage": "20 %"}
_BULLET = re.compile(r"[ \n]*(?:[-–—•·*>]+|\d{1,2} ?[/.)°-]+|[a-z]\))[ \n]*")
_TAX = re.compile(r" ?(?:HT|TTC|H\.T\.|T\.T\.C\.|bruts?|nets?)(?!\w)")
_APART = 2.5  # steps between the trees of one sentence
_DOWN = 1.2  # a step away from the root counts a little more: what governs comes before what is governed


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text that is parsed, and the stretch of the document that it shows."""

    shown: str
    start: int
    end: int
    is_sum: bool


@dataclass(frozen=True)
class Reading:
    """A parsed sentence.

    Attributes:
        words: their offsets are those of the document.
        sums: index of the word that stands for each sum, by offset of the mention.
    """

    span: Span
    words: tuple[Token, ...]
    sums: dict[int, int]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Indices of the dependents of each word, in order."""
        found: list[list[int]] = [[] for _ in self.words]
        for index, word in enumerate(self.words):
            if word.head != index:
                found[word.head].append(index)
        return tuple(map(tuple, found))

    def path(self, index: int) -> list[int]:
        """The word and those that govern it, up to a root."""
        found = [index]
        while self.words[found[-1]].head != found[-1]:
            found.append(self.words[found[-1]].head)
        return found

    def distance(self, start: int, end: int) -> float:
        """Steps in the tree from one word to another."""
        up, down = self.path(start), self.path(end)
        common = next((index for index in up if index in down), None)
        if common is None:
            return len(up) + len(down) - 2 + _APART
        return up.index(common) + _DOWN * down.index(common)

    def word_at(self, offset: int) -> int | None:
        """Index of the word that holds this offset of the document."""
        return next((i for i, word in enumerate(self.words) if word.start <= offset < word.end), None)

    def case(self, index: int) -> str:
        """The preposition of a word, in lower case; empty when it has none."""
        return next(
            (self.words[child].text.lower() for child in self.children[index] if self.words[child].dep == "case"), ""
        )

    def is_sum(self, index: int) -> bool:
        """Whether a word is part of a sum."""
        return self.words[index].start in self.sums


def read(folded: str, wanted: Sequence[Span], mentions: Iterable[Mention], parse: Parse) -> dict[Span, Reading]:
    """The readings of these stretches of a document, by span."""
    numbers = sorted((m for m in mentions if m.kind in _SHOWN), key=lambda mention: mention.start)
    starts = [mention.start for mention in numbers]
    pieces = [
        list(_pieces(folded, span, numbers[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]))
        for span in wanted
    ]
    parsed = parse(["".join(piece.shown for piece in own) for own in pieces])
    return {span: _reading(span, own, words) for span, own, words in zip(wanted, pieces, parsed, strict=True)}


def _pieces(folded: str, span: Span, numbers: Sequence[Mention]) -> Iterator[_Piece]:
    start, end = span
    bullet = _BULLET.match(folded, start, end)
    position = bullet.end() if bullet else start
    for mention in numbers:
        if position <= mention.start and mention.end <= end:
            yield _Piece(folded[position : mention.start].replace("\n", " "), position, mention.start, is_sum=False)
            tax = _TAX.match(folded, mention.end, end)
            position = tax.end() if tax else mention.end
            shown = _spaced(
                _SHOWN[mention.kind], folded[mention.start - 1 : mention.start], folded[position : position + 1]
            )
            yield _Piece(shown, mention.start, mention.end, is_sum=True)
    yield _Piece(folded[position:end].replace("\n", " "), position, end, is_sum=False)


def _spaced(shown: str, before: str, after: str) -> str:
    """With spaces where a sum is glued to letters; more of them would be words to the parser."""
    return f"{' ' * before.isalnum()}{shown}{' ' * after.isalnum()}"


def _reading(span: Span, pieces: Sequence[_Piece], words: Sequence[Token]) -> Reading:
    placed = tuple(_placed(words, pieces))
    inside = {piece.start for piece in pieces if piece.is_sum}
    sums: dict[int, int] = {}
    for index, word in enumerate(placed):
        if word.start in inside:
            sums[word.start] = index  # the last word of it: the unit, which is its head
    return Reading(span, placed, sums)


def _placed(words: Sequence[Token], pieces: Sequence[_Piece]) -> Iterator[Token]:
    """The words with offsets of the document."""
    begins, number = 0, 0
    for word in words:
        while number < len(pieces) - 1 and word.start >= begins + len(pieces[number].shown):
            begins += len(pieces[number].shown)
            number += 1
        piece = pieces[number]
        if piece.is_sum:
            yield word._replace(start=piece.start, end=piece.end)
        else:
            shift = piece.start - begins
            yield word._replace(start=word.start + shift, end=word.end + shift) if shift else word
