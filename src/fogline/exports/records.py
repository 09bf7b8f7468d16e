"""A claim as one JSON record: the form of `fogline claims --json`, the HTTP API and the exports."""

from __future__ import annotations

from typing import Any

from fogline import wording
from fogline.claims import ActorRef, LedgerClaim, PlaceRef, ReportHead
from fogline.codebook import to_codebook


def report_record(head: ReportHead) -> dict[str, Any]:
    """The report of a claim: id, name, title, publisher, url and ISO publication date or null."""
    return {
        "id": head.id,
        "name": head.name,
        "title": head.title,
        "publisher": head.publisher,
        "url": head.url,
        "published": head.published.isoformat() if head.published else None,
    }


def place_record(ref: PlaceRef) -> dict[str, Any]:
    """A place mention: id, name and coordinates are null where the place is not known; an area has no pin."""
    place = ref.place
    return {
        "id": place.id if place else None,
        "name": place.name if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "score": round(ref.score, 3),
        "text": ref.text,
        "start": ref.span.start,
        "end": ref.span.end,
        "role": str(ref.role) if ref.role else None,
        "relation": ref.relation,
        "level": str(place.level) if place else None,
        "geometry": str(place.geometry) if place else "none",
        "precision": ref.where_prec,
        "geo_precision": ref.geo_precision,
        "why": ref.why,
        "candidates": [{"id": i, "name": n, "score": round(s, 3)} for i, n, s in ref.candidates],
    }


def actor_record(ref: ActorRef) -> dict[str, Any]:
    """A party or a source: its id, name, kind and side as of the claim's day."""
    return {
        "id": ref.actor,
        "name": ref.name,
        "kind": str(ref.kind),
        "role": str(ref.role) if ref.role else "source",
        "side": ref.side,
        "backer": ref.backer,
        "score": round(ref.score, 3),
        "text": ref.text,
        "start": ref.span.start,
        "end": ref.span.end,
    }


def claim_record(entry: LedgerClaim) -> dict[str, Any]:
    """The codebook's fields and what the ledger adds: id, valid time, resolutions, scores, report, review."""
    claim = entry.claim
    valid = entry.valid
    return {
        **to_codebook(claim),
        "id": entry.id,
        "phase": str(claim.phase) if claim.phase else None,
        "words": wording.sentence(claim),
        "valid": None
        if valid is None
        else {
            "from": valid.start.isoformat() if valid.start else None,
            "to": valid.end.isoformat() if valid.end else None,
            "approximate": valid.approximate,
        },
        "places": [place_record(p) for p in entry.places],
        "actors": [actor_record(a) for a in entry.actors],
        "speakers": [actor_record(a) for a in entry.speakers],
        "score": round(claim.scores.claim, 3),
        "scores": {
            part: round(getattr(claim.scores, part), 3)
            for part in ("claim", "source", "certainty", "polarity", "mood", "time")
        },
        "reader": entry.reader,
        "recorded": entry.recorded.isoformat() if entry.recorded else None,
        "reviewed": entry.reviewed,
        "found_again": entry.found_again,
        "report": report_record(entry.report),
    }
