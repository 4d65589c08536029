"""The figures of the report, made from the tables; each with the sentences behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import gazetteer
from pipeline.frames import Tables
from pipeline.report import geometry
from pipeline.report.rows import Row, day, euros, integer, sentences, text
from pipeline.tables import tables as every_table
from pipeline.text import fold

if TYPE_CHECKING:
    import pandas as pd

MOST = 25  # rows of a list; the tables hold the rest
# What the mentions of a table are called; another table goes by its name.
LABELS = {
    "dates": "dates",
    "places": "lieux",
    "people": "personnes",
    "amounts": "montants",
    "percentages": "pourcentages",
}
# What a relation of `facts` is called.
RELATIONS = {
    "cost": "coût",
    "funding": "financement",
    "budget": "budget",
    "subsidy": "subvention",
    "revenue": "recette",
    "price": "prix",
    "saving": "économie",
    "debt": "dette",
    "share": "part",
    "change": "évolution",
    "result": "résultat",
}
SURE = 0.6  # confidence from which a fact is shown
PAID = ("subsidy", "funding", "budget", "cost")  # relations in which somebody pays
_LARGEST_RADIUS, _SMALLEST_RADIUS = 14.0, 2.5


@dataclass(frozen=True, slots=True)
class Dot:
    """A commune on the map."""

    name: str
    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True, slots=True)
class Area:
    """A département on the map; `level` runs from 0 (none cited) to 5."""

    code: str
    path: str
    level: int
    title: str


class Figures:
    """All that the report shows, computed when asked for."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        documents = tables["documents"]
        self._about = documents[["document_id", "title", "url", "published", "issuer"]]

    def _mentions(self, table: str) -> pd.DataFrame:
        return self.tables[table].merge(self._about, on="document_id", how="left")

    def overview(self) -> list[tuple[str, str]]:
        """The corpus in a few numbers."""
        documents = self.tables["documents"]
        days = documents["published"].dropna()
        period = f"{day(days.min())} – {day(days.max())}" if len(days) else "dates inconnues"
        mentions = [table.name for table in every_table().values() if table.kind and table.name in self.tables]
        return [
            ("communiqués", integer(len(documents))),
            ("publiés", period),
            ("émetteurs", integer(documents["issuer"].nunique())),
            *((LABELS.get(name, name), integer(len(self.tables[name]))) for name in mentions),
        ]

    def copies(self) -> str:
        """How many documents are copies of another; empty when none is."""
        count = int(self.tables["documents"]["duplicate_of"].count())
        return integer(count) if count else ""

    def failures(self) -> list[Row]:
        """What could not be done, by reason, with the remedy."""
        groups = (
            self.tables["failures"].groupby(["reason", "remedy"]).agg(n=("source", "size"), first=("source", "min"))
        )
        rows = groups.sort_values("n", ascending=False).reset_index().to_dict("records")
        return [Row(row["reason"], (row["remedy"], row["first"], integer(row["n"])), 0.0) for row in rows[:MOST]]

    def findings(self) -> list[Row]:
        """What the checks found, gravest first; empty before `validate` has run."""
        if "findings" not in self.tables:
            return []
        words = {"error": "erreur", "warning": "à regarder", "info": "bon à savoir"}
        found = self.tables["findings"].astype({"severity": "string"})
        groups = found.groupby(["severity", "explanation"]).agg(n=("check", "size"), first=("detail", "min"))
        rows = groups.reset_index().to_dict("records")
        rows.sort(key=lambda row: (list(words).index(row["severity"]), -row["n"]))
        return [
            Row(row["explanation"], (words[row["severity"]], text(row["first"]), integer(row["n"])), 0.0)
            for row in rows
        ]

    def months(self) -> list[Row]:
        """Documents by month of publication (by year when there are many months)."""
        days = self.tables["documents"]["published"].dropna().astype("string")
        size = 7 if days.str[:7].nunique() <= 2 * MOST else 4  # YYYY-MM or YYYY
        counts = days.str[:size].value_counts().sort_index()
        return [Row(name, (integer(n),), n / counts.max()) for name, n in counts.items()]

    def issuers(self) -> list[Row]:
        """Documents by issuer."""
        counts = self.tables["documents"]["issuer"].fillna("émetteur inconnu").value_counts()
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [Row(name, (integer(n),), n / ordered[0][1]) for name, n in ordered[:MOST]]

    def sums(self) -> list[Row]:
        """Sums by issuer and year: how many, the total named, the largest, its sentence."""
        frame = self._mentions("amounts").dropna(subset=["amount_max"])
        if frame.empty:
            return []
        year = frame["published"].astype("string").str[:4].fillna("—")
        groups = frame.assign(year=year, issuer=frame["issuer"].fillna("émetteur inconnu")).groupby(["issuer", "year"])
        rows = sorted(groups, key=lambda item: (-item[1]["amount_max"].sum(), item[0]))[:MOST]
        largest = float(rows[0][1]["amount_max"].sum()) or 1.0
        return [
            Row(
                issuer,
                (year, integer(len(part)), euros(part["amount_max"].sum()), euros(part["amount_max"].max())),
                float(part["amount_max"].sum()) / largest,
                sentences(_largest_first(part)),
            )
            for (issuer, year), part in rows
        ]

    def largest_sums(self) -> list[Row]:
        """The largest sums, each in its sentence."""
        frame = _largest_first(self._mentions("amounts").dropna(subset=["amount_max"])).head(MOST)
        return [
            Row(euros(part["amount_max"].iloc[0]), (), 0.0, sentences(part))
            for part in (frame.iloc[[index]] for index in range(len(frame)))
        ]

    def _stated(self) -> pd.DataFrame:
        """Sure facts about sums, with the sum."""
        amounts = self.tables["amounts"][["mention_id", "text", "amount_max"]].dropna(subset=["amount_max"])
        facts = self._mentions("facts")
        return facts[facts["confidence"] >= SURE].merge(amounts, on="mention_id")

    def payers(self) -> list[Row]:
        """Who pays, and for what kind of thing: how many sums, their total, the largest, the sentences."""
        frame = self._stated()
        frame = frame[frame["who"].notna() & frame["relation"].isin(PAID)].astype({"relation": "string"})
        groups = sorted(frame.groupby(["who", "relation"]), key=lambda item: (-item[1]["amount_max"].sum(), item[0]))[
            :MOST
        ]
        most = float(groups[0][1]["amount_max"].sum()) if groups else 1.0
        return [
            Row(
                who,
                (RELATIONS[relation], integer(len(part)), euros(part["amount_max"].sum()), _top(part["what"])),
                float(part["amount_max"].sum()) / (most or 1.0),
                sentences(_largest_first(part)),
            )
            for (who, relation), part in groups
        ]

    def purposes(self) -> list[Row]:
        """The largest sums whose purpose is known: what for, where, who pays, the sentence."""
        frame = self._stated()
        frame = _largest_first(frame[frame["what"].notna() & frame["relation"].isin(PAID)]).head(MOST)
        shown = frame.assign(what=frame["what_resolved"].fillna(frame["what"])).astype({"relation": "string"})
        return [
            Row(
                " ".join(row["what"].split()),
                (text(row["where"]), text(row["who"]), RELATIONS[row["relation"]], euros(row["amount_max"])),
                0.0,
                sentences(shown.iloc[[index]]),
            )
            for index, row in enumerate(shown.to_dict("records"))
        ]

    def _cited(self) -> pd.DataFrame:
        frame = self._mentions("places")
        return frame[frame["departement_code"].notna()]

    def areas(self) -> list[Area]:
        """Every département, coloured by the number of documents that cite a place of it."""
        cited = self._cited().groupby("departement_code")["document_id"].nunique().to_dict()
        most = max(cited.values(), default=1)
        return [self._area(code, path, cited.get(code, 0), most) for code, path in geometry.paths().items()]

    def _area(self, code: str, path: str, count: int, most: int) -> Area:
        level = 0 if count == 0 else min(5, 1 + int(4.999 * (count / most) ** 0.5))
        return Area(code, path, level, f"{_departement(code)} : {integer(count)} communiqués")

    def dots(self) -> list[Dot]:
        """The communes cited, largest circle first."""
        frame = self._cited()
        frame = frame[(frame["place_type"] == "commune") & frame["latitude"].notna() & frame["code"].notna()]
        groups = frame.groupby("code").agg(
            name=("name", "first"), departement=("departement_code", "first"), n=("document_id", "nunique"),
            latitude=("latitude", "first"), longitude=("longitude", "first"),
        )  # fmt: skip
        most = max(groups["n"], default=1)
        found = []
        for row in groups.sort_values(["n", "name"], ascending=[False, True]).to_dict("records"):
            where = geometry.place(row["departement"], row["longitude"], row["latitude"])
            if where:
                radius = max(_SMALLEST_RADIUS, _LARGEST_RADIUS * (row["n"] / most) ** 0.5)
                found.append(Dot(text(row["name"]), round(where[0], 1), round(where[1], 1), round(radius, 1), row["n"]))
        return found

    def departements(self) -> list[Row]:
        """Places by département: documents, communes, and sentences."""
        groups = self._cited().groupby("departement_code")
        rows = sorted(groups, key=lambda item: (-item[1]["document_id"].nunique(), item[0]))
        most = rows[0][1]["document_id"].nunique() if rows else 1
        return [
            Row(
                f"{_departement(code)} ({code})",
                (integer(part["document_id"].nunique()), _top(part["name"])),
                part["document_id"].nunique() / most,
                sentences(part.drop_duplicates("document_id")),
                f"departement-{code}",
            )
            for code, part in rows
        ]

    def people(self) -> list[Row]:
        """The people named most, with the functions that the texts give them."""
        groups = self._mentions("people").groupby("person_id")
        rows = sorted(groups, key=lambda item: (-item[1]["document_id"].nunique(), -len(item[1]), item[0]))[:MOST]
        most = len(rows[0][1]) if rows else 1
        return [
            Row(
                text(part["name"].iloc[0]),
                (_top(part["role"].dropna()), integer(part["document_id"].nunique()), integer(len(part))),
                min(1.0, len(part) / most),
                sentences(part),
            )
            for _, part in rows
        ]

    def announced(self) -> list[Row]:
        """Days that lie after the publication that names them, by month."""
        frame = self._mentions("dates")
        frame = frame[(frame["grain"] == "day") & (frame["start_date"] > frame["published"]).fillna(value=False)]
        frame = frame.sort_values(["start_date", "mention_id"])
        groups = list(frame.groupby(frame["start_date"].astype("string").str[:7]))[: 2 * MOST]
        most = max((len(part) for _, part in groups), default=1)
        return [Row(month, (integer(len(part)),), len(part) / most, sentences(part)) for month, part in groups]

    def changes(self) -> list[Row]:
        """Rises and falls, the surest first."""
        frame = self._mentions("percentages")
        frame = frame[frame["sign"].notna()].sort_values(["confidence", "mention_id"], ascending=[False, True])
        return [
            Row(f"{row['sign'].iloc[0]} {row['text'].iloc[0]}", (), 0.0, sentences(row))
            for row in (frame.iloc[[index]] for index in range(min(MOST, len(frame))))
        ]


def _departement(code: str) -> str:
    known = gazetteer.by_code("departement", code)
    return known.name if known else code


def _largest_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["amount_max", "mention_id"], ascending=[False, True])


def _top(names: pd.Series, most: int = 5) -> str:
    """The commonest names, most frequent first; spellings that differ in case or apostrophe are one."""
    spelled: dict[str, list[str]] = {}
    for name in names.dropna():
        spelled.setdefault(fold(name).casefold(), []).append(name)
    ordered = sorted(spelled.values(), key=lambda same: (-len(same), same[0]))
    return ", ".join(same[0] for same in ordered[:most])
