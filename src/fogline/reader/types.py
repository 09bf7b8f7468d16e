"""Types that hang on who or what is in the claim: fighters who flee withdraw, families who leave are displaced.

Only where an argument's own words decide it. In the coded train split leaving was `withdraw` for 132 of 135 armed and
`displace` for 88 of 91 civilian parties; no `casualties` had equipment as its target (79 `destroy`, 0 `casualties`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fogline.claims import Argument, Claim, ClaimType, Role
from fogline.reader.lexicons import load

_LEXICON = load("parties")
_ARMED, _CIVILIAN, _EQUIPMENT = (frozenset(_LEXICON[k].split()) for k in ("armed", "civilian", "equipment"))
_WORD = re.compile(r"[^\W_]+")
_ENDED = re.compile(r"(?:destr|elimin|neutrali|annihil|wiped|wrecked)", re.I)


def settle(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with types that agree with their arguments; a type that changes takes its roles along."""
    return [_settled(c) for c in claims]


def _settled(claim: Claim) -> Claim:
    if claim.type is ClaimType.DISPLACE and _are(claim, (Role.ACTOR, Role.TARGET), _ARMED, _CIVILIAN):
        args = tuple(replace(a, role=Role.ACTOR) if a.role is Role.TARGET else a for a in claim.args)
        return replace(claim, type=ClaimType.WITHDRAW, args=args)
    if claim.type is ClaimType.WITHDRAW and _are(claim, (Role.ACTOR,), _CIVILIAN, _ARMED):
        return replace(claim, type=ClaimType.DISPLACE)
    if (
        claim.type is ClaimType.CASUALTIES
        and _ENDED.match(claim.trigger_text)
        and _are(claim, (Role.TARGET,), _EQUIPMENT, frozenset())
    ):
        return replace(claim, type=ClaimType.DESTROY)
    return claim


def _are(claim: Claim, roles: tuple[Role, ...], these: frozenset[str], not_these: frozenset[str]) -> bool:
    """Whether some argument in these roles is of one sort and none of the other."""
    words = [w for a in claim.roles(*roles) for w in _words(a)]
    return any(w in these for w in words) and not any(w in not_these for w in words)


def _words(argument: Argument) -> list[str]:
    return [w.lower() for w in _WORD.findall(f"{argument.text} {argument.entity}")]
