"""What is known of the system that made a page (`data/sites.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline import lexicon

_HEAD = 60_000  # characters of markup in which a system gives itself away


@dataclass(frozen=True, slots=True)
class Profile:
    """Names of elements to drop, and of those that hold the day of publication; None for none known."""

    drop: re.Pattern[str] | None = None
    date: re.Pattern[str] | None = None

    def drops(self, names: str) -> bool:
        """Whether an element of these names holds no text of the article."""
        return bool(self.drop and self.drop.search(names))

    def dates(self, names: str) -> bool:
        """Whether an element of these names holds the day of publication."""
        return bool(self.date and self.date.search(names))


UNKNOWN: Final = Profile()


@cache
def _profile(ids: tuple[str, ...]) -> Profile:
    """The profiles of several systems in one (Drupal under the design system of the State)."""
    found = [lexicon.entry("sites", name).attributes for name in ids]

    def together(key: str) -> re.Pattern[str] | None:
        patterns = [str(attributes[key]) for attributes in found if key in attributes]
        return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    return Profile(together("drop"), together("date"))


def of(markup: str) -> Profile:
    """The profile of a page."""
    head = markup[:_HEAD].lower()
    return _profile(tuple(entry.id for entry in lexicon.entries("sites") if any(word in head for word in entry.words)))
