"""Corridors, who is cut off, and what if."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from fogline.claims import Place, Weighed
from fogline.errors import InputError
from fogline.picture import Asking, corridor, encirclement, what_if, who_holds, zone
from fogline.picture.graph import neighbours
from fogline.picture.whatif import assume

from .world import SIDES, Side, day, place, say

ASKING = Asking(on=day("2017-09-10"), sides=SIDES)
GOV, REBELS = Side("gov", "the government side"), Side("rebels", "the rebels")


def at(name: str, km_east: float, km_north: float = 0.0) -> Place:
    """A village so many kilometres from 34 N 40 E."""
    return place(name, 34 + km_north / 110.9, 40 + km_east / 92.4)


A, B, C, D = at("a", 0), at("b", 40), at("c", 80), at("d", 120)
CHAIN = [A, B, C, D]


def held(*places: Place, by: str = "army") -> list[Weighed]:
    return [say("capture", by, where=p, on="2017-09-01", id=f"{by} {p.id}") for p in places]


def test_an_open_way_names_its_places_its_widest_gap_and_what_breaks_it() -> None:
    found = corridor(A, D, GOV, held(*CHAIN), asking=ASKING)
    assert found.verdict == "open"
    assert [h.place.id for h in found.way] == ["a", "b", "c", "d"]
    assert found.widest_gap_km == pytest.approx(40, abs=1)
    assert [p.id for p in found.breaks] == ["b", "c"]
    assert "by proximity, not by road" in found.sentence
    assert "breaks if any of B and C falls" in found.sentence
    assert set(found.claims) == {"army a", "army b", "army c", "army d"}
    assert json.loads(json.dumps(found.as_json()))["basis"] == "proximity"


def test_a_detour_takes_the_break_away() -> None:
    detour = [at("e", 30, 40), at("f", 85, 40)]
    found = corridor(A, D, GOV, held(*CHAIN, *detour), asking=ASKING)
    assert found.verdict == "open"
    assert found.breaks == ()


def test_a_rival_between_closes_the_way_and_is_named() -> None:
    found = corridor(A, D, GOV, held(A, C, D) + held(B, by="band"), asking=ASKING)
    assert found.verdict == "closed"
    assert "the rebels" in found.sentence


def test_a_place_of_unknown_holding_leaves_it_open_whether_there_is_a_way() -> None:
    claims = [*held(A, C, D), say("capture", "army", where=B, on="2017-09-01", mood="planned")]
    found = corridor(A, D, GOV, claims, asking=ASKING)
    assert found.verdict == "not known"
    assert [p.id for p in found.needs] == ["b"]
    assert found.unknown_because
    assert "B" in found.sentence


def test_too_wide_a_gap_closes_and_says_how_wide() -> None:
    found = corridor(A, D, GOV, held(A, D), asking=ASKING)
    assert found.verdict == "closed"
    assert found.nearest_km == pytest.approx(120, abs=1)
    assert "it would take steps of 1" in found.sentence
    assert corridor(A, D, GOV, held(A, D), asking=ASKING, link_km=130).verdict == "open"


def test_an_end_that_the_side_does_not_hold_closes_the_way() -> None:
    found = corridor(A, D, GOV, held(A, B, C) + held(D, by="band"), asking=ASKING)
    assert found.verdict == "closed"
    assert "D is held by the rebels" in found.sentence


def test_allies_count_only_when_merged() -> None:
    claims = held(A, C, D, by="band") + held(B, by="airmen")
    assert corridor(A, D, REBELS, claims, asking=ASKING).verdict == "closed"
    assert corridor(A, D, REBELS, claims, asking=replace(ASKING, merge_allies=True)).verdict == "open"


def test_a_side_with_no_members_holds_no_way() -> None:
    found = corridor(A, D, Side("empty", "the empty side"), held(*CHAIN), asking=ASKING)
    assert found.verdict == "cannot be computed"
    assert found.unknown_because == "no place that the claims name is held by the empty side on that day"


def test_an_end_without_coordinates_cannot_be_computed() -> None:
    found = corridor(A, place("nowhere", None, None), GOV, held(A), asking=ASKING)
    assert found.verdict == "cannot be computed"
    assert found.unknown_because == "Nowhere has no coordinates"


ROADS = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[40.0, 34.0], [41.3, 34.0]]}},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[41.3, 34.0], [41.3, 35.0]]}},
    ],
}


def test_roads_join_what_lies_on_them_and_nothing_else() -> None:
    north = place("north", 34.9, 41.3)
    beside = at("beside", 60, 30)
    found = corridor(A, north, GOV, held(A, north, beside), asking=ASKING, roads=ROADS, link_km=300)
    assert found.verdict == "open"
    assert found.basis == "roads"
    assert [h.place.id for h in found.way] == ["a", "north"]
    blocked = held(A, north, beside) + held(B, by="band")
    assert corridor(A, north, GOV, blocked, asking=ASKING, roads=ROADS, link_km=300).verdict == "closed"
    off = corridor(A, beside, GOV, held(A, beside), asking=ASKING, roads=ROADS)
    assert off.verdict == "cannot be computed"
    assert "from any road" in (off.unknown_because or "")


def test_a_road_file_without_lines_is_refused() -> None:
    with pytest.raises(InputError, match="no lines"):
        neighbours([A, B], {"type": "FeatureCollection", "features": []})


def test_neighbours_over_the_antimeridian() -> None:
    west, east = place("west", -17.0, 179.9), place("east", -17.0, -179.9)
    (edge,) = neighbours([west, east]).edges
    assert edge[2] == pytest.approx(21.3, abs=0.3)


def test_two_places_on_one_spot_are_neighbours() -> None:
    twin = replace(A, id="twin")
    assert neighbours([A, twin, B]).edges[0] == (0, 1, 0.0)


def test_a_pocket_is_cut_off_and_says_by_whom() -> None:
    far = at("far", 160)
    claims = held(A, B, far) + held(C, D, by="band")
    found = encirclement(GOV, claims, asking=ASKING)
    assert found.rest == 2
    assert [[p.id for p in pocket.places] for pocket in found.pockets] == [["far"]]
    assert found.pockets[0].around == ("the rebels",)
    assert not found.pockets[0].unsure
    assert "Far is cut off by the rebels" in found.sentence


def test_a_pocket_behind_unknown_ground_is_unsure() -> None:
    claims = [*held(A, B, D), say("capture", "army", where=C, on="2017-09-01", mood="planned")]
    assert [p.unsure for p in encirclement(GOV, claims, asking=ASKING).pockets] == [True]


def test_nobody_cut_off_and_nobody_there() -> None:
    assert encirclement(GOV, held(A, B), asking=ASKING).pockets == ()
    assert encirclement(GOV, [], asking=ASKING).unknown_because


def test_what_if_shows_before_after_and_difference_and_stores_nothing() -> None:
    claims = held(A, C, D) + held(B, by="band")
    kept = list(claims)
    found = what_if({B: GOV}, claims, lambda w: corridor(A, D, GOV, w, asking=ASKING), on=ASKING.on)
    assert found.before.as_json()["verdict"] == "closed"
    assert found.after.as_json()["verdict"] == "open"
    assert ("verdict", "closed", "open") in found.difference
    assert claims == kept
    assert not any(c.startswith("assumed") for c in found.claims)
    assert json.loads(json.dumps(found.as_json()))["assumed"] == {"B": "the government side"}


@pytest.mark.parametrize("policy", ["latest", "majority", "against-interest", "strict"])
def test_an_assumption_decides_under_every_policy(policy: str) -> None:
    claims = [say("hold", "band", where=A, on=f"2017-09-0{d}", source=f"s{d}") for d in range(1, 9)]
    ask = lambda w: who_holds(A, w, on=ASKING.on, sides=SIDES, policy=policy)  # noqa: E731
    found = what_if({A: GOV}, claims, ask, on=ASKING.on)
    assert found.after.as_json()["holders"][0]["side"] == "the government side"


def test_an_assumption_that_changes_nothing_says_so() -> None:
    found = what_if({B: GOV}, held(A, B), lambda w: zone(A, 10, w, asking=ASKING), on=ASKING.on)
    assert found.difference == ()
    assert "nothing would change" in found.sentence


def test_a_what_if_tells_what_would_change() -> None:
    found = what_if({B: REBELS}, held(A, B, C, D), lambda w: corridor(A, D, GOV, w, asking=ASKING), on=ASKING.on)
    assert "verdict from open to closed" in found.sentence


def test_what_a_what_if_leaves_alone_is_worked_out_once_and_stays_right() -> None:
    """Asked in one go, the second answer is that of the assumed claims by themselves."""
    claims = held(A, B, C, D)
    ask = lambda w: corridor(A, D, GOV, w, asking=ASKING)  # noqa: E731
    found = what_if({B: REBELS}, claims, ask, on=ASKING.on)
    assert found.after.as_json() == ask(list(assume({B: REBELS}, claims, ASKING.on))).as_json()
    assert found.before.as_json() == ask(claims).as_json()
