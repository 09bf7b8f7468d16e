"""Questions of geography: zones, borders, corridors, and what would be if places were held otherwise."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from fogline import picture
from fogline.claims import Place as _Place
from fogline.errors import QuestionError
from fogline.picture.geodesy import FARTHEST_KM
from fogline.workbench.refusals import REFUSALS
from fogline.workbench.routes.answers import Day, Horizon, Place, Policy
from fogline.workbench.routes.depends import NOT_MODIFIED, UNCHANGED, Desk

router = APIRouter(tags=["geography"], dependencies=[UNCHANGED], responses=REFUSALS | NOT_MODIFIED)

Radius = Annotated[float, Query(gt=0, le=FARTHEST_KM, description="kilometres")]
Side = Annotated[str, Query(min_length=1, max_length=200, description="a side, by id or name, or an actor on it")]
Country = Annotated[str, Query(min_length=1, max_length=200, description="a country, by English name or ISO code")]
Viewpoint = Annotated[str | None, Query(max_length=40, description="who says where boundaries run")]


@router.get("/distance")
def distance(desk: Desk, a: Place, b: Place) -> dict[str, Any]:
    """How far two places lie apart, as exactly as both are known."""
    return drawn(desk.distance(a, b))


@router.get("/zone")
def zone(
    desk: Desk,
    centre: Place,
    radius: Radius,
    contains: Annotated[str | None, Query(max_length=200)] = None,
    on: Day = None,
    as_known_on: Day = None,
    policy: Policy = "latest",
    horizon: Horizon = 120,
) -> dict[str, Any]:
    """What lies within so many kilometres of a place; `outline` is the circle."""
    return drawn(
        desk.zone(
            centre,
            radius,
            contains=contains or None,
            on=on,
            as_known_on=as_known_on,
            policy=policy,
            horizon=horizon,
        )
    )


@router.get("/border")
def border(
    desk: Desk,
    a: Country,
    b: Country,
    on: Day = None,
    as_known_on: Day = None,
    policy: Policy = "latest",
    horizon: Horizon = 120,
    viewpoint: Viewpoint = None,
) -> dict[str, Any]:
    """Who holds how much of a border; `line` is what was measured, stretches are kilometres along it."""
    return drawn(desk.border(a, b, on=on, as_known_on=as_known_on, policy=policy, horizon=horizon, viewpoint=viewpoint))


@router.get("/corridor")
def corridor(
    desk: Desk,
    start: Place,
    end: Place,
    side: Side,
    on: Day = None,
    as_known_on: Day = None,
    policy: Policy = "latest",
    horizon: Horizon = 120,
) -> dict[str, Any]:
    """Has a side a connected way from one place to another, and which places break it."""
    return drawn(desk.corridor(start, end, side=side, on=on, as_known_on=as_known_on, policy=policy, horizon=horizon))


@router.get("/what-if")
def what_if(
    desk: Desk,
    assume: Annotated[list[str], Query(min_length=1, max_length=20, description="PLACE=SIDE")],
    question: Literal["who", "zone", "border", "corridor"],
    place: Annotated[list[str], Query(min_length=1, max_length=2, description="the places or countries asked about")],
    side: Annotated[str | None, Query(max_length=200)] = None,
    radius: Annotated[float | None, Query(gt=0, le=FARTHEST_KM)] = None,
    on: Day = None,
    as_known_on: Day = None,
    policy: Policy = "latest",
    horizon: Horizon = 120,
    viewpoint: Viewpoint = None,
) -> dict[str, Any]:
    """A question before and after some places are held otherwise, and what differs; nothing is stored."""
    assumed: dict[str, str] = {}
    for pair in assume:
        where, _, who = pair.rpartition("=")
        if not where.strip() or not who.strip():
            raise QuestionError(f"assume {pair!r}: expected PLACE=SIDE")
        assumed[where.strip()] = who.strip()
    options = {
        "on": on,
        "as-known-on": as_known_on,
        "policy": policy,
        "horizon": horizon,
        "side": side,
        "radius": radius,
        "viewpoint": viewpoint,
    }
    words = [f"--{name}={value}" for name, value in options.items() if value is not None]
    found = desk.what_if(assumed, [question, *place, *words])
    return found.as_json() | {"before": drawn(found.before), "after": drawn(found.after)}


def drawn(answer: Any) -> dict[str, Any]:
    """An answer as JSON with what a map needs to draw it: the points of its places, the line of a border."""
    out: dict[str, Any] = answer.as_json()
    if isinstance(answer, picture.BorderAnswer):
        return out | {"line": answer.line.as_geojson()}
    if isinstance(answer, picture.Zone):
        return out | {"centre_at": _spot(answer.centre), "edge": [_spot(p) for p in answer.edge]}
    if isinstance(answer, picture.Corridor):
        return out | {
            "from_at": _spot(answer.start),
            "to_at": _spot(answer.end),
            "breaks": [_spot(p) for p in answer.breaks],
            "needs": [_spot(p) for p in answer.needs],
        }
    if isinstance(answer, picture.Distance):
        return out | {"a_at": _spot(answer.a), "b_at": _spot(answer.b)}
    return out


def _spot(place: _Place) -> dict[str, Any]:
    return {"id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon}
