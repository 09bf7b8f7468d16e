"""Links: each kind where it must be, and where it must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fogline.claims import LedgerClaim, LinkKind, Place, PlaceLevel, PlaceRef, Role, Span
from fogline.weighing import weigh_all

from .conftest import PLACES, Press

OBSERVATORY = "Syrian Observatory for Human Rights"


def killed(
    press: Press, source: str, number: str, whom: str = "civilians", place: str = "Harra", **more: str
) -> LedgerClaim:
    publisher, day = more.get("publisher", "Post"), more.get("published", "2017-10-03")
    head = press.report(
        f"{publisher}. {source} said that jets killed {number} {whom} in {place} at the wells.", publisher, day
    )
    return press.claim(
        head, "killed", "casualties", actor="jets", target=whom, quantity=number, place=place, sources=[source],
        time=more.get("time", "2017-10-03"),
    )  # fmt: skip


def holds(press: Press, actor: str, publisher: str, type_: str = "hold", **more: str) -> LedgerClaim:
    verb = {"hold": "hold", "capture": "captured", "withdraw": "left"}[type_]
    head = press.report(
        f"{publisher}: {actor} {verb} {more.get('words', '')}Harra today.",
        publisher,
        more.get("published", "2017-10-03"),
    )
    return press.claim(
        head, verb, type_, actor=actor, place="Harra", time=more.get("time"), polarity=more.get("polarity", "positive")
    )


def only(press: Press, kind: str) -> tuple[str | None, str, str]:
    (link,) = press.links(kind)
    return link.field, link.a, link.b


# contradicts


def test_20_against_26_dead_is_a_dispute_with_its_range(press: Press) -> None:
    a, b = killed(press, OBSERVATORY, "20"), killed(press, "The ministry in Harra", "26", publisher="Star")
    (link,) = press.links("contradicts")
    assert link.field == "number"
    assert {link.a, link.b} == {a.id, b.id}
    assert "20 to 26" in link.why


@pytest.mark.parametrize(
    ("number", "whom", "place", "time"),
    [
        ("20", "civilians", "Harra", "2017-10-03"),  # agrees
        ("26", "civilians", "Sabkha", "2017-10-03"),  # another place
        ("26", "civilians", "Harra", "2017-09-21"),  # another day
        ("900", "civilians", "Harra", "2017-10-03"),  # another order of magnitude: no toll of one strike
        ("dozens of", "civilians", "Harra", "2017-10-03"),  # no number
    ],
)
def test_no_dispute_over_numbers(press: Press, number: str, whom: str, place: str, time: str) -> None:
    killed(press, OBSERVATORY, "20")
    killed(press, "The ministry in Harra", number, whom, place, publisher="Star", time=time)
    assert press.links("contradicts") == []


def test_one_source_does_not_dispute_itself(press: Press) -> None:
    killed(press, OBSERVATORY, "20")
    killed(press, OBSERVATORY, "26", publisher="Star")
    assert press.links("contradicts") == []


def test_three_printings_dispute_once(press: Press) -> None:
    for publisher in ("Post", "Star", "Sun"):
        killed(press, OBSERVATORY, "18", publisher=publisher)
    killed(press, "Residents of Harra", "45", publisher="Moon")
    assert len(press.links("contradicts")) == 1


def test_one_toll_at_two_places_far_apart_is_disputed_in_place(press: Press) -> None:
    a = killed(press, OBSERVATORY, "18")
    b = killed(press, "The ministry in Harra", "18", place="Sabkha", publisher="Star")
    assert only(press, "contradicts") == ("place", *sorted((a.id, b.id), key=lambda i: i != a.id))


@pytest.mark.parametrize(("number", "time"), [("3", "2017-10-03"), ("18", "2017-10-01"), ("19", "2017-10-03")])
def test_small_tolls_other_days_and_other_tolls_dispute_no_place(press: Press, number: str, time: str) -> None:
    killed(press, OBSERVATORY, number if number == "3" else "18")
    killed(press, "The ministry in Harra", number, place="Sabkha", publisher="Star", time=time)
    assert press.links("contradicts") == []


def test_a_place_corrected_by_its_own_source_is_an_update(press: Press) -> None:
    a = killed(press, OBSERVATORY, "18")
    b = killed(press, OBSERVATORY, "18", place="Sabkha", publisher="Star", published="2017-10-09")
    assert only(press, "updates") == ("place", a.id, b.id)
    assert press.links("contradicts") == []


def test_the_toll_of_two_days_is_no_rival_of_one_attack(press: Press) -> None:
    killed(press, OBSERVATORY, "38")
    head = press.report("Doctors said jets killed 79 civilians in Harra over the last 48 hours at the wells.", "Star")
    press.claim(
        head, "killed", "casualties", actor="jets", target="civilians", quantity="79", place="Harra",
        sources=["Doctors"], time="2017-10-03",
    )  # fmt: skip
    assert press.links("contradicts") == []


def test_a_total_does_not_dispute_its_parts(press: Press) -> None:
    head = press.report(
        "Jets killed 120 fighters and 60 fighters near Harra, the Russian Defense Ministry said.", "Post"
    )
    for n in ("120", "60"):
        press.claim(
            head, n, "casualties", target="fighters", quantity=n, place="Harra", sources=["Russian Defense Ministry"],
            time="2017-10-03",
        )  # fmt: skip
    head = press.report("Jets killed 180 fighters in Harra, villagers said.", "Star")
    press.claim(
        head,
        "killed",
        "casualties",
        target="fighters",
        quantity="180",
        place="Harra",
        sources=["villagers"],
        time="2017-10-03",
    )
    assert press.links("contradicts") == []


def test_denial_disputes(press: Press) -> None:
    a = press.report("The coalition struck Harra, the Observatory's SOHR said.", "Post")
    b = press.report("The coalition said that the coalition struck nobody in Harra.", "Star")
    x = press.claim(a, "struck", "strike", actor="coalition", place="Harra", sources=["SOHR"])
    y = press.claim(
        b, "struck", "strike", actor="coalition", place="Harra", sources=["The coalition"], polarity="negative"
    )
    assert only(press, "contradicts") == ("polarity", x.id, y.id) or only(press, "contradicts") == (
        "polarity",
        y.id,
        x.id,
    )


def test_rival_holders_dispute(press: Press) -> None:
    holds(press, "army", "Post")
    holds(press, "rebels", "Star")
    assert only(press, "contradicts")[0] == "holder"


def test_allies_do_not_dispute(press: Press) -> None:
    holds(press, "coalition", "Post")
    holds(press, "rebels", "Star")
    together = {"coalition", "opposition"}

    def allied(a: str, b: str, on: date | None) -> bool:
        return {a, b} == together

    assert [x.kind for x in weigh_all(press.claims, press.text_of, allied=allied).links] == []


@pytest.mark.parametrize("words", ["parts of ", "half of "])
def test_a_part_disputes_no_whole(press: Press, words: str) -> None:
    holds(press, "army", "Post")
    holds(press, "rebels", "Star", words=words)
    assert press.links("contradicts") == []


def test_a_state_that_is_over_disputes_nothing(press: Press) -> None:
    holds(press, "army", "Post")
    head = press.report("Harra, which once the rebels held for years, lies open.", "Star")
    press.claim(head, "held", "hold", actor="rebels", place="Harra")
    assert press.links("contradicts") == []


def test_taken_after_it_was_held_is_no_dispute(press: Press) -> None:
    holds(press, "army", "Post", published="2017-10-01")
    holds(press, "rebels", "Star", "capture", published="2017-10-03", time="2017-10-03")
    assert press.links("contradicts") == []


def test_two_perpetrators_of_one_strike(press: Press) -> None:
    for actor, source, publisher in (("army", OBSERVATORY, "Post"), ("coalition", "Harra council", "Star")):
        head = press.report(f"{source} said that the {actor} killed 31 civilians at the wells of Harra.", publisher)
        press.claim(
            head, "killed", "casualties", actor=actor, target="civilians", quantity="31", place="Harra",
            sources=[source], time="2017-10-03",
        )  # fmt: skip
    assert only(press, "contradicts")[0] == "actor"


# corroborates, copies


def test_two_sources_corroborate(press: Press) -> None:
    a = press.report("The army captured Harra on 3 October after a night of fighting, SOHR said.", "Post")
    b = press.report("Harra was captured by our army, the Syrian foreign ministry announced in the evening.", "Star")
    x = press.claim(a, "captured", "capture", actor="army", place="Harra", sources=["SOHR"], time="2017-10-03")
    y = press.claim(
        b, "captured", "capture", actor="army", place="Harra", sources=["Syrian foreign ministry"], time="2017-10-03"
    )
    assert set(only(press, "corroborates")[1:]) == {x.id, y.id}


def test_two_printings_copy_and_do_not_corroborate(press: Press) -> None:
    a = killed(press, OBSERVATORY, "20")
    b = killed(press, OBSERVATORY, "20", publisher="Star", published="2017-10-04")
    assert only(press, "copies") == (None, a.id, b.id)
    assert press.links("corroborates") == []


def test_plans_corroborate_nothing(press: Press) -> None:
    a = press.report("The army will take Harra, SOHR said.", "Post")
    b = press.report("Harra is to be taken by the army soon, the governor thinks.", "Star")
    press.claim(a, "take", "capture", actor="army", place="Harra", sources=["SOHR"], mood="predicted")
    press.claim(b, "taken", "capture", actor="army", place="Harra", sources=["the governor"], mood="planned")
    assert press.links("corroborates") == []


# updates, retracts


def test_34_then_53_is_an_update(press: Press) -> None:
    a = killed(press, OBSERVATORY, "34", published="2017-10-03")
    b = killed(press, OBSERVATORY, "53", publisher="Star", published="2017-10-04")
    assert only(press, "updates") == ("number", a.id, b.id)
    assert press.links("contradicts") == []


def test_an_initial_toll_in_the_same_report_is_updated(press: Press) -> None:
    text = f"Jets killed 53 civilians in Harra, the {OBSERVATORY} said. It had initially given a toll of 34 civilians."
    head = press.report(text)
    new = press.claim(
        head, "killed", "casualties", target="civilians", quantity="53", place="Harra", sources=[OBSERVATORY]
    )
    old = press.claim(head, "toll", "casualties", target="civilians", quantity="34", sources=[OBSERVATORY])
    assert only(press, "updates") == ("number", old.id, new.id)


def test_an_encyclopaedia_years_later_updates_nothing(press: Press) -> None:
    killed(press, OBSERVATORY, "34", published="2017-10-03")
    killed(press, OBSERVATORY, "53", publisher="Wikipedia", published="2023-10-04")
    assert press.links("updates") == []


def test_the_sources_own_word_retracts(press: Press) -> None:
    a = press.report("Coalition troops left the base at Harra.", "Post", "2017-10-03")
    b = press.report("We were wrong to write that coalition troops left Harra.", "Post", "2017-10-05")
    x = press.claim(a, "left", "withdraw", actor="Coalition troops", place="Harra")
    y = press.claim(b, "left", "withdraw", actor="coalition troops", place="Harra", mood="retracted")
    assert only(press, "retracts") == (None, x.id, y.id)


def test_an_author_takes_back_what_he_wrote_on_anothers_word(press: Press) -> None:
    a = press.report("Rebels withdrew from Harra on Sunday, the Observatory's SOHR said.", "Post", "2017-10-03")
    b = press.report("We were wrong to write that rebels withdrew from Harra on Sunday.", "Post", "2017-10-21")
    x = press.claim(a, "withdrew", "withdraw", actor="Rebels", place="Harra", sources=["SOHR"])
    y = press.claim(b, "withdrew", "withdraw", actor="rebels", place="Harra", mood="retracted")
    assert only(press, "retracts") == (None, x.id, y.id)


def test_a_denial_on_a_later_day_disputes(press: Press) -> None:
    a = press.report("The army reached the river at Harra on Tuesday.", "Post", "2017-10-03")
    b = press.report("A rebel group denies that the army reached the river at Harra at all.", "Post", "2017-10-06")
    press.claim(a, "reached", "advance", actor="army", place="Harra", time="2017-10-03")
    press.claim(b, "reached", "advance", actor="army", place="Harra", sources=["A rebel group"], polarity="negative")
    assert only(press, "contradicts")[0] == "polarity"


def test_nobody_retracts_for_another(press: Press) -> None:
    a = press.report("Coalition troops left the base at Harra.", "Post", "2017-10-03")
    b = press.report("We were wrong to write that coalition troops left Harra.", "Star", "2017-10-05")
    press.claim(a, "left", "withdraw", actor="Coalition troops", place="Harra")
    press.claim(b, "left", "withdraw", actor="coalition troops", place="Harra", mood="retracted")
    assert press.links("retracts") == []


# hardens, softens


def lead_over_quotation(press: Press, mood: str, lead_sources: tuple[str, ...] = ()) -> tuple[LedgerClaim, LedgerClaim]:
    lead = "Coalition troops left Harra, a new report says."
    head = press.report(f"{lead} DEBKA writes that talks go on on terms for coalition troops to evacuate Harra.")
    b = press.claim(head, "left", "withdraw", actor="Coalition troops", place="Harra", sources=list(lead_sources))
    a = press.claim(head, "evacuate", "withdraw", actor="coalition troops", place="Harra", sources=["DEBKA"], mood=mood)
    return a, b


@pytest.mark.parametrize("lead", [(), ("a new report",)])
@pytest.mark.parametrize("mood", ["planned", "predicted", "conditional"])
def test_a_lead_hardens_its_own_quotation(press: Press, mood: str, lead: tuple[str, ...]) -> None:
    a, b = lead_over_quotation(press, mood, lead)
    assert only(press, "hardens") == ("mood", a.id, b.id)


def test_a_quotation_as_firm_as_the_lead_is_only_an_attribution(press: Press) -> None:
    lead_over_quotation(press, "actual", ("a new report",))
    assert press.links("hardens") == []


def test_a_relay_that_says_done_hardens_the_statement(press: Press) -> None:
    a = press.report(
        "DEBKA reports that coalition troops will leave the base at Harra and hand it over.", "Post", "2017-10-03"
    )
    b = press.report(
        "DEBKA reports that coalition troops left the base at Harra and handed it over.", "Star", "2017-10-03"
    )
    x = press.claim(a, "leave", "withdraw", actor="coalition troops", place="Harra", sources=["DEBKA"], mood="planned")
    y = press.claim(b, "left", "withdraw", actor="coalition troops", place="Harra", sources=["DEBKA"])
    assert only(press, "hardens") == ("mood", x.id, y.id)
    assert press.links("softens") == []


def test_an_act_nearing_its_end_hardens_nothing(press: Press) -> None:
    head = press.report(
        "The withdrawal of the army from Harra is nearing its end. The ministry in Harra said that the army would "
        "finish its withdrawal from Harra."
    )
    press.claim(head, "withdrawal", "withdraw", actor="army", place="Harra")
    press.claim(
        head, "withdrawal", "withdraw", actor="army", place="Harra", sources=["The ministry in Harra"], mood="planned",
        nth=1,
    )  # fmt: skip
    assert press.links("hardens") == []


def test_one_operation_under_one_name_is_not_hardened(press: Press) -> None:
    head = press.report(
        "The operation of the army against rebels in Harra goes on. The ministry in Harra said that the operation of "
        "the army against rebels in Harra will be short."
    )
    press.claim(head, "operation", "clash", actor="army", target="rebels", place="Harra")
    press.claim(
        head, "operation", "clash", actor="army", target="rebels", place="Harra", sources=["The ministry in Harra"],
        mood="predicted", nth=1,
    )  # fmt: skip
    assert press.links("hardens") == []


def test_a_later_relay_that_says_may_have_softens_the_statement(press: Press) -> None:
    texts = ("DEBKA says that coalition troops left the base at Harra.",
             "Coalition troops may have left the base at Harra, DEBKA says.")  # fmt: skip
    a = press.report(texts[0], "Post", "2017-10-03")
    b = press.report(texts[1], "Star", "2017-10-04")
    x = press.claim(a, "left", "withdraw", actor="coalition troops", place="Harra", sources=["DEBKA"])
    y = press.claim(b, "left", "withdraw", actor="Coalition troops", place="Harra", sources=["DEBKA"],
                    certainty="possible")  # fmt: skip
    assert only(press, "softens") == ("certainty", x.id, y.id)
    assert press.links("hardens") == []


@pytest.mark.parametrize(("certainty", "number"), [("possible", 1), ("probable", 0)])
def test_a_lead_that_says_may_have_over_a_plain_quotation_softens_it(press: Press, certainty: str, number: int) -> None:
    head = press.report("Coalition troops may have left Harra. DEBKA says that coalition troops left Harra.")
    press.claim(head, "left", "withdraw", actor="Coalition troops", place="Harra", certainty=certainty)
    press.claim(head, "left", "withdraw", actor="coalition troops", place="Harra", sources=["DEBKA"], nth=1)
    assert len(press.links("softens")) == number


def test_a_lead_that_has_it_from_the_source_quoted_below_is_hardened(press: Press) -> None:
    head = press.report(
        "Coalition troops left Harra, the Post writes, citing DEBKA. There DEBKA says that talks go on on terms for "
        "coalition troops to evacuate Harra."
    )
    b = press.claim(head, "left", "withdraw", actor="Coalition troops", place="Harra", sources=["DEBKA"])
    a = press.claim(
        head, "evacuate", "withdraw", actor="coalition troops", place="Harra", sources=["DEBKA"], mood="planned"
    )
    assert only(press, "hardens") == ("mood", a.id, b.id)


def test_a_plan_carried_out_days_later_is_not_hardened(press: Press) -> None:
    a = press.report("The army will take Harra, the governor said.", "Post", "2017-10-03")
    b = press.report("The army took Harra on Friday, the governor said.", "Post", "2017-10-14")
    press.claim(a, "take", "capture", actor="army", place="Harra", sources=["the governor"], mood="planned")
    press.claim(b, "took", "capture", actor="army", place="Harra", sources=["the governor"], time="2017-10-13")
    assert press.links("hardens") == []


def test_a_headline_that_drops_the_attribution_hardens(press: Press) -> None:
    head = press.report(f"Jets kill 18 civilians in Harra. Jets killed 18 civilians in Harra, the {OBSERVATORY} said.")
    b = press.claim(head, "kill", "casualties", actor="Jets", target="civilians", quantity="18", place="Harra")
    a = press.claim(
        head,
        "killed",
        "casualties",
        actor="Jets",
        target="civilians",
        quantity="18",
        place="Harra",
        sources=[OBSERVATORY],
    )
    assert only(press, "hardens") == ("attribution", a.id, b.id)


def test_every_link_says_why_and_joins_two_claims(press: Press) -> None:
    lead_over_quotation(press, "planned")
    killed(press, OBSERVATORY, "20")
    killed(press, "Harra council", "26", publisher="Star")
    for link in press.links():
        assert link.why
        assert link.a != link.b
        assert 0.0 <= link.score <= 1.0
        assert link.kind in LinkKind


def test_the_town_that_tells_where_a_place_lies_is_no_place_of_the_claim(press: Press) -> None:
    a = press.report("The army reached Harra southeast of Sabkha on Tuesday.", "Post", "2017-10-03")
    b = press.report("A rebel group denies that the army reached Harra at all.", "Post", "2017-10-06")
    x = press.claim(a, "reached", "advance", actor="army", place="Harra", time="2017-10-03")
    y = press.claim(
        b, "reached", "advance", actor="army", place="Harra", sources=["A rebel group"], polarity="negative"
    )
    line = Place("t/harra-line", "Harra line", None, None, PlaceLevel.LINE)
    on_line, also = (replace(e.places[0], place=line) for e in (x, y))
    at = press.texts[x.report.id].index("Sabkha")
    anchor = PlaceRef(Span(at, at + 6), "Sabkha", PLACES["Sabkha"], 1.0, Role.DESTINATION, relation="near")
    press.claims[:] = [replace(x, places=(on_line, anchor)), replace(y, places=(also,))]
    assert only(press, "contradicts")[0] == "polarity"
    press.claims[0] = replace(x, places=(on_line, replace(anchor, relation="at")))
    assert press.links("contradicts") == []


def test_a_total_most_of_whom_are_children_is_no_toll_of_children(press: Press) -> None:
    a = press.report("Blasts in Harra kill 18 most of them children, SANA said.", "Post")
    b = press.report("Blasts in Harra kill 10 children, a channel said.", "Star")
    press.claim(a, "kill", "casualties", target="children", quantity="18", place="Harra", sources=["SANA"])
    press.claim(b, "kill", "casualties", target="children", quantity="10", place="Harra", sources=["a channel"])
    assert press.links("contradicts") == []


def test_what_a_place_was_until_it_fell_is_no_rival_holding(press: Press) -> None:
    a = press.report("After the army's capture this week of Harra, capital of the rebels, talks began.", "Post")
    b = press.report("The army captured Harra on Sunday.", "Star", "2017-10-02")
    press.claim(a, "capital", "hold", actor="rebels", place="Harra")
    press.claim(b, "captured", "capture", actor="army", place="Harra", time="2017-10-01")
    assert len(press.links("contradicts")) == 1
    press.claim(a, "capture", "capture", actor="army", place="Harra")
    assert press.links("contradicts") == []


def test_one_sentence_does_not_take_back_what_it_says(press: Press) -> None:
    a = press.report("We were wrong to say that the army left Harra and left Sabkha.", "Post", "2017-10-03")
    press.claim(a, "left", "withdraw", actor="army", place="Harra")
    press.claim(a, "left", "withdraw", actor="army", place="Harra", mood="retracted", nth=1)
    assert press.links("retracts") == []


def test_bodies_found_are_no_earlier_toll(press: Press) -> None:
    a = press.report("Rescuers found 34 bodies in Harra, SOHR said.", "Post", "2017-10-03")
    b = press.report("The strikes in Harra killed 53 people, SOHR said.", "Post", "2017-10-04")
    press.claim(a, "bodies", "casualties", target="bodies", quantity="34", place="Harra", sources=["SOHR"])
    press.claim(b, "killed", "casualties", target="people", quantity="53", place="Harra", sources=["SOHR"])
    assert press.links("updates") == []
