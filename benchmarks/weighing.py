"""How fast claims are weighed: a whole ledger at once, and one report into a large one.

    .venv/bin/python benchmarks/weighing.py [--claims 100000] [--ledger 1000000]

The second figure weighs single reports against the month round them, as dense as in a ledger of that size: block keys
hold a week, so nothing outside that month can be a candidate. What the ledger takes to find blocks is not in it.

CPU time of one process. Claims are made up (seed below): reports of 25 claims, a fifth of them copies of another
report of the week, 2,000 places drawn by Zipf's law over three years.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

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
from fogline.weighing import weigh, weigh_all, weighed

SEED = 20171003
PER_REPORT = 25
PLACES, DAYS, OUTLETS, SOURCES = 2000, 1095, 60, 200
COPIED = 0.2
WORDS = 4000
MONTH = 33
_TYPES = [
    (ClaimType.STRIKE, "struck", 6),
    (ClaimType.CASUALTIES, "killed", 6),
    (ClaimType.CLASH, "fought", 4),
    (ClaimType.CAPTURE, "captured", 3),
    (ClaimType.HOLD, "held", 3),
    (ClaimType.DEPLOY, "deployed", 2),
    (ClaimType.WITHDRAW, "left", 1),
    (ClaimType.NEGOTIATE, "met", 1),
    (ClaimType.WARN, "warned", 1),
]
_ACTORS = [("syrian army", "government"), ("isis", "isis"), ("sdf", "sdf"), ("us-led coalition", "coalition")]


def build(total: int, seed: int = SEED, days: int = DAYS) -> tuple[list[LedgerClaim], dict[str, str]]:
    """Made-up claims and their texts by report id; the same for the same seed."""
    rng = random.Random(seed)
    vocabulary = [
        "".join(rng.choice("bcdfgklmnprst") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))
        for _ in range(WORDS)
    ]
    places = [
        Place(
            f"p/{i}",
            vocabulary[i % WORDS].title(),
            30 + rng.random() * 8,
            35 + rng.random() * 10,
            PlaceLevel.SETTLEMENT,
        )
        for i in range(PLACES)
    ]
    weights = [1 / (i + 8) for i in range(PLACES)]
    types = [t for t, _, n in _TYPES for _ in range(n)]
    trigger = {t: w for t, w, _ in _TYPES}
    claims: list[LedgerClaim] = []
    texts: dict[str, str] = {}
    recent: list[tuple[int, list[str], list[tuple[object, ...]]]] = []
    number = 0
    while len(claims) < total:
        day = number * days * PER_REPORT // max(total, 1)
        number += 1
        if recent and rng.random() < COPIED:
            _, sentences, told = rng.choice(recent[-40:])
            sentences = [s if rng.random() > 0.1 else s + " " + rng.choice(vocabulary) for s in sentences]
        else:
            sentences, told = [], []
            spots = rng.choices(places, weights, k=4)
            for _ in range(PER_REPORT):
                type_, place, actor = rng.choice(types), rng.choice(spots), rng.randrange(4)
                count = rng.randint(3, 60) if type_ is ClaimType.CASUALTIES else 0
                filler = " ".join(rng.choices(vocabulary, k=rng.randint(6, 14)))
                who = _ACTORS[actor][0]
                sentences.append(f"{who} {trigger[type_]} {count or ''} {place.name} {filler}.")
                told.append((type_, place, actor, count, rng.randint(-2, 0), rng.randrange(SOURCES)))
            recent.append((day, sentences, told))
        text = f"Report {number}. " + " ".join(sentences)
        claims += _report(text, number, day, sentences, told, trigger, rng)
        texts[report_id(text)] = text
    return claims[:total], texts


def _report(
    text: str,
    number: int,
    day: int,
    sentences: Sequence[str],
    told: Sequence[tuple[object, ...]],
    trigger: dict[ClaimType, str],
    rng: random.Random,
) -> list[LedgerClaim]:
    published = date(2016, 1, 1) + timedelta(days=day)
    id_ = report_id(text)
    head = ReportHead(id_, f"r{number}", None, f"Outlet {rng.randrange(OUTLETS)}", None, published)
    at = text.index(". ") + 2
    found = []
    for sentence, (type_, place, actor, count, shift, source) in zip(sentences, told, strict=True):
        name, side = _ACTORS[actor]  # type: ignore[call-overload]
        word = trigger[type_]  # type: ignore[index]
        start = at + sentence.index(word, len(name))
        span = Span(start, start + len(word))
        where = at + sentence.index(place.name, len(name) + len(word))  # type: ignore[attr-defined]
        place_span = Span(where, where + len(place.name))  # type: ignore[attr-defined]
        args = [
            Argument(Role.ACTOR, name, at, at + len(name), name),
            Argument(Role.PLACE, place.name, *place_span, place.name),  # type: ignore[attr-defined]
        ]
        if count:
            args.append(Argument(Role.QUANTITY, str(count), span.end + 1, span.end + 1 + len(str(count)), str(count)))
        on = published + timedelta(days=shift)  # type: ignore[arg-type]
        stated = shift != 0
        sources = (Mention(f"Speaker {source}", at, at + 1, f"Speaker {source}"),) if source % 3 else ()  # type: ignore[operator]
        claim = Claim(
            id_,
            span,
            word,
            type_,  # type: ignore[arg-type]
            tuple(args),
            TimeExpression("then", at, at + 1, on.isoformat()) if stated else None,
            sources,
            Certainty.CERTAIN if source % 7 else Certainty.PROBABLE,  # type: ignore[operator]
            mood=Mood.ACTUAL if source % 5 else Mood.PLANNED,  # type: ignore[operator]
            evidence=Span(at, at + len(sentence)),
        )
        found.append(
            LedgerClaim(
                claim.key,
                claim,
                head,
                (PlaceRef(place_span, place.name, place, 1.0, Role.PLACE),),  # type: ignore[attr-defined, arg-type]
                (ActorRef(Span(at, at + len(name)), name, f"x/{name}", name, ActorKind.FORCE, 1.0, Role.ACTOR, side),),
                (),
                Interval(on, on) if stated else None,
            )
        )
        at += len(sentence) + 1
    return found


class Shelf:
    """Weighed claims by block key, in memory: what a ledger's block table does."""

    def __init__(self) -> None:
        self.weighed: dict[str, Weighed] = {}
        self.by_key: dict[str, list[str]] = defaultdict(list)
        self.links = 0

    def add(self, claims: Sequence[LedgerClaim], texts: dict[str, str]) -> None:
        """Weigh claims against what is there, and put them with it."""
        result = weigh(claims, texts.__getitem__, self.candidates, {})
        self.links += len(result.links)
        for w in weighed(claims, result):
            self.weighed[w.entry.id] = w
        for claim, keys in result.blocks.items():
            for key in keys:
                self.by_key[key].append(claim)

    def candidates(self, keys: Collection[str]) -> list[Weighed]:
        return [self.weighed[c] for c in sorted({c for key in keys for c in self.by_key.get(key, ())})]


def timed(what: Callable[[], object]) -> tuple[float, object]:
    start = time.process_time()
    result = what()
    return time.process_time() - start, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--ledger", type=int, default=0, help="claims already there when one report is added")
    args = parser.parse_args()
    claims, texts = build(args.claims)
    seconds, result = timed(lambda: weigh_all(claims, texts.__getitem__))
    links = len(result.links)  # type: ignore[attr-defined]
    print(f"{len(claims):,} claims of {len(texts):,} reports weighed at once: {seconds:.1f} s CPU, {links:,} links")
    sys.stdout.flush()
    if args.ledger:
        claims, texts = build(args.ledger * MONTH // DAYS, days=MONTH)
        middle = {claims[len(claims) // 2 + PER_REPORT * n].report.id for n in range(-3, 4)}
        held = [c for c in claims if c.report.id not in middle]
        shelf = Shelf()
        seconds, _ = timed(lambda: shelf.add(held, texts))
        print(
            f"{len(held):,} claims, a month of {args.ledger:,}: {seconds:.0f} s CPU, {shelf.links:,} links", flush=True
        )
        times = []
        for report in sorted(middle):
            new = [c for c in claims if c.report.id == report]
            seconds, _ = timed(lambda new=new: weigh(new, texts.__getitem__, shelf.candidates, {}))  # type: ignore[misc]
            times.append(seconds)
        middle_one, most = sorted(times)[len(times) // 2], max(times)
        print(f"one report of {PER_REPORT} claims into a ledger of {args.ledger:,}:", end=" ")
        print(f"median {middle_one:.3f} s CPU, most {most:.3f} s, of {len(times)}")


if __name__ == "__main__":
    main()
