"""Writing down what weighing found: links as records, origins, events and blocks as derived tables; their reviews."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, select, update

from fogline.claims import (
    Link,
    Review,
    ReviewAction,
    canonical_json,
)
from fogline.errors import LedgerError
from fogline.ledger import schema
from fogline.ledger.chain import sha256
from fogline.ledger.effective import in_force
from fogline.ledger.pen import CHUNK, Pen
from fogline.ledger.projection import hold_back
from fogline.ledger.records import link_from, link_value, origin_body, review_from
from fogline.ledger.weighing_records import Weighing

N, E = schema.link_now, schema.entry
_VERDICTS = {
    ReviewAction.ACCEPT: "accepted",
    ReviewAction.REJECT: "rejected",
    ReviewAction.ADD_LINK: "added",
}


def write_weighing(pen: Pen, weighing: Weighing, version: str) -> int:
    """Append a run of weighing; how many links are new. A run that changes no link adds no record."""
    weighed = set(weighing.blocks)
    named = {key for link in weighing.links for key in (link.a, link.b)} | set(weighing.events)
    named |= {origin.claim for origin in weighing.origins}
    numbers = claim_numbers(pen.conn, weighed | named)
    if missing := (weighed | named) - numbers.keys():
        raise LedgerError(f"weighing names claim {min(missing)}, which this ledger does not have; add its report first")
    touched = sorted(numbers[key] for key in weighed)
    standing = {bytes(row.id): row for row in _touching(pen.conn, touched) if row.weighed}
    offered: dict[bytes, tuple[Link, str]] = {}
    for link in weighing.links:
        offered[bytes.fromhex(link.id)] = (link, canonical_json(link_value(link)))
    withdrawn = sorted(id_ for id_ in standing if id_ not in offered)
    fresh = [id_ for id_ in offered if id_ not in standing or standing[id_].body != offered[id_][1]]
    if fresh or withdrawn:
        body = canonical_json([id_.hex() for id_ in withdrawn])
        hashes = [sha256(offered[id_][1]) for id_ in fresh]
        hash_ = hash_weighing(version, body, hashes)
        seq = pen.record("weighing", hash_, hash_)
        first = 0
        for id_, link_hash in zip(fresh, hashes, strict=True):
            row = pen.next(schema.link)
            first = first or row
            pen.put(schema.link, row, seq, id_, link_hash, offered[id_][1])
        pen.put(schema.weighing, seq, version, first, len(fresh), body)
        pen.flush()
        project_weighing(pen, seq, withdrawn, [(id_, offered[id_][1]) for id_ in fresh], numbers)
    _keep_origins(pen, weighing, numbers, touched)
    pen.flush()
    return len(fresh)


def hash_weighing(version: str, body: str, links: Sequence[bytes]) -> bytes:
    """The hash of a run covers its version, what it withdraws, and every link in it."""
    digest = hashlib.sha256(canonical_json([version, body]).encode())
    for link_hash in links:
        digest.update(link_hash)
    return digest.digest()


def project_weighing(
    pen: Pen,
    seq: int,
    withdrawn: Sequence[bytes],
    links: Sequence[tuple[bytes, str]],
    numbers: dict[str, int] | None = None,
) -> None:
    """Bring the links in force up to a weighing record."""
    affected: set[int] = set()
    new = {id_ for id_, _ in links}
    current = _current(pen.conn, [*withdrawn, *new])
    reviews = link_reviews(pen.conn, [*withdrawn, *new], seq)
    for id_ in withdrawn:
        row = current[id_]
        status = _status(reviews.get(id_.hex(), []))
        _close(pen, row, seq)
        affected |= {row.a, row.b}
        if status in ("accepted", "added"):  # a person vouches for it: it stays without the weighing
            _open(pen, id_, json.loads(row.body), row.a, row.b, seq, status, weighed=False)
    if numbers is None:
        bodies = [json.loads(body) for _, body in links]
        numbers = claim_numbers(pen.conn, {b[end] for b in bodies for end in ("a", "b")})
    for id_, body in links:
        if id_ in current and id_ not in withdrawn:
            _close(pen, current[id_], seq)
        value = json.loads(body)
        a, b = numbers[value["a"]], numbers[value["b"]]
        _open(pen, id_, value, a, b, seq, _status(reviews.get(id_.hex(), [])), weighed=True)
        if value["kind"] == "hardens":
            affected |= {a, b}
    hold_back(pen, affected)


def project_link_review(pen: Pen, link_id: str, at: int) -> None:
    """Bring one link up to its reviews."""
    pen.flush()
    id_ = bytes.fromhex(link_id)
    row = _current(pen.conn, [id_]).get(id_)
    mine = link_reviews(pen.conn, [id_], at).get(link_id, [])
    status = _status(mine)
    added = next((r for r in mine if r.action is ReviewAction.ADD_LINK), None)
    if row is not None:
        if row.status == status and (row.weighed or status is not None):
            return
        _close(pen, row, at)
        if row.weighed or status in ("accepted", "added") or added is not None:
            _open(pen, id_, json.loads(row.body), row.a, row.b, at, status, weighed=bool(row.weighed))
        ends = {row.a, row.b}
    elif added is not None:
        numbers = claim_numbers(pen.conn, {added.value["a"], added.value["b"]})
        a, b = numbers[added.value["a"]], numbers[added.value["b"]]
        _open(pen, id_, link_value(link_from(added.value)), a, b, at, status, weighed=False)
        ends = {a, b}
    else:
        return
    hold_back(pen, ends)


def _open(
    pen: Pen, id_: bytes, value: dict[str, Any], a: int, b: int, at: int, status: str | None, *, weighed: bool
) -> None:
    pen.put(N, pen.next(N), id_, value["kind"], a, b, canonical_json(value), at, None, status, weighed)


def _close(pen: Pen, row: Row[Any], at: int) -> None:
    pen.conn.execute(update(N).where(N.c.row == row.row).values(ends=at))


def _status(reviews: Sequence[Review]) -> str | None:
    verdicts = [_VERDICTS[r.action] for r in reviews if r.action in _VERDICTS]
    return verdicts[-1] if verdicts else None


def _current(conn: Connection, ids: Sequence[bytes]) -> dict[bytes, Row[Any]]:
    found = {}
    for i in range(0, len(ids), CHUNK):
        for row in conn.execute(select(N).where(N.c.id.in_(ids[i : i + CHUNK]), N.c.ends.is_(None))):
            found[bytes(row.id)] = row
    return found


def _touching(conn: Connection, claims: Sequence[int]) -> Iterator[Row[Any]]:
    """Links in force that touch any of these claims, each once."""
    seen: set[int] = set()
    for i in range(0, len(claims), CHUNK):
        part = claims[i : i + CHUNK]
        for end in (N.c.a, N.c.b):
            for row in conn.execute(select(N).where(end.in_(part), N.c.ends.is_(None))):
                if row.row not in seen:
                    seen.add(row.row)
                    yield row


def link_reviews(conn: Connection, ids: Sequence[bytes], at: int) -> dict[str, list[Review]]:
    """Reviews in force on these links at a record."""
    r = schema.review
    some = conn.execute(select(r.c.seq).where(r.c.report.is_(None)).limit(1)).scalar()
    if some is None:
        return {}
    rows = conn.execute(select(r.c.id, r.c.body).where(r.c.report.is_(None), r.c.seq <= at).order_by(r.c.seq)).all()
    wanted = {id_.hex() for id_ in ids}
    found: defaultdict[str, list[Review]] = defaultdict(list)
    for review in in_force([review_from(bytes(row.id).hex(), row.body) for row in rows]):
        if review.subject in wanted:
            found[review.subject].append(review)
    return found


def claim_numbers(conn: Connection, keys: Collection[str]) -> dict[str, int]:
    c = schema.claim
    ordered = sorted(keys)
    found = {}
    for i in range(0, len(ordered), CHUNK):
        part = [bytes.fromhex(k) for k in ordered[i : i + CHUNK]]
        for row in conn.execute(select(c.c.key, c.c.claim).where(c.c.key.in_(part))):
            found[bytes(row.key).hex()] = row.claim
    return found


def block_number(key: str) -> int:
    """A block key as the table keeps it: 8 bytes of its SHA-256. A collision costs a needless candidate, no more."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:8], "big", signed=True)


def _keep_origins(pen: Pen, weighing: Weighing, numbers: dict[str, int], touched: Sequence[int]) -> None:
    """Put the origins, events and blocks of weighed claims in place of what stood; change those of earlier claims."""
    o, b = schema.origin, schema.block
    for i in range(0, len(touched), CHUNK):
        part = touched[i : i + CHUNK]
        for row in pen.conn.execute(select(o.c.claim, o.c.blocks).where(o.c.claim.in_(part))).all():
            for block in json.loads(row.blocks):
                pen.conn.execute(delete(b).where(and_(b.c.block == block, b.c.claim == row.claim)))
        pen.conn.execute(delete(o).where(o.c.claim.in_(part)))
    entry: dict[int, int] = {}
    for i in range(0, len(touched), CHUNK):
        these = select(E.c.claim, E.c.entry).where(E.c.claim.in_(touched[i : i + CHUNK]), E.c.ends.is_(None))
        entry.update((row.claim, row.entry) for row in pen.conn.execute(these))
    seen, w = sorted(entry.values()), schema.to_weigh
    for i in range(0, len(seen), CHUNK):
        pen.conn.execute(delete(w).where(w.c.entry.in_(seen[i : i + CHUNK])))
    for origin in weighing.origins:
        number = numbers[origin.claim]
        if origin.claim not in weighing.blocks:
            change = {"statement": origin.statement, "body": origin_body(origin)}
            pen.conn.execute(update(o).where(o.c.claim == number).values(change))
            continue
        blocks = sorted({block_number(key) for key in weighing.blocks[origin.claim]})
        event = weighing.events.get(origin.claim)
        pen.put(o, number, entry.get(number, 0), event, origin.statement, origin_body(origin), canonical_json(blocks))
        for block in blocks:
            pen.put(b, block, number)
    for claim, event in weighing.events.items():
        if claim not in weighing.blocks:
            pen.conn.execute(update(o).where(o.c.claim == numbers[claim]).values(event=event))
