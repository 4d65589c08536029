"""What a fact is: a sum, a rate or a date with what it is about, who stands behind it, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.types import Mention, Span, column

RELATIONS: Final = (
    "cost",
    "funding",
    "budget",
    "subsidy",
    "revenue",
    "price",
    "saving",
    "debt",
    "share",
    "change",
    "result",
    "event",
)
RESOLUTIONS: Final = (
    "name",
    "issuer",
    "last_fitting",
    "most_named",
    "unresolved",
    "place",
    "heading",
    "opener",
    "label",
    "before",
    "title",
)


@dataclass(frozen=True, slots=True)
class FactValue:
    """The columns of a fact that hold words and codes; null wherever the text leaves a doubt."""

    kind: str = column(
        "string",
        fr="Nature de la mention : montant, pourcentage ou date",
        en="Kind of the mention: amount, percentage or date",
        example="amount",
        words=("amount", "percentage", "date"),
        default="amount",
    )
    relation: str | None = column(
        "string",
        fr="Ce que le chiffre est : coût, financement, budget, subvention, recette, prix, économie, dette, part, "
        "évolution, résultat, événement",
        en="What the figure is",
        example="subsidy",
        words=RELATIONS,
    )
    what: str | None = column(
        "string",
        fr="Ce qui est payé, compté ou mesuré, tel qu’écrit",
        en="What is paid for, counted or measured, as written",
        example="projet",
    )
    what_head: str | None = column("string", fr="Mot principal de cet objet", en="Head word of it", example="projet")
    what_resolved: str | None = column(
        "string",
        fr="Ce que désigne un objet trop vague (« le projet »)",
        en="What a vague thing (“le projet”) stands for",
        example="pôle d’échanges de Libercourt",
    )
    what_resolution: str | None = column(
        "string",
        fr="D’où vient l’objet quand la phrase ne le nomme pas",
        en="Where the thing comes from when the sentence does not name it",
        example="heading",
        words=RESOLUTIONS,
    )
    who: str | None = column(
        "string",
        fr="Qui paie, décide ou annonce : nom le plus complet",
        en="Who pays, decides or says: fullest name",
        example="Département du Pas-de-Calais",
    )
    who_text: str | None = column(
        "string", fr="Ses mots dans la phrase", en="Its words in the sentence", example="Département"
    )
    who_resolution: str | None = column(
        "string",
        fr="Comment il a été identifié : nom écrit, émetteur, dernier nom qui convient",
        en="How it was identified: name written, issuer, last fitting name",
        example="issuer",
        words=RESOLUTIONS,
    )
    beneficiary: str | None = column("string", fr="À qui va la somme", en="Who gets the sum", example="Amis du canal")
    where: str | None = column("string", fr="Lieu du fait", en="Place of the fact", example="Libercourt")
    where_code: str | None = column("string", fr="Code de ce lieu", en="Code of that place", example="62907")
    where_resolution: str | None = column(
        "string",
        fr="D’où vient le lieu : nommé dans la phrase, intertitre, titre, dernier qui convient",
        en="Where the place comes from: named in the sentence, heading, title, last fitting",
        example="heading",
        words=RESOLUTIONS,
    )
    polarity: str | None = column(
        "string",
        fr="Sens d’une évolution (+ ou -), ou fait nié (not)",
        en="Direction of a change (+ or -), or a fact denied (not)",
        example="+",
        words=("+", "-", "not"),
    )
    certainty: str | None = column(
        "string",
        fr="Degré de réalité : prévu, décidé, fait, demandé",
        en="How real it is: planned, decided, done, asked",
        example="decided",
        words=("planned", "decided", "done", "asked"),
    )


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact.

    Attributes:
        mention: the sum, the rate or the date.
        sentence: span of the sentence it stands in.
        what_span, head_span, who_span, beneficiary_span: the words read as the thing, its head, who, and who
            gets the sum; None where there are none.
        who, where, when: mentions behind the columns, if any.
        rule: the words that decided (`subsidy.verb`), or the default that did.
    """

    mention: Mention
    value: FactValue
    sentence: Span
    rule: str
    confidence: float
    what_span: Span | None = None
    head_span: Span | None = None
    who_span: Span | None = None
    beneficiary_span: Span | None = None
    who: Mention | None = None
    where: Mention | None = None
    when: Mention | None = None
