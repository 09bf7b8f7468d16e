"""What routes ask of the application."""

from __future__ import annotations

import gzip
import hashlib
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response

from fogline import __version__
from fogline.desk import Desk as _Desk
from fogline.workbench.jobs import Jobs as _Jobs
from fogline.workbench.kept import Kept as _Kept


def _desk(request: Request) -> _Desk:
    desk: _Desk = request.app.state.desk
    return desk


def _jobs(request: Request) -> _Jobs:
    jobs: _Jobs = request.app.state.jobs
    return jobs


def _kept(request: Request) -> _Kept:
    kept: _Kept = request.app.state.kept
    return kept


def etag(desk: _Desk) -> str:
    """What every answer hangs on besides its question: the ledger as it stands, the atlas, this version."""
    state = f"{__version__} {desk.atlas.version} {desk.state()}"
    return f'"{hashlib.sha256(state.encode()).hexdigest()[:32]}"'


def unchanged(request: Request, response: Response, desk: Annotated[_Desk, Depends(_desk)]) -> None:
    """Puts an ETag on an answer; what the asker has already is not worked out again (304)."""
    headers = {"ETag": etag(desk), "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        raise HTTPException(304, headers=headers)
    response.headers.update(headers)


def as_made(packed: bytes, request: Request, response: Response) -> Response:
    """JSON that was written and gzipped before, as the asker takes it, with the ETag that `unchanged` gave."""
    headers = {name: response.headers[name] for name in ("ETag", "Cache-Control")} | {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type="application/json", headers=headers | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type="application/json", headers=headers)


#: For routers whose answers follow from the ledger and the address alone.
UNCHANGED = Depends(unchanged)
NOT_MODIFIED: dict[int | str, dict[str, object]] = {304: {"description": "unchanged since the ETag that was sent"}}
Desk = Annotated[_Desk, Depends(_desk)]
Jobs = Annotated[_Jobs, Depends(_jobs)]
Kept = Annotated[_Kept, Depends(_kept)]
