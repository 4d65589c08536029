"""What stands inside the article's box and is not the article: pointers elsewhere, share lines, repeats."""

from __future__ import annotations

import re
from typing import Final

from pipeline.clean import cues
from pipeline.clean.choice.weighed import LINKED, SHORT, Weighed, folded, is_link, is_linked_heading, is_prose
from pipeline.clean.segments import Box

_CONTACT = re.compile(r"\d\d[ .]?\d\d[ .]?\d\d|@")
_LETTER = re.compile(r"\w")
_ARROWS: Final = "→►▶➜➔»>▸"
_PLAIN = 120  # characters of prose that belong to the article unless a heading or link announces them
_SECTION = 0.25  # share of the article at which a section is part of it whatever its heading says
_QUOTES = 20  # quotations looked for elsewhere in the text
_COMMENTED = 100  # characters of prose after which a heading can open the comments
_LISTS: Final = frozenset({"ul", "ol", "dl"})


def _section_end(page: Weighed, start: int, last: int) -> int:
    """Where the section that a heading or line opens ends: at its next peer, or where the article goes on."""
    opening = page.segments[start]
    for index in range(start + 1, last):
        if _is_peer(page, index, start):
            return index
        if page.weights[index] >= _PLAIN and (opening.kind != "heading" or index - 1 > start):
            before = page.segments[index - 1]
            announced = before.kind == "heading" or before.linked > LINKED * len(before.text)
            if not announced or _among_prose(page, index, start):
                return index
    return last


def _is_peer(page: Weighed, index: int, start: int) -> bool:
    """Whether a segment is a heading as high as the one that opens a section."""
    segment, level = page.segments[index], page.segments[start].level or 7
    return segment.kind == "heading" and (segment.level or 7) <= level and not is_linked_heading(segment)


def _among_prose(page: Weighed, index: int, start: int) -> bool:
    """Whether a segment stands in the very box in which prose stood before a section opened."""
    around = page.boxes[page.boxes[page.segments[index].box].parent]
    return around.first < start and page.between(around.first, start) > 0


def drop_sections(page: Weighed, first: int, last: int) -> None:
    """Drop sections opened by "À lire aussi" and the like, unless they hold much of the article."""
    total = page.between(first, last) or 1
    for index in range(first, last):
        if page.reasons[index] or index == page.title:
            continue
        cue = cues.section(page.segments[index].text)
        if cue == "comments" and page.segments[index].kind == "heading":
            if page.between(first, index) >= _COMMENTED:
                page.drop(index, _comments_end(page, index, last), cue)
        elif cue:
            end = min(_section_end(page, index, last), _box_end(page, index))
            page.drop(index, end if page.between(index, end) < _SECTION * total else index + 1, "related")
    page.sum_up()


def _comments_end(page: Weighed, start: int, last: int) -> int:
    """Where comments end: they may be longer than the article, and say anything."""
    peers = (index for index in range(start + 1, last) if _is_peer(page, index, start))
    return min(next(peers, last), _box_end(page, start))


def _box_end(page: Weighed, index: int) -> int:
    """End of the box that a segment opens: the widest one of a heading, the first of a line that holds more."""
    box = page.boxes[page.segments[index].box]
    wide = page.segments[index].kind == "heading"
    while box.parent > 0 and page.boxes[box.parent].first >= index and (wide or box.last == index + 1):
        box = page.boxes[box.parent]
    return len(page.segments) if box.last == index + 1 else box.last


def drop_lines(page: Weighed, first: int, last: int, *, listing: bool) -> None:
    """Drop share links, adverts, consent lines and links that stand alone (headings too, but on a list)."""
    for index in range(first, last):
        segment = page.segments[index]
        if page.reasons[index] or index == page.title or (listing and is_linked_heading(segment)):
            continue
        if cue := cues.line(segment.text):
            page.drop(index, index + 1, cue)
        elif not _LETTER.search(segment.text):
            page.drop(index, index + 1, "decoration")
        elif segment.text[0] in _ARROWS and segment.linked > len(segment.text) // 2:
            page.drop(index, index + 1, "related")
        elif is_link(segment) and not page.weights[index] and segment.kind != "cell" and not _of_list(page, index):
            page.drop(index, index + 1, "link")


def _of_list(page: Weighed, index: int) -> bool:
    """Whether an item belongs to a list that is the article's."""
    box = page.boxes[page.segments[index].box]
    while box.tag not in _LISTS:
        if box.parent <= 0:
            return False
        box = page.boxes[box.parent]
    if box.index not in page.lists:
        page.lists[box.index] = _is_list_of_article(page, box)
    return page.lists[box.index]


def _is_list_of_article(page: Weighed, box: Box) -> bool:
    """Whether a list holds other text than links, or the article announces it by a colon."""
    items = page.segments[box.first : box.last]
    links = sum(is_link(item) and not (is_prose(item.text) and item.text.endswith(".")) for item in items)
    if links <= len(items) // 2:
        return True
    before = box.first - 1
    return before >= 0 and not page.reasons[before] and page.segments[before].text.endswith(":")


def drop_repeats(page: Weighed, first: int, last: int) -> None:
    """Drop what stands twice: the headline again, a table of contents, an excerpt that the body repeats."""
    title = folded(page.segments[page.title].text) if page.title is not None else None
    kept = [(i, folded(page.segments[i].text)) for i in range(first, last) if not page.reasons[i] and i != page.title]
    seen: dict[str, int] = {}
    for index, text in kept:
        before = seen.setdefault(text, index)
        if text == title or (before != index and len(text) > SHORT):
            # A line of a table of contents goes, the heading that it points at stays.
            listed = page.segments[index].kind == "heading" != page.segments[before].kind
            page.drop(before if listed else index, (before if listed else index) + 1, "repeated")
    openings = {text[: 2 * SHORT]: index for index, text in kept}
    for index, text in kept:
        cut = page.segments[index].text.rstrip(" ]").endswith(("…", "..."))
        if cut and len(text) > 2 * SHORT and openings[text[: 2 * SHORT]] > index:
            page.drop(index, index + 1, "repeated")
    _drop_pulled_quotes(page, kept)


def _drop_pulled_quotes(page: Weighed, kept: list[tuple[int, str]]) -> None:
    """Drop quotations set apart that the text itself has too; they are few on any page."""
    quotes = [(index, text) for index, text in kept if page.segments[index].kind == "quote" and len(text) > SHORT]
    for index, text in quotes[:_QUOTES]:
        if any(text in other for at, other in kept if at != index and not page.reasons[at]):
            page.drop(index, index + 1, "repeated")


def drop_trailing_headings(page: Weighed, first: int, last: int) -> None:
    """Drop headings that nothing follows any more."""
    empty = True
    for index in range(last - 1, first - 1, -1):
        if page.reasons[index] or index == page.title:
            continue
        text = page.segments[index].text
        if page.segments[index].kind == "heading" and empty and not page.weights[index] and not _CONTACT.search(text):
            page.drop(index, index + 1, "heading of nothing")
        else:
            empty = False
