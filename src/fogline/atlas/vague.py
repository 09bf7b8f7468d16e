"""Places that words make from other places: "20 km north of X", "southeastern Syria", "the Syrian-Iraqi border".

Each has an id that says how it is made, so that it can be made again: `rel:offset:n:20:gn/172955`,
`rel:part:se:gn/163843`, `rel:between:A:B`, `rel:side:e:PACK/euphrates`, `rel:border:A:B`.
None is ever a pin: all are lines or areas.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import shapely
from shapely.geometry import mapping

from fogline.atlas.entry import Entry
from fogline.atlas.sphere import BEARINGS, distance, offset
from fogline.claims import Geometry, Place, PlaceLevel

_WORDS = {
    "n": "north",
    "ne": "northeast",
    "e": "east",
    "se": "southeast",
    "s": "south",
    "sw": "southwest",
    "w": "west",
    "nw": "northwest",
    "c": "centre",
}
#: A part of an area by compass is this share of its width or height. More than half: "southeastern Syria" takes in
#: al-Tanf, "central" and "southern" overlap.
_SHARE = 0.6
Shape = Callable[[str], Any]  # id → shapely geometry or None


def offset_place(anchor: Entry, direction: str, km: float, words: str = "") -> Place:
    """So many kilometres from a place, that way: a disc of a quarter of the distance, as such phrases are rounded."""
    place = anchor.place
    assert place.lat is not None
    assert place.lon is not None
    lat, lon = offset(place.lat, place.lon, BEARINGS[direction], km)
    return Place(
        id=f"rel:offset:{direction}:{km:g}:{place.id}",
        name=words or f"{km:g} km {_WORDS[direction]} of {place.name}",
        lat=round(lat, 4),
        lon=round(lon, 4),
        level=PlaceLevel.REGION,
        geometry=Geometry.AREA,
        country=place.country,
        admin1=None,
        radius_km=round(max(2.0, km / 4) + (place.radius_km or 1.0), 1),
        source=f"computed from {place.name}",
        within=(),
    )


def part_place(anchor: Entry, direction: str, shape: Shape) -> Place:
    """The southern, eastern or central part of an area."""
    place = anchor.place
    region = part_shape(shape(place.id), direction)
    lat, lon, radius = place.lat, place.lon, place.radius_km
    if region is not None and not region.is_empty:
        spot = region.representative_point()
        lat, lon = round(spot.y, 4), round(spot.x, 4)
        radius = round(_reach(region, spot.y, spot.x), 1)
    name = f"{'central' if direction == 'c' else _WORDS[direction] + 'ern'} {place.name}"
    return Place(
        id=f"rel:part:{direction}:{place.id}",
        name=name,
        lat=lat,
        lon=lon,
        level=PlaceLevel.REGION,
        geometry=Geometry.AREA,
        country=place.country,
        admin1=place.admin1 if place.level is not PlaceLevel.COUNTRY else None,
        radius_km=radius,
        source=f"part of {place.name}",
        within=(place.id,),
    )


def part_shape(area: Any, direction: str) -> Any:
    """The part of a polygon that lies that way: a share of its box, for northeast and the like in both directions."""
    if area is None or area.is_empty:
        return None
    west, south, east, north = area.bounds
    width, height = (east - west) * _SHARE, (north - south) * _SHARE
    if direction == "c":
        return area.intersection(
            shapely.box(west + width / 2, south + height / 2, east - width / 2, north - height / 2)
        )
    low, high, left, right = south, north, west, east
    if "n" in direction:
        low = north - height
    if "s" in direction:
        high = south + height
    if "e" in direction:
        left = east - width
    if "w" in direction:
        right = west + width
    return area.intersection(shapely.box(left, low, right, high))


def between_place(one: Entry, other: Entry) -> Place | None:
    """The stretch between two places: a line of land, as wide as a third of its length."""
    a, b = one.place, other.place
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    apart = distance(a.lat, a.lon, b.lat, b.lon)
    return Place(
        id=f"rel:between:{a.id}:{b.id}",
        name=f"between {a.name} and {b.name}",
        lat=round((a.lat + b.lat) / 2, 4),
        lon=round((a.lon + b.lon) / 2, 4),
        level=PlaceLevel.REGION,
        geometry=Geometry.LINE,
        country=a.country if a.country == b.country else None,
        admin1=a.admin1 if a.admin1 == b.admin1 else None,
        radius_km=round(apart / 2 + 1, 1),
        source=f"computed from {a.name} and {b.name}",
        within=(),
    )


def side_place(line: Entry, direction: str) -> Place:
    """The land on one side of a river, road or sea: an area whose far edge nobody gave."""
    place = line.place
    return Place(
        id=f"rel:side:{direction}:{place.id}",
        name=f"{_WORDS[direction]} of the {place.name}",
        lat=place.lat,
        lon=place.lon,
        level=PlaceLevel.REGION,
        geometry=Geometry.AREA,
        country=place.country,
        admin1=None,
        radius_km=place.radius_km,
        source=f"side of {place.name}; no far edge is stated",
        within=(),
    )


def border_place(one: Entry, other: Entry, shape: Shape) -> Place | None:
    """The border of two countries, where they share one."""
    first, second = sorted((one, other), key=lambda e: e.place.country or "")
    line = border_shape(shape(first.place.id), shape(second.place.id))
    if line is None:
        return None
    middle = line.interpolate(0.5, normalized=True)
    return Place(
        id=f"rel:border:{first.place.id}:{second.place.id}",
        name=f"{first.place.name}–{second.place.name} border",
        lat=round(middle.y, 4),
        lon=round(middle.x, 4),
        level=PlaceLevel.LINE,
        geometry=Geometry.LINE,
        country=None,
        admin1=None,
        radius_km=round(_reach(line, middle.y, middle.x), 1),
        source="Natural Earth 50m",
        within=(),
    )


def border_shape(one: Any, other: Any) -> Any:
    """The line that two areas share; None where they share none."""
    if one is None or other is None:
        return None
    line = one.boundary.intersection(other.buffer(0.02))
    parts = [p for p in getattr(line, "geoms", [line]) if p.geom_type in ("LineString", "MultiLineString")]
    merged = shapely.line_merge(shapely.union_all(parts)) if parts else None
    if merged is None or merged.is_empty or merged.length < 0.05:
        return None
    return merged


def _reach(area: Any, lat: float, lon: float) -> float:
    """How far the farthest corner of a shape's box is from a point, in kilometres."""
    west, south, east, north = area.bounds
    return max(distance(lat, lon, y, x) for x in (west, east) for y in (south, north))


def circle(lat: float, lon: float, km: float) -> Any:
    """A disc on the sphere as a polygon of 48 corners."""
    corners = [offset(lat, lon, 7.5 * i, km) for i in range(48)]
    return shapely.Polygon([(x, y) for y, x in corners])


def shape_of(identity: str, place: Place, entry: Callable[[str], Entry | None], shape: Shape) -> dict[str, Any] | None:
    """GeoJSON of a made place; None for a side, whose far edge nobody gave."""
    parts = identity.split(":")
    if parts[1] == "offset" and place.lat is not None and place.lon is not None:
        return dict(mapping(circle(place.lat, place.lon, place.radius_km or 1.0)))
    if parts[1] == "part":
        region = part_shape(shape(parts[3]), parts[2])
        return None if region is None or region.is_empty else dict(mapping(region))
    if parts[1] == "between":
        ends = [entry(parts[2]), entry(parts[3])]
        if all(e is not None and e.place.lat is not None for e in ends):
            return {"type": "LineString", "coordinates": [[e.place.lon, e.place.lat] for e in ends if e is not None]}
    if parts[1] == "border":
        line = border_shape(shape(parts[2]), shape(parts[3]))
        return None if line is None else dict(mapping(line))
    return None


def remake(identity: str, entry: Callable[[str], Entry | None], shape: Shape) -> Place | None:
    """The place that an id of this module stands for."""
    parts = identity.split(":")
    try:
        if parts[1] == "offset" and (anchor := entry(parts[4])) is not None:
            return offset_place(anchor, parts[2], float(parts[3]))
        if parts[1] == "part" and (anchor := entry(parts[3])) is not None:
            return part_place(anchor, parts[2], shape)
        if parts[1] == "side" and (anchor := entry(parts[3])) is not None:
            return side_place(anchor, parts[2])
        if parts[1] in ("between", "border"):
            one, other = entry(parts[2]), entry(parts[3])
            if one is not None and other is not None:
                return between_place(one, other) if parts[1] == "between" else border_place(one, other, shape)
    except (IndexError, ValueError, KeyError):
        return None
    return None


def precision(place: Place, relation: str, quarter: bool = False, km: float | None = None) -> tuple[int, int]:
    """UCDP where_prec (1-7) and ACLED geo_precision (1-3) of a place under a relation; `km`: how far "near" reaches."""
    level = place.level
    if relation == "near" and km is not None and km > 25 and level in (PlaceLevel.SITE, PlaceLevel.SETTLEMENT):
        return (5, 2) if km <= 100 else (5, 3)
    if level in (PlaceLevel.SITE, PlaceLevel.SETTLEMENT):
        if place.lat is None:
            return (2, 2) if place.within and (place.radius_km or 0) <= 25 else (5, 3)
        if relation in ("near", "offset", "between", "side"):
            return 2, 2
        # A site is small: a radius says how well it is known where it lies. That of a town is its own size.
        return (1, 1) if (place.radius_km or 0) <= (10 if level is PlaceLevel.SITE else 25) else (2, 2)
    if level is PlaceLevel.DISTRICT:
        if place.radius_km is not None and place.radius_km <= 5:
            return 1, 1  # a quarter of a town
        return 3, 2
    if level is PlaceLevel.PROVINCE:
        return 4, 3
    if level is PlaceLevel.COUNTRY:
        return 6, 3
    if level is PlaceLevel.WATER:
        return 7, 3
    if level is PlaceLevel.REGION and relation in ("offset", "between"):
        return (2, 2) if (place.radius_km or math.inf) <= 25 else (5, 2)
    return 5, 2 if (place.radius_km or math.inf) <= 100 else 3
