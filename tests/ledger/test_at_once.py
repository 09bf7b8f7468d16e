"""What is read for many claims at once says what the claims say one by one, on both stores."""

from __future__ import annotations

from datetime import date

from fogline.claims import Link, LinkKind, Origin, ReviewAction
from fogline.ledger import ClaimQuery, Ledger
from fogline.ledger.outlines import outlines
from fogline.ledger.records import new_review
from fogline.ledger.renewed import Marked, renewed
from fogline.ledger.texts import texts
from fogline.ledger.weighing_records import Weighing
from tests.ledger.world import made

EVERY = ClaimQuery(include_rejected=True)


def weigh(ledger: Ledger, kind: LinkKind, *, source: str) -> None:
    """One source for the first three claims, with links from the third to the first and from there to the second."""
    a, b, c = (claim.id for claim in ledger.claims()[:3])
    origins = tuple(Origin(id_, source, source.title(), f"{source}/1") for id_ in (a, b, c))
    links = (Link(LinkKind.CORROBORATES, c, a), Link(kind, a, b))
    ledger.add_weighing(Weighing(origins, {b: "e1"}, links, {id_: frozenset("k") for id_ in (a, b, c)}), "w1")


def test_texts_are_those_of_the_reports(ledger: Ledger) -> None:
    made_up = [made(n) for n in range(3)]
    ledger.add(made_up)
    ledger.redact(made_up[1][0].id, "a name in it")
    ids = [report.id for report, _, _ in made_up]
    assert texts(ledger, [*ids, ids[0], "ab" * 32]) == {id_: ledger.text(id_) for id_ in ids}
    assert texts(ledger, [ids[1]]) == {ids[1]: ""}
    assert texts(ledger, []) == {}


def test_outlines_name_parties_places_and_origins(ledger: Ledger) -> None:
    ledger.add([made(n, published=date(2017, 6, 1) if n % 2 else None) for n in range(4)])
    weigh(ledger, LinkKind.CONTRADICTS, source="monitor")
    ledger.review(new_review(ledger.claims()[1].id, ReviewAction.REJECT, by="Ana"))
    weighed = ledger.weighed(EVERY)
    assert {w.origin.source for w in weighed} > {"monitor"}
    assert [
        (o.id, o.status, o.report, o.places, [(p.id, p.name, p.side) for p in o.parties], o.source, o.statement)
        for o in outlines(ledger)
    ] == [
        (
            *(w.entry.id, w.entry.reviewed, w.entry.report),
            tuple(ref.place for ref in w.entry.places if ref.place is not None),
            [(a.actor, a.name, a.side) for a in w.entry.actors],
            *(w.origin.source, w.origin.statement),
        )
        for w in weighed
    ]


def test_a_claim_has_its_links_in_one_order_whatever_it_is_asked_with(ledger: Ledger) -> None:
    ledger.add([made(n) for n in range(3)])
    weigh(ledger, LinkKind.CONTRADICTS, source="monitor")
    together = ledger.weighed(EVERY)
    assert max(len(w.links) for w in together) == 2
    assert together == [w for one in together for w in ledger.weighed_by_id([one.entry.id])]


def test_renewed_claims_are_those_of_the_ledger_and_only_what_changed_is_read(ledger: Ledger) -> None:
    ledger.add([made(n) for n in range(4)])
    held: dict[int, Marked] = {}

    def renew() -> set[str]:
        """Renew, hold against the ledger; the claims that were read."""
        nonlocal held
        old = {id(m.weighed) for m in held.values()}
        held = renewed(ledger, EVERY, held)
        now = [m.weighed for m in held.values()]
        assert now == ledger.weighed(EVERY)
        return {w.entry.id for w in now if id(w) not in old}

    every = {claim.id for claim in ledger.claims()}
    first, second, third, fourth = (claim.id for claim in ledger.claims()[:4])
    assert renew() == every
    assert renew() == set()
    weigh(ledger, LinkKind.CONTRADICTS, source="monitor")
    assert renew() == {first, second, third}
    weigh(ledger, LinkKind.CONTRADICTS, source="ministry")  # the same links: no record, yet other origins
    assert renew() == {first, second, third}
    weigh(ledger, LinkKind.UPDATES, source="ministry")
    assert renew() == {first, second}
    ledger.review(new_review(fourth, ReviewAction.ACCEPT, by="Ana"))
    assert renew() == {fourth}
    ledger.review(new_review(second, ReviewAction.REJECT, by="Ana"))
    assert renew() == {first, second}  # the first loses its link with it
    ledger.rebuild_projections()
    renew()
    ledger.review(new_review(fourth, ReviewAction.REJECT, by="Ana"))
    assert fourth in renew()
