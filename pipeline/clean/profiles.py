"""What is known of the system or the site that made a page: `data/sites.toml`.

A profile holds CSS selectors for what its system names in a way of its own. They come first; general
scoring does the rest, and wins where the names lie. Matching every selector against every element
would cost more than all else, so the parser keeps the few elements that bear a name in which some
selector ends, and only those are matched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from bs4 import Tag

from pipeline import lexicon
from pipeline.clean.segments import Box

ROLES: Final = ("content", "title", "date", "updated", "author", "section", "drop")

_HEAD = 60_000  # characters of markup in which a system gives itself away
_CANONICAL = re.compile(r"""\brel=["']?canonical["']?[^<>]{0,40}\bhref=["']?(https?://[\w.-]+)""")
_LAST = re.compile(r"[^\s>+~]+$")  # the part of a selector that the element itself must fit
_NAME = re.compile(r"[.#](?P<token>[\w-]+)|\[itemprop=['\"](?P<value>[\w-]+)")
_ELEMENT = re.compile(r"[a-z][\w-]*")
_BRACKETS = re.compile(r":not\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Selector:
    """A CSS selector.

    Attributes:
        name: a name that an element must bear to fit: class, id, `itemprop`, or its own.
        lone: the attribute that must hold the name, when that is all that the selector says.
        css: the whole selector; matching it costs fifty times as much as the look at one attribute.
    """

    name: str
    lone: str | None
    css: str

    def fits(self, element: Tag) -> bool:
        """Whether an element that bears the name fits."""
        if self.lone is None:
            return element.css.match(self.css)
        return self.name in str(element.get(self.lone, "")).split()


@dataclass(frozen=True, slots=True)
class Profile:
    """What a system names.

    Attributes:
        ids: of the entries that apply (Drupal under the design system of the State has two).
        selectors: role and selector, by a name that the element must bear to fit.
    """

    ids: tuple[str, ...] = ()
    selectors: Mapping[str, Sequence[tuple[str, Selector]]] = field(default_factory=dict)


UNKNOWN: Final = Profile()


@dataclass(frozen=True, slots=True)
class Marked:
    """The elements of a page that its profile names.

    Attributes:
        content: boxes that hold the text, none inside another.
        drop: indices of boxes that hold no text of the article.
        title: boxes that hold the headline.
        elements: of every role, in reading order.
    """

    content: tuple[Box, ...] = ()
    drop: frozenset[int] = frozenset()
    title: tuple[Box, ...] = ()
    elements: Mapping[str, Sequence[Tag]] = field(default_factory=dict)


NOTHING: Final = Marked()


def selector(text: str) -> Selector:
    """A selector as it stands in the lexicon."""
    last = _LAST.search(_BRACKETS.sub("", text.strip()))
    found = _NAME.search(last.group()) if last else None
    if found is None:
        return Selector(_ELEMENT.findall(text)[-1], None, text)
    lone = ("class" if text[0] == "." else "id") if found["token"] == text[1:] else None
    return Selector(found["token"] or found["value"], lone, text)


@cache
def _profile(ids: tuple[str, ...]) -> Profile:
    """The profiles of several systems in one."""
    selectors: dict[str, list[tuple[str, Selector]]] = {}
    for entry in (lexicon.entry("sites", name).attributes for name in ids):
        for role in ROLES:
            for one in map(selector, entry.get(role, ())):
                selectors.setdefault(one.name, []).append((role, one))
    return Profile(ids, selectors)


@cache
def _known() -> tuple[Mapping[str, str], tuple[lexicon.Entry, ...]]:
    """Host → entry, and the entries of systems."""
    entries = lexicon.entries("sites")
    hosts = {word: entry.id for entry in entries if entry.attributes.get("host") for word in entry.words}
    return hosts, tuple(entry for entry in entries if not entry.attributes.get("host"))


def _of_host(url: str, hosts: Mapping[str, str]) -> list[str]:
    labels = (urlsplit(url).hostname or "").split(".")
    suffixes = (".".join(labels[first:]) for first in range(len(labels)))
    return [hosts[suffix] for suffix in suffixes if suffix in hosts]


def of(markup: str, url: str | None = None) -> Profile:
    """The profile of a page: that of its host, then those of its systems."""
    hosts, systems = _known()
    head = markup[:_HEAD].lower()
    if url is None and (canonical := _CANONICAL.search(head)):
        url = canonical[1]
    named = _of_host(url, hosts) if url else []
    return _profile((*named, *(entry.id for entry in systems if any(word in head for word in entry.words))))


def mark(profile: Profile, named: Sequence[tuple[Tag, Sequence[str]]], boxes: Sequence[Box]) -> Marked:
    """What a profile names on a page.

    Args:
        profile: that of the page.
        named: elements that bear a name of the profile, and all their names, in reading order.
        boxes: of the page.
    """
    if not named:
        return NOTHING
    elements: dict[str, list[Tag]] = {role: [] for role in ROLES}
    for tag, names in named:
        fitting = (role for name in names for role, one in profile.selectors.get(name, ()) if one.fits(tag))
        for role in dict.fromkeys(fitting):
            elements[role].append(tag)
    by_node = {id(box.node): box for box in boxes}
    found = {role: [by_node[id(tag)] for tag in tags if id(tag) in by_node] for role, tags in elements.items()}
    return Marked(
        _outermost(found["content"]), frozenset(box.index for box in found["drop"]), tuple(found["title"]), elements
    )


def _outermost(found: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes that hold something, without those inside another of them."""
    kept: list[Box] = []
    for box in found:
        if box.first < box.last and (not kept or box.first >= kept[-1].last):
            kept.append(box)
    return tuple(kept)
