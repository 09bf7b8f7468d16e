"""Made-up wars with known truth: how right is `who` as copying rises, against two maps that count reports.

    .venv/bin/python benchmarks/worlds.py [--svg docs/benchmarks/worlds.svg]

Two sides fight over forty towns for four months. Twelve outlets report: four of either side, four of none. They see
things late, leave out what hurts their side, sometimes claim what did not happen, tell plans, and hedge. A share of all
reports are copies of a report of the last days; a copyist may credit it or not, changes words, and may say as done
what was planned or likely. Everything below was fixed before the first run.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from fogline.claims import (
    ActorKind,
    ActorRef,
    Argument,
    Certainty,
    Claim,
    ClaimType,
    Interval,
    LedgerClaim,
    Mention,
    Mood,
    Place,
    PlaceLevel,
    PlaceRef,
    ReportHead,
    Role,
    Span,
    TimeExpression,
    Weighed,
    report_id,
)
from fogline.picture import POLICIES, Status, who_holds
from fogline.weighing import weigh_all, weighed

SEEDS = (11, 12, 13, 14, 15)
COPYING = (0.0, 0.2, 0.4, 0.6, 0.8)
TOWNS, DAYS, REPORTS_A_DAY = 40, 120, 8
OUTLETS = 12  # 0-3 of side A, 4-7 of side B, 8-11 of neither
CHANGE = 0.012  # chance a day that a town changes hands
DELAY = (0, 0, 1, 1, 2, 4)  # days between what is so and what is seen
OMIT = 0.5  # chance that a side's outlet passes over what hurts its side
INVENT = 0.15  # chance that it claims for its side what the other holds
ERR = 0.04  # chance that an outlet of no side has the wrong side
PLAN = 0.2  # share of original reports that tell a plan to take a town
HEDGE = 0.2  # share of the others that are hedged ("may have taken")
QUOTE = 0.7  # share of original reports that quote somebody; the rest is the outlet's own word
CREDIT = 0.4  # share of copies that name whom they copy
HARDEN = 0.3  # share of copies of plans and hedges that tell them as done
REWORD = 0.1  # share of words that a copyist changes
PARTISAN = 3  # how much likelier a side's report is to be copied than another
RECENT = 4  # days back from which reports are copied
NEWS = 6  # how much likelier a town that changed in the last week is to be written about
ASKED = (40, 60, 80, 100, 119)  # days on which every town is asked about
HORIZON = 120
START = date(2017, 1, 1)
VOCABULARY = 1500

SIDES = {"A": "Northern Army", "B": "Southern Army"}
MINISTRY = {"A": "Northern Ministry of Information", "B": "Southern Ministry of Information"}


@dataclass(frozen=True)
class Side:
    id: str
    name: str


class TwoSides:
    """The line-up that the picture asks: two armies, two ministries."""

    def of(self, actor: str, on: object = None, /) -> Side | None:
        key = actor.rsplit("/", 1)[-1]
        return Side(key, SIDES[key]) if key in SIDES else None

    def allied(self, a: str, b: str, on: object = None, /) -> bool:
        return False

    def find(self, name: str, /) -> Side | None:
        return next((Side(k, v) for k, v in SIDES.items() if name in (k, v)), None)


@dataclass(frozen=True)
class Told:
    """What one report says: who took or holds which town, since when, how surely, on whose word."""

    day: int
    outlet: int
    town: int
    side: str
    since: int | None  # the day of the change, where it is told
    mood: Mood
    certainty: Certainty
    sources: tuple[str, ...]
    words: tuple[str, ...]
    copy_of: int | None = None


def truth(rng: random.Random) -> list[list[str]]:
    """The holder of each town on each day."""
    held = [rng.choice("AB") for _ in range(TOWNS)]
    days = []
    for _ in range(DAYS):
        held = [("B" if h == "A" else "A") if rng.random() < CHANGE else h for h in held]
        days.append(list(held))
    return days


def bias(outlet: int) -> str | None:
    return "A" if outlet < 4 else "B" if outlet < 8 else None


def changed(days: Sequence[Sequence[str]], town: int, day: int, back: int) -> int | None:
    """The last day within `back` days on which a town changed hands."""
    for d in range(day, max(0, day - back), -1):
        if days[d][town] != days[d - 1][town]:
            return d
    return None


def original(rng: random.Random, days: Sequence[Sequence[str]], day: int, vocabulary: Sequence[str]) -> Told | None:
    """One outlet's own report of a day, or None where it finds nothing it likes to say."""
    outlet = rng.randrange(OUTLETS)
    weights = [NEWS if changed(days, t, day, 7) is not None else 1 for t in range(TOWNS)]
    town = rng.choices(range(TOWNS), weights)[0]
    seen = max(0, day - rng.choice(DELAY))
    side, mine = days[seen][town], bias(outlet)
    since = changed(days, town, seen, 7)
    mood, certainty = Mood.ACTUAL, Certainty.CERTAIN
    if mine is not None and side != mine:
        if rng.random() < OMIT:
            return None
        if rng.random() < INVENT / (1 - OMIT):
            side, since = mine, day
    elif mine is None and rng.random() < ERR:
        side = "B" if side == "A" else "A"
    if rng.random() < PLAN:
        side, since, mood = ("B" if days[seen][town] == "A" else "A"), day, Mood.PLANNED
        side = mine or side
    elif rng.random() < HEDGE:
        certainty = Certainty.POSSIBLE if rng.random() < 0.5 else Certainty.PROBABLE
    sources: tuple[str, ...] = ()
    if rng.random() < QUOTE:
        sources = (
            (MINISTRY[mine],) if mine is not None else (rng.choice([MINISTRY[side], "residents", "a relief worker"]),)
        )
    return Told(day, outlet, town, side, since, mood, certainty, sources, tuple(rng.choices(vocabulary, k=60)))


def copied(rng: random.Random, told: Sequence[Told], day: int, vocabulary: Sequence[str]) -> Told | None:
    """Another outlet's reworking of a recent report."""
    recent = [i for i, t in enumerate(told) if day - RECENT <= t.day <= day]
    if not recent:
        return None
    weights = [PARTISAN if bias(told[i].outlet) is not None else 1 for i in recent]
    at = rng.choices(recent, weights)[0]
    base = told[at]
    outlet = rng.choice([o for o in range(OUTLETS) if o != base.outlet])
    mood, certainty, since = base.mood, base.certainty, base.since
    if (mood is not Mood.ACTUAL or certainty is not Certainty.CERTAIN) and rng.random() < HARDEN:
        mood, certainty, since = Mood.ACTUAL, Certainty.CERTAIN, since if since is not None else day
    sources = base.sources
    if rng.random() < CREDIT:
        sources = (f"Outlet {base.outlet}", *sources)
    words = tuple(rng.choice(vocabulary) if rng.random() < REWORD else w for w in base.words)
    return replace(
        base,
        day=day,
        outlet=outlet,
        mood=mood,
        certainty=certainty,
        since=since,
        sources=sources,
        words=words,
        copy_of=at,
    )


def world(seed: int, copying: float) -> tuple[list[list[str]], list[Told], list[Place]]:
    """The truth, the reports, and the towns of one world. The truth does not depend on `copying`."""
    rng = random.Random(seed)
    vocabulary = [
        "".join(rng.choice("bdfgklmnprst") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))
        for _ in range(VOCABULARY)
    ]
    towns = [
        Place(
            f"town/{i}",
            vocabulary[i].title() + f"town{i}",
            30 + 0.2 * (i % 8),
            40 + 0.2 * (i // 8),
            PlaceLevel.SETTLEMENT,
        )
        for i in range(TOWNS)
    ]
    days = truth(rng)
    told: list[Told] = []
    for day in range(DAYS):
        for _ in range(REPORTS_A_DAY):
            made = copied(rng, told, day, vocabulary) if rng.random() < copying else None
            if made is None:
                made = original(rng, days, day, vocabulary)
            if made is not None:
                told.append(made)
    return days, told, towns


def ledger_claim(t: Told, number: int, towns: Sequence[Place]) -> tuple[LedgerClaim, str]:
    """A report as text and the one claim in it, as reader and atlas would have them."""
    town, army = towns[t.town], SIDES[t.side]
    took = t.since is not None
    verb = {Mood.PLANNED: "is preparing to take"}.get(t.mood, "took" if took else "holds")
    doubt = {Certainty.POSSIBLE: "may be that ", Certainty.PROBABLE: "is likely that "}.get(t.certainty, "")
    by = " citing ".join(t.sources)
    head = f"{by} reports: it {doubt}" if by else (f"It {doubt}" if doubt else "")
    sentence = f"{head}{army} {verb} {town.name}, {' '.join(t.words[:12])}."
    rest = " ".join(t.words[12:])
    text = f"{sentence} {rest}. ({number})"
    id_ = report_id(text)
    published = START + timedelta(days=t.day)
    meta = ReportHead(id_, f"r{number}", None, f"Outlet {t.outlet}", None, published, None, bias(t.outlet))

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    trigger = at(verb)
    on = START + timedelta(days=t.since) if t.since is not None and t.mood is Mood.ACTUAL else None
    claim = Claim(
        id_,
        trigger,
        verb,
        ClaimType.CAPTURE if took else ClaimType.HOLD,
        (
            Argument(Role.ACTOR, army, *at(army), army),
            Argument(Role.PLACE, town.name, *at(town.name), town.name),
        ),
        TimeExpression(verb, *trigger, on.isoformat()) if on else None,
        tuple(Mention(s, *at(s), s) for s in t.sources),
        t.certainty,
        mood=t.mood,
        evidence=Span(0, len(sentence)),
    )
    speakers = tuple(speaker(s, at(s)) for s in t.sources)
    refs = (ActorRef(at(army), army, f"army/{t.side}", army, ActorKind.FORCE, 1.0, Role.ACTOR, t.side),)
    places = (PlaceRef(at(town.name), town.name, town, 1.0, Role.PLACE),)
    valid = Interval(on, on) if on else Interval(published, published) if not took else None
    return LedgerClaim(claim.key, claim, meta, places, refs, speakers, valid), text


def speaker(name: str, span: Span) -> ActorRef:
    side = next((k for k, v in MINISTRY.items() if v == name), None)
    if side is not None:
        return ActorRef(span, name, f"ministry/{side}", name, ActorKind.ORGANISATION, 1.0, None, side)
    kind = ActorKind.OUTLET if name.startswith("Outlet") else ActorKind.DESCRIBED
    return ActorRef(span, name, f"speaker/{name}" if kind is ActorKind.OUTLET else f"unnamed/{name}", name, kind, 1.0)


def latest_map(told: Sequence[Told], town: int, day: int, *, soft: bool) -> str | None:
    """A map that shows the newest report; with `soft`, plans and guesses count as done."""
    known = [t for t in told if t.town == town and t.day <= day and (soft or _firm(t))]
    return known[-1].side if known else None


def majority_map(told: Sequence[Told], town: int, day: int, *, soft: bool) -> str | None:
    """A map that shows whom most reports of the last month name."""
    known = Counter(t.side for t in told if t.town == town and day - 30 <= t.day <= day and (soft or _firm(t)))
    best = known.most_common(2)
    return None if not best or (len(best) > 1 and best[0][1] == best[1][1]) else best[0][0]


def _firm(t: Told) -> bool:
    return t.mood is Mood.ACTUAL and t.certainty in (Certainty.CERTAIN, Certainty.PROBABLE)


def answers(ws: Sequence[Weighed], towns: Sequence[Place]) -> dict[tuple[str, int, int], str | None]:
    """`who` for every policy, town and asked day: a side, or None for contested and unknown."""
    by_town: dict[str, list[Weighed]] = defaultdict(list)
    for w in ws:
        by_town[w.entry.places[0].place.id].append(w)  # type: ignore[union-attr]
    sides, found = TwoSides(), {}
    for i, town in enumerate(towns):
        for day in ASKED:
            on = START + timedelta(days=day)
            known = [w for w in by_town[town.id] if w.entry.report.published <= on]  # type: ignore[operator]
            for policy in POLICIES:
                a = who_holds(
                    town, known, on=on, as_known_on=on, policy=policy, horizon_days=HORIZON, sides=sides, hangs_on=False
                )
                held = a.status is Status.HELD and len(a.holders) == 1
                found[(policy, i, day)] = a.holders[0].side if held else None
    return found


def run(seed: int, copying: float) -> tuple[dict[str, Counter[str]], dict[str, float]]:
    """Right, wrong and undecided for every rule in one world; and how well origins were found."""
    days, told, towns = world(seed, copying)
    made = [ledger_claim(t, n, towns) for n, t in enumerate(told)]
    claims, texts = [c for c, _ in made], {c.report.id: text for c, text in made}
    ws = weighed(claims, weigh_all(claims, texts.__getitem__))
    said = answers(ws, towns)
    rules: dict[str, Callable[[int, int], str | None]] = {
        f"who, {policy}": (lambda i, d, p=policy: said[(p, i, d)])
        for policy in POLICIES  # type: ignore[misc]
    }
    rules["latest report"] = lambda i, d: latest_map(told, i, d, soft=False)
    rules["majority of reports"] = lambda i, d: majority_map(told, i, d, soft=False)
    rules["latest report, plans as done"] = lambda i, d: latest_map(told, i, d, soft=True)
    rules["majority of reports, plans as done"] = lambda i, d: majority_map(told, i, d, soft=True)
    scores: dict[str, Counter[str]] = {name: Counter() for name in rules}
    for i in range(TOWNS):
        for day in ASKED:
            for name, rule in rules.items():
                answer = rule(i, day)
                scores[name]["undecided" if answer is None else "right" if answer == days[day][i] else "wrong"] += 1
    uncredited = [n for n, t in enumerate(told) if t.copy_of is not None]
    relay = {w.entry.report.id: w.origin.relay for w in ws}
    found = sum(relay[claims[n].report.id] for n in uncredited)
    hardened = [
        n
        for n, t in enumerate(told)
        if t.copy_of is not None and (t.mood, t.certainty) != (told[t.copy_of].mood, told[t.copy_of].certainty)
    ]
    linked = {link.b for w in ws for link in w.links if link.kind == "hardens"}
    caught = sum(claims[n].id in linked for n in hardened)
    return scores, {
        "relays": found / len(uncredited) if uncredited else float("nan"),
        "hardened": caught / len(hardened) if hardened else float("nan"),
    }


def svg(table: dict[str, list[float]], wrong: dict[str, list[float]], path: Path) -> None:
    """Two small panels: right and wrong answers over copying."""
    colours = ["#1b6ca8", "#d1495b", "#66a182", "#8d6a9f", "#444444", "#b0802b"]
    shown = [name for name in table if "plans" not in name]
    width, height, pad = 330, 230, 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * width} {height + 70}" '
        'font-family="sans-serif" font-size="10">'
    ]
    for panel, (title, data) in enumerate((("right, % of all questions", table), ("wrong, % of all questions", wrong))):
        x0, top = panel * width + pad, 24
        low, high = (0.3, 1.0) if panel == 0 else (0.0, 0.4)

        def xy(k: int, value: float, x0: int = x0, low: float = low, high: float = high, top: int = top) -> str:
            x = x0 + k * (width - pad - 20) / (len(COPYING) - 1)
            y = top + (1 - (value - low) / (high - low)) * (height - top - 20)
            return f"{x:.1f},{y:.1f}"

        parts.append(f'<text x="{x0}" y="14" font-size="12">{title}</text>')
        for step in range(5):
            value = low + step * (high - low) / 4
            y = xy(0, value).split(",")[1]
            parts.append(f'<line x1="{x0}" x2="{x0 + width - pad - 20}" y1="{y}" y2="{y}" stroke="#ddd"/>')
            parts.append(f'<text x="{x0 - 6}" y="{y}" text-anchor="end" dy="3">{value:.0%}</text>')
        for k, c in enumerate(COPYING):
            parts.append(f'<text x="{xy(k, low).split(",")[0]}" y="{height - 4}" text-anchor="middle">{c:.0%}</text>')
        for colour, name in zip(colours, shown, strict=True):
            points = " ".join(xy(k, v) for k, v in enumerate(data[name]))
            parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
    for n, (colour, name) in enumerate(zip(colours, shown, strict=True)):
        x, y = 40 + (n % 3) * 200, height + 24 + (n // 3) * 18
        parts.append(f'<rect x="{x}" y="{y - 8}" width="14" height="4" fill="{colour}"/>')
        parts.append(f'<text x="{x + 20}" y="{y - 3}">{name}</text>')
    parts.append(
        f'<text x="{width}" y="{height + 64}" text-anchor="middle">share of reports that are copies</text></svg>'
    )
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--svg", type=Path, help="also draw the table")
    args = parser.parse_args()
    right: dict[str, list[float]] = defaultdict(list)
    wrong: dict[str, list[float]] = defaultdict(list)
    for copying in COPYING:
        total: dict[str, Counter[str]] = defaultdict(Counter)
        quality: dict[str, list[float]] = defaultdict(list)
        for seed in SEEDS:
            scores, found = run(seed, copying)
            for name, counter in scores.items():
                total[name] += counter
            for name, value in found.items():
                if value == value:
                    quality[name].append(value)
        for name, counter in total.items():
            whole = sum(counter.values())
            right[name].append(counter["right"] / whole)
            wrong[name].append(counter["wrong"] / whole)
        print(f"copying {copying:.0%}:", {k: round(sum(v) / len(v), 3) for k, v in quality.items()}, flush=True)
    print("| rule | " + " | ".join(f"{c:.0%}" for c in COPYING) + " |")
    print("| --- |" + " --- |" * len(COPYING))
    for name, values in right.items():
        cells = (f"{r:.0%} / {w:.0%} / {1 - r - w:.0%}" for r, w in zip(values, wrong[name], strict=True))
        print(f"| {name} | " + " | ".join(cells) + " |")
    print("right / wrong / undecided, of", len(SEEDS) * TOWNS * len(ASKED), "questions each")
    if args.svg:
        svg(right, wrong, args.svg)


if __name__ == "__main__":
    main()
