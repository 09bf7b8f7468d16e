"""Land borders between countries, as a named viewpoint draws them (SEMANTICS section 7: borders are claims too).

The lines are Natural Earth's at 1:10 million; scripts/build-borders compiles them. The default viewpoint `un` draws
what the UN General Assembly recognises as far as the data can; `de-facto` draws who administers the ground.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from fogline.errors import QuestionError
from fogline.picture.geodesy import line_km

VIEWPOINTS = ("un", "de-facto")
VIEWPOINT_NAMES = {"un": "UN General Assembly, as far as the data can", "de-facto": "Natural Earth, de facto"}
Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class BorderLine:
    """A border: its two countries (ISO 3166-1 alpha-2), its lines of (longitude, latitude), and who says so."""

    countries: tuple[str, str]
    names: tuple[str, str]
    viewpoint: str
    about: str
    source: str
    lines: tuple[Line, ...]

    @property
    def length_km(self) -> float:
        return sum(line_km(line) for line in self.lines)

    def as_geojson(self) -> dict[str, Any]:
        return {"type": "MultiLineString", "coordinates": [[list(p) for p in line] for line in self.lines]}


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    packed = resources.files("fogline.picture").joinpath("data/borders-10m.json.gz").read_bytes()
    data: dict[str, Any] = json.loads(gzip.decompress(packed))
    return data


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, country in _data()["countries"].items():
        for name in (country["name"], *country["also"], country["a3"] or "", code):
            if name:
                names[_fold(name)] = code
    return names


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"^the ", "", re.sub(r"[^a-z0-9]+", " ", plain).strip())


def country(name: str) -> str:
    """The alpha-2 code of a country given by name or code; QuestionError where no land border knows it."""
    code = _names().get(_fold(name))
    if code is None:
        raise QuestionError(f"{name}: no country with a land border has that name; try its English name or ISO code")
    return code


def country_name(code: str) -> str:
    """What a country is called."""
    return str(_data()["countries"][code]["name"])


def countries_in(text: str) -> tuple[str, str] | None:
    """The two countries that a name such as "Iraq-Syria border" or "the Syrian-Iraqi border" is about, if it is."""
    folded = f" {_fold(text)} "
    found: dict[str, int] = {}
    for name, code in _names().items():
        if len(name) <= 3:
            continue
        # "Syrian", "Iraqi", "Jordanian": the name with the ending of an adjective.
        stem = name[:-1] if name.endswith(("a", "e", "o")) else name
        match = re.search(rf" (?:{re.escape(name)}|{re.escape(stem)}(?:n|an|ian|i|ish|ese)) ", folded)
        if match and (code not in found or match.start() < found[code]):
            found[code] = match.start()
    ordered = sorted(found, key=lambda c: found[c])
    return (ordered[0], ordered[1]) if len(ordered) == 2 else None


def border_line(a: str, b: str, viewpoint: str = "un") -> BorderLine:
    """The border of two countries as a viewpoint draws it; QuestionError where they have none, or no such viewpoint."""
    if viewpoint not in VIEWPOINTS:
        raise QuestionError(f"--viewpoint {viewpoint}: no such viewpoint; choose one of {', '.join(VIEWPOINTS)}")
    codes = country(a), country(b)
    first, second = sorted(codes)
    view = _data()["viewpoints"][viewpoint]
    numbers = view["borders"].get(f"{first}-{second}")
    if numbers is None:
        names = country_name(codes[0]), country_name(codes[1])
        raise QuestionError(f"{names[0]} and {names[1]} have no land border in viewpoint {viewpoint}")
    lines = tuple(_decoded(tuple(line)) for line in numbers)
    return BorderLine(
        codes, (country_name(codes[0]), country_name(codes[1])), viewpoint, view["about"], _data()["source"], lines
    )


def _decoded(numbers: tuple[int, ...]) -> Line:
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = _arc(number)
        points.extend(arc if not points else arc[1:])
    return tuple(points)


def _arc(number: int) -> list[tuple[float, float]]:
    data = _data()
    (sx, sy), (tx, ty) = data["scale"], data["translate"]
    flat = data["arcs"][number if number >= 0 else ~number]
    x, y, out = 0, 0, []
    for i in range(0, len(flat), 2):
        x, y = x + flat[i], y + flat[i + 1]
        out.append((x * sx + tx, y * sy + ty))
    return out if number >= 0 else out[::-1]


def drawn_countries(viewpoint: str = "un") -> dict[str, Any]:
    """Country shapes at 1:50 million to draw with, as a GeoJSON feature collection; never to measure on."""
    shapes: dict[str, Any] = json.loads(gzip.decompress(packed_countries(viewpoint)))
    return shapes


def packed_countries(viewpoint: str = "un") -> bytes:
    """The same as it lies in the package, gzipped JSON: to be handed on without a look at it."""
    if viewpoint not in VIEWPOINTS:
        raise QuestionError(f"--viewpoint {viewpoint}: no such viewpoint; choose one of {', '.join(VIEWPOINTS)}")
    return resources.files("fogline.picture").joinpath(f"data/countries-50m-{viewpoint}.json.gz").read_bytes()
