"""The rules across fields and tables. Each gives the offending rows with a `detail` in French.

Thresholds stand beside the rule that uses them; none depends on the day the check runs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pipeline import gazetteer
from pipeline.frames import Tables
from pipeline.tables import FACTS
from pipeline.tables import tables as declared
from pipeline.text import deaccent
from pipeline.validate.registry import CHECKS, check

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CHECKS"]  # whoever imports it from here has them all registered

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MENTIONS = tuple(table.name for table in declared().values() if table.kind)


def _true(mask: pd.Series) -> pd.Series:
    """A mask with nulls read as false, usable as an index."""
    return mask.fillna(value=False).astype(bool)


def _select(frame: pd.DataFrame, mask: pd.Series | Sequence[bool], *shown: str) -> pd.DataFrame:
    """The rows of a mask; their detail is the columns shown."""
    import pandas as pd

    rows = frame[_true(pd.Series(list(mask), index=frame.index, dtype="boolean"))]
    details = (" ; ".join(f"{name} = {_shown(row[name])}" for name in shown) for row in rows.to_dict("records"))
    return rows.assign(detail=list(details))


def _shown(value: Any) -> str:  # noqa: ANN401 - any cell
    return "|".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)


# --- Errors: the table is wrong -----------------------------------------------------------------


def _text_differs(table: str) -> Any:  # noqa: ANN401 - a rule
    def rule(tables: Tables) -> pd.DataFrame:
        texts = dict(zip(tables["documents"]["document_id"], tables["documents"]["text"], strict=True))
        frame = tables[table]
        rows = zip(frame["document_id"], frame["start"], frame["end"], frame["text"], strict=True)
        wrong = [texts.get(document, "")[start:end] != text for document, start, end, text in rows]
        return _select(frame, wrong, "start", "end", "text")

    return rule


def _orphans(table: str) -> Any:  # noqa: ANN401 - a rule
    def rule(tables: Tables) -> pd.DataFrame:
        frame = tables[table]
        return _select(frame, ~frame["document_id"].isin(tables["documents"]["document_id"]), "text")

    return rule


def _overlaps(table: str) -> Any:  # noqa: ANN401 - a rule
    def rule(tables: Tables) -> pd.DataFrame:
        frame = tables[table].sort_values(["document_id", "start", "end"])
        rows = list(zip(frame["document_id"], frame["start"], frame["end"], strict=True))
        after = [False, *(a[0] == b[0] and b[1] < a[2] for a, b in itertools.pairwise(rows))][: len(rows)]
        return _select(frame, after, "start", "end", "text")

    return rule


def _register_shared() -> None:
    """The rules that hold for every table of mentions."""
    for table in _MENTIONS:
        check(
            f"{table}-text",
            "error",
            table,
            "Le texte de la mention n’est pas celui du document à ces positions.",
            needs=("documents",),
        )(_text_differs(table))
        check(f"{table}-orphan", "error", table, "La mention renvoie à un document absent.", needs=("documents",))(
            _orphans(table)
        )
        check(f"{table}-overlap", "error", table, "Deux mentions d’un même type se chevauchent.")(_overlaps(table))


_register_shared()


@check(
    "document-twice",
    "error",
    "documents",
    "Le même élément figure dans documents et dans failures.",
    needs=("failures",),
)
def document_twice(tables: Tables) -> pd.DataFrame:
    """One input item must give one row, in one of the two tables; but a document may lack its facts alone."""
    frame, failures = tables["documents"], tables["failures"]
    lost = failures.loc[failures["stage"] != FACTS, "document_id"]
    return _select(frame, frame["document_id"].isin(lost.dropna()), "source")


@check("date-order", "error", "dates", "Le premier jour vient après le dernier.")
def date_order(tables: Tables) -> pd.DataFrame:
    """Start ≤ end."""
    frame = tables["dates"]
    return _select(frame, frame["start_date"] > frame["end_date"], "text", "start_date", "end_date")


@check("date-bounds", "error", "dates", "Une seule des deux bornes de la date est connue.")
def date_bounds(tables: Tables) -> pd.DataFrame:
    """Both bounds are known, or none."""
    frame = tables["dates"]
    return _select(frame, frame["start_date"].isna() != frame["end_date"].isna(), "text", "start_date", "end_date")


@check("amount-order", "error", "amounts", "Le montant minimal dépasse le montant maximal.")
def amount_order(tables: Tables) -> pd.DataFrame:
    """Lower bound ≤ upper bound."""
    frame = tables["amounts"]
    return _select(frame, frame["amount_min"] > frame["amount_max"], "text", "amount_min", "amount_max")


@check("rate-order", "error", "percentages", "La valeur minimale dépasse la valeur maximale.")
def rate_order(tables: Tables) -> pd.DataFrame:
    """Lower bound ≤ upper bound."""
    frame = tables["percentages"]
    return _select(frame, frame["value_min"] > frame["value_max"], "text", "value_min", "value_max")


@check("code-unknown", "error", "places", "Le code n’existe pas dans le répertoire des lieux.")
def code_unknown(tables: Tables) -> pd.DataFrame:
    """Every code stands in the gazetteer, under its kind of place."""
    frame = tables["places"]
    known = gazetteer.codes()
    wrong = [
        isinstance(code, str) and code not in known.get(kind, ())
        for kind, code in zip(frame["place_type"].astype(object), frame["code"], strict=True)
    ]
    return _select(frame, wrong, "text", "place_type", "code")


def _departement(code: str) -> str:
    return code[:3] if code.startswith(("97", "98")) else code[:2]


@check("code-departement", "error", "places", "Le code de la commune et celui de son département se contredisent.")
def code_departement(tables: Tables) -> pd.DataFrame:
    """An INSEE code begins with that of its département."""
    frame = tables["places"]
    communes = frame[
        _true(frame["place_type"] == "commune") & frame["code"].notna() & frame["departement_code"].notna()
    ]
    wrong = [
        _departement(code) != departement
        for code, departement in zip(communes["code"], communes["departement_code"], strict=True)
    ]
    return _select(communes, wrong, "text", "code", "departement_code")


# --- Warnings: look at it -----------------------------------------------------------------------


def _weekday(text: str) -> int | None:
    match = re.match(r"[a-z]+", deaccent(text).lower())
    return _WEEKDAYS.index(match.group()) if match and match.group() in _WEEKDAYS else None


@check("weekday", "warning", "dates", "Le jour de la semaine ne tombe pas à cette date.")
def weekday(tables: Tables) -> pd.DataFrame:
    """A weekday that is written agrees with the date."""
    frame = tables["dates"]
    days = frame[_true(frame["grain"] == "day") & frame["start_date"].notna()]
    wrong = [
        (written := _weekday(text)) is not None and written != day.weekday()
        for text, day in zip(days["text"], days["start_date"], strict=True)
    ]
    return _select(days, wrong, "text", "start_date")


_FAR_AHEAD = 15  # years; a release announces days a few years ahead at most
_FAR_BEHIND = 300  # years


@check("date-far", "warning", "dates", "Un jour très éloigné de la date de publication.", needs=("documents",))
def date_far(tables: Tables) -> pd.DataFrame:
    """A day (not a year or a century) far from the day of publication is seldom right."""
    frame = tables["dates"].merge(tables["documents"][["document_id", "published"]], on="document_id")
    gap = frame["start_date"].dt.year - frame["published"].dt.year
    far = (gap > _FAR_AHEAD) | (gap < -_FAR_BEHIND)
    return _select(frame, _true(frame["grain"] == "day") & _true(far), "text", "start_date", "published")


@check("share-over-100", "warning", "percentages", "Une part de plus de 100 %.")
def share_over_100(tables: Tables) -> pd.DataFrame:
    """A rate without direction of change is a share, and a share stays below 100 %."""
    frame = tables["percentages"]
    share = _true(frame["unit"] == "percent") & frame["sign"].isna()
    return _select(frame, share & _true(frame["value_max"] > 100), "text", "sentence")  # noqa: PLR2004


@check("amount-zero", "warning", "amounts", "Un montant nul.")
def amount_zero(tables: Tables) -> pd.DataFrame:
    """Nought euros is more often a broken number than a price."""
    frame = tables["amounts"]
    return _select(frame, frame["amount_max"] == 0, "text", "sentence")


_LARGEST = 10**13  # euros; more than four years of the national product


@check("amount-huge", "warning", "amounts", "Un montant hors de toute proportion.")
def amount_huge(tables: Tables) -> pd.DataFrame:
    """A sum beyond the national product is a broken number."""
    frame = tables["amounts"]
    return _select(frame, frame["amount_max"] > _LARGEST, "text", "amount_max")


_ENOUGH = 20  # sums of an issuer before one of them can be out of line
_TIMES = 1000  # times the issuer's third quartile


@check(
    "amount-out-of-line",
    "warning",
    "amounts",
    "Un montant sans commune mesure avec les autres du même émetteur.",
    needs=("documents",),
)
def amount_out_of_line(tables: Tables) -> pd.DataFrame:
    """A sum a thousand times larger than most others of the same issuer may have gained digits."""
    issuers = tables["documents"][["document_id", "issuer"]].dropna()
    frame = tables["amounts"].merge(issuers, on="document_id").dropna(subset=["amount_max"])
    euros = frame["amount_max"].astype("float64")
    by_issuer = euros.groupby(frame["issuer"])
    usual, count = by_issuer.transform("quantile", 0.75), by_issuer.transform("size")
    return _select(frame, (count >= _ENOUGH) & (euros > usual * _TIMES), "text", "issuer")


@check(
    "person-and-place",
    "warning",
    "people",
    "Le même nom est une personne ici et un lieu ailleurs dans le document.",
    needs=("places",),
)
def person_and_place(tables: Tables) -> pd.DataFrame:
    """In one document a name is a person's or a place's."""
    people, places = tables["people"], tables["places"]
    keys = set(zip(places["document_id"], places["text"], strict=True))
    both = [key in keys for key in zip(people["document_id"], people["text"], strict=True)]
    return _select(people, both, "text", "sentence")


_SHORT = 200  # characters
_AGREEMENT = 0.75  # F1 of the words that two cleaners find


@check("document-short", "warning", "documents", "Un texte très court : l’article a peut-être été perdu au nettoyage.")
def document_short(tables: Tables) -> pd.DataFrame:
    """An article of a few words was probably lost in cleaning."""
    frame = tables["documents"]
    return _select(frame, frame["characters"] < _SHORT, "source", "characters")


@check(
    "cleaning-disagreement",
    "warning",
    "documents",
    "Un second outil de nettoyage trouve un autre texte dans la page : à vérifier avec « communiques clean ».",
)
def cleaning_disagreement(tables: Tables) -> pd.DataFrame:
    """Where two tools see different articles, one of them is wrong."""
    frame = tables["documents"]
    return _select(frame, _true(frame["agreement"] < _AGREEMENT), "source", "agreement")


@check(
    "document-language",
    "warning",
    "documents",
    "Le texte n’est pas en français : les règles ne valent que pour le français.",
)
def document_language(tables: Tables) -> pd.DataFrame:
    """The rules know French only."""
    frame = tables["documents"]
    return _select(frame, frame["language"].notna() & _true(frame["language"] != "fr"), "source", "language")


# --- Good to know -------------------------------------------------------------------------------


@check("document-empty", "info", "documents", "Aucune mention d’aucun type dans l’article.", needs=_MENTIONS)
def document_empty(tables: Tables) -> pd.DataFrame:
    """An article with neither date nor place nor name nor figure is rare."""
    found = {document for table in _MENTIONS for document in tables[table]["document_id"]}
    frame = tables["documents"]
    return _select(frame, ~frame["document_id"].isin(found), "source")


@check("document-undated", "info", "documents", "Pas de date de publication : les dates relatives restent sans valeur.")
def document_undated(tables: Tables) -> pd.DataFrame:
    """Without an anchor, relative dates have no bounds."""
    frame = tables["documents"]
    return _select(frame, frame["published"].isna(), "source")


@check("document-repeated", "info", "documents", "Le même article figure plusieurs fois ; celui-ci en est une copie.")
def document_repeated(tables: Tables) -> pd.DataFrame:
    """Counted twice, a sum is wrong."""
    frame = tables["documents"]
    return _select(frame, frame["duplicate_of"].notna(), "source", "title", "duplicate_of")


_DOUBTFUL = 0.5


@check("code-doubtful", "info", "places", "Un code choisi parmi plusieurs sans indice fort.")
def code_doubtful(tables: Tables) -> pd.DataFrame:
    """Homonyms that the text does not settle."""
    frame = tables["places"]
    return _select(
        frame, frame["code"].notna() & _true(frame["link_confidence"] < _DOUBTFUL), "text", "code", "candidates"
    )
