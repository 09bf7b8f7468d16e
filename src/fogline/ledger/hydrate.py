"""From rows back to values: entries to LedgerClaims, fast enough for a hundred in a few milliseconds."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from fogline.claims import LedgerClaim, Place, ReportHead
from fogline.ledger import schema
from fogline.ledger.chain import moment
from fogline.ledger.decode import PlaceOf, Resolved, claim_from, claim_of, resolved_of
from fogline.ledger.drafts import interval_of
from fogline.ledger.pen import CHUNK, Memory, places_by_digest
from fogline.ledger.prepare import head_from
from fogline.ledger.records import resolution_of
from fogline.ledger.store import among, ask_driver, numbers_as_value

E = schema.entry
_ROWS = (
    "SELECT e.entry, e.claim, e.form, e.from_day, e.to_day, e.approximate, e.status, e.found, e.body, c.key, t.body, "
    "t.reading, s.body FROM {among} CROSS JOIN entry e JOIN claim c ON c.claim = e.claim "
    "LEFT JOIN content t ON t.content = e.content LEFT JOIN resolution s ON s.resolution = e.resolution "
    "WHERE e.entry = j.value"
)
#: Claims that are fetched in one question.
_STEP = 5000
Heads = dict[int, tuple[ReportHead, datetime]]


def ledger_claims(conn: Connection, memory: Memory, numbers: Sequence[int]) -> list[tuple[int, LedgerClaim]]:
    """The claims of these entries in this order, each with the number of its claim."""
    found: list[tuple[int, LedgerClaim]] = []
    sql = _ROWS.format(among=among(conn))
    for i in range(0, len(numbers), _STEP):
        part = numbers[i : i + _STEP]
        rows = {row[0]: row for row in ask_driver(conn, sql, numbers_as_value(conn, part))}
        known = heads(conn, memory, {row[2] for row in rows.values()})
        readers = _readers(conn, memory, {row[11] for row in rows.values()})
        resolved = {n: resolved_of(row[12]) for n, row in rows.items() if row[12] is not None}
        places_by_digest(conn, memory, [digest for one in resolved.values() for digest in one.digests()])
        place_of = memory.places.__getitem__
        found += [(rows[n][1], _claim(rows[n], resolved.get(n), place_of, known, readers)) for n in part]
    return found


def _claim(
    row: tuple[Any, ...], resolved: Resolved | None, place_of: PlaceOf, known: Heads, readers: Mapping[int | None, str]
) -> LedgerClaim:
    _, _, form, first, last, approximate, status, again, body, key, content, reading, _ = row
    head, recorded = known[form]
    as_read = None if content is None else claim_of(content, head.id)
    if body is None:
        claim, original, refs = as_read, None, ((), (), ()) if resolved is None else resolved.refs(place_of)
    else:
        reviewed = json.loads(body)
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
        readers[reading],
        status,
        original,
        bool(again),
    )


def _readers(conn: Connection, memory: Memory, readings: Iterable[int | None]) -> Mapping[int | None, str]:
    """Name and version of the reader behind each reading."""
    known = memory.readers
    missing = sorted({n for n in readings if n is not None and n not in known})
    r = schema.reading
    for i in range(0, len(missing), CHUNK):
        part = missing[i : i + CHUNK]
        for row in conn.execute(select(r.c.seq, r.c.reader, r.c.version).where(r.c.seq.in_(part))):
            known[row.seq] = sys.intern(f"{row.reader} {row.version}")
    return known


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
