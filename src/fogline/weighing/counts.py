"""What a claim counts: how many of whom, killed or wounded, exactly or at least.

Two counts are compared only where they count one thing. "120 fighters and 60 mercenaries" are two counts, and a
headline's "180 extremists, mercenaries" is a count of neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import combinations

from fogline.claims import Argument, Claim, ClaimType, Role, Span
from fogline.weighing.names import fold
from fogline.weighing.settings import lexicon, thresholds

_DIGITS = re.compile(r"\d[\d,.]*\d|\d")
_WORD = re.compile(r"[a-z]+")

#: Classes of `counts.classes` that count everybody.
EVERYBODY = "people"
MIXED = "mixed"
CIVILIAN = "civilian"
#: How far "45 people" must exceed the reach of "18 civilians" to be another toll rather than others among the dead.
_APART = 1.25


@dataclass(frozen=True, slots=True)
class Count:
    """A number of one class of persons or things: `low` to `high` as the words allow, `said` the number itself.

    `measure` is killed, wounded, missing, recovered or counted (anything else); `part` marks "nine of them children",
    `vague` "dozens" and the like, which dispute nothing. `aside` is a second number of the same class further from the
    verb: it may belong to another clause, so it can be part of a sum and dispute nothing.
    """

    measure: str
    whom: str
    said: float
    low: float
    high: float
    text: str
    part: bool = False
    initial: bool = False
    vague: bool = False
    aside: bool = False

    def agrees(self, other: Count) -> bool:
        """Whether one number could satisfy both."""
        return self.low <= other.high and other.low <= self.high

    def same_thing(self, other: Count) -> bool:
        """Whether both count the same class; a part of the dead and all the dead are not the same."""
        return self.measure == other.measure and self.whom == other.whom and not (self.part or other.part)


@cache
def _classes() -> dict[str, str]:
    return {word: name for name, words in lexicon("counts")["classes"].items() for word in words}


@cache
def number_words() -> dict[str, int]:
    """Numbers written as words."""
    return dict(lexicon("counts")["words"])


@lru_cache(maxsize=16384)
def number(text: str) -> float | None:
    """The number in a phrase: digits, or words ("thirty-four"); None for "dozens", "hundreds", "several".

    >>> number("at least 1,200"), number("thirty-four people"), number("scores of")
    (1200.0, 34.0, None)
    """
    digits = _DIGITS.search(text)
    if digits:
        plain = digits.group().replace(",", "")
        try:
            found = float(plain)
        except ValueError:  # "10.10.2017"
            return None
        after = fold(text[digits.end() :]).split()
        return found * (1e6 if after[:1] == ["million"] else 1e3 if after[:1] == ["thousand"] else 1)
    words = number_words()
    total, current, seen = 0, 0, False
    for word in _WORD.findall(fold(text)):
        value = words.get(word)
        if value is None:
            if seen and word != "and":
                break
            continue
        seen = True
        if value >= 1000:
            total, current = total + max(current, 1) * value, 0
        elif value == 100:
            current = max(current, 1) * 100
        else:
            current += value
    return float(total + current) if seen else None


@lru_cache(maxsize=16384)
def bounds(text: str) -> tuple[float, float, float] | None:
    """The number in a phrase and how far it may reach: (said, low, high); "dozens" is said as its least."""
    said = number(text)
    if said is None:
        return _vague(text)
    t, words, plain = thresholds("numbers"), lexicon("counts"), f" {fold(text)} "
    if any(f" {w} " in plain for w in words["up_to"]):
        return said, said * t["up_to"], said
    if any(f" {w} " in plain for w in words["at_least"]):
        return said, said * t["least_ratio"], said * t["at_least"]
    if any(f" {w} " in plain for w in words["about"]):
        return said, said * (1 - t["about"]), said * (1 + t["about"])
    return said, said, said


def _vague(text: str) -> tuple[float, float, float] | None:
    plain = fold(text)
    for word, (low, high) in lexicon("counts")["vague"].items():
        if re.search(rf"\b{word}\b", plain):
            return low, low, high
    return None


def counts(claim: Claim, sentence: str, before: str) -> tuple[Count, ...]:
    """The counts that a claim puts forward, each with the target it goes with.

    `sentence` is the evidence, `before` the words of it before the trigger's first quantity (for "including").
    """
    quantities = claim.roles(Role.QUANTITY)
    if not quantities or claim.type not in (ClaimType.CASUALTIES, ClaimType.DETAIN, ClaimType.DISPLACE):
        return ()
    targets = claim.roles(Role.TARGET, Role.ACTOR) if claim.type is ClaimType.DISPLACE else claim.roles(Role.TARGET)
    what, initial = measure(claim), _is_initial(sentence)
    found = []
    for q in quantities:
        reach = bounds(q.text)
        if reach is None:
            continue
        target = _target_of(q, quantities, targets)
        start = claim.evidence.start
        between = sentence[q.end - start : target.start - start] if target and target.start > q.end else ""
        some = set(_WORD.findall(fold(between))) & {*lexicon("counts")["mostly"], *lexicon("counts")["include"]}
        whom = (
            EVERYBODY if some else _class(q, target, sentence[q.end - start :])
        )  # "18, most of them children" counts them all
        lead = fold(before[-40:] if q is quantities[0] else "").split()
        part = any(w in lexicon("counts")["include"] for w in lead[-3:]) or _of_them(q.text, sentence)
        found.append(Count(what, whom, *reach, q.text, part, initial, number(q.text) is None))
    return _told_by(claim.trigger, found, [q for q in quantities if bounds(q.text) is not None])


def _told_by(trigger: Span, found: Sequence[Count], at: Sequence[Argument]) -> tuple[Count, ...]:
    """The counts with all but the one nearest to the trigger set aside, where a claim has several of one class.

    "The toll in Israel reached 1,200, with more than 900 killed in Gaza" has one claim of each, and either may have
    been given both numbers.
    """
    gap = [min(abs(q.start - trigger.end), abs(trigger.start - q.end)) for q in at]
    kept = []
    for c, far in zip(found, gap, strict=True):
        nearer = any(
            other is not c and other.same_thing(c) and other.said != c.said and near < far
            for other, near in zip(found, gap, strict=True)
        )
        kept.append(replace(c, aside=True) if nearer else c)
    return tuple(kept)


def _of_them(quantity: str, sentence: str) -> bool:
    """Whether a number is of some among others: "ten of the killed have been identified", "nine of them"."""
    at = sentence.find(quantity)
    after = sentence[at + len(quantity) : at + len(quantity) + 12] if at >= 0 else ""
    return re.match(r"\s+of\s+(?:the|them|those|these|whom)\b", after, re.IGNORECASE) is not None


def measure(claim: Claim) -> str:
    """What a claim counts: killed, wounded, missing, recovered; for other types the type."""
    if claim.type is not ClaimType.CASUALTIES:
        return str(claim.type)
    trigger, words = fold(claim.trigger_text), lexicon("counts")
    if any(stem in trigger for stem in words["wounded"]):
        return "wounded"
    return next((m for m in ("missing", "recovered") if any(stem in trigger for stem in words[m])), "killed")


def _is_initial(sentence: str) -> bool:
    return re.search(lexicon("counts")["initial"], fold(sentence)) is not None


def _target_of(q: Argument, quantities: Sequence[Argument], targets: Sequence[Argument]) -> Argument | None:
    """The target that a quantity counts: the one that it overlaps or that follows it before the next quantity."""
    for t in targets:
        if t.span.overlaps(q.span):
            return t
    following = [t for t in targets if t.start >= q.end]
    if following:
        nearest = min(following, key=lambda t: t.start)
        if not any(q.end <= other.start < nearest.start for other in quantities):
            return nearest
    return targets[0] if len(targets) == 1 else None


def _class(q: Argument, target: Argument | None, after: str) -> str:
    classes = _classes()
    follows = after.split(maxsplit=1)[:1] if target is None else []  # "one suspect dead"
    for text in (target.text if target else "", q.text, *follows):
        plain = fold(text)
        if plain.count(" and ") and len(re.findall(r"\d+", plain)) > 1:
            return MIXED
        found = {classes[w] for w in _WORD.findall(plain) if w in classes}
        special = found - {EVERYBODY}
        if len(special) == 1:
            return special.pop()
        if special:
            return MIXED
        if found:
            return EVERYBODY
        if target is not None and text is target.text and plain:
            return plain
    return EVERYBODY


def rivals(a: Sequence[Count], b: Sequence[Count]) -> tuple[Count, Count] | None:
    """The first conflict between two plain numbers; "dozens" against "20" is no dispute."""
    return conflict([c for c in a if not c.vague], [c for c in b if not c.vague])


def is_total(count: Count, others: Iterable[Count]) -> bool:
    """Whether a number is the sum of two to four other counts of one report: 180 is 80 + 40 + 60, not a rival of 80."""
    parts = sorted({o.said for o in others if o.measure == count.measure and 0 < o.said < count.said})[-12:]
    return any(abs(sum(some) - count.said) < 0.5 for size in (2, 3, 4) for some in combinations(parts, size))


def conflict(a: Sequence[Count], b: Sequence[Count]) -> tuple[Count, Count] | None:
    """The first pair of counts of one thing that no single number satisfies; None where there is none.

    A total against one of its parts conflicts where the part exceeds the total; a toll of "people" against one of
    "civilians" also where it is far higher, because the words are used for one another. A number that is the sum of
    the other claim's counts is a sum, not a rival count.
    """
    for x in a:
        for y in b:
            if MIXED in (x.whom, y.whom) or x.measure != y.measure or x.part or y.part or x.aside or y.aside:
                continue
            if _is_sum(x, b) or _is_sum(y, a):
                continue
            if x.whom == y.whom and not x.agrees(y):
                return x, y
            if not _comparable(x, y):
                continue
            total, part = (x, y) if x.whom == EVERYBODY else (y, x)
            if part.low > total.high or (part.whom == CIVILIAN and total.low > part.high * _APART):
                return x, y
    return None


def _comparable(x: Count, y: Count) -> bool:
    classes = set(_classes().values())
    return (x.whom == EVERYBODY) is not (y.whom == EVERYBODY) and {x.whom, y.whom} <= classes


def _is_sum(x: Count, others: Sequence[Count]) -> bool:
    parts = [o.said for o in others if o.measure == x.measure]
    return len(parts) > 1 and abs(sum(parts) - x.said) < 0.5


def higher(a: Sequence[Count], b: Sequence[Count]) -> tuple[Count, Count] | None:
    """The first pair of counts of one thing of which the second is the higher; "at least 10", then "at least 11"."""
    for x in a:
        for y in b:
            if x.aside or y.aside or x.vague or y.vague or x.whom == MIXED:
                continue
            if x.same_thing(y) and y.said > x.said >= 3:
                return x, y
    return None


def equal(a: Sequence[Count], b: Sequence[Count]) -> tuple[Count, Count] | None:
    """The first pair of counts of one thing that agree and are not trifling (three or more); None where none."""
    for x in a:
        for y in b:
            if x.measure != y.measure or x.vague is not y.vague or MIXED in (x.whom, y.whom):
                continue
            if x.said == y.said and x.said >= 3:
                return x, y
    return None
