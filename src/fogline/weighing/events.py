"""Events: claims joined by pairs that are alike, strongest first, under a bound on how long one event may last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from fogline.claims import Mood, digest
from fogline.weighing.blocks import RETRACTED
from fogline.weighing.facets import Facets
from fogline.weighing.pairs import Likeness, compare, echoes
from fogline.weighing.settings import thresholds

#: Two quoted claims whose sentences echo one another, and how strongly (1 or 2).
Echo = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims and how alike they are; `a` is the earlier one in the order of `order`."""

    a: Facets
    b: Facets
    like: Likeness


def order(f: Facets) -> tuple[object, ...]:
    """Earlier published first, then by report and place in the text: the order that decides who follows whom."""
    return (f.published or 10**9, f.report, f.entry.claim.trigger.start, f.id)


def candidate_pairs(
    facets: Mapping[str, Facets], blocks: Mapping[str, Iterable[str]], new: frozenset[str]
) -> tuple[list[Pair], list[Echo]]:
    """All pairs that share a block, are alike at all, and have at least one claim in `new`; in a fixed order.

    Beside them, the pairs of quoted claims whose sentences echo one another, alike or not.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for claim, keys in blocks.items():
        if claim in facets:
            for key in keys:
                members[key].append(claim)
    seen: set[tuple[str, str]] = set()
    found: list[Pair] = []
    echoing: list[Echo] = []
    for key in sorted(members):
        for x, y in (
            _takebacks(members[key], facets, new) if key.startswith(RETRACTED) else _within(members[key], facets, new)
        ):
            pair = (x, y) if x < y else (y, x)
            if pair in seen:
                continue
            seen.add(pair)
            a, b = facets[x], facets[y]
            if strength := echoes(a, b):
                echoing.append((*pair, strength))
            like = compare(a, b)
            if like is not None:
                if order(b) < order(a):
                    a, b = b, a
                found.append(Pair(a, b, like))
    return found, sorted(echoing)


def _takebacks(members: list[str], facets: Mapping[str, Facets], new: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each retraction of a block with every other claim of it."""
    back = [m for m in sorted(members) if facets[m].entry.claim.mood is Mood.RETRACTED]
    for x in back:
        for y in sorted(members):
            if x != y and (x in new or y in new):
                yield x, y


def _within(members: list[str], facets: Mapping[str, Facets], new: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The pairs of one block; of a crowded one, only claims of one type and day."""
    members = sorted(members)
    if len(members) <= thresholds("events")["block_limit"]:
        groups = [members]
    else:
        split: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for m in members:
            f = facets[m]
            split[(f.type, f.last)].append(m)
        groups = [split[key] for key in sorted(split, key=str)]
    for group in groups:
        fresh = [m for m in group if m in new]
        if not fresh:
            continue
        if len(fresh) == len(group):
            yield from combinations(group, 2)
        else:
            old = [m for m in group if m not in new]
            yield from combinations(fresh, 2)
            for n in fresh:
                for o in old:
                    yield n, o


def cluster(facets: Mapping[str, Facets], pairs: Iterable[Pair], known: Mapping[str, str]) -> dict[str, str]:
    """An event id for each claim. `known` holds the events of earlier claims; those stay together.

    Joins run from the most alike pair down (ties by id), so the result does not depend on the order of the input. A
    join that would make one event last longer than `span_days` is refused. An event is named after the smallest of its
    claims' ids.
    """
    t = thresholds("events")
    parent = {claim: claim for claim in facets}
    span = {claim: (f.first, f.last) if f.stated else None for claim, f in facets.items()}

    def find(x: str) -> str:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    def merge(x: str, y: str, limit: int | None) -> None:
        x, y = find(x), find(y)
        if x == y:
            return
        both = _span(span[x], span[y])
        if limit is not None and both is not None and both[1] - both[0] > limit:
            return
        parent[max(x, y)] = min(x, y)
        span[min(x, y)] = both

    together: dict[str, list[str]] = defaultdict(list)
    for claim, event in known.items():
        if claim in parent:
            together[event].append(claim)
    for event in sorted(together):
        for other in together[event][1:]:
            merge(together[event][0], other, None)
    joins = [p for p in pairs if p.like.score >= t["join"] and p.like.place >= 0]
    for p in sorted(joins, key=lambda p: (-p.like.score, p.a.id, p.b.id)):
        long = max(t["span_days"], *((f.last or 0) - (f.first or 0) for f in (p.a, p.b)))
        merge(p.a.id, p.b.id, long)
    names: dict[str, str] = {}
    for claim, event in known.items():  # an event that was named keeps its name
        if claim in parent:
            root = find(claim)
            names[root] = min(event, names.get(root, event))
    return {claim: names.get(find(claim)) or digest({"event": find(claim)}) for claim in sorted(parent)}


def _span(x: tuple[int | None, int | None] | None, y: tuple[int | None, int | None] | None) -> tuple[int, int] | None:
    ends = [(lo, hi) for lo, hi in (s for s in (x, y) if s is not None) if lo is not None and hi is not None]
    return (min(lo for lo, _ in ends), max(hi for _, hi in ends)) if ends else None
