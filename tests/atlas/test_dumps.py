"""GeoNames country dumps and GeoJSON of places: streamed in, found again, and refused whole when broken."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest

import fogline.atlas as atlas
from fogline.atlas import home
from fogline.atlas.dumps import Dump, load_geojson, load_geonames
from fogline.errors import PackError


def line(number: int, name: str, lat: str = "35.1", lon: str = "40.1", **more: str) -> str:
    fields = {
        "names": "", "class": "P", "code": "PPL", "country": "SY", "admin1": "07", "population": "120",
    } | more  # fmt: skip
    return "\t".join(
        [
            str(number), name, name, fields["names"], lat, lon, fields["class"], fields["code"], fields["country"], "",
            fields["admin1"], "", "", "", fields["population"], "", "200", "Asia/Damascus", "2020-01-01",
        ]
    )  # fmt: skip


DUMP = "\n".join(
    [
        line(90000001, "Qariat al Ibtikar", names="Karyat Ibtikar,قرية الابتكار"),
        line(90000002, "Jisr al Ibtikar", **{"class": "S", "code": "BDG"}),
        line(90000003, "Wadi al Ibtikar", **{"class": "H", "code": "STM"}),
        line(90000004, "Nowhere", **{"class": "X", "code": "ZZZ"}),
    ]
)


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOGLINE_HOME", str(tmp_path / "home"))
    return tmp_path


def test_a_dump_is_added_and_found(user: Path) -> None:
    with zipfile.ZipFile(user / "SY.zip", "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", DUMP)
    assert home.add(user / "SY.zip") == ("SY", 3)
    opened = atlas.open()
    for name in ("Qariat al Ibtikar", "Karyat Ibtikar", "قرية الابتكار"):
        assert opened.find(name)[0].place.id == "gn/90000001"
    assert opened.find("Jisr al-Ibtikar")[0].place.level == "site"
    assert opened.find("Wadi al-Ibtikar")[0].place.level == "line"
    assert opened.place("gn/90000001") is not None
    assert "SY" in opened.version


def test_text_dumps_too(user: Path) -> None:
    (user / "XX.txt").write_text(DUMP, encoding="utf-8")
    assert home.add(user / "XX.txt") == ("XX", 3)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (line(1, "A", lat="95"), "outside the globe"),
        (line(1, "A", lon="east"), "longitude"),
        (line(1, "A", population="many"), "population"),
        ("1\tA\tB", "fields"),
    ],
)
def test_a_broken_dump_leaves_nothing(user: Path, bad: str, said: str) -> None:
    (user / "SY.txt").write_text(DUMP + "\n" + bad + "\n", encoding="utf-8")
    with pytest.raises(PackError, match=said) as caught:
        home.add(user / "SY.txt")
    assert "line 5" in str(caught.value)
    assert not [path for path in (user / "home").rglob("*") if path.is_file()]


def test_files_that_are_no_dump(user: Path) -> None:
    (user / "a.bin").write_bytes(b"\x00\xff" * 20)
    with pytest.raises(PackError):
        home.add(user / "a.bin")
    (user / "b.txt").write_bytes(b"\xff\xfe\x00" * 50)
    with pytest.raises(PackError):
        home.add(user / "b.txt")
    (user / "c.txt").write_text("")
    with pytest.raises(PackError, match="no place"):
        home.add(user / "c.txt")


def test_a_long_dump_streams_in_flat_memory(tmp_path: Path) -> None:
    def measured(lines: int) -> int:
        path = tmp_path / f"{lines}.txt"
        with path.open("w", encoding="utf-8") as stream:
            for number in range(lines):
                stream.write(line(number, f"Place {number}") + "\n")
        tracemalloc.start()
        load_geonames(path, tmp_path / f"{lines}.sqlite")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert measured(60_000) < measured(25_000) * 1.5


def test_geojson(user: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"name": "Berm Line", "aliases": "al-Satir", "source": "our own test", "country": "SY"},
            "geometry": {"type": "LineString", "coordinates": [[38.0, 33.0], [38.5, 33.3]]},
        },
        {
            "type": "Feature",
            "properties": {"name": "Checkpoint Q"},
            "geometry": {"type": "Point", "coordinates": [38, 33]},
        },
    ]
    (user / "berms.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert home.add(user / "berms.geojson") == ("berms", 2)
    opened = atlas.open()
    place = opened.find("al-Satir")[0].place
    assert (place.id, place.level) == ("berms/0", "line")
    shape = opened.shape(place.id)
    assert shape is not None
    assert shape["type"] == "LineString"


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        ({"properties": {}, "geometry": {"type": "Point", "coordinates": [0, 0]}}, "name"),
        ({"properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": [0, 99]}}, "globe"),
        ({"properties": {"name": "A"}, "geometry": None}, "geometry"),
        ({"properties": {"name": "A", "level": "moon"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}, "level"),
    ],
)
def test_broken_geojson(tmp_path: Path, feature: dict[str, object], said: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps({"features": [feature]}))
    with pytest.raises(PackError, match=said):
        load_geojson(path, tmp_path / "x.sqlite")
    assert not (tmp_path / "x.sqlite").exists()


def test_names_of_a_country_for_near_spellings(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_text(DUMP, encoding="utf-8")
    load_geonames(path, tmp_path / "SY.sqlite")
    dump = Dump(tmp_path / "SY.sqlite")
    assert {name for name, _ in dump.names_in("SY")} >= {"qariat al ibtikar", "karyat ibtikar"}
    dump.close()
