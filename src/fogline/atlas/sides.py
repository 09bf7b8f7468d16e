"""Sides of a war: who is on which, from when to when, and which sides were allied when.

Sides are data of theatre packs (`sides.toml`) and of the user. Without any, an actor is its own side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fogline.atlas.actors_files import checked, period, table
from fogline.atlas.fold import fold


@dataclass(frozen=True, slots=True)
class Membership:
    """An actor's time on a side, both days included; None is open."""

    actor: str
    since: date | None = None
    until: date | None = None
    source: str = ""

    def holds_on(self, day: date | None) -> bool:
        """Whether it held on that day; with no day given, whether it ever did."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Side:
    """A side: its stable id ("pack/side", or an actor's own id), the name that answers print, and its members."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    colour: str | None = None
    members: tuple[Membership, ...] = ()


@dataclass(frozen=True, slots=True)
class Alliance:
    """Two sides that fought together for a time; they stay distinct."""

    sides: frozenset[str]
    since: date | None = None
    until: date | None = None
    source: str = ""


def load_sides(path: Path, pack: str) -> tuple[tuple[Side, ...], tuple[Alliance, ...]]:
    """The sides and alliances of one `sides.toml`. Raises PackError that names file, line and field."""
    content = table(path)
    sides = tuple(_side(entry, pack, path) for entry in content.get("side", ()))
    known = {side.id for side in sides}
    alliances = []
    for entry in content.get("alliance", ()):
        names = [qualified(name, pack) for name in checked(entry, "sides", list, path)]
        for name in names:
            if name not in known:
                raise_unknown(path, name, sorted(known))
        since, until = period(entry, path)
        alliances.append(Alliance(frozenset(names), since, until, entry.get("source", "")))
    return sides, tuple(alliances)


def raise_unknown(path: Path, name: str, known: Sequence[str]) -> None:
    from fogline.errors import PackError

    raise PackError(f"{path}: alliance names the side {name!r}, which the file does not define; it defines {known}")


def qualified(name: str, pack: str) -> str:
    """The whole id of something that a pack names: its own unless it says whose."""
    return name if "/" in name else f"{pack}/{name}"


def _side(entry: Mapping[str, Any], pack: str, path: Path) -> Side:
    members = []
    for member in entry.get("members", ()):
        since, until = period(member, path)
        members.append(
            Membership(qualified(checked(member, "actor", str, path), pack), since, until, member.get("source", ""))
        )
    return Side(
        id=qualified(checked(entry, "id", str, path), pack),
        name=checked(entry, "name", str, path),
        aliases=tuple(entry.get("aliases", ())),
        colour=entry.get("colour"),
        members=tuple(members),
    )


class Sides:
    """All sides of the open packs.

    Of two packs that place an actor differently the later one counts; `conflicts` says so.

    `parent` gives the body that an actor belongs to and `name_of` an actor's name; both come from the actor lexicon.
    """

    def __init__(
        self,
        sides: Iterable[Side] = (),
        alliances: Iterable[Alliance] = (),
        *,
        parent: Callable[[str], str | None] = lambda actor: None,
        name_of: Callable[[str], str | None] = lambda actor: None,
    ) -> None:
        self._sides = {side.id: side for side in sides}
        self._alliances = tuple(alliances)
        self._parent, self._name_of = parent, name_of
        self._members: dict[str, list[tuple[Membership, Side]]] = {}
        for side in self._sides.values():
            for member in side.members:
                self._members.setdefault(member.actor, []).append((member, side))
        self.conflicts = tuple(self._find_conflicts())

    def _find_conflicts(self) -> Iterable[str]:
        for actor, places in self._members.items():
            for index, (first, side) in enumerate(places):
                for second, other in places[index + 1 :]:
                    begin = max(first.since or date.min, second.since or date.min)
                    if side.id != other.id and begin <= min(first.until or date.max, second.until or date.max):
                        yield f"{actor} is on {side.id} and on {other.id} from {begin}: {other.id} counts"

    def of(self, actor: str, on: date | None = None, *, theatre: str | None = None) -> Side | None:
        """The side of an actor on a day (no day: the last known), its own or that of the body it belongs to.

        Where no pack has a side for it, the topmost body that it belongs to is its side: an actor is its own side.
        `theatre` is the pack whose war is meant, "" for a war of no pack: there an actor of the wide world (Russia) is
        not on a side of another war, while the actors that only one pack knows keep theirs.
        """
        if not actor:
            return None
        if actor in self._sides:
            return self._sides[actor]
        seen: set[str] = set()
        top = actor
        link: str | None = actor
        while link and link not in seen:
            places = list(reversed(self._members.get(link, ())))
            if on is None:  # the last known
                places.sort(key=lambda place: place[0].until or date.max, reverse=True)
            for member, side in places:
                own = theatre is None or side.id.partition("/")[0] in (theatre, link.partition("/")[0])
                if own and member.holds_on(on):
                    return side
            seen.add(link)
            top, link = link, self._parent(link)
        return Side(id=top, name=self._name_of(top) or top.rpartition("/")[2])

    def allied(self, a: str, b: str, on: date | None = None) -> bool:
        """Whether two sides were allied on that day. A side is allied with itself."""
        if a == b:
            return True
        return any(
            alliance.sides == frozenset((a, b)) and Membership("", alliance.since, alliance.until).holds_on(on)
            for alliance in self._alliances
        )

    def find(self, name: str) -> Side | None:
        """The side of that id, name or alias."""
        if name in self._sides:
            return self._sides[name]
        wanted = fold(name)
        exact = [side for side in self._sides.values() if wanted in (fold(side.name), fold(side.id.rpartition("/")[2]))]
        loose = [side for side in self._sides.values() if wanted in map(fold, side.aliases)]
        return next(iter([*reversed(exact), *reversed(loose)]), None)

    def all(self, on: date | None = None) -> list[Side]:
        """The sides that had a member on that day, in the order of the packs."""
        return [s for s in self._sides.values() if on is None or any(m.holds_on(on) for m in s.members)]

    def alliances(self, on: date | None = None) -> list[Alliance]:
        """The alliances of that day."""
        return [a for a in self._alliances if Membership("", a.since, a.until).holds_on(on)]

    def name(self, side: str | None) -> str:
        """What an answer prints for a side id: its name, an actor's name, or the id itself."""
        if side is None:
            return "side not known"
        if side in self._sides:
            return self._sides[side].name
        return self._name_of(side) or side.rpartition("/")[2]
