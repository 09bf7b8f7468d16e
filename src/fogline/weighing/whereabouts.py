"""Where a claim is about: the places it names, what holds them, and whether only a part of one is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fogline.claims import PLACE_ROLES, LedgerClaim, Place, PlaceLevel, PlaceRef
from fogline.weighing.names import place_key
from fogline.weighing.settings import lexicon

FINE = frozenset({PlaceLevel.SITE, PlaceLevel.SETTLEMENT, PlaceLevel.DISTRICT})
#: Words that make a claim about a part of a place, in a quantity or before the name.
_PART = re.compile(
    r"%|per ?cent|\b(part|parts|most|half|third|quarter|areas|swathes|rest|much|points|positions|pockets)\b",
    re.IGNORECASE,
)

_PART_OF = re.compile(
    r"(?:%|\b(?:per ?cent|part|parts|most|half|third|quarter|areas|much|rest|districts?)) of (?:the )?\W*$"
    r"|\bdowntown\W*$",
    re.IGNORECASE,
)
#: Characters before a place's name in which "half of", "most of" are looked for.
_BEFORE = 24


@dataclass(slots=True)
class Where:
    """The places of a claim: as `Facets` has them, still open to be added to."""

    fine: set[str] = field(default_factory=set)
    coarse: set[str] = field(default_factory=set)
    wide: set[str] = field(default_factory=set)
    points: set[tuple[float, float, float]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    part: bool = False


#: Characters within which a place that is told and its anchor stand: " some 20 kilometres southeast of ".
_ANCHOR = 40


def is_part(words: str) -> bool:
    """Whether a phrase makes a claim one about a part of a place: "most of", "40 %"."""
    return _PART.search(words) is not None


def whereabouts(entry: LedgerClaim, text: str) -> Where:
    """The places that a claim names, resolved or by name."""
    where = Where()
    args = [a for a in entry.claim.args if a.role in PLACE_ROLES]
    seen = set()
    exact = [r for r in entry.places if r.relation == "at" and r.place and r.place.level in (*FINE, PlaceLevel.LINE)]
    for ref in entry.places:
        if ref.role is not None and ref.role not in PLACE_ROLES:
            continue
        seen.add(ref.span)
        if ref.relation in ("near", "offset") and any(0 < ref.span.start - r.span.end <= _ANCHOR for r in exact):
            continue  # "the Iraqi border southeast of al-Tanf": al-Tanf only tells where on the border
        if ref.place is None:
            entity = next((a.entity for a in args if a.span.overlaps(ref.span)), ref.text)
            _unknown(entity, where)
        else:
            _known(ref, ref.place, where)
    for arg in args:
        if not any(arg.span.overlaps(span) for span in seen):
            _unknown(arg.entity, where)
        before = text[max(entry.claim.evidence.start, arg.start - _BEFORE) : arg.start]
        where.part = where.part or bool(is_part(arg.text) or _PART_OF.search(before) or _is_site(arg.text))
    return where


def _is_site(mention: str) -> bool:
    """Whether a mention is a common noun for something inside a town: "the airport", whatever town it resolves to."""
    return mention.islower() and bool(set(mention.split()) & set(lexicon("places")["sites"]))


def _unknown(name: str, where: Where) -> None:
    """A place that the atlas does not know goes by its name; "the border", "this area" are no names."""
    if any(word[:1].isupper() for word in name.split()) and (key := place_key(name)):
        where.fine.add("?" + key)
        where.names.add(key)


def _known(ref: PlaceRef, place: Place, where: Where) -> None:
    if ref.relation in ("part", "side"):
        where.part = True
    where.wide.update(place.within)
    if place.country and place.admin1:
        where.wide.add(f"admin/{place.country}/{place.admin1}")
    if place.level in FINE or place.level is PlaceLevel.PROVINCE:
        where.names.add(place_key(place.name))  # a headline's "Raqqa" may be the city or the province of that name
    if place.level in FINE:
        where.fine.add(place.id)
        if place.lat is not None and place.lon is not None:
            where.points.add((place.lat, place.lon, place.radius_km or 0.0))
    else:
        where.wide.add(place.id)
        if place.level is not PlaceLevel.COUNTRY:
            where.coarse.add(place.id)
        if place.level is PlaceLevel.PROVINCE and place.country and place.admin1:
            where.coarse.add(f"admin/{place.country}/{place.admin1}")
