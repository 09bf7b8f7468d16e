"""Actors that were found to be one: decisions kept as reviews, applied to what claims name, taken back by an undo.

A merge never touches a record: resolutions stay as the atlas gave them, and the effective form of a claim names the
actor that was kept. Taking the merge back brings the other one's name back, and questions as of a past moment see
the merges of that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from fogline.claims import ActorRef, Merge, Review, ReviewAction
from fogline.errors import QuestionError
from fogline.ledger import schema
from fogline.ledger.effective import Effective, in_force
from fogline.ledger.records import review_from

Merges = Mapping[str, Merge]
#: Ids of actors that no lexicon knows begin so: only these are merged into another.
UNKNOWN = "entity/"
_TEXTS = ("kept", "kept_name", "merged", "merged_name", "reason")


def merge_value(merge: Merge) -> dict[str, Any]:
    """The value of a review that merges two actors."""
    return {
        "kept": merge.kept,
        "kept_name": merge.kept_name,
        "merged": merge.merged,
        "merged_name": merge.merged_name,
        "reason": merge.reason,
        "score": merge.score,
        "side": merge.side,
    }


def merge_from(value: Any) -> Merge:
    """What `merge_value` wrote. Raises QuestionError where it is something else."""
    try:
        kept, kept_name, merged, merged_name, reason = (str(value[key]) for key in _TEXTS)
        return Merge(kept, kept_name, merged, merged_name, reason, float(value["score"]), value["side"])
    except (KeyError, TypeError, ValueError) as error:
        raise QuestionError(f"review: a merge needs kept, merged, their names and a reason ({error!r})") from None


def everywhere(conn: Connection, at: int) -> list[Review]:
    """The reviews that bear on every report and stand at a record, in order."""
    r = schema.review
    rows = conn.execute(select(r.c.id, r.c.body).where(r.c.report == 0, r.c.seq <= at).order_by(r.c.seq))
    return in_force([review_from(bytes(row.id).hex(), row.body) for row in rows])


def merges_of(reviews: Iterable[Review]) -> dict[str, Merge]:
    """The merges among reviews in force, by the actor that is merged; of two about one actor the later one stands."""
    found = (merge_from(r.value) for r in reviews if r.action is ReviewAction.MERGE_ACTORS)
    return {merge.merged: merge for merge in found}


def final(merges: Merges, actor: str) -> Merge | None:
    """What an actor is in the end: A merged into B, and B into C, makes A a C. None where it is itself."""
    last: Merge | None = None
    seen = {actor}
    while (step := merges.get(actor)) is not None and step.kept not in seen:
        last, actor = step, step.kept
        seen.add(actor)
    return last


def with_merges(effective: Effective, merges: Merges) -> Effective:
    """The claim with merged actors named as those that were kept."""
    if not merges:
        return effective
    actors, speakers = _named(effective.actors, merges), _named(effective.speakers, merges)
    if (actors, speakers) == (effective.actors, effective.speakers):
        return effective
    return effective._replace(actors=actors, speakers=speakers, touched=True)


def _named(refs: Sequence[ActorRef], merges: Merges) -> tuple[ActorRef, ...]:
    return tuple([_one(ref, merges) for ref in refs])


def _one(ref: ActorRef, merges: Merges) -> ActorRef:
    merge = final(merges, ref.actor)
    if merge is None:
        return ref
    side = merge.side or (merge.kept if ref.side == ref.actor else ref.side)
    why = f"{ref.why}; merged: {merge.reason}" if ref.why else f"merged: {merge.reason}"
    return replace(ref, actor=merge.kept, name=merge.kept_name, side=side, why=why)


def check_merge(value: Any, standing: Merges) -> None:
    """Refuse what is no merge: of known actors, of one with itself, or in a circle."""
    merge = merge_from(value)
    if not merge.merged.startswith(UNKNOWN):
        raise QuestionError(
            f"review: {merge.merged_name} is known to the atlas ({merge.merged}); only actors known from reports alone "
            "are merged, into a known one if need be"
        )
    end = final(standing, merge.kept)
    if merge.merged in (merge.kept, end.kept if end else merge.kept):
        raise QuestionError(f"review: {merge.merged_name} and {merge.kept_name} are one already")


def reports_of(conn: Connection, merge: Merge, before: Merges) -> list[int]:
    """The reports whose claims now name what a merge, or the taking back of one, gives another name."""
    end = final(before, merge.merged)
    ids = {merge.merged, end.kept if end else merge.merged}
    a, x, e = schema.actor, schema.entry_actor, schema.entry
    found = (
        select(e.c.report)
        .join(x, x.c.entry == e.c.entry)
        .join(a, a.c.actor == x.c.actor)
        .where(a.c.id.in_(sorted(ids)), e.c.ends.is_(None))
        .distinct()
    )
    return sorted(conn.execute(found).scalars())


def unknown_actors(conn: Connection) -> dict[str, str]:
    """Names of the actors that are known only from reports, by id; those that were merged are still among them."""
    a = schema.actor
    found = select(a.c.id, a.c.name).where(a.c.id.like(f"{UNKNOWN}%")).order_by(a.c.id)
    return {row.id: row.name for row in conn.execute(found)}
