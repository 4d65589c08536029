"""Is this French? By the share of words that only French uses so often."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = {
    "fr": frozenset(
        "le la les des du une est et dans pour que qui sur au aux avec ce cette pas plus par sont ont nous vous".split()
    ),
    "en": frozenset("the of and to in is for that with on are this by be from at as it was have has".split()),
    "de": frozenset("der die das und ist von zu den mit auf für im nicht ein eine dem des".split()),
    "es": frozenset("el los las del que y por con una para es en se su al lo como más".split()),
    "it": frozenset("il di che della per con una sono del nel gli dei alla è anche".split()),
    "nl": frozenset("de het een van en in is op te dat voor met zijn niet aan".split()),
    "pt": frozenset("o os as do da dos que em para com uma não por se mais".split()),
    "br": frozenset("ar an ur ha gant evit eus hag war zo eo er".split()),
}
_SAMPLE = 20_000  # characters
_FEWEST = 20  # words, below which nothing is said
_WORD = re.compile(r"[^\W\d_]+")


def of(text: str) -> str | None:
    """ISO 639-1 code of the likeliest language; None for too little text."""
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if len(words) < _FEWEST:
        return None
    scores = {language: sum(word in common for word in words) / len(words) for language, common in _WORDS.items()}
    best = max(scores, key=lambda language: (scores[language], language == "fr"))
    return best if scores[best] > 0.05 else None  # noqa: PLR2004 - one word in twenty
