"""What a claim does to the question who holds a place: the table of SEMANTICS section 3, line by line.

Every claim that names the place gives bearings, also those that move nothing; those say why they do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fogline.claims import (
    PLACE_ROLES,
    STATES,
    ActorKind,
    ClaimType,
    LedgerClaim,
    Link,
    Place,
    PlaceLevel,
    PlaceRef,
    Polarity,
    ReportKind,
    Role,
    Span,
    Weighed,
)
from fogline.picture.evidence import evidence_day, known, reported
from fogline.picture.force import MOVING, STRONG, Force, forces
from fogline.picture.limits import Limits
from fogline.picture.lineup import Lineup
from fogline.picture.rules import days, pattern, rules


@dataclass(frozen=True, slots=True)
class Bearing:
    """One claim's word on one place: which sides, what of them, on which day, and whether it moves anything.

    `day` is the latest day on or before the question's day that the claim speaks for; None where it has none.
    `why` says in words why it moves nothing; `limit` is the link that stops it; `share` is "40 %", "most of".
    """

    weighed: Weighed
    force: Force
    sides: tuple[str, ...]
    day: date | None
    moves: bool
    why: str = ""
    limit: Link | None = None
    share: str | None = None
    dated_by_report: bool = False
    vague: bool = False  # said of "soldiers", "fighters": a described group that no pack puts on a side

    @property
    def claim(self) -> str:
        return self.weighed.entry.id

    @property
    def source(self) -> str:
        """The source that is counted: never the report."""
        return self.weighed.origin.source

    @property
    def first_day(self) -> date | None:
        """The first day that it speaks for, also where later than asked; None where it has none or moves nothing."""
        valid = self.weighed.entry.valid
        sure = self.weighed.entry.claim.moves_control and self.limit is None
        return (valid.start or valid.end) if valid is not None and sure else None

    @property
    def said_on(self) -> date | None:
        """The day from which it counts as known."""
        return reported(self.weighed.entry)

    @property
    def state(self) -> bool:
        """Whether it is a state without a time of its own, which holds as of its report."""
        claim = self.weighed.entry.claim
        return claim.type in STATES and claim.time is None

    @property
    def lasting(self) -> bool:
        """Whether it says how things stand, not what happened."""
        return self.weighed.entry.claim.type in STATES


def bearings(
    place: Place, weighed: Sequence[Weighed], *, on: date, as_known_on: date | None, lineup: Lineup
) -> list[Bearing]:
    """Everything that the known claims say of who holds `place` on `on`, in order of day, then of claim id."""
    about = [w for w in weighed if w.entry.claim.type in MOVING and _names(place, w)]
    visible = {w.entry.id: w for w in known(about, as_known_on)}
    everything = {w.entry.id: w for w in weighed}
    checked = Limits(visible, everything)
    beside = _Beside(_zone_names(visible.values()), _shares(visible.values()))
    found = [b for w in visible.values() for b in _bearings_of(place, w, on, lineup, checked, beside)]
    found = _beside_known_sides(_states_before_a_change(_until_a_change(found, on, lineup), lineup))
    return sorted(found, key=lambda b: (b.day or date.min, b.said_on or date.min, b.claim, b.force))


def _names(place: Place, weighed: Weighed) -> bool:
    for r in weighed.entry.places:
        if r.place is not None and (r.place.id == place.id or place.id in r.place.within) and r.role in NAMING:
            return True
    return False


#: Roles in which a mention makes a claim one about a place.
NAMING = frozenset({None, Role.TARGET, *PLACE_ROLES})


def _refs(weighed: Weighed) -> list[PlaceRef]:
    return [ref for ref in weighed.entry.places if ref.role in NAMING]


def _zone_names(weighed: Iterable[Weighed]) -> frozenset[tuple[str, Span]]:
    """Mentions that name a zone, by report: of "the Al-Tanf deconfliction zone", "Al-Tanf"."""
    return frozenset(
        (w.entry.report.id, ref.span)
        for w in weighed
        if w.entry.claim.type is ClaimType.ZONE
        for ref in w.entry.places
        if 0 <= w.entry.claim.trigger.start - ref.span.end <= 1
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What claims beside it say that a claim lacks: mentions that name zones, and shares by report and sentence."""

    zones: frozenset[tuple[str, Span]]
    shares: Mapping[tuple[str, Span], str]


def _shares(weighed: Iterable[Weighed]) -> dict[tuple[str, Span], str]:
    """ "Control over it was reduced to 36 %": the share stands with one claim of the sentence and is meant by all."""
    found: dict[tuple[str, Span], str] = {}
    for w in weighed:
        for a in w.entry.claim.args:
            if a.role is Role.QUANTITY and pattern("share", "percent").search(a.text):
                found.setdefault((w.entry.report.id, w.entry.claim.evidence), a.text)
    return found


def _bearings_of(
    place: Place, w: Weighed, on: date, lineup: Lineup, limits: Limits, beside: _Beside
) -> Iterator[Bearing]:
    entry, claim = w.entry, w.entry.claim
    ref, share = _how_it_names(place, w)
    if ref is None:
        return
    if share is None and claim.type is ClaimType.HOLD and not claim.roles(Role.QUANTITY):
        share = beside.shares.get((entry.report.id, claim.evidence))
    day, no_day, by_report = evidence_day(entry, on)
    why, limit = limits.of(w)
    why = why or no_day
    for force, roles in forces(claim, ref.role):
        sides, in_pack = _sides(entry, roles, day or on, lineup)
        if not sides and force is not Force.RELIEVED:
            continue
        if share is not None and force is Force.HOLDS:
            force = Force.HOLDS_PART
        reason = why or _part_says_little(force, share) or _not_at(ref, place, w, beside.zones) or _unsure(entry, roles)
        if in_pack:
            reason = reason or _at_odds(force, sides, lineup)
        if force is Force.CLAIMS_SAY:
            reason = reason or "a declared zone gives no control of the places in it"
        moves = not reason and (claim.polarity is Polarity.POSITIVE or force is Force.RELIEVED)
        vague = not in_pack and _described(entry, roles)
        yield Bearing(w, force, sides, day, moves, reason, limit, share, by_report, vague)


def _how_it_names(place: Place, w: Weighed) -> tuple[PlaceRef | None, str | None]:
    """The mention through which the claim is about the place, and the share of it that is meant."""
    refs = _refs(w)
    whole = [r for r in refs if r.place is not None and r.place.id == place.id]
    if whole:
        ref = whole[0] if len(whole) == 1 else min(whole, key=lambda r: (_leads_away(r, w), _gap(r, w), r.span))
        return ref, _share(ref, refs, w, place.id)
    if place.level not in (PlaceLevel.SETTLEMENT, PlaceLevel.SITE):
        return None, None  # a place in an area says nothing of the area; `who` lists the places in it
    for ref in refs:
        if ref.place is not None and place.id in ref.place.within:
            return ref, ref.place.name
    return None, None


def _leads_away(ref: PlaceRef, w: Weighed) -> bool:
    """Whether the mention is where a withdrawal goes, not what it leaves."""
    return ref.role is Role.DESTINATION and w.entry.claim.type is ClaimType.WITHDRAW


def _gap(ref: PlaceRef, w: Weighed) -> int:
    """Code points between a mention and the trigger: the nearest mention counts (codebook section 1)."""
    trigger = w.entry.claim.trigger
    return max(ref.span.start - trigger.end, trigger.start - ref.span.end, 0)


def _share(ref: PlaceRef, refs: Sequence[PlaceRef], w: Weighed, place_id: str) -> str | None:
    for r in refs:
        if r.place is not None and place_id in r.place.within:
            return r.place.name  # "the quarters A and B of the city": the city is only where they lie
    words = [a.text for a in w.entry.claim.roles(Role.QUANTITY)]
    if not words and ref.relation == "at":
        return None
    if any(pattern("share", "rest").search(text) for text in (ref.text, *words)):
        return None
    for text in words:
        if pattern("share", "whole").search(text):
            return None
        if pattern("share", "part").search(text):
            return text
    return "part" if ref.relation == "part" else None


def _sides(entry: LedgerClaim, roles: tuple[Role, ...], day: date, lineup: Lineup) -> tuple[tuple[str, ...], bool]:
    """The sides of the parties in these roles, and whether a pack knows them.

    Beside a known side, groups that no pack knows are its company; beside a named party, a pronoun is nobody new.
    """
    parties = [a for a in entry.actors if a.role in roles]
    named = [a for a in parties if not pattern("nouns", "pronoun").search(a.name)]
    of = {lineup.side_of(a, day): a.actor for a in named or parties}
    in_pack = tuple(side for side, actor in of.items() if side != actor)
    return in_pack or tuple(of), bool(in_pack)


def _unsure(entry: LedgerClaim, roles: tuple[Role, ...]) -> str:
    """Whether the reader is more often wrong than right at its scores of the claim or of all its parties.

    What a reviewer accepted, corrected or added is sure.
    """
    if entry.reviewed is not None:
        return ""
    limits = rules()["reading"]
    if entry.claim.scores.claim < float(limits["claim_score"]):
        return "the reader is not sure that this is put forward"
    names = [a.name for a in entry.actors if a.role in roles]
    if names and all(pattern("nouns", "pronoun").search(name) for name in names):
        return "it does not say of whom"
    who = [a.score for a in entry.claim.args if a.role in roles]
    if who and max(who) < float(limits["party_score"]):
        return "the reader is not sure whom this is said of"
    return ""


def _described(entry: LedgerClaim, roles: tuple[Role, ...]) -> bool:
    kinds = [a.kind for a in entry.actors if a.role in roles]
    return bool(kinds) and all(k in (ActorKind.DESCRIBED, ActorKind.UNKNOWN) for k in kinds)


def _at_odds(force: Force, sides: tuple[str, ...], lineup: Lineup) -> str:
    """ "Its last Syrian strongholds" names two rivals as holders: whatever was meant, it gives neither the place."""
    if force in (Force.HOLDS, Force.HOLDS_PART, Force.THERE) and any(
        lineup.rivals([a], [b]) for a in sides for b in sides
    ):
        return f"it names rival sides at once ({lineup.names(sides)})"
    return ""


def _part_says_little(force: Force, share: str | None) -> str:
    return f"it speaks of a part only ({share})" if share and force in (Force.LEFT, Force.DENIES_HOLD) else ""


def _not_at(ref: PlaceRef, place: Place, w: Weighed, zones: frozenset[tuple[str, Span]]) -> str:
    if pattern("zones", "words").search(ref.text) or (w.entry.report.id, ref.span) in zones:
        return "it speaks of a zone around it, not of the place"
    if place.level in (PlaceLevel.LINE, PlaceLevel.WATER) and any(
        _gap(r, w) < _gap(ref, w) for r in _refs(w) if r.role is not Role.TARGET and r.span != ref.span
    ):
        return "it speaks of a place beside it, not of all of it"
    if ref.relation in ("at", "part"):
        return ""
    words = {"near": "near it", "offset": "at a distance from it", "between": "between it and another place",
             "side": "beside it"}  # fmt: skip
    return f"it speaks of somewhere {words.get(ref.relation, ref.relation)}, not of the place"


def _until_a_change(found: Sequence[Bearing], on: date, lineup: Lineup) -> list[Bearing]:
    """Lets "its capital since 2014" in an encyclopaedia run until the day on which the same article has it change."""
    return [_lasting_until(b, found, on, lineup) if _open_in_an_article(b) else b for b in found]


def _open_in_an_article(b: Bearing) -> bool:
    entry = b.weighed.entry
    return (
        b.moves and b.lasting and b.force in (Force.HOLDS, Force.THERE) and entry.report.kind is ReportKind.TERTIARY
        and entry.valid is not None and entry.valid.start is not None and entry.valid.end is None
    )  # fmt: skip


def _lasting_until(b: Bearing, found: Sequence[Bearing], on: date, lineup: Lineup) -> Bearing:
    since, report = b.day or on, b.weighed.entry.report.id
    changes = [
        day
        for x in found
        if x.weighed.entry.report.id == report and _changes(x, b, lineup)
        if (day := x.first_day) is not None and day > since
    ]
    return replace(b, day=min(on, min(changes) - timedelta(days=1))) if changes else b


def _changes(x: Bearing, b: Bearing, lineup: Lineup) -> bool:
    """Whether one claim ends what the other says of who holds the place, or begins to."""
    if x.force is Force.LEFT:
        return bool(set(x.sides) & set(b.sides))
    return x.force in (Force.HOLDS, Force.HOLDS_PART) and lineup.rivals(x.sides, b.sides)


def _states_before_a_change(found: Sequence[Bearing], lineup: Lineup) -> list[Bearing]:
    """Lets "X-held P was taken by Y" say that X held P before: the change in the same report outranks the state."""
    changes: dict[str, list[Bearing]] = {}
    for b in found:
        if b.moves and not b.state and b.force in (Force.HOLDS, Force.LEFT) and _fresh(b):
            changes.setdefault(b.weighed.entry.report.id, []).append(b)
    return [_before(b, changes.get(b.weighed.entry.report.id, ()), lineup) for b in found]


def _fresh(b: Bearing) -> bool:
    published = b.weighed.entry.report.published
    return b.day is not None and (published is None or published - b.day <= timedelta(days=days("before_state")))


def _before(b: Bearing, changes: Sequence[Bearing], lineup: Lineup) -> Bearing:
    if not (b.moves and b.state and b.force in (Force.HOLDS, Force.THERE)):
        return b
    for change in changes:
        left = change.force is Force.LEFT and set(change.sides) & set(b.sides)
        taken = b.force is Force.HOLDS and change.force is Force.HOLDS and lineup.rivals(change.sides, b.sides)
        if left or taken:
            return replace(b, moves=False, why="the same report says that this changed")
    return b


def _beside_known_sides(found: Sequence[Bearing]) -> list[Bearing]:
    """Where claims speak of known sides, "soldiers took it" takes it from nobody: they may be on any side."""
    if not any(b.moves and not b.vague and b.force in STRONG for b in found):
        return list(found)
    why = "it is not known on which side they are"
    return [
        replace(b, moves=False, why=why) if b.moves and b.vague and b.force in (*STRONG, Force.THERE) else b
        for b in found
    ]
