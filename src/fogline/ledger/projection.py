"""The derived tables: claims in their effective form, where they lie, who they name, what they do to control.

Everything here can be dropped and replayed from the records; the same functions maintain it and rebuild it, record by
record in order, so that both come out the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, and_, delete, func, select, update

from fogline.claims import (
    ActorRef,
    Claim,
    Interval,
    Merge,
    PlaceRef,
    ReportHead,
    ReportKind,
    Review,
    ReviewAction,
    canonical_json,
)
from fogline.ledger import schema
from fogline.ledger.bodies import (
    actor_ref_from,
    claim_body,
    claim_from,
    place_ref_from,
)
from fogline.ledger.chain import moment
from fogline.ledger.effective import EVERYWHERE, Effective, apply, in_force
from fogline.ledger.effects import effects
from fogline.ledger.merging import Merges, merges_of, with_merges
from fogline.ledger.pen import CHUNK, Pen, places_by_digest
from fogline.ledger.prepare import head_from, unpacked
from fogline.ledger.records import resolution_of, resolution_value, review_from
from fogline.ledger.words import fold, words
from fogline.when import valid as valid_interval

#: The text of a StrEnum member as a bare str, which every driver takes; `.value` takes ten times as long.
_plain = str.__str__
_words_of = lru_cache(maxsize=65536)(words)


@dataclass(frozen=True, slots=True)
class Form:
    """A report as the ledger knows it at some record: which form, what it says, when the report was recorded."""

    seq: int
    head: ReportHead
    recorded_day: int

    @property
    def known(self) -> int:
        """The day from which its claims count as known."""
        return self.head.published.toordinal() if self.head.published else self.recorded_day


@dataclass(slots=True)
class Now:
    """One effective claim with the record rows that it stands on."""

    claim: int
    content: int | None
    resolution: int | None
    effective: Effective
    found: bool = True
    redacted: bool = False

    def identity(self, form: int) -> tuple[Any, ...]:
        body = reviewed_body(self.effective) if self.effective.touched or self.content is None else None
        return (self.claim, self.content, self.resolution, form, self.effective.status, self.found, body)


def bounds(interval: Interval | None) -> tuple[int, int, bool]:
    """First day, last day and whether approximate, as the tables keep them."""
    if interval is None:
        return schema.UNDATED, schema.NEVER, False
    first = schema.ALWAYS_FROM if interval.start is None else interval.start.toordinal()
    last = schema.ALWAYS_TO if interval.end is None else interval.end.toordinal()
    return first, last, interval.approximate


def interval_of(first: int, last: int, approximate: bool) -> Interval | None:
    if first == schema.UNDATED:
        return None
    return Interval(
        None if first == schema.ALWAYS_FROM else date.fromordinal(first),
        None if last == schema.ALWAYS_TO else date.fromordinal(last),
        bool(approximate),
    )


_KNOWN_BOUNDS: dict[tuple[str | None, str, date | None, ReportKind | None], tuple[int, int, bool]] = {}


def _valid_bounds(claim: Claim, head: ReportHead) -> tuple[int, int, bool]:
    """The bounds of a claim's valid time, remembered: they follow from its EDTF value, its type and its report."""
    if claim.time is not None and not claim.time.value:
        return bounds(valid_interval(claim, head.published, head.kind))
    key = (None if claim.time is None else claim.time.value, _plain(claim.type), head.published, head.kind)
    found = _KNOWN_BOUNDS.get(key)
    if found is None:
        if len(_KNOWN_BOUNDS) > 50_000:
            _KNOWN_BOUNDS.clear()
        found = _KNOWN_BOUNDS[key] = bounds(valid_interval(claim, head.published, head.kind))
    return found


def write_entry(pen: Pen, now: Now, form: Form, report: int, begins: int, text: str | None) -> None:
    """Put one effective claim into the derived tables. `text` is the report's, None once redacted."""
    e = now.effective
    claim = e.claim
    entry = pen.next(schema.entry)
    first, last, approximate = _valid_bounds(claim, form.head)
    status = e.status
    pen.put(
        schema.entry,
        entry,
        now.claim,
        report,
        begins,
        None,
        now.content,
        now.resolution,
        form.seq,
        _plain(claim.type),
        _plain(claim.mood),
        _plain(claim.certainty),
        _plain(claim.polarity),
        first,
        last,
        approximate,
        form.known,
        status,
        now.found,
        reviewed_body(e) if e.touched or now.content is None else None,
    )
    if status != "rejected":
        pen.put(schema.to_weigh, entry)
    long = 1 if last - first > schema.SHORT_DAYS else 0
    spots = {p.place.id: pen.place(p.place) for p in e.places if p.place is not None}
    for number in spots.values():
        pen.put(schema.entry_place, number, long, first, entry, last)
    actors = {a.actor: a.name for a in e.actors}
    for id_, name in actors.items():
        pen.put(schema.entry_actor, pen.actor(id_, name), "actor", entry)
    for id_, name in _sources(e, form.head).items():
        pen.put(schema.entry_actor, pen.actor(id_, name), "source", entry)
    if first != schema.UNDATED and status != "rejected":
        for place_id, effect, party in effects(claim, e.places, e.actors):
            number, doer = spots[place_id], pen.actor(party, party)
            pen.put(schema.control, number, first, entry, effect, doer, form.known, begins, None, False)
            key, newest = (number, effect, doer), (first, form.known, entry)
            if newest > pen.standing.get(key, (-1, 0, 0)):
                pen.standing[key] = newest
    if text is not None:
        pen.claim_words(entry, entry_words(e, text))


def _sources(e: Effective, head: ReportHead) -> dict[str, str]:
    """The speakers of a claim; where it is the author's own word, the publisher."""
    if e.speakers:
        return {a.actor: a.name for a in e.speakers}
    if e.claim.sources:
        return {f"entity/{fold(s.entity)}": s.entity for s in e.claim.sources}
    return {f"publisher/{fold(head.publisher)}": head.publisher} if head.publisher else {}


def entry_words(e: Effective, text: str) -> list[str]:
    """The words that find a claim: its sentence, and the names in it that the sentence does not spell out."""
    claim = e.claim
    found = words(text[claim.evidence.start : claim.evidence.end])
    have = set(found)
    names = dict.fromkeys([a.entity for a in claim.args])
    names.update(dict.fromkeys([s.entity for s in claim.sources]))
    names.update(dict.fromkeys([p.place.name for p in e.places if p.place is not None]))
    names.update(dict.fromkeys([a.name for a in e.actors]))
    names.update(dict.fromkeys([a.name for a in e.speakers]))
    for name in names:
        for word in _words_of(name):
            if word not in have:
                have.add(word)
                found.append(word)
    return found


def reviewed_body(e: Effective) -> str:
    """The reviewed form of a claim, kept with its entry; places stand in it whole."""
    return canonical_json(
        {
            "claim": json.loads(claim_body(e.claim)),
            "resolution": resolution_value(e.places, e.actors, e.speakers),
        }
    )


# A report anew -----------------------------------------------------------------------------------------------------


def project_report(pen: Pen, report: int, at: int) -> None:
    """Work out a report's effective claims as of now and write what differs from before, from record `at` on.

    Called whenever something about the report changed: an amended date, a newer reading, another atlas, a review.
    """
    pen.flush()
    form = newest_form(pen, report, at)
    text = _text_of(pen, report)
    now = {n.claim: n for n in _effective_claims(pen, report, form, at)}
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
    keys = close_entries(pen, [row.entry for row in stale], at)
    for new in now.values():
        write_entry(pen, new, form, report, at, text)
    pen.flush()
    restand(pen, keys)
    hold_back(pen, {row.claim for row in stale} | set(now))


def differing(pen: Pen, report: int, at: int) -> list[int]:
    """Claims of a report whose standing entry is not what the records say it should be; reads only."""
    form = newest_form(pen, report, at)
    e = schema.entry
    there = {
        row.claim: row for row in pen.conn.execute(select(e).where(and_(e.c.report == report, e.c.ends.is_(None))))
    }
    wrong = set(there)
    for new in _effective_claims(pen, report, form, at):
        row = there.get(new.claim)
        if row is None:
            wrong.add(new.claim)
            continue
        claim = new.effective.claim
        says = (row.claim, row.content, row.resolution, row.form, row.status, bool(row.found), row.body)
        shown = (row.type, row.mood, row.certainty, row.polarity, row.known)
        meant = (_plain(claim.type), _plain(claim.mood), _plain(claim.certainty), _plain(claim.polarity), form.known)
        days = (row.from_day, row.to_day, bool(row.approximate))
        if says == new.identity(form.seq) and shown == meant and days == _valid_bounds(claim, form.head):
            wrong.discard(new.claim)
    return sorted(wrong)


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
    return Form(row.seq, head_from(json.loads(row.body)), moment(recorded).date().toordinal())


def _text_of(pen: Pen, report: int) -> str | None:
    r = schema.report
    blob = pen.conn.execute(select(r.c.text).where(r.c.report == report)).scalar()
    return None if blob is None else unpacked(blob)


def _effective_claims(pen: Pen, report: int, form: Form, at: int) -> list[Now]:
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
                as_read = claim_from(json.loads(item.body), form.head.id)
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
            result.append(_added(number, added, mine, fixes, merges, content=content, found=reading == newest))
            continue
        effective = with_merges(apply(as_read, *refs, mine, fixes), merges)
        found = reading == newest
        if found or effective.status is not None:
            result.append(Now(number, content, resolution, effective, found))
    for key, mine in own.items():
        added = next((r for r in mine if r.action is ReviewAction.ADD), None)
        number = numbers.get(key, -1)
        if added is not None and number not in contents and number != -1:
            result.append(_added(number, added, mine, fixes, merges))
    return sorted(result, key=lambda n: n.claim)


def _added(
    number: int,
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
    return Now(number, None, None, effective, found if content is not None else True)


Refs = tuple[tuple[PlaceRef, ...], tuple[ActorRef, ...], tuple[ActorRef, ...]]


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
    bodies = [(row.resolution, row.claim, json.loads(row.body)) for row in rows]
    places_by_digest(pen.conn, pen.memory, [p["place"] for _, _, b in bodies for p in b["places"] if p["place"]])
    place_of = pen.memory.places.__getitem__
    return {
        claim: (
            number,
            (
                tuple([place_ref_from(p, place_of) for p in body["places"]]),
                tuple([actor_ref_from(a) for a in body["actors"]]),
                tuple([actor_ref_from(a) for a in body["speakers"]]),
            ),
        )
        for number, claim, body in bodies
    }


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


def close_entries(pen: Pen, entries: Sequence[int], at: int) -> set[tuple[int, str, int]]:
    """End these entries at a record; the places, effects and parties whose newest evidence may change by it."""
    keys: set[tuple[int, str, int]] = set()
    e, c = schema.entry, schema.control
    for i in range(0, len(entries), CHUNK):
        part = entries[i : i + CHUNK]
        keys |= {
            (row.place, row.effect, row.party)
            for row in pen.conn.execute(select(c.c.place, c.c.effect, c.c.party).where(c.c.entry.in_(part)))
        }
        pen.conn.execute(update(e).where(e.c.entry.in_(part)).values(ends=at))
        pen.conn.execute(delete(schema.to_weigh).where(schema.to_weigh.c.entry.in_(part)))
        pen.conn.execute(update(c).where(and_(c.c.entry.in_(part), c.c.ends.is_(None))).values(ends=at))
    return keys


def restand(pen: Pen, keys: Iterable[tuple[int, str, int]]) -> None:
    """Find the newest evidence again for these places, effects and parties."""
    c, s = schema.control, schema.standing
    for place, effect, party in sorted(keys):
        pen.conn.execute(delete(s).where(and_(s.c.place == place, s.c.effect == effect, s.c.party == party)))
        newest = pen.conn.execute(
            select(c.c.from_day, c.c.known, c.c.entry)
            .where(
                and_(
                    c.c.place == place,
                    c.c.effect == effect,
                    c.c.party == party,
                    c.c.ends.is_(None),
                    c.c.held.is_(False),
                )
            )
            .order_by(c.c.from_day.desc(), c.c.known.desc(), c.c.entry.desc())
            .limit(1)
        ).one_or_none()
        if newest is not None:
            pen.standing[(place, effect, party)] = (newest.from_day, newest.known, newest.entry)
    pen.flush()


def hold_back(pen: Pen, claims: Iterable[int]) -> None:
    """Keep claims that harden one which moves nothing from moving control themselves (SEMANTICS section 3).

    Looks at these claims, and at those which harden them.
    """
    pen.flush()
    now, e, c = schema.link_now, schema.entry, schema.control
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
            select(e.c.claim, c.c.place, c.c.effect, c.c.party, c.c.entry, c.c.held)
            .join(c, c.c.entry == e.c.entry)
            .where(and_(e.c.claim.in_(part), e.c.ends.is_(None)))
        ).all()
        changed = [row for row in rows if bool(row.held) != (row.claim in held)]
        for row in changed:
            pen.conn.execute(update(c).where(c.c.entry == row.entry).values(held=row.claim in held))
        restand(pen, {(row.place, row.effect, row.party) for row in changed})
