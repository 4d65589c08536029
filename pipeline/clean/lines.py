"""Text that comes without markup → blocks, by its lines; not a character of it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.types import Block, BlockKind

_ITEM = re.compile(r"\s*(?:[-–—•*▪◦‣→>]|\d{1,2}[.)])\s+\S")
_MARKDOWN = re.compile(r"(#{1,6})\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,4})\s?(?:/|\.|\)|[-–—])\s*[A-ZÀ-Ý«“\"]")
_END = re.compile(r"[.!?;,…»”\"]\s*$")
_HEADING = 120  # characters of the longest heading
_LINE = re.compile(r"[^\n]+")


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines that are not blank, without white space at their ends."""
    for match in _LINE.finditer(text):
        line = match.group()
        if stripped := line.strip():
            start = match.start() + line.index(stripped[0])
            yield start, start + len(stripped)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether blank lines (or the ends of the text) stand before and after a line."""
    before, after = text[:start].rstrip(" \t\u00a0"), text[end:].lstrip(" \t\r\u00a0")
    return (not before or before.endswith(("\n\n", "\n \n"))) and (not after or after.startswith("\n"))


def _kind(text: str, start: int, end: int) -> tuple[BlockKind, int | None]:
    line = text[start:end]
    if _ITEM.match(line) and not _NUMBERED.match(line):
        return "item", None
    short = len(line) <= _HEADING and not _END.search(line)
    if short and _NUMBERED.match(line):
        return "heading", 2
    return "paragraph", None


def blocks(text: str, title: Block | None = None) -> tuple[Block, ...]:
    """Blocks of a text, one a line: title, headings, items, paragraphs."""
    found = []
    for start, end in lines(text):
        if title is not None and title.start <= start < title.end:
            found.append(title)
            continue
        if mark := _MARKDOWN.match(text, start, end):
            found.append(Block("heading", mark.end(), end, len(mark[1])))
            continue
        kind, level = _kind(text, start, end)
        found.append(Block(kind, start, end, level))
    return tuple(found)


_PUNCTUATED: Final = re.compile(r"[.;,]\s*$")


def title_of(text: str, title: str | None) -> Block | None:
    """The block of the title: the first line, when it is the title given or looks like one."""
    for start, end in lines(text):
        line = text[start:end]
        if title is not None:
            same = line.strip() == title.strip()
            return Block("title", start, end) if same else None
        looks = len(line) <= 2 * _HEADING and not _PUNCTUATED.search(line) and not _ITEM.match(line)
        return Block("title", start, end) if looks else None
    return None
