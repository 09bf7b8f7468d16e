"""Taking words out of a ledger without breaking its chain: text, raw bytes and the words of claims go, hashes stay."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import delete, select, text, update

from fogline.claims import canonical_json
from fogline.errors import QuestionError
from fogline.ledger import schema
from fogline.ledger.bodies import blank_claim_body, blank_resolution_body
from fogline.ledger.chain import sha256
from fogline.ledger.drafts import entry_words
from fogline.ledger.effective import Effective
from fogline.ledger.hydrate import ledger_claims
from fogline.ledger.pen import Pen
from fogline.ledger.prepare import unpacked
from fogline.ledger.replay import reproject
from fogline.ledger.store import Store
from fogline.ledger.words import fold

#: What stands where words stood.
BLANK = "[redacted]"


def redact(pen: Pen, report_id: str, why: str, by: str) -> None:
    """Redact one report. Raises QuestionError where there is no such report; redacting it again adds nothing."""
    if not why.strip():
        raise QuestionError(f"redact {report_id}: say why; the reason stays in the ledger")
    p = schema.report
    try:
        row = pen.conn.execute(select(p).where(p.c.id == bytes.fromhex(report_id))).one_or_none()
    except ValueError:
        row = None
    if row is None:
        raise QuestionError(f"redact: no report {report_id} in {pen.store.name}")
    if row.text is None:
        return
    if not pen.store.postgres:
        pen.conn.exec_driver_sql("PRAGMA secure_delete = ON")
    body = canonical_json({"report": report_id, "why": why, "by": by, "at": datetime.now(UTC).isoformat()})
    hash_ = sha256(body)
    pen.put(schema.redaction, pen.record("redaction", bytes(row.id), hash_), row.report, body)
    pen.flush()
    _unindex(pen, row.report, unpacked(row.text))
    _blank(pen, row.report)
    reproject(pen, row.report)
    _forget_names(pen)
    pen.memory.forget()
    pen.memory.heads = {}


def _unindex(pen: Pen, report: int, plain: str) -> None:
    """Take the words out of the search indexes. FTS5 keeps no copy of the words, so it must be told them again."""
    e, f = schema.entry, schema.report_form
    if pen.store.postgres:
        mine = "DELETE FROM claim_words WHERE entry IN (SELECT entry FROM entry WHERE report = :r)"
        pen.conn.execute(text(mine), {"r": report})
        pen.conn.execute(text("DELETE FROM report_words WHERE report = :r"), {"r": report})
        return
    numbers = list(pen.conn.execute(select(e.c.entry).where(e.c.report == report)).scalars())
    for number, (_, c) in zip(numbers, ledger_claims(pen.conn, pen.memory, numbers), strict=True):
        found = entry_words(Effective(c.claim, c.places, c.actors, c.speakers), plain)
        pen.conn.exec_driver_sql(
            "INSERT INTO claim_words(claim_words, rowid, words) VALUES ('delete', ?, ?)", (number, found)
        )
    title = json.loads(pen.conn.execute(select(f.c.body).where(f.c.seq == report)).scalar_one())["title"] or ""
    pen.conn.exec_driver_sql(
        "INSERT INTO report_words(report_words, rowid, words) VALUES ('delete', ?, ?)",
        (report, fold(f"{title}\n{plain}")),
    )


def _blank(pen: Pen, report: int) -> None:
    """Empty the record rows; the triggers let just this through, once the redaction is recorded."""
    c, t, s, f, v = schema.claim, schema.content, schema.resolution, schema.report_form, schema.review
    conn = pen.conn
    conn.execute(update(schema.report).where(schema.report.c.report == report).values(text=None))
    for row in conn.execute(select(f.c.seq, f.c.body).where(f.c.report == report)).all():
        left = {**json.loads(row.body), "title": BLANK, "about": [], "warnings": []}
        conn.execute(update(f).where(f.c.seq == row.seq).values(raw=None, body=canonical_json(left)))
    mine = select(c.c.claim).where(c.c.report == report)
    for row in conn.execute(select(t.c.content, t.c.body).where(t.c.claim.in_(mine))).all():
        body = canonical_json(blank_claim_body(json.loads(row.body)))
        conn.execute(update(t).where(t.c.content == row.content).values(body=body))
    for row in conn.execute(select(s.c.resolution, s.c.body).where(s.c.claim.in_(mine))).all():
        body = canonical_json(blank_resolution_body(json.loads(row.body)))
        conn.execute(update(s).where(s.c.resolution == row.resolution).values(body=body))
    for row in conn.execute(select(v.c.seq, v.c.body).where(v.c.report == report)).all():
        body = canonical_json(_blank_review(json.loads(row.body)))
        conn.execute(update(v).where(v.c.seq == row.seq).values(body=body))
    o = schema.origin
    for row in conn.execute(select(o.c.claim, o.c.body).where(o.c.claim.in_(mine))).all():
        left = {**json.loads(row.body), "why": BLANK}
        conn.execute(update(o).where(o.c.claim == row.claim).values(body=canonical_json(left)))


def _blank_review(body: dict[str, object]) -> dict[str, object]:
    """A review without the words of the report: verdicts stay, wordings go."""
    left = {**body, "note": None if body["note"] is None else BLANK}
    value = body["value"]
    if body["action"] == "add" and isinstance(value, dict):
        left["value"] = {
            **value,
            "claim": blank_claim_body(value["claim"]),
            "resolution": blank_resolution_body(value["resolution"]),
        }
    elif body["action"] == "correct" and body["field"] in ("args", "sources") and isinstance(value, list):
        left["value"] = [{**item, "text": "", "entity": BLANK} for item in value]
    elif body["action"] == "correct" and isinstance(value, dict) and "args" in value:
        left["value"] = {"args": [{**item, "text": "", "entity": BLANK} for item in value["args"]]}
    elif body["action"] == "correct" and isinstance(value, dict):
        left["value"] = {**value, "text": ""}
    elif body["action"] == "fix-resolution" and isinstance(value, dict):
        left["value"] = {**value, "text": BLANK}
    return left


def _forget_names(pen: Pen) -> None:
    """Drop actors known only from what was redacted."""
    a, x, p = schema.actor, schema.entry_actor, schema.entry_place
    used = select(x.c.actor).union(select(p.c.party).where(p.c.party.is_not(None)))
    pen.conn.execute(delete(a).where(a.c.id.like("entity/%"), a.c.actor.not_in(used)))


def scrub(store: Store) -> None:
    """After a redaction: make sure that the words are on no page of the file any more."""
    if store.postgres:
        return
    raw = store.engine.raw_connection()
    try:
        with store.said():
            for table in ("claim_words", "report_words"):
                raw.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
            raw.execute("PRAGMA secure_delete = ON")
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
