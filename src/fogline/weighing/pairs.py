"""Whether two claims are about one event: explicit features, a weighted sum, a reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians

from fogline.claims import ClaimType, Mood
from fogline.weighing import counts
from fogline.weighing.facets import Facets, Party
from fogline.weighing.settings import thresholds

_DEEDS = frozenset({ClaimType.STRIKE, ClaimType.BOMBING, ClaimType.CLASH})
_KM_PER_DEGREE = 111.2
_WEIGHTS: dict[str, float] = thresholds("events")["weights"]
_GAP: int = thresholds("events")["gap_days"]
_ECHO: dict[str, float] = thresholds("statements")["echo"]
_SHORT = 2  # days that a stated time may cover and still be "the same day" for another
_TELLING: int = thresholds("contradictions")["telling"]
#: Likeness of two places that cannot be one.
APART = -1.0
_NEAR: float = thresholds("events")["near_km"]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two claims are: the features, their weighted sum, and what speaks for it in words.

    `actor` and `target` are -1 where both are named and differ, `place` is -1 (`APART`) where they cannot be one.
    """

    score: float
    time: float
    place: float
    type: float
    actor: float
    target: float
    number: float
    words: float

    @property
    def why(self) -> str:
        """The features that carried the decision, strongest first."""
        parts = [
            (self.place * _WEIGHTS["place"], "same place" if self.place >= 1 else "places that may be one"),
            (self.time * _WEIGHTS["time"], "same days" if self.time >= 1 else "days that may be the same"),
            (self.number * _WEIGHTS["number"], "same number"),
            (self.words * _WEIGHTS["words"], f"{self.words:.0%} of the words shared"),
            (self.actor * _WEIGHTS["actor"], "same actor"),
            (self.target * _WEIGHTS["target"], "same target"),
            (self.type * _WEIGHTS["type"], "same kind of claim"),
        ]
        told = [words for value, words in sorted(parts, key=lambda p: -p[0]) if value > 0.2]
        return ", ".join(told)


def compare(a: Facets, b: Facets) -> Likeness | None:
    """How alike two claims are; None where they cannot be about one event (family, days or places rule it out).

    Claims of one toll put at places apart are compared all the same, with `place` -1: that is what they dispute.
    """
    if a.family != b.family:
        return None
    time = _time(a, b)
    if time is None:
        if Mood.RETRACTED not in (a.entry.claim.mood, b.entry.claim.mood):
            return None
        time = 0.0  # taken back late is taken back too
    place = _place(a, b)
    equal = counts.equal(a.counts, b.counts) if a.counts and b.counts else None
    if place is None:
        if equal is None or equal[0].said < _TELLING or equal[0].vague:
            return None
        place = APART
    number = 1.0 if equal else 0.0
    shared = len(a.words & b.words)
    words = shared / (len(a.words) + len(b.words) - shared) if shared else 0.0
    actor, target = _parties(a.actors, b.actors), _parties(a.targets, b.targets)
    type_ = 1.0 if a.type is b.type else 0.4
    if a.type is not b.type and a.type in _DEEDS and b.type in _DEEDS:
        type_ = 0.0  # a bombing is not an air strike, unless everything else says so
    w = _WEIGHTS
    score = (
        w["time"] * time
        + w["place"] * place
        + w["type"] * type_
        + w["actor"] * actor
        + w["target"] * target
        + w["number"] * number
        + w["words"] * words
    )
    return Likeness(score, time, place, type_, actor, target, number, words)


def echoes(a: Facets, b: Facets) -> int:
    """How strongly two quoted sentences of different reports tell one thing, by figures and words alone: 0, 1 or 2.

    A sign free of what the reader makes of a sentence, used only between claims of one source, to see that both
    reports carry one statement. 2 is for sentences with two figures in common.
    """
    if a.report == b.report or not a.entry.claim.sources or not b.entry.claim.sources:
        return 0
    both = len(a.words & b.words)
    if both < 3:
        return 0
    words = both / min(len(a.words), len(b.words))
    numbers = len(a.numbers & b.numbers)
    if a.numbers and b.numbers and not numbers:
        return 0
    if numbers > 1 and words >= _ECHO["two"]:
        return 2
    return int(words >= _ECHO["words"] or (numbers == 1 and words >= _ECHO["one"]))


def _time(a: Facets, b: Facets) -> float | None:
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return None
    gap = max(a.first, b.first) - min(a.last, b.last)
    if gap > _GAP:
        return None
    if a.stated and b.stated:
        short = max(a.last - a.first, b.last - b.first) <= _SHORT
        return 1.0 if gap <= 0 and short else 0.6
    if a.stated or b.stated:
        said, soft = (a, b) if a.stated else (b, a)
        return 0.6 if soft.published is not None and said.last is not None and soft.published - said.last <= 2 else 0.4
    if a.published is None or b.published is None:
        return 0.3
    return 0.7 if abs(a.published - b.published) <= 1 else 0.3


def _place(a: Facets, b: Facets) -> float | None:
    if a.fine and b.fine:
        if a.fine & b.fine:
            return 1.0
        if a.names & b.names:
            return 0.9
        if a.points and b.points and _near(a, b):
            return 0.7
        unknown = any(p.startswith("?") for p in a.fine) or any(p.startswith("?") for p in b.fine)
        return 0.1 if unknown and a.wide & b.wide else None
    if a.fine or b.fine:
        narrow, broad = (a, b) if a.fine else (b, a)
        if broad.names & narrow.names:  # town and province of one name: headlines do not say which
            return 0.9 if a.family == "violence" else 0.3
        if broad.coarse & narrow.wide:
            return 0.5
        if broad.coarse and narrow.wide and not broad.inherited:
            return 0.1
        return 0.3 if broad.wide & narrow.wide else 0.2
    if a.coarse and b.coarse:
        return 0.7 if a.coarse & b.coarse else 0.1
    return 0.3 if a.wide & b.wide else 0.2


def _near(a: Facets, b: Facets) -> bool:
    return any(
        _km(x, y) <= max(_NEAR, min(x[2] + y[2], 3 * _NEAR)) for x in a.points for y in b.points
    )  # fmt: skip


def far(a: Facets, b: Facets, km: float) -> bool:
    """Whether all places of the one lie so far from all places of the other; not known where one has no coordinates."""
    if not a.points or not b.points:
        return False
    return all(_km(x, y) - x[2] - y[2] > km for x in a.points for y in b.points)


def _km(x: tuple[float, float, float], y: tuple[float, float, float]) -> float:
    """Kilometres between two spots, exact enough for tens of them."""
    north = (x[0] - y[0]) * _KM_PER_DEGREE
    turn = abs(x[1] - y[1])
    east = min(turn, 360 - turn) * _KM_PER_DEGREE * cos(radians((x[0] + y[0]) / 2))
    return hypot(north, east)


def _parties(a: tuple[Party, ...], b: tuple[Party, ...]) -> float:
    if not a or not b:
        return 0.0
    return 1.0 if any(x.same(y) for x in a for y in b) else -1.0
