"""The ledger: reports, readings, claims and what people and weighing said of them, kept in order for ever."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, func, select

from fogline.claims import (
    LedgerClaim,
    Link,
    LinkKind,
    Merge,
    Place,
    Reading,
    Report,
    ReportHead,
    ReportKind,
    Review,
    Weighed,
)
from fogline.errors import NotFoundError, QuestionError
from fogline.ledger import care, history, linking, merging, migrate, redaction, replay, schema, standings, weighed
from fogline.ledger.append import Added
from fogline.ledger.chain import Head
from fogline.ledger.history import Counts, Found, Past
from fogline.ledger.hydrate import heads, ledger_claims
from fogline.ledger.hydrate import places as hydrate_places
from fogline.ledger.pen import Memory
from fogline.ledger.prepare import report_from, unpacked
from fogline.ledger.query import ClaimQuery, entries, in_view
from fogline.ledger.records import review_from
from fogline.ledger.reviewing import write_review
from fogline.ledger.standings import PlaceNow, Standing
from fogline.ledger.store import Store
from fogline.ledger.verify import Verdict
from fogline.ledger.verify import head as chain_head
from fogline.ledger.verify import verify as verify_store
from fogline.ledger.weighing_records import Publisher, Weighing
from fogline.ledger.writer import Batch, Writer

T = TypeVar("T")
E = schema.entry


class Ledger:
    """An open ledger. Safe to share between threads; several processes may read beside one that writes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._memory = Memory()
        self._writer = Writer(store, self._memory)

    @property
    def where(self) -> str:
        """The file or database, without a password."""
        return self._store.name

    @property
    def read_only(self) -> bool:
        return self._store.read_only

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Putting in ----------------------------------------------------------------------------------------------------

    def add(self, batch: Batch) -> Added:
        """Add reports with their readings and resolutions in one transaction; best in batches of up to 100 reports.

        When this returns, the batch is on the disk. What is there already is not added again: the same report in the
        same reading adds nothing, a newer reading is appended and stands from now on.
        """
        return self._writer.add(batch)

    def add_all(self, batches: Iterable[Batch]) -> Iterator[Added]:
        """Add batch after batch as `add` does; what each added is told when it is on the disk.

        One is made safe while the next is prepared: a fifth faster over a long row. Where one cannot be added this
        raises; those before it are there, and giving all of them again adds the rest. Nothing is added until the
        answers are taken.
        """
        return self._writer.add_all(batches)

    def add_weighing(self, weighing: Weighing, version: str) -> int:
        """Keep what weighing found about some claims; how many links are new. See `Weighing` for what it replaces."""
        return self._writer.write(lambda pen: linking.write_weighing(pen, weighing, version))

    def review(self, review: Review) -> Review:
        """Append a review and return it with its id. Raises QuestionError where it cannot be applied."""
        return self._writer.write(lambda pen: write_review(pen, review))

    def set_publisher(
        self,
        name: str,
        *,
        side: str | None = None,
        kind: ReportKind | None = None,
        reliability: str | None = None,
        by: str = "",
        note: str | None = None,
    ) -> Publisher:
        """Record what a user decided about a publisher; what is not given stays as it was."""
        return self._writer.write(lambda pen: history.write_publisher(pen, name, side, kind, reliability, by, note))

    def redact(self, report: str, why: str, by: str = "") -> None:
        """Take out a report's text, raw bytes and claims' words, behind a tombstone; hashes and spans stay."""
        self._writer.write(lambda pen: redaction.redact(pen, report, why, by))
        redaction.scrub(self._store)

    def rebuild_projections(self) -> None:
        """Drop the derived tables and replay them from the records. Origins, events and blocks stay."""
        self._writer.write(replay.rebuild)

    # Asking --------------------------------------------------------------------------------------------------------

    def has_reading(self, report_id: str, reader: str, version: str) -> bool:
        """Whether this reader in this version has read this report."""
        p, r = schema.report, schema.reading

        def question(conn: Connection) -> bool:
            found = conn.execute(
                select(r.c.seq)
                .join(p, p.c.report == r.c.report)
                .where(p.c.id == bytes.fromhex(report_id), r.c.reader == reader, r.c.version == version)
            ).scalar()
            return found is not None

        return self._store.ask(question)

    def report(self, id: str) -> Report:
        """A report with its text and raw bytes. Raises QuestionError where there is none; redacted text is empty."""
        p, f = schema.report, schema.report_form

        def question(conn: Connection) -> Report | None:
            row = conn.execute(select(p).where(p.c.id == _bytes(id))).one_or_none()
            if row is None:
                return None
            form = conn.execute(
                select(f).where(and_(f.c.report == row.report, f.c.amends)).order_by(f.c.seq.desc()).limit(1)
            ).one()
            body = json.loads(form.body)
            if row.text is None:
                return report_from({**body, "raw_is_text": False}, "", b"")
            raw = form.raw
            if raw is None and not body["raw_is_text"]:  # an amendment that came without the bytes
                raw = conn.execute(select(f.c.raw).where(f.c.report == row.report).order_by(f.c.seq).limit(1)).scalar()
            return report_from(body, unpacked(row.text), None if raw is None else zlib.decompress(raw))

        found = self._store.ask(question)
        if found is None:
            raise NotFoundError(f"no report {id} in {self.where}")
        return found

    def text(self, id: str) -> str:
        """The stored text of a report; empty where it was redacted."""
        return self.report(id).text

    def reports(self) -> Iterator[ReportHead]:
        """All reports, in the order in which they were recorded."""
        f = schema.report_form

        def question(conn: Connection) -> list[ReportHead]:
            newest = select(func.max(f.c.seq)).where(f.c.amends).group_by(f.c.report)
            forms = conn.execute(select(f.c.seq).where(f.c.seq.in_(newest)).order_by(f.c.report)).scalars().all()
            known = heads(conn, self._memory, forms)
            return [known[form][0] for form in forms]

        yield from self._store.ask(question)

    def reports_named(self, name: str) -> list[str]:
        """The ids of the reports of this name, in the order in which they were recorded."""
        p, n = schema.report, schema.report_now

        def question(conn: Connection) -> list[str]:
            found = select(p.c.id).join(n, n.c.report == p.c.report).where(n.c.name == name).order_by(p.c.report)
            return [bytes(id_).hex() for id_ in conn.execute(found).scalars()]

        return self._store.ask(question)

    def newest_day(self, known: date | None = None) -> date | None:
        """The newest day on which anything was reported, up to `known`; None where no report has a day."""
        n = schema.report_now
        newest = select(func.max(n.c.published))
        if known is not None:
            newest = newest.where(n.c.published <= known.toordinal())
        found = self._store.ask(lambda conn: conn.execute(newest).scalar())
        return None if found is None else date.fromordinal(found)

    def find(self, id_prefix: str) -> Found:
        """What an id or its first letters stand for. Raises QuestionError where it is nothing, or several things."""
        return self._store.ask(lambda conn: history.find(conn, id_prefix, self.where))

    def claims(self, query: ClaimQuery = ClaimQuery()) -> list[LedgerClaim]:
        """Claims of the newest readings with reviews applied, in the order of the query."""

        def question(conn: Connection) -> list[LedgerClaim]:
            return [c for _, c in ledger_claims(conn, self._memory, entries(conn, self._store, query))]

        return self._store.ask(question)

    def count(self, query: ClaimQuery = ClaimQuery()) -> int:
        """How many claims a query finds, its limit and page aside."""
        whole = replace(query, limit=None, after=None)
        return self._store.ask(lambda conn: len(entries(conn, self._store, whole)))

    def claim(self, id: str, *, as_recorded_at: datetime | None = None) -> LedgerClaim:
        """One claim as it stands. Raises QuestionError where it does not."""
        found = self.by_id([id], as_recorded_at=as_recorded_at)
        if not found:
            raise NotFoundError(f"no claim {id} stands in {self.where}; a newer reading may have dropped it")
        return found[0]

    def by_id(self, ids: Sequence[str], *, as_recorded_at: datetime | None = None) -> list[LedgerClaim]:
        """These claims, in this order, rejected ones too; those that do not stand are left out."""

        def question(conn: Connection) -> list[LedgerClaim]:
            return [c for _, c in ledger_claims(conn, self._memory, self._entries_of(conn, ids, as_recorded_at))]

        return self._store.ask(question)

    def weighed(self, query: ClaimQuery = ClaimQuery()) -> list[Weighed]:
        """The same claims with their origins, events and links: what the picture asks its questions of."""

        def question(conn: Connection) -> list[Weighed]:
            return weighed.weighed_of(
                conn,
                self._memory,
                entries(conn, self._store, query),
                as_recorded_at=query.as_recorded_at,
                as_known_on=query.as_known_on,
            )

        return self._store.ask(question)

    def weighed_by_id(self, ids: Sequence[str]) -> list[Weighed]:
        """These claims, weighed, in this order; those that do not stand are left out."""
        return self._store.ask(lambda conn: weighed.weighed_of(conn, self._memory, self._entries_of(conn, ids, None)))

    def candidates(self, blocks: Collection[str]) -> list[Weighed]:
        """Standing claims that share any of these block keys: what a new claim has to be weighed against."""
        return self._store.ask(
            lambda conn: weighed.weighed_of(conn, self._memory, weighed.candidate_entries(conn, blocks))
        )

    def places(self) -> list[Place]:
        """Every place that standing claims name, as the newest atlas described it."""
        return self._store.ask(lambda conn: hydrate_places(conn, self._memory))

    def sharing(self, *, statements: Collection[str] = (), events: Collection[str] = ()) -> list[Weighed]:
        """Standing claims that rest on any of these statements, or belong to any of these events."""
        return self._store.ask(
            lambda conn: weighed.weighed_of(conn, self._memory, weighed.sharing(conn, statements, events))
        )

    def unweighed(self, limit: int | None = None) -> list[LedgerClaim]:
        """Standing claims that no weighing has seen yet in this form (new, read anew or reviewed), oldest first."""
        w = schema.to_weigh

        def question(conn: Connection) -> list[LedgerClaim]:
            found = select(w.c.entry).order_by(w.c.entry)
            numbers = conn.execute(found if limit is None else found.limit(limit)).scalars().all()
            return [c for _, c in ledger_claims(conn, self._memory, numbers)]

        return self._store.ask(question)

    def links(
        self,
        claims: Collection[str] | None = None,
        kinds: Collection[LinkKind | str] | None = None,
        *,
        include_rejected: bool = False,
        as_recorded_at: datetime | None = None,
        as_known_on: date | None = None,
    ) -> list[Link]:
        """Links in force between standing claims; with `claims`, those that touch any of them."""

        def question(conn: Connection) -> list[Link]:
            numbers = None if claims is None else list(linking.claim_numbers(conn, list(claims)).values())
            found = weighed.links_of(
                conn,
                numbers,
                None if kinds is None else [str(k) for k in kinds],
                include_rejected=include_rejected,
                as_recorded_at=as_recorded_at,
                as_known_on=as_known_on,
            )
            return [link for _, _, link in found]

        return self._store.ask(question)

    def map_now(self) -> list[PlaceNow]:
        """The whole map as of now: every place that claims bear on, with its newest evidence of each effect and party.

        Reads one short row a place and no claim, so it costs the same at ten claims a place and at a thousand; 20,000
        places come in a fraction of a second, and what evidence says is made only where it is asked for. For overviews
        that colour a map. It knows neither origins nor policies: who holds a place is for the picture to say.
        """
        return self._store.ask(standings.map_now)

    def standing(
        self,
        place: str | None = None,
        *,
        on: date | None = None,
        as_known_on: date | None = None,
        as_recorded_at: datetime | None = None,
    ) -> list[Standing]:
        """The newest evidence by place, effect and party: one place, or the whole map on a past day.

        Without days it is read from the maintained projection; with them from the index of what bears on control. For
        the whole map as of now ask `map_now`, which does not name every claim in full.
        """
        return self._store.ask(lambda conn: standings.read(conn, place, on, as_known_on, as_recorded_at))

    def history(self, id: str) -> list[Past]:
        """All that was recorded about a claim, link or report, oldest first."""
        return self._store.ask(lambda conn: history.of(conn, self._memory, id, self.where))

    def readings(self, report: str) -> list[Reading]:
        """Every reading of a report, oldest first, as it was read."""
        return self._store.ask(lambda conn: history.readings(conn, _bytes(report)))

    def reviews(self, subject: str | None = None) -> list[Review]:
        """All reviews in order, undone ones and undos included; or those of one claim, link, report or review."""
        r = schema.review

        def question(conn: Connection) -> list[Review]:
            found = select(r.c.id, r.c.body).order_by(r.c.seq)
            if subject is not None:
                found = found.where(r.c.subject == subject)
            return [review_from(bytes(row.id).hex(), row.body) for row in conn.execute(found)]

        return self._store.ask(question)

    def merges(self) -> dict[str, Merge]:
        """The merges of actors that stand, by the id of the actor that is merged."""
        return self._store.ask(lambda conn: merging.merges_of(merging.everywhere(conn, sys.maxsize)))

    def unknown_actors(self) -> dict[str, str]:
        """Names of the actors that are known only from reports, by id; merged ones are still among them."""
        return self._store.ask(merging.unknown_actors)

    def publishers(self) -> dict[str, Publisher]:
        """What users decided about publishers, by name: the newest word on each."""
        return self._store.ask(history.publishers)

    def counts(self) -> Counts:
        """How much there is, and how much of it a person has seen."""
        return self._store.ask(history.counts)

    # Care ----------------------------------------------------------------------------------------------------------

    def head(self) -> Head:
        """The end of the chain, to be kept elsewhere for `verify(against=...)`."""
        return self._store.ask(chain_head)

    def verify(self, against: Head | Mapping[str, Any] | Path | None = None) -> Verdict:
        """Recompute every id, hash and link of the chain; the first that does not match is named."""
        return verify_store(self._store, against)

    def backup(self, path: str | Path) -> Path:
        """Write a copy of the ledger, as of one moment, to a new SQLite file; others may go on reading and writing."""
        return care.backup(self._store, Path(path))

    # Inside --------------------------------------------------------------------------------------------------------

    def _entries_of(self, conn: Connection, ids: Sequence[str], at: datetime | None) -> list[int]:
        c = schema.claim
        found: dict[str, int] = {}
        for i in range(0, len(ids), 500):
            part = [_bytes(k) for k in ids[i : i + 500]]
            rows = conn.execute(
                select(c.c.key, E.c.entry).join(E, E.c.claim == c.c.claim).where(c.c.key.in_(part), *in_view(conn, at))
            )
            found.update((bytes(row.key).hex(), row.entry) for row in rows)
        return [found[k] for k in ids if k in found]


def open_ledger(where: str | Path, *, create: bool = True, read_only: bool = False) -> Ledger:
    """Open the ledger at a path (SQLite) or a `postgresql://` URL; made there when missing, unless `create` is False.

    Raises LedgerError where it is missing, damaged, of a newer schema, or cannot be reached, with what to do.
    """
    store = Store(where, read_only=read_only)
    if not store.postgres and not Path(where).exists() and (read_only or not create):
        raise migrate.missing(store)
    try:
        migrate.ready(store, create=create and not read_only)
    except BaseException:
        store.close()
        raise
    return Ledger(store)


def _bytes(id_: str) -> bytes:
    try:
        return bytes.fromhex(id_)
    except ValueError:
        raise QuestionError(f"{id_!r} is no id; ids are 64 hexadecimal digits, or fewer with `find`") from None
