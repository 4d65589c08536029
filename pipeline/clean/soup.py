"""Markup → tree, once and cheaply.

Three quarters of the time of cleaning is BeautifulSoup's parse. What no article needs (scripts, styles,
drawings, comments) therefore goes before it, the builder below does no work for XML namespaces or
attributes that nobody reads, and garbage collection waits until the tree stands.
"""

from __future__ import annotations

import gc
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.builder._lxml import LXMLTreeBuilder

from pipeline.errors import CleanError

_TAGS = 150_000  # the largest real pages have 12 000; BeautifulSoup needs 10 µs and 1 kB for each
_OPENING = re.compile(r"<(script|style|svg|noscript|template|iframe|select|canvas|object|math)\b|<!--", re.IGNORECASE)
_CLOSING: Final = {
    name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)
    for name in ("script", "style", "svg", "noscript", "template", "iframe", "select", "canvas", "object", "math")
} | {"!--": re.compile(r"-->")}
_JSON_LD = re.compile(r"<script\b[^<>]*\bld\+json\b[^<>]*>", re.IGNORECASE)

# Attributes that some rule reads; the rest is dropped while parsing.
_READ: Final = frozenset(
    [
        "class",
        "id",
        "role",
        "href",
        "itemprop",
        "itemtype",
        "itemscope",
        "typeof",
        "property",
        "name",
        "content",
        "datetime",
        "rel",
        "lang",
        "aria-label",
        "http-equiv",
        "title",
    ]
)


class _Builder(LXMLTreeBuilder):
    """bs4's lxml builder without namespaces, and with the attributes that are read only."""

    def start(self, tag: Any, attrib: Mapping[Any, Any], nsmap: Any = None) -> None:  # noqa: ANN401
        """Open an element."""
        attributes = {name: value for name, value in attrib.items() if name in _READ}
        self.soup.handle_starttag(tag, None, None, attributes)  # type: ignore[union-attr]

    def end(self, tag: Any) -> None:  # noqa: ANN401
        """Close an element."""
        self.soup.endData()  # type: ignore[union-attr]
        self.soup.handle_endtag(tag)  # type: ignore[union-attr]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause garbage collection: a growing tree makes it run often and find nothing."""
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
    return " ".join(kept), linked


def parse(markup: str) -> tuple[BeautifulSoup, list[str]]:
    """The tree of a page, and its JSON-LD scripts as text.

    Raises:
        CleanError: more elements than any page has.
    """
    stripped, linked = _strip(markup)
    if stripped.count("<") > 2 * _TAGS:
        reason = "la page compte plus de balises qu’aucun article"
        raise CleanError(reason, "vérifier que le fichier est bien une page, et non un export ou une page piégée")
    with warnings.catch_warnings(), _no_collection():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        builder = _Builder(multi_valued_attributes=None, huge_tree=True)
        return BeautifulSoup(stripped, builder=builder), linked
