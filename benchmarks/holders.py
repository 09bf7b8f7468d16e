"""Who held what: the answers of the real pipeline beside the facts, row by row, with reasons.

`.venv/bin/python benchmarks/holders.py` reads ../shared/reports/theatre into a fresh ledger (or uses `--ledger`),
asks `who` for every row of ../shared/facts/holders.tsv and prints a table. A row is right where status and sides are
those of the row; wrong where the answer is decided (held or contested) and is another; undecided where it is
unknown. The last column says where the only reports that decide the answer are the very article that the row cites:
such a row shows that the article was read aright and no more.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import fogline
from fogline.desk import Desk
from fogline.errors import FoglineError
from fogline.picture import Holding

SHARED = Path(__file__).resolve().parents[2] / "shared"

#: The holders of the table as sides of the theatre pack; what a row expects beyond "held by" is in its own words.
SIDES = {
    "US-led coalition and partnered Syrian rebels": {"US-led coalition and partnered Syrian rebels"},
    "Syrian army and allies": {"Syrian army and allies"},
    "Syrian army and Hezbollah": {"Syrian army and allies"},
    "Syrian Democratic Forces": {"Syrian Democratic Forces"},
    "ISIS": {"ISIS"},
    "Iraqi forces": {"Iraqi forces"},
    "contested: Syrian army in an enclave, ISIS around it": {"Syrian army and allies", "ISIS"},
    "contested: SDF inside, ISIS inside": {"Syrian Democratic Forces", "ISIS"},
    "nobody of the coalition": set(),
}


#: How a row's place is asked for where the table describes it.
ASKED = {
    "Iraqi-Syrian border NE of al-Tanf": "Iraqi-Syrian border",
    "Al-Walid crossing (Iraqi side)": "Al-Walid crossing",
}


@dataclass(frozen=True)
class Row:
    """A fact: a place, a day, who held it, and the source of that."""

    place: str
    on: str
    holder: str
    source: str


def facts() -> list[Row]:
    """The rows of holders.tsv."""
    with (SHARED / "facts" / "holders.tsv").open(encoding="utf-8") as file:
        return [Row(r["place"], r["on"], r["holder"], r["source"]) for r in csv.DictReader(file, delimiter="\t")]


COALITION = "US-led coalition and partnered Syrian rebels"


def judge(row: Row, answer: Holding, desk: Desk) -> str:
    """right, wrong or undecided, by the rule above; an ally named beside the side of the row is not wrong."""
    wanted = SIDES[row.holder]
    named = {h.name for h in answer.holders}
    if not wanted:  # nobody of the coalition
        if COALITION in named or not all(desk.atlas.sides.find(h.name) for h in answer.holders):
            return "wrong"
        left = "left" in (answer.unknown_because or "") and COALITION in (answer.unknown_because or "")
        return "right" if answer.status != "unknown" or left else "undecided"
    if answer.status == "unknown":
        return "undecided"
    strangers = [h for h in answer.holders if not any(_stand_together(desk, h.side, w, row) for w in wanted)]
    status = "contested" if row.holder.startswith("contested") else "held"
    return "right" if answer.status == status and named & wanted and not strangers else "wrong"


def _stand_together(desk: Desk, side: str, name: str, row: Row) -> bool:
    other = desk.atlas.sides.find(name)
    on = date.fromisoformat(row.on)
    return other is not None and (side == other.id or desk.atlas.sides.allied(side, other.id, on))


def evidence(desk: Desk, answer: Holding) -> list[str]:
    """Names and titles of the reports that decide the answer."""
    found = {}
    for id_ in answer.deciding:
        head = desk.claim(id_).report
        found[head.name] = head.title or head.name
    return [f"{name}|{title}" for name, title in sorted(found.items())]


def own_article(row: Row, reports: list[str]) -> bool:
    """Whether every deciding report is the article that the row cites."""
    cited = [words(part.removeprefix("Wikipedia,")) for part in row.source.split(";") if "Wikipedia," in part]
    titles = [words(r.partition("|")[2]) for r in reports]
    return bool(titles) and all(any(c <= t or t <= c for c in cited if c) for t in titles)


def words(text: str) -> frozenset[str]:
    """The telling words of a title."""
    plain = re.sub(r"[^a-z0-9 ]+", " ", text.casefold().replace("-", " "))
    return frozenset(w for w in plain.split() if w not in {"of", "the", "2014", "2017", "september", "november", "al"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", help="a ledger that has the reports already")
    parser.add_argument("--policy", default="latest")
    parser.add_argument("--full", action="store_true", help="print every claim for and against")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = fogline.open(options.ledger or str(Path(folder) / "theatre.db"))
        if options.ledger is None:
            print(desk.read(str(SHARED / "reports" / "theatre")))
        table(desk, options.policy, options.full)


def table(desk: Desk, policy: str, full: bool) -> None:
    """Prints the rows and the tally."""
    tally: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    print("| place | on | fact | answer | verdict | decided by | only its own article |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for row in facts():
        try:
            answer = desk.who_holds(ASKED.get(row.place, row.place), on=row.on, policy=policy)
        except FoglineError as problem:
            print(f"| {row.place} | {row.on} | {row.holder} | {problem} | undecided | | |")
            tally["undecided"] += 1
            continue
        verdict, reports = judge(row, answer, desk), evidence(desk, answer)
        own = verdict == "right" and own_article(row, reports)
        tally[verdict] += 1
        apart[verdict] += not own
        said = answer.short() + (f": {answer.unknown_because}" if answer.unknown_because else "")
        names = ", ".join(r.partition("|")[0][:28] for r in reports[:4])
        print(f"| {row.place} | {row.on} | {row.holder} | {said} | {verdict} | {names} | {'yes' if own else ''} |")
        if full:
            show(desk, answer)
    print(f"\n{dict(tally)}; not counting rows decided by their own article alone: {dict(apart)}")


def show(desk: Desk, answer: Holding) -> None:
    """The sentence and the words of every claim for and against."""
    print("   ", answer.sentence)
    for id_ in answer.deciding:
        entry = desk.claim(id_)
        day = entry.valid and entry.valid.end
        print(f"    + {entry.report.name[:30]} {day} {entry.claim.type}:", desk.words(entry)[:230])
    for item in answer.against:
        entry = desk.claim(item.claim)
        print(f"    - {entry.report.name[:30]} {item.day} {item.says} [{item.why}]:", desk.words(entry)[:200])


if __name__ == "__main__":
    main()
