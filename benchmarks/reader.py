"""How fast the local reader is, and where its time goes: python benchmarks/reader.py [FOLDER of .txt] [--processes 2]

Everything is CPU time of one process unless it says otherwise, beside the bare int8 encoder over the same texts in the
same run. Cold start is wall time of a fresh interpreter to the first claim; memory is the peak of this process. Scaling
is read off the wall clock, which counts only on a quiet machine, and off the CPU time of each process, start included:
with a core for each, the busiest one is what the user waits for.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from multiprocessing import active_children
from pathlib import Path

import numpy as np

from fogline import reader
from fogline.claims import Report
from fogline.reader import model
from fogline.reader.features import windows
from fogline.reader.local import LocalEngine
from fogline.reader.sentences import split

ROOT = Path(__file__).resolve().parents[1]
COLD = (
    "import time; t = time.time(); from datetime import date; from fogline import reader; "
    "from fogline.claims import Report; "
    "e = reader.load(); e.read(Report(text='Rebels seized Marran on Friday.', name='x', published=date(2017, 6, 19)));"
    "print(time.time() - t)"
)


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def cpu_of(process: int) -> float:
    """CPU seconds of another process since it began (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def scaling(engine: LocalEngine, reports: list[Report], processes: int) -> None:
    """Prints how much sooner so many processes are done than one, with their start."""
    began, busy = time.time(), time.process_time()
    for _ in engine.read_many(reports):
        pass
    alone, alone_busy = time.time() - began, time.process_time() - busy
    began, busy = time.time(), time.process_time()
    others: list[float] = []
    for number, _ in enumerate(engine.read_many(reports, processes), 1):
        if number == len(reports):
            others = [cpu_of(child.pid) for child in active_children() if child.pid]
    wall, here = time.time() - began, time.process_time() - busy
    words = sum(len(r.text.split()) for r in reports)
    print(f"  {words} words, {os.cpu_count()} cores, load of the machine {os.getloadavg()[0]:.1f}")
    print(f"    one process:  wall {alone:6.1f} s, CPU {alone_busy:6.1f} s")
    each = " + ".join(f"{o:.1f}" for o in others)
    print(f"    {processes} processes:  wall {wall:6.1f} s, CPU {each} s, {here:.1f} s here")
    busiest = max(others, default=wall)
    print(f"    {alone_busy / busiest:.2f} times one by CPU of the busiest, {alone / wall:.2f} by the wall clock")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", type=Path, nargs="?", default=ROOT / "examples")
    ap.add_argument("--processes", type=int, default=2)
    ap.add_argument("--least", type=int, default=15_000, help="repeat the texts up to so many words")
    ap.add_argument("--rounds", type=int, default=5, help="each phase is timed so often, in turn; the least counts")
    ap.add_argument("--scaling", type=int, default=120_000, help="words for the comparison of one process with several")
    a = ap.parse_args()
    texts = [p.read_text(encoding="utf-8") for p in sorted([*a.folder.rglob("*.txt"), *a.folder.rglob("*.md")])]
    once = sum(len(t.split()) for t in texts)
    texts *= max(1, -(-a.least // once))
    words = sum(len(t.split()) for t in texts)
    reports = [Report(text=t, name=str(n), published=date(2017, 6, 19)) for n, t in enumerate(texts)]
    engine = reader.load("local")
    assert isinstance(engine, LocalEngine)
    networks = engine._networks
    settings = networks.settings
    engine.read(reports[0])
    sentences = [split(t) for t in texts]
    encoded = [networks.features.encode(t, s) for t, s in zip(texts, sentences, strict=True)]

    def bare(context: int) -> Callable[[], object]:
        def run() -> None:
            for e in encoded:
                for w in windows(e, settings.window, context, left=4 if context else 0):
                    model._look(w, e, networks)

        return run

    def whole_model() -> list[list[model.Found]]:
        pairs = zip(texts, sentences, strict=True)
        return [model.read(t, s, networks.features, networks, settings) for t, s in pairs]

    claims = sum(map(len, whole_model()))
    phases: dict[str, Callable[[], object]] = {
        "sentences": lambda: [split(t) for t in texts],
        "pieces": lambda: [networks.features.encode(*x) for x in zip(texts, sentences, strict=True)],
        "encoder": bare(settings.context),
        "model": whole_model,
        "total": lambda: [engine.read(r) for r in reports],
        "bare": bare(0),
    }
    rounds = [{name: cpu(work) for name, work in phases.items()} for _ in range(a.rounds)]
    least = {name: min(r[name] for r in rounds) for name in phases}
    total, encoder = least["total"], least["bare"]
    rows = [
        ("sentences", least["sentences"]),
        ("word pieces and features", least["pieces"]),
        ("encoder over windows with context", least["encoder"]),
        ("claims around triggers", least["model"] - least["pieces"] - least["encoder"]),
        ("rules: quotations, cues, names, days", total - least["model"] - least["sentences"]),
    ]
    print(f"{len(texts)} texts, {words} words, {claims} claims; engine {engine.version}; numpy {np.__version__}")
    for name, seconds in rows:
        print(f"  {name:38} {seconds:6.2f} s  {100 * seconds / total:5.1f} %")
    print(f"  {'raw text to claims':38} {total:6.2f} s  {words / total:6.0f} words/s")
    print(f"  {'bare int8 encoder, same texts':38} {encoder:6.2f} s  {words / encoder:6.0f} words/s")
    ratios = sorted(r["bare"] / r["total"] for r in rounds)
    each = f"least CPU time of {a.rounds} rounds; round by round {ratios[0]:.2f} to {ratios[-1]:.2f}"
    print(f"  ratio to the bare encoder: {encoder / total:.2f} ({each})")
    cold = [
        float(subprocess.run([sys.executable, "-c", COLD], capture_output=True, check=True).stdout) for _ in range(3)
    ]
    print(f"  cold start to first claim: {min(cold):.2f} s (best of 3, wall)")
    print(f"  peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if a.processes > 1:
        scaling(engine, reports * max(1, -(-a.scaling // words)), a.processes)


if __name__ == "__main__":
    main()
