"""Rebuilding the derived tables from the records, in the order in which they came."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, and_, delete, or_, select

from fogline.ledger import schema
from fogline.ledger.entries import put_report_now
from fogline.ledger.linking import project_weighing
from fogline.ledger.pen import CHUNK, Pen
from fogline.ledger.prepare import head_from, unpacked
from fogline.ledger.projection import Spot, bearing, project_report, restand
from fogline.ledger.records import review_from
from fogline.ledger.reviewing import project_review

#: Records that are fetched in one go.
_STEP = 500


def rebuild(pen: Pen) -> None:
    """Empty the derived tables and fill them again. Origins, events and blocks come from weighing and stay."""
    for table in schema.PROJECTIONS:
        pen.conn.execute(delete(table))
    if pen.store.postgres:
        pen.conn.exec_driver_sql("DELETE FROM claim_words")
        pen.conn.exec_driver_sql("DELETE FROM report_words")
    else:
        pen.conn.exec_driver_sql("INSERT INTO claim_words(claim_words) VALUES ('delete-all')")
        pen.conn.exec_driver_sql("INSERT INTO report_words(report_words) VALUES ('delete-all')")
        pen.conn.exec_driver_sql("DELETE FROM place_box")
    pen.memory.forget()
    for seq, kind in _records(pen.conn):
        _do(pen, seq, kind)
    pen.flush()
    weighed = select(schema.origin.c.entry)
    pen.conn.execute(delete(schema.to_weigh).where(schema.to_weigh.c.entry.in_(weighed)))


def _records(conn: Connection) -> Iterator[tuple[int, str]]:
    """All records in order: number and kind."""
    r, last = schema.record, 0
    while rows := conn.execute(select(r.c.seq, r.c.kind).where(r.c.seq > last).order_by(r.c.seq).limit(_STEP)).all():
        for row in rows:
            yield row.seq, row.kind
        last = rows[-1].seq


def _do(pen: Pen, seq: int, kind: str) -> None:
    """Do to the derived tables what was done when this record was written.

    A reading is projected with its resolution, which always follows it.
    """
    if kind == "report":
        note_report(pen, seq)
        index_report(pen, seq)
    elif kind == "form":
        form = schema.report_form
        row = pen.conn.execute(select(form.c.report, form.c.amends).where(form.c.seq == seq)).one()
        if row.amends:
            project_report(pen, row.report, seq)
    elif kind == "resolution":
        run, reading = schema.resolving, schema.reading
        report = pen.conn.execute(
            select(reading.c.report).join(run, run.c.reading == reading.c.seq).where(run.c.seq == seq)
        ).scalar_one()
        project_report(pen, report, seq)
    elif kind == "weighing":
        _weigh(pen, seq)
    elif kind == "review":
        row = pen.conn.execute(select(schema.review).where(schema.review.c.seq == seq)).one()
        pen.flush()
        project_review(pen, review_from(bytes(row.id).hex(), row.body), row.report, seq)


def index_report(pen: Pen, report: int) -> None:
    r, f = schema.report, schema.report_form
    row = pen.conn.execute(select(r.c.text, f.c.body).join(f, f.c.seq == r.c.report).where(r.c.report == report)).one()
    if row.text is not None:
        pen.report_words(report, json.loads(row.body)["title"], unpacked(row.text))


def note_report(pen: Pen, report: int) -> None:
    """Put a report into the table of reports, as its first form has it; amendments follow."""
    f = schema.report_form
    body = pen.conn.execute(select(f.c.body).where(f.c.seq == report)).scalar_one()
    put_report_now(pen, report, head_from(json.loads(body)))


def _weigh(pen: Pen, seq: int) -> None:
    w, k = schema.weighing, schema.link
    row = pen.conn.execute(select(w).where(w.c.seq == seq)).one()
    links = pen.conn.execute(
        select(k.c.id, k.c.body).where(and_(k.c.link >= row.first, k.c.link < row.first + row.rows)).order_by(k.c.link)
    ).all()
    pen.flush()
    withdrawn = [bytes.fromhex(id_) for id_ in json.loads(row.body)]
    project_weighing(pen, seq, withdrawn, [(bytes(k.id), k.body) for k in links])


def reproject(pen: Pen, report: int) -> None:
    """Drop one report's derived rows and replay what was recorded about it: what redaction needs."""
    spots = drop_entries(pen, report)
    r, f, v, n = schema.record, schema.report_form, schema.review, schema.reading
    about = or_(
        r.c.seq.in_(select(f.c.seq).where(f.c.report == report)),
        r.c.seq.in_(select(v.c.seq).where(v.c.report.in_((report, 0)))),
        r.c.seq.in_(
            select(schema.resolving.c.seq).join(n, n.c.seq == schema.resolving.c.reading).where(n.c.report == report)
        ),
    )
    seqs = pen.conn.execute(select(r.c.seq).where(about).order_by(r.c.seq)).scalars().all()
    for seq in seqs:
        if seq != report:
            project_report(pen, report, seq)
    restand(pen, spots)


def drop_entries(pen: Pen, report: int) -> set[Spot]:
    """Delete a report's entries and all that hangs on them; the evidence that this may change."""
    e = schema.entry
    numbers = pen.conn.execute(select(e.c.entry).where(e.c.report == report)).scalars().all()
    spots: set[Spot] = set()
    for i in range(0, len(numbers), CHUNK):
        part = numbers[i : i + CHUNK]
        spots |= bearing(pen, part)
        for table in (schema.entry_place, schema.entry_actor, schema.to_weigh, e):
            pen.conn.execute(delete(table).where(table.c.entry.in_(part)))
    return spots
