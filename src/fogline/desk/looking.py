"""Looking things up: places, parties, claims and reports by what a user calls them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from fogline.claims import Certainty, ClaimType, LedgerClaim, Mood, Report, ReportKind
from fogline.desk import lookup, merging
from fogline.desk.lookup import day
from fogline.errors import QuestionError
from fogline.ledger import ClaimQuery
from fogline.ledger.outlines import ids

if TYPE_CHECKING:
    from fogline.desk.desk import Desk

#: Code points of context shown on either side of a claim's evidence.
CONTEXT = 160


def place(desk: Desk, name: str) -> lookup.Found:
    """The place that a name means, and others of that name."""
    spoken_of = desk.ledger.places()
    exact = next((p for p in spoken_of if p.id == name), None)  # of a pack that is not loaded now, perhaps
    return lookup.Found(exact, ()) if exact is not None else lookup.place(desk.atlas, name, spoken_of)


def find(desk: Desk, name: str) -> tuple[str, str]:
    """What an id, its first characters or a report's name stands for: ("claim" | "report" | "link", id)."""
    named = desk.ledger.reports_named(name)
    if len(named) == 1:
        return "report", named[0]
    if len(named) > 1:
        raise QuestionError(f"{name}: {len(named)} reports have that name; give an id: " + ", ".join(named)[:200])
    found = desk.ledger.find(name)
    return found.kind, found.id


def claim(desk: Desk, id_: str) -> LedgerClaim:
    return desk.ledger.claim(id_)


def report(desk: Desk, id_: str) -> Report:
    return desk.ledger.report(id_)


def report_id(desk: Desk, name: str) -> str:
    """The id of the report that an id, its first characters or a name stands for."""
    kind, id_ = desk.find(name)
    if kind != "report":
        raise QuestionError(f"{name} is a {kind}; give a report's id or name")
    return id_


def text_of(desk: Desk, report: str) -> str:
    """The stored text of a report; empty where it was redacted."""
    return desk.ledger.text(report)


def words(desk: Desk, entry: LedgerClaim) -> str:
    """The verbatim words of a claim's evidence, white space closed up."""
    return words_in(desk.text_of(entry.report.id), entry)


def words_in(text: str, entry: LedgerClaim) -> str:
    """The same, from the text of its report."""
    return " ".join(entry.claim.evidence.of(text).split()) or "(redacted)"


def context(desk: Desk, entry: LedgerClaim) -> tuple[str, str, str]:
    """The evidence with what stands before and after it."""
    return context_in(desk.text_of(entry.report.id), entry)


def context_in(text: str, entry: LedgerClaim) -> tuple[str, str, str]:
    """The same, from the text of its report."""
    span = entry.claim.evidence
    return text[max(0, span.start - CONTEXT) : span.start], span.of(text), text[span.end : span.end + CONTEXT]


def history(desk: Desk, id_: str) -> list[dict[str, Any]]:
    """What was recorded of a claim or report, oldest first."""
    return [
        {"at": past.recorded.isoformat(timespec="seconds"), "kind": past.kind, "by": past.by, "what": past.words}
        for past in desk.ledger.history(id_)
    ]


def claims(
    desk: Desk,
    *,
    place: str | None = None,
    actor: str | None = None,
    types: Sequence[str] | None = None,
    source: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    moods: Sequence[str] | None = None,
    certainties: Sequence[str] | None = None,
    text: str | None = None,
    report: str | None = None,
    as_known_on: str | date | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> list[LedgerClaim]:
    """Claims that fit, in order of valid time; undated ones last."""
    return desk.ledger.claims(
        ClaimQuery(
            places=(desk.place(place).place.id,) if place else (),
            actors=_actor_ids(desk, actor) if actor else (),
            types=lookup.words(ClaimType, types, "type"),
            moods=lookup.words(Mood, moods, "mood"),
            certainties=lookup.words(Certainty, certainties, "certainty"),
            sources=(*_actor_ids(desk, source), source) if source else (),
            since=day(since),
            until=day(until, last=True),
            text=text,
            report=desk.report_id(report) if report else None,
            as_known_on=day(as_known_on, last=True),
            limit=limit,
            after=after,
        )
    )


def search(desk: Desk, words: str, limit: int | None = None) -> list[str]:
    """Ids of claims whose sentence holds the words, the most recently recorded first."""
    return ids(desk.ledger, ClaimQuery(text=words, limit=limit))


def actor(desk: Desk, name: str) -> Any:
    """The actor of that name: as the atlas lists it, else as reports alone have it, else the likeliest."""
    found = desk.atlas.find_actor(name)
    if found and found[0].why == "name":
        return found[0].actor
    unknown = merging.named(desk.ledger, name)
    if unknown is not None:
        return desk.atlas.actor(unknown[0]) or merging.Unknown(*unknown)
    return found[0].actor if found else None


def side(desk: Desk, name: str) -> Any:
    """The side that a name means, or that an actor of that name is on; an actor without one is its own side."""
    side = desk.atlas.sides.find(name)
    if side is not None:
        return side
    actor = desk.actor(name)
    if actor is None:
        raise QuestionError(f"{name}: no such side; `fogline sides` lists them")
    return desk.atlas.sides.of(actor.id, None) or actor


def newest_day(desk: Desk, known: date | None = None) -> date | None:
    """The newest day on which anything was reported, by `known`.

    The day of an encyclopaedia's page is no news: it counts only where there is nothing else.
    """
    heads = [h for h in desk.ledger.reports() if h.published and (known is None or h.published <= known)]
    news = [h for h in heads if h.kind is not ReportKind.TERTIARY] or heads
    return max((h.published for h in news if h.published), default=None)


def side_names(desk: Desk) -> dict[str, str]:
    """Names of the sides that packs know, by id."""
    return {side.id: side.name for side in desk.atlas.sides.all()}


def _actor_ids(desk: Desk, name: str) -> tuple[str, ...]:
    found = desk.actor(name)
    return (found.id,) if found is not None else (name,)
