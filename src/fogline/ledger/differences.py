"""What is derived, held against what the records say it should be; reads only.

A flipped bit in a derived table changes no record, but it changes answers. Entries, places, actors and the table of
reports are worked out again report by report; the map as of now and what is held back, from the tables below them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import and_, select, text

from fogline.ledger import schema
from fogline.ledger.drafts import plain, sources, valid_bounds
from fogline.ledger.effects import effects
from fogline.ledger.entries import Form, Now
from fogline.ledger.evidence import NUMBERS, rows
from fogline.ledger.pen import Pen
from fogline.ledger.projection import effective_claims, newest_form

_Shown = tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]
_NOTHING: _Shown = (set(), set())


def differing(pen: Pen, report: int, at: int) -> list[int]:
    """Claims of a report whose standing entry is not what the records say it should be."""
    form = newest_form(pen, report, at)
    e = schema.entry
    there = {
        row.claim: row for row in pen.conn.execute(select(e).where(and_(e.c.report == report, e.c.ends.is_(None))))
    }
    shown = _shown(pen, report)
    wrong = set(there)
    for new in effective_claims(pen, report, form, at):
        row = there.get(new.claim)
        if row is None:
            wrong.add(new.claim)
            continue
        claim = new.effective.claim
        says = (row.claim, row.content, row.resolution, row.form, row.status, bool(row.found), row.body)
        judged = (row.type, row.mood, row.certainty, row.polarity, row.known)
        meant = (plain(claim.type), plain(claim.mood), plain(claim.certainty), plain(claim.polarity), form.known)
        days = (row.from_day, row.to_day, bool(row.approximate))
        if (
            says == new.identity(form.seq)
            and judged == meant
            and days == valid_bounds(claim, form.head)
            and shown.get(row.entry, _NOTHING) == _expected(new, form, row.begins)
        ):
            wrong.discard(new.claim)
    return sorted(wrong)


def _shown(pen: Pen, report: int) -> dict[int, _Shown]:
    """The rows of a report's standing entries in the indexes of places and of actors, by entry."""
    found: defaultdict[int, _Shown] = defaultdict(lambda: (set(), set()))
    places = (
        "SELECT x.entry, p.id, x.long, x.from_day, x.to_day, x.known, x.begins, x.rejected, x.effect, a.id "
        "FROM entry e JOIN entry_place x ON x.entry = e.entry LEFT JOIN place p ON p.place = x.place "
        "LEFT JOIN actor a ON a.actor = x.party WHERE e.report = :report AND e.ends IS NULL AND x.ends IS NULL"
    )
    for entry, id_, long, first, last, known, begins, rejected, effect, party in pen.conn.execute(
        text(places), {"report": report}
    ):
        found[entry][0].add((id_, long, first, last, known, begins, bool(rejected), effect, party))
    x, a, e = schema.entry_actor, schema.actor, schema.entry
    actors = (
        select(x.c.entry, x.c.role, a.c.id)
        .join(e, e.c.entry == x.c.entry)
        .outerjoin(a, a.c.actor == x.c.actor)
        .where(and_(e.c.report == report, e.c.ends.is_(None)))
    )
    for row in pen.conn.execute(actors):
        found[row.entry][1].add((row.role, row.id))
    return found


def _expected(now: Now, form: Form, begins: int) -> _Shown:
    """What `write_entry` puts there."""
    e = now.effective
    first, last, _ = valid_bounds(e.claim, form.head)
    rejected = e.status == "rejected"
    bears: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    if first != schema.UNDATED and not rejected:
        for place, effect, party in effects(e.claim, e.places, e.actors):
            bears[place].append((NUMBERS[effect], party))
    long = 1 if last - first > schema.SHORT_DAYS else 0
    places = {
        (ref.place.id, long, first, last, form.known, begins, rejected, *does)
        for ref in e.places
        if ref.place is not None
        for does in bears.get(ref.place.id, [(None, None)])
    }
    actors = {("actor", a.actor) for a in e.actors} | {("source", id_) for id_ in sources(e, form.head)}
    return places, actors


def report_differs(pen: Pen, report: int, at: int) -> bool:
    """Whether the table of reports has another name, day or form than the newest form."""
    form, r = newest_form(pen, report, at), schema.report_now
    day = None if form.head.published is None else form.head.published.toordinal()
    row = pen.conn.execute(select(r.c.form, r.c.name, r.c.published).where(r.c.report == report)).one_or_none()
    return row is None or tuple(row) != (form.seq, form.head.name, day)


def map_differs(pen: Pen) -> int | None:
    """The number of a place of which the map as of now has other evidence than the claims; None where none has."""
    sql = (
        "SELECT x.place, x.effect, x.party, x.from_day, x.known, x.entry, c.key FROM entry_place x "
        "JOIN entry e ON e.entry = x.entry JOIN claim c ON c.claim = e.claim "
        "WHERE x.effect IS NOT NULL AND x.ends IS NULL AND NOT x.held"
    )
    newest: defaultdict[int, dict[tuple[int, int], tuple[Any, ...]]] = defaultdict(dict)
    for place, effect, party, *age, key in pen.conn.execute(text(sql)):
        found, at = (*age, bytes(key)[:8]), newest[place]
        if found > at.get((effect, party), (-1,)):
            at[(effect, party)] = found
    p = schema.place_now
    for place, packed in pen.conn.execute(select(p.c.place, p.c.evidence)):
        if {(row[0], row[1]): row[2:] for row in rows(bytes(packed))} != newest.pop(place, {}):
            return int(place)
    return min(newest, default=None)


def held_differs(pen: Pen) -> int | None:
    """An entry that is held back although nothing holds it, or the other way round; None where there is none."""
    held = (
        "SELECT e.entry FROM link_now l JOIN entry e ON e.claim = l.b AND e.ends IS NULL "
        "JOIN entry f ON f.claim = l.a AND f.ends IS NULL "
        "WHERE l.kind = 'hardens' AND l.ends IS NULL AND coalesce(l.status, '') <> 'rejected' "
        "AND (f.mood <> 'actual' OR f.certainty NOT IN ('certain', 'probable') OR f.polarity = 'negative')"
    )
    bearing = "FROM entry_place x WHERE x.effect IS NOT NULL AND x.ends IS NULL"
    sql = (
        f"SELECT x.entry {bearing} AND NOT x.held AND x.entry IN ({held}) "
        f"UNION SELECT x.entry {bearing} AND x.held AND x.entry NOT IN ({held}) ORDER BY 1 LIMIT 1"
    )
    found: int | None = pen.conn.execute(text(sql)).scalar()
    return found
