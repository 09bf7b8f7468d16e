"""What a report as a whole says of where it is: countries and divisions it names, its theatre, its other places."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from fogline.atlas.entry import Entry
from fogline.atlas.fold import fold
from fogline.atlas.gazetteer import Gazetteer
from fogline.atlas.nationality import nations
from fogline.atlas.packs import Pack
from fogline.atlas.scan import Found, tokens
from fogline.claims import PlaceLevel, Report


@dataclass(frozen=True, slots=True)
class Context:
    """Evidence of a report: weight by country, weight by first-level division, and the theatre's countries."""

    countries: Mapping[str, float] = field(default_factory=dict)
    divisions: Mapping[str, float] = field(default_factory=dict)
    theatre: tuple[str, ...] = ()
    packs: frozenset[str] = frozenset()
    said: Mapping[str, int] = field(default_factory=dict)  # folded name → how often the scan found it

    def country(self, code: str | None, name: str) -> tuple[float, float]:
        """Weight of a country and of all, without what the mentions of this very name add."""
        return self._without(self.countries, code, name)

    def division(self, code: str | None, name: str) -> tuple[float, float]:
        """Weight of a first-level division and of all, without what the mentions of this very name add."""
        return self._without(self.divisions, code, name)

    def _without(self, counts: Mapping[str, float], code: str | None, name: str) -> tuple[float, float]:
        if code is None or code not in counts:
            return 0.0, sum(map(math.log1p, counts.values()))
        own = math.log1p(max(0.0, counts[code] - self.said.get(name, 0)))
        return own, sum(map(math.log1p, counts.values())) - math.log1p(counts[code]) + own

    def likely(self, limit: int = 4) -> tuple[str, ...]:
        """The countries in which near spellings are looked for."""
        ranked = sorted(self.countries, key=lambda c: (-self.countries[c], c))
        return tuple(c for c in dict.fromkeys([*ranked[:limit], *self.theatre]) if c in romanised())


@lru_cache(maxsize=1)
def romanised() -> frozenset[str]:
    """Countries whose names reach English through a romanisation, so that near spellings are the same name."""
    with (files("fogline.atlas") / "data" / "near-spellings.csv").open(encoding="utf-8") as stream:
        return frozenset(row["country"] for row in csv.DictReader(stream))


def nation(name: str, gazetteer: Gazetteer) -> str | None:
    """The country that a name or an adjective stands for: "Syria", "Syrian", "Syrias" are SY."""
    folded = fold(name)
    code = nations().get(folded)
    if code:
        return code
    for form in (folded, folded.removesuffix("s")):
        for hit in gazetteer.exact(form):
            if hit.entry.place.level is PlaceLevel.COUNTRY and hit.how == "exact":
                return hit.entry.place.country
    return None


def gather(report: Report, gazetteer: Gazetteer, found: Sequence[Found]) -> Context:
    """The evidence of a report's text and head, given the names that a scan found in it."""
    countries: dict[str, float] = {}
    divisions: dict[str, float] = {}
    adjectives = nations()
    for token in tokens(report.text):
        code = adjectives.get(fold(token.text)) if token.capital else None
        if code:
            countries[code] = countries.get(code, 0.0) + 1.0
    for name in found:
        for hit in gazetteer.exact(name.folded):
            place = hit.entry.place
            if place.level is PlaceLevel.COUNTRY and place.country and hit.how == "exact":
                countries[place.country] = countries.get(place.country, 0.0) + 1.0
            elif place.level is PlaceLevel.PROVINCE and place.admin1 and hit.primary and _well_known(hit.entry):
                divisions[place.admin1] = divisions.get(place.admin1, 0.0) + 1.0
    packs = [pack for pack in gazetteer.packs if _in_theatre(report, pack, countries)]
    theatre = tuple(dict.fromkeys(c for pack in packs for c in pack.countries))
    return Context(
        countries=countries,
        divisions=divisions,
        theatre=theatre,
        packs=frozenset(pack.name for pack in packs),
        said=Counter(name.folded for name in found),
    )


def _well_known(entry: Entry) -> bool:
    return entry.population > 100_000 or entry.place.country == "US"


def _in_theatre(report: Report, pack: Pack, countries: Mapping[str, float]) -> bool:
    """A pack is in play where the report's head names its theatre, or the text names one of its countries."""
    if not pack.countries:
        return False
    words = f"{report.theatre or ''} {report.title or ''}".lower()
    if report.theatre and (pack.name == report.theatre or any(word in words for word in pack.words)):
        return True
    total = sum(countries.values())
    inside = sum(countries.get(c, 0.0) for c in pack.countries[:2])
    return inside > 0 and inside >= 0.1 * total


def held_by(entry: Entry, holder: Entry) -> bool:
    """Whether a place lies in another by what the gazetteer records: same country, same division, near the town."""
    place, outer = entry.place, holder.place
    if place.id == outer.id:
        return False
    if outer.id in place.within:
        return True
    if outer.level is PlaceLevel.COUNTRY:
        return place.country == outer.country
    if outer.level is PlaceLevel.PROVINCE:
        return outer.admin1 is not None and place.admin1 == outer.admin1
    if None in (place.lat, place.lon, outer.lat, outer.lon) or place.country != outer.country:
        return False
    from fogline.atlas.sphere import km

    apart = km(place, outer)
    return apart is not None and apart <= (outer.radius_km or 5.0) * 1.3 + 15.0
