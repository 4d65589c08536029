"""The day of publication, from the strongest witness; null rather than invented.

A visible "Publié le …" beside the headline outweighs metadata, which often hold the day on which a
page was imported or first saved. A lone date there does so only when it lies near the declared one:
it may be the day of an event. Dates in teasers, agendas and update lines never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from bs4 import Tag

from pipeline import gazetteer, lexicon
from pipeline.clean import datelines, days
from pipeline.clean.choice import Choice, running
from pipeline.clean.datelines import Label
from pipeline.clean.facts import Facts
from pipeline.clean.profiles import Marked
from pipeline.clean.segments import Box, Segment, normal

_AROUND = 14  # segments before and after the headline in which its date may stand
_BESIDE = 4  # segments from the headline at which a date is its own, even in an element named after menus or adverts
_UNDER = 6  # segments after the article in which a labelled date may stand
_PROSE = 2  # paragraphs after the headline (a lead, a first one) at which its surroundings end
_PARAGRAPH = 80  # characters of the shortest paragraph
_OPENINGS = 4  # segments of the article in which it may say from where and when it was sent
_NEAR = 31  # days between a lone visible date and the declared one
_LISTED = 3  # labelled days in the article, or lone ones around the headline, at which it is a list of articles
_FAR_LISTED = 2  # the same for lone ones of which even the nearest is far from the headline
_DOUBTFUL: Final = frozenset({"menu", "advert", "footer", "sidebar", "form", "link"})
_FOREIGN: Final = _DOUBTFUL | frozenset(
    ("related", "teaser", "other article", "comments", "cookies", "search", "newsletter", "dialog", "profile")
)

_NAMED = re.compile(r"(?<![a-z])(?:dates?|publi\w*|posted|created?|time|horodatage|jour)(?![a-z])", re.IGNORECASE)
_EVENT = re.compile(lexicon.entry("datelines", "event").pattern.pattern)
_URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-]?(?P<month>[01]\d)[/-]?(?P<day>[0-3]\d)(?=[/_.-]|$)"
    r"|[-_/](?P<d>[0-3]\d)-(?P<m>[01]\d)-(?P<y>(?:19|20)\d\d)(?=[-_./]|$)"
)
_HOME: Final = frozenset({"", "index.html", "index.htm", "index.php", "fr", "accueil", "home"})


@dataclass(frozen=True, slots=True)
class Dates:
    """Days of publication and update, and where the first was found."""

    published: date | None = None
    published_from: str = "none"
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A date that the page shows near its headline.

    Attributes:
        alone: its line holds nothing else but names and small words.
        brief: its line holds few other words.
        eventful: it stands with the hour of an appointment, or in an element named after events.
        weekday: its line names the day of the week.
        named: its element is named after days of publication.
        paragraphs: how many stand between it and the headline.
        far: it does not stand right before or after the headline.
    """

    day: date
    label: Label
    alone: bool = False
    brief: bool = False
    eventful: bool = False
    weekday: bool = False
    from_time: bool = False
    named: bool = False
    paragraphs: int = 0
    far: bool = False

    @property
    def rank(self) -> tuple[int, bool, bool, bool]:
        """How likely a lone date is the page's own; the least is the likeliest."""
        return self.paragraphs, self.far, not self.named, self.weekday


def _lines(segments: list[Segment], choice: Choice) -> Iterator[tuple[Segment, int, int]]:
    """Short segments around the headline, no teasers, with the paragraphs and segments between each and it.

    A label and its date in two segments are joined.
    """
    title = choice.title if choice.title is not None else choice.first
    paragraphs = running(len(segment.text) > _PARAGRAPH and not segment.linked for segment in segments)
    prose = 0
    pending: Segment | None = None
    for index in range(max(0, title - _AROUND), min(len(segments), title + _AROUND)):
        segment = segments[index]
        between = abs(paragraphs[index] - paragraphs[title])
        if index == choice.title or _is_foreign(choice.reasons[index], abs(index - title), between):
            continue
        if len(segment.text) > datelines.LONGEST:
            prose += index > title and not choice.reasons[index]
            if prose >= _PROSE:
                return
            continue
        for text in segment.text.split("\n"):
            line = replace(segment, text=f"{pending.text} {text}" if pending else text)
            pending = line if datelines.is_unfinished(line.text) and not line.time else None
            if pending is None:
                yield line, between, abs(index - title)


def _is_foreign(reason: str | None, distance: int, paragraphs: int = 0) -> bool:
    """Whether a segment belongs to something else than the article."""
    return reason in _FOREIGN and (reason not in _DOUBTFUL or distance > _BESIDE or paragraphs > 0)


def _seen(
    segment: Segment, boxes: list[Box], fetched: date | None, paragraphs: int = 0, distance: int = 0
) -> Iterator[Seen]:
    """The dates of one line."""
    text = segment.text
    found = list(datelines.days_of(text, fetched))
    if not found and not segment.time:
        return
    names = _names(segment, boxes)
    relative = datelines.is_relative(text)
    brief = relative or datelines.is_brief(text)
    if not found and brief and segment.time and (stamped := days.stamp(segment.time)):
        found = [(stamped, datelines.label_in(text))]
    single = len({day for day, _ in found}) == 1
    alone = single and (relative or datelines.is_alone(text))
    eventful = bool(_EVENT.search(re.sub("[-_]", " ", days.plain(names))))
    eventful = eventful or (datelines.is_appointment(text) and not segment.time)
    for day, said in found:
        label = segment.says if said == "none" and single and segment.says else said
        if said == "none" or datelines.speaks_of_page(text):
            weekday = datelines.names_weekday(text)
            named, far = bool(_NAMED.search(names)), distance > _BESIDE
            yield Seen(
                day, label, alone, single and brief, eventful, weekday, bool(segment.time), named, paragraphs, far
            )


def _names(segment: Segment, boxes: list[Box]) -> str:
    """Names of the nearest elements around a segment."""
    box = boxes[segment.box]
    return f"{box.names} {boxes[box.parent].names if box.parent >= 0 else ''}"


def _under(segments: list[Segment], choice: Choice, label: Label) -> date | None:
    """A labelled date in or under the article: "Publié le …" opens its line."""
    for index in range(choice.first, min(len(segments), choice.last + _UNDER)):
        text = segments[index].text
        if len(text) > datelines.LONGEST // 2 or choice.reasons[index] in _FOREIGN - {"footer"}:
            continue
        if datelines.opening(text) and (
            day := next((day for day, said in datelines.labelled(text) if said == label), None)
        ):
            return day
    return None


def _of_profile(marked: Marked, boxes: list[Box], choice: Choice) -> list[Seen]:
    """The days that the page's profile names."""
    by_node = (
        {id(box.node): box for box in boxes} if marked.elements.get("date") or marked.elements.get("updated") else {}
    )
    found = []
    for label in ("published", "updated"):
        for element in marked.elements.get("date" if label == "published" else label, ()):
            box = next((by_node[id(node)] for node in [element, *element.parents] if id(node) in by_node), None)
            if box is None or _is_elsewhere(box, choice):
                continue
            if seen := _named(element, label):
                found.append(seen)
                break
    return found


def _is_elsewhere(box: Box, choice: Choice) -> bool:
    """Whether nothing but other things than the article stands in a box that is not near the headline."""
    title = choice.title if choice.title is not None else choice.first
    reasons = choice.reasons[box.first : box.last]
    return all(_is_foreign(reason, abs(box.first - title)) for reason in reasons)


def _named(element: Tag, label: Label) -> Seen | None:
    """The day in an element that a profile names; labels in it win over the profile's."""
    text = normal(element.get_text(" "))
    dates = [(day, label if said == "none" else said) for day, said in datelines.labelled(text)]
    day = next((day for day, said in dates if said == label), None)
    time = element if element.name == "time" else element.find("time")
    if day:
        return Seen(day, label, from_time=isinstance(time, Tag))
    stamped = days.stamp(str(time.get("datetime") or "")) if isinstance(time, Tag) and not dates else None
    return Seen(stamped, label, from_time=True) if stamped else None


def _sent(segments: list[Segment], choice: Choice) -> date | None:
    """The day from which a release is sent, if its text opens with place and day."""
    kept = (segments[i].text for i in range(choice.first, choice.last) if not choice.reasons[i] and i != choice.title)
    for text in islice(kept, _OPENINGS):
        if (found := datelines.sent(text)) and gazetteer.lookup(gazetteer.bare(found[0])[1]):
            return found[1]
    return None


def of_url(url: str | None) -> date | None:
    """The day in the path of an address (`/2021/08/31/`); a year and a month alone are none."""
    found = _URL_DAY.search(urlsplit(url).path if url else "")
    if not found:
        return None
    year, month, day = found.group("year", "month", "day") if found["year"] else found.group("y", "m", "d")
    return days.stamp(f"{year}-{month}-{day}")


def _is_list(segments: list[Segment], choice: Choice, url: str | None) -> bool:
    """Whether the page is a home page or a list: what is dated there are the items."""
    if url is not None and urlsplit(url).path.strip("/").lower() in _HOME:
        return True
    lines = (segments[i].text for i in range(choice.first, choice.last) if choice.reasons[i] in {None, "meta"})
    dated = (
        text
        for text in lines
        if len(text) <= datelines.LONGEST // 2 and ("published" in (label for _, label in datelines.labelled(text)))
    )
    return len(list(islice(dated, _LISTED))) == _LISTED


def _about_event(url: str | None, section: str | None, facts: Facts) -> bool:
    """Whether the page announces an event."""
    about = re.sub(r"[/_-]", " ", days.plain(f"{url or ''} {section or ''}"))
    return bool(_EVENT.search(about)) or any("Event" in name for name in facts.types)


def _outweighs(item: Seen, declared: date) -> bool:
    """Whether a lone date is the page's own rather than the declared one: near it, and not an event's."""
    if item.eventful or abs((item.day - declared).days) > _NEAR:
        return False
    return item.day == declared or item.from_time or (not item.weekday and item.day < declared)


def _visible(seen: list[Seen], declared: date | None, *, event: bool) -> Seen | None:
    """The date that the page shows as its own."""
    named = next((item for item in seen if item.label == "published"), None)
    if named:
        return named
    unlabelled = [item for item in seen if item.label == "none" and item.brief]
    if declared:
        if event:
            return None
        return next((item for item in unlabelled if _outweighs(item, declared)), None)
    alone = sorted((item for item in unlabelled if item.alone), key=lambda item: item.rank)
    lone = {item.day: item for item in alone if item.rank == alone[0].rank}
    if len({item.day for item in alone}) >= (_FAR_LISTED if alone and alone[0].far else _LISTED):
        return None
    if event or len(lone) != 1 or any(item.eventful for item in lone.values()):
        return None
    return next(iter(lone.values()))


def find(  # noqa: PLR0913 - every witness is one argument
    segments: list[Segment],
    boxes: list[Box],
    choice: Choice,
    facts: Facts,
    marked: Marked,
    *,
    url: str | None,
    section: str | None,
    fetched: date | None,
) -> Dates:
    """Days of publication and update of a page."""
    lines = [item for line, *where in _lines(segments, choice) for item in _seen(line, boxes, fetched, *where)]
    named = _of_profile(marked, boxes, choice)
    seen = [item for item in [*named, *lines] if fetched is None or item.day <= fetched]
    updated = next((item.day for item in seen if item.label == "updated"), None)
    updated = updated or _under(segments, choice, "updated") or facts.updated
    if _is_list(segments, choice, url):
        return Dates(updated=updated)
    declared = facts.linked or facts.published
    if fetched and declared and declared > fetched:
        declared = None
    event = _about_event(url, section, facts)
    shown = _visible(seen, declared, event=event)
    day, witness = _decide(shown, declared, facts)
    if day is None and not event:
        under = _under(segments, choice, "published") or _sent(segments, choice)
        day, witness = under or of_url(url), "text" if under else "url"
    if day is None:
        return Dates(updated=updated)
    return Dates(day, witness, updated if updated and updated > max(day, facts.linked or day) else None)


def _decide(shown: Seen | None, declared: date | None, facts: Facts) -> tuple[date | None, str]:
    """The day that the strongest witness gives, and that witness."""
    if declared and (shown is None or shown.day == declared):
        return declared, "json-ld" if facts.linked == declared else "meta"
    if shown:
        return shown.day, "time" if shown.from_time else "text"
    return None, "none"
