"""Bare names to places: variants, scripts, ranking, and the honest "not known"."""

from __future__ import annotations

import pytest

from fogline.atlas import Atlas
from fogline.atlas.sphere import distance
from fogline.atlas.vague import precision

TANF, DEIR, KAMAL = "Al-Tanf garrison", "Deir ez-Zor", "Abu Kamal"


@pytest.mark.parametrize(
    ("name", "place", "country"),
    [
        *[(name, DEIR, "SY") for name in ("Deir Ez-Zour", "Deir ez-Zor", "Dayr az Zawr", "Dier el-Zor", "دير الزور")],
        *[(name, KAMAL, "SY") for name in ("Abu Kamal", "Albukamal", "Al-Bukamal", "Boukamal", "البوكمال")],
        *[(name, TANF, "SY") for name in ("Al-Tanf", "al Tanf", "at-Tanf", "Tanaf", "التنف", "Эт-Танф")],
        ("Kyiv", "Kyiv", "UA"),
        ("Київ", "Kyiv", "UA"),
        ("Киев", "Kyiv", "UA"),
        ("Kefraya", "Kafriya", "SY"),
        ("Raqqa", "Raqqa", "SY"),
        ("Ar-Rutbah", "Rutba", "IQ"),
        ("T4", "Tiyas airbase", "SY"),
    ],
)
def test_variants_find_the_place(opened: Atlas, name: str, place: str, country: str) -> None:
    best = opened.find(name)[0].place
    assert (best.name, best.country) == (place, country)


def test_kiev_is_kyiv_or_its_region(opened: Atlas) -> None:
    assert {c.place.country for c in opened.find("Kiev", limit=3)} == {"UA"}


@pytest.mark.parametrize("name", ["Xyzzyville", "Qwrtplk", "", "!!", "ISIL"])
def test_unknown_names_have_no_candidates(opened: Atlas, name: str) -> None:
    assert opened.find(name) == []


def test_al_tanf_never_becomes_another_place(opened: Atlas) -> None:
    assert not {c.place.name for c in opened.find("Al-Tanf")} & {"Tādif", "Tadif", "Najaf", "An Najaf", "Aţ Ţafīlah"}


def test_near_decides(opened: Atlas) -> None:
    assert opened.find("Paris", near="Texas")[0].place.admin1 == "US.TX"
    assert opened.find("Paris")[0].place.country == "FR"
    assert opened.find("Tripoli", near="Lebanon")[0].place.country == "LB"
    assert opened.find("Tripoli", near="Libya")[0].place.country == "LY"


def test_scores_are_probabilities_in_order(opened: Atlas) -> None:
    scores = [candidate.score for candidate in opened.find("Springfield")]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1.0001
    assert len(opened.find("Springfield", limit=3)) == 3


def test_places_have_ids_that_lead_back(opened: Atlas) -> None:
    for name in ("Al-Tanf", "Paris", "Syria", "Zakf"):
        place = opened.find(name)[0].place
        assert opened.place(place.id) == place
    assert opened.place("gn/1") is None
    assert opened.place("nowhere/at-all") is None


def test_a_place_without_published_coordinates_has_none(opened: Atlas) -> None:
    humaymah = opened.find("Humaymah")[0].place
    assert (humaymah.lat, humaymah.lon, humaymah.geometry) == (None, None, "none")
    assert opened.shape(humaymah.id) is None


@pytest.mark.parametrize(
    ("name", "known", "km"), [("Zakf", "Al-Tanf", (60, 70)), ("T2 pumping station", "Abu Kamal", (67, 71))]
)
def test_approximate_places_lie_where_their_sources_say(
    opened: Atlas, name: str, known: str, km: tuple[int, int]
) -> None:
    place, other = opened.find(name)[0].place, opened.find(known)[0].place
    assert None not in (place.lat, place.lon, other.lat, other.lon)
    assert km[0] <= distance(place.lat, place.lon, other.lat, other.lon) <= km[1]  # type: ignore[arg-type]
    assert place.radius_km is not None
    assert place.radius_km >= 20
    assert place.source.startswith("approximate")
    assert precision(place, "at") == (2, 2)


@pytest.mark.parametrize("name", ["Alaska", "Scotland", "Nordland", "Fujian"])
def test_a_coarse_outline_that_crosses_itself_is_an_area(opened: Atlas, name: str) -> None:
    shape = opened.shape(opened.find(name)[0].place.id)
    assert shape is not None
    assert shape["type"] in ("Polygon", "MultiPolygon")


def test_areas_have_outlines_and_towns_points(opened: Atlas) -> None:
    syria = opened.shape(opened.find("Syria")[0].place.id)
    town = opened.shape(opened.find("Mayadin")[0].place.id)
    assert syria is not None
    assert syria["type"] in ("Polygon", "MultiPolygon")
    assert town is not None
    assert town["type"] == "Point"
