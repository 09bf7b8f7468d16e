"""Claims with what weighing found of them: origins, events and links, as asked for; reviews of origins applied."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, literal_column, or_, select, text

from fogline.claims import (
    LedgerClaim,
    Link,
    Origin,
    ReportHead,
    Review,
    ReviewAction,
    Weighed,
)
from fogline.ledger import schema
from fogline.ledger.collector import uncollected
from fogline.ledger.effective import in_force
from fogline.ledger.hydrate import ledger_claims
from fogline.ledger.linking import block_number, claim_numbers
from fogline.ledger.pen import CHUNK, Memory
from fogline.ledger.query import record_at
from fogline.ledger.records import link_from, origin_from, review_from
from fogline.ledger.store import among, ask_driver, numbers_as_value

N, E = schema.link_now, schema.entry
#: The numbers of the parameter `claims`: the same words however many, so they are put together and planned once.
_ASKED: dict[str, Select[Any]] = {
    "sqlite": select(literal_column("value")).select_from(text("json_each(:claims)")),
    "postgresql": select(literal_column("value")).select_from(text("unnest(CAST(:claims AS bigint[])) AS j(value)")),
}


def links_of(
    conn: Connection,
    claims: Collection[int] | None,
    kinds: Collection[str] | None,
    *,
    include_rejected: bool = False,
    as_recorded_at: datetime | None = None,
    as_known_on: date | None = None,
) -> Iterator[tuple[int, int, Link]]:
    """Links in force between claims that stand, with the numbers of both claims."""
    if as_recorded_at is None:
        in_view: list[ColumnElement[bool]] = [N.c.ends.is_(None)]
        entry_view: list[ColumnElement[bool]] = [E.c.ends.is_(None)]
    else:
        seq = record_at(conn, as_recorded_at)
        in_view = [N.c.begins <= seq, or_(N.c.ends.is_(None), N.c.ends > seq)]
        entry_view = [E.c.begins <= seq, or_(E.c.ends.is_(None), E.c.ends > seq)]
    wanted = list(in_view)
    if kinds:
        wanted.append(N.c.kind.in_([str(k) for k in kinds]))
    if not include_rejected:
        wanted.append(or_(N.c.status.is_(None), N.c.status != "rejected"))
    for end in (N.c.a, N.c.b):
        there: list[ColumnElement[bool]] = [E.c.claim == end, *entry_view]
        if not include_rejected:
            there.append(or_(E.c.status.is_(None), E.c.status != "rejected"))
        if as_known_on is not None:
            there.append(E.c.known <= as_known_on.toordinal())
        wanted.append(select(E.c.entry).where(*there).exists())
    columns = (N.c.row, N.c.a, N.c.b, N.c.body)
    if claims is None:
        for row in conn.execute(select(*columns).where(*wanted).order_by(N.c.row)):
            yield row.a, row.b, link_from(json.loads(row.body))
        return
    found: dict[int, Row[int, int, int, str]] = {}
    these = {"claims": numbers_as_value(conn, sorted(claims))}
    for end in (N.c.a, N.c.b):
        asked = select(*columns).where(end.in_(_ASKED[conn.dialect.name]), *wanted)
        found.update((row.row, row) for row in conn.execute(asked, these))
    for _, row in sorted(found.items()):  # a claim has its links in one order, with whatever others it is asked for
        yield row.a, row.b, link_from(json.loads(row.body))


@uncollected()
def weighed_of(
    conn: Connection,
    memory: Memory,
    entries: Sequence[int],
    *,
    as_recorded_at: datetime | None = None,
    as_known_on: date | None = None,
) -> list[Weighed]:
    """These entries with where they come from and what they are linked to."""
    claims = ledger_claims(conn, memory, entries)
    numbers = [number for number, _ in claims]
    links: defaultdict[int, list[Link]] = defaultdict(list)
    for a, b, link in links_of(conn, numbers, None, as_recorded_at=as_recorded_at, as_known_on=as_known_on):
        links[a].append(link)
        if b != a:
            links[b].append(link)
    origins = _origins(conn, numbers)
    ruled = origin_reviews(conn)
    result = []
    for number, claim in claims:
        origin, event = origins.get(number, (None, None))
        found = origin_from(claim.id, origin) if origin is not None else unweighed_origin(claim)
        if claim.id in ruled:
            found = _ruled(conn, found, ruled[claim.id], claim.report)
        result.append(Weighed(claim, found, event, tuple(links.get(number, ()))))
    return result


def _origins(conn: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    sql = f"SELECT o.claim, o.body, o.event FROM {among(conn)} CROSS JOIN origin o WHERE o.claim = j.value"
    rows = ask_driver(conn, sql, numbers_as_value(conn, numbers))
    return {claim: (body, event) for claim, body, event in rows}


def unweighed_origin(claim: LedgerClaim) -> Origin:
    """Where a claim comes from as long as nobody has weighed it: its own report, nothing assumed."""
    publisher = claim.report.publisher
    return Origin(
        claim.id,
        f"publisher/{publisher}" if publisher else f"report/{claim.report.id}",
        publisher or claim.report.name,
        f"report/{claim.report.id}",
        named=publisher is not None,
        why="not weighed yet",
    )


def origin_reviews(conn: Connection) -> dict[str, Review]:
    """The last word in force on the origin of each claim, where a person split or joined it."""
    r = schema.review
    actions = [ReviewAction.SPLIT_ORIGIN.value, ReviewAction.JOIN_ORIGIN.value, ReviewAction.UNDO.value]
    rows = conn.execute(select(r.c.id, r.c.body).where(r.c.action.in_(actions)).order_by(r.c.seq)).all()
    return {
        review.subject: review
        for review in in_force([review_from(bytes(row.id).hex(), row.body) for row in rows])
        if review.action is not ReviewAction.UNDO
    }


def _ruled(conn: Connection, origin: Origin, review: Review, head: ReportHead) -> Origin:
    """An origin as a person has it: of its own, or one with another claim's."""
    why = f"by {review.by}" + (f": {review.note}" if review.note else "")
    if review.action is ReviewAction.SPLIT_ORIGIN:
        given = review.value or {}
        return replace(
            origin,
            source=given.get("source", f"split/{origin.claim}"),
            source_name=given.get("source_name", head.publisher or head.name),
            statement=f"split/{origin.claim}",
            relay=False,
            via="own report",
            share=None,
            why=f"split {why}",
        )
    number = claim_numbers(conn, [review.value]).get(review.value)
    held = _origins(conn, [number]) if number is not None else {}
    if number not in held:
        return origin
    other = origin_from(review.value, held[number][0])
    return replace(
        origin, source=other.source, source_name=other.source_name, statement=other.statement, why=f"joined {why}"
    )


def sharing(conn: Connection, statements: Collection[str], events: Collection[str]) -> list[int]:
    """Entries that stand now and rest on any of these statements, or belong to any of these events, in order."""
    o = schema.origin
    found: set[int] = set()
    for column, values in ((o.c.statement, sorted(statements)), (o.c.event, sorted(events))):
        for i in range(0, len(values), CHUNK):
            part = values[i : i + CHUNK]
            found.update(
                conn.execute(
                    select(E.c.entry).join(o, o.c.claim == E.c.claim).where(column.in_(part), E.c.ends.is_(None))
                ).scalars()
            )
    return sorted(found)


def candidate_entries(conn: Connection, blocks: Collection[str]) -> list[int]:
    """Entries that stand now and share a block with what is asked for, in order."""
    ordered = sorted({block_number(key) for key in blocks})
    found: set[int] = set()
    b = schema.block
    for i in range(0, len(ordered), CHUNK):
        rows = conn.execute(
            select(E.c.entry)
            .join(b, b.c.claim == E.c.claim)
            .where(
                b.c.block.in_(ordered[i : i + CHUNK]),
                E.c.ends.is_(None),
                or_(E.c.status.is_(None), E.c.status != "rejected"),
            )
        )
        found.update(rows.scalars())
    return sorted(found)
