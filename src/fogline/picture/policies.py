"""The four policies, each an explicit small rule from bearings to a verdict.

All four see the same bearings of one place, none newer than the question's day. They differ only in what counts.
`latest` is the rule of the house; the others filter or count first. What they share: presence decides only where
nothing strong does, a dispute as new as the evidence lowers `held` to `contested`, and so does a denial as new
as the evidence where a single source supports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby

from fogline.claims import ReportKind
from fogline.errors import QuestionError
from fogline.picture.bearing import Bearing
from fogline.picture.force import Force
from fogline.picture.lineup import Lineup
from fogline.picture.rules import days, rules


class Status(StrEnum):
    """How a place stands."""

    HELD = "held"
    CONTESTED = "contested"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What a holder rests on: a claim about that place, presence alone, or what surrounds it."""

    STATED = "stated"
    PRESENCE = "presence"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy makes of the bearings: the sides with what supports each, and the reason in words."""

    status: Status
    support: tuple[tuple[str, tuple[Bearing, ...]], ...] = ()
    basis: Basis = Basis.STATED
    reason: str = ""
    lowered_by: tuple[Bearing, ...] = ()

    @property
    def sides(self) -> tuple[str, ...]:
        return tuple(side for side, _ in self.support)


Policy = Callable[[Sequence[Bearing], date, Lineup], Verdict]


@dataclass(slots=True)
class _Fold:
    """Who holds it after each day in turn: sides with the claims that support them since they came to hold it."""

    lineup: Lineup
    held: dict[str, list[Bearing]] = field(default_factory=dict)
    holding_and_leaving: bool = False
    left: list[Bearing] = field(default_factory=list)

    def day(self, found: Sequence[Bearing]) -> None:
        """Takes in all strong bearings of one day at once, so that their order within it decides nothing."""
        whole = [b for b in found if b.force is Force.HOLDS]
        if whole:
            self._whole(whole)
        for b in found:
            if b.force is Force.LEFT:
                self._left(b, whole)
        for b in found:
            if b.force is Force.HOLDS_PART:
                self._part(b, whole)

    @property
    def contested(self) -> bool:
        """Rivals hold it at once, or the newest word of a holder is of a part only."""
        return _parted(self.held, self.lineup) or self.holding_and_leaving or bool(self.parts)

    @property
    def parts(self) -> list[Bearing]:
        return [claims[-1] for claims in self.held.values() if claims[-1].force is Force.HOLDS_PART]

    def _whole(self, whole: Sequence[Bearing]) -> None:
        named = {side for b in whole for side in b.sides}
        self.held = {
            side: claims
            for side, claims in self.held.items()
            if side in named or (not self.lineup.rivals([side], named) and claims[-1].force is Force.HOLDS)
        }
        self.holding_and_leaving, self.left = False, []
        for b in whole:
            for side in b.sides:
                self.held.setdefault(side, []).append(b)

    def _part(self, b: Bearing, whole: Sequence[Bearing]) -> None:
        for side in b.sides:
            mine = self.held.get(side)
            # Taking a part adds to a place already held; holding only a part takes from it.
            adds = mine is not None and mine[-1].force is Force.HOLDS and not b.lasting
            if not adds and not any(side in other.sides for other in whole):
                self.held.setdefault(side, []).append(b)

    def _left(self, b: Bearing, whole: Sequence[Bearing]) -> None:
        self.left.append(b)
        for side in b.sides:
            if any(side in other.sides and other.claim != b.claim for other in whole):
                self.holding_and_leaving = True  # the same day has it both holding and leaving
            elif side in self.held:
                del self.held[side]


def _parted(support: Mapping[str, Sequence[Bearing]], lineup: Lineup) -> bool:
    """Whether two of the sides are rivals; sides that one claim names together are not."""
    company = {frozenset((a, b)) for claims in support.values() for c in claims for a in c.sides for b in c.sides}
    sides = list(support)
    return any(frozenset((a, b)) not in company and lineup.rivals([a], [b]) for a in sides for b in sides)


def latest(found: Sequence[Bearing], on: date, lineup: Lineup) -> Verdict:
    """The newest claim that moves control wins; rivals of the same day are a tie, and a tie is contested."""
    fold = _Fold(lineup)
    strong = [b for b in found if b.moves and b.day is not None and b.force in _STRONG]
    for _, same_day in groupby(strong, key=lambda b: b.day):
        fold.day(list(same_day))
    if not fold.held:
        return _presence(found, on, lineup, fold.left)
    support = tuple((side, tuple(claims)) for side, claims in sorted(fold.held.items()))
    if fold.contested:
        return Verdict(Status.CONTESTED, support, reason=_why_contested(fold, lineup))
    return _lowered(Verdict(Status.HELD, support), found, on, lineup)


_STRONG = (Force.HOLDS, Force.HOLDS_PART, Force.LEFT)


def _why_contested(fold: _Fold, lineup: Lineup) -> str:
    if fold.parts:
        newest = max(fold.parts, key=lambda b: b.day or date.min)
        return f"{lineup.names(newest.sides)} is said to hold a part of it ({newest.share})"
    return (
        "claims of the same day say it both held and left"
        if fold.holding_and_leaving
        else ("rival claims of the same day")
    )


def _presence(found: Sequence[Bearing], on: date, lineup: Lineup, left: Sequence[Bearing]) -> Verdict:
    """Who is there, where nothing strong says who holds it: the newest word of presence, a tie being contested."""
    there: dict[str, list[Bearing]] = {}
    for b in found:
        if b.day is None:
            continue
        if b.force is Force.THERE and b.moves:
            for side in b.sides:
                there.setdefault(side, []).append(b)
        elif b.force in (Force.GONE, Force.LEFT) and (b.moves or (b.force is Force.GONE and not b.why)):
            for side in b.sides:
                there.pop(side, None)
    if not there:
        reason = f"{lineup.names(dict.fromkeys(s for b in left for s in b.sides))} left" if left else ""
        because = reason and f"{reason}, and no claim says who holds it since"
        return Verdict(Status.UNKNOWN, reason=because, lowered_by=tuple(left))
    newest = max(b.day for claims in there.values() for b in claims if b.day is not None)
    newly = {side: claims for side, claims in there.items() if claims[-1].day == newest}
    support = tuple((side, tuple(claims)) for side, claims in sorted(newly.items()))
    if _parted(newly, lineup):
        reason = "rival sides are there at once, and no claim says who holds it"
        return Verdict(Status.CONTESTED, support, Basis.PRESENCE, reason)
    return _lowered(Verdict(Status.HELD, support, Basis.PRESENCE), found, on, lineup)


def _lowered(verdict: Verdict, found: Sequence[Bearing], on: date, lineup: Lineup) -> Verdict:
    """Held becomes contested by an attack from another side, or a denial, as new as the evidence for holding it."""
    newest = max(b.day for _, claims in verdict.support for b in claims if b.day is not None)
    recent = date.fromordinal(max(1, on.toordinal() - days("dispute")))  # the calendar has no day before its first
    relieved = max((b.day for b in found if b.force is Force.RELIEVED and b.moves and b.day), default=date.min)
    attacks = [
        b
        for b in found
        if b.moves
        and b.day is not None
        and b.day >= newest
        and ((b.force is Force.DISPUTES and b.day >= recent) or (b.force is Force.BESIEGES and b.day > relieved))
        and lineup.rivals(b.sides, verdict.sides)
    ]
    if attacks:
        who = lineup.names(dict.fromkeys(s for b in attacks for s in b.sides))
        return Verdict(
            Status.CONTESTED, verdict.support, verdict.basis, f"{who} attacked it on or after the newest evidence",
            tuple(attacks),
        )  # fmt: skip
    denials = [
        b for b in found
        if b.force is Force.DENIES_HOLD and not b.why and b.day is not None and b.day >= newest
        and set(b.sides) & set(verdict.sides)
    ]  # fmt: skip
    supporters = {b.source for _, claims in verdict.support for b in claims}
    if denials and len(supporters) == 1 and {b.source for b in denials} - supporters:
        return Verdict(
            Status.CONTESTED, verdict.support, verdict.basis, "its one source is contradicted by a denial as new",
            tuple(denials),
        )  # fmt: skip
    return verdict


def majority(found: Sequence[Bearing], on: date, lineup: Lineup) -> Verdict:
    """Each source has one vote, its newest word, halved every 30 days of age; more than half of all votes holds.

    A withdrawal or a denial is a vote against the side it names. A winner by claims about parts only is contested.
    """
    votes: dict[str, list[Bearing]] = {}
    for b in found:
        if b.day is not None and ((b.moves and b.force in _STRONG) or (b.force is Force.DENIES_HOLD and not b.why)):
            mine = votes.setdefault(b.source, [])
            if mine and mine[0].day != b.day:
                mine.clear()
            mine.append(b)
    tally: dict[str, float] = {}
    support: dict[str, list[Bearing]] = {}
    for mine in votes.values():
        for b in mine:
            weight = 0.5 ** ((on - (b.day or on)).days / days("half_life")) / len(mine)
            for side in b.sides:
                if b.force in (Force.HOLDS, Force.HOLDS_PART):
                    tally[side] = tally.get(side, 0.0) + weight
                    support.setdefault(side, []).append(b)
                else:
                    tally[side] = tally.get(side, 0.0) - weight
    for_it = {side: weight for side, weight in tally.items() if weight > 0 and side in support}
    if not for_it:
        left = [b for mine in votes.values() for b in mine if b.force is Force.LEFT]
        return _presence(found, on, lineup, left)
    best = max(sorted(for_it), key=lambda side: for_it[side])
    camp = {side for side in for_it if lineup.together(side, best)}
    share = sum(for_it[s] for s in camp) / sum(for_it.values())
    if share <= 0.5 or all(b.force is Force.HOLDS_PART for s in camp for b in support[s]):
        sides = sorted(for_it)
        why = "no side has more than half of the sources" if share <= 0.5 else "the sources speak of a part of it only"
        return Verdict(Status.CONTESTED, tuple((s, tuple(support[s])) for s in sides), reason=why)
    held = Verdict(Status.HELD, tuple((s, tuple(support[s])) for s in sorted(camp)))
    return _lowered(held, found, on, lineup)


def against_interest(found: Sequence[Bearing], on: date, lineup: Lineup) -> Verdict:
    """A partisan source counts only for what its own side would rather not say; then `latest` over what is left.

    A source without a side counts in full. A side's source counts when it says that a rival holds a place, or
    that its own side left or does not hold it.
    """
    kept = [b for b in found if not self_serving(b, lineup)]
    verdict = latest(kept, on, lineup)
    if verdict.status is Status.UNKNOWN and not verdict.reason and len(kept) < len(found):
        return Verdict(Status.UNKNOWN, reason="what is said of it comes from sources with a stake in saying so")
    return verdict


def self_serving(b: Bearing, lineup: Lineup) -> bool:
    """Whether the source's own side would like this to be believed."""
    side = side_of_source(b, lineup)
    if side is None:
        return False
    own = not lineup.rivals([side], b.sides)
    return own == (
        b.force in (Force.HOLDS, Force.HOLDS_PART, Force.THERE, Force.DISPUTES, Force.BESIEGES, Force.DENIES_LEFT)
    )


def side_of_source(b: Bearing, lineup: Lineup) -> str | None:
    """The side of the counted source, looked up once for each claim."""
    if b.claim not in lineup.sources:
        lineup.sources[b.claim] = _side_of_source(b, lineup)
    return lineup.sources[b.claim]


def _side_of_source(b: Bearing, lineup: Lineup) -> str | None:
    """The side of the counted source: the speaker's, else the publisher's where the report is the source."""
    entry = b.weighed.entry
    if entry.speakers:
        speaker = entry.speakers[-1]
        own = speaker.side is None or speaker.side == speaker.actor
        return lineup.side_of_source(speaker.actor, b.day) if own else speaker.side
    if entry.report.kind is ReportKind.AGENCY:
        return None
    return lineup.side_of_source(b.source, b.day) or lineup.find(entry.report.side)


def strict(found: Sequence[Bearing], on: date, lineup: Lineup) -> Verdict:
    """`latest`, but every side in the answer needs two independent sources since it came to hold the place."""
    verdict = latest(found, on, lineup)
    wanted = int(rules()["policies"]["strict_origins"])
    thin = [side for side, claims in verdict.support if len({b.source for b in claims}) < wanted]
    if verdict.status is Status.UNKNOWN or not thin:
        return verdict
    return Verdict(
        Status.UNKNOWN,
        reason=f"only one independent source has it with {lineup.names(thin)}; `strict` wants {_word(wanted)}",
    )


def _word(number: int) -> str:
    return {2: "two", 3: "three"}.get(number, str(number))


POLICIES: dict[str, Policy] = {
    "latest": latest,
    "majority": majority,
    "against-interest": against_interest,
    "strict": strict,
}


def policy(name: str) -> Policy:
    """The policy of that name; QuestionError names those there are."""
    if name not in POLICIES:
        raise QuestionError(f"--policy {name}: no such policy; choose one of {', '.join(POLICIES)}")
    return POLICIES[name]


def within_horizon(found: Iterable[Bearing], on: date, horizon_days: int) -> tuple[list[Bearing], list[Bearing]]:
    """The bearings that are fresh enough to decide, and those that are too old; undated ones are in neither.

    Presence grows old sooner than control: troops come and go, and nobody reports that they have gone.
    """
    fresh: list[Bearing] = []
    old: list[Bearing] = []
    for b in found:
        if b.day is not None:
            limit = presence_days(horizon_days) if b.force is Force.THERE else horizon_days
            (fresh if (on - b.day).days <= limit else old).append(b)
    return fresh, old


def presence_days(horizon_days: int) -> int:
    """How many days a word of presence decides anything, where control does for so many."""
    return round(horizon_days * float(rules()["age"]["presence_share"]))
