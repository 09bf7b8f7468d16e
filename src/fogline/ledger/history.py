"""What was recorded about something: finding it by its first letters, and telling its past."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Table, and_, func, or_, select

from fogline.claims import Claim, Reading, ReportKind, Resolution, Review, canonical_json
from fogline.errors import NotFoundError, QuestionError
from fogline.ledger import schema
from fogline.ledger.chain import moment, sha256
from fogline.ledger.decode import claim_of, resolved_of
from fogline.ledger.pen import Memory, Pen, places_by_digest
from fogline.ledger.records import link_from, review_from
from fogline.ledger.weighing_records import Publisher

#: What `find` can find.
Kind = Literal["claim", "report", "link", "review"]


class Found(NamedTuple):
    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that was recorded: `kind` is report, form, reading, resolution, weighing, review or redaction.

    `by` is who or what did it: a reader, an atlas, a weighing, each with its version, or a person. The other fields are
    what it said, where it said it.
    """

    kind: str
    recorded: datetime
    by: str
    words: str
    claim: Claim | None = None
    resolution: Resolution | None = None
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a ledger holds; `reviewed` counts standing claims by what a reviewer did."""

    reports: int
    readings: int
    claims: int
    links: int
    reviews: int
    reviewed: Mapping[str, int]


def find(conn: Connection, prefix: str, where: str) -> Found:
    """What an id or its beginning stands for."""
    low = prefix.strip().lower()
    if not low or len(low) > 64 or any(c not in "0123456789abcdef" for c in low):
        raise QuestionError(f"{prefix!r} is no id; an id is up to 64 hexadecimal digits")
    first = bytes.fromhex(low.ljust(64, "0"))
    last = bytes.fromhex(low.ljust(64, "f"))
    tables: tuple[tuple[Kind, Table, str], ...] = (
        ("claim", schema.claim, "key"),
        ("report", schema.report, "id"),
        ("link", schema.link_now, "id"),
        ("review", schema.review, "id"),
    )
    found: dict[Found, None] = {}
    for kind, table, name in tables:
        column = table.c[name]
        for value in conn.execute(select(column).where(column.between(first, last)).distinct().limit(4)).scalars():
            found[Found(kind, bytes(value).hex())] = None
    if len(found) == 1:
        return next(iter(found))
    if not found:
        raise NotFoundError(f"nothing in {where} has an id that begins with {low!r}")
    names = ", ".join(f"{f.kind} {f.id[: len(low) + 4]}..." for f in found)
    raise QuestionError(f"{low!r} begins several ids ({names}); give more of it")


def of(conn: Connection, memory: Memory, id_: str, where: str) -> list[Past]:
    """The past of a claim, report, link or review."""
    found = find(conn, id_, where)
    raw = bytes.fromhex(found.id)
    if found.kind == "claim":
        row = conn.execute(select(schema.claim).where(schema.claim.c.key == raw)).one()
        items = _of_claim(conn, memory, row.claim, row.report, found.id)
    elif found.kind == "report":
        number = conn.execute(select(schema.report.c.report).where(schema.report.c.id == raw)).scalar_one()
        items = _of_report(conn, number)
    elif found.kind == "link":
        items = _of_link(conn, raw)
    else:
        items = []
    items += _reviews(conn, found.id)
    return [past for _, past in sorted(items, key=lambda item: item[0])]


Numbered = list[tuple[int, Past]]


def _moments(conn: Connection, seqs: list[int]) -> dict[int, datetime]:
    r = schema.record
    return {
        row.seq: moment(row.recorded) for row in conn.execute(select(r.c.seq, r.c.recorded).where(r.c.seq.in_(seqs)))
    }


def _of_claim(conn: Connection, memory: Memory, claim: int, report: int, key: str) -> Numbered:
    r, c, v, s = schema.reading, schema.content, schema.resolving, schema.resolution
    report_id = bytes(
        conn.execute(select(schema.report.c.id).where(schema.report.c.report == report)).scalar_one()
    ).hex()
    items: Numbered = []
    readings = conn.execute(select(r).where(r.c.report == report).order_by(r.c.seq)).all()
    for row in readings:
        at = _moments(conn, [row.seq])[row.seq]
        body = conn.execute(
            select(c.c.body).where(
                and_(c.c.content >= row.first, c.c.content < row.first + row.rows, c.c.claim == claim)
            )
        ).scalar()
        by = f"{row.reader} {row.version}"
        if body is None:
            items.append((row.seq, Past("reading", at, by, "does not have this claim")))
            continue
        items.append((row.seq, Past("reading", at, by, "read it", claim_of(body, report_id))))
        for run in conn.execute(select(v).where(v.c.reading == row.seq)).all():
            found = conn.execute(
                select(s.c.body).where(
                    and_(s.c.resolution >= run.first, s.c.resolution < run.first + run.rows, s.c.claim == claim)
                )
            ).scalar()
            if found is None:
                continue
            resolved = resolved_of(found)
            places_by_digest(conn, memory, resolved.digests())
            resolution = Resolution(key, run.atlas, *resolved.refs(memory.places.__getitem__))
            when = _moments(conn, [run.seq])[run.seq]
            items.append((run.seq, Past("resolution", when, run.atlas, "resolved its names", resolution=resolution)))
    return items


def _of_report(conn: Connection, report: int) -> Numbered:
    f, r, d = schema.report_form, schema.reading, schema.redaction
    items: Numbered = []
    for row in conn.execute(select(f.c.seq, f.c.body, f.c.amends).where(f.c.report == report).order_by(f.c.seq)).all():
        body = json.loads(row.body)
        what = "came in" if row.seq == report else "was amended" if row.amends else "came in again, printed elsewhere"
        kind = "report" if row.seq == report else "form"
        at = _moments(conn, [row.seq])[row.seq]
        items.append((row.seq, Past(kind, at, body["extractor"], f"{what} as {body['name']} ({body['publisher']})")))
    for row in conn.execute(select(r).where(r.c.report == report)).all():
        at = _moments(conn, [row.seq])[row.seq]
        items.append((row.seq, Past("reading", at, f"{row.reader} {row.version}", f"read {row.rows} claims")))
    for row in conn.execute(select(d).where(d.c.report == report)).all():
        body = json.loads(row.body)
        at = _moments(conn, [row.seq])[row.seq]
        items.append((row.seq, Past("redaction", at, body["by"], body["why"])))
    return items


def _of_link(conn: Connection, id_: bytes) -> Numbered:
    k, w = schema.link, schema.weighing
    items: Numbered = []
    rests = select(k.c.weighing, k.c.body, w.c.version).join(w, w.c.seq == k.c.weighing).where(k.c.id == id_)
    for row in conn.execute(rests).all():
        link = link_from(json.loads(row.body))
        at = _moments(conn, [row.weighing])[row.weighing]
        items.append((row.weighing, Past("weighing", at, row.version, f"{link.kind}: {link.why}")))
    gone = conn.execute(select(w.c.seq, w.c.version).where(w.c.body.contains(id_.hex()))).all()
    for seq, version in gone:
        items.append((seq, Past("weighing", _moments(conn, [seq])[seq], version, "withdrew it")))
    return items


def _reviews(conn: Connection, subject: str) -> Numbered:
    """Reviews of a subject, and the undoing of them."""
    r = schema.review
    items: Numbered = []
    wanted = [subject]
    while wanted:
        rows = conn.execute(select(r).where(r.c.subject.in_(wanted)).order_by(r.c.seq)).all()
        wanted = []
        for row in rows:
            review = review_from(bytes(row.id).hex(), row.body)
            at = _moments(conn, [row.seq])[row.seq]
            words = str(review.action) + (f" {review.field} = {review.value!r}" if review.field else "")
            items.append((row.seq, Past("review", at, review.by, words, review=review)))
            wanted.append(review.id)
    return items


def readings(conn: Connection, report_id: bytes) -> list[Reading]:
    """The readings of a report as they were read."""
    p, r, c = schema.report, schema.reading, schema.content
    rows = conn.execute(select(r).join(p, p.c.report == r.c.report).where(p.c.id == report_id).order_by(r.c.seq)).all()
    found = []
    for row in rows:
        bodies = conn.execute(
            select(c.c.body)
            .where(and_(c.c.content >= row.first, c.c.content < row.first + row.rows))
            .order_by(c.c.content)
        ).scalars()
        claims = tuple(claim_of(body, report_id.hex()) for body in bodies)
        said = json.loads(row.body)
        found.append(
            Reading(report_id.hex(), row.reader, row.version, claims, said["skipped"], tuple(said["warnings"]))
        )
    return found


def write_publisher(
    pen: Pen,
    name: str,
    side: str | None,
    kind: ReportKind | None,
    reliability: str | None,
    by: str,
    note: str | None,
) -> Publisher:
    """Append a decision about a publisher; what is not given is taken over from the one before."""
    if reliability is not None and reliability.upper() not in tuple("ABCDEF"):
        raise QuestionError(f"publisher {name}: reliability {reliability!r}; it must be a letter from A to F")
    before = publishers(pen.conn).get(name, Publisher(name))
    decided = Publisher(
        name,
        before.side if side is None else side,
        before.kind if kind is None else ReportKind(kind),
        before.reliability if reliability is None else reliability.upper(),
        by,
        datetime.now(UTC),
        note,
    )
    body = canonical_json(
        {
            "name": name,
            "side": decided.side,
            "kind": None if decided.kind is None else str(decided.kind),
            "reliability": decided.reliability,
            "by": by,
            "at": decided.at.isoformat() if decided.at else None,
            "note": note,
        }
    )
    hash_ = sha256(body)
    pen.put(schema.publisher, pen.record("publisher", hash_, hash_), name, body)
    return decided


def publishers(conn: Connection) -> dict[str, Publisher]:
    """The newest decision on each publisher."""
    p = schema.publisher
    found = {}
    for row in conn.execute(select(p.c.body).order_by(p.c.seq)):
        b = json.loads(row.body)
        kind = None if b["kind"] is None else ReportKind(b["kind"])
        at = datetime.fromisoformat(b["at"]) if b["at"] else None
        found[b["name"]] = Publisher(b["name"], b["side"], kind, b["reliability"], b["by"], at, b["note"])
    return dict(sorted(found.items()))


def counts(conn: Connection) -> Counts:
    def number(table: Table, *where: Any) -> int:
        return int(conn.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

    e, n = schema.entry, schema.link_now
    standing = (e.c.ends.is_(None), or_(e.c.status.is_(None), e.c.status != "rejected"))
    statuses = conn.execute(
        select(e.c.status, func.count()).where(e.c.ends.is_(None), e.c.status.is_not(None)).group_by(e.c.status)
    ).all()
    return Counts(
        number(schema.report),
        number(schema.reading),
        number(e, *standing),
        number(n, n.c.ends.is_(None), or_(n.c.status.is_(None), n.c.status != "rejected")),
        number(schema.review),
        {row[0]: row[1] for row in sorted(statuses)},
    )
