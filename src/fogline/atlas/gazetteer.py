"""Name → candidates, over the compiled gazetteer, the packs and the user's own data, as one.

Exact spelling first; then the same name without its article; then, inside given countries only, the consonant skeleton
and last a near spelling. A pack's place that names its GeoNames number takes that place's stead and keeps its names.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from fogline.atlas.artefact import Artefact, Record
from fogline.atlas.dumps import Dump
from fogline.atlas.entry import Entry, Hit
from fogline.atlas.fold import fold, skeletons, sound, strip_article
from fogline.atlas.packs import Pack
from fogline.claims import Geometry, Place, PlaceLevel

#: Under these ratios of how two names sound they are two names: with the same consonants, and with others. Swept over
#: 80-88, 85-92 (three consonants only) and 92-94 on village names of Syria: wrong pins against answers.
SAME_BONES = 88.0
SAME_SHORT_BONES = 92.0
NEAR = 94.0
_AREAS = {PlaceLevel.COUNTRY, PlaceLevel.PROVINCE, PlaceLevel.DISTRICT, PlaceLevel.REGION}


class Block:
    """The names of one country, ready for near spellings: by skeleton, and by first sound."""

    def __init__(self) -> None:
        self.bones: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        self.initial: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))

    def add(self, folded: str, entry: Entry) -> None:
        for bones in skeletons(folded):
            self.bones[bones].append((folded, entry))
        if folded.isascii() and len(said := sound(folded)) >= 5:
            self.initial[said[0]][said].append(entry)


class Gazetteer:
    """Everything that has a name and a place."""

    def __init__(self, artefact: Artefact, packs: Sequence[Pack] = (), dumps: Sequence[Dump] = ()) -> None:
        self._artefact = artefact
        self.packs = tuple(packs)
        self.dumps = tuple(dumps)
        self._entries: dict[int, Entry] = {}
        self._own: dict[str, list[Entry]] = defaultdict(list)
        self._bare: dict[str, list[Entry]] = defaultdict(list)
        self._by_id: dict[str, Entry] = {}
        self._replaced: dict[int, Entry] = {}  # GeoNames number → pack entry
        self._blocks: dict[str, Block] = {}
        self._divisions: dict[str, Entry] | None = None
        for pack in packs:
            held = {entry.place.id: entry for entry in pack.entries}
            for entry in pack.entries:
                self._take(entry, held)
        self.exact = lru_cache(maxsize=100_000)(self._exact)
        self.similar = lru_cache(maxsize=50_000)(self._similar)

    def _take(self, entry: Entry, held: dict[str, Entry]) -> None:
        """Take in a place of a pack; the first that names a GeoNames place stands for it, others beside it."""
        number = entry.geonameid
        row = None if number is None else self._artefact.row_of(number)
        if row is not None:
            entry = _merged(entry, self._artefact.record(row))
        entry = replace(entry, spot=_spot(entry, held))
        if row is not None and number is not None and number not in self._replaced:
            self._replaced[number] = entry
            self._entries[row] = entry
        place = entry.place
        self._by_id[place.id] = entry
        for name in {fold(n) for n in (place.name, *place.aliases)} - {""}:
            self._own[name].append(entry)
            bare = strip_article(name)
            if bare != name:
                self._bare[bare].append(entry)

    # -- look-ups ---------------------------------------------------------------------------------------------------

    def _exact(self, folded: str) -> tuple[Hit, ...]:
        """Places that have exactly this folded name."""
        found: dict[str, Hit] = {}
        for entry in self._own.get(folded, ()):
            found[entry.place.id] = Hit(entry, "exact", 1.0, fold(entry.place.name) == folded, folded)
        for row in self._artefact.rows_named(folded):
            entry = self._entry(row)
            if entry.place.id not in found:
                found[entry.place.id] = Hit(entry, "exact", 1.0, fold(entry.place.name) == folded, folded)
        for dump in self.dumps:
            for entry in dump.named(folded):
                if entry.geonameid is None or not self._known(entry.geonameid):
                    found.setdefault(entry.place.id, Hit(entry, "exact", 1.0, fold(entry.place.name) == folded, folded))
        bare = strip_article(folded)
        for entry in self._bare.get(bare, ()) or (self._own.get(bare, ()) if not found else ()):
            if entry.place.country:  # "Al Sahel" is a village, not the region south of the Sahara
                found.setdefault(entry.place.id, Hit(entry, "article", 0.95, True, folded))
        if not found and bare != folded and len(bare) > 3:
            for row in self._artefact.rows_named(bare):
                entry = self._entry(row)
                found[entry.place.id] = Hit(entry, "article", 0.9, fold(entry.place.name) == bare, bare)
        return tuple(found.values())

    def _known(self, geonameid: int) -> bool:
        return geonameid in self._replaced or self._artefact.row_of(geonameid) is not None

    def has(self, folded: str) -> bool:
        """Whether any place has exactly this name."""
        return bool(self.exact(folded))

    def _similar(self, folded: str, countries: tuple[str, ...]) -> tuple[Hit, ...]:
        """Places in these countries whose consonants agree or whose spelling is near; best first, at most eight."""
        found: dict[str, Hit] = {}

        def offer(entry: Entry, how: str, quality: float, name: str) -> None:
            old = found.get(entry.place.id)
            if old is None or old.quality < quality:
                found[entry.place.id] = Hit(entry, how, quality, fold(entry.place.name) == name, name)

        bare = strip_article(folded)
        if len(bare.replace(" ", "")) < 4 or not bare.isascii():
            return ()
        said = sound(folded)
        for country in countries:
            block = self.block(country)
            for bones in skeletons(folded):
                if len(bones) < 3:
                    continue
                for name, entry in block.bones.get(bones, ()):
                    ratio = alike(said, sound(name))
                    if ratio >= (SAME_BONES if len(bones) > 3 else SAME_SHORT_BONES):
                        offer(entry, "skeleton", round(0.4 + 0.55 * ratio / 100, 3), name)
            if len(said) >= 6:
                names = block.initial.get(said[0])
                if names:
                    near = process.extract(said, names.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=4)
                    for name, _, _ in near:
                        ratio = alike(said, name)
                        if ratio < NEAR:
                            continue
                        for entry in names[name]:
                            offer(entry, "fuzzy", round(0.3 + 0.55 * ratio / 100, 3), name)
        return tuple(sorted(found.values(), key=lambda h: (-h.quality, h.entry.place.id))[:8])

    def block(self, country: str) -> Block:
        """The names of a country, built when first asked for."""
        made = self._blocks.get(country)
        if made is None:
            made = Block()
            for name, rows in self._artefact.names_in(country):
                for row in rows:
                    made.add(name, self._entry(row))
            for pack in self.packs:
                for entry in pack.entries:
                    if entry.place.country == country:
                        entry = self._by_id[entry.place.id]
                        for name in (entry.place.name, *entry.place.aliases):
                            made.add(fold(name), entry)
            for dump in self.dumps:
                for name, entry in dump.names_in(country):
                    made.add(name, entry)
            self._blocks[country] = made
        return made

    def sites_named_after(self, folded: str) -> list[Entry]:
        """Sites of packs whose name goes on after this one: "al tanf" gives the crossing of that name."""
        bare = strip_article(folded) + " "
        found = {
            entry.place.id: entry
            for name, entries in self._own.items()
            if strip_article(name).startswith(bare)
            for entry in entries
            if entry.place.level is PlaceLevel.SITE
        }
        return [found[key] for key in sorted(found)]

    def entry(self, identity: str) -> Entry | None:
        """The entry with this id: PACK/KEY, or gn/NUMBER."""
        if identity in self._by_id:
            return self._by_id[identity]
        if identity.startswith("gn/") and identity[3:].isdecimal():
            number = int(identity[3:])
            if number in self._replaced:
                return self._replaced[number]
            row = self._artefact.row_of(number)
            if row is not None:
                return self._entry(row)
        for dump in self.dumps:
            entry = dump.entry(identity)
            if entry is not None:
                return entry
        return None

    def country(self, code: str) -> Entry | None:
        """The country with this ISO code."""
        return self._countries().get(code)

    @lru_cache(maxsize=1)  # noqa: B019 - one gazetteer a process
    def _countries(self) -> dict[str, Entry]:
        return {
            e.place.country: e
            for e in map(self._entry, self._artefact.rows_of_level(PlaceLevel.COUNTRY))
            if e.place.country
        }

    def division(self, admin1: str | None) -> Entry | None:
        """The first-level division with this code, such as SY.07."""
        if admin1 is None:
            return None
        if self._divisions is None:
            rows = map(self._entry, self._artefact.rows_of_level(PlaceLevel.PROVINCE))
            self._divisions = {entry.place.admin1: entry for entry in rows if entry.place.admin1}
        return self._divisions.get(admin1)

    def outline(self, entry: Entry) -> list[list[list[tuple[float, float]]]] | None:
        """The area of a place as polygons of rings of (lon, lat), where an outline is known."""
        if entry.geonameid is None:
            return None
        row = self._artefact.row_of(entry.geonameid)
        return None if row is None else self._artefact.outline(row)

    def _entry(self, row: int) -> Entry:
        entry = self._entries.get(row)
        if entry is None:
            entry = self._entries[row] = _entry_of(self._artefact.record(row), self._artefact.source)
        return entry


def alike(said: str, other: str) -> float:
    """How alike two names sound, 0 to 100; of "Kafr Safra" and "Kafr Saghir" what tells them apart must agree, too."""
    ratio = max(fuzz.ratio(said, other), fuzz.ratio(said.replace(" ", ""), other.replace(" ", "")))
    first, _, rest = said.partition(" ")
    other_first, _, other_rest = other.partition(" ")
    if rest and other_rest and fuzz.ratio(first, other_first) >= NEAR:
        ratio = min(ratio, fuzz.ratio(rest, other_rest))
    return ratio


def _radius(record: Record) -> float:
    """Kilometres: of a disc as large as an area; of a town's built-up land, about a hectare for a hundred people."""
    if record.level in _AREAS:
        return round(math.sqrt(max(record.area_km2, 1.0) / math.pi), 1)
    return round(max(1.0, math.sqrt(record.population / 1e4 / math.pi)), 1)


def _entry_of(record: Record, source: str) -> Entry:
    area = record.level in _AREAS
    place = Place(
        id=f"gn/{record.geonameid}",
        name=record.name,
        lat=record.lat,
        lon=record.lon,
        level=record.level,
        geometry=Geometry.AREA if area else Geometry.POINT,
        country=record.country,
        admin1=f"{record.country}.{record.admin1}" if record.admin1 not in ("", "00") else None,
        radius_km=_radius(record),
        source=source,
    )
    return Entry(
        place=place,
        population=record.population,
        area_km2=record.area_km2,
        geonameid=record.geonameid,
        spot=(record.lat, record.lon),
    )


def _merged(entry: Entry, record: Record) -> Entry:
    """A pack's place with what the gazetteer knows of it and the pack leaves open."""
    place = entry.place
    lat, lon = (record.lat, record.lon) if place.lat is None else (place.lat, place.lon)
    place = replace(
        place,
        lat=lat,
        lon=lon,
        country=place.country or record.country,
        admin1=place.admin1 or f"{record.country}.{record.admin1}",
        radius_km=place.radius_km if place.radius_km is not None else _radius(record),
    )
    return replace(entry, place=place, population=entry.population or record.population, area_km2=record.area_km2)


def _spot(entry: Entry, held: dict[str, Entry]) -> tuple[float, float] | None:
    """Own coordinates, else those of the first place that holds it and has some."""
    seen: set[str] = set()
    queue = [entry]
    while queue:
        place = queue.pop(0).place
        if place.lat is not None and place.lon is not None:
            return place.lat, place.lon
        seen.add(place.id)
        queue += [held[outer] for outer in place.within if outer in held and outer not in seen]
    return None


def countries_of(entries: Iterable[Entry]) -> set[str]:
    """ISO codes of the countries that these lie in."""
    return {entry.place.country for entry in entries if entry.place.country}
