"""What a claim may do to who holds a place, as far as one claim alone can tell (SEMANTICS section 3).

The picture decides who holds what; this table only says which claims it must look at, so that a whole map is read from
an index instead of from every claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fogline.claims import ActorRef, Claim, ClaimType, Mood, Phase, PlaceRef, Polarity, Role

HOLDS, LEFT, THERE, GONE, DISPUTES, DENIED = "holds", "left", "there", "gone", "disputes", "denied"

_BY_ACTOR = {
    ClaimType.CAPTURE: HOLDS,
    ClaimType.HOLD: HOLDS,
    ClaimType.WITHDRAW: LEFT,
    ClaimType.HAND_OVER: LEFT,
    ClaimType.PRESENT: THERE,
    ClaimType.BASE: THERE,
    ClaimType.DEPLOY: THERE,
    ClaimType.ADVANCE: THERE,
    ClaimType.CLASH: DISPUTES,
    ClaimType.STRIKE: DISPUTES,
    ClaimType.BESIEGE: DISPUTES,
}
#: By the bare text: the hash of an enum member is worked out in Python, at ten times the cost.
_BY_TEXT = {str(type_): effect for type_, effect in _BY_ACTOR.items()}
#: Where the effect falls: on what was left for those who leave, on the destination for those who come.
_HERE = (Role.PLACE,)
_ROLES = {
    "withdraw": (Role.PLACE, Role.ORIGIN),
    "advance": (Role.PLACE, Role.DESTINATION),
    "deploy": (Role.PLACE, Role.DESTINATION),
}
_ENDED = {HOLDS: LEFT, THERE: GONE}


class Effect(NamedTuple):
    """One claim's effect on one place, by the side of the actor (the actor itself where it has none)."""

    place: str
    effect: str
    party: str


def effects(claim: Claim, places: Iterable[PlaceRef], actors: Iterable[ActorRef]) -> Iterator[Effect]:
    """The effects of a claim; none where it is planned, doubtful, about the surroundings only, or of another type.

    A claim that takes part of a place, or lies near it, is left to the picture, which reads the claims themselves.
    """
    if claim.mood is not Mood.ACTUAL:
        return
    effect = _BY_TEXT.get(str.__str__(claim.type))
    if effect is None or not (claim.moves_control or claim.polarity is Polarity.NEGATIVE):
        return
    if claim.polarity is Polarity.NEGATIVE:
        if effect not in (HOLDS, LEFT):
            return
        effect = DENIED if effect == HOLDS else HOLDS  # "did not withdraw" keeps the place with its holder
    elif claim.phase is Phase.END:
        effect = _ENDED.get(effect, effect)
    roles = _ROLES.get(str.__str__(claim.type), _HERE)
    spots = {r.place.id for r in places if r.place is not None and r.relation == "at" and r.role in roles}
    if not spots:
        return
    doers = {a.side or a.actor for a in actors if a.role is Role.ACTOR}
    takers = {a.side or a.actor for a in actors if a.role is Role.TARGET} if claim.type is ClaimType.HAND_OVER else ()
    for spot in sorted(spots):
        for party in sorted(doers):
            yield Effect(spot, effect, party)
        for party in sorted(takers):
            yield Effect(spot, HOLDS, party)
