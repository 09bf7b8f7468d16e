"""How fast the ledger is on either store: a synthetic war through the whole path, then the questions of every day.

    python benchmarks/ledger.py --claims 1000000 --folder /tmp/bench
    python benchmarks/ledger.py --bulk 10000000 --stores sqlite        # the load in one go
    python benchmarks/ledger.py --ask /tmp/bench/bench-1000000.db postgresql://...   # questions of ledgers that stand

The war: 20,000 places, named by claims with Zipf exponent 1; 20 claims a report; reports over 1,000 days; 200 actors of
8 sides; questions draw their places by the same law. Fixed seed. PostgreSQL is a private cluster with fsync on, started
by scripts/postgres-for-tests. Times are given by the clock and by the processor (client and, for PostgreSQL, server):
on a machine that others use, the processor's is the fairer one.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import fogline.ledger
from fogline.claims import (
    ActorKind,
    ActorRef,
    Argument,
    Certainty,
    Claim,
    ClaimType,
    Geometry,
    Mention,
    Mood,
    Place,
    PlaceLevel,
    PlaceRef,
    Polarity,
    Reading,
    Report,
    Resolution,
    Role,
    Scores,
    Span,
    TimeExpression,
)
from fogline.ledger import ClaimQuery, Ledger

SEED, PLACES, ACTORS, SIDES, DAYS, PER_REPORT = 20170910, 20_000, 200, 8, 1000, 20
FIRST = date(2015, 1, 1)
SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "postgres-for-tests"
TYPES = (
    [ClaimType.STRIKE] * 20 + [ClaimType.CLASH] * 16 + [ClaimType.CASUALTIES] * 14 + [ClaimType.CAPTURE] * 12
    + [ClaimType.HOLD] * 8 + [ClaimType.WITHDRAW] * 5 + [ClaimType.ADVANCE] * 6 + [ClaimType.DEPLOY] * 5
    + [ClaimType.PRESENT] * 3 + [ClaimType.WARN] * 5 + [ClaimType.AGREE] * 6
)  # fmt: skip
VERBS = ("shelled", "attacked", "seized", "left", "entered", "reinforced", "held", "bombed", "besieged", "crossed")
FILLER = (
    "the road bridge north of town", "after two days of heavy fighting", "with artillery and armoured vehicles",
    "residents said by telephone", "as convoys moved along the river", "despite the truce agreed last month",
    "near the old grain silos", "in a statement read on television",
)  # fmt: skip
SYLLABLES = (
    "ab",
    "dar",
    "tel",
    "ras",
    "qas",
    "mar",
    "nah",
    "zor",
    "ham",
    "sal",
    "bir",
    "kaf",
    "wad",
    "hin",
    "sur",
    "jab",
)


Batch = list[tuple[Report, Reading, list[Resolution]]]
#: Batches that are given in one go, as a reader's output comes: the commit of the last one is waited for.
RUN = 50


class War:
    """Places, actors and a law by which they are named; `reports` makes report n, always the same."""

    def __init__(self) -> None:
        rng = random.Random(SEED)
        self.places = [
            Place(
                f"bench/{n}", "".join(rng.choice(SYLLABLES) for _ in range(3)).title() + f" {n % 97}",
                rng.uniform(29, 37), rng.uniform(36, 48), PlaceLevel.SETTLEMENT, Geometry.POINT, "SY",
            )
            for n in range(PLACES)
        ]  # fmt: skip
        self.weights = list(itertools.accumulate(1 / (n + 1) for n in range(PLACES)))
        self.actors = [
            (f"bench/actor-{n}", f"{rng.choice(SYLLABLES).title()} Brigade {n}", f"side-{n % SIDES}")
            for n in range(ACTORS)
        ]
        self.sources = [f"spokesman {n}" for n in range(500)]

    def place(self, rng: random.Random) -> Place:
        return self.places[bisect.bisect(self.weights, rng.random() * self.weights[-1])]

    def report(self, number: int) -> tuple[Report, Reading, list[Resolution]]:
        rng = random.Random(SEED + number)
        published = FIRST + timedelta(rng.randrange(DAYS))
        parts, drafts, at = [f"Report {number}. "], [], len(f"Report {number}. ")
        for _ in range(PER_REPORT):
            place, (actor, name, side), verb = self.place(rng), rng.choice(self.actors), rng.choice(VERBS)
            source = rng.choice(self.sources) if rng.random() < 0.6 else None
            day = published - timedelta(rng.randrange(6))
            lead = f"{source} said " if source else ""
            sentence = f"{lead}{name} {verb} {place.name} on {day.isoformat()} {rng.choice(FILLER)}. "
            drafts.append((at, lead, source, name, actor, side, verb, place, day, len(sentence)))
            parts.append(sentence)
            at += len(sentence)
        text = "".join(parts)
        outlet = f"outlet {number % 40}"
        report = Report(text, f"bench-{number}", f"Report {number}", outlet, None, published, raw=text.encode())
        id_, claims, resolved = report.id, [], []
        for start, lead, source, name, actor, side, verb, place, day, length in drafts:
            doer = Span(start + len(lead), start + len(lead) + len(name))
            trigger = Span(doer.end + 1, doer.end + 1 + len(verb))
            spot = Span(trigger.end + 1, trigger.end + 1 + len(place.name))
            when = day.isoformat()
            claim = Claim(
                id_, trigger, verb, rng.choice(TYPES),
                (
                    Argument(Role.ACTOR, name, *doer, name, 0.93),
                    Argument(Role.PLACE, place.name, *spot, place.name, 0.97),
                ),
                TimeExpression(when, spot.end + 4, spot.end + 14, when),
                (Mention(source, start, start + len(source), source),) if source else (),
                rng.choice((Certainty.CERTAIN, Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)),
                Polarity.NEGATIVE if rng.random() < 0.05 else Polarity.POSITIVE,
                rng.choice((Mood.ACTUAL, Mood.ACTUAL, Mood.ACTUAL, Mood.PLANNED)),
                None, Span(start, start + length - 1), Scores(0.91, 0.88, 0.97, 0.99, 0.96, 0.94),
            )  # fmt: skip
            claims.append(claim)
            speakers = () if not source else (
                ActorRef(Span(start, start + len(source)), source, f"entity/{source}", source, ActorKind.PERSON, 0.5),
            )  # fmt: skip
            resolved.append(
                Resolution(
                    claim.key, "atlas-bench",
                    (PlaceRef(spot, place.name, place, 0.92, Role.PLACE, "at", 1, 1, "name and context",
                              ((place.id, place.name, 0.92), ("bench/other", "Otherplace", 0.31))),),
                    (ActorRef(doer, name, actor, name, ActorKind.GROUP, 0.9, Role.ACTOR, side),),
                    speakers,
                )
            )  # fmt: skip
        return report, Reading(id_, "bench-reader", "1", tuple(claims)), resolved

    def batches(self, claims: int, size: int = 100) -> Iterator[Batch]:
        for first in range(0, claims // PER_REPORT, size):
            yield [self.report(n) for n in range(first, min(first + size, claims // PER_REPORT))]


class Server:
    """The private PostgreSQL and what its processes have used of the processor."""

    def __init__(self) -> None:
        started = subprocess.run(
            [SCRIPT, "start"], capture_output=True, text=True, check=False, env={**os.environ, "FOGLINE_FSYNC": "on"}
        )
        if started.returncode:
            sys.exit(started.stderr)
        self.folder, self.url = started.stdout.split()

    def seconds(self) -> float:
        """Processor seconds of the server and all its children, ended ones too."""
        main = int(Path(self.folder, "data", "postmaster.pid").read_text().split("\n")[0])
        total, tick = 0, os.sysconf("SC_CLK_TCK")
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rsplit(") ", 1)[1].split()
            except OSError:
                continue
            if int(entry.parent.name) == main:
                total += sum(int(f) for f in fields[11:15])
            elif int(fields[1]) == main:
                total += sum(int(f) for f in fields[11:13])
        return total / tick

    def bytes(self) -> int:
        import psycopg

        with psycopg.connect(self.url) as conn:
            row = conn.execute("SELECT pg_database_size(current_database())").fetchone()
            return int(row[0]) if row else 0

    def stop(self) -> None:
        subprocess.run([SCRIPT, "stop", self.folder], check=False)


def timed(rounds: int, work: Callable[[int], object]) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and by this process's processor time, one a round."""
    clock, processor = [], []
    for n in range(rounds):
        c, p = time.perf_counter(), time.process_time()
        work(n)
        clock.append((time.perf_counter() - c) * 1000)
        processor.append((time.process_time() - p) * 1000)
    return clock, processor


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


class Loaded:
    """One store being filled: its ledger, and what the filling took."""

    def __init__(self, store: str, folder: Path, claims: int) -> None:
        self.store, self.claims, self.clock, self.processor = store, 0, 0.0, 0.0
        self.server: Server | None = Server() if store == "postgres" else None
        self.path = folder / f"bench-{claims}.db"
        if not self.server:
            for old in (self.path, Path(f"{self.path}-wal"), Path(f"{self.path}-shm")):
                old.unlink(missing_ok=True)
        self.ledger = fogline.ledger.open(self.server.url if self.server else self.path)

    def add(self, batches: list[Batch]) -> None:
        """The whole path for batches that are made already: all on the disk when it returns."""
        server = self.server.seconds() if self.server else 0.0
        clock, processor = time.perf_counter(), time.process_time()
        self.claims += sum(added.claims for added in self.ledger.add_all(batches))
        self.clock += time.perf_counter() - clock
        self.processor += time.process_time() - processor
        if self.server:
            self.processor += self.server.seconds() - server

    def more(self, war: War) -> dict[str, tuple[list[float], list[float]]]:
        """A day's reports into a ledger that is full already: batches of 100 reports, each on the disk in the end."""
        first = self.claims // PER_REPORT
        batches = [[war.report(first + i + n) for n in range(100)] for i in range(0, 1000, 100)]
        return {"adding 100 more reports (2,000 claims)": timed(10, lambda n: self.ledger.add(batches[n]))}

    def settle(self) -> None:
        """What a server does by itself when it has time: statistics and dead rows."""
        if self.server:
            import psycopg

            with psycopg.connect(self.server.url, autocommit=True) as conn:
                conn.execute("VACUUM ANALYZE")
        else:
            import sqlite3

            with sqlite3.connect(self.path) as file:
                file.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def bytes(self) -> int:
        if self.server:
            return self.server.bytes()
        return sum(p.stat().st_size for p in (self.path, Path(f"{self.path}-wal")) if p.exists())

    def stop(self) -> None:
        self.ledger.close()
        if self.server:
            self.server.stop()


def yardstick() -> float:
    """Millions of additions a second of processor time: how fast this machine is just now, whoever else uses it."""
    begun = time.process_time()
    total = 0
    for n in range(2_000_000):
        total += n
    return 2 / (time.process_time() - begun)


def ask(ledger: Ledger, war: War) -> dict[str, tuple[list[float], list[float]]]:
    """The questions of the table."""
    rng = random.Random(SEED)
    spots = [war.place(rng) for _ in range(2000)]
    days = [FIRST + timedelta(rng.randrange(DAYS)) for _ in range(2000)]
    words = [spots[n].name if n % 2 else f'"{rng.choice(FILLER)}" {rng.choice(VERBS)}' for n in range(400)]
    ordered = sorted((p.id for p in spots), key=lambda i: int(i.split("/")[1]))
    median, hottest = ordered[len(ordered) // 2], war.places[0].id
    horizon = timedelta(120)

    def window(n: int) -> object:
        return ledger.claims(
            ClaimQuery(places=[spots[n].id], since=days[n] - timedelta(30), until=days[n] + timedelta(30), limit=100)
        )

    def held(place: str) -> Callable[[int], object]:
        return lambda n: ledger.standing(place, on=days[n], as_known_on=days[n])

    def evidence(place: str) -> Callable[[int], object]:
        moving = [
            "capture",
            "hold",
            "withdraw",
            "hand-over",
            "present",
            "base",
            "deploy",
            "advance",
            "clash",
            "strike",
            "besiege",
        ]
        return lambda n: ledger.weighed(
            ClaimQuery(places=[place], types=moving, since=days[n] - horizon, until=days[n], as_known_on=days[n])
        )

    for n in range(20):
        window(n)
    return {
        "claims about one place in a window, first 100": timed(400, window),
        "who holds one place as known on a day, place drawn": timed(300, lambda n: held(spots[n].id)(n)),
        "who holds one place as known on a day, median place": timed(100, held(median)),
        "who holds one place as known on a day, hottest place": timed(30, held(hottest)),
        "its claims of the last 120 days with origins and links, median place": timed(50, evidence(median)),
        "its claims of the last 120 days with origins and links, hottest place": timed(3, evidence(hottest)),
        "whole map as of now": timed(5, lambda n: ledger.map_now()),
        "whole map as of now, every piece of evidence written out": timed(
            5, lambda n: [place.evidence for place in ledger.map_now()]
        ),
        "whole map as known on a past day": timed(3, lambda n: ledger.standing(on=days[n], as_known_on=days[n])),
        "full-text search, first 50": timed(300, lambda n: ledger.claims(ClaimQuery(text=words[n], limit=50))),
    }


def table(stores: list[Loaded], war: War) -> None:
    """Ask every question of every store and print what came of it."""
    rows: dict[str, dict[str, tuple[float, str]]] = {}
    for one in stores:
        one.settle()
        if one.clock > 0:  # not of a ledger that stood already
            fast, own = one.claims / one.clock, one.claims / one.processor
            said = f"{fast:,.0f} (by the processor {own:,.0f})"
            rows.setdefault("whole path, claims/s", {})[one.store] = (fast, said)
        size = one.bytes() / one.claims
        rows.setdefault("bytes a claim, indexes included", {})[one.store] = (size, f"{size:,.0f}")
        for name, (clock, processor) in {**ask(one.ledger, war), **one.more(war)}.items():
            what, figure = ("p95", p95) if len(clock) >= 30 else ("median", statistics.median)
            half = statistics.median(clock)
            said = f"{figure(clock):,.1f} ms {what} (p50 {half:,.1f}; this process {figure(processor):,.1f})"
            rows.setdefault(name, {})[one.store] = (figure(clock), said)
    names = [one.store for one in stores]
    print(f"\n{stores[0].claims:,} claims, {PLACES:,} places, seed {SEED}; yardstick {yardstick():.0f}\n")
    print("| question | " + " | ".join(names) + " | ratio |\n|" + " --- |" * (len(names) + 2))
    for name, by_store in rows.items():
        values = [by_store[n][0] for n in names]
        ratio = f"{values[1] / values[0]:.2f}" if len(values) == 2 else "-"
        print(f"| {name} | " + " | ".join(by_store[n][1] for n in names) + f" | {ratio} |", flush=True)


class Standing(Loaded):
    """A ledger that stands already: only the questions are asked of it."""

    def __init__(self, where: str) -> None:
        self.store = "postgres" if "://" in where else "sqlite"
        self.server, self.path, self.url = None, Path(where), where
        self.ledger = fogline.ledger.open(where)
        self.claims = self.ledger.counts().claims
        self.clock = self.processor = float("nan")

    def settle(self) -> None:
        if self.store == "sqlite":
            super().settle()

    def bytes(self) -> int:
        if self.store == "sqlite":
            return super().bytes()
        import psycopg

        with psycopg.connect(self.url) as conn:
            row = conn.execute("SELECT pg_database_size(current_database())").fetchone()
            return int(row[0]) if row else 0


def bulk(stores: list[str], folder: Path, claims: int, war: War) -> None:
    """The load of an empty ledger in one go, with its time and its size; making the war is taken off."""
    print(f"\n{claims:,} claims loaded in one go, {PLACES:,} places, seed {SEED}; yardstick {yardstick():.0f}\n")
    print("| store | load | claims/s | bytes a claim |\n| --- | --- | --- | --- |")
    for store in stores:
        server = Server() if store == "postgres" else None
        path = folder / f"bulk-{claims}.db"
        path.unlink(missing_ok=True)
        making = [0.0, 0.0]

        def timed_batches(making: list[float] = making, store: str = store) -> Iterator[list[Any]]:
            source, done = war.batches(claims, 500), 0
            while True:
                clock, processor = time.perf_counter(), time.process_time()
                batch = next(source, None)
                making[0] += time.perf_counter() - clock
                making[1] += time.process_time() - processor
                if batch is None:
                    return
                yield batch
                done += len(batch) * PER_REPORT
                if done % 100_000 == 0:
                    print(f"  {store}: {done:>10,} claims", file=sys.stderr, flush=True)

        try:
            before = server.seconds() if server else 0.0
            clock, processor = time.perf_counter(), time.process_time()
            added = fogline.ledger.load(server.url if server else path, timed_batches())
            clock = time.perf_counter() - clock - making[0]
            processor = time.process_time() - processor - making[1]
            processor += server.seconds() - before if server else 0.0
            size = (server.bytes() if server else path.stat().st_size) / added.claims
            print(
                f"| {store} | {clock:,.0f} s (by the processor {processor:,.0f} s) | {added.claims / clock:,.0f} "
                f"(by the processor {added.claims / processor:,.0f}) | {size:,.0f} |",
                flush=True,
            )
        finally:
            if server:
                server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--claims", type=int, default=1_000_000, help="fill each store with so many, then ask")
    parser.add_argument("--stores", nargs="+", default=["sqlite", "postgres"], choices=["sqlite", "postgres"])
    parser.add_argument("--folder", type=Path, default=Path("/tmp/fogline-bench"))
    parser.add_argument("--bulk", type=int, help="load so many claims in one go, and stop")
    parser.add_argument("--ask", nargs="+", help="ask these ledgers, and stop")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    war = War()
    if given.bulk:
        return bulk(given.stores, given.folder, given.bulk, war)
    if given.ask:
        return table([Standing(where) for where in given.ask], war)
    stores: list[Loaded] = []
    try:
        # One after the other: a server goes on for a while with what it was given, in the other one's time.
        for store in given.stores:
            one = Loaded(store, given.folder, given.claims)
            stores.append(one)
            source = war.batches(given.claims)
            while run := list(itertools.islice(source, RUN)):
                one.add(run)
                if one.claims % 100_000 < RUN * 100 * PER_REPORT:
                    speeds = f"{one.claims / one.clock:,.0f}/{one.claims / one.processor:,.0f}"
                    said = f"  {store}: {one.claims:>9,} claims; claims/s by clock/processor: {speeds}"
                    print(said, file=sys.stderr, flush=True)
            one.settle()
        table(stores, war)
    finally:
        for one in stores:
            one.stop()


if __name__ == "__main__":
    main()
