"""Distances on the ellipsoid, with how exactly each end is known.

Everything here is in kilometres and degrees on WGS84. A place without coordinates has no distance: the functions
say so with ComputeError instead of giving a number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Geod

from fogline.claims import Geometry, Place, PlaceLevel
from fogline.errors import ComputeError
from fogline.picture.rules import rules

GEOD = Geod(ellps="WGS84")
#: Half of the longest way around: no two points lie farther apart.
FARTHEST_KM = 20_004.0
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Range:
    """A number of kilometres as well as it is known: from `low` to `high`, most likely `mid`."""

    low: float
    mid: float
    high: float

    def __str__(self) -> str:
        if self.high - self.low < 0.15:
            return f"{_round(self.mid)} km"
        return f"{_round(self.low)} to {_round(self.high)} km"

    def meets(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high

    def as_json(self) -> dict[str, float]:
        return {"low_km": round(self.low, 1), "km": round(self.mid, 1), "high_km": round(self.high, 1)}


def _round(km: float) -> str:
    return f"{km:,.0f}" if km >= 10 else f"{km:.1f}"


def point(place: Place) -> tuple[float, float]:
    """Latitude and longitude; ComputeError where the place has none, or where they are no place on Earth."""
    if place.lat is None or place.lon is None:
        raise ComputeError(f"cannot be computed, because {place.name} has no coordinates")
    if not (math.isfinite(place.lat) and math.isfinite(place.lon) and abs(place.lat) <= 90):
        raise ComputeError(f"cannot be computed, because {place.name} has coordinates {place.lat}, {place.lon}")
    return place.lat, (place.lon + 180.0) % 360.0 - 180.0


def spread_km(place: Place) -> float:
    """How far the true spot may lie from the coordinates: the atlas's word, else by the place's level."""
    if place.radius_km is not None:
        return place.radius_km
    return float(rules()["geography"]["centre_km"][str(place.level)])


def has_point(place: Place) -> bool:
    """Whether a place can stand for a spot on the map: it has coordinates and is no line, area or country."""
    return (
        place.lat is not None
        and place.lon is not None
        and math.isfinite(place.lat)
        and math.isfinite(place.lon)
        and abs(place.lat) <= 90
        and place.geometry is Geometry.POINT
        and place.level in (PlaceLevel.SETTLEMENT, PlaceLevel.SITE)
    )


def apart(a: Place, b: Place) -> Range:
    """How far two places lie apart, each taken as a circle of what is known of it."""
    (lat_a, lon_a), (lat_b, lon_b) = point(a), point(b)
    km = GEOD.inv(lon_a, lat_a, lon_b, lat_b)[2] / 1000
    slack = spread_km(a) + spread_km(b)
    return Range(max(0.0, km - slack), km, min(km + slack, FARTHEST_KM))


def kilometres(lats: Array, lons: Array, lat: Array | float, lon: Array | float) -> Array:
    """Geodesic distances from each point to one point, or pairwise."""
    lats, lons = np.asarray(lats, float), np.asarray(lons, float)
    to_lat, to_lon = np.broadcast_to(lat, lats.shape), np.broadcast_to(lon, lons.shape)
    return np.asarray(GEOD.inv(lons, lats, to_lon, to_lat)[2], float) / 1000


def line_km(points: Sequence[tuple[float, float]]) -> float:
    """The geodesic length of a line of (longitude, latitude) points."""
    lons, lats = zip(*points, strict=True)
    return float(GEOD.line_length(lons, lats)) / 1000


def shape_points(shape: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The lines of a GeoJSON geometry as lists of (longitude, latitude); rings count as lines, points have none."""
    kind, coordinates = shape.get("type"), shape.get("coordinates", [])
    match kind:
        case "LineString":
            return [[(float(x), float(y)) for x, y, *_ in coordinates]]
        case "MultiLineString" | "Polygon":
            return [[(float(x), float(y)) for x, y, *_ in line] for line in coordinates]
        case "MultiPolygon":
            return [[(float(x), float(y)) for x, y, *_ in ring] for rings in coordinates for ring in rings]
        case "GeometryCollection":
            return [line for part in shape.get("geometries", []) for line in shape_points(part)]
        case _:
            return []


def area_km2(shape: dict[str, Any]) -> float:
    """The geodesic area of a GeoJSON polygon or multipolygon; 0 for anything else."""
    polygons = {"Polygon": [shape.get("coordinates", [])], "MultiPolygon": shape.get("coordinates", [])}
    total = 0.0
    for rings in polygons.get(str(shape.get("type")), []):
        for i, ring in enumerate(rings):
            lons, lats = zip(*((x, y) for x, y, *_ in ring), strict=True)
            size = abs(GEOD.polygon_area_perimeter(lons, lats)[0]) / 1e6
            total += size if i == 0 else -size
    return total
