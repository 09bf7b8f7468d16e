"""Changes to an open ledger: one at a time, whoever asks; in a long row, one is made safe while the next is made.

SQLite's commit (its log, its search index, its checkpoint, the disk) and PostgreSQL's take a fifth of an addition and
need nothing of Python, so they run in a thread beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import RLock
from typing import TypeVar

from sqlalchemy import Connection

from fogline.claims import Reading, Report, Resolution
from fogline.ledger.append import Added, append
from fogline.ledger.collector import uncollected
from fogline.ledger.pen import Memory, Pen
from fogline.ledger.prepare import Prepared, prepare
from fogline.ledger.store import Change, Store

T = TypeVar("T")
Batch = Sequence[tuple[Report, Reading, Sequence[Resolution]]]


class Writer:
    """The one way into a store; several threads may share it."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self._store, self._memory = store, memory
        self._lock = RLock()
        self._committing: Future[None] | None = None

    def write(self, work: Callable[[Pen], T]) -> T:
        """Do something with a pen in a change of its own; on the disk when this returns."""
        with self._lock:
            change, pen, result = self._start(work)
            self._commit(change, pen)
            return result

    def add(self, batch: Batch) -> Added:
        """Add one batch; on the disk when this returns."""
        with uncollected():
            prepared = self._prepared(batch)
            return self.write(lambda pen: append(pen, prepared))

    def add_all(self, batches: Iterable[Batch]) -> Iterator[Added]:
        """Add batch after batch; what each added is told when it is on the disk."""
        last: tuple[Future[None], Added] | None = None
        with ThreadPoolExecutor(1, "commit") as beside:
            for batch in batches:
                before = last
                try:
                    with uncollected():
                        prepared = self._prepared(batch)
                        if before is not None:
                            before[0].result()
                        last = self._add_beside(prepared, beside)
                        del prepared  # so that the collector, let go again, has less to look through
                except Exception:
                    if before is not None:
                        before[0].result()
                        yield before[1]  # it is on the disk, whatever became of the next
                    raise
                if before is not None:
                    yield before[1]
            if last is not None:
                last[0].result()
                yield last[1]

    def _add_beside(self, prepared: Sequence[Prepared], beside: ThreadPoolExecutor) -> tuple[Future[None], Added]:
        with self._lock:
            change, pen, added = self._start(lambda pen: append(pen, prepared))
            self._committing = beside.submit(self._commit, change, pen)
            return self._committing, added

    def _prepared(self, batch: Batch) -> list[Prepared]:
        return [prepare(report, reading, found, self._memory.digest_of) for report, reading, found in batch]

    def _start(self, work: Callable[[Pen], T]) -> tuple[Change, Pen, T]:
        """Do the work in a change that stays open; the one before it is on the disk, or failed, by then."""
        before, self._committing = self._committing, None
        if before is not None:
            before.exception()  # is raised where it belongs, at whoever added
        made: list[tuple[Pen, T]] = []

        def with_pen(conn: Connection) -> None:
            pen = Pen(conn, self._store, self._memory)
            made.append((pen, work(pen)))
            pen.flush()

        try:
            change = self._store.start(with_pen)
        except BaseException:
            self._memory.forget()
            raise
        return change, *made[0]

    def _commit(self, change: Change, pen: Pen) -> None:
        """Make a change safe; what memory learned of it is dropped if that fails."""
        try:
            change.commit()
        except BaseException:
            self._memory.forget()
            raise
        self._memory.seq = pen.seq
