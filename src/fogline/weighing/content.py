"""Whether two claims put one thing forward, and how firmly each does: what several kinds of link ask."""

from __future__ import annotations

from fogline.claims import ClaimType, Mood, Phase
from fogline.weighing import counts
from fogline.weighing.events import Pair
from fogline.weighing.facets import Facets
from fogline.weighing.pairs import Likeness
from fogline.weighing.settings import thresholds

_LEAVES = frozenset({ClaimType.WITHDRAW, ClaimType.HAND_OVER, ClaimType.SURRENDER})


def same_content(a: Facets, b: Facets, like: Likeness) -> bool:
    """Whether two claims put one thing forward, mood and certainty apart: type, place, parties and number agree."""
    if a.type is not b.type and not (a.type in _LEAVES and b.type in _LEAVES):
        return False
    if like.place < 0 or like.actor < 0 or like.target < 0 or a.entry.claim.polarity is not b.entry.claim.polarity:
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


def only_wide(p: Pair) -> bool:
    """Whether no more than a province or region is shared: much happens in one at once, and words agree by chance."""
    if (p.a.fine and p.b.fine) or p.like.number > 0:
        return False
    return bool(p.like.words < thresholds("hardening")["coarse_words"])


def hardness(f: Facets) -> float:
    """How firmly a claim is put, on the scale of thresholds.toml."""
    claim, scale = f.entry.claim, thresholds("hardening")["scale"]
    if claim.mood is Mood.ACTUAL:
        return float(scale[str(claim.certainty)])
    return float(scale.get(str(claim.mood), 0.0))


def score(p: Pair) -> float:
    """How alike the two claims are, 0 to 1, as a link shows it."""
    return round(min(1.0, max(0.0, p.like.score / 5.0)), 3)
