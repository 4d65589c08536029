"""How far the name of a body goes after its head: "ministère de l'Agriculture et de la Forêt"."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline import gazetteer, lexicon
from pipeline.text import deaccent

_MOST: Final = 9  # steps after a head; no name has more
_FREQUENT: Final = 100  # bearers of a first name that is surely one
_RARE: Final = 3  # bearers of one that is likely one where a person is likely
_LOOK: Final = 70  # characters in which a territory must end
_UPPER: Final = "A-ZÀ-ÖØ-ÞŒ"
_OF: Final = re.compile(r" (?:de la |de l'|du |des |de |d')")
_JOINT: Final = re.compile(r"(?:,| et) (?:de la |de l'|du |des |d')")
_FOR: Final = re.compile(r" (?:pour|contre|sans|entre) (?:la |le |les |l')?")
_NAME: Final = re.compile(rf"[{_UPPER}]\w*(?:['&.-][^\W_]\w*)*")
_NOUN: Final = re.compile(
    r"(?!(?:plus|moins|nouveau|nouvelle|notre|votre|leur|leurs|ses|ces|mon|son|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|place|soutien|façon|manière|cette|cet|chaque|tous|toutes|tout|toute|deux|trois|quatre|cinq|six|dix)\b)[a-zà-ÿœ][a-zà-ÿœ-]{2,}(?!\w)"
)
_PAIR: Final = re.compile(r" et (?:d')?(?=[a-zà-ÿœ]{4,})")
_SUFFIX: Final = re.compile(
    r"(?: |-)(?:Métropole|Agglomération|Agglo|Communauté|Communautés|Habitat|Intercommunalité|Eurométropole)(?!\w)"
)
_HYPHEN: Final = re.compile(rf"-[{_UPPER}]\w*(?:-\w+)*")
_SERIAL: Final = re.compile(r" (?:\d{1,2}|I{1,3}|IV|VI{0,3})(?![\w,.]\w|\w| [a-zà-ÿ])")  # "Paris 8", "Rennes II"
PLATFORM: Final = re.compile(r"(?:Facebook|WhatsApp|Whatsapp|Telegram|Instagram|Messenger)(?!\w)")
_ELIDED: Final = re.compile(r" d'(?P<word>[a-zà-ÿœ]{3,})(?!\w)")
_SECOND: Final = re.compile(rf" et (?P<word>[{_UPPER}][a-zà-ÿœ]+)(?![\w-])(?! [{_UPPER}])")  # "Rail et Terroirs"
_SECOND_ARTICLED: Final = re.compile(rf" et (?:la |le |les |l')(?P<word>[{_UPPER}][a-zà-ÿœ]+)(?![\w-])(?! [{_UPPER}])")
_OWN_ARTICLE: Final = re.compile(r"(?:Le|La|Les) |L'")
_PARTICLE: Final = re.compile(r" (?:& |de la |de l'|du |des |de |d'|la |le |les |en |sur )")


@cache
def _adjective() -> re.Pattern[str]:
    return re.compile(rf" (?:{lexicon.entry('organisations', 'adjective').pattern.pattern})(?!\w)")


@cache
def _activity() -> re.Pattern[str]:
    noun = lexicon.entry("organisations", "activity").pattern.pattern
    return re.compile(rf" (?:{noun})(?: [{_UPPER}][\w-]+)?")


@cache
def _given(*, rare: bool) -> frozenset[str]:
    """First names in lower case without accents, without those that are often something else."""
    table = lexicon.table("first_names").to_pydict()
    least = _RARE if rare else _FREQUENT
    names = {name for name, bearers in zip(table["name"], table["bearers"], strict=True) if bearers >= least}
    return frozenset(names - {deaccent(word).lower() for word in lexicon.words("people", "weak_given")})


def territory(folded: str, start: int) -> tuple[int, tuple[gazetteer.Place, ...]] | None:
    """The end of the territory whose name begins at `start`, and the readings of that name."""
    match = next(gazetteer.find(folded[start : start + _LOOK]), None)
    if match is None or not match.places:
        return None
    before = folded[start : start + match.start]
    if before and before not in {"La ", "Le ", "Les ", "L'"}:
        return None
    return start + match.end, match.places


def place_tail(folded: str, start: int, kind: str | None) -> int:
    """The end of "de la Drôme" or " Occitanie" after a head; `start` when no name follows.

    Without "de" the name must be one of a territory of that kind: "Région Bretagne", not "Région Pierre".
    """
    of = _OF.match(folded, start)
    if of is None and folded[start : start + 1] != " ":
        return start
    begin = of.end() if of else start + 1
    place = territory(folded, begin)
    if place is None:
        end = _proper_run(folded, begin) if of else None
        return _lengthened(folded, end) if end else start
    end = _lengthened(folded, place[0])
    fits = of or kind is None or any(p.kind == kind for p in place[1]) or (end == place[0] and kind != "region")
    return end if fits else start


def _lengthened(folded: str, end: int) -> int:
    """Past what makes a longer proper name of a territory: "-Estuaire", " Métropole"."""
    suffix = _SUFFIX.match(folded, end)
    if suffix:
        return suffix.end()
    hyphen = _HYPHEN.match(folded, end)
    return hyphen.end() if hyphen else end


def _proper_run(folded: str, start: int, *, person: bool = False) -> int | None:
    """The end of capitalised words, small words between them included.

    A first name ends the run ("CHU de Nantes Marie Morel"), unless the body bears the name of a person.
    """
    first = _NAME.match(folded, start)
    if first is None:
        return None
    end = first.end()
    for _ in range(_MOST):
        step = _particle_step(folded, end)
        if step == end or (not person and _begins_person(folded, end, step)):
            break
        end = step
    return end


def _begins_person(folded: str, end: int, step: int) -> bool:
    return is_given(folded[end + 1 : step])


def is_given(word: str, *, rare: bool = False) -> bool:
    """Whether a word, or each part of a compound, is a first name and nothing else."""
    return all(part in _given(rare=rare) for part in deaccent(word).lower().split("-"))


def _particle_step(folded: str, end: int) -> int:
    particle = _PARTICLE.match(folded, end)
    begin = particle.end() if particle else end + 1
    if particle is None and folded[end : end + 1] != " ":
        return end
    name = _NAME.match(folded, begin)
    return name.end() if name else end


def name_tail(folded: str, start: int) -> int:
    """The end of " Jean-Moulin", " agricole de Nérac" or " Sciences humaines" after a head."""
    end = _past_adjectives(folded, start)
    of = _OF.match(folded, end)
    begin = of.end() if of else end + 1
    stop = _proper_run(folded, begin, person=of is None) if of or folded[end : end + 1] == " " else None
    if stop is None:
        return end
    number = _SERIAL.match(folded, stop)
    return number.end() if number else _past_adjectives(folded, stop)


def _past_adjectives(folded: str, end: int) -> int:
    while adjective := _adjective().match(folded, end):
        end = adjective.end()
    return end


def phrase_tail(folded: str, start: int) -> int:
    """The end of a name in which nouns and adjectives may stand: " des maires de France"."""
    return _phrase(folded, start, (_OF, _FOR))


def domains_tail(folded: str, start: int) -> int:
    """As `phrase_tail`, with several domains: " de l'Agriculture, de l'Alimentation et de la Forêt"."""
    return _phrase(folded, start, (_OF, _JOINT, _FOR))


def _phrase(folded: str, start: int, links: tuple[re.Pattern[str], ...]) -> int:
    end, proper = start, False
    for _ in range(_MOST):
        step, proper = _phrase_step(folded, end, links, proper=proper)
        if step == end:
            break
        end = step
    return end


def _phrase_step(folded: str, end: int, links: tuple[re.Pattern[str], ...], *, proper: bool) -> tuple[int, bool]:
    """One noun, adjective or name further; whether it is a name."""
    for link in links if not proper else links[:-1]:
        joint = link.match(folded, end)
        if joint is None:
            continue
        if name := _NAME.match(folded, joint.end()):
            return name.end(), True
        noun = _NOUN.match(folded, joint.end())
        if noun and folded[end] != ",":
            return noun.end(), False
    if adjective := _adjective().match(folded, end):
        return adjective.end(), False
    pair = None if proper else _PAIR.match(folded, end)
    if pair and (noun := _NOUN.match(folded, pair.end())):
        return noun.end(), False
    if folded[end : end + 1] == " " and (name := _NAME.match(folded, end + 1)):
        return (end if proper and _begins_person(folded, end, name.end()) else name.end()), True
    return end, proper


def proper_run(folded: str, start: int, *, elided: bool = False) -> int:
    """The end of the capitalised words that begin at `start`; `start` when none does.

    With `elided` the name may go on as "Graine d'espoir" or "Rail et Terroirs" do.
    """
    end = _proper_run(folded, start, person=True)
    if end is None:
        return start
    if elided and (activity := _activity().match(folded, end)):
        return activity.end()
    articled = _OWN_ARTICLE.match(folded, start) is not None
    for pattern in (_ELIDED, _SECOND, *([_SECOND_ARTICLED] if articled else [])) if elided else ():
        more = pattern.match(folded, end)
        if more and not (is_given(more["word"]) or territory(folded, more.start("word"))):
            return more.end()
    return end
