"""Claims without their words: what a list, a map and a timeline sort and filter by, fifty thousand in a second.

Plain claims are taken from the tables as they lie there, without making values of them that nobody will look at. The
few that a person changed, or that nobody has weighed yet, go the long way.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select

from fogline.claims import Place, ReportHead, Weighed
from fogline.ledger import schema
from fogline.ledger.drafts import bounds
from fogline.ledger.hydrate import heads
from fogline.ledger.ledger import Ledger
from fogline.ledger.pen import CHUNK, Memory, places_by_digest
from fogline.ledger.query import ClaimQuery, entries
from fogline.ledger.store import ask_driver
from fogline.ledger.weighed import origin_reviews, weighed_of

E = schema.entry
_ROWS = (
    "SELECT e.entry, k.key, e.form, e.type, e.mood, e.certainty, e.polarity, e.from_day, e.to_day, e.approximate, "
    "e.status, e.body IS NULL, r.body, o.body FROM entry e JOIN claim k ON k.claim = e.claim "
    "LEFT JOIN resolution r ON r.resolution = e.resolution LEFT JOIN origin o ON o.claim = e.claim "
    "WHERE e.ends IS NULL ORDER BY e.from_day, e.entry"
)
#: Makes a NamedTuple in half the time that its own constructor takes.
_tuple = tuple.__new__


class Party(msgspec.Struct, frozen=True, gc=False):
    """An actor or target of a claim: id, name, kind and side as of the claim's day, role "actor" or another."""

    id: str = msgspec.field(name="actor")
    name: str
    kind: str
    side: str | None
    role: str | None


class _Spot(msgspec.Struct, gc=False):
    place: str | None  # the digest of a form


class _Refs(msgspec.Struct, gc=False):
    """What an outline takes from the body of a resolution; the rest is not even parsed."""

    actors: tuple[Party, ...]
    places: list[_Spot]


class _Said(msgspec.Struct, gc=False):
    """And from the body of an origin."""

    source: str
    source_name: str
    named: bool
    statement: str


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


_refs_from = msgspec.json.Decoder(_Refs).decode
_said_from = msgspec.json.Decoder(_Said).decode


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
    rows = ask_driver(conn, _ROWS)
    ruled = {bytes.fromhex(id_) for id_ in origin_reviews(conn)}
    odd = [row[0] for row in rows if not row[11] or row[13] is None or row[1] in ruled]
    changed = {number: _of_weighed(w) for number, w in zip(odd, weighed_of(conn, memory, odd), strict=True)}
    known = heads(conn, memory, {row[2] for row in rows})
    spots: list[list[str]] = []  # digests of places
    parties: list[tuple[Party, ...]] = []
    for row in rows:
        if row[12] is None or row[0] in changed:
            spots.append([])
            parties.append(())
            continue
        refs = _refs_from(row[12])
        spots.append([spot.place for spot in refs.places if spot.place])
        parties.append(refs.actors)
    places_by_digest(conn, memory, {digest for digests in spots for digest in digests})
    place_of = memory.places.__getitem__
    origins: dict[str, tuple[str, str, bool, str]] = {}
    found = []
    for row, digests, involved in zip(rows, spots, parties, strict=True):
        number, key, form, kind, mood, certainty, polarity, first, last, about, status, _, _, origin = row
        if number in changed:
            found.append(changed[number])
            continue
        said = origins.get(origin)
        if said is None:  # the claims of one statement in one report share theirs to the letter
            body = _said_from(origin)
            said = origins[origin] = (body.source, body.source_name, body.named, body.statement)
        found.append(
            _tuple(Outline, (
                key.hex(), kind, mood, certainty, polarity, *_days(first, last), bool(about), status, known[form][0],
                tuple(map(place_of, digests)), involved, *said,
            ))
        )  # fmt: skip
    return found


def _days(first: int, last: int) -> tuple[int | None, int | None]:
    if first == schema.UNDATED:
        return None, None
    return (None if first == schema.ALWAYS_FROM else first), (None if last == schema.ALWAYS_TO else last)


def _of_weighed(w: Weighed) -> Outline:
    entry, claim, origin = w.entry, w.entry.claim, w.origin
    first, last, about = bounds(entry.valid)
    return Outline(
        entry.id, str(claim.type), str(claim.mood), str(claim.certainty), str(claim.polarity), *_days(first, last),
        about, entry.reviewed, entry.report, tuple(r.place for r in entry.places if r.place is not None),
        tuple(Party(a.actor, a.name, str(a.kind), a.side, a.role) for a in entry.actors),
        origin.source, origin.source_name, origin.named, origin.statement,
    )  # fmt: skip
