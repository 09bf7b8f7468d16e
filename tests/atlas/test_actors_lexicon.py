"""The lexicon of actors, its files and codes."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from fogline.atlas.actors import Cast, Lexicon, load
from fogline.atlas.cameo import cameo, country_code, plover_sector
from fogline.atlas.packs import SHIPPED
from fogline.claims import ActorKind, ActorRef, Span
from fogline.errors import PackError

GOOD = """actors = [
  {id = "reds", name = "Red Army", kind = "armed group", aliases = ["Reds"], source = "own"},
]
"""


def pack(folder: Path, actors: str = GOOD, sides: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "actors.toml").write_text(actors, "utf-8")
    (folder / "sides.toml").write_text(sides, "utf-8")
    return folder


def ref(name: str, actor: str) -> ActorRef:
    return ActorRef(Span(0, 1), name, actor, name, ActorKind.PERSON, 0.5)


def test_the_shipped_packs_hold_together() -> None:
    cast = Cast([load(SHIPPED / "syria-iraq-2017")])
    for actor in cast.lexicon:
        assert actor.source, f"{actor.id} has no source"
        for link in (actor.part_of, actor.speaks, actor.backer, *(office.of for office in actor.offices)):
            assert link is None or link in cast.lexicon, f"{actor.id} names {link}"
    for side in cast.sides.all():
        for member in side.members:
            assert member.actor in cast.lexicon, f"{side.id} names {member.actor}"
            assert member.source
    assert cast.sides.conflicts == ()


def test_the_general_lexicon_loads_quickly() -> None:
    start = time.process_time()
    lexicon = Lexicon()
    assert time.process_time() - start < 0.5  # some 0.03 s on an idle core; ten times over is a mistake
    assert sum(actor.kind is ActorKind.STATE for actor in lexicon) > 190


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Soleimani", "syria-iraq-2017/soleimani"),
        ("Hezbolla", "world/hezbollah"),
        ("Russian jets", "world/rus-aerospace"),
    ],
)
def test_find(name: str, actor: str) -> None:
    cast = Cast([load(SHIPPED / "syria-iraq-2017")])
    assert cast.find(name, date(2017, 6, 1))[0].actor.id == actor


def test_find_says_not_known() -> None:
    assert Cast().find("Qwertyuiop Brigade") == []


def test_a_later_pack_stands_over_an_earlier_one(tmp_path: Path) -> None:
    first = load(pack(tmp_path / "first"))
    second = load(pack(tmp_path / "second", GOOD.replace("Red Army", "New Red Army")))
    lexicon = Lexicon([first, second], world=False)
    assert [actor.id for actor in lexicon.by_name("reds")] == ["second/reds", "first/reds"]


def test_a_pack_adds_names_to_an_actor_of_the_world(tmp_path: Path) -> None:
    text = GOOD.replace('id = "reds"', 'id = "world/rus"').replace("armed group", "state")
    cast = Cast([load(pack(tmp_path / "p", text))])
    assert cast.find("Reds")[0].actor.id == "world/rus"
    assert cast.find("Russia")[0].actor.id == "world/rus"


@pytest.mark.parametrize(
    ("actors", "says"),
    [
        ("actors = [", "actors.toml: is no TOML"),
        (GOOD.replace('name = "Red Army", ', ""), r"actors.toml:2: field 'name': found nothing"),
        (GOOD.replace("armed group", "gang"), r"actors.toml:2: field 'kind': found 'gang'"),
        (GOOD.replace('["Reds"]', '"Reds"'), r"actors.toml:2: field 'aliases'"),
        (GOOD.replace(', source = "own"', ""), r"field 'source'"),
        (GOOD[:-2] + GOOD.partition("\n")[2], "stands twice"),
        (GOOD.replace("source", 'roles = [{title = "x", of = "reds", since = "soon"}], source'), "field 'since'"),
    ],
)
def test_a_broken_pack_names_line_and_field(tmp_path: Path, actors: str, says: str) -> None:
    with pytest.raises(PackError, match=says):
        load(pack(tmp_path / "broken", actors))


def test_codes() -> None:
    lexicon = Lexicon([load(SHIPPED / "syria-iraq-2017")])
    assert cameo(ref("Syrian Army", "world/syr-mil"), lexicon) == "SYRMIL"
    assert cameo(ref("Russia", "world/rus"), lexicon) == "RUSGOV"
    assert cameo(ref("ministry", "world/tur/health-ministry"), lexicon) == "TURGOV"
    assert cameo(ref("civilians", "described/civilians"), lexicon) == "CVL"
    assert cameo(ref("Joan", "entity/joan"), lexicon) is None
    assert (plover_sector("SYRMIL"), plover_sector("LBNREBHEZ"), plover_sector(None)) == ("MIL", "REB", None)
    assert (country_code("SYRMIL"), country_code("IGOUNO")) == ("SYR", None)
