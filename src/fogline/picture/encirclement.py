"""Who is cut off: held places with no way to the rest of their side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fogline.claims import Place, Weighed
from fogline.picture.evidence import known
from fogline.picture.geodesy import has_point
from fogline.picture.graph import PROXIMITY
from fogline.picture.ground import Ground, components, ground_of
from fogline.picture.holdings import Asking, places_of
from fogline.picture.lineup import SideLike, listed
from fogline.picture.policies import Status
from fogline.picture.rules import rules
from fogline.picture.wording import counted, day


@dataclass(frozen=True, slots=True)
class Pocket:
    """Held places with no way to the rest of their side, and who stands around them."""

    places: tuple[Place, ...]
    around: tuple[str, ...]
    unsure: bool
    claims: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "places": [{"id": p.id, "name": p.name, "lat": p.lat, "lon": p.lon} for p in self.places],
            "around": list(self.around),
            "unsure": self.unsure,
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True)
class Encirclement:
    """Which places of a side are cut off from its main body; `rest` is how many places that body has."""

    side: str
    asking: Asking
    basis: str
    rest: int
    pockets: tuple[Pocket, ...]
    sentence: str
    unknown_because: str | None
    claims: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "side": self.side,
            "on": self.asking.on.isoformat(),
            "policy": self.asking.policy,
            "basis": self.basis,
            "rest": self.rest,
            "pockets": [p.as_json() for p in self.pockets],
            "sentence": self.sentence,
            "unknown_because": self.unknown_because,
            "claims": list(self.claims),
        }


def encirclement(
    side: SideLike,
    weighed: Sequence[Weighed],
    *,
    asking: Asking,
    places: Iterable[Place] | None = None,
    roads: dict[str, Any] | None = None,
    link_km: float | None = None,
) -> Encirclement:
    """The held places of a side that have no way to the rest of it; a side with no places gives the reason.

    The main body is the largest connected set of places (on a tie the one with the lowest id). A pocket that would
    have a way if unknown or contested places were its own is marked unsure.
    """
    link = float(rules()["corridor"]["link_km"]) if link_km is None else link_km
    every = [
        p for p in (places if places is not None else places_of(known(weighed, asking.as_known_on))) if has_point(p)
    ]
    if every:
        ground = ground_of(every[0], every[0], side, weighed, asking, every, roads)
    if not every or not ground.ours:
        why = f"no place on the map is held by {side.name} on that day"
        return Encirclement(
            side.name, asking, PROXIMITY, 0, (), f"Who is cut off cannot be computed, because {why}.", why, ()
        )
    parts = components(ground.graph(ground.ours, link))
    whole = components(ground.graph(ground.ours | ground.open, link))
    main = parts[0]
    reach = next(c for c in whole if main & c)
    pockets = tuple(_pocket(ground, part, bool(part & reach), link) for part in parts[1:])
    label = ground.label
    text = f"On {day(asking.on)}, {side.name} holds {counted(len(ground.ours), 'place')} ({label}); "
    if pockets:
        text += "; ".join(
            f"{listed([p.name for p in pocket.places][:6])} {'may be' if pocket.unsure else 'is'} cut off"
            + (f" by {listed(pocket.around)}" if pocket.around else "")
            for pocket in pockets[:5]
        )
    else:
        text += "none of them is cut off"
    claims = tuple(dict.fromkeys(c for p in pockets for c in p.claims))
    return Encirclement(side.name, asking, ground.near.basis, len(main), pockets, text + ".", None, claims)


def _pocket(ground: Ground, part: set[int], unsure: bool, link_km: float) -> Pocket:
    around: dict[str, None] = {}
    for a, b, km in ground.near.edges:
        if km <= link_km and (a in part) != (b in part):
            other = ground.held[ground.places[b if a in part else a].id]
            if other.status is Status.HELD:
                around.update(dict.fromkeys(h.name for h in other.holders))
    claims = dict.fromkeys(c for i in sorted(part) for c in ground.held[ground.places[i].id].deciding)
    return Pocket(tuple(ground.places[i] for i in sorted(part)), tuple(sorted(around)), unsure, tuple(claims))
