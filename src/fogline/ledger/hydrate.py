"""From rows back to values: entries to LedgerClaims, fast enough for a hundred in a few milliseconds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from fogline.claims import ActorRef, LedgerClaim, Place, PlaceRef, ReportHead
from fogline.ledger import schema
from fogline.ledger.bodies import actor_ref_from, claim_from, place_ref_from
from fogline.ledger.chain import moment
from fogline.ledger.entries import interval_of
from fogline.ledger.pen import CHUNK, Memory, places_by_digest
from fogline.ledger.prepare import head_from
from fogline.ledger.records import resolution_of
from fogline.ledger.store import among, ask_driver, numbers_as_value

E = schema.entry
_ROWS = (
    "SELECT e.entry, e.claim, e.form, e.from_day, e.to_day, e.approximate, e.status, e.found, e.body, c.key, t.body, "
    "s.body, r.reader, r.version FROM {among} CROSS JOIN entry e JOIN claim c ON c.claim = e.claim "
    "LEFT JOIN content t ON t.content = e.content LEFT JOIN reading r ON r.seq = t.reading "
    "LEFT JOIN resolution s ON s.resolution = e.resolution WHERE e.entry = j.value"
)
#: Claims that are fetched in one question.
_STEP = 5000
_json = orjson.loads
Heads = dict[int, tuple[ReportHead, datetime]]
Refs = tuple[tuple[PlaceRef, ...], tuple[ActorRef, ...], tuple[ActorRef, ...]]


def ledger_claims(conn: Connection, memory: Memory, numbers: Sequence[int]) -> list[tuple[int, LedgerClaim]]:
    """The claims of these entries in this order, each with the number of its claim."""
    found: list[tuple[int, LedgerClaim]] = []
    sql = _ROWS.format(among=among(conn))
    for i in range(0, len(numbers), _STEP):
        part = numbers[i : i + _STEP]
        rows = {row[0]: row for row in ask_driver(conn, sql, numbers_as_value(conn, part))}
        known = heads(conn, memory, {row[2] for row in rows.values()})
        resolutions = {n: _json(row[11]) for n, row in rows.items() if row[11] is not None}
        named = {p["place"] for body in resolutions.values() for p in body["places"]}
        named.discard(None)
        places_by_digest(conn, memory, named)
        place_of = memory.places.__getitem__
        found += [(rows[n][1], _claim(rows[n], resolutions.get(n), place_of, known)) for n in part]
    return found


def _claim(row: tuple[Any, ...], resolution: Any, place_of: Callable[[str], Place], known: Heads) -> LedgerClaim:
    _, _, form, first, last, approximate, status, again, body, key, content, _, reader, version = row
    head, recorded = known[form]
    as_read = None if content is None else claim_from(_json(content), head.id)
    if body is None:
        claim, original, refs = as_read, None, _refs(resolution, place_of)
    else:
        reviewed = _json(body)
        claim = claim_from(reviewed["claim"], head.id)
        original = as_read if as_read is not None and as_read != claim else None
        refs = resolution_of(reviewed["resolution"])
    assert claim is not None
    return LedgerClaim(
        key.hex(),
        claim,
        head,
        *refs,
        interval_of(first, last, approximate),
        recorded,
        "" if reader is None else f"{reader} {version}",
        status,
        original,
        bool(again),
    )


def _refs(body: Any, place_of: Callable[[str], Place]) -> Refs:
    if body is None:
        return (), (), ()
    return (
        tuple([place_ref_from(p, place_of) for p in body["places"]]),
        tuple([actor_ref_from(a) for a in body["actors"]]),
        tuple([actor_ref_from(a) for a in body["speakers"]]),
    )


def heads(conn: Connection, memory: Memory, forms: Iterable[int]) -> Heads:
    """What is known of these reports, each in the form that the entry stands on, and when the report was recorded."""
    known = memory.heads  # one dictionary throughout: a redaction in another thread puts a new one in its place
    missing = sorted(set(forms) - known.keys())
    f, r = schema.report_form, schema.record
    for i in range(0, len(missing), CHUNK):
        rows = conn.execute(
            select(f.c.seq, f.c.body, r.c.recorded)
            .join(r, r.c.seq == f.c.report)
            .where(f.c.seq.in_(missing[i : i + CHUNK]))
        )
        for row in rows:
            known[row.seq] = (head_from(json.loads(row.body)), moment(row.recorded))
    return known


def places(conn: Connection, memory: Memory) -> list[Place]:
    """The places that standing entries name, in order of name and id; remembered until a record is added."""
    r = schema.record
    now = conn.execute(select(func.max(r.c.seq))).scalar() or 0
    seen = memory.named
    if seen is not None and seen[0] == now:
        return list(seen[1])
    p, x = schema.place, schema.entry_place
    # One probe a place: a place of a hundred thousand claims is found by its first one that stands.
    named = select(x.c.place).where(x.c.place == p.c.place, x.c.ends.is_(None)).exists()
    digests = [bytes(d).hex() for d in conn.execute(select(p.c.digest).where(named)).scalars()]
    places_by_digest(conn, memory, digests)
    found = sorted((memory.places[d] for d in digests), key=lambda place: (place.name, place.id))
    memory.named = (now, found)
    return list(found)
