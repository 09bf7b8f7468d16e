"""Decisions and links as records: reviews, publishers, redactions, weighings, and what they look like in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fogline.claims import (
    ActorRef,
    Claim,
    ClaimType,
    Link,
    LinkKind,
    Origin,
    Place,
    PlaceRef,
    Resolution,
    Review,
    ReviewAction,
    Span,
    canonical_json,
    claim_key,
    digest,
)
from fogline.ledger.bodies import claim_body, place_body, place_from, resolution_body
from fogline.ledger.decode import Refs, refs_from


def review_body(review: Review) -> str:
    return canonical_json(
        {
            "subject": review.subject,
            "action": str(review.action),
            "field": review.field,
            "value": review.value,
            "by": review.by,
            "at": _utc(review.at),
            "note": review.note,
        }
    )


def review_from(id_: str, body: str) -> Review:
    b = json.loads(body)
    at = datetime.fromisoformat(b["at"])
    return Review(id_, b["subject"], ReviewAction(b["action"]), b["field"], b["value"], b["by"], at, b["note"])


def new_review(
    subject: str,
    action: ReviewAction | str,
    *,
    by: str,
    field: str | None = None,
    value: Any = None,
    note: str | None = None,
    at: datetime | None = None,
) -> Review:
    """A review with its id: the hash of all that it says, so that the same word sent twice is one record."""
    review = Review("", subject, ReviewAction(action), field, value, by, at or datetime.now(UTC), note)
    return replace(review, id=review_id(review))


def review_id(review: Review) -> str:
    return digest(json.loads(review_body(review)))


def _utc(at: datetime) -> str:
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


# Values of reviews -------------------------------------------------------------------------------------------------


def added_claim(claim: Claim, resolution: Resolution | None = None) -> dict[str, Any]:
    """The value of a review that adds a claim: the claim, its report and what its names stand for."""
    return {
        "report": claim.report,
        "claim": json.loads(claim_body(claim)),
        "resolution": resolution_value(
            resolution.places if resolution else (),
            resolution.actors if resolution else (),
            resolution.speakers if resolution else (),
        ),
    }


def place_fix(text: str, place: Place | None, start: int | None = None) -> dict[str, Any]:
    """The value of a review that says where the mention `text` lies; None for "not known"."""
    return {"text": text, "place": None if place is None else place_body(place)} | (
        {} if start is None else {"start": start}
    )


def actor_fix(ref: ActorRef, text: str, start: int | None = None) -> dict[str, Any]:
    """The value of a review that says whom the mention `text` stands for."""
    who = {"actor": ref.actor, "name": ref.name, "kind": str(ref.kind), "side": ref.side, "backer": ref.backer}
    return {"text": text, "actor": who} | ({} if start is None else {"start": start})


def link_value(link: Link) -> dict[str, Any]:
    """A link as records keep it, and the value of a review that adds one."""
    return {
        "kind": str(link.kind),
        "a": link.a,
        "b": link.b,
        "field": link.field,
        "why": link.why,
        "score": link.score,
    }


def link_from(value: Mapping[str, Any]) -> Link:
    return Link(
        LinkKind(value["kind"]),
        value["a"],
        value["b"],
        value.get("field"),
        value.get("why", ""),
        value.get("score", 1.0),
    )


def resolution_value(
    places: Sequence[PlaceRef], actors: Sequence[ActorRef], speakers: Sequence[ActorRef]
) -> dict[str, Any]:
    """Resolutions with their places written out, for values that must stand on their own."""
    held: dict[str, Place] = {}

    def name(place: Place) -> str:
        held[str(len(held))] = place
        return str(len(held) - 1)

    body: dict[str, Any] = json.loads(
        resolution_body(Resolution("", "", tuple(places), tuple(actors), tuple(speakers)), name)
    )
    for ref in body["places"]:
        if ref["place"] is not None:
            ref["place"] = place_body(held[ref["place"]])
    return body


def resolution_of(value: Mapping[str, Any]) -> Refs:
    """What `resolution_value` wrote."""
    return refs_from(value, place_from)


def origin_body(origin: Origin) -> str:
    return canonical_json(
        {
            "source": origin.source,
            "source_name": origin.source_name,
            "statement": origin.statement,
            "named": origin.named,
            "relay": origin.relay,
            "via": origin.via,
            "share": origin.share,
            "why": origin.why,
        }
    )


def origin_from(claim: str, body: str) -> Origin:
    b = json.loads(body)
    return Origin(
        claim,
        b["source"],
        b["source_name"],
        b["statement"],
        b["named"],
        b["relay"],
        b["via"],
        b["share"],
        b["why"],
    )


def added_key(value: Mapping[str, Any]) -> str:
    """The key of a claim that a review adds."""
    claim = value["claim"]
    trigger = claim["trigger"]
    return claim_key(value["report"], Span(trigger["start"], trigger["end"]), ClaimType(claim["type"]))
