"""The effective form of a claim: what a reading says of it, with the reviews applied. Pure.

Reviews attach to claim keys and fields, so they outlive readings: a newer reading of the same key takes them over, and
a reviewed claim that the newest reading lacks stays, marked "not found again" (SEMANTICS section 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, NamedTuple

from fogline.claims import (
    ActorKind,
    ActorRef,
    Argument,
    Certainty,
    Claim,
    ClaimType,
    Mention,
    Mood,
    Phase,
    PlaceRef,
    Polarity,
    Review,
    ReviewAction,
    Role,
    Span,
    TimeExpression,
)
from fogline.errors import QuestionError
from fogline.ledger.bodies import place_from
from fogline.ledger.records import resolution_of
from fogline.ledger.words import fold

#: The subject of a resolution that is fixed in every report.
EVERYWHERE = "everywhere"

_VERDICTS = {ReviewAction.ACCEPT: "accepted", ReviewAction.REJECT: "rejected"}
_ENUMS: Mapping[str, type[StrEnum]] = {
    "type": ClaimType,
    "certainty": Certainty,
    "polarity": Polarity,
    "mood": Mood,
    "phase": Phase,
}
#: What a reviewer can correct in a claim, besides resolutions.
CORRECTABLE = (*_ENUMS, "time", "args", "sources", "trigger", "evidence")


class Effective(NamedTuple):  # made for every claim that is written, at a quarter of a frozen dataclass's cost
    """A claim as it now stands. `original` is the form as read, where a review changed it."""

    claim: Claim
    places: tuple[PlaceRef, ...] = ()
    actors: tuple[ActorRef, ...] = ()
    speakers: tuple[ActorRef, ...] = ()
    status: str | None = None
    original: Claim | None = None
    touched: bool = False  # claim or resolution differ from what was read


def in_force(reviews: Sequence[Review]) -> list[Review]:
    """The reviews that nobody has undone, in order. An undo can itself be undone."""
    undone: set[str] = set()
    kept = []
    for review in reversed(reviews):
        if review.id in undone:
            continue
        if review.action is ReviewAction.UNDO:
            undone.add(review.subject)
        else:
            kept.append(review)
    return kept[::-1]


def apply(
    claim: Claim,
    places: tuple[PlaceRef, ...],
    actors: tuple[ActorRef, ...],
    speakers: tuple[ActorRef, ...],
    own: Iterable[Review],
    fixes: Iterable[Review] = (),
    added: bool = False,
) -> Effective:
    """The claim with its own reviews and the resolution fixes of its report and of everywhere, in order.

    The last verdict wins; a correction after a rejection takes the claim back in.
    """
    status = "added" if added else None
    form, was = claim, (places, actors, speakers)
    for fix in fixes:
        places, actors, speakers = fixed(fix, places, actors, speakers)
    for review in own:
        if review.action in _VERDICTS:
            status = _VERDICTS[review.action]
        elif review.action is ReviewAction.CORRECT:
            form = corrected(form, review.field, review.value)
            status = "corrected"
            if isinstance(review.value, Mapping) and "resolution" in review.value:
                places, actors, speakers = resolution_of(review.value["resolution"])
        elif review.action is ReviewAction.FIX_RESOLUTION:
            places, actors, speakers = fixed(review, places, actors, speakers)
            status = status or "corrected"
    if form is not claim and form.args != claim.args:
        spans = {(a.start, a.end): a.role for a in form.args}
        places = tuple(replace(p, role=spans[p.span]) for p in places if p.role is None or p.span in spans)
        actors = tuple(replace(a, role=spans[a.span]) for a in actors if a.role is None or a.span in spans)
    touched = form != claim or was != (places, actors, speakers)
    return Effective(form, places, actors, speakers, status, claim if form != claim else None, touched)


def corrected(claim: Claim, field: str | None, value: Any) -> Claim:
    """The claim with one field set to what a reviewer says.

    `time` takes an EDTF value, null, or `{text, start, end, value}`; `args` and `sources` the codebook's lists.
    Raises QuestionError that names the field and what it takes.
    """
    if field is not None and field in _ENUMS:
        if field == "phase" and value is None:
            return replace(claim, phase=None)
        try:
            changed: dict[str, Any] = {field: _ENUMS[field](value)}
            return replace(claim, **changed)
        except ValueError:
            allowed = ", ".join(str(v) for v in _ENUMS[field])
            raise QuestionError(f"review: {field}={value!r} is not in the codebook; it takes {allowed}") from None
    try:
        if field == "time":
            return replace(claim, time=_time(claim, value))
        if field == "args":
            # New words need new names: a correction may carry what they resolve to beside them.
            given = value["args"] if isinstance(value, Mapping) else value
            return replace(claim, args=tuple(_argument(a) for a in given))
        if field == "sources":
            return replace(claim, sources=tuple(_mention(s) for s in value))
        if field == "evidence":
            return replace(claim, evidence=Span(int(value["start"]), int(value["end"])))
        if field == "trigger":
            span = Span(int(value["start"]), int(value["end"]))
            return replace(claim, trigger=span, trigger_text=value["text"])
    except (KeyError, TypeError, ValueError) as error:
        raise QuestionError(f"review: {field}={value!r} cannot be read ({error}); give the codebook's form") from None
    raise QuestionError(f"review: no field {field!r} to correct; it must be one of {', '.join(CORRECTABLE)}")


def _time(claim: Claim, value: Any) -> TimeExpression | None:
    if value is None:
        return None
    if isinstance(value, str):
        was = claim.time
        if was is None:
            return TimeExpression("", claim.trigger.start, claim.trigger.start, value)
        return replace(was, value=value)
    return TimeExpression(value["text"], int(value["start"]), int(value["end"]), value.get("value"))


def _argument(a: Mapping[str, Any]) -> Argument:
    return Argument(Role(a["role"]), a["text"], int(a["start"]), int(a["end"]), a.get("entity") or a["text"])


def _mention(s: Mapping[str, Any]) -> Mention:
    return Mention(s["text"], int(s["start"]), int(s["end"]), s.get("entity") or s["text"])


Refs = tuple[tuple[PlaceRef, ...], tuple[ActorRef, ...], tuple[ActorRef, ...]]


def fixed(
    review: Review, places: tuple[PlaceRef, ...], actors: tuple[ActorRef, ...], speakers: tuple[ActorRef, ...]
) -> Refs:
    """The resolutions with one fix: every mention of `value["text"]` (at `value["start"]`, if given) set to the fix."""
    value = review.value
    words, start = fold(value["text"]), value.get("start")
    why = f"fixed by {review.by}"

    def meant(ref: PlaceRef | ActorRef) -> bool:
        return fold(ref.text) == words and start in (None, ref.span.start)

    if "place" in value:
        spot = None if value["place"] is None else place_from(value["place"])
        places = tuple(replace(p, place=spot, score=1.0, why=why) if meant(p) else p for p in places)
        return places, actors, speakers
    who = value["actor"]

    def named(ref: ActorRef) -> ActorRef:
        return replace(
            ref,
            actor=who["actor"],
            name=who["name"],
            kind=ActorKind(who.get("kind", ref.kind)),
            side=who.get("side"),
            backer=who.get("backer"),
            score=1.0,
            why=why,
        )

    return (
        places,
        tuple(named(a) if meant(a) else a for a in actors),
        tuple(named(a) if meant(a) else a for a in speakers),
    )
