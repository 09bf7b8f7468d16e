"""The workbench under load: first view, filter and brush steps, memory of the tab, size of its JavaScript.

    .venv/bin/python -m benchmarks.workbench --claims 50000 --folder /tmp/fogline-bench [--rounds 60]

A made-up war of five thousand reports over three thousand places is written into a ledger (kept in the folder for the
next run), weighed, served by `fogline serve`, and opened in Chromium, which draws WebGL in software. A step is timed
in the page, from the event that a hand would cause to the frame after it: by the clock, and by the processor time of
the page's main thread, which is what the clock would show on a machine with nothing else to do. The yardstick says how
much of a core there was to spare.
"""

from __future__ import annotations

import argparse
import bisect
import gzip
import itertools
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2
from playwright.sync_api import Page, sync_playwright
from tests.workbench.conftest import BROWSER

import fogline
from fogline.claims import (
    ActorKind,
    ActorRef,
    Argument,
    Certainty,
    Claim,
    ClaimType,
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
from fogline.workbench.app import PAGE

SEED, PLACES, DAYS, PER_REPORT, COPIED = 2017, 3_000, 900, 10, 0.2
FIRST = date(2015, 6, 1)
TYPES = (
    [ClaimType.STRIKE] * 20 + [ClaimType.CLASH] * 16 + [ClaimType.CASUALTIES] * 12 + [ClaimType.CAPTURE] * 12
    + [ClaimType.HOLD] * 10 + [ClaimType.WITHDRAW] * 5 + [ClaimType.ADVANCE] * 8 + [ClaimType.DEPLOY] * 5
    + [ClaimType.PRESENT] * 4 + [ClaimType.WARN] * 4 + [ClaimType.AGREE] * 4
)  # fmt: skip
MOODS = [Mood.ACTUAL] * 8 + [Mood.PLANNED, Mood.PREDICTED, Mood.DEMANDED]
SURE = [Certainty.CERTAIN] * 6 + [Certainty.PROBABLE] * 2 + [Certainty.POSSIBLE]
SIDES = ("syrian-government", "islamic-state", "us-coalition", "sdf", "turkish-backed-rebels", "iraqi-government")
SYLLABLES = ("ab", "dar", "tel", "ras", "qas", "mar", "nah", "zor", "ham", "sal", "bir", "kaf", "wad", "hin", "sur")
FILLER = (
    "the road bridge north of town", "after two days of heavy fighting", "with artillery and armoured vehicles",
    "residents said by telephone", "as convoys moved along the river", "despite the truce agreed last month",
    "near the old grain silos", "in a statement read on television",
)  # fmt: skip

#: What each figure is asked to be (the issue's table).
ASKED = {"first view": 2_500.0, "step": 150.0, "memory": 400.0, "javascript": 0.6}


class War:
    """Places, parties and outlets of a made-up war; `report` makes report n, always the same."""

    def __init__(self) -> None:
        rng = random.Random(SEED)
        self.places = [
            Place(f"bench/{n}", f"{''.join(rng.choice(SYLLABLES) for _ in range(3)).title()} {n}",
                  rng.uniform(31, 37), rng.uniform(36, 46), PlaceLevel.SETTLEMENT, country="SY")
            for n in range(PLACES)
        ]  # fmt: skip
        self.weights = list(itertools.accumulate(1 / (n + 10) for n in range(PLACES)))
        self.actors = [(f"bench/brigade-{n}", f"Brigade {n}", f"bench/{SIDES[n % len(SIDES)]}") for n in range(120)]

    def told(self, number: int) -> list[tuple[Any, ...]]:
        """What a report tells; a fifth of the reports tell what an earlier one told."""
        rng = random.Random(SEED * 7 + number)
        if number > 50 and rng.random() < COPIED:
            return self.told(number - rng.randint(1, 40))
        day = FIRST + timedelta(number * DAYS // 5_000)
        rows: list[tuple[Any, ...]] = []
        for _ in range(PER_REPORT):
            place = self.places[bisect.bisect(self.weights, rng.random() * self.weights[-1])]
            when = None if rng.random() < 0.08 else day - timedelta(rng.randrange(5))
            source = f"spokesman {rng.randrange(300)}" if rng.random() < 0.5 else None
            rows.append((rng.choice(TYPES), place, rng.choice(self.actors), source, when, rng.choice(MOODS),
                         rng.choice(SURE), rng.random() < 0.06, rng.choice(FILLER)))  # fmt: skip
        return rows

    def report(self, number: int) -> tuple[Report, Reading, list[Resolution]]:
        published = FIRST + timedelta(number * DAYS // 5_000)
        text, drafts = f"Report {number}. ", []
        for kind, place, actor, source, when, mood, sure, denied, filler in self.told(number):
            lead = f"{source} said " if source else ""
            start = len(text)
            doer = Span(start + len(lead), start + len(lead) + len(actor[1]))
            trigger = Span(doer.end + 1, doer.end + 1 + len(kind))
            spot = Span(trigger.end + 4, trigger.end + 4 + len(place.name))
            said = f" on {when.isoformat()}" if when else ""
            text += f"{lead}{actor[1]} {kind} at {place.name}{said} {filler}. "
            time_ = TimeExpression(when.isoformat(), spot.end + 4, spot.end + 14, when.isoformat()) if when else None
            drafts.append((kind, place, actor, source, mood, sure, denied, doer, trigger, spot, time_,
                           Span(start, len(text) - 1)))  # fmt: skip
        report = Report(text, f"bench-{number}", f"Report {number}", f"Outlet {number % 40}",
                        f"https://example.org/{number}", published, raw=text.encode())  # fmt: skip
        claims, resolved = [], []
        for kind, place, actor, source, mood, sure, denied, doer, trigger, spot, time_, sentence in drafts:
            begin = sentence.start
            claim = Claim(
                report.id, trigger, str(kind), kind,
                (Argument(Role.ACTOR, actor[1], *doer, actor[1]), Argument(Role.PLACE, place.name, *spot, place.name)),
                time_, (Mention(source, begin, begin + len(source), source),) if source else (), sure,
                Polarity.NEGATIVE if denied else Polarity.POSITIVE, mood, None, sentence, Scores(0.9),
            )  # fmt: skip
            claims.append(claim)
            speakers = (ActorRef(Span(begin, begin + len(source)), source, f"entity/{source}", source,
                                 ActorKind.PERSON, 0.5),) if source else ()  # fmt: skip
            resolved.append(Resolution(
                claim.key, "bench", (PlaceRef(spot, place.name, place, 0.9, Role.PLACE),),
                (ActorRef(doer, actor[1], actor[0], actor[1], ActorKind.GROUP, 0.9, Role.ACTOR, actor[2]),), speakers,
            ))  # fmt: skip
        return report, Reading(report.id, "bench-reader", "1", tuple(claims)), resolved


def ledger(path: Path, claims: int) -> None:
    """Write and weigh the war, unless an earlier run has."""
    if path.exists():
        return
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    war, begun = War(), time.process_time()
    with fogline.open(unfinished) as desk:
        for first in range(0, claims // PER_REPORT, 100):
            desk.ledger.add([war.report(n) for n in range(first, min(first + 100, claims // PER_REPORT))])
        links = desk.link()
    unfinished.rename(path)
    print(f"{claims:,} claims, {len(links):,} links written in {time.process_time() - begun:.0f} s", file=sys.stderr)


class Server:
    """`fogline serve` as a user starts it."""

    def __init__(self, path: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [str(Path(sys.executable).with_name("fogline")), "serve", "--ledger", str(path), "--port", str(port)]
        self.address = f"http://127.0.0.1:{port}"
        begun = time.perf_counter()
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ)
        while True:
            try:
                httpx2.get(f"{self.address}/", timeout=2)
                break
            except httpx2.HTTPError:
                if self._process.poll() is not None or time.perf_counter() - begun > 600:
                    raise SystemExit("fogline serve did not start") from None
                time.sleep(0.05)
        self.start_ms = (time.perf_counter() - begun) * 1000

    def processor(self) -> float:
        """Milliseconds of processor time that the server has taken."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def rest(self) -> None:
        """Until nothing is worked out any more."""
        last = -1.0
        while (now := self.processor()) - last > 20:
            last = now
            time.sleep(3)

    def memory_mb(self) -> float:
        return _kilobytes(self._process.pid, "status", "VmHWM") / 1024

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(300)


def _kilobytes(pid: int, file: str, field: str) -> float:
    for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
        if line.startswith(field + ":"):
            return float(line.split()[1])
    return 0.0


def yardstick() -> float:
    """Millions of additions a second by the clock: how much of a core this machine has to spare just now."""
    begun, total = time.perf_counter(), 0
    for n in range(3_000_000):
        total += n
    return 3 / (time.perf_counter() - begun)


#: Makes a change in the page and waits for the frame that shows it; milliseconds by the clock. A field without a menu
#: is given the whole name.
STEP = """
async ([kind, value, name]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => {
    const after = new MessageChannel(); after.port1.onmessage = () => done(); after.port2.postMessage(0);
  }));
  const mouse = (target, type, x, y) => target.dispatchEvent(new MouseEvent(type,
    {view: window, bubbles: true, cancelable: true, button: 0, clientX: x, clientY: y}));
  const begun = performance.now();
  if (kind.startsWith('brush-')) {
    const over = document.querySelector('.timeline svg.over .overlay');
    const box = over.getBoundingClientRect();
    const hand = {begin: ['mousedown', over], move: ['mousemove', window], end: ['mouseup', window]};
    const [type, target] = hand[kind.slice(6)];
    mouse(target, type, box.left + box.width * value, box.top + 30);
  } else if (kind === 'all-time')
    [...document.querySelectorAll('.timeline button')].find((b) => b.innerText === 'All time')?.click();
  else {
    const field = document.querySelector(`[aria-label="${kind}"]`) ?? document.querySelector(kind);
    if (!field.options) field.value = name;
    else field.value = typeof value === 'number' ? field.options[value % field.options.length].value : value;
    field.dispatchEvent(new Event(value === 'typed' ? 'input' : 'change', {bubbles: true}));
  }
  await frame();
  return performance.now() - begun;
}
"""


def steps(rng: random.Random, rounds: int) -> Iterator[tuple[str, str, Any]]:
    """Steps of different kinds: what a hand does at the filters and the timeline."""
    made = 0
    while made < rounds:
        for field in ("Place", "Actor", "Origin", "Type", "Mood", "Certainty"):
            yield f"filter by {field.lower()}", field, rng.randrange(1, 2_000)
            yield "filter taken off", field, 0
        start = rng.uniform(0.1, 0.5)
        yield "brush", "brush-begin", start
        for n in range(7):
            yield "brush", "brush-move", start + 0.03 + n * 0.03
        yield "brush", "brush-end", start + 0.24
        yield "brush taken off", "all-time", None
        yield "letters typed for an origin", "Origin", "typed"
        yield "lanes by origin", ".timeline select", "origin"
        yield "lanes by side", ".timeline select", "side"
        made += 24


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


class Tab:
    """A page with a clock for the processor time of its main thread."""

    def __init__(self, browser: Any) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1440, "height": 900})
        self.page.set_default_timeout(600_000)
        self._session = self.page.context.new_cdp_session(self.page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def thread(self) -> float:
        """Milliseconds of processor time that the main thread has taken."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return next(float(m["value"]) for m in metrics if m["name"] == "ThreadTime") * 1000

    def step(self, kind: str, value: Any, name: str = "") -> tuple[float, float]:
        """Milliseconds of a step by the clock and by the main thread; its cards are waited for afterwards."""
        before = self.thread()
        shown = float(self.page.evaluate(STEP, [kind, value, name]))
        taken = self.thread() - before
        self.page.wait_for_function("() => !document.querySelector('.cards .waiting')", polling=100)
        return shown, taken

    def settled(self, kind: str, value: Any, name: str = "") -> tuple[float, float]:
        """The same until the map has drawn the change and rests: the map follows the lists and is no part of `step`."""
        before, begun = self.thread(), time.perf_counter()
        self.page.evaluate(STEP, [kind, value, name])
        self.rest()
        return (time.perf_counter() - begun) * 1000, self.thread() - before

    def rest(self) -> None:
        """Until the map has nothing more to draw; what follows the last frame is given 20 ms to begin."""
        self.page.evaluate(
            "() => new Promise((done) => setTimeout("
            "() => { foglineMap.once('idle', () => done()); foglineMap.triggerRepaint(); }, 20))"
        )

    def open(self, server: Server) -> dict[str, tuple[float, float, float]]:
        """Until the overview had come, the first view, and a map at rest: clock, main thread and server, in ms."""
        begun, processor = time.perf_counter(), server.processor()
        self.page.goto(server.address, wait_until="commit")
        first = self.thread()
        found = {}
        for name, there in (
            ("overview", "() => performance.getEntriesByType('resource').some((e) => e.name.includes('/overview'))"),
            ("view", "() => document.querySelector('.card') && document.querySelector('.timeline canvas')"),
            ("map", "() => window.foglineMap && window.foglineMap.loaded()"),
        ):
            self.page.wait_for_function(there, polling=50)
            clock = (time.perf_counter() - begun) * 1000
            found[name] = (clock, self.thread() - first, server.processor() - processor)
        return found


class Names:
    """Names as the page's fields take them: with the id where two are the same."""

    def __init__(self, overview: dict[str, Any]) -> None:
        places = [(p["name"], p["id"]) for p in overview["places"]]
        origins = [(s["name"] + ("" if s["named"] else " (unnamed)"), s["id"]) for s in overview["sources"]]
        self._names = {"Place": self._told_apart(places), "Origin": self._told_apart(origins)}

    @staticmethod
    def _told_apart(named: list[tuple[str, str]]) -> list[str]:
        often = Counter(name for name, _ in named)
        return sorted(f"{name} · {own}" if often[name] > 1 else name for name, own in named)

    def name(self, kind: str, value: Any) -> str:
        """What is typed into a field for its n-th choice; nothing for none."""
        if value == "typed":
            return "spo"
        names = self._names.get(kind, [])
        return names[value % len(names)] if names and value else ""


def memory(browser: Any, page: Page) -> dict[str, float]:
    """Megabytes of the tab: the JavaScript heap, and the renderer's own and resident memory."""
    heap = page.evaluate("() => performance.memory.usedJSHeapSize") / 1e6
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    tabs = [int(p["id"]) for p in found if p["type"] == "renderer"]
    own = max(
        _kilobytes(pid, "smaps_rollup", "Private_Clean") + _kilobytes(pid, "smaps_rollup", "Private_Dirty")
        for pid in tabs
    )
    resident = max(_kilobytes(pid, "status", "VmRSS") for pid in tabs)
    gpu = max((_kilobytes(int(p["id"]), "status", "VmRSS") for p in found if p["type"] == "GPU"), default=0.0)
    return {"heap": heap, "own": own / 1024, "resident": resident / 1024, "gpu": gpu / 1024}


def javascript() -> tuple[float, float]:
    """Megabytes of the page's scripts, gzipped and plain."""
    files = [f.read_bytes() for f in sorted(PAGE.glob("assets/*.js"))]
    return sum(len(gzip.compress(f, 9, mtime=0)) for f in files) / 1e6, sum(map(len, files)) / 1e6


def measure(path: Path, rounds: int, chromium: str) -> None:
    """Serve the ledger, open it and print what was measured."""
    before = yardstick()
    server = Server(path)
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=[*BROWSER, "--enable-precise-memory-info"])
            tab = Tab(browser)
            cold = tab.open(server)
            server.rest()
            warm = tab.open(server)
            asked = httpx2.get(f"{server.address}/api/overview", headers={"Accept-Encoding": "gzip"}, timeout=600)
            sent = int(asked.headers.get("content-length", 0)) / 1e6
            names = Names(asked.json())
            taken: dict[str, list[tuple[float, float]]] = {}
            most = 0.0
            for name, kind, value in steps(random.Random(SEED), rounds):
                taken.setdefault(name, []).append(tab.step(kind, value, names.name(kind, value)))
                most = max(most, memory(browser, tab.page)["own"])
            used = memory(browser, tab.page)
            tab.rest()
            followed = []
            for _, kind, value in itertools.islice(steps(random.Random(SEED), 1), 12):
                followed.append(tab.settled(kind, value, names.name(kind, value)))
            tab.page.request_gc()
            rest = memory(browser, tab.page)
            browser.close()
        served = server.memory_mb()
    finally:
        server.stop()
    every = [t for times in taken.values() for t in times]
    packed, plain = javascript()
    print(f"\nyardstick {before:.1f} before, {yardstick():.1f} after; {len(every)} steps\n")
    print("| what | asked | processor time of the page's main thread | by the clock |\n| --- | --- | --- | --- |")
    for name, run in (("server just started", cold), ("opened again", warm)):
        for what, said in (("overview", "the overview had come"), ("view", "first view"), ("map", "map at rest")):
            limit = f"≤ {ASKED['first view']:,.0f} ms" if what == "view" else ""
            clock, own, serving = run[what]
            print(f"| {said}, {name} | {limit} | {own:,.0f} ms, and the server's {serving:,.0f} | {clock:,.0f} ms |")
    clock, own = [t[0] for t in every], [t[1] for t in every]
    print(f"| filter or brush step, p95 | ≤ {ASKED['step']:.0f} ms | {p95(own):.0f} ms | {p95(clock):.0f} ms |")
    print(f"| the same, median | | {statistics.median(own):.0f} ms | {statistics.median(clock):.0f} ms |")
    for name, times in taken.items():
        clock, own = [t[0] for t in times], [t[1] for t in times]
        print(f"| {name}: median, most | | {statistics.median(own):.0f}, {max(own):.0f} ms "
              f"| {statistics.median(clock):.0f}, {max(clock):.0f} ms |")  # fmt: skip
    clock, own = [t[0] for t in followed], [t[1] for t in followed]
    print(f"| six filters, on and off, until the map has followed: median, most | | "
          f"{statistics.median(own):.0f}, {max(own):.0f} ms "
          f"| {statistics.median(clock):.0f}, {max(clock):.0f} ms |")  # fmt: skip
    print("\n| what | asked | figure |\n| --- | --- | --- |")
    print(f"| the tab's own memory (private), after the steps | ≤ {ASKED['memory']:.0f} MB | {used['own']:.0f} MB |")
    print(f"| the same, most seen between two steps | | {max(most, used['own']):.0f} MB |")
    print(f"| its JavaScript heap, after the steps; after collection | | {used['heap']:.0f}; {rest['heap']:.0f} MB |")
    print(f"| resident, with what it shares; the drawing process | | {used['resident']:.0f}; {used['gpu']:.0f} MB |")
    print(f"| overview as sent, gzip | | {sent:.2f} MB |")
    print(f"| JavaScript, gzip (plain) | ≤ {ASKED['javascript']} MB | {packed:.2f} MB ({plain:.2f}) |")
    print(f"| the server: answers after; its memory at most | | {server.start_ms:,.0f} ms; {served:.0f} MB |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=66, help="steps, about")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/fogline-bench"))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no chromium here: scripts/system-packages installs it where apt may be used")
    path = given.folder / f"workbench-{given.claims}.db"
    ledger(path, given.claims)
    measure(path, given.rounds, chromium)


if __name__ == "__main__":
    main()
