"""A place together with what only the atlas needs of it: how many live there, how large it is, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from fogline.claims import Place


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One place of the gazetteer or of a pack; `pack` is empty for the former, `kind` says what a site is."""

    place: Place
    population: int = 0
    area_km2: float = 0.0
    pack: str = ""
    kind: str = ""
    geonameid: int | None = None
    spot: tuple[float, float] | None = None  # where to rank it from: its own coordinates, else those of what holds it


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """An entry that a name may mean, and how it fits: `quality` is 1 for a name of it, less for a near spelling."""

    entry: Entry
    how: str  # exact | article | skeleton | fuzzy
    quality: float = 1.0
    primary: bool = True  # the name is the one that the place is listed under, not one of its other names
    name: str = ""  # the known name that was matched, folded
