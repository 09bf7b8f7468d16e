"""Who stands with whom: the picture's view of sides, kept to what it asks of the atlas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from fogline.claims import ActorRef


class SideLike(Protocol):
    """A side of a war, as a theatre pack names it."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


class SidesLike(Protocol):
    """What the picture asks of the atlas about sides; `fogline.atlas.Sides` answers it."""

    def of(self, actor: str, on: Any = None, /) -> SideLike | None:
        """The side that an actor belongs to on a day."""

    def allied(self, a: str, b: str, on: Any = None, /) -> bool:
        """Whether two sides (by id) have an alliance on a day."""

    def find(self, name: str, /) -> SideLike | None:
        """A side by id or by any of its names."""


class NoSides:
    """The answer where no pack is loaded: every actor is its own side, and nobody is allied."""

    def of(self, actor: str, on: Any = None, /) -> SideLike | None:
        return None

    def allied(self, a: str, b: str, on: Any = None, /) -> bool:
        return False

    def find(self, name: str, /) -> SideLike | None:
        return None


class Lineup:
    """Sides as of one day: which side an actor reference is on, what it is called, and who is whose ally.

    Example: an actor that no pack knows ("entity/tribal-fighters") is its own side, with its own name.
    """

    def __init__(self, sides: SidesLike | None, on: date) -> None:
        self._sides: SidesLike = sides if sides is not None else NoSides()
        self._on = on
        self._names: dict[str, str] = {}
        self._of: dict[tuple[str, date | None], str | None] = {}
        self._allied: dict[tuple[str, str], bool] = {}
        self.sources: dict[str, str | None] = {}  # claim id -> side of its source, kept by the policies

    def side_of(self, actor: ActorRef, day: date | None) -> str:
        """The id of the actor's side on a day; the actor's own id where no pack gives one."""
        side = actor.side or self._known(actor.actor, day)
        if side is None:
            self._names.setdefault(actor.actor, actor.name or actor.text)
            return actor.actor
        return side

    def side_of_source(self, source: str, day: date | None) -> str | None:
        """The side of a source or outlet; None where no pack gives one, or it stands for itself: then it is neutral."""
        side = self._known(source, day)
        return None if side == source else side

    def find(self, name: str | None) -> str | None:
        """The id of the side with that name, None where there is none."""
        side = self._sides.find(name) if name else None
        if side is None:
            return None
        self._names[side.id] = side.name
        return side.id

    def name(self, side: str) -> str:
        """What the side is called in a sentence."""
        if side not in self._names:
            found = self._sides.find(side)
            self._names[side] = found.name if found is not None else side.rpartition("/")[2].replace("-", " ")
        return self._names[side]

    def names(self, sides: Iterable[str]) -> str:
        """Several sides in a sentence: "A", "A and B", "A, B and C"."""
        return listed([self.name(side) for side in sides])

    def together(self, a: str, b: str) -> bool:
        """Whether two sides are one or allied on the day: allies neither displace nor dispute one another."""
        if a == b:
            return True
        key = (a, b) if a < b else (b, a)
        if key not in self._allied:
            self._allied[key] = bool(self._sides.allied(*key, self._on))
        return self._allied[key]

    def rivals(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether no side of the one list stands with any side of the other."""
        others = tuple(others)
        return not any(self.together(a, b) for a in some for b in others)

    def _known(self, actor: str, day: date | None) -> str | None:
        key = (actor, day)
        if key not in self._of:
            side = self._sides.of(actor, day)
            if side is not None:
                self._names[side.id] = side.name
            self._of[key] = None if side is None else side.id
        return self._of[key]


def listed(words: Sequence[str]) -> str:
    """Words joined as a sentence joins them; the empty list gives "nobody"."""
    if not words:
        return "nobody"
    if len(words) == 1:
        return words[0]
    return ", ".join(words[:-1]) + " and " + words[-1]
