"""What routes ask of the application."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from fogline.desk import Desk as _Desk
from fogline.workbench.jobs import Jobs as _Jobs


def _desk(request: Request) -> _Desk:
    desk: _Desk = request.app.state.desk
    return desk


def _jobs(request: Request) -> _Jobs:
    jobs: _Jobs = request.app.state.jobs
    return jobs


Desk = Annotated[_Desk, Depends(_desk)]
Jobs = Annotated[_Jobs, Depends(_jobs)]
