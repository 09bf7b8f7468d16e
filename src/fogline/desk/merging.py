"""Merges of actors known only from reports: those that strong evidence bears out, and those that a person decides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from fogline.atlas import Atlas
from fogline.atlas.actors_merge import across, propose, spellings
from fogline.atlas.fold import fold
from fogline.claims import LedgerClaim, Merge, Review, ReviewAction
from fogline.errors import NotFoundError, QuestionError
from fogline.ledger import EVERYWHERE, ClaimQuery, Ledger, merge_value, new_review

#: Whose word a merge by rule is.
BY_RULE = "fogline, by rule"


@dataclass(frozen=True, slots=True)
class Unknown:
    """An actor known only from reports; it is its own side."""

    id: str
    name: str


def by_rule(ledger: Ledger) -> list[Review]:
    """Merge the actors that strong evidence says are one; what a person took back is not merged again."""
    names = ledger.unknown_actors()
    tried = {_pair(value.kept, value.merged) for _, value, _ in decisions(ledger)}
    standing = ledger.merges()
    pairs = [p for p in spellings(names) if _pair(*p) not in tried and not standing.keys() & set(p)]
    said = {actor: claims_of(ledger, actor) for actor in {a for pair in pairs for a in pair}}
    return [_store(ledger, merge, BY_RULE, merge.reason) for merge in propose(pairs, said)]


def by_hand(ledger: Ledger, atlas: Atlas, merged: str, kept: str, by: str, note: str | None) -> Review:
    """Merge an actor known only from reports into another, or into one that the atlas knows; refused across sides."""
    one, one_name = _actor(ledger, atlas, merged)
    other, other_name = _actor(ledger, atlas, kept)
    known = atlas.actor(other)
    side = atlas.sides.of(other) if known is not None else None
    why = across(claims_of(ledger, one), claims_of(ledger, other), one, other, known.kind if known else None)
    if why is not None:
        raise QuestionError(f"--merge {merged!r} --into {kept!r}: {why}; they are never merged across sides or kinds")
    merge = Merge(other, other_name, one, one_name, note or f"said by {by}", 1.0, side.id if side else None)
    return _store(ledger, merge, by, note)


def decisions(ledger: Ledger) -> list[tuple[Review, Merge, Review | None]]:
    """Every merge that was ever decided, in order, with the review that took it back, if one did and stands."""
    reviews = ledger.reviews()
    undone: dict[str, Review] = {}
    off: set[str] = set()
    for review in reversed(reviews):
        if review.action is ReviewAction.UNDO and review.id not in off:
            off.add(review.subject)
            undone[review.subject] = review
    return [(r, Merge(**r.value), undone.get(r.id)) for r in reviews if r.action is ReviewAction.MERGE_ACTORS]


def listed(ledger: Ledger) -> list[dict[str, Any]]:
    """Merges as a list shows them."""
    return [
        {
            "id": review.id,
            "merged": {"id": merge.merged, "name": merge.merged_name},
            "kept": {"id": merge.kept, "name": merge.kept_name},
            "reason": merge.reason,
            "score": merge.score,
            "by": review.by,
            "at": review.at.isoformat(timespec="seconds"),
            "stands": undone is None,
            "taken_back_by": undone.by if undone else None,
            "taken_back_because": undone.note if undone else None,
        }
        for review, merge, undone in decisions(ledger)
    ]


def claims_of(ledger: Ledger, actor: str) -> Sequence[LedgerClaim]:
    """The claims that name an actor, as a party or as a source."""
    found = [*ledger.claims(ClaimQuery(actors=(actor,))), *ledger.claims(ClaimQuery(sources=(actor,)))]
    return list({claim.id: claim for claim in found}.values())


def named(ledger: Ledger, name: str) -> tuple[str, str] | None:
    """The actor known only from reports that has that name or id, as it is merged now; None where there is none."""
    folded = fold(name)
    merges = ledger.merges()
    for actor, written in ledger.unknown_actors().items():
        if name == actor or fold(written) == folded:
            seen: set[str] = set()
            while actor in merges and actor not in seen:
                seen.add(actor)
                actor, written = merges[actor].kept, merges[actor].kept_name
            return actor, written
    return None


def _actor(ledger: Ledger, atlas: Atlas, name: str) -> tuple[str, str]:
    known = named(ledger, name)
    if known is not None:
        return known
    found = atlas.find_actor(name)
    if not found:
        raise NotFoundError(f"{name}: no actor of that name in this ledger or the atlas; `fogline claims` shows them")
    return found[0].actor.id, found[0].actor.name


def _store(ledger: Ledger, merge: Merge, by: str, note: str | None) -> Review:
    return ledger.review(new_review(EVERYWHERE, ReviewAction.MERGE_ACTORS, by=by, value=merge_value(merge), note=note))


def _pair(one: str, other: str) -> Collection[str]:
    return frozenset((one, other))
