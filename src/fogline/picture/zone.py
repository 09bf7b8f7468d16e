"""Zones and distances: what lies within a radius, and how far apart two places are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fogline.claims import ClaimType, Place, Role, Weighed
from fogline.errors import ComputeError, QuestionError
from fogline.picture.evidence import known
from fogline.picture.geodesy import FARTHEST_KM, GEOD, Range, apart, has_point, point
from fogline.picture.holding import Holding
from fogline.picture.holdings import Asking, holdings, places_of
from fogline.picture.wording import counted


@dataclass(frozen=True, slots=True)
class Distance:
    """How far two places lie apart; `km` is None where it cannot be computed, and `unknown_because` says why."""

    a: Place
    b: Place
    km: Range | None
    sentence: str
    unknown_because: str | None
    claims: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "a": self.a.name,
            "b": self.b.name,
            "a_id": self.a.id,
            "b_id": self.b.id,
            **(self.km.as_json() if self.km else {"low_km": None, "km": None, "high_km": None}),
            "sentence": self.sentence,
            "unknown_because": self.unknown_because,
            "claims": list(self.claims),
        }


def distance(a: Place, b: Place, weighed: Sequence[Weighed] = ()) -> Distance:
    """How far `a` lies from `b`, as a range: each end is as exact as its place is known.

    `claims` are those that say how far the two lie apart. A place without coordinates: `unknown_because`.
    """
    claims = tuple(sorted(w.entry.id for w in weighed if _measures(w, a, b)))
    try:
        km = apart(a, b)
    except ComputeError as why:
        return Distance(a, b, None, f"The distance from {a.name} to {b.name} {why}.", _reason(why), claims)
    exact = "" if km.high - km.low < 1 else f" (centre to centre {km.mid:,.0f} km)"
    said = f" {counted(len(claims), 'claim')} also gives a figure." if claims else ""
    return Distance(a, b, km, f"{a.name} lies {km} from {b.name}{exact}.{said}", None, claims)


def _measures(w: Weighed, a: Place, b: Place) -> bool:
    ids = {r.place.id for r in w.entry.places if r.place is not None}
    return w.entry.claim.type is ClaimType.DISTANCE and {a.id, b.id} <= ids


def _reason(why: ComputeError) -> str:
    return str(why).removeprefix("cannot be computed, because ")


@dataclass(frozen=True, slots=True)
class Zone:
    """A circle around a place, what lies in it, and who declared such a zone.

    `verdict` is about the place asked for: inside, outside, or "cannot be told" where the precision does not do.
    `outline` is a GeoJSON polygon, None where no honest one can be drawn. `inside` are the known places in it with
    who holds them; `edge` those that may lie in or out. A zone never says who holds anything.
    """

    centre: Place
    radius_km: float
    asked: Place | None
    verdict: str | None
    km: Range | None
    inside: tuple[Holding, ...]
    edge: tuple[Place, ...]
    declared: tuple[str, ...]
    declarers: tuple[str, ...]
    outline: dict[str, Any] | None
    sentence: str
    unknown_because: str | None
    claims: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "centre": self.centre.name,
            "radius_km": self.radius_km,
            "contains": self.asked.name if self.asked else None,
            "verdict": self.verdict,
            "distance": self.km.as_json() if self.km else None,
            "inside": [h.as_json() for h in self.inside],
            "edge": [{"id": p.id, "name": p.name} for p in self.edge],
            "declared_by": list(self.declarers),
            "outline": self.outline,
            "sentence": self.sentence,
            "unknown_because": self.unknown_because,
            "claims": list(self.claims),
        }


INSIDE, OUTSIDE, OPEN = "inside", "outside", "cannot be told"


def zone(
    centre: Place,
    radius_km: float,
    weighed: Sequence[Weighed] = (),
    *,
    asking: Asking,
    contains: Place | None = None,
    places: Sequence[Place] | None = None,
) -> Zone:
    """What lies within `radius_km` of `centre`, and whether `contains` does, as exactly as both are known.

    `places` are those to look at (None: all that the claims name). Distances are geodesic, so a zone over the
    antimeridian or a pole contains what it contains; only its outline may have to be left out, with the reason.
    Raises QuestionError for a radius that is no distance on Earth.
    """
    if not (math.isfinite(radius_km) and 0 < radius_km <= FARTHEST_KM):
        raise QuestionError(f"--radius {radius_km}: expected kilometres, more than 0 and at most {FARTHEST_KM:,.0f}")
    by = [w for w in known(weighed, asking.as_known_on) if _declares(w, centre)]
    declared = tuple(sorted(w.entry.id for w in by))
    declarers = tuple(sorted({a.name for w in by for a in w.entry.actors if a.role is Role.ACTOR}))
    try:
        point(centre)
    except ComputeError as why:
        return Zone(
            centre, radius_km, contains, "cannot be computed" if contains else None, None, (), (), declared, declarers,
            None,
            f"A zone of {radius_km:g} km around {centre.name} {why}.", _reason(why), declared,
        )  # fmt: skip
    inside, edge = _inside(centre, radius_km, weighed, asking, places)
    outline, no_outline = _outline(centre, radius_km)
    verdict, km, words = _verdict(centre, radius_km, contains)
    claims = dict.fromkeys([*declared, *(c for h in inside for c in h.claims)])
    unknown = words if verdict in (OPEN, "cannot be computed") else None
    parts = [words or f"{counted(len(inside), 'known place')} surely within {radius_km:g} km of {centre.name}"]
    if edge:
        parts.append(f"{counted(len(edge), 'place')} may lie in or out")
    if declarers:
        parts.append(f"a zone around it is declared by {', '.join(declarers)}; that gives no control of what is in it")
    if no_outline:
        parts.append(f"its outline cannot be drawn, because {no_outline}")
    return Zone(
        centre, radius_km, contains, verdict, km, tuple(inside), tuple(edge), declared, declarers, outline,
        "; ".join(parts)[:1].upper() + "; ".join(parts)[1:] + ".", unknown or no_outline, tuple(claims),
    )  # fmt: skip


def _declares(w: Weighed, centre: Place) -> bool:
    return w.entry.claim.type is ClaimType.ZONE and any(
        r.place is not None and r.place.id == centre.id for r in w.entry.places
    )


def _inside(
    centre: Place, radius_km: float, weighed: Sequence[Weighed], asking: Asking, places: Sequence[Place] | None
) -> tuple[list[Holding], list[Place]]:
    sure, edge = [], []
    for p in places if places is not None else places_of(known(weighed, asking.as_known_on)):
        if p.id == centre.id or not has_point(p):
            continue
        how = _lies(apart(centre, p), radius_km)
        if how == INSIDE:
            sure.append(p)
        elif how == OPEN:
            edge.append(p)
    held = holdings(sure, weighed, asking)
    return [held[p.id] for p in sure], edge


def _lies(km: Range, radius_km: float) -> str:
    if km.high <= radius_km:
        return INSIDE
    return OUTSIDE if km.low > radius_km else OPEN


def _verdict(centre: Place, radius_km: float, asked: Place | None) -> tuple[str | None, Range | None, str]:
    if asked is None:
        return None, None, ""
    try:
        km = apart(centre, asked)
    except ComputeError as why:
        return "cannot be computed", None, f"whether {asked.name} lies in it {why}"
    how = _lies(km, radius_km)
    about = f"{asked.name} lies {km} from {centre.name}"
    if how == OPEN:
        return how, km, f"{about}, so it cannot be told whether it lies within {radius_km:g} km"
    return how, km, f"{about}, {how} the radius of {radius_km:g} km"


def _outline(centre: Place, radius_km: float) -> tuple[dict[str, Any] | None, str]:
    """A polygon of 144 points, or the reason why a flat map has no such ring."""
    lat, lon = point(centre)
    for pole, name in ((90.0, "North"), (-90.0, "South")):
        if GEOD.inv(lon, lat, lon, pole)[2] / 1000 <= radius_km:
            return None, f"it lies over the {name} Pole"
    count = 144
    bearings = [i * 360 / count for i in range(count)]
    lons, lats, _ = GEOD.fwd([lon] * count, [lat] * count, bearings, [radius_km * 1000] * count)
    ring = [[round(x, 5), round(y, 5)] for x, y in zip(lons, lats, strict=True)]
    if max(x for x, _ in ring) - min(x for x, _ in ring) > 180:
        return None, "it lies over the antimeridian"
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, ""
