"""What weighing hands over: candidates by block, origins, events, and links that a later run replaces."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fogline.claims import Link, LinkKind, Mood, Origin
from fogline.errors import LedgerError
from fogline.ledger import ClaimQuery, Ledger, Weighing, new_review

from .world import made


def of(claim: str, source: str = "s") -> Origin:
    return Origin(claim, source, source.title(), f"{source}/1", share=0.75, why="because")


def test_a_claim_nobody_weighed_has_its_own_report_as_origin(ledger: Ledger) -> None:
    ledger.add([made(1, 2)])
    one = ledger.weighed()[0]
    assert one.origin.source_name == "The Wire"
    assert one.origin.why == "not weighed yet"
    assert {c.id for c in ledger.unweighed()} == {w.entry.id for w in ledger.weighed()}


def test_what_weighing_found_comes_back(ledger: Ledger) -> None:
    ledger.add([made(1, 3), made(2, 3)])
    a, b, c, *_ = (x.id for x in ledger.claims())
    link = Link(LinkKind.HARDENS, a, b, "mood", "planned, then done", 0.5)
    blocks = {a: frozenset({"k", "l"}), b: frozenset({"l"}), c: frozenset[str]()}
    run = Weighing((of(a), of(b, "t"), of(c)), {a: "e1", b: "e1"}, (link,), blocks)
    assert ledger.add_weighing(run, "w1") == 1
    assert ledger.add_weighing(run, "w1") == 0
    found = {w.entry.id: w for w in ledger.candidates(["l", "nothing"])}
    assert set(found) == {a, b}
    assert found[a].origin == of(a)
    assert (found[a].event, found[a].links, found[b].links) == ("e1", (link,), (link,))
    assert {w.entry.id for w in ledger.sharing(statements=["t/1"])} == {b}
    assert {w.entry.id for w in ledger.sharing(events=["e1"])} == {a, b}
    assert len(ledger.unweighed()) == 3
    assert ledger.find(link.id[:12]) == ("link", link.id)


def test_a_later_run_replaces_what_was_said_of_its_claims_only(ledger: Ledger) -> None:
    ledger.add([made(1, 4)])
    a, b, c, d = (x.id for x in ledger.claims())
    first, second = Link(LinkKind.COPIES, a, b), Link(LinkKind.UPDATES, c, d)
    everyone = {x: frozenset({"k" + x}) for x in (a, b, c, d)}
    ledger.add_weighing(Weighing(tuple(map(of, everyone)), {}, (first, second), everyone), "w1")
    ledger.add_weighing(Weighing((of(a, "other"),), {b: "e2"}, (), {a: frozenset({"new"})}), "w2")
    assert ledger.links() == [second]
    assert ledger.candidates([f"k{a}"]) == []
    assert ledger.candidates(["new"])[0].origin.source == "other"
    assert ledger.weighed_by_id([b])[0].event == "e2"
    assert ledger.weighed_by_id([b])[0].origin == of(b)


def test_a_changed_claim_waits_to_be_weighed_again(ledger: Ledger) -> None:
    report, reading, resolutions = made(1, 3)
    ledger.add([(report, reading, resolutions)])
    ids = [c.id for c in ledger.claims()]
    ledger.add_weighing(Weighing(tuple(map(of, ids)), {}, (), {i: frozenset() for i in ids}), "w1")
    assert ledger.unweighed() == []
    ledger.review(new_review(ids[0], "correct", by="Ana", field="mood", value="predicted"))
    assert [c.id for c in ledger.unweighed()] == [ids[0]]
    ledger.review(new_review(ids[0], "reject", by="Ana"))
    assert ledger.unweighed() == []
    newer = replace(reading, version="2", claims=tuple(replace(c, mood=Mood.PLANNED) for c in reading.claims))
    ledger.add([(report, newer, resolutions)])
    assert {c.id for c in ledger.unweighed()} == set(ids[1:])


def test_links_to_claims_that_do_not_stand_are_not_shown(ledger: Ledger) -> None:
    ledger.add([made(1, 2, published=date(2017, 6, 1)), made(2, 2, published=date(2017, 8, 1))])
    a = next(c.id for c in ledger.claims() if c.report.name == "r1")
    b = next(c.id for c in ledger.claims() if c.report.name == "r2")
    link = Link(LinkKind.CORROBORATES, a, b)
    ledger.add_weighing(Weighing((of(a), of(b)), {}, (link,), {a: frozenset(), b: frozenset()}), "w1")
    early = ClaimQuery(as_known_on=date(2017, 7, 1))
    assert [w.links for w in ledger.weighed(early) if w.entry.id == a] == [()]
    assert ledger.links(as_known_on=date(2017, 7, 1)) == []
    ledger.review(new_review(b, "reject", by="Ana"))
    assert ledger.links() == []


def test_a_weighing_of_unknown_claims_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="does not have"):
        ledger.add_weighing(Weighing((of("0" * 64),), {}, (), {"0" * 64: frozenset()}), "w1")
