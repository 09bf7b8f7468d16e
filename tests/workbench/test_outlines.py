"""Outlines must say what the claims themselves say, whatever people decided in between."""

from __future__ import annotations

from pathlib import Path

import fogline
from fogline.desk import Desk
from fogline.ledger import ClaimQuery
from fogline.ledger.outlines import ids, outlines


def said(desk: Desk) -> list[tuple[object, ...]]:
    """The same, asked the long way."""
    found = desk.ledger.weighed(ClaimQuery(include_rejected=True))
    return [
        (
            w.entry.id,
            str(w.entry.claim.type),
            str(w.entry.claim.mood),
            str(w.entry.claim.certainty),
            str(w.entry.claim.polarity),
            w.entry.valid.start.toordinal() if w.entry.valid and w.entry.valid.start else None,
            w.entry.valid.end.toordinal() if w.entry.valid and w.entry.valid.end else None,
            w.entry.reviewed,
            w.entry.report,
            tuple(p.place for p in w.entry.places if p.place),
            tuple((a.actor, a.name, str(a.kind), a.side, a.role and str(a.role)) for a in w.entry.actors),
            (w.origin.source, w.origin.source_name, w.origin.named, w.origin.statement),
        )
        for w in found
    ]


def outlined(desk: Desk) -> list[tuple[object, ...]]:
    return [
        (
            *(*o[:7], o.status, o.report, o.places),
            tuple((p.id, p.name, p.kind, p.side, p.role) for p in o.parties),
            tuple(o[12:]),
        )
        for o in outlines(desk.ledger)
    ]


def test_outlines_say_what_the_claims_say(own_ledger: Path) -> None:
    with fogline.open(own_ledger, create=False) as desk:
        assert outlined(desk) == said(desk)


def test_outlines_follow_reviews_corrections_splits_and_additions(own_ledger: Path) -> None:
    with fogline.open(own_ledger, create=False) as desk:
        first, second, third, fourth = (c.id for c in desk.claims()[:4])
        desk.review(first, "reject", by="A. Editor")
        desk.correct(second, "mood", "conditional", by="A. Editor")
        desk.review(third, "split-origin", by="A. Editor")
        desk.review(fourth, "accept", by="A. Editor")
        desk.review(fourth, "undo", by="A. Editor")
        text = desk.report(desk.claim(first).report.id).text
        start = text.index(" ", 20) + 1
        end = start + len(text[start:].split()[0])
        added = {"report": desk.claim(first).report.id, "trigger": {"start": start, "end": end}, "type": "visit"}
        desk.add_claim(added, by="A. Editor")
        found = outlined(desk)
        assert found == said(desk)
        assert {o[7] for o in found} >= {"rejected", "corrected", "added"}


def test_ids_are_those_of_the_claims_in_the_same_order(example_ledger: Path) -> None:
    with fogline.open(example_ledger, create=False) as desk:
        for query in (ClaimQuery(), ClaimQuery(text="withdrawal"), ClaimQuery(moods=("planned",), limit=5)):
            found = ids(desk.ledger, query)
            assert found
            assert found == [c.id for c in desk.ledger.claims(query)]
