"""One change in the making: rows gather here, get their numbers and their place in the chain, and go in together."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from fogline.claims import Place, ReportHead, canonical_json
from fogline.ledger import schema
from fogline.ledger.bodies import place_body, place_from
from fogline.ledger.chain import START, link_hash, sha256
from fogline.ledger.evidence import Key, Newest, merged
from fogline.ledger.store import Store
from fogline.ledger.words import fold, tsvector, words

#: Everything that is written, in the order in which it goes in.
_ORDER = (*schema.RECORDS, *schema.PROJECTIONS, *schema.FROM_WEIGHING)
#: SQLite takes so many host parameters in one statement with ease.
CHUNK = 500
#: Tables that lie in the order of their key, not of their coming: rows go in as their neighbours lie.
_SORTED = {"entry_place", "entry_actor"}
#: What rows are given as they come: none of these has ended yet.
_COLUMNS = {
    table.name: [c.name for c in table.columns if c.name != "ends" or table is schema.link_now] for table in _ORDER
}


class Memory:
    """What an open ledger remembers between questions: all of it can be read again, none of it can change."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}  # digest -> place
        self.digests: dict[str, tuple[Place, str]] = {}  # id -> its last form, digest
        self.stored: set[str] = set()  # digests known to be in place_form
        self.place_ids: dict[str, tuple[int, str]] = {}  # id -> number, digest
        self.actor_ids: dict[str, int] = {}
        self.heads: dict[int, tuple[ReportHead, datetime]] = {}  # form -> what it says, when the report was recorded
        self.readers: dict[int | None, str] = {None: ""}  # reading -> name and version of its reader
        self.named: tuple[int, list[Place]] | None = None  # the last record, and the places that claims named then
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
        self.named = None
        self.seq = -1


class Pen:
    """Rows to be written in one transaction. `seq` is the last record so far; `chain` the chain at it."""

    def __init__(self, conn: Connection, store: Store, memory: Memory) -> None:
        self.conn, self.store, self.memory = conn, store, memory
        self._rows: dict[str, list[tuple[Any, ...]]] = {t.name: [] for t in _ORDER}
        #: Puts a row into a table, for those who write so many that `put` costs them a tenth of their time.
        self.into = {name: rows.append for name, rows in self._rows.items()}
        self._next: dict[str, int] = {}
        self._new_forms: set[str] = set()  # known not to be in the ledger yet, so that nobody need ask
        self._new_places: set[str] = set()
        self._new_actors: set[str] = set()
        self._claim_words: list[tuple[int, str]] = []
        self._report_words: list[tuple[int, str]] = []
        self._boxes: list[tuple[int, float, float, float, float]] = []
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
        #: Newest evidence seen in this change: place -> (effect, party) -> first day, day known, entry.
        self.evidence: dict[int, dict[Key, Newest]] = {}
        self._last: dict[str, Place] = {}  # place id -> the form in which it was named last
        self._placed: dict[int, tuple[Place, int]] = {}  # by identity; holds the place, so that none takes its id

    def put(self, table: Table, *row: Any) -> None:
        self._rows[table.name].append(row)

    def next(self, table: Table, count: int = 1) -> int:
        """The next number of a table that numbers its rows, the first of as many as are asked for."""
        name = table.name
        number = self._next.get(name)
        if number is None:
            column = next(iter(table.primary_key.columns))
            number = (self.conn.execute(select(func.max(column))).scalar() or 0) + 1
        self._next[name] = number + count
        return number

    def look_up(self, named: Mapping[str, Place], actors: Set[str]) -> None:
        """Learn the numbers of places and actors that this change will name, many at a time; the rest are new."""
        memory, p, a, form = self.memory, schema.place, schema.actor, schema.place_form
        digests = sorted({memory.digest_of(place) for place in named.values()} - memory.stored)
        unknown = sorted(named.keys() - memory.place_ids.keys())
        strangers = sorted(actors - memory.actor_ids.keys())
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
        if id(place) in self._placed:
            return
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
        seen = self._placed.get(id(place))
        if seen is not None and self._last.get(place.id) is place:
            return seen[1]
        number = self._place(place)
        self._placed[id(place)] = (place, number)
        self._last[place.id] = place
        return number

    def _place(self, place: Place) -> int:
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
            self._boxes.append((number, place.lon, place.lon, place.lat, place.lat))

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

    def claim_words(self, entry: int, found: str) -> None:
        self._claim_words.append((entry, found))

    def report_words(self, report: int, title: str | None, text: str) -> None:
        self._report_words.append((report, f"{title or ''}\n{text}"))

    def flush(self) -> None:
        """Send what has gathered; the transaction stays open."""
        for table in _ORDER:
            rows = self._rows[table.name]
            if rows:
                if table.name in _SORTED:
                    rows.sort()
                self.store.insert(self.conn, table.name, _COLUMNS[table.name], rows)
                rows.clear()
        claims, reports = self._claim_words, self._report_words
        if self.store.postgres:
            found = [(n, tsvector(w.split())) for n, w in claims]
            self.store.insert(self.conn, "claim_words", ["entry", "words"], found)
            found = [(n, tsvector(words(text))) for n, text in reports]
            self.store.insert(self.conn, "report_words", ["report", "words"], found)
        else:
            self.store.insert(self.conn, "place_box", ["place", "west", "east", "south", "north"], self._boxes)
            self._boxes.clear()
            # FTS5 splits words where `words` does, so it is given the folded text as it is.
            self.store.insert(self.conn, "claim_words", ["rowid", "words"], claims)
            found = [(n, fold(text)) for n, text in reports]
            self.store.insert(self.conn, "report_words", ["rowid", "words"], found)
        claims.clear()
        reports.clear()
        if self.evidence:
            evidence, self.evidence = self.evidence, {}
            self.stand(evidence, merged)

    def stand(
        self, found: Mapping[int, Mapping[Key, Any]], change: Callable[[bytes, Mapping[Key, Any]], bytes]
    ) -> None:
        """Bring the map as of now up to what was found, place by place."""
        t, places = schema.place_now, sorted(found)
        held: dict[int, bytes] = {}
        for i in range(0, len(places), CHUNK):
            asked = select(t.c.place, t.c.evidence).where(t.c.place.in_(places[i : i + CHUNK]))
            held.update((row.place, bytes(row.evidence)) for row in self.conn.execute(asked))
        rows = [(place, change(held.get(place, b""), found[place])) for place in places]
        into = "INSERT INTO place_now (place, evidence)"
        instead = "ON CONFLICT (place) DO UPDATE SET evidence = excluded.evidence"
        if self.store.postgres:
            with self.store.driver(self.conn).cursor() as cursor:
                cursor.execute(
                    f"{into} SELECT * FROM unnest(%s::bigint[], %s::bytea[]) {instead}",
                    [list(column) for column in zip(*rows, strict=True)],
                )
        else:
            self.conn.exec_driver_sql(f"{into} VALUES (?, ?) {instead}", rows)


def places_by_digest(conn: Connection, memory: Memory, digests: Iterable[str]) -> None:
    """Fetch the places that memory lacks."""
    missing = sorted({d for d in digests if d not in memory.places})
    for i in range(0, len(missing), CHUNK):
        part = [bytes.fromhex(d) for d in missing[i : i + CHUNK]]
        form = schema.place_form
        for row in conn.execute(select(form.c.digest, form.c.body).where(form.c.digest.in_(part))):
            memory.places[bytes(row.digest).hex()] = place_from(json.loads(row.body))
