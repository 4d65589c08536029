"""Noun phrases, as written: from a head word to the span that names the thing."""

from __future__ import annotations

import re

from pipeline.facts.reading import Reading
from pipeline.types import Span

_BELONGS = {
    "amod",
    "nmod",
    "flat",
    "flat:name",
    "flat:foreign",
    "fixed",
    "case",
    "compound",
    "advmod",
    "det",
    "cc",
    "conj",
    "nummod",
}
_BEFORE = {"amod", "flat", "flat:name", "compound", "fixed"}  # an adjective may stand before its noun
_ENDS = re.compile(r"""[,;:()\[\]«»"–—!?\n]| - |\.(?:\s|$)""")
_NOUNS = {"NOUN", "PROPN"}
_OTHERS = {
    "par",
    "depuis",
    "dès",
    "jusqu'",
    "jusqu'à",
    "contre",
    "selon",
    "entre",
    "après",
    "avant",
    "via",
    "avec",
    "chez",
    "pendant",
    "parmi",
}
_EMPTY = {
    "hauteur",
    "cours",
    "tout",
    "reste",
    "fin",
    "début",
    "partir",
    "terme",
    "faveur",
    "cadre",
    "titre",
    "m.",
    "mme",
    "pr",
    "dr",
    "limite",
    "plafond",
}
_CARRIERS = {"total", "montant", "montants", "somme", "sommes", "niveau", "valeur", "chiffre", "nombre"}


def is_noun(reading: Reading, index: int) -> bool:
    """Whether a word can head the name of a thing."""
    word = reading.words[index]
    named = word.pos in _NOUNS or (word.pos in {"ADJ", "VERB"} and has_article(reading, index))
    if not named or reading.is_sum(index) or not word.text[:1].isalpha() or word.text.lower() in _EMPTY:
        return False
    return word.text.lower() not in _CARRIERS or _is_told(reading, index)


def _is_told(reading: Reading, index: int) -> bool:
    """Whether a word that only carries a number is told what of: "niveau de vie", "montant moyen versé"."""
    told = (c for c in reading.children[index] if reading.words[c].dep in {"nmod", "amod", "acl"})
    return any(not reading.is_sum(child) and reading.case(child) != "en" for child in told)


def has_article(reading: Reading, index: int) -> bool:
    """Whether a word has an article, a possessive or a demonstrative, and so stands as a noun: "les jeunes"."""
    return any(reading.words[child].dep == "det" for child in reading.children[index])


def span(reading: Reading, text: str, head: int, stops: tuple[Span, ...] = ()) -> Span:
    """The phrase of this head: adjectives and complements, no article, nothing behind a comma, bracket or sum.

    Args:
        reading: of its sentence.
        head: index of the noun.
        text: of the document.
        stops: spans that end a phrase, such as those of dates and of who pays.
    """
    start = _first(reading, head)
    last = _last(reading, head, start, stops)
    end = reading.words[last].end
    cut = _ENDS.search(text, reading.words[head].end, end)
    return reading.words[start].start, _stripped(text, reading.words[head].end, cut.start() if cut else end)


def _first(reading: Reading, head: int) -> int:
    start = head
    while start > 0:
        word = reading.words[start - 1]
        if word.text.lower().startswith("futur") or not (
            word.head == head and word.dep in _BEFORE and word.pos in {"ADJ", "PROPN", "NOUN"}
        ):
            break
        start -= 1
    return start


def _last(reading: Reading, head: int, start: int, stops: tuple[Span, ...]) -> int:
    """The last word, going right as long as each word belongs to the phrase."""
    own = {head}
    last = head
    for index in range(head + 1, len(reading.words)):
        word = reading.words[index]
        if reading.is_sum(index) or any(begin <= word.start < end for begin, end in stops):
            break
        if word.pos == "PUNCT" and word.text not in {"-", "'", "/"}:
            break
        if not _inside(reading, index, own, head):
            break
        own.add(index)
        if word.pos not in {"ADP", "DET", "CCONJ"}:
            last = index
    return last


def _inside(reading: Reading, index: int, own: set[int], head: int) -> bool:
    """Whether a word hangs on the phrase, by itself or with the word that follows and that it serves."""
    above = set(reading.path(head)[1:])
    for node in reading.path(index):
        if node in own:
            return True
        word = reading.words[node]
        if word.head in above and word.head < head and reading.words[word.head].pos == "NOUN":
            # A complement of the thing that the parser has hung on the noun above it.
            return word.dep in {"amod", "nmod"} and reading.case(node) in {"", "de", "du", "des", "d'"}
        participle = word.dep == "acl" and "Tense=Past" in word.morph and not _before_sum(reading, node)
        if not participle and (word.dep not in _BELONGS or word.pos in {"VERB", "AUX", "PRON"}):
            return False
        if reading.case(node) in _OTHERS:
            return False
        if word.dep == "conj" and word.head == head:
            return False
    return False


def _before_sum(reading: Reading, index: int) -> bool:
    """Whether a sum follows at once: "le taux atteint 72 %" holds a verb, whatever the tagger says."""
    return index + 1 < len(reading.words) and reading.is_sum(index + 1)


def _stripped(text: str, floor: int, end: int) -> int:
    while end > floor and text[end - 1].isspace():
        end -= 1
    return end
