"""A DuckDB file: the tables with keys and commented columns, and views for the usual questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.tables import FINDINGS, Table, tables

if TYPE_CHECKING:
    import duckdb

# name: (what it answers, in French; query)
VIEWS: Final[dict[str, tuple[str, str]]] = {
    "amounts_by_issuer_year": (
        "Montants cités, par émetteur et par année de publication ; une fourchette compte pour sa borne haute",
        """
        SELECT d.issuer, d.issuer_code, year(d.published) AS year, count(*) AS mentions,
               sum(a.amount_max) AS total, max(a.amount_max) AS largest
        FROM amounts a JOIN documents d USING (document_id)
        GROUP BY ALL ORDER BY year, total DESC
        """,
    ),
    "largest_amounts": (
        "Montants du plus grand au plus petit, avec leur phrase",
        """
        SELECT a.amount_max, a.text, a.sentence, d.title, d.issuer, d.published, d.url, a.confidence
        FROM amounts a JOIN documents d USING (document_id) ORDER BY a.amount_max DESC, a.mention_id
        """,
    ),
    "places_by_departement": (
        "Lieux cités, par département",
        """
        SELECT p.departement_code, count(*) AS mentions, count(DISTINCT p.document_id) AS documents,
               count(DISTINCT p.code) AS places
        FROM places p WHERE p.departement_code IS NOT NULL GROUP BY ALL ORDER BY mentions DESC, departement_code
        """,
    ),
    "communes_cited": (
        "Communes citées, avec leurs coordonnées",
        """
        SELECT p.code, any_value(p.name ORDER BY p.mention_id) AS name, p.departement_code,
               any_value(p.latitude) AS latitude, any_value(p.longitude) AS longitude,
               count(*) AS mentions, count(DISTINCT p.document_id) AS documents
        FROM places p WHERE p.place_type = 'commune' AND p.code IS NOT NULL
        GROUP BY p.code, p.departement_code ORDER BY mentions DESC, code
        """,
    ),
    "people_cited": (
        "Personnes citées, avec une des fonctions que les textes leur donnent",
        """
        SELECT p.person_id, any_value(p.name ORDER BY p.mention_id) AS name,
               any_value(p.role ORDER BY p.mention_id) AS role,
               count(*) AS mentions, count(DISTINCT p.document_id) AS documents
        FROM people p GROUP BY p.person_id ORDER BY mentions DESC, p.person_id
        """,
    ),
    "dates_announced": (
        "Jours postérieurs à la publication : ce que les communiqués annoncent",
        """
        SELECT t.start_date, t.end_date, t.time, t.text, t.sentence, d.title, d.issuer, d.published, d.url
        FROM dates t JOIN documents d USING (document_id)
        WHERE t.grain = 'day' AND t.start_date > d.published ORDER BY t.start_date, t.mention_id
        """,
    ),
    "changes": (
        "Hausses et baisses en pourcentage ou en points",
        """
        SELECT r.sign, r.value_min, r.value_max, r.unit, r.sentence, d.title, d.issuer, d.published
        FROM percentages r JOIN documents d USING (document_id)
        WHERE r.sign IS NOT NULL ORDER BY d.published, r.mention_id
        """,
    ),
    "sums_by_payer": (
        "Montants versés ou engagés, par payeur ; une fourchette compte pour sa borne haute",
        """
        SELECT f.who, f.relation, count(*) AS facts, sum(a.amount_max) AS total, max(a.amount_max) AS largest
        FROM facts f JOIN amounts a USING (mention_id)
        WHERE f.who IS NOT NULL AND f.relation IN ('subsidy', 'funding', 'budget', 'cost')
        GROUP BY ALL ORDER BY total DESC, who, relation
        """,
    ),
    "sums_by_purpose_place": (
        "Montants par objet et par lieu, avec qui paie et la phrase",
        """
        SELECT coalesce(f.what_resolved, f.what) AS purpose, f."where", f.where_code, f.relation, f.who,
               a.amount_max, f.certainty, f.sentence, d.published, d.url, f.confidence
        FROM facts f JOIN amounts a USING (mention_id) JOIN documents d ON d.document_id = f.document_id
        WHERE f.what IS NOT NULL ORDER BY a.amount_max DESC, f.fact_id
        """,
    ),
    "events_announced": (
        "Événements annoncés, par date",
        """
        SELECT t.start_date, t.end_date, t.time, f.what, f."where", f.where_code, f.sentence, d.url
        FROM facts f JOIN dates t USING (mention_id) JOIN documents d ON d.document_id = f.document_id
        WHERE f.relation = 'event' ORDER BY t.start_date, f.fact_id
        """,
    ),
}


def write(folder: Path, target: Path) -> None:
    """Write the tables of a run as a DuckDB database; an older file of that name is replaced whole."""
    import duckdb

    temporary = target.with_name(f".{target.name}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        with duckdb.connect(str(temporary)) as base:
            for table in (*tables().values(), FINDINGS):
                if (folder / f"{table.name}.parquet").exists():
                    _copy(base, table, folder / f"{table.name}.parquet")
            for name, (meaning, query) in VIEWS.items():
                base.execute(f"CREATE VIEW {name} AS {query}")
                base.execute(f"COMMENT ON VIEW {name} IS {_quoted(meaning)}")
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _copy(base: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    source = f"read_parquet({_quoted(str(path))})"
    columns = base.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608 - no outside text
    declared = [f'"{name}" {kind}' for name, kind, *_ in columns]
    base.execute(f"CREATE TABLE {table.name} ({', '.join([*declared, *_keys(table)])})")
    base.execute(f"INSERT INTO {table.name} SELECT * FROM {source}")  # noqa: S608 - no outside text
    base.execute(f"COMMENT ON TABLE {table.name} IS {_quoted(f'Une ligne est {table.fr}.')}")
    for column in table.columns:
        base.execute(f'COMMENT ON COLUMN {table.name}."{column.name}" IS {_quoted(column.fr)}')


def _keys(table: Table) -> list[str]:
    if table.name == "documents":
        return ["PRIMARY KEY (document_id)"]
    if table.keyed:
        own = f"PRIMARY KEY ({table.columns[0].name})"
        return [own, "FOREIGN KEY (document_id) REFERENCES documents (document_id)"]
    return []
