"""The words that French dates are made of, as regular expressions for text in lower case without accents.

Grammar modules compose these atoms; each atom has a reader that turns what was found into a number.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline import numbers
from pipeline.text import deaccent

MONTHS: Final = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
    "novembre", "decembre",
)  # fmt: skip
_ABBREVIATIONS = {
    "janv": 1, "jan": 1, "fevr": 2, "fev": 2, "avr": 4, "juill": 7, "juil": 7, "jul": 7, "aou": 8, "sept": 9, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
"""As in embedded tweets and references: "March 30, 2018", "2019 Aug 6"."""
WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_SHORT_WEEKDAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")

MONTH: Final = rf"(?:{'|'.join(MONTHS)})"
SHORT_MONTH: Final = rf"(?:{'|'.join(_ABBREVIATIONS)})(?![a-z])\.?"
WEEKDAY: Final = rf"(?:{'|'.join(WEEKDAYS)})"
SHORT_WEEKDAY: Final = rf"(?:{'|'.join(_SHORT_WEEKDAYS)})(?![a-z])\.?"
DAY: Final = (
    rf"(?:1 ?(?:i?er|re)(?:(?![a-z])|(?={MONTH}))|premier(?= (?:[a-z]))|ler(?= {MONTH})|(?:0?[1-9]|[12]\d|3[01])(?!\d))"
)
_RECENT = "(?:1[89]|20)"
YEAR: Final = r"(?:1\d|20|21)\d\d"
RECENT_YEAR: Final = rf"{_RECENT}\d\d"
DECADE: Final = rf"{_RECENT}\d0"
SEASON: Final = r"(?:printemps|ete|automne|hiver)"

_ORDINALS = {
    "premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "1re": 1, "deuxieme": 2, "second": 2, "seconde": 2, "2e": 2,
    "2eme": 2,
    "2nd": 2, "2nde": 2, "2d": 2, "2de": 2, "troisieme": 3, "3e": 3, "3eme": 3, "quatrieme": 4, "4e": 4, "4eme": 4,
    "dernier": -1, "derniere": -1,
}  # fmt: skip
ORDINAL: Final = rf"(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|1 er|[2-4] e(?:me)?)"

_DECADES = {
    "dix": 10, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "soixante-dix": 70,
    "quatre-vingt": 80, "quatre-vingts": 80, "quatre-vingt-dix": 90,
}  # fmt: skip
DECADE_WORD: Final = rf"(?:{'|'.join(sorted(_DECADES, key=len, reverse=True))})(?!\w)"

_ONES = "une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix"
_TEENS = "onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf"
_TENS = "vingt|trente|quarante|cinquante|soixante|cent"
COUNT: Final = rf"(?:\d{{1,3}}|{_TEENS}|{_ONES}|(?:{_TENS})(?:[ -](?:et[ -])?(?:{_ONES}))?)(?!\w)"
"""A whole number of years, months …"""

_IN_WORDS = rf"(?:{_TEENS}|{_ONES}|(?:vingt|trente)(?:[ -](?:et[ -])?(?:{_ONES}))?)"
NUMBER_IN_WORDS: Final = rf"(?:{_IN_WORDS}(?![\w-]))"
"""A day of the month from the second on, or an hour."""

YEAR_IN_WORDS: Final = (
    rf"(?:deux mil(?:le)?|mil(?:le)? (?:(?:{_ONES}) )?cents?|dix-(?:sept|huit|neuf) cents?)"
    rf"(?:[ -](?:et[ -])?(?:{_TEENS}|{_ONES}|{_TENS})){{0,4}}(?![\w-])"
)
"""A year from 1100 on, as minutes and deeds write it: "deux mil quatorze", "mille neuf cent dix-huit"."""

_RAISED = str.maketrans("ᵃᵈᵉᵐⁿᵒʳˢᵗ", "ademnorst")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_OTHER_WORDS = ("mari", "midi", "mandi")
_LONG_MONTH = 7  # letters; shorter names are too near to other words to be told by their misspellings


def month_number(word: str) -> int | None:
    """1–12 for the name or abbreviation of a month, None for any other word."""
    word = word.rstrip(".")
    return MONTHS.index(word) + 1 if word in MONTHS else _ABBREVIATIONS.get(word)


def _slips(name: str) -> set[str]:
    """A name with one letter dropped, doubled, swapped with the next or replaced by a neighbour's."""
    found: set[str] = set()
    for i in range(len(name)):
        head, letter, tail = name[:i], name[i], name[i + 1 :]
        found |= {head + tail, head + letter + letter + tail, *(head + other + tail for other in "aeiobmnrstv")}
        if tail:
            found.add(head + tail[0] + letter + tail[1:])
    return found - {name, *_OTHER_WORDS}


def english_month(word: str) -> int:
    """1–12 for what `ENGLISH_MONTH` finds."""
    return _ENGLISH.index(word[:3]) + 1


@cache
def _misspellings() -> dict[str, int]:
    names = ((number, name) for number, name in enumerate(MONTHS, 1) if len(name) >= _LONG_MONTH)
    return {slip: number for number, name in names for slip in sorted(_slips(name))}


def misspelt_month(word: str) -> int | None:
    """1–12 for a word one slip away from the name of a long month ("ocobre"), None for any other word."""
    return _misspellings().get(word)


@cache
def _misspelt_weekdays() -> dict[str, int]:
    return {slip: number for number, name in enumerate(WEEKDAYS) for slip in sorted(_slips(name))}


def misspelt_weekday(word: str) -> int | None:
    """0–6 for a word one slip away from the name of a weekday ("mecredi"), None for any other word."""
    return _misspelt_weekdays().get(word)


def weekday_number(word: str) -> int:
    """0 (Monday) – 6 for the name or abbreviation of a weekday."""
    return _SHORT_WEEKDAYS.index(word[:3])


def ordinal(word: str) -> int:
    """1–4, or -1 for the last."""
    return _ORDINALS[word.replace(" ", "")]


def decade_word(word: str) -> int:
    """80 for "quatre-vingt"."""
    return _DECADES[word]


def day_number(word: str) -> int:
    """1–31, more for figures or words that are no day."""
    figures = "".join(filter(str.isdigit, word))
    return int(figures) if figures else 1 if word.startswith(("premier", "ler")) else count(word) or 0


def year_in_words(words: str) -> int | None:
    """2014 for "deux mil quatorze"; None when the words make no number."""
    return count(re.sub(r"\bmil\b", "mille", words))


def full_year(figures: str) -> int:
    """The year that four figures, or the last two, name: 70–99 lie in the 20th century."""
    year = int(figures)
    if len(figures) > 2:  # noqa: PLR2004 - more than two figures are the whole year
        return year
    return year + (1900 if year >= 70 else 2000)  # noqa: PLR2004 - the pivot that spreadsheets use


def roman(word: str) -> int:
    """The value of a Roman number below 40."""
    values = [_ROMAN[letter] for letter in word]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def count(word: str) -> int | None:
    """A whole number in figures or words."""
    found = numbers.value(word)
    return int(found) if found is not None and found == int(found) else None


def plain(folded: str) -> str:
    """Lower case without accents or raised letters ("4ᵉ"), of the same length, whatever the text."""
    lower = folded.lower()
    if len(lower) != len(folded):  # a few letters, such as İ, grow
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in folded)
    return deaccent(lower).translate(_RAISED)
