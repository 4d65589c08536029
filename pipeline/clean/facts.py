"""What a page says of itself outside its text: meta elements and JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from pipeline.clean import days
from pipeline.clean.segments import normal
from pipeline.clean.soup import Parsed

_TITLES: Final = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title", "headline", "parsely-title")
_UNFILLED: Final = re.compile(r"\[[\w:-]+\]|\{\{[^{}]*\}\}|%%[^%]*%%")  # what a template forgot: [site:name]
_SITES: Final = ("og:site_name", "application-name", "twitter:app:name:iphone", "apple-mobile-web-app-title")
_PUBLISHED: Final = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "search.datepublished",
    "publication_date",
    "date_published",
    "publish-date",
    "publishdate",
    "pubdate",
    "date.issued",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dc.date.x-metadatadublincore",
    "date.created",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "article_date_original",
    "original-publish-date",
    "citation_publication_date",
)
_UPDATED: Final = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
)
_AUTHORS: Final = ("author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "parsely-author")
_SECTIONS: Final = ("article:section", "og:article:section", "parsely-section", "section")
_ARTICLES = re.compile(r"(?:Article|Posting|PressRelease|Report)$")
_PAGES = frozenset({"WebPage", "ItemPage", "AboutPage"})
_LONGEST = 300_000  # characters of a body in JSON-LD; longer ones are no article
_DEPTH = 6  # of nesting in JSON-LD that is looked at
_URL = re.compile(r"https?://", re.IGNORECASE)


@dataclass(slots=True)
class Facts:
    """Declared metadata; absent ones are empty or None.

    Attributes:
        titles: as declared, most trusted first, the site's name often still in them.
        linked: the publication day by JSON-LD of the article, else of the page.
        body: the text of the article by JSON-LD, as it stands there.
    """

    titles: list[str] = field(default_factory=list)
    site: str | None = None
    publisher: str | None = None
    linked: date | None = None
    body: str | None = None
    published: date | None = None
    updated: date | None = None
    author: str | None = None
    section: str | None = None
    url: str | None = None
    language: str | None = None
    types: frozenset[str] = frozenset()


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            if isinstance(value.get(key), (dict, list)):
                yield from _objects(value[key], depth + 1)


def _parsed(script: str) -> list[dict[str, Any]]:
    text = script.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
    try:
        return list(_objects(json.loads(text, strict=False)))
    except (ValueError, RecursionError):
        return []


def _types(item: dict[str, Any]) -> set[str]:
    given = item.get("@type", "")
    names = given if isinstance(given, list) else [given]
    return {str(name).rsplit("/", 1)[-1].strip() for name in names}


def _text(value: Any) -> str | None:  # noqa: ANN401
    if isinstance(value, list):
        parts = [part for part in map(_text, value[:10]) if part]
        return ", ".join(dict.fromkeys(parts)) or None
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str):
        return None
    return normal(html.unescape(value)) or None


def _day(value: Any) -> date | None:  # noqa: ANN401
    return days.stamp(value) if isinstance(value, str) else None


def _main(items: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The object of the article itself, and that of the page. Several different articles: none is."""
    articles = [item for item in items if any(_ARTICLES.search(name) for name in _types(item))]
    pages = [item for item in items if _types(item) & _PAGES]
    if len({str(_text(item.get("headline"))) for item in articles if item.get("headline")}) > 1:
        articles = []
    dated = [item for item in articles if item.get("datePublished")] or articles
    return (dated or [{}])[0], (pages or [{}])[0]


def _given_days(article: dict[str, Any], page: dict[str, Any]) -> tuple[Any, ...]:
    """What JSON-LD says of the day of publication, the most exact first."""
    return article.get("datePublished"), page.get("datePublished"), article.get("dateCreated")


def _crumbs(items: list[dict[str, Any]]) -> str | None:
    for item in items:
        if "BreadcrumbList" in _types(item) and isinstance(item.get("itemListElement"), list):
            names = [
                _text(entry.get("name") or entry.get("item"))
                for entry in item["itemListElement"]
                if isinstance(entry, dict)
            ]
            return " > ".join(name for name in names if name) or None
    return None


def _filled(text: str | None) -> str | None:
    """A text, unless a template forgot to write it."""
    return None if text and _UNFILLED.fullmatch(text) else text


def _owner(items: list[dict[str, Any]], kind: str) -> str | None:
    """The name of the site, or of the organisation, that JSON-LD describes; several are none."""
    names = {name for item in items if kind in _types(item) and (name := _filled(_text(item.get("name"))))}
    return names.pop() if len(names) == 1 else None


def _metas(declared: list[dict[str, str]]) -> dict[str, str]:
    """Content of meta elements by lower-case name; of those that repeat, the first (cards in the body have some)."""
    found: dict[str, str] = {}
    for meta in declared:
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content", "").strip()
        if name and content and not _UNFILLED.fullmatch(content):
            found.setdefault(name.strip().lower(), normal(html.unescape(content)))
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _first_day(metas: dict[str, str], names: tuple[str, ...]) -> date | None:
    return next((day for name in names if name in metas and (day := days.stamp(metas[name]))), None)


def sound_url(url: str) -> bool:
    """Whether an address can be taken apart."""
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _canonical(declared: list[dict[str, str]], metas: dict[str, str]) -> str | None:
    links = [link.get("href", "") for link in declared if link.get("rel", "").lower() == "canonical"]
    found = (url.strip() for url in [*links, metas.get("og:url", "")])
    return next((url for url in found if _URL.match(url) and sound_url(url)), None)


def read(page: Parsed) -> Facts:
    """The declared metadata of a page."""
    metas = _metas(page.metas)
    items = [item for script in page.scripts for item in _parsed(script)]
    article, whole = _main(items)
    title = page.tree.title.get_text() if page.tree.title else ""
    titles = [metas.get(name) for name in _TITLES[:2]] + [_text(article.get("headline")), normal(title)]
    titles += [metas.get(name) for name in _TITLES[2:]]
    author = _text(article.get("author")) or _first(metas, _AUTHORS)
    root = page.tree.html
    return Facts(
        titles=[name for name in dict.fromkeys(titles) if name],
        site=unquote(_first(metas, _SITES) or "") or _owner(items, "WebSite"),
        publisher=_filled(_text(article.get("publisher"))) or _owner(items, "Organization"),
        linked=next((day for given in _given_days(article, whole) if (day := _day(given))), None),
        body=body if isinstance(body := article.get("articleBody"), str) and len(body) <= _LONGEST else None,
        published=_first_day(metas, _PUBLISHED),
        updated=_day(article.get("dateModified")) or _day(whole.get("dateModified")) or _first_day(metas, _UPDATED),
        author=author,
        section=_crumbs(items) or _first(metas, _SECTIONS) or _text(article.get("articleSection")),
        url=_canonical(page.metas, metas),
        language=str(root.get("lang") or "")[:2].lower() or None if root else None,
        types=frozenset(name for item in items for name in _types(item)),
    )
