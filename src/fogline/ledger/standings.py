"""The map: for each place, effect and party the newest evidence, now or as of a past day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from fogline.ledger import schema
from fogline.ledger.query import record_at


class Standing(NamedTuple):
    """The newest claim by which `party` (a side, or an actor without one) `effect`s `place`.

    `effect`: holds, left, there, gone, disputes, denied (`fogline.ledger.effects`). `day` is the first valid day, None
    for an open start; `known` the day from which it was known. What follows from it is for the picture to say.
    """

    place: str
    effect: str
    party: str
    day: date | None
    known: date
    claim: str


_COLUMNS = "p.id, s.effect, a.id, s.from_day, s.known, c.key"
_JOINS = (
    "JOIN place p ON p.place = s.place JOIN actor a ON a.actor = s.party "
    "JOIN entry e ON e.entry = s.entry JOIN claim c ON c.claim = e.claim"
)


def read(
    conn: Connection, place: str | None, on: date | None, as_known_on: date | None, as_recorded_at: datetime | None
) -> list[Standing]:
    """Standings of one place or of all, ordered by place, effect and party numbers."""
    values: dict[str, Any] = {}
    where = ""
    if place is not None:
        number = conn.execute(
            schema.place.select().with_only_columns(schema.place.c.place).where(schema.place.c.id == place)
        ).scalar()
        if number is None:
            return []
        values["place"] = number
        where = "s.place = :place"
    if on is None and as_known_on is None and as_recorded_at is None:
        sql = f"SELECT {_COLUMNS} FROM standing s {_JOINS}" + (f" WHERE {where}" if where else "")
    else:
        conditions = ["held = FALSE" if conn.dialect.name == "postgresql" else "held = 0"]
        if where:
            conditions.append("place = :place")
        if on is not None:
            conditions.append("from_day <= :on")
            values["on"] = on.toordinal()
        if as_known_on is not None:
            conditions.append("known <= :known")
            values["known"] = as_known_on.toordinal()
        if as_recorded_at is None:
            conditions.append("ends IS NULL")
        else:
            conditions.append("begins <= :seq AND (ends IS NULL OR ends > :seq)")
            values["seq"] = record_at(conn, as_recorded_at)
        sql = _newest(conn, " AND ".join(conditions))
    days: dict[int, date | None] = {schema.ALWAYS_FROM: None}
    result = []
    for id_, effect, party, first, known, key in conn.execute(text(sql), values):
        day = days.get(first)
        if day is None and first != schema.ALWAYS_FROM:
            day = days[first] = date.fromordinal(first)
        when = days.get(known)
        if when is None:
            when = days[known] = date.fromordinal(known)
        result.append(Standing(id_, effect, party, day, when, key.hex()))
    result.sort(key=lambda s: s[:3])
    return result


def _newest(conn: Connection, conditions: str) -> str:
    """The newest row of each place, effect and party: by day, then by the day it was known, then by number."""
    if conn.dialect.name == "postgresql":
        inner = (
            f"SELECT DISTINCT ON (place, effect, party) place, effect, party, from_day, known, entry FROM control "
            f"WHERE {conditions} ORDER BY place, effect, party, from_day DESC, known DESC, entry DESC"
        )
    else:
        inner = (
            "SELECT place, effect, party, from_day, known, entry FROM (SELECT place, effect, party, from_day, known, "
            "entry, row_number() OVER (PARTITION BY place, effect, party "
            "ORDER BY from_day DESC, known DESC, entry DESC) "
            f"AS nth FROM control WHERE {conditions}) WHERE nth = 1"
        )
    return f"SELECT {_COLUMNS} FROM ({inner}) s {_JOINS}"
