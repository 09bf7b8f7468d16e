"""The map of a brief: places by who holds them, zones, borders; an area is hatched and never a pin."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fogline.claims import Geometry
from fogline.exports.brief_input import BriefInput, Zone
from fogline.exports.palette import Mark
from fogline.exports.svg import INK, WHITE, hatch, symbol, tag
from fogline.picture import Holding, Status

WIDTH, HEIGHT = 380, 226
#: Smallest stretch of land shown, so that a single place is seen with what lies around it.
LEAST_KM = 160
_KM_A_DEGREE = 111.32
#: Beyond this doubt about where a place lies, in km, a ring shows it.
DOUBT_KM = 8
_LABEL = 11.5


@dataclass(frozen=True, slots=True)
class _View:
    """Degrees to points: an equirectangular map true to scale at its middle."""

    lat: float
    lon: float
    points_a_km: float

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        x = (lon - self.lon) * _KM_A_DEGREE * math.cos(math.radians(self.lat))
        y = (self.lat - lat) * _KM_A_DEGREE
        return WIDTH / 2 + x * self.points_a_km, HEIGHT / 2 + y * self.points_a_km


def draw_map(given: BriefInput, marks: Mapping[str, Mark]) -> str:
    """The SVG, or an empty string where no place has coordinates or a shape."""
    pins = [h for h in given.holdings if _is_point(h)]
    shapes = [(h, given.shapes[h.place.id]) for h in given.holdings if not _is_point(h) and h.place.id in given.shapes]
    if not pins and not shapes:
        return ""
    view = _view(pins, shapes, given.zones)
    body = [tag("rect", width=WIDTH, height=HEIGHT, fill="#f4f1ea")]
    body += [_shape(geometry, view, fill="none", stroke="#8a8272", stroke_width=1.2) for _, geometry in given.borders]
    patterns = []
    for n, (holding, geometry) in enumerate(shapes):
        colours = [marks[h.side].colour for h in holding.holders if h.side in marks]
        patterns.append(
            hatch(f"area{n}", colours[0] if colours else "#999999", colours[1] if len(colours) > 1 else None)
        )
        body.append(_shape(geometry, view, fill=f"url(#area{n})", stroke=INK, stroke_width=0.6, fill_opacity=0.8))
    body += [_zone(zone, view) for zone in given.zones]
    body += [_doubt(h, view) for h in pins]
    body += [
        symbol(*view.xy(h.place.lat or 0, h.place.lon or 0), 6.0, _marks(h, marks), contested=_contested(h))
        for h in pins
    ]
    body += list(_labels(pins, view, _zone_labels(given.zones, view)))
    body.append(_scale(view))
    alt = "; ".join(f"{h.place.name}: {h.short()}" for h in given.holdings)
    clip = tag("clipPath", inner=tag("rect", width=WIDTH, height=HEIGHT), id="frame")
    inner = tag("title", f"Map. {alt}") + tag("defs", inner=clip + "".join(patterns))
    inner += tag("g", inner="".join(body), clip_path="url(#frame)")
    inner += tag("rect", width=WIDTH, height=HEIGHT, fill="none", stroke="#bbb")
    return tag(
        "svg",
        inner=inner,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        class_="map",
    )


def _is_point(holding: Holding) -> bool:
    place = holding.place
    return place.geometry is Geometry.POINT and place.lat is not None and place.lon is not None


def _contested(holding: Holding) -> bool:
    return holding.status is Status.CONTESTED


def _marks(holding: Holding, marks: Mapping[str, Mark]) -> list[Mark]:
    return [marks[h.side] for h in holding.holders if h.side in marks] if holding.status is not Status.UNKNOWN else []


def _view(pins: Sequence[Holding], shapes: Sequence[tuple[Holding, Mapping[str, Any]]], zones: Sequence[Zone]) -> _View:
    spots = [(h.place.lat or 0.0, h.place.lon or 0.0) for h in pins]
    for zone in zones:
        reach = zone.radius_km / _KM_A_DEGREE
        across = reach / math.cos(math.radians(zone.lat))
        spots += [(zone.lat + reach, zone.lon - across), (zone.lat - reach, zone.lon + across)]
    if not spots:
        spots = [(lat, lon) for _, geometry in shapes for ring in _rings(geometry) for lon, lat in ring]
    south, north = min(lat for lat, _ in spots), max(lat for lat, _ in spots)
    west, east = min(lon for _, lon in spots), max(lon for _, lon in spots)
    lat, lon = (south + north) / 2, (west + east) / 2
    high = max((north - south) * _KM_A_DEGREE * 1.3, LEAST_KM * HEIGHT / WIDTH)
    wide = max((east - west) * _KM_A_DEGREE * math.cos(math.radians(lat)) * 1.4, LEAST_KM)
    return _View(lat, lon, min(WIDTH / wide, HEIGHT / high))


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[tuple[float, float]]]:
    """The lines of any GeoJSON geometry, as lists of (lon, lat)."""
    coordinates = geometry.get("coordinates", ())
    match geometry.get("type"):
        case "LineString":
            yield coordinates
        case "MultiLineString" | "Polygon":
            yield from coordinates
        case "MultiPolygon":
            for polygon in coordinates:
                yield from polygon
        case "GeometryCollection":
            for part in geometry.get("geometries", ()):
                yield from _rings(part)
        case "Feature":
            yield from _rings(geometry.get("geometry") or {})


def _shape(geometry: Mapping[str, Any], view: _View, **style: Any) -> str:
    closed = "z" if "Polygon" in str(geometry.get("type")) else ""
    parts = []
    for ring in _rings(geometry):
        points = [view.xy(spot[1], spot[0]) for spot in ring]
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _near(points)) + closed)
    return tag("path", inner="", d="".join(p for p in parts if len(p) > 2), **style) if parts else ""


def _near(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points pulled in to a frame ten times the map's: far-off coasts would only bloat the file."""
    return [(min(max(x, -5 * WIDTH), 6 * WIDTH), min(max(y, -5 * HEIGHT), 6 * HEIGHT)) for x, y in points]


def _zone(zone: Zone, view: _View) -> str:
    x, y = view.xy(zone.lat, zone.lon)
    r = zone.radius_km * view.points_a_km
    return tag(
        "circle", cx=x, cy=y, r=r, fill=INK, fill_opacity=0.05, stroke=INK, stroke_width=0.9, stroke_dasharray="5 3"
    )


def _zone_labels(zones: Sequence[Zone], view: _View) -> list[tuple[float, float, str]]:
    out = []
    for zone in zones:
        x, y = view.xy(zone.lat, zone.lon)
        out.append((x, y - zone.radius_km * view.points_a_km - 3, f"declared zone, {zone.radius_km:g} km"))
    return out


def _doubt(holding: Holding, view: _View) -> str:
    radius = holding.place.radius_km or 0
    if radius < DOUBT_KM:
        return ""
    x, y = view.xy(holding.place.lat or 0, holding.place.lon or 0)
    return tag(
        "circle", cx=x, cy=y, r=radius * view.points_a_km, fill="none", stroke="#777", stroke_width=0.8,
        stroke_dasharray="1.5 2.5",
    )  # fmt: skip


def _labels(pins: Sequence[Holding], view: _View, zones: Sequence[tuple[float, float, str]]) -> Iterator[str]:
    """Names beside their signs, moved about so that none covers another sign or name."""
    taken: list[tuple[float, float, float, float]] = []
    for holding in pins:
        x, y = view.xy(holding.place.lat or 0, holding.place.lon or 0)
        taken.append((x - 7, y - 7, x + 7, y + 7))
    for holding in pins:
        x, y = view.xy(holding.place.lat or 0, holding.place.lon or 0)
        name = holding.place.name
        wide = len(name) * _LABEL * 0.62
        options = [
            (x + 10, y + 3.5, "start", (x + 10, y - 6, x + 10 + wide, y + 6)),
            (x - 10, y + 3.5, "end", (x - 10 - wide, y - 6, x - 10, y + 6)),
            (x, y - 10, "middle", (x - wide / 2, y - 20, x + wide / 2, y - 9)),
            (x, y + 18, "middle", (x - wide / 2, y + 9, x + wide / 2, y + 20)),
            (x + 2, y + 18, "end", (x + 2 - wide, y + 9, x + 2, y + 20)),
            (x + 2, y - 10, "end", (x + 2 - wide, y - 20, x + 2, y - 9)),
            (x - 2, y + 18, "start", (x - 2, y + 9, x - 2 + wide, y + 20)),
            (x - 2, y - 10, "start", (x - 2, y - 20, x - 2 + wide, y - 9)),
        ]
        inside = [o for o in options if _inside(o[3])]
        clear = [o for o in inside if not any(_overlap(o[3], t) for t in taken)]
        at_x, at_y, anchor, box = (clear or inside or options)[0]
        taken.append(box)
        yield _halo(name, at_x, at_y, anchor, weight="600")
    for x, y, words in zones:
        wide = len(words) * 9 * 0.52
        for at_y in (y, y + 14):
            box = (x - wide / 2, at_y - 9, x + wide / 2, at_y + 2)
            if _inside(box) and not any(_overlap(box, t) for t in taken):
                taken.append(box)
                yield _halo(words, x, at_y, "middle", size=9.0)
                break


def _halo(words: str, x: float, y: float, anchor: str, *, size: float = _LABEL, weight: str = "400") -> str:
    return tag(
        "text", words, x=x, y=y, text_anchor=anchor, font_size=size, font_weight=weight, fill=INK,
        stroke=WHITE, stroke_width=2.6, paint_order="stroke", stroke_linejoin="round",
    )  # fmt: skip


def _inside(box: tuple[float, float, float, float]) -> bool:
    return box[0] >= 2 and box[1] >= 2 and box[2] <= WIDTH - 2 and box[3] <= HEIGHT - 2


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _scale(view: _View) -> str:
    """A bar of a round number of kilometres, about a fifth of the map's width."""
    wanted = WIDTH / 5 / view.points_a_km
    step = 10 ** math.floor(math.log10(wanted))
    length = max(n * step for n in (1, 2, 5) if n * step <= wanted)
    points = length * view.points_a_km
    y = HEIGHT - 12.0
    bar = tag("path", d=f"M12 {y - 4:.1f}v4h{points:.1f}v-4", fill="none", stroke=INK, stroke_width=1.1)
    return bar + _halo(f"{length:g} km", 12 + points + 5, y, "start", size=9.5)
