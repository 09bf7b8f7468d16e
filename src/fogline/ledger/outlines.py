"""Claims without their words: what a list, a map and a timeline sort and filter by, fifty thousand in a second.

Plain claims are taken from the tables as they lie there, without making values of them that nobody will look at. The
few that a person changed, or that nobody has weighed yet, go the long way.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from fogline.claims import Place, ReportHead, Weighed
from fogline.ledger import schema
from fogline.ledger.entries import bounds
from fogline.ledger.hydrate import heads
from fogline.ledger.ledger import Ledger
from fogline.ledger.pen import CHUNK, Memory, places_by_digest
from fogline.ledger.query import ClaimQuery, entries
from fogline.ledger.weighed import origin_reviews, weighed_of

E = schema.entry


class Party(NamedTuple):
    """An actor or target of a claim: id, name, kind and side as of the claim's day; `doer` for the role actor."""

    id: str
    name: str
    kind: str
    side: str | None
    doer: bool


class Outline(NamedTuple):
    """A standing claim without its words; `first` and `last` are ordinals of days, None for open or unknown ends."""

    id: str
    type: str
    mood: str
    certainty: str
    polarity: str
    first: int | None
    last: int | None
    approximate: bool
    status: str | None
    report: ReportHead
    places: tuple[Place, ...]
    parties: tuple[Party, ...]
    source: str
    source_name: str
    source_named: bool
    statement: str


def outlines(ledger: Ledger) -> list[Outline]:
    """Every standing claim, rejected ones too, in order of valid time, undated last."""
    return ledger._store.ask(lambda conn: _outlines(conn, ledger._memory))


def ids(ledger: Ledger, query: ClaimQuery) -> list[str]:
    """The ids of the claims that a query finds, in its order, and nothing else of them."""

    def question(conn: Connection) -> list[str]:
        numbers, k = entries(conn, ledger._store, query), schema.claim
        keys: dict[int, str] = {}
        for i in range(0, len(numbers), CHUNK):
            part = (
                select(E.c.entry, k.c.key).join(k, k.c.claim == E.c.claim).where(E.c.entry.in_(numbers[i : i + CHUNK]))
            )
            keys.update((row[0], bytes(row[1]).hex()) for row in conn.execute(part))
        return [keys[n] for n in numbers]

    return ledger._store.ask(question)


def _outlines(conn: Connection, memory: Memory) -> list[Outline]:
    o, k, r = schema.origin, schema.claim, schema.resolution
    rows = conn.execute(
        select(
            E.c.entry, k.c.key, E.c.form, E.c.type, E.c.mood, E.c.certainty, E.c.polarity, E.c.from_day, E.c.to_day,
            E.c.approximate, E.c.status, E.c.body.is_(None), r.c.body.label("resolution"), o.c.body.label("origin"),
        )
        .select_from(E)
        .join(k, k.c.claim == E.c.claim)
        .outerjoin(r, r.c.resolution == E.c.resolution)
        .outerjoin(o, o.c.claim == E.c.claim)
        .where(E.c.ends.is_(None))
        .order_by(E.c.from_day, E.c.entry)
    ).all()  # fmt: skip
    ruled = {bytes.fromhex(id_) for id_ in origin_reviews(conn)}
    odd = [row[0] for row in rows if not row[11] or row[13] is None or bytes(row[1]) in ruled]
    changed = {number: _of_weighed(w) for number, w in zip(odd, weighed_of(conn, memory, odd), strict=True)}
    known = heads(conn, memory, {row[2] for row in rows})
    load = json.JSONDecoder().decode
    refs = {row[0]: load(row[12]) for row in rows if row[0] not in changed and row[12] is not None}
    places_by_digest(conn, memory, (p["place"] for body in refs.values() for p in body["places"] if p["place"]))
    origins: dict[str, tuple[str, str, bool, str]] = {}
    found = []
    for number, key, form, kind, mood, certainty, polarity, first, last, about, status, _, _, origin in rows:
        if number in changed:
            found.append(changed[number])
            continue
        if origin not in origins:  # the claims of one statement in one report share theirs to the letter
            body = load(origin)
            origins[origin] = (body["source"], body["source_name"], body["named"], body["statement"])
        ref = refs.get(number)
        found.append(
            Outline._make(
                (bytes(key).hex(), kind, mood, certainty, polarity, *_days(first, last), bool(about), status,
                 known[form][0], _places(ref, memory), _parties(ref), *origins[origin])
            )
        )  # fmt: skip
    return found


def _days(first: int, last: int) -> tuple[int | None, int | None]:
    if first == schema.UNDATED:
        return None, None
    return (None if first == schema.ALWAYS_FROM else first), (None if last == schema.ALWAYS_TO else last)


def _places(refs: Any, memory: Memory) -> tuple[Place, ...]:
    return () if refs is None else tuple([memory.places[p["place"]] for p in refs["places"] if p["place"]])


def _parties(refs: Any) -> tuple[Party, ...]:
    if refs is None:
        return ()
    return tuple([Party(a["actor"], a["name"], a["kind"], a["side"], a["role"] == "actor") for a in refs["actors"]])


def _of_weighed(w: Weighed) -> Outline:
    entry, claim, origin = w.entry, w.entry.claim, w.origin
    first, last, about = bounds(entry.valid)
    return Outline(
        entry.id, str(claim.type), str(claim.mood), str(claim.certainty), str(claim.polarity), *_days(first, last),
        about, entry.reviewed, entry.report, tuple(r.place for r in entry.places if r.place is not None),
        tuple(Party(a.actor, a.name, str(a.kind), a.side, a.role == "actor") for a in entry.actors),
        origin.source, origin.source_name, origin.named, origin.statement,
    )  # fmt: skip
