"""One claim in its effective form as rows of the derived tables: its entry, where it lies, whom it names, its words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from fogline.claims import ReportHead, canonical_json
from fogline.ledger import schema
from fogline.ledger.bodies import claim_body
from fogline.ledger.drafts import Draft
from fogline.ledger.effective import Effective
from fogline.ledger.evidence import OLDEST
from fogline.ledger.pen import Pen
from fogline.ledger.records import resolution_value


@dataclass(frozen=True, slots=True)
class Form:
    """A report as the ledger knows it at some record: which form, what it says, from when its claims were known."""

    seq: int
    head: ReportHead
    known: int  # the day from which its claims count as known


def form_of(seq: int, head: ReportHead, recorded: date) -> Form:
    """A form as of the day on which its report was recorded; undated reports are known from then."""
    return Form(seq, head, (head.published or recorded).toordinal())


@dataclass(slots=True)
class Now:
    """One effective claim with the record rows that it stands on."""

    claim: int
    key: bytes
    content: int | None
    resolution: int | None
    effective: Effective
    found: bool = True
    redacted: bool = False

    def identity(self, form: int) -> tuple[Any, ...]:
        body = reviewed_body(self.effective) if self.effective.touched or self.content is None else None
        return (self.claim, self.content, self.resolution, form, self.effective.status, self.found, body)


def put_report_now(pen: Pen, report: int, head: ReportHead) -> None:
    """Note the name and the day of a report that is new."""
    published = None if head.published is None else head.published.toordinal()
    pen.into["report_now"]((report, report, head.name, published))


def write_entry(pen: Pen, now: Now, form: Form, report: int, begins: int, made: Draft) -> None:
    """Put one effective claim into the derived tables."""
    e, into, known = now.effective, pen.into, form.known
    status, (first, last, approximate) = e.status, made.days
    entry = pen.next(schema.entry)
    into["entry"](
        (
            entry,
            now.claim,
            report,
            begins,
            now.content,
            now.resolution,
            form.seq,
            made.type,
            made.mood,
            made.certainty,
            made.polarity,
            first,
            last,
            int(approximate),  # SQLite's driver takes bare whole numbers three times as fast as True and False
            known,
            status,
            int(now.found),
            reviewed_body(e) if e.touched or now.content is None else None,
        )
    )
    rejected = int(status == "rejected")
    if not rejected:
        into["to_weigh"]((entry,))
    spots = {id_: pen.place(place) for id_, place in made.places.items()}
    to_actor = into["entry_actor"]
    for id_, name in made.actors.items():
        to_actor((pen.actor(id_, name), "actor", entry))
    for id_, name in made.sources.items():
        to_actor((pen.actor(id_, name), "source", entry))
    long, to_place = 1 if last - first > schema.SHORT_DAYS else 0, into["entry_place"]
    for place_id, number in spots.items():
        does = made.bears.get(place_id)
        if does is None:
            to_place((number, long, first, entry, 0, last, known, begins, rejected, None, None, 0))
            continue
        held, newest = pen.evidence.setdefault(number, {}), (first, known, entry, now.key[:8])
        for nth, (effect, party) in enumerate(does):
            key = (effect, pen.actor(party, party))
            to_place((number, long, first, entry, nth, last, known, begins, rejected, *key, 0))
            if newest > held.get(key, OLDEST):
                held[key] = newest
    if made.words is not None:
        pen.claim_words(entry, made.words)


def reviewed_body(e: Effective) -> str:
    """The reviewed form of a claim, kept with its entry; places stand in it whole."""
    return canonical_json(
        {
            "claim": json.loads(claim_body(e.claim)),
            "resolution": resolution_value(e.places, e.actors, e.speakers),
        }
    )
