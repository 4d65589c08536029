"""The grammar of a role: "adjointe au maire de Lens en charge de la culture".

A role is a head with the ranks before it, then adjectives, then complements introduced by
prepositions, coordinated or listed. `Reader` says where it ends; `heads` where one may begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from pipeline import gazetteer, lexicon
from pipeline.text import deaccent

_OF: Final = r"(?:de la |de l'|du |des |de |d')"
_AT: Final = r"(?:à la |à l'|à |aux |au )"
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-'.&/][^\W_]+)*'?|[^\w\s]|\n")
_WORD: Final = re.compile(r" (?P<word>[^\W_]+(?:[-'.&/][^\W_]+)*)")
# "pôle Image et numérique", "programme Climat, villes et justice"
_TOPICS: Final = re.compile(
    r" [A-ZÀ-Ý][\w-]{2,20}(?:, [a-zà-ÿ]{4,20}){0,3} et [a-zà-ÿ]{4,20}"
    r"(?= (?:à|au|aux|chez|de|du|des)(?!\w)| d'|[,.;]|$)",
    re.MULTILINE,
)
_PARTY: Final = re.compile(r" \([A-ZÀ-Ý][\w.-]{1,11}\)(?= d[eu'])")
_CHARGE: Final = re.compile(r",(?= (?:chargée?s?|en charge) d)")  # "ministre délégué auprès de X, chargé de Y"
_MEASURE: Final = re.compile(r" \d[\d ]{0,6}(?: ?x ?\d{1,4})? (?:m|km|kg|mètres|kilomètres|haies)(?!\w)")
_SUPERLATIVE: Final = re.compile(r" (?:le|la|les) (?:plus|moins) [a-zà-ÿ]+(?:-[a-zà-ÿ]+)*")
_OBJECT: Final = re.compile(r" (?:(?:le|la|les) |l')(?=\w)")
_NOUN: Final = re.compile(r"(?P<quote>[«\"] ?)?(?P<word>[^\W_]+(?:[-'.&/][^\W_]+)*)")
_QUOTED: Final = re.compile(r"[^»\"\n]{0,80}[»\"]")
_PREPOSITION: Final = re.compile(
    rf" (?:{_OF}|{_AT}|en charge {_OF}|chargée?s? {_OF}|déléguée?s? (?:{_AT}|{_OF}|chargée?s? {_OF})|"
    rf"(?:près|auprès) (?:la |le |{_OF})|chez )"
)
# "en" and "pour" go on with what names a field ("recherche en économie"), not a time.
_NO_FIELD: Final = (
    "visite|tournée|déplacement|poste|fonction|exercice|cours|janvier|février|mars|avril|mai|juin|juillet|août|septembre|"
    "octobre|novembre|décembre|fin|début|présence|effet|compagnie|vue|ce|cette|son|sa|tant|plus|train|plein|pleine|direct|"
    "personne|remplacement|hommage|collaboration|partenariat|lien|raison|mémoire|qualité|attendant|dehors|place|charge|date"
)
_FIELD: Final = re.compile(
    rf" (?:ès |en (?!(?:{_NO_FIELD})(?!\w))(?=[a-zà-ÿ])|"
    r"pour (?:la |le |les |l')(?!(?:fois|première|deuxième|seconde|troisième|dernière|rentrée|occasion|journée|soirée|"
    r"suite|moment|compte|plus)(?!\w)))"
)
_ADVERBIAL: Final = re.compile(
    r" (?:à la |à l'|à |aux |au |en |pour )(?:(?:cours|compter|moment|lendemain|terme|sein|nom|côtés?|micro|total|"
    r"œuvre|travers|titre|fil|début|fin|bord|cœur|propos|occasion|issue|suite|présence|partir|cette|ce|cet|ses|son|sa|nos|notre|"
    r"leurs?|qui|une?|tout|toute|tous|ne|ça|nous|vous|eux|elle|lui)(?!\w)|\d)"
)
_TIME: Final = re.compile(r"(?:1[0-9]|20)\d\d(?!\w)|[XVI]+e(?!\w)")  # a year or a century, no place
_ORDINAL: Final = re.compile(r"\d{1,2}(?:er|ère|re|e|ème|nde?)")
_AND: Final = re.compile(r" (?:et|&) ")
_LISTED: Final = re.compile(rf",(?= (?:{_OF}|{_AT}))")
_ITEM: Final = re.compile(r", (?:la |le |les |l')(?=\w)")  # "pour la forêt, le bois et les paysages"
_LAST_ITEM: Final = re.compile(r" et (?:la |le |les |l')(?=\w)")
_HEAD_ITEM: Final = re.compile(r", (?P<word>[a-zà-ÿ][a-zà-ÿ-]+)(?!\w)")
_LAST_HEAD: Final = re.compile(r" et (?P<word>[a-zà-ÿ][a-zà-ÿ-]+)(?!\w)")
_BRACKET: Final = re.compile(r" ?\([^()\n]{1,120}\)")
_ENDINGS: Final = re.compile(
    r"(?:al|ale|aux|ales|ifs?|ives?|iques?|els?|elles?|aires?|eux|euses?|iens?|iennes?|ais|aises?|ois|oises?|"
    r"aine?s?|éens?|éennes?|ible|ables?|eure?s?|rice|iste|ine?|ante?s?|ente?s?|iers?|ières?|oles?|iles?)$"
)
_DETERMINER: Final = re.compile(
    r"(?:(?<!\w)(?:le|la|les|un|une|du|au|aux|son|sa|ses|des|de|notre|leur|leurs|anciens?|ancienne|jeune) |[ld]')$",
    re.IGNORECASE,
)
_PARTICIPLE: Final = re.compile(r"(?:é|ée|és|ées|ant)$")
_SCIENCE: Final = re.compile(
    r"(?:(?<!hom)(?<!mon)(?<!pr)ologue|ologiste|culteur|cultrice|(?<!thea)(?<!idol)iatre|therapeute)s?$"
)
_PREFIX: Final = re.compile(r"^(?:ex|vice|co|sous|archi|arrière)-|^co(?=[pdfrgl])")
_COOKS: Final = frozenset({"chef", "cheffe"})
_OFFICE, _TRADE, _FORMER = 2, 4, 3
_WORDS_KEPT: Final = 50_000  # what is known of a word is kept, within bounds
_TOWN = 40  # characters in which a town's name is looked for
_FEW = 3  # adjectives behind a head at most
_MIN_PLURAL = 4  # letters of the shortest plural


@dataclass(frozen=True, slots=True)
class Head:
    """Where a role begins (`start`, ranks included) and its head ends."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role found in the text.

    Attributes:
        text: as written, without article.
        plural: whether it is written in the plural, so that a list of names may share it.
        rank: how it competes with others; smaller wins (present office, trade, former office, former trade).
    """

    text: str
    start: int
    end: int
    plural: bool
    rank: int


@cache
def _set(entry_id: str) -> frozenset[str]:
    return frozenset(deaccent(word).lower() for word in lexicon.words("roles", entry_id))


@lru_cache(maxsize=_WORDS_KEPT)
def _is(entry_id: str, word: str) -> bool:
    return deaccent(word).lower() in _set(entry_id)


@cache
def _phrases() -> re.Pattern[str]:
    both = [word for entry_id in ("office", "trade") for word in lexicon.words("roles", entry_id) if " " in word]
    return re.compile(rf"(?:{lexicon.alternation(both)})(?!\w)", re.IGNORECASE)


def _kind(phrase: str) -> str:
    """Whether a head of several words is an office or a trade."""
    return "office" if _is("office", phrase) else "trade"


@lru_cache(maxsize=_WORDS_KEPT)
def head(word: str) -> str | None:
    """`office` or `trade` when a word is the head of a role, singular or plural; else None."""
    base = deaccent(word).lower()
    if _SCIENCE.search(base):
        return "trade"
    short = _PREFIX.sub("", base)
    for part in (base, base.split("-")[0], short, short.split("-")[0]):
        for entry_id in ("office", "trade"):
            if _singulars(part) & _set(entry_id):
                return entry_id
    return None


def _singulars(word: str) -> frozenset[str]:
    forms = {word, word.removesuffix("s")}
    return frozenset(forms | {word.removesuffix("aux") + "al"} if word.endswith("aux") else forms)


def is_evaluative(word: str) -> bool:
    """Whether an adjective or adverb describes the person or the moment, not the office ("nouveau")."""
    return _is("evaluative", word)


def is_verb(word: str) -> bool:
    """Whether a lower-case word is a finite verb or an adverb, so that no role goes past it."""
    return word.islower() and _is("verb", word)


def _is_adjective(word: str) -> bool:
    base = deaccent(word).lower()
    listed = {base, base.removesuffix("s")} & _set("adjective")
    if is_verb(word) or _is("stopper", word):
        return False
    return bool(listed) or _is_demonym(word) or bool(_ENDINGS.search(word.lower()))


@lru_cache(maxsize=_WORDS_KEPT)
def _is_demonym(word: str) -> bool:
    return word.islower() and head(word) is None and bool(lexicon.entry("roles", "demonym").pattern.fullmatch(word))


def is_title(before: str, word: str) -> bool:
    """Whether a head is a noun where it stands: words that are verbs or adjectives too need a determiner."""
    return not is_ambiguous(word) or bool(_DETERMINER.search(before))


def is_ambiguous(word: str) -> bool:
    """Whether a head is a verb or an adjective too ("juge", "principale")."""
    return _is("ambiguous", word.removesuffix("s"))


def heads(folded: str, start: int, end: int) -> Iterator[Head]:
    """Heads of roles in a stretch, each with the ranks before it ("ancien premier adjoint")."""
    opening: int | None = None
    for token in _TOKEN.finditer(folded, start, end):
        cut = token.group()[:-1].rfind("'") + 1  # l'adjointe
        begin, word = token.start() + cut, token.group()[cut:]
        opens = begin if opening is None else opening
        if phrase := _phrases().match(folded, begin, end):
            yield Head(opens, phrase.end(), _kind(phrase.group()))
        elif kind := head(word):
            yield Head(opens, begin + len(word), kind)
        opening = opens if _is("rank", word) or _ORDINAL.fullmatch(word) else None


class Reader:
    """Reads a role from its head on, never past `stop`.

    Args:
        names: start → end of the names of people, in which a role may end but not begin a noun of its own.
        whole: the role is known to reach `stop`, so that any word will do for an adjective.
    """

    def __init__(self, folded: str, stop: int, names: Mapping[int, int], *, whole: bool = False) -> None:
        self._folded = folded
        self._stop = stop
        self._names = names
        self._whole = whole
        self._kind = ""

    def end(self, found: Head) -> int:
        """Where the role with this head ends."""
        self._kind = found.kind
        position = self._adjectives(found.end)
        if superlative := self._match(_SUPERLATIVE, position):
            position = superlative.end()
        elif _is("governing", self._folded[found.start : found.end]) and (governed := self._match(_OBJECT, position)):
            position = self._noun_group(governed.end(), people=False) or position
        elif series := self._series(position):
            position = series
        inside = False
        while True:
            party = self._match(_PARTY, position)  # "sénateur (XY) de la Marne"
            charge = self._match(_CHARGE, position) if inside and found.kind == "office" else None
            start = party.end() if party else charge.end() if charge else position
            after = self._complement(start) or self._joined(position, inside=inside)
            if not after:
                return position
            position, inside = after, True

    def _match(self, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        return pattern.match(self._folded, position, self._stop)

    def _adjectives(self, position: int) -> int:
        """Past adjectives, and past capitalised words and numbers that continue a name."""
        while (match := self._match(_WORD, position)) and match.start("word") not in self._names:
            if not self._continues(match["word"]):
                break
            position = match.end()
        return position

    def _continues(self, word: str) -> bool:
        if word[0].isdigit():
            return word.isdigit()
        if word[0].isupper() or word == "of" or _is_adjective(word):
            return True
        free = self._whole and "'" not in word and not _is("stopper", word)
        return free and not is_verb(word) and not _PARTICIPLE.search(word)

    def _complement(self, position: int, *, people: bool = True) -> int | None:
        if self._match(_ADVERBIAL, position):
            return None
        match = self._match(_PREPOSITION, position) or self._match(_FIELD, position)
        if match and self._kind == "trade" and match.group() == " à " and self._is_town(match.end()):
            return None  # where a trade is plied is no part of it ("pêcheur à Lens")
        return self._noun_group(match.end(), people=people) if match else None

    def _noun_group(self, position: int, *, people: bool) -> int | None:
        noun = self._match(_NOUN, position)
        if noun is None or _is("adverb", noun["word"]) or _TIME.match(noun["word"]):
            return None
        if noun.start("word") in self._names:
            return self._names[noun.start("word")] if people else None
        if measure := self._match(_MEASURE, position - 1):  # "championne du 400 m"
            return measure.end()
        end = noun.end()
        if noun["quote"] and (close := self._match(_QUOTED, end)):
            return close.end()
        if _is("determiner", noun["word"]) | _is("prenominal", noun["word"]) and (follow := self._match(_WORD, end)):
            end = follow.end() if follow.start("word") not in self._names else end
        if _is("unit", noun["word"]) and (topics := self._match(_TOPICS, end)):
            return topics.end()
        if _is("unit", noun["word"]) and (follow := self._match(_WORD, end)) and self._names_unit(follow["word"]):
            end = follow.end()
        end = self._adjectives(end)
        held = people and head(noun["word"]) and self._folded[end : end + 1] == " "  # "du président X"
        return self._names.get(end + 1, end) if held else end

    @staticmethod
    def _names_unit(word: str) -> bool:
        """Whether a bare noun says which unit is meant ("pôle urgences")."""
        return word.islower() and "'" not in word and not (_is("stopper", word) or is_verb(word))

    def _joined(self, position: int, *, inside: bool) -> int | None:
        """Past a second head, complement or noun behind "et", or past a list of complements."""
        match = self._match(_AND, position)
        if match is None:
            listed = self._match(_LISTED, position) if inside else None
            return self._listed(listed.end()) if listed else self._items(position) if inside else None
        if match.end() in self._names:
            return None
        if second := self._complement(match.end() - 1, people=False):
            return second
        noun = self._match(_NOUN, match.end())
        if noun is None or not self._may_join(position, noun, inside=inside):
            return None
        return self._adjectives(noun.end())

    def _may_join(self, position: int, noun: re.Match[str], *, inside: bool) -> bool:
        word = noun["word"]
        if second := head(word):  # "fondatrice et présidente de X" is one role, "présidente de X et maire de Y" are two
            return not inside and second == self._kind
        capitals = word[0].isupper() and self._last_word(position)[:1].isupper()
        if not (inside or capitals or _is_adjective(word)) or is_verb(word) or _is("determiner", word) or "'" in word:
            return False
        follow = self._match(_WORD, noun.end())
        return follow is None or word[0].isupper() or _is_adjective(word) or _is_adjective(follow["word"])

    def _last_word(self, position: int) -> str:
        return self._folded[max(0, position - 40) : position].rpartition(" ")[2]

    def _listed(self, position: int) -> int | None:
        """Past ", de l'Énergie et du Climat": a list of complements counts when "et" closes it."""
        end = self._complement(position, people=False)
        while end and (more := self._match(_LISTED, end)):
            end = self._complement(more.end(), people=False)
        both = self._match(_AND, end) if end else None
        return self._complement(both.end() - 1, people=False) if both else None

    def _series(self, position: int) -> int | None:
        """Past ", réalisateur et producteur": heads of one kind count when "et" closes their list."""
        end = position
        while (item := self._match(_HEAD_ITEM, end)) and head(item["word"]) == self._kind:
            end = item.end()
        last = self._match(_LAST_HEAD, end) if end > position else None
        return last.end() if last and head(last["word"]) == self._kind else None

    def _is_town(self, position: int) -> bool:
        found = next(gazetteer.find(self._folded[position : position + _TOWN]), None)
        return found is not None and found.start == 0 and any(place.kind == "commune" for place in found.places)

    def _items(self, position: int) -> int | None:
        """Past ", l'alimentation et l'environnement": nouns with an article count when "et" closes the list."""
        end: int | None = position
        while end and (item := self._match(_ITEM, end)):
            end = self._noun_group(item.end(), people=False)
        last = self._match(_LAST_ITEM, end) if end and end > position else None
        return self._noun_group(last.end(), people=False) if last else None


def is_address(role: Role) -> bool:
    """Whether a role is a mere form of address ("le docteur X")."""
    return _is("civility", role.text.removesuffix("s"))


def role(folded: str, text: str, found: Head, end: int) -> Role:
    """The role from a head to `end`, without bracketed acronyms and without adjectives that are no part of it."""
    kind, cut = found.kind, found.end
    while (match := _WORD.match(folded, cut, end)) and (
        is_evaluative(match["word"]) or (kind == "trade" and _is_demonym(match["word"]))
    ):
        cut = match.end()
    end = _without_verdict(folded, cut, end)
    words = deaccent(folded[found.start : found.end]).lower().replace("-", " ").split()
    if words[-1] in _COOKS and end == cut:  # no complement: a cook
        kind = "trade"
    written = _BRACKET.sub("", text[found.start : found.end] + text[cut:end]).strip(" ,;:–—-")
    plural = words[-1].endswith(("s", "x")) and len(words[-1]) >= _MIN_PLURAL
    rank = (_TRADE if kind == "trade" else _OFFICE) + (_FORMER if words[0] in _set("former") else 0)
    return Role(written, found.start, end, plural, rank)


def _without_verdict(folded: str, start: int, end: int) -> int:
    """Where a role of a head and adjectives ends without what describes the person ("président tchadien déchu")."""
    words = folded[start:end].split()
    described = 0 < len(words) <= _FEW and is_evaluative(words[-1]) and not any(_is("stopper", word) for word in words)
    return end - len(words[-1]) - 1 if described else end
