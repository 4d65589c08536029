"""The map of France: outlines of the départements and points, in the units of one picture.

The mainland and Corsica are in Lambert 93; the overseas départements stand in frames below.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon

Point = tuple[float, float]

WIDTH, HEIGHT = 600, 660
_MAINLAND = (0.0, 0.0, 600.0, 570.0)  # frame in the picture: left, top, width, height
_OVERSEAS = ("971", "972", "973", "974", "976")
_FRAME, _GAP, _TOP = 84.0, 14.0, 576.0
_METRES = 111_320  # of a degree of latitude


def lambert93(longitude: float, latitude: float) -> Point:
    """Lambert 93 metres (east, north) of a point in WGS 84 degrees.

    Source: IGN, « Projection cartographique conique conforme de Lambert », constants of Lambert 93.
    """
    e, n, c, xs, ys = 0.0818191910428158, 0.7256077650532670, 11754255.426096, 700000.0, 12655612.049876
    sine = math.sin(math.radians(latitude))
    isometric = math.atanh(sine) - e * math.atanh(e * sine)
    radius, angle = c * math.exp(-n * isometric), n * math.radians(longitude - 3)
    return xs + radius * math.sin(angle), ys - radius * math.cos(angle)


def plain(longitude: float, latitude: float) -> Point:
    """Equirectangular metres (east, north), true at the point's own latitude: for small territories."""
    return longitude * _METRES * math.cos(math.radians(latitude)), latitude * _METRES


def project(departement: str, longitude: float, latitude: float) -> Point:
    """Metres in the projection that suits a département."""
    return plain(longitude, latitude) if departement.startswith("97") else lambert93(longitude, latitude)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a territory stands in the picture: an offset and a scale from metres to its units."""

    west: float
    north: float
    scale: float
    left: float
    top: float

    def place(self, point: Point) -> Point:
        """The place of a point (metres) in the picture."""
        return self.left + (point[0] - self.west) * self.scale, self.top + (self.north - point[1]) * self.scale


@cache
def _rings() -> dict[str, list[list[Point]]]:
    table = lexicon.table("outlines")
    codes, rings = table.column("code").to_pylist(), table.column("rings").to_pylist()
    return {
        code: [list(zip(ring[::2], ring[1::2], strict=True)) for ring in outline]
        for code, outline in zip(codes, rings, strict=True)
    }


def _fitted(points: Sequence[Point], left: float, top: float, width: float, height: float) -> Frame:
    """The frame that shows these points as large as they fit, in the middle."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = min(width / (east - west), height / (north - south))
    spare_x, spare_y = width - (east - west) * scale, height - (north - south) * scale
    return Frame(west, north, scale, left + spare_x / 2, top + spare_y / 2)


@cache
def frames() -> dict[str, Frame]:
    """The frame of each département."""
    rings = _rings()
    mainland = [point for code in rings if code not in _OVERSEAS for ring in rings[code] for point in ring]
    shared = _fitted(mainland, *_MAINLAND)
    own = {
        code: _fitted([p for ring in rings[code] for p in ring], _GAP + index * (_FRAME + _GAP), _TOP, _FRAME, _FRAME)
        for index, code in enumerate(_OVERSEAS)
    }
    return {code: own.get(code, shared) for code in rings}


@cache
def paths() -> dict[str, str]:
    """The SVG path of each département."""
    return {code: "".join(_path(frames()[code], ring) for ring in rings) for code, rings in _rings().items()}


def _path(frame: Frame, ring: list[Point]) -> str:
    places = (frame.place(point) for point in ring[:-1])
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places) + "Z"


def place(departement: str, longitude: float, latitude: float) -> Point | None:
    """Where a point of a département stands in the picture; None when that is not on the map."""
    frame = frames().get(departement)
    return frame.place(project(departement, longitude, latitude)) if frame else None
