"""Links between claims: who copies, backs, disputes, updates, hardens, softens or takes back whom.

Fewer and right rather than many: every rule asks for the same place and the same parties before it links, and a rule
that needs two independent sources never fires on two printings of one story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from fogline.claims import Link, LinkKind, Mood, Origin, ReportKind
from fogline.weighing import counts
from fogline.weighing.content import hardness, only_wide, same_content, score
from fogline.weighing.disputes import Allied, disputes, rival_place
from fogline.weighing.events import Pair, order
from fogline.weighing.hardening import hardens
from fogline.weighing.names import body_words
from fogline.weighing.settings import thresholds
from fogline.weighing.wording import takes_back

__all__ = ["Allied", "links"]


def links(
    pairs: Sequence[Pair], origins: Mapping[str, Origin], events: Mapping[str, str], allied: Allied | None = None
) -> list[Link]:
    """All links that the pairs give, one of a kind between two claims, in order of id.

    `allied` tells whether two sides are allied on a day; without it, different sides count as rivals.
    """
    found: dict[str, Link] = {}
    for link in _every(pairs, origins, events, allied):
        found.setdefault(link.id, link)
    return [found[i] for i in sorted(found)]


def _every(
    pairs: Sequence[Pair], origins: Mapping[str, Origin], events: Mapping[str, str], allied: Allied | None
) -> Iterator[Link]:
    known = [p for p in pairs if p.a.id in origins and p.b.id in origins]
    yield from _copies(known, origins)
    yield from _corroborates(known, origins, events)
    yield from disputes(known, origins, events, allied)
    yield from _initial_counts(known, origins)
    for p in known:
        yield from _updates(p, origins, events)
        yield from _versions(p)
    yield from _retractions(known, origins)
    yield from hardens(known, origins)


def _copies(pairs: Iterable[Pair], origins: Mapping[str, Origin]) -> Iterator[Link]:
    """Each relayed claim copies the first report's claim of the same statement and content."""
    first: dict[str, Pair] = {}
    for p in pairs:
        a, b = origins[p.a.id], origins[p.b.id]
        if p.a.report == p.b.report or a.statement != b.statement or not b.relay:
            continue
        if not same_content(p.a, p.b, p.like) or hardness(p.a) != hardness(p.b):
            continue
        held = first.get(p.b.id)
        if held is None or (order(p.a)[:2], -p.like.score, p.a.id) < (order(held.a)[:2], -held.like.score, held.a.id):
            first[p.b.id] = p
    for claim in sorted(first):
        p = first[claim]
        b = origins[p.b.id]
        yield Link(LinkKind.COPIES, p.a.id, p.b.id, None, f"one statement of {b.source_name}: {b.why}", score(p))


def _corroborates(pairs: Iterable[Pair], origins: Mapping[str, Origin], events: Mapping[str, str]) -> Iterator[Link]:
    """One link for each two sources that put one thing forward, between the most alike of their claims."""
    best: dict[tuple[str, ...], Pair] = {}
    for p in pairs:
        a, b = origins[p.a.id], origins[p.b.id]
        if not _independent(p, origins) or events.get(p.a.id) != events.get(p.b.id):
            continue
        if not (p.a.entry.claim.moves_control and p.b.entry.claim.moves_control):
            continue
        if p.like.score < thresholds("events")["join"] or not same_content(p.a, p.b, p.like):
            continue
        near = 0.7 if p.like.number > 0 else 1.0 if p.a.family == "control" else 0.9
        if p.like.place < near or p.a.past or p.b.past:
            continue
        if only_wide(p) or p.a.part is not p.b.part or p.like.words >= thresholds("corroborates")["words"]:
            continue
        if ReportKind.TERTIARY in (p.a.entry.report.kind, p.b.entry.report.kind):
            continue  # an encyclopaedia is made of reports; it is no witness
        if p.a.report == p.b.report and (
            p.a.entry.claim.evidence == p.b.entry.claim.evidence or not (a.named and b.named)
        ):
            continue
        key = (events.get(p.a.id, ""), str(p.a.type), *sorted((a.source, b.source)))
        held = best.get(key)
        if held is None or (-p.like.score, p.a.id, p.b.id) < (-held.like.score, held.a.id, held.b.id):
            best[key] = p
    for key in sorted(best):
        p = best[key]
        a, b = origins[p.a.id], origins[p.b.id]
        yield Link(
            LinkKind.CORROBORATES, p.a.id, p.b.id, None, f"{a.source_name} and {b.source_name}: {p.like.why}", score(p)
        )


def _independent(p: Pair, origins: Mapping[str, Origin]) -> bool:
    a, b = origins[p.a.id], origins[p.b.id]
    if a.source == b.source or a.statement == b.statement:
        return False
    # An unnamed source carried by the very outlet or body on the other side is not independent of it.
    return not (a.source.startswith(f"unnamed/{b.source}/") or b.source.startswith(f"unnamed/{a.source}/"))


def _initial_counts(pairs: Iterable[Pair], origins: Mapping[str, Origin]) -> Iterator[Link]:
    """A count that the text itself calls the earlier one, with the nearest higher count of the same source above it."""
    best: dict[str, tuple[tuple[int, str], Link]] = {}
    for p in pairs:
        if p.a.report != p.b.report or p.a.type is not p.b.type or p.like.actor < 0 or p.like.target < 0:
            continue
        for was, now in ((p.a, p.b), (p.b, p.a)):
            first = [c for c in was.counts if c.initial]
            rival = counts.rivals(first, [c for c in now.counts if not c.initial])
            if rival is None or rival[1].said <= rival[0].said or p.like.place < 0.1:
                continue
            x, y = origins[was.id], origins[now.id]
            if x.source != y.source or was.entry.claim.trigger < now.entry.claim.trigger:
                continue
            link = Link(
                LinkKind.UPDATES,
                was.id,
                now.id,
                "number",
                f"{y.source_name}: first {rival[0].text}, then {rival[1].text}",
                score(p),
            )
            rank = (was.entry.claim.trigger.start - now.entry.claim.trigger.start, now.id)
            if was.id not in best or rank < best[was.id][0]:
                best[was.id] = (rank, link)
    for claim in sorted(best):
        yield best[claim][1]


def _updates(p: Pair, origins: Mapping[str, Origin], events: Mapping[str, str]) -> Iterator[Link]:
    """A later and higher count, or a corrected place, of one event by the same source in a later statement."""
    a, b = p.a, p.b
    x, y = origins[a.id], origins[b.id]
    if a.type is not b.type or x.source != y.source or not x.named or x.statement == y.statement:
        return
    if a.entry.claim.mood is not Mood.ACTUAL or b.entry.claim.mood is not Mood.ACTUAL:
        return
    if p.like.actor < 0 or p.like.target < 0 or p.like.time < 0.6:
        return
    if a.published is None or b.published is None or not 0 < b.published - a.published <= thresholds("updates")["days"]:
        return
    put_at_two = rival_place(p)
    if put_at_two[0]:
        yield Link(LinkKind.UPDATES, a.id, b.id, "place", f"{y.source_name}: {put_at_two[1]} later", score(p))
        return
    if p.like.place < 0.9:
        return
    rival = counts.rivals(a.counts, b.counts)
    if rival is None or a.window != b.window or rival[1].said < rival[0].said or events.get(a.id) != events.get(b.id):
        return
    why = f"{y.source_name}: {rival[0].text}, later {rival[1].text}"
    yield Link(LinkKind.UPDATES, a.id, b.id, "number", why, score(p))


def _versions(p: Pair) -> Iterator[Link]:
    """A story that its publisher prints again within a day, in the same words, with a higher count."""
    t = thresholds("updates")
    for a, b in ((p.a, p.b), (p.b, p.a)):
        name = a.entry.report.publisher
        if a.report == b.report or not name or name != b.entry.report.publisher or a.type is not b.type:
            continue
        if a.published is None or b.published is None or not 0 <= b.published - a.published <= 1:
            continue
        if p.like.words < t["same_story"] or a.window != b.window or _elsewhere(p):
            continue
        more = counts.higher(a.counts, b.counts)
        if more is not None:
            why = f"{name} prints its story again: {more[0].text}, then {more[1].text}"
            yield Link(LinkKind.UPDATES, a.id, b.id, "number", why, score(p))


def _elsewhere(p: Pair) -> bool:
    """Whether both claims name places, and no place of the one is in or round one of the other."""
    named = [f.fine | f.coarse | f.wide for f in (p.a, p.b)]
    return all(named) and p.like.place <= 0.2


def _retractions(pairs: Iterable[Pair], origins: Mapping[str, Origin]) -> Iterator[Link]:
    """For each claim taken back, the one earlier claim whose words are nearest to it."""
    best: dict[str, tuple[tuple[float, float, str], Link]] = {}
    for p in pairs:
        for link in _retracts(p, origins):
            rank = (-p.like.words, -p.like.score, link.a)
            if link.b not in best or rank < best[link.b][0]:
                best[link.b] = (rank, link)
    for claim in sorted(best):
        yield best[claim][1]


def _retracts(p: Pair, origins: Mapping[str, Origin]) -> Iterator[Link]:
    """The source's own word takes back its own earlier claim, or the author what he had written, on whosever word."""
    for taken, back in ((p.a, p.b), (p.b, p.a)):
        if back.entry.claim.mood is not Mood.RETRACTED or taken.entry.claim.mood is Mood.RETRACTED:
            continue
        a, b = origins[taken.id], origins[back.id]
        author = not back.entry.claim.sources and body_words(taken.entry.report.publisher or "?") == body_words(
            back.entry.report.publisher or "!"
        )
        if not back.entry.claim.sources and not takes_back(back.sentence):
            continue  # to call another's word a lie is no taking back
        if (a.source != b.source and not author) or taken.type is not back.type or p.like.actor < 0:
            continue
        if taken.published is not None and back.published is not None and taken.published > back.published:
            continue
        if taken.report == back.report and taken.entry.claim.mood is not Mood.ACTUAL:
            continue
        if {c.measure for c in taken.counts} - {counts.measure(back.entry.claim)}:
            continue  # that some were killed is taken back, that 37 were hurt is not
        if taken.report == back.report and taken.entry.claim.evidence == back.entry.claim.evidence:
            continue  # one sentence puts one thing forward or takes it back
        t = thresholds("retracts")
        told = p.like.place >= 0.7 and (p.like.actor > 0 or p.like.words >= t["words"])
        if not (told or p.like.words >= t["words_alone"]):
            continue
        yield Link(LinkKind.RETRACTS, taken.id, back.id, None, f"{b.source_name} takes its own word back", score(p))
