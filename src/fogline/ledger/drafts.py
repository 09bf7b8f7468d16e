"""What the derived tables say of one effective claim, as far as it can be told without them: no numbers, no rows. Pure.

Most of an addition's work is done here, before the ledger is locked, while the batch before is made safe.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from fogline.claims import Claim, Interval, Place, ReportHead
from fogline.ledger import schema
from fogline.ledger.effective import Effective
from fogline.ledger.effects import effects
from fogline.ledger.evidence import NUMBERS
from fogline.ledger.words import fold, words
from fogline.when import valid as valid_interval

#: The text of a StrEnum member as a bare str, which every driver takes; `.value` takes ten times as long.
plain = str.__str__


class Draft(NamedTuple):
    """A claim's rows to be: what it is, when, where, by whom, what it does to control there, and its search words."""

    type: str
    mood: str
    certainty: str
    polarity: str
    days: tuple[int, int, bool]  # first, last, whether approximate
    places: Mapping[str, Place]
    actors: Mapping[str, str]  # id -> name
    sources: Mapping[str, str]
    bears: Mapping[str, list[tuple[int, str]]]  # place -> effects by number, with the party
    words: str | None  # None once its report is redacted


def draft(e: Effective, head: ReportHead, text: str | None) -> Draft:
    """`text` is the report's, None once redacted."""
    claim, days = e.claim, valid_bounds(e.claim, head)
    bears: dict[str, list[tuple[int, str]]] = {}
    if days[0] != schema.UNDATED and e.status != "rejected":
        for place, effect, party in effects(claim, e.places, e.actors):
            bears.setdefault(place, []).append((NUMBERS[effect], party))
    return Draft(
        plain(claim.type),
        plain(claim.mood),
        plain(claim.certainty),
        plain(claim.polarity),
        days,
        {p.place.id: p.place for p in e.places if p.place is not None},
        {a.actor: a.name for a in e.actors},
        sources(e, head),
        bears,
        None if text is None else entry_words(e, text),
    )


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
