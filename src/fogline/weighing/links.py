"""Links between claims: who copies, backs, disputes, updates, hardens, softens or takes back whom.

Fewer and right rather than many: every rule asks for the same place and the same parties before it links, and a rule
that needs two independent sources never fires on two printings of one story.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from fogline.claims import STATES, Certainty, ClaimType, Link, LinkKind, Mood, Origin, Phase, Polarity, ReportKind
from fogline.weighing import counts
from fogline.weighing.events import Pair, order
from fogline.weighing.facets import Facets, day_of
from fogline.weighing.names import body_words
from fogline.weighing.pairs import Likeness
from fogline.weighing.settings import thresholds

_HOLDS = frozenset({ClaimType.HOLD, ClaimType.CAPTURE})
_LEAVES = frozenset({ClaimType.WITHDRAW, ClaimType.HAND_OVER, ClaimType.SURRENDER})
_DEEDS = frozenset({ClaimType.STRIKE, ClaimType.BOMBING, ClaimType.CLASH})
_SOFT = frozenset({Mood.PLANNED, Mood.PREDICTED, Mood.CONDITIONAL})


def same_content(a: Facets, b: Facets, like: Likeness) -> bool:
    """Whether two claims put one thing forward, mood and certainty apart: type, place, parties and number agree."""
    if a.type is not b.type and not (a.type in _LEAVES and b.type in _LEAVES):
        return False
    if like.actor < 0 or like.target < 0 or a.entry.claim.polarity is not b.entry.claim.polarity:
        return False
    if (a.entry.claim.phase is Phase.END) is not (b.entry.claim.phase is Phase.END):
        return False
    if counts.conflict(a.counts, b.counts) or (a.counts and b.counts and like.number == 0):
        return False
    t = thresholds("hardening")
    if a.family == "violence" and like.number == 0:
        # "a strike in Raqqa" is told of many strikes: without a toll of its own the sentence has to be much the same
        if a.tolls and b.tolls:
            return like.place >= 0.2 and counts.equal(a.tolls, b.tolls) is not None
        return bool(like.place >= 0.7 and like.words >= t["violence_words"])
    if like.number > 0:
        return bool(like.place >= 0.2 or like.words >= t["words"])
    if like.place >= 0.7:
        return bool(like.words >= t["words"] or like.actor > 0 or like.target > 0)
    if a.report != b.report and a.numbers and b.numbers and not a.numbers & b.numbers:
        return False
    return like.words >= 0.4


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
    yield from _disputes(known, origins, events, allied)
    yield from _initial_counts(known, origins)
    for p in known:
        yield from _updates(p, origins, events)
        yield from _retracts(p, origins)
    yield from _hardens(known, origins)


# ---------------------------------------------------------------- copies, corroborates


def _copies(pairs: Iterable[Pair], origins: Mapping[str, Origin]) -> Iterator[Link]:
    """Each relayed claim copies the first report's claim of the same statement and content."""
    first: dict[str, Pair] = {}
    for p in pairs:
        a, b = origins[p.a.id], origins[p.b.id]
        if p.a.report == p.b.report or a.statement != b.statement or not b.relay:
            continue
        if not same_content(p.a, p.b, p.like) or _hardness(p.a) != _hardness(p.b):
            continue
        held = first.get(p.b.id)
        if held is None or (order(p.a)[:2], -p.like.score, p.a.id) < (order(held.a)[:2], -held.like.score, held.a.id):
            first[p.b.id] = p
    for claim in sorted(first):
        p = first[claim]
        b = origins[p.b.id]
        yield Link(LinkKind.COPIES, p.a.id, p.b.id, None, f"one statement of {b.source_name}: {b.why}", _score(p))


def _corroborates(pairs: Iterable[Pair], origins: Mapping[str, Origin], events: Mapping[str, str]) -> Iterator[Link]:
    """One link for each two sources that put one thing forward, between the most alike of their claims."""
    best: dict[tuple[str, ...], Pair] = {}
    for p in pairs:
        a, b = origins[p.a.id], origins[p.b.id]
        if not _independent(p, origins) or events.get(p.a.id) != events.get(p.b.id):
            continue
        if not (p.a.entry.claim.moves_control and p.b.entry.claim.moves_control):
            continue
        if p.like.score < thresholds("events")["join"] or p.like.place < 0.7 or not same_content(p.a, p.b, p.like):
            continue
        if p.a.part is not p.b.part or p.like.words >= thresholds("corroborates")["words"]:
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
            LinkKind.CORROBORATES, p.a.id, p.b.id, None, f"{a.source_name} and {b.source_name}: {p.like.why}", _score(p)
        )


def _independent(p: Pair, origins: Mapping[str, Origin]) -> bool:
    a, b = origins[p.a.id], origins[p.b.id]
    if a.source == b.source or a.statement == b.statement:
        return False
    # An unnamed source carried by the very outlet or body on the other side is not independent of it.
    return not (a.source.startswith(f"unnamed/{b.source}/") or b.source.startswith(f"unnamed/{a.source}/"))


# ---------------------------------------------------------------- contradicts


def _disputes(
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


#: Whether two sides (by id) are allied on a day.
Allied = Callable[[str, str, date | None], bool]
Totals = Mapping[str, Sequence[counts.Count]]


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
        _rival_actor(p, origins),
        _rival_date(p, origins),
    ):
        if field:
            return Link(LinkKind.CONTRADICTS, a.id, b.id, field, f"{why}; {_who_says(p, origins)}", _score(p))
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
    if a.part or b.part or a.past or b.past or a.type in (ClaimType.BESIEGE, ClaimType.AGREE):
        return (
            _NONE  # a siege broken and a truce violated are coded negative: that they ended, not that they never were
        )
    negative, positive = (a, b) if a.entry.claim.polarity is Polarity.NEGATIVE else (b, a)
    if positive.counts or negative.counts:
        return _NONE
    return "polarity", "one says it happened, the other that it did not"


def _told(pairs: Iterable[Pair], origins: Mapping[str, Origin]) -> dict[str, list[counts.Count]]:
    """All counts of each statement, from every report that carries it: what a total may be the sum of."""
    found: dict[str, dict[str, tuple[counts.Count, ...]]] = defaultdict(dict)
    for p in pairs:
        for f in (p.a, p.b):
            if f.counts:
                found[origins[f.id].statement][f.id] = f.counts
    return {statement: [c for claim in sorted(by) for c in by[claim]] for statement, by in found.items()}


def _rival_number(p: Pair, origins: Mapping[str, Origin], events: Mapping[str, str], totals: Totals) -> tuple[str, str]:
    a, b = p.a, p.b
    if a.type is not b.type or Polarity.NEGATIVE in (a.entry.claim.polarity, b.entry.claim.polarity):
        return _NONE
    if p.like.place < 0.7 or p.like.time < 0.6 or events.get(a.id) != events.get(b.id) or p.like.actor < 0:
        return _NONE
    rival = counts.rivals(a.counts, b.counts)
    if rival is None:
        return _NONE
    told_a, told_b = totals[origins[a.id].statement], totals[origins[b.id].statement]
    if counts.is_total(rival[0], told_b) or counts.is_total(rival[1], told_a):
        return _NONE
    if a.fine != b.fine and max(len(a.fine), len(b.fine)) > 1:
        return _NONE  # a headline's total over three towns against the toll of one
    low, high = sorted(c.said for c in rival)
    if low * thresholds("contradictions")["ratio"] < high:
        return _NONE
    whom = rival[0].whom if rival[0].whom == rival[1].whom else counts.EVERYBODY
    return "number", f"{rival[0].text} against {rival[1].text} ({whom}, {rival[0].measure}): {low:g} to {high:g}"


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


def _rival_actor(p: Pair, origins: Mapping[str, Origin]) -> tuple[str, str]:
    """One strike, two perpetrators: only where number and place show that it is one strike."""
    a, b = p.a, p.b
    if a.type not in _DEEDS | {ClaimType.CASUALTIES} or a.type is not b.type or not _independent(p, origins):
        return _NONE
    if p.like.actor >= 0 or p.like.place < 0.9 or p.like.time < 1.0 or p.like.number < 1.0 or p.like.target < 0:
        return _NONE
    sides_a, sides_b = {x.side for x in a.actors}, {x.side for x in b.actors}
    if sides_a & sides_b or None in sides_a | sides_b:
        return _NONE
    return "actor", "the same toll at the same place and day, laid to different parties"


def _rival_date(p: Pair, origins: Mapping[str, Origin]) -> tuple[str, str]:
    a, b = p.a, p.b
    if a.type is not ClaimType.CAPTURE or b.type is not ClaimType.CAPTURE or not _independent(p, origins):
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


# ---------------------------------------------------------------- updates, retracts


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
                _score(p),
            )
            rank = (was.entry.claim.trigger.start - now.entry.claim.trigger.start, now.id)
            if was.id not in best or rank < best[was.id][0]:
                best[was.id] = (rank, link)
    for claim in sorted(best):
        yield best[claim][1]


def _updates(p: Pair, origins: Mapping[str, Origin], events: Mapping[str, str]) -> Iterator[Link]:
    """A later and higher count of one event by the same source, in a later report and statement."""
    a, b = p.a, p.b
    x, y = origins[a.id], origins[b.id]
    if a.type is not b.type or x.source != y.source or not x.named or x.statement == y.statement:
        return
    if a.entry.claim.mood is not Mood.ACTUAL or b.entry.claim.mood is not Mood.ACTUAL:
        return
    if p.like.actor < 0 or p.like.target < 0 or p.like.place < 0.9 or p.like.time < 0.6:
        return
    if a.published is None or b.published is None or not 0 < b.published - a.published <= thresholds("updates")["days"]:
        return
    rival = counts.rivals(a.counts, b.counts)
    if rival is None or rival[1].said < rival[0].said or events.get(a.id) != events.get(b.id):
        return
    why = f"{y.source_name}: {rival[0].text}, later {rival[1].text}"
    yield Link(LinkKind.UPDATES, a.id, b.id, "number", why, _score(p))


def _retracts(p: Pair, origins: Mapping[str, Origin]) -> Iterator[Link]:
    """The source's own word takes back its own earlier claim, or the author what he had written, on whosever word."""
    for taken, back in ((p.a, p.b), (p.b, p.a)):
        if back.entry.claim.mood is not Mood.RETRACTED or taken.entry.claim.mood is Mood.RETRACTED:
            continue
        a, b = origins[taken.id], origins[back.id]
        author = not back.entry.claim.sources and body_words(taken.entry.report.publisher or "?") == body_words(
            back.entry.report.publisher or "!"
        )
        if (a.source != b.source and not author) or taken.type is not back.type or p.like.actor < 0:
            continue
        if taken.published is not None and back.published is not None and taken.published > back.published:
            continue
        if taken.report == back.report and taken.entry.claim.mood is not Mood.ACTUAL:
            continue
        t = thresholds("retracts")
        told = p.like.place >= 0.7 and (p.like.actor > 0 or p.like.words >= t["words"])
        if not (told or p.like.words >= t["words_alone"]):
            continue
        yield Link(LinkKind.RETRACTS, taken.id, back.id, None, f"{b.source_name} takes its own word back", _score(p))


# ---------------------------------------------------------------- hardens, softens


def _hardness(f: Facets) -> float:
    """How firmly a claim is put, on the scale of thresholds.toml."""
    claim, scale = f.entry.claim, thresholds("hardening")["scale"]
    if claim.mood is Mood.ACTUAL:
        return float(scale[str(claim.certainty)])
    return float(scale.get(str(claim.mood), 0.0))


def _hardens(pairs: Iterable[Pair], origins: Mapping[str, Origin]) -> Iterator[Link]:
    """What rests on another claim and is put more firmly, or less; the strongest basis for each claim."""
    best: dict[tuple[LinkKind, str], tuple[tuple[object, ...], Link]] = {}
    for p in pairs:
        for a, b in ((p.a, p.b), (p.b, p.a)):
            link = _hardening(a, b, p, origins)
            if link is None:
                continue
            whole = link.field == "attribution"  # once a report and type: a headline repeats itself in the lead
            key = (link.kind, f"{b.report} {b.type}" if whole else link.b)
            rank = (-p.like.score, link.a, link.b)
            if key not in best or rank < best[key][0]:
                best[key] = (rank, link)
    for key in sorted(best, key=str):
        yield best[key][1]


def _hardening(a: Facets, b: Facets, p: Pair, origins: Mapping[str, Origin]) -> Link | None:
    why = _rests_on(a, b, origins)
    if why is None:
        return None
    if Mood.RETRACTED in (a.entry.claim.mood, b.entry.claim.mood):
        return None
    if a.entry.claim.polarity is not b.entry.claim.polarity or p.like.place < 0.7:
        return None
    if a.type is not b.type or not same_content(a, b, p.like) or not _same_parties(p):
        return None
    if a.tried and a.type in (ClaimType.WITHDRAW, ClaimType.ADVANCE, ClaimType.DISPLACE):
        return None  # who tries to flee is fleeing
    if a.part is not b.part or (a.stated and b.stated and p.like.time < 1.0) or a.past or b.past:
        return None
    step = _hardness(b) - _hardness(a)
    margin = thresholds("hardening")["margin"]
    firm = b.entry.claim.mood is Mood.ACTUAL and b.entry.claim.certainty in (Certainty.CERTAIN, Certainty.PROBABLE)
    ca, cb = a.entry.claim, b.entry.claim
    if step >= margin and firm:
        field = "mood" if ca.mood is not cb.mood else "certainty"
        was = str(ca.mood) if field == "mood" else str(ca.certainty)
        now = str(cb.certainty) if cb.mood is Mood.ACTUAL else str(cb.mood)
        told = "done" if field == "mood" else now
        return Link(LinkKind.HARDENS, a.id, b.id, field, f"{why}; there it is {was}, here {told}", _score(p))
    if -step >= margin and a.report != b.report and a.published != b.published and ca.mood is Mood.ACTUAL:
        field = "mood" if ca.mood is not cb.mood else "certainty"
        return Link(LinkKind.SOFTENS, a.id, b.id, field, f"{why}; put less firmly here", _score(p))
    if step == 0 and firm and _drops_attribution(a, b, p):
        return Link(LinkKind.HARDENS, a.id, b.id, "attribution", f"{why}; the attribution is dropped", _score(p))
    return None


def _drops_attribution(a: Facets, b: Facets, p: Pair) -> bool:
    """Whether b, in headline or first paragraph, says on its own what a says by a source further down."""
    t, ca, cb = thresholds("hardening"), a.entry.claim, b.entry.claim
    if not ca.sources or cb.sources or a.report != b.report or cb.trigger > ca.trigger or b.type in STATES:
        return False
    if b.labelled or (b.counts and not a.counts):
        return False
    alike = p.like.number > 0 or p.like.words >= t["violence_words"]
    return bool(alike and cb.trigger.start < t["lead_characters"])


def _same_parties(p: Pair) -> bool:
    return p.like.actor > 0 or p.like.target > 0 or p.like.number > 0


def _rests_on(a: Facets, b: Facets, origins: Mapping[str, Origin]) -> str | None:
    """Why b rests on a: one report's lead over its own quotation, or one statement carried by two reports."""
    x, y = origins[a.id], origins[b.id]
    ca, cb = a.entry.claim, b.entry.claim
    if a.report == b.report:
        if not ca.sources or ca.trigger < cb.trigger or ca.evidence == cb.evidence:
            return None
        if not cb.sources:
            return f"it stands over the report's own quotation of {x.source_name}"
        if not y.named and x.named:
            return f'it rests on "{cb.sources[-1].text}", and the report quotes {x.source_name}'
        if x.named and x.source == y.source and len(cb.sources) > len(ca.sources):
            return (
                f'it has it from {x.source_name} through "{cb.sources[0].text}", and the report quotes {x.source_name}'
            )
        return None
    # Of two reports of one day nobody can tell which came first: the firmer one is taken to rest on the other.
    same_day = a.published is not None and a.published == b.published
    if x.statement == y.statement and y.relay and (same_day or order(a) < order(b)):
        return f"both carry one statement of {x.source_name}"
    return None


# ---------------------------------------------------------------- words


def _who_says(p: Pair, origins: Mapping[str, Origin]) -> str:
    a, b = origins[p.a.id], origins[p.b.id]
    if a.source == b.source:
        return f"both by {a.source_name}"
    return f"{a.source_name} against {b.source_name}"


def _score(p: Pair) -> float:
    return round(min(1.0, max(0.0, p.like.score / 5.0)), 3)


def by_claim(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Links by the claims that they join."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.a].append(link)
        found[link.b].append(link)
    return found


def reported(f: Facets) -> date | None:
    """The day on which a claim's report came out."""
    return day_of(f.published)
