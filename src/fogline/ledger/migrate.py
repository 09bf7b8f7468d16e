"""Schema versions: making a ledger, bringing an older one up to date, refusing a newer one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect

from fogline.errors import LedgerError
from fogline.ledger.store import APPLICATION_ID, Store

#: The schema that this version of Fogline writes, and every one it can bring up to it, oldest first.
RELEASED = ("0001", "0002")
HEAD = RELEASED[-1]


def schema_of(conn: Connection) -> str | None:
    """The schema version that a ledger says it has; None where there is no ledger."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def ready(store: Store, *, create: bool) -> None:
    """Make sure that the store holds a ledger of this schema: made, or brought up to date, or refused with advice."""
    found = store.ask(schema_of) if store.postgres or _has_content(store) else None
    if found == HEAD:
        return
    if found is None:
        if not store.postgres and _has_content(store) and store.ask(_any_table):
            raise LedgerError(f"{store.name}: this SQLite file is no ledger; give another path")
        if not create or store.read_only:
            raise missing(store)
    elif found not in RELEASED:
        raise LedgerError(
            f"{store.name}: made by a newer Fogline (schema {found}; this version knows {HEAD} and older); "
            "upgrade Fogline, or open a backup from before"
        )
    elif store.read_only:
        raise LedgerError(
            f"{store.name}: has the older schema {found} and must be brought to {HEAD} first; open it once for writing"
        )
    store.change(upgrade)


def missing(store: Store) -> LedgerError:
    """There is no ledger; how to make one."""
    return LedgerError(f"{store.name}: no ledger here; make one with `fogline read SOURCE --ledger {store.name}`")


def _has_content(store: Store) -> bool:
    path = Path(store.where)
    return path.exists() and path.stat().st_size > 0


def _any_table(conn: Connection) -> bool:
    return bool(inspect(conn).get_table_names())


def upgrade(conn: Connection, revision: str = "head") -> None:
    """Run the migrations that are missing."""
    from alembic import command

    command.upgrade(_config(conn), revision)
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def downgrade(conn: Connection, revision: str) -> None:
    """Always refused, with what to do instead."""
    from alembic import command

    command.downgrade(_config(conn), revision)


def _config(conn: Connection) -> Any:
    from alembic.config import Config  # slow to import, and seldom wanted

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    return config
