"""The map: for each place, effect and party the newest evidence, now or as of a past day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text

from fogline.ledger import schema
from fogline.ledger.evidence import EFFECTS, Row, rows
from fogline.ledger.pen import CHUNK
from fogline.ledger.query import record_at
from fogline.ledger.store import ask_driver


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


class Evidence(NamedTuple):
    """The same for a place that is known already; `claim` is the first 16 digits of its id, enough for `find`."""

    effect: str
    party: str
    day: date | None
    known: date
    claim: str


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """One place of the map as of now, with the newest evidence of every effect and party, rejected claims aside."""

    place: str
    name: str
    lat: float | None
    lon: float | None
    rows: Sequence[Row]
    parties: dict[int, str]

    @property
    def evidence(self) -> list[Evidence]:
        """All of it, in order of effect and party number; made when asked for, because most of a map never is."""
        return [self._said(row) for row in self.rows]

    def newest(self, effect: str) -> Evidence | None:
        """The newest evidence of one effect by whatever party; None where there is none."""
        number = EFFECTS.index(effect)
        best = max((row for row in self.rows if row[0] == number), key=_age, default=None)
        return None if best is None else self._said(best)

    def _said(self, row: Row) -> Evidence:
        effect, party, first, known, _, key = row
        return Evidence(EFFECTS[effect], self.parties[party], _day(first), date.fromordinal(known), key.hex())


def _age(row: Row) -> tuple[int, int, int]:
    return row[2:5]


def _day(ordinal: int) -> date | None:
    return None if ordinal == schema.ALWAYS_FROM else date.fromordinal(ordinal)


def map_now(conn: Connection) -> list[PlaceNow]:
    """Every place with evidence on it, in order of number: one short row a place, no claim is looked at."""
    sql = "SELECT p.id, p.name, p.lat, p.lon, n.evidence FROM place_now n JOIN place p ON p.place = n.place"
    found = [(row, rows(row[4])) for row in ask_driver(conn, sql + " ORDER BY n.place")]
    names = _parties(conn, {row[1] for _, held in found for row in held})
    return [PlaceNow(id_, name, lat, lon, held, names) for (id_, name, lat, lon, _), held in found if held]


def _parties(conn: Connection, numbers: Iterable[int]) -> dict[int, str]:
    a, ordered = schema.actor, sorted(numbers)
    names: dict[int, str] = {}
    for i in range(0, len(ordered), CHUNK):
        asked = select(a.c.actor, a.c.id).where(a.c.actor.in_(ordered[i : i + CHUNK]))
        names.update((number, id_) for number, id_ in conn.execute(asked))
    return names


def read(
    conn: Connection, place: str | None, on: date | None, as_known_on: date | None, as_recorded_at: datetime | None
) -> list[Standing]:
    """Standings of one place or of all, in order of place, effect and party."""
    number = None
    if place is not None:
        number = conn.execute(select(schema.place.c.place).where(schema.place.c.id == place)).scalar()
        if number is None:
            return []
    if on is None and as_known_on is None and as_recorded_at is None:
        found = _now(conn, number)
    else:
        found = _then(conn, number, on, as_known_on, as_recorded_at)
    days: dict[int, date | None] = {schema.ALWAYS_FROM: None}
    result = []
    for id_, effect, party, first, known, key in found:
        if first not in days:
            days[first] = date.fromordinal(first)
        when = days.get(known)
        if when is None:
            when = days[known] = date.fromordinal(known)
        result.append(Standing(id_, EFFECTS[effect], party, days[first], when, key.hex()))
    result.sort(key=lambda s: s[:3])
    return result


_Found = Iterable[tuple[str, int, str, int, int, bytes]]


def _now(conn: Connection, place: int | None) -> _Found:
    """From the map as of now, with the whole ids of its claims."""
    n, p, e, c = schema.place_now, schema.place, schema.entry, schema.claim
    asked = select(p.c.id, n.c.evidence).join(p, p.c.place == n.c.place)
    if place is not None:
        asked = asked.where(n.c.place == place)
    held = [(id_, row) for id_, packed in conn.execute(asked) for row in rows(packed)]
    names = _parties(conn, {row[1] for _, row in held})
    keys: dict[int, bytes] = {}
    numbers = sorted({row[4] for _, row in held})
    for i in range(0, len(numbers), CHUNK):
        these = e.c.entry.in_(numbers[i : i + CHUNK])
        keys.update(
            (r.entry, r.key)
            for r in conn.execute(select(e.c.entry, c.c.key).join(c, c.c.claim == e.c.claim).where(these))
        )
    for id_, (effect, party, first, known, entry, _) in held:
        yield id_, effect, names[party], first, known, keys[entry]


def _then(
    conn: Connection, place: int | None, on: date | None, as_known_on: date | None, as_recorded_at: datetime | None
) -> _Found:
    """From the index of what bears on control."""
    values: dict[str, Any] = {}
    conditions = ["effect IS NOT NULL", "NOT held"]
    if place is not None:
        conditions.append("place = :place")
        values["place"] = place
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
    found: Any = conn.execute(text(_newest(conn, " AND ".join(conditions))), values)
    rows: _Found = found
    return rows


def _newest(conn: Connection, conditions: str) -> str:
    """The newest row of each place, effect and party: by day, then by the day it was known, then by number."""
    if conn.dialect.name == "postgresql":
        inner = (
            f"SELECT DISTINCT ON (place, effect, party) place, effect, party, from_day, known, entry FROM entry_place "
            f"WHERE {conditions} ORDER BY place, effect, party, from_day DESC, known DESC, entry DESC"
        )
    else:
        inner = (
            "SELECT place, effect, party, from_day, known, entry FROM (SELECT place, effect, party, from_day, known, "
            "entry, row_number() OVER (PARTITION BY place, effect, party "
            "ORDER BY from_day DESC, known DESC, entry DESC) "
            f"AS nth FROM entry_place WHERE {conditions}) WHERE nth = 1"
        )
    return (
        f"SELECT p.id, s.effect, a.id, s.from_day, s.known, c.key FROM ({inner}) s "
        "JOIN place p ON p.place = s.place JOIN actor a ON a.actor = s.party "
        "JOIN entry e ON e.entry = s.entry JOIN claim c ON c.claim = e.claim"
    )
