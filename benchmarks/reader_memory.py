"""Whether memory stays flat over many reports: python benchmarks/reader_memory.py [--reports 100000] [--processes 2]

Streams made-up reports of one or two sentences, no two alike, through the desk's reading without a ledger
(`read_files`, behind `fogline read --json-dir`), which sends them through `Engine.read_many`; nothing read is kept.
Prints resident memory of this process and of each reading process. Not in the test suite.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

from fogline import reports
from fogline.claims import Report
from fogline.desk.reading import read_files

ACTORS = (
    "Rebels",
    "Government forces",
    "The army",
    "Militants",
    "The {} Brigade",
    "Fighters of the {} Front",
    "Police",
)
ACTS = (
    "seized {p} on {d}",
    "shelled {p} on {d}, killing {n} people",
    "may withdraw from {p} after {d}",
    "denied that they attacked {p}",
    "reached the outskirts of {p}, {n} kilometres from {q}",
    "said they had captured {p} and {q}",
    "arrested {n} men in {p}",
)
SYLLABLES = ("ba", "dar", "mar", "ran", "tel", "zak", "hal", "qu", "sir", "nah", "dee", "mo", "kaf", "lat", "us", "im")
DAYS = ("Monday", "Tuesday", "Thursday night", "Friday", "5 June", "12 June", "the weekend")


def made_up(count: int, seed: int = 7) -> Iterator[Report]:
    """So many reports of one or two sentences about names that mostly occur once; the same ones for the same seed."""
    rng = random.Random(seed)

    def name() -> str:
        return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))).title()

    for number in range(count):
        sentences = [
            f"{rng.choice(ACTORS).format(name())} "
            f"{rng.choice(ACTS).format(p=name(), q=name(), d=rng.choice(DAYS), n=rng.randint(2, 90))}."
            for _ in range(1 + number % 2)
        ]
        yield reports.from_text(" ".join(sentences), name=f"made-up-{number}")


def resident(process: int) -> float:
    """Resident memory of a process in MB."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--reports", type=int, default=100_000)
    ap.add_argument("--processes", type=int, default=2)
    a = ap.parse_args()
    words = 0

    def counted() -> Iterator[Report]:
        nonlocal words
        for report in made_up(a.reports):
            words += len(report.text.split())
            yield report

    shown = {n for n in (1_000, 5_000, 10_000, 20_000, 50_000, 100_000) if n <= a.reports} | {a.reports}
    length = 0
    for number, item in enumerate(read_files(counted(), processes=a.processes), 1):
        length += len(item[1]) if not isinstance(item, reports.Failure) else 0
        if number in shown:
            here = resident(os.getpid())
            others = [resident(p.pid) for p in active_children() if p.pid]
            used = resource.getrusage(resource.RUSAGE_SELF)
            print(
                f"{number:7} reports, {words:8} words, {length / 1e6:6.1f} MB of claims: {here:4.0f} MB here, "
                f"{' + '.join(f'{o:.0f}' for o in others) or '0'} MB in {len(others)} reading processes "
                f"(CPU here {used.ru_utime + used.ru_stime:.0f} s)",
                flush=True,
            )


if __name__ == "__main__":
    main()
