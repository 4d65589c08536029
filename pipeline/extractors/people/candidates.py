"""Where names may stand: rules over runs of capitalised words, with the statistical model beside them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline import lexicon
from pipeline.extractors.people import names, roles
from pipeline.extractors.people.names import Word
from pipeline.text import deaccent
from pipeline.types import Analysis, Span

_MAX_SURNAME = 3
_LEFT = 40  # characters looked at before a name
_LOWER_TITLE: Final = re.compile(
    r"(?<!\w)(?:monsieur|madame|mademoiselle|messieurs|mesdames|maître|mme|mlle|mr|dr|pr) $", re.IGNORECASE
)
_ARTICLE: Final = re.compile(
    r"(?<!\w)(?:le|la|les|l'|un|une|des|du|au|aux|ce|cette|cet|ces|son|sa|ses|notre|leur) ?$", re.IGNORECASE
)
_OPEN: Final = frozenset('"“«')
_CLOSE: Final = frozenset('"”»')
_CAPITAL_ARTICLES: Final = frozenset({"Le", "La", "De", "Du", "Des"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that may be the name of a person.

    Attributes:
        civility: as written, when one stands before the name.
        whole: the candidate holds a first name and a family name.
        lost: why it is no mention, None when it is one.
    """

    start: int
    end: int
    rule: str
    confidence: float
    civility: str | None = None
    whole: bool = False
    lost: str | None = None


@cache
def _civilities() -> frozenset[str]:
    return frozenset(word.lower() for word in lexicon.words("people", "civility"))


@cache
def _namesake() -> re.Pattern[str]:
    heads = lexicon.alternation(lexicon.words("people", "namesake"))
    return re.compile(
        rf"(?<!\w)(?<!de )(?<!d')(?:{heads})(?:s|x)?(?: |(?<='))(?:(?:Saint|Sainte|St|Ste|Général|Maréchal|Docteur|Président|Abbé|Père|Mgr)[ -])*$",
        re.IGNORECASE,
    )


@cache
def _speech() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{lexicon.alternation(lexicon.words('people', 'speech'))}) $", re.IGNORECASE)


@cache
def _well_known() -> frozenset[str]:
    return frozenset(names.plain(word) for word in lexicon.words("people", "well_known"))


class Finder:
    """Reads one document: `find` yields candidates in text order."""

    def __init__(self, analysis: Analysis) -> None:
        self.folded = analysis.folded
        self.analysis = analysis
        self.people = [entity for entity in analysis.entities if entity.label == "PER"]
        self._starts = [entity.start for entity in self.people]

    def find(self) -> Iterator[Candidate]:
        """Candidates of every run; those rejected say why in `lost`."""
        for run in names.runs(self.folded):
            yield from self._run(run)

    def entity(self, start: int, end: int) -> Span | None:
        """The span of the PER entity that touches a stretch, if any."""
        index = max(bisect.bisect_right(self._starts, start) - 1, 0)
        for entity in self.people[index : index + 3]:
            if entity.start < end and start < entity.end:
                return entity.start, entity.end
        return None

    def left(self, start: int) -> str:
        """The text right before an offset, on the same line."""
        line = self.folded[max(0, start - _LEFT) : start]
        return line.rpartition("\n")[2]

    def _run(self, run: list[Word]) -> Iterator[Candidate]:
        position = 0
        civility, titled = self._title_before(run[0].opens)
        while position < len(run):
            word = run[position]
            if word.text.lower() in _civilities() and (position + 1 < len(run)):
                civility, titled, position = word.text, True, position + 1
            elif roles.head(word.text) and not names.is_given(word.text) and (position + 1 < len(run) or word.particle):
                titled, position = True, position + 1
                if position < len(run) and run[position].particle:
                    titled = civility is not None
            else:
                stop, rule, confidence = self._name(run, position, titled=titled)
                if stop > position:
                    yield self._candidate(run, position, stop, rule, confidence, civility, titled=titled)
                position, civility, titled = max(stop, position + 1), None, False

    def _title_before(self, start: int) -> tuple[str | None, bool]:
        left = self.left(start)
        if match := _LOWER_TITLE.search(left):
            return match.group().strip(), True
        words = left.split()
        if not left.endswith(" ") or not words:
            return None, False
        last = words[-1].rpartition("'")[2]
        return None, bool(last) and last.isalpha() and roles.head(last) is not None

    def _name(self, run: list[Word], position: int, *, titled: bool) -> tuple[int, str, float]:
        """End of the name that begins at a word (the position itself when none does), rule, confidence."""
        word = run[position]
        following = run[position + 1] if position + 1 < len(run) else None
        entity = self.entity(word.start, word.end)
        opens = names.is_common(run[position - 1].text) if position else True
        if word.particle and position and not (entity and entity[0] <= word.opens) and not opens:
            return position, "", 0.0
        if word.particle and titled and not entity:
            return position, "", 0.0
        if names.is_given(word.text) and not (names.is_common(word.text) and not entity):
            return self._given_first(run, position, titled=titled)
        if (
            following
            and word.upper
            and not following.upper
            and names.is_given(following.text)
            and not following.particle
        ):
            third = run[position + 2] if position + 2 < len(run) else None
            if third is None and len(word.text) > _MAX_SURNAME and not names.is_common(word.text):
                return position + 2, "person.family_first", 0.9
            return position, "", 0.0
        if word.initial and following and not word.text[0].isdigit():
            stop = self._surname(run, position + 1)
            if stop > position + 1 and (titled or entity):
                return stop, "person.initial", 0.9
            return position, "", 0.0
        if titled and not names.is_common(word.text):
            return self._surname(run, position), "person.title", 0.9
        if entity:
            return self._entity(run, position, entity)
        return position, "", 0.0

    def _given_first(self, run: list[Word], position: int, *, titled: bool) -> tuple[int, str, float]:
        given = position + 1
        while given < len(run) and not run[given].particle and (run[given].initial or names.is_given(run[given].text)):
            given += 1
        while given - position > 1 and run[given - 1].text.lower() in {"le", "la", "de", "van", "ben", "el", "al"}:
            given -= 1
        stop = self._surname(run, given)
        if stop == given and given - position > 1:
            stop = given
        if stop - position == 1:
            return stop, "person.given", 0.8
        dubious = names.plain(run[position].text) in _dubious()
        supported = titled or self.entity(run[position].start, run[stop - 1].end) is not None
        if dubious and not supported:
            return position, "", 0.0
        return stop, "person.full", 0.98 if supported else 0.9

    def _surname(self, run: list[Word], position: int) -> int:
        """Where the family name that begins at a word ends."""
        stop = position
        entity = self.entity(run[position].start, run[position].end) if position < len(run) else None
        while stop < len(run) and stop - position < _MAX_SURNAME:
            word = run[stop]
            covered = entity is not None and word.end <= entity[1]
            if self._breaks(run, position, stop, covered=covered):
                break
            if stop > position and entity and not covered and not names.ROMAN.fullmatch(word.text):
                break
            stop += 1
        while stop > position and run[stop - 1].text.lower() in {"de", "du", "des", "le", "la", "et", "à"}:
            stop -= 1
        return stop

    def _breaks(self, run: list[Word], first: int, stop: int, *, covered: bool) -> bool:
        """Whether the word at `stop` cannot continue the family name."""
        word = run[stop]
        if stop > first and word.particle and word.particle not in names.FOREIGN_PARTICLES and not covered:
            return True
        if word.text.lower() in {"de", "du", "le", "la", "des"} and stop + 1 < len(run):
            return names.is_common(run[stop + 1].text)
        if word.text.lower() in _civilities() and not word.initial:
            return True
        if names.is_common(word.text):
            return True
        if stop > first and names.ROMAN.fullmatch(word.text):
            return False
        ordinary_before = stop > 0 and not run[stop - 1].upper
        if word.upper and stop > first and ordinary_before:
            return True
        more = stop + 1 < len(run) and not run[stop + 1].particle
        return stop > first and more and not word.upper and names.is_given(word.text) and not names.is_weak(word.text)

    def _entity(self, run: list[Word], position: int, entity: Span) -> tuple[int, str, float]:
        """A name that only the statistical model sees: capitalised words inside its entity."""
        opening = run[position].text in _CAPITAL_ARTICLES and entity[0] == run[position].start
        if (names.is_common(run[position].text) and not opening) or roles.head(run[position].text):
            return position, "", 0.0
        stop = position + opening
        while stop < len(run) and run[stop].end <= entity[1] and not names.is_common(run[stop].text):
            stop += 1
        if opening:
            return (stop, "person.model.single", 0.5) if stop == position + 2 else (position, "", 0.0)
        if stop - position >= 2 and not all(word.upper for word in run[position:stop]):  # noqa: PLR2004 - two words
            return stop, "person.model", 0.8
        return (stop, "person.model.single", 0.5) if stop == position + 1 else (position, "", 0.0)

    def _candidate(  # noqa: PLR0913
        self,
        run: list[Word],
        position: int,
        stop: int,
        rule: str,
        confidence: float,
        civility: str | None,
        *,
        titled: bool,
    ) -> Candidate:
        first, last = run[position], run[stop - 1]
        start = first.opens if position == 0 or not first.particle else first.start
        candidate = Candidate(start, last.end, rule, confidence, civility, stop - position > 1)
        lost = self.lost(candidate)
        if not lost and not civility and not titled and not candidate.whole and inside(run, position, stop):
            lost = "inside a longer name"
        return Candidate(start, last.end, rule, confidence, civility, candidate.whole, lost)

    def lost(self, candidate: Candidate) -> str | None:
        """Why what stands around a candidate makes it no mention, if it does."""
        start, end = candidate.start, candidate.end
        left = self.left(start)
        if self.analysis.in_zone(start, end, "url") or left.endswith(("@", "#")):
            return "login name, hashtag or address"
        if self.analysis.in_zone(start, end, "street", "building"):
            return "inside the name of a street or building"
        if candidate.civility:
            return None
        if _namesake().search(left):
            return "what stands before bears the name"
        if candidate.rule == "person.model" and _ARTICLE.search(left):
            return "an article stands right before"
        if left[-1:] in _OPEN and self.folded[end : end + 1] in _CLOSE:
            return "a title or a nickname between quotation marks"
        if re.search(r"(?<!\w)(?:[Ll]es|[Dd]es|[Aa]ux) (?:frères |sœurs |époux )?$", left) and not candidate.whole:
            return "a family"
        return None

    def speaks(self, start: int) -> bool:
        """Whether a verb of speech stands right before."""
        return bool(_speech().search(self.left(start)))


def inside(run: list[Word], position: int, stop: int) -> bool:
    """Whether a single word is flanked by capitalised words that are neither titles nor openings."""
    before = run[position - 1] if position and not run[position].particle else None
    after = run[stop] if stop < len(run) and not run[stop].particle else None
    return any(word is not None and not names.is_function(word.text) for word in (before, after))


@cache
def _dubious() -> frozenset[str]:
    return frozenset(names.plain(word) for word in lexicon.words("people", "dubious_given"))


def is_well_known(name: str) -> bool:
    """Whether a family name alone names somebody."""
    return names.plain(name) in _well_known()
