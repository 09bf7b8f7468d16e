"""Claims as FollowTheMoney statements: an event a claim, its parties, place and report, each value with its claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1

from fogline import wording
from fogline.claims import ActorKind, ActorRef, Role, Weighed
from fogline.exports.table import ExportInput, is_pin
from fogline.exports.tabular import write_csv

DATASET = "fogline"
#: The columns that `ftm` reads; `origin` carries the id of the claim.
COLUMNS = (
    "canonical_id",
    "entity_id",
    "prop",
    "schema",
    "value",
    "dataset",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "origin",
    "id",
)
_SCHEMAS = {
    ActorKind.STATE: "PublicBody",
    ActorKind.PERSON: "Person",
    ActorKind.UNKNOWN: "LegalEntity",
    ActorKind.DESCRIBED: "LegalEntity",
}
#: Not "not known": the model has no schema for a claim that did not happen, so these words are always kept beside it.
_STATUS = "{mood}, {certainty}, {polarity}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one property of one entity, by the word of one claim."""

    entity: str
    schema: str
    prop: str
    value: str
    claim: str
    seen: str | None

    def as_row(self) -> dict[str, str | None]:
        key = f"{DATASET}.{self.entity}.{self.prop}.{self.value}"
        return {
            "canonical_id": self.entity,
            "entity_id": self.entity,
            "prop": self.prop,
            "schema": self.schema,
            "value": self.value,
            "dataset": DATASET,
            "lang": None,
            "original_value": None,
            "external": "f",
            "first_seen": self.seen,
            "last_seen": self.seen,
            "origin": self.claim,
            "id": sha1(key.encode("utf-8", "replace"), usedforsecurity=False).hexdigest(),
        }


def ftm(given: ExportInput) -> str:
    """Statements as CSV. A value that several claims give has a row for each of them."""
    rows = dict.fromkeys(statement for w in given.ordered for statement in _statements(w, given))
    return write_csv(COLUMNS, (statement.as_row() for statement in rows))


def _statements(w: Weighed, given: ExportInput) -> Iterator[Statement]:
    entry, claim = w.entry, w.entry.claim
    seen = entry.report.published.isoformat() if entry.report.published else None

    def make(entity: str, schema: str, **values: object) -> Iterator[Statement]:
        yield Statement(entity, schema, "id", entity, entry.id, seen)
        for prop, value in values.items():
            for one in value if isinstance(value, (list, tuple)) else (value,):
                if one not in (None, ""):
                    yield Statement(entity, schema, prop, str(one), entry.id, seen)

    event, article = f"fogline-claim-{entry.id}", f"fogline-report-{entry.report.id}"
    report = given.reports.get(entry.report.id)
    address = entry.report.url if (entry.report.url or "").startswith(("http://", "https://")) else None
    parties = [a for a in entry.actors if a.role in (Role.ACTOR, Role.TARGET)]
    valid = entry.valid
    one_day = valid is not None and valid.start is not None and valid.start == valid.end
    yield from make(
        event,
        "Event",
        name=wording.sentence(claim),
        date=valid.start if one_day and valid else None,
        startDate=valid.start if valid and not one_day else None,
        endDate=valid.end if valid and not one_day else None,
        location=[ref.place.name if ref.place else ref.text for ref in entry.places],
        country=sorted({ref.place.country.lower() for ref in entry.places if ref.place and ref.place.country}),
        address=[ref.place.name for ref in entry.places if ref.place],
        addressEntity=[_place_id(ref.place.id) for ref in entry.places if ref.place],
        involved=[_actor_id(a) for a in parties],
        summary=" > ".join(s.entity for s in claim.sources)
        or f"{entry.report.publisher or entry.report.name} (own word)",
        keywords=[
            str(claim.type),
            _STATUS.format(mood=claim.mood, certainty=claim.certainty, polarity=claim.polarity),
        ],
        description=claim.evidence.of(report.text) if report else None,
        sourceUrl=address,
        publisher=entry.report.publisher,
        recordId=entry.id,
        proof=article,
    )
    yield from make(
        article,
        "Article",
        title=entry.report.title or entry.report.name,
        publisher=entry.report.publisher,
        publishedAt=entry.report.published,
        sourceUrl=address,
    )
    for actor in parties:
        yield from make(_actor_id(actor), _SCHEMAS.get(actor.kind, "Organization"), name=actor.name)
    for ref in entry.places:
        place = ref.place
        if place is not None:
            pin = is_pin(ref)
            yield from make(
                _place_id(place.id),
                "Address",
                full=place.name,
                country=place.country.lower() if place.country else None,
                latitude=place.lat if pin else None,
                longitude=place.lon if pin else None,
            )


def _actor_id(actor: ActorRef) -> str:
    return f"fogline-actor-{_safe(actor.actor)}"


def _place_id(place: str) -> str:
    return f"fogline-place-{_safe(place)}"


def _safe(id_: str) -> str:
    """An id in the letters that the model allows, with a digest so that no two ids meet."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in id_.lower()).strip("-")
    return plain if plain == id_ else f"{plain[:60]}-{sha1(id_.encode(), usedforsecurity=False).hexdigest()[:8]}"
