"""The workbench's server under load, without a browser: what it takes to answer a first view, and one after a review.

    .venv/bin/python -m benchmarks.workbench_server --claims 50000 --folder /tmp/fogline-bench [--wait 1]

The ledger of `benchmarks.workbench` is copied and served. As the page does, it is asked for the overview and then at
once for the map and for 25 cards, by the first client and by one that has just reviewed a claim. Times are by the clock
from each question to its answer, and the processor time that the server has taken since the first of them; `--wait`
leaves it some seconds before.
"""

from __future__ import annotations

import argparse
import threading
import time
from pathlib import Path
from typing import Any

import httpx2
import orjson
from benchmarks.workbench import Server, ledger, yardstick

import fogline.ledger

CARDS = 25


class Measured(Server):
    """A server whose own memory can be read beside what it maps of the ledger's file."""

    def own_mb(self) -> float:
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return float(line.split()[1]) / 1024
        return 0.0


class View:
    """The questions of one view, each with the time at which it was answered."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._client = httpx2.Client(base_url=server.address, headers={"Accept-Encoding": "gzip"}, timeout=600)
        self._taken = server.processor()
        self.rows: list[tuple[str, float, float]] = []

    def ask(self, what: str, path: str, **query: Any) -> Any:
        begun = time.perf_counter()
        answer = self._client.get(path, params=query)
        self._answered(what, begun, answer)
        return orjson.loads(answer.content)

    def review(self, claim: str) -> None:
        begun, body = time.perf_counter(), {"subject": claim, "action": "reject", "by": "benchmark"}
        self._answered("review", begun, self._client.post("/api/reviews", json=body))

    def all(self) -> str:
        """Overview, then map and cards side by side; the id of a claim."""
        overview = self.ask("overview", "/api/overview")
        asked = {"on": overview["newest"], "policy": "latest"}
        beside = threading.Thread(target=self.ask, args=("map", "/api/holdings"), kwargs=asked)
        beside.start()
        ids = overview["claims"]["id"][:CARDS]
        self.ask(f"{CARDS} cards", "/api/cards", id=ids)
        beside.join()
        return str(ids[0])

    def _answered(self, what: str, begun: float, answer: httpx2.Response) -> None:
        answer.raise_for_status()
        self.rows.append((what, (time.perf_counter() - begun) * 1000, self._server.processor() - self._taken))


def measure(path: Path, wait: float) -> None:
    before = yardstick()
    server = Measured(path)
    try:
        time.sleep(wait)
        first = View(server)
        claim = first.all()
        own = server.own_mb()
        later = View(server)
        later.review(claim)
        later.all()
        print(f"\nyardstick {before:.1f} before, {yardstick():.1f} after; answers after {server.start_ms:,.0f} ms\n")
        print("| question | its answer, by the clock | the server's processor time until then |\n| --- | --- | --- |")
        for name, view in ((f"first view, {wait:g} s after the start", first), ("after a review", later)):
            for what, clock, taken in view.rows:
                print(f"| {name}: {what} | {clock:,.0f} ms | {taken:,.0f} ms |")
        print(f"\nmemory of its own {own:.0f} MB after the first view, {server.own_mb():.0f} MB after the review; "
              f"at most, with the pages of the ledger's file, {server.memory_mb():.0f} MB")  # fmt: skip
    finally:
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/fogline-bench"))
    parser.add_argument("--wait", type=float, default=0.0, help="seconds between the server's start and the first view")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    path = given.folder / f"workbench-{given.claims}.db"
    ledger(path, given.claims)
    copy = path.with_name("reviewed.db")
    with fogline.ledger.open(path, create=False) as original:
        original.backup(copy)
    try:
        measure(copy, given.wait)
    finally:
        for file in (copy, Path(f"{copy}-wal"), Path(f"{copy}-shm")):
            file.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
