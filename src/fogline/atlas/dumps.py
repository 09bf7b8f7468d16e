"""GeoNames country dumps and GeoJSON of places, kept as a small database beside the user's data.

A dump (`SY.zip`, `allCountries.zip`, or the text inside) is streamed line by line into SQLite: memory stays flat for
the 13 million lines of the whole. Rows are appended as they come and indexed once, by a sort that spills to disk: to
keep an index in order while it grows past memory would take a disk read a name. Each file becomes one database; a
broken file leaves none behind.
"""

from __future__ import annotations

import io
import json
import math
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from fogline.atlas.entry import Entry
from fogline.atlas.fold import fold
from fogline.claims import Geometry, Place, PlaceLevel
from fogline.errors import PackError

#: The 19 columns of a GeoNames dump (readme.txt of the export dump).
FIELDS = (
    "geonameid",
    "name",
    "asciiname",
    "alternatenames",
    "latitude",
    "longitude",
    "feature class",
    "feature code",
    "country code",
    "cc2",
    "admin1 code",
    "admin2 code",
    "admin3 code",
    "admin4 code",
    "population",
    "elevation",
    "dem",
    "timezone",
    "modification date",
)
#: Feature classes that reports name: settlements, divisions, spots, waters, mountains, roads, areas.
_LEVEL_OF_CODE = {
    "PCLI": PlaceLevel.COUNTRY,
    "PCLD": PlaceLevel.COUNTRY,
    "PCLS": PlaceLevel.COUNTRY,
    "ADM1": PlaceLevel.PROVINCE,
    "ADM2": PlaceLevel.DISTRICT,
    "ADM3": PlaceLevel.DISTRICT,
    "ADM4": PlaceLevel.DISTRICT,
    "STM": PlaceLevel.LINE,
    "CNL": PlaceLevel.LINE,
    "WAD": PlaceLevel.LINE,
}
_LEVEL_OF_CLASS = {
    "P": PlaceLevel.SETTLEMENT,
    "S": PlaceLevel.SITE,
    "H": PlaceLevel.WATER,
    "R": PlaceLevel.LINE,
    "L": PlaceLevel.REGION,
    "A": PlaceLevel.DISTRICT,
    "T": PlaceLevel.REGION,
    "V": PlaceLevel.REGION,
    "U": PlaceLevel.WATER,
}
_BATCH = 20_000
#: The shape of the database; one of another shape is to be added anew.
_VERSION = 2

_SCHEMA = f"""
PRAGMA user_version = {_VERSION};
CREATE TABLE place (number INTEGER PRIMARY KEY, id TEXT NOT NULL, geonameid INTEGER, name TEXT NOT NULL,
                    lat REAL NOT NULL, lon REAL NOT NULL, country TEXT, admin1 TEXT, population INTEGER NOT NULL,
                    level TEXT NOT NULL, source TEXT NOT NULL);
CREATE TABLE name (folded TEXT NOT NULL, place INTEGER NOT NULL, country TEXT);
CREATE TABLE shape (id TEXT PRIMARY KEY, geojson TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX place_id ON place (id);
CREATE INDEX name_folded ON name (folded, place);
CREATE INDEX name_country ON name (country, folded, place);
"""
_COLUMNS = "p.id, p.geonameid, p.name, p.lat, p.lon, p.country, p.admin1, p.population, p.level, p.source"


class Dump:
    """One loaded dump, open for look-ups."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        try:
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise PackError(f"{path}: cannot be read ({error}); delete it, and `fogline atlas add` the file") from error
        if version != _VERSION:
            raise PackError(f"{path}: of version {version}, expected {_VERSION}; `fogline atlas add` the file again")
        self.named = lru_cache(maxsize=20_000)(self._named)

    def _named(self, folded: str) -> tuple[Entry, ...]:
        rows = self._db.execute(
            f"SELECT DISTINCT {_COLUMNS} FROM name n JOIN place p ON p.number = n.place WHERE n.folded = ?", (folded,)
        )
        return tuple(_entry(row) for row in rows)

    def names_in(self, country: str) -> Iterator[tuple[str, Entry]]:
        """Every folded name of the country with its place."""
        rows = self._db.execute(
            f"SELECT DISTINCT n.folded, {_COLUMNS} FROM name n JOIN place p ON p.number = n.place WHERE n.country = ?",
            (country,),
        )
        for folded, *row in rows:
            yield folded, _entry(tuple(row))

    def entry(self, identity: str) -> Entry | None:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM place p WHERE p.id = ?", (identity,)).fetchone()
        return None if row is None else _entry(row)

    def shape(self, identity: str) -> dict[str, Any] | None:
        row = self._db.execute("SELECT geojson FROM shape WHERE id = ?", (identity,)).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def close(self) -> None:
        self._db.close()


def _entry(row: tuple[Any, ...]) -> Entry:
    identity, geonameid, name, lat, lon, country, admin1, population, level, source = row
    kind = PlaceLevel(level)
    geometry = {PlaceLevel.LINE: Geometry.LINE, PlaceLevel.SITE: Geometry.POINT, PlaceLevel.SETTLEMENT: Geometry.POINT}
    radius = max(1.0, math.sqrt(population / 1e4 / math.pi)) if kind in geometry else None
    place = Place(
        id=identity,
        name=name,
        lat=lat,
        lon=lon,
        level=kind,
        geometry=geometry.get(kind, Geometry.AREA),
        country=country,
        admin1=admin1,
        radius_km=radius,
        source=source,
    )
    return Entry(place=place, population=population, pack="user", geonameid=geonameid, spot=(lat, lon))


def load_geonames(path: Path, target: Path, progress: Callable[[int], None] = lambda _: None) -> int:
    """Stream a GeoNames dump (zip or text) into a database; gives the number of places kept."""
    with (
        _target(target) as db,
        _open(path) as stream,
        io.TextIOWrapper(stream, encoding="utf-8", newline="\n") as text,
    ):
        kept = 0
        places: list[tuple[Any, ...]] = []
        names: list[tuple[str, int, str]] = []
        for number, line in enumerate(text, 1):
            parts = line.rstrip("\r\n").split("\t")
            if len(parts) != len(FIELDS):
                if not line.strip():
                    continue
                raise PackError(
                    f"{path}: line {number}: {len(parts)} fields, expected {len(FIELDS)} of a GeoNames dump"
                )
            level = _LEVEL_OF_CODE.get(parts[7]) or _LEVEL_OF_CLASS.get(parts[6])
            if level is None:
                continue
            key = _whole(parts, 0, path, number)
            lat, lon = _degrees(parts, 4, 90, path, number), _degrees(parts, 5, 180, path, number)
            country = parts[8]
            admin1 = f"{country}.{parts[10]}" if parts[10] not in ("", "00") else None
            population = _whole(parts, 14, path, number)
            places.append(
                (
                    key,
                    f"gn/{key}",
                    key,
                    parts[1],
                    lat,
                    lon,
                    country,
                    admin1,
                    population,
                    level.value,
                    f"GeoNames, {path.name}",
                )
            )
            for name in {_fold_once(n) for n in (parts[1], parts[2], *parts[3].split(","))} - {""}:
                names.append((name, key, country))
            kept += 1
            if len(places) >= _BATCH:
                _store(db, places, names)
                progress(number)
        _store(db, places, names)
        if not kept:
            raise PackError(f"{path}: no place in it; expected lines of a GeoNames dump")
    return kept


def load_geojson(path: Path, target: Path) -> int:
    """Load GeoJSON points, lines and areas with a `name` property; gives the number of places."""
    from fogline.atlas.packs import _corners

    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PackError(f"{path}: not a GeoJSON FeatureCollection ({error})") from error
    with _target(target) as db:
        places: list[tuple[Any, ...]] = []
        names: list[tuple[str, int, str]] = []
        for number, feature in enumerate(features):
            facts, geometry = feature.get("properties") or {}, feature.get("geometry") or {}
            name = facts.get("name")
            if not isinstance(name, str) or not name.strip():
                raise PackError(f"{path}: feature {number}: properties.name: found {name!r}, expected a name")
            try:
                corners = list(_corners(geometry["coordinates"]))
                middle_lon = sum(c[0] for c in corners) / len(corners)
                middle_lat = sum(c[1] for c in corners) / len(corners)
            except (KeyError, IndexError, TypeError, ZeroDivisionError) as error:
                raise PackError(f"{path}: feature {number}: geometry: no coordinates ({error!r})") from error
            for lon, lat in corners:
                if not (-180 <= lon <= 180 and -90 <= lat <= 90):
                    raise PackError(f"{path}: feature {number}: coordinates: {lon}, {lat} is outside the globe")
            shape = {"Point": PlaceLevel.SETTLEMENT, "LineString": PlaceLevel.LINE, "MultiLineString": PlaceLevel.LINE}
            try:
                level = PlaceLevel(facts.get("level") or shape.get(geometry["type"], PlaceLevel.REGION))
            except ValueError as error:
                raise PackError(f"{path}: feature {number}: properties.level: {error}") from error
            key = str(facts.get("id") or feature.get("id") or number)
            identity = f"{target.stem}/{key}"
            source = str(facts.get("source") or path.name)
            country = facts.get("country")
            places.append(
                (
                    number,
                    identity,
                    None,
                    name,
                    middle_lat,
                    middle_lon,
                    country,
                    None,
                    int(facts.get("population") or 0),
                    level.value,
                    source,
                )
            )
            aliases = facts.get("aliases") or []
            for folded in {fold(n) for n in (name, *(aliases.split("|") if isinstance(aliases, str) else aliases))} - {
                ""
            }:
                names.append((folded, number, str(country or "")))
            db.execute("INSERT OR REPLACE INTO shape VALUES (?, ?)", (identity, json.dumps(geometry)))
        _store(db, places, names)
    return len(features)


#: Names of a dump are folded once each: keeping them would only fill the cache.
_fold_once = fold.__wrapped__


def _store(db: sqlite3.Connection, places: list[tuple[Any, ...]], names: list[tuple[str, int, str]]) -> None:
    db.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    db.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
    places.clear()
    names.clear()


@contextmanager
def _target(target: Path) -> Iterator[sqlite3.Connection]:
    """A fresh database that takes its place only when everything went in."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft)) as db:
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            db.executescript(_SCHEMA)
            yield db
            db.commit()
            db.execute("PRAGMA cache_size = -65536")  # 64 MiB to sort in; the rest of a sort is spilled to disk
            db.executescript(_INDEXES)
            db.commit()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                inside = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
                if len(inside) != 1:
                    raise PackError(f"{path}: {len(inside)} tables inside, expected one such as SY.txt")
                with archive.open(inside[0]) as stream:
                    yield stream
        else:
            with path.open("rb") as stream:
                yield stream
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise PackError(f"{path}: cannot be read ({error})") from error


def _whole(parts: list[str], column: int, path: Path, line: int) -> int:
    try:
        return int(parts[column] or 0)
    except ValueError:
        raise PackError(
            f"{path}: line {line}: {FIELDS[column]}: found {parts[column]!r}, expected a whole number"
        ) from None


def _degrees(parts: list[str], column: int, limit: float, path: Path, line: int) -> float:
    try:
        value = float(parts[column])
    except ValueError:
        raise PackError(f"{path}: line {line}: {FIELDS[column]}: found {parts[column]!r}, expected degrees") from None
    if not -limit <= value <= limit:
        raise PackError(f"{path}: line {line}: {FIELDS[column]}: {value} is outside the globe")
    return value
