"""Reading in the background of the workbench: one job at a time, progress to be asked for."""

from __future__ import annotations

import queue
import secrets
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fogline import reports
from fogline.claims import Report
from fogline.desk import Desk
from fogline.errors import FoglineError

#: Finished jobs that can still be asked for.
KEPT = 50
#: Reports and failures of a job that are named when it is asked for; a table may hold many thousands.
NAMED = 500


@dataclass(slots=True)
class Job:
    """What is to be read and how far it has come."""

    id: str
    sources: list[str]
    names: list[str]
    published: date | None
    publisher: str | None
    folder: Path | None = None
    done: int = 0
    finished: bool = False
    reports: int = 0
    new_reports: int = 0
    new_claims: int = 0
    report_ids: list[str] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "done": self.done,
            "total": max(len(self.sources), self.done),
            "finished": self.finished,
            "names": self.names,
            "reports": self.reports,
            "new_reports": self.new_reports,
            "new_claims": self.new_claims,
            "failures": self.failures[:NAMED],
            "report_ids": self.report_ids,
        }


class Jobs:
    """A queue with one worker: the ledger takes one writer, and the reader fills a core."""

    def __init__(self, desk: Desk, *, allow_private: bool = False) -> None:
        self._desk = desk
        self._allow_private = allow_private
        self._waiting: queue.Queue[Job | None] = queue.Queue()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def add(
        self,
        sources: list[str],
        names: list[str],
        *,
        folder: Path | None = None,
        published: date | None = None,
        publisher: str | None = None,
    ) -> Job:
        """Queue a job; `folder` holds its uploaded files and is removed when it is done."""
        job = Job(secrets.token_hex(8), sources, names, published, publisher, folder)
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="reading", daemon=True)
                self._worker.start()
        self._waiting.put(job)
        return job

    def get(self, id_: str) -> Job | None:
        return self._jobs.get(id_)

    def stop(self) -> None:
        """Let the job in hand finish its batch, then end."""
        self._waiting.put(None)
        if self._worker is not None:
            self._worker.join(timeout=5)

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            try:
                self._read(job)
            except FoglineError as error:
                job.failures.append({"item": ", ".join(job.names), "error": str(error)})
            finally:
                job.finished = True
                if job.folder is not None:
                    shutil.rmtree(job.folder, ignore_errors=True)

    def _read(self, job: Job) -> None:
        def loaded() -> Iterator[Report | reports.Failure]:
            found = reports.load(
                job.sources, published=job.published, publisher=job.publisher, allow_private=self._allow_private
            )
            for item in found:
                if isinstance(item, Report) and len(job.report_ids) < NAMED:
                    job.report_ids.append(item.id)
                yield item

        def one(_: str) -> None:
            job.done += 1

        intake = self._desk.take_in(loaded(), done=one)
        job.reports, job.new_reports, job.new_claims = intake.reports, intake.new_reports, intake.new_claims
        job.failures += [{"item": f.item, "error": str(f.error)} for f in intake.failures]
        job.failures += [{"item": name, "error": f"skipped: {why}"} for name, why in intake.skipped]


def folder_for_uploads() -> Path:
    """A new private folder for uploaded files."""
    return Path(tempfile.mkdtemp(prefix="fogline-"))
