"""Actors: states, armed forces, groups, units, persons, bodies and the press, with names, codes and offices.

`load` reads a theatre pack's folder; `Lexicon` holds the actors of all packs over the general lexicon; `Resolver` finds
the actor that a mention stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fogline.atlas.actors_files import checked, line_of, period, table
from fogline.atlas.sides import Alliance, Side, load_sides, qualified
from fogline.claims import ActorKind
from fogline.errors import PackError


@dataclass(frozen=True, slots=True)
class Office:
    """What a person was, of which actor, from when to when (both days included; None: open or not known)."""

    title: str
    of: str
    since: date | None = None
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether it was held on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor that the atlas knows.

    `code` is its CAMEO code (role words follow the country: `SYRMIL`). `part_of` is the body whose side it shares.
    `speaks` is the body in whose name a spokesman or press office speaks. `backer` is who backs a described group.
    """

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    country: str | None = None  # ISO 3166-1 alpha-2
    code: str | None = None
    part_of: str | None = None
    speaks: str | None = None
    backer: str | None = None
    offices: tuple[Office, ...] = ()
    source: str = ""

    def office_on(self, day: date | None) -> Office | None:
        """The office that the person held on that day; with no day, the last one."""
        for office in reversed(self.offices):
            if day is None or office.held_on(day):
                return office
        return None


@dataclass(frozen=True, slots=True)
class ContextWord:
    """What words without a name ("the army") mean in a report about a country: actor by country, and how surely."""

    words: str
    actors: Mapping[str, str]
    score: float


@dataclass(frozen=True, slots=True)
class ActorPack:
    """The actors and sides of one pack."""

    name: str
    actors: tuple[Actor, ...] = ()
    sides: tuple[Side, ...] = ()
    alliances: tuple[Alliance, ...] = ()
    theatre_names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    words: tuple[ContextWord, ...] = ()


def load(folder: Path, name: str | None = None) -> ActorPack:
    """The actors and sides of a pack folder (`actors.toml`, `sides.toml`; either may be absent).

    Raises PackError that names file, line and field; then nothing of the pack is loaded.
    """
    pack = name or folder.name
    path = folder / "actors.toml"
    content = table(path)
    actors = tuple(_actor(entry, pack, path) for entry in content.get("actors", ()))
    doubled = {a.id for a in actors if sum(b.id == a.id for b in actors) > 1}
    if doubled:
        raise PackError(f"{path}: the id {sorted(doubled)[0]!r} stands twice; give each actor an id of its own")
    sides, alliances = load_sides(folder / "sides.toml", pack)
    theatre = content.get("theatre", {})
    words = tuple(_word(text, entry, pack, path) for text, entry in content.get("words", {}).items())
    return ActorPack(
        name=pack,
        actors=actors,
        sides=sides,
        alliances=alliances,
        theatre_names=tuple(theatre.get("names", (pack,))),
        countries=tuple(theatre.get("countries", ())),
        words=words,
    )


def _actor(entry: Mapping[str, Any], pack: str, path: Path) -> Actor:
    kind = checked(entry, "kind", str, path)
    try:
        actor_kind = ActorKind(kind)
    except ValueError:
        kinds = ", ".join(ActorKind)
        where = line_of(path, entry)
        raise PackError(f"{path}{where}: field 'kind': found {kind!r}, expected one of {kinds}") from None
    aliases = entry.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise PackError(f"{path}{line_of(path, entry)}: field 'aliases': expected a list of names")
    offices = []
    for role in entry.get("roles", ()):
        since, until = period(role, path)
        of = qualified(checked(role, "of", str, path), pack)
        offices.append(Office(checked(role, "title", str, path), of, since, until))
    links = {key: qualified(entry[key], pack) for key in ("part_of", "speaks", "backer") if entry.get(key)}
    return Actor(
        id=qualified(checked(entry, "id", str, path), pack),
        name=checked(entry, "name", str, path),
        kind=actor_kind,
        aliases=tuple(aliases),
        country=entry.get("country"),
        code=entry.get("code"),
        offices=tuple(offices),
        source=checked(entry, "source", str, path),
        **links,
    )


def _word(text: str, entry: Mapping[str, Any], pack: str, path: Path) -> ContextWord:
    score = entry.get("score", 0.6)
    if not isinstance(score, float) or not 0 < score <= 1:
        raise PackError(f"{path}: words {text!r}, field 'score': found {score!r}, expected a number from 0 to 1")
    actors = {country: qualified(actor, pack) for country, actor in entry.items() if country != "score"}
    return ContextWord(text, actors, score)
