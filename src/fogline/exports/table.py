"""A claim as one flat row: what CSV, Parquet, GeoJSON and KML say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fogline import wording
from fogline.atlas.cameo import plover_sector
from fogline.claims import ActorRef, Geometry, PlaceRef, Report, Role, Weighed

Code = Callable[[ActorRef], str | None]


def _no_code(ref: ActorRef) -> None:
    """Without an atlas no actor has a code."""


@dataclass(frozen=True, slots=True)
class ExportInput:
    """What is handed on: claims with their origins and links, the reports they stand in, shapes of lines and areas.

    `reports` may lack a report that was redacted: its rows then carry no words. `shapes` are GeoJSON geometries by
    place id; a line or area without one has no geometry at all, never a pin. `code` gives an actor's CAMEO code.
    """

    weighed: Sequence[Weighed]
    reports: Mapping[str, Report]
    shapes: Mapping[str, Mapping[str, Any]]
    code: Code = _no_code

    @property
    def ordered(self) -> list[Weighed]:
        """By day of publication (undated last), report, place in the text: the same in every run."""
        return sorted(
            self.weighed,
            key=lambda w: (w.entry.report.published or date.max, w.entry.report.id, w.entry.claim.trigger, w.entry.id),
        )


#: Columns of a row, in order. Lists are lists in Parquet and JSON, joined by " | " in CSV.
COLUMNS = (
    "claim_id",
    "type",
    "words",
    "certainty",
    "polarity",
    "mood",
    "phase",
    "valid_from",
    "valid_to",
    "approximate",
    "time_text",
    "time_value",
    "sources",
    "origin",
    "relay",
    "statement",
    "event",
    "actors",
    "actor_ids",
    "actor_codes",
    "actor_sectors",
    "sides",
    "targets",
    "target_codes",
    "places",
    "place_ids",
    "lat",
    "lon",
    "where_prec",
    "geo_precision",
    "quantity",
    "score",
    "reviewed",
    "evidence",
    "evidence_start",
    "evidence_end",
    "trigger",
    "trigger_start",
    "trigger_end",
    "report_id",
    "report",
    "title",
    "publisher",
    "published",
    "url",
    "reader",
)


def row(w: Weighed, given: ExportInput) -> dict[str, Any]:
    """One claim, flat; days are `date`, absent things None.

    CAMEO codes ("SYRMIL") and PLOVER's sectors of them ("MIL") stand in the order of the ids, empty where none is:
    a described group has none, whoever backs it.
    """
    entry, claim, origin = w.entry, w.entry.claim, w.origin
    head = entry.report
    report = given.reports.get(head.id)
    doers = [a for a in entry.actors if a.role is Role.ACTOR]
    codes = [given.code(a) for a in doers]
    pin = next((ref for ref in entry.places if is_pin(ref)), None)
    first = next((ref for ref in entry.places if ref.where_prec is not None), None)
    values = {
        "claim_id": entry.id,
        "type": str(claim.type),
        "words": wording.sentence(claim),
        "certainty": str(claim.certainty),
        "polarity": str(claim.polarity),
        "mood": str(claim.mood),
        "phase": str(claim.phase) if claim.phase else None,
        "valid_from": entry.valid.start if entry.valid else None,
        "valid_to": entry.valid.end if entry.valid else None,
        "approximate": entry.valid.approximate if entry.valid else None,
        "time_text": claim.time.text if claim.time else None,
        "time_value": claim.time.value if claim.time else None,
        "sources": [s.entity for s in claim.sources],
        "origin": origin.source_name,
        "relay": origin.relay,
        "statement": origin.statement,
        "event": w.event,
        "actors": [a.name for a in doers] or _said(w, Role.ACTOR),
        "actor_ids": [a.actor for a in doers],
        "actor_codes": _coded(codes),
        "actor_sectors": _coded([plover_sector(code) for code in codes]),
        "sides": _once(a.side for a in doers if a.side),
        "targets": [a.name for a in entry.actors if a.role is Role.TARGET] or _said(w, Role.TARGET),
        "target_codes": _coded([given.code(a) for a in entry.actors if a.role is Role.TARGET]),
        "places": [ref.place.name if ref.place else ref.text for ref in entry.places],
        "place_ids": [ref.place.id for ref in entry.places if ref.place],
        "lat": pin.place.lat if pin and pin.place else None,
        "lon": pin.place.lon if pin and pin.place else None,
        "where_prec": (pin or first).where_prec if pin or first else None,  # type: ignore[union-attr]
        "geo_precision": (pin or first).geo_precision if pin or first else None,  # type: ignore[union-attr]
        "quantity": "; ".join(a.text for a in claim.roles(Role.QUANTITY)) or None,
        "score": round(claim.scores.claim, 3),
        "reviewed": entry.reviewed,
        "evidence": claim.evidence.of(report.text) if report else None,
        "evidence_start": claim.evidence.start,
        "evidence_end": claim.evidence.end,
        "trigger": claim.trigger_text,
        "trigger_start": claim.trigger.start,
        "trigger_end": claim.trigger.end,
        "report_id": head.id,
        "report": head.name,
        "title": head.title,
        "publisher": head.publisher,
        "published": head.published,
        "url": head.url,
        "reader": entry.reader,
    }
    return {column: values[column] for column in COLUMNS}


def is_pin(ref: PlaceRef) -> bool:
    """Whether a place may be drawn as a point: it is one, and somebody knows where."""
    place = ref.place
    return place is not None and place.geometry is Geometry.POINT and place.lat is not None and place.lon is not None


def geometry(ref: PlaceRef, shapes: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The GeoJSON geometry of a resolved place; None for a line or an area whose shape is not known."""
    place = ref.place
    if place is None:
        return None
    if is_pin(ref):
        return {"type": "Point", "coordinates": [place.lon, place.lat]}
    return shapes.get(place.id) if place.geometry is not Geometry.POINT else None


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """With days as ISO text, for JSON."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def _coded(codes: Sequence[str | None]) -> list[str]:
    """The codes in order, empty ones between them; none at all where no actor has one."""
    return [code or "" for code in codes] if any(codes) else []


def _said(w: Weighed, role: Role) -> list[str]:
    return _once(a.entity for a in w.entry.claim.roles(role))


def _once(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(v for v in values if v))
