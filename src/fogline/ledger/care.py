"""Backup, restore, and moving a ledger from one store to the other with every id and number intact."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Table, select

from fogline.errors import LedgerError
from fogline.ledger import migrate, schema
from fogline.ledger.drafts import entry_words
from fogline.ledger.effective import Effective
from fogline.ledger.hydrate import ledger_claims
from fogline.ledger.pen import Memory, Pen
from fogline.ledger.prepare import unpacked
from fogline.ledger.replay import index_report
from fogline.ledger.store import Store
from fogline.ledger.verify import head, verify

#: Rows that are carried over in one go.
_LOAD = 5000


def backup(store: Store, path: Path) -> Path:
    """Copy a ledger, as of one moment, to a new SQLite file. Readers and writers go on meanwhile."""
    if path.exists():
        raise LedgerError(f"{path}: there is a file already; a backup is never written over another, give a new name")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        if store.postgres:
            with_file = Store(part)
            try:
                carry(store, with_file)
            finally:
                _settle(with_file)
        else:
            with store.said():
                _copy_file(store, part)
        part.rename(path)
    finally:
        for left in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
            left.unlink(missing_ok=True)
    return path


def _copy_file(store: Store, part: Path) -> None:
    source = store.engine.raw_connection()
    try:
        target = sqlite3.connect(part)
        try:
            driver = source.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.backup(target)  # all pages in one step: one moment of the ledger
        finally:
            target.close()
    finally:
        source.close()


def _settle(store: Store) -> None:
    """Bring everything from the write-ahead log into the file, so that the file alone is the ledger."""
    raw = store.engine.raw_connection()
    try:
        raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    finally:
        raw.close()
    store.close()


def restore(backup_file: str | Path, where: str | Path) -> None:
    """Put a backup back, at a path or into a database where there is no ledger yet.

    The backup is verified first; raises LedgerError where it does not verify, or the place is taken.
    """
    path = Path(backup_file)
    if not path.is_file():
        raise LedgerError(f"{path}: no such backup")
    move(path, where)


def move(source: str | Path, target: str | Path) -> None:
    """Carry a whole ledger over to another store, either way; the source stays as it is.

    Raises LedgerError where the source does not verify or the target holds something already.
    """
    before = Store(source, read_only=True)
    try:
        migrate.ready(before, create=False)
        verdict = verify(before)
        if not verdict.ok:
            raise LedgerError(f"{before.name}: not carried over, because it {verdict.sentence}")
        after = Store(target)
        try:
            carry(before, after)
        finally:
            after.close()
    finally:
        before.close()


def carry(source: Store, target: Store) -> None:
    """Copy all tables in one transaction on either side, then check that the chain arrived."""
    migrate.ready(target, create=True)

    def reading(there: Connection) -> None:
        def writing(here: Connection) -> None:
            if head(here).seq:
                raise LedgerError(f"{target.name}: there is a ledger with records already; give an empty place")
            for table in (*schema.RECORDS, *schema.PROJECTIONS, *schema.FROM_WEIGHING):
                _carry_table(there, here, target, table)
            _index(here, target)
            if head(here) != head(there):
                raise LedgerError(f"{target.name}: the chain did not arrive whole; nothing was kept")

        target.change(writing)

    source.ask(reading)
    if target.postgres:
        with target.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.exec_driver_sql("ANALYZE")


def _carry_table(there: Connection, here: Connection, target: Store, table: Table) -> None:
    order = list(table.primary_key.columns)
    with there.execute(select(table).order_by(*order).execution_options(yield_per=_LOAD)) as rows:
        for part in rows.partitions():
            target.insert_into(here, table, [tuple(row) for row in part])


def _index(conn: Connection, store: Store) -> None:
    """What the stores keep each in their own way: search words and boxes."""
    pen = Pen(conn, store, Memory())
    e, p, r = schema.entry, schema.place, schema.report
    if not store.postgres:
        for row in conn.execute(select(p).where(p.c.lat.is_not(None), p.c.lon.is_not(None))).all():
            conn.exec_driver_sql(
                "INSERT INTO place_box VALUES (?, ?, ?, ?, ?)", (row.place, row.lon, row.lon, row.lat, row.lat)
            )
    for report in conn.execute(select(r.c.report).order_by(r.c.report)).scalars().all():
        blob = conn.execute(select(r.c.text).where(r.c.report == report)).scalar()
        if blob is None:
            continue
        plain = unpacked(blob)
        index_report(pen, report)
        numbers = list(conn.execute(select(e.c.entry).where(e.c.report == report).order_by(e.c.entry)).scalars())
        for number, (_, claim) in zip(numbers, ledger_claims(conn, pen.memory, numbers), strict=True):
            effective = Effective(claim.claim, claim.places, claim.actors, claim.speakers)
            pen.claim_words(number, entry_words(effective, plain))
        if report % 50 == 0:
            pen.flush()
    pen.flush()
