"""One claim in its effective form as rows of the derived tables: its entry, where it lies, whom it names, its words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from fogline.claims import Claim, Interval, ReportHead, canonical_json
from fogline.ledger import schema
from fogline.ledger.bodies import claim_body
from fogline.ledger.effective import Effective
from fogline.ledger.effects import effects
from fogline.ledger.evidence import NUMBERS, OLDEST
from fogline.ledger.pen import Pen
from fogline.ledger.records import resolution_value
from fogline.ledger.words import fold, words
from fogline.when import valid as valid_interval

#: The text of a StrEnum member as a bare str, which every driver takes; `.value` takes ten times as long.
plain = str.__str__


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


def bounds(interval: Interval | None) -> tuple[int, int, bool]:
    """First day, last day and whether approximate, as the tables keep them."""
    if interval is None:
        return schema.UNDATED, schema.NEVER, False
    first = schema.ALWAYS_FROM if interval.start is None else interval.start.toordinal()
    last = schema.ALWAYS_TO if interval.end is None else interval.end.toordinal()
    return first, last, interval.approximate


@lru_cache(maxsize=65536)
def interval_of(first: int, last: int, approximate: bool) -> Interval | None:
    if first == schema.UNDATED:
        return None
    return Interval(
        None if first == schema.ALWAYS_FROM else date.fromordinal(first),
        None if last == schema.ALWAYS_TO else date.fromordinal(last),
        bool(approximate),
    )


_DATED: dict[str, tuple[int, int, bool]] = {}


def valid_bounds(claim: Claim, head: ReportHead) -> tuple[int, int, bool]:
    """The bounds of a claim's valid time, remembered by its EDTF value: where it has one, nothing else matters."""
    value = None if claim.time is None else claim.time.value
    if not value:
        return bounds(valid_interval(claim, head.published, head.kind))
    found = _DATED.get(value)
    if found is None:
        if len(_DATED) > 50_000:
            _DATED.clear()
        found = _DATED[value] = bounds(valid_interval(claim, head.published, head.kind))
    return found


def write_entry(pen: Pen, now: Now, form: Form, report: int, begins: int, text: str | None) -> None:
    """Put one effective claim into the derived tables. `text` is the report's, None once redacted."""
    e, into, known = now.effective, pen.into, form.known
    claim, status = e.claim, e.status
    entry = pen.next(schema.entry)
    first, last, approximate = valid_bounds(claim, form.head)
    into["entry"](
        (
            entry,
            now.claim,
            report,
            begins,
            None,
            now.content,
            now.resolution,
            form.seq,
            plain(claim.type),
            plain(claim.mood),
            plain(claim.certainty),
            plain(claim.polarity),
            first,
            last,
            approximate,
            known,
            status,
            now.found,
            reviewed_body(e) if e.touched or now.content is None else None,
        )
    )
    rejected = status == "rejected"
    if not rejected:
        into["to_weigh"]((entry,))
    spots = {p.place.id: pen.place(p.place) for p in e.places if p.place is not None}
    actors, to_actor = {a.actor: a.name for a in e.actors}, into["entry_actor"]
    for id_, name in actors.items():
        to_actor((pen.actor(id_, name), "actor", entry))
    for id_, name in sources(e, form.head).items():
        to_actor((pen.actor(id_, name), "source", entry))
    bears: dict[str, list[tuple[int, int]]] = {}
    if first != schema.UNDATED and not rejected:
        for place_id, effect, party in effects(claim, e.places, e.actors):
            bears.setdefault(place_id, []).append((NUMBERS[effect], pen.actor(party, party)))
    long, to_place = 1 if last - first > schema.SHORT_DAYS else 0, into["entry_place"]
    for place_id, number in spots.items():
        does = bears.get(place_id)
        if does is None:
            to_place((number, long, first, entry, 0, last, known, begins, None, rejected, None, None, False))
            continue
        held, newest = pen.evidence.setdefault(number, {}), (first, known, entry, now.key[:8])
        for nth, key in enumerate(does):
            to_place((number, long, first, entry, nth, last, known, begins, None, rejected, *key, False))
            if newest > held.get(key, OLDEST):
                held[key] = newest
    if text is not None:
        pen.claim_words(entry, entry_words(e, text))


def sources(e: Effective, head: ReportHead) -> dict[str, str]:
    """The speakers of a claim; where it is the author's own word, the publisher."""
    if e.speakers:
        return {a.actor: a.name for a in e.speakers}
    if e.claim.sources:
        return {f"entity/{fold(s.entity)}": s.entity for s in e.claim.sources}
    return {f"publisher/{fold(head.publisher)}": head.publisher} if head.publisher else {}


@lru_cache(maxsize=65536)
def _words_of(name: str) -> str:
    """The words of a name with a space on either side, as they stand in a sentence that has it."""
    return f" {' '.join(words(name))} "


def entry_words(e: Effective, text: str) -> str:
    """The words that find a claim: its sentence, and the names in it that the sentence does not spell out."""
    claim = e.claim
    found = f" {' '.join(words(text[claim.evidence.start : claim.evidence.end]))} "
    names = [a.entity for a in claim.args]
    names += [s.entity for s in claim.sources]
    names += [p.place.name for p in e.places if p.place is not None]
    names += [a.name for a in e.actors]
    names += [a.name for a in e.speakers]
    for name in names:
        known = _words_of(name)
        if known not in found:  # most names stand in the sentence itself
            for word in known.split():
                if f" {word} " not in found:
                    found += f"{word} "
    return found.strip()


def reviewed_body(e: Effective) -> str:
    """The reviewed form of a claim, kept with its entry; places stand in it whole."""
    return canonical_json(
        {
            "claim": json.loads(claim_body(e.claim)),
            "resolution": resolution_value(e.places, e.actors, e.speakers),
        }
    )
