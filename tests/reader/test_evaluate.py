"""Our figures are the scorer's, figure for figure; mistakes and readings are told apart."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fogline.claims import Claim, ClaimType, Mood, Reading, Span
from fogline.reader.evaluate import errors, rare, score
from fogline.reader.readings import diff

Record = dict[str, Any]


def record(start: int, end: int, type_: str = "strike", **fields: Any) -> Record:
    base: Record = {"trigger": {"start": start, "end": end}, "type": type_, "args": [], "time": None, "sources": []}
    return base | {"certainty": "certain", "polarity": "positive", "mood": "actual"} | fields


def arg(role: str, start: int, end: int) -> Record:
    return {"role": role, "start": start, "end": end, "text": "", "entity": ""}


GOLD = {
    "a": [
        record(0, 5, args=[arg("actor", 10, 15), arg("destination", 20, 25)], sources=[arg("", 30, 35)]),
        record(40, 45, "capture", mood="planned", time={"value": "2017-06-15"}),
        record(60, 65, "withdraw", polarity="negative"),
    ],
    "b": [record(0, 4)],
    "empty": [],
}
READ = {
    "a": [
        record(
            2, 6, args=[arg("actor", 11, 12), arg("place", 20, 22), arg("target", 90, 95)], sources=[arg("", 34, 36)]
        ),
        record(40, 45, "capture", time={"value": "2017-06-15"}),
        record(61, 62, "hold"),
        record(80, 85),
    ]
}


def test_figures_by_hand() -> None:
    figures = score(GOLD, READ)
    assert figures["matched"] == 2
    assert figures["f1"]["claims"] == pytest.approx(
        {"precision": 50.0, "recall": 50.0, "f1": 50.0, "gold": 4, "predicted": 4}
    )
    assert figures["f1"]["triggers (any type)"]["f1"] == pytest.approx(75.0)
    assert figures["f1"]["arguments"]["recall"] == pytest.approx(100.0)  # a destination may match a place
    assert figures["accuracy on matched claims"]["mood"] == pytest.approx(50.0)
    assert figures["accuracy on matched claims"]["time value, where gold has one"] == pytest.approx(100.0)
    assert figures["per label"]["mood"]["planned"]["recall"] == 0.0
    assert rare(figures)["planned"] == 0.0
    assert next(iter(figures["per type"])) == "strike"


def test_nothing_read_and_nothing_coded() -> None:
    assert score(GOLD, {})["f1"]["claims"]["f1"] == 0.0
    assert score({"x": []}, {"x": []})["matched"] == 0


def test_worst_errors_come_first() -> None:
    found = errors(GOLD, READ, {"a": "x" * 100, "b": "bomb"}, limit=10)
    assert [m.kind for m in found].count("missed") == 2
    assert [m.kind for m in found].count("made up") == 2
    assert found[0].weight >= found[-1].weight
    assert any("mood: planned, read actual" in m.fields for m in found)
    assert any(m.trigger == "bomb" for m in found)


def disturbed(claims: list[Record], dice: random.Random) -> list[Record]:
    """A plausible bad reading: claims lost, moved, mistyped, relabelled."""
    out = []
    for claim in json.loads(json.dumps(claims)):
        if dice.random() < 0.15:
            continue
        if dice.random() < 0.1:
            claim["type"] = dice.choice(["strike", "clash", "hold"])
        if dice.random() < 0.1:
            claim["mood"] = dice.choice(["planned", "predicted", "actual"])
        if dice.random() < 0.2:
            claim["trigger"]["start"] = max(0, claim["trigger"]["start"] - 3)
        if claim["args"] and dice.random() < 0.3:
            claim["args"].pop(0)
        if claim["sources"] and dice.random() < 0.2:
            claim["sources"].pop()
        if claim["time"] and dice.random() < 0.3:
            claim["time"]["value"] = None
        out.append(claim)
        if dice.random() < 0.1:
            out.append(claim | {"type": "warn"})
    return out


def by_scorer(tool: Path, gold: Path, predicted: Path) -> Record:
    command = [sys.executable, str(tool), str(gold), str(predicted), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # type: ignore[no-any-return]


def test_figures_are_the_scorers(shared: Path, tmp_path: Path) -> None:
    dice = random.Random(7)
    folder = shared / "data/claims/dev/gold"
    gold = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json"))}
    read = {name: disturbed(claims, dice) for name, claims in gold.items() if dice.random() > 0.1}
    for name, claims in read.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(claims), encoding="utf-8")
    theirs = by_scorer(shared / "tools/score_claims.py", folder, tmp_path)
    ours = json.loads(json.dumps(score(gold, read)))
    assert ours == theirs
    assert ours["matched"] > 500


def test_figures_are_the_scorers_on_our_own_records(shared: Path, tmp_path: Path) -> None:
    for folder, claims in (("gold", GOLD), ("read", READ)):
        (tmp_path / folder).mkdir()
        for name, records in claims.items():
            (tmp_path / folder / f"{name}.json").write_text(json.dumps(records), encoding="utf-8")
    theirs = by_scorer(shared / "tools/score_claims.py", tmp_path / "gold", tmp_path / "read")
    assert json.loads(json.dumps(score(GOLD, READ))) == theirs


def reading(version: str, *claims: Claim, report: str = "r") -> Reading:
    return Reading(report, "local", version, claims)


def claim(start: int, end: int, type_: ClaimType = ClaimType.STRIKE, mood: Mood = Mood.ACTUAL) -> Claim:
    return Claim("r", Span(start, end), "x" * (end - start), type_, mood=mood)


def test_diff_of_readings() -> None:
    old = reading("1", claim(0, 4), claim(10, 14), claim(20, 24), claim(30, 36))
    new = reading("2", claim(0, 4), claim(10, 14, mood=Mood.PLANNED), claim(40, 44), claim(31, 36))
    found = diff(old, new)
    assert [c.trigger for c in found.added] == [Span(40, 44)]
    assert [c.trigger for c in found.gone] == [Span(20, 24)]
    assert [c.fields[0][0] for c in found.changed] == ["mood", "trigger"]
    assert found.changed[0].fields[0] == ("mood", "actual", "planned")
    assert found.same == 1
    assert not diff(old, old)
    with pytest.raises(ValueError, match="one report"):
        diff(old, reading("2", report="other"))
