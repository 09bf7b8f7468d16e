"""Which of the places of a name is meant, over a whole report: a small log-linear model with a "none of them".

Every name of the report has candidates; each candidate has features; the features that compare it with the report's other
places are taken from those places' best candidates so far, and the ranking is repeated until it stands. One sense a
report: mentions of one name share their evidence, unless their own words say what holds them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from fogline.atlas.context import Context, held_by
from fogline.atlas.entry import Entry, Hit
from fogline.atlas.sphere import distance
from fogline.claims import PlaceLevel

FEATURES = (
    "population", "country", "province", "district", "site", "pack", "primary", "quality", "named_country", "other_country",
    "theatre", "outside_theatre", "named_division", "held", "not_held", "near", "around", "same_country", "same_division",
    "kind", "other_kind", "article",
)  # fmt: skip
#: "None of them" has features of its own.
NIL_FEATURES = ("nil", "nil_theatre", "nil_near_spelling")
ROUNDS = 3
MOST = 40


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a report: its candidates, where it stands, and what its own words say of it."""

    key: str
    hits: tuple[Hit, ...]
    kind: PlaceLevel | None = None
    holders: tuple[tuple[Entry, ...], ...] = ()  # for each place said to hold it, what that may be
    mentions: int = 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of a name with their probabilities, best first, and the probability that it is none of them."""

    hits: tuple[tuple[Hit, float], ...]
    nil: float


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Feature weights, from data/ranking.toml, which says how they were fitted."""
    data = tomllib.loads((files("fogline.atlas") / "data" / "ranking.toml").read_text(encoding="utf-8"))
    return {name: float(data["weights"][name]) for name in (*FEATURES, *NIL_FEATURES)}


def rank(names: Sequence[Name], context: Context, w: dict[str, float] | None = None) -> list[Ranked]:
    """Rank the candidates of every name of one report."""
    w = w or weights()
    fixed = [[_fixed(hit, name, context) for hit in name.hits] for name in names]
    nils = [_nil(name, context) for name in names]
    ranked = [_softmax(names[i], [_dot(f, w) for f in fixed[i]], _dot(nils[i], w)) for i in range(len(names))]
    for _ in range(ROUNDS):
        anchors = _anchors(names, ranked)
        again = []
        for i, name in enumerate(names):
            scores = [
                _dot(f, w) + _dot(_relative(hit, anchors, i), w) for hit, f in zip(name.hits, fixed[i], strict=True)
            ]
            again.append(_softmax(name, scores, _dot(nils[i], w)))
        ranked = again
    return ranked


def _dot(features: dict[str, float], w: dict[str, float]) -> float:
    return sum(value * w[name] for name, value in features.items())


def _fixed(hit: Hit, name: Name, context: Context) -> dict[str, float]:
    """Features of a candidate that do not depend on the report's other places."""
    entry = hit.entry
    place = entry.place
    f = {"population": math.log10(1 + entry.population), "quality": math.log(hit.quality)}
    if place.level is PlaceLevel.COUNTRY:
        f["country"] = 1.0
    elif place.level is PlaceLevel.PROVINCE:
        f["province"] = 1.0
    elif place.level is PlaceLevel.DISTRICT:
        f["district"] = 1.0
    elif place.level is not PlaceLevel.SETTLEMENT:
        f["site"] = 1.0
    if entry.pack:
        f["pack"] = 1.0 if entry.pack in context.packs or entry.pack in ("world", "user") else 0.0
    if hit.primary:
        f["primary"] = 1.0
    if hit.how == "article":
        f["article"] = 1.0
    if place.country:
        weight = context.countries.get(place.country, 0.0)
        total = sum(context.countries.values())
        f["named_country"] = weight / total if total else 0.0
        if total and not weight and place.level is not PlaceLevel.COUNTRY:
            f["other_country"] = 1.0
        if context.theatre:
            f["theatre" if place.country in context.theatre else "outside_theatre"] = 1.0
    if place.admin1 and place.admin1 in context.divisions and place.level is not PlaceLevel.PROVINCE:
        total = sum(context.divisions.values())
        f["named_division"] = 0.5 + 0.5 * context.divisions[place.admin1] / total
    if name.kind is not None:
        f["kind" if place.level is name.kind else "other_kind"] = 1.0
    for holders in name.holders:
        if any(held_by(entry, holder) for holder in holders):
            f["held"] = 1.0
        elif holders:
            f["not_held"] = 1.0
    return f


def _nil(name: Name, context: Context) -> dict[str, float]:
    f = {"nil": 1.0}
    if context.theatre and not any(hit.entry.place.country in context.theatre for hit in name.hits):
        f["nil_theatre"] = 1.0
    if all(hit.how in ("skeleton", "fuzzy") for hit in name.hits):
        f["nil_near_spelling"] = 1.0
    return f


def _anchors(names: Sequence[Name], ranked: Sequence[Ranked]) -> list[tuple[int, Entry, float]]:
    """The best candidate of every name with its probability, which is how much it says about the others."""
    return [
        (i, result.hits[0][0].entry, result.hits[0][1])
        for i, result in enumerate(ranked)
        if result.hits and result.hits[0][0].entry.place.lat is not None
    ]


def _relative(hit: Hit, anchors: Sequence[tuple[int, Entry, float]], own: int) -> dict[str, float]:
    """Features that compare a candidate with the places that the report's other names are taken for."""
    place = hit.entry.place
    if place.lat is None or place.lon is None:
        return {}
    near = around = same = division = weight = 0.0
    for i, other, sure in anchors:
        spot = other.place
        if i == own or spot.id == place.id:
            continue
        weight += sure
        if spot.country == place.country:
            same += sure
        if spot.admin1 and spot.admin1 == place.admin1:
            division += sure
        if spot.level is PlaceLevel.COUNTRY or spot.lat is None or spot.lon is None:
            continue
        apart = distance(place.lat, place.lon, spot.lat, spot.lon)
        near += sure * math.exp(-apart / 60.0)
        around += sure * math.exp(-apart / 400.0)
    if not weight:
        return {}
    return {
        "near": 1 - math.exp(-near),
        "around": 1 - math.exp(-around),
        "same_country": same / weight,
        "same_division": 1 - math.exp(-division),
    }


def _softmax(name: Name, scores: Sequence[float], nil: float) -> Ranked:
    top = max([*scores, nil])
    parts = [math.exp(score - top) for score in scores]
    none = math.exp(nil - top)
    total = sum(parts) + none
    pairs = sorted(zip(name.hits, parts, strict=True), key=lambda p: (-p[1], p[0].entry.place.id))
    return Ranked(tuple((hit, part / total) for hit, part in pairs), none / total)
