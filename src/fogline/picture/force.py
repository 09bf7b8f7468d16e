"""What a type of claim says of a side and a place: the table of SEMANTICS section 3, line by line."""

from __future__ import annotations

from enum import StrEnum

from fogline.claims import Claim, ClaimType, Phase, Polarity, Role
from fogline.picture.rules import pattern


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

ACTOR, TARGET = (Role.ACTOR,), (Role.TARGET,)


def _lost(claim: Claim) -> bool:
    """ "They lost all of it", with nobody named who took it: whoever is named is not the one who holds it since."""
    return not claim.roles(Role.TARGET) and pattern("nouns", "lost").search(claim.trigger_text) is not None


def _arrives(trigger: str) -> bool:
    return pattern("advance", "arrives").search(trigger) is not None


def forces(claim: Claim, role: Role | None) -> tuple[tuple[Force, tuple[Role, ...]], ...]:
    """The lines of the table: what the type says, and of whom. Nothing for types that say nothing of control."""
    negative, ended = claim.polarity is Polarity.NEGATIVE, claim.phase is Phase.END
    match claim.type:
        case ClaimType.CAPTURE | ClaimType.HOLD if negative:
            return ((Force.DENIES_HOLD, ACTOR),)
        case ClaimType.HOLD if ended:
            return ((Force.LEFT, ACTOR),)
        case ClaimType.CAPTURE if _lost(claim):
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
