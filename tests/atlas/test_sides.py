"""Sides with dates, alliances, and an actor without a side."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fogline.atlas.actors import Cast, Sides, load
from fogline.atlas.packs import SHIPPED
from fogline.errors import PackError

PACK = "syria-iraq-2017"
JUNE = date(2017, 6, 15)


@pytest.fixture(scope="module")
def sides() -> Sides:
    return Cast([load(SHIPPED / PACK)]).sides


@pytest.mark.parametrize(
    ("actor", "on", "side"),
    [
        (f"{PACK}/sdf", JUNE, f"{PACK}/sdf"),
        (f"{PACK}/ypg", JUNE, f"{PACK}/sdf"),
        (f"{PACK}/maghawir", JUNE, f"{PACK}/coalition"),
        ("world/rus-mil", JUNE, f"{PACK}/syrian-government"),
        ("world/rus-mil", date(2015, 9, 29), "world/rus"),
        ("world/rus-mil", date(2015, 9, 30), f"{PACK}/syrian-government"),
        (f"{PACK}/badr", JUNE, f"{PACK}/iraq"),
        (f"{PACK}/sana", JUNE, f"{PACK}/syrian-government"),
        ("world/idf", JUNE, "world/isr"),
        ("world/tur/health-ministry", JUNE, f"{PACK}/turkey"),
        ("entity/joan petinglay", JUNE, "entity/joan petinglay"),
        (f"{PACK}/usud-al-sharqiya", None, f"{PACK}/coalition"),
    ],
)
def test_side_of(sides: Sides, actor: str, on: date | None, side: str) -> None:
    found = sides.of(actor, on)
    assert found is not None
    assert found.id == side


def test_allied_sides_stay_distinct(sides: Sides) -> None:
    sdf, coalition, government = (f"{PACK}/{name}" for name in ("sdf", "coalition", "syrian-government"))
    assert sides.allied(sdf, coalition, JUNE)
    assert sides.allied(coalition, sdf, JUNE)
    assert not sides.allied(sdf, coalition, date(2014, 1, 1))
    assert not sides.allied(sdf, government, JUNE)
    assert sides.allied(sdf, sdf, JUNE)
    assert sides.of(f"{PACK}/sdf", JUNE) != sides.of(f"{PACK}/coalition", JUNE)


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("SDF", "sdf"),
        ("US-led coalition and partnered Syrian rebels", "coalition"),
        ("Syrian army and allies", "syrian-government"),
        ("isis", "isis"),
        (f"{PACK}/iraq", "iraq"),
    ],
)
def test_find_side(sides: Sides, name: str, side: str) -> None:
    found = sides.find(name)
    assert found is not None
    assert found.id == f"{PACK}/{side}"
    assert sides.name(found.id) == found.name


def test_the_sides_of_a_day(sides: Sides) -> None:
    assert f"{PACK}/turkey" in {side.id for side in sides.all(JUNE)}
    assert sides.find("nobody at all") is None
    assert sides.name(None) == "side not known"


def test_without_a_pack_an_actor_is_its_own_side() -> None:
    sides = Cast().sides
    found = sides.of("world/hezbollah", JUNE)
    assert found is not None
    assert (found.id, found.name) == ("world/hezbollah", "Hezbollah")
    assert sides.all() == []
    assert sides.of("") is None


def _pack(folder: Path, sides: str) -> Path:
    folder.mkdir()
    (folder / "sides.toml").write_text(sides, "utf-8")
    return folder


def test_two_packs_that_disagree_are_both_kept_and_said(tmp_path: Path) -> None:
    one = '[[side]]\nid = "red"\nname = "Red"\nmembers = [{actor = "world/fra"}]\n'
    two = one.replace("red", "blue").replace("Red", "Blue")
    cast = Cast([load(_pack(tmp_path / "a", one)), load(_pack(tmp_path / "b", two))])
    assert {side.id for side in cast.sides.all()} == {"a/red", "b/blue"}
    found = cast.sides.of("world/fra", JUNE)
    assert found is not None
    assert found.id == "b/blue"
    assert "b/blue counts" in cast.sides.conflicts[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[side]]\nname = "Red"\n', "field 'id'"),
        (
            '[[side]]\nid = "red"\nname = "Red"\nmembers = [{actor = "x", since = "2017-13"}]\n',
            r"sides.toml:4: field 'since'",
        ),
        ('[[alliance]]\nsides = ["red", "blue"]\n', "'p/red'"),
    ],
)
def test_a_broken_file_names_line_and_field(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PackError, match=says):
        load(_pack(tmp_path / "p", text))
