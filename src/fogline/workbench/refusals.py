"""Refusals in one form: `{"error": "the item: what is wrong; the next step"}`, whoever refuses."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from fogline.errors import FoglineError, LedgerError, NotFoundError
from fogline.workbench.models import Problem

#: What a router's operations can answer besides what was asked for.
REFUSALS: dict[int | str, dict[str, Any]] = {status: {"model": Problem} for status in (400, 404, 422, 503)}


def install(app: FastAPI) -> None:
    """Give every refusal of the application that form."""
    app.add_exception_handler(FoglineError, _ours)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _other)


def _ours(_: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, NotFoundError) else 503 if isinstance(error, LedgerError) else 400
    return JSONResponse({"error": str(error)}, status)


def _malformed(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    said = []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"][1:]) or str(problem["loc"][0])
        said.append(f"{where}: {problem['msg']}")
    return JSONResponse({"error": f"{'; '.join(said)}. /api/openapi.json says what may be sent"}, 422)


def _other(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 304:
        return Response(status_code=304, headers=error.headers)
    found = f"{request.url.path}: {error.detail}"
    step = "; /api/openapi.json lists what there is" if error.status_code in (404, 405) else ""
    return JSONResponse({"error": found + step}, error.status_code, headers=error.headers)
