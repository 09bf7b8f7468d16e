"""Questions: who holds a place, the whole map, timelines, disputes, geography."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from fogline.workbench.models import HoldingsOut
from fogline.workbench.refusals import REFUSALS
from fogline.workbench.routes.depends import NOT_MODIFIED, UNCHANGED, Desk, Kept, as_made

router = APIRouter(
    tags=["answers"],
    dependencies=[UNCHANGED],
    responses=REFUSALS | NOT_MODIFIED,
)

Place = Annotated[str, Query(min_length=1, max_length=200, description="a place, by id or by any name")]
Day = Annotated[str | None, Query(max_length=40, description="EDTF or ISO day")]
Policy = Annotated[str, Query(max_length=40, description="latest, majority, against-interest or strict")]
Horizon = Annotated[int, Query(ge=1, le=100_000, description="days")]


@router.get("/who")
def who(
    desk: Desk,
    place: Place,
    on: Day = None,
    as_known_on: Day = None,
    policy: Policy = "latest",
    horizon: Horizon = 120,
    merge_allies: bool = False,
) -> dict[str, Any]:
    """Who holds a place on a day, as known on a day: the form of `fogline who --json`."""
    return desk.who_holds(
        place, on=on, as_known_on=as_known_on, policy=policy, horizon=horizon, merge_allies=merge_allies
    ).as_json()


@router.get("/holdings", response_model=HoldingsOut)
def holdings(
    desk: Desk,
    kept: Kept,
    request: Request,
    response: Response,
    on: Day = None,
    as_known_on: Day = None,
    policy: Policy = "latest",
    horizon: Horizon = 120,
) -> Response:
    """Who holds each place that claims name, on a day, as known on a day."""
    return as_made(kept.holdings(desk.state(), on, as_known_on, policy, horizon), request, response)


@router.get("/replay")
def replay(
    desk: Desk, place: Place, on: Day = None, policy: Policy = "latest", horizon: Horizon = 120
) -> dict[str, Any]:
    """How the answer about one day changed as reports came in; without `on`, how the answer changed day by day."""
    return {"changes": [c.as_json() for c in desk.replay(place, on=on, policy=policy, horizon=horizon)]}


@router.get("/timeline")
def timeline(desk: Desk, subject: Place, as_known_on: Day = None, policy: Policy = "latest") -> dict[str, Any]:
    """Claims about a place or an actor in order of valid time, rival ones side by side."""
    return desk.timeline(subject, as_known_on=as_known_on, policy=policy).as_json()


@router.get("/checks")
def checks(desk: Desk, place: Annotated[str | None, Query(max_length=200)] = None) -> dict[str, Any]:
    """Claimed distances, radii and extents against geometry."""
    return {"checks": [c.as_json() for c in desk.check(place)]}


@router.get("/brief", responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}})
def brief(
    desk: Desk,
    place: Place,
    on: Day = None,
    since: Day = None,
    until: Day = None,
    as_known_on: Day = None,
    policy: Policy = "latest",
    horizon: Horizon = 120,
) -> Response:
    """The brief about a place as a file to save."""
    text = desk.brief(
        place, on=on, since=since, until=until, as_known_on=as_known_on, policy=policy, horizon=horizon, markdown=False
    )
    return Response(
        text,
        media_type="text/html",
        headers={
            "Content-Disposition": 'attachment; filename="brief.html"',
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
        },
    )
