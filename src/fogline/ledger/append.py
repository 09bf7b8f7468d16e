"""Adding a batch of reports with their readings and resolutions: what is there already is not added again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from fogline.claims import Place, ReviewAction
from fogline.ledger import schema
from fogline.ledger.chain import moment
from fogline.ledger.drafts import draft
from fogline.ledger.entries import Now, form_of, put_report_now, write_entry
from fogline.ledger.merging import Merges, everywhere, merges_of, with_merges
from fogline.ledger.pen import CHUNK, Pen
from fogline.ledger.prepare import PRINTING, Prepared, form_body
from fogline.ledger.projection import project_report


@dataclass(frozen=True, slots=True)
class Added:
    """What a batch added: reports and claims that this ledger did not have, and readings that were new."""

    reports: int = 0
    claims: int = 0
    readings: int = 0


def append(pen: Pen, batch: Sequence[Prepared]) -> Added:
    """Write a batch; one transaction, so that it is there whole or not at all."""
    numbers = _known_reports(pen, [item.id for item in batch])
    wide = everywhere(pen.conn, pen.seq)
    merges = merges_of(wide)
    fixed = any(review.action is not ReviewAction.MERGE_ACTORS for review in wide)
    places: dict[str, Place] = {}
    for item in batch:
        places.update(item.places)
    pen.look_up(places, set().union(*[item.names for item in batch]))
    reports = claims = readings = 0
    for item in batch:
        number = numbers.get(item.id)
        if number is None:
            number = numbers[item.id] = _new_report(pen, item)
            reports += 1
            claims += _new_reading(pen, item, number, fresh=not fixed, merges=merges)
            readings += 1
            continue
        pen.flush()
        if _redacted(pen, number):
            continue  # its words were taken out, and stay out
        if _new_form(pen, item, number):
            project_report(pen, number, pen.seq)
        found = _reading(pen, item, number)
        if found is None:
            claims += _new_reading(pen, item, number, fresh=False, merges=merges)
            readings += 1
        elif item.resolutions and not _resolved(pen, found, item.atlas):
            _resolve(pen, item, found, _claim_numbers(pen, number))
            project_report(pen, number, pen.seq)
    pen.flush()
    return Added(reports, claims, readings)


def _known_reports(pen: Pen, ids: Sequence[bytes]) -> dict[bytes, int]:
    r = schema.report
    known = {}
    for i in range(0, len(ids), CHUNK):
        for row in pen.conn.execute(select(r.c.id, r.c.report).where(r.c.id.in_(ids[i : i + CHUNK]))):
            known[bytes(row.id)] = row.report
    return known


def _new_report(pen: Pen, item: Prepared) -> int:
    seq = pen.record("report", item.id, item.form_hash)
    pen.put(schema.report, seq, item.id, item.text)
    pen.put(schema.report_form, seq, seq, True, item.form_hash, item.form, item.raw)
    put_report_now(pen, seq, item.head)
    pen.report_words(seq, item.report.title, item.report.text)
    return seq


def _new_form(pen: Pen, item: Prepared, report: int) -> bool:
    """Keep a new word on a known text; True where it amends what was known of the same printing.

    The same text under another name, publisher or address is another printing: kept, but the first one stays.
    """
    f = schema.report_form
    rows = pen.conn.execute(select(f.c.hash, f.c.body, f.c.amends).where(f.c.report == report).order_by(f.c.seq)).all()
    if any(bytes(row.hash) == item.form_hash for row in rows):
        return False
    standing = json.loads(next(row.body for row in reversed(rows) if row.amends))
    offered = form_body(item.report, item.id.hex())
    amends = all(standing[field] == offered[field] for field in PRINTING)
    seq = pen.record("form", item.id, item.form_hash)
    pen.put(schema.report_form, seq, report, amends, item.form_hash, item.form, item.raw)
    return amends


def _redacted(pen: Pen, report: int) -> bool:
    r = schema.redaction
    return pen.conn.execute(select(r.c.seq).where(r.c.report == report).limit(1)).scalar() is not None


def _reading(pen: Pen, item: Prepared, report: int) -> int | None:
    r = schema.reading
    return pen.conn.execute(
        select(r.c.seq).where(
            and_(r.c.report == report, r.c.reader == item.reading.reader, r.c.version == item.reading.version)
        )
    ).scalar()


def _resolved(pen: Pen, reading: int, atlas: str) -> bool:
    r = schema.resolving
    return (
        pen.conn.execute(select(r.c.seq).where(and_(r.c.reading == reading, r.c.atlas == atlas)).limit(1)).scalar()
        is not None
    )


def _claim_numbers(pen: Pen, report: int) -> dict[bytes, int]:
    c = schema.claim
    return {
        bytes(row.key): row.claim for row in pen.conn.execute(select(c.c.key, c.c.claim).where(c.c.report == report))
    }


def _new_reading(pen: Pen, item: Prepared, report: int, *, fresh: bool, merges: Merges) -> int:
    """Write a reading with its claims and resolutions; how many claims are new.

    `fresh`: nothing is known of this report yet and no fix holds everywhere, so that the effective claims are the ones
    in hand and need not be read back.
    """
    numbers = {} if fresh else _claim_numbers(pen, report)
    seq = pen.record("reading", item.reading_hash, item.reading_hash)
    first = pen.next(schema.content, len(item.claims)) if item.claims else 0
    to_claim, to_content = pen.into["claim"], pen.into["content"]
    unknown = [made.key for made in item.claims if made.key not in numbers]
    for number, key in enumerate(unknown, pen.next(schema.claim, len(unknown)) if unknown else 0):
        to_claim((number, key, report))
        numbers[key] = number
    for content, made in enumerate(item.claims, first):
        to_content((content, seq, numbers[made.key], made.hash, made.body))
    reading = item.reading
    pen.put(schema.reading, seq, report, reading.reader, reading.version, item.reading_body, first, len(item.claims))
    resolved = _resolve(pen, item, seq, numbers)
    if not fresh:
        project_report(pen, report, pen.seq)
        return len(unknown)
    form = form_of(report, item.head, moment(pen.recorded).date())
    begins = pen.seq
    for content, made in enumerate(item.claims, first):
        effective, rows = made.effective, made.draft
        if merges:
            effective = with_merges(effective, merges)
            rows = draft(effective, item.head, item.report.text)
        now = Now(numbers[made.key], made.key, content, resolved.get(made.key), effective)
        write_entry(pen, now, form, report, begins, rows)
    return len(unknown)


def _resolve(pen: Pen, item: Prepared, reading: int, numbers: Mapping[bytes, int]) -> dict[bytes, int]:
    """Write the resolutions of a reading; the row of each claim key."""
    seq = pen.record("resolution", item.resolving_hash, item.resolving_hash)
    first = pen.next(schema.resolution, len(item.resolutions)) if item.resolutions else 0
    to_resolution = pen.into["resolution"]
    for row, made in enumerate(item.resolutions, first):
        for ref in made.resolution.places:
            if ref.place is not None:
                pen.place_form(ref.place)
        to_resolution((row, seq, numbers[made.key], made.hash, made.body))
    pen.put(schema.resolving, seq, reading, item.atlas, first, len(item.resolutions))
    return {made.key: row for row, made in enumerate(item.resolutions, first)}
