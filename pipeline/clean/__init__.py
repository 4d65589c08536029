"""Page → Document: the article alone, its title first, with what is known of it.

The only package that imports BeautifulSoup. `clean` dispatches on `Page.media`: HTML is parsed and
judged (`page.py`), scraped text is read by its lines (`scraped.py`), clean text is not touched.
"""

from __future__ import annotations

import dataclasses

from pipeline import issuer
from pipeline.clean import authors, facts, language, lines, page, scraped
from pipeline.clean.page import Cleaned, Decision
from pipeline.errors import CleanError
from pipeline.types import Block, Document, Page

__all__ = ["Cleaned", "Decision", "blocks_of", "clean", "explain"]


def blocks_of(text: str, title: str | None = None) -> tuple[Block, ...]:
    """Blocks of clean text, by its lines: title, headings, items, paragraphs.

    Args:
        text: clean text.
        title: when known; the first line is the title block only if it is this one.

    Offsets:
        Into `text`; no block begins or ends with white space.
    """
    return lines.blocks(text, lines.title_of(text, title))


def _untouched(given: Page) -> Document:
    blocks = blocks_of(given.content, given.title)
    first = blocks[0] if blocks and blocks[0].kind == "title" else None
    return Document(
        document_id=given.document_id,
        source=given.source,
        text=given.content,
        blocks=blocks,
        url=given.url,
        title=given.title or (given.content[first.start : first.end] if first else None),
        published=given.published,
        published_from="metadata" if given.published else "none",
        language=language.of(given.content),
        sha256=given.sha256,
    )


def _scraped(given: Page) -> Document:
    text = given.content.replace("\r\n", "\n").replace("\r", "\n")
    head = scraped.head(text)
    day = given.published or head.published
    return Document(
        document_id=given.document_id,
        source=given.source,
        text=text,
        blocks=lines.blocks(text, head.title),
        url=given.url,
        title=given.title or (text[head.title.start : head.title.end] if head.title else None),
        published=day,
        published_from="metadata" if given.published else "text" if day else "none",
        updated=head.updated,
        section=head.section,
        language=language.of(text),
        sha256=given.sha256,
    )


def explain(given: Page) -> Cleaned:
    """The document of a page with the verdict on each stretch of its text.

    Raises:
        CleanError: the page holds no article.
    """
    if given.url and not facts.sound_url(given.url):
        given = dataclasses.replace(given, url=None)
    if given.media == "html":
        cleaned = page.clean(given)
    else:
        document = _untouched(given) if given.media == "clean" else _scraped(given)
        cleaned = Cleaned(
            document, None, tuple(Decision(document.text[b.start : b.end], b.kind, None) for b in document.blocks)
        )
    if not cleaned.document.text.strip():
        reason = "le document est vide"
        raise CleanError(reason, "retirer cet élément ou le collecter de nouveau")
    document = issuer.identify(cleaned.document, site_name=cleaned.site)
    if authors.is_issuer(document.author, document.issuer):
        document = dataclasses.replace(document, author=None)
    return dataclasses.replace(cleaned, document=document)


def clean(given: Page) -> Document:
    """The article of a page.

    Raises:
        CleanError: the page holds no article.
    """
    return explain(given).document
