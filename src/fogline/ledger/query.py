"""Which claims: a query over the derived tables, the same on both stores."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
    text,
)

from fogline.errors import QuestionError
from fogline.ledger import schema
from fogline.ledger.chain import microseconds
from fogline.ledger.store import Store, among, ask_driver, numbers_as_value
from fogline.ledger.words import Terms, fold

#: So many of the newest entries are read for their words before PostgreSQL's index is asked: 10 ms (PostgreSQL 15).
_RECENT = 10_000
#: Half the way round the earth and a bit: nothing lies farther away.
_FARTHEST_KM = 20_040
E, P, A = schema.entry, schema.entry_place, schema.entry_actor


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """What to look for; empty fields ask for nothing. Fields are joined by "and", values within one by "or".

    `places` and `actors` are ids; `actors` finds actors and targets; `sources` are ids or names of speakers, and of
    publishers for what they say in their own word. `since` and `until` bound the valid time: a claim is found when its
    interval meets the window, so undated claims are not. `box` is west, south, east, north in degrees (west > east
    crosses the antimeridian). `near` is latitude, longitude and kilometres: places whose point lies so near, measured
    on the WGS84 ellipsoid. `text`: all the words, "phrases in quotes", a trailing * for beginnings.

    Claims come in order of valid time, undated last; where `text` is given, the most recently recorded first. `after`
    is the id of the last claim of the page before.
    """

    places: Collection[str] = ()
    actors: Collection[str] = ()
    types: Collection[str] = ()
    moods: Collection[str] = ()
    certainties: Collection[str] = ()
    polarities: Collection[str] = ()
    sources: Collection[str] = ()
    report: str | None = None
    text: str | None = None
    since: date | None = None
    until: date | None = None
    as_known_on: date | None = None
    as_recorded_at: datetime | None = None
    box: tuple[float, float, float, float] | None = None
    near: tuple[float, float, float] | None = None
    include_rejected: bool = False
    limit: int | None = None
    after: str | None = None


def record_at(conn: Connection, at: datetime) -> int:
    """The last record that the ledger had at a moment; 0 where it had none."""
    r = schema.record
    return conn.execute(select(func.max(r.c.seq)).where(r.c.recorded <= microseconds(at))).scalar() or 0


def in_view(conn: Connection, at: datetime | None) -> list[ColumnElement[bool]]:
    """Conditions that keep the entries which stood now, or at a recorded moment."""
    if at is None:
        return [E.c.ends.is_(None)]
    seq = record_at(conn, at)
    return [E.c.begins <= seq, or_(E.c.ends.is_(None), E.c.ends > seq)]


def entries(conn: Connection, store: Store, query: ClaimQuery) -> list[int]:
    """Numbers of the entries that a query finds, in its order."""
    if _by_place_alone(query):
        spots = _places(conn, store, query)
        return _in_window(conn, query, spots) if spots else []
    wanted = _conditions(conn, store, query)
    if wanted is None:
        return []
    if query.text is not None:
        return _by_words(conn, store, query, wanted)
    places = _places(conn, store, query)
    if places is not None:
        if not places:
            return []
        return _by_place(conn, query, wanted, places)
    _window(query, wanted, E.c.from_day, E.c.to_day)
    mark = _mark(conn, query)
    if mark:
        wanted.append(or_(E.c.from_day > mark[0], and_(E.c.from_day == mark[0], E.c.entry > mark[1])))
    found = select(E.c.entry).where(*wanted).order_by(E.c.from_day, E.c.entry)
    return list(conn.execute(_limited(found, query)).scalars())


def _conditions(conn: Connection, store: Store, query: ClaimQuery) -> list[ColumnElement[bool]] | None:
    """What an entry must be whatever its place and words; None where nothing can be found."""
    wanted = in_view(conn, query.as_recorded_at)
    for column, values in (
        (E.c.type, query.types),
        (E.c.mood, query.moods),
        (E.c.certainty, query.certainties),
        (E.c.polarity, query.polarities),
    ):
        if values:
            wanted.append(column.in_([str(v) for v in values]))
    if query.report is not None:
        number = conn.execute(
            select(schema.report.c.report).where(schema.report.c.id == bytes.fromhex(query.report))
        ).scalar()
        if number is None:
            return None
        wanted.append(E.c.report == number)
    if query.as_known_on is not None:
        wanted.append(E.c.known <= query.as_known_on.toordinal())
    if not query.include_rejected:
        wanted.append(or_(E.c.status.is_(None), E.c.status != "rejected"))
    a = schema.actor
    for role, values, names in (("actor", query.actors, False), ("source", query.sources, True)):
        if values:
            which: ColumnElement[bool] = a.c.id.in_(list(values))
            if names:
                which = or_(which, a.c.folded.in_([fold(v) for v in values]))
            numbers = list(conn.execute(select(a.c.actor).where(which)).scalars())
            if not numbers:
                return None
            wanted.append(E.c.entry.in_(select(A.c.entry).where(A.c.actor.in_(numbers), A.c.role == role)))
    return wanted


def _places(conn: Connection, store: Store, query: ClaimQuery) -> list[int] | None:
    """Numbers of the places that are asked for; None where any place will do."""
    p = schema.place
    found: set[int] | None = None
    if query.places:
        ids = list(query.places)
        if len(ids) == 1:
            found = {row[0] for row in ask_driver(conn, "SELECT place FROM place WHERE id = ?", ids[0])}
        else:
            found = set(conn.execute(select(p.c.place).where(p.c.id.in_(ids))).scalars())
    if query.box is not None:
        boxed = set(_in_box(conn, store, query.box))
        found = boxed if found is None else found & boxed
    if query.near is not None:
        close = set(within(conn, store, *query.near))
        found = close if found is None else found & close
    return None if found is None else sorted(found)


def _in_box(conn: Connection, store: Store, box: tuple[float, float, float, float]) -> list[int]:
    west, south, east, north = box
    if south > north or not (-90 <= south <= 90 and -90 <= north <= 90):
        raise QuestionError(f"box {box}: latitudes must lie in -90..90, south before north")
    halves = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    found: list[int] = []
    for left, right in halves:
        values = {"w": left, "e": right, "s": south, "n": north}
        exact = "p.lon BETWEEN :w AND :e AND p.lat BETWEEN :s AND :n"
        if store.postgres:
            sql = f"SELECT p.place FROM place p WHERE {exact}"
        else:  # the R*Tree keeps 32-bit floats, rounded outwards: it finds, the place itself decides
            sql = (
                "SELECT p.place FROM place_box b JOIN place p ON p.place = b.place WHERE b.east >= :w AND b.west <= :e "
                f"AND b.north >= :s AND b.south <= :n AND {exact}"
            )
        found.extend(conn.execute(text(sql), values).scalars())
    return found


def within(conn: Connection, store: Store, lat: float, lon: float, km: float) -> list[int]:
    """Numbers of the places whose point lies within so many kilometres.

    PostGIS finds them by its geography index, the R*Tree (or, without PostGIS, the index of coordinates) by a box
    around them; each distance is then measured anew, so that both stores give the same places.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 <= km <= _FARTHEST_KM):
        raise QuestionError(
            f"near {lat}, {lon} within {km} km: give a latitude in -90..90, a longitude in -180..180 and 0 to "
            f"{_FARTHEST_KM} km"
        )
    from pyproj import Geod  # a tenth of a second to import, for a question that is seldom asked

    if store.has_spots(conn):
        sql = (
            "SELECT place FROM place WHERE ST_DWithin(spot, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)::geography, :m)"
        )
        some = list(conn.execute(text(sql), {"lat": lat, "lon": lon, "m": km * 1000 + 1}).scalars())
    else:
        some = [number for box in _around(lat, lon, km) for number in _in_box(conn, store, box)]
    sql = f"SELECT p.place, p.lat, p.lon FROM {among(conn)} JOIN place p ON p.place = j.value"
    geod = Geod(ellps="WGS84")
    return sorted(
        {
            place
            for place, there_lat, there_lon in ask_driver(conn, sql, numbers_as_value(conn, some))
            if geod.inv(lon, lat, there_lon, there_lat)[2] <= km * 1000
        }
    )


def _around(lat: float, lon: float, km: float) -> list[tuple[float, float, float, float]]:
    """A box that holds everything within so many kilometres; a degree of latitude is never less than 110.5 km."""
    high = km / 110.5
    south, north = max(lat - high, -90.0), min(lat + high, 90.0)
    widest = math.cos(math.radians(max(abs(south), abs(north))))
    wide = 180.0 if widest < 1e-6 else km / (111.3 * widest)
    if wide >= 180.0:
        return [(-180.0, south, 180.0, north)]
    west, east = lon - wide, lon + wide
    return [(west + 360 if west < -180 else west, south, east - 360 if east > 180 else east, north)]


def _window(query: ClaimQuery, wanted: list[ColumnElement[bool]], first: Any, last: Any) -> None:
    if query.until is not None:
        wanted.append(first <= query.until.toordinal())
    if query.since is not None:
        wanted.append(last >= query.since.toordinal())


def _by_place_alone(query: ClaimQuery) -> bool:
    """Whether the index of places holds all that is asked for, so that no entry need be looked at."""
    return (
        bool(query.places or query.box is not None or query.near is not None)
        and not (query.types or query.moods or query.certainties or query.polarities)
        and not (query.actors or query.sources or query.after)
        and query.report is None
        and query.text is None
        and query.as_recorded_at is None
    )


def _in_window(conn: Connection, query: ClaimQuery, places: list[int]) -> list[int]:
    """Short intervals are found by their first day in the index, the few long ones apart; then both are merged.

    The question of every day, in plain SQL: putting it together with SQLAlchemy takes longer than its answer.
    """
    single = len(places) == 1
    source = "entry_place p" if single else f"{among(conn)} CROSS JOIN entry_place p"
    values: list[Any] = [places[0] if single else numbers_as_value(conn, places)]
    wanted = ["p.place = ?" if single else "p.place = j.value", "p.ends IS NULL", "p.nth = 0"]
    if not query.include_rejected:
        wanted.append("NOT p.rejected")
    if query.as_known_on is not None:
        wanted.append("p.known <= ?")
        values.append(query.as_known_on.toordinal())
    if query.until is not None:
        wanted.append("p.from_day <= ?")
        values.append(query.until.toordinal())
    since = query.since
    if since is not None:
        wanted.append("p.to_day >= ?")
        values.append(since.toordinal())
    order = "ORDER BY p.from_day, p.entry" + ("" if query.limit is None else f" LIMIT {int(query.limit)}")
    found: set[tuple[int, int]] = set()
    for long in (0, 1):
        bound = f" AND p.from_day >= {since.toordinal() - schema.SHORT_DAYS}" if since is not None and not long else ""
        sql = f"SELECT DISTINCT p.from_day, p.entry FROM {source} WHERE {' AND '.join(wanted)} AND p.long = {long}"
        found.update(ask_driver(conn, f"{sql}{bound} {order}", *values))
    return [entry for _, entry in sorted(found)[: query.limit]]


def _by_place(conn: Connection, query: ClaimQuery, wanted: list[ColumnElement[bool]], places: list[int]) -> list[int]:
    """The same where more is asked for than the index of places holds."""
    mark = _mark(conn, query)
    halves = []
    for long in (0, 1):
        these = [P.c.place == places[0] if len(places) == 1 else P.c.place.in_(places), P.c.long == long, P.c.nth == 0]
        these += wanted
        _window(query, these, P.c.from_day, P.c.to_day)
        if not long and query.since is not None:
            these.append(P.c.from_day >= query.since.toordinal() - schema.SHORT_DAYS)
        if mark:
            these.append(or_(P.c.from_day > mark[0], and_(P.c.from_day == mark[0], P.c.entry > mark[1])))
        half = select(P.c.entry, P.c.from_day).join(E, E.c.entry == P.c.entry).where(*these)
        if len(places) > 1:
            half = half.distinct()
        halves.append(_limited(half.order_by(P.c.from_day, P.c.entry), query))
    rows = [tuple(row) for half in halves for row in conn.execute(half)]
    rows = sorted(set(rows), key=lambda row: (row[1], row[0]))
    return [row[0] for row in rows[: query.limit]]


def _by_words(conn: Connection, store: Store, query: ClaimQuery, wanted: list[ColumnElement[bool]]) -> list[int]:
    """The newest entries with these words.

    PostgreSQL's index of words gives all that match before the newest can be taken: a hundred thousand for common
    words. So where only some are wanted, the newest entries are read first, which is enough for common words; for the
    others the index has few to give.
    """
    terms = Terms(query.text or "")
    places = _places(conn, store, query)
    if places is not None:
        if not places:
            return []
        wanted.append(E.c.entry.in_(select(P.c.entry).where(P.c.place.in_(places))))
    _window(query, wanted, E.c.from_day, E.c.to_day)
    mark = _mark(conn, query)
    match: ColumnElement[Any]
    number: Any
    if store.postgres:
        number, question = literal_column("w.entry"), terms.tsquery()
        match = text("w.words @@ CAST(:terms AS tsquery)")  # type: ignore[assignment]
        if query.limit is not None:
            last = mark[1] if mark else (conn.execute(select(func.max(E.c.entry))).scalar() or 0) + 1
            # OFFSET 0: these rows in this order, whatever the planner thinks of the words.
            recent = (
                "(SELECT entry, words FROM claim_words WHERE entry >= :low AND entry < :last "
                "ORDER BY entry DESC OFFSET 0) w"
            )
            found = select(number).select_from(text(recent)).join(E, E.c.entry == number).where(match, *wanted)
            found = _limited(found.order_by(number.desc()), query)
            numbers = list(conn.execute(found.params(terms=question, low=last - _RECENT, last=last)).scalars())
            if len(numbers) == query.limit or last <= _RECENT:
                return numbers
        found = select(number).select_from(text("claim_words w")).join(E, E.c.entry == number)
    else:
        number, question = literal_column("claim_words.rowid"), terms.fts5()
        match = text("claim_words MATCH :terms")  # type: ignore[assignment]
        found = select(number).select_from(text("claim_words")).join(E, E.c.entry == number)
    found = found.where(match, *wanted)
    if mark:
        found = found.where(number < mark[1])
    found = _limited(found.order_by(number.desc()), query).params(terms=question)
    return list(conn.execute(found).scalars())


def _limited(found: Select[Any], query: ClaimQuery) -> Select[Any]:
    return found if query.limit is None else found.limit(query.limit)


def _mark(conn: Connection, query: ClaimQuery) -> tuple[int, int] | None:
    """Where the page before ended."""
    if query.after is None:
        return None
    try:
        key = bytes.fromhex(query.after)
    except ValueError:
        raise QuestionError(f"page after {query.after!r}: no claim's id; send the `next` of the page before") from None
    row = conn.execute(
        select(E.c.from_day, E.c.entry)
        .join(schema.claim, schema.claim.c.claim == E.c.claim)
        .where(schema.claim.c.key == key, *in_view(conn, query.as_recorded_at))
    ).one_or_none()
    if row is None:
        raise QuestionError(f"page after {query.after}: no such claim stands in the ledger; start from the first page")
    return row.from_day, row.entry
