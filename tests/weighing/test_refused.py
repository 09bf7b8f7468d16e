"""What looks like a link and is none: found wrong by a judge on reports that no rule had been made on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fogline.claims import Argument, Role
from fogline.weighing.counts import Count, rivals
from fogline.weighing.wording import is_labelled, is_presupposed, takes_back

from .conftest import Press

OBSERVATORY = "Syrian Observatory for Human Rights"


def toll(press: Press, words: str, number: str, publisher: str, published: str, **more: str) -> None:
    head = press.report(f"{publisher}. {words}", publisher, published)
    press.claim(
        head,
        more.get("verb", "killed"),
        "casualties",
        target="people",
        quantity=number,
        place="Harra",
        sources=[more["source"]] if "source" in more else [],
        time=more.get("time"),
    )


@pytest.mark.parametrize(
    ("verb", "next_day", "disputed"),
    [
        ("were killed", "2017-10-04", 1),
        ("have been killed", "2017-10-03", 1),  # on one day both count to the same day
        ("have been killed", "2017-10-04", 0),  # a day later more are dead
        ("have now been killed", "2017-10-04", 0),
    ],
)
def test_a_toll_that_runs_on_is_disputed_on_its_own_day_only(
    press: Press, verb: str, next_day: str, disputed: int
) -> None:
    toll(press, f"The {OBSERVATORY} said 300 people {verb} in Harra.", "300", "Post", "2017-10-03", source=OBSERVATORY)
    toll(press, f"Harra council said 500 people {verb} in Harra.", "500", "Star", next_day, source="Harra council")
    assert len(press.links("contradicts")) == disputed


def test_a_toll_that_runs_on_and_the_toll_of_one_day_are_two_things(press: Press) -> None:
    toll(press, "Harra council said 500 people have been killed in Harra.", "500", "Star", "2017-10-03",
         source="Harra council")  # fmt: skip
    toll(press, f"The {OBSERVATORY} said 300 people were killed in Harra on Tuesday.", "300", "Post", "2017-10-03",
         source=OBSERVATORY, time="2017-10-03")  # fmt: skip
    assert press.links("contradicts") == []


@pytest.mark.parametrize(("days", "disputed"), [("2017-10-04", 1), ("2017-10-06", 0)])
def test_an_outlets_higher_toll_days_later_is_the_same_toll_grown(press: Press, days: str, disputed: int) -> None:
    toll(press, "Blasts killed 130 people in Harra on Monday.", "130", "Post", "2017-10-03", time="2017-10-02")
    toll(press, "Blasts killed 180 people in Harra on Monday.", "180", "Star", days, time="2017-10-02")
    assert len(press.links("contradicts")) == disputed


def test_two_tolls_in_one_sentence_are_of_two_things(press: Press) -> None:
    head = press.report("Harra council says 14 people were killed in Harra and the army says it killed 41 people.")
    for verb, number, source in (("killed", "14", "Harra council"), ("killed", "41", "army")):
        nth = 1 if number == "41" else 0
        press.claim(
            head, verb, "casualties", target="people", quantity=number, place="Harra", sources=[source], nth=nth
        )
    assert press.links("contradicts") == []


def test_of_two_numbers_given_to_one_verb_only_the_nearer_can_be_disputed(press: Press) -> None:
    for publisher, words, number in (
        ("Post", "The toll in Israel is 1200, while 900 people were killed in Harra.", "900"),
        ("Star", "Harra council said 900 people were killed in Harra.", "900"),
    ):
        head = press.report(f"{publisher}. {words}", publisher)
        claim = press.claim(head, "killed", "casualties", target="people", quantity=number, place="Harra")
        assert claim.claim.trigger_text == "killed"
    near = Count("killed", "people", 900, 900, 900, "900")
    far = Count("killed", "people", 1200, 1200, 1200, "1,200", aside=True)
    assert rivals([near, far], [near]) is None
    assert press.links("contradicts") == []


def test_the_attack_denied_is_not_the_one_beside_it(press: Press) -> None:
    a = press.report("The army denied that rebels attacked the presidential farm near Harra.", "Post")
    b = press.report("Harra council said that rebels attacked the Palm farm near Harra, a large farm.", "Star")
    press.claim(a, "attacked", "clash", actor="rebels", target="presidential farm", place="Harra", sources=["army"],
                polarity="negative")  # fmt: skip
    y = press.claim(b, "attacked", "clash", actor="rebels", target="Palm", place="Harra", sources=["Harra council"])
    at = b"Harra council said that rebels attacked the Palm farm".index(b"farm")
    args = (*y.claim.args, Argument(Role.TARGET, "farm", at, at + 4, "farm"))
    press.claims[-1] = replace(y, claim=replace(y.claim, args=args))
    assert press.links("contradicts") == []


def test_a_denial_of_the_same_attack_is_still_disputed(press: Press) -> None:
    a = press.report("The army denied that rebels attacked the Tomas farm near Harra.", "Post")
    b = press.report("Harra council said that rebels attacked the Tomas farm near Harra.", "Star")
    press.claim(a, "attacked", "clash", actor="rebels", target="Tomas farm", place="Harra", sources=["army"],
                polarity="negative")  # fmt: skip
    press.claim(b, "attacked", "clash", actor="rebels", target="Tomas farm", place="Harra", sources=["Harra council"])
    assert [k.field for k in press.links("contradicts")] == ["polarity"]


def test_one_sentence_printed_twice_is_not_hardened_by_the_reader(press: Press) -> None:
    words = "DEBKA reports that coalition troops meet to withdraw from the base at Harra."
    for publisher, mood in (("Post", "planned"), ("Star", "actual")):
        head = press.report(f"{publisher}. {words}", publisher)
        press.claim(head, "withdraw", "withdraw", actor="coalition troops", place="Harra", sources=["DEBKA"], mood=mood)
    assert press.links("hardens") == []


@pytest.mark.parametrize(
    ("lead", "quotation", "hardens"),
    [
        ("Jets struck the mill in Harra.", f"Jets struck the mill in Harra, the {OBSERVATORY} said.", 1),
        ("Report: Jets struck the mill in Harra.", f"Jets struck the mill in Harra, the {OBSERVATORY} said.", 0),
        ("Jets struck the mill in Harra, it is claimed.", f"Jets struck the mill in Harra, the {OBSERVATORY} said.", 0),
        ("Jets struck the mill in Harra.", f"The {OBSERVATORY} spoke after jets struck the mill in Harra.", 0),
        ("Jets struck the mill in Harra.", f"The {OBSERVATORY} blamed the jets which struck the mill in Harra.", 0),
    ],
)
def test_an_attribution_is_dropped_only_where_there_was_one(
    press: Press, lead: str, quotation: str, hardens: int
) -> None:
    head = press.report(f"{lead} {quotation}")
    press.claim(head, "struck", "strike", actor="Jets", target="mill", place="Harra")
    press.claim(
        head, "struck", "strike", actor="jets", target="mill", place="Harra", sources=[OBSERVATORY], nth=1
    )  # fmt: skip
    assert len(press.links("hardens")) == hardens


def test_talks_announced_and_talks_held_are_the_course_of_the_story(press: Press) -> None:
    head = press.report(
        "Rebels met the army in Harra. The army said that talks with rebels in Harra would bring peace."
    )
    press.claim(head, "met", "negotiate", actor="Rebels", target="army", place="Harra")
    press.claim(head, "talks", "negotiate", actor="rebels", target="army", place="Harra", sources=["The army"],
                mood="predicted")  # fmt: skip
    assert press.links("hardens") == []


@pytest.mark.parametrize(("first", "taken_back"), [("killed", 1), ("wounded", 0)])
def test_the_dead_are_taken_back_and_not_the_wounded(press: Press, first: str, taken_back: int) -> None:
    head = press.report(f"State television said 37 people were {first} in Harra by a bomb. "
                        "State television was wrong to say that people were killed in Harra by a bomb.")  # fmt: skip
    press.claim(head, first, "casualties", target="people", quantity="37", place="Harra", sources=["State television"])
    press.claim(head, "killed", "casualties", target="people", place="Harra", sources=["State television"],
                mood="retracted", nth=1 if first == "killed" else 0)  # fmt: skip
    assert len(press.links("retracts")) == taken_back


def test_to_call_anothers_word_a_lie_takes_nothing_back(press: Press) -> None:
    a = press.report("Rebels hold Harra, the rebels say.", "Post", "2017-10-03")
    b = press.report("The rebels lie when they say that rebels hold Harra.", "Post", "2017-10-04")
    press.claim(a, "hold", "hold", actor="Rebels", place="Harra", sources=["rebels"])
    press.claim(b, "hold", "hold", actor="rebels", place="Harra", mood="retracted")
    assert press.links("retracts") == []


@pytest.mark.parametrize(
    ("before", "trigger", "after", "known"),
    [
        ("The Pope's ", "visit", " to Harra is an opening, he said", True),
        ("He watched Tuesday’s embassy ", "attack", " with frustration", True),
        ("He blamed the men who ", "seized", " Harra", True),
        ("A Russian ", "airstrike", " killed five, a monitor said", False),
        ("The coalition carried out a ", "strike", " on Harra, he said", False),
        ("The army ", "seized", " Harra, he said", False),
    ],
)
def test_what_is_presupposed(before: str, trigger: str, after: str, known: bool) -> None:
    assert is_presupposed(before, trigger, after) is known


def test_labels_before_and_behind_a_headline() -> None:
    assert is_labelled("Report: Three Officers Dead in Harra", "")
    assert is_labelled("Three Officers Dead in Harra - Reports", "")
    assert not is_labelled("Harra explosion: 10 dead", "")


def test_an_author_takes_back_in_his_own_words() -> None:
    assert takes_back("We were wrong to write that troops left.")
    assert takes_back("Correction: troops did not leave.")
    assert not takes_back("They resort to lies and say that they hold Harra.")
