"""One change in the making: rows gather here, get their numbers and their place in the chain, and go in together."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from fogline.claims import Place, ReportHead, canonical_json
from fogline.ledger import schema
from fogline.ledger.bodies import place_body, place_from
from fogline.ledger.chain import START, link_hash, sha256
from fogline.ledger.store import Store
from fogline.ledger.words import fold, tsvector, words

#: Everything that is written, in the order in which it goes in.
_ORDER = (*schema.RECORDS, *schema.PROJECTIONS, *schema.FROM_WEIGHING)
#: SQLite takes so many host parameters in one statement with ease.
CHUNK = 500


class Memory:
    """What an open ledger remembers between questions: all of it can be read again, none of it can change."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}  # digest -> place
        self.digests: dict[str, tuple[Place, str]] = {}  # id -> its last form, digest
        self.stored: set[str] = set()  # digests known to be in place_form
        self.place_ids: dict[str, tuple[int, str]] = {}  # id -> number, digest
        self.actor_ids: dict[str, int] = {}
        self.heads: dict[int, tuple[ReportHead, datetime]] = {}  # form -> what it says, when the report was recorded
        self.seq = -1  # the last record when this was true

    def digest_of(self, place: Place) -> str:
        last = self.digests.get(place.id)
        if last is not None and (last[0] is place or last[0] == place):
            return last[1]
        digest = sha256(canonical_json(place_body(place)))[:16].hex()
        self.digests[place.id] = (place, digest)
        self.places[digest] = place
        return digest

    def forget(self) -> None:
        """After a change that failed, or tables that were rebuilt: numbers handed out may not be there."""
        self.stored.clear()
        self.place_ids.clear()
        self.actor_ids.clear()
        self.seq = -1


class Pen:
    """Rows to be written in one transaction. `seq` is the last record so far; `chain` the chain at it."""

    def __init__(self, conn: Connection, store: Store, memory: Memory) -> None:
        self.conn, self.store, self.memory = conn, store, memory
        self._rows: dict[str, list[tuple[Any, ...]]] = {t.name: [] for t in _ORDER}
        self._next: dict[str, int] = {}
        self._new_forms: set[str] = set()  # known not to be in the ledger yet, so that nobody need ask
        self._new_places: set[str] = set()
        self._new_actors: set[str] = set()
        self._claim_words: list[tuple[int, list[str]]] = []
        self._report_words: list[tuple[int, str]] = []
        last = conn.execute(
            select(schema.record.c.seq, schema.record.c.chain, schema.record.c.recorded)
            .order_by(schema.record.c.seq.desc())
            .limit(1)
        ).one_or_none()
        before = 0 if last is None else last.recorded
        self.seq: int = 0 if last is None else last.seq
        self.chain = START if last is None else bytes(last.chain)
        if memory.seq != self.seq:  # somebody else wrote: what we remember of numbers may be old
            memory.forget()
        #: One moment for the whole change, never before an earlier record's, whatever the machine's clock says.
        self.recorded = max(time.time_ns() // 1000, before)
        #: Newest standing seen in this change, by place, effect and party.
        self.standing: dict[tuple[int, str, int], tuple[int, int, int]] = {}

    def put(self, table: Table, *row: Any) -> None:
        self._rows[table.name].append(row)

    def next(self, table: Table) -> int:
        """The next number of a table that numbers its rows."""
        name = table.name
        if name not in self._next:
            column = next(iter(table.primary_key.columns))
            self._next[name] = (self.conn.execute(select(func.max(column))).scalar() or 0) + 1
        number = self._next[name]
        self._next[name] = number + 1
        return number

    def look_up(self, places: Iterable[Place], actors: Iterable[str]) -> None:
        """Learn the numbers of places and actors that this change will name, many at a time; the rest are new."""
        memory, p, a, form = self.memory, schema.place, schema.actor, schema.place_form
        named = {place.id: place for place in places}
        digests = sorted({memory.digest_of(place) for place in named.values()} - memory.stored)
        unknown = sorted(named.keys() - memory.place_ids.keys())
        strangers = sorted(set(actors) - memory.actor_ids.keys())
        for i in range(0, len(digests), CHUNK):
            part = [bytes.fromhex(d) for d in digests[i : i + CHUNK]]
            found = self.conn.execute(select(form.c.digest).where(form.c.digest.in_(part))).scalars()
            memory.stored.update(bytes(d).hex() for d in found)
        for i in range(0, len(unknown), CHUNK):
            for row in self.conn.execute(
                select(p.c.id, p.c.place, p.c.digest).where(p.c.id.in_(unknown[i : i + CHUNK]))
            ):
                memory.place_ids[row.id] = (row.place, bytes(row.digest).hex())
        for i in range(0, len(strangers), CHUNK):
            for id_, number in self.conn.execute(select(a.c.id, a.c.actor).where(a.c.id.in_(strangers[i : i + CHUNK]))):
                memory.actor_ids[id_] = number
        self._new_forms = set(digests) - memory.stored
        self._new_places = set(unknown) - memory.place_ids.keys()
        self._new_actors = set(strangers) - memory.actor_ids.keys()

    def record(self, kind: str, id_: bytes, hash_: bytes) -> int:
        """Append a record to the chain; its number."""
        self.seq += 1
        self.chain = link_hash(self.chain, self.seq, kind, id_, hash_, self.recorded)
        self._rows["record"].append((self.seq, kind, id_, hash_, self.recorded, self.chain))
        return self.seq

    def place_form(self, place: Place) -> None:
        """Keep what an atlas says of a place, once."""
        digest = self.memory.digest_of(place)
        if digest in self.memory.stored:
            return
        form, raw = schema.place_form, bytes.fromhex(digest)
        if (
            digest in self._new_forms
            or self.conn.execute(select(form.c.digest).where(form.c.digest == raw)).scalar() is None
        ):
            self.put(form, raw, canonical_json(place_body(place)))
        self.memory.stored.add(digest)

    def place(self, place: Place) -> int:
        """The number of a place; it lies where the last word on it says."""
        self.place_form(place)
        digest = self.memory.digest_of(place)
        number, held = self.memory.place_ids.get(place.id, (None, ""))
        if number is not None and held == digest:
            return number
        t, raw = schema.place, bytes.fromhex(digest)
        if number is None and place.id not in self._new_places:
            row = self.conn.execute(select(t.c.place, t.c.digest).where(t.c.id == place.id)).one_or_none()
            number, held = (None, "") if row is None else (row.place, bytes(row.digest).hex())
        if number is None:
            number = self.next(t)
            self.put(t, number, place.id, raw, place.name, place.lat, place.lon)
            self._box(number, place, new=True)
        elif held != digest:
            self.flush()
            values = {"digest": raw, "name": place.name, "lat": place.lat, "lon": place.lon}
            self.conn.execute(t.update().where(t.c.place == number).values(values))
            self._box(number, place, new=False)
        self.memory.place_ids[place.id] = (number, digest)
        return number

    def _box(self, number: int, place: Place, *, new: bool) -> None:
        if self.store.postgres:
            return
        if not new:
            self.conn.exec_driver_sql("DELETE FROM place_box WHERE place = ?", (number,))
        if place.lat is not None and place.lon is not None:
            self.conn.exec_driver_sql(
                "INSERT INTO place_box VALUES (?, ?, ?, ?, ?)", (number, place.lon, place.lon, place.lat, place.lat)
            )

    def actor(self, id_: str, name: str) -> int:
        """The number of an actor, source or side."""
        number = self.memory.actor_ids.get(id_)
        if number is not None:
            return number
        t = schema.actor
        if id_ not in self._new_actors:
            number = self.conn.execute(select(t.c.actor).where(t.c.id == id_)).scalar()
        if number is None:
            number = self.next(t)
            self.put(t, number, id_, name, fold(name))
        self.memory.actor_ids[id_] = number
        return number

    def claim_words(self, entry: int, found: list[str]) -> None:
        self._claim_words.append((entry, found))

    def report_words(self, report: int, title: str | None, text: str) -> None:
        self._report_words.append((report, f"{title or ''}\n{text}"))

    def flush(self) -> None:
        """Send what has gathered; the transaction stays open."""
        for table in _ORDER:
            rows = self._rows[table.name]
            if rows:
                self.store.insert_into(self.conn, table, rows)
                self._rows[table.name] = []
        claims, reports = self._claim_words, self._report_words
        if self.store.postgres:
            found = [(n, tsvector(w)) for n, w in claims]
            self.store.insert(self.conn, "claim_words", ["entry", "words"], found)
            found = [(n, tsvector(words(text))) for n, text in reports]
            self.store.insert(self.conn, "report_words", ["report", "words"], found)
        else:  # FTS5 splits words where `words` does, so it is given the folded text as it is
            found = [(n, " ".join(w)) for n, w in claims]
            self.store.insert(self.conn, "claim_words", ["rowid", "words"], found)
            found = [(n, fold(text)) for n, text in reports]
            self.store.insert(self.conn, "report_words", ["rowid", "words"], found)
        claims.clear()
        reports.clear()
        self._flush_standing()

    def _flush_standing(self) -> None:
        """Newer evidence takes the place of older; by day, then by the day it was known, then by number."""
        if not self.standing:
            return
        rows = [(*k, *v) for k, v in sorted(self.standing.items())]
        self.standing.clear()
        newer = (
            "ON CONFLICT (place, effect, party) DO UPDATE SET from_day = excluded.from_day, known = excluded.known, "
            "entry = excluded.entry WHERE (excluded.from_day, excluded.known, excluded.entry) > "
            "(standing.from_day, standing.known, standing.entry)"
        )
        columns = "place, effect, party, from_day, known, entry"
        if self.store.postgres:
            with self.store.driver(self.conn).cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO standing ({columns}) SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], "
                    f"%s::bigint[], %s::bigint[], %s::bigint[]) {newer}",
                    [list(column) for column in zip(*rows, strict=True)],
                )
        else:
            self.conn.exec_driver_sql(f"INSERT INTO standing ({columns}) VALUES (?,?,?,?,?,?) {newer}", rows)


def places_by_digest(conn: Connection, memory: Memory, digests: Iterable[str]) -> None:
    """Fetch the places that memory lacks."""
    missing = sorted({d for d in digests if d not in memory.places})
    for i in range(0, len(missing), CHUNK):
        part = [bytes.fromhex(d) for d in missing[i : i + CHUNK]]
        form = schema.place_form
        for row in conn.execute(select(form.c.digest, form.c.body).where(form.c.digest.in_(part))):
            memory.places[bytes(row.digest).hex()] = place_from(json.loads(row.body))
