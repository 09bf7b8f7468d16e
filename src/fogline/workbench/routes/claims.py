"""Claims, reports, search: what the page shows by id."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from fogline import picture
from fogline.exports.records import claim_record
from fogline.workbench.cards import cards as cards_of
from fogline.workbench.cards import report_page
from fogline.workbench.models import Cards, Found, Overview, Page, PlacesFound, ReportOut
from fogline.workbench.refusals import REFUSALS
from fogline.workbench.routes.depends import NOT_MODIFIED, UNCHANGED, Desk, Kept, as_made

router = APIRouter(
    tags=["claims"],
    dependencies=[UNCHANGED],
    responses=REFUSALS | NOT_MODIFIED,
)


@router.get("/overview", response_model=Overview)
def overview(desk: Desk, kept: Kept, request: Request, response: Response) -> Response:
    """Everything that the page filters by, in columns. Carries an ETag: ask with If-None-Match after the first time."""
    return as_made(kept.overview(desk.state()), request, response)


@router.get("/claims", response_model=Page)
def list_claims(
    desk: Desk,
    place: Annotated[str | None, Query(max_length=200)] = None,
    actor: Annotated[str | None, Query(max_length=200)] = None,
    source: Annotated[str | None, Query(max_length=200)] = None,
    type: Annotated[list[str] | None, Query(max_length=31)] = None,
    mood: Annotated[list[str] | None, Query(max_length=6)] = None,
    certainty: Annotated[list[str] | None, Query(max_length=4)] = None,
    text: Annotated[str | None, Query(max_length=400)] = None,
    report: Annotated[str | None, Query(max_length=200)] = None,
    since: Annotated[str | None, Query(max_length=40)] = None,
    until: Annotated[str | None, Query(max_length=40)] = None,
    as_known_on: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> dict[str, Any]:
    """Claims that fit, a page at a time; `next` is what to send as `after` for the page that follows."""
    found = desk.claims(
        place=place,
        actor=actor,
        source=source,
        types=type,
        moods=mood,
        certainties=certainty,
        text=text,
        report=report,
        since=since,
        until=until,
        as_known_on=as_known_on,
        limit=limit + 1,
        after=after,
    )
    return {
        "claims": [claim_record(c) for c in found[:limit]],
        "next": found[limit - 1].id if len(found) > limit else None,
    }


@router.get("/cards", response_model=Cards)
def cards(desk: Desk, id: Annotated[list[str], Query(min_length=1, max_length=60)]) -> dict[str, Any]:
    """Cards for claims, in the order asked: words in context, chain, links with both sentences, grade."""
    return {"cards": cards_of(desk, id)}


@router.get("/claims/{id}", response_model=Cards)
def one_claim(desk: Desk, id: str) -> dict[str, Any]:
    """One claim with its history."""
    kind, full = desk.find(id)
    return {"cards": [c | {"history": desk.history(full)} for c in cards_of(desk, [full])] if kind == "claim" else []}


@router.get("/reports/{id}", response_model=ReportOut)
def one_report(desk: Desk, id: str) -> dict[str, Any]:
    """A report's stored text exactly, where its claims lie in it, and which other reports share its origins."""
    return report_page(desk, desk.find(id)[1])


@router.get("/search", response_model=Found)
def search(
    desk: Desk,
    q: Annotated[str, Query(min_length=1, max_length=400)],
    limit: Annotated[int, Query(ge=1, le=50_000)] = 5_000,
) -> dict[str, Any]:
    """Ids of claims whose sentence holds the words."""
    found = desk.search(q, limit)
    return {"ids": found, "total": len(found)}


@router.get("/places", response_model=PlacesFound)
def places(
    desk: Desk,
    q: Annotated[str, Query(min_length=1, max_length=200)],
    near: Annotated[str | None, Query(max_length=200)] = None,
) -> dict[str, Any]:
    """Places that a name may mean, best first, with scores and reasons; `known` is false below the threshold."""
    return {
        "candidates": [
            {
                "id": c.place.id,
                "name": c.place.name,
                "lat": c.place.lat,
                "lon": c.place.lon,
                "level": str(c.place.level),
                "country": c.place.country,
                "score": round(c.score, 3),
                "known": c.listed or c.known,
                "why": c.why,
            }
            for c in desk.atlas.find(q, near=near)
        ]
    }


@router.get("/borders/{viewpoint}", response_model=dict[str, Any])
def borders(viewpoint: str, request: Request, response: Response) -> Response:
    """Country shapes at 1:50 million as a viewpoint draws them; to draw with, never to measure on."""
    response.headers["Cache-Control"] = "max-age=86400"
    return as_made(picture.packed_countries(viewpoint), request, response)


@router.get("/shapes")
def shapes(desk: Desk, id: Annotated[list[str], Query(min_length=1, max_length=200)]) -> dict[str, Any]:
    """GeoJSON of places that are lines or areas; a place without a shape is left out."""
    found = ((i, desk.atlas.shape(i)) for i in id)
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": i, "properties": {"id": i}, "geometry": shape} for i, shape in found if shape
        ],
    }
