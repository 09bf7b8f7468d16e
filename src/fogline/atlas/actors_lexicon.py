"""The lexicon of actors: the general list, the packs over it, and the user's own over both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Final

from rapidfuzz import fuzz, process

from fogline.atlas.actors_pack import Actor, ActorPack, Office
from fogline.atlas.fold import fold
from fogline.atlas.sides import Sides
from fogline.claims import ActorKind
from fogline.when import interval

#: rapidfuzz ratio under which a misspelt name is not offered: "Hezbolla" is "Hezbollah", "Hamas" not "Abbas".
FUZZY_CUTOFF: Final = 88.0


@dataclass(frozen=True, slots=True)
class ActorCandidate:
    """An actor that a name may mean, how surely (0 to 1), and why."""

    actor: Actor
    score: float
    why: str


class Lexicon:
    """Actors by id and by name. Packs given later stand over earlier ones, and all over the general list.

    A name that two actors bear is kept for both; `by_name` gives them best pack first.
    """

    def __init__(self, packs: Sequence[ActorPack] = (), *, world: bool = True) -> None:
        self.packs = tuple(packs)
        self._actors: dict[str, Actor] = {}
        self._names: dict[str, list[str]] = {}
        self.adjectives: dict[str, str] = {}
        for pack in reversed(self.packs):
            for actor in pack.actors:
                self._add(actor)
        if world:
            for actor, names, adjectives in _world():
                self._add(actor, names)
                for adjective in adjectives:
                    self.adjectives.setdefault(adjective, actor.id)
        sides = [side for pack in self.packs for side in pack.sides]
        alliances = [alliance for pack in self.packs for alliance in pack.alliances]
        self.sides = Sides(sides, alliances, parent=self._parent, name_of=self._name)

    def _add(self, actor: Actor, folded: Sequence[str] | None = None) -> None:
        """Add an actor; one that is there already gains the names, and what else it lacked."""
        there = self._actors.get(actor.id)
        if there is None:
            self._actors[actor.id] = actor
        else:
            self._actors[actor.id] = replace(
                there,
                aliases=tuple(dict.fromkeys((*there.aliases, *actor.aliases))),
                country=there.country or actor.country,
                code=there.code or actor.code,
                part_of=there.part_of or actor.part_of,
                offices=there.offices or actor.offices,
            )
        names = folded if folded is not None else [fold(name) for name in (actor.name, *actor.aliases)]
        for name in names:
            holders = self._names.setdefault(name, [])
            if actor.id not in holders:
                holders.append(actor.id)

    def _parent(self, actor: str) -> str | None:
        known = self._actors.get(actor)
        if known is None:
            owner = actor.rpartition("/")[0]  # "world/tur/health-ministry" is of "world/tur"
            return owner if owner in self._actors else None
        if known.part_of:
            return known.part_of
        if known.kind is ActorKind.PERSON and known.offices:
            return known.offices[-1].of
        return known.backer if known.kind is ActorKind.DESCRIBED else None

    def _name(self, actor: str) -> str | None:
        known = self._actors.get(actor)
        return known.name if known else None

    def __contains__(self, actor: object) -> bool:
        return actor in self._actors

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def get(self, actor: str) -> Actor | None:
        """The actor of that id."""
        return self._actors.get(actor)

    def by_name(self, folded: str) -> list[Actor]:
        """The actors that bear this folded name."""
        return [self._actors[actor] for actor in self._names.get(folded, ())]

    @cached_property
    def states(self) -> tuple[Actor, ...]:
        """The states, in the order of the lexicon."""
        return tuple(actor for actor in self if actor.kind is ActorKind.STATE and actor.country)

    @cached_property
    def _by_office(self) -> dict[tuple[str, str], list[Actor]]:
        held: dict[tuple[str, str], list[Actor]] = {}
        for actor in self:
            for office in actor.offices:
                held.setdefault((office.of, fold(office.title)), []).append(actor)
        return held

    def holders(self, of: str, title: str) -> list[Actor]:
        """The persons who ever held this office, its title folded."""
        return self._by_office.get((of, title), [])

    @cached_property
    def _all_names(self) -> list[str]:
        return list(self._names)

    def find(self, name: str, on: date | None = None, limit: int = 8) -> list[ActorCandidate]:
        """The actors that a name may mean, best first: exact names, then misspelt ones.

        `on` lowers persons and groups whose dates all lie elsewhere. Empty: not known.
        """
        wanted = fold(name)
        if not wanted:
            return []
        found: dict[str, ActorCandidate] = {}
        for rank, actor in enumerate(self.by_name(wanted)):
            found[actor.id] = ActorCandidate(actor, max(1.0 - 0.1 * rank, 0.5) * self._timely(actor, on), "name")
        if not found:
            near = process.extract(wanted, self._all_names, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF, limit=limit)
            for other, ratio, _ in near:
                for actor in self.by_name(other):
                    score = 0.8 * ratio / 100 * self._timely(actor, on)
                    if actor.id not in found:
                        found[actor.id] = ActorCandidate(actor, round(score, 3), f"spelt like {other!r}")
        return sorted(found.values(), key=lambda c: -c.score)[:limit]

    def _timely(self, actor: Actor, on: date | None) -> float:
        if on is None or not actor.offices or actor.office_on(on):
            return 1.0
        return 0.8


def _world() -> Iterator[tuple[Actor, list[str], list[str]]]:
    """The rows of the general lexicon: actor, folded names, adjectives (of states). States bring their armed forces."""
    text = files("fogline.atlas").joinpath("data/actors.tsv").read_text("utf-8")
    header, *lines = text.splitlines()
    columns = header.split("\t")
    for line in lines:
        row = dict(zip(columns, line.split("\t"), strict=True))
        kind = ActorKind(row["kind"])
        state = kind is ActorKind.STATE
        actor = Actor(
            id=row["id"],
            name=row["name"],
            kind=kind,
            country=row["country"] or None,
            code=row["code"] or None,
            part_of=row["part_of"] or None,
            speaks=row["speaks"] or None,
            backer=row["backer"] or None,
            offices=() if state else tuple(_offices(row["roles"])),
            source=row["source"],
        )
        names = row["aliases"].split("|")
        adjectives = [a for a in row["roles"].split("|") if a] if state else []
        yield actor, names, adjectives
        if state:
            adjective = adjectives[0].title() if adjectives else row["name"]
            adjective = {"Us": "US", "Uk": "UK", "American": "US"}.get(adjective, adjective)
            forces = Actor(
                id=f"{row['id']}-mil",
                name=f"{adjective} armed forces",
                kind=ActorKind.FORCE,
                country=row["country"] or None,
                code=f"{row['code']}MIL",
                part_of=row["id"],
                source="the state's own",
            )
            yield forces, [fold(forces.name)], []


def _offices(text: str) -> Iterator[Office]:
    for entry in filter(None, text.split(";")):
        title, of, since, until = entry.split("@")
        yield Office(title, of, interval(since).start if since else None, interval(until).end if until else None)
