"""What stands around the article: furniture, teasers, other articles; and the box that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.clean import cues, datelines
from pipeline.clean.choice.weighed import SHORT, Weighed, folded, is_linked_heading, running
from pipeline.clean.segments import Box, Segment

_LIE = 0.6  # share of all prose at which a box is the article whatever it is called
_LIE_WITH_TITLE = 0.3  # the same for a box that holds the headline too
_HOLDS = 0.8  # share of the prose that the child must hold to be descended into
_COLUMN = 0.5  # the same for a column that holds the headline too, beside others with a heading as high
_TEASER = 400  # characters of prose that go with one linked heading in a card
_BEFORE = 0.6  # share of the prose at which what stands before the headline belongs to the article
_TRUSTED = 0.5  # share of the prose of the box chosen by weight at which the profile's box is taken instead
_OWN = 100  # characters of prose in an article's own box, before others that look like it may go
_LEAD = 60  # characters of a lead that is set as a heading
_TOP = 6  # segments at the top of an article in which its date stands

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAY_REPEAT_TITLE: Final = frozenset({"share", "cookies", "search", "dialog", "comments", "newsletter"})
_ONLY_WITH_TITLE: Final = frozenset({"cookies", "comments"})  # may outweigh a short article
_MAY_BE_BOXED: Final = frozenset({"sidebar", "advert", "menu", "newsletter", "profile"})
_FURNITURE: Final = {
    "nav": "menu",
    "footer": "footer",
    "aside": "sidebar",
    "form": "form",
    "dialog": "dialog",
    "amp-sidebar": "menu",
    "amp-consent": "cookies",
    "amp-user-notification": "cookies",
    "amp-ad": "advert",
    "amp-embed": "advert",
}
_ROLES: Final = {"navigation": "menu", "contentinfo": "footer", "search": "search", "dialog": "dialog", "menu": "menu"}


def _cue(page: Weighed, box: Box) -> str | None:
    if box.tag in _HEADINGS or (box.tag == "footer" and page.boxes[box.parent].tag == "blockquote"):
        return None  # `<h2 class="in-toc">` is a heading; the footer of a quotation says who speaks
    if box.index in page.marked.drop:
        return "profile"
    if box.tag in _FURNITURE:
        return _FURNITURE[box.tag]
    role = box.node.get("role")
    if isinstance(role, str) and role in _ROLES:
        return _ROLES[role]
    if role == "tablist" and not page.prose(box):
        return "menu"  # with prose, it is an accordion
    return cues.box(box.names) if box.names else None


def _lies(page: Weighed, box: Box, reason: str, total: int) -> bool:
    """Whether the article is in a box that is named after something else."""
    if any(box.first <= content.first and content.last <= box.last for content in page.marked.content):
        return True
    if reason == "sidebar" and _is_inset(page, box):
        return True
    share = page.prose(box) / total
    if page.holds_title(box):
        return share >= _LIE_WITH_TITLE or reason not in _MAY_REPEAT_TITLE
    return share >= _LIE and (page.title is None or reason not in _ONLY_WITH_TITLE)


def _is_inset(page: Weighed, box: Box) -> bool:
    """Whether a box is set into the article ("In figures"): prose around it beside the headline, no link in it."""
    around = page.boxes[box.parent]
    inside = page.segments[box.first : box.last]
    flows = page.between(around.first, box.first) and page.between(box.last, around.last)
    return bool(flows) and page.holds_title(around) and not any(segment.linked for segment in inside)


def drop_furniture(page: Weighed, ignored: frozenset[str]) -> None:
    """Drop boxes that their names give away, unless the article is in them or the cue is ignored."""
    total = page.between(0, len(page.segments)) or 1
    until = 0
    for box in page.boxes[1:]:
        if box.first < until or box.first == box.last or box.tag == "body":
            continue  # inside one that has gone, or empty
        reason = _cue(page, box)
        if reason is None or reason in ignored or _lies(page, box, reason, total):
            continue
        page.drop(box.first, box.last, reason)
        until = box.last
    page.sum_up()


def restore(page: Weighed, told: Sequence[str]) -> None:
    """Take back what a box of a doubtful name holds, if the article as metadata tell it has that too."""
    if not told:
        return
    lines = {folded(line) for line in told}
    for index, reason in enumerate(page.reasons):
        if reason in _MAY_BE_BOXED and len(text := folded(page.segments[index].text)) >= SHORT and text in lines:
            page.reasons[index] = None
    page.sum_up()


def _card(page: Weighed, heading: int, cards: list[int]) -> Box | None:
    """The widest box that is one teaser: it begins with a linked heading, and has a little prose."""
    box = page.boxes[page.segments[heading].box]
    card = None
    while box.parent > 0:
        alone = cards[box.last] - cards[box.first] == 1 and not page.holds_title(box)
        if not alone or page.between(box.first, heading) or page.prose(box) > _TEASER:
            break
        card = box
        box = page.boxes[box.parent]
    return card


def drop_cards(page: Weighed) -> None:
    """Drop teasers of other articles, then the boxes that hold nothing but teasers."""
    headings = [i for i, s in enumerate(page.segments) if is_linked_heading(s) and i != page.title]
    linked = frozenset(headings)
    cards = running(int(index in linked) for index in range(len(page.segments)))
    found = [card for index in headings if (card := _card(page, index, cards))]
    for card in found:
        page.drop(card.first, card.last, "teaser")
    page.sum_up()
    for card in found:
        box = page.boxes[card.parent]
        while box.parent > 0 and not page.prose(box) and not page.holds_title(box):
            page.drop(box.first, box.last, "teaser")
            box = page.boxes[box.parent]
    page.sum_up()


def _is_dated(page: Weighed, first: int, last: int) -> bool:
    """Whether a line that dates an article stands at the top of a range."""
    return any(datelines.is_dateline(segment.text) for segment in page.segments[first : min(last, first + _TOP)])


def _is_another(page: Weighed, box: Box, own: Box, level: int | None) -> bool:
    """Whether a box after the article's own holds something else under a headline as high as ours.

    Either another article, which an endless page appends: like ours, and dated. Or, when ours is whole
    (it has a date and prose), a box of another name that such a heading opens.
    """
    top = page.segments[box.first : min(box.last, box.first + _TOP)]
    heads = [segment.kind == "heading" and segment.level == level and not segment.linked for segment in top]
    if (box.tag, box.names) == (own.tag, own.names):
        return any(heads) and page.prose(own) >= _OWN and _is_dated(page, box.first, box.last)
    return heads[0] and bool(box.names) and _is_dated(page, own.first, own.last)


def drop_others(page: Weighed) -> None:
    """Drop the articles and boxes that follow ours as its peers."""
    if page.title is None:
        return
    title = page.segments[page.title]
    own = page.boxes[title.box]
    while own.parent >= 0 and title.level is not None:
        if page.prose(own):
            for other in (page.boxes[index] for index in page.children[own.parent]):
                if own.last <= other.first < other.last and _is_another(page, other, own, title.level):
                    page.drop(other.first, other.last, "other article")
        own = page.boxes[own.parent]
    page.sum_up()


def _is_column(page: Weighed, box: Box, around: Box) -> bool:
    """Whether a box is the article's column: it holds the headline, the others have headings as high."""
    if page.title is None or not page.holds_title(box) or page.prose(box) < _COLUMN * page.prose(around):
        return False
    level = page.segments[page.title].level or 7
    others = [other for i in page.children[around.index] if page.prose(other := page.boxes[i]) and i != box.index]
    return all(
        other.names != box.names
        and (first := page.segments[other.first]).kind == "heading"
        and (first.level or 7) <= level
        and not is_linked_heading(first)
        for other in others
    )


def _has_peers(page: Weighed, box: Box, around: Box) -> bool:
    """Whether a lone paragraph has others beside it, too short of small words to weigh."""
    others = (page.boxes[i] for i in page.children[around.index] if i != box.index)
    return any(
        other.tag == box.tag
        and not page.reasons[other.first]
        and len(page.segments[other.first].text) >= 2 * SHORT
        and not page.segments[other.first].linked
        for other in others
        if other.first < other.last
    )


def _by_weight(page: Weighed) -> Box:
    """The smallest box that holds nearly all prose (from the headline on, when there is one)."""
    box = page.boxes[0]
    while True:
        prose = page.prose(box)
        heaviest = max(page.children[box.index], key=lambda index: page.prose(page.boxes[index]), default=None)
        if heaviest is None or not prose:
            return box
        child = page.boxes[heaviest]
        if page.prose(child) < _HOLDS * prose and not _is_column(page, child, box):
            return box
        if child.last == child.first + 1 and _has_peers(page, child, box):
            return box
        box = child


def _common(page: Weighed, found: tuple[Box, ...]) -> Box:
    """The smallest box that holds all of these."""
    box = found[0]
    while box.parent >= 0 and (box.first > found[0].first or box.last < found[-1].last):
        box = page.boxes[box.parent]
    return box


def root(page: Weighed) -> Box:
    """The box of the article: what the profile names, if enough prose is there, else by weight."""
    heaviest = _by_weight(page)
    if not page.marked.content:
        return heaviest
    named = _common(page, page.marked.content)
    held = sum(page.prose(box) for box in page.marked.content)
    return named if held >= _TRUSTED * page.prose(heaviest) else heaviest


def _introduces(segment: Segment) -> bool:
    """Whether a segment between headline and article belongs to it: a lead set as heading, the hour of an event."""
    lead = segment.kind == "heading" and len(segment.text) >= _LEAD and not segment.linked
    return lead or datelines.is_invitation(segment.text)


def drop_outside(page: Weighed, box: Box) -> tuple[int, int]:
    """Drop what lies outside the article's box, but for what stands between the headline and it."""
    first = box.first
    if page.title is not None and page.title < box.first:
        first = page.title
    page.drop(0, first, "outside")
    page.drop(box.last, len(page.segments), "outside")
    for index in range(first, box.first):
        if not page.weights[index] and not _introduces(page.segments[index]):
            page.drop(index, index + 1, "outside")
    page.sum_up()
    return first, box.last


def drop_before_title(page: Weighed) -> None:
    """Drop what stands before the headline, unless the article does: little follows, and much stands there."""
    title = page.title
    if title is None:
        return
    before, after = page.between(0, title), page.between(title, len(page.segments))
    if after >= _OWN or before < _BEFORE * (before + after):
        page.drop(0, title, "before the headline")
        page.sum_up()
