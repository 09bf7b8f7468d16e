"""From rows back to values: entries to LedgerClaims, fast enough for a hundred in a few milliseconds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from fogline.claims import ActorRef, LedgerClaim, Place, PlaceRef, ReportHead
from fogline.ledger import schema
from fogline.ledger.bodies import actor_ref_from, claim_from, place_ref_from
from fogline.ledger.chain import moment
from fogline.ledger.pen import CHUNK, Memory, places_by_digest
from fogline.ledger.prepare import head_from
from fogline.ledger.projection import interval_of
from fogline.ledger.records import resolution_of

E = schema.entry
_ROWS = (
    select(
        E.c.entry,
        E.c.claim,
        E.c.form,
        E.c.report,
        E.c.from_day,
        E.c.to_day,
        E.c.approximate,
        E.c.status,
        E.c.found,
        E.c.body,
        schema.claim.c.key,
        schema.content.c.body.label("content"),
        schema.resolution.c.body.label("resolution"),
        schema.reading.c.reader,
        schema.reading.c.version,
    )
    .select_from(E)
    .join(schema.claim, schema.claim.c.claim == E.c.claim)
    .outerjoin(schema.content, schema.content.c.content == E.c.content)
    .outerjoin(schema.reading, schema.reading.c.seq == schema.content.c.reading)
    .outerjoin(schema.resolution, schema.resolution.c.resolution == E.c.resolution)
)
Heads = dict[int, tuple[ReportHead, datetime]]
Refs = tuple[tuple[PlaceRef, ...], tuple[ActorRef, ...], tuple[ActorRef, ...]]


def ledger_claims(conn: Connection, memory: Memory, numbers: Sequence[int]) -> list[tuple[int, LedgerClaim]]:
    """The claims of these entries in this order, each with the number of its claim."""
    rows: dict[int, Row[Any]] = {}
    for i in range(0, len(numbers), CHUNK):
        for row in conn.execute(_ROWS.where(E.c.entry.in_(numbers[i : i + CHUNK]))):
            rows[row.entry] = row  # type: ignore[assignment]
    found = [rows[n] for n in numbers]
    known = heads(conn, memory, {row.form for row in found})
    resolutions = {row.entry: json.loads(row.resolution) for row in found if row.resolution is not None}
    places_by_digest(conn, memory, [p["place"] for body in resolutions.values() for p in body["places"] if p["place"]])
    return [(row.claim, _claim(row, resolutions.get(row.entry), memory, known)) for row in found]


def _claim(row: Row[Any], resolution: Any, memory: Memory, known: Heads) -> LedgerClaim:
    head, recorded = known[row.form]
    as_read = None if row.content is None else claim_from(json.loads(row.content), head.id)
    if row.body is None:
        claim = as_read
        original = None
        refs = _refs(resolution, memory)
    else:
        body = json.loads(row.body)
        claim = claim_from(body["claim"], head.id)
        original = as_read if as_read is not None and as_read != claim else None
        refs = resolution_of(body["resolution"])
    assert claim is not None
    return LedgerClaim(
        bytes(row.key).hex(),
        claim,
        head,
        *refs,
        interval_of(row.from_day, row.to_day, row.approximate),
        recorded,
        "" if row.reader is None else f"{row.reader} {row.version}",
        row.status,
        original,
        bool(row.found),
    )


def _refs(body: Any, memory: Memory) -> Refs:
    if body is None:
        return (), (), ()
    place_of = memory.places.__getitem__
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
    """The places that standing entries name, in order of name and id."""
    p, x = schema.place, schema.entry_place
    # One probe a place: a place of a hundred thousand claims is found by its first one that stands.
    named = select(x.c.place).join(E, E.c.entry == x.c.entry).where(x.c.place == p.c.place, E.c.ends.is_(None)).exists()
    digests = [bytes(d).hex() for d in conn.execute(select(p.c.digest).where(named)).scalars()]
    places_by_digest(conn, memory, digests)
    return sorted((memory.places[d] for d in digests), key=lambda place: (place.name, place.id))
