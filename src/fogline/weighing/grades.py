"""Grades: the Admiralty's two ratings, each by itself (SEMANTICS section 6).

The information digit follows from sources, contradictions, certainty and directness by the rule below and says so. The
source letter is a person's; F until one is set. Neither looks at the reader's scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fogline.claims import Certainty, LinkKind, Mood, Weighed
from fogline.ledger.weighing_records import Publishers
from fogline.weighing.names import body_words


@dataclass(frozen=True, slots=True)
class Grade:
    """Source letter A-F and information digit 1-6, with the reason for the digit.

    `letters` has every source's letter; `letter` is theirs where they agree, else F.
    """

    letter: str
    digit: int
    why: str
    letters: tuple[tuple[str, str], ...] = ()
    by_rule: bool = True

    def __str__(self) -> str:
        return f"{self.letter}{self.digit}"


def grade(group: Sequence[Weighed], publishers: Publishers) -> Grade:
    """The grade of claims that put one thing forward.

    Digit, first rule that fits:
    6 nothing is put forward as fact (plans, predictions, conditions, or no claim at all);
    5 its own source took it back, or more sources dispute it than put it forward;
    4 another source disputes it, or it is only said to be possible;
    1 two or more named sources, one of them at first hand, put it as certain;
    2 two or more sources put it forward;
    3 one source does.

    Example: one monitor quoted by four outlets is one source: digit 3, however many printings there are.
    """
    letters = _letters(group, publishers)
    letter = next(iter({x for _, x in letters})) if len({x for _, x in letters}) == 1 else "F"
    digit, why = _digit(group)
    return Grade(letter, digit, f"by rule: {why}", letters)


def _digit(group: Sequence[Weighed]) -> tuple[int, str]:
    facts = [
        w
        for w in group
        if w.entry.claim.mood is Mood.ACTUAL
        and w.entry.claim.certainty is not Certainty.UNKNOWN
        and w.entry.reviewed != "rejected"
        and not _only_hardened(w)
    ]
    if not facts:
        return 6, "nothing is put forward as fact"
    if any(link.kind is LinkKind.RETRACTS and link.a == w.entry.id for w in facts for link in w.links):
        return 5, "its own source took it back"
    sources = {w.origin.source: w.origin for w in facts}
    disputed = {
        _other(link.a, link.b, w.entry.id) for w in facts for link in w.links if link.kind is LinkKind.CONTRADICTS
    } - {w.entry.id for w in facts}
    if len(disputed) > len(sources):
        return 5, f"more claims dispute it ({len(disputed)}) than sources put it forward ({len(sources)})"
    if disputed:
        return 4, f"claims against it: {len(disputed)}; sources for it: {len(sources)}"
    firm = {w.origin.source for w in facts if w.entry.claim.moves_control}
    if not firm:
        return 4, "only said to be possible"
    sure = {w.origin.source for w in facts if w.entry.claim.certainty is Certainty.CERTAIN and w.origin.named}
    direct = {w.origin.source for w in facts if w.origin.named and not w.origin.relay}
    if len(sure) >= 2 and direct & sure:
        return 1, f"{len(sure)} named sources put it as certain, {len(direct & sure)} of them at first hand"
    if len(firm) >= 2:
        return 2, f"{len(firm)} sources put it forward"
    name = next(iter(sources.values())).source_name
    return 3, f"one source puts it forward ({name})"


def _only_hardened(w: Weighed) -> bool:
    """Whether a claim is only a firmer wording of a plan or guess: it confirms nothing."""
    return any(k.kind is LinkKind.HARDENS and k.b == w.entry.id and k.field == "mood" for k in w.links)


def _other(a: str, b: str, mine: str) -> str:
    return b if a == mine else a


def _letters(group: Sequence[Weighed], publishers: Publishers) -> tuple[tuple[str, str], ...]:
    by_words = {body_words(name): p.reliability for name, p in sorted(publishers.items())}
    found = {w.origin.source_name: by_words.get(body_words(w.origin.source_name), "F") for w in group}
    return tuple(sorted(found.items()))
