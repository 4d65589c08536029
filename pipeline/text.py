"""Pure string functions: one-for-one folding, sentence bounds.

All of them keep lengths or return offsets, so that what is found in a folded copy points at the
same characters of the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.types import Block, Span

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_FOLD = str.maketrans(
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4`", "'")
    | dict.fromkeys("\u2010\u2011", "-")
)


def fold(text: str) -> str:
    """Make spaces, apostrophes and hyphens plain, one for one; line breaks and case stay."""
    return text.translate(_FOLD)


def _base_letters() -> dict[int, str]:
    table = {}
    for code in range(0x00C0, 0x0180):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            table[code] = base
    return table


_BASE = _base_letters()


def deaccent(text: str) -> str:
    """Replace accented Latin letters by their base letter, one for one (œ and æ stay)."""
    return text.translate(_BASE)


# Abbreviations whose point ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"'])(?:MM?|Mmes?|Mlles?|Drs?|Prs?|Mes?|Mgr|Sts?|Stes?|[A-ZÀ-Ý](?:\.?-[A-ZÀ-Ý])?|[Aa]rt|[Bb]d|[Aa]v|"
    r"[Tt][ée]l|[Nn]o|[Nn]°|[Rr]éf|[Cc]f|[Ee]nv|[Ee]x|[Ii]nfos?|[Jj]anv|[Ff]évr?|[Aa]vr|[Jj]uil|[Ss]ept?|"
    r"[Oo]ct|[Nn]ov|[Dd]éc|[Pp]p?|[Pp]\.\s?ex|etc|hab|min|max)\.$"
)
_BREAK = re.compile(r"[.!?…]+(?: ?[\"»”')\]])*[ \n]+(?=[«\"“(\[–—-]*\s?[A-ZÀ-ÝŒ0-9])|\n+")
_LAST_WORD = 12  # characters looked at before a point; no abbreviation is longer


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match.group().startswith("\n"):
        return True
    before = text[max(0, match.start() - _LAST_WORD) : match.start() + 1]
    return not _ABBREVIATION.search(before)


def _split(folded: str, start: int, end: int) -> Iterator[Span]:
    position = start
    for match in _BREAK.finditer(folded, start, end):
        if _ends_sentence(folded, match):
            yield position, match.end()
            position = match.end()
    yield position, end


def strip_span(text: str, start: int, end: int) -> Span:
    """Shrink a span until it neither begins nor ends with white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(folded: str, blocks: Iterable[Block] = ()) -> tuple[Span, ...]:
    """Sentence spans of a folded text, none across blocks or lines, blank ones left out."""
    ranges = [(block.start, block.end) for block in blocks] or [(0, len(folded))]
    spans = (strip_span(folded, *span) for start, end in ranges for span in _split(folded, start, end))
    return tuple((start, end) for start, end in spans if start < end)
