"""Who holds a border: kilometre by kilometre along the line, each bank apart, held, inferred and unknown apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fogline.claims import Place, Weighed
from fogline.picture.boundaries import BorderLine, border_line
from fogline.picture.evidence import known
from fogline.picture.geodesy import GEOD, Array, has_point, kilometres, line_km, point
from fogline.picture.holding import Holding
from fogline.picture.holdings import Asking, places_of, standings
from fogline.picture.lineup import listed
from fogline.picture.policies import Status
from fogline.picture.rules import rules
from fogline.picture.wording import day

HELD, INFERRED, CONTESTED, UNKNOWN = "held", "inferred", "contested", "unknown"


@dataclass(frozen=True, slots=True)
class Share:
    """Kilometres of one bank that a side holds: `held_km` beside places that are said to be held, `inferred_km`
    from the nearest such place, and the range of the two together when the cut-off moves or a place is left out."""

    side: str
    name: str
    held_km: float
    inferred_km: float
    low_km: float
    high_km: float

    def as_json(self) -> dict[str, Any]:
        return {
            "side": self.name,
            "side_id": self.side,
            "held_km": round(self.held_km, 1),
            "inferred_km": round(self.inferred_km, 1),
            "range_km": [round(self.low_km, 1), round(self.high_km, 1)],
        }


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of the line, from and to in kilometres along it, of one status; `place` is what it is taken from."""

    from_km: float
    to_km: float
    status: str
    sides: tuple[str, ...]
    place: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            "from_km": round(self.from_km, 1),
            "to_km": round(self.to_km, 1),
            "status": self.status,
            "sides": list(self.sides),
            "place": self.place,
        }


@dataclass(frozen=True, slots=True)
class Bank:
    """One country's side of the line."""

    country: str
    name: str
    shares: tuple[Share, ...]
    contested_km: float
    unknown_km: float
    stretches: tuple[Stretch, ...]
    places: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "country": self.country,
            "name": self.name,
            "sides": [s.as_json() for s in self.shares],
            "contested_km": round(self.contested_km, 1),
            "unknown_km": round(self.unknown_km, 1),
            "stretches": [s.as_json() for s in self.stretches],
            "places": list(self.places),
        }


@dataclass(frozen=True, slots=True)
class BorderAnswer:
    """Who holds the border of two countries, with the line it was measured on and the viewpoint that draws it."""

    line: BorderLine
    asking: Asking
    length_km: float
    banks: tuple[Bank, ...]
    cutoff_km: float
    sentence: str
    unknown_because: str | None
    claims: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "countries": list(self.line.names),
            "codes": list(self.line.countries),
            "viewpoint": self.line.viewpoint,
            "viewpoint_about": self.line.about,
            "line_source": self.line.source,
            "length_km": round(self.length_km, 1),
            "on": self.asking.on.isoformat(),
            "as_known_on": self.asking.as_known_on and self.asking.as_known_on.isoformat(),
            "policy": self.asking.policy,
            "cutoff_km": self.cutoff_km,
            "banks": [b.as_json() for b in self.banks],
            "sentence": self.sentence,
            "unknown_because": self.unknown_because,
            "claims": list(self.claims),
        }


def border(
    a: str,
    b: str,
    weighed: Sequence[Weighed],
    *,
    asking: Asking,
    places: Iterable[Place] | None = None,
    viewpoint: str = "un",
    cutoff_km: float | None = None,
) -> BorderAnswer:
    """Who holds the border of countries `a` and `b`, kilometre by kilometre, for each bank.

    A kilometre counts as held where a place of that bank whose holder is known lies within 10 km, as inferred from
    the nearest such place within `cutoff_km` (default 50), else as unknown. Ranges come from halving and doubling
    the cut-off and from leaving out each place in turn. Raises QuestionError for countries without a land border.
    """
    line = border_line(a, b, viewpoint)
    numbers = rules()["border"]
    cutoff = float(numbers["cutoff_km"]) if cutoff_km is None else cutoff_km
    moves = [float(m) for m in numbers["cutoff_moves"]]
    every = list(places) if places is not None else places_of(known(weighed, asking.as_known_on))
    lats, lons, weights, starts = chainage(line, float(numbers["step_km"]))
    near = _near([p for p in every if has_point(p)], lats, lons, cutoff * max(moves))
    found = standings(near, weighed, asking)
    banks = tuple(
        _bank(code, name, [p for p in near if p.country == code], found, lats, lons, weights, starts, cutoff, moves)
        for code, name in zip(line.countries, line.names, strict=True)
    )
    claims = dict.fromkeys(c for bank in banks for id_ in bank.places for c in found[id_].deciding)
    unknown = None
    if not any(bank.places for bank in banks):
        unknown = f"no place within {cutoff * max(moves):g} km of the line has a holder that is known on that day"
    length = line.length_km
    return BorderAnswer(
        line, asking, length, banks, cutoff, _sentence(line, length, banks, asking, unknown), unknown, tuple(claims)
    )


def chainage(line: BorderLine, step_km: float) -> tuple[Array, Array, Array, Array]:
    """Points in the middle of each step along the line: latitudes, longitudes, lengths and starts in kilometres."""
    lats: list[float] = []
    lons: list[float] = []
    weights: list[float] = []
    starts: list[float] = []
    total = 0.0
    for part in line.lines:
        length = line_km(part)
        count = max(1, round(length / step_km))
        at = (np.arange(count) + 0.5) * length / count
        x, y = _along(part, at)
        lons.extend(x)
        lats.extend(y)
        weights.extend([length / count] * count)
        starts.extend(total + np.arange(count) * length / count)
        total += length
    return np.array(lats), np.array(lons), np.array(weights), np.array(starts)


def _along(part: Sequence[tuple[float, float]], at: Array) -> tuple[Array, Array]:
    """The points at given kilometres along a line, on the geodesic of the stretch that each lies in."""
    lons, lats = np.array([p[0] for p in part]), np.array([p[1] for p in part])
    azimuth, _, metres = GEOD.inv(lons[:-1], lats[:-1], lons[1:], lats[1:])
    ends = np.concatenate([[0.0], np.cumsum(np.asarray(metres) / 1000)])
    which = np.clip(np.searchsorted(ends, at, side="right") - 1, 0, len(part) - 2)
    x, y, _ = GEOD.fwd(lons[which], lats[which], np.asarray(azimuth)[which], (at - ends[which]) * 1000)
    return np.asarray(x), np.asarray(y)


def _near(places: Sequence[Place], lats: Array, lons: Array, reach_km: float) -> list[Place]:
    """The places that lie within reach of the line, found on a sphere and with room to spare."""
    if not places:
        return []
    spots = np.radians(np.array([point(p) for p in places]))
    steps = np.radians(np.stack([lats, lons], axis=1))
    chord = 2 * np.sin(min(reach_km * 1.01 + 1, 20000.0) / 6371.0 / 2)
    cosine = 1 - chord**2 / 2
    line = _unit(steps)
    return [p for p, u in zip(places, _unit(spots), strict=True) if float(np.max(line @ u)) >= cosine]


def _unit(radians: Array) -> Array:
    """Points of a sphere, given as latitude and longitude, as unit vectors."""
    lat, lon = radians[:, 0], radians[:, 1]
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _bank(
    code: str,
    name: str,
    places: Sequence[Place],
    found: Mapping[str, Holding],
    lats: Array,
    lons: Array,
    weights: Array,
    starts: Array,
    cutoff: float,
    moves: Sequence[float],
) -> Bank:
    decided = [p for p in places if found[p.id].status is not Status.UNKNOWN]
    sides = [found[p.id].sides if found[p.id].status is Status.HELD else () for p in decided]
    held_km = float(rules()["border"]["held_km"])

    if not decided:
        whole = Stretch(0.0, float(weights.sum()), UNKNOWN, (), None)
        return Bank(code, name, (), 0.0, float(weights.sum()), (whole,), ())
    spots = np.array([point(p) for p in decided])
    nearest, second = _two_nearest(spots, lats, lons)
    km = kilometres(lats, lons, spots[nearest, 0], spots[nearest, 1])
    second_km = kilometres(lats, lons, spots[second, 0], spots[second, 1])
    if len(decided) == 1:
        second_km = np.full(len(lats), np.inf)
    others = _moved(
        (nearest, second),
        (km, second_km),
        weights,
        sides,
        [max(cutoff * m, held_km) for m in moves],
        max(cutoff, held_km),
    )
    status = np.where(km <= held_km, HELD, np.where(km <= cutoff, INFERRED, UNKNOWN))
    contested = np.array([not s for s in sides])[nearest] & (status != UNKNOWN)
    shares = []
    names = {s: h.name for p in decided for h in found[p.id].holders for s in [h.side]}
    for side in sorted({s for row in sides for s in row}):
        ours = np.array([side in row for row in sides])[nearest]
        held = float(weights[ours & (status == HELD)].sum())
        inferred = float(weights[ours & (status == INFERRED)].sum())
        spread = [held + inferred, *(o.get(side, 0.0) for o in others)]
        shares.append(Share(side, names[side], held, inferred, min(spread), max(spread)))
    return Bank(
        country=code,
        name=name,
        shares=tuple(sorted(shares, key=lambda s: (-s.held_km - s.inferred_km, s.side))),
        contested_km=float(weights[contested].sum()),
        unknown_km=float(weights[status == UNKNOWN].sum()),
        stretches=_stretches(status, contested, nearest, decided, found, starts, weights),
        places=tuple(decided[i].id for i in sorted(set(nearest[status != UNKNOWN].tolist()))),
    )


def _two_nearest(spots: Array, lats: Array, lons: Array) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The nearest and the next place for each step of the line; on a sphere, which orders places alike."""
    closeness = _unit(np.radians(spots)) @ _unit(np.radians(np.stack([lats, lons], axis=1))).T
    nearest = np.argmax(closeness, axis=0)
    closeness[nearest, np.arange(len(lats))] = -2.0
    return nearest, np.argmax(closeness, axis=0)


def _moved(
    places: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]],
    km: tuple[Array, Array],
    weights: Array,
    sides: Sequence[tuple[str, ...]],
    cuts: Sequence[float],
    cut: float,
) -> list[dict[str, float]]:
    """Kilometres of each side, held and inferred together, at each cut-off and without each place in turn."""
    (nearest, second), (near_km, second_km) = places, km
    out = [_count(nearest, np.where(near_km <= c, weights, 0.0), sides) for c in cuts]
    for left_out in sorted(set(nearest.tolist())):
        gone = nearest == left_out
        which, far = np.where(gone, second, nearest), np.where(gone, second_km, near_km)
        out.append(_count(which, np.where(far <= cut, weights, 0.0), sides))
    return out


def _count(nearest: npt.NDArray[np.intp], weights: Array, sides: Sequence[tuple[str, ...]]) -> dict[str, float]:
    each = np.bincount(nearest, weights=weights, minlength=len(sides))
    total: dict[str, float] = {}
    for row, kilometre in zip(sides, each.tolist(), strict=True):
        for side in row:
            total[side] = total.get(side, 0.0) + kilometre
    return total


def _stretches(
    status: Any, contested: Any, nearest: Any, decided: Sequence[Place], found: Mapping[str, Holding],
    starts: Array, weights: Array,
) -> tuple[Stretch, ...]:  # fmt: skip
    out: list[Stretch] = []
    for i in range(len(starts)):
        place = decided[int(nearest[i])]
        if status[i] == UNKNOWN:
            what, name = UNKNOWN, None
            names: tuple[str, ...] = ()
        else:
            what = CONTESTED if contested[i] else str(status[i])
            names, name = tuple(h.name for h in found[place.id].holders), place.name
        end = float(starts[i] + weights[i])
        if out and (out[-1].status, out[-1].sides, out[-1].place) == (what, names, name):
            out[-1] = Stretch(out[-1].from_km, end, what, names, name)
        else:
            out.append(Stretch(float(starts[i]), end, what, names, name))
    return tuple(out)


def _sentence(
    line: BorderLine, length: float, banks: Sequence[Bank], asking: Asking, unknown: str | None
) -> str:  # fmt: skip
    head = (
        f"The border of {line.names[0]} and {line.names[1]} measures {length:,.0f} km "
        f"(Natural Earth 1:10m, viewpoint {line.viewpoint})"
    )
    if unknown:
        return f"{head}. Who holds it on {day(asking.on)} is unknown, because {unknown}."
    parts = []
    for bank in banks:
        words = [
            f"{s.name} {s.held_km:,.0f} km beside places it holds and {s.inferred_km:,.0f} km inferred "
            f"(range {s.low_km:,.0f} to {s.high_km:,.0f} km)"
            for s in bank.shares
        ]
        if bank.contested_km:
            words.append(f"contested {bank.contested_km:,.0f} km")
        words.append(f"unknown {bank.unknown_km:,.0f} km")
        parts.append(f"on the side of {bank.name}: {listed(words)}")
    return f"{head}. On {day(asking.on)}, {'; '.join(parts)}."
