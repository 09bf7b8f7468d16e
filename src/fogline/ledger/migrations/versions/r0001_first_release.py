"""The first release: the tables as they stand in r0001_sqlite.sql and r0001_postgresql.sql."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from fogline.errors import LedgerError

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_GEOGRAPHY = (
    "CREATE EXTENSION IF NOT EXISTS postgis",
    "ALTER TABLE place ADD COLUMN spot geography(Point, 4326) "
    "GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography) STORED",
    "CREATE INDEX place_spot ON place USING gist (spot)",
    "CREATE INDEX place_spot_plane ON place USING gist ((spot::geometry))",
)


def upgrade() -> None:
    connection = op.get_bind()
    dialect = connection.dialect.name
    script = Path(__file__).with_name(f"r0001_{dialect}.sql").read_text(encoding="utf-8")
    for statement in script.split("\n-- next\n"):
        connection.exec_driver_sql(statement)
    if dialect == "postgresql":
        there = "SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'"
        may = (
            "SELECT rolsuper OR EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'postgis') "
            "FROM pg_roles WHERE rolname = current_user"
        )
        if connection.exec_driver_sql(there).scalar() and connection.exec_driver_sql(may).scalar():
            for statement in _GEOGRAPHY:
                connection.exec_driver_sql(statement)


def downgrade() -> None:
    raise LedgerError("a ledger is never taken back to an older schema: restore a backup made before the upgrade")
