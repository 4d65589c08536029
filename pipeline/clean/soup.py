"""Markup → tree, once and cheaply.

Three quarters of the time of cleaning is BeautifulSoup's parse. What no article needs (scripts, styles,
drawings, comments, blank space between blocks) therefore goes before it, the builder below does no
work for namespaces, for attributes that nobody reads and for elements that only dress up text, and
garbage collection waits until the tree is gone.
"""

from __future__ import annotations

import gc
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.builder._lxml import LXMLTreeBuilder

from pipeline.errors import CleanError

_TAGS = 40_000  # large real pages have 3 000; each costs 30 µs and 2 kB
_OPENING = re.compile(r"<(script|style|svg|noscript|template|iframe|select|canvas|object|math)\b|<!--", re.IGNORECASE)
_CLOSING: Final = {
    name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)
    for name in ("script", "style", "svg", "noscript", "template", "iframe", "select", "canvas", "object", "math")
} | {"!--": re.compile(r"-->")}
_UNFOLDED = re.compile(r"<(/?)(?:noscript|template)\b", re.IGNORECASE)
_SHADOW = re.compile(r"<template\b[^<>]*\bshadowroot(?:mode)?\b", re.IGNORECASE)
_JSON_LD = re.compile(r"<script\b[^<>]*\bld\+json\b[^<>]*>", re.IGNORECASE)

# Blank space before these is nothing that a browser shows.
_BETWEEN = re.compile(
    r">\s+(?=</?(?:address|article|aside|blockquote|body|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    r"h[1-6]|head|header|hr|html|legend|li|link|main|meta|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|title|"
    r"tr|ul)\b)",
    re.IGNORECASE,
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Attributes that some rule reads.
_READ: Final = _names("class id role href itemprop property name content datetime rel lang aria-label")
# Elements that say nothing of what they hold.
_DRESS: Final = _names("i em u font small source img nobr ins label wbr mark")

_DECLARING: Final = frozenset({"meta", "link"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page, parsed.

    Attributes:
        tree: without meta and link elements, scripts, styles and drawings.
        metas: attributes of the meta and link elements, in order.
        scripts: JSON-LD, as text.
        named: elements with a name that was asked for, and their names, in order.
    """

    tree: BeautifulSoup
    metas: list[dict[str, str]]
    scripts: list[str]
    named: list[tuple[Tag, list[str]]]


class _Builder(LXMLTreeBuilder):
    """bs4's lxml builder without namespaces, and with what is read only."""

    def __init__(self, wanted: frozenset[str]) -> None:
        super().__init__(multi_valued_attributes=None, huge_tree=True)
        self.metas: list[dict[str, str]] = []
        self.named: list[tuple[Tag, list[str]]] = []
        self._wanted = wanted

    def start(self, tag: Any, attrib: Mapping[Any, Any], _: object = None) -> None:  # noqa: ANN401 - as in bs4
        """Open an element."""
        if tag in _DRESS:
            return
        attributes = {name: value for name, value in attrib.items() if name in _READ}
        if tag in _DECLARING:
            self.metas.append(attributes)
        else:
            opened = self.soup.handle_starttag(tag, None, None, attributes)  # type: ignore[union-attr]
            if self._wanted and opened is not None:
                names = _names_of(tag, attributes)
                if not self._wanted.isdisjoint(names):
                    self.named.append((opened, names))

    def end(self, tag: Any) -> None:  # noqa: ANN401 - as in bs4
        """Close an element."""
        if tag not in _DRESS and tag not in _DECLARING:
            self.soup.handle_endtag(tag)  # type: ignore[union-attr]


def _names_of(tag: str, attributes: Mapping[str, str]) -> list[str]:
    """The names of an element in which a selector may end."""
    names = attributes["class"].split() if "class" in attributes else []
    names.append(tag)
    if "id" in attributes:
        names.append(attributes["id"])
    if "itemprop" in attributes:
        names.append(attributes["itemprop"])
    return names


@contextmanager
def no_collection() -> Iterator[None]:
    """Pause garbage collection while a tree lives: it would run often, find nothing, and age the tree."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _strip(markup: str) -> tuple[str, list[str]]:
    """Markup without what no article needs, and the JSON-LD that stood in it. Linear in its length."""
    kept: list[str] = []
    linked: list[str] = []
    endless: set[str] = set()  # names whose closing tag does not come any more
    position = copied = 0
    while opening := _OPENING.search(markup, position):
        name = (opening[1] or "!--").lower()
        position = opening.end()
        closing = None if name in endless else _CLOSING[name].search(markup, position)
        if closing is None:
            endless.add(name)
            continue
        if name == "script" and (tag := _JSON_LD.match(markup, opening.start())):
            linked.append(markup[tag.end() : closing.start()])
        kept.append(markup[copied : opening.start()])
        position = copied = closing.end()
    kept.append(markup[copied:])
    return _BETWEEN.sub(">", " ".join(kept)), linked


def hides(markup: str) -> bool:
    """Whether a page has text that only browsers without scripts, or scripts, show."""
    return bool(_UNFOLDED.search(markup))


def parse(markup: str, wanted: Iterable[str] = (), *, unfold: bool = False) -> Parsed:
    """The tree of a page and what it declares.

    Args:
        markup: the page.
        wanted: names of elements to be kept apart.
        unfold: read what stands in `<noscript>` and `<template>` as if it were shown.

    Raises:
        CleanError: more elements than any page has.
    """
    if unfold or _SHADOW.search(markup):
        markup = _UNFOLDED.sub(r"<\1div", markup)
    stripped, scripts = _strip(markup)
    if stripped.count("<") > 2 * _TAGS:
        reason = "la page compte plus de balises qu’aucun article"
        raise CleanError(reason, "vérifier que le fichier est bien une page, et non un export ou une page piégée")
    builder = _Builder(frozenset(wanted))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        tree = BeautifulSoup(stripped, builder=builder)
    return Parsed(tree, builder.metas, scripts, builder.named)
