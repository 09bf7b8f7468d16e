"""Filling an empty ledger in one go: the same records and the same chain, in half the time and all or nothing.

`Ledger.add` makes every batch safe before the next; a load of millions need not, because its input is still there. So
it is one transaction without a journal into a new file (which takes its name when it is whole), with room for the
indexes in memory; indexes that nothing reads meanwhile are built in the end, in one sweep.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from fogline.claims import Reading, Report, Resolution
from fogline.errors import LedgerError
from fogline.ledger import migrate
from fogline.ledger.append import Added, append
from fogline.ledger.pen import Memory, Pen
from fogline.ledger.prepare import prepare
from fogline.ledger.store import Store
from fogline.ledger.verify import head

Item = tuple[Report, Reading, Sequence[Resolution]]

#: Read by no step of the load; each is made again as it was.
_LATER = {
    "sqlite": {"entry_from": "CREATE INDEX entry_from ON entry (from_day, entry)"},
    "postgresql": {
        "entry_from": "CREATE INDEX entry_from ON entry (from_day, entry)",
        "actor_folded": "CREATE INDEX actor_folded ON actor (folded)",
        "claim_words_words": "CREATE INDEX claim_words_words ON claim_words USING gin (words)",
        "report_words_words": "CREATE INDEX report_words_words ON report_words USING gin (words)",
    },
}
#: SQLite's page cache for a load, in KiB: the indexes of 10 M claims take about 1.5 GB.
_CACHE = 2_000_000


def load(where: str | Path, batches: Iterable[Sequence[Item]]) -> Added:
    """Put many reports into a ledger that is new or empty; afterwards it is as if each batch had been added.

    Raises LedgerError where there are records already. Whatever goes wrong, nothing is there afterwards: give the same
    again.
    """
    if Store.is_server(where):
        store = Store(where)
        try:
            migrate.ready(store, create=True)
            return _fill(store, batches)
        finally:
            store.close()
    path = Path(where)
    if path.exists():
        raise LedgerError(f"{path}: there is a file already; a load makes a new one, give a new name")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        store = Store(part, journal=False, cache=_CACHE)
        try:
            migrate.ready(store, create=True)
            added = _fill(store, batches)
        finally:
            store.close()
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(path)
        with Store(path).engine.connect():  # sets the journal of every day
            return added
    finally:
        part.unlink(missing_ok=True)


def _fill(store: Store, batches: Iterable[Sequence[Item]]) -> Added:
    memory = Memory()

    def work(conn: Connection) -> Added:
        if head(conn).seq:
            raise LedgerError(f"{store.name}: there are records already; add to it batch by batch")
        later = _LATER[conn.dialect.name]
        for name in later:
            conn.exec_driver_sql(f"DROP INDEX {name}")
        pen, total = Pen(conn, store, memory), Added()
        for batch in batches:
            added = append(pen, [prepare(*item, memory.digest_of) for item in batch])
            total = Added(total.reports + added.reports, total.claims + added.claims, total.readings + added.readings)
        pen.flush()
        for statement in later.values():
            conn.exec_driver_sql(statement)
        return total

    return store.change(work)
