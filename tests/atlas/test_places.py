"""Place mentions of whole reports: context, relations, metonymy, geometry and "not known"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fogline.atlas import Atlas
from fogline.claims import Argument, Claim, ClaimType, Geometry, PlaceRef, Report, Role, Span

Placed = Callable[..., PlaceRef]
WAR = "The army fought ISIL in Syria. Rebels held Palmyra, and a convoy left Homs. "


def test_no_name_no_place(placed: Placed) -> None:
    ref = placed(WAR + "Troops entered the city at dawn.", "city")
    assert ref.place is None
    assert "no name" in ref.why


def test_the_entity_names_what_the_words_do_not(placed: Placed) -> None:
    ref = placed(WAR + "Troops entered the city at dawn.", "city", entity="city of Raqqa")
    assert ref.place is not None
    assert ref.place.name == "Raqqa"
    assert ref.role is Role.PLACE


def test_a_name_nobody_knows_is_not_known(placed: Placed) -> None:
    ref = placed(WAR + "They shelled Abraqdin al-Zuqya.", "Abraqdin al-Zuqya")
    assert ref.place is None
    assert ref.where_prec is None


@pytest.mark.parametrize(
    ("text", "words", "name", "country"),
    [
        ("Fighting went on in Paris, Texas.", "Paris, Texas", "Paris", "US"),
        ("Ministers met in Paris, France.", "Paris, France", "Paris", "FR"),
        ("Libyan forces left Tripoli, Libya said. Misrata was calm.", "Tripoli", "Tripoli", "LY"),
        ("Lebanese troops went to Tripoli from Beirut and Sidon in Lebanon.", "Tripoli", "Tripoli", "LB"),
        (WAR + "Shells fell on the southern town of Daraa.", "Daraa", "Daraa", "SY"),
        (WAR + "Talks opened in Geneva.", "Geneva", "Geneva", "CH"),
    ],
)
def test_the_report_decides(placed: Placed, text: str, words: str, name: str, country: str) -> None:
    ref = placed(text, words)
    assert ref.place is not None
    assert (ref.place.name, ref.place.country) == (name, country)


def test_town_and_province_of_one_name(placed: Placed) -> None:
    town, province = (
        placed(WAR + "He left Idlib.", "Idlib").place,
        placed(WAR + "In Idlib province.", "Idlib province").place,
    )
    assert town is not None
    assert town.level == "settlement"
    assert province is not None
    assert province.level == "province"
    assert province.geometry is Geometry.AREA


@pytest.mark.parametrize(
    ("words", "relation", "level", "geometry", "precision"),
    [
        ("al-Tanf", "at", "site", Geometry.POINT, (1, 1)),
        ("near al-Tanf", "near", "site", Geometry.POINT, (2, 2)),
        ("southeastern Syria", "part", "region", Geometry.AREA, (5, 3)),
        ("20 km north of Raqqa", "offset", "region", Geometry.AREA, (2, 2)),
        ("between Mayadin and Abu Kamal", "between", "region", Geometry.LINE, (5, 2)),
        ("the Syrian-Iraqi border", "at", "line", Geometry.LINE, (5, 3)),
        ("east of the Euphrates", "side", "region", Geometry.AREA, (5, 3)),
        ("Deir ez-Zor province", "at", "province", Geometry.AREA, (4, 3)),
        ("Syria", "at", "country", Geometry.AREA, (6, 3)),
        ("eastern Aleppo", "part", "settlement", Geometry.POINT, (1, 1)),
    ],
)
def test_relations(
    placed: Placed, opened: Atlas, words: str, relation: str, level: str, geometry: Geometry, precision: tuple[int, int]
) -> None:
    ref = placed(WAR + f"They struck {words} again.", words)
    assert ref.place is not None, ref.why
    assert (ref.relation, ref.place.level, ref.place.geometry) == (relation, level, geometry)
    assert (ref.where_prec, ref.geo_precision) == precision
    assert opened.place(ref.place.id) is not None
    shape = opened.shape(ref.place.id)
    if geometry is not Geometry.POINT and relation != "side":
        assert shape is not None
        assert shape["type"] != "Point"


def test_twenty_kilometres_are_twenty_kilometres(placed: Placed) -> None:
    ref = placed(WAR + "They struck 20 km north of Raqqa again.", "20 km north of Raqqa")
    assert ref.place is not None
    assert ref.place.lat is not None
    assert (ref.place.lat - 35.9528) * 111.2 == pytest.approx(20, abs=1.0)


def test_the_iraqi_border_measures_about_599_km(opened: Atlas, placed: Placed) -> None:
    import shapely
    from pyproj import Geod

    ref = placed(WAR + "They reached the Syrian-Iraqi border.", "Syrian-Iraqi border")
    assert ref.place is not None
    line = shapely.geometry.shape(opened.shape(ref.place.id))
    assert Geod(ellps="WGS84").geometry_length(line) / 1000 == pytest.approx(599, rel=0.06)


def test_southeastern_syria_lies_in_the_southeast(opened: Atlas, placed: Placed) -> None:
    import shapely

    ref = placed(WAR + "In southeastern Syria it was calm.", "southeastern Syria")
    assert ref.place is not None
    area = shapely.geometry.shape(opened.shape(ref.place.id))
    assert area.contains(shapely.Point(38.618, 33.506))  # al-Tanf
    assert not area.contains(shapely.Point(37.16, 36.2))  # Aleppo


def test_an_adjective_alone_is_no_place(placed: Placed) -> None:
    assert placed(WAR + "A new Syrian army base was built.", "new Syrian army base").place is None
    ref = placed(WAR + "They left Syrian territory.", "Syrian territory")
    assert ref.place is not None
    assert ref.place.name == "Syria"


def found(opened: Atlas, text: str) -> dict[str, str | None]:
    return {ref.text: ref.place.name if ref.place else None for ref in opened.places_in(Report(text=text, name="test"))}


def test_assad_is_not_in_ambassador(opened: Atlas) -> None:
    assert found(opened, "The ambassador met Assad, and the ambassadors left.") == {}


def test_capitals_that_speak_are_no_places(opened: Atlas) -> None:
    text = "Damascus said it would stay. Washington was winding up talks with Moscow. Troops left Damascus for Homs."
    places = opened.places_in(Report(text=text, name="test"))
    assert [(ref.text, ref.span.start > 70) for ref in places] == [("Damascus", True), ("Homs", True)]


def test_the_geoparser_gives_exact_spans(opened: Atlas) -> None:
    text = "Shelling hit Deir Ezzor, al-Mayadeen and Abu Kamal in Syria\u00a0on May 3.\nIn Raqqa it was calm."
    for ref in opened.places_in(Report(text=text, name="test")):
        assert ref.span.of(text) == ref.text
    assert set(found(opened, text)) >= {"Deir Ezzor", "al-Mayadeen", "Abu Kamal", "Syria", "Raqqa"}


def test_common_words_are_not_towns(opened: Atlas) -> None:
    assert found(opened, "March was quiet. Police said Many people left. The Army Will Return.") == {}


def test_given_spans_are_answered_one_by_one(opened: Atlas) -> None:
    text = "In Raqqa and Nowhereistan."
    refs = opened.places_in(Report(text=text, name="test"), [Span(3, 8), Span(13, 25)])
    assert [ref.place.name if ref.place else None for ref in refs] == ["Raqqa", None]


def test_empty_reports(opened: Atlas) -> None:
    assert opened.places_in(Report(text="", name="empty")) == []
    assert opened.resolve(Report(text="", name="empty"), []) == []


def joint_refs(opened: Atlas, words: str) -> tuple[PlaceRef, ...]:
    text = f"{WAR}They hold {words}."
    start = text.index(words, len(WAR))
    argument = Argument(Role.PLACE, words, start, start + len(words), words)
    report = Report(text, "t", theatre="syria-iraq-2017")
    claim = Claim(report.id, Span(0, 3), "The", ClaimType.HOLD, (argument,))
    return opened.resolve(report, [claim])[0].places


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("the provinces of Homs and Hama", ["Homs province", "Hama province"]),
        ("Homs and Hama provinces", ["Homs province", "Hama province"]),
        ("the towns of Tabqa, Mayadin and Abu Kamal", ["Tabqa", "Mayadin", "Abu Kamal"]),
        ("Raqqa and Deir ez-Zor", ["Raqqa", "Deir ez-Zor"]),
        ("the land between Homs and Palmyra", ["between Homs and Palmyra"]),
        ("Bosnia and Herzegovina", ["Bosnia"]),
        ("northern and eastern Syria", ["eastern Syria"]),
        ("Deir ezzor", ["Deir ez-Zor"]),
        ("the Syrian Arab Republic", ["Syria"]),
        ("the Islamic Republic of Iran", ["Iran"]),
    ],
)
def test_joined_names_are_places_of_their_own(opened: Atlas, words: str, names: list[str]) -> None:
    refs = joint_refs(opened, words)
    assert [ref.place.name if ref.place else None for ref in refs] == names
    assert {ref.text for ref in refs} == {words}


@pytest.mark.parametrize(
    ("words", "place", "relation", "precision"),
    [
        ("the al-Tanf deconfliction zone", "Al-Tanf garrison", "near", (2, 2)),
        ("the 55 km zone around al-Tanf", "Al-Tanf garrison", "near", (5, 2)),
        ("the 55-kilometer deconfliction zone around al-Tanf", "Al-Tanf garrison", "near", (5, 2)),
        ("the exclusion zone near Palmyra", "Palmyra", "near", (2, 2)),
        ("the de-escalation zone in Idlib province", "Idlib province", "part", (4, 3)),
    ],
)
def test_a_zone_is_the_land_round_a_place(
    opened: Atlas, words: str, place: str, relation: str, precision: tuple[int, int]
) -> None:
    (ref,) = joint_refs(opened, words)
    assert ref.place is not None
    assert (ref.place.name, ref.relation, (ref.where_prec, ref.geo_precision)) == (place, relation, precision)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Iraqi-Syrian border", "Iraq–Syria border"),
        ("the Syrian-Iraqi border", "Iraq–Syria border"),
        ("border with Iraq", "Iraq–Syria border"),
        ("Syria-Jordan frontier", "Jordan–Syria border"),
        ("Turkish border", "Syria–Turkey border"),
    ],
)
def test_a_border_is_a_line_that_can_be_asked_for(opened: Atlas, name: str, line: str) -> None:
    (found,) = opened.find(name)
    assert (found.place.name, found.place.geometry, found.known) == (line, Geometry.LINE, True)
    assert opened.place(found.place.id) == found.place


@pytest.mark.parametrize("name", ["Mesherab", "Bashriyah", "Palmyra Street"])
def test_a_name_like_many_others_is_not_guessed_in_a_theatre(opened: Atlas, name: str) -> None:
    assert not any(c.known for c in opened.find(name, near="Syria"))


def test_what_is_typed_with_a_slip_is_known(opened: Atlas) -> None:
    for typed, meant in (("Albu Kamaal", "Abu Kamal"), ("Dier Ezzour", "Deir ez-Zor"), ("Damascas", "Damascus")):
        assert opened.find(typed)[0].place.name == meant
        assert opened.find(typed)[0].known


def test_near_somewhere_is_not_a_country_elsewhere(opened: Atlas) -> None:
    assert all(c.place.level != "country" for c in opened.find("Benin", near="Syria"))
    assert opened.find("Benin")[0].place.level == "country"


def test_what_tells_compound_names_apart_must_agree(opened: Atlas) -> None:
    assert not any(c.known for c in opened.find("Kafr Safra", near="Syria"))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("rural areas around the Syrian capital", ["Damascus"]),
        ("the Saudi capital", ["Riyadh"]),
        ("Damascus Aleppo Homs", ["Damascus", "Aleppo", "Homs"]),  # the commas were lost
        ("western Raqqah Syria", ["Raqqa"]),
        ("Syrias Deir ezzor", ["Deir ez-Zor"]),
        ("strip of the Euphrates valley", ["Euphrates Valley"]),
        ("al-Karak neighborhood", [None]),  # not Karak in Jordan
        ("Syrias territory east of the Euphrates", ["east of the Euphrates"]),
    ],
)
def test_what_reports_call_places(opened: Atlas, words: str, names: list[str | None]) -> None:
    assert [ref.place.name if ref.place else None for ref in joint_refs(opened, words)] == names


def test_a_span_that_begins_within_a_name(placed: Placed) -> None:
    ref = placed("The army fought ISIL in Syria, near Deir Ezzor, and left.", "Ezzor")
    assert ref.place is not None
    assert (ref.place.name, ref.text) == ("Deir ez-Zor", "Ezzor")


def test_what_stands_on_a_border_is_near_it(opened: Atlas) -> None:
    (ref,) = joint_refs(opened, "a key crossing on the border with Iraq")
    assert ref.place is not None
    assert (ref.place.name, ref.relation) == ("Iraq–Syria border", "near")


@pytest.mark.parametrize(("words", "entity"), [("town", "Idlib province"), ("province", "Euphrates Valley")])
def test_an_entity_of_another_sort_does_not_name_what_is_meant(placed: Placed, words: str, entity: str) -> None:
    ref = placed(WAR + f"Troops entered the {words} at dawn.", words, entity=entity)
    assert ref.place is None
    assert "speak of a" in ref.why
