"""Clock times: "18 h 30", "18:30", "10 heures", "midi", "de 14 h à 17 h"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.extractors.dates import atoms

_HOUR = r"(?:[01]?\d|2[0-4])"
_MINUTE = r"[0-5]\d"
_HOURS = 24
_WORD = r"(?:midi|minuit)"
_PARTS = {"et demie": "30", "et quart": "15", "trente": "30", "quinze": "15", "quarante-cinq": "45"}


def _time(name: str) -> str:
    """One clock time, with groups that begin with `name`."""
    return (
        rf"(?:(?P<{name}hour>{_HOUR})(?: ?(?:h|heures?)(?: ?(?P<{name}minute>{_MINUTE})(?: ?(?:mn|min))?)?"
        rf"|:(?P<{name}colon>{_MINUTE})(?::{_MINUTE})?)(?![\w:])|(?P<{name}word>{_WORD})(?!\w)"
        rf"|(?P<{name}spelt>{atoms.NUMBER_IN_WORDS}) heures?(?: (?P<{name}part>{'|'.join(_PARTS)}))?(?!\w))"
    )


_FIRST = rf"(?:(?P<bare>{_HOUR}) ?(?=(?:a|-|–|et) ?{_HOUR} ?(?:h|heures))|{_time('a')})"
_LINK = (
    r"(?:,? ?(?:a partir de|a compter de|jusqu'a|entre|depuis|vers|aux alentours de|aux environs de|"
    r"des|de|a|-|–|\|)? ?)"
)
CLOCK: Final = re.compile(rf"(?P<link>{_LINK})(?:les )?{_FIRST}(?: ?(?:a|-|–|et|/|jusqu'a) ?{_time('b')})?")
"""What may follow a day, for text in lower case without accents."""
_IN_BRACKETS = re.compile(rf" \((?:a )?(?={_HOUR}(?:h|:| h))[^()\n]{{2,12}}\)(?= (?:au|a|jusqu'au) )")
"""A clock time that stands between the bounds of an interval: "du 5 juin (9h00) au 7 juillet"."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time, "HH:MM", perhaps with its end."""

    end: int
    time: str
    time_end: str | None = None


def _read(match: re.Match[str], name: str) -> str | None:
    if word := match[f"{name}word"]:
        return "12:00" if word == "midi" else "00:00"
    if spelt := match[f"{name}spelt"]:
        hour = atoms.count(spelt) or 0
        return f"{hour % 24:02d}:{_PARTS.get(match[f'{name}part'], '00')}" if hour <= _HOURS else None
    if not match[f"{name}hour"]:
        return None
    minute = match[f"{name}minute"] or match[f"{name}colon"] or "00"
    return f"{int(match[f'{name}hour']) % 24:02d}:{minute}"


def after(plain: str, offset: int) -> Clock | None:
    """The clock time that follows at `offset`, if any, with the words that link it."""
    bracketed = _IN_BRACKETS.match(plain, offset)
    match = CLOCK.match(plain, offset + 2 if bracketed else offset)
    if not match or (match["link"] == "" and plain[offset : offset + 1].isdigit()):
        return None
    if match["aword"] == "midi":  # a part of the day, like "matin" and "soir"
        return None
    first = f"{int(match['bare']):02d}:00" if match["bare"] else _read(match, "a")
    if first is None:
        return None
    return Clock(bracketed.end() if bracketed else match.end(), first, _read(match, "b"))
