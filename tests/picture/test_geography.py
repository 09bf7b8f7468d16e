"""Distances, zones, borders and their bad input: a right number, or a clear "cannot be computed, because"."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.claims import PlaceLevel
from fogline.errors import QuestionError
from fogline.picture import Asking, border, border_line, distance, drawn_countries, zone
from fogline.picture.boundaries import countries_in

from .world import SIDES, day, place, say

ASKING = Asking(on=day("2017-09-10"), sides=SIDES)
GARRISON = place("garrison", 33.50583, 38.61778, PlaceLevel.SITE, country="SY", radius_km=1.0)
CROSSING = place("crossing", 33.4332, 38.9374, PlaceLevel.SITE, country="IQ", radius_km=1.0)
NOWHERE = place("nowhere", None, None)


def test_distance_is_a_range_from_the_precision_of_both_ends() -> None:
    found = distance(GARRISON, CROSSING)
    assert found.km is not None
    assert found.km.mid == pytest.approx(30.7, abs=0.1)
    assert (found.km.high - found.km.low) == pytest.approx(4.0)
    assert found.sentence.startswith("Garrison lies 29 to 33 km from Crossing")


def test_distance_without_coordinates_is_refused_in_words() -> None:
    found = distance(GARRISON, NOWHERE)
    assert found.km is None
    assert found.unknown_because == "Nowhere has no coordinates"
    assert "cannot be computed, because" in found.sentence
    assert found.as_json()["km"] is None


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_is_symmetric_and_on_earth(a: float, b: float, c: float, d: float) -> None:
    p, q = place("p", a, b, radius_km=0.0), place("q", c, d, radius_km=0.0)
    there, back = distance(p, q).km, distance(q, p).km
    assert there is not None
    assert back is not None
    assert 0 <= there.low <= there.mid <= there.high <= 20_004.0
    assert there.mid == pytest.approx(back.mid, abs=1e-6)


def test_a_coordinate_that_is_no_place_on_earth_is_refused() -> None:
    for lat in (math.nan, 91.0):
        assert "has coordinates" in (distance(GARRISON, place("bad", lat, 40.0)).unknown_because or "")


def test_zone_contains_as_exactly_as_both_are_known() -> None:
    inside = zone(GARRISON, 55, asking=ASKING, contains=CROSSING)
    assert inside.verdict == "inside"
    assert zone(GARRISON, 20, asking=ASKING, contains=CROSSING).verdict == "outside"
    edge = zone(GARRISON, 31, asking=ASKING, contains=CROSSING)
    assert edge.verdict == "cannot be told"
    assert edge.unknown_because
    assert zone(GARRISON, 55, asking=ASKING, contains=NOWHERE).verdict == "cannot be computed"


def test_zone_lists_places_in_it_and_never_says_that_its_declarer_holds_them() -> None:
    town = place("village", 33.6, 38.7, country="SY")
    claims = [
        say("zone", "airmen", where=GARRISON, quantity="55 kilometer", id="zone"),
        say("capture", "army", where=town, on="2017-09-01", id="taken"),
    ]
    found = zone(GARRISON, 55, claims, asking=ASKING)
    assert [(h.place.id, h.short()) for h in found.inside] == [("village", "held by the government side")]
    assert found.claims == ("zone", "taken")
    assert "gives no control" in found.sentence
    assert json.loads(json.dumps(found.as_json()))["outline"]["type"] == "Polygon"


def test_zone_over_the_antimeridian_contains_but_draws_no_false_ring() -> None:
    west, east = place("west", -17.0, 179.9, radius_km=0.1), place("east", -17.0, -179.9, radius_km=0.1)
    found = zone(west, 50, asking=ASKING, contains=east)
    assert found.verdict == "inside"
    assert found.outline is None
    assert "antimeridian" in (found.unknown_because or "")
    assert "cannot be drawn, because" in found.sentence


def test_zone_over_the_pole() -> None:
    pole, across = place("camp", 89.8, 0.0, radius_km=0.1), place("across", 89.9, 180.0, radius_km=0.1)
    found = zone(pole, 60, asking=ASKING, contains=across)
    assert found.verdict == "inside"
    assert found.outline is None
    assert "North Pole" in (found.unknown_because or "")


def test_zone_around_a_place_without_coordinates() -> None:
    found = zone(NOWHERE, 55, asking=ASKING, contains=GARRISON)
    assert found.verdict == "cannot be computed"
    assert found.unknown_because == "Nowhere has no coordinates"


@pytest.mark.parametrize("radius", [0, -1, math.nan, math.inf, 40_000])
def test_a_radius_that_is_no_distance_is_refused(radius: float) -> None:
    with pytest.raises(QuestionError, match="--radius"):
        zone(GARRISON, radius, asking=ASKING)


def test_iraq_and_syria_measure_599_km_and_the_viewpoint_is_named() -> None:
    found = border("Iraq", "Syria", [], asking=ASKING)
    assert found.length_km == pytest.approx(599, abs=3)
    assert found.as_json()["viewpoint"] == "un"
    assert "viewpoint un" in found.sentence
    assert found.unknown_because
    assert "no place within" in found.unknown_because
    assert all(b.unknown_km == pytest.approx(found.length_km, abs=0.5) for b in found.banks)


@pytest.mark.parametrize(
    ("a", "b", "viewpoint", "km"),
    [
        ("Ukraine", "Russia", "un", 1525),
        ("Ukraine", "Russia", "de-facto", 1672),  # the de facto line adds the isthmus of Crimea
        ("Morocco", "Western Sahara", "un", 443),  # CIA World Factbook: 444 km
        ("MRT", "Western Sahara", "un", 1537),
    ],
)
def test_viewpoints_differ_where_the_world_does(a: str, b: str, viewpoint: str, km: float) -> None:
    assert border_line(a, b, viewpoint).length_km == pytest.approx(km, rel=0.005)


def test_somaliland_is_drawn_apart_only_de_facto() -> None:
    assert border_line("Somalia", "Somaliland", "de-facto").length_km > 300
    with pytest.raises(QuestionError, match="no land border in viewpoint un"):
        border_line("Somalia", "Somaliland", "un")


@pytest.mark.parametrize(
    ("a", "b", "viewpoint", "says"),
    [("Iraq", "Atlantis", "un", "no country"), ("Iraq", "France", "un", "no land border"),
     ("Iraq", "Syria", "mine", "no such viewpoint")],
)  # fmt: skip
def test_borders_that_are_not_there_are_refused(a: str, b: str, viewpoint: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        border_line(a, b, viewpoint)


def test_names_of_borders_give_their_countries() -> None:
    for text in ("Iraq-Syria border", "the Iraqi-Syrian border", "Iraq–Syria border"):
        assert countries_in(text) == ("IQ", "SY")
    assert countries_in("the Euphrates") is None
    assert countries_in("Syrian border with Iraq and Jordan") is None


def test_banks_are_held_inferred_and_unknown_apart_with_ranges() -> None:
    kamal = place("kamal", 34.4536, 40.9367, country="SY", radius_km=3.0)
    qaim = place("qaim", 34.3975, 40.977, country="IQ", radius_km=3.0)
    claims = [
        say("capture", "army", where=kamal, on="2017-09-01", id="kamal taken"),
        say("hold", "band", where=qaim, on="2017-09-01", id="qaim held"),
    ]
    found = border("Syria", "Iraq", claims, asking=ASKING)
    syria, iraq = found.banks
    assert (syria.country, iraq.country) == ("SY", "IQ")
    share = syria.shares[0]
    assert share.name == "the government side"
    assert 10 < share.held_km < 30
    assert 50 < share.inferred_km < 120
    assert share.low_km == 0.0  # without its one place nothing is left
    assert share.high_km > share.held_km + share.inferred_km
    total = share.held_km + share.inferred_km + syria.contested_km + syria.unknown_km
    assert total == pytest.approx(found.length_km, abs=0.5)
    assert [s.name for s in iraq.shares] == ["the rebels"]
    assert set(found.claims) == {"kamal taken", "qaim held"}
    assert syria.stretches[0].status == "unknown"
    assert sum(s.to_km - s.from_km for s in syria.stretches) == pytest.approx(found.length_km, abs=0.5)


def test_a_wider_cutoff_never_knows_less() -> None:
    kamal = place("kamal", 34.4536, 40.9367, country="SY")
    claims = [say("capture", "army", where=kamal, on="2017-09-01")]
    unknown = [border("SY", "IQ", claims, asking=ASKING, cutoff_km=c).banks[0].unknown_km for c in (10, 50, 200)]
    assert unknown == sorted(unknown, reverse=True)
    assert unknown[0] > unknown[-1]


def test_contested_border_places_give_nobody_the_line() -> None:
    kamal = place("kamal", 34.4536, 40.9367, country="SY")
    claims = [say("hold", "army", where=kamal, on="2017-09-05"), say("hold", "band", where=kamal, on="2017-09-05")]
    bank = border("SY", "IQ", claims, asking=ASKING).banks[0]
    assert bank.shares == ()
    assert bank.contested_km > 50


def test_countries_to_draw_are_offered_in_both_viewpoints() -> None:
    for viewpoint, name in (("un", "UA"), ("de-facto", "RU")):
        features = {f["id"]: f for f in drawn_countries(viewpoint)["features"]}
        lons = [x for rings in features[name]["geometry"]["coordinates"] for x, y in rings[0] if 44.5 < y < 45.5
                and 33.5 < x < 35.5]  # fmt: skip
        assert lons, f"Crimea is not in {name} under {viewpoint}"
