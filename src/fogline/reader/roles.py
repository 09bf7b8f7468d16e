"""Roles put right where the codebook's rulings decide them and grammar shows them.

* A head noun and its name are one place: "village of Tal Nasri" is not two (the coded train split never has both).
* "lost P to X": the capture is X's, the loser is its target (codebook section 6).
* `withdraw` has no target (section 2): "withdraw its soldiers" is the actor's own withdrawal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fogline.claims import PLACE_ROLES, Argument, Claim, ClaimType, Role, Span

_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_LOSE = re.compile(r"\b(?:lose|loses|losing|lost|loss|cede|ceded)\b", re.I)
_TO = re.compile(r"\bto\s+(?:the\s+)?\Z", re.I)


def tidy(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with doubled places merged and roles as ruled; same order, same triggers."""
    return [_tidied(text, c) for c in claims]


def _tidied(text: str, claim: Claim) -> Claim:
    args = list(claim.args)
    if claim.type is ClaimType.WITHDRAW:
        args = [a for a in args if a.role is not Role.TARGET]
    if claim.type is ClaimType.CAPTURE and _LOSE.search(claim.trigger_text):
        args = _gainer_first(text, claim.trigger, args)
    places = [a for a in args if a.role in PLACE_ROLES]
    heads = {a for a in places for b in places if b.start > a.end and _OF.fullmatch(text, a.end, b.start)}
    args = [a for a in args if a not in heads]
    return claim if tuple(args) == claim.args else replace(claim, args=tuple(args))


def _gainer_first(text: str, trigger: Span, args: Sequence[Argument]) -> list[Argument]:
    """'X lost P to Y': Y is the actor, X the target, whichever way round they were read."""
    gainer = next(
        (
            a
            for a in args
            if a.start > trigger.end and a.role in (Role.ACTOR, Role.TARGET) and _TO.search(text, trigger.end, a.start)
        ),
        None,
    )
    if gainer is None:
        return list(args)
    swapped = []
    for arg in args:
        if arg is gainer:
            swapped.append(replace(arg, role=Role.ACTOR))
        elif arg.role is Role.ACTOR and arg.end <= trigger.start:
            swapped.append(replace(arg, role=Role.TARGET))
        else:
            swapped.append(arg)
    return swapped
