"""Derived tables: a change in them is found by `verify` and mended by a rebuild; names, days and the map follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

import fogline.ledger
from fogline.claims import Link, LinkKind, Origin, ReviewAction
from fogline.ledger import Evidence, Ledger, Standing, Weighing, new_review
from fogline.ledger.evidence import merged, replaced, rows

from .test_records import filled, raw
from .world import made

#: What a flipped bit, or somebody with an editor, may do to each derived table.
CHANGES = {
    "entry": "UPDATE entry SET mood = 'demanded' WHERE entry = (SELECT max(entry) FROM entry WHERE ends IS NULL)",
    "entry gone": "DELETE FROM entry WHERE entry = (SELECT max(entry) FROM entry WHERE ends IS NULL)",
    "day of a place": "UPDATE entry_place SET to_day = to_day + 1 WHERE ends IS NULL",
    "place of a claim": "UPDATE entry_place SET place = place + 1000 WHERE ends IS NULL",
    "party": "UPDATE entry_place SET party = party + 1 WHERE ends IS NULL AND effect IS NOT NULL",
    "held": "UPDATE entry_place SET held = NOT held WHERE ends IS NULL AND effect IS NOT NULL",
    "place gone": "DELETE FROM entry_place WHERE ends IS NULL",
    "role": "UPDATE entry_actor SET role = 'actor' WHERE role = 'source'",
    "id of a place": "UPDATE place SET id = id || 'x'",
    "id of an actor": "UPDATE actor SET id = id || 'x'",
    "map": "UPDATE place_now SET evidence = (SELECT evidence FROM place_now ORDER BY place DESC LIMIT 1)",
    "map cut short": "UPDATE place_now SET evidence = substr(evidence, 1, 7) WHERE length(evidence) > 7",
    "map gone": "DELETE FROM place_now",
    "name": "UPDATE report_now SET name = 'another'",
    "day": "UPDATE report_now SET published = published - 1",
    "report gone": "DELETE FROM report_now",
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_in_a_derived_table_is_found_and_mended(made_sqlite: Callable[[], str], what: str) -> None:
    changed(made_sqlite(), what)


@pytest.mark.postgres
@pytest.mark.parametrize("what", ["day of a place", "held", "map", "name"])
def test_it_is_found_on_the_server(made_postgres: Callable[[], str], what: str) -> None:
    changed(made_postgres(), what)


def changed(place: str, what: str) -> None:
    with fogline.ledger.open(place) as ledger:
        filled(ledger)
        assert ledger.verify().ok
    engine = raw(place)
    with engine.begin() as conn:
        assert conn.execute(text(CHANGES[what])).rowcount
    engine.dispose()
    with fogline.ledger.open(place) as ledger:
        verdict = ledger.verify()
        assert not verdict.ok
        assert "verify --rebuild" in str(verdict.problem)
        ledger.rebuild_projections()
        assert ledger.verify().ok


def as_standings(ledger: Ledger) -> list[Standing]:
    """The map as of now in the form of `standing`, which names claims in full."""
    return sorted(
        (Standing(p.place, *said) for p in ledger.map_now() for said in p.evidence), key=lambda standing: standing[:3]
    )


def short(found: list[Standing]) -> list[Standing]:
    return [standing._replace(claim=standing.claim[:16]) for standing in found]


def test_the_map_as_of_now_is_what_the_claims_say(ledger: Ledger) -> None:
    ledger.add([made(n) for n in range(20)])
    tomorrow = date.today() + timedelta(1)
    assert as_standings(ledger) == short(ledger.standing(on=tomorrow)) == short(ledger.standing())
    for place in ledger.map_now()[:4]:
        assert short(ledger.standing(place.place)) == [s for s in as_standings(ledger) if s.place == place.place]
        holds = [said for said in place.evidence if said.effect == "holds"]
        newest = place.newest("holds")
        assert (newest is None) == (not holds)
        assert newest is None or newest.day == max(said.day for said in holds if said.day)
        assert all(ledger.find(said.claim).kind == "claim" for said in place.evidence)
        assert (place.lat, place.name) == next((p.lat, p.name) for p in ledger.places() if p.id == place.place)


def test_the_map_follows_reviews_and_links(ledger: Ledger) -> None:
    ledger.add([made(n, 3) for n in range(8)])
    before = as_standings(ledger)
    gone = next(c for c in ledger.claims() if c.id == ledger.find(before[0].claim).id)
    ledger.review(new_review(gone.id, ReviewAction.REJECT, by="Ana"))
    assert gone.id[:16] not in {s.claim for s in as_standings(ledger)}
    assert as_standings(ledger) == short(ledger.standing(on=date.max))
    planned = next(c.id for c in ledger.claims() if c.claim.mood == "planned")
    moving = ledger.find(as_standings(ledger)[0].claim).id
    origins = tuple(Origin(id_, "s", "S", "s/1") for id_ in (planned, moving))
    links = (Link(LinkKind.HARDENS, planned, moving),)
    blocks = {planned: frozenset("k"), moving: frozenset("k")}
    ledger.add_weighing(Weighing(origins, {}, links, blocks), "w1")
    assert moving[:16] not in {s.claim for s in as_standings(ledger)}
    assert ledger.verify().ok


def test_reports_are_found_by_name_and_by_their_newest_day(ledger: Ledger) -> None:
    assert ledger.newest_day() is None
    days = {1: date(2017, 6, 1), 2: date(2017, 7, 1), 3: None}
    ledger.add([made(n, 2, published=day) for n, day in days.items()])
    one, two = (made(n, 2)[0] for n in (1, 2))
    assert ledger.newest_day() == date(2017, 7, 1)
    assert ledger.newest_day(date(2017, 6, 30)) == date(2017, 6, 1)
    assert ledger.newest_day(date(2017, 5, 1)) is None
    assert ledger.reports_named("r1") == [one.id]
    assert ledger.reports_named("nothing") == []
    report, reading, resolutions = made(2, 2)
    ledger.add([(replace(report, published=date(2018, 1, 1)), reading, resolutions)])  # an amended date
    ledger.add([(replace(report, name="r1", publisher="The Copy"), reading, resolutions)])  # another printing
    assert ledger.newest_day() == date(2018, 1, 1)
    assert ledger.reports_named("r2") == [two.id]
    assert ledger.reports_named("r1") == [one.id]
    ledger.rebuild_projections()
    assert (ledger.newest_day(), ledger.reports_named("r2")) == (date(2018, 1, 1), [two.id])


def test_newer_evidence_takes_the_place_of_older() -> None:
    first, later = (736000, 736002, 12, b"12345678"), (736000, 736003, 3, b"87654321")
    packed = merged(b"", {(4, 9): first, (0, 7): first})
    assert rows(packed) == [(0, 7, *first), (4, 9, *first)]
    assert rows(merged(packed, {(0, 7): later})) == [(0, 7, *later), (4, 9, *first)]
    assert merged(merged(packed, {(0, 7): later}), {(0, 7): first}) == merged(packed, {(0, 7): later})
    assert replaced(merged(packed, {(0, 7): later}), {(0, 7): first}) == packed
    assert rows(replaced(packed, {(0, 7): None, (1, 1): None})) == [(4, 9, *first)]


def test_evidence_says_what_it_is(ledger: Ledger) -> None:
    ledger.add([made(4)])
    said = ledger.map_now()[0].evidence[0]
    assert isinstance(said, Evidence)
    assert said.effect in ("holds", "left", "disputes", "denied")
    assert (len(said.claim), said.known) == (16, date(2017, 6, 1))
