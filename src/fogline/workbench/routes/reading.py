"""Dropping files, pasting text or an address: read in the background."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, HTTPException, UploadFile

from fogline.errors import InputError
from fogline.workbench.jobs import folder_for_uploads
from fogline.workbench.models import JobOut, PasteIn
from fogline.workbench.refusals import REFUSALS
from fogline.workbench.routes.depends import Jobs

router = APIRouter(tags=["reading"], responses=REFUSALS)

#: Bytes that one dropped file may have; `fogline read` takes more.
MOST = 50_000_000


@router.post("/read/files", response_model=JobOut, status_code=202)
def read_files(
    jobs: Jobs,
    files: Annotated[list[UploadFile], File(max_length=500)],
    published: Annotated[str | None, Form(pattern=r"^\d{4}-\d{2}-\d{2}$")] = None,
    publisher: Annotated[str | None, Form(max_length=200)] = None,
) -> dict[str, Any]:
    """Read dropped files into the ledger; ask `/api/jobs/{id}` how far it has come."""
    folder = folder_for_uploads()
    names = []
    for number, file in enumerate(files):
        # The name is the sender's: only its last part is used, and only harmless characters of that.
        stem = re.sub(r"[^\w. -]", "_", (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1])[-120:]
        name = stem.lstrip(".") or f"report-{number + 1}.txt"
        data = file.file.read(MOST + 1)
        if len(data) > MOST:
            raise InputError(name, f"larger than {MOST // 1_000_000} MB", "read it with `fogline read`")
        (folder / name).write_bytes(data)
        names.append(name)
    return jobs.add(
        [str(folder / n) for n in dict.fromkeys(names)],
        names,
        folder=folder,
        published=_day(published),
        publisher=publisher,
    ).record()


@router.post("/read", response_model=JobOut, status_code=202)
def read_pasted(jobs: Jobs, paste: PasteIn) -> dict[str, Any]:
    """Read pasted text or the page at an address; private and loopback addresses are refused."""
    published = _day(paste.published)
    if paste.url and not paste.text:
        if not re.match(r"https?://", paste.url):
            raise InputError(paste.url, "not an address", "it should begin with http:// or https://")
        return jobs.add([paste.url], [paste.url], published=published, publisher=paste.publisher).record()
    if paste.text and not paste.url:
        folder = folder_for_uploads()
        file = folder / "pasted.txt"
        file.write_text(paste.text, encoding="utf-8", newline="")
        return jobs.add(
            [str(file)], ["pasted text"], folder=folder, published=published, publisher=paste.publisher
        ).record()
    raise InputError("paste", "give either text or url", "one of the two")


@router.get("/jobs/{id}", response_model=JobOut)
def job(jobs: Jobs, id: str) -> dict[str, Any]:
    """How far a job has come."""
    found = jobs.get(id)
    if found is None:
        raise HTTPException(404, "no such job")
    return found.record()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(str(text), "not a day of the calendar", "use YYYY-MM-DD") from None
