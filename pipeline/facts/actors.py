"""Who may stand behind a sum: names in the document, and definite descriptions resolved to them."""

from __future__ import annotations

import re
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


def find(document: Document, folded: str, mentions: list[Mention], names: list[Mention], span: Span) -> list[Actor]:
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


def _described(document: Document, folded: str, mentions: list[Mention], span: Span) -> Iterator[Actor]:
    if not _any_description().search(folded, *span):
        return
    for entry in _descriptions():
        for match in entry.pattern.finditer(folded, *span):
            yield _resolved(document, mentions, entry, match)


def _resolved(document: Document, mentions: list[Mention], entry: Entry, match: re.Match[str]) -> Actor:
    """The body that a description points at: the issuer when it fits, else the last name before that does."""
    start, end = match.span()
    fits = tuple(entry.attributes["fits"])
    if document.issuer and document.issuer.startswith(fits):
        return Actor(start, end, document.issuer, "issuer")
    fitting = [m for m in mentions if _fits(m, entry, match.group())]
    before = [m for m in fitting if m.end <= start]
    if fitting and entry.id in _MAIN:
        return Actor(start, end, _name(_most_named(fitting)), "most_named", _most_named(fitting))
    if before:
        return Actor(start, end, _name(before[-1]), "last_fitting", before[-1])
    return Actor(start, end, document.text[start:end], "unresolved")


def _name(mention: Mention) -> str:
    return str(mention.value.name or mention.text)


def _most_named(mentions: list[Mention]) -> Mention:
    """The first mention of the name that stands most often: a release about a company names others in passing."""
    names = Counter(map(_name, mentions))
    return max(mentions, key=lambda mention: (names[_name(mention)], -mention.start))


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
