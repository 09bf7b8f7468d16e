"""Is there a connected way through places that a side holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import rustworkx as rx

from fogline.claims import Place, Weighed
from fogline.errors import ComputeError
from fogline.picture.geodesy import point
from fogline.picture.graph import PROXIMITY
from fogline.picture.ground import Ground, components, ground_of
from fogline.picture.holding import Holding
from fogline.picture.holdings import Asking
from fogline.picture.lineup import SideLike, listed
from fogline.picture.policies import Status
from fogline.picture.rules import rules
from fogline.picture.wording import counted, day

OPEN, UNSURE, CLOSED, IMPOSSIBLE = "open", "not known", "closed", "cannot be computed"


@dataclass(frozen=True, slots=True)
class Corridor:
    """Whether a side has a way from one place to another.

    `verdict`: open (through places it holds), not known (only if places of unknown or contested holding are its
    own too), closed, or cannot be computed. `way` are the places along it, `widest_gap_km` its longest step,
    `breaks` the held places without any one of which it is no longer open, `needs` the places of which the holder
    would have to be known, `nearest` how wide a gap would have to be allowed where it is closed.
    """

    start: Place
    end: Place
    side: str
    asking: Asking
    verdict: str
    basis: str
    link_km: float
    way: tuple[Holding, ...]
    widest_gap_km: float | None
    breaks: tuple[Place, ...]
    needs: tuple[Place, ...]
    nearest_km: float | None
    sentence: str
    unknown_because: str | None
    claims: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.start.name,
            "to": self.end.name,
            "side": self.side,
            "on": self.asking.on.isoformat(),
            "as_known_on": self.asking.as_known_on and self.asking.as_known_on.isoformat(),
            "policy": self.asking.policy,
            "verdict": self.verdict,
            "basis": self.basis,
            "link_km": self.link_km,
            "way": [
                {"id": h.place.id, "name": h.place.name, "lat": h.place.lat, "lon": h.place.lon, "status": h.short()}
                for h in self.way
            ],
            "widest_gap_km": None if self.widest_gap_km is None else round(self.widest_gap_km, 1),
            "breaks": [{"id": p.id, "name": p.name} for p in self.breaks],
            "needs": [{"id": p.id, "name": p.name} for p in self.needs],
            "nearest_km": None if self.nearest_km is None else round(self.nearest_km, 1),
            "sentence": self.sentence,
            "unknown_because": self.unknown_because,
            "claims": list(self.claims),
        }


def corridor(
    start: Place,
    end: Place,
    side: SideLike,
    weighed: Sequence[Weighed],
    *,
    asking: Asking,
    places: Iterable[Place] | None = None,
    roads: dict[str, Any] | None = None,
    link_km: float | None = None,
) -> Corridor:
    """Whether `side` has a connected way from `start` to `end` through places that it holds.

    Over the roads of a GeoJSON file where given, else over a proximity graph with steps of at most `link_km`
    (default 60), labelled so. Places that nobody's claim speaks of are not on the map of this question. The two
    ends count as they are: an end that the side does not hold closes the way.
    """
    numbers = rules()["corridor"]
    link = float(numbers["link_km"]) if link_km is None else link_km
    basis = PROXIMITY if roads is None else "roads"
    for p in (start, end):
        try:
            point(p)
        except ComputeError as problem:
            return _impossible(start, end, side, asking, basis, link, str(problem))
    ground = ground_of(start, end, side, weighed, asking, places, roads)
    index = {p.id: i for i, p in enumerate(ground.places)}
    a, b = index[start.id], index[end.id]
    missing = [ground.places[i] for i in (a, b) if i in ground.near.off_road]
    if missing:
        why = f"{listed([p.name for p in missing])} lies more than {numbers['snap_km']:g} km from any road of the file"
        return _impossible(start, end, side, asking, basis, link, f"cannot be computed, because {why}")
    if not ground.ours:
        why = f"no place that the claims name is held by {side.name} on that day"
        return _impossible(start, end, side, asking, basis, link, f"cannot be computed, because {why}")
    way, gap = _way(ground.graph(ground.ours, link), a, b)
    if way:
        breaks = _breaks(ground.graph(ground.ours, link), way)
        return _answer(ground, start, end, side, asking, link, OPEN, way, gap, breaks, [], None, None)
    hopeful, gap = _way(ground.graph(ground.ours | ground.open, link), a, b)
    if hopeful:
        needs = [i for i in hopeful if i not in ground.ours]
        why = (
            f"the way leads through {counted(len(needs), 'place')} of which it is not known that {side.name} holds them"
        )
        return _answer(ground, start, end, side, asking, link, UNSURE, hopeful, gap, [], needs, None, why)
    wide, nearest = _way(ground.graph(ground.ours | ground.open, float("inf")), a, b)
    return _answer(ground, start, end, side, asking, link, CLOSED, [], None, [], [], nearest if wide else None, None)


def _way(graph: rx.PyGraph[int, float], a: int, b: int) -> tuple[list[int], float | None]:
    """The way whose widest step is the least, and that step; the shortest among such ways."""
    at = {payload: node for node, payload in zip(graph.node_indices(), graph.nodes(), strict=True)}
    if a not in at or b not in at or not rx.has_path(graph, at[a], at[b]):
        return [], None
    if a == b:
        return [a], 0.0
    tree = rx.minimum_spanning_tree(graph, weight_fn=float)
    path = rx.dijkstra_shortest_paths(tree, at[a], at[b], weight_fn=float)[at[b]]
    gap = max(tree.get_edge_data(u, v) for u, v in zip(path, list(path)[1:], strict=False))
    slim = graph.copy()
    slim.remove_edges_from([(u, v) for u, v, km in graph.weighted_edge_list() if km > gap])
    short = rx.dijkstra_shortest_paths(slim, at[a], at[b], weight_fn=float)[at[b]]
    return [graph[n] for n in short], float(gap)


def _breaks(graph: rx.PyGraph[int, float], way: Sequence[int]) -> list[int]:
    """The held places without any one of which the ends are parted: cut vertices, and so on every way."""
    at = {payload: node for node, payload in zip(graph.node_indices(), graph.nodes(), strict=True)}
    cuts = {graph[node] for node in rx.articulation_points(graph)}
    out = []
    for place in way[1:-1]:
        if place in cuts:
            less = graph.copy()
            less.remove_node(at[place])
            if not rx.has_path(less, at[way[0]], at[way[-1]]):
                out.append(place)
    return out


def _impossible(
    start: Place, end: Place, side: SideLike, asking: Asking, basis: str, link: float, why: str
) -> Corridor:
    sentence = f"Whether there is a way from {start.name} to {end.name} for {side.name} {why}."
    reason = why.removeprefix("cannot be computed, because ")
    return Corridor(
        start, end, side.name, asking, IMPOSSIBLE, basis, link, (), None, (), (), None, sentence, reason, ()
    )


def _answer(
    ground: Ground,
    start: Place,
    end: Place,
    side: SideLike,
    asking: Asking,
    link: float,
    verdict: str,
    way: Sequence[int],
    gap: float | None,
    breaks: Sequence[int],
    needs: Sequence[int],
    nearest: float | None,
    why: str | None,
) -> Corridor:
    held = [ground.held[ground.places[i].id] for i in way]
    deciding = held or [ground.held[start.id], ground.held[end.id]]
    claims = tuple(dict.fromkeys(c for h in deciding for c in h.deciding))
    names = [ground.places[i].name for i in breaks]
    label = ground.label
    text = f"On {day(asking.on)}, "
    if verdict == OPEN:
        text += f"there is a way from {start.name} to {end.name} for {side.name} ({label}) {_by(held)}; "
        text += f"its widest gap is {gap:,.0f} km"
        text += f"; it breaks if {listed(names)} falls" if len(names) == 1 else ""
        more = f" or {len(names) - 6} more" if len(names) > 6 else ""
        text += f"; it breaks if any of {listed(names[:6])}{more} falls" if len(names) > 1 else ""
    elif verdict == UNSURE:
        text += f"there may or may not be a way from {start.name} to {end.name} for {side.name} ({label}): {why}"
        text += f" ({listed([ground.places[i].name for i in needs][:6])})"
    else:
        text += f"there is no way from {start.name} to {end.name} for {side.name} ({label}): "
        text += why or _why_closed(ground, start, end, side)
        if nearest is not None:
            text += f"; it would take steps of {nearest:,.1f} km, and {link:g} km is what is allowed"
    return Corridor(
        start=start,
        end=end,
        side=side.name,
        asking=asking,
        verdict=verdict,
        basis=ground.near.basis,
        link_km=link,
        way=tuple(held),
        widest_gap_km=gap,
        breaks=tuple(ground.places[i] for i in breaks),
        needs=tuple(ground.places[i] for i in needs),
        nearest_km=nearest,
        sentence=text + ".",
        unknown_because=why if verdict == UNSURE else None,
        claims=claims,
    )


def _by(held: Sequence[Holding]) -> str:
    """The places along a way; of a long one only the first, middle and last."""
    names = [h.place.name for h in held]
    if len(names) <= 8:
        return f"by {listed(names)}"
    return f"over {len(names)} places, by {listed([*names[:2], names[len(names) // 2], *names[-2:]])} among others"


def _why_closed(ground: Ground, start: Place, end: Place, side: SideLike) -> str:
    index = {p.id: i for i, p in enumerate(ground.places)}
    lost = [p for p in (start, end) if index[p.id] not in ground.ours | ground.open]
    if lost:
        return " and ".join(f"{p.name} is {ground.held[p.id].short()}" for p in lost)
    rivals = _around(ground, index[start.id]) | _around(ground, index[end.id])
    between = (
        f" places of {listed(sorted(rivals))} lie around them" if rivals else " the places between lie too far apart"
    )
    return f"the two ends are parted:{between}"


def _around(ground: Ground, at: int) -> set[str]:
    """The sides that hold neighbours of the connected ground around a place."""
    part = next((c for c in components(ground.graph(ground.ours | ground.open, float("inf"))) if at in c), {at})
    return {
        h.name
        for a, b, _ in ground.near.edges
        if (a in part) != (b in part)
        for other in [ground.held[ground.places[b if a in part else a].id]]
        if other.status is Status.HELD
        for h in other.holders
    }
