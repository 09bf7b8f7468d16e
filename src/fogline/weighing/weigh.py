"""Weighing: new claims against what they may bear on, from facets to links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache

from fogline.claims import LedgerClaim, ReportHead, Weighed
from fogline.ledger.weighing_records import Publishers, Weighing
from fogline.weighing import blocks
from fogline.weighing.events import Pair, candidate_pairs, cluster
from fogline.weighing.facets import facets
from fogline.weighing.links import Allied, links
from fogline.weighing.origins import settle
from fogline.weighing.printings import Press

#: Changes whenever a rule or a threshold does, so that a ledger knows what it still has to weigh anew.
VERSION = "weighing/2"

#: Texts held at once while weighing: a report is asked for several times.
_TEXTS = 20_000

Candidates = Callable[[Collection[str]], Sequence[Weighed]]


def weigh(
    new: Sequence[LedgerClaim],
    text_of: Callable[[str], str],
    candidates: Candidates,
    publishers: Publishers,
    *,
    allied: Allied | None = None,
) -> Weighing:
    """Origins, events, links and blocks of new claims, among themselves and against those already weighed.

    `text_of` gives a report's stored text by id; `candidates` gives the weighed claims stored under any of some block
    keys. `allied` tells whether two sides are allied on a day (`atlas.sides.allied`): allies that both hold a place do
    not contradict one another. Rejected claims take no part. The result does not depend on the order of `new`.
    """
    text_of = lru_cache(maxsize=_TEXTS)(text_of)
    own = {e.id: e for e in new if e.reviewed != "rejected"}
    found = facets(own.values(), text_of)
    keyed = {claim: blocks.keys(f) for claim, f in found.items()}
    press, texted = _press(own.values(), text_of, candidates)
    earlier = {
        w.entry.id: w
        for w in _fetch(candidates, keyed.values())
        if w.entry.id not in own and w.entry.reviewed != "rejected"
    }
    old = facets((w.entry for w in earlier.values()), text_of)
    all_facets = {**old, **found}
    all_keys: dict[str, Collection[str]] = {**{c: blocks.keys(f) for c, f in old.items()}, **keyed}
    fresh = frozenset(own)
    pairs, echoing = candidate_pairs(all_facets, all_keys, fresh)
    pairs.sort(key=_pair_order)
    heads = {**{w.entry.report.id: w.entry.report for w in earlier.values()}, **press.heads}
    printings = press.printings(press.heads)
    origins = settle(list(own.values()), all_facets, pairs, echoing, printings, heads, text_of, earlier)
    known = {c: w.event for c, w in earlier.items() if w.event is not None}
    events = cluster(all_facets, pairs, known)
    changed = {c: e for c, e in events.items() if c in own or known.get(c) != e}
    every_origin = {**{c: w.origin for c, w in earlier.items()}, **origins}
    made = links(pairs, every_origin, events, allied)
    stored = {c: keyed[c] | texted.get(c, frozenset()) for c in sorted(own)}
    return Weighing(tuple(origins[c] for c in sorted(origins)), changed, tuple(made), stored)


def weigh_all(
    claims: Sequence[LedgerClaim],
    text_of: Callable[[str], str],
    publishers: Publishers | None = None,
    *,
    allied: Allied | None = None,
) -> Weighing:
    """Weighs all claims at once, from nothing: what a ledger comes to whose weighing version is old."""
    return weigh(claims, text_of, lambda _: (), publishers or {}, allied=allied)


def _press(
    entries: Iterable[LedgerClaim], text_of: Callable[[str], str], candidates: Candidates
) -> tuple[Press, dict[str, frozenset[str]]]:
    """The reports of the new claims with those that may share their text; and text keys by the claim that carries them.

    A report's text keys are stored with its first claim: one claim is enough to find the report.
    """
    heads: dict[str, ReportHead] = {}
    first: dict[str, LedgerClaim] = {}
    for e in entries:
        heads[e.report.id] = e.report
        held = first.get(e.report.id)
        if held is None or (e.claim.trigger, e.id) < (held.claim.trigger, held.id):
            first[e.report.id] = e
    press = Press(text_of)
    texted: dict[str, frozenset[str]] = {}
    shared: dict[str, list[str]] = defaultdict(list)
    queries: dict[str, frozenset[str]] = {}
    for report in sorted(heads):
        press.add(heads[report])
        text = text_of(report)
        texted[first[report].id] = blocks.text_keys(heads[report], text)
        queries[report] = blocks.text_queries(heads[report], text)
        for key in texted[first[report].id]:
            shared[key].append(report)
    for report in sorted(heads):
        others = {r for key in queries[report] for r in shared.get(key, ()) if r != report}
        press.add(heads[report], [heads[r] for r in sorted(others)])
    outside: dict[str, ReportHead] = {}
    for w in _fetch(candidates, queries.values()):
        if w.entry.report.id not in heads:
            outside[w.entry.report.id] = w.entry.report
    for other in sorted(outside):
        mine = blocks.text_keys(outside[other], text_of(other))
        for report in sorted(heads):
            if mine & queries[report]:
                press.add(heads[report], [outside[other]])
    return press, texted


def _fetch(candidates: Candidates, keys: Iterable[Collection[str]]) -> Sequence[Weighed]:
    wanted = frozenset(k for some in keys for k in some)
    return candidates(wanted) if wanted else ()


def _pair_order(p: Pair) -> tuple[str, str]:
    return (p.a.id, p.b.id)


def weighed(claims: Iterable[LedgerClaim], result: Weighing) -> list[Weighed]:
    """The claims with what a weighing found of them, as a ledger would give them back."""
    origins = {o.claim: o for o in result.origins}
    by_claim = defaultdict(list)
    for link in result.links:
        by_claim[link.a].append(link)
        by_claim[link.b].append(link)
    return [
        Weighed(c, origins[c.id], result.events.get(c.id), tuple(by_claim[c.id]))
        for c in sorted(claims, key=lambda c: c.id)
        if c.id in origins
    ]
