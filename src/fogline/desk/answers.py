"""The questions: who holds what, when, how far, and what if; each asked of the rooms below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fogline import picture
from fogline.claims import LedgerClaim, Weighed
from fogline.desk.lookup import day
from fogline.desk.whatif import question as parse_question
from fogline.errors import QuestionError
from fogline.ledger import ClaimQuery

if TYPE_CHECKING:
    from fogline.desk.desk import Desk


def asking(
    desk: Desk,
    on: str | date | None,
    as_known_on: str | date | None,
    policy: str,
    horizon: int,
    merge_allies: bool = False,
) -> picture.Asking:
    """A question's day, knowledge, policy and horizon; the newest reported day where `on` is left out."""
    known = day(as_known_on, last=True)
    return picture.Asking(
        on=day(on) or desk.newest_day(known) or date.today(),
        as_known_on=known,
        policy=policy,
        horizon_days=horizon,
        merge_allies=merge_allies,
        sides=desk.atlas.sides,
    )


def who_holds(
    desk: Desk,
    place: str,
    *,
    on: str | date | None = None,
    as_known_on: str | date | None = None,
    as_recorded_at: str | datetime | None = None,
    policy: str = "latest",
    horizon: int = 120,
    merge_allies: bool = False,
) -> picture.Holding:
    """Who holds a place on a day, as known on a day; the newest reported day where `on` is left out."""
    found = desk.place(place)
    asking = desk.asking(on, as_known_on, policy, horizon, merge_allies)
    return picture.who_holds(
        found.place,
        desk.about(found.place, as_recorded_at),
        on=asking.on,
        as_known_on=asking.as_known_on,
        policy=policy,
        horizon_days=horizon,
        sides=desk.atlas.sides,
        merge_allies=merge_allies,
        also=tuple(f"{p.name} ({p.level})" for p in found.others),
    )


def holdings(
    desk: Desk,
    *,
    on: str | date | None = None,
    as_known_on: str | date | None = None,
    policy: str = "latest",
    horizon: int = 120,
) -> tuple[date, list[picture.Holding]]:
    """Who holds each place that a claim names, and the day that was asked about."""
    asking = desk.asking(on, as_known_on, policy, horizon)
    weighed = desk.moving.claims()
    return asking.on, list(picture.holdings(desk.ledger.places(), weighed, asking).values())


def timeline(
    desk: Desk,
    subject: str,
    *,
    since: str | date | None = None,
    until: str | date | None = None,
    as_known_on: str | date | None = None,
    policy: str = "latest",
) -> picture.Timeline:
    """Claims about a place or an actor in order of valid time, rival ones side by side."""
    what, weighed = _subject(desk, subject)
    first, last = day(since), day(until, last=True)
    if first or last:
        weighed = [w for w in weighed if _meets(w.entry, first, last)]
    return picture.timeline(
        what, weighed, sides=desk.atlas.sides, as_known_on=day(as_known_on, last=True), policy=policy
    )


def replay(
    desk: Desk, place: str, *, on: str | date | None = None, policy: str = "latest", horizon: int = 120
) -> tuple[picture.Change, ...]:
    """How the answer about one day changed as reports came in; without `on`, how it changed from day to day."""
    found = desk.place(place).place
    return picture.replay(
        found, desk.about(found), on=day(on), policy=policy, horizon_days=horizon, sides=desk.atlas.sides
    )


def distance(desk: Desk, a: str, b: str) -> picture.Distance:
    """Distance between two places in km, with the range that their precision leaves, and what claims say of it."""
    one, other = desk.place(a).place, desk.place(b).place
    return picture.distance(one, other, desk.about(one))


def zone(
    desk: Desk,
    centre: str,
    radius: float,
    *,
    contains: str | None = None,
    on: str | date | None = None,
    as_known_on: str | date | None = None,
    policy: str = "latest",
    horizon: int = 120,
) -> picture.Zone:
    """What lies within so many km of a place, as surely as both are known."""
    return picture.zone(
        desk.place(centre).place,
        radius,
        desk.ledger.weighed(),
        asking=desk.asking(on, as_known_on, policy, horizon),
        contains=desk.place(contains).place if contains else None,
    )


def border(
    desk: Desk,
    a: str,
    b: str,
    *,
    on: str | date | None = None,
    as_known_on: str | date | None = None,
    policy: str = "latest",
    horizon: int = 120,
    viewpoint: str | None = None,
) -> picture.BorderAnswer:
    """Who holds how much of the border of two countries: held, inferred and unknown apart."""
    return picture.border(
        a,
        b,
        desk.moving.claims(),
        asking=desk.asking(on, as_known_on, policy, horizon),
        viewpoint=viewpoint or picture.VIEWPOINTS[0],
    )


def corridor(
    desk: Desk,
    start: str,
    end: str,
    *,
    side: str,
    on: str | date | None = None,
    as_known_on: str | date | None = None,
    policy: str = "latest",
    horizon: int = 120,
    roads: str | None = None,
) -> picture.Corridor:
    """Is there a connected way through places held by a side, and which places break it."""
    return picture.corridor(
        desk.place(start).place,
        desk.place(end).place,
        desk.side(side),
        desk.moving.claims(),
        asking=desk.asking(on, as_known_on, policy, horizon),
        roads=desk.roads(roads),
    )


def check(desk: Desk, place: str | None = None) -> list[picture.Check]:
    """Every claimed distance, radius and extent against geometry."""
    weighed = desk.about(desk.place(place).place) if place else desk.ledger.weighed()
    return list(picture.check(weighed, places=desk.ledger.places(), shape=desk.atlas.shape))


def what_if(desk: Desk, assumed: Mapping[str, str], question: Sequence[str]) -> picture.WhatIf:
    """A question before and after some places are held otherwise; nothing is stored.

    `question` is what would follow `fogline`: ["who", "Abu Kamal", "--on", "2017-11-20"].
    """
    verb, places, options = parse_question(question)
    from fogline.desk import briefing  # only these questions need the exports

    return briefing.what_if(desk, assumed, verb, places, options)


def brief(
    desk: Desk,
    place: str | None = None,
    *,
    theatre: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    on: str | date | None = None,
    as_known_on: str | date | None = None,
    policy: str = "latest",
    horizon: int = 120,
    markdown: bool = False,
) -> str:
    """The sitrep about a place or a theatre, as HTML or Markdown."""
    from fogline.desk import briefing  # only these questions need the exports

    return briefing.brief(
        desk,
        place,
        theatre=theatre,
        since=day(since),
        until=day(until, last=True),
        on=on,
        as_known_on=as_known_on,
        policy=policy,
        horizon=horizon,
        markdown=markdown,
    )


def export(
    desk: Desk,
    format: str,
    to: Path,
    *,
    place: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
) -> int:
    """Write claims in another format; how many rows were written."""
    query = ClaimQuery(
        places=(desk.place(place).place.id,) if place else (), since=day(since), until=day(until, last=True)
    )
    from fogline.desk import briefing  # only these questions need the exports

    return briefing.export(desk, format, to, desk.ledger.weighed(query))


def roads(desk: Desk, file: str | None) -> dict[str, Any] | None:
    """A GeoJSON file of roads."""
    from fogline.desk import briefing  # only these questions need the exports

    return None if file is None else briefing.roads(Path(file))


def _subject(desk: Desk, name: str) -> tuple[Any, list[Weighed]]:
    try:
        place = desk.place(name).place
    except QuestionError:
        actor = desk.actor(name)
        if actor is None:
            raise
        return actor, desk.ledger.weighed(ClaimQuery(actors=(actor.id,)))
    return place, desk.about(place)


def _meets(entry: LedgerClaim, first: date | None, last: date | None) -> bool:
    if entry.valid is None:
        return False
    start, end = entry.valid.start, entry.valid.end
    return not ((last and start and start > last) or (first and end and end < first))
