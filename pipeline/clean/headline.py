"""The headline: what the page declares, in the words in which it shows it."""

from __future__ import annotations

import re
from itertools import takewhile
from urllib.parse import urlsplit

from pipeline import lexicon
from pipeline.clean.facts import Facts
from pipeline.clean.profiles import NOTHING, Marked
from pipeline.clean.segments import Segment
from pipeline.text import deaccent, fold

_SEPARATOR = re.compile(r"\s+[|·•—–«»-]\s+|\s*[|—]\s*")  # no colon: French sets a space before it
_SAME = 0.6  # F1 of words at which a heading is the declared title
_FIRST, _LATER = 0.95, 0.7  # what likeness to the first and to a later piece of a declared title counts
_PLAIN = 0.9  # the same for a line that nothing marks as a heading
_BOLD = 0.95  # share of bold characters at which a line may be a headline
_LONGEST = 200  # characters of one
_BRIEF = 3  # words of a declared title that names but the site
_UNDER = 12  # segments under a heading in which its text begins
_PROSE = 100  # characters of a sentence or two
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Words without accents and case, for comparison."""
    return _WORD.findall(deaccent(fold(text)).lower())


def _likeness(heading: set[str], title: set[str]) -> float:
    """F1 of the words of a heading and a title."""
    return 2 * len(heading & title) / (len(heading) + len(title))


def pieces(title: str) -> list[str]:
    """The parts of a declared title: headline, rubric, site."""
    return [piece for piece in _SEPARATOR.split(title) if piece.strip()]


def label_of(url: str | None) -> str:
    """The host of an address without `www` and its ending."""
    host = urlsplit(url).hostname or "" if url else ""
    return host.removeprefix("www.").rsplit(".", 1)[0]


def _public_bodies(facts: Facts) -> set[str]:
    """Words of the parts of titles that are nothing but the name of a public body: the site's."""
    pattern = lexicon.entry("issuers", "heading").pattern
    parts = (part.strip() for title in facts.titles for part in pieces(title)[:1] + pieces(title)[1:][-1:])
    return {word for part in parts if pattern.fullmatch(fold(part)) for word in words(part)}


def _site_words(facts: Facts, url: str | None) -> set[str]:
    return set(words(facts.site or facts.publisher or "")) | set(words(label_of(url)))


def without_site(title: str, site: set[str]) -> str:
    """A declared title without the name of the site before or after it."""
    parts = pieces(title)
    if len(parts) < 2:  # noqa: PLR2004 - nothing to cut
        return title
    last, first = set(words(parts[-1])), set(words(parts[0]))
    if last and len(last & site) >= 0.5 * len(last):
        return title[: title.rindex(parts[-1])].rstrip(" |·•—–«»:/-\u00a0")
    if first and first <= site:
        return title[title.index(parts[0]) + len(parts[0]) :].lstrip(" |·•—–«»:/-\u00a0")
    return title


def _undeclared(segments: list[Segment], site: set[str], *, titled: bool) -> int | None:
    """The headline of a page that declares none: its first h1 with prose close under it.

    On a page without any title that says something (`titled`), its only h1 will do with whatever
    follows, and without any h1 the first other heading of some words.
    """
    own = [i for i, segment in enumerate(segments) if not segment.linked and not set(words(segment.text)) <= site]
    tops = [index for index in own if segments[index].level == 1]
    for index in tops:
        if _heads_prose(segments, index):
            return index
    if titled:
        return None
    if tops:
        return tops[0] if len(tops) == 1 and tops[0] + 1 < len(segments) else None
    heads = (i for i in own if segments[i].kind == "heading" or _is_bold(segments[i]))
    return next((i for i in heads if len(words(segments[i].text)) > _BRIEF and _heads_prose(segments, i)), None)


def _heads_prose(segments: list[Segment], index: int) -> bool:
    """Whether prose stands close under a heading, before the next as high."""
    level = segments[index].level or 7
    under = takewhile(lambda other: (other.level or 8) > level, segments[index + 1 : index + 1 + _UNDER])
    return any(len(other.text) > _PROSE and other.linked <= len(other.text) // 2 for other in under)


def _compared(facts: Facts, site: set[str]) -> list[tuple[set[str], float]]:
    """Words that a headline may have, and how much likeness to them counts.

    Of "Title | Section | Site" the first piece is likelier to be the title than the others, one of
    which may be the whole h1 of a site's banner.
    """
    found: dict[frozenset[str], float] = {}
    for title in facts.titles:
        parts = pieces(title)
        weighed = [(title, 1.0), (without_site(title, site), 1.0), (parts[0] if parts else "", _FIRST)]
        for text, weight in [*weighed, *((piece, _LATER) for piece in parts[1:])]:
            key = frozenset(words(text))
            found[key] = max(found.get(key, 0.0), weight)
    return [(set(key), weight) for key, weight in found.items() if key]


def _is_bold(segment: Segment) -> bool:
    """Whether a segment is a line set in bold, as pages without headings show their headline."""
    return segment.strong >= _BOLD * len(segment.text) and len(segment.text) <= _LONGEST


def _of_profile(segments: list[Segment], marked: Marked) -> int | None:
    """The headline that the page's profile names, if it names but one."""
    named = {box.first for box in marked.title if box.last == box.first + 1}
    return next(iter(named)) if len(named) == 1 and not segments[min(named)].linked else None


def find(
    segments: list[Segment], facts: Facts, url: str | None, marked: Marked = NOTHING
) -> tuple[int | None, str | None]:
    """(segment, text) of the headline; the segment is None when the page shows none.

    What the page's profile names comes first. A heading that says what the metadata say wins over the
    metadata: its typography is the page's own. Without metadata to compare with, an h1 that heads prose.
    """
    if (named := _of_profile(segments, marked)) is not None:
        return named, segments[named].text.replace("\n", " ")
    site = _site_words(facts, url) | _public_bodies(facts)
    compared = _compared(facts, site)
    best, best_rank = None, (_SAME, False, 0, 0)
    for index, segment in enumerate(segments):
        plain = segment.kind != "heading" and not _is_bold(segment)
        if plain and (segment.kind != "paragraph" or segment.linked or len(segment.text) > _LONGEST):
            continue
        heading = set(words(segment.text))
        if not heading or heading <= site:
            continue
        score = max((weight * _likeness(heading, title) for title, weight in compared), default=0.0)
        if plain and score < _PLAIN:
            continue
        rank = (round(score, 2), not segment.linked, -(segment.level or 7), -index)
        if rank > best_rank:
            best, best_rank = index, rank
    if best is None:
        best = _undeclared(segments, site, titled=any(len(words(title)) > _BRIEF for title in facts.titles))
    if best is not None:
        return best, segments[best].text.replace("\n", " ")
    return None, without_site(facts.titles[0], site) if facts.titles else None
