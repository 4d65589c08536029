"""Where names may stand: rules over runs of capitalised words, with the statistical model beside them."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline import lexicon
from pipeline.extractors.people import guards, names, phrases
from pipeline.extractors.people.candidate import Candidate
from pipeline.extractors.people.guards import Guards
from pipeline.extractors.people.names import Word
from pipeline.types import Analysis, Span

_MAX_SURNAME: Final = 3  # words of a family name
_BODY: Final = 6  # words of the name of a body
_LOWER_CIVILITY: Final = re.compile(
    r"(?<!\w)(?P<word>monsieur|madame|mademoiselle|messieurs|mesdames|maître|"
    r"mm\.?|mmes?\.?|mlles?|mr\.?|drs?\.?|prs?\.?) $",
    re.IGNORECASE,
)
_PLURAL_CIVILITIES: Final = frozenset({"mm.", "mm", "messieurs", "mmes", "mesdames", "mes", "drs", "prs"})
_PARTY: Final = re.compile(r" \([A-Z]{2,6}(?:[-/ ][A-Z]+)?\)")
_DIGIT: Final = re.compile(r" ?\d")
_CAPITAL_ARTICLES: Final = frozenset({"Le", "La", "De", "Du", "Des"})
_ARTICLES: Final = frozenset({"le", "la", "de", "du", "des"})
JOINT: Final = re.compile(r"(?: \([^()\n]{1,30}\))? ?(?:,|et|&|, et|ou) ")


@dataclass(frozen=True, slots=True)
class Title:
    """What announces a name: a civility, or a role (then `civility` is None)."""

    civility: str | None = None
    plural: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A name in a run: the words up to `stop`."""

    stop: int
    rule: str
    confidence: float


@cache
def _civilities() -> frozenset[str]:
    return frozenset(word.lower() for word in lexicon.words("people", "civility"))


@cache
def _speech() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{lexicon.alternation(lexicon.words('people', 'speech'))}) $", re.IGNORECASE)


class Finder:
    """Reads one document: `find` yields candidates in text order."""

    def __init__(self, analysis: Analysis) -> None:
        self.folded = analysis.folded
        self.runs = list(names.runs(analysis.folded))
        self.guards = Guards(analysis)
        self._people = [entity for entity in analysis.entities if entity.label == "PER"]
        self._starts = [entity.start for entity in self._people]

    def find(self) -> Iterator[Candidate]:
        """Candidates of every run; those rejected say why in `lost`."""
        title: Title | None = None
        end = 0
        for run in self.runs:
            listed = title if title and title.plural and JOINT.fullmatch(self.folded, end, run[0].opens) else None
            title = None
            for candidate, announced in self._run(run, self._title_before(run[0].opens) or listed):
                yield candidate
                title, end = announced, candidate.end

    def entity(self, start: int, end: int) -> Span | None:
        """The span of the PER entity that touches a stretch, if any."""
        index = max(bisect.bisect_right(self._starts, start) - 1, 0)
        for entity in self._people[index : index + 3]:
            if entity.start < end and start < entity.end:
                return entity.start, entity.end
        return None

    def speaks(self, start: int) -> bool:
        """Whether a verb of speech stands right before."""
        return bool(_speech().search(self.guards.left(start)))

    def _run(self, run: list[Word], title: Title | None) -> Iterator[tuple[Candidate, Title | None]]:
        position = 0
        while position < len(run):
            announced = self._title_at(run, position)
            if announced:
                title, position = announced if announced.civility or not title else title, position + 1
                continue
            found = self._name(run, position, title)
            if found:
                yield self._candidate(run, position, found, title), title
            position, title = found.stop if found else position + 1, None

    def _title_before(self, start: int) -> Title | None:
        left = self.guards.left(start)
        if civility := _LOWER_CIVILITY.search(left):
            return Title(civility["word"], civility["word"].lower() in _PLURAL_CIVILITIES)
        last = left.split(" ")[-2].rpartition("'")[2] if left.endswith(" ") else ""
        if last.replace("-", "").isalpha() and phrases.head(last) and phrases.is_title(left.rpartition(last)[0], last):
            return Title(plural=last.endswith(("s", "x")))
        return None

    def _title_at(self, run: list[Word], position: int) -> Title | None:
        """The civility or role that a word of a run is, when a name may follow."""
        word, last = run[position], position + 1 == len(run)
        before = run[position - 1].text if position and not word.particle else None
        if before and names.is_common(before) and not names.is_function(before):  # "Conseil Général"
            return None
        if word.text.lower() in _civilities() and not last:
            return Title(word.text, word.text.lower() in _PLURAL_CIVILITIES)
        if phrases.head(word.text) and (not last or word.particle) and word.text[0].isupper():
            return Title()
        return None

    def _name(self, run: list[Word], position: int, title: Title | None) -> _Found | None:
        """The name that begins at a word of a run, if any."""
        word = run[position]
        entity = self.entity(word.start, word.end)
        if word.particle and not self._may_open(run, position, title, entity):
            return None
        if names.is_given(word.text) and (entity or not names.is_common(word.text)):
            return self._given_first(run, position, title)
        if shaped := self._shaped(run, position):
            return shaped
        if word.initial and (title or entity):
            stop = self._surname(run, position + 1)
            named = any(not part.initial for part in run[position:stop])  # "Par Y. B." names nobody
            return _Found(stop, "person.initial", 0.95) if named and stop > position + 1 else None
        if title and (word.text in _CAPITAL_ARTICLES or not names.is_common(word.text)):
            stop = self._surname(run, position)
            return _Found(stop, "person.title", 0.96) if stop > position else None
        return self._entity(run, position, entity) if entity else None

    @staticmethod
    def _may_open(run: list[Word], position: int, title: Title | None, entity: Span | None) -> bool:
        """Whether a name may begin at a word with a particle: "M. de Villers", but not "Sénateur de Lens"."""
        if title or not position:
            return bool(title and title.civility)
        sure = names.is_sure(run[position].text) and position + 1 < len(run)  # "Hommage de Jeanne Morel"
        return (
            sure or names.is_common(run[position - 1].text) or (entity is not None and entity[0] <= run[position].opens)
        )

    def _shaped(self, run: list[Word], position: int) -> _Found | None:
        """A name that its shape gives away: family name in capitals first, or an initial in the middle."""
        if self._given_last(run, position):
            return _Found(len(run), "person.family_first", 0.9)
        return _Found(position + 3, "person.middle", 0.92) if self._middle_initial(run, position) else None

    @staticmethod
    def _given_last(run: list[Word], position: int) -> bool:
        """Whether a run ends as "DUPONT Michel" or "LE GOFF Anne"."""
        if not 1 < len(run) - position <= _MAX_SURNAME + 1:
            return False
        *family, given = run[position:]
        if not all(word.upper for word in family):
            return False
        article = len(family) > 1 and family[0].text.lower() in _ARTICLES
        long = all(len(word.text) > _MAX_SURNAME and not names.is_common(word.text) for word in family[article:])
        return long and not given.upper and not given.particle and names.is_given(given.text)

    @staticmethod
    def _middle_initial(run: list[Word], position: int) -> bool:
        """Whether a run goes on as "Godefroid A. Vasseur", whatever its first name."""
        if position + 2 >= len(run):
            return False
        given, middle, family = run[position : position + 3]
        written = not any(word.upper or word.initial or names.is_common(word.text) for word in (given, family))
        return written and len(middle.text) == 2 and middle.initial and not (middle.particle or family.particle)  # noqa: PLR2004 - A.

    def _given_first(self, run: list[Word], position: int, title: Title | None) -> _Found | None:
        given = position + 1
        while given < len(run) and not run[given].particle and names.is_second_given(run[given]):
            if _preposition(run, given):
                break
            given += 1
        stop = self._surname(run, given)
        if stop - position == 1:
            office = phrases.head(run[position].text) is not None  # "M. Morel, Maire": a first name, too
            return None if office else _Found(stop, "person.given", 0.92)
        supported = title is not None or self.entity(run[position].start, run[stop - 1].end) is not None
        supported = supported or bool(_PARTY.match(self.folded, run[stop - 1].end))
        if names.is_dubious(run[position].text) and not supported:
            return None
        return _Found(stop, "person.full", 0.98 if supported else 0.95)

    def _surname(self, run: list[Word], position: int) -> int:
        """Where the family name that begins at a word ends; `position` when there is none."""
        if position >= len(run):
            return position
        entity = self.entity(run[position].start, run[position].end)
        stop = position
        while stop < len(run) and stop - position < _MAX_SURNAME + (run[position].text in _CAPITAL_ARTICLES):
            if self._breaks(run, position, stop, entity):
                break
            stop += 1
        while stop > position and run[stop - 1].text.lower() in _ARTICLES:
            stop -= 1
        return stop

    def _breaks(self, run: list[Word], first: int, stop: int, entity: Span | None) -> bool:
        """Whether the word at `stop` cannot continue a family name that began at `first`."""
        word = run[stop]
        before = run[stop - 1] if stop > first else None
        if word.text.lower() in _ARTICLES and stop + 1 < len(run):
            return before is not None and entity is not None and word.end > entity[1]
        if before and before.text in _CAPITAL_ARTICLES:
            return False
        common = names.is_common(word.text) and not (
            self._is_surname(run, first, stop, entity) or self._is_month_surname(run, first, stop)
        )
        if common or (stop and _preposition(run, stop)):
            return True
        if word.text.lower() in _civilities() and not word.initial:
            return True
        if before is None or names.ROMAN.fullmatch(word.text):
            return False
        return word.end > entity[1] if entity else self._begins_anew(run, stop)

    @staticmethod
    def _is_surname(run: list[Word], first: int, stop: int, entity: Span | None) -> bool:
        """Whether a common word is a family name all the same: a sure first name before it, one entity over both."""
        if stop != first or not first or entity is None or names.is_function(run[stop].text):
            return False
        return entity[0] <= run[first - 1].start and run[stop].end <= entity[1] and names.is_sure(run[first - 1].text)

    def _is_month_surname(self, run: list[Word], first: int, stop: int) -> bool:
        """Whether the name of a month is a family name: "Marc Juillet" with no year behind it."""
        word = run[stop]
        named = stop == first and first > 0 and names.is_month(word.text) and names.is_sure(run[first - 1].text)
        return named and not word.upper and not _DIGIT.match(self.folded, word.end)

    @staticmethod
    def _begins_anew(run: list[Word], stop: int) -> bool:
        """Whether a word behind a family name is none of it: a place, an acronym, the next first name."""
        word = run[stop]
        if word.particle and not names.is_foreign_particle(word.particle):
            return True
        if word.upper:
            return not run[stop - 1].upper
        more = stop + 1 < len(run) and not run[stop + 1].particle
        return more and names.is_given(word.text) and not names.is_weak(word.text)

    @staticmethod
    def _entity(run: list[Word], position: int, entity: Span) -> _Found | None:
        """A name that only the statistical model sees: capitalised words inside its entity."""
        article = run[position].text in _CAPITAL_ARTICLES and entity[0] == run[position].start  # Le Pen
        if names.is_common(run[position].text) and not article:
            return None
        stop = position + article
        while stop < len(run) and run[stop].end <= entity[1] and not names.is_common(run[stop].text):
            stop += 1
        length = stop - position - article
        if length == 1 and phrases.head(run[stop - 1].text):
            return None
        if length == 1:
            return _Found(stop, "person.model.single", 0.88)
        whole = length > 1 and not article and not all(word.upper for word in run[position:stop])
        return _Found(stop, "person.model", 0.88) if whole else None

    def _candidate(self, run: list[Word], position: int, found: _Found, title: Title | None) -> Candidate:
        first, last = run[position], run[found.stop - 1]
        start = first.opens if title or not position else first.start
        civility = title.civility if title else None
        whole = found.stop - position > 1
        candidate = Candidate(start, last.end, found.rule, found.confidence, civility, whole)
        lost = self.guards.lost(candidate)
        flanked = (
            guards.names_a_body(run[max(0, position - _BODY) : position]) and not first.particle
            if whole
            else guards.inside(run, position, found.stop)
        )
        if flanked and not (lost or title):
            lost = "inside a longer name"
        return dataclasses.replace(candidate, lost=lost)


def _preposition(run: list[Word], position: int) -> bool:
    """Whether a letter is the preposition of a line in capitals ("JEANNE MOREL À LENS"), no initial."""
    return run[position].text in {"A", "À"} and run[position - 1].upper
