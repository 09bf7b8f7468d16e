"""Claimed distances, lengths, areas, radii and shares, held against geometry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fogline.claims import ClaimType, Geometry, Place, PlaceLevel, PlaceRef, Role, Weighed
from fogline.errors import ComputeError, QuestionError
from fogline.picture.border import chainage
from fogline.picture.boundaries import border_line, countries_in, country
from fogline.picture.evidence import known
from fogline.picture.geodesy import Range, apart, area_km2, kilometres, line_km, point, shape_points, spread_km
from fogline.picture.measure import AREA, LENGTH, SHARE, Measure, read_measure
from fogline.picture.wording import counted

AGREES, DISAGREES, CANNOT = "agrees", "disagrees", "cannot be computed"
Shape = Callable[[str], "dict[str, Any] | None"]
MEASURED = (ClaimType.DISTANCE, ClaimType.EXTENT, ClaimType.ZONE)


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
    found = [w for w in known(weighed, None) if w.entry.claim.type in MEASURED]
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
    if measure is None:
        if claim.type is not ClaimType.ZONE:
            yield _answer(w, str(claim.type), None, None, "no measure can be read from its words", viewpoint)
        return
    match claim.type, measure.kind:
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
            yield _answer(w, LENGTH, measure, computed, why, viewpoint)
        case _:
            computed, why = _area(w, shape)
            yield _answer(w, AREA, measure, computed, why, viewpoint)


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
    ends = _ends(w, named)
    if len(ends) < 2:
        return None, "it names only one end" if ends else "it names no place at either end"
    refs = ends[:2]
    lost = [r.text for r, p in refs if p is None and countries_in(r.text) is None and not _one_border(r, refs)]
    if lost:
        return None, f"it is not known where {' and '.join(lost)} is"
    lines = [(i, line) for i, (r, p) in enumerate(refs) if (line := _line_of(r, p, refs, shape, viewpoint))]
    try:
        if not lines:
            a, b = refs[0][1], refs[1][1]
            if a is None or b is None:
                return None, "it is not known where both ends are"
            for p in (a, b):
                if p.geometry is not Geometry.POINT or p.level in (PlaceLevel.COUNTRY, PlaceLevel.PROVINCE):
                    return None, f"{p.name} is no spot but {_kind(p)} without an outline in the atlas"
            return apart(a, b), ""
        i, line = lines[0]
        spot = refs[1 - i][1]
        if spot is None or len(lines) == 2:
            return None, "both ends are lines or areas"
        lat, lon = point(spot)
        km = float(np.min(kilometres(np.array([y for _, y in line]), np.array([x for x, _ in line]), lat, lon)))
        return Range(max(0.0, km - spread_km(spot)), km, km + spread_km(spot)), ""
    except ComputeError as why:
        return None, str(why).removeprefix("cannot be computed, because ")


def _kind(p: Place) -> str:
    return {Geometry.LINE: "a line", Geometry.AREA: "an area"}.get(p.geometry, f"a {p.level}")


def _ends(w: Weighed, named: dict[str, Place]) -> list[tuple[PlaceRef, Place | None]]:
    """The two ends, place first, each once; a mention that resolves to the same place as another is one end."""
    order = {Role.PLACE: 0, Role.ORIGIN: 1, Role.DESTINATION: 2}
    ends: dict[str, tuple[PlaceRef, Place | None]] = {}
    for ref in sorted(
        (r for r in w.entry.places if r.role in order), key=lambda r: (order[r.role or Role.PLACE], r.span)
    ):
        spot = ref.place or named.get(ref.text.casefold())
        ends.setdefault(spot.id if spot else ref.text.casefold(), (ref, spot))
    return list(ends.values())


#: Endings of adjectives of countries: Iraqi, Syrian, Jordanian, Turkish.
ADJECTIVES = (
    ("i", ""),
    ("n", ""),
    ("ian", ""),
    ("ian", "ia"),
    ("ish", "ey"),
    ("ish", "and"),
    ("ese", ""),
    ("ese", "a"),
)


def _one_border(ref: PlaceRef, refs: Sequence[tuple[PlaceRef, Place | None]]) -> bool:
    return _neighbour_of(ref.text, refs) is not None


def _neighbour_of(text: str, refs: Sequence[tuple[PlaceRef, Place | None]]) -> tuple[str, str] | None:
    """ "The Iraqi border", said of a place in Syria, is the border of those two countries."""
    words = text.casefold().replace("the ", "").split()
    if len(words) < 2 or words[-1] not in ("border", "frontier"):
        return None
    home = next((p.country for _, p in refs if p is not None and p.country is not None), None)
    for name in (" ".join(words[:-1]), words[-2]):
        for stem in (name, *(name.removesuffix(end) + new for end, new in ADJECTIVES)):
            try:
                other = country(stem)
            except QuestionError:
                continue
            return (home, other) if home is not None and home != other else None
    return None


def _line_of(
    ref: PlaceRef, p: Place | None, refs: Sequence[tuple[PlaceRef, Place | None]], shape: Shape, viewpoint: str
) -> list[tuple[float, float]]:
    """The line of a border, river, road or outline, as points close together; empty where the end is a spot."""
    if p is not None and p.geometry is Geometry.POINT and p.level in (PlaceLevel.SETTLEMENT, PlaceLevel.SITE):
        return []
    pair = countries_in(p.name if p is not None else ref.text) or _neighbour_of(ref.text, refs)
    if pair is not None:
        try:
            lats, lons, _, _ = chainage(border_line(*pair, viewpoint), 1.0)
        except QuestionError:
            return []
        return list(zip(lons.tolist(), lats.tolist(), strict=True))
    geometry = shape(p.id) if p is not None else None
    return [spot for line in shape_points(geometry or {}) for spot in line]


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
    if any(a for a in w.entry.claim.roles(Role.ACTOR)):
        return None, "it speaks of what somebody holds, which has no outline on the map"
    for ref in w.entry.places:
        geometry = shape(ref.place.id) if ref.place is not None else None
        if geometry is not None and (size := area_km2(geometry)) > 0:
            return Range(size * 0.95, size, size * 1.05), ""
    return None, "the atlas has no outline for it"


def _answer(w: Weighed, what: str, claimed: Measure | None, computed: Range | None, why: str, viewpoint: str) -> Check:
    names = tuple(dict.fromkeys(r.place.name if r.place is not None else r.text for r in w.entry.places))
    source = w.origin.source_name or w.origin.source
    about = f"{source} on {' and '.join(names) or 'a place not named'}: {claimed.text if claimed else 'a measure'}"
    if claimed is None or computed is None:
        sentence = f"{about}; {what} cannot be computed, because {why}."
        return Check(w.entry.id, what, names, source, claimed, None, CANNOT, sentence, why)
    agrees = claimed.low <= computed.high and computed.low <= claimed.high
    unit = "km²" if what == AREA else "km"
    measured = f"{computed.mid:,.0f} {unit}" if what == AREA else str(computed)
    line = f" (viewpoint {viewpoint})" if what == LENGTH else ""
    said = f"{claimed.said:,.0f} {unit}"
    sentence = f"{about} ({said}); the map has {measured}{line}: it {AGREES if agrees else DISAGREES}."
    return Check(w.entry.id, what, names, source, claimed, computed, AGREES if agrees else DISAGREES, sentence, None)
