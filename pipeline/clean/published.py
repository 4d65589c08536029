"""The day of publication, from the strongest witness; null rather than invented.

A visible "Publié le …" beside the headline outweighs metadata, which often hold the day on which a
page was imported or first saved. A lone date there does so only when it lies near the declared one:
it may be the day of an event. Dates in teasers, agendas and update lines never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from urllib.parse import urlsplit

from pipeline.clean import days
from pipeline.clean.choice import Choice
from pipeline.clean.facts import Facts
from pipeline.clean.segments import Segment
from pipeline.text import fold

Label = Literal["published", "updated", "none"]

_BEFORE = 14  # segments before the headline in which its date may stand
_AFTER = 14  # segments after it
_LINE = 220  # characters of the longest line of metadata
_NEAR = 31  # days between a lone visible date and the declared one
_FOREIGN: Final = frozenset(
    {"related", "menu", "footer", "sidebar", "comments", "cookies", "search", "newsletter", "advert"}
)

_LABEL = re.compile(
    r"(?P<updated>mise?s? a jour|mise? ?a ?jour|modifiee?|actualisee?|derniere (?:modification|mise a jour)|revisee?|\bmaj\b|updated|last modified)"
    r"|(?P<published>publiee?|mise? en ligne|postee?|parue?|ecrit(?:e)?|redigee?|date de (?:publication|parution)|"
    r"publication|posted|published|diffusee?|communique (?:de presse )?du|article du|\bdate ?:)"
)
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim)\.?,?"
_TIME = r"(?:[aà]\b|-|,|/|\|)?\s*\b\d{1,2}\s?(?:h|:)\s?\d{0,2}(?:\s?(?:min)?\s?\d{0,2})?(?::\d\d)?"
_DECORATION = re.compile(rf"\b{_WEEKDAY}(?!\w)|{_TIME}", re.IGNORECASE)
_SMALL: Final = frozenset("le la les l' du de des d' par et à a au date catégorie catégories rubrique the on by".split())
_NAMES = 40  # letters of names that may stand beside a lone date
_EVENT = re.compile(
    r"\b(?:agenda|evenements?|events?|rendez-vous|concerts?|spectacles?|expositions?|conferences?|ateliers?|sorties?|cinema)\b"
)
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/_.-]|$)|[-_/]([0-3]\d)-([01]\d)-((?:19|20)\d\d)(?=[-_./]|$)"
)


@dataclass(frozen=True, slots=True)
class Dates:
    """Days of publication and update, and where the first was found."""

    published: date | None = None
    published_from: str = "none"
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A date that the page shows near its headline."""

    day: date
    label: Label
    alone: bool
    brief: bool
    from_time: bool
    at_hour: bool = False


def labelled(text: str) -> Iterator[tuple[re.Match[str], date, Label]]:
    """Every date of a line of metadata, with what the words before it say it is."""
    plain = days.plain(text)
    position = 0
    label: Label = "none"
    for match in days.DATE.finditer(plain):
        day = days.of_match(match)
        found = list(_LABEL.finditer(plain, position, match.start()))
        if found:
            label = "updated" if found[-1]["updated"] else "published"
        elif position:
            label = "none"
        position = match.end()
        if day:
            yield match, day, label


def _rest(text: str, match: re.Match[str]) -> list[str]:
    """The words of a line besides its date, weekday and clock time."""
    blanked = text[: match.start()] + " " + text[match.end() :]
    return re.findall(r"[^\W\d_][\w'’.-]*", _DECORATION.sub(" ", fold(blanked)))


def is_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a line is a date, and next to it at most names and the small words between them."""
    rest = _rest(text, match)
    return sum(map(len, rest)) <= _NAMES and all(word[0].isupper() or word.lower() in _SMALL for word in rest)


def _is_brief(text: str, match: re.Match[str]) -> bool:
    """Whether a line has few words besides its date."""
    return sum(map(len, _rest(text, match))) <= _NAMES


def _lines(segments: list[Segment], choice: Choice) -> Iterator[Segment]:
    """Short segments around the headline, no teasers; a label and its date in two segments are joined."""
    title = choice.title if choice.title is not None else choice.first
    prose = 0
    pending: Segment | None = None
    for index in range(max(0, title - _BEFORE), min(len(segments), title + _AFTER)):
        segment = segments[index]
        if choice.reasons[index] in _FOREIGN or index == choice.title:
            continue
        if index > title and not choice.reasons[index] and len(segment.text) > _LINE:
            prose += 1
            if prose > 2:  # noqa: PLR2004 - a lead and a first paragraph
                return
        if len(segment.text) > _LINE:
            continue
        if pending is not None:
            segment = Segment(f"{pending.text} {segment.text}", segment.kind, None, segment.box, 0, 0, segment.time)
        pending = (
            segment
            if re.search(r"(?:\ble|\bdu|:)\s*$|^\W*(?:publie|mis en ligne|date)", days.plain(segment.text))
            and not days.DATE.search(days.plain(segment.text))
            and not segment.time
            else None
        )
        if pending is None:
            yield segment


def _visible(segments: list[Segment], choice: Choice) -> list[Seen]:
    found = []
    for segment in _lines(segments, choice):
        dates = list(labelled(segment.text))
        for match, day, label in dates:
            single = len(dates) == 1
            alone, brief = single and is_alone(segment.text, match), single and _is_brief(segment.text, match)
            at_hour = bool(re.search(r"\d\s?h", days.plain(segment.text)))
            found.append(Seen(day, label, alone, brief, bool(segment.time), at_hour))
        if not dates and segment.time and (day := days.stamp(segment.time)):
            plain = days.plain(segment.text)
            label = next(("updated" if m["updated"] else "published" for m in [_LABEL.search(plain)] if m), "none")
            found.append(Seen(day, label, True, True, True))
    return found


def _after_article(segments: list[Segment], choice: Choice) -> date | None:
    """A labelled date under the article."""
    for index in range(choice.first, min(len(segments), choice.last + 6)):
        segment = segments[index]
        if len(segment.text) > _LINE or choice.reasons[index] in _FOREIGN - {"footer"}:
            continue
        for match, day, label in labelled(segment.text):
            if label == "published" and match.start() < 60:  # noqa: PLR2004 - the line is about it
                return day
    return None


def of_url(url: str | None) -> date | None:
    """The day in the path of an address (`/2021/08/31/`); a year and a month alone are none."""
    found = _URL_DAY.search(url or "")
    if not found:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    return days.stamp(f"{year}-{month}-{day}")


def is_home(url: str | None) -> bool:
    """Whether an address is that of a home page: what is dated there are the items it lists."""
    return url is not None and urlsplit(url).path.strip("/") in {"", "index.html", "index.php", "fr", "accueil"}


def _event_like(seen: list[Seen], url: str | None, section: str | None, facts: Facts) -> bool:
    """Whether a lone date may well be that of an event."""
    about = days.plain(f"{url or ''} {section or ''}".replace("/", " ").replace("-", " "))
    return (
        bool(_EVENT.search(about))
        or any("Event" in name for name in facts.types)
        or len({item.day for item in seen}) > 1
    )


def find(
    segments: list[Segment], choice: Choice, facts: Facts, url: str | None, section: str | None, fetched: date | None
) -> Dates:
    """Days of publication and update of a page."""
    seen = [item for item in _visible(segments, choice) if fetched is None or item.day <= fetched]
    updated = next((item.day for item in seen if item.label == "updated"), facts.updated)
    declared, witness = (facts.linked, "json-ld") if facts.linked else (facts.published, "meta")
    if declared is None:
        witness = "none"
    if fetched and declared and declared > fetched:
        declared, witness = None, "none"
    if is_home(url):
        return Dates(None, "none", updated)
    named = next((item for item in seen if item.label == "published"), None)
    if named:
        return Dates(named.day, _witness(named, declared, witness), updated)
    unlabelled = [item for item in seen if item.label == "none" and item.brief]
    lone = [item for item in unlabelled if item.alone]
    if declared:
        near = next((item for item in unlabelled if abs((item.day - declared).days) <= _NEAR), None)
        if near:
            return Dates(near.day, _witness(near, declared, witness), updated)
        return Dates(declared, witness, updated)
    if address := of_url(url):
        return Dates(address, "url", updated)
    if lone and not _event_like(lone, url, section, facts):
        return Dates(lone[0].day, "time" if lone[0].from_time else "text", updated)
    if under := _after_article(segments, choice):
        return Dates(under, "text", updated)
    return Dates(updated=updated)


def _witness(item: Seen, declared: date | None, witness: str) -> str:
    if declared == item.day:
        return witness
    return "time" if item.from_time else "text"


def is_metadata(segment: Segment) -> bool:
    """Whether a segment is a line that only says when the article was published or updated."""
    if len(segment.text) > _LINE // 2:
        return False
    found = list(labelled(segment.text))
    if not found:
        return bool(
            re.fullmatch(
                r"\W*(?:publiee?|mise? en ligne|mise? a jour|modifiee?)(?: le| a)?\W*", days.plain(segment.text)
            )
        )
    return any(label != "none" for _, _, label in found) or (len(found) == 1 and is_alone(segment.text, found[0][0]))
