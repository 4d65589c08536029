"""Who may stand behind a sum: names in the document, and definite descriptions resolved to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.lexicon import Entry
from pipeline.types import Document, Mention, Span

_NAMED = {"organisation", "person"}
_GOVERNED = {"commune", "departement", "region", "country", "epci"}
_MAIN = {"who.company", "who.association"}


@dataclass(frozen=True, slots=True)
class Actor:
    """A body or person that the text names or points at.

    Attributes:
        start, end: the words.
        name: fullest form; the words themselves for a description that nothing explains.
        how: name, issuer, last_fitting, most_named or unresolved; place when it may stand for its government.
        mention: of the name, here or where it was last used.
    """

    start: int
    end: int
    name: str
    how: str
    mention: Mention | None = None

    @property
    def span(self) -> Span:
        """Its words."""
        return self.start, self.end


@cache
def _descriptions() -> tuple[Entry, ...]:
    return tuple(entry for entry in lexicon.entries("facts") if entry.id.startswith("who."))


@cache
def _any_description() -> re.Pattern[str]:
    """Whether there is any of them: most stretches have none."""
    return re.compile("|".join(entry.pattern.pattern for entry in _descriptions()))


class Names:
    """The bodies and people of a document, in order, and what descriptions point at; each is looked up once."""

    def __init__(self, mentions: list[Mention]) -> None:
        self._mentions = mentions
        self._fitting: dict[tuple[str, str], list[Mention]] = {}
        self._most: dict[tuple[str, str], Mention | None] = {}

    def last_fitting(self, entry: Entry, words: str, before: int) -> Mention | None:
        """The last name before an offset that a description fits."""
        fitting = self._of(entry, words)
        index = bisect_right(fitting, before, key=lambda mention: mention.end) - 1
        return fitting[index] if index >= 0 else None

    def most_named(self, entry: Entry, words: str) -> Mention | None:
        """The first mention of the fitting name that stands most often: a release names others in passing."""
        key = (entry.id, words)
        if key not in self._most:
            fitting = self._of(entry, words)
            counts = Counter(map(_name, fitting))
            best = max(fitting, key=lambda mention: (counts[_name(mention)], -mention.start), default=None)
            self._most[key] = best
        return self._most[key]

    def _of(self, entry: Entry, words: str) -> list[Mention]:
        key = (entry.id, words)
        if key not in self._fitting:
            self._fitting[key] = [mention for mention in self._mentions if _fits(mention, entry, words)]
        return self._fitting[key]


def find(document: Document, folded: str, mentions: list[Mention], names: Names, span: Span) -> list[Actor]:
    """The actors of a stretch of text, in order; a name wins over a description inside it.

    Args:
        document: that the text belongs to.
        folded: its text.
        mentions: of the stretch.
        names: of bodies and people in the whole document, in order.
        span: the stretch.
    """
    named = [
        Actor(m.start, m.end, _name(m), "name", m)
        for m in mentions
        if m.kind in _NAMED and span[0] <= m.start and m.end <= span[1]
    ]
    taken = [actor.span for actor in named]
    governments = [
        Actor(m.start, m.end, _name(m), "place", m)
        for m in mentions
        if m.kind == "place" and m.value.place_type in _GOVERNED and span[0] <= m.start and m.end <= span[1]
        if not any(start <= m.start < end for start, end in taken)
    ]
    described = [
        actor
        for actor in _described(document, folded, names, span)
        if not any(start < actor.end and actor.start < end for start, end in taken)
    ]
    return sorted([*named, *described, *governments], key=lambda actor: actor.span)


def _described(document: Document, folded: str, names: Names, span: Span) -> Iterator[Actor]:
    if not _any_description().search(folded, *span):
        return
    for entry in _descriptions():
        for match in entry.pattern.finditer(folded, *span):
            yield _resolved(document, names, entry, match)


def _resolved(document: Document, names: Names, entry: Entry, match: re.Match[str]) -> Actor:
    """The body that a description points at: the issuer when it fits, else the last name before that does."""
    start, end = match.span()
    fits = tuple(entry.attributes["fits"])
    if document.issuer and document.issuer.startswith(fits):
        return Actor(start, end, document.issuer, "issuer")
    if entry.id in _MAIN and (main := names.most_named(entry, match.group())):
        return Actor(start, end, _name(main), "most_named", main)
    if last := names.last_fitting(entry, match.group(), start):
        return Actor(start, end, _name(last), "last_fitting", last)
    return Actor(start, end, document.text[start:end], "unresolved")


def _name(mention: Mention) -> str:
    return str(mention.value.name or mention.text)


def _fits(mention: Mention, entry: Entry, words: str) -> bool:
    fits = entry.attributes["fits"]
    if mention.kind == "person":
        return fits == ["person"] and (mention.value.role or "").lower().startswith(words.lower())
    if mention.kind != "organisation":
        return False
    name = str(mention.value.name or "")
    return (
        mention.value.organisation_type in fits
        or name.startswith(tuple(fits))
        or name.lower().startswith(words.lower() + " ")
    )
