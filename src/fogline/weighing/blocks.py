"""Blocks: keys under which claims that may be about one thing, or reports that may share text, find one another.

Two claims are compared only where they share a key, so a million claims need no million squared comparisons. The keys
are coarser than any rule that links: family and place and week; where no place is given, the number counted or the
parties.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from fogline.claims import LedgerClaim, ReportHead
from fogline.weighing.facets import Facets, facets
from fogline.weighing.names import slug, words
from fogline.weighing.settings import thresholds
from fogline.weighing.texts import bands

#: Longest stretch of days that is blocked by every week in it; longer ones stand under the week of their report.
_LONG = 21
_FORTNIGHT = 14
#: How the keys begin under which a retraction finds what it takes back.
RETRACTED = "x|"
#: Numbers up to this, and round ones, stand in too many sentences to find a statement by.
_PLAIN = 31
#: Pairs of numbers that one sentence is filed under, at most.
_PAIRS = 6


def keys(f: Facets) -> frozenset[str]:
    """The block keys of a claim; none of place or number for one that has no place in time.

    Places inside a province and the province itself share no key: a claim about the one says nothing of the other
    (SEMANTICS section 3), unless both give the same number.
    """
    weeks = _weeks(f)
    # By name, not by id: a place that two packs know, or one report's unknown place, still meets itself.
    marks = [f"p|{name}" for name in f.names] + [f"p|{p}" for p in f.coarse]
    marks += [f"n|{c.measure}|{c.said:g}" for c in f.counts if c.said >= 3]
    if not marks:
        pair = sorted({slug(p.words) for p in f.actors} | {"", *(slug(p.words) for p in f.targets)})
        if len(pair) > 1:
            marks = ["a|" + "|".join(pair)]
    found = {f"{f.family}|{mark}|{week}" for mark in marks for week in weeks}
    if f.entry.claim.sources:  # one statement told in two ways keeps its figures, whatever kinds of claim they make
        rare = [str(n) for n in f.numbers if n > _PLAIN and n % 10]
        pairs = [f"{x},{y}" for x, y in combinations(sorted(f.numbers), 2) if y >= 10]
        found |= {f"q|{mark}|{week}" for mark in rare + pairs[:_PAIRS] for week in _weeks_of_report(f)}
    for party in f.actors:  # what a publisher takes back, it said of the same party; compared with retractions only
        found |= {f"{RETRACTED}{f.type}|{slug(words(f.entry.report.publisher or ''))}|{slug(party.words)}"}
    if f.counts:  # "the monitor had first given a toll of 34" names no place; the report's other tolls do
        found.add(f"r|{f.report[:16]}|{f.family}")
    return frozenset(found)


def _weeks_of_report(f: Facets) -> list[int]:
    if f.published is None:
        return []
    t = thresholds("events")
    days = thresholds("statements")["days"]
    return sorted({f.published // t["bucket_days"], (f.published + days) // t["bucket_days"]})


def _weeks(f: Facets) -> list[int]:
    if f.first is None or f.last is None:
        return []
    t = thresholds("events")
    size = t["bucket_days"]
    first, last = f.first, f.last + t["gap_days"]
    if last - first > _LONG:
        if f.published is None:
            return []
        first = last = f.published
    return list(range(first // size, last // size + 1))


def block_keys(claim: LedgerClaim, text: str | None = None) -> frozenset[str]:
    """The block keys of one claim by itself, without what its sentence's other claims would lend it."""
    return keys(facets([claim], lambda _: text or "")[claim.id])


def text_keys(head: ReportHead, text: str) -> frozenset[str]:
    """The keys under which a report's text is stored: its MinHash bands, by the fortnight it came out in."""
    at = _fortnight(head)
    return frozenset(f"{band}|{at}" for band in bands(text))


def text_queries(head: ReportHead, text: str) -> frozenset[str]:
    """The keys under which texts that may share words with this one are found: fortnights before and after too."""
    at = _fortnight(head)
    near: Iterable[object] = (at,) if isinstance(at, str) else (at - 1, at, at + 1, "undated")
    return frozenset(f"{band}|{when}" for band in bands(text) for when in near)


def _fortnight(head: ReportHead) -> int | str:
    return "undated" if head.published is None else head.published.toordinal() // _FORTNIGHT
