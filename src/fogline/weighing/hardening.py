"""`hardens` and `softens`: what rests on another claim and is put more firmly than it, or less."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from fogline.claims import STATES, Certainty, ClaimType, Link, LinkKind, Mood, Origin, Role
from fogline.weighing import counts
from fogline.weighing.content import hardness, only_wide, same_content, score
from fogline.weighing.events import Pair, order
from fogline.weighing.facets import Facets
from fogline.weighing.settings import lexicon, thresholds
from fogline.weighing.wording import hedges, is_presupposed

_SCHEDULED = frozenset({ClaimType.NEGOTIATE, ClaimType.VISIT})
_QUOTED = re.compile('["“”«»]')


def hardens(pairs: Iterable[Pair], origins: Mapping[str, Origin]) -> Iterator[Link]:
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
    if only_wide(p):
        return None
    if b.unfinished or _one_operation(a, b) or (b.labelled and a.report == b.report):
        return None
    if a.type in _SCHEDULED and a.entry.claim.mood is not b.entry.claim.mood:
        return None  # talks announced and talks held, a visit planned and paid: the course of the story
    twice = a.report == b.report and b.entry.claim.sources and origins[a.id].source == origins[b.id].source
    if twice and p.like.words < thresholds("hardening")["violence_words"]:
        return None  # what one source says twice in one report is two things, unless in much the same words
    if a.part is not b.part or (a.stated and b.stated and p.like.time < 1.0) or a.past or b.past:
        return None
    step = hardness(b) - hardness(a)
    t = thresholds("hardening")
    if step and (_one_sentence(a, b, p) or p.like.words < t["least_words"]):
        return None  # the same words put nothing more firmly; and words that share nothing rest on nothing
    margin = t["margin"]
    firm = b.entry.claim.mood is Mood.ACTUAL and b.entry.claim.certainty in (Certainty.CERTAIN, Certainty.PROBABLE)
    ca, cb = a.entry.claim, b.entry.claim
    if step >= margin and firm:
        field = "mood" if ca.mood is not cb.mood else "certainty"
        was = str(ca.mood) if field == "mood" else str(ca.certainty)
        now = str(cb.certainty) if cb.mood is Mood.ACTUAL else str(cb.mood)
        told = "done" if field == "mood" else now
        return Link(LinkKind.HARDENS, a.id, b.id, field, f"{why}; there it is {was}, here {told}", score(p))
    if -step >= margin and _softer(a, b):
        field = "mood" if ca.mood is not cb.mood else "certainty"
        was, now = (str(ca.mood), str(cb.mood)) if field == "mood" else (str(ca.certainty), str(cb.certainty))
        why += f"; there it is {'done' if was == Mood.ACTUAL else was}, here {now}"
        return Link(LinkKind.SOFTENS, a.id, b.id, field, why, score(p))
    if step == 0 and firm and _drops_attribution(a, b, p):
        return Link(LinkKind.HARDENS, a.id, b.id, "attribution", f"{why}; the attribution is dropped", score(p))
    return None


def _one_sentence(a: Facets, b: Facets, p: Pair) -> bool:
    """Whether the two print one sentence, changed a little: what mood it has is the reader's doing, not theirs."""
    t = thresholds("hardening")
    if hedges(a.sentence) != hedges(b.sentence):
        return False
    same = a.entry.claim.trigger_text.casefold() == b.entry.claim.trigger_text.casefold()
    return p.like.words >= t["same_sentence"] or (same and p.like.words >= t["same_trigger"])


def _one_operation(a: Facets, b: Facets) -> bool:
    """Whether both name one operation by one noun: "the offensive" is under way and aims at what is to come."""
    same = a.entry.claim.trigger_text.casefold() == b.entry.claim.trigger_text.casefold()
    return same and a.type is ClaimType.CLASH and a.entry.claim.mood is not b.entry.claim.mood


def _softer(a: Facets, b: Facets) -> bool:
    """Whether b, put less firmly than a, softens it: in a later report, or as "may have" in the lead over a quotation.

    In one report "reportedly" stands in for the attribution and a plan beside its fulfilment is the story's course:
    neither softens. Two reports of one day say nothing of which was first.
    """
    ca, cb = a.entry.claim, b.entry.claim
    if ca.mood is not Mood.ACTUAL or cb.certainty is Certainty.UNKNOWN:
        return False
    if a.report == b.report:
        lead = cb.trigger.start < thresholds("hardening")["lead_characters"]
        return lead and cb.mood is Mood.ACTUAL and cb.certainty is Certainty.POSSIBLE
    return a.published != b.published


def _drops_attribution(a: Facets, b: Facets, p: Pair) -> bool:
    """Whether b, in headline or first paragraph, says on its own what a says by a source further down."""
    t, ca, cb = thresholds("hardening"), a.entry.claim, b.entry.claim
    if not ca.sources or cb.sources or a.report != b.report or cb.trigger > ca.trigger or b.type in STATES:
        return False
    if b.labelled or b.attributed or (b.counts and not a.counts):
        return False
    source = ca.sources[-1]
    if not ca.evidence.overlaps(source.span) and not _QUOTED.search(a.sentence):
        return False  # a source that stands elsewhere is sure only where the sentence is a quotation
    told, rest = (
        a.sentence[: max(0, ca.trigger.start - ca.evidence.start)],
        a.sentence[ca.trigger.end - ca.evidence.start :],
    )
    if is_presupposed(told, ca.trigger_text, rest) and (a.type is ClaimType.CASUALTIES or not a.tolls):
        return False
    if _other_numbers(a, b):
        return False
    aside = re.search(lexicon("wording")["background"], told, re.I)
    if aside is not None and ca.evidence.start <= source.start < ca.evidence.start + aside.start():
        return False  # "the mayor spoke after a girl was shot": that she was is not the mayor's word
    if re.search(re.escape(source.text) + r"\s*[:–—]", b.sentence, re.I):
        return False  # "Iran's Foreign Minister: ..." names him too
    if p.like.words >= t["same_sentence"] and not ca.evidence.overlaps(source.span):
        return False  # a headline that is quoted further down has no other source there
    # A number alone is chance, but for one place that the atlas knows: other names are often none of a place.
    sure = p.like.actor > 0 or p.like.target > 0 or any(not place.startswith("?") for place in a.wide | a.fine)
    alike = (p.like.number > 0 and sure) or p.like.words >= t["violence_words"]
    return bool(alike and cb.trigger.start < t["lead_characters"])


def _other_numbers(a: Facets, b: Facets) -> bool:
    """Whether both claims give numbers and none in common: 90 air strikes and 51 air strikes."""
    given = [{counts.number(q.text) for q in f.entry.claim.roles(Role.QUANTITY)} - {None} for f in (a, b)]
    return all(given) and not given[0] & given[1]


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
        if x.named and x.source == y.source:
            return f"it has it from {x.source_name}, whose words the report gives further down"
        return None
    # Of two reports of one day nobody can tell which came first: the firmer one is taken to rest on the other.
    same_day = a.published is not None and a.published == b.published
    if x.statement == y.statement and y.relay and (same_day or order(a) < order(b)):
        return f"both carry one statement of {x.source_name}"
    return None
