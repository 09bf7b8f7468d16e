"""Theatre packs: good ones load whole, broken ones not at all, and the message says where."""

from __future__ import annotations

from pathlib import Path

import pytest

import fogline.atlas as atlas
from fogline.atlas import home, packs
from fogline.atlas.artefact import Artefact
from fogline.errors import PackError

HEADER = "id,name,aliases,kind,level,lat,lon,radius_km,country,admin1,within,geonames,population,source\n"
GOOD = "deadwood,Deadwood Ferry,Fährhof|Dedwud,crossing,site,35.5,39.5,1,SY,,,,,our own test\n"


def pack(folder: Path, rows: str = GOOD, name: str = "test-pack", about: str = "", header: str = HEADER) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(about or f'name = "{name}"\ncountries = ["SY"]\ntheatre = ["syria"]\n')
    (folder / "places.csv").write_text(header + rows, encoding="utf-8")
    return folder


def test_the_shipped_pack_is_good() -> None:
    shipped = packs.load(packs.SHIPPED / "syria-iraq-2017")
    assert len(shipped.entries) >= 150
    assert all(entry.place.source for entry in shipped.entries)
    assert {entry.place.name for entry in shipped.entries} >= {
        "Al-Tanf garrison",
        "Zakf",
        "Abu Kamal",
        "T2 pumping station",
    }
    for entry in shipped.entries:
        # No coordinates: then something that holds it or its radius says where it is looked for.
        if entry.place.lat is None and entry.geonameid is None:
            assert entry.place.within or entry.place.radius_km, entry.place.id


def test_extra_pack_is_found(tmp_path: Path) -> None:
    opened = atlas.open(["syria-iraq-2017"], [pack(tmp_path / "p")])
    for name in ("Deadwood Ferry", "Fahrhof", "Dedwud"):
        assert opened.find(name)[0].place.id == "test-pack/deadwood"


@pytest.mark.parametrize(
    ("rows", "line", "field"),
    [
        ("a,A,,,site,91,0,,SY,,,,,x\n", "line 2", "lat"),
        ("a,A,,,site,10,181,,SY,,,,,x\n", "line 2", "lon"),
        ("a,A,,,site,ten,0,,SY,,,,,x\n", "line 2", "lat"),
        ("a,A,,,site,10,,,SY,,,,,x\n", "line 2", "lon"),
        ("a,A,,,hamlet,10,10,,SY,,,,,x\n", "line 2", "level"),
        ("a,A,,,site,10,10,,SY,,,,,\n", "line 2", "source"),
        ("a,,,,site,10,10,,SY,,,,,x\n", "line 2", "name"),
        ("a b,A,,,site,10,10,,SY,,,,,x\n", "line 2", "id"),
        ("a,A,,,site,10,10,-1,SY,,,,,x\n", "line 2", "radius_km"),
        ("a,A,,,site,10,10,,SY,,,x,,x\n", "line 2", "geonames"),
        (GOOD + "deadwood,B,,,site,10,10,,SY,,,,,x\n", "line 3", "id"),
        (GOOD + "b,B,,,site\n", "line 3", "fields"),
        ("a,A,,,site,10,10,,SY,,nobody,,,x\n", "a", "within"),
    ],
)
def test_errors_name_file_line_and_field(tmp_path: Path, rows: str, line: str, field: str) -> None:
    folder = pack(tmp_path / "p", rows)
    with pytest.raises(PackError) as caught:
        packs.load(folder)
    assert "places.csv" in str(caught.value)
    assert line in str(caught.value)
    assert field in str(caught.value)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("pack.toml", "name = ", "pack.toml"),
        ("pack.toml", 'countries = ["SY"]\n', "name"),
        ("pack.toml", 'name = "x"\ncountries = ["Syria"]\n', "countries"),
        ("places.csv", "id,name\n", "missing"),
        ("places.csv", HEADER.replace("kind", "sort"), "unknown"),
        ("places.csv", "", "no header"),
        ("shapes.geojson", "{", "shapes.geojson"),
        ("shapes.geojson", '{"features": [{"id": "nobody", "geometry": null}]}', "id"),
        (
            "shapes.geojson",
            '{"features": [{"id": "deadwood", "geometry": {"type": "Cube", "coordinates": []}}]}',
            "geometry",
        ),
        (
            "shapes.geojson",
            '{"features": [{"id": "deadwood", "geometry": {"type": "LineString", "coordinates": [[0, 0], [0, 95]]}}]}',
            "globe",
        ),
    ],
)
def test_broken_files(tmp_path: Path, file: str, text: str, said: str) -> None:
    folder = pack(tmp_path / "p")
    (folder / file).write_text(text)
    with pytest.raises(PackError, match=said):
        packs.load(folder)


def test_not_utf8(tmp_path: Path) -> None:
    folder = pack(tmp_path / "p")
    (folder / "places.csv").write_bytes(HEADER.encode() + b"a,\xff\xfe,,,site,10,10,,SY,,,,,x\n")
    with pytest.raises(PackError, match="UTF-8"):
        packs.load(folder)


def test_two_packs_that_disagree_are_both_kept(tmp_path: Path) -> None:
    one = pack(tmp_path / "one", name="one")
    other = pack(tmp_path / "two", GOOD.replace("39.5", "40.5"), name="two")
    opened = atlas.open(["syria-iraq-2017"], [one, other])
    assert {c.place.id for c in opened.find("Deadwood Ferry")} == {"one/deadwood", "two/deadwood"}
    (said,) = (note for note in opened.notes if "Deadwood Ferry" in note)
    assert "one" in said
    assert "two" in said
    assert "90 km" in said or "91 km" in said


def test_two_packs_on_one_geonames_place(tmp_path: Path) -> None:
    rows = "raqqa,Raqqa Here,,city,settlement,36,39,1,SY,,,172955,,x\n"
    opened = atlas.open(["syria-iraq-2017"], [pack(tmp_path / "p", rows)])
    assert opened.find("Raqqa")[0].place.id == "syria-iraq-2017/raqqa"
    assert opened.find("Raqqa Here")[0].place.id == "test-pack/raqqa"


def test_added_packs_are_kept_for_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOGLINE_HOME", str(tmp_path / "home"))
    assert home.add(pack(tmp_path / "p")) == ("test-pack", 1)
    assert atlas.open().find("Dedwud")[0].place.id == "test-pack/deadwood"
    with pytest.raises(PackError):
        home.add(pack(tmp_path / "q", GOOD + "b,B,,,site,99,10,,SY,,,,,x\n", name="broken"))
    assert not list((tmp_path / "home").rglob("*broken*"))
    with pytest.raises(PackError, match="shipped"):
        home.add(pack(tmp_path / "r", name="world"))
    with pytest.raises(PackError, match="not there"):
        home.add(tmp_path / "nothing")


def test_unknown_pack() -> None:
    with pytest.raises(PackError, match="not shipped"):
        atlas.open(["atlantis"])


def test_missing_gazetteer(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no gazetteer"):
        Artefact(tmp_path)
