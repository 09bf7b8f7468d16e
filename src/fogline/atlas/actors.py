"""The actors of the open packs over the general lexicon: what the atlas asks about actors and sides.

`open` makes a `Cast` of theatre packs; `load` reads one pack's actors and sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from fogline.atlas.actors_lexicon import ActorCandidate, Lexicon
from fogline.atlas.actors_pack import Actor, ActorPack, Office, load
from fogline.atlas.actors_resolver import Resolver
from fogline.atlas.sides import Alliance, Membership, Side, Sides
from fogline.claims import ActorRef, Claim, PlaceRef, Report


class PackFolder(Protocol):
    """What `open` needs of a theatre pack."""

    @property
    def name(self) -> str: ...

    @property
    def folder(self) -> Path: ...


class Cast:
    """Actors and sides for reading reports."""

    def __init__(self, packs: Sequence[ActorPack] = ()) -> None:
        self.lexicon = Lexicon(packs)
        self.sides: Sides = self.lexicon.sides
        self._resolver = Resolver(self.lexicon)

    def resolve(
        self, report: Report, claims: Sequence[Claim], places: Sequence[Sequence[PlaceRef]] = ()
    ) -> list[tuple[tuple[ActorRef, ...], tuple[ActorRef, ...]]]:
        """For each claim its actors and targets, and its speakers in the order of `claim.sources`."""
        return self._resolver.resolve(report, claims, [ref for refs in places for ref in refs])

    def find(self, name: str, on: date | None = None) -> list[ActorCandidate]:
        """The actors that a name may mean, best first; a description ("Russian jets") gives what it resolves to."""
        found = self.lexicon.find(name, on)
        if found and found[0].why == "name":
            return found
        ref = self._resolver.mention(name)
        actor = self.lexicon.get(ref.actor)
        return [ActorCandidate(actor, ref.score, ref.why), *found] if actor is not None else found

    def actor(self, id: str) -> Actor | None:
        """The actor of that id."""
        return self.lexicon.get(id)


def open(packs: Sequence[PackFolder]) -> Cast:
    """The cast of these packs, later ones over earlier ones. Raises PackError; then nothing is loaded."""
    return Cast([load(pack.folder, pack.name) for pack in packs])


__all__ = [
    "Actor",
    "ActorCandidate",
    "ActorPack",
    "Alliance",
    "Cast",
    "Lexicon",
    "Membership",
    "Office",
    "Resolver",
    "Side",
    "Sides",
    "load",
    "open",
]
