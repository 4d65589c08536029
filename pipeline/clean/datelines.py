"""Lines that date a page: "Publié le 6 juin 2017", "26/08/2017 03:16 | Actualisé le 27/08/2017"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from pipeline import lexicon
from pipeline.clean import days
from pipeline.text import fold

Label = Literal["published", "updated", "none"]

LONGEST: Final = 220  # characters of a line of metadata
_NAMES = 40  # letters of names that may stand beside a lone date
_ODD = 40  # letters of the longest date in an odd form
_WORDS = 60  # letters of other words in a line of metadata
_LEADING = " \t|•·–—-(["  # what may stand before the first word of a line


def _cue(name: str) -> str:
    return lexicon.entry("datelines", name).pattern.pattern


_LABEL = re.compile(rf"(?P<updated>{_cue('updated')})|(?P<published>{_cue('published')})")
_OTHER = re.compile(_cue("other"))
_SPAN = re.compile(_cue("span"))
_DAY_NAME = re.compile(r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b")
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim)\.?,?"
_TIME = (
    r"(?:[aà]\b|-|,|/|\|)?\s*\b\d{1,2}\s?(?:h|:)\s?\d{0,2}(?:\s?(?:min)?\s?\d{0,2})?(?::\d\d)?"
    r"(?: (?:ce?s?t|[ap]\.?m)\b)?"
)
_SUBJECT = re.compile(
    r"^(?:cette? |la |l'|le )?(?:page|article|contenu|fiche|document|actualite|information|texte|annonce) "
)
_READING = (
    r"\b(?:temps|durée) de lecture\s*:?(?:\s*\d+\s*(?:min(?:utes?)?|mn))?"
    r"|\b(?:lecture\s*:?\s*)?\d{1,2} ?min(?:utes?)?\b"
)
_DECORATION = re.compile(rf"{_READING}|\b{_WEEKDAY}(?!\w)|{_TIME}", re.IGNORECASE)
_BYLINE = re.compile(r"(?:^|[,;|•·–—-]|\s\s)\s*par\s.{1,60}$", re.IGNORECASE)
# "Arras, le 12 mars 2020 – Le conseil …": the place and day from which a release is sent.
_PLACE = re.compile(
    rf"(?P<place>[A-ZÀ-Ý][\w' -]{{1,40}}?)(?: ?\([\w' -]{{1,30}}\))?(?:,| [–—-]| le) ?(?:[lc]e )?(?:{_WEEKDAY} )?"
)
_SENT = re.compile(r"(?:,? (?:à )?\d{1,2} ?[h:] ?(?:\d\d)?)?\s*(?:[–—:.-]|\n|$)")
_PARTS = re.compile(r"\s*[·•|]\s*|\s+[–—/>-]\s+")
_OF_ITS_DAY = re.compile(r"\w (?:du|de|le) (?:\w+ )?$")
_WHERE = re.compile(
    r"\b(?:salle|place|rue|theatre|gymnase|stade|parc|mairie|maison|espace|centre|eglise|quai|halle|musee)\b"
)
_FEW = 4  # words of a rubric
_OPENING = 120  # characters in which place and day stand
_RELATIVE = re.compile(
    r"(?:publiee? |posted? )?(?:il y a (?:environ )?[\w' ]{1,20}|(?:avant-)?hier.{0,16}|aujourd'hui.{0,16}"
    r"|\d{1,2} (?:min(?:utes)?|h(?:eures?)?|jours?|days?|hours?)(?: ago)?)"
)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_][\w'.-]*")
_SMALL: Final = re.compile(r"les?|la|l'|du|des?|d'|par|et|à|a|au|date|catégories?|rubrique", re.IGNORECASE)
# A round hour beside a day in words is that of an appointment; "12h01" and "09/10/2018 à 17h09" are stamps.
_APPOINTMENT = re.compile(r"\b\d{1,2} ?h(?! ?\d)|\b\d{1,2} ?h ?(?:00|15|30|45)\b")
_NUMERIC = re.compile(r"\d[./-]\d\d?[./-]\d")
_UNFINISHED = re.compile(r"(?:\ble|\bdu|:)\s*$|^\W*(?:publiee?|mise? en ligne|date)\W*$")


def labelled(text: str) -> Iterator[tuple[date, Label]]:
    """Every date of a line of metadata, with what the words before it say it is."""
    if not _DIGIT.search(text):
        return
    plain = days.plain(text)
    found: list[tuple[date, Label]] = []
    position = 0
    for match in days.DATE.finditer(plain):
        labels = list(_LABEL.finditer(plain, position, match.start()))
        position = match.end()
        if day := days.of_match(match):
            found.append((day, label_of(labels[-1] if labels else None)))
    if len(found) > 1 and found[0][1] == "none" and found[1][1] == "updated":
        found[0] = found[0][0], "published"  # "26/08/2017 | Actualisé le 27/08/2017"
    if len(found) == 1 and found[0][1] == "none" and is_signed(text):
        found[0] = found[0][0], "published"
    yield from found


def is_signed(text: str) -> bool:
    """Whether a line says by whom and when: "par Anne Petit, professeure, le 12 juillet 2023"."""
    plain = days.plain(text).strip()
    return plain.startswith("par ") and any(match.end() == len(plain) for match in days.DATE.finditer(plain))


def label_of(match: re.Match[str] | None) -> Label:
    """What a label says a date is."""
    if match is None:
        return "none"
    return "updated" if match["updated"] else "published"


def label_in(text: str) -> Label:
    """What the first label of a line says."""
    return label_of(_LABEL.search(days.plain(text)))


@lru_cache(maxsize=256)
def _bare(text: str) -> str:
    """A line without dates, their labels, weekdays, clock times and who signs."""
    folded = fold(text)
    for pattern in (days.DATE, _LABEL):
        for match in reversed(list(pattern.finditer(days.plain(folded)))):
            folded = f"{folded[: match.start()]} {folded[match.end() :]}"
    return _BYLINE.sub("", _DECORATION.sub(" ", folded))


def _rest(text: str) -> list[str]:
    """The other words of a line."""
    return _WORD.findall(_bare(text))


def is_span(text: str) -> bool:
    """Whether a line gives more than one day, or a bound: "du 3 au 5 juin", "samedi 3 et dimanche 4 juin"."""
    return bool(_SPAN.search(days.plain(text)) or _DIGIT.search(_bare(text)))


def names_weekday(text: str) -> bool:
    """Whether a line names a day of the week in full."""
    return bool(_DAY_NAME.search(days.plain(text)))


def is_alone(text: str) -> bool:
    """Whether a line is a date, and next to it at most names and the small words between them, or a rubric."""
    if _stands_by_rubric(text):
        return True
    if _is_named_by(text):
        return False
    rest = _rest(text)
    return (
        not is_span(text)
        and _count(rest) <= _NAMES
        and all(word[0].isupper() or _SMALL.fullmatch(word) for word in rest)
    )


def _is_named_by(text: str) -> bool:
    """Whether something else bears the date: "Arrêté du 12 septembre 2022", "Séance du lundi 3 mai 2021"."""
    plain = days.plain(text)
    match = days.DATE.search(plain)
    return bool(match and _OF_ITS_DAY.search(plain, 0, match.start()) and not _LABEL.search(plain))


def _stands_by_rubric(text: str) -> bool:
    """Whether a line is a date set apart from a rubric, not from a place: "30.03.2026 · Vie municipale"."""
    parts = [_DECORATION.sub("", part).strip() for part in _PARTS.split(fold(text))]
    dates = [part for part in parts if days.DATE.fullmatch(days.plain(part))]
    rest = [part for part in parts if part and part not in dates]
    return (
        len(dates) == 1
        and len(rest) == 1
        and len(_WORD.findall(rest[0])) <= _FEW
        and not _DIGIT.search(rest[0])
        and not _WHERE.search(days.plain(rest[0]))
        and not _OTHER.search(days.plain(rest[0]))
        and not names_weekday(text)
    )


def is_brief(text: str) -> bool:
    """Whether a line has few words besides its date."""
    return not is_span(text) and _count(_rest(text)) <= _NAMES


def is_appointment(text: str) -> bool:
    """Whether a line gives a day and an hour as an invitation does."""
    plain = days.plain(text)
    return bool(_APPOINTMENT.search(plain)) and not _NUMERIC.search(plain)


def is_invitation(text: str) -> bool:
    """Whether a line says when something takes place: by a weekday, an hour, or two bounds."""
    plain = days.plain(text)
    if len(text) > LONGEST or not days.DATE.search(plain) or plain.startswith("par "):
        return False
    return names_weekday(text) or is_appointment(text) or is_span(text)


def is_relative(text: str) -> bool:
    """Whether a line says a day only from the one on which it is read: "Il y a 2 jours"."""
    return bool(_RELATIVE.fullmatch(days.plain(text).strip(" .|-")))


def is_unfinished(text: str) -> bool:
    """Whether a line is a label whose date stands on the next one."""
    plain = days.plain(text)
    return bool(_UNFINISHED.search(plain)) and not days.DATE.search(plain)


def _count(words: list[str]) -> int:
    return sum(map(len, words))


def is_dateline(text: str) -> bool:
    """Whether a line only says when the article was published or updated."""
    if len(text) > LONGEST:
        return False
    dates = list(labelled(text))
    if not dates:
        return bool(opening(text) and _count(_rest(text)) <= _ODD)
    if all(label == "none" for _, label in dates):
        return len(dates) == 1 and is_alone(text)
    return speaks_of_page(text)


def opening(text: str) -> re.Match[str] | None:
    """The label that opens a line."""
    plain = days.plain(text).lstrip(_LEADING)
    return _LABEL.match(plain) or _LABEL.match(_SUBJECT.sub("", plain, count=1))


def speaks_of_page(text: str) -> bool:
    """Whether a labelled date dates the page, unlike "Le rapport publié le 12 mars montre que …"."""
    if opening(text) or is_alone(text) or is_signed(text):
        return True
    sentence = text.rstrip().endswith((".", "!", "?", ":", "…"))
    return not sentence and _count(_rest(text)) <= _WORDS and not _OTHER.search(days.plain(text))


def sent(text: str) -> tuple[str, date] | None:
    """The place and day that open a release: "Arras, le 12 mars 2020 – Le conseil …"."""
    head = fold(text[:_OPENING])
    place = _PLACE.match(head)
    found = days.DATE.match(days.plain(head), place.end()) if place else None
    day = days.of_match(found) if found and _SENT.match(text, found.end()) else None
    return (place["place"], day) if place and day else None


def days_of(text: str, fetched: date | None = None) -> Iterator[tuple[date, Label]]:
    """The days of a dateline; one in a form that only dateparser reads if there is no other."""
    dates = list(labelled(text))
    yield from dates
    label = None if dates else opening(text)
    if label:
        rest = days.plain(text).lstrip(_LEADING)[label.end() :].strip(" :.")
        if odd := days.odd(rest.removeprefix("le "), fetched):
            yield odd, label_of(label)
