"""Theatre packs: local knowledge as small readable files, read whole or not at all.

A pack is a folder: `pack.toml` (name, title, countries, theatre words), `places.csv`, and optionally `shapes.geojson`,
`actors.toml`, `sides.toml`, `zones.toml`. A place without published coordinates has empty ones, and then its
`within` says where it is looked for. Errors name file, line and field.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fogline.atlas.entry import Entry
from fogline.claims import Geometry, Place, PlaceLevel
from fogline.errors import PackError

SHIPPED = Path(__file__).parent / "packs"
COLUMNS = (
    "id",
    "name",
    "aliases",
    "kind",
    "level",
    "lat",
    "lon",
    "radius_km",
    "country",
    "admin1",
    "within",
    "geonames",
    "population",
    "source",
)
_GEOMETRY = {
    PlaceLevel.PROVINCE: Geometry.AREA,
    PlaceLevel.COUNTRY: Geometry.AREA,
    PlaceLevel.REGION: Geometry.AREA,
    PlaceLevel.DISTRICT: Geometry.AREA,
    PlaceLevel.LINE: Geometry.LINE,
    PlaceLevel.WATER: Geometry.AREA,
}


@dataclass(frozen=True, slots=True)
class Pack:
    """A theatre pack as read. `countries` are ISO codes; `words` name the theatre in a report's `theatre` field."""

    name: str
    title: str
    folder: Path
    countries: tuple[str, ...]
    words: tuple[str, ...]
    version: str
    entries: tuple[Entry, ...]
    shapes: dict[str, dict[str, Any]] = field(default_factory=dict)
    zones: tuple[dict[str, Any], ...] = ()

    @property
    def actors(self) -> Path | None:
        """The file of actors, for whoever reads actors."""
        return self._file("actors.toml")

    @property
    def sides(self) -> Path | None:
        """The file of sides, for whoever reads sides."""
        return self._file("sides.toml")

    def _file(self, name: str) -> Path | None:
        path = self.folder / name
        return path if path.is_file() else None


def shipped() -> list[str]:
    """Names of the packs that come with Fogline."""
    return sorted(path.parent.name for path in SHIPPED.glob("*/pack.toml"))


def load(folder: Path) -> Pack:
    """Read a pack; PackError names file, line and field, and then nothing of it is loaded."""
    about = _toml(folder / "pack.toml")
    name = _text(about, "name", folder / "pack.toml")
    countries = about.get("countries", [])
    if not isinstance(countries, list) or not all(isinstance(c, str) and len(c) == 2 for c in countries):
        raise PackError(
            f"{folder / 'pack.toml'}: countries: found {countries!r}, expected a list of two-letter ISO codes"
        )
    entries: tuple[Entry, ...] = ()
    if (folder / "places.csv").is_file():
        entries = read_places(folder / "places.csv", name)
    known = {entry.place.id for entry in entries}
    for entry in entries:
        for outer in entry.place.within:
            if outer not in known and not outer.startswith("gn/"):
                raise PackError(
                    f"{folder / 'places.csv'}: {entry.place.id}: within: no place {outer!r} in this pack; "
                    "give the id of a place in the pack, or gn/NUMBER"
                )
    shapes = _shapes(folder / "shapes.geojson", name, known)
    zones = tuple(_toml(folder / "zones.toml").get("zone", ())) if (folder / "zones.toml").is_file() else ()
    return Pack(
        name=name,
        title=str(about.get("title", name)),
        folder=folder,
        countries=tuple(countries),
        words=tuple(str(word).lower() for word in about.get("theatre", ())),
        version=str(about.get("version", "1")),
        entries=entries,
        shapes=shapes,
        zones=zones,
    )


def read_places(path: Path, pack: str) -> tuple[Entry, ...]:
    """The places of one CSV file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: cannot be read as UTF-8 ({error})") from error
    reader = csv.reader(io.StringIO(text), strict=True)
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    header: list[str] = []
    try:
        for row in reader:
            line = reader.line_num
            if not row or row[0].startswith("#"):
                continue
            if not header:
                header = row
                missing = [c for c in ("id", "name", "level", "lat", "lon", "source") if c not in header]
                unknown = [c for c in header if c not in COLUMNS]
                if missing or unknown:
                    raise PackError(
                        f"{path}: line {line}: columns: "
                        + (f"missing {', '.join(missing)}" if missing else f"unknown {', '.join(unknown)}")
                        + f"; expected {', '.join(COLUMNS)}"
                    )
                continue
            if len(row) != len(header):
                raise PackError(f"{path}: line {line}: {len(row)} fields, expected {len(header)} as in the header")
            entry = _entry(dict(zip(header, row, strict=True)), path, line, pack)
            if entry.place.id in seen:
                raise PackError(f"{path}: line {line}: id: {row[0]!r} is taken by line {seen[entry.place.id]}")
            seen[entry.place.id] = line
            entries.append(entry)
    except csv.Error as error:
        raise PackError(f"{path}: line {reader.line_num}: not CSV ({error})") from error
    if not header:
        raise PackError(f"{path}: line 1: no header; expected {', '.join(COLUMNS)}")
    return tuple(entries)


def _entry(row: dict[str, str], path: Path, line: int, pack: str) -> Entry:
    def wrong(column: str, expected: str) -> PackError:
        return PackError(f"{path}: line {line}: {column}: found {row.get(column, '')!r}, expected {expected}")

    def number(column: str, low: float, high: float) -> float | None:
        value = row.get(column, "").strip()
        if not value:
            return None
        try:
            parsed = float(value)
        except ValueError:
            raise wrong(column, "a number") from None
        if not low <= parsed <= high:
            raise wrong(column, f"a number from {low:g} to {high:g}: that is outside the globe")
        return parsed

    key, name = row["id"].strip(), row["name"].strip()
    if not key or any(c.isspace() for c in key):
        raise wrong("id", "a short name without spaces, such as al-tanf")
    if not name:
        raise wrong("name", "a name")
    if not row["source"].strip():
        raise wrong("source", "where the fact is from")
    try:
        level = PlaceLevel(row["level"].strip())
    except ValueError:
        raise wrong("level", "one of " + ", ".join(PlaceLevel)) from None
    lat, lon = number("lat", -90, 90), number("lon", -180, 180)
    if (lat is None) != (lon is None):
        raise wrong("lon" if lon is None else "lat", "both lat and lon, or neither")
    radius = number("radius_km", 0, 21000)
    geonames = row.get("geonames", "").strip()
    if geonames and not geonames.isdecimal():
        raise wrong("geonames", "a GeoNames number")
    within = tuple(
        part.strip() if part.strip().startswith("gn/") else f"{pack}/{part.strip()}"
        for part in row.get("within", "").split("|")
        if part.strip()
    )
    geometry = _GEOMETRY.get(level, Geometry.POINT) if lat is not None or level in _GEOMETRY else Geometry.NONE
    place = Place(
        id=f"{pack}/{key}",
        name=name,
        lat=lat,
        lon=lon,
        level=level,
        geometry=geometry,
        country=row.get("country", "").strip() or None,
        admin1=row.get("admin1", "").strip() or None,
        radius_km=radius,
        source=row["source"].strip(),
        aliases=tuple(a.strip() for a in row.get("aliases", "").split("|") if a.strip()),
        within=within,
    )
    return Entry(
        place=place,
        population=int(number("population", 0, 2e9) or 0),
        pack=pack,
        kind=row.get("kind", "").strip(),
        geonameid=int(geonames) if geonames else None,
    )


def disagreements(packs: Iterable[Pack], far_km: float = 5.0) -> list[str]:
    """Where two packs put the same place apart: both are kept, and the sentence says so."""
    from fogline.atlas.sphere import km

    said: list[str] = []
    by_key: dict[tuple[str, str | None], list[Entry]] = {}
    for pack in packs:
        for entry in pack.entries:
            key = (entry.place.name.casefold(), entry.place.country)
            for other in by_key.get(key, ()):
                if other.pack == entry.pack or other.place.lat is None or entry.place.lat is None:
                    continue
                apart = km(other.place, entry.place)
                # Within what each says it does not know they do not disagree.
                doubt = (other.place.radius_km or 0.0) + (entry.place.radius_km or 0.0)
                if apart is not None and apart > max(far_km, doubt):
                    said.append(
                        f"packs {other.pack} and {entry.pack} disagree on {entry.place.name}: {apart:.0f} km apart "
                        f"({other.place.source}; {entry.place.source}); both are kept"
                    )
            by_key.setdefault(key, []).append(entry)
    return said


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PackError(f"{path}: not there; a pack needs it") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError(f"{path}: {error}") from error


def _text(table: dict[str, Any], key: str, path: Path) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise PackError(f"{path}: {key}: found {value!r}, expected a text")
    return value


def _shapes(path: Path, pack: str, known: set[str]) -> dict[str, dict[str, Any]]:
    """GeoJSON features whose `id` is a place of the pack."""
    if not path.is_file():
        return {}
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PackError(f"{path}: not a GeoJSON FeatureCollection ({error})") from error
    shapes = {}
    for number, feature in enumerate(features):
        key = f"{pack}/{feature.get('id', '')}"
        if key not in known:
            raise PackError(f"{path}: feature {number}: id: found {feature.get('id')!r}, expected the id of a place")
        geometry = feature.get("geometry") or {}
        if geometry.get("type") not in ("LineString", "MultiLineString", "Polygon", "MultiPolygon", "Point"):
            raise PackError(
                f"{path}: feature {number}: geometry: found {geometry.get('type')!r}, expected a line or area"
            )
        for lon, lat in _corners(geometry["coordinates"]):
            if not (-180 <= lon <= 180 and -90 <= lat <= 90):
                raise PackError(f"{path}: feature {number}: coordinates: {lon}, {lat} is outside the globe")
        shapes[key] = geometry
    return shapes


def _corners(nested: Any) -> Iterable[tuple[float, float]]:
    if nested and isinstance(nested[0], (int, float)):
        yield nested[0], nested[1]
        return
    for part in nested:
        yield from _corners(part)
