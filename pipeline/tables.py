"""Mentions, documents and failures → Arrow tables.

The columns of a mention table are those that all mentions share, then those that the value type of
its extractor declares with `types.column()`: a new kind has its table without a word here.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, get_args

import pyarrow as pa

from pipeline import __version__, extractors
from pipeline.facts import Fact, FactValue
from pipeline.types import Analysis, BlockKind, Column, ColumnType, Document, Failure, Mention, columns

Row = dict[str, Any]

_BLOCKS = pa.list_(
    pa.struct([("kind", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("level", pa.int32())])
)
_ARROW: dict[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "date": pa.date32(),
    "time": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "amount": pa.decimal128(24, 6),
    "rate": pa.decimal128(9, 4),
    "boolean": pa.bool_(),
    "list": pa.list_(pa.string()),
    "blocks": _BLOCKS,
}
_REQUIRED = {"fact_id", "mention_id", "document_id", "start", "end", "text", "rule", "confidence", "source", "reason"}
_REPORTS = {"failures", "findings"}  # a row of these may be about no document, or no mention
_CONFIDENCE_DIGITS = 4
_DIGITS = 6  # of other numbers: 11 cm in degrees of latitude

_DOCUMENT_ID = Column(
    "document_id", "string", "Identifiant stable du document", "Stable id of the document", "jeudi-3f9a1c0b7d52e846"
)
_SOURCE = Column(
    "source",
    "string",
    "Origine dans le corpus : chemin, archive!membre ou fichier#ligne",
    "Where it stands in the corpus: path, archive!member or file#line",
    "2017/jeudi.html",
)
_SHA256 = Column(
    "sha256", "string", "Empreinte SHA-256 des octets lus", "SHA-256 digest of the input bytes", "9f86d081884c7d65…"
)

_DOCUMENT_COLUMNS = (
    _DOCUMENT_ID,
    _SOURCE,
    Column("url", "string", "Adresse de la page", "Address of the page", "https://www.exemple.fr/actualites/42"),
    Column("title", "string", "Titre", "Title", "Un nouveau pôle d’échanges"),
    Column("published", "date", "Date de publication", "Date of publication", "2017-06-06"),
    Column(
        "published_from",
        "string",
        "Ce qui a fourni la date de publication",
        "What supplied the date of publication",
        "json-ld",
        words=("json-ld", "meta", "time", "text", "url", "metadata", "none"),
    ),
    Column("updated", "date", "Date de mise à jour", "Date of the last update", "2017-06-09"),
    Column("section", "string", "Rubrique ou fil d’Ariane", "Rubric or breadcrumb", "Actualités > Mobilité"),
    Column("issuer", "string", "Émetteur du communiqué", "Who issues the press release", "Ville de Lens"),
    Column(
        "issuer_code",
        "string",
        "Code INSEE de la commune, du département ou de la région qui l’émet",
        "INSEE code of the commune, département or région that issues it",
        "62498",
    ),
    Column("author", "string", "Auteur", "Author", "Service de presse"),
    Column("language", "string", "Langue (ISO 639-1)", "Language (ISO 639-1)", "fr"),
    Column(
        "text",
        "string",
        "Texte propre, auquel renvoient toutes les positions",
        "The clean text that every offset points into",
        "Un nouveau pôle d’échanges…",
    ),
    Column(
        "blocks",
        "blocks",
        "Blocs du texte : nature, début, fin, niveau (absents du CSV)",
        "Blocks of the text: kind, start, end, level (not in the CSV)",
        '[{"kind": "title", "start": 0, "end": 26, "level": null}]',
    ),
    Column("characters", "integer", "Longueur du texte en caractères", "Length of the text in characters", "3120"),
    Column(
        "duplicate_of",
        "string",
        "document_id du premier exemplaire du même article ; vide pour l’original",
        "document_id of the first copy of the same article; null for the original",
        "jeudi-3f9a1c0b7d52e846",
    ),
    Column(
        "agreement",
        "number",
        "Accord avec un second outil de nettoyage : F1 des mots, de 0 à 1 ; vide sans --second-opinion",
        "Agreement with a second cleaning tool: F1 of words, 0–1; null without --second-opinion",
        "0.9312",
    ),
    _SHA256,
    Column("pipeline_version", "string", "Version du programme", "Version of the program", "0.1.0"),
)

_FAILURE_COLUMNS = (
    _DOCUMENT_ID,
    _SOURCE,
    Column("stage", "string", "Étape qui a échoué", "Stage that failed", "read"),
    Column("error", "string", "Nature de l’erreur", "Kind of error", "ReadError"),
    Column("reason", "string", "Ce qui ne va pas, en français", "What is wrong, in French", "le fichier est vide"),
    Column(
        "remedy", "string", "Ce que l’on peut y faire, en français", "What to do, in French", "le télécharger à nouveau"
    ),
    _SHA256,
)

MENTION_COLUMNS = (
    Column(
        "mention_id", "string", "Identifiant stable de la mention", "Stable id of the mention", "0b7d52e8463f9a1c22aa"
    ),
    _DOCUMENT_ID,
    Column("start", "integer", "Premier caractère dans documents.text", "First character in documents.text", "120"),
    Column("end", "integer", "Caractère qui suit la mention", "Character after the mention", "128"),
    Column("text", "string", "La mention telle qu’écrite", "The mention as written", "1er juin"),
    Column("sentence", "string", "Phrase qui la contient", "Sentence that it stands in", "Il a ouvert le 1er juin."),
    Column(
        "block",
        "string",
        "Nature du bloc qui la contient",
        "Kind of the block that it stands in",
        "paragraph",
        words=get_args(BlockKind),
    ),
    Column("rule", "string", "Règle ou modèle qui l’a trouvée", "Rule or model that found it", "date.day"),
    Column(
        "confidence",
        "number",
        "Confiance, de 0 à 1 : parmi les mentions à 0,9, neuf sur dix sont justes",
        "Confidence, 0–1: of the mentions at 0.9, nine in ten are right",
        "0.97",
    ),
)

_FACT_COLUMNS = (
    Column("fact_id", "string", "Identifiant stable du fait", "Stable id of the fact", "8463f9a1c22aa0b7d52e"),
    _DOCUMENT_ID,
    Column(
        "mention_id",
        "string",
        "Mention du montant, du taux ou de la date",
        "Mention of the sum, the rate or the date",
        "0b7d52e8463f9a1c22aa",
    ),
    *columns(FactValue).values(),
    Column("who_mention_id", "string", "Mention de qui", "Mention of who", "1c22aa0b7d52e8463f9a"),
    Column("where_mention_id", "string", "Mention du lieu", "Mention of the place", "22aa0b7d52e8463f9a1c"),
    Column("when_mention_id", "string", "Mention de la date", "Mention of the date", "aa0b7d52e8463f9a1c22"),
    *(column for column in MENTION_COLUMNS if column.name in {"sentence", "rule", "confidence"}),
)

_FINDING_COLUMNS = (
    Column(
        "severity",
        "string",
        "Gravité : la table est fausse, à regarder, bon à savoir",
        "Severity: the table is wrong, look at it, good to know",
        "warning",
        words=("error", "warning", "info"),
    ),
    Column("check", "string", "Contrôle qui l’a relevé", "Check that found it", "weekday"),
    Column("table", "string", "Table concernée", "Table it is about", "dates"),
    _DOCUMENT_ID,
    MENTION_COLUMNS[0],
    Column("explanation", "string", "Ce qui ne va pas", "What is wrong, in French", "Le jour de la semaine …"),
    Column("detail", "string", "Les valeurs en cause", "The values in question", "text = lundi 6 juin 2017"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a run.

    Attributes:
        kind: of the mentions it holds; None for documents and failures.
        fr, en: what a row is.
    """

    name: str
    columns: tuple[Column, ...]
    fr: str
    en: str
    kind: str | None = None

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, which is the Parquet schema."""
        return pa.schema([pa.field(c.name, _ARROW[c.type], nullable=not self.requires(c)) for c in self.columns])

    @property
    def keyed(self) -> bool:
        """Whether a row belongs to one document and has an id of its own in the first column."""
        return self.kind is not None or self.name == FACTS

    def requires(self, column: Column) -> bool:
        """Whether every row has a value in this column."""
        return column.name in _REQUIRED and not (self.name in _REPORTS and column.name.endswith("_id"))


def _mention_table(kind: str, name: str, value_type: type[Any]) -> Table:
    own = tuple(columns(value_type).values())
    return Table(name, MENTION_COLUMNS + own, "une mention dans un article", "one mention in one article", kind)


FACTS = "facts"


@cache
def tables() -> dict[str, Table]:
    """Every table of a run by name, in the order in which they are written."""
    found = [
        Table("documents", _DOCUMENT_COLUMNS, "un article nettoyé", "one cleaned article"),
        *(_mention_table(module.KIND, module.TABLE, module.VALUE) for module in extractors.modules()),
        Table(FACTS, _FACT_COLUMNS, "un fait : un montant, un taux ou une date, avec ce dont il s’agit", "one fact"),
        Table(
            "failures",
            _FAILURE_COLUMNS,
            "un élément d’entrée qui n’a pu être traité, et pourquoi",
            "one input item that could not be done, and why",
        ),
    ]
    return {table.name: table for table in found}


# Written by `validate` beside the tables of a run.
FINDINGS = Table("findings", _FINDING_COLUMNS, "une anomalie relevée dans les tables", "one fault found in the tables")


@cache
def _table_of(kind: str) -> Table:
    return next(table for table in tables().values() if table.kind == kind)


@cache
def _value_columns(kind: str) -> tuple[tuple[str, Column], ...]:
    """The fields of the values of a kind, each with its column."""
    return next(tuple(columns(module.VALUE).items()) for module in extractors.modules() if kind == module.KIND)


def mention_id(document_id: str, mention: Mention) -> str:
    """The id of a mention: it depends on document, kind and offsets alone."""
    key = f"{document_id}\n{mention.kind}\n{mention.start}\n{mention.end}"
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def document_row(document: Document) -> Row:
    """The row of `documents`."""
    row = {field.name: getattr(document, field.name) for field in dataclasses.fields(document)}
    row["blocks"] = [dataclasses.asdict(block) for block in document.blocks]
    return row | {"characters": len(document.text), "pipeline_version": __version__}


def failure_row(failure: Failure) -> Row:
    """The row of `failures`."""
    return dataclasses.asdict(failure)


def mention_row(document: Document, analysis: Analysis, mention: Mention) -> Row:
    """The row of a mention in the table of its kind."""
    block = document.block_at(mention.start)
    start, end = analysis.sentence_at(mention.start)[0], analysis.sentence_at(mention.end - 1)[1]
    shared = {
        "mention_id": mention_id(document.document_id, mention),
        "document_id": document.document_id,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "sentence": document.text[start:end],
        "block": block.kind if block else "paragraph",
        "rule": mention.rule,
        "confidence": round(mention.confidence, _CONFIDENCE_DIGITS),
    }
    return shared | {
        column.name: _fitting(getattr(mention.value, field), column.type)
        for field, column in _value_columns(mention.kind)
    }


def mention_rows(document: Document, analysis: Analysis, mentions: Iterable[Mention]) -> Iterator[tuple[str, Row]]:
    """The rows of a document's mentions, each with the name of its table."""
    for mention in mentions:
        yield _table_of(mention.kind).name, mention_row(document, analysis, mention)


def fact_row(document: Document, fact: Fact) -> Row:
    """The row of a fact."""
    key = mention_id(document.document_id, fact.mention)
    named = {"who": fact.who, "where": fact.where, "when": fact.when}
    return {
        "fact_id": hashlib.sha256(f"fact\n{key}".encode()).hexdigest()[:20],
        "document_id": document.document_id,
        "mention_id": key,
        **dataclasses.asdict(fact.value),
        **{f"{name}_mention_id": mention_id(document.document_id, m) for name, m in named.items() if m},
        "sentence": document.text[slice(*fact.sentence)],
        "rule": fact.rule,
        "confidence": round(fact.confidence, _CONFIDENCE_DIGITS),
    }


def _fitting(value: Any, kind: ColumnType) -> Any:  # noqa: ANN401 - any cell
    """A decimal that its column cannot hold exactly becomes null: missing is better than wrong."""
    if isinstance(value, float):
        return round(value, _DIGITS)
    if not isinstance(value, Decimal):
        return value
    type_ = _ARROW[kind]
    if not value.is_finite() or value.adjusted() >= type_.precision - type_.scale:
        return None
    exact = value.quantize(Decimal(1).scaleb(-type_.scale))
    return exact if exact == value else None


def to_arrow(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of one table as Arrow, with its schema."""
    return pa.Table.from_pylist(list(rows), schema=tables()[name].schema)
