"""Where a ledger lies and how it is asked: SQLite file or PostgreSQL database behind two verbs, `ask` and `change`.

A question sees one unmoving state of the ledger. A change is all or nothing, one at a time: SQLite lets one writer in,
on PostgreSQL a lock does, because every record is chained to the one before.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, QueuePool, Table, create_engine, event, exc, text

from fogline.errors import LedgerError

T = TypeVar("T")

#: Key of PostgreSQL's advisory lock that writers queue on: "FOGLINE" in ASCII.
_WRITERS = 0x464F474C494E45
#: A writer waits so long for another one, in seconds.
_PATIENCE = 60
#: A question is asked again after a lost connection, so often and after so many seconds (a server restart takes few).
_AGAIN = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
#: Of a new file: pages of 8 KiB hold a claim's words whole; a ledger is a sixteenth smaller than with SQLite's 4 KiB.
PAGES = "PRAGMA page_size=8192"
#: Marks a SQLite file as a ledger ("FOGL" in ASCII).
APPLICATION_ID = 0x464F474C


class Store:
    """An open SQLite file or PostgreSQL database; knows nothing of claims."""

    def __init__(
        self, where: str | Path, *, read_only: bool = False, journal: bool = True, cache: int = 131_072
    ) -> None:
        """`journal=False` is for a new SQLite file that is of no use half made; `cache` is in KiB."""
        self.where = str(where)
        self.postgres = self.is_server(where)
        self.read_only = read_only
        self._spots: bool | None = None
        if self.postgres:
            self.name = self.where.rsplit("@", 1)[-1].removeprefix("postgresql://").removeprefix("postgres://")
            self.engine = _postgres(self.where, read_only)
        else:
            path = Path(where)
            self.name = str(path)
            if path.exists() and not read_only and not os.access(path, os.W_OK):
                self.read_only = True
            self.engine = _sqlite(path, self.read_only, journal, cache)

    @staticmethod
    def is_server(where: str | Path) -> bool:
        """Whether this is the URL of a database, not the path of a file."""
        return str(where).startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))

    def close(self) -> None:
        self.engine.dispose()

    def ask(self, question: Callable[[Connection], T]) -> T:
        """Run a question in a transaction of its own; asked again if the server goes away in the middle."""
        for wait in (*_AGAIN, None):
            try:
                with self.said(), self.engine.connect() as conn:
                    if self.postgres:
                        conn = conn.execution_options(isolation_level="REPEATABLE READ")
                    with conn.begin():
                        return question(conn)
            except LostConnectionError:
                if wait is None:
                    raise
                time.sleep(wait)
        raise AssertionError("unreachable")

    def change(self, work: Callable[[Connection], T]) -> T:
        """Run a change alone and whole; when this returns, it is on the disk.

        Raises LedgerError where the ledger is read-only, locked for a minute, or out of room; then nothing is changed.
        """
        results: list[T] = []
        self.start(lambda conn: results.append(work(conn))).commit()
        return results[0]

    def start(self, work: Callable[[Connection], object]) -> Change:
        """Run a change alone; it holds, and other writers wait, until it is committed. Raises as `change` does."""
        if self.read_only:
            raise LedgerError(
                f"{self.name}: this ledger is open for reading only; make the file writable, or copy it with "
                "`fogline backup` and work on the copy"
            )
        with self.said():
            conn = self.engine.connect().execution_options(fogline_write=True)
            try:
                conn.begin()
                if self.postgres:
                    conn.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}s'"))
                    conn.execute(text(f"SELECT pg_advisory_xact_lock({_WRITERS})"))
                work(conn)
            except BaseException:
                conn.close()  # and nothing was changed
                raise
        return Change(self, conn)

    def has_spots(self, conn: Connection) -> bool:
        """Whether places have PostGIS points with an index on them."""
        if self._spots is None:
            column = "SELECT 1 FROM information_schema.columns WHERE table_name = 'place' AND column_name = 'spot'"
            self._spots = self.postgres and bool(ask_driver(conn, column))
        return self._spots

    def insert(self, conn: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Put many rows in, the fastest way that the store has."""
        if not rows:
            return
        names = ", ".join(f'"{c}"' for c in columns)
        if self.postgres:
            with self.driver(conn).cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ",".join("?" * len(columns))
            self.driver(conn).executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)

    @staticmethod
    def driver(conn: Connection) -> Any:
        """The driver's own connection, for what SQLAlchemy has no words for."""
        return conn.connection.driver_connection

    def insert_into(self, conn: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        self.insert(conn, table.name, [c.name for c in table.columns], rows)

    @contextmanager
    def said(self) -> Iterator[None]:
        """Turn what the driver raises into one LedgerError that says what to do."""
        try:
            yield
        except (exc.DBAPIError, sqlite3.Error) as error:
            raise self._in_words(error) from error
        except UnicodeDecodeError as error:  # even the driver's own complaint quotes the broken bytes
            raise LedgerError(f"{self.name}: {_DAMAGED} ({error})") from error
        except exc.InvalidRequestError as error:  # a connection that died inside a transaction
            raise LostConnectionError(f"{self.name}: the connection was lost in the middle; ask again") from error
        except Exception as error:
            if not type(error).__module__.startswith("psycopg"):  # imported only where a server is asked
                raise
            raise self._in_words(error) from error

    def _in_words(self, error: Exception) -> LedgerError:
        cause = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        low = cause.lower()
        if self.postgres:
            state = getattr(getattr(error, "orig", error), "sqlstate", None) or ""
            gone = getattr(error, "connection_invalidated", False) or state.startswith(("57P", "08"))
            if "canceling statement due to lock timeout" in low:
                return LedgerError(f"{self.name}: another writer held the ledger for {_PATIENCE} s; try again")
            if gone or "connection" in low or "starting up" in low or "shutting down" in low:
                return LostConnectionError(
                    f"{self.name}: the server cannot be reached or went away ({cause}); check that it runs, then try "
                    "again: what was acknowledged is kept, the rest is read again"
                )
            return LedgerError(f"{self.name}: {cause}")
        for sign, words in _SQLITE_TROUBLE:
            if sign in low:
                return LedgerError(f"{self.name}: {words} ({cause})")
        return LedgerError(f"{self.name}: {cause}")


class Change:
    """A change that is done and not yet on the disk; to be committed by any one thread."""

    def __init__(self, store: Store, conn: Connection) -> None:
        self._store, self._conn = store, conn

    def commit(self) -> None:
        """Make it safe. Raises LedgerError where it cannot be; then nothing is changed."""
        with self._store.said(), self._conn:
            self._conn.commit()


def ask_driver(conn: Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Ask the driver itself; `?` stands for a value. For questions of a millisecond, of which SQLAlchemy takes half."""
    driver: Any = conn.connection.driver_connection
    if conn.dialect.name == "postgresql":
        with driver.cursor() as cursor:
            found: list[tuple[Any, ...]] = cursor.execute(sql.replace("?", "%s"), values).fetchall()
            return found
    rows: list[tuple[Any, ...]] = driver.execute(sql, values).fetchall()
    return rows


def numbers_as_value(conn: Connection, numbers: Sequence[int]) -> Any:
    """Whole numbers as the one value that `among` asks for."""
    return list(numbers) if conn.dialect.name == "postgresql" else f"[{','.join(map(str, numbers))}]"


def among(conn: Connection) -> str:
    """A table `j` with a column `value` of the numbers given; the same words however many, so it is planned once."""
    return "unnest(?::bigint[]) AS j(value)" if conn.dialect.name == "postgresql" else "json_each(?) AS j"


class LostConnectionError(LedgerError):
    """The server went away; the same question may be asked again."""


_DAMAGED = "the file is damaged; `fogline verify` names the record, `fogline restore` puts a backup back"
_SQLITE_TROUBLE = (
    ("locked", f"another writer held the ledger for {_PATIENCE} s; wait for it to end, then try again"),
    ("disk is full", "no room left on the disk; nothing of this batch was kept; make room, then run the same again"),
    ("disk i/o error", "the disk refused to write; nothing of this batch was kept; make room or check the disk, "
     "then run the same again"),
    ("readonly", "the file or its folder cannot be written; check its permissions"),
    ("read-only", "the file or its folder cannot be written; check its permissions"),
    ("unable to open", "the file cannot be opened; check that the folder exists and may be written"),
    ("malformed", _DAMAGED),
    ("not a database", "this file is no ledger; give the path of a file that Fogline made, or a new path"),
)  # fmt: skip


def _sqlite(path: Path, read_only: bool, journal: bool, cache: int) -> Engine:
    def connect() -> sqlite3.Connection:
        if read_only:
            # A file that nobody can write beside needs no locks, and could not have them.
            still = not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
            uri = path.absolute().as_uri() + ("?immutable=1" if still else "?mode=ro")
        else:
            uri = path.absolute().as_uri()
        conn = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, check_same_thread=False, isolation_level=None)
        if not journal:
            conn.execute(PAGES)
            conn.execute("PRAGMA journal_mode=OFF")
            conn.execute("PRAGMA synchronous=OFF")
        elif not read_only:
            conn.execute(PAGES)
            conn.execute("PRAGMA journal_mode=WAL")
            conn.execute("PRAGMA synchronous=FULL")
            # 512 MB at most: at a million claims a batch touches 40 MB of pages, most of them again and again; written
            # back seldom, they are written back once. The log goes when the ledger is closed.
            conn.execute("PRAGMA wal_autocheckpoint=64000")
            conn.execute("PRAGMA recursive_triggers=ON")  # so that REPLACE cannot slip past the DELETE triggers
        conn.execute(f"PRAGMA cache_size=-{cache}")
        conn.execute("PRAGMA temp_store=MEMORY")
        # Pages are read where the system holds them instead of being copied: half the time of a hundred claims that lie
        # all over a file of 1 GB. SQLite maps 2 GiB at most and reads the rest as before.
        conn.execute("PRAGMA mmap_size=2147418112")
        return conn

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=16)

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        write = conn.get_execution_options().get("fogline_write")
        conn.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _postgres(url: str, read_only: bool) -> Engine:
    rest = url.split("://", 1)[1]
    options = "-c synchronous_commit=on -c timezone=UTC -c jit=off"
    if read_only:
        options += " -c default_transaction_read_only=on"
    return create_engine(
        f"postgresql+psycopg://{rest}",
        pool_size=4,
        max_overflow=16,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": 10},
    )
