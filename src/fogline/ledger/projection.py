"""A report's claims as they now stand, worked out from its records, and the derived tables brought up to them.

Everything derived can be dropped and replayed from the records; the same functions maintain it and rebuild it, record
by record in order, so that both come out the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, and_, delete, func, select, update

from fogline.claims import Claim, Merge, Review, ReviewAction
from fogline.ledger import schema
from fogline.ledger.chain import moment
from fogline.ledger.decode import Refs, claim_from, claim_of, resolved_of
from fogline.ledger.drafts import draft
from fogline.ledger.effective import EVERYWHERE, apply, in_force
from fogline.ledger.entries import Form, Now, form_of, write_entry
from fogline.ledger.evidence import Key, Newest, replaced
from fogline.ledger.merging import Merges, merges_of, with_merges
from fogline.ledger.pen import CHUNK, Pen, places_by_digest
from fogline.ledger.prepare import head_from, unpacked
from fogline.ledger.records import resolution_of, review_from

#: A place, and an effect of a party on it.
Spot = tuple[int, Key]


def project_report(pen: Pen, report: int, at: int) -> None:
    """Work out a report's effective claims as of now and write what differs from before, from record `at` on.

    Called whenever something about the report changed: an amended date, a newer reading, another atlas, a review.
    """
    pen.flush()
    form = newest_form(pen, report, at)
    text = _text_of(pen, report)
    r, day = schema.report_now, form.head.published
    said = {"form": form.seq, "name": form.head.name, "published": None if day is None else day.toordinal()}
    pen.conn.execute(update(r).where(and_(r.c.report == report, r.c.form != form.seq)).values(said))
    now = {n.claim: n for n in effective_claims(pen, report, form, at)}
    e = schema.entry
    before: dict[int, Row[Any]] = {
        row.claim: row for row in pen.conn.execute(select(e).where(and_(e.c.report == report, e.c.ends.is_(None))))
    }
    stale = []
    for number, row in before.items():
        new = now.get(number)
        was = (row.claim, row.content, row.resolution, row.form, row.status, bool(row.found), row.body)
        if new is not None and new.identity(form.seq) == was:
            del now[number]
        else:
            stale.append(row)
    spots = close_entries(pen, [row.entry for row in stale], at)
    for new in now.values():
        write_entry(pen, new, form, report, at, draft(new.effective, form.head, text))
    pen.flush()
    restand(pen, spots)
    hold_back(pen, {row.claim for row in stale} | set(now))


def newest_form(pen: Pen, report: int, at: int) -> Form:
    """What was known of a report at a record."""
    f, r = schema.report_form, schema.record
    row = pen.conn.execute(
        select(f.c.seq, f.c.body)
        .where(and_(f.c.report == report, f.c.amends, f.c.seq <= at))
        .order_by(f.c.seq.desc())
        .limit(1)
    ).one()
    recorded = pen.conn.execute(select(r.c.recorded).where(r.c.seq == report)).scalar_one()
    return form_of(row.seq, head_from(json.loads(row.body)), moment(recorded).date())


def _text_of(pen: Pen, report: int) -> str | None:
    r = schema.report
    blob = pen.conn.execute(select(r.c.text).where(r.c.report == report)).scalar()
    return None if blob is None else unpacked(blob)


def effective_claims(pen: Pen, report: int, form: Form, at: int) -> list[Now]:
    """The claims of the newest reading in its newest resolution, reviewed, and the reviewed ones that it lacks."""
    c, t = schema.claim, schema.content
    readings = pen.conn.execute(
        select(schema.reading)
        .where(and_(schema.reading.c.report == report, schema.reading.c.seq <= at))
        .order_by(schema.reading.c.seq)
    ).all()
    keys = {row.claim: bytes(row.key).hex() for row in pen.conn.execute(select(c).where(c.c.report == report)).all()}
    numbers = {key: number for number, key in keys.items()}
    own, fixes, merges = reviews_of(pen, report, form.head.id, at)
    contents: dict[int, tuple[int, int, Claim]] = {}  # claim -> content row, reading, form as read
    newest = readings[-1].seq if readings else None
    for row in readings:
        if row.seq != newest and not own:
            continue
        rows = pen.conn.execute(
            select(t.c.content, t.c.claim, t.c.body).where(
                and_(t.c.content >= row.first, t.c.content < row.first + row.rows)
            )
        )
        for item in rows:
            if row.seq == newest or keys[item.claim] in own:
                as_read = claim_of(item.body, form.head.id)
                contents[item.claim] = (item.content, row.seq, as_read)
    resolved: dict[int, dict[int, tuple[int, Refs]]] = {}
    for reading in {reading for _, reading, _ in contents.values()}:
        resolved[reading] = _resolutions(pen, reading, at)
    result = []
    for number in sorted(contents):
        content, reading, as_read = contents[number]
        resolution, refs = resolved[reading].get(number, (None, ((), (), ())))
        mine = own.get(keys[number], [])
        added = next((r for r in mine if r.action is ReviewAction.ADD), None)
        if added is not None:  # a person wrote this claim before a reader found it: that form stands
            result.append(_added(number, keys[number], added, mine, fixes, merges, content, found=reading == newest))
            continue
        effective = with_merges(apply(as_read, *refs, mine, fixes), merges)
        found = reading == newest
        if found or effective.status is not None:
            result.append(Now(number, bytes.fromhex(keys[number]), content, resolution, effective, found))
    for key, mine in own.items():
        added = next((r for r in mine if r.action is ReviewAction.ADD), None)
        number = numbers.get(key, -1)
        if added is not None and number not in contents and number != -1:
            result.append(_added(number, key, added, mine, fixes, merges))
    return sorted(result, key=lambda n: n.claim)


def _added(
    number: int,
    key: str,
    added: Review,
    mine: list[Review],
    fixes: list[Review],
    merges: Merges,
    content: int | None = None,
    found: bool = True,
) -> Now:
    claim = claim_from(added.value["claim"], added.value["report"])
    effective = apply(claim, *resolution_of(added.value["resolution"]), mine, fixes, added=True)
    effective = with_merges(effective, merges)
    return Now(number, bytes.fromhex(key), None, None, effective, found if content is not None else True)


def _resolutions(pen: Pen, reading: int, at: int) -> dict[int, tuple[int, Refs]]:
    """The newest resolutions of a reading: claim -> row, places, actors, speakers."""
    run, res = schema.resolving, schema.resolution
    newest = pen.conn.execute(
        select(run).where(and_(run.c.reading == reading, run.c.seq <= at)).order_by(run.c.seq.desc()).limit(1)
    ).one_or_none()
    if newest is None:
        return {}
    rows = pen.conn.execute(
        select(res.c.resolution, res.c.claim, res.c.body).where(
            and_(res.c.resolution >= newest.first, res.c.resolution < newest.first + newest.rows)
        )
    ).all()
    bodies = [(row.resolution, row.claim, resolved_of(row.body)) for row in rows]
    places_by_digest(pen.conn, pen.memory, [digest for _, _, body in bodies for digest in body.digests()])
    place_of = pen.memory.places.__getitem__
    return {claim: (number, body.refs(place_of)) for number, claim, body in bodies}


def reviews_of(
    pen: Pen, report: int, report_id: str, at: int
) -> tuple[dict[str, list[Review]], list[Review], dict[str, Merge]]:
    """Reviews in force: on a report's claims, by key; the fixes that bear on the whole report; merges of actors."""
    r = schema.review
    rows = pen.conn.execute(
        select(r.c.id, r.c.body).where(and_(r.c.report.in_((report, 0)), r.c.seq <= at)).order_by(r.c.seq)
    ).all()
    own: defaultdict[str, list[Review]] = defaultdict(list)
    fixes = []
    standing = in_force([review_from(bytes(row.id).hex(), row.body) for row in rows])
    for review in standing:
        if review.subject in (EVERYWHERE, report_id):
            if review.action is ReviewAction.FIX_RESOLUTION:
                fixes.append(review)
        else:
            own[review.subject].append(review)
    return own, fixes, merges_of(standing)


def close_entries(pen: Pen, entries: Sequence[int], at: int) -> set[Spot]:
    """End these entries at a record; the places, effects and parties whose newest evidence may change by it."""
    spots: set[Spot] = set()
    e, p = schema.entry, schema.entry_place
    for i in range(0, len(entries), CHUNK):
        part = entries[i : i + CHUNK]
        spots |= bearing(pen, part)
        pen.conn.execute(update(e).where(e.c.entry.in_(part)).values(ends=at))
        pen.conn.execute(delete(schema.to_weigh).where(schema.to_weigh.c.entry.in_(part)))
        pen.conn.execute(update(p).where(and_(p.c.entry.in_(part), p.c.ends.is_(None))).values(ends=at))
    return spots


def bearing(pen: Pen, entries: Sequence[int]) -> set[Spot]:
    """The places, effects and parties that these entries bear on; at most CHUNK entries."""
    p = schema.entry_place
    rows = pen.conn.execute(
        select(p.c.place, p.c.effect, p.c.party).where(and_(p.c.entry.in_(entries), p.c.effect.is_not(None)))
    )
    return {(row.place, (row.effect, row.party)) for row in rows}


def restand(pen: Pen, spots: Iterable[Spot]) -> None:
    """Find the newest evidence again for these places, effects and parties."""
    pen.flush()
    p, e, c = schema.entry_place, schema.entry, schema.claim
    found: defaultdict[int, dict[Key, Newest | None]] = defaultdict(dict)
    for place, (effect, party) in sorted(spots):
        newest = pen.conn.execute(
            select(p.c.from_day, p.c.known, p.c.entry, c.c.key)
            .join(e, e.c.entry == p.c.entry)
            .join(c, c.c.claim == e.c.claim)
            .where(
                and_(
                    p.c.place == place,
                    p.c.effect == effect,
                    p.c.party == party,
                    p.c.ends.is_(None),
                    p.c.held.is_(False),
                )
            )
            .order_by(p.c.from_day.desc(), p.c.known.desc(), p.c.entry.desc())
            .limit(1)
        ).one_or_none()
        found[place][(effect, party)] = (
            None if newest is None else (newest.from_day, newest.known, newest.entry, bytes(newest.key)[:8])
        )
    if found:
        pen.stand(found, replaced)


def hold_back(pen: Pen, claims: Iterable[int]) -> None:
    """Keep claims that harden one which moves nothing from moving control themselves (SEMANTICS section 3).

    Looks at these claims, and at those which harden them.
    """
    pen.flush()
    now, e, p = schema.link_now, schema.entry, schema.entry_place
    start = sorted(set(claims))
    hardeners = set(start)
    hardens = and_(now.c.kind == "hardens", now.c.ends.is_(None), func.coalesce(now.c.status, "") != "rejected")
    for i in range(0, len(start), CHUNK):
        part = start[i : i + CHUNK]
        hardeners |= set(pen.conn.execute(select(now.c.b).where(and_(now.c.a.in_(part), hardens))).scalars())
    ordered = sorted(hardeners)
    for i in range(0, len(ordered), CHUNK):
        part = ordered[i : i + CHUNK]
        rests_on = pen.conn.execute(
            select(now.c.b, e.c.mood, e.c.certainty, e.c.polarity, e.c.status)
            .join(e, and_(e.c.claim == now.c.a, e.c.ends.is_(None)))
            .where(and_(now.c.b.in_(part), hardens))
        ).all()
        held = {
            row.b
            for row in rests_on
            if row.mood != "actual" or row.certainty not in ("certain", "probable") or row.polarity == "negative"
        }
        rows = pen.conn.execute(
            select(e.c.claim, p.c.place, p.c.effect, p.c.party, p.c.entry, p.c.held)
            .join(p, p.c.entry == e.c.entry)
            .where(and_(e.c.claim.in_(part), e.c.ends.is_(None), p.c.effect.is_not(None)))
        ).all()
        changed = [row for row in rows if bool(row.held) != (row.claim in held)]
        for row in changed:
            these = and_(p.c.entry == row.entry, p.c.effect.is_not(None))
            pen.conn.execute(update(p).where(these).values(held=row.claim in held))
        restand(pen, {(row.place, (row.effect, row.party)) for row in changed})
