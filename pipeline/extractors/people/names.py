"""The grammar of names: runs of capitalised words, their parts, their ordinary case.

A run is a stretch of capitalised words and initials, joined by single spaces and particles
("Valérie de La Tour", "J.-P. Morel", "Conseil municipal" is two runs). Rules and the statistical
model then say which words of a run name a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from pipeline import lexicon
from pipeline.text import deaccent

_UPPER: Final = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())
_LETTER: Final = r"[A-Za-zÀ-ÖØ-öø-\u024f\u1e00-\u1eff\u0300-\u036f]"  # Latin, with combining marks
# One capitalised word: Jean-Pierre, O'Brien, N'Golo, Jong-un, Nyong'o, but not "C'est" or "Qu'il".
_WORD: Final = (
    rf"[{_UPPER}](?:{_LETTER}|-(?={_LETTER})|'(?=[{_UPPER}])|(?<!qu)(?<={_LETTER}{{3}})'(?!s\b)(?={_LETTER}))*"
)
# Initials and abbreviated first names: J. J.-P. Ph. Jean-Chr.
_INITIAL: Final = rf"(?:Jean-|Marie-)?[{_UPPER}](?:hr|[hrt])?\.(?:-?[{_UPPER}]\.)*(?!\w)"
_PARTICLE: Final = (
    r"(?:de la |de l'|de |du |des |d'|von der |von |van der |van den |van de |van |ben |bin |ibn |al-|al |el |ould |"
    r"da |do |dos |das |di |del |della |y |zu |le |la |ter |ten |den |der )"
)
_CAPITAL: Final = rf"(?:{_INITIAL}|{_WORD})"
RUN: Final = re.compile(rf"(?<![\w@#])(?:[dl]'(?=[{_UPPER}]))?(?P<run>{_CAPITAL}(?: {_PARTICLE}?{_CAPITAL})*)")
_PART: Final = re.compile(rf"(?P<particle>{_PARTICLE})?(?P<word>{_CAPITAL})")

_WORDS_KEPT: Final = 20_000  # what is known of a word is kept: names come back
_MARKS: Final = re.compile("[\u0300-\u036f]")  # combining accents
_SEPARATORS: Final = str.maketrans("-.'’", "    ")
_FREQUENT: Final = 10  # councillors with a first name that is one beyond doubt
_NEARLY_ALL: Final = 0.9
_VOWEL: Final = re.compile("[AEIOUYÀ-Ý]")
ROMAN: Final = re.compile(r"[IVX]{1,5}")  # Louis XIV


class Word(NamedTuple):
    """A capitalised word of a run with the particle before it.

    Offsets:
        start, end: of the word; `opens` is where its particle begins (`start` when there is none).
    """

    text: str
    start: int
    end: int
    particle: str = ""
    opens: int = -1

    @property
    def upper(self) -> bool:
        """Whether the word is in capitals ("DUPONT", not an initial)."""
        return len(self.text) > 1 and self.text.isupper() and not self.initial

    @property
    def initial(self) -> bool:
        """Whether the word is one or more initials."""
        return self.text.endswith(".") or len(self.text) == 1


def runs(folded: str) -> Iterator[list[Word]]:
    """The runs of a folded text, in order."""
    for run in RUN.finditer(folded):
        yield words(folded, *run.span("run"))


def words(folded: str, start: int, end: int) -> list[Word]:
    """The capitalised words of a stretch of text, with their particles."""
    return [
        Word(part["word"], *part.span("word"), (part["particle"] or "").strip(), part.start())
        for part in _PART.finditer(folded, start, end)
    ]


@lru_cache(maxsize=_WORDS_KEPT)
def plain(name: str) -> str:
    """How names are compared: lower case, no accents, spaces for hyphens, no points."""
    return " ".join(_MARKS.sub("", deaccent(name)).lower().translate(_SEPARATORS).split())


@cache
def _bearers() -> dict[str, int]:
    table = lexicon.table("first_names")
    return dict(zip(table["name"].to_pylist(), table["bearers"].to_pylist(), strict=True))


@cache
def _women() -> dict[str, float]:
    table = lexicon.table("first_names")
    columns = (table[name].to_pylist() for name in ("name", "women", "bearers"))
    return {name: women / bearers for name, women, bearers in zip(*columns, strict=True)}


@cache
def _plain_words(entry_id: str) -> frozenset[str]:
    return frozenset(plain(word) for word in lexicon.words("people", entry_id))


@lru_cache(maxsize=_WORDS_KEPT)
def is_given(word: str) -> bool:
    """Whether a word is a first name, or a compound of first names."""
    first, *others = deaccent(word).lower().split("-")
    known = _bearers()
    foreign = _plain_words("foreign_given")
    return (first in known or first in foreign) and all(part in known or part in foreign for part in others)


def bearers(word: str) -> int:
    """How many councillors have a first name (0 when rare)."""
    return _bearers().get(plain(word).replace(" ", "-"), 0)


def is_weak(word: str) -> bool:
    """Whether a first name is more often something else ("France", "Marine")."""
    return plain(word) in _plain_words("weak_given") or is_common(word)


def is_function(word: str) -> bool:
    """Whether a word is capitalised only because it opens a sentence."""
    return plain(word) in _plain_words("function")


def is_month(word: str) -> bool:
    """Whether a word is the name of a month."""
    return plain(word) in _plain_words("month")


@lru_cache(maxsize=_WORDS_KEPT)
def is_common(word: str) -> bool:
    """Whether a capitalised word belongs to no name of a person."""
    return word.startswith(("L'", "L’")) or is_function(word) or plain(word) in _plain_words("common")


def is_sure(word: str) -> bool:
    """Whether a first name is common, and nothing but a first name."""
    return not word.isupper() and not is_weak(word) and all(bearers(part) >= _FREQUENT for part in word.split("-"))


def is_dubious(word: str) -> bool:
    """Whether a first name opens names of places and bodies, so that a surname after it proves little."""
    return plain(word) in _plain_words("dubious_given")


def is_foreign_particle(particle: str) -> bool:
    """Whether a particle opens a family name wherever it stands ("van", unlike "de")."""
    return particle in lexicon.words("people", "foreign_particle")


def opens_family(word: str) -> bool:
    """Whether a word (plain) is the first part of family names such as Ben Salah or Le Goff."""
    return word in _plain_words("capital_particle")


def is_second_given(word: Word) -> bool:
    """Whether a word behind a first name is another one, or an initial."""
    return word.initial or (is_given(word.text) and plain(word.text) not in _plain_words("capital_particle"))


def is_well_known(name: str) -> bool:
    """Whether a family name alone says who is meant."""
    return plain(name) in _plain_words("well_known")


def sex(given: str) -> str | None:
    """`f` or `m` when nearly all bearers of a first name are of one sex, else None."""
    share = _women().get(plain(given).replace(" ", "-"))
    if share is None or 1 - _NEARLY_ALL < share < _NEARLY_ALL:
        return None
    return "f" if share >= _NEARLY_ALL else "m"


def civility_sex(civility: str) -> str | None:
    """`f` or `m` when a civility says so, else None."""
    for entry_id, said in (("feminine", "f"), ("masculine", "m")):
        if plain(civility) in _plain_words(entry_id):
            return said
    return None


@dataclass(frozen=True, slots=True)
class Name:
    """A name in ordinary case, in its two parts; one of them may be empty."""

    given: str
    family: str

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


def parse(text: str, folded: str, start: int, end: int) -> Name:
    """Split a name into first name and family name, as the text writes them but in ordinary case."""
    parts = [
        word._replace(text=text[word.start : word.end], particle=text[word.opens : word.start].strip())
        for word in words(folded, start, end)
    ]
    if len(parts) > 1 and parts[0].upper and not parts[-1].upper and is_given(parts[-1].text):
        cut = next(i for i, part in enumerate(parts) if not part.upper)
        return Name(_join(parts[cut:]), _join(parts[:cut], family=True))
    cut = _given_length(parts)
    return Name(_join(parts[:cut]), _join(parts[cut:], family=True))


def _given_length(parts: list[Word]) -> int:
    if parts[0].particle or plain(parts[0].text) in _plain_words("capital_particle"):
        return 0
    if len(parts) == 1:
        return int(is_given(parts[0].text))
    cut = 1
    while cut < len(parts) - 1 and not parts[cut].particle and is_second_given(parts[cut]):
        cut += 1
    return cut


def _join(parts: list[Word], *, family: bool = False) -> str:
    pieces: list[str] = []
    for number, part in enumerate(parts):
        small = family and part.upper and number < len(parts) - 1 and part.text.lower() in {"de", "du", "des", "la"}
        word = part.text.lower() if small and not (part.text == "LA" and not pieces) else ordinary(part.text)
        glue = "" if part.particle.endswith(("'", "’", "-")) else " "
        pieces.append(f"{part.particle}{glue}{word}" if part.particle else word)
    return " ".join(pieces)


def ordinary(word: str) -> str:
    """A word in ordinary case: DUPONT-MOREL → Dupont-Morel; initials (J., JD) and numbers (XIV) unchanged."""
    initials = len(word) < 2 or word.endswith(".") or (len(word) == 2 and not _VOWEL.search(word))  # noqa: PLR2004
    if not word.isupper() or initials or ROMAN.fullmatch(word):
        return word
    return re.sub(rf"{_LETTER}+", lambda piece: piece.group().capitalize(), word)
