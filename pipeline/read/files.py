"""Pages, text files and their sidecars → Page."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Final, cast

from pipeline.errors import ReadError
from pipeline.read import decoding, identity, rows
from pipeline.read.limits import Bounded, Limits, read_all, readable
from pipeline.types import Media, Page

PAGES: Final = (".html", ".htm", ".xhtml")
TEXTS: Final = (".txt", ".md")

_SIGNATURES: Final = (
    (b"%PDF-", "un PDF"),
    (b"\x89PNG", "une image PNG"),
    (b"\xff\xd8\xff", "une image JPEG"),
    (b"GIF8", "une image GIF"),
    (b"RIFF", "un média RIFF (WebP, AVI)"),
    (b"PK\x03\x04", "une archive ZIP ou un document bureautique"),
    (b"\xd0\xcf\x11\xe0", "un document Office ancien"),
    (b"BZh", "une archive bzip2"),
    (b"\xfd7zXZ", "une archive xz"),
    (b"7z\xbc\xaf", "une archive 7-Zip"),
    (b"\x28\xb5\x2f\xfd", "une archive Zstandard"),
    (b"\x7fELF", "un programme"),
)
_GZIP = b"\x1f\x8b"
_HTTP = re.compile(rb"HTTP/\d(?:\.\d)? \d{3}[^\n]*\n(?:[^\r\n]+\r?\n)*\r?\n")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|div|p|article|meta)\b", re.IGNORECASE)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE = 0.05  # of control bytes, beyond which data are no text; stray NULs stay far below


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a scraper stored beside a page."""

    url: str | None = None
    title: str | None = None
    published: date | None = None
    fetched: date | None = None
    charset: str | None = None


NOTHING: Final = Sidecar()


def charset_of(headers: Mapping[str, Any]) -> str | None:
    """The charset that HTTP headers declare."""
    for name, value in headers.items():
        if str(name).lower() == "content-type" and (found := _CHARSET.search(str(value))):
            return found[1]
    return None


def day_or_none(value: object) -> date | None:
    """A day as `rows.day` reads it; None for anything else."""
    try:
        return rows.day(value)
    except ReadError:
        return None  # a sidecar that is wrong about a date is no reason to lose the page


def sidecar(data: bytes) -> Sidecar:
    """Metadata of a JSON sidecar: url, title, published, fetched, headers; what is malformed is left out."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):
        return NOTHING
    if not isinstance(given, dict):
        return NOTHING
    headers = given.get("headers")
    text = {key: value for key in ("url", "title") if isinstance(value := given.get(key), str) and value}
    return Sidecar(
        text.get("url"),
        text.get("title"),
        day_or_none(given.get("published")),
        day_or_none(given.get("fetched")),
        charset_of(headers) if isinstance(headers, dict) else None,
    )


def _unfold(data: bytes, limits: Limits) -> bytes:
    """A page stored with the gzip encoding in which the server sent it."""
    with readable(), gzip.open(io.BytesIO(data)) as stream:
        return read_all(Bounded(cast("IO[bytes]", stream), len(data), limits), limits.item)


def _refuse_binary(data: bytes) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            reason = f"le fichier n’est pas une page mais {what}"
            raise ReadError(reason, "l’ouvrir avec le logiciel qui convient, ou le retirer du dossier")
    head = data[:4096]
    if head and len(_BINARY.findall(head.replace(b"\0", b""))) > _BINARY_SHARE * len(head):
        reason = "le fichier contient des données binaires, pas du texte"
        raise ReadError(reason, "vérifier son origine, ou le retirer du dossier")


def _without_http(data: bytes) -> tuple[bytes, str | None]:
    """A page stored with its HTTP response headers: the body, and the charset that they declare."""
    found = _HTTP.match(data)
    if not found:
        return data, None
    declared = _CHARSET.search(found.group().decode("latin-1"))
    return data[found.end() :], declared[1] if declared else None


def _media(suffix: str, content: str) -> Media:
    if suffix in PAGES:
        return "html"
    if suffix in TEXTS:
        return "text"
    return "html" if _MARKUP.search(content[:2000]) else "text"


def page(data: bytes, source: str, suffix: str, beside: Sidecar, limits: Limits) -> Page:
    """The page or text that a file holds.

    `suffix` is the ending of the file's name in lower case; any other than that of a page or a text
    means: tell by the content.

    Raises:
        ReadError: empty, binary, or too big.
    """
    digest = identity.sha256(data)
    if data.startswith(_GZIP):
        data = _unfold(data, limits)
    _refuse_binary(data)
    body, charset = _without_http(data)
    content = decoding.decode(body, beside.charset or charset)
    if not content.strip():
        reason = "le fichier est vide"
        raise ReadError(reason, "télécharger de nouveau la page, ou retirer le fichier")
    return Page(
        document_id=identity.document_id(source),
        source=source,
        media=_media(suffix, content),
        content=content,
        sha256=digest,
        url=beside.url,
        title=beside.title,
        published=beside.published,
        fetched=beside.fetched,
    )
