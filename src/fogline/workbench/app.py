"""The application: desk, guard, routes, page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from fogline import __version__
from fogline.desk import Desk
from fogline.desk import open as open_desk
from fogline.workbench import refusals
from fogline.workbench.jobs import Jobs
from fogline.workbench.kept import Kept
from fogline.workbench.routes import answers, claims, geography, reading, reviews
from fogline.workbench.routes import tiles as tile_routes
from fogline.workbench.security import COOKIE, LOOPBACK, Guard
from fogline.workbench.tiles import Tiles

PAGE = Path(__file__).parent / "page"


def create_app(
    ledger: str | Desk,
    *,
    hosts: frozenset[str] = LOOPBACK,
    token: str | None = None,
    allow_private: bool = False,
    tiles: str | None = None,
    warm: bool = False,
) -> FastAPI:
    """The HTTP API and the page over one ledger. `allow_private` lets tests read pages from loopback addresses.

    `tiles` is a PMTiles file or the address of raster tiles with {z}, {x} and {y}; without it the page asks nobody.
    `warm` makes the first answers of a large ledger ahead of the first page.
    """
    beneath = Tiles.of(tiles) if tiles else None
    desk = open_desk(ledger) if isinstance(ledger, str) else ledger

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        warming = app.state.kept.warm() if warm else None
        yield
        app.state.jobs.stop()
        if warming is not None:
            warming.join(timeout=30)
        desk.close()

    app = FastAPI(
        title="Fogline",
        version=__version__,
        description="Who says who holds what: claims, their sources, links and answers, each down to its sentences.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=life,
    )
    app.state.desk = desk
    app.state.kept = Kept(desk, ledger if isinstance(ledger, str) else desk.ledger.where)
    app.state.tiles = beneath
    app.state.jobs = Jobs(desk, allow_private=allow_private)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4)
    app.add_middleware(
        BaseHTTPMiddleware, dispatch=Guard(hosts=hosts, token=token, tiles=beneath.origin if beneath else None)
    )
    refusals.install(app)
    for routes in (answers, claims, geography, reading, reviews, tile_routes):
        app.include_router(routes.router, prefix="/api")
    _page(app, token)
    return app


def _page(app: FastAPI, token: str | None) -> None:
    index = PAGE / "index.html"

    @app.get("/api/docs", include_in_schema=False)
    def docs() -> Response:
        return RedirectResponse("/api/openapi.json")

    @app.get("/", include_in_schema=False)
    def page(request: Request) -> Response:
        if not index.exists():
            return JSONResponse(
                {"error": "the page has not been built: run `make setup` with Node 20 (API: /api/openapi.json)"},
                503,
            )
        response = FileResponse(index, headers={"Cache-Control": "no-cache"})
        if token and request.query_params.get("token"):
            # The guard has let it pass with its token in the query once; from here on a cookie carries it.
            response.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return response

    if index.exists():
        app.mount("/", StaticFiles(directory=PAGE), name="page")
