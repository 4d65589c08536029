"""WARC files (wget, browsertrix, scrapy …) → Page: one for each HTML response."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from pipeline.errors import ReadError
from pipeline.read import files, rows
from pipeline.read.archives import Names
from pipeline.read.limits import Bounded, Limits, read_all, readable
from pipeline.types import Failure, Page

_HTML = ("text/html", "application/xhtml+xml")
_ERROR = 400  # HTTP statuses from here on are errors; 3xx are redirections, whose target has a record of its own
_OK = 200


def _is_page(record: Any) -> bool:  # noqa: ANN401 - warcio has no types
    if record.rec_type not in {"response", "resource"}:
        return False
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "").lower().startswith(_HTML)


def _sidecar(record: Any) -> files.Sidecar:  # noqa: ANN401
    headers = record.http_headers
    content_type = headers.get_header("Content-Type") if headers else None
    return files.Sidecar(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        fetched=files.day_or_none(record.rec_headers.get_header("WARC-Date")),
        charset=files.charset_of({"content-type": content_type or ""}),
    )


def _page(record: Any, source: str, limits: Limits) -> Page | Failure | None:  # noqa: ANN401
    status = int(record.http_headers.get_statuscode() or _OK) if record.http_headers else _OK
    if status >= _ERROR:
        reason = f"le site a répondu par une erreur {status}"
        return rows.failure(source, ReadError(reason, "visiter de nouveau cette adresse ou la retirer de la collecte"))
    if status != _OK:
        return None
    _refuse_encoding(record)
    data = read_all(record.content_stream(), limits.item)
    if record.raw_stream.limit > 0:
        raise _broken()
    try:
        return files.page(data, source, ".html", _sidecar(record), limits)
    except ReadError as error:
        return rows.failure(source, error, data)


def _refuse_encoding(record: Any) -> None:  # noqa: ANN401
    """Say what is missing where the server packed a page in a way that warcio reads only with another package."""
    encoding = str(record.http_headers.get_header("Content-Encoding") or "").lower() if record.http_headers else ""
    if encoding == "zstd" or (encoding == "br" and find_spec("brotli") is None):
        reason = f"le serveur a compressé la page ({encoding}) d’une manière que rien d’installé ne lit"
        raise ReadError(reason, "collecter sans cette compression (en-tête Accept-Encoding), ou « pip install brotli »")


def _broken() -> ReadError:
    reason = "le fichier n’est pas une archive WARC lisible, ou il est tronqué"
    return ReadError(reason, "reprendre la collecte, ou réparer avec « warcio recompress »")


def _records(stream: IO[bytes] | Bounded) -> Iterator[Any]:
    """The records of a WARC file.

    Raises:
        ReadError: it is none.
    """
    empty = True
    try:
        with readable():
            for record in ArchiveIterator(stream):
                empty = False
                if record.format != "warc":
                    raise _broken()
                yield record
    except (ArchiveLoadFailed, StatusAndHeadersParserException) as error:
        raise _broken() from error
    if empty:
        raise _broken()


def pages(stream: IO[bytes] | Bounded, source: str, limits: Limits) -> Iterator[Page | Failure]:
    """Pages of a WARC file in its own order; images, scripts, redirections and requests are passed over.

    Raises:
        ReadError: no WARC file, or a truncated one, after the pages before the damage.
    """
    names = Names()
    for record in _records(stream):
        if not _is_page(record):
            continue
        name = names.unique(f"{source}!{record.rec_headers.get_header('WARC-Target-URI') or 'sans adresse'}")
        try:
            found = _page(record, name, limits)
        except ReadError as error:
            found = rows.failure(name, error)
        if found is not None:
            yield found
