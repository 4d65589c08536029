"""Finds where an expression may begin, and reads it there.

One pass over the text: the reading never goes back behind the end of what it has read, so that it
stays linear on any input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extractors.dates import atoms, chains, deictics, points
from pipeline.extractors.dates.expressions import Expression

_FIRST_WORDS = (
    *atoms.MONTHS, "janv", "fevr", "fev", "avr", "juill", "juil", "sept", "oct", "nov", "dec", *atoms.WEEKDAYS,
    "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "printemps", "ete", "automne", "hiver",
    "premier", "second", "deuxieme", "troisieme", "quatrieme", "dernier", "trois", "quatre", "cinq", "six", "sept",
    "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "vingt", "trente", "mil", "deux",
    "debut", "tout debut", "fin", "mi", "milieu", "courant", "an", "annee",
    "exercice", "saison", "decennie", "mois", "semaine", "week", "trimestre", "semestre",
    "siecle", "hier", "avant-hier", "demain", "apres-demain", "aujourd'hui", "jour", "il y a", "dans", "ler",
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
)  # fmt: skip
_PREFIXES: Final = "|".join(sorted(set(_FIRST_WORDS), key=len, reverse=True))
_START: Final = re.compile(
    rf"(?:(?<![a-z\d])|(?<=\ble)(?=\d)|(?<=\bdu)(?=\d)|(?<=\bau)(?=\d)|(?<=[a-z])(?=20\d\d(?!\w)))(?:\d(?:\d{{0,3}}(?![\d])|\d{{3}}\d)|{_PREFIXES}|x{{0,2}}(?:ix|iv|v?i{{1,3}}|v|x)(?=e|er|ieme)|[tqsh][1-4])"
)


def expressions(plain: str) -> Iterator[Expression]:
    """All expressions of a text (`atoms.plain`), in order, none overlapping another."""
    position = 0
    while match := _START.search(plain, position):
        found, position = _at(plain, match.start())
        yield from found
        position = max(position, match.start() + 1)


def _at(plain: str, offset: int) -> tuple[list[Expression], int]:
    point = points.at(plain, offset)
    if point:
        found, end = chains.read(plain, point)
        if found:
            return found, end
    deictic = deictics.at(plain, offset)
    if deictic:
        return [deictic], deictic.end
    return [], end if point else offset
