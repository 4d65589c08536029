"""Expressions counted from an anchor: "hier", "la semaine dernière", "il y a dix ans", "ce jeudi", "mardi".

`at` reads the one that begins at an offset of a text in lower case without accents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from pipeline.extractors.dates import atoms, clock, periods
from pipeline.extractors.dates.expressions import Deictic, Expression, Neighbour, When
from pipeline.extractors.dates.periods import Period
from pipeline.extractors.dates.point import relation
from pipeline.extractors.dates.tense import Tense

_END = r"(?![\w-])"
_DAYS = {"hier": -1, "avant-hier": -2, "aujourd'hui": 0, "demain": 1, "apres-demain": 2}
_DAY_WORD = re.compile(rf"(?P<word>avant-hier|hier|apres-demain|demain|aujourd'hui){_END}")
_ADVERB = "deja|maintenant|environ|pres de|plus de|a peine|exactement|tout juste|bientot|quelque|seulement"
_THIS_DAY = re.compile(rf"(?<=ce )jour{_END}")
_AGO = re.compile(
    rf"(?P<way>il y a|dans)(?: (?P<adverb>{_ADVERB}))?"
    rf" (?P<count>\d{{1,3}} ?\d{{3}}(?= ans)|{atoms.COUNT}"
    r"|une dizaine d'|une quinzaine de|une vingtaine d'|une trentaine d'|une cinquantaine d')"
    rf" ?(?P<unit>ans?|annees?|mois|semaines?|jours?){_END}"
)
_RELATION = (
    r"(?P<relation>derniere?|passee?|ecoulee?|precedente?|prochaine?|suivante?|en cours|qui vient|d'apres|d'avant)"
)
_UNIT = re.compile(
    rf"(?:(?P<mod>tout debut|debut|fin|milieu|mi)(?:(?P<of> de l'| de la | du | de | d'| )|-))?"
    r"(?P<unit>annee(?: scolaire| universitaire| civile)?|an|mois|semaine|week-?end|trimestre|semestre|siecle|saison"
    r"|decennie)"
    rf"(?: {_RELATION})?{_END}"
)
_THIS = re.compile(r"(?<![\w'-])(?:cet?|cette) $")
_TOWARDS_END = re.compile(r"(?:(?<!\w)(?:la|en|ce|cette|d'ici|des|a la|pour) )$")
_WEEKDAY = re.compile(
    rf"(?P<weekday>{atoms.WEEKDAY})(?: (?P<relation>derniere?|prochaine?|suivant|precedent|passe)(?!\w))?{_END}"
)
_MODS = {"tout debut": "start", "debut": "start", "fin": "end", "mi": "mid", "milieu": "mid", None: None}
_SHIFTS = {"en cours": 0, "qui vient": 1, "d'apres": 1, "d'avant": -1}
_YEAR_LENGTH = 365
_MONTHS = 12
_NEAR_EDGE = 3  # months from the edge of a year


def _fixed_shift(place: Callable[[date], Period | None]) -> Callable[[date, Tense | None], Period | None]:
    """A placement for which the tense does not matter."""
    return lambda anchor, _: place(anchor)


def _day_word(plain: str, offset: int) -> Expression | None:
    match = _DAY_WORD.match(plain, offset)
    if not match:
        return None
    shift = _DAYS[match["word"]]
    when = Deictic(_fixed_shift(lambda anchor: periods.days_from(anchor, shift)))
    return _timed(plain, offset, match.end(), f"deictic.{match['word']}", when)


def _this_day(plain: str, offset: int) -> Expression | None:
    match = _THIS_DAY.match(plain, offset)
    if not match:
        return None
    return Expression(
        offset, match.end(), "deictic.jour", "day", Deictic(_fixed_shift(lambda anchor: periods.days_from(anchor, 0)))
    )


def _timed(plain: str, start: int, end: int, rule: str, when: When) -> Expression:
    following = clock.after(plain, end)
    return Expression(start, following.end if following else end, rule, "day", when, clock=following)


def shift(unit: str, number: int, anchor: date) -> Period | None:
    """The whole unit (year, month, week, day) so many after that of the anchor."""
    if unit in {"an", "annee"}:
        return periods.years(anchor.year + number)
    if unit == "mois":
        return periods.months(anchor.year, anchor.month + number)
    if unit == "semaine":
        return periods.week(anchor, number)
    return periods.days_from(anchor, number)


_GRAINS = {"an": "year", "annee": "year", "mois": "month", "semaine": "week", "jour": "day"}
_OPEN = re.compile(r" (?:d[e'u]|et demie?|plus tard|apres|consecutif)")


def _ago(plain: str, offset: int) -> Expression | None:
    match = _AGO.match(plain, offset)
    if not match or _OPEN.match(plain, match.end()):
        return None
    words = match["count"].removesuffix(" d'").removesuffix(" de")
    number = atoms.count(words)
    if not number:
        return None
    unit = match["unit"] if match["unit"] == "mois" else match["unit"].removesuffix("s")
    number = -number if match["way"] == "il y a" else number
    when = Deictic(_fixed_shift(partial(shift, unit, number)), published=True)
    vague = words != match["count"] or match["adverb"] in {"environ", "pres de", "quelque"}
    return Expression(offset, match.end(), "deictic.distance", _GRAINS[unit], when, "approx" if vague else None)


_FIRST_MONTHS = re.compile(
    rf"(?P<count>{atoms.COUNT}) (?P<side>premier|dernier)s mois de l'annee{_END}(?! derniere| prochaine| precedente)"
)


def _first_months(plain: str, offset: int) -> Expression | None:
    """The form "six premiers mois de l'année"."""
    match = _FIRST_MONTHS.match(plain, offset)
    number = atoms.count(match["count"]) if match else None
    if not match or not number:
        return None
    first = 1 if match["side"] == "premier" else 13 - number
    when = Deictic(_fixed_shift(lambda anchor: periods.months(anchor.year, first, number)))
    return Expression(offset, match.end(), "deictic.months", "year", when)


def _step(word: str | None) -> int:
    if word is None:
        return 0
    return _SHIFTS[word] if word in _SHIFTS else -1 if relation(word) == "last" else 1


def _unit(plain: str, offset: int) -> Expression | None:
    match = _UNIT.match(plain, offset)
    if not match or not _is_anchored(plain, match):
        return None
    unit, step, related = match["unit"], _step(match["relation"]), match["relation"] or ""
    if related.startswith(("preced", "suiv", "d'a")):
        if unit not in _GRAINS:
            return None
        when = Neighbour(unit, step)
        return Expression(offset, match.end(), "deictic.neighbour", _GRAINS[unit], when, _MODS[match["mod"]])
    if step == 0 and unit.startswith("week"):
        return Expression(offset, match.end(), "deictic.day", "day", Deictic(_this_weekend), _MODS[match["mod"]])
    grain, place = _placement(unit, step)
    mod = _MODS[match["mod"]]
    if unit == "annee" and mod and not related:
        place = partial(_edge_of_year, mod)
    return Expression(offset, match.end(), f"deictic.{grain}", grain, Deictic(place), mod)


def _edge_of_year(mod: str, anchor: date, tense: Tense | None) -> Period | None:
    """The year whose end is just over, or whose beginning is near, when the verb says so; else that of the anchor."""
    over = mod == "end" and tense == "past" and anchor.month <= _NEAR_EDGE
    near = mod == "start" and tense == "future" and anchor.month > _MONTHS - _NEAR_EDGE
    return periods.years(anchor.year + near - over)


def _is_anchored(plain: str, match: re.Match[str]) -> bool:
    """Whether the unit says which one it is: by a relation, a demonstrative, or as "fin de l'année"."""
    if match["relation"]:
        return True
    if plain.startswith((" scolaire", " de ", " d'"), match.end()) and match["unit"] != "annee":
        return False
    if match["mod"]:
        return _mod_anchors(plain, match)
    return match["unit"] not in {"saison", "an", "siecle", "decennie"} and _this(plain, match.start())


def _this(plain: str, offset: int) -> bool:
    return _THIS.search(plain, max(0, offset - 8), offset) is not None


def _mod_anchors(plain: str, match: re.Match[str]) -> bool:
    if match["unit"] in {"saison", "an", "decennie"} or plain.startswith(" de ", match.end()):
        return False
    if match["of"] in {" de l'", " du ", " de la "}:
        return True
    if match["unit"] in {"semaine", "mois"} and match["of"] == " de ":
        return _this(plain, match.start())
    return match["unit"] == "annee" and _TOWARDS_END.search(plain, max(0, match.start() - 8), match.start()) is not None


def _placement(unit: str, step: int) -> tuple[str, Callable[[date, Tense | None], Period | None]]:
    places: dict[str, tuple[str, Callable[[date], Period | None]]] = {
        "semaine": ("week", lambda anchor: periods.week(anchor, step)),
        "weekend": ("day", lambda anchor: _weekend(anchor, step)),
        "mois": ("month", lambda anchor: periods.months(anchor.year, anchor.month + step)),
        "trimestre": ("quarter", lambda anchor: _division(anchor, step, 4)),
        "semestre": ("half", lambda anchor: _division(anchor, step, 2)),
        "siecle": ("century", lambda anchor: periods.century((anchor.year - 1) // 100 + 1 + step)),
        "decennie": ("decade", lambda anchor: periods.decade(anchor.year // 10 * 10 + step * 10) if step > 0 else None),
        "saison": ("season", lambda _: None),
        "annee scolaire": ("school_year", lambda anchor: _school_year(anchor, step)),
        "annee universitaire": ("school_year", lambda anchor: _school_year(anchor, step)),
    }
    grain, place = places.get(
        unit.replace("week-end", "weekend"), ("year", lambda anchor: periods.years(anchor.year + step))
    )
    return grain, _fixed_shift(place)


def _division(anchor: date, step: int, parts: int) -> Period | None:
    index = (anchor.month - 1) * parts // 12 + step
    return periods.division(anchor.year + index // parts, index % parts + 1, parts)


def _weekend(anchor: date, step: int) -> Period:
    """The next one is the first that begins after the anchor."""
    this = periods.weekend(anchor)
    return periods.weekend(anchor, step - 1) if step > 0 and anchor < this.start else periods.weekend(anchor, step)


def _this_weekend(anchor: date, tense: Tense | None) -> Period:
    """That of the week, or the one before when it is over and that of the week is still to come."""
    this = periods.weekend(anchor)
    return periods.weekend(anchor, -1) if tense == "past" and anchor < this.start else this


def _school_year(anchor: date, step: int) -> Period | None:
    return periods.school_year(anchor.year + step - (anchor.month < 9))  # noqa: PLR2004 - September


def _weekday(plain: str, offset: int) -> Expression | None:
    match = _WEEKDAY.match(plain, offset)
    if not match:
        return None
    number = atoms.weekday_number(match["weekday"])
    if match["relation"]:
        move = periods.weekday_before if relation(match["relation"]) == "last" else periods.weekday_after
        when = Deictic(_fixed_shift(lambda anchor: move(anchor, number)))
        return _timed(plain, offset, match.end(), "deictic.weekday.related", when)
    if _this(plain, offset):
        when = Deictic(partial(_this_weekday, number), weekday=number)
        return _timed(plain, offset, match.end(), "deictic.weekday.this", when)
    return _timed(
        plain, offset, match.end(), "deictic.weekday", Deictic(partial(_nearest_weekday, number), weekday=number)
    )


def _this_weekday(number: int, anchor: date, tense: Tense | None) -> Period:
    """That of the week; near its end or begin that of the week beside it, when the verb puts it there."""
    this = periods.days_from(periods.week(anchor).start, number)
    if tense is None or this.start == anchor or (tense == "past") == (this.start < anchor):
        return this
    other = periods.weekday_before(anchor, number) if tense == "past" else periods.weekday_after(anchor, number)
    return min(this, other, key=lambda day: day.distance(anchor))


def _nearest_weekday(number: int, anchor: date, tense: Tense | None) -> Period:
    if anchor.weekday() == number:
        return periods.days_from(anchor, 0)
    return periods.weekday_before(anchor, number) if tense == "past" else periods.weekday_after(anchor, number)


_NIGHT = re.compile(rf"(?P<first>{atoms.WEEKDAY}) (?:a|au) (?P<last>{atoms.WEEKDAY}){_END}")
_NIGHT_BEFORE = re.compile(r"(?<!\w)nuit (?:de |du )(?:ce )?$")


def _night(plain: str, offset: int) -> Expression | None:
    """The form "nuit de lundi à mardi"."""
    match = _NIGHT.match(plain, offset)
    if not match or not _NIGHT_BEFORE.search(plain, max(0, offset - 16), offset):
        return None
    first, last = atoms.weekday_number(match["first"]), atoms.weekday_number(match["last"])

    def place(anchor: date, tense: Tense | None) -> Period | None:
        # A night that is over began before today.
        start = periods.weekday_before(anchor, first) if tense == "past" else _nearest_weekday(first, anchor, tense)
        return start.until(periods.weekday_after(start.start, last))

    return Expression(offset, match.end(), "deictic.night", "day", Deictic(place))


def weekday_and_number(weekday: int, number: int, days_more: int = 0) -> Deictic:
    """The form "jeudi 15": the day nearest to the anchor, within a year, on which both are true, and some days more."""

    def place(anchor: date, tense: Tense | None) -> Period | None:
        sides = {"past": (-1,), "future": (1,), None: (1, -1)}[tense]
        for distance in range(_YEAR_LENGTH):
            for side in sides:
                found = periods.days_from(anchor, side * distance)
                if found.start.day == number and found.start.weekday() == weekday:
                    return found.longer(days_more)
        return None

    return Deictic(place, weekday, number, days_more)


_READERS: Final = (_day_word, _this_day, _ago, _first_months, _unit, _night, _weekday)


def at(plain: str, offset: int) -> Expression | None:
    """The expression that begins at `offset`, None when there is none."""
    return next((found for reader in _READERS if (found := reader(plain, offset))), None)
