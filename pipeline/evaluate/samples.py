"""Gold samples: read, and refuse what is malformed or contradicts itself.

A sample file is JSON Lines, one document a line, as the annotation guide defines it:
`{"id", "published", "text", "mentions": [{"kind", "start", "end", "text", "value"}]}`.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline import extractors
from pipeline.errors import GoldError
from pipeline.types import Column, Document, Mention, columns


@dataclass(frozen=True, slots=True)
class GoldMention:
    """One annotated mention; `value` holds the keys of the guide, an absent key means null."""

    kind: str
    start: int
    end: int
    text: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """One annotated article."""

    id: str
    text: str
    mentions: tuple[GoldMention, ...]
    published: date | None = None
    title: str | None = None
    url: str | None = None


def kinds() -> dict[str, dict[str, Column]]:
    """The columns of each kind's value, by kind, then by field."""
    return {module.KIND: columns(module.VALUE) for module in extractors.modules()}


def read(path: Path) -> list[Sample]:
    """The samples of a JSON Lines file, in file order.

    Raises:
        GoldError: a line is no sample, or its mentions break a rule of the guide. The message
            names every fault found, with file and line.
    """
    samples: list[Sample] = []
    faults: list[str] = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            sample = _sample(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            faults.append(f"{path.name}:{number}: not a sample ({error!r})")
            continue
        faults += [f"{path.name}:{number}: {sample.id}: {fault}" for fault in problems(sample)]
        samples.append(sample)
    faults += [f"{path.name}: id {name!r} stands twice" for name in _twice(sample.id for sample in samples)]
    if not samples:
        faults.append(f"{path}: no annotated article in it")
    if faults:
        raise GoldError("\n".join(faults))
    return samples


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        message = f"{path}: no text in UTF-8; give a JSON Lines file of annotated articles"
        raise GoldError(message) from error


def _sample(row: dict[str, Any]) -> Sample:
    published = date.fromisoformat(row["published"]) if row.get("published") else None
    mentions = tuple(
        GoldMention(item["kind"], item["start"], item["end"], item["text"], item.get("value") or {})
        for item in row["mentions"]
    )
    return Sample(row["id"], row["text"], mentions, published, row.get("title"), row.get("url"))


def _twice(names: Iterable[str]) -> list[str]:
    seen = sorted(names)
    return sorted({first for first, second in itertools.pairwise(seen) if first == second})


def problems(sample: Sample) -> list[str]:
    """Everything wrong with the gold of one sample, in words; empty when it is sound."""
    faults = [fault for mention in sample.mentions for fault in _mention_faults(sample.text, mention)]
    ordered = sorted(sample.mentions, key=lambda m: (m.kind, m.start, m.end))
    for first, second in itertools.pairwise(ordered):
        if first.kind == second.kind and second.start < first.end:
            faults.append(f"{first.kind} {first.text!r} overlaps {second.text!r}")
    return faults


def _mention_faults(text: str, mention: GoldMention) -> Iterator[str]:
    name = f"{mention.kind} {mention.text!r} at {mention.start}"
    if mention.kind not in kinds():
        yield f"{name}: unknown kind"
        return
    if not 0 <= mention.start < mention.end <= len(text):
        yield f"{name}: offsets {mention.start}:{mention.end} lie outside the text"
    elif text[mention.start : mention.end] != mention.text:
        yield f"{name}: the text there is {text[mention.start : mention.end]!r}"
    elif mention.text != mention.text.strip():
        yield f"{name}: begins or ends with white space"
    yield from (f"{name}: {fault}" for fault in _value_faults(mention))


def _value_faults(mention: GoldMention) -> Iterator[str]:
    fields = kinds()[mention.kind]
    for key, value in mention.value.items():
        if key not in fields:
            yield f"unknown key {key!r}"
        elif value is not None and not _well_formed(fields[key], value):
            yield f"{key} = {value!r} is no {fields[key].type} or not one of {fields[key].words}"
    for low, high in (("start", "end"), ("min", "max")):
        if low in fields and high in fields:
            yield from _order_faults(fields[low], mention.value.get(low), mention.value.get(high))


def _order_faults(spec: Column, low: Any, high: Any) -> Iterator[str]:  # noqa: ANN401 - as JSON gives it
    if (low is None) != (high is None):
        yield f"one bound of {low!r} … {high!r} is missing"
    elif low is not None and _well_formed(spec, low) and _well_formed(spec, high):
        ordered = Decimal(low) <= Decimal(high) if spec.type in {"amount", "rate"} else low <= high
        if not ordered:
            yield f"{low} … {high} runs backwards"


def _well_formed(spec: Column, value: Any) -> bool:  # noqa: ANN401 - as JSON gives it
    if spec.words and value not in spec.words:
        return False
    try:
        if spec.type == "date":
            date.fromisoformat(value)
        elif spec.type in {"amount", "rate"}:
            Decimal(value)
    except (ValueError, TypeError, InvalidOperation):
        return False
    return True


def fingerprint(samples: Iterable[Sample]) -> str:
    """Digest of texts and gold, whatever the order of the samples (hexadecimal, 16 digits)."""
    rows = sorted(
        json.dumps(
            [s.id, s.text, str(s.published), [[m.kind, m.start, m.end, m.value] for m in s.mentions]], sort_keys=True
        )
        for s in samples
    )
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def as_gold(mention: Mention) -> GoldMention:
    """An extracted mention in the words of the samples."""
    value = {key: getattr(mention.value, key) for key in columns(type(mention.value))}
    return GoldMention(mention.kind, mention.start, mention.end, mention.text, value)


def to_json(document: Document, mentions: Iterable[Mention]) -> dict[str, Any]:
    """One line of a sample file made from extracted mentions."""
    return {
        "id": document.document_id,
        "published": document.published.isoformat() if document.published else None,
        "title": document.title,
        "url": document.url,
        "text": document.text,
        "mentions": [_mention_json(mention) for mention in mentions],
    }


def _mention_json(mention: Mention) -> dict[str, Any]:
    gold = as_gold(mention)
    fields = kinds()[mention.kind]
    value = {
        key: _plain(item)
        for key, item in gold.value.items()
        if item is not None and (fields[key].scored or fields[key].reported)
    }
    return {"kind": gold.kind, "start": gold.start, "end": gold.end, "text": gold.text, "value": value}


def _plain(value: Any) -> str:  # noqa: ANN401 - any field of a value
    return format(value, "f") if isinstance(value, Decimal) else str(value)
