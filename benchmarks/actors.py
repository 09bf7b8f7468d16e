"""How many actor, target and source mentions are resolved rightly, against a list that was judged by hand.

    .venv/bin/python benchmarks/actors.py [../shared] [--wrong]

The list (`actors_checked.tsv`: offsets and verdicts, no text) was drawn at random from the hand-coded development
claims. `first_pass` is the verdict on rules that had not seen it; mends came after. `--wrong` lists what is wrong now.
Speeds are by processor time of one process.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path

import fogline.atlas as atlas
from fogline.claims import Claim, Report
from fogline.codebook import from_codebook
from fogline.reports import load


def main() -> None:
    folders = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    dev = (folders[0] if folders else Path(__file__).resolve().parents[2] / "shared") / "data" / "claims" / "dev"
    with Path(__file__).with_name("actors_checked.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    opened = atlas.open()
    answers: dict[tuple[str, str, str, str], set[tuple[str, str]]] = {}
    count, spent = 0, 0.0
    for report in load([str(dev / "texts")]):
        assert isinstance(report, Report)
        gold = json.loads((dev / "gold" / f"{report.name}.json").read_text("utf-8"))
        claims: list[Claim] = [from_codebook(record, report.id) for record in gold]
        began = time.process_time()
        resolutions = opened.resolve(report, claims)
        spent += time.process_time() - began
        for resolution in resolutions:
            for ref in (*resolution.actors, *resolution.speakers):
                count += 1
                key = (report.name, str(ref.span.start), str(ref.span.end), str(ref.role) if ref.role else "source")
                answers.setdefault(key, set()).add((ref.actor, ref.side or ""))
    wrong = []
    for row in rows:
        found = answers.get((row["report"], row["start"], row["end"], row["role"]), set())
        sides = ["" if side == "-" else side for side in row["side"].split("+")]
        if not set(zip(row["actor"].split("+"), sides, strict=True)) <= found:
            wrong.append((row, found))
    first = sum(row["first_pass"] == "right" for row in rows)
    print(f"right when first judged: {first} of {len(rows)} ({first / len(rows):.1%})")
    same = len(rows) - len(wrong)
    print(f"as the list has it now: {same} of {len(rows)} ({same / len(rows):.1%})")
    print(f"{count:,} references, places resolved with them, {count / spent:,.0f}/s")
    if "--wrong" in sys.argv:
        for row, found in wrong:
            print(row["report"], row["start"], row["role"], row["actor"], row["side"], row["now"], row["note"], found)


if __name__ == "__main__":
    main()
