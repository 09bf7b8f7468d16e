"""Which claims: a query over the derived tables, the same on both stores."""

from __future__ import annotations

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
from fogline.ledger.store import Store
from fogline.ledger.words import Terms, fold

E, P, A = schema.entry, schema.entry_place, schema.entry_actor


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """What to look for; empty fields ask for nothing. Fields are joined by "and", values within one by "or".

    `places` and `actors` are ids; `actors` finds actors and targets; `sources` are ids or names of speakers, and of
    publishers for what they say in their own word. `since` and `until` bound the valid time: a claim is found when its
    interval meets the window, so undated claims are not. `box` is west, south, east, north in degrees (west > east
    crosses the antimeridian). `text`: all the words, "phrases in quotes", a trailing * for beginnings.

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
        found = set(conn.execute(select(p.c.place).where(p.c.id.in_(list(query.places)))).scalars())
    if query.box is not None:
        boxed = set(_in_box(conn, store, query.box))
        found = boxed if found is None else found & boxed
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


def _window(query: ClaimQuery, wanted: list[ColumnElement[bool]], first: Any, last: Any) -> None:
    if query.until is not None:
        wanted.append(first <= query.until.toordinal())
    if query.since is not None:
        wanted.append(last >= query.since.toordinal())


def _by_place(conn: Connection, query: ClaimQuery, wanted: list[ColumnElement[bool]], places: list[int]) -> list[int]:
    """Short intervals are found by their first day in the index, the few long ones apart; then both are merged."""
    mark = _mark(conn, query)
    halves = []
    for long in (0, 1):
        these = [P.c.place == places[0] if len(places) == 1 else P.c.place.in_(places), P.c.long == long, *wanted]
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
    terms = Terms(query.text or "")
    places = _places(conn, store, query)
    if places is not None:
        if not places:
            return []
        wanted.append(E.c.entry.in_(select(P.c.entry).where(P.c.place.in_(places))))
    _window(query, wanted, E.c.from_day, E.c.to_day)
    mark = _mark(conn, query)
    if store.postgres:
        match: ColumnElement[Any] = text("claim_words.words @@ CAST(:terms AS tsquery)")  # type: ignore[assignment]
        number: Any = literal_column("claim_words.entry")
        words, question = text("claim_words"), terms.tsquery()
        found = select(number).select_from(words).join(E, E.c.entry == number)
    else:
        match = text("claim_words MATCH :terms")  # type: ignore[assignment]
        number = literal_column("claim_words.rowid")
        question = terms.fts5()
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
    row = conn.execute(
        select(E.c.from_day, E.c.entry)
        .join(schema.claim, schema.claim.c.claim == E.c.claim)
        .where(schema.claim.c.key == bytes.fromhex(query.after), *in_view(conn, query.as_recorded_at))
    ).one_or_none()
    if row is None:
        raise QuestionError(f"page after {query.after}: no such claim stands in the ledger; start from the first page")
    return row.from_day, row.entry
