"""A small world to ask questions of: two wars' worth of sides, a few places, and claims in one line each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import ClassVar

from fogline.claims import (
    ActorKind,
    ActorRef,
    Argument,
    Certainty,
    Claim,
    ClaimType,
    Interval,
    LedgerClaim,
    Link,
    LinkKind,
    Mention,
    Mood,
    Origin,
    Phase,
    Place,
    PlaceLevel,
    PlaceRef,
    Polarity,
    ReportHead,
    ReportKind,
    Role,
    Span,
    TimeExpression,
    Weighed,
    digest,
)


@dataclass(frozen=True)
class Side:
    id: str
    name: str


class Sides:
    """Sides as a theatre pack would give them: two allied, one with nobody in it."""

    ALL: ClassVar = {
        "gov": Side("gov", "the government side"),
        "rebels": Side("rebels", "the rebels"),
        "coalition": Side("coalition", "the coalition"),
        "empty": Side("empty", "the empty side"),
    }
    MEMBERS: ClassVar = {"army": "gov", "militia": "gov", "band": "rebels", "airmen": "coalition", "gov-news": "gov"}
    ALLIES = frozenset({frozenset({"rebels", "coalition"})})

    def of(self, actor: str, on: date | None = None, /) -> Side | None:
        side = self.MEMBERS.get(actor)
        return self.ALL[side] if side else None

    def allied(self, a: str, b: str, on: date | None = None, /) -> bool:
        return frozenset({a, b}) in self.ALLIES

    def find(self, name: str, /) -> Side | None:
        return self.ALL.get(name) or next((s for s in self.ALL.values() if s.name == name), None)


SIDES = Sides()


def place(
    id: str,
    lat: float | None = 34.0,
    lon: float | None = 40.0,
    level: PlaceLevel = PlaceLevel.SETTLEMENT,
    **more: object,
) -> Place:
    return Place(id=id, name=id.title(), lat=lat, lon=lon, level=level, **more)  # type: ignore[arg-type]


TOWN = place("town")


def day(text: str) -> date:
    return date.fromisoformat(text)


def say(
    type_: str,
    actor: str | None = None,
    *,
    where: Place = TOWN,
    target: str | None = None,
    on: str | None = None,
    until: str | None = None,
    published: str | None = "2017-09-01",
    recorded: str = "2017-12-31",
    source: str | None = None,
    report: str | None = None,
    kind: ReportKind | None = None,
    mood: str = "actual",
    certainty: str = "certain",
    polarity: str = "positive",
    phase: Phase | None = None,
    trigger: str = "took",
    relation: str = "at",
    role: Role = Role.PLACE,
    quantity: str | None = None,
    id: str | None = None,
    relay: bool = False,
    report_side: str | None = None,
    reviewed: str | None = None,
    within: tuple[Place, ...] = (),
) -> Weighed:
    """One weighed claim. `on` is the day it speaks of (None: no time of its own, so its report's day for states)."""
    publisher = report or source or "paper"
    start = day(on) if on else None
    reported = day(published) if published else None
    kept = ClaimType(type_)
    valid: Interval | None = None
    if start is not None:
        valid = Interval(start, day(until) if until else start)
    elif reported is not None and kind is not ReportKind.TERTIARY and kept.value in ("hold", "present", "base", "zone"):
        valid = Interval(reported, reported)
    args = [Argument(Role.QUANTITY, quantity, 90, 90 + len(quantity), quantity)] if quantity else []
    actors = [
        ActorRef(Span(i, i + 1), name, name, name.title(), ActorKind.GROUP, 1.0, r)
        for i, (name, r) in enumerate(((actor, Role.ACTOR), (target, Role.TARGET)))
        if name
    ]
    speakers = (ActorRef(Span(50, 51), source, source, source, ActorKind.ORGANISATION, 1.0),) if source else ()
    key = id or digest([type_, actor, target, where.id, on, published, source, report, mood, certainty, polarity])[:12]
    return Weighed(
        LedgerClaim(
            id=key,
            claim=Claim(
                report=publisher,
                trigger=Span(0, 4),
                trigger_text=trigger,
                type=kept,
                args=tuple(args),
                time=TimeExpression(on, 20, 30, on) if on else None,
                sources=(Mention(source, 50, 51, source),) if source else (),
                certainty=Certainty(certainty),
                polarity=Polarity(polarity),
                mood=Mood(mood),
                phase=phase,
            ),
            report=ReportHead(
                id=f"{publisher}/{published}", name=f"{publisher} {published}", publisher=publisher,
                published=reported, kind=kind, side=report_side,
            ),
            places=(PlaceRef(Span(10, 14), where.name, where, 1.0, role, relation),),
            actors=tuple(actors),
            speakers=speakers,
            valid=valid,
            recorded=datetime.combine(day(recorded), datetime.min.time(), UTC),
            reviewed=reviewed,
        ),
        Origin(key, source or publisher, source or publisher, f"{source or publisher}/{published}", relay=relay),
    )  # fmt: skip


def together(w: Weighed, *others: str) -> Weighed:
    """The same claim with more actors beside the first."""
    more = tuple(
        ActorRef(Span(i, i + 1), name, name, name.title(), ActorKind.GROUP, 1.0, Role.ACTOR)
        for i, name in enumerate(others, 5)
    )
    return replace(w, entry=replace(w.entry, actors=(*w.entry.actors, *more)))


def linked(kind: str, a: Weighed, b: Weighed, field: str | None = None) -> tuple[Weighed, Weighed]:
    """Both claims with the link "b does this to a" on each."""
    link = Link(LinkKind(kind), a.entry.id, b.entry.id, field)
    return (
        Weighed(a.entry, a.origin, a.event, (*a.links, link)),
        Weighed(b.entry, b.origin, b.event, (*b.links, link)),
    )
