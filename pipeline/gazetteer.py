"""Names of places with their official codes, and where they stand in a text.

The table `data/gazetteer.parquet` (see `scripts/build_gazetteer.py`) and the hand-written lexicon
`data/places.toml` become one dictionary of folded token sequences; a text is read once, longest
name first. What a name means in its sentence is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from pipeline import lexicon
from pipeline.text import deaccent, fold
from pipeline.types import Span

if TYPE_CHECKING:
    import pyarrow as pa

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_NAMES_KEPT = 20_000  # what is known of a name is kept: names come back
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "mt": "mont"}
_ARTICLES = frozenset({"le", "la", "les", "l"})
_SMALL = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "es", "et", "l", "la", "las", "le", "les", "lez", "los", "ou"}
    | {"par", "pres", "s", "sans", "sous", "sur", "the", "of", "am", "an", "der", "el", "al"}
)
WORLD_CITY = 500_000  # population that stands for a foreign town listed by hand
_GAP = re.compile(r" {1,2}|[-–']|\. ?| ?/ ?")


@dataclass(frozen=True, slots=True)
class Place:
    """One territory under one of its names.

    Attributes:
        name: official name; for a former name, the name of today's commune.
        kind: place_type of the annotation guide.
        form: the name that the gazetteer knows, as written ("Évry", name "Évry-Courcouronnes").
        article: its own article, folded ("le" of Le Havre), or "".
        liaison: article that goes with it in a sentence ("la" for Vendée), own or not.
        status: current; former (merged or renamed commune, short form); alias (hand-written); world; open (unlisted).
        population: inhabitants, 0 when unknown.
        latitude, longitude: WGS 84 degrees, None when unknown.
        word: the name without article is also a common French word.
        bearers: how many municipal councillors have the name as surname.
        given: how many have it as given name.
    """

    name: str
    form: str
    kind: str
    code: str | None
    departement: str | None
    region: str | None
    article: str
    liaison: str
    status: str
    population: int
    latitude: float | None
    longitude: float | None
    word: bool
    bearers: int
    given: int

    @property
    def overseas(self) -> bool:
        """Whether it lies in an overseas département or collectivity."""
        return (self.departement or "").startswith("97")


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the gazetteer in a text, without its article.

    Attributes:
        start, end: offsets of the name proper.
        places: every territory of that name, most populous first.
    """

    start: int
    end: int
    places: tuple[Place, ...]


def key(name: str) -> str:
    """Folded token sequence of a name: case, accents, hyphens and abbreviations made equal."""
    plain = deaccent(fold(name)).lower()
    return _key(plain, [(match.start(), match.end()) for match in _TOKEN.finditer(plain)])


@lru_cache(maxsize=_NAMES_KEPT)
def bare(name: str) -> tuple[str, str]:
    """The article of its own that a name begins with, folded, and the key of the rest."""
    whole = key(name)
    first, _, rest = whole.partition(" ")
    return (first, rest) if rest and first in _ARTICLES else ("", whole)


def _key(plain: str, spans: list[Span]) -> str:
    return " ".join(_normal(plain, start, end) for start, end in spans)


def _normal(plain: str, start: int, end: int) -> str:
    written = plain[start:end]
    if written == "s" and plain[end : end + 1] == "/":
        return "sur"
    return _ABBREVIATIONS.get(written, written).replace("œ", "oe")


class _Index:
    """Token dictionary: key → first row of the table, and the longest key that begins with each token.

    The table is sorted by key, so that the rows of one key lie together; they become records only
    when a text names them. `lower` holds the words that may stand in lower case inside a name
    ("Bassin minier", "Émirats arabes unis").
    """

    def __init__(self) -> None:
        self.table = lexicon.table("gazetteer")
        self.rows: dict[str, int] = {}
        self.longest: dict[str, int] = {}
        self.lower: set[str] = set()
        keys, kinds = self.table.column("key").to_pylist(), self.table.column("kind").to_pylist()
        for row, (name, kind) in enumerate(zip(keys, kinds, strict=True)):
            if name not in self.rows:
                self._add(name, row)
            if kind in {"country", "region"}:
                self.lower.update(name.split()[1:])
        self.written: dict[str, list[Place]] = {}
        for name, place in _written():
            self.written.setdefault(name, []).append(place)
            self.lower.update(key(word) for word in place.form.split()[1:] if word.islower())
            if name not in self.rows:
                self._add(name, _NO_ROW)

    def _add(self, name: str, row: int) -> None:
        self.rows[name] = row
        first, size = name.partition(" ")[0], name.count(" ") + 1
        if size > self.longest.get(first, 0):
            self.longest[first] = size

    def places(self, name: str) -> list[Place]:
        """The territories of a key, those of the table first."""
        row = self.rows.get(name, _NO_ROW)
        listed = [] if row == _NO_ROW else self.table.slice(row, NAMESAKES).to_pylist()
        return [place(item) for item in listed if item["key"] == name] + self.written.get(name, [])


_NO_ROW = -1
NAMESAKES = 64  # rows read at once; no name has more (a test holds this)


def place(row: dict[str, Any]) -> Place:
    """The record of a table row."""
    return Place(**{name: value for name, value in row.items() if name != "key"})


@cache
def _index() -> _Index:
    return _Index()


def _written() -> Iterator[tuple[str, Place]]:
    """Names of `data/places.toml`."""
    for entry in lexicon.entries("places"):
        for word in entry.words:
            article, name = bare(word)
            own = article if entry.attributes.get("own_article") else ""
            yield name if own or not article else key(word), _hand_written(entry, word, own)


def _hand_written(entry: lexicon.Entry, word: str, article: str) -> Place:
    said = entry.attributes
    country = said.get("country")
    return Place(
        name=said.get("name", word),
        form=word,
        kind=said["kind"],
        code=said.get("code"),
        departement=said.get("departement"),
        region=country,
        article=article,
        liaison=article,
        status="world" if country else "alias",
        population=WORLD_CITY if country else 0,
        latitude=None,
        longitude=None,
        word=False,
        bearers=0,
        given=0,
    )


def unknown(name: str, kind: str) -> Place:
    """A place that no list has: a name and a kind, nothing else."""
    return Place(name, name, kind, None, None, None, "", "", "open", 0, None, None, word=False, bearers=0, given=0)


def load() -> None:
    """Read the gazetteer now rather than at the first use."""
    _index()


@cache
def lookup(name_key: str) -> tuple[Place, ...]:
    """Every territory of that key, most populous first; hand-written ones before."""
    found = _index().places(name_key)
    return tuple(sorted(found, key=lambda p: (p.status != "alias", -p.population, p.kind, p.code or "")))


@cache
def codes() -> dict[str, frozenset[str]]:
    """Every official code, by kind of place."""
    table, written = _index().table, _index().written
    pairs = set(zip(table.column("kind").to_pylist(), table.column("code").to_pylist(), strict=True))
    pairs |= {(place.kind, place.code) for places in written.values() for place in places}
    kinds = {kind for kind, _ in pairs}
    return {name: frozenset(code for kind, code in pairs if kind == name and code) for name in sorted(kinds)}


def squash(name: str) -> str:
    """Letters of a name alone, as addresses of sites write it: `pasdecalais`."""
    return key(name).replace(" ", "")


@cache
def _squashed() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in _index().rows:
        found.setdefault(name.replace(" ", ""), []).append(name)
    return found


def squashed(label: str) -> tuple[Place, ...]:
    """Every territory whose name, run together, is this label; own articles may be there or not."""
    whole = squash(label)
    found = [place for name in _squashed().get(whole, ()) for place in lookup(name)]
    for article in ("les", "le", "la", "l"):
        if whole.startswith(article):
            rest = _squashed().get(whole.removeprefix(article), ())
            found += [place for name in rest for place in lookup(name) if place.article == article]
    return tuple(found)


@cache
def by_code(kind: str, code: str) -> Place | None:
    """The territory of that kind and code under its name of today."""
    found = _where(kind=kind, code=code, status="current")
    return found[0] if found else None


@cache
def communes_of(departement: str) -> tuple[Place, ...]:
    """The communes of a département under their names of today."""
    return _where(kind="commune", departement=departement, status="current")


def _where(**conditions: str) -> tuple[Place, ...]:
    return tuple(place(row) for row in _rows(_index().table, **conditions))


def _rows(table: pa.Table, **conditions: str) -> list[dict[str, Any]]:
    import pyarrow.compute as pc

    for name, value in conditions.items():
        table = table.filter(pc.equal(table.column(name), value))
    return cast("list[dict[str, Any]]", table.to_pylist())


def find(folded: str) -> Iterator[Match]:
    """The names in a folded text, longest first from each capitalised word, none overlapping."""
    index = _index()
    plain = deaccent(folded).lower()
    spans = [(match.start(), match.end()) for match in _TOKEN.finditer(plain)]
    position = 0
    while position < len(spans):
        size = _size(index, folded, plain, spans, position) if folded[spans[position][0]].isupper() else 0
        if size:
            name = _key(plain, spans[position : position + size])
            yield Match(spans[position][0], spans[position + size - 1][1], lookup(name))
        position += size or 1


def _size(index: _Index, folded: str, plain: str, spans: list[Span], position: int) -> int:
    """How many tokens from `position` the longest name has; 0 when none begins here."""
    run = spans[position : position + _run(index, folded, plain, spans, position)]
    names = [_normal(plain, *span) for span in run]
    for size in range(len(names), 0, -1):
        if " ".join(names[:size]) in index.rows:
            return size
    return 0


def _run(index: _Index, folded: str, plain: str, spans: list[Span], position: int) -> int:
    """How many tokens from `position` may belong to one name, no more than any name that begins so has."""
    longest = index.longest.get(_normal(plain, *spans[position]), 0)
    size = 1 if longest else 0
    while size < longest and position + size < len(spans):
        before, (start, end) = spans[position + size - 1], spans[position + size]
        gap = folded[before[1] : start]
        if not _GAP.fullmatch(gap) or (gap[0] == "." and plain[slice(*before)] not in _ABBREVIATIONS):
            break
        lower = folded[start].islower() and gap not in {"-", "'"}
        if lower and plain[start:end] not in _SMALL and plain[start:end] not in index.lower:
            break
        size += 1
    return size
