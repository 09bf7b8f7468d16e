"""The compiled gazetteer on disk: a name trie and flat arrays, mapped into memory rather than read.

Files: `names.marisa` (folded names), `first.npy` and `more.npy` (name → rows), `rows.npy` (one record a place),
`labels.bin` (display names, 32 a block, deflated), `outlines.bin` (areas as deflated integer deltas), `meta.json`.
Everything that writes or reads this form is here; nothing else knows it.
"""

from __future__ import annotations

import json
import math
import shutil
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from fogline.atlas.fold import fold
from fogline.claims import PlaceLevel
from fogline.errors import PackError

FORMAT = 1
_BLOCK = 32
_MANY = np.uint32(1 << 31)
#: Outlines are kept on a grid of a thousandth of a degree (about 100 m) and simplified to this many degrees.
_GRID = 1000.0
SIMPLIFY = {PlaceLevel.COUNTRY: 0.0, PlaceLevel.PROVINCE: 0.02, PlaceLevel.DISTRICT: 0.03}
#: Countries whose provinces keep more of their outline, because front lines are measured against them.
FINE = frozenset({"SY", "IQ", "JO", "LB", "IL", "PS", "TR", "UA", "YE", "LY"})

_LEVELS = tuple(PlaceLevel)
_ROW = np.dtype(
    [
        ("id", "<u4"),
        ("lat", "<i4"),
        ("lon", "<i4"),
        ("people", "<u2"),
        ("area", "<u1"),
        ("land", "<u1"),
        ("first", "<u2"),
        ("level", "<u1"),
    ]
)
_STEP = 1500.0  # logarithmic steps of population per unit of ln: 0.07 % a step
_AREA_STEP = 15.0  # of area: 7 % a step


@dataclass(frozen=True, slots=True)
class Row:
    """One place as it goes in: `names` in any script, coordinates in degrees, `outline` a shapely geometry or None."""

    geonameid: int
    name: str
    names: tuple[str, ...]
    lat: float
    lon: float
    country: str
    admin1: str
    population: int
    level: PlaceLevel
    area_km2: float = 0.0
    outline: Any = None


@dataclass(frozen=True, slots=True)
class Record:
    """One place as it comes out: population to 0.1 %, area to 7 %, coordinates to 1e-5 degrees."""

    row: int
    geonameid: int
    name: str
    lat: float
    lon: float
    country: str
    admin1: str
    population: int
    area_km2: float
    level: PlaceLevel


def _log(value: float) -> int:
    return round(_STEP * math.log1p(max(value, 0.0)))


def write(rows: Sequence[Row], folder: Path, source: str) -> dict[str, int]:
    """Write the artefact; gives the size of each file in bytes."""
    final, folder = folder, folder / ".part"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lands = sorted({row.country for row in rows})
    firsts = sorted({(row.country, row.admin1) for row in rows})
    land_of = {land: i for i, land in enumerate(lands)}
    first_of = {pair: i for i, pair in enumerate(firsts)}
    table = np.zeros(len(rows), dtype=_ROW)
    holders: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        table[index] = (
            row.geonameid,
            round(row.lat * 1e5),
            round(row.lon * 1e5),
            min(_log(row.population), 65535),
            min(round(_AREA_STEP * math.log1p(row.area_km2)), 255),
            land_of[row.country],
            first_of[row.country, row.admin1],
            _LEVELS.index(row.level),
        )
        for name in sorted({fold(name) for name in (row.name, *row.names)} - {""}):
            holders.setdefault(name, []).append(index)
    trie = marisa_trie.Trie(sorted(holders))
    trie.save(str(folder / "names.marisa"))
    first = np.zeros(len(holders), dtype=np.uint32)
    more: list[int] = []
    for name, where in holders.items():
        if len(where) == 1:
            first[trie[name]] = where[0]
        else:
            first[trie[name]] = _MANY | np.uint32(len(more))
            more += [len(where), *where]
    np.save(folder / "first.npy", first)
    np.save(folder / "more.npy", np.asarray(more, dtype=np.uint32))
    np.save(folder / "rows.npy", table)
    blocks = []
    labels = bytearray()
    for start in range(0, len(rows), _BLOCK):
        blocks.append(len(labels))
        labels += zlib.compress("\n".join(row.name for row in rows[start : start + _BLOCK]).encode(), 9)
    (folder / "labels.bin").write_bytes(labels)
    outlines = bytearray()
    where_outline: dict[str, int] = {}
    for index, row in enumerate(rows):
        packed = _pack(row)
        if packed is not None:
            where_outline[str(index)] = len(outlines)
            outlines += len(packed).to_bytes(4, "little") + packed
    (folder / "outlines.bin").write_bytes(outlines)
    np.save(folder / "blocks.npy", np.asarray(blocks, dtype=np.uint32))
    np.save(
        folder / "outlines.npy",
        np.asarray([(int(k), v) for k, v in where_outline.items()], dtype=np.uint32).reshape(-1, 2),
    )
    meta = {
        "format": FORMAT,
        "source": source,
        "places": len(rows),
        "names": len(holders),
        "lands": lands,
        "firsts": firsts,
    }
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    for name in sizes:
        # Renamed into place: whoever has the old files mapped keeps them.
        (folder / name).replace(final / name)
    folder.rmdir()
    return sizes


def _pack(row: Row) -> bytes | None:
    """The outline as ring lengths and integer deltas, deflated; None where there is none."""
    if row.outline is None or row.outline.is_empty:
        return None
    fine = row.country in FINE and row.level is PlaceLevel.PROVINCE
    shape = row.outline.simplify(0.003 if fine else SIMPLIFY.get(row.level, 0.0))
    if shape.is_empty:
        shape = row.outline
    polygons = [p for p in getattr(shape, "geoms", [shape]) if p.geom_type == "Polygon"]
    largest = max(p.area for p in polygons)
    header: list[int] = []
    numbers: list[int] = []
    for polygon in polygons:
        if polygon.area < largest * 1e-4:
            continue  # islets and slivers
        rings = [polygon.exterior, *polygon.interiors]
        header.append(len(rings))
        for ring in rings:
            points = np.rint(np.asarray(ring.coords)[:, :2] * _GRID).astype(np.int64)
            keep = np.concatenate([[True], (np.diff(points, axis=0) != 0).any(axis=1)])
            points = points[keep]
            header.append(len(points))
            numbers += np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist()
    head = np.asarray([len(header), *header], dtype="<u4").tobytes()
    deltas = np.asarray(numbers, dtype="<i4").view(np.uint8).reshape(-1, 4).T.tobytes()
    return zlib.compress(len(head).to_bytes(4, "little") + head + deltas, 9)


def _unpack(packed: bytes) -> list[list[list[tuple[float, float]]]]:
    """Polygons, each a list of rings of (lon, lat)."""
    raw = zlib.decompress(packed)
    size = int.from_bytes(raw[:4], "little")
    header = np.frombuffer(raw[4 : 4 + size], dtype="<u4")[1:].tolist()
    body = np.frombuffer(raw[4 + size :], dtype=np.uint8).reshape(4, -1).T.copy().view("<i4").reshape(-1, 2)
    polygons: list[list[list[tuple[float, float]]]] = []
    at = used = 0
    while at < len(header):
        rings = []
        count = header[at]
        at += 1
        for _ in range(count):
            length = header[at]
            at += 1
            points = np.cumsum(body[used : used + length], axis=0) / _GRID
            used += length
            rings.append([(float(x), float(y)) for x, y in points])
        polygons.append(rings)
    return polygons


class Artefact:
    """The compiled gazetteer, open for look-ups."""

    def __init__(self, folder: Path) -> None:
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise PackError(f"{folder}: no gazetteer there ({error}); build it with scripts/build-gazetteer") from error
        if meta.get("format") != FORMAT:
            raise PackError(f"{folder}: gazetteer format {meta.get('format')}, expected {FORMAT}; build it anew")
        self.source: str = meta["source"]
        self.places: int = meta["places"]
        self.names: int = meta["names"]
        self.lands: list[str] = meta["lands"]
        self.firsts: list[list[str]] = meta["firsts"]
        self._trie: Any = marisa_trie.Trie()
        self._trie.mmap(str(folder / "names.marisa"))
        self._first: NDArray[np.uint32] = np.load(folder / "first.npy", mmap_mode="r")
        self._more: NDArray[np.uint32] = np.load(folder / "more.npy", mmap_mode="r")
        self._rows: NDArray[np.void] = np.load(folder / "rows.npy", mmap_mode="r")
        self._blocks: NDArray[np.uint32] = np.load(folder / "blocks.npy", mmap_mode="r")
        self._labels = np.memmap(folder / "labels.bin", dtype=np.uint8, mode="r")
        self._outlines = np.memmap(folder / "outlines.bin", dtype=np.uint8, mode="r")
        self._where: NDArray[np.uint32] = np.load(folder / "outlines.npy", mmap_mode="r")
        self._by_id: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None = None
        self._block = lru_cache(maxsize=4096)(self._read_block)
        self.record = lru_cache(maxsize=100_000)(self._record)

    def rows_named(self, folded: str) -> tuple[int, ...]:
        """The rows that have this folded name; empty where none has."""
        key = self._trie.get(folded)
        return () if key is None else self._rows_of(key)

    def _rows_of(self, key: int) -> tuple[int, ...]:
        value = int(self._first[key])
        if value < _MANY:
            return (value,)
        at = value - int(_MANY)
        count = int(self._more[at])
        return tuple(int(row) for row in self._more[at + 1 : at + 1 + count])

    def names_in(self, country: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Every folded name that a place of the country has, with the rows in that country."""
        if country not in self.lands:
            return
        land = self.lands.index(country)
        (inside,) = np.nonzero(self._rows["land"] == land)
        if not len(inside):
            return
        # Rows are sorted by country, so a country is one stretch.
        low, high = int(inside[0]), int(inside[-1])
        first = np.asarray(self._first)
        (single,) = np.nonzero((first >= low) & (first <= high))
        for key in single.tolist():
            yield self._trie.restore_key(key), (int(first[key]),)
        (many,) = np.nonzero(first >= _MANY)
        more = np.asarray(self._more)
        hit = np.concatenate([[0], np.cumsum((more >= low) & (more <= high))])
        starts = first[many].astype(np.int64) - int(_MANY)
        counts = more[starts].astype(np.int64)
        inside_counts = hit[starts + 1 + counts] - hit[starts + 1]
        for key in many[inside_counts > 0].tolist():
            rows = tuple(row for row in self._rows_of(key) if low <= row <= high)
            yield self._trie.restore_key(key), rows

    def _read_block(self, block: int) -> list[str]:
        start = int(self._blocks[block])
        end = int(self._blocks[block + 1]) if block + 1 < len(self._blocks) else len(self._labels)
        return zlib.decompress(self._labels[start:end].tobytes()).decode().split("\n")

    def _record(self, row: int) -> Record:
        identity, lat, lon, people, area, land, first, level = self._rows[row].item()
        return Record(
            row=row,
            geonameid=identity,
            name=self._block(row // _BLOCK)[row % _BLOCK],
            lat=lat / 1e5,
            lon=lon / 1e5,
            country=self.lands[land],
            admin1=self.firsts[first][1],
            population=round(math.expm1(people / _STEP)),
            area_km2=math.expm1(area / _AREA_STEP),
            level=_LEVELS[level],
        )

    def row_of(self, geonameid: int) -> int | None:
        """The row of a GeoNames id."""
        if self._by_id is None:
            numbers = np.asarray(self._rows["id"])
            by_number = np.argsort(numbers, kind="stable")
            self._by_id = (numbers[by_number], by_number.astype(np.uint32))
        ids, rows = self._by_id
        at = int(np.searchsorted(ids, geonameid))
        return int(rows[at]) if at < len(ids) and int(ids[at]) == geonameid else None

    def rows_of_level(self, level: PlaceLevel) -> list[int]:
        """The rows that are countries, or provinces, or districts."""
        (found,) = np.nonzero(self._rows["level"] == _LEVELS.index(level))
        return [int(row) for row in found]

    def outline(self, row: int) -> list[list[list[tuple[float, float]]]] | None:
        """The area as polygons of rings of (lon, lat), or None where only a point is known."""
        at = int(np.searchsorted(self._where[:, 0], row))
        if at >= len(self._where) or int(self._where[at, 0]) != row:
            return None
        start = int(self._where[at, 1])
        size = int.from_bytes(self._outlines[start : start + 4].tobytes(), "little")
        return _unpack(self._outlines[start + 4 : start + 4 + size].tobytes())
