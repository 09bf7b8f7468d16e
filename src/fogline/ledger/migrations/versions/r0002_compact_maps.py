"""The second schema: one index of places for windows and maps, a packed map as of now, names of reports looked up.

Records are as before. Of the derived tables `control` goes into `entry_place`, `standing` into `place_now`, and
`report_now` is new; all are worked out here from what is there, so that an upgrade takes seconds, not a rebuild.
"""

from __future__ import annotations

import json
import struct
from datetime import date
from pathlib import Path
from typing import Any

from alembic import op
from sqlalchemy import Connection

from fogline.errors import LedgerError

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: As in this release, whatever later ones do.
_EFFECTS = {"holds": 0, "left": 1, "there": 2, "gone": 3, "disputes": 4, "denied": 5}
_ROW = struct.Struct("<BIIIq8s")


def upgrade() -> None:
    connection = op.get_bind()
    script = Path(__file__).with_name(f"r0002_{connection.dialect.name}.sql").read_text(encoding="utf-8")
    for statement in script.split("\n-- next\n"):
        if statement == "-- map":
            _map_now(connection)
        elif statement == "-- reports":
            _reports(connection)
        else:
            connection.exec_driver_sql(statement)


def _map_now(connection: Connection) -> None:
    found = connection.exec_driver_sql(
        "SELECT s.place, s.effect, s.party, s.from_day, s.known, s.entry, c.key FROM standing s "
        "JOIN entry e ON e.entry = s.entry JOIN claim c ON c.claim = e.claim"
    ).all()
    packed: dict[int, list[tuple[Any, ...]]] = {}
    for place, effect, *row, key in found:
        packed.setdefault(place, []).append((_EFFECTS[effect], *row, bytes(key)[:8]))
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    rows = [(place, b"".join(_ROW.pack(*row) for row in sorted(packed[place]))) for place in sorted(packed)]
    if rows:
        connection.exec_driver_sql(f"INSERT INTO place_now (place, evidence) VALUES ({mark}, {mark})", rows)


def _reports(connection: Connection) -> None:
    newest: dict[int, tuple[int, str, int | None]] = {}
    forms = "SELECT report, seq, body FROM report_form WHERE amends ORDER BY seq"
    for report, seq, text in connection.exec_driver_sql(forms):
        body = json.loads(text)
        day = body["published"]
        newest[report] = (seq, body["name"], None if day is None else date.fromisoformat(day).toordinal())
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    rows = [(report, *newest[report]) for report in sorted(newest)]
    if rows:
        connection.exec_driver_sql(
            f"INSERT INTO report_now (report, form, name, published) VALUES ({mark}, {mark}, {mark}, {mark})", rows
        )


def downgrade() -> None:
    raise LedgerError("a ledger is never taken back to an older schema: restore a backup made before the upgrade")
