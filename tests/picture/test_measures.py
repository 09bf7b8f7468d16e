"""Claimed measures: how they are read, and what geometry makes of them."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from fogline.claims import Geometry, Place, PlaceLevel, PlaceRef, Role, Span, Weighed
from fogline.picture import Check, check
from fogline.picture.measure import read_measure

from .world import place, say


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("20 kilometers", "length", 18, 22),
        ("23 km", "length", 21.85, 24.15),
        ("55-kilometre", "length", 52.25, 57.75),
        ("some 40 kilometers", "length", 32, 48),
        ("375 miles", "length", 573.3, 633.7),
        ("about 2,500 metres", "length", 2, 3),
        ("60-70 km", "length", 54, 77),
        ("six to seven km", "length", 5.7, 7.35),
        ("within 66 km", "length", 0, 69.3),
        ("more than 100 kilometres", "length", 95, math.inf),
        ("nearly 50 km", "length", 40, 52.5),
        ("11,000 square kilometers", "area", 9900, 12100),
        ("772 square miles", "area", 1899.5, 2099.5),
        ("40 %", "share", 0.36, 0.44),
        ("60 per cent", "share", 0.54, 0.66),
    ],
)
def test_measures_are_read_with_the_allowance_of_their_wording(text: str, kind: str, low: float, high: float) -> None:
    found = read_measure(text)
    assert found is not None
    assert (found.kind, found.low, found.high) == (kind, pytest.approx(low, rel=1e-3), pytest.approx(high, rel=1e-3))


@pytest.mark.parametrize("text", ["a few villages", "20 fighters", "", "T2", "3 months"])
def test_what_is_no_measure_is_none(text: str) -> None:
    assert read_measure(text) is None


GARRISON = place("garrison", 33.50583, 38.61778, PlaceLevel.SITE, country="SY", radius_km=1.0)
CROSSING = place("crossing", 33.4332, 38.9374, PlaceLevel.SITE, country="SY", radius_km=1.0)
LOST = place("lost", None, None)
BORDER = place("frontier", None, None, PlaceLevel.LINE)


def measure(text: str, *ends: Place | str, type_: str = "distance") -> Weighed:
    """A claimed measure between ends; a text is a name that the atlas does not know."""
    w = say(type_, where=GARRISON, quantity=text, id="m", source="reporter")
    roles = (Role.PLACE, Role.ORIGIN, Role.DESTINATION)
    refs = tuple(
        PlaceRef(Span(i, i + 1), e if isinstance(e, str) else e.name, None if isinstance(e, str) else e, 1.0, roles[i])
        for i, e in enumerate(ends)
    )
    return replace(w, entry=replace(w.entry, places=refs))


def only(w: Weighed, **more: object) -> Check:
    (found,) = check([w], **more)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("30 km", "agrees"), ("24 km", "disagrees"), ("18 miles", "agrees"), ("some 40 km", "agrees"),
     ("90 km", "disagrees"), ("within 40 km", "agrees"), ("more than 40 km", "disagrees")],
)  # fmt: skip
def test_a_distance_between_two_known_spots(text: str, verdict: str) -> None:
    found = only(measure(text, GARRISON, CROSSING))
    assert found.verdict == verdict
    assert found.computed is not None
    assert found.computed.mid == pytest.approx(30.7, abs=0.1)
    assert json.loads(json.dumps(found.as_json()))["verdict"] == verdict


@pytest.mark.parametrize(
    ("ends", "why"),
    [((GARRISON, LOST), "Lost has no coordinates"),
     ((GARRISON, replace(LOST, name="Bare", geometry=Geometry.NONE)), "Bare has no coordinates"),
     ((GARRISON,), "only one end"), ((), "no place at either end"),
     ((GARRISON, "al-Nowhere"), "not known where al-Nowhere is"),
     ((GARRISON, place("badia", 34.0, 39.0, PlaceLevel.PROVINCE)), "no spot")],
)  # fmt: skip
def test_what_cannot_be_computed_says_why(ends: tuple[Place | str, ...], why: str) -> None:
    found = only(measure("20 km", *ends))
    assert found.verdict == "cannot be computed"
    assert why in (found.unknown_because or "")
    assert "cannot be computed, because" in found.sentence


@pytest.mark.parametrize("name", ["the Iraqi border", "Iraqi-Syrian border"])
def test_a_distance_to_a_border_is_to_its_nearest_kilometre(name: str) -> None:
    found = only(measure("21 km", GARRISON, name))
    assert found.verdict == "agrees", found.sentence
    assert found.computed is not None
    assert 20 < found.computed.mid < 22


def test_the_length_of_a_border_is_measured_on_its_line() -> None:
    assert only(measure("375 miles", "Iraq-Syria border", type_="extent")).verdict == "agrees"
    wrong = only(measure("450 miles", "Iraq-Syria border", type_="extent"))
    assert wrong.verdict == "disagrees"
    assert "viewpoint un" in wrong.sentence


def test_lines_and_areas_come_from_the_atlas() -> None:
    road = place("road", None, None, PlaceLevel.LINE)
    line = {"type": "LineString", "coordinates": [[40.0, 34.0], [41.0, 34.0]]}
    assert only(measure("92 km", road, type_="extent"), shape=lambda _: line).verdict == "agrees"
    assert only(measure("92 km", road, type_="extent")).verdict == "cannot be computed"
    square = {"type": "Polygon", "coordinates": [[[40, 34], [41, 34], [41, 35], [40, 35], [40, 34]]]}
    district = place("district", 34.5, 40.5, PlaceLevel.DISTRICT)
    assert only(measure("10,200 square km", district, type_="extent"), shape=lambda _: square).verdict == "agrees"
    assert only(measure("2,000 square km", district, type_="extent"), shape=lambda _: square).verdict == "disagrees"


def test_shares_and_radii_are_listed_and_not_guessed() -> None:
    assert only(measure("40 %", GARRISON, type_="extent")).what == "share"
    zone = only(measure("55 kilometer", GARRISON, type_="zone"))
    assert (zone.what, zone.verdict) == ("radius", "cannot be computed")


def test_an_extent_without_a_measure_is_listed_too() -> None:
    assert only(measure("large parts", GARRISON, type_="extent")).verdict == "cannot be computed"


def test_how_far_a_party_stands_from_a_place_is_no_distance_of_two_places() -> None:
    found = only(measure("40 km", "they", GARRISON))
    assert found.verdict == "cannot be computed"
    assert found.unknown_because == 'it tells how far somebody ("they") is from Garrison, not where that is'


def test_a_description_before_a_name_is_that_name() -> None:
    found = only(measure("30 km", "the rebels' stronghold of Crossing", GARRISON), places=[CROSSING])
    assert found.verdict == "agrees"
    assert found.computed is not None
    assert found.computed.mid == pytest.approx(30.7, abs=0.1)


def test_an_end_that_is_not_known_is_never_replaced_by_a_place_beside_it() -> None:
    w = measure("45 km", GARRISON, "front line")
    far = PlaceRef(Span(300, 308), CROSSING.name, CROSSING, 1.0, Role.ORIGIN)
    found = only(replace(w, entry=replace(w.entry, places=(*w.entry.places, far))))
    assert found.unknown_because == 'it is not known where "front line" is'


def test_a_distance_that_an_offset_was_made_of_is_taken_from_its_base() -> None:
    offset = place("offset", 33.7, 38.7, PlaceLevel.REGION)
    w = measure("30 km", GARRISON, offset)
    made = replace(w.entry.places[1], relation="offset", candidates=(("crossing", "Crossing", 1.0),))
    found = only(replace(w, entry=replace(w.entry, places=(w.entry.places[0], made))), places=[CROSSING])
    assert found.computed is not None
    assert found.computed.mid == pytest.approx(30.7, abs=0.1)


def test_what_somebody_holds_of_a_border_is_no_more_than_all_of_it() -> None:
    border = place("iraq-syria border", None, None, PlaceLevel.LINE, geometry=Geometry.LINE)
    line = replace(border, name="Iraq–Syria border")
    held = say("hold", "army", where=line, quantity="200 km")
    more = say("hold", "army", where=line, quantity="900 km")
    whole = say("hold", "army", where=line, quantity="all 200 km")
    verdicts = [only(w).verdict for w in (held, more, whole)]
    assert verdicts == ["agrees", "disagrees", "disagrees"]
    assert "being no more than there is" in only(held).sentence
    assert check([say("hold", "army", quantity="55 %")]) == ()


def test_from_somewhere_in_a_province_to_a_border_is_a_range() -> None:
    province = place("province", 33.5, 43.0, PlaceLevel.PROVINCE, geometry=Geometry.AREA, country="IQ")
    border = replace(place("b", None, None, PlaceLevel.LINE, geometry=Geometry.LINE), name="Iraq–Syria border")
    square = {"type": "Polygon", "coordinates": [[[42, 33], [44, 33], [44, 34], [42, 34], [42, 33]]]}
    found = only(measure("200 km", province, border), shape=lambda id_: square if id_ == "province" else None)
    assert found.verdict == "agrees"
    assert found.computed is not None
    assert found.computed.low < 150 < 200 < found.computed.high
