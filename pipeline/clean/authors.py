"""Who signed an article: what the page declares, what its profile names, or a byline at its top.

Accounts ("Super User"), addresses and the name of the site are no authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline import lexicon
from pipeline.clean.choice import Choice
from pipeline.clean.headline import words
from pipeline.clean.profiles import Marked
from pipeline.clean.segments import Box, Segment, normal
from pipeline.text import fold

_TOP = 6  # segments under the headline in which a byline stands
_LONGEST = 100  # characters of a byline
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:fr|com|org|net|eu|info)\b", re.IGNORECASE)
_REST = re.compile(
    r"\s*(?:[|•·—–]|\s-\s|,? (?:publiée?|postée?|mise? (?:en ligne|à jour))\b"
    r"|,? (?:le|à) (?:\d|(?:lun|mar|mer|jeu|ven|sam|dim))|\s\d{1,2}[ /.h-]).*",
    re.IGNORECASE | re.DOTALL,
)
_BODY = re.compile(r"\s*\((?!avec\b)[^()]*\)$")  # where the author works
_FOREIGN = frozenset({"related", "teaser", "other article", "comments", "footer", "cookies", "menu"})


def tidy(given: str | None, site: str | None = None) -> str | None:
    """An author without what stands around the name; None for an account, an address, or the site itself."""
    text = normal(given or "")
    text = _REST.sub("", _opening().sub("", text, count=1)).strip(" ,;:–—|•-")
    text = _BODY.sub("", text)
    if not re.search(r"\w\w|\w\. ?\w", text) or len(text) > _LONGEST or _ADDRESS.search(text):
        return None
    if lexicon.entry("authors", "account").pattern.search(fold(text)) or (text.islower() and " " not in text):
        return None
    return None if is_issuer(text, site) else text


def is_issuer(author: str | None, issuer: str | None) -> bool:
    """Whether the author is but the site or body that publishes, which the document names already."""
    return bool(author and issuer) and set(words(author or "")) - {"journal"} <= set(words(issuer or ""))


def _opening() -> re.Pattern[str]:
    return lexicon.entry("authors", "byline").pattern


def _visible(segments: Sequence[Segment], boxes: Sequence[Box], choice: Choice) -> Iterator[str]:
    """Bylines at the top of the article, and what elements named after authors hold there."""
    if choice.title is None:
        return
    box = lexicon.entry("authors", "box").pattern
    for index in range(choice.title + 1, min(choice.title + 1 + _TOP, len(segments))):
        segment = segments[index]
        if len(segment.text) > _LONGEST or choice.reasons[index] in _FOREIGN:
            continue
        if _opening().match(fold(segment.text)) or box.search(fold(boxes[segment.box].names)):
            yield segment.text


def _is_said(line: str) -> bool:
    return bool(lexicon.entry("authors", "said").pattern.search(fold(line)))


def _is_name(text: str) -> bool:
    return any(lexicon.entry("authors", name).pattern.search(fold(text)) for name in ("name", "agency"))


def find(  # noqa: PLR0913 - every witness is one argument
    segments: Sequence[Segment],
    boxes: Sequence[Box],
    choice: Choice,
    marked: Marked,
    *,
    declared: str | None,
    site: str | None,
) -> str | None:
    """The author of an article, or None."""
    if author := tidy(declared, site):
        return author
    for element in marked.elements.get("author", ()):
        if author := tidy(element.get_text(" "), site):
            return author
    visible = ((line, tidy(line, site)) for line in _visible(segments, boxes, choice))
    return next((author for line, author in visible if author and (_is_said(line) or _is_name(author))), None)
