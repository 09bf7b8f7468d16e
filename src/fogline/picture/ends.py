"""The two ends of a claimed distance: spots, lines or outlines, or why one of them cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fogline.claims import Geometry, Place, PlaceLevel, PlaceRef, Role, Weighed
from fogline.errors import QuestionError
from fogline.picture.border import chainage
from fogline.picture.boundaries import border_line, countries_in, country
from fogline.picture.geodesy import shape_points
from fogline.picture.lineup import listed
from fogline.picture.rules import pattern

Shape = Callable[[str], "dict[str, Any] | None"]
Line = list[tuple[float, float]]
#: Code points between a description and the name that it goes with: "stronghold at Uqayribat".
NEXT = 4


@dataclass(frozen=True, slots=True)
class End:
    """One end: `place` where the atlas knows it, `line` (longitude, latitude) where it is a border or an outline."""

    text: str
    place: Place | None
    line: Line


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of a distance, place first; or `why` there are not two that a map can find."""

    ends: tuple[End, ...]
    why: str = ""


def ends_of(w: Weighed, named: dict[str, Place], shape: Shape, viewpoint: str) -> Ends:
    """The two ends that a claim names. `named` are the places that an unresolved name may be, by folded name.

    Of several mentions for one end the one nearest to the measure counts, or what it only describes: "the stronghold
    at Uqayribat" is Uqayribat. An end that is not known is never replaced by another place of the sentence.
    """
    refs = _refs(w, named)
    groups = [[r for r in refs if (r[0].role is Role.PLACE) is here] for here in (True, False)]
    chosen = [_nearest(w, g) for g in groups if g] if all(groups) else [r for g in groups for r in g][:2]
    found = [End(r.text, p, _line_of(r, p, refs, shape, viewpoint)) for r, p in chosen]
    if not found:
        return Ends((), "it names no place at either end")
    if len(found) == 1 or _one_in_other(found[0], found[1]):
        return Ends((), "it names only one end")
    known = [e for e in found if e.place is not None or e.line]
    if len(known) == 2:
        return Ends(tuple(known))
    lost = [e.text for e in found if e not in known]
    party = next((text for text in lost if pattern("measured", "party").search(text)), None)
    if known and party is not None:
        at = known[0].place.name if known[0].place is not None else known[0].text
        return Ends((), f'it tells how far somebody ("{party}") is from {at}, not where that is')
    return Ends((), f"it is not known where {listed([_quoted(t) for t in lost])} {'is' if len(lost) == 1 else 'are'}")


def _one_in_other(a: End, b: End) -> bool:
    return (
        a.place is not None and b.place is not None and (a.place.id in b.place.within or b.place.id in a.place.within)
    )


def _nearest(w: Weighed, group: Sequence[tuple[PlaceRef, Place | None]]) -> tuple[PlaceRef, Place | None]:
    """The mention nearest to the measure; where that is no name, the known one that follows it at once."""
    claim = w.entry.claim
    measure = next((a.span for a in claim.roles(Role.QUANTITY)), claim.trigger)
    first = min(group, key=lambda r: (max(r[0].span.start - measure.end, measure.start - r[0].span.end, 0), r[0].span))
    if first[1] is None:
        after = [r for r in group if r[1] is not None and 0 <= r[0].span.start - first[0].span.end <= NEXT]
        return after[0] if after else first
    return first


def _quoted(text: str) -> str:
    plain = text.strip("()[]\"' ")
    return f'"{plain}"' if plain.islower() else plain


def _refs(w: Weighed, named: dict[str, Place]) -> list[tuple[PlaceRef, Place | None]]:
    """The two ends, place first, each once; a mention that resolves to the same place as another is one end."""
    order = {Role.PLACE: 0, Role.ORIGIN: 1, Role.DESTINATION: 2}
    ends: dict[str, tuple[PlaceRef, Place | None]] = {}
    for ref in sorted(
        (r for r in w.entry.places if r.role in order), key=lambda r: (order[r.role or Role.PLACE], r.span)
    ):
        spot = _base(ref, named) or _called(ref.text, named)
        ends.setdefault(spot.id if spot else ref.text.casefold(), (ref, spot))
    return list(ends.values())


def _base(ref: PlaceRef, named: dict[str, Place]) -> Place | None:
    """What a mention stands for; of "65 km northwest of Daraa", which the distance itself made, it is Daraa."""
    if ref.place is None or ref.relation != "offset":
        return ref.place
    names = [name.casefold() for _, name, _ in ref.candidates[:1]]
    return named.get(names[0]) if names else None


def _called(text: str, named: dict[str, Place]) -> Place | None:
    """An unresolved name, whole or behind its description: "ISIL's stronghold of Mayadin"."""
    plain = text.casefold()
    behind = pattern("measured", "described").search(plain)
    return named.get(plain) or (named.get(behind.group(1)) if behind else None)


#: Endings of adjectives of countries: Iraqi, Syrian, Jordanian, Turkish.
ADJECTIVES = (
    ("i", ""),
    ("n", ""),
    ("ian", ""),
    ("ian", "ia"),
    ("ian", "e"),
    ("ish", "ey"),
    ("ish", "and"),
    ("ese", ""),
    ("ese", "a"),
)


def _neighbour_of(text: str, refs: Sequence[tuple[PlaceRef, Place | None]]) -> tuple[str, str] | None:
    """ "The Iraqi border", said of a place in Syria, is the border of those two countries."""
    words = text.casefold().replace("the ", "").split()
    if len(words) < 2 or words[-1] not in ("border", "frontier"):
        return None
    home = next((p.country for _, p in refs if p is not None and p.country is not None), None)
    for name in (" ".join(words[:-1]), words[-2]):
        for stem in (name, *(name.removesuffix(end) + new for end, new in ADJECTIVES)):
            try:
                other = country(stem)
            except QuestionError:
                continue
            return (home, other) if home is not None and home != other else None
    return None


def _line_of(
    ref: PlaceRef, p: Place | None, refs: Sequence[tuple[PlaceRef, Place | None]], shape: Shape, viewpoint: str
) -> Line:
    """The line of a border, river, road or outline, as points close together; empty where the end is a spot."""
    if p is not None and p.geometry is Geometry.POINT and p.level in (PlaceLevel.SETTLEMENT, PlaceLevel.SITE):
        return []
    pair = countries_in(p.name if p is not None else ref.text) or _neighbour_of(ref.text, refs)
    if pair is not None:
        try:
            lats, lons, _, _ = chainage(border_line(*pair, viewpoint), 1.0)
        except QuestionError:
            return []
        return list(zip(lons.tolist(), lats.tolist(), strict=True))
    geometry = shape(p.id) if p is not None else None
    return [spot for line in shape_points(geometry or {}) for spot in line]
