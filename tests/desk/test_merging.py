"""Actors known only from reports, merged by rule when reports are read, by hand, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import fogline
from fogline.claims import Report
from fogline.desk import Desk
from fogline.errors import NotFoundError, QuestionError

ONE = "Fighters led by Haytham al-Qassab captured the town of Manbij on 3 June 2017."
TWO = "Haitham Qassab seized the town of Manbij on 5 June 2017, his spokesman said."
LEFT, RIGHT = "Haytham al-Qassab", "Haitham Qassab"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fogline.open(tmp_path / "m.db") as opened:
        day = date(2017, 6, 8)
        opened.take_in([Report(text, name, publisher=name, published=day) for text, name in ((ONE, "a"), (TWO, "b"))])
        yield opened


def names(desk: Desk) -> set[str]:
    return {a.name for c in desk.claims(place="Manbij") for a in (*c.actors, *c.speakers)} & {LEFT, RIGHT}


def test_two_spellings_in_the_same_company_are_merged_on_reading_and_kept_apart_once_taken_back(desk: Desk) -> None:
    (merge,) = desk.merges()
    assert {merge["merged"]["name"], merge["kept"]["name"]} == {LEFT, RIGHT}
    assert merge["by"] == "fogline, by rule"
    assert merge["stands"]
    assert names(desk) == {merge["kept"]["name"]}
    by_either = [[c.id for c in desk.claims(actor=name)] for name in (LEFT, RIGHT)]
    assert by_either[0] == by_either[1] != []
    desk.review(merge["id"], "undo", by="Ana", note="two men")
    assert names(desk) == {LEFT, RIGHT}
    (past,) = desk.merges()
    assert (past["stands"], past["taken_back_by"], past["taken_back_because"]) == (False, "Ana", "two men")
    desk.take_in([Report(f"{ONE} Again.", "r3", publisher="P3", published=date(2017, 6, 9))])
    assert names(desk) == {LEFT, RIGHT}  # a person's word is not overruled
    assert desk.ledger.verify().ok


def test_who_holds_answers_for_the_actor_that_was_kept(desk: Desk) -> None:
    (merge,) = desk.merges()
    together = desk.who_holds("Manbij", on="2017-06-08")
    desk.review(merge["id"], "reject", by="Ana")
    apart = desk.who_holds("Manbij", on="2017-06-08")
    held = [{h["side"] for h in answer.as_json()["holders"]} for answer in (together, apart)]
    assert merge["merged"]["name"] not in str(held[0])
    assert held[0] != held[1] or len(together.claims) != len(apart.claims)


def test_a_person_merges_by_name_and_never_across_kinds(desk: Desk) -> None:
    (merge,) = desk.merges()
    desk.review(merge["id"], "undo", by="Ana")
    word = desk.merge(RIGHT, LEFT, by="Ana", note="one man")
    assert names(desk) == {LEFT}
    assert [row["id"] for row in desk.merges() if row["stands"]] == [word.id]
    with pytest.raises(QuestionError, match="never merged across"):
        desk.merge(LEFT, "Islamic State", by="Ana")
    with pytest.raises(NotFoundError, match="Qqqq Zzzz"):
        desk.merge("Qqqq Zzzz", LEFT, by="Ana")
