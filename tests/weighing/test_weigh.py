"""The whole room: order, increments, blocks, bad input, grades."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

import pytest

from fogline.claims import Link, LinkKind, ReportKind, Weighed
from fogline.weighing import Publisher, block_keys, explain, grade, weigh, weigh_all, weighed

from .conftest import Press
from .test_links import OBSERVATORY, holds, killed, lead_over_quotation


def crowd(press: Press) -> None:
    """A small war: a dozen claims that link in several ways."""
    for i, (source, number) in enumerate(
        [(OBSERVATORY, "18"), ("Harra council", "31"), ("SANA", "18"), (OBSERVATORY, "22")]
    ):
        killed(press, source, number, publisher=f"Paper {i}", published=f"2017-10-0{3 + i // 3}")
    holds(press, "army", "Post")
    holds(press, "rebels", "Star")
    holds(press, "rebels", "Sun", "capture", time="2017-10-02")
    lead_over_quotation(press, "planned", ("a new report",))


def test_order_of_the_input_changes_nothing(press: Press) -> None:
    crowd(press)
    wanted = press.weigh()
    rng = random.Random(7)
    for _ in range(5):
        shuffled = list(press.claims)
        rng.shuffle(shuffled)
        assert weigh_all(shuffled, press.text_of) == wanted


def test_nothing_to_weigh(press: Press) -> None:
    found = press.weigh()
    assert (found.origins, found.links, dict(found.blocks)) == ((), (), {})


class Shelf:
    """What a ledger does between two weighings."""

    def __init__(self) -> None:
        self.weighed: dict[str, Weighed] = {}
        self.keys: dict[str, set[str]] = defaultdict(set)

    def candidates(self, keys: Collection[str]) -> list[Weighed]:
        return [self.weighed[c] for c in sorted({c for k in keys for c in self.keys[k]})]

    def keep(self, press: Press, result: object, claims: list) -> None:  # type: ignore[type-arg]
        for w in weighed(claims, result):  # type: ignore[arg-type]
            self.weighed[w.entry.id] = w
        for claim, keys in result.blocks.items():  # type: ignore[attr-defined]
            for key in keys:
                self.keys[key].add(claim)


def test_report_by_report_finds_the_same_disputes_and_hardenings(press: Press) -> None:
    crowd(press)
    at_once = press.weigh()
    shelf, links = Shelf(), set()
    by_report: dict[str, list] = defaultdict(list)  # type: ignore[type-arg]
    for c in press.claims:
        by_report[c.report.id].append(c)
    for claims in by_report.values():
        result = weigh(claims, press.text_of, shelf.candidates, {})
        shelf.keep(press, result, claims)
        links |= {k.id for k in result.links}
    firm = {k.id for k in at_once.links if k.kind in (LinkKind.CONTRADICTS, LinkKind.HARDENS)}
    assert firm <= links
    assert {o.claim: o.source for o in at_once.origins} == {c: w.origin.source for c, w in shelf.weighed.items()}


def test_every_weighed_claim_has_origin_event_and_blocks(press: Press) -> None:
    crowd(press)
    found = press.weigh()
    ids = {c.id for c in press.claims}
    assert {o.claim for o in found.origins} == ids == set(found.blocks) == set(found.events)


def test_rejected_claims_take_no_part(press: Press) -> None:
    crowd(press)
    press.claims = [replace(c, reviewed="rejected") for c in press.claims]
    assert press.weigh().origins == ()


def test_claims_of_one_place_and_week_share_a_block(press: Press) -> None:
    a, b = holds(press, "army", "Post"), holds(press, "rebels", "Star")
    assert block_keys(a) & block_keys(b)
    c = holds(press, "army", "Sun", published="2019-01-01")
    assert not block_keys(a) & block_keys(c)


@pytest.mark.parametrize("place", [None, "Nowhere", "An Unknown Hamlet", "Syria", "Zubair province"])
@pytest.mark.parametrize("published", [None, "2017-10-03"])
@pytest.mark.parametrize("kind", [None, ReportKind.TERTIARY])
def test_missing_places_days_and_publishers_do_no_harm(
    press: Press, place: str | None, published: str | None, kind: ReportKind | None
) -> None:
    for publisher in (None, "Post"):
        head = press.report(f"{publisher}: army units struck {place} and rebels left.", publisher, published, kind)
        press.claim(head, "struck", "strike", actor="army", place=place)
        press.claim(head, "left", "withdraw", actor="rebels")
    found = press.weighed()
    assert len(found) == 4
    assert not [k for w in found.values() for k in w.links if k.kind in (LinkKind.CONTRADICTS, LinkKind.CORROBORATES)]


def test_far_places_are_two_events_and_days_apart_too(press: Press) -> None:
    a = killed(press, OBSERVATORY, "20")
    b = killed(press, OBSERVATORY, "20", place="Sabkha", publisher="Star")
    c = killed(press, OBSERVATORY, "20", publisher="Sun", published="2017-12-03", time="2017-12-03")
    events = press.weigh().events
    assert len({events[a.id], events[b.id], events[c.id]}) == 3


def test_explain_says_why(press: Press) -> None:
    a, b = killed(press, OBSERVATORY, "20"), killed(press, OBSERVATORY, "20", publisher="Star")
    far = holds(press, "army", "Sun")
    found = press.weighed()
    same = explain(found[a.id], found[b.id], press.text_of)
    assert same.same_event
    assert same.same_source
    assert "same place" in same.why
    assert "cannot be about one event" in explain(found[a.id], found[far.id], press.text_of).why


# grades


def test_grades_count_sources_not_reports(press: Press) -> None:
    for publisher in ("Post", "Star", "Sun"):
        killed(press, OBSERVATORY, "20", publisher=publisher)
    found = grade(list(press.weighed().values()), {})
    assert (str(found), found.by_rule) == ("F3", True)
    assert found.why.startswith("by rule")


def test_a_second_source_raises_and_a_dispute_lowers(press: Press) -> None:
    killed(press, OBSERVATORY, "20")
    killed(press, "Harra council", "20", publisher="Star")
    assert grade(list(press.weighed().values()), {}).digit == 2
    killed(press, "SANA", "45", publisher="Sun")
    two = [w for w in press.weighed().values() if w.origin.source_name != "SANA"]
    assert grade(two, {}).digit == 4


def test_two_named_sources_one_at_first_hand_confirm(press: Press) -> None:
    killed(press, OBSERVATORY, "20", publisher=OBSERVATORY)
    killed(press, "Harra council", "20", publisher="Star")
    assert grade(list(press.weighed().values()), {}).digit == 1


@pytest.mark.parametrize(
    ("mood", "certainty", "digit"), [("planned", "certain", 6), ("actual", "possible", 4), ("actual", "unknown", 6)]
)
def test_what_is_not_put_as_fact(press: Press, mood: str, certainty: str, digit: int) -> None:
    head = press.report("The army took Harra.")
    press.claim(head, "took", "capture", actor="army", place="Harra", mood=mood, certainty=certainty)
    assert grade(list(press.weighed().values()), {}).digit == digit


def test_taken_back_is_improbable(press: Press) -> None:
    entry = holds(press, "army", "Post")
    (w,) = press.weighed().values()
    back = Link(LinkKind.RETRACTS, entry.id, "0" * 64)
    assert grade([replace(w, links=(back,))], {}).digit == 5


def test_the_letter_is_the_users_and_f_until_set(press: Press) -> None:
    killed(press, OBSERVATORY, "20")
    group = list(press.weighed().values())
    assert grade(group, {}).letter == "F"
    assert grade(group, {OBSERVATORY: Publisher(OBSERVATORY, reliability="C")}).letter == "C"
    assert grade([], {}).digit == 6
