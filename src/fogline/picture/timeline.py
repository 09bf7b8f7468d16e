"""Claims along the axis of time, and how the answer changed from day to day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Protocol

from fogline.claims import LedgerClaim, LinkKind, Place, Role, Weighed
from fogline.picture.bearing import bearings
from fogline.picture.evidence import known, reported
from fogline.picture.force import STRONG, Force
from fogline.picture.holding import Holding
from fogline.picture.lineup import Lineup, SidesLike
from fogline.picture.policies import Status
from fogline.picture.rules import days
from fogline.picture.who import who_holds
from fogline.picture.wording import counted, day


class ActorLike(Protocol):
    """An actor of the atlas: `fogline.atlas.Actor` fits."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim on the axis. `rivals` are the claims of the same time that cannot be true with it."""

    claim: str
    type: str
    words: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    places: tuple[str, ...]
    sources: tuple[str, ...]
    certainty: str
    polarity: str
    mood: str
    report: str
    published: date | None
    moves: bool
    why: str
    event: str | None
    rivals: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.claim,
            "type": self.type,
            "trigger": self.words,
            "actors": list(self.actors),
            "targets": list(self.targets),
            "places": list(self.places),
            "sources": list(self.sources),
            "certainty": self.certainty,
            "polarity": self.polarity,
            "mood": self.mood,
            "report": self.report,
            "published": self.published and self.published.isoformat(),
            "moves_control": self.moves,
            "why_not": self.why or None,
            "event": self.event,
            "rivals": list(self.rivals),
        }


@dataclass(frozen=True, slots=True)
class Row:
    """The claims of one stretch of time, side by side; `start` and `end` None where no time is known."""

    start: date | None
    end: date | None
    entries: tuple[Entry, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.start and self.start.isoformat(),
            "to": self.end and self.end.isoformat(),
            "claims": [e.as_json() for e in self.entries],
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the answer became another, what it became, and the claims that changed it.

    `because` says what happened: "new claim", or "evidence older than 120 days".
    """

    day: date
    answer: str
    before: str
    changed_by: tuple[str, ...]
    because: str
    holding: Holding

    def as_json(self) -> dict[str, Any]:
        return {
            "day": self.day.isoformat(),
            "answer": self.answer,
            "before": self.before,
            "status": str(self.holding.status),
            "sides": [h.name for h in self.holding.holders],
            "changed_by": list(self.changed_by),
            "because": self.because,
            "sentence": self.holding.sentence,
        }


@dataclass(frozen=True, slots=True)
class Timeline:
    """All claims about a place or an actor in order of valid time; undated ones come last."""

    subject: str
    subject_id: str
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    sentence: str
    unknown_because: str | None
    claims: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "of": self.subject,
            "id": self.subject_id,
            "rows": [r.as_json() for r in self.rows],
            "changes": [c.as_json() for c in self.changes],
            "sentence": self.sentence,
            "unknown_because": self.unknown_because,
            "claims": list(self.claims),
        }


def timeline(
    subject: Place | ActorLike,
    weighed: Sequence[Weighed],
    *,
    sides: SidesLike | None = None,
    as_known_on: date | None = None,
    policy: str = "latest",
    horizon_days: int | None = None,
    with_changes: bool = True,
) -> Timeline:
    """Claims about a place, or by and on an actor, in order of valid time, rival ones side by side.

    For a place, `changes` tells how the answer to "who holds it" changed along the way. An actor that no claim
    names gives an empty timeline with the reason.
    """
    place = subject if isinstance(subject, Place) else None
    about = [w for w in known(weighed, as_known_on) if _concerns(subject, w)]
    ids = {w.entry.id for w in about}
    moving = _moving(place, about, weighed, as_known_on, sides)
    by_time: dict[tuple[date | None, date | None], list[Weighed]] = {}
    for w in about:
        by_time.setdefault(_span(w.entry), []).append(w)
    rows = tuple(
        Row(start, end, tuple(_entry(w, ids, moving) for w in sorted(group, key=_within_row)))
        for (start, end), group in sorted(by_time.items(), key=lambda item: _order(item[0]))
    )
    changes: tuple[Change, ...] = ()
    if place is not None and with_changes and about:
        changes = replay(place, weighed, sides=sides, policy=policy, horizon_days=horizon_days, as_known_on=as_known_on)
    unknown = None if about else f"no claim names {subject.name}"
    undated = sum(len(r.entries) for r in rows if r.start is None and r.end is None)
    sentence = f"{subject.name}: {unknown}." if unknown else _sentence(subject.name, rows, changes, undated)
    return Timeline(subject.name, subject.id, rows, changes, sentence, unknown, tuple(sorted(ids)))


def replay(
    place: Place,
    weighed: Sequence[Weighed],
    *,
    on: date | None = None,
    since: date | None = None,
    until: date | None = None,
    sides: SidesLike | None = None,
    policy: str = "latest",
    horizon_days: int | None = None,
    merge_allies: bool = False,
    as_known_on: date | None = None,
) -> tuple[Change, ...]:
    """How the answer changed from day to day, with the claims that changed it.

    With `on`: the answer about that one day, as it was known on each day from `since` to `until`. Without: the
    answer about each day, as known on `as_known_on` (None: as known at the end). Only days on which a claim was
    reported, happened or grew too old can change an answer, so only those are asked.
    """
    horizon = days("horizon") if horizon_days is None else horizon_days
    fixed = on is not None
    asked = _days_that_matter(place, weighed, horizon, by_report=fixed)
    changes: list[Change] = []
    before: Holding | None = None
    for at in asked:
        if (since and at < since) or (until and at > until) or (fixed and as_known_on and at > as_known_on):
            continue
        ask = partial(
            who_holds, place, weighed, on=on or at, as_known_on=at if fixed else as_known_on, policy=policy,
            horizon_days=horizon, sides=sides, merge_allies=merge_allies, inside=(), hangs_on=False,
        )  # fmt: skip
        now = ask(bare=True)
        was = before.short() if before else "unknown"
        if now.short() != was:
            changes.append(_change(at, ask(), was, before, horizon))
        before = now
    return tuple(changes)


def _change(at: date, now: Holding, was: str, before: Holding | None, horizon: int) -> Change:
    decided = set(before.deciding) if before else set()
    new = [c for c in now.deciding if c not in decided]
    if not new and before and now.status is Status.HELD and before.lowered_by:
        return Change(at, now.short(), was, (), "no attack since", now)
    if not new:
        return Change(at, now.short(), was, (), f"the evidence is older than {horizon} days", now)
    return Change(at, now.short(), was, tuple(new), "new claim" if len(new) == 1 else "new claims", now)


def _days_that_matter(place: Place, weighed: Sequence[Weighed], horizon: int, *, by_report: bool) -> list[date]:
    found: set[date] = set()
    dispute = days("dispute")
    for w in weighed:
        if not any(r.place is not None and (r.place.id == place.id or place.id in r.place.within)
                   for r in w.entry.places):  # fmt: skip
            continue
        day_known = reported(w.entry)
        if day_known is not None:
            found.add(day_known)
        if by_report:
            continue
        ends = [d for d in (day_known, *_ends(w.entry)) if d is not None]
        for end in ends:
            found.update((end, end + timedelta(days=horizon + 1), end + timedelta(days=dispute + 1)))
    return sorted(found)


def _ends(entry: LedgerClaim) -> tuple[date | None, date | None]:
    return (entry.valid.start, entry.valid.end) if entry.valid is not None else (None, None)


def _concerns(subject: Place | ActorLike, w: Weighed) -> bool:
    if isinstance(subject, Place):
        return any(r.place is not None and r.place.id == subject.id for r in w.entry.places)
    return any(a.actor == subject.id for a in (*w.entry.actors, *w.entry.speakers))


def _moving(
    place: Place | None,
    about: Sequence[Weighed],
    weighed: Sequence[Weighed],
    as_known_on: date | None,
    sides: SidesLike | None,
) -> dict[str, tuple[bool, str]]:
    """For each claim whether it moves control of the place it names, and why not."""
    if place is None:
        return {}
    last = max((d for w in about for d in (reported(w.entry), *_ends(w.entry)) if d), default=date.max)
    found = bearings(place, weighed, on=last, as_known_on=as_known_on, lineup=Lineup(sides, last))
    return {
        b.claim: (b.moves and b.force in STRONG | {Force.THERE}, b.why)
        for b in sorted(found, key=lambda b: (b.moves, b.force in STRONG))
    }


def _span(entry: LedgerClaim) -> tuple[date | None, date | None]:
    if entry.valid is not None:
        return entry.valid.start, entry.valid.end
    return None, None


def _order(span: tuple[date | None, date | None]) -> tuple[bool, date, date]:
    start, end = span
    return start is None and end is None, end or start or date.max, start or date.min


def _within_row(w: Weighed) -> tuple[str, date, str]:
    return w.event or "", reported(w.entry) or date.max, w.entry.id


def _entry(w: Weighed, ids: Iterable[str], moving: dict[str, tuple[bool, str]]) -> Entry:
    entry, claim = w.entry, w.entry.claim
    moves, why = moving.get(entry.id, (False, ""))
    rivals = [
        link.b if link.a == entry.id else link.a
        for link in w.links
        if link.kind is LinkKind.CONTRADICTS and entry.id in (link.a, link.b)
    ]
    return Entry(
        claim=entry.id,
        type=str(claim.type),
        words=claim.trigger_text,
        actors=tuple(a.name for a in entry.actors if a.role is Role.ACTOR) or _said(w, Role.ACTOR),
        targets=tuple(a.name for a in entry.actors if a.role is Role.TARGET) or _said(w, Role.TARGET),
        places=tuple(r.place.name if r.place else r.text for r in entry.places),
        sources=tuple(s.entity for s in claim.sources),
        certainty=str(claim.certainty),
        polarity=str(claim.polarity),
        mood=str(claim.mood),
        report=entry.report.name,
        published=entry.report.published,
        moves=moves,
        why=why,
        event=w.event,
        rivals=tuple(r for r in dict.fromkeys(rivals) if r in ids),
    )


def _said(w: Weighed, role: Role) -> tuple[str, ...]:
    return tuple(a.entity for a in w.entry.claim.roles(role))


def _sentence(name: str, rows: Sequence[Row], changes: Sequence[Change], undated: int) -> str:
    total = sum(len(r.entries) for r in rows)
    disputed = sum(1 for r in rows for e in r.entries if e.rivals)
    parts = [f"{name}: {counted(total, 'claim')} in order of the time that they speak of"]
    if disputed:
        parts.append(f"{disputed} of them stand against another")
    if undated:
        parts.append(f"{undated} undated, at the end")
    text = "; ".join(parts) + "."
    if changes:
        last = changes[-1]
        text += f" The answer changed {counted(len(changes), 'time')}, last on {day(last.day)}: {last.answer}."
    return text
