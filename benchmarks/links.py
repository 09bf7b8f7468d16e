"""Every link between claims of real reports: counted by kind, listed for a blind judge, held against his verdicts.

`.venv/bin/python benchmarks/links.py` reads ../shared/reports/theatre and ../shared/data/claims/dev (or takes ledgers
that have them: `--from theatre=FILE`), weighs every claim anew with the rules of the day and prints how many links
of each kind there are, with the precision of those that stand in benchmarks/links_judged.tsv. `--list FILE` writes up
to 60 links a kind, shuffled by id, with nothing but the kind, the publishers, the dates and both sentences: no
reason, no rule, no score. `--verdicts FILE` takes the judged list back (id, kind, verdict) and writes the table of ids.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import fogline
from fogline.claims import LedgerClaim, Link, LinkKind
from fogline.weighing import weigh_all

SHARED = Path(__file__).resolve().parents[2] / "shared"
JUDGED = Path(__file__).with_name("links_judged.tsv")
SETS = {
    "dev": SHARED / "data" / "claims" / "dev" / "texts",
    "theatre": SHARED / "reports" / "theatre",
    "other": SHARED / "reports" / "other",
    "train": SHARED / "data" / "claims" / "train" / "texts",
}
#: What is judged: the kinds that say something of a claim's truth. Copies and corroborations have tables of their own.
KINDS = (LinkKind.CONTRADICTS, LinkKind.HARDENS, LinkKind.SOFTENS, LinkKind.UPDATES, LinkKind.RETRACTS)
MOST = 60
COLUMNS = ("set", "kind", "field", "link", "report_a", "claim_a", "report_b", "claim_b", "verdict", "note")


@dataclass(frozen=True)
class Found:
    """A link with its claims and the sentences that they stand in."""

    set: str
    link: Link
    a: LedgerClaim
    b: LedgerClaim
    words: tuple[str, str]

    @property
    def id(self) -> str:
        return self.link.id[:12]


def links_of(name: str, ledger: str) -> list[Found]:
    """All links of one set of reports, weighed from nothing."""
    desk = fogline.open(ledger)
    claims = {c.id: c for c in desk.ledger.claims()}
    texts: dict[str, str] = {}

    def text_of(report: str) -> str:
        if report not in texts:
            texts[report] = desk.text_of(report)
        return texts[report]

    made = weigh_all(list(claims.values()), text_of, allied=desk.atlas.sides.allied).links
    return [Found(name, k, claims[k.a], claims[k.b], (_words(claims[k.a], text_of), _words(claims[k.b], text_of)))
            for k in made]  # fmt: skip


def _words(claim: LedgerClaim, text_of: Callable[[str], str]) -> str:
    """The sentence with the trigger marked, so that the judge sees which of its claims is meant."""
    text, (start, end), (at, to) = text_of(claim.report.id), claim.claim.evidence, claim.claim.trigger
    marked = f"{text[start:at]}[{text[at:to]}]{text[to:end]}" if start <= at and to <= end else text[start:end]
    return " ".join(marked.split())


def verdicts() -> dict[str, str]:
    """The verdicts so far, by link id."""
    with JUDGED.open(encoding="utf-8") as file:
        return {row["link"]: row["verdict"] for row in csv.DictReader(file, delimiter="\t")}


def table(found: Iterable[Found], judged: dict[str, str]) -> None:
    """Links by kind and set, and what the judge made of those that he has seen."""
    rows = list(found)
    sets = list(dict.fromkeys(f.set for f in rows))
    print("| kind | " + " | ".join(sets) + " | all | judged | right | unclear | precision, unclear as wrong |")
    print("| --- |" + " --- |" * (len(sets) + 5))
    for kind in LinkKind:
        mine = [f for f in rows if f.link.kind is kind]
        by_set = Counter(f.set for f in mine)
        seen = [judged[f.id] for f in mine if judged.get(f.id) in ("right", "wrong", "unclear")]
        share = f"{seen.count('right') / len(seen):.2f}" if seen else ""
        cells = [str(by_set[s]) for s in sets] + [str(len(mine)), str(len(seen)), str(seen.count("right"))]
        cells += [str(seen.count("unclear")), share]
        print(f"| {kind} | " + " | ".join(cells) + " |")


def for_judging(found: Iterable[Found], to: Path) -> None:
    """Up to 60 links a kind, in an order that says nothing, without reasons."""
    with to.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n")
        out.writerow(("id", "kind", "a", "b"))
        for kind in KINDS:
            mine = sorted((f for f in found if f.link.kind is kind), key=lambda f: _shuffle(f.id))
            for f in mine[:MOST]:
                out.writerow((f.id, str(kind), _told(f.a, f.words[0]), _told(f.b, f.words[1])))


def _shuffle(id_: str) -> str:
    return hashlib.sha256(f"judge {id_}".encode()).hexdigest()


def _told(claim: LedgerClaim, words: str) -> str:
    return f"{claim.report.publisher or claim.report.name}, {claim.report.published or 'undated'}: {words}"


def take_back(found: Iterable[Found], judged: Path) -> None:
    """The judge's verdicts with ids only, no texts, into the table that the project keeps."""
    with judged.open(encoding="utf-8") as file:
        said = {r["id"]: (r["verdict"], r.get("note") or "") for r in csv.DictReader(file, delimiter="\t")}
    rows: list[tuple[str, ...]] = [
        (f.set, str(f.link.kind), f.link.field or "", f.id, *_end(f.a), *_end(f.b), *said[f.id])
        for f in found
        if f.id in said
    ]
    taken = len(rows)
    with JUDGED.open(encoding="utf-8") as file:  # verdicts on other links stay
        rows += [tuple(r) for r in list(csv.reader(file, delimiter="\t"))[1:] if r[3] not in said]
    with JUDGED.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(sorted(rows))
    print(f"{taken} of {len(said)} verdicts written to {JUDGED.name}")


def _end(claim: LedgerClaim) -> tuple[str, str]:
    return claim.report.name, claim.id[:12]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="ledgers", action="append", default=[], metavar="SET=LEDGER")
    parser.add_argument("--sets", default="dev,theatre", help="which of dev, theatre, other, train to read")
    parser.add_argument("--list", type=Path, help="write the links for the judge")
    parser.add_argument("--verdicts", type=Path, help="take the judged list back")
    parser.add_argument("--show", help="print the links of a kind with their reasons")
    options = parser.parse_args()
    ledgers = dict(given.split("=", 1) for given in options.ledgers)
    found: list[Found] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ledgers or options.sets.split(","):
            if name not in ledgers:
                ledgers[name] = str(Path(folder) / f"{name}.db")
                fogline.open(ledgers[name]).read(str(SETS[name]))
            seen = {f.link.id for f in found}  # a report may lie in two sets
            found += [f for f in links_of(name, ledgers[name]) if f.link.id not in seen]
    if options.show:
        show(f for f in found if options.show in (str(f.link.kind), "all"))
    if options.list:
        for_judging(found, options.list)
    if options.verdicts:
        take_back(found, options.verdicts)
    table(found, verdicts())


def show(found: Iterable[Found]) -> None:
    """Links with their reasons, for whoever mends the rules."""
    for f in found:
        print(f"\n{f.set} {f.link.kind} {f.link.field} {f.id}: {f.link.why}")
        for claim, words in ((f.a, f.words[0]), (f.b, f.words[1])):
            by = " > ".join(s.text for s in claim.claim.sources) or "own word"
            mood = f"{claim.claim.mood}/{claim.claim.certainty}/{claim.claim.polarity}"
            print(f"  {claim.report.name[:40]} {claim.report.published} [{by}] {mood} {claim.claim.type}")
            print(f"    | {words[:420]}")


if __name__ == "__main__":
    main()
