"""Claimed distances, lengths, areas, radii and shares, held against geometry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fogline.claims import ClaimType, Geometry, Place, PlaceLevel, Polarity, Role, Weighed
from fogline.errors import ComputeError, QuestionError
from fogline.picture.boundaries import border_line, countries_in
from fogline.picture.ends import End, Line, Shape, ends_of
from fogline.picture.evidence import known
from fogline.picture.geodesy import Array, Range, apart, area_km2, kilometres, line_km, point, shape_points, spread_km
from fogline.picture.measure import AREA, LENGTH, SHARE, Measure, read_measure
from fogline.picture.rules import pattern
from fogline.picture.wording import counted

AGREES, DISAGREES, CANNOT = "agrees", "disagrees", "cannot be computed"
#: Points of an outline that a distance from a whole area is measured from.
EDGE = 200
MEASURED = (ClaimType.DISTANCE, ClaimType.EXTENT, ClaimType.ZONE)
#: What is held or taken may be told by its length or size too.
TAKEN = (ClaimType.HOLD, ClaimType.CAPTURE)


@dataclass(frozen=True, slots=True)
class Check:
    """One claimed measure and what geometry makes of it, with the precision of both sides.

    `what` is distance, length, area, share or radius; `verdict` is agrees, disagrees or cannot be computed.
    """

    claim: str
    what: str
    places: tuple[str, ...]
    source: str
    claimed: Measure | None
    computed: Range | None
    verdict: str
    sentence: str
    unknown_because: str | None

    @property
    def claims(self) -> tuple[str, ...]:
        return (self.claim,)

    def as_json(self) -> dict[str, Any]:
        return {
            "claim": self.claim,
            "what": self.what,
            "places": list(self.places),
            "origin": self.source,
            "claimed": self.claimed.as_json() if self.claimed else None,
            "computed": self._computed(),
            "verdict": self.verdict,
            "sentence": self.sentence,
            "unknown_because": self.unknown_because,
            "claims": list(self.claims),
        }

    def _computed(self) -> dict[str, float] | None:
        if self.computed is None:
            return None
        if self.what == AREA:
            r = self.computed
            return {"low_km2": round(r.low, 1), "km2": round(r.mid, 1), "high_km2": round(r.high, 1)}
        return self.computed.as_json()


def check(
    weighed: Sequence[Weighed],
    *,
    places: Iterable[Place] = (),
    shape: Shape | None = None,
    viewpoint: str = "un",
) -> tuple[Check, ...]:
    """Every claimed distance, radius, length, area and share against geometry, in order of claim id.

    `shape` gives the GeoJSON geometry of a line or area by place id (None: there is none). Borders are measured on
    the 10m line of `viewpoint`. `places` are further places that may be an unresolved name's only match; nothing is
    guessed from them. Two claims of one statement are checked each.
    """
    get = shape or (lambda _: None)
    named = {p.name.casefold(): p for p in places}
    found = [w for w in known(weighed, None) if w.entry.claim.type in (*MEASURED, *TAKEN)]
    out = [c for w in sorted(found, key=lambda w: w.entry.id) for c in _checks(w, get, viewpoint, found, named)]
    return tuple(out)


def _checks(
    w: Weighed, shape: Shape, viewpoint: str, others: Sequence[Weighed], named: dict[str, Place]
) -> Iterable[Check]:
    claim = w.entry.claim
    texts = [a.text for a in claim.roles(Role.QUANTITY)]
    if claim.type is not ClaimType.ZONE:
        texts.append(claim.trigger_text)
    measure = next((m for t in texts if (m := read_measure(t)) is not None), None)
    if claim.type in TAKEN:
        if measure is not None and measure.kind != SHARE:
            yield from _taken(w, measure, shape, viewpoint)
        return
    if measure is None:
        if claim.type is not ClaimType.ZONE:
            yield _answer(w, str(claim.type), None, None, "no measure can be read from its words", viewpoint)
        return
    match claim.type, measure.kind:
        case ClaimType.ZONE, "length" if _along_a_line(w):
            computed, why = _length(w, shape, viewpoint)
            yield _answer(w, LENGTH, measure, computed, why, viewpoint, part=True)
        case ClaimType.ZONE, _:
            yield _answer(w, "radius", measure, None, _other_radii(w, measure, others), viewpoint)
        case _, "share":
            why = "a share of a place has no outline on the map to measure"
            yield _answer(w, SHARE, measure, None, why, viewpoint)
        case ClaimType.DISTANCE, "length":
            computed, why = _distance(w, shape, viewpoint, named)
            yield _answer(w, "distance", measure, computed, why, viewpoint)
        case _, "length":
            computed, why = _length(w, shape, viewpoint)
            yield _answer(w, LENGTH, measure, computed, why, viewpoint, part=_part(w))
        case _:
            computed, why = _area(w, shape)
            yield _answer(w, AREA, measure, computed, why, viewpoint, part=_part(w))


def _part(w: Weighed) -> bool:
    """Whether a length or size is of what somebody has of a place: then it is no more than all of it."""
    words = " ".join(a.text for a in w.entry.claim.roles(Role.QUANTITY))
    someone = w.entry.claim.roles(Role.ACTOR) or any(a.role is Role.ACTOR for a in w.entry.actors)
    return bool(someone) and pattern("share", "whole").search(words) is None


def _along_a_line(w: Weighed) -> bool:
    return any(r.place is not None and r.place.geometry is Geometry.LINE for r in w.entry.places)


def _taken(w: Weighed, measure: Measure, shape: Shape, viewpoint: str) -> Iterable[Check]:
    """ "Holds 375 miles of the border", "took 300 square kilometres of the province": never more than there is."""
    what, measured = (LENGTH, _length(w, shape, viewpoint)) if measure.kind == LENGTH else (AREA, _area(w, shape))
    if measured[0] is not None and w.entry.claim.polarity is Polarity.POSITIVE:
        yield _answer(w, what, measure, *measured, viewpoint, part=_part(w))


def _other_radii(w: Weighed, measure: Measure, others: Sequence[Weighed]) -> str:
    centre = {r.place.id for r in w.entry.places if r.place is not None}
    radii = []
    for other in others:
        same = other.entry.id != w.entry.id and centre & {r.place.id for r in other.entry.places if r.place is not None}
        if same and other.entry.claim.type is ClaimType.ZONE:
            radii += [m for a in other.entry.claim.roles(Role.QUANTITY) if (m := read_measure(a.text)) is not None]
    text = "a radius is what its declarer declares, and nothing on the ground measures it"
    if radii:
        alike = sum(1 for m in radii if m.low <= measure.high and measure.low <= m.high)
        text += f"; {counted(len(radii), 'other claim')} of a radius there, {alike} of them alike"
    return text


def _distance(w: Weighed, shape: Shape, viewpoint: str, named: dict[str, Place]) -> tuple[Range | None, str]:
    found = ends_of(w, named, shape, viewpoint)
    if found.why:
        return None, found.why
    one, other = found.ends
    try:
        if one.line and other.line:
            return _between_lines(one, other)
        if one.line or other.line:
            line, spot = (one.line, other.place) if one.line else (other.line, one.place)
            return (_to_line(spot, line), "") if spot is not None else (None, "both ends are lines")
        if one.place is None or other.place is None:
            return None, "it is not known where both ends are"
        for p in (one.place, other.place):
            point(p)
            if p.geometry is not Geometry.POINT or p.level in (PlaceLevel.COUNTRY, PlaceLevel.PROVINCE):
                return None, f"{p.name} is no spot but {_kind(p)} without an outline in the atlas"
        return apart(one.place, other.place), ""
    except ComputeError as why:
        return None, str(why).removeprefix("cannot be computed, because ")


def _to_line(spot: Place, line: Line) -> Range:
    lat, lon = point(spot)
    km = float(np.min(_each_km(line, lat, lon)))
    return Range(max(0.0, km - spread_km(spot)), km, km + spread_km(spot))


def _between_lines(one: End, other: End) -> tuple[Range | None, str]:
    """From somewhere in an area to a border: between the nearest and the farthest of its outline."""
    area, line = (one, other) if one.place is not None and one.place.geometry is Geometry.AREA else (other, one)
    if area.place is None or area.place.geometry is not Geometry.AREA or area.place.level is PlaceLevel.COUNTRY:
        return None, "both ends are lines or countries"
    edge = area.line[:: max(1, len(area.line) // EDGE)]
    nearest = [float(np.min(_each_km(line.line, lat, lon))) for lon, lat in edge]
    lat, lon = point(area.place)
    return Range(min(nearest), float(np.min(_each_km(line.line, lat, lon))), max(nearest)), ""


def _each_km(line: Line, lat: float, lon: float) -> Array:
    return kilometres(np.array([y for _, y in line]), np.array([x for x, _ in line]), lat, lon)


def _kind(p: Place) -> str:
    return {Geometry.LINE: "a line", Geometry.AREA: "an area"}.get(p.geometry, f"a {p.level}")


def _length(w: Weighed, shape: Shape, viewpoint: str) -> tuple[Range | None, str]:
    for ref in w.entry.places:
        pair = countries_in(ref.place.name if ref.place is not None else ref.text) or countries_in(ref.text)
        if pair is not None:
            try:
                km = border_line(*pair, viewpoint).length_km
            except QuestionError as why:
                return None, str(why)
            return Range(km * 0.995, km, km * 1.005), ""
        geometry = shape(ref.place.id) if ref.place is not None else None
        if geometry is not None and geometry.get("type") in ("LineString", "MultiLineString"):
            km = sum(line_km(line) for line in shape_points(geometry))
            return Range(km * 0.9, km, km * 1.1), ""
    if not w.entry.places:
        return None, "it names no place"
    return None, f"the atlas has no line for {w.entry.places[0].text}"


def _area(w: Weighed, shape: Shape) -> tuple[Range | None, str]:
    for ref in w.entry.places:
        geometry = shape(ref.place.id) if ref.place is not None else None
        if geometry is not None and (size := area_km2(geometry)) > 0:
            return Range(size * 0.95, size, size * 1.05), ""
    return None, "the atlas has no outline for it"


def _answer(
    w: Weighed,
    what: str,
    claimed: Measure | None,
    computed: Range | None,
    why: str,
    viewpoint: str,
    *,
    part: bool = False,
) -> Check:
    names = tuple(dict.fromkeys(r.place.name if r.place is not None else r.text for r in w.entry.places))
    source = w.origin.source_name or w.origin.source
    about = f"{source} on {' and '.join(names) or 'a place not named'}: {claimed.text if claimed else 'a measure'}"
    if claimed is None or computed is None:
        sentence = f"{about}; {what} cannot be computed, because {why}."
        return Check(w.entry.id, what, names, source, claimed, None, CANNOT, sentence, why)
    agrees = claimed.low <= computed.high and (part or computed.low <= claimed.high)
    unit = "km²" if what == AREA else "km"
    measured = f"{computed.mid:,.0f} {unit}" if what == AREA else str(computed)
    line = f" (viewpoint {viewpoint})" if what == LENGTH else ""
    said = f"{claimed.said:,.0f} {unit}"
    verdict = AGREES if agrees else DISAGREES
    if part:
        measured += " in all"
        verdict += ", being no more than there is" if agrees else ", being more than there is"
    elif what == "distance" and not agrees:
        verdict += ", or one of the names is of another place"
    sentence = f"{about} ({said}); the map has {measured}{line}: it {verdict}."
    return Check(w.entry.id, what, names, source, claimed, computed, AGREES if agrees else DISAGREES, sentence, None)
