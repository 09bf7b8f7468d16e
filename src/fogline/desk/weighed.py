"""Claims with what weighing found: their links, origins and grades."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fogline import picture, weighing
from fogline.claims import Link, LinkKind, Place, Weighed
from fogline.desk import lookup
from fogline.desk.origins import by_source
from fogline.errors import NotFoundError
from fogline.ledger import ClaimQuery

if TYPE_CHECKING:
    from fogline.desk.desk import Desk

#: Digits of a whole id.
WHOLE = 64
#: Links in the order of a list of disputes.
ORDER = (
    LinkKind.RETRACTS,
    LinkKind.HARDENS,
    LinkKind.CONTRADICTS,
    LinkKind.UPDATES,
    LinkKind.SOFTENS,
    LinkKind.CORROBORATES,
    LinkKind.COPIES,
)


def about(desk: Desk, place: Place, at: str | datetime | None = None) -> list[Weighed]:
    """Claims that name a place or, where it is an area, a place within it."""
    ids = [p.id for p in desk.ledger.places() if p.id == place.id or picture.lies_within(p, place)]
    return desk.ledger.weighed(ClaimQuery(places=ids or (place.id,), as_recorded_at=lookup.moment(at)))


def link_kinds(desk: Desk, given: Sequence[str] | None) -> tuple[LinkKind, ...]:
    """The kinds of link that a user names."""
    return lookup.words(LinkKind, given, "kind")


def links(desk: Desk, *, place: str | None = None, kinds: Sequence[LinkKind] = ()) -> list[Link]:
    """Links between claims, all or those that touch a place; the gravest kinds first."""
    ids = None
    if place is not None:
        ids = [c.id for c in desk.ledger.claims(ClaimQuery(places=(desk.place(place).place.id,)))]
    found = desk.ledger.links(ids, kinds or None)
    # A headline that drops its attribution is common; a plan told as done is what one looks for.
    return sorted(
        found, key=lambda link: (ORDER.index(link.kind), link.field == "attribution", link.field or "", link.id)
    )


def links_of(desk: Desk, id_: str) -> list[Link]:
    """The links that a claim stands in."""
    return desk.ledger.links([id_])


def weighed_many(desk: Desk, ids: Sequence[str]) -> list[Weighed]:
    """Claims by id, whole or its first characters, each with its origin, event and links, in the order asked."""
    whole = [id_ if len(id_) == WHOLE else desk.ledger.find(id_).id for id_ in ids]
    found = {w.entry.id: w for w in desk.ledger.weighed_by_id(whole)}
    for id_ in whole:
        if id_ not in found:
            raise NotFoundError(f"no claim {id_} stands in {desk.ledger.where}")
    return [found[id_] for id_ in whole]


def weighed_of_report(desk: Desk, id_: str) -> list[Weighed]:
    """The claims of a report, rejected ones too, in the order of the text."""
    found = desk.ledger.weighed(ClaimQuery(report=id_, include_rejected=True))
    return sorted(found, key=lambda w: (w.entry.claim.trigger, w.entry.id))


def sharing_statements(desk: Desk, weighed: Sequence[Weighed]) -> list[Weighed]:
    """All claims that rest on the same statements as these, in whatever report."""
    return desk.ledger.sharing(statements={w.origin.statement for w in weighed})


def grade(desk: Desk, group: Sequence[Weighed]) -> weighing.Grade:
    """The grade of claims about one thing: source letter and information digit, by rule, with the reason."""
    return weighing.grade(group, desk.ledger.publishers())


def grades_of(desk: Desk, weighed: Sequence[Weighed]) -> list[weighing.Grade]:
    """The grade of each claim's event, in the same order; of the claim alone where it belongs to none."""
    events: dict[str, list[Weighed]] = {w.event: [] for w in weighed if w.event}
    for w in desk.ledger.sharing(events=events):
        events.setdefault(w.event or "", []).append(w)
    publishers = desk.ledger.publishers()
    grades = {event: weighing.grade(group, publishers) for event, group in events.items()}
    return [grades[w.event] if w.event else weighing.grade([w], publishers) for w in weighed]


def origins(desk: Desk, *, report: str | None = None, place: str | None = None) -> list[dict[str, Any]]:
    """Sources with their statements and the reports that carry them, own reports and relays apart."""
    if report is not None:
        weighed = desk.sharing_statements(desk.ledger.weighed(ClaimQuery(report=desk.report_id(report))))
    else:
        weighed = desk.ledger.weighed(ClaimQuery(places=(desk.place(place or "").place.id,)))
    return by_source(weighed)
