"""What is handed on: golden files for the forms, and what must hold of every row."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from pyarrow import parquet

from fogline.claims import Report, Weighed
from fogline.codebook import from_codebook
from fogline.errors import InputError, QuestionError
from fogline.exports import FORMATS, ExportInput, export
from fogline.exports.acled import number
from tests.exports.al_tanf import AREA, DEAD, LEFT, PLAN, REPORTS, RETAKEN, SOUTHEAST, TAKEN, weighed

GOLDEN = Path(__file__).parent / "golden"
TEXTS = {
    "geojson": "claims.geojson",
    "csv": "claims.csv",
    "acled": "events.csv",
    "webannotation": "annotations.json",
    "kml": "claims.kml",
    "ftm": "statements.csv",
}


def given(*, reviewed: str | None = None) -> ExportInput:
    claims = weighed()
    if reviewed:
        claims = tuple(replace(w, entry=replace(w.entry, reviewed=reviewed)) for w in claims)
    return ExportInput(claims, {r.id: r for r in REPORTS.values()}, {SOUTHEAST.id: AREA})


def written(name: str, tmp_path: Path, what: ExportInput | None = None) -> str:
    export(name, what or given(), tmp_path / "out")
    return (tmp_path / "out").read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", TEXTS)
def test_golden(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The form to the byte; run with FOGLINE_GOLDEN=write in the environment after a change that was meant."""
    import os

    text, path = written(name, tmp_path), GOLDEN / TEXTS[name]
    if os.environ.get("FOGLINE_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode("utf-8")


def test_actors_have_cameo_codes_and_plover_sectors(tmp_path: Path) -> None:
    coded = replace(given(), code=lambda ref: "USAMIL" if ref.actor == "pack/us" else None)
    rows = list(csv.DictReader(io.StringIO(written("csv", tmp_path, coded))))
    army = [r for r in rows if "pack/us" in r["actor_ids"].split(" | ")]
    assert army
    for found in army:
        ids = found["actor_ids"].split(" | ")
        at = ids.index("pack/us")
        assert found["actor_codes"].split(" | ")[at] == "USAMIL"
        assert found["actor_sectors"].split(" | ")[at] == "MIL"
    others = [r for r in rows if r not in army]
    assert all(r["actor_codes"] == "" for r in others)


@pytest.mark.parametrize("name", [n for n in FORMATS if n not in ("corpus", "acled")])
def test_no_claim_is_lost(name: str, tmp_path: Path) -> None:
    count = export(name, given(), tmp_path / "out")
    raw = (tmp_path / "out").read_bytes()
    assert count == len(weighed())
    if name == "parquet":
        ids = set(parquet.read_table(tmp_path / "out")["claim_id"].to_pylist())
        assert ids == {w.entry.id for w in weighed()}
    else:
        for w in weighed():
            assert w.entry.id in raw.decode()


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_the_claims_does_not_matter(name: str, tmp_path: Path) -> None:
    turned = replace(given(), weighed=tuple(reversed(weighed())))
    export(name, given(), tmp_path / "a")
    export(name, turned, tmp_path / "b")

    def content(path: Path) -> dict[str, bytes]:
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        return {str(p.relative_to(path)): p.read_bytes() for p in files}

    if (tmp_path / "a").exists():
        assert content(tmp_path / "a") == content(tmp_path / "b")


def test_areas_and_unlocated_claims_are_no_pins(tmp_path: Path) -> None:
    features = json.loads(written("geojson", tmp_path))["features"]
    kinds = {f["properties"].get("place"): (f["geometry"] or {}).get("type") for f in features}
    assert kinds["southeastern Syria"] == "Polygon"
    assert kinds["Zakf"] is None
    assert kinds["Al-Tanf garrison"] == "Point"
    unknown = next(f for f in features if f["properties"].get("place_text") == "Nowhereville")
    assert unknown["geometry"] is None
    assert unknown["properties"]["place_id"] is None
    bare = replace(given(), shapes={})
    features = json.loads(written("geojson", tmp_path, bare))["features"]
    assert {(f["geometry"] or {}).get("type") for f in features} == {"Point", None}
    rows = list(csv.DictReader(io.StringIO(written("csv", tmp_path))))
    assert all(not r["lat"] for r in rows if "southeastern" in r["places"] or r["places"] in ("Zakf", ""))


def test_points_are_longitude_first(tmp_path: Path) -> None:
    features = json.loads(written("geojson", tmp_path))["features"]
    point = next(f["geometry"] for f in features if f["properties"].get("place") == "Al-Tanf garrison")
    assert point["coordinates"] == [38.61778, 33.50583]


def test_mood_and_source_reach_every_row(tmp_path: Path) -> None:
    rows = {r["claim_id"]: r for r in csv.DictReader(io.StringIO(written("csv", tmp_path)))}
    plan = rows[PLAN.entry.id]
    assert (plan["mood"], plan["sources"], plan["origin"]) == ("planned", "DEBKA", "DEBKA")
    assert plan["words"].startswith("planned ")
    assert plan["evidence"] == REPORTS["debka"].text


def test_no_cell_runs_as_a_formula(tmp_path: Path) -> None:
    text = "=HYPERLINK(1) hold al-Tanf."
    report = replace(REPORTS["debka"], text=text, title="@title", publisher="-pub")
    entry = replace(PLAN.entry, report=report.head, claim=replace(PLAN.entry.claim, report=report.id))
    what = ExportInput([replace(PLAN, entry=entry)], {report.id: report}, {})
    (row,) = csv.DictReader(io.StringIO(written("csv", tmp_path, what)))
    assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_parquet_keeps_days_and_lists(tmp_path: Path) -> None:
    export("parquet", given(), tmp_path / "out")
    rows = {r["claim_id"]: r for r in parquet.read_table(tmp_path / "out").to_pylist()}
    assert rows[TAKEN.entry.id]["valid_from"] == date(2017, 11, 9)
    assert rows[PLAN.entry.id]["sources"] == ["DEBKA"]
    assert rows[DEAD.entry.id]["lat"] is None


def test_annotations_point_at_the_words_in_both_countings(tmp_path: Path) -> None:
    page = json.loads(written("webannotation", tmp_path))
    texts = {f"urn:sha256:{r.id}": r.text for r in REPORTS.values()}
    assert page["total"] == len(weighed())
    beyond = 0
    for item in page["first"]["items"]:
        text = texts[item["wasDerivedFrom"]]
        units = text.encode("utf-16-le")
        for target in item["target"]:
            position, quote = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            wide = units[2 * position["utf16"]["start"] : 2 * position["utf16"]["end"]].decode("utf-16-le")
            assert wide == quote["exact"]
            assert text.startswith(quote["suffix"], position["end"])
            beyond += position["utf16"] != {"start": position["start"], "end": position["end"]}
    assert beyond, "a report with an emoji in it tells the two countings apart"


def test_redacted_reports_leave_positions_without_words(tmp_path: Path) -> None:
    what = replace(given(), reports={})
    for name in FORMATS:
        if name not in ("corpus", "parquet"):
            assert "winding up talks" not in written(name, tmp_path, what)
    page = json.loads(written("webannotation", tmp_path, what))
    assert all(len(t["selector"]) == 1 for item in page["first"]["items"] for t in item["target"])


def test_events_are_what_is_said_to_have_happened(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(written("acled", tmp_path))))
    ids = {i for r in rows for i in r["claim_ids"].split(" | ")}
    assert PLAN.entry.id not in ids, "a plan is no event"
    assert {LEFT.entry.id, TAKEN.entry.id, RETAKEN.entry.id} <= ids
    taken = next(r for r in rows if TAKEN.entry.id in r["claim_ids"])
    assert taken["sub_event_type"] == "Government regains territory"
    assert (taken["event_date"], taken["time_precision"], taken["country"]) == ("2017-11-09", "1", "Syria")
    assert (taken["latitude"], taken["iso"]) == ("34.45361", "760")


def fight(kind: str, trigger: str, text: str, event: str | None, quantity: str | None = None) -> tuple[Weighed, Report]:
    """A claim of an attack or its dead in a text of one sentence."""
    from fogline.claims import Argument, ClaimType, Role, Span

    report = replace(REPORTS["army"], text=text)
    args: tuple[Argument, ...] = ()
    if quantity:
        at = text.index(quantity)
        args = (Argument(Role.QUANTITY, quantity, at, at + len(quantity), quantity),)
    at = text.index(trigger)
    claim = replace(
        TAKEN.entry.claim,
        report=report.id,
        type=ClaimType(kind),
        trigger=Span(at, at + len(trigger)),
        trigger_text=trigger,
        args=args,
        evidence=Span(0, len(text)),
    )
    entry = replace(TAKEN.entry, id=claim.key, claim=claim, report=report.head)
    return replace(TAKEN, entry=entry, event=event, links=()), report


def test_the_dead_are_counted_once_and_low(tmp_path: Path) -> None:
    one = "An air strike killed at least 20 civilians in the town."
    two = "The strike killed twenty-six people, 26 in all, others said."
    claims = [
        fight("strike", "air strike", one, "e1"),
        fight("casualties", "killed", one, None, "at least 20"),
        fight("strike", "strike", two, "e1"),
        fight("casualties", "killed", two, None, "26"),
    ]
    what = ExportInput([w for w, _ in claims], {r.id: r for _, r in claims}, {})
    (row,) = csv.DictReader(io.StringIO(written("acled", tmp_path, what)))
    assert (row["fatalities"], row["sub_event_type"]) == ("20", "Air/drone strike")
    assert len(row["claim_ids"].split(" | ")) == 4


@pytest.mark.parametrize(
    ("words", "figure"),
    [("at least 1,200", 1200), ("seven", 7), ("dozens", 10), ("a dozen", 12), ("many", None), ("some 40", 40)],
)
def test_numbers_in_quantities(words: str, figure: int | None) -> None:
    assert number(words) == figure


def test_the_corpus_holds_reviewed_claims_in_the_codebooks_form(tmp_path: Path) -> None:
    assert export("corpus", given(), tmp_path / "none") == 0
    assert export("corpus", given(reviewed="rejected"), tmp_path / "none") == 0
    assert not (tmp_path / "none").exists()
    assert export("corpus", given(reviewed="accepted"), tmp_path / "all") == len(weighed())
    gold = json.loads((tmp_path / "all" / "gold" / "debka.json").read_text("utf-8"))
    text = (tmp_path / "all" / "texts" / "debka.txt").read_text("utf-8")
    claim = from_codebook(gold[0], REPORTS["debka"].id)
    assert claim == PLAN.entry.claim
    assert claim.trigger.of(text) == "evacuate"
    assert gold[0]["id"] == PLAN.entry.id
    sidecar = json.loads((tmp_path / "all" / "texts" / "debka.json").read_text("utf-8"))
    assert sidecar["published"] == "2017-09-08"


def test_kml_is_well_formed_and_keeps_the_ids(tmp_path: Path) -> None:
    root = Xml.fromstring(written("kml", tmp_path))
    space = "{http://www.opengis.net/kml/2.2}"
    ids = [d.find(f"{space}value").text for d in root.iter(f"{space}Data") if d.get("name") == "claim_id"]  # type: ignore[union-attr]
    assert set(ids) == {w.entry.id for w in weighed()}
    located, missing = root.iter(f"{space}Folder")
    assert not list(missing.iter(f"{space}Point"))
    assert len(list(located.iter(f"{space}Polygon"))) == 1


def test_control_characters_do_not_break_kml(tmp_path: Path) -> None:
    report = replace(REPORTS["debka"], text=REPORTS["debka"].text.replace("talks", "ta\x0cks"))
    entry = replace(PLAN.entry, report=report.head)
    what = ExportInput([replace(PLAN, entry=entry)], {report.id: report}, {})
    Xml.fromstring(written("kml", tmp_path, what))


def test_unknown_formats_and_places_say_so(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"no format 'shp'; the formats are acled, corpus"):
        export("shp", given(), tmp_path / "x")
    with pytest.raises(InputError, match="cannot be written"):
        export("csv", given(), tmp_path / "no" / "such" / "folder.csv")
