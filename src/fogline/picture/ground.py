"""The ground of a question about ways: the places, who holds them, and which are neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rustworkx as rx

from fogline.claims import Place, Weighed
from fogline.picture.evidence import known
from fogline.picture.geodesy import has_point
from fogline.picture.graph import PROXIMITY, Neighbours, neighbours
from fogline.picture.holding import Holding
from fogline.picture.holdings import Asking, places_of, standings
from fogline.picture.lineup import Lineup, SideLike
from fogline.picture.policies import Status
from fogline.picture.rules import rules


@dataclass(frozen=True, slots=True)
class Ground:
    """The places, who holds them, and which are neighbours."""

    places: tuple[Place, ...]
    held: Mapping[str, Holding]
    near: Neighbours
    ours: frozenset[int]
    open: frozenset[int]  # unknown or contested: may be ours

    @property
    def label(self) -> str:
        """What an edge of this ground rests on, for a sentence."""
        return "by proximity, not by road" if self.near.basis == PROXIMITY else "by the roads of the file"

    def graph(self, nodes: Iterable[int], link_km: float) -> rx.PyGraph[int, float]:
        """The subgraph over these places with steps of at most `link_km`; node payloads are indices."""
        wanted = sorted(nodes)
        at = {i: n for n, i in enumerate(wanted)}
        graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(wanted)
        graph.add_edges_from(
            [(at[a], at[b], km) for a, b, km in self.near.edges if km <= link_km and a in at and b in at]
        )
        return graph


def ground_of(
    start: Place,
    end: Place,
    side: SideLike,
    weighed: Sequence[Weighed],
    asking: Asking,
    places: Iterable[Place] | None,
    roads: dict[str, Any] | None,
) -> Ground:
    every = {p.id: p for p in (places if places is not None else places_of(known(weighed, asking.as_known_on)))}
    every = {id_: p for id_, p in every.items() if has_point(p)} | {start.id: start, end.id: end}
    spots = tuple(every[id_] for id_ in sorted(every))
    held = standings(spots, weighed, asking)
    lineup = Lineup(asking.sides, asking.on)
    ours, unsure = [], []
    for i, p in enumerate(spots):
        holding = held[p.id]
        mine = any(_stands_with(lineup, side.id, h.side, asking.merge_allies) for h in holding.holders)
        if holding.status is Status.HELD and mine:
            ours.append(i)
        elif holding.status is not Status.HELD:
            unsure.append(i)
    near = neighbours(spots, roads, float(rules()["corridor"]["snap_km"]))
    return Ground(spots, held, near, frozenset(ours), frozenset(unsure))


def _stands_with(lineup: Lineup, side: str, holder: str, merge: bool) -> bool:
    parts = holder.split("+")
    return side in parts or (merge and any(lineup.together(side, p) for p in parts))


def components(graph: rx.PyGraph[int, float]) -> list[set[int]]:
    found = [{graph[n] for n in part} for part in rx.connected_components(graph)]
    return sorted(found, key=lambda part: (-len(part), min(part)))
