"""Distances and bearings on the sphere, good to half a percent: to rank candidates; measuring is the picture's."""

from __future__ import annotations

import math

from fogline.claims import Place

EARTH_KM = 6371.0088  # mean radius, IUGG
#: Compass points as bearings in degrees.
BEARINGS = {"n": 0.0, "ne": 45.0, "e": 90.0, "se": 135.0, "s": 180.0, "sw": 225.0, "w": 270.0, "nw": 315.0}


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points (haversine)."""
    a1, a2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((a2 - a1) / 2) ** 2 + math.cos(a1) * math.cos(a2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def km(one: Place, other: Place) -> float | None:
    """Kilometres between two places; None where one has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return distance(one.lat, one.lon, other.lat, other.lon)


def offset(lat: float, lon: float, bearing: float, km_away: float) -> tuple[float, float]:
    """The point that lies so many kilometres away in that direction."""
    angle, course = km_away / EARTH_KM, math.radians(bearing)
    a = math.radians(lat)
    b = math.asin(math.sin(a) * math.cos(angle) + math.cos(a) * math.sin(angle) * math.cos(course))
    c = math.radians(lon) + math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(a), math.cos(angle) - math.sin(a) * math.sin(b)
    )
    return math.degrees(b), (math.degrees(c) + 540) % 360 - 180
