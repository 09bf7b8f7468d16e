"""Gathering what a brief, an export or a what-if needs from the rooms; the rooms do the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapely.geometry import box, shape

from fogline import __version__, exports, picture
from fogline.claims import ClaimType, Place, PlaceLevel, Role, Weighed
from fogline.errors import InputError, QuestionError
from fogline.ledger import ClaimQuery

if TYPE_CHECKING:
    from fogline.desk.desk import Desk

#: Places of the table besides the one asked about: those that share reports with it most, and no more than fit a page.
BESIDE = 7
#: A brief about a theatre lists this many places.
THEATRE = 14


def brief(
    desk: Desk,
    place: str | None,
    *,
    theatre: str | None,
    since: date | None,
    until: date | None,
    on: str | date | None,
    as_known_on: str | date | None,
    policy: str,
    horizon: int,
    markdown: bool,
) -> str:
    """The sitrep as HTML or Markdown."""
    asking = desk.asking(on or until, as_known_on, policy, horizon)
    if place is not None:
        subject = desk.place(place).place
        places = [subject, *_beside(desk, subject)]
        title = subject.name
    else:
        places = _most_named(desk, THEATRE, theatre)
        title = theatre or ""
        if not places:
            raise QuestionError(f"--theatre {theatre}: no report of that theatre; `fogline read --theatre` sets it")
    holdings, weighed, changes, grades = [], {}, {}, {}
    for number, spot in enumerate(places):
        about = desk.about(spot)
        holding = picture.holding_of(spot, about, asking)
        if number and not holding.claims:
            continue
        holdings.append(holding)
        told = picture.replay(
            spot, about, policy=policy, horizon_days=horizon, sides=asking.sides, as_known_on=asking.as_known_on
        )
        changes[spot.id] = _since(told, since, asking.on)
        grade = _grade(desk, holding, about)
        if grade:
            grades[spot.id] = grade
        chosen = about if number == 0 or place is None else [w for w in about if w.entry.id in set(holding.claims)]
        weighed.update({w.entry.id: w for w in chosen if _in_period(w, since, until, asking.as_known_on)})
    far = sorted({c for w in weighed.values() for link in w.links for c in (link.a, link.b)} - weighed.keys())
    far += [c for h in holdings for c in h.claims if c not in weighed and c not in far]
    others = desk.ledger.weighed_by_id(far)
    reports = {w.entry.report.id for w in (*weighed.values(), *others)}
    given = exports.BriefInput(
        subject=title,
        on=asking.on,
        policy=policy,
        holdings=tuple(holdings),
        weighed=tuple(weighed.values()),
        reports={id_: desk.report(id_) for id_ in sorted(reports)},
        others=tuple(others),
        since=since,
        until=until,
        as_known_on=asking.as_known_on,
        changes=changes,
        grades=grades,
        zones=_zones(weighed.values()),
        shapes={h.place.id: shape for h in holdings if (shape := desk.atlas.shape(h.place.id)) is not None},
        borders=_countries(desk, [h.place for h in holdings]),
        viewpoint=picture.VIEWPOINT_NAMES[picture.VIEWPOINTS[0]],
        theatre=place is None,
        made_with=f"Fogline {__version__}, ledger {desk.head()[:12]}",
    )
    return exports.brief_markdown(given) if markdown else exports.brief(given)


def export(desk: Desk, format: str, to: Path, weighed: Sequence[Weighed]) -> int:
    """Write claims in a format; reports are fetched for those formats that quote."""
    heads = sorted({w.entry.report.id for w in weighed})
    places = sorted({r.place.id for w in weighed for r in w.entry.places if r.place is not None})
    shapes = {id_: found for id_ in places if (found := desk.atlas.shape(id_)) is not None}
    given = exports.ExportInput(weighed, {id_: desk.report(id_) for id_ in heads}, shapes, desk.atlas.code)
    return exports.export(format, given, to)


def what_if(
    desk: Desk, assumed: Mapping[str, str], verb: str, places: Sequence[str], options: Mapping[str, Any]
) -> picture.WhatIf:
    """A question asked twice over the same claims, the second time with the assumptions among them."""
    asking = desk.asking(
        options.get("on"), options.get("as_known_on"), options.get("policy", "latest"), options.get("horizon", 120)
    )
    wanted = {desk.place(name).place: desk.side(side) for name, side in assumed.items()}
    spots = [desk.place(name).place for name in places] if verb != "border" else []

    def ask(weighed: Sequence[Weighed]) -> Any:
        if verb == "who":
            return picture.holding_of(spots[0], weighed, asking)
        if verb == "border":
            viewpoint = options.get("viewpoint") or picture.VIEWPOINTS[0]
            return picture.border(places[0], places[1], weighed, asking=asking, viewpoint=viewpoint)
        if verb == "corridor":
            if "side" not in options:
                raise QuestionError("corridor needs --side")
            side, roads = desk.side(options["side"]), desk.roads(options.get("roads"))
            return picture.corridor(spots[0], spots[1], side, weighed, asking=asking, roads=roads)
        if "radius" not in options:
            raise QuestionError("zone needs --radius")
        inside = options.get("contains")
        return picture.zone(
            spots[0], options["radius"], weighed, asking=asking, contains=desk.place(inside).place if inside else None
        )

    return picture.what_if(wanted, desk.ledger.weighed(), ask, on=asking.on)


def _beside(desk: Desk, subject: Place) -> list[Place]:
    """Places that the same reports name most, settlements and sites only."""
    reports = {w.entry.report.id for w in desk.about(subject)}
    return [p for p in _ranked(desk, reports) if p.id != subject.id][:BESIDE]


def _most_named(desk: Desk, most: int, theatre: str | None) -> list[Place]:
    reports = {h.id for h in desk.ledger.reports() if theatre is None or h.theatre in (None, theatre)}
    return _ranked(desk, reports)[:most]


def _ranked(desk: Desk, reports: set[str]) -> list[Place]:
    counts: dict[str, int] = {}
    places: dict[str, Place] = {}
    for entry in desk.ledger.claims(ClaimQuery(types=picture.MOVING)):
        if entry.report.id not in reports:
            continue
        for ref in entry.places:
            if ref.place is not None and ref.place.level in (PlaceLevel.SITE, PlaceLevel.SETTLEMENT):
                places[ref.place.id] = ref.place
                counts[ref.place.id] = counts.get(ref.place.id, 0) + 1
    return sorted(places.values(), key=lambda p: (-counts[p.id], p.name, p.id))


def _since(changes: Sequence[picture.Change], since: date | None, until: date) -> tuple[picture.Change, ...]:
    return tuple(c for c in changes if (since is None or c.day >= since) and c.day <= until)


def _in_period(w: Weighed, since: date | None, until: date | None, known: date | None) -> bool:
    published, valid = w.entry.report.published, w.entry.valid
    if known and published and published > known:
        return False
    last = (valid.end or valid.start if valid else None) or published
    first = (valid.start or valid.end if valid else None) or published
    return not ((since and last and last < since) or (until and first and first > until))


def _grade(desk: Desk, holding: picture.Holding, about: Sequence[Weighed]) -> str | None:
    if not holding.holders:
        return None
    claims = set(holding.holders[0].claims)
    group = [w for w in about if w.entry.id in claims]
    if not group:
        return None
    grade = desk.grade(group)
    return f"{grade} {grade.why}"


def _zones(weighed: Iterable[Weighed]) -> tuple[exports.Zone, ...]:
    found = []
    for w in weighed:
        claim = w.entry.claim
        if claim.type is not ClaimType.ZONE or not claim.moves_control:
            continue
        centre = next((r.place for r in w.entry.places if r.place is not None and r.place.lat is not None), None)
        words = " ".join(a.text for a in claim.roles(Role.QUANTITY))
        measure = picture.read_measure(words)
        radius = measure.said if measure is not None and measure.kind == "length" else None
        if centre is not None and radius is not None and centre.lon is not None and centre.lat is not None:
            found.append(exports.Zone(centre.name, centre.lat, centre.lon, radius, w.entry.id))
    return tuple({(z.place, z.radius_km): z for z in reversed(found)}.values())


def roads(file: Path) -> dict[str, Any]:
    """A GeoJSON file of roads; InputError where it is none."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(str(file), f"not GeoJSON ({error})", "give a FeatureCollection of LineStrings") from None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise InputError(str(file), "not a FeatureCollection", "give a FeatureCollection of LineStrings")
    return found


def _countries(desk: Desk, places: Sequence[Place]) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The countries of these places with their neighbours' shapes, for the map."""
    known = [(p.lat, p.lon) for p in places if p.lat is not None and p.lon is not None]
    if not known:
        return ()
    south, north = min(lat for lat, _ in known) - 4, max(lat for lat, _ in known) + 4
    west, east = min(lon for _, lon in known) - 5, max(lon for _, lon in known) + 5
    view = box(west, south, east, north)
    found = []
    for feature in picture.drawn_countries(picture.VIEWPOINTS[0])["features"]:
        outline = shape(feature["geometry"])
        if outline.intersects(view):
            found.append((str(feature["properties"].get("name", "")), feature["geometry"]))
    return tuple(sorted(found, key=lambda c: c[0]))
