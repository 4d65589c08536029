"""Annotated articles of `samples/articles/` → rows of `samples/gold.jsonl`, and what may be wrong with them.

An article is a TOML header between two `+++` lines, then its clean text with inline marks (`marks`).
`pipeline.evaluate.samples` refuses what breaks the sample format; what is checked here besides is what
a hand that annotates gets wrong: the word for a grain, the code of a town, the weekday of a date.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError
from pipeline.evaluate import samples
from pipeline.text import fold
from tests import marks

SAMPLES = Path(__file__).parent / "samples"
ARTICLES = SAMPLES / "articles"
GOLD = SAMPLES / "gold.jsonl"
GAZETTEER = Path(__file__).parents[1] / "pipeline" / "data" / "gazetteer.parquet"

HEADER = {"id": str, "title": str, "url": str, "issuer_type": str, "published": dt.date}
OPTIONAL = {"published"}
ISSUERS = {"agency", "association", "chamber", "commune", "company", "departement", "epci", "federation", "hospital"}
ISSUERS |= {"media", "ministry", "police", "prefecture", "region", "union", "university"}
NEEDED = {
    "amount": {"min", "max"},
    "date": {"grain"},
    "organisation": {"name", "organisation_type"},
    "percentage": {"min", "max", "unit"},
    "person": {"name"},
    "place": {"place_type"},
}
CODED = {"commune", "departement", "region"}  # the gazetteer knows not every epci
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
TITLE_WITHIN = 3  # blocks: a breadcrumb or a rubric may stand before it
WHOLE_MONTHS = {"century", "decade", "year", "school_year", "half", "quarter", "month"}

_LEFT_OVER = re.compile(rf"</?(?:{'|'.join(samples.kinds())})\b[^>]{{0,80}}")
_SIREN = re.compile(r"2\d{8}")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def compile_article(path: Path) -> dict[str, Any]:
    """One line of the sample file from one annotated article.

    Raises:
        GoldError: the header or the marks are malformed, or the gold breaks a rule. The message
            names every fault, with the file.
    """
    try:
        before, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        header = tomllib.loads(head)
        text, mentions = marks.parse(body.strip("\n"))
    except (ValueError, tomllib.TOMLDecodeError) as error:
        message = f"{path.name}: not an annotated article ({error})"
        raise GoldError(message) from error
    published = header.get("published")
    row = {
        "id": header.get("id"),
        "published": published.isoformat() if isinstance(published, dt.date) else None,
        "title": header.get("title"),
        "url": header.get("url"),
        "text": text,
        "mentions": mentions,
    }
    faults = [*_header_faults(path, before, header), *_text_faults(row), *_mention_faults(mentions)]
    if faults:
        raise GoldError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return row


def compile_all(folder: Path = ARTICLES) -> str:
    """The whole sample file as it should stand, sorted by id.

    Raises:
        GoldError: as `compile_article`, with the faults of all articles.
    """
    rows, faults = [], []
    for path in sorted(folder.glob("*.txt")):
        try:
            rows.append(compile_article(path))
        except GoldError as error:
            faults.append(str(error))
    if faults:
        raise GoldError("\n".join(faults))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in sorted(rows, key=lambda row: str(row["id"])))


def _header_faults(path: Path, before: str, header: dict[str, Any]) -> Iterator[str]:
    if before:
        yield "something stands before the header"
    yield from (f"header: unknown key {key!r}" for key in sorted(set(header) - set(HEADER)))
    for key, kind in HEADER.items():
        if key not in header:
            if key not in OPTIONAL:
                yield f"header: {key} is missing"
        elif not isinstance(header[key], kind):
            yield f"header: {key} is no {kind.__name__}"
    if header.get("id") != path.stem:
        yield f"header: id {header.get('id')!r} is not the name of the file"
    if header.get("issuer_type") not in ISSUERS:
        yield f"header: issuer_type is none of {sorted(ISSUERS)}"


def _text_faults(row: dict[str, Any]) -> Iterator[str]:
    text = row["text"]
    first = "\n".join(fold(text).split("\n\n")[:TITLE_WITHIN])
    if fold(str(row["title"])) not in first.split("\n"):
        yield f"the title is no line of the first {TITLE_WITHIN} blocks"
    for found in _LEFT_OVER.finditer(text):
        yield f"a mark that does not parse: {found.group()!r}"
    if "\r" in text or "\n\n\n" in text:
        yield "a carriage return or more than one blank line"
    gold = tuple(samples.GoldMention(m["kind"], m["start"], m["end"], m["text"], m["value"]) for m in row["mentions"])
    yield from samples.problems(samples.Sample(str(row["id"]), text, gold))


def _mention_faults(mentions: list[dict[str, Any]]) -> Iterator[str]:
    for mention in mentions:
        kind, value = mention["kind"], mention["value"]
        name = f"{kind} {mention['text']!r} at {mention['start']}"
        if missing := NEEDED.get(kind, set()) - set(value):
            yield f"{name}: {sorted(missing)} missing"
        if check := _CHECKS.get(kind):
            yield from (f"{name}: {fault}" for fault in check(mention["text"], value))


def _date_faults(text: str, value: dict[str, str]) -> Iterator[str]:
    times = [value[key] for key in ("time", "time_end") if key in value]
    if not all(_CLOCK.fullmatch(time) for time in times):
        yield f"{times} are no clock times"
    if times and ("time" not in value or value.get("grain") != "day"):
        yield "a clock time needs `time` and the grain day"
    try:
        start, end = dt.date.fromisoformat(value["start"]), dt.date.fromisoformat(value["end"])
    except (KeyError, ValueError):  # unknown, or refused by the sample format
        return
    yield from _grain_faults(value.get("grain"), start, end)
    first = text.split(maxsplit=1)[0].lower().strip(".,")
    if first in WEEKDAYS and value.get("grain") == "day" and WEEKDAYS[start.weekday()] != first:
        yield f"{start} is a {WEEKDAYS[start.weekday()]}"


def _grain_faults(grain: str | None, start: dt.date, end: dt.date) -> Iterator[str]:
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if grain in WHOLE_MONTHS and not whole:
        yield f"{start} … {end} is no {grain}"
    if grain == "week" and (start.weekday() != 0 or end.weekday() != len(WEEKDAYS) - 1):
        yield f"{start} … {end} are no weeks"


def _place_faults(text: str, value: dict[str, str]) -> Iterator[str]:
    kind, code = value.get("place_type"), value.get("code")
    known = _codes()
    if code and kind in CODED and known and (kind, code) not in known:
        yield f"no {kind} has the code {code}"
    if code and kind == "epci" and not _SIREN.fullmatch(code):
        yield f"{code} is no SIREN"
    if code and kind not in CODED | {"epci", "country"}:
        yield f"{kind} has no code"


def _person_faults(text: str, value: dict[str, str]) -> Iterator[str]:
    name = value.get("name", "")
    if fold(name) == fold(text) and name != text:
        yield f"apostrophe or space of the name {name!r} is not that of the text: use ’ in both"


@cache
def _codes() -> frozenset[tuple[str, str]]:
    """Every (kind, code) of the gazetteer; empty as long as it is not built."""
    if not GAZETTEER.exists():
        return frozenset()
    import pyarrow.parquet as pq

    columns = pq.read_table(GAZETTEER, columns=["kind", "code"]).to_pydict()
    return frozenset(zip(columns["kind"], columns["code"], strict=True))


_CHECKS: dict[str, Callable[[str, dict[str, str]], Iterator[str]]] = {
    "date": _date_faults,
    "person": _person_faults,
    "place": _place_faults,
}
