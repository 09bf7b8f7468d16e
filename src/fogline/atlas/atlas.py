"""The atlas: names of a report to places and actors, or "not known" with the best candidates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import shapely

from fogline.atlas import vague
from fogline.atlas.cameo import cameo
from fogline.atlas.entry import Entry, Hit
from fogline.atlas.gazetteer import Gazetteer
from fogline.atlas.places import Candidate, Resolver
from fogline.claims import ActorRef, Claim, Place, PlaceRef, Report, Resolution, Span

if TYPE_CHECKING:
    from fogline.atlas.actors import Cast


class Atlas:
    """Places and actors over one gazetteer, some packs and the user's own data.

    >>> atlas.resolve(report, claims)[0].places[0].place.name  # doctest: +SKIP
    'Al-Tanf garrison'
    """

    def __init__(self, gazetteer: Gazetteer, actors: Callable[[], Cast], notes: Sequence[str] = ()) -> None:
        self.gazetteer = gazetteer
        self.notes = tuple(notes)  # what packs disagree on, in sentences
        self._open_actors = actors
        self._places = Resolver(gazetteer, self._geometry)
        self._shape = lru_cache(maxsize=256)(self._geometry_of)
        self.version = "atlas/2+" + "+".join(
            [f"{pack.name}@{pack.version}" for pack in gazetteer.packs] + [dump.path.stem for dump in gazetteer.dumps]
        )

    # -- places -----------------------------------------------------------------------------------------------------

    def resolve(self, report: Report, claims: Sequence[Claim]) -> list[Resolution]:
        """What every claim's names stand for, one resolution a claim, in the same order."""
        claims = list(claims)
        refs = self._places.resolve(report, claims)
        actors = self._actors.resolve(report, claims, refs)
        result = []
        for claim, places, (who, speakers) in zip(claims, refs, actors, strict=True):
            result.append(
                Resolution(
                    claim=claim.key,
                    atlas=self.version,
                    places=tuple(places),
                    actors=tuple(who),
                    speakers=tuple(speakers),
                )
            )
        return result

    def places_in(self, report: Report, mentions: Sequence[Span] | None = None) -> list[PlaceRef]:
        """The place mentions of a report, found here or given as spans, each resolved or not known."""
        return self._places.places_in(report, mentions)

    def find(self, name: str, near: str | None = None, limit: int = 8) -> list[Candidate]:
        """The places that a name may mean, best first with scores and why; empty means not known."""
        return self._places.find(name, near, limit)

    def place(self, id: str) -> Place | None:
        """The place with this id, also of places made from others; None where there is none."""
        if id.startswith("rel:"):
            return vague.remake(id, self.gazetteer.entry, self._geometry)
        entry = self.gazetteer.entry(id)
        return None if entry is None else entry.place

    def shape(self, id: str) -> dict[str, Any] | None:
        """GeoJSON geometry of a place: its outline or line where one is known, its point for a point.

        None for an area without an outline: an area is never given as a pin.
        """
        place = self.place(id)
        if place is None:
            return None
        if id.startswith("rel:"):
            return vague.shape_of(id, place, self.gazetteer.entry, self._geometry)
        for pack in self.gazetteer.packs:
            if id in pack.shapes:
                return pack.shapes[id]
        for dump in self.gazetteer.dumps:
            shape = dump.shape(id)
            if shape is not None:
                return shape
        area = self._geometry(id)
        if area is not None:
            return dict(shapely.geometry.mapping(area))
        if place.geometry.value == "point" and place.lat is not None:
            return {"type": "Point", "coordinates": [place.lon, place.lat]}
        return None

    def _geometry(self, id: str) -> Any:
        return self._shape(id)

    def _geometry_of(self, id: str) -> Any:
        """The outline of a place as a shapely area or line; None where none is known."""
        for pack in self.gazetteer.packs:
            if id in pack.shapes:
                return shapely.geometry.shape(pack.shapes[id])
        entry = self.gazetteer.entry(id)
        polygons = None if entry is None else self.gazetteer.outline(entry)
        if polygons is None:
            return None
        parts = [_mended(shapely.Polygon(rings[0], rings[1:])) for rings in polygons if len(rings[0]) >= 4]
        return _mended(shapely.union_all(parts)) if parts else None

    @cached_property
    def _actors(self) -> Cast:
        """The actors, read when first asked for: a look-up of a place does not wait for them."""
        return self._open_actors()

    # -- actors -----------------------------------------------------------------------------------------------------

    def find_actor(self, name: str, on: date | None = None) -> list[Any]:
        """The actors that a name may mean, best first."""
        return list(self._actors.find(name, on))

    def actor(self, id: str) -> Any:
        """The actor with this id, or None."""
        return self._actors.actor(id)

    def code(self, ref: ActorRef) -> str | None:
        """The CAMEO code of an actor ("SYRMIL"), from which PLOVER's sector follows; None where none can be given."""
        return cameo(ref, self._actors.lexicon)

    @property
    def sides(self) -> Any:
        """Sides and alliances over time, as the packs have them."""
        return self._actors.sides


def _mended(area: Any) -> Any:
    """The area without loops that cross themselves, as coarse outlines have; crossing ones cannot be joined."""
    return shapely.make_valid(area, method="structure", keep_collapsed=False)


__all__ = ["ActorRef", "Atlas", "Candidate", "Entry", "Hit"]
