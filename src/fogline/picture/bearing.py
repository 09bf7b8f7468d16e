"""What a claim does to the question who holds a place: the table of SEMANTICS section 3, line by line.

Every claim that names the place gives bearings, also those that move nothing; those say why they do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from fogline.claims import (
    PLACE_ROLES,
    STATES,
    ActorKind,
    Certainty,
    Claim,
    ClaimType,
    Interval,
    LedgerClaim,
    Link,
    LinkKind,
    Mood,
    Phase,
    Place,
    PlaceLevel,
    PlaceRef,
    Polarity,
    ReportKind,
    Role,
    Weighed,
)
from fogline.picture.lineup import Lineup
from fogline.picture.rules import days, pattern, rules


class Force(StrEnum):
    """What a claim says of a side and a place."""

    HOLDS = "holds"  # strong
    HOLDS_PART = "holds part of"  # contested at most
    LEFT = "left"  # strong: no longer holds, says nothing of who does
    THERE = "is at"  # weak: presence
    GONE = "is no longer at"  # a base that closed, a presence that ended
    DISPUTES = "attacks"  # fights or strikes: disputed for a while
    BESIEGES = "besieges"  # disputed until the siege is said to be over
    RELIEVED = "is no longer besieged"
    DENIES_HOLD = "is denied to hold"  # negative polarity of a strong claim: counts against
    DENIES_LEFT = "is denied to have left"
    CLAIMS_SAY = "declares a zone around"  # never control


#: The types that can say anything of who holds a place: the table of SEMANTICS section 3.
MOVING = (
    ClaimType.CAPTURE,
    ClaimType.HOLD,
    ClaimType.HAND_OVER,
    ClaimType.WITHDRAW,
    ClaimType.PRESENT,
    ClaimType.BASE,
    ClaimType.DEPLOY,
    ClaimType.ADVANCE,
    ClaimType.ZONE,
    ClaimType.CLASH,
    ClaimType.STRIKE,
    ClaimType.BESIEGE,
)
STRONG = frozenset({Force.HOLDS, Force.HOLDS_PART, Force.LEFT})
DENIALS = frozenset({Force.DENIES_HOLD, Force.DENIES_LEFT})


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
    def state(self) -> bool:
        """Whether it is a state without a time of its own, which holds as of its report."""
        claim = self.weighed.entry.claim
        return claim.type in STATES and claim.time is None

    @property
    def lasting(self) -> bool:
        """Whether it says how things stand, not what happened."""
        return self.weighed.entry.claim.type in STATES


def reported(entry: LedgerClaim) -> date | None:
    """The day from which a claim counts as known: its report's date, or the recorded day for undated reports."""
    if entry.report.published is not None:
        return entry.report.published
    return entry.recorded.date() if entry.recorded is not None else None


def known(weighed: Sequence[Weighed], as_known_on: date | None) -> list[Weighed]:
    """The claims that count on a day: reported by then and not rejected by a reviewer."""
    kept = [w for w in weighed if w.entry.reviewed != "rejected"]
    if as_known_on is None:
        return kept
    return [w for w in kept if (day := reported(w.entry)) is not None and day <= as_known_on]


def bearings(
    place: Place, weighed: Sequence[Weighed], *, on: date, as_known_on: date | None, lineup: Lineup
) -> list[Bearing]:
    """Everything that the known claims say of who holds `place` on `on`, in order of day, then of claim id."""
    about = [w for w in weighed if _names(place, w)]
    visible = {w.entry.id: w for w in known(about, as_known_on)}
    everything = {w.entry.id: w for w in weighed}
    checked = _Limits(visible, everything)
    found = [b for w in visible.values() for b in _bearings_of(place, w, on, lineup, checked)]
    found = _beside_known_sides(_states_before_a_change(found, lineup))
    return sorted(found, key=lambda b: (b.day or date.min, reported(b.weighed.entry) or date.min, b.claim, b.force))


def _names(place: Place, weighed: Weighed) -> bool:
    return any(r.place is not None and (r.place.id == place.id or place.id in r.place.within) for r in _refs(weighed))


def _refs(weighed: Weighed) -> Iterator[PlaceRef]:
    for ref in weighed.entry.places:
        if ref.role is None or ref.role in PLACE_ROLES or ref.role is Role.TARGET:
            yield ref


def _bearings_of(place: Place, w: Weighed, on: date, lineup: Lineup, limits: _Limits) -> Iterator[Bearing]:
    entry, claim = w.entry, w.entry.claim
    if claim.type not in MOVING:
        return
    ref, share = _how_it_names(place, w)
    if ref is None:
        return
    day, no_day, by_report = evidence_day(entry, on)
    why, limit = limits.of(w)
    why = why or no_day
    for force, roles in _forces(claim, ref.role):
        sides, in_pack = _sides(entry, roles, day or on, lineup)
        if not sides and force is not Force.RELIEVED:
            continue
        if share is not None and force is Force.HOLDS:
            force = Force.HOLDS_PART
        reason = why or _part_says_little(force, share) or _not_at(ref) or _unsure(entry, roles)
        if in_pack:
            reason = reason or _at_odds(force, sides, lineup)
        if force is Force.CLAIMS_SAY:
            reason = reason or "a declared zone gives no control of the places in it"
        moves = not reason and (claim.polarity is Polarity.POSITIVE or force is Force.RELIEVED)
        vague = not in_pack and _described(entry, roles)
        yield Bearing(w, force, sides, day, moves, reason, limit, share, by_report, vague)


def _how_it_names(place: Place, w: Weighed) -> tuple[PlaceRef | None, str | None]:
    """The mention through which the claim is about the place, and the share of it that is meant."""
    whole = [r for r in _refs(w) if r.place is not None and r.place.id == place.id]
    if whole:
        ref = min(whole, key=lambda r: (_leads_away(r, w), _gap(r, w), r.span))
        return ref, _share(ref, w, place.id)
    if place.level not in (PlaceLevel.SETTLEMENT, PlaceLevel.SITE):
        return None, None  # a place in an area says nothing of the area; `who` lists the places in it
    for ref in _refs(w):
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


def _share(ref: PlaceRef, w: Weighed, place_id: str) -> str | None:
    quarter = next((r.place.name for r in _refs(w) if r.place is not None and place_id in r.place.within), None)
    if quarter is not None:
        return quarter  # "the quarters A and B of the city": the city is only where they lie
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


def _arrives(trigger: str) -> bool:
    return pattern("advance", "arrives").search(trigger) is not None


ACTOR, TARGET = (Role.ACTOR,), (Role.TARGET,)


def _forces(claim: Claim, role: Role | None) -> tuple[tuple[Force, tuple[Role, ...]], ...]:
    """The lines of the table: what the type says, and of whom. Nothing for types that say nothing of control."""
    negative, ended = claim.polarity is Polarity.NEGATIVE, claim.phase is Phase.END
    match claim.type:
        case ClaimType.CAPTURE | ClaimType.HOLD if negative:
            return ((Force.DENIES_HOLD, ACTOR),)
        case ClaimType.HOLD if ended:
            return ((Force.LEFT, ACTOR),)
        case ClaimType.CAPTURE:
            return ((Force.HOLDS, ACTOR), (Force.LEFT, TARGET))
        case ClaimType.HOLD:
            return ((Force.HOLDS, ACTOR),)
        case ClaimType.HAND_OVER if negative:
            return ((Force.DENIES_HOLD, TARGET), (Force.DENIES_LEFT, ACTOR))
        case ClaimType.HAND_OVER:
            return ((Force.HOLDS, TARGET), (Force.LEFT, ACTOR))
        case ClaimType.WITHDRAW if role is Role.DESTINATION:
            return ()
        case ClaimType.WITHDRAW:
            return ((Force.DENIES_LEFT if negative else Force.LEFT, ACTOR),)
        case ClaimType.PRESENT | ClaimType.BASE:
            return ((Force.GONE if ended or negative else Force.THERE, ACTOR),)
        case ClaimType.DEPLOY if role is not Role.ORIGIN:
            return () if negative else ((Force.THERE, ACTOR),)
        case ClaimType.ADVANCE if role is not Role.ORIGIN and _arrives(claim.trigger_text):
            return () if negative else ((Force.THERE, ACTOR),)
        case ClaimType.BESIEGE if negative or ended:
            return ((Force.RELIEVED, ACTOR),)
        case ClaimType.BESIEGE:
            return ((Force.BESIEGES, ACTOR),)
        case ClaimType.CLASH | ClaimType.STRIKE if not (negative or ended):
            return ((Force.DISPUTES, ACTOR),)
        case ClaimType.ZONE if not (negative or ended):
            return ((Force.CLAIMS_SAY, ACTOR),)
        case _:
            return ()


def _sides(entry: LedgerClaim, roles: tuple[Role, ...], day: date, lineup: Lineup) -> tuple[tuple[str, ...], bool]:
    """The sides of the parties in these roles, and whether a pack knows them.

    Beside a known side, groups that no pack knows are its company.
    """
    of = {lineup.side_of(a, day): a.actor for a in entry.actors if a.role in roles}
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


def _not_at(ref: PlaceRef) -> str:
    if pattern("zones", "words").search(ref.text):
        return "it speaks of a zone around it, not of the place"
    if ref.relation in ("at", "part"):
        return ""
    words = {"near": "near it", "offset": "at a distance from it", "between": "between it and another place",
             "side": "beside it"}  # fmt: skip
    return f"it speaks of somewhere {words.get(ref.relation, ref.relation)}, not of the place"


def evidence_day(entry: LedgerClaim, on: date) -> tuple[date | None, str, bool]:
    """The latest day up to `on` that the claim speaks for; else None and why. Third: whether the report dates it.

    An event has happened by
    the end of its interval, and no later than its report. Undated claims of dated reports count from the report; those
    of tertiary texts hold at no particular time (SEMANTICS section 3).
    """
    claim, published, valid = entry.claim, entry.report.published, entry.valid
    dated = claim.time is not None and claim.time.value is not None
    if entry.report.kind is ReportKind.TERTIARY and not dated:
        return None, "undated in a tertiary text, so it holds at no particular time", False
    if valid is None or (valid.start is None and valid.end is None):
        if published is None:
            return None, "no date is known for it", False
        if claim.type in STATES and claim.time is not None:
            return None, "its time cannot be resolved", False
        if claim.type not in STATES and pattern("nouns", "named").search(claim.trigger_text):
            return None, "named by a noun and without a day, so it is presupposed, not said to have happened", True
        return _by(published, None, on, by_report=True)
    if claim.type in LASTING and claim.phase in (None, Phase.HOLD):
        return _while_it_lasts(entry, valid, on, dated)
    start = valid.start
    last = valid.end if valid.end is not None else start
    if published is not None and last is not None and (start is None or start <= published):
        last = min(last, published)
    return _by(last, start, on, by_report=not dated)


#: What lasts until it is said to have ended: states, and sieges.
LASTING = STATES | {ClaimType.BESIEGE}


def _while_it_lasts(entry: LedgerClaim, valid: Interval, on: date, dated: bool) -> tuple[date | None, str, bool]:
    """A state speaks for every day of its interval; "since X" until its report, in a tertiary text for X alone.

    "By X" and "until X" (`../X`) speak for X alone: neither says how long it had been so. A single date that is no
    more exact than a year says that it was so at some time in it, and so for its last day.
    """
    published, start, end = entry.report.published, valid.start, valid.end
    tertiary = entry.report.kind is ReportKind.TERTIARY
    if start is None:
        return _by(end, None, on, by_report=not dated)
    if start > on:
        return None, "it speaks of a later day", False
    if end is None:
        last = start if tertiary or published is None else max(published, start)
        return min(on, last), "", not dated
    value = entry.claim.time.value if entry.claim.time is not None else None
    if published is not None and start <= published:
        end = min(end, published)  # what is put forward as so cannot be later than its report
    vague = value is not None and "/" not in value and (end - start).days > 31
    if vague and end > on:
        return None, "it may speak of a later day", False
    return min(on, end), "", not dated


def _by(last: date | None, start: date | None, on: date, *, by_report: bool) -> tuple[date | None, str, bool]:
    if last is None:
        return None, "no date is known for it", False
    if last <= on:
        return last, "", by_report
    if start is not None and start <= on:
        return None, "it may have happened after the day asked about", by_report
    return None, "it speaks of a later day", by_report


class _Limits:
    """Why a claim moves nothing: its own hedges, a claim that it hardens, a retraction, a correction, a cycle."""

    def __init__(self, visible: Mapping[str, Weighed], everything: Mapping[str, Weighed]) -> None:
        self._visible, self._everything = visible, everything
        self._done: dict[str, tuple[str, Link | None]] = {}

    def of(self, w: Weighed, trail: frozenset[str] = frozenset()) -> tuple[str, Link | None]:
        """The reason in words and the link it rests on; ("", None) where nothing stops the claim."""
        key = w.entry.id
        if key in self._done:
            return self._done[key]
        if key in trail:
            return "", None  # a cycle of citations: nobody in it is the origin, so nobody limits another
        found = (_hedge(w), None) if _hedge(w) else self._by_links(w, trail | {key})
        if not trail:
            self._done[key] = found
        return found

    def _by_links(self, w: Weighed, trail: frozenset[str]) -> tuple[str, Link | None]:
        key = w.entry.id
        for link in w.links:
            if link.kind is LinkKind.RETRACTS and link.a == key and self._counts(link.b):
                return "its own source took it back", link
            if link.kind is LinkKind.UPDATES and link.a == key and self._counts(link.b) and link.field in CORRECTED:
                return f"corrected later by the same origin ({link.field})", link
            if link.kind is LinkKind.HARDENS and link.b == key:
                reason = self._harder_than(link, trail)
                if reason:
                    return reason, link
        return "", None

    def _counts(self, other: str) -> bool:
        return other in self._visible or other not in self._everything

    def _harder_than(self, link: Link, trail: frozenset[str]) -> str:
        softer = self._everything.get(link.a)
        if softer is None:
            # The claim it rests on is out of sight; only a lost attribution leaves the content as it was.
            return "" if link.field in ("attribution", "sources") else "it hardens a claim that was put more softly"
        if link.a not in self._visible and softer.entry.reviewed != "rejected" and not _same_report(link, self):
            return ""
        reason, _ = self.of(softer, trail)
        return f"it hardens a claim that moves nothing: that one is {_bare(reason)}" if reason else ""


def _same_report(link: Link, limits: _Limits) -> bool:
    a, b = limits._everything.get(link.a), limits._everything.get(link.b)
    return a is not None and b is not None and a.entry.report.id == b.entry.report.id


CORRECTED = frozenset({"place", "holder", "actor", "polarity", "date"})


def _bare(reason: str) -> str:
    return reason.removeprefix("it is ").removeprefix("it ")


def _hedge(w: Weighed) -> str:
    claim = w.entry.claim
    if claim.mood is not Mood.ACTUAL:
        words = {
            Mood.PLANNED: "it is planned, not said to have happened",
            Mood.PREDICTED: "it is predicted, not said to have happened",
            Mood.CONDITIONAL: "it is conditional",
            Mood.DEMANDED: "it is demanded, not said to have happened",
            Mood.RETRACTED: "it is taken back",
        }
        return words[claim.mood]
    if claim.certainty is Certainty.POSSIBLE:
        return "it is put as only possible"
    if claim.certainty is Certainty.UNKNOWN:
        return "its source does not commit to it"
    return ""


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
