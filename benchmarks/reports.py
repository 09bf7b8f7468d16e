"""How fast reports are loaded, by CPU time: `python benchmarks/reports.py [FOLDER]` (default ../shared)."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fogline import reports
from fogline.claims import Report

ROWS = 100_000
PAGES = 200
SENTENCE = "Syrian troops entered the village of Number {n} on Friday, a monitor said. "


def timed(name: str, work: Callable[[], tuple[int, int]]) -> None:
    """Run once and print reports, characters, CPU seconds and rates."""
    start = time.process_time()
    count, characters = work()
    spent = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:34} {count:8,} {characters / 1e6:9.1f} {spent:8.2f} {count / spent:11,.0f} {memory:9.0f}")


def load(*sources: Path) -> tuple[int, int]:
    """Reports and characters of some sources."""
    count = characters = 0
    for found in reports.load([str(s) for s in sources]):
        if isinstance(found, Report):
            count, characters = count + 1, characters + len(found.text)
    return count, characters


def main() -> None:
    """Print the table."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    print(f"{'source':34} {'reports':>8} {'M chars':>9} {'CPU s':>8} {'reports/s':>11} {'peak MB':>9}")
    if (shared / "reports").is_dir():
        timed("real reports (text, sidecars)", lambda: load(shared / "reports", shared / "data" / "claims"))
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.jsonl"
        with table.open("w") as out:
            for n in range(ROWS):
                row = {"id": n, "text": SENTENCE.format(n=n) * 20, "published": "2017-06-09", "publisher": "Wire"}
                out.write(json.dumps(row) + "\n")
        timed("JSONL, streamed", lambda: load(table))
        pages = Path(folder) / "pages"
        pages.mkdir()
        for n in range(PAGES):
            body = "".join(f"<p>{SENTENCE.format(n=n * 15 + k) * 4}</p>" for k in range(15))
            menu = "<nav>" + "<a href=/x>Section</a>" * 60 + "</nav>"
            head = f"<html><head><title>Page {n}</title></head><body>{menu}<article>{body}</article></body></html>"
            (pages / f"{n}.html").write_text(head)
        timed("HTML pages (20 kB each)", lambda: load(pages))


if __name__ == "__main__":
    main()
