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
from typing import Final, Literal
from urllib.parse import urlsplit

from pipeline import lexicon
from pipeline.clean import days
from pipeline.clean.choice import Choice
from pipeline.clean.facts import Facts
from pipeline.clean.profiles import Profile
from pipeline.clean.segments import Box, Segment
from pipeline.text import fold

Label = Literal["published", "updated", "none"]

_AROUND = 14  # segments before and after the headline in which its date may stand
_UNDER = 6  # segments after the article in which a labelled date may stand
_LINE = 220  # characters of the longest line of metadata
_PROSE = 2  # paragraphs after the headline (a lead, a first one) at which its surroundings end
_NEAR = 31  # days between a lone visible date and the declared one
_NAMES = 40  # letters of names that may stand beside a lone date
_ODD = 40  # letters of the longest date in an odd form
_LEADING = " \t|•·–—-(["  # what may stand before the first word of a line
_WORDS = 60  # letters of other words in a line of metadata
_LISTED = 3  # labelled days in the article itself at which it is a list of articles
_FOREIGN: Final = frozenset(
    {
        "related",
        "menu",
        "footer",
        "sidebar",
        "comments",
        "cookies",
        "search",
        "newsletter",
        "advert",
        "dialog",
        "form",
        "profile",
    }
)


def _cue(name: str) -> str:
    return lexicon.entry("datelines", name).pattern.pattern


_LABEL = re.compile(rf"(?P<updated>{_cue('updated')})|(?P<published>{_cue('published')})")
_OTHER = re.compile(_cue("other"))
_EVENT = re.compile(_cue("event"))
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim)\.?,?"
_TIME = r"(?:[aà]\b|-|,|/|\|)?\s*\b\d{1,2}\s?(?:h|:)\s?\d{0,2}(?:\s?(?:min)?\s?\d{0,2})?(?::\d\d)?"
_DECORATION = re.compile(rf"\b{_WEEKDAY}(?!\w)|{_TIME}", re.IGNORECASE)
_BYLINE = re.compile(r"(?:^|[,;|•·–—-]|\s\s)\s*par\s.{1,60}$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_][\w'.-]*")
_SMALL: Final = re.compile(r"les?|la|l'|du|des?|d'|par|et|à|a|au|date|catégories?|rubrique", re.IGNORECASE)
_HOUR = re.compile(r"\b\d{1,2} ?h(?:\b|\d)")
_UNFINISHED = re.compile(r"(?:\ble|\bdu|:)\s*$|^\W*(?:publiee?|mise? en ligne|date)\W*$")
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
        eventful: it stands with a clock time, or in an element named after events.
    """

    day: date
    label: Label
    alone: bool = False
    brief: bool = False
    eventful: bool = False
    from_time: bool = False


def labelled(text: str) -> Iterator[tuple[re.Match[str], date, Label]]:
    """Every date of a line of metadata, with what the words before it say it is."""
    if not _DIGIT.search(text):
        return
    plain = days.plain(text)
    position = 0
    for match in days.DATE.finditer(plain):
        found = list(_LABEL.finditer(plain, position, match.start()))
        position = match.end()
        if day := days.of_match(match):
            yield match, day, _label(found[-1]) if found else "none"


def _label(match: re.Match[str]) -> Label:
    return "updated" if match["updated"] else "published"


def _rest(text: str) -> list[str]:
    """The words of a line besides dates, their labels, weekdays, clock times and who signs."""
    folded = fold(text)
    for pattern in (days.DATE, _LABEL):
        for match in reversed(list(pattern.finditer(days.plain(folded)))):
            folded = f"{folded[: match.start()]} {folded[match.end() :]}"
    return _WORD.findall(_BYLINE.sub("", _DECORATION.sub(" ", folded)))


def is_alone(text: str) -> bool:
    """Whether a line is a date, and next to it at most names and the small words between them."""
    rest = _rest(text)
    return _letters(rest) <= _NAMES and all(word[0].isupper() or _SMALL.fullmatch(word) for word in rest)


def _letters(words: list[str]) -> int:
    return sum(map(len, words))


def is_dateline(text: str) -> bool:
    """Whether a line only says when the article was published or updated."""
    if len(text) > _LINE:
        return False
    dates = list(labelled(text))
    if not dates:
        return bool(_opening(text) and _letters(_rest(text)) <= _ODD)
    if all(label == "none" for _, _, label in dates):
        return len(dates) == 1 and is_alone(text)
    return _speaks_of_page(text)


def _opening(text: str) -> re.Match[str] | None:
    """The label that opens a line."""
    return _LABEL.match(days.plain(text).lstrip(_LEADING))


def _speaks_of_page(text: str) -> bool:
    """Whether a labelled date dates the page, unlike "Le rapport publié le 12 mars montre que …"."""
    if _opening(text) or is_alone(text):
        return True
    sentence = text.rstrip().endswith((".", "!", "?", ":", "…"))
    return not sentence and _letters(_rest(text)) <= _WORDS and not _OTHER.search(days.plain(text))


def days_of(text: str, fetched: date | None = None) -> Iterator[tuple[date, Label]]:
    """The days of a dateline; one in a form that only dateparser reads if there is no other."""
    dates = list(labelled(text))
    yield from ((day, label) for _, day, label in dates)
    opening = None if dates else _opening(text)
    if opening:
        rest = days.plain(text).lstrip(_LEADING)[opening.end() :].strip(" :.")
        if odd := days.odd(rest.removeprefix("le "), fetched):
            yield odd, _label(opening)


def _lines(segments: list[Segment], choice: Choice) -> Iterator[Segment]:
    """Short segments around the headline, no teasers; a label and its date in two segments are joined."""
    title = choice.title if choice.title is not None else choice.first
    prose = 0
    pending: Segment | None = None
    for index in range(max(0, title - _AROUND), min(len(segments), title + _AROUND)):
        segment = segments[index]
        if index == choice.title or choice.reasons[index] in _FOREIGN:
            continue
        if len(segment.text) > _LINE:
            prose += index > title and not choice.reasons[index]
            if prose >= _PROSE:
                return
            continue
        if pending is not None:
            segment = replace(segment, text=f"{pending.text} {segment.text}")
        plain = days.plain(segment.text)
        pending = segment if _UNFINISHED.search(plain) and not days.DATE.search(plain) and not segment.time else None
        if pending is None:
            yield segment


def _seen(segment: Segment, boxes: list[Box], profile: Profile, fetched: date | None) -> Iterator[Seen]:
    """The dates of one line."""
    text = segment.text
    names = _names(segment, boxes)
    plain, rest = days.plain(text), _letters(_rest(text))
    eventful = bool(_HOUR.search(plain) and not segment.time) or bool(
        _EVENT.search(re.sub("[-_]", " ", days.plain(names)))
    )
    found = list(days_of(text, fetched))
    single = len(found) == 1
    known = single and is_alone(text) and profile.dates(names)
    for day, said in found:
        label = "published" if said == "none" and known else said
        if label == "none" or known or _speaks_of_page(text):
            yield Seen(day, label, single and is_alone(text), single and rest <= _NAMES, eventful, bool(segment.time))
    if not found and rest <= _WORDS and segment.time and (stamped := days.stamp(segment.time)):
        cue = _LABEL.search(plain)
        yield Seen(stamped, _label(cue) if cue else "none", alone=True, brief=True, eventful=eventful, from_time=True)


def _names(segment: Segment, boxes: list[Box]) -> str:
    """Names of the nearest elements around a segment."""
    box = boxes[segment.box]
    return f"{box.names} {boxes[box.parent].names if box.parent >= 0 else ''}"


def _under(segments: list[Segment], choice: Choice, label: Label) -> date | None:
    """A labelled date in or under the article: "Publié le …" opens its line."""
    for index in range(choice.first, min(len(segments), choice.last + _UNDER)):
        segment = segments[index]
        if len(segment.text) > _LINE // 2 or choice.reasons[index] in _FOREIGN - {"footer"}:
            continue
        opening = _opening(segment.text)
        if opening and _label(opening) == label and (found := next(labelled(segment.text), None)):
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
    found = 0
    for index in range(choice.first, choice.last):
        text = segments[index].text
        if not choice.reasons[index] and len(text) <= _LINE // 2:
            found += any(label == "published" for _, _, label in labelled(text))
    return found >= _LISTED


def _about_event(url: str | None, section: str | None, facts: Facts) -> bool:
    """Whether the page announces an event."""
    about = re.sub(r"[/_-]", " ", days.plain(f"{url or ''} {section or ''}"))
    return bool(_EVENT.search(about)) or any("Event" in name for name in facts.types)


def _visible(seen: list[Seen], declared: date | None, *, event: bool) -> Seen | None:
    """The date that the page shows as its own."""
    named = next((item for item in seen if item.label == "published"), None)
    if named:
        return named
    unlabelled = [item for item in seen if item.label == "none" and item.brief]
    if declared:
        return next((item for item in unlabelled if abs((item.day - declared).days) <= _NEAR), None)
    lone = {item.day: item for item in reversed(unlabelled) if item.alone}
    if event or len(lone) != 1 or any(item.eventful for item in lone.values()):
        return None
    return next(iter(lone.values()))


def find(  # noqa: PLR0913 - every witness is one argument
    segments: list[Segment],
    boxes: list[Box],
    choice: Choice,
    facts: Facts,
    profile: Profile,
    *,
    url: str | None,
    section: str | None,
    fetched: date | None,
) -> Dates:
    """Days of publication and update of a page."""
    seen = [
        item
        for line in _lines(segments, choice)
        for item in _seen(line, boxes, profile, fetched)
        if fetched is None or item.day <= fetched
    ]
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
        address = of_url(url)
        day, witness = address or _under(segments, choice, "published"), "url" if address else "text"
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
