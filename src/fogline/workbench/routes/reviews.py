"""A person's word: accept, reject, correct, undo, add."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from fogline.claims import Review
from fogline.workbench.models import ClaimIn, ReviewIn, ReviewOut
from fogline.workbench.refusals import REFUSALS
from fogline.workbench.routes.depends import Desk

router = APIRouter(tags=["reviews"], responses=REFUSALS)


@router.post("/reviews", response_model=ReviewOut, status_code=201)
def add_review(desk: Desk, review: ReviewIn) -> dict[str, Any]:
    """Append a review; nothing is overwritten, `undo` is a record of its own."""
    if review.action == "correct":
        done = desk.correct(review.subject, review.field or "", review.value, by=review.by, note=review.note)
    else:
        done = desk.review(review.subject, review.action, value=review.value, by=review.by, note=review.note)
    return record(done)


@router.post("/claims", response_model=ReviewOut, status_code=201)
def add_claim(desk: Desk, claim: ClaimIn) -> dict[str, Any]:
    """Add a claim that the reader missed, by its words in the report."""
    return record(desk.add_claim(claim.model_dump(exclude={"by", "note"}), by=claim.by, note=claim.note))


def record(review: Review) -> dict[str, Any]:
    """A review as JSON."""
    return {
        "id": review.id,
        "subject": review.subject,
        "action": str(review.action),
        "field": review.field,
        "by": review.by,
        "at": review.at.isoformat(),
        "note": review.note,
    }
