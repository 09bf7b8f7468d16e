"""Merging actors known only from reports: proposals with their reasons, applied as decisions that can be undone.

Two entities are one only on strong evidence: names that differ in romanisation alone, of two words or more, of one
kind, and never across sides. A merge is a value that the ledger keeps; taking it back is a second value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from rapidfuzz import fuzz

from fogline.atlas.fold import fold, skeleton
from fogline.claims import ActorKind, ActorRef, digest

#: rapidfuzz ratio of two folded names with one skeleton, under which they are not taken for spellings of one name.
SAME_NAME = 80.0


@dataclass(frozen=True, slots=True)
class Merge:
    """A decision that `merged` is the same actor as `kept`. `stands` is False where it was taken back."""

    kept: str
    kept_name: str
    merged: str
    merged_name: str
    reason: str
    score: float
    stands: bool = True

    @property
    def id(self) -> str:
        return digest({"kept": self.kept, "merged": self.merged})

    def undone(self, reason: str) -> Merge:
        """The decision that takes this one back."""
        return replace(self, stands=False, reason=reason)


def propose(refs: Iterable[ActorRef]) -> list[Merge]:
    """Merges among the entities of these references, most frequent name kept; nothing across kinds or sides.

    Known actors are never merged with anything: an alias belongs in a pack. Unnamed sources are left apart.
    """
    count: dict[str, int] = {}
    first: dict[str, ActorRef] = {}
    sides: dict[str, set[str]] = {}
    for ref in refs:
        if not ref.actor.startswith("entity/"):
            continue
        count[ref.actor] = count.get(ref.actor, 0) + 1
        first.setdefault(ref.actor, ref)
        if ref.side and ref.side != ref.actor:
            sides.setdefault(ref.actor, set()).add(ref.side)
    by_skeleton: dict[tuple[str, ActorKind], list[str]] = {}
    for actor, ref in first.items():
        folded = fold(ref.name)
        bones = skeleton(folded) if len(folded.split()) > 1 else ""
        if bones:
            by_skeleton.setdefault((bones, ref.kind), []).append(actor)
    merges = []
    for group in by_skeleton.values():
        group.sort(key=lambda actor: (-count[actor], actor))
        gone: set[str] = set()
        for kept, merged in combinations(group, 2):
            alike = fuzz.ratio(fold(first[kept].name), fold(first[merged].name))
            across = sides.get(kept, set()) ^ sides.get(merged, set()) if kept in sides and merged in sides else set()
            if alike < SAME_NAME or across or merged in gone or kept in gone:
                continue
            gone.add(merged)
            reason = (
                f"{first[merged].name!r} is a spelling of {first[kept].name!r} ({alike:.0f} % alike, same consonants)"
            )
            merges.append(Merge(kept, first[kept].name, merged, first[merged].name, reason, round(alike / 100, 2)))
    return merges
