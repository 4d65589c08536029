"""Whether the clause around a date speaks of what was or of what will be.

No parser: the endings of French verbs are telling enough. The nearest telling verb decides; the
present and the conditional tell nothing.
"""

from __future__ import annotations

import re
from typing import Literal

Tense = Literal["past", "future"]

_PARTICIPLE = r"\w{1,14}(?:é|i|is|it|u|us|ert|eint|aint|ort)e?s?"
_ADVERBS = r"(?: (?:\w{3,12}ment|ainsi|déjà|aussi|alors|bien|tous|toutes|d'abord|ensuite|été|pas|plus|enfin|notamment|également)){0,2}(?:,[^,.;]{2,20},)?"
_MOVED = r"(?:allé|venu|devenu|revenu|parvenu|arrivé|parti|reparti|entré|rentré|resté|né|mort|décédé|tombé|passé|monté|descendu|sorti|apparu|intervenu)e?s?"
_FUTURE = (
    rf"\w{{1,16}}[aeiourdv]r(?:a|ai|as|ons|ez|ont)(?!\w)(?:{_ADVERBS} {_PARTICIPLE}(?!\w))?"
    r"|(?:va|vont|allons|allez|vais)(?: (?:\w{3,12}ment|bientôt|aussi|également|ainsi|donc|se|s'|être|les?|la|en|y|lui|leur|vous|nous)){0,3}[ ']\w{2,14}(?:er|ir|re|oir)(?!\w)"
    r"|(?:est|sont|reste|restent) (?:\w+ment |d'ores et déjà )?(?:prévu|programmé|attendu|planifié|fixé|espéré|annoncé)e?s?(?!\w)"
    r"|(?:prévu|programmé|attendu|planifié|prévisionnel|prochain)(?:le)?e?s?(?!\w)|(?:doit|doivent|devrait|devraient)(?!\w)"
    r"|(?:inscrivez|rendez|retrouvez|rejoignez|venez|participez|réservez|déposez|envoyez|notez)(?:-vous)?(?!\w)"
    r"|à venir(?!\w)|en vue d|donne(?:nt)? rendez-vous|invit(?:e|ent|ons|és?|ées?)(?!\w)"
)
_PAST = (
    rf"(?:a|ai|as|avons|avez|ont|avait|avaient|eut|ayant)(?:-t)?(?:-(?:il|elle|on|ils|elles))?{_ADVERBS} {_PARTICIPLE}(?!\w)"
    rf"|(?:s'(?:est|était|étaient|étant)|(?:se|me) (?:sont|suis)){_ADVERBS} {_PARTICIPLE}(?!\w)"
    rf"|(?:est|sont|suis|sommes|étaient|était){_ADVERBS} {_MOVED}(?!\w)"
    r"|\w{2,14}[^\Wr]ai(?:t|ent)(?!\w)|(?:était|étaient|avait|avaient)(?!\w)"
    r"|\w{2,14}(?:èrent|irent|urent)(?!\w)|(?:fut|eut|fit|vint|naquit|mourut|devint)(?!\w)"
    r"|(?:né|décédé|signé|créé|fondé|publié|paru|sorti|élu|nommé|ouvert|inauguré|construit|voté|adopté|lancé|mort|survenu|obtenu|remporté|réalisé|organisé)(?:e?s?)(?!\w)"
)
# Nouns and names that end like a future.
_NO_VERB = {
    "opéra", "caméra", "mantra", "sierra", "extra", "ultra", "infra", "supra", "intra", "contra", "tiara", "choléra",
    "vrai", "délai", "frai", "verrai", "ferrai", "sara", "clara", "laura", "lara", "dora", "flora", "barbara", "bara", "para",
    "front", "affront", "pont", "environs", "électrons", "neutrons", "citrons", "patrons", "escadrons", "aéroport", "terrons",
    "parrai", "giverra", "terra", "agora", "diaspora", "fedora", "pandora", "bora", "sahara", "ferrara", "carrara", "gaza",
}  # fmt: skip
_UNTOLD = rf"(?:être|est|sont|soit|soient|serait|seraient){_ADVERBS} {_PARTICIPLE}(?!\w)"
_VERB = re.compile(rf"(?<![\w-])(?:(?P<future>{_FUTURE})|(?P<past>{_PAST})|{_UNTOLD})", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:«»—\n]|(?<=\w)[.!?] | – ")
_REACH = 200  # characters to each side


def _clause(folded: str, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int]:
    left, right = max(sentence[0], start - _REACH), min(sentence[1], end + _REACH)
    cuts = [match.end() for match in _CLAUSE.finditer(folded, left, start)]
    after = _CLAUSE.search(folded, end, right)
    return (cuts[-1] if cuts else left), (after.start() if after else right)


def around(folded: str, start: int, end: int, sentence: tuple[int, int]) -> Tense | None:
    """The tense of the nearest telling verb in the clause that holds `start:end`, None when there is none.

    Offsets: `start`, `end` and `sentence` point into `folded`.
    """
    nearest: tuple[int, Tense] | None = None
    for match in _VERB.finditer(folded, *_clause(folded, start, end, sentence)):
        if match.lastgroup is None or match.group().lower().split(" ")[0] in _NO_VERB or (match.start() < end and start < match.end()):
            continue
        gap = start - match.end() if match.end() <= start else match.start() - end
        tense: Tense = "past" if match["past"] else "future"
        if nearest is None or gap < nearest[0]:
            nearest = gap, tense
    return nearest[1] if nearest else None
