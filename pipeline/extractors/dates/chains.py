"""Points that a link joins: intervals ("3 au 5 juin 2017") and lists ("les 4, 11 et 18 mai").

An interval is one expression, a list one for each point. What a point does not say, the next one of
the chain lends it: the month first, then the year; failing that, the one before lends its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.extractors.dates import atoms, points
from pipeline.extractors.dates.clock import Clock
from pipeline.extractors.dates.days import in_month
from pipeline.extractors.dates.deictics import weekday_and_number
from pipeline.extractors.dates.expressions import Deictic, Expression, Fixed, When, Yearless
from pipeline.extractors.dates.periods import InYear, Period
from pipeline.extractors.dates.point import Point, optional_year

_LONGEST = 31  # points of one chain
_ARTICLE = r"(?:(?:de|du|des|en|au|dans|le|la|les) |l'|d'){0,2}"
_LINK = re.compile(
    r"(?:(?: inclus| compris)?,? (?P<to>jusqu'(?:au|a|en)|(?<!, )(?:aux?|a))|,? (?P<and>et|ou|puis|ainsi que)"
    r"| ?(?P<comma>[,&])(?: et| ou)?) "
    rf"{_ARTICLE}"
    rf"| ?(?P<dash>[-–—−/>→])(?P<after> ?)(?:le )?"
)
_BETWEEN = re.compile(r"(?<!\w)entre (?:le |la |les |l'|debut |fin |mi-)?$")
_INSERTION = re.compile(r",[^,.;:!?\n\d]{3,40}, et (?:le |la )?| (?=\d{4}(?!\d))")
_LISTED = re.compile(
    r"(?:(?<!\w)(?:les?|des|du|aux?|ces?|entre|de)|[,:;]|(?:lun|mar|mercre|jeu|vendre|same)dis|dimanches)"
    r" (?:le )?$"
    r"|(?:^|\n|[.!?] )[^\w\n]{0,4}$"
)
_COMPARED = re.compile(r"(?<!\w)contre $")  # "contre 12 au 31 décembre"
_REACH = 24
_LONGEST_PLAN = 12  # years
# "repoussé d'octobre à décembre": from one date to another, not a period.
_MOVED = re.compile(r"(?<!\w)(?:repouss|report|decal|avanc|deplac)[a-z]{1,5} (?:du |d'|de |des )(?:l'|la )?$")
_MONTH_BEFORE = re.compile(
    rf"(?<![a-z])(?P<month>{atoms.MONTH})(?: (?P<year>{atoms.RECENT_YEAR}))?"
    rf"(?: ?[:(] ?| ?, )les (?:{atoms.WEEKDAY}s? )?$"
)


@dataclass(frozen=True, slots=True)
class _Link:
    end: int
    kind: str  # to, and, comma, dash, slash, arrow, between


def _link(plain: str, offset: int, *, between: bool) -> _Link | None:
    insertion = _INSERTION.match(plain, offset) if between else None
    if insertion:
        return _Link(insertion.end(), "between")
    match = _LINK.match(plain, offset)
    if match:
        kind = next(name for name in ("to", "and", "comma", "dash") if match[name])
        if kind == "dash":
            kind = {"/": "slash", ">": "arrow", "→": "arrow"}.get(match["dash"], kind)
        return _Link(match.end(), "between" if between and kind == "and" else kind)
    return None


def _fits(left: Point, link: _Link, right: Point) -> bool:
    """Whether two points may stand in one chain."""
    if link.kind == "slash":
        return _fits_slash(left, right)
    if link.kind == "arrow":
        return left.grain == right.grain == "day" and (left.in_year is None or right.in_year is not None)
    if "season" in {left.grain, right.grain}:
        return link.kind in {"and", "comma"} or left.grain != right.grain
    if left.in_year is None:
        return right.grain == "day" and (right.in_year is None or right.month is not None)
    return not (left.clock and link.kind == "dash") or right.in_year is not None


def _fits_slash(left: Point, right: Point) -> bool:
    """Whether a slash joins two points: "mars/avril", "9/10 juin", "2021/2027"."""
    if left.grain != right.grain:
        return False
    if left.grain == "day":
        return left.in_year is None and right.month is not None and right.day == (left.day or 0) + 1
    years = left.grain == "year" and left.year and right.year and left.year < right.year <= left.year + _LONGEST_PLAN
    return left.grain == "month" or bool(years)


def read(plain: str, first: Point) -> tuple[list[Expression], int]:
    """The expressions of the chain that begins with a point, and where the reading ended.

    Days that no month follows are left out.
    """
    chain, links = _collect(plain, first)
    reached = chain[-1].end
    points_read, links_read = tuple(chain), tuple(links)
    chain = _with_month_of_first_bound(_with_month_before(plain, chain), links)
    while chain and chain[-1].in_year is None:
        chain.pop()
        links.pop()
    if not chain:
        unmonthed = _segments(points_read, links_read)
        return [found for segment in unmonthed if (found := _weekday_and_number(*segment))], reached
    chain, links = _without_stray(plain, _with_months(chain), links)
    moved = _MOVED.search(plain, max(0, first.start - _REACH), first.start) is not None
    segments = list(_segments(_with_years(chain, links), [] if moved else links))
    return [_expression(segment) for segment in segments], max(segment[-1].end for segment in segments)


def _collect(plain: str, first: Point) -> tuple[list[Point], list[str]]:
    """The points of a chain, and for each the kind of link that leads to it."""
    chain, links = [first], [""]
    between = _BETWEEN.search(plain, max(0, first.start - _REACH), first.start) is not None
    while len(chain) < _LONGEST:
        link = _link(plain, chain[-1].end, between=between and len(chain) == 1)
        if not link or link.end >= len(plain):
            break
        point = points.at(plain, link.end)
        if not point or not _fits(chain[-1], link, point):
            break
        chain.append(point)
        links.append(link.kind)
    return chain, links


def _with_month_before(plain: str, chain: list[Point]) -> list[Point]:
    """Give bare days the month that the text names before them: "en mai : les 4, 11 et 18"."""
    if any(point.in_year is not None for point in chain):
        return chain
    announced = _MONTH_BEFORE.search(plain, max(0, chain[0].start - 2 * _REACH), chain[0].start)
    month = atoms.month_number(announced["month"]) if announced else None
    if not announced or not month or any(point.day is None for point in chain):
        return chain
    return [_in_month(point, month, optional_year(announced)) for point in chain]


def _with_month_of_first_bound(chain: list[Point], links: Sequence[str]) -> list[Point]:
    """Give the last bound of "du lundi 29 octobre au mardi 30" the month of the first, or the next one."""
    if len(chain) == 1 or chain[-1].in_year is not None or links[-1] not in {"to", "dash", "arrow"}:
        return chain
    first, last = chain[-2:]
    if not first.month or not first.day or not last.day or last.weekday is None:
        return chain
    month = first.month if last.day > first.day else first.month % 12 + 1
    return [*chain[:-1], _in_month(last, month, None)]


def _weekday_and_number(first: Point, last: Point | None = None) -> Expression | None:
    """The form "jeudi 15", "du jeudi 15 au samedi 17" with no month: the month is the nearest in which it fits."""
    if first.weekday is None or first.day is None:
        return None
    more = (last.day or 0) - first.day if last else 0
    return Expression(
        first.start,
        last.end if last and more > 0 else first.end,
        "day.weekday_number",
        "day",
        weekday_and_number(first.weekday, first.day, max(0, more)),
        clock=_interval_clock(first.clock, last.clock if last else None),
    )


def _with_months(chain: Sequence[Point]) -> list[Point]:
    """Give each bare day the month of the next point that has one, with its year or relation."""
    lender: Point | None = None
    done: list[Point] = []
    for point in reversed(chain):
        if point.in_year is not None:
            lender = point
        done.append(_in_month_of(point, lender))
    return done[::-1]


def _in_month_of(point: Point, lender: Point | None) -> Point:
    if point.in_year is not None or not lender or not lender.month or not point.day:
        return point
    return replace(_in_month(point, lender.month, lender.year), relation=lender.relation)


def _in_month(point: Point, month: int, year: int | None) -> Point:
    return replace(point, in_year=in_month(month, point.day or 0), month=month, year=year)


def _without_stray(plain: str, chain: list[Point], links: list[str]) -> tuple[list[Point], list[str]]:
    """Leave out leading numbers that only a comma or "et" joins to a day, unless the text announces days."""
    while (
        len(chain) > 1
        and chain[0].rule == "day.of_list"
        and chain[0].weekday is None
        and (
            chain[0].in_year is None
            or links[1] in {"and", "comma"}
            or _COMPARED.search(plain, max(0, chain[0].start - _REACH), chain[0].start)
        )
        and not (chain[0].in_year and _LISTED.search(plain, max(0, chain[0].start - _REACH), chain[0].start))
    ):
        chain, links = chain[1:], ["", *links[2:]]
    return chain, links


def _with_years(chain: Sequence[Point], links: Sequence[str]) -> list[Point]:
    """Give each point without year that of the next one, else that of the one before."""
    done = list(chain)
    for i in range(len(done) - 2, -1, -1):
        later = done[i + 1]
        if (
            _borrows(done[i])
            and later.year is not None
            and later.grain in {"day", "month", "season", "quarter", "half"}
        ):
            done[i] = replace(done[i], year=_year_before(done[i], later), bare=False)
    for i in range(1, len(done)):
        earlier = done[i - 1]
        if _borrows(done[i]) and earlier.year is not None and links[i] in {"to", "dash", "arrow", "between"}:
            done[i] = replace(done[i], year=_year_after(earlier, done[i]), bare=False)
    return done


def _borrows(point: Point) -> bool:
    return point.year is None and point.relation is None and point.years_away is None


def _year_before(point: Point, later: Point) -> int:
    """The year in which `point` comes before `later`."""
    year = later.year or 0
    own, other = point.place(year), later.place()
    return year - 1 if own and other and own.start > other.start else year


def _year_after(earlier: Point, point: Point) -> int:
    year = earlier.year or 0
    own, other = point.place(year), earlier.place()
    return year + 1 if own and other and own.start < other.start else year


def _segments(chain: Sequence[Point], links: Sequence[str]) -> Iterator[tuple[Point, ...]]:
    index = 0
    while index < len(chain):
        following = index + 1
        if following < len(links) and links[following] in _INTERVAL and _ordered(chain[index], chain[following]):
            yield chain[index], chain[following]
            index += 2
        else:
            yield (chain[index],)
            index += 1


_INTERVAL: Final = {"to", "dash", "slash", "arrow", "between"}


def _ordered(first: Point, last: Point) -> bool:
    start, end = first.place(), last.place()
    return start is None or end is None or start.start <= end.end


def _when(point: Point) -> When:
    if point.year is not None or point.in_year is None:
        return Fixed(point.place())
    if point.years_away is not None:
        return _counted(point.in_year, point.years_away)
    key = (point.month, point.day) if point.month and point.day else None
    return Yearless(point.in_year, point.relation, point.weekday, key)


def _counted(in_year: InYear, years_away: int) -> Deictic:
    """The form "second semestre de l'année prochaine"."""
    return Deictic(lambda anchor, _: in_year(anchor.year + years_away))


def _expression(segment: tuple[Point, ...]) -> Expression:
    point = segment[0]
    if len(segment) == 1:
        return Expression(
            point.start,
            point.end,
            point.rule,
            point.grain,
            _when(point),
            point.mod,
            point.clock,
            point.weekday,
            point.bare,
        )
    last = segment[1]
    grain = min(point.grain, last.grain, key=_FINENESS.index)
    clock = _interval_clock(point.clock, last.clock)
    return Expression(
        point.start, last.end, f"interval.{grain}", grain, _interval(point, last), None, clock, point.weekday,
        bare=point.bare and last.bare,
    )  # fmt: skip


_FINENESS: Final = ("day", "week", "month", "quarter", "season", "half", "school_year", "year", "decade", "century")


def _interval_clock(first: Clock | None, last: Clock | None) -> Clock | None:
    if first and last:
        return Clock(last.end, first.time, last.time_end or last.time)
    return first or last


def _interval(first: Point, last: Point) -> When:
    start, end = first.place(), last.place()
    if start and end:
        return Fixed(start.until(end))
    in_year = _interval_in_year(first, last)
    return Yearless(in_year, last.relation or first.relation, first.weekday)


def _interval_in_year(first: Point, last: Point) -> InYear:
    """Puts an interval in the year of its first bound; the second may lie in the next."""

    def in_year(year: int) -> Period | None:
        start, end = first.place(year), last.place(year)
        if not start or not end:
            return None
        if end.end < start.start:
            end = last.place(year + 1)
        return start.until(end) if end else None

    return in_year
