"""What a sum is about: the noun phrase that its cue, its complement, its row or its context names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline import lexicon
from pipeline.facts import clauses, phrases
from pipeline.facts.clauses import Refused
from pipeline.facts.cues import Cue
from pipeline.facts.reading import Reading
from pipeline.types import Span

_OF = {"de", "du", "des", "d'", "de la", "d’"}
_TO = {"pour", "à", "au", "aux", "dans", "sur", "en"}
_ARGUMENT = {"à", "au", "aux", "contre", "de", "du", "des"}
_ADDED = {"obl:mod", "obl:arg", "punct", "advcl", "dep", "nmod"}  # what the parser calls ", en baisse de 3 %"
_AMONG = {"dans", "parmi", "chez"}
_MORE = {"plus", "moins"}
_SCALES = {
    "millions",
    "million",
    "milliards",
    "milliard",
    "milliers",
    "centaines",
    "tonnes",
    "litres",
    "kilos",
    "heures",
}


def complement(reading: Reading, head: int, cases: set[str], refused: Refused) -> int | None:
    """The first complement of a word that one of these prepositions leads to."""
    for child in reading.children[head]:
        word = reading.words[child]
        if reading.case(child) in cases and not refused(child):
            if phrases.is_noun(reading, child) and not _measures(reading, child):
                return child
        elif word.pos == "VERB" and "Inf" in word.morph and _marked(reading, child, cases):
            return _object(reading, child, refused)
    return None


def _measures(reading: Reading, index: int) -> bool:
    """Whether a noun only says by what a price is counted: "pour 1 000 litres"."""
    return reading.case(index) == "pour" and reading.words[index].text in _SCALES


def _marked(reading: Reading, verb: int, cases: set[str]) -> bool:
    return any(
        reading.words[child].dep in {"mark", "case"} and reading.words[child].text.lower() in cases
        for child in reading.children[verb]
    )


def _object(reading: Reading, verb: int, refused: Refused) -> int | None:
    """The object of a verb, direct or not, that is no sum."""
    for dep, cases in (("obj", {""}), ("obl:arg", _ARGUMENT)):
        for child in reading.children[verb]:
            if (
                reading.words[child].dep == dep
                and reading.case(child) in cases
                and not (cases and is_receiver(reading, child))
                and phrases.is_noun(reading, child)
                and not refused(child)
            ):
                return child
    return None


def counted(reading: Reading, unit: int, refused: Refused) -> int | None:
    """What a rate is a part of: "16 % de la population"."""
    for child in reading.children[unit]:
        if reading.case(child) in _OF and phrases.is_noun(reading, child) and not refused(child):
            return child
    return _follows(reading, unit, refused)


def whole(reading: Reading, unit: int, refused: Refused) -> int | None:
    """The whole of "1 480 bébés, dont 6 % de prématurés" and of "140 adhérents, 35 % de filles"."""
    if not _of_kind(reading, unit):
        return None
    for child in (*reading.children[unit], *(c for d in reading.children[unit] for c in reading.children[d])):
        if child > unit and reading.case(child) in _AMONG and phrases.is_noun(reading, child) and not refused(child):
            return child
    above = reading.words[unit].head
    if reading.words[unit].dep == "conj" and above != unit and reading.is_sum(above):
        return whole(reading, above, refused)
    return _whole_before(reading, unit, refused)


def _of_kind(reading: Reading, unit: int) -> bool:
    """Whether "de" and a bare noun follow: "35 % de filles" are a part of something else."""
    after = unit + 1
    if after >= len(reading.words) or reading.words[after].text.lower() not in {"de", "d'"}:
        return False
    return after + 1 >= len(reading.words) or reading.words[after + 1].pos != "DET"


def _whole_before(reading: Reading, unit: int, refused: Refused) -> int | None:
    before = unit - 2  # the number is one word
    if reading.words[before].text.lower() == "dont" and (named := numbered(reading, unit)) is not None:
        return named
    while before >= 0 and reading.words[before].text.lower() in {",", "dont", ":"}:
        before -= 1
    if before == unit - 2:
        return None
    while before >= 0 and not phrases.is_noun(reading, before) and reading.words[before].pos not in {"NUM", "PUNCT"}:
        before -= 1
    return before if before >= 0 and phrases.is_noun(reading, before) and not refused(before) else None


def _follows(reading: Reading, unit: int, refused: Refused) -> int | None:
    """The noun after "de" right behind the unit, whatever the tree makes of it."""
    after = unit + 1
    if after < len(reading.words) and reading.words[after].text.lower() in _OF:
        for index in range(after + 1, min(after + 4, len(reading.words))):
            if phrases.is_noun(reading, index):
                return None if refused(index) else index
            if reading.words[index].pos == "ADJ" and reading.words[after].text.lower() in {"des", "du"}:
                return index  # "40 % des retraités"
            if (
                reading.words[after].text.lower() == "des" and reading.words[index].text.lower() in _MORE
            ):  # "30 % des moins de vingt ans"
                return index
            if reading.words[index].pos not in {"DET", "ADJ", "NUM"}:
                return None
        return after + 1 if after + 1 < len(reading.words) and reading.words[after + 1].pos == "ADJ" else None
    return None


def candidates(reading: Reading, cue: Cue, unit: int, refused: Refused) -> Iterator[int]:
    """Where the cue says that the thing stands, in its order."""
    for place in cue.entry.attributes["what"]:
        head = _LOOK[place](reading, cue, unit, refused)
        if head is not None and phrases.is_noun(reading, head) and not refused(head):
            yield head


def _of(reading: Reading, cue: Cue, unit: int, refused: Refused) -> int | None:
    if cue.relation == "share" and (within := _within(reading, cue.word, unit, refused)) is not None:
        return within
    return complement(reading, cue.word, _OF, refused)


def _within(reading: Reading, word: int, unit: int, refused: Refused) -> int | None:
    """The whole after "dans", between a word of share and its figure: "la part du vélo dans les trajets"."""
    for index in range(word + 1, unit):
        if reading.case(index) == "dans" and phrases.is_noun(reading, index) and not refused(index):
            return index
    return None


def _to(reading: Reading, cue: Cue, unit: int, refused: Refused) -> int | None:
    """The purpose, first behind the sum, then behind the word, then behind the verb that governs both."""
    governor = reading.words[cue.word].head
    participles = (c for c in reading.children[cue.word] if reading.words[c].dep == "acl")
    for head in (unit, cue.word, *participles, governor):
        found = complement(reading, head, _TO, lambda index, head=head: index < min(head, unit) or refused(index))  # type: ignore[misc]
        if found is not None and found != cue.word and not is_receiver(reading, found):
            return found
    return purpose(reading, unit, refused)


def _for(reading: Reading, cue: Cue, unit: int, refused: Refused) -> int | None:
    """What the word itself says it is for: "le droit d'entrée au musée"."""
    return complement(reading, cue.word, _TO, refused)


def is_receiver(reading: Reading, index: int) -> bool:
    """Whether a noun names those who get money, not what it is for."""
    return bool(lexicon.entry("facts", "receivers").pattern.fullmatch(reading.words[index].text))


def purpose(reading: Reading, unit: int, refused: Refused) -> int | None:
    """The noun after the next "pour" behind a sum, whatever the tree makes of it."""
    for index in range(unit + 1, len(reading.words)):
        if index in reading.sums.values() or reading.words[index].text in {";", "."}:
            return None
        if reading.words[index].text.lower() == "pour":
            return _noun_after(reading, index, refused)
    return None


def numbered(reading: Reading, unit: int) -> int | None:
    """The last thing before a figure that is given with a number: "412 000 personnes, soit 30 % de plus"."""
    for index in range(unit - 2, -1, -1):
        word = reading.words[index]
        if word.text[:1].isdigit() and not reading.is_sum(index):
            head = word.head
            if head > index and phrases.is_noun(reading, head):
                return _unscaled(reading, head)
    return None


def _unscaled(reading: Reading, head: int) -> int:
    """What a scale or a measure counts: "lait" of "millions de litres de lait"."""
    while reading.words[head].text in _SCALES:
        inner = complement(reading, head, _OF, reading.is_sum)
        if inner is None:
            break
        head = inner
    return head


def _number(reading: Reading, cue: Cue, unit: int, refused: Refused) -> int | None:
    return numbered(reading, unit) if _is_added(reading, unit) else None


def _is_added(reading: Reading, index: int) -> bool:
    """Whether "soit" stands right before."""
    return any(reading.words[i].text.lower() == "soit" for i in range(max(0, index - 4), index))


def _noun_after(reading: Reading, preposition: int, refused: Refused) -> int | None:
    """The noun of a prepositional phrase, or the object of the infinitive in it."""
    for index in range(preposition + 1, min(preposition + 6, len(reading.words))):
        word = reading.words[index]
        if word.pos == "VERB" and "Inf" in word.morph:
            return _object(reading, index, refused)
        if phrases.is_noun(reading, index):
            return None if refused(index) or is_receiver(reading, index) or word.text in _SCALES else index
        if word.pos == "PUNCT":
            return None
    return None


def _subject(reading: Reading, cue: Cue, unit: int, refused: Refused) -> int | None:
    """The subject, unless it is who does it: who finances is not what is financed."""
    agent = "agent" in cue.entry.attributes["who"] and cue.entry.id != "funding.verb"  # works too mobilise money
    if agent and not clauses.is_passive(reading, cue.word):
        return None
    found = clauses.subject(reading, clauses.verb_of(reading, cue.word))
    if found is None or reading.words[cue.word].dep in {"amod", "acl"}:
        found = clauses.misread(reading, cue.word) or found
    if found is None and _is_finite(reading, cue.word):
        found = clauses.clause_subject(reading, cue.word, refused)
    if found is not None and reading.words[found].pos == "PRON":
        return clauses.antecedent(reading, found)
    return found if found != cue.word else None


def _is_finite(reading: Reading, verb: int) -> bool:
    """Whether a verb has a subject of its own: it, or an auxiliary right before it, has a tense."""
    return any("VerbForm=Fin" in reading.words[i].morph for i in range(max(0, verb - 2), verb + 1))


def _object_of(reading: Reading, cue: Cue, unit: int, refused: Refused) -> int | None:
    return _object(reading, cue.word, refused)


def _self(reading: Reading, cue: Cue, unit: int, refused: Refused) -> int | None:
    return cue.word if reading.words[cue.word].pos in {"NOUN", "PROPN"} else None


def _bearer(reading: Reading, cue: Cue, unit: int, refused: Refused) -> int | None:
    """The noun that a participle, an adjective or "en hausse" qualifies."""
    word = reading.words[cue.word]
    if reading.case(cue.word) == "en":
        if phrases.is_noun(reading, word.head) and word.head < cue.word:
            return word.head
        if word.dep in _ADDED:
            found = clauses.subject(reading, word.head) if reading.words[word.head].pos == "VERB" else None
            return found if found is not None else clauses.clause_subject(reading, cue.word, refused)
    if _is_added(reading, cue.word):
        found = numbered(reading, unit)
        return found if found is not None else clauses.first_subject(reading, cue.word)
    if word.dep in {"acl", "amod", "nmod", "acl:relcl", "appos"} and reading.case(cue.word) in {"", "en", "de"}:
        return word.head
    return None


_LOOK: dict[str, Callable[[Reading, Cue, int, Refused], int | None]] = {
    "of": _of,
    "to": _to,
    "for": _for,
    "number": _number,
    "subject": _subject,
    "object": _object_of,
    "self": _self,
    "bearer": _bearer,
}


def bracketed(reading: Reading, unit: int, refused: Refused) -> int | None:
    """The noun that a figure in brackets is put to: "la carte annuelle (12 euros)"."""
    opening = unit - 2  # the number is one word
    if opening < 1 or reading.words[opening].text != "(":
        return None
    head = next((i for i in range(opening - 1, -1, -1) if _stops(reading, i) or phrases.is_noun(reading, i)), None)
    if head is None or _stops(reading, head) or refused(head):
        return None
    while reading.words[head].dep == "nmod" and reading.words[head].head < head:
        above = reading.words[head].head
        if refused(above) or not phrases.is_noun(reading, above) or is_relation_only(reading, above):
            break
        head = above
    return head


def _stops(reading: Reading, index: int) -> bool:
    return reading.words[index].pos in {"PUNCT", "VERB", "AUX"} or reading.is_sum(index)


def is_relation_only(reading: Reading, index: int) -> bool:
    """Whether a noun only says what a sum is, when something is attached to it."""
    return bool(lexicon.entry("facts", "money").pattern.fullmatch(reading.words[index].text))


def signed(reading: Reading, unit: int, refused: Refused) -> int | None:
    """What a rate with a sign is for: "+ 5 % pour les engrais"."""
    after = unit + 1
    if after < len(reading.words) and reading.words[after].text.lower() == "pour":
        return _noun_after(reading, after, refused)
    return None


def counted_before(reading: Reading, unit: int, refused: Refused) -> int | None:
    """The subject before a rate that is a subject itself: "… délibérations ; 94 % ont été adoptées"."""
    if not reading.words[unit].dep.startswith("nsubj"):
        return None
    found = clauses.first_subject(reading, unit)
    return found if found is not None and not refused(found) else None


def beside(reading: Reading, unit: int, refused: Refused) -> int | None:
    """The noun that a bare figure is put to: "les effectifs (+ 3 %)", "musée : 3 M€"."""
    for node in reading.path(unit)[1:]:
        if phrases.is_noun(reading, node) and not refused(node):
            return node
        found = clauses.subject(reading, node)
        if found is not None and phrases.is_noun(reading, found) and not refused(found):
            return found
    return None


def first(reading: Reading, refused: Refused, *, heading: bool = True) -> int | None:
    """The noun that a line is about, behind words such as "visite de"; in a heading a word of money names nothing."""
    root = _root_noun(reading, refused)
    if root is None and len(reading.words) == 1 and not refused(0) and reading.words[0].text.isalpha():
        root = 0
    if root is not None and heading and is_relation_only(reading, root):
        return None
    while root is not None and is_wrapper(reading, root):
        inner = complement(reading, root, _OF | _TO, refused)
        if inner is None:
            return None
        root = inner
    return root


def _root_noun(reading: Reading, refused: Refused) -> int | None:
    for index, word in enumerate(reading.words):
        if word.head == index:
            if word.pos in {"VERB", "AUX", "ADJ"} and not phrases.has_article(reading, index):
                named = (clauses.subject(reading, index), _object(reading, index, lambda _: False))
                good = (i for i in named if i is not None and phrases.is_noun(reading, i) and not refused(i))
                return next(good, None)
            if phrases.is_noun(reading, index) and not refused(index):
                return index
    return None


def is_wrapper(reading: Reading, index: int) -> bool:
    """Whether a noun of a heading only leads to the thing."""
    return bool(lexicon.entry("facts", "wrapper").pattern.fullmatch(reading.words[index].text))


def is_vague(reading: Reading, index: int, span: Span) -> bool:
    """Whether a noun with an article points at a thing named elsewhere: "le projet", "cette opération"."""
    word = reading.words[index]
    if not lexicon.entry("facts", "vague").pattern.fullmatch(word.text) or span[1] > word.end:
        return False
    return any(
        "Definite=Def" in reading.words[child].morph or "PronType=Dem" in reading.words[child].morph
        for child in reading.children[index]
        if reading.words[child].dep == "det"
    )
