"""Citations followed: what a cited publication has from somebody else is that body's word, and circles have no origin.

A report that cites the Star, whose own report in the ledger has the same from a monitor, has it from the monitor. Two
reports that cite one another have it from nobody that can be told: they count as one source, and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fogline.claims import Origin, Weighed
from fogline.weighing.content import same_content
from fogline.weighing.events import Pair
from fogline.weighing.names import slug, words
from fogline.weighing.sources import outlet


def follow(drafts: dict[str, Origin], pairs: Iterable[Pair], earlier: Mapping[str, Weighed]) -> dict[str, Origin]:
    """Settles citations of publications whose own report is at hand; changes `drafts` in place.

    Returns the origins of earlier claims that turn out to stand in a circle with new ones.
    """
    known = {**{c: w.origin for c, w in earlier.items()}, **drafts}
    cites, publisher = _citations(pairs, known)
    changed: dict[str, Origin] = {}
    for claim in sorted(cites):
        trail = [claim]
        while (following := cites.get(trail[-1])) is not None and following not in trail:
            trail.append(following)
        if following is not None:
            for one in trail[trail.index(following) :]:
                changed[one] = _circle(known[one], [publisher[c] for c in trail[trail.index(following) :]])
        elif claim in drafts and (last := known[trail[-1]]).source != known[claim].source:
            why = f"{known[claim].why}; {publisher[trail[1]]} has it from {last.source_name}"
            changed[claim] = replace(last, claim=claim, statement="", relay=True, via="citation", share=None, why=why)
    drafts.update({c: o for c, o in changed.items() if c in drafts})
    return {c: replace(o, statement=known[c].statement) for c, o in changed.items() if c not in drafts}


def _citations(pairs: Iterable[Pair], known: Mapping[str, Origin]) -> tuple[dict[str, str], dict[str, str]]:
    """For each claim that cites a publication, the same claim in that publication's own report; and the publishers."""
    best: dict[str, tuple[float, str]] = {}
    publisher: dict[str, str] = {}
    for p in pairs:
        for mine, theirs in ((p.a, p.b), (p.b, p.a)):
            head, origin = theirs.entry.report, known.get(mine.id)
            if origin is None or theirs.id not in known or head.publisher is None or mine.report == theirs.report:
                continue
            if not mine.entry.claim.sources or origin.source != outlet(head.publisher, head.id).id:
                continue
            later = mine.published is not None and theirs.published is not None and mine.published < theirs.published
            if later or not same_content(mine, theirs, p.like):
                continue
            publisher[mine.id] = mine.entry.report.publisher or mine.entry.report.name
            publisher[theirs.id] = head.publisher
            rank = (-p.like.score, theirs.id)
            if mine.id not in best or rank < best[mine.id]:
                best[mine.id] = rank
    return {claim: other for claim, (_, other) in best.items()}, publisher


def _circle(origin: Origin, publishers: Iterable[str]) -> Origin:
    names = sorted(set(publishers))
    return Origin(
        claim=origin.claim,
        source="circle/" + slug([w for name in names for w in words(name)]),
        source_name=f"{' and '.join(names)}, which cite one another",
        statement="",
        named=False,
        relay=True,
        via="citation",
        why=f"{origin.why}; they cite one another, so where it comes from cannot be told",
    )
