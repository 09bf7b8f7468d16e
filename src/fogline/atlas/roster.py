"""What the atlas asks of whoever knows the actors, and an answer for when nobody does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from typing import Any, Protocol

from fogline.atlas.fold import fold
from fogline.atlas.packs import Pack
from fogline.claims import ACTOR_ROLES, ActorKind, ActorRef, Claim, Mention, PlaceRef, Report, Role

Resolved = tuple[Sequence[ActorRef], Sequence[ActorRef]]


class Actors(Protocol):
    """Names to actors; `resolve` gives, for each claim, its actors and its speakers."""

    sides: Any

    def resolve(
        self, report: Report, claims: Sequence[Claim], places: Sequence[Sequence[PlaceRef]]
    ) -> list[Resolved]: ...

    def find(self, name: str, on: date | None) -> Sequence[Any]: ...

    def actor(self, id: str) -> Any: ...


class NoActors:
    """Every name is an actor of its own, known from its report alone."""

    sides: Any = None

    def resolve(self, report: Report, claims: Sequence[Claim], places: Sequence[Sequence[PlaceRef]]) -> list[Resolved]:
        return [
            (
                [_unknown(arg.mention, arg.role) for arg in claim.roles(*ACTOR_ROLES)],
                [_unknown(source, None) for source in claim.sources],
            )
            for claim in claims
        ]

    def find(self, name: str, on: date | None) -> Sequence[Any]:
        return []

    def actor(self, id: str) -> Any:
        return None


def _unknown(mention: Mention, role: Role | None) -> ActorRef:
    name = mention.entity or mention.text
    return ActorRef(
        span=mention.span,
        text=mention.text,
        actor=f"entity/{fold(name).replace(' ', '-') or 'unnamed'}",
        name=name,
        kind=ActorKind.UNKNOWN,
        score=0.0,
        role=role,
        why="no actor of that name is known",
    )


def actors_for(packs: Sequence[Pack]) -> Actors:
    """The actors of these packs."""
    if find_spec("fogline.atlas.actors") is None:
        return NoActors()
    from importlib import import_module

    opener = getattr(import_module("fogline.atlas.actors"), "open", None)
    if opener is None:
        return NoActors()
    made: Actors = opener(packs)
    return made
