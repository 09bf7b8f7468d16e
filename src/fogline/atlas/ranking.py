"""Which of the places of a name is meant, over a whole report: a small log-linear model with a "none of them".

Every name of the report has candidates; each candidate has features; those that compare it with the report's other
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
from fogline.atlas.fold import skeleton
from fogline.atlas.sphere import distance, km
from fogline.claims import PlaceLevel

FEATURES = (
    "population",
    "share",
    "famous",
    "country",
    "province",
    "province_population",
    "district",
    "site",
    "pack",
    "seat",
    "primary",
    "overshadowed",
    "quality",
    "named_country",
    "other_country",
    "other_nation",
    "country_alias",
    "theatre",
    "outside_theatre",
    "named_division",
    "held",
    "not_held",
    "not_held_wide",
    "neighbour",
    "near",
    "around",
    "same_country",
    "same_division",
    "kind",
    "other_kind",
    "article",
)
#: "None of them" has features of its own.
NIL_FEATURES = ("nil", "nil_theatre", "nil_near_spelling", "nil_theatre_spelling", "nil_short_spelling")
#: Short names of countries that are listed under longer ones.
_NATIONS = frozenset(
    ("us", "usa", "america", "uk", "britain", "great britain", "uae", "drc", "burma", "czechia", "palestine", "myanmar")
)
ROUNDS = 3
#: Up to so many consonants a near spelling is as often another place as the same one (benchmarks/near_spellings.py).
FEW_CONSONANTS = 4
MOST = 40
_FEW = 6  # candidates of a name that speak for the others


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a report: its candidates, where it stands, and what its own words say of it."""

    key: str
    hits: tuple[Hit, ...]
    kind: PlaceLevel | None = None
    holders: tuple[tuple[Entry, ...], ...] = ()  # for each place said to hold it, what that may be
    mentions: int = 1

    @property
    def folded(self) -> str:
        """The name alone, without what its words say of it."""
        return self.key.split("|", 1)[0]

    def seat_in(self, division: Hit) -> bool:
        """Whether a town of that name lies in the division, or at its edge as Damascus does."""
        outer = division.entry.place
        for hit in self.hits:
            place = hit.entry.place
            if place.level is PlaceLevel.SETTLEMENT and (
                hit.primary >= division.primary or hit.entry.population >= 300_000
            ):
                if place.admin1 is not None and place.admin1 == outer.admin1:
                    return True
                apart = km(place, outer)
                if place.country == outer.country and apart is not None and apart < (outer.radius_km or 0.0):
                    return True
        return False

    @property
    def listed(self) -> bool:
        """Whether some place is listed under this very name."""
        return any(hit.primary for hit in self.hits)

    @property
    def largest(self) -> float:
        """The decimal logarithm of the population of the largest settlement of that name."""
        return math.log10(
            1 + max((h.entry.population for h in self.hits if h.entry.place.level is PlaceLevel.SETTLEMENT), default=0)
        )


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
    return _ranked(names, context, w or weights())[0]


def design(
    names: Sequence[Name], context: Context, w: dict[str, float]
) -> list[tuple[list[dict[str, float]], dict[str, float]]]:
    """For each name, the features of its candidates and of "none of them", as the last round saw them: for fitting."""
    return _ranked(names, context, w)[1]


def _ranked(
    names: Sequence[Name], context: Context, w: dict[str, float]
) -> tuple[list[Ranked], list[tuple[list[dict[str, float]], dict[str, float]]]]:
    fixed = [[_fixed(hit, name, context) for hit in name.hits] for name in names]
    nils = [_nil(name, context) for name in names]
    own = [[_dot(f, w) for f in features] for features in fixed]
    none = [_dot(f, w) for f in nils]
    ranked = [_softmax(name, own[i], none[i]) for i, name in enumerate(names)]
    relative: list[list[dict[str, float]]] = [[{} for _ in name.hits] for name in names]
    for _ in range(ROUNDS if len(names) > 1 else 0):
        anchors = _anchors(names, ranked)
        relative = [[_relative(hit, anchors, i) for hit in name.hits] for i, name in enumerate(names)]
        ranked = [
            _softmax(name, [s + _dot(r, w) for s, r in zip(own[i], relative[i], strict=True)], none[i])
            for i, name in enumerate(names)
        ]
    seen = [([{**f, **r} for f, r in zip(fixed[i], relative[i], strict=True)], nils[i]) for i in range(len(names))]
    return ranked, seen


def _dot(features: dict[str, float], w: dict[str, float]) -> float:
    return sum(value * w[name] for name, value in features.items())


def _fixed(hit: Hit, name: Name, context: Context) -> dict[str, float]:
    """Features of a candidate that do not depend on the report's other places."""
    entry = hit.entry
    place = entry.place
    f = {"quality": math.log(hit.quality)}
    people = math.log10(1 + entry.population)
    if place.level is PlaceLevel.COUNTRY:
        # Of its other names the long ones ("Syrian Arab Republic") are its own; short ones may be a village's.
        f["country" if hit.primary or " " in hit.name or hit.name in _NATIONS else "country_alias"] = 1.0
    elif place.level is PlaceLevel.PROVINCE:
        f["province"] = 1.0
        f["province_population"] = people
        if place.country != "US" and name.kind is not PlaceLevel.PROVINCE and name.seat_in(hit):
            f["seat"] = 1.0  # "Homs" is the town; "Homs province" says so
    elif place.level is PlaceLevel.DISTRICT:
        f["district"] = 1.0
    elif place.level is PlaceLevel.SETTLEMENT:
        f["population"] = people
        f["share"] = people - name.largest
        if hit.primary and entry.population >= 500_000:
            f["famous"] = 1.0
    else:
        f["site"] = 1.0
    # A pack lists how its places are written: in a report, a spelling that it lacks is no likelier to be its place.
    if entry.pack and (hit.how in ("exact", "article") or not context.theatre):
        f["pack"] = 1.0 if entry.pack in context.packs or entry.pack in ("world", "user") else 0.0
    if hit.primary:
        f["primary"] = 1.0
    elif name.listed:
        f["overshadowed"] = 1.0
    if hit.how == "article":
        f["article"] = 1.0
    if place.country:
        weight, total = context.country(place.country, name.folded)
        f["named_country"] = weight / total if total else 0.0
        if total and not weight:
            f["other_nation" if place.level is PlaceLevel.COUNTRY else "other_country"] = 1.0
        if place.country in context.theatre:
            f["theatre"] = 1.0
            if total and not weight and place.level is not PlaceLevel.COUNTRY and not world_city(hit):
                f["neighbour"] = 1.0  # a country of the theatre that the report does not name
        elif context.theatre and place.level is not PlaceLevel.COUNTRY and not world_city(hit):
            f["outside_theatre"] = 1.0
    if place.admin1 in context.divisions and place.level is not PlaceLevel.PROVINCE:
        weight, total = context.division(place.admin1, name.folded)
        if weight:
            f["named_division"] = 0.5 + 0.5 * weight / total
    if name.kind is not None:
        f["kind" if place.level is name.kind else "other_kind"] = 1.0
    for holders in name.holders:
        if any(held_by(entry, holder) for holder in holders):
            f["held"] = 1.0
        elif holders:
            wide = any(h.place.level in (PlaceLevel.PROVINCE, PlaceLevel.COUNTRY) and h.place.country for h in holders)
            f["not_held_wide" if wide else "not_held"] = 2.0 if place.level is PlaceLevel.COUNTRY else 1.0
    return f


def world_city(hit: Hit) -> bool:
    """A place that news names anywhere without saying where it is: listed under that name, and large."""
    return hit.primary and hit.entry.population >= 180_000


def _nil(name: Name, context: Context) -> dict[str, float]:
    f = {"nil": 1.0}
    if context.theatre and not any(
        hit.entry.place.country in context.theatre
        or hit.entry.place.level is PlaceLevel.COUNTRY
        or not hit.entry.place.country
        or world_city(hit)
        for hit in name.hits
    ):
        f["nil_theatre"] = 1.0
    if all(hit.how in ("skeleton", "fuzzy") for hit in name.hits):
        f["nil_near_spelling"] = 1.0
        if context.theatre:
            # A war names villages that no gazetteer holds, and a name of few consonants is like many others.
            f["nil_theatre_spelling"] = 1.0
            if len(skeleton(name.folded)) <= FEW_CONSONANTS:
                f["nil_short_spelling"] = 1.0
    return f


def _anchors(names: Sequence[Name], ranked: Sequence[Ranked]) -> list[tuple[int, Entry, float]]:
    """The likely candidates of every name with their probabilities, which are how much they say about the others."""
    return [
        (i, hit.entry, p)
        for i, result in enumerate(ranked)
        for hit, p in result.hits[:_FEW]
        if p > 0.03 and hit.entry.spot is not None
    ]


def _relative(hit: Hit, anchors: Sequence[tuple[int, Entry, float]], own: int) -> dict[str, float]:
    """Features that compare a candidate with the places that the report's other names are taken for."""
    place, here = hit.entry.place, hit.entry.spot
    if here is None:
        return {}
    near = around = same = division = weight = 0.0
    for i, other, sure in anchors:
        spot, there = other.place, other.spot
        if i == own or spot.id == place.id:
            continue
        weight += sure
        if spot.country == place.country:
            same += sure
        if spot.admin1 and spot.admin1 == place.admin1:
            division += sure
        if spot.level is PlaceLevel.COUNTRY or there is None:
            continue
        apart = distance(*here, *there)
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
