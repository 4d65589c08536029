"""Reasons why what reads like a date is none.

A guard gets the expression and the text around it, and answers with a short reason or None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from pipeline.extractors.dates import atoms
from pipeline.extractors.dates.expressions import Expression, Yearless
from pipeline.extractors.dates.point import COUNTED
from pipeline.extractors.dates.surroundings import REACH, Surroundings, bound, cue, is_demonstrative
from pipeline.types import Analysis

_OLD = 1700  # four figures below are years only when a word says so
_LATE = 2100
_OURS = range(1900, 2060)
_ANY_YEAR = 2001
_TITLE = 150  # characters: titles stand no further down, and are no longer
_MOST_OF_A_YEAR = 270  # days


class Zones:
    """The stretches of a text in which numbers are no dates, made disjoint for quick questions."""

    def __init__(self, analysis: Analysis) -> None:
        self._spans: list[tuple[int, int, str]] = []
        for zone in analysis.zones:
            if zone.kind not in _ZONES:
                continue
            start, end, kind = zone.start, zone.end, zone.kind
            if self._spans and start < self._spans[-1][1]:
                start, previous, kind = self._spans.pop()
                end = max(end, previous)
            self._spans.append((start, end, kind))

    def reason(self, start: int, end: int) -> str | None:
        """The kind of a zone that the span touches, None outside all."""
        index = bisect_left(self._spans, end, key=lambda span: span[0]) - 1
        touches = index >= 0 and self._spans[index][1] > start
        return _ZONES[self._spans[index][2]] if touches else None


_ZONES: Final = {
    "street": "street name",
    "street_day": "street name",
    "url": "address",
    "reference": "reference number",
    "phone": "telephone number",
}

_GLUED_BEFORE = re.compile(r"(?:\w|[\w/\\_.][/\\_.]|[\d/\\_.-]-|(?<![^\W\d]{2})(?<=\w)-|[/\\_#@=&])$")
_RUN_IN = re.compile(r"(?<!\w)(?:le|du|au|jo|#[^\W\d]{2,40})$", re.IGNORECASE)  # "le7 juin", "#Paris2024"
_BREADCRUMB = re.compile(r"(?: [>›»] [^>›»\n]{1,60}){2}")
_QUOTED = re.compile(r"«[^«»]{0,200}»")
# With slashes, which lines of a railway and partners have too, the date itself is a crumb, or the first crumb says it.
_SLASHES = re.compile(r"(?: / [^\W\d][^/\n]{1,60}){2}")
_HOME = re.compile(r"\W*(?:accueil|home|vous êtes ici|votre mairie|actualités|archives)(?!\w)", re.IGNORECASE)


def _year(around: Surroundings) -> str | None:
    expression = around.expression
    if expression.rule not in {"year", "interval.year"} or not expression.bare:
        return None
    figures = int(around.text[:4])
    cued = cue("year.cue").search(around.before) is not None
    if not cued and _is_number(around, figures):
        return "number, not a year"
    if cue("year.not_after").search(around.after) or (not cued and _counts(around, figures)):
        return "number of something"
    return None


def _glued_year(around: Surroundings) -> str | None:
    """More digits follow: a footnote mark ("en 20181"), but also a postcode ("19100 Brive") or a number."""
    if around.expression.rule != "year.glued":
        return None
    cued = cue("year.cue").search(around.before) is not None
    return None if cued and not COUNTED.match(atoms.plain(around.after[1:])) else "number, not a year"


def _is_number(around: Surroundings, figures: int) -> bool:
    """Whether nothing but the words before says what four figures are, and they say a number."""
    if not _OLD <= figures < _LATE or cue("year.not_before").search(around.before):
        return True
    ordinary = figures % 50 and (figures in _OURS or around.before.lower().endswith(" de "))
    return not ordinary and cue("year.doubtful_before").search(around.before) is not None


def _counts(around: Surroundings, figures: int) -> bool:
    """Whether a number counts a plural: a round one, or one where no noun stands before that would have a year."""
    if not COUNTED.match(atoms.plain(around.after)):
        return False
    return figures % 50 == 0 or cue("year.counting_before").search(around.before) is not None


def _recurs(around: Surroundings) -> bool:
    """Whether the sentence speaks of what happens again and again; a clause in the past tells of one time."""
    return cue("recurring").search(around.sentence) is not None and around.tense != "past"


_EVERY = re.compile(r"(?<!\w)(?:chaque|tous les|toutes les) $", re.IGNORECASE)


def _every(around: Surroundings) -> str | None:
    """The form "chaque 21 mars": a day of every year."""
    return "recurring" if isinstance(around.expression.when, Yearless) and _EVERY.search(around.before) else None


def _month(around: Surroundings) -> str | None:  # noqa: PLR0911 - one return for each reason
    expression = around.expression
    if expression.rule not in {"month", "interval.month"} or not expression.bare:
        return None
    if _recurs(around):
        return "recurring"
    if cue("month.name").search(around.before) or (around.text == "Mars" and cue("planet").search(around.sentence)):
        return "name"
    if expression.rule == "interval.month" and around.tense is None and _is_most_of_a_year(expression):
        return "recurring"
    if (
        _is_heading(around)
        or _is_item(around)
        or (around.text[:1].islower() and cue("month.verb").search(around.after))
    ):
        return None
    if around.text[:1].isupper() and around.before.endswith((" ", "-")) and not cue("month.cue").search(around.before):
        return "name"
    short = around.text.lower() in {"mars", "mai", "avril", "juin", "août", "aout"}
    if short and not cue("month.cue").search(around.before):
        return "word"
    if not around.before.strip() and not _HEADS.match(around.after):
        return "name"
    return "name" if around.after[:1] == "-" and expression.rule == "month" else None


def _is_most_of_a_year(expression: Expression) -> bool:
    """Whether months without year make a season of opening hours rather than a period: "de septembre à juin"."""
    found = expression.when.in_year(_ANY_YEAR) if isinstance(expression.when, Yearless) else None
    return found is not None and (found.end - found.start).days > _MOST_OF_A_YEAR


def _is_heading(around: Surroundings) -> bool:
    """Whether a month stands alone on its line, as in an agenda, and not in a list of months, as in a form."""
    folded, expression = around.analysis.folded, around.expression
    if around.before.strip() or not _ALONE.match(around.after):
        return False
    near = folded[max(0, expression.start - REACH) : expression.start] + "\n" + around.after
    return _LINE_OF_MONTH.search(near) is None


def _is_item(around: Surroundings) -> bool:
    """Whether a month opens a line or sentence and what follows is said of it: "Avril : stable"."""
    return _SAID.match(around.after) is not None and _OPENING.search(around.before) is not None


_SAID = re.compile(r" ?: ")
_OPENING = re.compile(r"(?:^|[.!?;] )\W*$")
_ALONE = re.compile(r" ?:? ?(?:\n|$)")
_LINE_OF_MONTH = re.compile(rf"\n(?:{'|'.join(atoms.MONTHS)}|février|août|décembre)\W*\n", re.IGNORECASE)
_HEADS = re.compile(r" ?(?:[,:.;\n(]|$|\d)")  # what follows a month that opens a line as a date


_OF_SEASON = re.compile(r"(?<!\w)(?:de l'|d'|du |au |à l'|avant l'|cet )$", re.IGNORECASE)


def _season(around: Surroundings) -> str | None:
    expression = around.expression
    if expression.grain != "season" or not expression.bare:
        return None
    if _recurs(around):
        return "recurring"
    if is_demonstrative(around) or cue("season.named").search(around.before) or around.done or _is_headline(around):
        return None
    if re.match(r" (?:des?|du|d')[ \w]", around.after) or around.after.startswith("-"):
        return "name"
    return None if _is_told(around) else "season in general"


def _is_headline(around: Surroundings) -> bool:
    """Whether a title names the season: "Ce qui change au printemps", "Session d'automne"."""
    folded, start = around.analysis.folded, around.expression.start
    if start > _TITLE or not _OF_SEASON.search(around.before):
        return False
    end = folded.find("\n", start)
    line = folded[folded.rfind("\n", 0, start) + 1 : end if end >= 0 else len(folded)]
    return end >= 0 and len(line) < _TITLE and not line.rstrip().endswith((".", "!", "?"))


def _is_told(around: Surroundings) -> bool:
    """Whether a verb says that a season is past or to come."""
    if cue("season.cue").search(around.before):
        return around.tense is not None
    return around.before.lower().endswith("en ") and around.text.lower() != "été" and around.tense == "future"


def _division(around: Surroundings) -> str | None:
    if around.expression.grain not in {"half", "quarter"} or not around.expression.bare:
        return None
    if _recurs(around):
        return "recurring"
    meant = cue("division.cue").search(around.before) and not cue("division.not_after").search(around.after)
    return None if meant else "no period"


_NOWADAYS = re.compile(r"(?<!\w)(?:d'|et |comme |encore |jusqu'à |ni |qu'|plus qu')$", re.IGNORECASE)
_CONTRAST = re.compile(r" ?,? (?:et|comme|ou|encore)(?!\w)", re.IGNORECASE)


def _day_word(around: Surroundings) -> str | None:
    judge = _DAY_WORDS.get(around.expression.rule)
    if judge is None or around.expression.clock or cue("day_word.timed").search(around.after):
        return None
    bounded = bound(around) != {}  # "dès demain et jusqu'à samedi"
    if _NOWADAYS.search(around.before) or (_CONTRAST.match(around.after) and not bounded):
        return "figurative"
    return judge(around)


def _today(around: Surroundings) -> str | None:
    before = around.before.removesuffix("ce ").removesuffix("Ce ")
    this_day = around.expression.rule == "deictic.jour" and around.after[:4] not in {" de ", " où "}
    told = cue("announcing").search(before) or (this_day and cue("this_day.before").search(before))
    told = told or (_OPENING.search(before) and cue("announced").match(around.after))
    return None if told else "nowadays"


def _yesterday(around: Surroundings) -> str | None:
    return "figurative" if _NOW.search(around.sentence) else None  # "hier l'usine, aujourd'hui le corps"


_NOW = re.compile(r"(?<!\w)(?:aujourd'hui|désormais|demain)(?!\w)", re.IGNORECASE)


def _tomorrow(around: Surroundings) -> str | None:
    contrast = _NOW.search(around.sentence.replace(around.text, "", 1))
    figurative = cue("tomorrow.figurative").search(around.before) or around.tense != "future" or contrast
    return "figurative" if figurative else None


_DAY_WORDS: Final[dict[str, Callable[[Surroundings], str | None]]] = {
    "deictic.hier": _yesterday,
    "deictic.demain": _tomorrow,
    "deictic.aujourd'hui": _today,
    "deictic.jour": _today,
}


_NAMED_DAY = r"(?:samedi|dimanche|(?:lun|mar|mercre|jeu|vendre)di)"
_SCHEDULE = re.compile(rf"(?<!\w){_NAMED_DAY}s?(?!\w)(?! \d)", re.IGNORECASE)
_PAIRED_BEFORE = re.compile(rf"{_NAMED_DAY},? (?:et|ou) $", re.IGNORECASE)
_PAIRED_AFTER = re.compile(rf",? (?:et|ou) {_NAMED_DAY}", re.IGNORECASE)
_RUN_OF_DAYS = re.compile(
    rf"(?<!les )(?<!le )(?<!du )(?<!des )(?<!chaque )(?<!\w)(?:{_NAMED_DAY}(?:, | et )){{2,3}}{_NAMED_DAY}(?!\w)",
    re.IGNORECASE,
)


# "Jeudi, le conseil se réunit": a sentence, where "Jeudi, salle des fêtes" is a line of an agenda.
_CLAUSE_AFTER = re.compile(
    r"(?: (?:matin|midi|soir|après-midi))?, (?:les? |la |l'|une? |des |cette |il |elle |ils |on |nous )\w",
    re.IGNORECASE,
)
_TO_DAY = re.compile(rf"{_NAMED_DAY}s? jusqu'(?:à|au) (?:ce )?$", re.IGNORECASE)
_WEEKLY = re.compile(rf"(?<!\w)du {_NAMED_DAY} au {_NAMED_DAY}(?! \d)", re.IGNORECASE)


def _is_timetable(around: Surroundings) -> bool:
    """Whether it is one of three weekdays or more that are listed, or follow each other without a telling verb."""
    days = {match.group().lower().removesuffix("s") for match in _SCHEDULE.finditer(around.sentence)}
    if _WEEKLY.search(around.before):
        return True
    if len(days) < 3:  # noqa: PLR2004
        return False
    run = _RUN_OF_DAYS.search(around.sentence)
    runs = run is not None and len(_SCHEDULE.findall(run.group())) == len(_SCHEDULE.findall(around.sentence))
    return around.tense is None or not (runs or around.tense == "past")


def _weekday(around: Surroundings) -> str | None:  # noqa: PLR0911 - one return for each reason
    if around.expression.rule != "deictic.weekday":
        return None
    announced = around.before.endswith(" de ") and around.after.startswith((" :", ":"))  # "l'actualité de jeudi :"
    if cue("weekday.recurring_after").search(around.after) and not announced:
        return "recurring"
    if cue("weekday.starting").search(around.before) and not _TO_DAY.search(around.before):
        return None
    if _is_timetable(around):
        return "timetable"
    if around.before.endswith(": ") and around.expression.clock:
        return "timetable"
    if cue("weekday.recurring_before").search(around.before) or _recurs(around):
        return "recurring"
    paired = _PAIRED_BEFORE.search(around.before) or _PAIRED_AFTER.match(around.after)
    opens_line = not around.before.strip(" -–•*") and not _CLAUSE_AFTER.match(around.after)
    return "no event" if (paired or opens_line) and not around.tense else None


def _of_month(around: Surroundings) -> str | None:
    if around.expression.rule != "day.of_month":
        return None
    every = around.before.lower().endswith(("chaque ", "tous les ", "un "))
    return "recurring" if every or _recurs(around) else None


def _unit(around: Surroundings) -> str | None:
    if around.expression.rule == "deictic.weekday.related" and around.text.lower().endswith(("suivant", "précédent")):
        return "points back"
    if around.expression.rule not in {"deictic.day", "deictic.year", "deictic.week", "deictic.month"}:
        return None
    if re.match(r"-(?:là|ci)(?!\w)| (?:du|des) (?:samedi |vendredi )?\d", around.after, re.IGNORECASE):
        return "points back"
    if re.search(r"(?:fêtes|repas|colis|spectacles?|goûters?|primes?|bilans?) (?:de )?$", around.before, re.IGNORECASE):
        return "feast"
    return (
        "recurring"
        if re.search(r"(?:chaque|toutes les|à chaque|par)(?: \w+)? $", around.before, re.IGNORECASE)
        else None
    )


def _path(around: Surroundings) -> str | None:
    if (
        _GLUED_BEFORE.search(around.before)
        and around.expression.grain in {"year", "month", "day"}
        and around.text[:1].isdigit()
        and not _RUN_IN.search(around.before)
    ):
        return "glued to something"
    return "breadcrumb" if _is_in_breadcrumb(around) else None


def _is_in_breadcrumb(around: Surroundings) -> bool:
    sentence = around.sentence
    if len(sentence) >= 200:  # noqa: PLR2004 - one line
        return False
    crumb = around.before.endswith("/ ") and around.expression.grain in {"year", "month", "day"}
    if _SLASHES.search(sentence) and (crumb or _HOME.match(sentence)):
        return True
    return _BREADCRUMB.search(_QUOTED.sub("", sentence)) is not None


_GUARDS: Final[tuple[Callable[[Surroundings], str | None], ...]] = (
    _path, _year, _glued_year, _every, _month, _season, _division, _day_word, _weekday, _of_month, _unit,
)  # fmt: skip


def rejection(around: Surroundings, zones: Zones) -> str | None:
    """Why a candidate is no date, None when it is one."""
    found = zones.reason(around.expression.start, around.expression.end)
    return found or next((reason for guard in _GUARDS if (reason := guard(around))), None)
