"""What makes a name no mention of a person: who bears it, where it stands, what follows it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import Final

from pipeline import lexicon
from pipeline.extractors.people import names
from pipeline.extractors.people.candidate import Candidate
from pipeline.extractors.people.names import Word
from pipeline.types import Analysis, Zone

_LEFT: Final = 40  # characters looked at before a name
_TITLE: Final = 100  # characters in which a title of a work opens
_RIGHT: Final = 100  # characters looked at behind a name
_ARTICLE: Final = re.compile(
    r"(?<!\w)(?:le|la|les|l'|un|une|des|du|au|aux|ce|cette|cet|ces|son|sa|ses|notre|leur) ?$", re.IGNORECASE
)
_FAMILY: Final = re.compile(r"(?<!\w)(?:[Ll]es|[Dd]es|[Aa]ux) (?:frères |sœurs |époux )?$")
_COMPANY: Final = re.compile(r" & (?P<next>[A-Z]\w+)| (?:SA|SAS|SARL|Frères|Associés|Cie)(?!\w)")
_OPEN: Final = frozenset('"“«')
_CLOSE: Final = frozenset('"”»')
_QUOTED: Final = re.compile(r"[^»”\"\n]{0,80}[»”\"]")
# "Ti Moun Doubout, aide aux devoirs : 42 000 €", "Lemke GmbH, Stuttgart, 145 salariés": whoever gets or employs.
_ACCOUNT: Final = re.compile(
    r"(?: \([^()\n]{2,40}\)|, [^,:\n]{2,50})? ?[:–-] ?(?:entre |€ ?)?\d[\d .,]{0,15} ?(?:k€|M€|€|euros)|"
    r",[^.;\n]{0,70} \d{1,6} (?:salariés|collaborateurs|employés)"
)
_SPORT_OF: Final = re.compile(
    r"(?P<body>(?:club|équipe|section|association|école|tournoi|ligue|comité)s?)? (?:de |d')$", re.IGNORECASE
)
_LOWER: Final = re.compile(r"(?<![\w-])[a-zà-ÿœ][\w-]*")


@cache
def _words(entry_id: str) -> frozenset[str]:
    return frozenset(word.lower() for word in lexicon.words("people", entry_id))


@cache
def _namesake() -> re.Pattern[str]:
    words = lexicon.words("people", "namesake")
    heads = lexicon.alternation([word for word in words if not word.endswith((" de", " d'"))])
    of = lexicon.alternation([word for word in words if word.endswith((" de", " d'"))])
    adjective = "(?: [a-zà-ÿ]{3,14}(?:els?|elles?|ale?s?|aux|ifs?|ives?|aires?|iques?|iers?|ières?|aine?s?))?"
    titles = "Saint|Sainte|St|Ste|Général|Maréchal|Docteur|Président|Abbé|Père|Mgr"
    return re.compile(
        rf"(?<!\w)(?:(?<!de )(?<!d')(?:{heads})(?:s|x)?{adjective}|(?:{of}))(?: |(?<='))(?:(?:{titles})[ -]){{0,2}}$",
        re.IGNORECASE,
    )


@cache
def _in_title() -> re.Pattern[str]:
    works = lexicon.alternation(lexicon.words("people", "work"))
    return re.compile(rf"(?<!\w)(?:{works})(?: [a-zà-ÿ]{{3,20}}){{0,2}} ?[«“\"] ?[^«»“”\"\n]{{0,60}}$", re.IGNORECASE)


@cache
def bodies() -> frozenset[str]:
    """Organisations that everybody knows by their name."""
    return frozenset(word for entry in lexicon.entries("organisations_known") for word in entry.words)


class _Cover:
    """Zones of some kinds (of any, when none is given), merged: a question costs the same however many there are."""

    def __init__(self, zones: Iterable[Zone], *kinds: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for zone in zones:
            if kinds and zone.kind not in kinds:
                continue
            if self._ends and zone.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], zone.end)
            else:
                self._starts.append(zone.start)
                self._ends.append(zone.end)

    def touches(self, start: int, end: int) -> bool:
        index = bisect.bisect_left(self._starts, end) - 1
        return index >= 0 and self._ends[index] > start


class Guards:
    """Judges the candidates of one document by what stands around them."""

    def __init__(self, analysis: Analysis) -> None:
        self._folded = analysis.folded
        self._addresses = _Cover(analysis.zones, "url")
        brands = lexicon.entry("people", "brand").pattern.finditer(analysis.folded)
        self._brands = _Cover(Zone("brand", *brand.span()) for brand in brands)
        zones = [zone for zone in analysis.zones if not self._is_sport(zone)]
        self._things = _Cover(zones, "street", "building", "club", "brand", "national")

    def _is_sport(self, zone: Zone) -> bool:
        """Whether a zone is no club but the sport of the person named after it: "la joueuse de tennis Léa Morel"."""
        lower = self._folded[zone.start : zone.start + 1].islower()
        before = _SPORT_OF.search(self._folded, max(0, zone.start - _LEFT), zone.start)
        return zone.kind == "club" and lower and before is not None and not before["body"]

    @cached_property
    def _lower(self) -> frozenset[str]:
        """The words that the document writes in lower case."""
        return frozenset(_LOWER.findall(self._folded))

    def left(self, start: int, most: int = _LEFT) -> str:
        """The text right before an offset, on the same line."""
        return self._folded[max(0, start - most) : start].rpartition("\n")[2]

    def lost(self, candidate: Candidate) -> str | None:
        """Why what stands around a candidate makes it no mention, if it does."""
        start, end = candidate.start, candidate.end
        left = self.left(start)
        if self._addresses.touches(start, end) or left.endswith(("@", "#")):
            return "login name, hashtag or address"
        if self._things.touches(start, end):
            return "inside the name of a street, building, club or brand"
        if self._brands.touches(start, end):
            return "a brand"
        company = _COMPANY.match(self._folded, end)
        if company and not names.is_given(company["next"] or ""):
            return "inside the name of a company"
        return None if candidate.civility else self._namesake(candidate, left) or self._unknown(candidate, left)

    def _namesake(self, candidate: Candidate, left: str) -> str | None:
        """Why the words before a candidate with no civility make it no mention, if they do."""
        if _namesake().search(left):
            return "what stands before bears the name"
        if left.rstrip()[-1:] in _OPEN and self._folded[candidate.end : candidate.end + 2].lstrip()[:1] in _CLOSE:
            return "a title or a nickname between quotation marks"
        if _in_title().search(self.left(candidate.start, _TITLE)) and _QUOTED.match(self._folded, candidate.end):
            return "inside the title of a work"
        return "a family" if _FAMILY.search(left) and not candidate.whole else None

    def _unknown(self, candidate: Candidate, left: str) -> str | None:
        """Why words that only the model takes for a name are none, if they are."""
        if candidate.rule != "person.model":
            return None
        if _ARTICLE.search(left):
            return "an article stands right before"
        first = self._folded[candidate.start : candidate.end].split(" ", 1)[0]
        if first.lower() in _words("namesake") or first.lower() in self._lower or first in bodies():
            return "begins with a word or a body, not with a first name"
        account = _ACCOUNT.match(self._folded, candidate.end, candidate.end + _RIGHT)
        return "a body that gets, pays or employs" if account else None


def names_a_body(words: Sequence[Word]) -> bool:
    """Whether the words of a run before a name make it that of a body ("Groupe Hospitalier Paul Morel")."""
    openings = [number for number, word in enumerate(words) if names.is_function(word.text)]
    return any(word.text.lower() in _words("namesake") for word in words[openings[-1] + 1 if openings else 0 :])


def inside(run: Sequence[Word], position: int, stop: int) -> bool:
    """Whether a single word is flanked by capitalised words that are neither titles nor openings."""
    before = run[position - 1] if position and not run[position].particle else None
    after = run[stop] if stop < len(run) and not run[stop].particle else None
    return any(word is not None and not names.is_function(word.text) for word in (before, after))
