"""Who holds a place: from weighed claims to an answer that says how well it is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from fogline.claims import Link, LinkKind, Mood, Place, PlaceLevel, Role, Weighed
from fogline.picture.bearing import Bearing, bearings
from fogline.picture.force import STRONG, Force
from fogline.picture.holding import Against, Backing, Holder, Holding, LastKnown
from fogline.picture.lineup import Lineup, SidesLike
from fogline.picture.policies import Basis, Policy, Status, Verdict, policy, side_of_source, within_horizon
from fogline.picture.rules import days
from fogline.picture.wording import answer_sentence, because, says

AREAS = frozenset({PlaceLevel.DISTRICT, PlaceLevel.PROVINCE, PlaceLevel.COUNTRY, PlaceLevel.REGION})


def who_holds(
    place: Place,
    weighed: Sequence[Weighed],
    *,
    on: date,
    as_known_on: date | None = None,
    policy: str = "latest",
    horizon_days: int | None = None,
    sides: SidesLike | Lineup | None = None,
    merge_allies: bool = False,
    inside: Iterable[Place] | None = None,
    also: Sequence[str] = (),
    hangs_on: bool = True,
    bare: bool = False,
) -> Holding:
    """Says who holds `place` on a day, by a named policy, from the claims known on a day.

    `weighed` may hold claims about other places; they are passed over, but links to claims that are absent from it
    are taken at their word (a claim that hardens one out of sight moves nothing). `horizon_days` is how old evidence
    may be (default 120). `inside` are the places of an area (None: those that the claims name and that lie within
    it). `also` names other places of the same name. For many places at once: without `hangs_on` the question what
    would change the answer is left out, with `bare` also the sentence and what speaks against. Raises QuestionError
    for an unknown policy.

    The unknown case: no claim, or only planned, denied, undated or old ones, gives status `unknown` with the reason.
    """
    rule = _rule(policy)
    horizon = days("horizon") if horizon_days is None else horizon_days
    lineup = sides if isinstance(sides, Lineup) else Lineup(sides, on)
    found = bearings(place, weighed, on=on, as_known_on=as_known_on, lineup=lineup)
    fresh, old = within_horizon(found, on, horizon)
    verdict = rule(fresh, on, lineup)
    holders = _holders(verdict, lineup, merge_allies, bare)
    lowered = tuple(dict.fromkeys(b.claim for b in verdict.lowered_by))
    if bare:
        claims = tuple(dict.fromkeys((*(c for h in holders for c in h.claims), *lowered)))
        return Holding(
            place, on, as_known_on, policy, verdict.status, holders, (), (), None, verdict.reason or None, "", claims,
            horizon_days=horizon, merged=merge_allies, reason=verdict.reason, lowered_by=lowered,
        )  # fmt: skip
    against = _against(verdict, found, fresh, on, lineup)
    last = _last_known(rule, old, on, lineup) if verdict.status is Status.UNKNOWN else None
    unknown = because(verdict, found, old, last, horizon, on, lineup) if verdict.status is Status.UNKNOWN else None
    later = None
    if verdict.status is Status.UNKNOWN:
        later = _next_known(place, weighed, rule, found, horizon, on, as_known_on, lineup)
    shown = dict.fromkeys([c for h in holders for c in h.claims])
    shown.update(dict.fromkeys(lowered))
    shown.update(dict.fromkeys(a.claim for a in against))
    for other in (last, later):
        shown.update(dict.fromkeys(other.claims if other else ()))
    present = _present(fresh, verdict, lineup)
    hangs = _hangs_on(rule, verdict, fresh, on, lineup) if hangs_on else ()
    within: tuple[Holding, ...] = ()
    if place.level in AREAS:
        within = _within(place, weighed, inside, on, as_known_on, policy, horizon, sides, merge_allies)
    sentence = answer_sentence(
        place, on, as_known_on, policy, verdict.status, holders, against, present, last, later, unknown, verdict.reason,
        merge_allies, also, within,
    )  # fmt: skip
    return Holding(
        place=place,
        on=on,
        as_known_on=as_known_on,
        policy=policy,
        status=verdict.status,
        holders=holders,
        against=against,
        present=present,
        last_known=last,
        next_known=later,
        unknown_because=unknown,
        sentence=sentence,
        claims=tuple(shown),
        hangs_on=hangs,
        marked=_marks(found, shown, holders, merge_allies),
        also=tuple(also),
        horizon_days=horizon,
        merged=merge_allies,
        reason=verdict.reason,
        lowered_by=lowered,
        places=within,
    )


def _rule(name: str) -> Policy:
    return policy(name)


def _holders(verdict: Verdict, lineup: Lineup, merge: bool, bare: bool) -> tuple[Holder, ...]:
    camps: list[tuple[list[str], list[Bearing]]] = []
    for side, claims in verdict.support:
        camp = next((c for c in camps if merge and any(lineup.together(side, s) for s in c[0])), None)
        if camp is None:
            camps.append(([side], list(claims)))
        else:
            camp[0].append(side)
            camp[1].extend(b for b in claims if b not in camp[1])
    made = [_holder(names, claims, verdict.basis, lineup, bare) for names, claims in camps]
    return tuple(sorted(made, key=lambda h: (-h.latest.toordinal(), -len(h.origins), h.side)))


def _holder(
    sides: Sequence[str], claims: Sequence[Bearing], basis: Basis, lineup: Lineup, bare: bool = False
) -> Holder:
    newest = max(claims, key=lambda b: b.day or date.min)
    return Holder(
        side="+".join(sides),
        name=lineup.names(sides),
        actors=() if bare else _actors(claims, sides, lineup),
        origins=_backings(claims, lineup, bare),
        reports=len({b.weighed.entry.report.id for b in claims}),
        latest=newest.day or date.min,
        basis=basis,
        share=newest.share if newest.force is Force.HOLDS_PART else None,
    )


def _actors(claims: Sequence[Bearing], sides: Sequence[str], lineup: Lineup) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for b in claims:
        for actor in b.weighed.entry.actors:
            if actor.role in (Role.ACTOR, Role.TARGET) and lineup.side_of(actor, b.day) in sides:
                names.setdefault(actor.name)
    return tuple(names)


def _backings(claims: Sequence[Bearing], lineup: Lineup, bare: bool) -> tuple[Backing, ...]:
    by_source: dict[str, list[Bearing]] = {}
    for b in claims:
        by_source.setdefault(b.source, []).append(b)
    return tuple(
        Backing(
            source=source,
            name=group[0].weighed.origin.source_name or source,
            claims=tuple(dict.fromkeys(b.claim for b in group)),
            reports=len({b.weighed.entry.report.id for b in group}),
            statements=len({b.weighed.origin.statement for b in group}),
            latest=max(b.day for b in group if b.day is not None),
            side=None if bare else side_of_source(group[-1], lineup),
        )
        for source, group in sorted(by_source.items())
    )


def _against(
    verdict: Verdict, found: Sequence[Bearing], fresh: Sequence[Bearing], on: date, lineup: Lineup
) -> tuple[Against, ...]:
    """What speaks against the answer: rivals, withdrawals, denials and attacks, also those that move nothing."""
    support = {b.claim for _, claims in verdict.support for b in claims}
    recent = {id(b) for b in fresh}
    out: dict[str, Against] = {}
    for b in found:
        if b.claim in support or b.claim in out or (b.day is not None and id(b) not in recent):
            continue
        if b.day is None and not _said_by(b, on):
            continue
        if not _opposes(b, verdict, lineup):
            continue
        contradicts = next(
            (x for x in b.weighed.links if x.kind is LinkKind.CONTRADICTS and _other(x, b) in support), None
        )
        link = b.limit or contradicts
        out[b.claim] = Against(
            claim=b.claim,
            says=says(b, lineup),
            why=b.why or _why_it_lost(b, verdict),
            source=b.weighed.origin.source_name or b.source,
            day=b.day,
            link=link.id if link else None,
            link_kind=str(link.kind) if link else None,
            rests_on=_other(link, b) if link else None,
        )
    return tuple(out.values())


def _said_by(b: Bearing, on: date) -> bool:
    """Whether a claim without a day up to `on` was yet put forward then: a plan was, an event to come was not."""
    said = b.said_on
    actual = b.weighed.entry.claim.mood is Mood.ACTUAL and b.weighed.entry.valid is not None
    return not actual and (said is None or said <= on)


def _other(link: Link, b: Bearing) -> str:
    return link.b if link.a == b.claim else link.a


def _opposes(b: Bearing, verdict: Verdict, lineup: Lineup) -> bool:
    ours = verdict.sides
    if verdict.status is Status.UNKNOWN:
        return b.force in STRONG or bool(b.why and b.force is Force.THERE)
    if b.force in (Force.HOLDS, Force.HOLDS_PART, Force.DENIES_LEFT, Force.DISPUTES, Force.BESIEGES):
        return lineup.rivals(b.sides, ours)
    if b.force in (Force.LEFT, Force.DENIES_HOLD, Force.GONE):
        return bool(set(b.sides) & set(ours))
    return False


def _why_it_lost(b: Bearing, verdict: Verdict) -> str:
    if b in verdict.lowered_by:
        return f"this is why it is {verdict.status}"
    if b.force is Force.DENIES_HOLD:
        return "a denial counts against and moves nothing"
    newest = max((x.day for _, claims in verdict.support for x in claims if x.day is not None), default=None)
    if newest is None or b.day is None:
        return "it does not say who holds the place"
    if b.force in (Force.DISPUTES, Force.BESIEGES):
        return (
            "an attack that is older than the newest evidence"
            if b.day < newest
            else "an attack too long ago to dispute it"
        )
    return "it is older than the newest evidence" if b.day < newest else "it is outweighed under this policy"


def _last_known(rule: Policy, old: Sequence[Bearing], on: date, lineup: Lineup) -> LastKnown | None:
    verdict = rule(old, on, lineup)
    if verdict.status is Status.UNKNOWN:
        return None
    claims = [b for _, support in verdict.support for b in support]
    return _known_then(verdict, max(b.day for b in claims if b.day is not None), lineup)


def _next_known(
    place: Place,
    weighed: Sequence[Weighed],
    rule: Policy,
    found: Sequence[Bearing],
    horizon: int,
    on: date,
    as_known_on: date | None,
    lineup: Lineup,
) -> LastKnown | None:
    """The first answer after the day asked about, within the horizon; three days with new evidence are tried."""
    telling = (*STRONG, Force.THERE)
    days = {b.first_day for b in found if b.force in telling and b.first_day is not None and b.first_day > on}
    for day in sorted(d for d in days if (d - on).days <= horizon)[:3]:
        then = bearings(place, weighed, on=day, as_known_on=as_known_on, lineup=lineup)
        verdict = rule(within_horizon(then, day, horizon)[0], day, lineup)
        if verdict.status is not Status.UNKNOWN:
            return _known_then(verdict, day, lineup)
    return None


def _known_then(verdict: Verdict, day: date, lineup: Lineup) -> LastKnown:
    return LastKnown(
        sides=verdict.sides,
        names=tuple(lineup.name(s) for s in verdict.sides),
        status=verdict.status,
        on=day,
        claims=tuple(dict.fromkeys(b.claim for _, support in verdict.support for b in support)),
    )


def _present(fresh: Sequence[Bearing], verdict: Verdict, lineup: Lineup) -> tuple[Holder, ...]:
    """Sides that are there without being said to hold the place, where somebody else is."""
    there: dict[str, list[Bearing]] = {}
    for b in fresh:
        if b.force is Force.THERE and b.moves:
            for side in b.sides:
                if side not in verdict.sides:
                    there.setdefault(side, []).append(b)
        elif b.force in (Force.GONE, Force.LEFT) and b.moves:
            for side in b.sides:
                there.pop(side, None)
    return tuple(_holder([side], claims, Basis.PRESENCE, lineup) for side, claims in sorted(there.items()))


def _hangs_on(
    rule: Policy, verdict: Verdict, fresh: Sequence[Bearing], on: date, lineup: Lineup
) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """The origins without which the answer would be another; the six newest are tried."""
    deciding = [b for _, claims in verdict.support for b in claims] + list(verdict.lowered_by)
    by_source: dict[str, list[Bearing]] = {}
    for b in deciding:
        by_source.setdefault(b.source, []).append(b)
    out = []
    newest = sorted(by_source.items(), key=lambda item: (-max(_ordinal(b) for b in item[1]), item[0]))
    for source, group in newest[:6]:
        without = rule([b for b in fresh if b.source != source], on, lineup)
        if (without.status, without.sides) != (verdict.status, verdict.sides):
            claims = tuple(dict.fromkeys(b.claim for b in group))
            out.append((group[0].weighed.origin.source_name or source, claims, _short(without, lineup)))
    return tuple(out)


def _ordinal(b: Bearing) -> int:
    return b.day.toordinal() if b.day is not None else 0


def _short(verdict: Verdict, lineup: Lineup) -> str:
    if verdict.status is Status.UNKNOWN:
        return "unknown"
    names = lineup.names(verdict.sides)
    return f"held by {names}" if verdict.status is Status.HELD else f"contested: {names}"


def _marks(found: Sequence[Bearing], shown: Iterable[str], holders: Sequence[Holder], merged: bool) -> tuple[str, ...]:
    used = set(shown)
    entries = {b.claim: b.weighed.entry for b in found if b.claim in used}
    undated = sorted(e.report.name for e in entries.values() if e.report.published is None)
    lost = sorted(e.id for e in entries.values() if not e.found_again)
    marks = [f"{name}: undated report, counts from the day it was recorded" for name in dict.fromkeys(undated)]
    marks += [f"{claim}: reviewed, and not found again by the newest reading" for claim in lost]
    if merged and any("+" in h.side for h in holders):
        marks.append("allies are merged")
    return tuple(marks)


def _within(
    place: Place,
    weighed: Sequence[Weighed],
    inside: Iterable[Place] | None,
    on: date,
    as_known_on: date | None,
    policy: str,
    horizon: int,
    sides: SidesLike | Lineup | None,
    merge: bool,
) -> tuple[Holding, ...]:
    wanted = {p.id: p for p in inside} if inside is not None else {}
    claims: dict[str, list[Weighed]] = {}
    for w in weighed:
        for ref in w.entry.places:
            p = ref.place
            if p is None or p.id == place.id:
                continue
            if inside is None and p.level not in AREAS and lies_within(p, place):
                wanted.setdefault(p.id, p)
            if p.id in wanted and (not (mine := claims.setdefault(p.id, [])) or mine[-1] is not w):
                mine.append(w)
    return tuple(
        who_holds(p, claims.get(p.id, ()), on=on, as_known_on=as_known_on, policy=policy, horizon_days=horizon,
                  sides=sides, merge_allies=merge)
        for p in sorted(wanted.values(), key=lambda p: (p.name, p.id))
        if p.level not in AREAS
    )  # fmt: skip


def lies_within(p: Place, area: Place) -> bool:
    """Whether the atlas puts a place in an area: by id, or by country and province codes."""
    if area.id in p.within:
        return True
    if area.level is PlaceLevel.COUNTRY:
        return area.country is not None and p.country == area.country
    if area.level is PlaceLevel.PROVINCE:
        return area.admin1 is not None and (p.country, p.admin1) == (area.country, area.admin1)
    return False
