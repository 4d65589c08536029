"""The records that flow through the pipeline. Standard library only.

Offsets everywhere are Unicode code points into `Document.text`, start inclusive, end exclusive.

The value of a mention (a sum, a day, a town) is a frozen dataclass that its extractor defines; each
of its fields is declared with `column()`, which says all that tables, schemas, data dictionary and
evaluation need to know. That is why a new kind of mention is one new file in `extractors/`.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

BlockKind = Literal["title", "lead", "heading", "paragraph", "item", "cell", "quote", "caption"]
Media = Literal["html", "text", "clean"]
ColumnType = Literal["string", "date", "time", "integer", "number", "amount", "rate", "boolean", "list", "blocks"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """One input item as read: decoded, not yet cleaned.

    Attributes:
        document_id: stable; the same item has the same id on every machine.
        source: path inside the corpus, `archive!member` or `file#line`.
        media: how to clean it; `clean` is text that must not be altered.
        content: the decoded page or text.
        sha256: digest of the input bytes, hexadecimal.
        url, title, published, fetched: what came beside the page (feed, sidecar), if anything.
    """

    document_id: str
    source: str
    media: Media
    content: str
    sha256: str
    url: str | None = None
    title: str | None = None
    published: date | None = None
    fetched: date | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of `Document.text` of one kind; blocks are ordered and never overlap.

    Attributes:
        level: of a heading, 1–6; None for the rest.
    """

    kind: BlockKind
    start: int
    end: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One cleaned article. `text` is built once, by `clean`, and never altered."""

    document_id: str
    source: str
    text: str
    blocks: tuple[Block, ...] = ()
    url: str | None = None
    title: str | None = None
    published: date | None = None
    published_from: str = "none"
    updated: date | None = None
    section: str | None = None
    issuer: str | None = None
    issuer_code: str | None = None
    author: str | None = None
    language: str | None = None
    agreement: float | None = None
    sha256: str = ""

    def block_at(self, offset: int) -> Block | None:
        """The block that holds `offset`, or None between blocks."""
        index = bisect.bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        if index >= 0 and offset < self.blocks[index].end:
            return self.blocks[index]
        return None


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity as the statistical model gives it: a hint, not yet a mention."""

    start: int
    end: int
    label: Literal["PER", "LOC", "ORG", "MISC"]


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of text in which a name or number is not what it seems.

    Attributes:
        kind: street, building, url, reference, work … (ids of `data/zones.toml`).
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a document before any extractor runs.

    Attributes:
        folded: same length as `Document.text`; apostrophes and spaces made plain (`text.fold`).
        sentences: spans that cover all text but blank space, in order, none across blocks.
        entities: of the statistical model, in order; empty when no model ran.
        zones: in order of start; may nest.
    """

    folded: str
    sentences: tuple[Span, ...] = ()
    entities: tuple[Entity, ...] = ()
    zones: tuple[Zone, ...] = ()

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds `offset` (or the nearest before it; the whole text if none)."""
        index = bisect.bisect_right(self.sentences, offset, key=lambda span: span[0]) - 1
        return self.sentences[index] if index >= 0 else (0, len(self.folded))

    def in_zone(self, start: int, end: int, *kinds: str) -> bool:
        """Whether `start:end` touches a zone of one of these kinds (of any, when none is given)."""
        return any(zone.start < end and start < zone.end and (not kinds or zone.kind in kinds) for zone in self.zones)


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention, or a candidate that lost.

    Attributes:
        text: always `Document.text[start:end]`.
        rule: id of the rule or model that found it (`date.interval.days`).
        confidence: 0–1.
        lost: why this candidate is no mention (`street name`, `inside …`); None for a mention.
            Candidates that lost are shown by `communiques explain` and appear in no table.
    """

    kind: str
    start: int
    end: int
    text: str
    value: Any
    rule: str
    confidence: float = 1.0
    lost: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input item, or its facts alone (stage `facts`), that could not be done. One row of `failures`."""

    source: str
    stage: str
    error: str
    reason: str
    remedy: str
    document_id: str | None = None
    sha256: str | None = None


class Extractor(Protocol):
    """The interface of each module in `extractors/`: one kind, one file.

    `find` may yield candidates with `lost` set. It reads its two arguments and nothing else.
    """

    KIND: str
    TABLE: str
    VALUE: type[Any]
    find: Callable[[Document, Analysis], Iterator[Mention]]


@dataclass(frozen=True, slots=True)
class Column:
    """What tables, schemas, dictionary and evaluation know of one field of a value.

    Attributes:
        name: in tables (`start_date` for the field `start`).
        fr, en: descriptions.
        words: the closed list of words allowed, empty when open.
        scored: counts for value accuracy and end-to-end F1.
        if_known: scored only where the gold has a value (the code of a place).
        reported: reported with the scores, not in them.
    """

    name: str
    type: ColumnType
    fr: str
    en: str
    example: str
    words: tuple[str, ...] = ()
    scored: bool = False
    reported: bool = False
    if_known: bool = False


def column(  # noqa: PLR0913 - one keyword for each property of a column
    type: ColumnType,  # noqa: A002 - the word of Table Schema
    *,
    fr: str,
    en: str,
    example: str,
    name: str = "",
    words: Sequence[str] = (),
    scored: bool = False,
    reported: bool = False,
    if_known: bool = False,
    default: Any = None,  # noqa: ANN401 - any field type
) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Declare a field of a value type, as `dataclasses.field` does, with its table column."""
    spec = Column(name, type, fr, en, example, tuple(words), scored, reported, if_known)
    return dataclasses.field(default=default, metadata={"column": spec})


def columns(value_type: type[Any]) -> dict[str, Column]:
    """The columns of a value type by field name, in order."""
    return {
        field.name: dataclasses.replace(spec, name=spec.name or field.name)
        for field in dataclasses.fields(value_type)
        if isinstance(spec := field.metadata.get("column"), Column)
    }
