"""`contradicts`: same thing and time, cannot both be true; and in what: polarity, number, holder, actor, date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from fogline.claims import Certainty, ClaimType, Link, LinkKind, Mood, Origin, Polarity
from fogline.weighing import counts
from fogline.weighing.content import only_wide, score
from fogline.weighing.events import Pair
from fogline.weighing.facets import Facets, Party, day_of
from fogline.weighing.names import fold
from fogline.weighing.pairs import APART, far
from fogline.weighing.settings import thresholds

_HOLDS = frozenset({ClaimType.HOLD, ClaimType.CAPTURE})
_DEEDS = frozenset({ClaimType.STRIKE, ClaimType.BOMBING, ClaimType.CLASH})

#: Sources that were not found out: "it said" is nobody's own number.
_PRONOUNS = frozenset({"it", "he", "she", "they", "who", "which"})

#: Whether two sides (by id) are allied on a day.
Allied = Callable[[str, str, date | None], bool]
Totals = Mapping[str, Sequence[counts.Count]]


def disputes(
    pairs: Sequence[Pair], origins: Mapping[str, Origin], events: Mapping[str, str], allied: Allied | None
) -> Iterator[Link]:
    """One contradiction for each two sources, event and field: three printings of one story dispute as one."""
    best: dict[tuple[str, ...], tuple[tuple[object, ...], Link]] = {}
    totals = _told(pairs, origins)
    for p in pairs:
        link = _contradicts(p, origins, events, totals, allied)
        if link is None:
            continue
        sources = sorted((origins[p.a.id].source, origins[p.b.id].source))
        together = sorted({events.get(p.a.id, p.a.id), events.get(p.b.id, p.b.id)})
        key = (link.field or "", str(p.a.type), *sources, *together)
        rank = (p.b.published or 10**9, p.a.published or 10**9, -p.like.score, p.a.id, p.b.id)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, link)
    for key in sorted(best):
        yield best[key][1]


def _contradicts(
    p: Pair, origins: Mapping[str, Origin], events: Mapping[str, str], totals: Totals, allied: Allied | None
) -> Link | None:
    a, b = p.a, p.b
    if a.entry.claim.mood is not Mood.ACTUAL or b.entry.claim.mood is not Mood.ACTUAL:
        return None
    if Certainty.UNKNOWN in (a.entry.claim.certainty, b.entry.claim.certainty):
        return None
    if origins[a.id].source == origins[b.id].source or origins[a.id].statement == origins[b.id].statement:
        return None  # what one source says at two times is an update or a retraction, or a misreading
    if a.report == b.report and not (a.entry.claim.sources and b.entry.claim.sources):
        return None  # what an author says in his own words beside a quotation is as a rule another thing: a sum, a part
    if a.another or b.another:
        return None
    for field, why in (
        _rival_polarity(p),
        _rival_number(p, origins, events, totals),
        _rival_holder(p, allied),
        _rival_actor(p),
        _rival_date(p),
        rival_place(p),
    ):
        if field:
            return Link(LinkKind.CONTRADICTS, a.id, b.id, field, f"{why}; {_who_says(p, origins)}", score(p))
    return None


_NONE = ("", "")


def _rival_polarity(p: Pair) -> tuple[str, str]:
    a, b = p.a, p.b
    if a.entry.claim.polarity is b.entry.claim.polarity or a.type is not b.type:
        return _NONE
    if p.like.place < 0.7 or p.like.time < 0.4 or p.like.actor <= 0 or p.like.target < 0:
        return _NONE
    if p.like.words < thresholds("contradictions")["words"]:
        return _NONE
    if a.prevented or b.prevented:
        return _NONE  # "that kept them from attacking more villages" denies no attack
    if a.part or b.part or a.past or b.past or a.type in (ClaimType.BESIEGE, ClaimType.AGREE):
        return (
            _NONE  # a siege broken and a truce violated are coded negative: that they ended, not that they never were
        )
    if a.targets and b.targets and not (_each_among(a.targets, b.targets) and _each_among(b.targets, a.targets)):
        return _NONE  # the attack on this farm is denied, not that on the farm beside it
    negative, positive = (a, b) if a.entry.claim.polarity is Polarity.NEGATIVE else (b, a)
    if positive.counts or negative.counts:
        return _NONE
    return "polarity", "one says it happened, the other that it did not"


def _each_among(some: Sequence[Party], others: Sequence[Party]) -> bool:
    return all(any(x.same(y) for y in others) for x in some)


def _told(pairs: Iterable[Pair], origins: Mapping[str, Origin]) -> dict[str, list[counts.Count]]:
    """All counts of each statement, from every report that carries it: what a total may be the sum of."""
    found: dict[str, dict[str, tuple[counts.Count, ...]]] = defaultdict(dict)
    for p in pairs:
        for f in (p.a, p.b):
            if f.counts:
                found[origins[f.id].statement][f.id] = f.counts
    return {statement: [c for claim in sorted(by) for c in by[claim]] for statement, by in found.items()}


def _rival_number(p: Pair, origins: Mapping[str, Origin], events: Mapping[str, str], totals: Totals) -> tuple[str, str]:
    a, b, t = p.a, p.b, thresholds("contradictions")
    if a.type is not b.type or Polarity.NEGATIVE in (a.entry.claim.polarity, b.entry.claim.polarity):
        return _NONE
    if p.like.place < 0.7 or p.like.time < 0.6 or events.get(a.id) != events.get(b.id) or p.like.actor < 0:
        return _NONE
    if only_wide(p) or (a.site is not b.site and (a.spread or b.spread or p.like.words < t["site_words"])):
        return _NONE  # the toll of one hospital and that of a province's day are no rivals
    rival = counts.rivals(a.counts, b.counts)
    if rival is None or a.window != b.window:
        return _NONE  # the toll of one attack and that of two days are no rivals
    told_a, told_b = totals[origins[a.id].statement], totals[origins[b.id].statement]
    if counts.is_total(rival[0], told_b) or counts.is_total(rival[1], told_a):
        return _NONE
    if a.fine != b.fine and max(len(a.fine), len(b.fine)) > 1:
        return _NONE  # a headline's total over three towns against the toll of one
    if _place_of_another(a) or _place_of_another(b):
        return _NONE
    if a.running is not b.running or _has_grown(p, rival):
        return _NONE
    if a.running and not (origins[a.id].named and origins[b.id].named):
        return _NONE  # "have been killed" grows by the hour, and who said which when cannot be told
    if a.report == b.report and a.entry.claim.evidence == b.entry.claim.evidence:
        return _NONE  # one sentence sets two tolls side by side: of two places, two sides, two attacks
    low, high = sorted(c.said for c in rival)
    if low * t["ratio"] < high:
        return _NONE
    whom = rival[0].whom if rival[0].whom == rival[1].whom else counts.EVERYBODY
    return "number", f"{rival[0].text} against {rival[1].text} ({whom}, {rival[0].measure}): {low:g} to {high:g}"


def _place_of_another(f: Facets) -> bool:
    """Whether the place is taken from the sentence, and the sentence has two tolls: it may be the other's place."""
    mine = {c.measure for c in f.counts}
    return f.inherited and len({c.said for c in f.tolls if c.measure in mine}) > 1


def _has_grown(p: Pair, rival: tuple[counts.Count, counts.Count]) -> bool:
    """Whether the later report's higher count may be the earlier one, grown: 34 dead, then 53 dead.

    Tolls up to the day of the report grow from one day to the next; the toll of one event while it is being counted,
    unless both say which day's dead they mean and one is a source's own number.
    """
    a, b = p.a, p.b
    if a.published is None or b.published is None or rival[1].said <= rival[0].said:
        return False
    days, fresh = b.published - a.published, thresholds("updates")["days"]
    if a.running:
        return days > 0
    if a.last is not None and a.published - a.last > fresh:
        return False  # written when the counting was over
    quoted = any(fold(s.entity) not in _PRONOUNS for f in (a, b) for s in f.entry.claim.sources)
    return days > 1 and not (quoted and p.like.time >= 1.0)


def _rival_holder(p: Pair, allied: Allied | None) -> tuple[str, str]:
    a, b = p.a, p.b
    if a.type not in _HOLDS or b.type not in _HOLDS or a.part or b.part or a.past or b.past:
        return _NONE
    if Polarity.NEGATIVE in (a.entry.claim.polarity, b.entry.claim.polarity):
        return _NONE
    if not (a.entry.claim.moves_control and b.entry.claim.moves_control):
        return _NONE
    if p.like.place < 0.9 or not a.actors or not b.actors or p.like.actor > 0:
        return _NONE
    if not _rivals(a, b, allied):
        return _NONE
    if not _hold_together(a, b):
        return _NONE
    names = [" and ".join(sorted({x.text for x in f.entry.claim.args if x.role == "actor"})) for f in (a, b)]
    return "holder", f"{names[0]} against {names[1]} at the same place and time"


def _rivals(a: Facets, b: Facets, allied: Allied | None) -> bool:
    """Whether the parties are on sides that do not hold a place together; unknown sides are no rivals."""
    sides_a, sides_b = {x.side for x in a.actors}, {x.side for x in b.actors}
    if sides_a & sides_b or any(x.described for x in (*a.actors, *b.actors)):
        return False
    day = day_of(a.last)
    for x in sorted(sides_a, key=str):
        for y in sorted(sides_b, key=str):
            if x is None or y is None or (allied is not None and allied(x, y, day)):
                return False
    return True


def _hold_together(a: Facets, b: Facets) -> bool:
    """Whether two holdings are of one time: a capture is only disputed by a holding on its day or after."""
    days = thresholds("contradictions")["holder_days"]
    if a.last is None or b.last is None:
        return False
    if a.type is b.type:
        return a.type is ClaimType.HOLD and abs(a.last - b.last) <= 1
    capture, hold = (a, b) if a.type is ClaimType.CAPTURE else (b, a)
    if not capture.stated or capture.last is None or hold.first is None or hold.last is None:
        return False
    if any(hold.actors and t.same(h) for t in capture.targets for h in hold.actors):
        return bool(capture.last < hold.last <= capture.last + days)
    return bool(capture.last < hold.last <= capture.last + days)


def _rival_actor(p: Pair) -> tuple[str, str]:
    """One strike, two perpetrators: only where number and place show that it is one strike."""
    a, b = p.a, p.b
    if a.type not in _DEEDS | {ClaimType.CASUALTIES} or a.type is not b.type:
        return _NONE
    if p.like.actor >= 0 or p.like.place < 0.9 or p.like.time < 1.0 or p.like.number < 1.0 or p.like.target < 0:
        return _NONE
    sides_a, sides_b = {x.side for x in a.actors}, {x.side for x in b.actors}
    if sides_a & sides_b or None in sides_a | sides_b:
        return _NONE
    return "actor", "the same toll at the same place and day, laid to different parties"


def _rival_date(p: Pair) -> tuple[str, str]:
    a, b = p.a, p.b
    if a.type is not ClaimType.CAPTURE or b.type is not ClaimType.CAPTURE:
        return _NONE
    if not (a.stated and b.stated and a.first == a.last and b.first == b.last) or a.part or b.part:
        return _NONE
    if p.like.place < 0.9 or p.like.actor <= 0:
        return _NONE
    low, high = thresholds("contradictions")["date_days"]
    gap = abs((a.first or 0) - (b.first or 0))
    if not low <= gap <= high:
        return _NONE
    return "date", f"{day_of(a.first)} against {day_of(b.first)}"


def rival_place(p: Pair) -> tuple[str, str]:
    """One toll of one day and party, told in much the same words, at two places that cannot be one."""
    a, b, t = p.a, p.b, thresholds("contradictions")
    if p.like.place != APART or a.type is not b.type or p.like.number < 1.0 or p.like.time < 1.0:
        return _NONE
    if p.like.actor < 0 or p.like.target < 0 or p.like.words < t["place_words"] or a.window != b.window:
        return _NONE
    if Polarity.NEGATIVE in (a.entry.claim.polarity, b.entry.claim.polarity) or not far(a, b, t["place_km"]):
        return _NONE
    where = [" and ".join(sorted({r.place.name for r in f.entry.places if r.place is not None})) for f in (a, b)]
    return "place", f"the same toll on the same day, at {where[0]} and at {where[1]}"


def _who_says(p: Pair, origins: Mapping[str, Origin]) -> str:
    a, b = origins[p.a.id], origins[p.b.id]
    if a.source == b.source:
        return f"both by {a.source_name}"
    return f"{a.source_name} against {b.source_name}"
