"""What there is to review, the most doubtful first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline import extractors
from pipeline.frames import Tables
from pipeline.review.store import Store
from pipeline.types import Column, columns

if TYPE_CHECKING:
    import pandas as pd

_RANKS = {"error": 0, "warning": 1, "info": 2}
_NO_FINDING = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One mention of the run.

    Attributes:
        value: fields of the value, as text, by the names of the annotation guide.
        findings: what `validate` says of it, in French.
        rank: of its gravest finding; 3 when there is none.
    """

    mention_id: str
    document_id: str
    kind: str
    start: int
    end: int
    text: str
    rule: str
    confidence: float
    value: dict[str, str]
    findings: tuple[str, ...] = ()
    rank: int = _NO_FINDING


@dataclass(frozen=True, slots=True)
class Filter:
    """Which mentions to look at; an empty field does not filter.

    Attributes:
        order: `doubt` (gravest finding, then lowest confidence) or `text` (as one reads).
        todo: leave out those already decided.
    """

    kind: str = ""
    rule: str = ""
    issuer: str = ""
    document: str = ""
    order: str = "doubt"
    todo: bool = True


@dataclass(frozen=True, slots=True)
class Article:
    """One document, as the page shows it."""

    document_id: str
    title: str
    text: str
    issuer: str
    published: str
    url: str


def fields(kind: str) -> dict[str, Column]:
    """The columns of a kind's value, by field."""
    return next(columns(module.VALUE) for module in extractors.modules() if kind == module.KIND)


class Worklist:
    """The mentions of a run, indexed once; filters and neighbours are looked up, not searched."""

    def __init__(self, tables: Tables, store: Store) -> None:
        self.store = store
        self.articles = {article.document_id: article for article in _articles(tables["documents"])}
        found = _findings(tables)
        self.items = {item.mention_id: item for item in _items(tables, found)}
        self._of_document: dict[str, list[Item]] = {}
        for item in sorted(self.items.values(), key=lambda item: (item.start, item.end, item.kind)):
            self._of_document.setdefault(item.document_id, []).append(item)
        self.select = lru_cache(maxsize=32)(self._select)

    def of_document(self, document_id: str) -> list[Item]:
        """The mentions of one document in reading order."""
        return self._of_document.get(document_id, [])

    def _select(self, chosen: Filter) -> tuple[str, ...]:
        """The ids that pass a filter, in its order, decided or not."""
        items = [item for item in self.items.values() if self._passes(item, chosen)]
        keys = {
            "doubt": lambda item: (item.rank, item.confidence, item.document_id, item.start),
            "text": lambda item: (item.document_id, item.start, item.end),
        }
        return tuple(item.mention_id for item in sorted(items, key=keys.get(chosen.order, keys["doubt"])))

    def _passes(self, item: Item, chosen: Filter) -> bool:
        return (
            chosen.kind in {"", item.kind}
            and chosen.rule in {"", item.rule}
            and chosen.document in {"", item.document_id}
            and chosen.issuer in {"", self.articles[item.document_id].issuer}
        )

    def following(self, chosen: Filter, mention_id: str | None, step: int = 1) -> str | None:
        """The next mention of a filter after (step 1) or before (step -1) this one; None at the end."""
        ids = self.select(_whole(chosen))
        at = _position(ids, mention_id)
        if at is None:
            at = -1 if step > 0 else len(ids)
        rest: Iterable[str] = ids[at + 1 :] if step > 0 else reversed(ids[:at])
        return next((name for name in rest if not chosen.todo or self.store.of_mention(name) is None), None)

    def first(self, chosen: Filter) -> str | None:
        """The first mention of a filter."""
        return self.following(chosen, None)

    def upcoming(self, chosen: Filter, mention_id: str | None, count: int = 12) -> list[Item]:
        """The next few mentions after this one."""
        found: list[Item] = []
        current = mention_id
        while len(found) < count and (current := self.following(chosen, current)):
            found.append(self.items[current])
        return found

    def progress(self, chosen: Filter) -> tuple[int, int]:
        """How many mentions of a filter are decided, and how many there are."""
        ids = self.select(_whole(chosen))
        positions = _positions(ids)
        return sum(name in positions for name in self.store.decided()), len(ids)

    @cached_property
    def choices(self) -> dict[str, list[str]]:
        """What can be filtered by: kinds, rules, issuers."""
        items = self.items.values()
        return {
            "kind": sorted({item.kind for item in items}),
            "rule": sorted({item.rule for item in items}),
            "issuer": sorted({article.issuer for article in self.articles.values()} - {""}),
        }


def _whole(chosen: Filter) -> Filter:
    """The filter without `todo`, which changes with every decision and must not be cached."""
    return Filter(chosen.kind, chosen.rule, chosen.issuer, chosen.document, chosen.order, todo=False)


@lru_cache(maxsize=4)
def _positions(ids: tuple[str, ...]) -> dict[str, int]:
    return {name: index for index, name in enumerate(ids)}


def _position(ids: tuple[str, ...], mention_id: str | None) -> int | None:
    return _positions(ids).get(mention_id) if mention_id else None


def _articles(frame: pd.DataFrame) -> Iterator[Article]:
    for row in frame.to_dict("records"):
        known = {key: _text(row[key]) for key in ("document_id", "title", "text", "issuer", "published", "url")}
        yield Article(**known)


def _text(value: Any) -> str:  # noqa: ANN401 - any cell
    """A cell as the page shows it; nulls are empty."""
    import pandas as pd

    return "" if pd.isna(value) else str(value)


def _findings(tables: Tables) -> dict[str, list[tuple[int, str]]]:
    """Findings by mention, as rank and explanation; empty before `validate` has run."""
    found: dict[str, list[tuple[int, str]]] = {}
    if "findings" in tables:
        for row in tables["findings"].dropna(subset=["mention_id"]).to_dict("records"):
            found.setdefault(row["mention_id"], []).append((_RANKS[row["severity"]], row["explanation"]))
    return found


def _items(tables: Tables, found: dict[str, list[tuple[int, str]]]) -> Iterator[Item]:
    for module in extractors.modules():
        own = columns(module.VALUE)
        for row in tables[module.TABLE].to_dict("records"):
            said = sorted(found.get(row["mention_id"], ()))
            yield Item(
                mention_id=row["mention_id"],
                document_id=row["document_id"],
                kind=module.KIND,
                start=row["start"],
                end=row["end"],
                text=row["text"],
                rule=row["rule"],
                confidence=row["confidence"],
                value={key: _cell(row[spec.name], spec) for key, spec in own.items()},
                findings=tuple(explanation for _, explanation in said),
                rank=said[0][0] if said else _NO_FINDING,
            )


def _cell(value: Any, spec: Column) -> str:  # noqa: ANN401 - any cell
    if spec.type == "list":
        return "|".join(value) if isinstance(value, Iterable) else ""
    if spec.type in {"amount", "rate"} and _text(value):
        return format(value.normalize(), "f")
    return _text(value)
