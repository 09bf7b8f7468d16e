"""The command-line contract: what other scripts depend on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.conftest import EXAMPLE

Fogline = Callable[..., Ran]

WHO = {
    "place", "on", "as_known_on", "policy", "status", "holders", "against", "last_known", "unknown_because", "sentence",
    "claims",
}  # fmt: skip
CLAIM = {
    "trigger", "type", "args", "time", "sources", "certainty", "polarity", "mood", "evidence", "id", "valid", "places",
    "actors", "score", "report",
}  # fmt: skip


def test_who_has_the_form_that_scripts_depend_on(fogline: Fogline, example_ledger: Path) -> None:
    ran = fogline("who", "Al-Tanf", "--on", "2017-09-10", "--ledger", example_ledger, "--json")
    assert ran.status == 0
    assert ran.value.keys() >= WHO
    assert ran.value["status"] in {"held", "contested", "unknown"}
    for holder in ran.value["holders"]:
        assert holder.keys() >= {"side", "actors", "origins", "reports", "latest", "basis"}


def test_the_talks_on_leaving_do_not_free_al_tanf(fogline: Fogline, example_ledger: Path) -> None:
    answer = fogline("who", "Al-Tanf", "--on", "2017-09-10", "--ledger", example_ledger, "--json").value
    assert answer["status"] == "held"
    assert ["coalition" in h["side"] for h in answer["holders"]] == [True]
    assert answer["claims"]


def test_every_claim_of_an_answer_can_be_shown(fogline: Fogline, example_ledger: Path) -> None:
    answer = fogline("who", "Al-Tanf", "--on", "2017-09-10", "--ledger", example_ledger, "--json").value
    for id_ in answer["claims"][:5]:
        shown = fogline("show", id_[:12], "--ledger", example_ledger, "--json")
        assert shown.status == 0
        assert shown.value["id"] == id_
        assert shown.value["evidence_text"]


def test_claims_carry_the_codebook_and_what_the_ledger_adds(fogline: Fogline, example_ledger: Path) -> None:
    ran = fogline("claims", "--ledger", example_ledger, "--json")
    assert ran.status == 0
    assert ran.value
    for claim in ran.value:
        assert claim.keys() >= CLAIM
        assert claim["report"].keys() >= {"id", "name", "title", "publisher", "url", "published"}
        for place in claim["places"]:
            assert place.keys() >= {"id", "name", "lat", "lon", "score"}


@pytest.mark.parametrize(
    ("options", "field", "allowed"),
    [
        (["--type", "capture"], "type", {"capture"}),
        (["--mood", "planned", "--mood", "predicted"], "mood", {"planned", "predicted"}),
        (["--certainty", "certain"], "certainty", {"certain"}),
    ],
)
def test_filters_keep_what_fits(
    fogline: Fogline, example_ledger: Path, options: list[str], field: str, allowed: set[str]
) -> None:
    everything = fogline("claims", "--ledger", example_ledger, "--json").value
    kept = fogline("claims", *options, "--ledger", example_ledger, "--json").value
    assert {c["id"] for c in kept} == {c["id"] for c in everything if c[field] in allowed}


def test_csv_has_a_row_a_claim(fogline: Fogline, example_ledger: Path) -> None:
    count = len(fogline("claims", "--ledger", example_ledger, "--json").value)
    lines = fogline("claims", "--ledger", example_ledger, "--csv").out.splitlines()
    assert lines[0].startswith("id,valid_from,valid_to,sources,type")
    assert len(lines) == count + 1


def test_disputes_name_kind_claims_and_reason(fogline: Fogline, example_ledger: Path) -> None:
    ran = fogline("disputes", "--ledger", example_ledger, "--json")
    assert ran.status == 0
    ids = {c["id"] for c in fogline("claims", "--ledger", example_ledger, "--json").value}
    assert ran.value
    for link in ran.value:
        assert link.keys() >= {"kind", "field", "claims", "why"}
        assert set(link["claims"]) <= ids
        assert link["why"]


def test_tables_fit_eighty_columns_and_carry_no_colour_when_piped(fogline: Fogline, example_ledger: Path) -> None:
    for words in (["claims"], ["who", "Al-Tanf"], ["timeline", "Abu Kamal"], ["publishers"]):
        ran = fogline(*words, "--ledger", example_ledger)
        assert ran.status == 0
        assert "\x1b[" not in ran.out
        assert max(map(len, ran.out.splitlines())) <= 80


def test_reading_again_adds_nothing(fogline: Fogline, own_ledger: Path) -> None:
    ran = fogline("read", EXAMPLE, "--ledger", own_ledger, "--json")
    assert ran.status == 0
    assert (ran.value["new_reports"], ran.value["new_claims"]) == (0, 0)


def test_json_dir_writes_the_form_of_the_scorer(fogline: Fogline, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rebels captured the town of Tadef on Friday, a monitor said.\n", encoding="utf-8")
    ran = fogline("read", tmp_path / "a.txt", "--json-dir", tmp_path / "out", "--published", "2017-06-19")
    assert ran.status == 0
    claims = json.loads((tmp_path / "out" / "a.json").read_text(encoding="utf-8"))
    assert claims
    for claim in claims:
        assert claim.keys() == {
            "trigger", "type", "args", "time", "sources", "certainty", "polarity", "mood", "evidence",
        }  # fmt: skip


def test_a_bad_input_is_named_and_the_rest_is_read(fogline: Fogline, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    shutil.copy(EXAMPLE / "2017-06-14-second-base-at-zakf.md", folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    ran = fogline("read", folder, "--ledger", tmp_path / "l.db", "--json")
    assert ran.status == 1
    assert ran.value["new_reports"] == 1
    assert {Path(f["item"]).name for f in ran.value["failures"]} == {"empty.txt", "binary.txt"}
    assert "empty.txt" in ran.err
    assert "binary.txt" in ran.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["who", "Al-Tanf", "--ledger", "nowhere.db"], "nowhere.db"),
        (["who", "Qqqqzzzz", "--ledger", "LEDGER"], "Qqqqzzzz"),
        (["who", "Al-Tanf", "--on", "yesterday-ish", "--ledger", "LEDGER"], "yesterday-ish"),
        (["who", "Al-Tanf", "--policy", "coin-toss", "--ledger", "LEDGER"], "coin-toss"),
        (["claims", "--type", "conquest", "--ledger", "LEDGER"], "conquest"),
        (["show", "ffffffffffff", "--ledger", "LEDGER"], "ffffffffffff"),
        (["origins", "--ledger", "LEDGER"], "--place"),
        (["brief", "Al-Tanf", "-o", "x.docx", "--ledger", "LEDGER"], "x.docx"),
        (["review", "--ledger", "LEDGER"], "--accept"),
    ],
)
def test_unusable_arguments_are_refused_in_one_line(
    fogline: Fogline, example_ledger: Path, words: list[str], named: str
) -> None:
    ran = fogline(*(example_ledger if w == "LEDGER" else w for w in words))
    assert ran.status == 2
    assert named in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""
