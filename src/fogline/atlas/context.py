"""What a report as a whole says of where it is: countries and divisions it names, its theatre, its other places."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from fogline.atlas.entry import Entry
from fogline.atlas.fold import fold
from fogline.atlas.gazetteer import Gazetteer
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

    def likely(self, limit: int = 4) -> tuple[str, ...]:
        """The countries in which near spellings are looked for."""
        ranked = sorted(self.countries, key=lambda c: (-self.countries[c], c))
        return tuple(dict.fromkeys([*ranked[:limit], *self.theatre]))


@lru_cache(maxsize=1)
def nations() -> dict[str, str]:
    """Folded adjectives and names of peoples → country: `syrian` is SY."""
    table: dict[str, str] = {}
    with (files("fogline.atlas") / "data" / "nations.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            word = fold(row["word"])
            table[word] = table[word + "s"] = row["country"]
    return table


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
        countries={c: math.log1p(n) for c, n in countries.items()},
        divisions={d: math.log1p(n) for d, n in divisions.items()},
        theatre=theatre,
        packs=frozenset(pack.name for pack in packs),
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
    return inside > 0 and inside >= 0.2 * total


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


def strongest(weights: Mapping[str, float]) -> str | None:
    return max(weights, key=lambda k: (weights[k], k)) if weights else None


def total(values: Iterable[float]) -> float:
    return math.fsum(values)
