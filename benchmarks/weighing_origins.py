"""Who copied whom on the theatre reports, against what their cluster notes say (origins_expected.tsv).

    .venv/bin/python benchmarks/weighing_origins.py [--gold]

Claims are read by the shipped reader; with --gold the hand-coded ones are taken where a report has them (reports
without are left out). Prints precision and recall of "same origin" pairs, of relays, and the two clusters of issue 6.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from fogline import atlas, reader, when
from fogline.claims import LedgerClaim, LinkKind, Weighed, report_id
from fogline.weighing import ties, weigh_all, weighed
from weighing_gold import SHARED, corpus, report_of

THEATRE = SHARED / "reports" / "theatre"


def short(name: str) -> str:
    """ "017-ahram-online-..." and "theatre-017" are both 017."""
    name = name.removeprefix("theatre-")
    return name[:3] if name[:3].isdigit() else name


def gold() -> tuple[list[LedgerClaim], dict[str, str]]:
    claims, texts = corpus("train", "dev", prefixes=("theatre-", "seed-"))
    return [c for cs in claims.values() for c in cs], texts


def read() -> tuple[list[LedgerClaim], dict[str, str]]:
    """The theatre reports as the shipped reader and atlas have them."""
    engine, known = reader.load(), atlas.open()
    texts: dict[str, str] = {}
    found: list[LedgerClaim] = []
    for path in sorted(THEATRE.glob("*.txt")):
        text = path.read_text("utf-8")
        report = report_of(text, path.stem, json.loads(path.with_suffix(".json").read_text("utf-8")))
        claims = engine.read(report).claims
        texts[report_id(text)] = text
        for claim, r in zip(claims, known.resolve(report, claims), strict=True):
            valid = when.valid(claim, report.published, report.kind)
            found.append(LedgerClaim(claim.key, claim, report.head, r.places, r.actors, r.speakers, valid))
    return found, texts


def expected() -> tuple[set[tuple[str, str]], set[tuple[str, str]], dict[str, set[str]]]:
    same: set[tuple[str, str]] = set()
    unclear: set[tuple[str, str]] = set()
    relays: dict[str, set[str]] = defaultdict(set)
    with (Path(__file__).parent / "origins_expected.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["kind"] == "relays":
                relays[row["a"]].add(row["b"])
            else:
                (same if row["kind"] == "same" else unclear).add((row["a"], row["b"]))
    return same, unclear, relays


def rate(part: int, whole: int) -> str:
    return f"{part}/{whole}" + (f" = {part / whole:.2f}" if whole else "")


def pairs_table(ws: list[Weighed]) -> None:
    same, unclear, relays = expected()
    names = {w.entry.report.id: short(w.entry.report.name) for w in ws}
    here = set(names.values())
    want = {p for p in same if set(p) <= here}
    got = {tuple(sorted((names[t.a], names[t.b]))): t for t in ties(ws) if t.same_origin}
    judged = {p for p in got if p not in unclear}
    hits = judged & want
    print(f"same origin: precision {rate(len(hits), len(judged))}, recall {rate(len(hits), len(want))}")
    print(
        f"  over {len(list(combinations(here, 2)))} pairs of {len(here)} reports; left out as unclear: {len(unclear)}"
    )
    for p in sorted(want - judged):
        print(f"  missed {p[0]}-{p[1]}")
    for p in sorted(judged - want):
        print(f"  extra  {p[0]}-{p[1]}: {got[p].kind}, {got[p].why[:110]}")  # type: ignore[index]
    whom: dict[str, set[str]] = defaultdict(set)
    for w in ws:
        if w.origin.relay:
            whom[names[w.entry.report.id]] |= {w.origin.source_name, w.origin.why}
    asked = [(r, body) for r in sorted(relays) for body in sorted(relays[r]) if r in here]
    missed = [(r, body) for r, body in asked if not any(body in name or name in body for name in whom[r])]
    print(f"relays named in the notes: recall {rate(len(asked) - len(missed), len(asked))}")
    for r, body in missed:
        print(f"  missed {r} relays {body}")


def clusters(ws: list[Weighed]) -> None:
    by = {short(w.entry.report.name): [] for w in ws}
    for w in ws:
        by[short(w.entry.report.name)].append(w)
    three = [
        w
        for n in ("017", "018", "019", "020")
        for w in by.get(n, [])
        if any(c in w.entry.claim.type for c in ("casualties", "strike"))
    ]
    disputes = {k.id: k for w in three for k in w.links if k.kind is LinkKind.CONTRADICTS and k.field == "number"}
    of = {w.entry.id: w for w in ws}
    print("3 October 2017, Raqqa:")
    for k in disputes.values():
        if k.a in of and k.b in of:
            a, b = of[k.a], of[k.b]
            where = f"{short(a.entry.report.name)} against {short(b.entry.report.name)}"
            print(f"  {k.kind} {k.field}: {where}: {k.why}")
    statements: dict[str, set[str]] = defaultdict(set)
    for n in ("017", "018", "019"):
        for w in by.get(n, []):
            if w.entry.claim.type == "casualties" and any(c.text.strip().endswith("18") for c in w.entry.claim.args):
                statements[w.origin.statement].add(n)
    for s, reports in sorted(statements.items()):
        print(f"  the 18 dead: {s} in {sorted(reports)}")
    print("7 to 10 October 2017, Russian ministry:")
    carried: dict[str, set[str]] = defaultdict(set)
    for n in ("026", "027", "028", "029", "030", "031"):
        for w in by.get(n, []):
            if w.origin.source_name == "Russian Ministry of Defence":
                carried[w.origin.statement].add(n)
    for s, reports in sorted(carried.items()):
        print(f"  {s}: {sorted(reports)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", action="store_true", help="hand-coded claims instead of the reader's")
    args = parser.parse_args()
    claims, texts = gold() if args.gold else read()
    sides = atlas.open().sides
    result = weigh_all(claims, texts.__getitem__, allied=sides.allied)
    ws = weighed(claims, result)
    print(f"{len(texts)} reports, {len(claims)} claims, {len(result.links)} links")
    pairs_table(ws)
    clusters(ws)


if __name__ == "__main__":
    main()
