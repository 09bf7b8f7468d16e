"""Which places are neighbours: a proximity graph, or the roads of a file.

The proximity graph is the Gabriel graph: two places are neighbours where no other place lies in the circle between
them (Gabriel and Sokal 1969). It holds every minimum spanning tree, so the widest gap on the best way is right, and
a rival place between two others parts them. It knows nothing of rivers and mountains, and answers say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import rustworkx as rx
from pyproj import Proj
from shapely import STRtree, delaunay_triangles, get_coordinates, get_parts, points
from shapely.geometry import LineString, MultiPoint, Point

from fogline.claims import Place
from fogline.errors import InputError
from fogline.picture.geodesy import GEOD, Array, kilometres, line_km, point, shape_points

PROXIMITY, ROADS = "proximity", "roads"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Edges between places (by their index) with lengths in kilometres. `basis` says what an edge rests on."""

    basis: str
    edges: tuple[tuple[int, int, float], ...]
    off_road: tuple[int, ...] = ()


def neighbours(places: Sequence[Place], roads: dict[str, Any] | None = None, snap_km: float = 5.0) -> Neighbours:
    """The graph over places with coordinates; by `roads` (GeoJSON lines) where given, else by proximity."""
    return _proximity(tuple(point(p) for p in places)) if roads is None else _by_road(places, roads, snap_km)


def _flat(lats: Array, lons: Array) -> Array:
    """Points in kilometres on a plane around their middle, so that the antimeridian is nowhere special."""
    x, y, z = np.cos(np.radians(lats)) * np.cos(np.radians(lons)), np.cos(np.radians(lats)) * np.sin(
        np.radians(lons)
    ), np.sin(np.radians(lats))  # fmt: skip
    lat0 = float(np.degrees(np.arctan2(z.mean(), np.hypot(x.mean(), y.mean()))))
    lon0 = float(np.degrees(np.arctan2(y.mean(), x.mean())))
    east, north = Proj(proj="aeqd", lat_0=lat0, lon_0=lon0, ellps="WGS84")(lons, lats)
    return np.stack([np.asarray(east), np.asarray(north)], axis=1) / 1000


@lru_cache(maxsize=4)  # a what-if asks twice over the same places
def _proximity(where: tuple[tuple[float, float], ...]) -> Neighbours:
    """The proximity graph over spots, given as latitude and longitude."""
    if len(where) < 2:
        return Neighbours(PROXIMITY, ())
    spots = np.array(where)
    flat = np.round(_flat(spots[:, 0], spots[:, 1]), 6)
    first: dict[tuple[float, float], int] = {}
    pairs: list[tuple[int, int]] = []
    for i, (x, y) in enumerate(flat.tolist()):
        if (x, y) in first:
            pairs.append((first[x, y], i))  # two places on one spot
        else:
            first[x, y] = i
    keys = list(first)
    pairs += [(first[a], first[b]) for a, b in _gabriel(keys)]
    ends = np.array(pairs, int).reshape(len(pairs), 2)
    km = kilometres(spots[ends[:, 0], 0], spots[ends[:, 0], 1], spots[ends[:, 1], 0], spots[ends[:, 1], 1])
    return Neighbours(PROXIMITY, tuple((a, b, float(d)) for (a, b), d in zip(pairs, km.tolist(), strict=True)))


def _gabriel(spots: Sequence[tuple[float, float]]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    if len(spots) < 2:
        return []
    at = points(np.array(spots))
    lines = get_parts(delaunay_triangles(MultiPoint(at.tolist()), only_edges=True))
    if not len(lines):  # all on one line, or two alone
        ordered = sorted(spots)
        return list(pairwise(ordered))
    ends = get_coordinates(lines).reshape(len(lines), 2, 2)
    which, nearest = STRtree(at).query_nearest(points(ends.mean(axis=1)), return_distance=True, all_matches=False)
    reach = np.zeros(len(ends))
    reach[which[0]] = nearest
    apart = np.hypot(*(ends[:, 0] - ends[:, 1]).T)
    return [((a[0], a[1]), (b[0], b[1])) for a, b in ends[reach >= apart / 2 - 1e-6].tolist()]


def _by_road(places: Sequence[Place], roads: dict[str, Any], snap_km: float) -> Neighbours:
    """Places that follow one another along the roads: edges are stretches of road with no other place on them."""
    lines = _road_lines(roads)
    spots = [point(p) for p in places]
    on: dict[int, list[tuple[float, int]]] = {}
    off: list[int] = []
    tree = STRtree([LineString(line) for line in lines])
    for i, (lat, lon) in enumerate(spots):
        margin = snap_km / 111.0 / max(0.05, float(np.cos(np.radians(lat))))
        hits = tree.query(Point(lon, lat).buffer(margin))
        snapped = [(km, along, int(h)) for h in hits for km, along in [_snap(lines[int(h)], lat, lon)] if km <= snap_km]
        if not snapped:
            off.append(i)
        for _, along, road in snapped:
            on.setdefault(road, []).append((along, i))
    return Neighbours(ROADS, tuple(_stretches(lines, on, len(places))), tuple(off))


def _road_lines(roads: dict[str, Any]) -> list[list[tuple[float, float]]]:
    features = roads.get("features", [roads])
    shapes = [f.get("geometry", f) if isinstance(f, dict) else {} for f in features]
    lines = [line for shape in shapes for line in shape_points(shape or {}) if len(line) > 1]
    if not lines:
        raise InputError("roads", "no lines found", "give a GeoJSON file with LineString features")
    return lines


def _snap(line: Sequence[tuple[float, float]], lat: float, lon: float) -> tuple[float, float]:
    """How far a point lies from a road, and how many kilometres along the road the nearest spot is."""
    road = LineString(line)
    along = road.project(Point(lon, lat))
    spot = road.interpolate(along)
    away = GEOD.inv(lon, lat, spot.x, spot.y)[2] / 1000
    return away, line_km(line) * (along / road.length if road.length else 0.0)


def _stretches(
    lines: Sequence[Sequence[tuple[float, float]]], on: dict[int, list[tuple[float, int]]], count: int
) -> list[tuple[int, int, float]]:
    """Edges along each road between successive places; roads that share an end point are one network.

    Road ends are nodes beyond `count`; they belong to nobody and are contracted, so that an edge joins two places.
    """
    net = rx.PyGraph(multigraph=False)
    net.add_nodes_from(range(count))
    ends: dict[tuple[float, float], int] = {}
    for number, line in enumerate(lines):
        length = line_km(line)
        stops = sorted(on.get(number, []))
        nodes: list[tuple[float, int]] = []
        for spot, at in ((line[0], 0.0), (line[-1], length)):
            key = (round(spot[0], 5), round(spot[1], 5))
            if key not in ends:
                ends[key] = net.add_node(None)
            nodes.append((at, ends[key]))
        chain = [nodes[0], *stops, nodes[1]]
        for (a_km, a), (b_km, b) in pairwise(chain):
            if a != b:
                net.add_edge(a, b, b_km - a_km)
    edges: dict[tuple[int, int], float] = {}
    for place in range(count):
        for other, km in _reached(net, place, count).items():
            key = (min(place, other), max(place, other))
            edges[key] = min(km, edges.get(key, km))
    return [(a, b, km) for (a, b), km in sorted(edges.items())]


def _reached(net: Any, start: int, count: int) -> dict[int, float]:
    """The places that a road leads to without passing through another place."""
    best = {start: 0.0}
    found: dict[int, float] = {}
    todo = [start]
    while todo:
        node = todo.pop()
        for other, km in net.adj(node).items():
            far = best[node] + km
            if other < count:
                if other != start:
                    found[other] = min(far, found.get(other, far))
            elif far < best.get(other, float("inf")):
                best[other] = far
                todo.append(other)
    return found
