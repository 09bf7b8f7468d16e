"""What tiles the map may lie on, and the user's own archive of them by ranges."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, Response

from fogline.workbench.models import Problem, TilesOut
from fogline.workbench.tiles import Tiles

router = APIRouter(tags=["map"])


@router.get("/tiles", response_model=TilesOut)
def tiles(request: Request) -> dict[str, object]:
    """The tiles that `fogline serve --tiles` gave, null where it gave none."""
    given: Tiles | None = request.app.state.tiles
    if given is None:
        return {"tiles": None}
    if given.template is not None:
        return {"tiles": {"kind": "template", "url": given.template}}
    return {"tiles": {"kind": "pmtiles", "url": "api/tiles/archive.pmtiles"}}


@router.get("/tiles/archive.pmtiles", response_class=Response, responses={404: {"model": Problem}})
def archive(request: Request) -> Response:
    """The archive, by ranges of bytes."""
    given: Tiles | None = request.app.state.tiles
    if given is None or given.file is None:
        raise HTTPException(404, "this server was started without a tile archive")
    # Said to be encoded already, so that no range of it is packed on the way: its offsets are of the file.
    return FileResponse(given.file, media_type="application/vnd.pmtiles", headers={"Content-Encoding": "identity"})
