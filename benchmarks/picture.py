"""How fast the picture answers, over a made-up theatre: run by hand, `.venv/bin/python benchmarks/picture.py`.

Ten thousand villages over 600 x 600 km with five claims each, two sides, a front in the middle, 8 % of the claims
planned or denied. Seed fixed. Times are CPU seconds, best of the runs named.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from fogline.claims import (
    ActorKind,
    ActorRef,
    Claim,
    ClaimType,
    Interval,
    LedgerClaim,
    Mood,
    Origin,
    Place,
    PlaceLevel,
    PlaceRef,
    ReportHead,
    Role,
    Span,
    Weighed,
)
from fogline.picture import (
    POLICIES,
    Asking,
    border,
    corridor,
    encirclement,
    holdings,
    replay,
    timeline,
    what_if,
    who_holds,
    zone,
)
from fogline.picture.holdings import by_place

SEED, ON = 2017, date(2017, 9, 10)
TYPES = [ClaimType.HOLD, ClaimType.CAPTURE, ClaimType.PRESENT, ClaimType.CLASH, ClaimType.STRIKE]


@dataclass(frozen=True)
class Side:
    id: str
    name: str


WEST, EAST = Side("west", "the west"), Side("east", "the east")


class Sides:
    """Two sides that are nobody's allies."""

    def of(self, actor: str, on: date | None = None, /) -> Side | None:
        return {"west": WEST, "east": EAST}.get(actor)

    def allied(self, a: str, b: str, on: date | None = None, /) -> bool:
        return False

    def find(self, name: str, /) -> Side | None:
        return {"west": WEST, "east": EAST, WEST.name: WEST, EAST.name: EAST}.get(name)


def world(count: int, each: int) -> tuple[list[Place], list[Weighed]]:
    """Places and claims; the front runs north to south through the middle, with some noise."""
    rng = random.Random(SEED)
    places, claims = [], []
    for i in range(count):
        lat, lon = 32.0 + rng.random() * 5.4, 37.0 + rng.random() * 6.4
        p = Place(f"v{i}", f"Village {i}", lat, lon, PlaceLevel.SETTLEMENT, country="SY" if lon < 41 else "IQ")
        places.append(p)
        owner = "west" if lon + rng.gauss(0, 0.15) < 40.2 else "east"
        claims += [claim(rng, p, owner, i * each + n) for n in range(each)]
    return places, claims


def claim(rng: random.Random, place: Place, owner: str, number: int) -> Weighed:
    kind = ClaimType.HOLD if number % 5 == 0 else rng.choice(TYPES)
    actor = owner if kind in TYPES[:3] else {"west": "east", "east": "west"}[owner]
    day = ON - timedelta(days=rng.randrange(0, 110) if kind in TYPES[:3] else rng.randrange(60, 200))
    mood = Mood.PLANNED if rng.random() < 0.08 else Mood.ACTUAL
    here, source = Span(0, 1), f"source {rng.randrange(40)}"
    entry = LedgerClaim(
        id=f"c{number}",
        claim=Claim(f"r{number}", here, "hold", kind, mood=mood),
        report=ReportHead(f"r{number}", f"report {number}", published=day),
        places=(PlaceRef(here, place.name, place, 1.0, Role.PLACE),),
        actors=(ActorRef(here, actor, actor, actor, ActorKind.FORCE, 1.0, Role.ACTOR),),
        valid=Interval(day, day),
    )
    return Weighed(entry, Origin(f"c{number}", source, source, f"{source}/{day}"))


def timed(what: str, limit_s: float, ask: Callable[[], object], runs: int = 3) -> None:
    """Prints the best CPU time of some runs beside what it may take."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        ask()
        best = min(best, time.process_time() - start)
    unit, factor = ("ms", 1000.0) if limit_s < 1 else ("s", 1.0)
    print(f"| {what} | {best * factor:.2f} {unit} | {limit_s * factor:g} {unit} | {limit_s / best:.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=10_000)
    parser.add_argument("--claims", type=int, default=5, help="a place")
    options = parser.parse_args()
    places, claims = world(options.places, options.claims)
    ask = Asking(on=ON, sides=Sides())
    mine = by_place(claims)
    one = places[0]
    busy = [w for p in places[:100] for w in mine[p.id]]
    busy = [claim(random.Random(i), one, "west", i) for i in range(500)]
    print(f"{len(places):,} places, {len(claims):,} claims\n")
    print("| question | CPU time | may take | room |\n| --- | --- | --- | --- |")
    for policy in POLICIES:
        timed(f"who, 5 claims, {policy}", 0.02, lambda policy=policy: who_holds(one, mine[one.id], on=ON, sides=Sides(),
              policy=policy))  # fmt: skip
        timed(f"who, 500 claims, {policy}", 0.02, lambda policy=policy: who_holds(one, busy, on=ON, sides=Sides(),
              policy=policy))  # fmt: skip
    timed("timeline of a place, 500 claims, with changes", 3, lambda: timeline(one, busy, sides=Sides()))
    timed("replay of a day, 500 claims", 3, lambda: replay(one, busy, on=ON, sides=Sides()))
    timed("holders of all places", 3, lambda: holdings(places, claims, ask))
    west = [p for p in places if p.lon is not None and p.lon < 38]
    a, b = min(west, key=lambda p: p.lat or 0), max(west, key=lambda p: p.lat or 0)
    timed("corridor", 3, lambda: corridor(a, b, WEST, claims, asking=ask))
    timed("encirclement", 3, lambda: encirclement(WEST, claims, asking=ask))
    timed("border Iraq-Syria", 3, lambda: border("Iraq", "Syria", claims, asking=ask))
    timed("zone of 55 km", 3, lambda: zone(a, 55, claims, asking=ask))
    timed("what if, of a corridor (asks twice)", 3, lambda: what_if({b: EAST}, claims,
          lambda w: corridor(a, b, WEST, w, asking=ask), on=ON))  # fmt: skip
    print(f"\n{corridor(a, b, WEST, claims, asking=ask).sentence[:400]}")


if __name__ == "__main__":
    main()
