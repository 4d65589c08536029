"""The same article found twice: reached by two addresses, with other menus, with a typo put right.

Texts that are equal but for white space are copies. So are texts that share most of their words, unless
they are one template filled in twice: a weekly bulletin keeps its words and changes its figures, days and
names. So these telling words are compared in their context: where two texts say something else in the
same place, they are two articles, however much else they share.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from pipeline.text import deaccent

_Kind = Literal["word", "name", "figure", "stop"]
_Hashes = npt.NDArray[np.uint64]

SHARED: Final = 0.5
"""Least share of three-word sequences, of all that two texts hold, in one article found twice."""
CONTAINED: Final = 0.85
"""Least share of the sequences of the shorter text that stand in the longer one as well."""

_WORDS = 20_000  # of a text that are compared: the rest of a book does not make it another one
_SHINGLE = 3
_BANDS, _ROWS = 32, 4  # a pair that shares 0.5 meets in some band with probability 0.87, one that shares 0.7 always
_MET = 32  # originals looked at in one band: a template used ten thousand times must not cost its square
_NAMES = 2  # names that differ make two articles; one may be a name misspelt

_STOPS = ".!?…:\n"
_WORD = re.compile(rf"[+−-]?\d\w*|[^\W\d_]+|[{_STOPS}]")
_CALENDAR_AND_NUMBERS: Final = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "lundi mardi mercredi jeudi vendredi samedi dimanche printemps ete automne hiver "
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante "
    "cinquante soixante cent cents mille dizaine vingtaine trentaine cinquantaine centaine premier premiere deuxieme "
    "second seconde troisieme quatrieme cinquieme"
)
_TELLING = frozenset(_CALENDAR_AND_NUMBERS.split())
_ODD: Final = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_SEED = hashlib.shake_128(b"duplicates").digest(16 * _BANDS * _ROWS)  # the same for ever, on every machine
_FACTORS, _TERMS = np.frombuffer(_SEED, "<u8").reshape(2, -1, 1)
_NOTHING, _MASK = bytes(4), b"\xff" * 4
_FIELDS = "digest BLOB, size INTEGER, minima BLOB, telling BLOB"
_BLOCK = 1024  # sequences hashed at once, so that a long text needs no more memory than a short one


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text to compare it with others.

    Attributes:
        digest: of the text, white space aside.
        size: number of its different sequences of three words.
        minima: MinHash of its sequences of three words, as little-endian 32-bit integers.
        telling: its figures, days and names, each with its context, as sorted 64-bit integers.
    """

    digest: bytes
    size: int
    minima: bytes
    telling: bytes


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document to be compared with all others."""

    document_id: str
    published: date | None
    signature: Signature


def fingerprint(text: str) -> Signature:
    """The signature of a clean text."""
    codes, telling = _words(text)
    digest = hashlib.sha256(" ".join(text.split()).encode()).digest()
    minima, size = _minima(codes)
    return Signature(digest, size, minima.astype("<u4").tobytes(), _pairs(codes, telling).astype("<u8").tobytes())


@lru_cache(20_000)
def _read(word: str) -> tuple[bytes, _Kind]:
    """A hash of a word, whatever its capitals and accents, and what it may tell."""
    plain = deaccent(word).lower()
    figure = not word.isalpha() or plain in _TELLING
    return zlib.crc32(plain.encode()).to_bytes(4, "little"), (
        "stop" if word in _STOPS else "figure" if figure else "name" if word[0].isupper() else "word"
    )


def _words(text: str) -> tuple[list[bytes], dict[int, bool]]:
    """The words as hashes, and positions of those that tell one article from another: True for a figure."""
    codes: list[bytes] = []
    telling: dict[int, bool] = {}
    first = True  # of its sentence: a capital says nothing there
    for match in islice(_WORD.finditer(text), _WORDS):
        code, kind = _read(match.group())
        if kind == "stop":
            first = True
            continue
        if kind == "figure" or (kind == "name" and not first):
            telling[len(codes)] = kind == "figure"
        codes.append(code)
        first = False
    return codes, telling


def _minima(codes: list[bytes]) -> tuple[_Hashes, int]:
    """The least hash of all sequences of three words, for each hash function; and how many sequences there are."""
    padded = np.frombuffer(b"".join([*codes, *[_NOTHING] * _SHINGLE]), "<u4").astype(np.uint64)
    mixed = np.zeros(len(codes) + 1, np.uint64)
    for place, factor in enumerate(_ODD):
        mixed += padded[place : place + len(mixed)] * factor
    mixed = np.sort(mixed ^ mixed >> np.uint64(29))
    least = np.full(_BANDS * _ROWS, 2**64 - 1, np.uint64)
    for start in range(0, len(mixed), _BLOCK):
        least = np.minimum(least, (_FACTORS * mixed[start : start + _BLOCK] + _TERMS).min(axis=1))
    return least >> np.uint64(32), 1 + int(np.count_nonzero(np.diff(mixed)))


def _pairs(codes: list[bytes], telling: dict[int, bool]) -> _Hashes:
    """Each telling word: its context in the upper half, what it says in the lower.

    Context is two words on either side, and in its last bit whether a figure stands there. Other telling words in it
    are masked, since they change as well. What is said twice in one context is two pairs.
    """
    masked = [_NOTHING, _NOTHING, *codes, _NOTHING, _NOTHING]
    for position in telling:
        masked[position + 2] = _MASK
    times: Counter[bytes] = Counter()
    found = []
    for position, figure in telling.items():
        around = b"".join(masked[position : position + 2] + masked[position + 3 : position + 5])
        said = codes[position] + around
        times[said] += 1
        context = zlib.crc32(around) & ~1 | figure
        found.append(context << 32 | zlib.crc32(said, times[said]))
    return np.array(sorted(found), np.uint64)


def same(one: Signature, other: Signature) -> bool:
    """Whether two texts are one article."""
    (overlap,) = _overlap(one, [other.size], other.minima)
    return one.digest == other.digest or (overlap and not _filled_in_otherwise(one.telling, other.telling))


def _overlap(one: Signature, sizes: Sequence[int], minima: bytes) -> list[bool]:
    """Whether a text and each of some others share so much that one is the other, less a lead or plus a menu."""
    own = np.frombuffer(one.minima, "<u4")
    shared = (own == np.frombuffer(minima, "<u4").reshape(-1, own.size)).mean(axis=1)
    common = shared / (1 + shared) * (one.size + np.array(sizes))
    found: list[bool] = ((shared >= SHARED) & (common >= CONTAINED * np.minimum(one.size, sizes))).tolist()
    return found


def _filled_in_otherwise(one: bytes, other: bytes) -> bool:
    """Whether, in the same context, each says what the other does not; what only one says is cut or added."""
    left, right = (set(np.frombuffer(telling, "<u8").tolist()) for telling in (one, other))
    only_left, only_right = left - right, right - left
    conflicts = {pair >> 32 for pair in only_left} & {pair >> 32 for pair in only_right}
    return any(context & 1 for context in conflicts) or len(conflicts) >= _NAMES


def group(candidates: Iterable[Candidate], scratch: Path | None = None) -> dict[str, str]:
    """The documents that are copies, each with the document it copies, which is no copy itself.

    The first published is the original, then the one with the smallest id: order of input changes nothing.

    Args:
        candidates: all documents of the corpus.
        scratch: a file that does not exist, for what need not be in memory; None to stay in memory.
    """
    with closing(sqlite3.connect(scratch or ":memory:", isolation_level=None)) as database:
        originals = _Originals(database)
        copies = {}
        for candidate in _in_order(database, candidates):
            original = originals.find(candidate.signature)
            if original:
                copies[candidate.document_id] = original
            else:
                originals.add(candidate)
            originals.see(candidate.signature, original or candidate.document_id)
    return copies


def _in_order(database: sqlite3.Connection, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    database.execute("PRAGMA journal_mode = off")
    database.execute("PRAGMA synchronous = off")
    database.execute(f"CREATE TABLE candidate (id TEXT, published TEXT, {_FIELDS})")
    rows = ((c.document_id, _day(c.published), *_fields(c.signature)) for c in candidates)
    database.executemany("INSERT INTO candidate VALUES (?, ?, ?, ?, ?, ?)", rows)
    query = (
        "SELECT id, published, digest, size, minima, telling FROM candidate ORDER BY published IS NULL, published, id"
    )
    for name, published, *fields in database.execute(query):
        yield Candidate(name, date.fromisoformat(published) if published else None, Signature(*fields))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _fields(signature: Signature) -> tuple[bytes, int, bytes, bytes]:
    return signature.digest, signature.size, signature.minima, signature.telling


class _Originals:
    """The articles so far, each once, found by their text or by a band of their MinHash."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.count = 0
        database.execute("CREATE TABLE seen (digest BLOB PRIMARY KEY, original TEXT) WITHOUT ROWID")
        database.execute(f"CREATE TABLE original (rank INTEGER PRIMARY KEY, id TEXT, {_FIELDS})")
        database.execute("CREATE TABLE band (key INTEGER, rank INTEGER, PRIMARY KEY (key, rank)) WITHOUT ROWID")

    def find(self, signature: Signature) -> str | None:
        """The original that this text is a copy of."""
        seen = self.database.execute("SELECT original FROM seen WHERE digest = ?", (signature.digest,)).fetchone()
        if seen:
            return str(seen[0])
        for rank in self.near(signature):
            query = "SELECT id, telling FROM original WHERE rank = ?"
            name, telling = self.database.execute(query, (rank,)).fetchone()
            if not _filled_in_otherwise(signature.telling, telling):
                return str(name)
        return None

    def near(self, signature: Signature) -> list[int]:
        """Of the originals met, the first ones first, those that share enough: all compared in one step."""
        query = "SELECT rank, size, minima FROM original WHERE rank IN (SELECT value FROM json_each(?)) ORDER BY rank"
        met = self.database.execute(query, (json.dumps([*{*self.met(signature)}]),)).fetchall()
        overlaps = _overlap(signature, [size for _, size, _ in met], b"".join(minima for *_, minima in met))
        return [rank for (rank, *_), overlap in zip(met, overlaps, strict=True) if overlap]

    def met(self, signature: Signature) -> Iterator[int]:
        """Originals that share a band, the nearest in time."""
        query = "SELECT rank FROM band WHERE key = ? ORDER BY rank DESC LIMIT ?"
        for key in _keys(signature):
            yield from (rank for (rank,) in self.database.execute(query, (key, _MET)))

    def add(self, candidate: Candidate) -> None:
        row = (self.count, candidate.document_id, *_fields(candidate.signature))
        self.database.execute("INSERT INTO original VALUES (?, ?, ?, ?, ?, ?)", row)
        rows = ((key, self.count) for key in _keys(candidate.signature))
        self.database.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", rows)
        self.count += 1

    def see(self, signature: Signature, original: str) -> None:
        """Remember whose text this is."""
        self.database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (signature.digest, original))


def _keys(signature: Signature) -> Iterator[int]:
    width = len(signature.minima) // _BANDS
    for band in range(_BANDS):
        content = bytes([band]) + signature.minima[band * width : (band + 1) * width]
        yield int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big", signed=True)
