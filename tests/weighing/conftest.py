"""A small press of our own: reports written here, claims picked out of them by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from fogline import when
from fogline.claims import (
    PLACE_ROLES,
    ActorKind,
    ActorRef,
    Argument,
    Certainty,
    Claim,
    ClaimType,
    Interval,
    LedgerClaim,
    Link,
    Mention,
    Mood,
    Origin,
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
    report_id,
)
from fogline.weighing import Weighing, weigh_all, weighed

PLACES = {
    "Harra": Place("t/harra", "Harra", 34.0, 40.0, PlaceLevel.SETTLEMENT, country="SY", admin1="07"),
    "Sabkha": Place("t/sabkha", "Sabkha", 35.5, 41.5, PlaceLevel.SETTLEMENT, country="SY", admin1="07"),
    "Nowhere": Place("t/nowhere", "Nowhere", None, None, PlaceLevel.SETTLEMENT),
    "Zubair province": Place("t/zubair", "Zubair", 35.0, 41.0, PlaceLevel.PROVINCE, country="SY", admin1="07"),
    "Syria": Place("t/syria", "Syria", 35.0, 38.0, PlaceLevel.COUNTRY, country="SY"),
}
SIDES = {"army": "government", "rebels": "opposition", "coalition": "coalition", "militia": "government"}


@dataclass
class Press:
    """Reports and claims in the order in which they were written."""

    claims: list[LedgerClaim] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def report(
        self,
        text: str,
        publisher: str | None = "Daily Post",
        published: str | None = "2017-10-03",
        kind: ReportKind | None = None,
    ) -> ReportHead:
        id_ = report_id(text)
        self.texts[id_] = text
        day = date.fromisoformat(published) if published else None
        return ReportHead(id_, f"r{len(self.texts)}", None, publisher, None, day, kind)

    def claim(
        self,
        head: ReportHead,
        trigger: str,
        type_: str,
        *,
        actor: str | None = None,
        target: str | None = None,
        place: str | None = None,
        quantity: str | None = None,
        sources: Sequence[str] = (),
        outlets: Sequence[str] = (),
        time: str | None = None,
        certainty: str = "certain",
        polarity: str = "positive",
        mood: str = "actual",
        nth: int = 0,
    ) -> LedgerClaim:
        """A claim on the nth occurrence of `trigger`; its evidence is the sentence round it."""
        text = self.texts[head.id]
        at = -1
        for _ in range(nth + 1):
            at = text.index(trigger, at + 1)
        start = text.rfind(". ", 0, at) + 2 if ". " in text[:at] else 0
        end = text.find(". ", at)
        evidence = Span(start, end + 1 if end >= 0 else len(text))

        def span(words: str) -> Span:
            found = text.find(words, evidence.start)
            found = text.find(words) if found < 0 else found
            return Span(found, found + len(words)) if found >= 0 else Span(at, at + 1)

        args = [
            Argument(Role(role), words, *span(words), words)
            for role, words in (("actor", actor), ("target", target), ("place", place), ("quantity", quantity))
            if words
        ]
        claim = Claim(
            head.id,
            Span(at, at + len(trigger)),
            trigger,
            ClaimType(type_),
            tuple(args),
            TimeExpression(time, at, at + 1, time) if time else None,
            tuple(Mention(s, *span(s), s) for s in sources),
            Certainty(certainty),
            Polarity(polarity),
            Mood(mood),
            evidence=evidence,
        )
        entry = LedgerClaim(
            claim.key,
            claim,
            head,
            tuple(_place(a) for a in args if a.role in PLACE_ROLES),
            tuple(_actor(a) for a in args if a.role in (Role.ACTOR, Role.TARGET)),
            tuple(_speaker(m, m.text in outlets) for m in claim.sources),
            _valid(claim, head),
        )
        self.claims.append(entry)
        return entry

    def text_of(self, report: str) -> str:
        return self.texts[report]

    def weigh(self) -> Weighing:
        return weigh_all(self.claims, self.text_of)

    def weighed(self) -> dict[str, Weighed]:
        return {w.entry.id: w for w in weighed(self.claims, self.weigh())}

    def origin(self, entry: LedgerClaim) -> Origin:
        return self.weighed()[entry.id].origin

    def links(self, kind: str | None = None) -> list[Link]:
        return [link for link in self.weigh().links if kind is None or link.kind == kind]


def _valid(claim: Claim, head: ReportHead) -> Interval | None:
    return when.valid(claim, head.published, head.kind)


def _place(arg: Argument) -> PlaceRef:
    return PlaceRef(arg.span, arg.text, PLACES.get(arg.text), 1.0 if arg.text in PLACES else 0.0, arg.role)


def _actor(arg: Argument) -> ActorRef:
    side = next((s for word, s in SIDES.items() if word in arg.text.lower()), None)
    known = side is not None
    kind = ActorKind.FORCE if known else ActorKind.UNKNOWN
    id_ = f"t/{arg.text.lower()}" if known else f"entity/{arg.text.lower()}"
    return ActorRef(arg.span, arg.text, id_, arg.text, kind, 1.0, arg.role, side)


def _speaker(mention: Mention, outlet: bool) -> ActorRef:
    kind = ActorKind.OUTLET if outlet else ActorKind.UNKNOWN
    return ActorRef(mention.span, mention.text, f"entity/{mention.text.lower()}", mention.text, kind, 1.0)


@pytest.fixture
def press() -> Press:
    return Press()
