"""Rows of JSON Lines and CSV → Page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import IO, Any, Final

from pipeline.errors import ReadError
from pipeline.read import decoding, identity
from pipeline.read.limits import Bounded, Limits, lines, too_big
from pipeline.types import Failure, Media, Page

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")
_FRENCH = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Names that columns of a scraper's CSV bear, folded to lower case.
_COLUMNS: Final = {
    "id": ("id", "identifiant", "document_id"),
    "text": ("text", "texte", "contenu", "content", "body", "corps"),
    "html": ("html", "raw_html", "page_html", "contenu_html", "page"),
    "url": ("url", "lien", "link", "adresse"),
    "title": ("title", "titre"),
    "published": ("published", "published_at", "date_publication", "publication", "date"),
}


def failure(source: str, error: ReadError, data: bytes | None = None) -> Failure:
    """The row of `failures` for an item that could not be read."""
    digest = identity.sha256(data) if data is not None else None
    return Failure(source, error.stage, type(error).__name__, error.reason, error.remedy, sha256=digest)


def day(value: object) -> date | None:
    """The day that a row gives as its publication date.

    Raises:
        ReadError: something else than a date. Better no article than every relative date shifted.
    """
    if value is None or value == "":
        return None
    text = str(value).strip()
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _FRENCH.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    reason = f"la date de publication « {text[:40]} » n’est pas une date"
    raise ReadError(reason, "l’écrire sous la forme AAAA-MM-JJ, ou null si elle est inconnue")


def _string(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        reason = f"le champ « {key} » n’est pas une chaîne de caractères"
        raise ReadError(reason, "corriger la ligne dans le fichier")
    if _SURROGATE.search(value):
        reason = f"le champ « {key} » contient un demi-caractère Unicode (surrogate) que rien ne peut enregistrer"
        raise ReadError(reason, "réexporter la ligne en UTF-8")
    return value


def page_of(row: Mapping[str, Any], source: str, data: bytes) -> Page:
    """The page that a row holds: clean text, or HTML to be cleaned.

    Raises:
        ReadError: neither text nor html, or a field of a wrong type.
    """
    text, html = _string(row, "text"), _string(row, "html")
    content, media = (text, "clean") if text is not None else (html, "html")
    if content is None or not content.strip():
        reason = "la ligne ne contient ni texte ni page (« text » ou « html »)"
        raise ReadError(reason, "compléter la ligne ou la retirer")
    given = row.get("id")
    named = given is not None and not isinstance(given, (dict, list, bool)) and str(given).strip()
    kind: Media = "clean" if media == "clean" else "html"
    return Page(
        document_id=str(given) if named else identity.document_id(source),
        source=source,
        media=kind,
        content=content if kind == "clean" else decoding.visible(decoding.repair(content)),
        sha256=identity.sha256(data),
        url=_string(row, "url"),
        title=_string(row, "title"),
        published=day(row.get("published")),
    )


def _parsed(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = "la ligne n’est pas du JSON en UTF-8"
        raise ReadError(reason, "corriger la ligne : un objet JSON par ligne") from error
    if not isinstance(row, dict):
        reason = "la ligne n’est pas un objet JSON"
        raise ReadError(reason, 'écrire un objet par ligne, par exemple {"id": …, "text": …}')
    return row


def jsonl(stream: IO[bytes] | Bounded, source: str, limits: Limits) -> Iterator[Page | Failure]:
    """Pages of JSON Lines, one a line; blank lines are skipped."""
    for number, line in lines(stream, limits.item):
        name = f"{source}#{number}"
        if line is None:
            yield failure(name, too_big(limits.item))
        elif line.strip():
            try:
                yield page_of(_parsed(line), name, line)
            except ReadError as error:
                yield failure(name, error, line)


def _names(header: list[str]) -> dict[str, str]:
    """Column of the file → field of a row."""
    folded = {column.strip().lower(): column for column in header if column}
    found = {}
    for field, aliases in _COLUMNS.items():
        column = next((folded[alias] for alias in aliases if alias in folded), None)
        if column is not None:
            found[column] = field
    return found


def _delimiter(header: str) -> str:
    return max(",;\t|", key=lambda mark: (header.count(mark), mark == ","))


def table(stream: IO[bytes] | Bounded, source: str, limits: Limits) -> Iterator[Page | Failure]:
    """Pages of a CSV file with a text or an html column, one a record.

    Raises:
        ReadError: no such column.
    """
    texts = (decoding.to_text(line or b"") for _, line in lines(stream, limits.item))
    header = next(texts, "")
    delimiter = _delimiter(header)
    columns = next(csv.reader(io.StringIO(header), delimiter=delimiter), [])
    names = _names(columns)
    if not {"text", "html"} & set(names.values()):
        reason = "le tableau CSV n’a pas de colonne de texte ni de page HTML"
        raise ReadError(reason, "nommer « text » ou « html » la colonne à traiter")
    csv.field_size_limit(limits.item)
    records = csv.reader(texts, delimiter=delimiter)
    number = 1
    while True:
        number += 1
        name = f"{source}#{number}"
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            yield failure(
                name, ReadError(f"l’enregistrement CSV est mal formé ({error})", "corriger cet enregistrement")
            )
            continue
        if not record:
            continue
        row = {names[column]: value for column, value in zip(columns, record, strict=False) if column in names}
        data = delimiter.join(record).encode("utf-8", "replace")
        try:
            yield page_of(row, name, data)
        except ReadError as error:
            yield failure(name, error, data)
