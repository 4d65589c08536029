"""Whether the clause around a date speaks of what was or of what will be.

No parser: the endings of French verbs are telling enough. The nearest telling verb decides; the
present and the conditional tell nothing. The words are entries of `data/dates_tense.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pipeline import lexicon
from pipeline.types import Span

Tense = Literal["past", "future"]

_PARTICIPLE = r"\w{1,14}(?:é|i|is|it|u|us|ert|eint|aint|ort)e?s?"
_CLAUSE = re.compile(r"[;:«»—\n]|(?<=\w)[.!?] | – |(?<!\w)(?:alors|tandis) qu(?=e |')")
# "Battus samedi, ils jouent vendredi": a bare participle with a day of its own tells nothing of another.
_DATED = re.compile(
    r" (?:ce |le |en |fin |début |courant |dès )?(?:\d|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|janvier|février"
    r"|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)",
    re.IGNORECASE,
)
_LABELLED = re.compile(r": ?(?:(?:le|les|du|au|en|ce|à partir du|jusqu'au|dès le) ?)?")
_INSIDE = re.compile(r"[\w,] $|\w['-]$")
_COMMA = 80  # characters that a comma counts for
_REACH = 200  # characters to each side


def _words(entry: str) -> str:
    return f"(?:{lexicon.alternation(lexicon.words('dates_tense', entry))})"


@cache
def _verb() -> re.Pattern[str]:
    """Verbs with their tense; a passive in the present is found too, lest its participle look past."""
    adverbs = rf"(?: (?:\w{{3,12}}ment|{_words('adverb')})){{0,2}}(?:,[^,.;]{{2,20}},)?"
    done = rf"{adverbs} (?!{_words('no_participle')}(?!\w)){_PARTICIPLE}(?!\w)"
    infinitive = r"\w{2,14}(?:er|ir|re|oir)(?!\w)"
    future = (
        rf"\w{{1,16}}[aeiourdv]r(?:a|ai|ons|ez|ont)(?!\w)(?:{done})?"
        rf"|{_words('going')}(?: (?:\w{{3,12}}ment|{_words('before_infinitive')})){{0,3}}[ ']{infinitive}"
        rf"|(?:est|sont|reste|restent|(?:a|ont) été) (?:\w+ment |d'ores et déjà )?{_words('planned')}(?!\w)"
        r"|(?:est|sont|êtes) (?:\w+ment )?(?:invit|convi)ée?s?(?!\w)|(?:a|ont) (?:promis|programmé|planifié)(?!\w)"
        rf"|(?<!que )(?<!qu'){_words('planned')}(?!\w)|{_words('future_cue')}(?!\w)"
        # "a indiqué qu'il recevrait": what was to come when it was said
        r"|(?<!\w)qu(?:e |')[^,.;:\n]{0,40}? (?!aur|ser|pour|dev)\w{1,14}r(?:ait|aient)(?!\w)"
    )
    past = (
        rf"{_words('have')}(?:-t)?(?:-(?:ils?|elles?|on))?{done}"
        rf"|(?:s'(?:est|était|étaient|étant)|(?:se|me) (?:sont|suis)){done}"
        rf"|(?:est|sont|suis|sommes|étaient|était){adverbs} {_words('moved')}e?s?(?!\w)"
        rf"|après (?:avoir|être|s'être){done}"
        rf"|\w{{2,14}}[^\Wr]ai(?:t|ent)(?!\w)|\w{{2,14}}èrent(?!\w)|{_words('past_plural')}(?!\w)"
        rf"|(?:initialement|étai(?:t|ent)|avai(?:t|ent) été) {_words('planned')}(?!\w)"
        rf"|{_words('past_verb')}(?!\w)|(?P<bare>{_words('finished')}e?s?)(?!\w)"
    )
    untold = rf"(?:être|est|sont|soit|soient|serait|seraient){done}"
    return re.compile(rf"(?<![\w-])(?:(?P<future>{future})|(?P<past>{past})|{untold})", re.IGNORECASE)


@cache
def _done() -> re.Pattern[str]:
    undone = r"(?<!être )(?<!sera )(?<!seront )(?<!soit )(?<!soient )(?<!serait )(?<!est )(?<!sont )"
    return re.compile(
        rf"{undone}(?<!\w){_words('finished')}e?s?,? (?:(?:dès|depuis|ce|cet|le|la|en|au|à|l'|mois de)[ ']?){{0,3}}$",
        re.IGNORECASE,
    )


def is_done(before: str) -> bool:
    """Whether the words right before a date end with a participle that is past by itself: "signé le "."""
    return _done().search(before) is not None


@cache
def _no_verbs() -> frozenset[str]:
    return frozenset(lexicon.words("dates_tense", "no_verb"))


def _clause(folded: str, start: int, end: int, sentence: Span) -> Span:
    left, right = max(sentence[0], start - _REACH), min(sentence[1], end + _REACH)
    cuts = [match.end() for match in _CLAUSE.finditer(folded, left, start)]
    if cuts and _LABELLED.fullmatch(folded, cuts[-1] - 1, start):  # "Prochain rendez-vous : le 8 octobre"
        cuts.pop()
    after = _CLAUSE.search(folded, end, right)
    return (cuts[-1] if cuts else left), (after.start() if after else right)


def _verbs(folded: str, start: int, end: int) -> list[re.Match[str]]:
    found = _verb().finditer(folded, start, end)
    return [m for m in found if m.lastgroup and not _is_noun(folded, m)]


def _is_noun(folded: str, match: re.Match[str]) -> bool:
    """Whether a word that ends like a verb is none: one of the list, or a name, with a capital inside a sentence."""
    word = match.group().split(" ")[0]
    if word.lower() in _no_verbs():
        return True
    capital = word[0].isupper() and word[1:].islower()
    return capital and _INSIDE.search(folded, max(0, match.start() - 2), match.start()) is not None


def _gap(folded: str, start: int, end: int) -> int:
    """How far a verb is: in characters, more across a comma."""
    return end - start + _COMMA * folded.count(",", start, end)


def around(folded: str, start: int, end: int, sentence: Span) -> Tense | None:
    """The tense of the nearest telling verb in the clause that holds `start:end`, None when there is none.

    Offsets: `start`, `end` and `sentence` point into `folded`.
    """
    left, right = _clause(folded, start, end, sentence)
    gaps = [(_gap(folded, verb.end(), start), verb) for verb in _verbs(folded, left, start)]
    gaps += [(_gap(folded, end, verb.start()), verb) for verb in _verbs(folded, end, right)]
    gaps = [
        (gap, verb) for gap, verb in gaps if gap < _COMMA or not (verb["bare"] and _DATED.match(folded, verb.end()))
    ]
    if not gaps:
        return None
    _, nearest = min(gaps, key=lambda item: item[0])
    return "past" if nearest["past"] else "future"
