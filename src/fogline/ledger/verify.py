"""The tamper check: every id, hash and link of the chain worked out again; the first that does not match is named."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, and_, func, select

from fogline.errors import LedgerError
from fogline.ledger import schema
from fogline.ledger.chain import START, Head, link_hash, moment, sha256
from fogline.ledger.differences import differing, held_differs, map_differs, report_differs
from fogline.ledger.linking import hash_weighing
from fogline.ledger.pen import Memory, Pen
from fogline.ledger.prepare import hash_reading, hash_resolving, key_of, unpacked
from fogline.ledger.records import link_from
from fogline.ledger.store import Store

#: Records that are looked at in one go: bounds the memory, not the answer.
_STEP = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: `problem` names the first record that does not match, None where all do."""

    ok: bool
    records: int
    head: Head
    problem: str | None = None
    redacted: int = 0

    @property
    def sentence(self) -> str:
        if not self.ok:
            return f"does not verify: {self.problem}"
        hidden = f", {self.redacted} reports redacted (their hashes kept)" if self.redacted else ""
        return f"verified: {self.records} records{hidden}; chain head {self.head.chain[:16]} at record {self.head.seq}"


class MismatchError(Exception):
    """The first thing that does not match, in words."""


def head(conn: Connection) -> Head:
    """The end of the chain."""
    r = schema.record
    row = conn.execute(select(r.c.seq, r.c.chain, r.c.recorded).order_by(r.c.seq.desc()).limit(1)).one_or_none()
    if row is None:
        return Head(0, START.hex(), moment(0).isoformat())
    return Head(row.seq, bytes(row.chain).hex(), moment(row.recorded).isoformat())


def verify(store: Store, against: Head | Mapping[str, Any] | Path | None = None) -> Verdict:
    """Verify a whole ledger as of one moment.

    `against` is a head from before, or the JSON file that holds one: the ledger must still contain it.
    """
    old = _given(against)

    def question(conn: Connection) -> Verdict:
        end = Head(0, START.hex(), "")
        count = hidden = 0
        try:
            _pages(conn)
            end = head(conn)
            redacted = set(conn.execute(select(schema.redaction.c.report)).scalars())
            hidden = len(redacted)
            count = _chain(conn, old)
            _records(conn, redacted)
            _derived(conn, store, end)
        except MismatchError as found:
            return Verdict(False, count, end, str(found), hidden)
        return Verdict(True, count, end, None, hidden)

    try:
        return store.ask(question)
    except LedgerError as damaged:  # the store itself cannot read it
        return Verdict(False, 0, Head(0, START.hex(), ""), str(damaged))


def _given(against: Head | Mapping[str, Any] | Path | None) -> tuple[int, str] | None:
    if against is None:
        return None
    if isinstance(against, Head):
        return against.seq, against.chain
    found: Any = against
    if isinstance(against, Path):
        try:
            found = json.loads(against.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise LedgerError(f"{against}: no chain head can be read from it ({error})") from None
    try:
        return int(found["seq"]), str(found["chain"])
    except (KeyError, TypeError, ValueError):
        raise LedgerError(f"{against}: this is no chain head; it must hold `seq` and `chain`") from None


def _pages(conn: Connection) -> None:
    """SQLite's own check of its pages and indexes; PostgreSQL has none that a client may run."""
    if conn.dialect.name != "sqlite":
        return
    found = conn.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if found != "ok":
        raise MismatchError(f"the file is damaged: {found}; `fogline restore` puts a backup back")


def _streamed(conn: Connection, statement: Select[Any]) -> Iterator[Row[Any]]:
    """Many rows, a few at a time; the cursor is closed also where somebody stops half way."""
    with conn.execute(statement.execution_options(yield_per=2000)) as rows:
        yield from rows


def _chain(conn: Connection, old: tuple[int, str] | None) -> int:
    r = schema.record
    chain, seq, before, seen = START, 0, 0, old is None or old[0] == 0
    for row in _streamed(conn, select(r).order_by(r.c.seq)):
        if row.seq != seq + 1:
            raise MismatchError(f"record {seq + 1} is missing: record {row.seq} follows record {seq}")
        seq = row.seq
        chain = link_hash(chain, seq, row.kind, bytes(row.id), bytes(row.hash), row.recorded)
        if chain != bytes(row.chain):
            raise MismatchError(f"record {seq} ({row.kind} {bytes(row.id).hex()[:16]}): the chain does not match")
        if row.recorded < before:
            raise MismatchError(f"record {seq}: recorded before the record that it follows")
        before = row.recorded
        if old is not None and seq == old[0]:
            if chain.hex() != old[1]:
                raise MismatchError(
                    f"record {seq}: the ledger has another past than the exported chain head {old[1][:16]}"
                )
            seen = True
    if not seen and old is not None:
        raise MismatchError(f"the ledger ends at record {seq}, before the exported chain head at record {old[0]}")
    return seq


def _records(conn: Connection, redacted: set[int]) -> None:
    """Every record's own hash, from what it covers."""
    r = schema.record
    check = _Checks(conn, redacted)
    kinds: dict[str, Callable[[Row[Any]], bytes]] = {
        "report": check.report,
        "form": check.form,
        "reading": check.reading,
        "resolution": check.resolution,
        "weighing": check.weighing,
        "review": check.review,
        "publisher": check.publisher,
        "redaction": check.redaction,
    }
    last = 0
    while rows := conn.execute(select(r).where(r.c.seq > last).order_by(r.c.seq).limit(_STEP)).all():
        for row in rows:
            name = f"record {row.seq} ({row.kind} {bytes(row.id).hex()[:16]})"
            try:
                found = kinds[row.kind](row)
            except MismatchError as problem:
                raise MismatchError(f"{name}: {problem}") from None
            except (KeyError, ValueError, TypeError, AttributeError, zlib.error, UnicodeError) as error:
                raise MismatchError(f"{name}: cannot be read ({type(error).__name__}: {error})") from None
            if found != bytes(row.hash):
                raise MismatchError(f"{name}: what it says does not match its hash")
        last = rows[-1].seq
    check.nothing_over()


class _Checks:
    """One method a kind of record: its hash worked out from the tables."""

    def __init__(self, conn: Connection, redacted: set[int]) -> None:
        self.conn, self.redacted = conn, redacted
        self.counted: dict[str, int] = {}

    def _row(self, table: Table, seq: int) -> Row[Any]:
        found = self.conn.execute(select(table).where(next(iter(table.primary_key.columns)) == seq)).one_or_none()
        if found is None:
            raise MismatchError(f"its row in {table.name} is missing")
        self._count(table, 1)
        return found

    def _count(self, table: Table, more: int) -> None:
        self.counted[table.name] = self.counted.get(table.name, 0) + more

    def report(self, row: Row[Any]) -> bytes:
        kept = self._row(schema.report, row.seq)
        if bytes(kept.id) != bytes(row.id):
            raise MismatchError("the report has another id than its record")
        if kept.text is None:
            if row.seq not in self.redacted:
                raise MismatchError("the text is gone, and no redaction says so")
        else:
            plain = unpacked(kept.text).encode("utf-8", "surrogatepass")
            if hashlib.sha256(plain).digest() != bytes(kept.id):
                raise MismatchError("the text does not match its id")
        return self.form(row)

    def form(self, row: Row[Any]) -> bytes:
        kept = self._row(schema.report_form, row.seq)
        if kept.report in self.redacted:
            return bytes(kept.hash)
        body = json.loads(kept.body)
        if kept.raw is not None and body["raw_sha256"]:
            raw = hashlib.sha256(zlib.decompress(kept.raw)).hexdigest()
            if raw != body["raw_sha256"]:
                raise MismatchError("the raw bytes do not match their hash")
        return sha256(kept.body)

    def reading(self, row: Row[Any]) -> bytes:
        kept = self._row(schema.reading, row.seq)
        p = schema.report
        report_id = bytes(self.conn.execute(select(p.c.id).where(p.c.report == kept.report)).scalar_one()).hex()
        pairs = []
        for item in self._covered(schema.content, kept):
            body = json.loads(item.body)
            key, trigger = bytes(item.key), body["trigger"]
            if key_of(report_id, trigger["start"], trigger["end"], body["type"]) != key:
                raise MismatchError(f"claim {key.hex()[:16]}: report, trigger and type do not give its key")
            self._hashed(item, kept.report)
            pairs.append((key, bytes(item.hash)))
        return hash_reading(report_id, kept.reader, kept.version, kept.body, pairs)

    def resolution(self, row: Row[Any]) -> bytes:
        kept = self._row(schema.resolving, row.seq)
        r = schema.record
        reading = self.conn.execute(select(r.c.hash).where(r.c.seq == kept.reading)).scalar_one()
        report = self.conn.execute(
            select(schema.reading.c.report).where(schema.reading.c.seq == kept.reading)
        ).scalar_one()
        pairs = []
        for item in self._covered(schema.resolution, kept):
            self._hashed(item, report)
            pairs.append((bytes(item.key), bytes(item.hash)))
        return hash_resolving(bytes(reading), kept.atlas, pairs)

    def _covered(self, table: Table, kept: Row[Any]) -> list[Row[Any]]:
        """The rows below a record, with the keys of their claims."""
        number = next(iter(table.primary_key.columns))
        rows = self.conn.execute(
            select(table, schema.claim.c.key)
            .join(schema.claim, schema.claim.c.claim == table.c.claim)
            .where(and_(number >= kept.first, number < kept.first + kept.rows))
            .order_by(number)
        ).all()
        if len(rows) != kept.rows:
            raise MismatchError(f"{kept.rows} rows were recorded in {table.name}, {len(rows)} are there")
        self._count(table, len(rows))
        return list(rows)

    def _hashed(self, item: Row[Any], report: int) -> None:
        if report not in self.redacted and sha256(item.body) != bytes(item.hash):
            raise MismatchError(f"claim {bytes(item.key).hex()[:16]}: what it says does not match its hash")

    def weighing(self, row: Row[Any]) -> bytes:
        kept = self._row(schema.weighing, row.seq)
        k = schema.link
        links = self.conn.execute(
            select(k).where(and_(k.c.link >= kept.first, k.c.link < kept.first + kept.rows)).order_by(k.c.link)
        ).all()
        if len(links) != kept.rows:
            raise MismatchError(f"{kept.rows} links were recorded, {len(links)} are there")
        self._count(k, len(links))
        for link in links:
            if sha256(link.body) != bytes(link.hash):
                raise MismatchError(f"link {bytes(link.id).hex()[:16]}: what it says does not match its hash")
            value = json.loads(link.body)
            if link_from(value).id != bytes(link.id).hex():
                raise MismatchError(f"link {bytes(link.id).hex()[:16]}: kind, claims and field do not give its id")
        return hash_weighing(kept.version, kept.body, [bytes(link.hash) for link in links])

    def review(self, row: Row[Any]) -> bytes:
        kept = self._row(schema.review, row.seq)
        if kept.report in self.redacted:
            return bytes(kept.id)
        return sha256(kept.body)

    def publisher(self, row: Row[Any]) -> bytes:
        return sha256(self._row(schema.publisher, row.seq).body)

    def redaction(self, row: Row[Any]) -> bytes:
        return sha256(self._row(schema.redaction, row.seq).body)

    def nothing_over(self) -> None:
        """Rows that no record covers were slipped in."""
        for table in (
            schema.report, schema.report_form, schema.reading, schema.content, schema.resolving, schema.resolution,
            schema.weighing, schema.link, schema.review, schema.publisher, schema.redaction,
        ):  # fmt: skip
            there = self.conn.execute(select(func.count()).select_from(table)).scalar_one()
            if there != self.counted.get(table.name, 0):
                raise MismatchError(f"{table.name} holds {there} rows, {self.counted.get(table.name, 0)} were recorded")
        form = schema.place_form
        for row in _streamed(self.conn, select(form)):
            if sha256(row.body)[:16] != bytes(row.digest):
                raise MismatchError(f"place form {bytes(row.digest).hex()}: what it says does not match its digest")


def _derived(conn: Connection, store: Store, end: Head) -> None:
    """What answers are read from must follow from the records: each report's is worked out again and compared."""
    pen, c, e, p = Pen(conn, store, Memory()), schema.claim, schema.entry, schema.report
    mends = "the records are sound, `fogline verify --rebuild` mends it"
    for report, id_ in conn.execute(select(p.c.report, p.c.id).order_by(p.c.report)).all():
        name = f"report {bytes(id_).hex()[:16]}"
        try:
            wrong = differing(pen, report, end.seq)
            if report_differs(pen, report, end.seq):
                raise MismatchError(f"{name}: its derived name or day is not what the records say; {mends}")
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise MismatchError(f"{name}: what is derived from it cannot be read ({error}); {mends}") from None
        if wrong:
            key = bytes(conn.execute(select(c.c.key).where(c.c.claim == wrong[0])).scalar() or b"").hex()
            raise MismatchError(f"claim {key[:16]} of {name}: the derived entry is not what the records say; {mends}")
    held = held_differs(pen)
    if held is not None:
        found = select(c.c.key).join(e, e.c.claim == c.c.claim).where(e.c.entry == held)
        key = bytes(conn.execute(found).scalar() or b"").hex()
        raise MismatchError(f"claim {key[:16]}: what it hardens lets it bear on control otherwise; {mends}")
    try:
        place = map_differs(pen)
    except struct.error as error:
        raise MismatchError(f"the derived map as of now cannot be read ({error}); {mends}") from None
    if place is not None:
        id_ = conn.execute(select(schema.place.c.id).where(schema.place.c.place == place)).scalar()
        raise MismatchError(f"place {id_}: the derived map as of now is not what the claims say; {mends}")
