"""Which word says what a sum is: the nearest one in the tree of its sentence, then around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.facts.reading import Reading
from pipeline.lexicon import Entry
from pipeline.types import Span

_FARTHEST = 6.5
_WEAK = 1.6
_PER_WORD = 0.08
_PER_SUM = 0.7
_BROKEN = 4.0  # a semicolon or a full stop stands between
_ASIDE = 2.5  # the word stands in an aside behind the sum
_LETTER = re.compile(r"(?<!\\)[A-ZÀ-Ý]")  # but not that of \\W
_BOUND = r"(?<!\w)"  # each entry begins with it
_EMPTY = {"DET", "ADP", "PRON", "PUNCT"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of the lexicon in a sentence.

    Attributes:
        word: its index in the reading.
        far: how far it is from the sum; the lower, the surer.
    """

    entry: Entry
    word: int
    far: float = 0.0

    @property
    def relation(self) -> str:
        """What it says that the sum is."""
        return str(self.entry.attributes["relation"])

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb, with a subject and objects."""
        return self.entry.id.endswith((".verb", ".receive", ".level"))


@cache
def _entries() -> tuple[Entry, ...]:
    return tuple(entry for entry in lexicon.entries("facts") if "relation" in entry.attributes)


@cache
def _any_entry() -> re.Pattern[str]:
    """Matches, without taking it, the beginning of any entry in lower case, which is three times as fast."""
    sources = "|".join(entry.pattern.pattern.removeprefix(_BOUND) for entry in _entries())
    return re.compile(rf"{_BOUND}(?={_LETTER.sub(lambda found: found.group().lower(), sources)})")


def find(reading: Reading, folded: str, names: Sequence[Span] = ()) -> list[Cue]:
    """Every word of the lexicon in a sentence, in order, but for those inside names ("Crédit maritime")."""
    found = [
        Cue(entry, word)
        for entry, span in _matches(folded, reading.span)
        if not any(start <= span[0] < end for start, end in names) and (word := _head(reading, span)) is not None
    ]
    return sorted(found, key=lambda cue: (cue.word, cue.entry.id))


def _matches(folded: str, span: Span) -> Iterator[tuple[Entry, Span]]:
    """Every match of every entry; one look at each word tells whether any of them begins there."""
    ends: dict[str, int] = {}
    line = folded[span[0] : span[1]]
    lowered = line.lower() if len(line.lower()) == len(line) else line
    for begin in (match.start() for match in _any_entry().finditer(lowered)):
        start = span[0] + begin
        for entry in _entries():
            match = entry.pattern.match(folded, start, span[1])
            if match and start >= ends.get(entry.id, 0):
                ends[entry.id] = match.end()
                yield entry, match.span()


def _head(reading: Reading, span: Span) -> int | None:
    """The first word with a meaning of its own in a stretch of the sentence."""
    inside = [i for i, word in enumerate(reading.words) if word.start < span[1] and span[0] < word.end]
    return next((i for i in inside if reading.words[i].pos not in _EMPTY), inside[0] if inside else None)


def governing(reading: Reading, cues: Sequence[Cue], unit: int, allowed: frozenset[str]) -> Cue | None:
    """The cue that governs the sum at this word; None when none is near enough."""
    found = [Cue(cue.entry, cue.word, _far(reading, cue, unit)) for cue in cues if cue.relation in allowed]
    best = min(found, key=lambda cue: (cue.far, cue.word), default=None)
    return best if best and best.far <= _FARTHEST else None


def _far(reading: Reading, cue: Cue, unit: int) -> float:
    between = range(min(cue.word, unit) + 1, max(cue.word, unit))
    sums = sum(index in reading.sums.values() for index in between)
    broken = any(reading.words[index].text in {";", "."} for index in between)
    aside = cue.word > unit and any(reading.words[index].text in {",", "(", "soit"} for index in between)
    weak = _WEAK if cue.entry.attributes.get("weak") else 0.0
    return (
        reading.distance(unit, cue.word)
        + _PER_WORD * len(between)
        + _PER_SUM * sums
        + _BROKEN * broken
        + _ASIDE * aside
        + weak
    )


def around(folded: str, spans: Sequence[tuple[str, Span]], allowed: frozenset[str]) -> tuple[str, Entry] | None:
    """The cue of the nearest line around a sentence that has one, with the name of that line."""
    for name, span in spans:
        order = -1 if name == "before" else 1  # the last word of a sentence before, the first of a line that opens
        for entry, _ in sorted(_in(folded, span), key=lambda found: order * found[1]):
            if entry.attributes["relation"] in allowed:
                return name, entry
    return None


def _in(folded: str, span: Span) -> Iterator[tuple[Entry, int]]:
    for entry, (start, _) in _matches(folded, span):
        if not entry.attributes.get("weak"):
            yield entry, start
