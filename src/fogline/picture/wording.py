"""Answers in plain words: what an analyst would say of it aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from fogline.claims import Geometry, Place
from fogline.picture.bearing import Bearing
from fogline.picture.force import STRONG, Force
from fogline.picture.lineup import Lineup, listed
from fogline.picture.policies import Basis, Status, Verdict, presence_days

if TYPE_CHECKING:
    from fogline.picture.holding import Against, Holder, Holding, LastKnown


def day(value: date) -> str:
    """A day as prose has it: 10 September 2017."""
    return f"{value.day} {value:%B %Y}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 origin", "2 origins"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def says(b: Bearing, lineup: Lineup) -> str:
    """What a claim says of the place, in words: "the Syrian army left it"; how surely is told beside it."""
    who = lineup.names(b.sides)
    match b.force:
        case Force.HOLDS:
            text = f"{who} holds it"
        case Force.HOLDS_PART:
            text = f"{who} holds a part of it ({b.share})"
        case Force.LEFT:
            text = f"{who} left it"
        case Force.THERE:
            text = f"{who} is there"
        case Force.GONE:
            text = f"{who} is no longer there"
        case Force.DISPUTES:
            text = f"{who} attacked it"
        case Force.BESIEGES:
            text = f"{who} besieged it"
        case Force.RELIEVED:
            text = "it is no longer besieged"
        case Force.DENIES_HOLD:
            text = f"{who} does not hold it"
        case Force.DENIES_LEFT:
            text = f"{who} did not leave it"
        case _:
            text = f"{who} declares a zone around it"
    return text


def answer_sentence(
    place: Place,
    on: date,
    as_known_on: date | None,
    policy: str,
    status: Status,
    holders: Sequence[Holder],
    against: Sequence[Against],
    present: Sequence[Holder],
    last: LastKnown | None,
    later: LastKnown | None,
    unknown: str | None,
    reason: str,
    merged: bool,
    also: Sequence[str],
    within: Sequence[Holding],
) -> str:
    """The answer, how well it is known, and what speaks against it; two to five short sentences."""
    known = f", as known on {day(as_known_on)}" if as_known_on else ""
    parts = [_head(place, on, known, policy, status, holders, unknown, reason)]
    if last is not None:
        parts.append(f"Last known: {_then(last)}.")
    if later is not None:
        parts.append(f"The next word of it is later: {_then(later)}.")
    if present and status is not Status.UNKNOWN:
        parts.append(f"Also there, without being said to hold it: {listed([h.name for h in present])}.")
    if against and status is not Status.UNKNOWN:
        parts.append(_against(against))
    if merged and any("+" in h.side for h in holders):
        parts.append("Allied sides are merged in this answer.")
    if within:
        parts.append(_area(within))
    if also:
        parts.append(f"Not to be confused with {listed(list(also))}.")
    return " ".join(parts)


def _then(known: LastKnown) -> str:
    verb = "it was held by" if known.status is Status.HELD else "it was contested between"
    if known.status is Status.CONTESTED and len(known.names) == 1:
        verb = "it was contested, and said to be held by"
    return f"{verb} {listed(known.names)} ({day(known.on)})"


def _head(
    place: Place,
    on: date,
    known: str,
    policy: str,
    status: Status,
    holders: Sequence[Holder],
    unknown: str | None,
    reason: str,
) -> str:
    when = f"On {day(on)}{known}, by the policy `{policy}`, "
    if status is Status.UNKNOWN:
        return f"{when}it is unknown who holds {place.name}: {unknown}."
    names = listed([h.name for h in holders])
    if status is Status.CONTESTED:
        there = "is there" if holders[0].basis is Basis.PRESENCE else "is said to hold it"
        between = f"contested between {names}" if len(holders) > 1 else f"contested ({names} {there})"
        return f"{when}{place.name} is {between}: {reason}. {_evidence(holders)}"
    presence = ""
    if holders[0].basis is Basis.PRESENCE:
        where = "presence at some point of it only" if place.geometry is Geometry.LINE else "presence only"
        presence = f" ({where}: nobody says who holds it)"
    return f"{when}{place.name} is held by {names}{presence}. {_evidence(holders)}"


def _evidence(holders: Sequence[Holder]) -> str:
    origins = list(dict.fromkeys(o.name for h in holders for o in h.origins))
    reports = max(h.reports for h in holders) if len(holders) == 1 else sum(h.reports for h in holders)
    newest = max(h.latest for h in holders)
    named = f" ({listed(origins)})" if len(origins) <= 4 else f" ({', '.join(origins[:3])} and others)"
    return (
        f"That rests on {counted(len(origins), 'origin')}{named} in {counted(reports, 'report')}, "
        f"the newest word being of {day(newest)}."
    )


def _against(against: Sequence[Against]) -> str:
    first = max(against, key=lambda a: (a.link is not None, a.day or date.min))
    more = f" ({counted(len(against) - 1, 'more claim')} against)" if len(against) > 1 else ""
    return f"Against it, {first.source}: {first.says}; but {first.why}{more}."


def _area(within: Sequence[Holding]) -> str:
    tally: dict[str, int] = {}
    for holding in within:
        tally[holding.short()] = tally.get(holding.short(), 0) + 1
    return f"Of {counted(len(within), 'place')} in it: " + "; ".join(
        f"{number} {what}" for what, number in sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    ) + "."  # fmt: skip


def because(
    verdict: Verdict,
    found: Sequence[Bearing],
    old: Sequence[Bearing],
    last: LastKnown | None,
    horizon: int,
    on: date,
    lineup: Lineup,
) -> str:
    """Why nothing can be said: no claim, none that moves control, or none that is fresh enough."""
    if verdict.reason:
        return verdict.reason
    if last is not None:
        age = (on - last.on).days
        if age <= horizon:
            short = presence_days(horizon)
            return f"the newest word of presence is {age} days old, and presence speaks for {short} days"
        return f"the newest evidence is {age} days old, and the horizon is {horizon} days"
    stopped = [b for b in found if b.why and b.force in STRONG and not _of_a_later_day(b, on)]
    if stopped:
        reasons = list(dict.fromkeys(b.why for b in stopped))[:3]
        return f"{counted(len(stopped), 'claim')} would say, but move nothing: {'; '.join(reasons)}"
    attackers = [s for b in found if b.force in (Force.DISPUTES, Force.BESIEGES) and b.moves for s in b.sides]
    if attackers:
        who = lineup.names(dict.fromkeys(attackers))
        return f"it was attacked ({who}), and no claim says who held it"
    if old:
        return f"every claim about it is older than {horizon} days"
    if found and all(_of_a_later_day(b, on) for b in found):
        return "all that is said of it is of a later day"
    return "claims name it, but none says who holds it" if found else "no claim known then says anything of it"


def _of_a_later_day(b: Bearing, on: date) -> bool:
    """Whether a claim is of a day after the one asked about, or has no day and was put forward after it."""
    if b.first_day is not None:
        return b.first_day > on
    return b.day is None and b.said_on is not None and b.said_on > on
