"""Claims along time, and the days on which the answer became another."""

from __future__ import annotations

import json
from dataclasses import dataclass

from fogline.picture import replay, timeline

from .world import SIDES, TOWN, day, linked, place, say

HELD = say("hold", "airmen", on="2017-08-20", published="2017-08-21", id="held")
TAKEN = say("capture", "army", on="2017-09-20", published="2017-09-22", id="taken")
LEFT = say("withdraw", "army", on="2017-09-25", published="2017-09-26", id="left")
PLAN = say("capture", "band", published="2017-09-23", mood="planned", id="plan")


@dataclass(frozen=True)
class Actor:
    id: str
    name: str


def test_rows_are_in_order_of_valid_time_and_undated_come_last() -> None:
    undated = say("clash", "army", published=None, id="undated")
    found = timeline(TOWN, [TAKEN, undated, HELD, LEFT], sides=SIDES)
    assert [e.claim for r in found.rows for e in r.entries] == ["held", "taken", "left", "undated"]
    assert "1 undated" in found.sentence
    assert json.loads(json.dumps(found.as_json()))["rows"][-1]["from"] is None


def test_rivals_of_one_day_stand_side_by_side() -> None:
    a, b = linked("contradicts", say("hold", "army", on="2017-09-01", id="a"),
                  say("hold", "band", on="2017-09-01", id="b"), "holder")  # fmt: skip
    found = timeline(TOWN, [a, b], sides=SIDES)
    assert len(found.rows) == 1
    assert {e.claim: e.rivals for e in found.rows[0].entries} == {"a": ("b",), "b": ("a",)}


def test_the_changes_name_the_claim_that_made_them() -> None:
    changes = timeline(TOWN, [HELD, PLAN, TAKEN, LEFT], sides=SIDES).changes
    assert [(c.day.isoformat(), c.answer, c.changed_by) for c in changes] == [
        ("2017-08-20", "held by the coalition", ("held",)),
        ("2017-09-20", "held by the government side", ("taken",)),
        ("2017-09-25", "unknown", ("left",)),
    ]


def test_an_answer_that_grows_old_changes_for_that_reason() -> None:
    changes = timeline(TOWN, [HELD], sides=SIDES).changes
    assert [(c.day.isoformat(), c.answer, c.because) for c in changes[1:]] == [
        ("2017-12-19", "unknown", "the evidence is older than 120 days")
    ]


def test_replay_asks_about_one_day_as_it_was_known_on_each() -> None:
    changes = replay(TOWN, [HELD, PLAN, TAKEN, LEFT], on=day("2017-09-25"), sides=SIDES)
    assert [(c.day.isoformat(), c.answer, c.changed_by) for c in changes] == [
        ("2017-08-21", "held by the coalition", ("held",)),
        ("2017-09-22", "held by the government side", ("taken",)),
        ("2017-09-26", "unknown", ("left",)),
    ]
    assert replay(TOWN, [HELD, TAKEN], on=day("2017-09-25"), until=day("2017-09-01"), sides=SIDES)[-1].answer == (
        "held by the coalition"
    )


def test_an_actor_has_a_timeline_of_what_it_did_and_said() -> None:
    said = say("capture", "army", on="2017-09-01", source="band", id="said")
    found = timeline(Actor("band", "the band"), [HELD, said, PLAN], sides=SIDES)
    assert found.claims == ("plan", "said")
    assert found.changes == ()


def test_nothing_known_is_said() -> None:
    found = timeline(place("nowhere"), [HELD], sides=SIDES)
    assert found.unknown_because == "no claim names Nowhere"
    assert found.rows == ()
