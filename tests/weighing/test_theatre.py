"""Hand-coded claims of real reports: two clusters of copies, and the report that hardens its own source."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from fogline import atlas, when
from fogline.claims import LedgerClaim, Report, Weighed, report_id
from fogline.codebook import from_codebook
from fogline.weighing import ties, weigh_all, weighed


def load(shared: Path, names: list[str]) -> tuple[list[LedgerClaim], dict[str, str]]:
    known, claims, texts = atlas.open(), [], {}
    for name in names:
        root = next(
            shared / "data/claims" / s
            for s in ("train", "dev")
            if (shared / f"data/claims/{s}/gold/{name}.json").exists()
        )
        text = (root / f"texts/{name}.txt").read_text("utf-8")
        meta = json.loads((root / f"texts/{name}.json").read_text("utf-8"))
        report = Report(
            text, name, meta.get("title"), meta.get("publisher"), published=date.fromisoformat(meta["published"])
        )
        found = [from_codebook(r, report.id) for r in json.loads((root / f"gold/{name}.json").read_text("utf-8"))]
        texts[report_id(text)] = text
        for claim, r in zip(found, known.resolve(report, found), strict=True):
            valid = when.valid(claim, report.published)
            claims.append(LedgerClaim(claim.key, claim, report.head, r.places, r.actors, r.speakers, valid))
    return claims, texts


def weigh_gold(shared: Path, names: list[str]) -> list[Weighed]:
    claims, texts = load(shared, names)
    return weighed(claims, weigh_all(claims, texts.__getitem__, allied=atlas.open().sides.allied))


def test_three_printings_are_one_source_against_one_contradiction(shared: Path) -> None:
    found = weigh_gold(shared, [f"theatre-0{n}" for n in (17, 18, 19, 20)])
    eighteen = {
        (w.origin.source_name, w.origin.statement)
        for w in found
        if w.entry.claim.type == "casualties" and any(a.text.endswith("18") for a in w.entry.claim.args)
    }
    assert len(eighteen) == 1
    disputes = {k for w in found for k in w.links if k.kind == "contradicts"}
    assert [k.field for k in disputes] == ["number"]
    names = {w.entry.id: w.entry.report.name for w in found}
    (dispute,) = disputes
    assert "theatre-020" in {names[dispute.a], names[dispute.b]}


def test_six_reports_are_two_statements_of_one_ministry(shared: Path) -> None:
    found = weigh_gold(shared, [f"theatre-0{n}" for n in (26, 27, 28, 29, 30, 31)])
    carried: dict[str, set[str]] = defaultdict(set)
    for w in found:
        if w.origin.source_name == "Russian Ministry of Defence":
            carried[w.origin.statement].add(w.entry.report.name[-3:])
    assert sorted(map(sorted, carried.values())) == [["026", "027", "028", "029"], ["030", "031"]]
    names = {w.entry.report.id: w.entry.report.name[-3:] for w in found}
    together = {tuple(sorted((names[t.a], names[t.b]))) for t in ties(found) if t.same_origin}
    four = ["026", "027", "028", "029"]
    assert together == {(a, b) for a in four for b in four if a < b} | {("030", "031")}


@pytest.mark.parametrize("trigger", ["abandoned", "moved out"])
def test_the_lead_that_says_done_what_its_source_calls_planned(shared: Path, trigger: str) -> None:
    found = weigh_gold(shared, ["seed-000"])
    of = {w.entry.id: w for w in found}
    (entry,) = [w for w in found if w.entry.claim.trigger_text == trigger]
    (link,) = [k for k in entry.links if k.kind == "hardens" and k.b == entry.entry.id]
    basis = of[link.a]
    assert (link.field, basis.entry.claim.mood, basis.origin.source_name) == ("mood", "planned", "DEBKA")
