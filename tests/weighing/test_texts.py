"""Copied text and bylines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.weighing.texts import bands, bylines, share

STORY = (
    "Shells fell on the market of Harra on Tuesday killing nine people and wounding thirty, the governor said. "
    "Rescue teams dug through the night while families waited at the gate of the only hospital that still works. "
    "The road to the north has been closed since Sunday, and trucks with flour are standing at the last checkpoint. "
    "Both sides blamed each other for the shelling, the fourth in a week that has emptied half of the old town."
)
OTHER = (
    "Talks on a prisoner exchange broke off in the capital after the two delegations could not agree on a list. "
    "A spokesman for the mediators said that they would meet again next month in a place yet to be named. "
    "Families of the missing had camped outside the hotel for three days and sang as the cars drove away."
)


def test_a_reprint_is_aligned_whole() -> None:
    assert share(STORY, STORY) == 1.0


def test_a_shortened_copy_is_aligned_in_the_full_one_but_not_the_other_way() -> None:
    short = ". ".join(STORY.split(". ")[:2])
    assert share(short, STORY) > 0.9
    assert share(STORY, short) < 0.6


def test_moved_paragraphs_stay_a_copy() -> None:
    sentences = STORY.split(". ")
    assert share(". ".join([*sentences[2:], *sentences[:2]]), STORY) > 0.8


def test_swapped_names_stay_a_copy() -> None:
    a = STORY.replace("Both sides", "Daesh fighters in the town of Raqqa and government units")
    b = STORY.replace("Both sides", "IS fighters in the town of Raqa and government units")
    assert share(b, a) > 0.9


def test_unrelated_reports_share_nothing() -> None:
    assert share(OTHER, STORY) < 0.1


def test_captions_are_too_short_to_be_copies() -> None:
    assert share("Shells fell on the market of Harra", STORY) == 0.0
    assert bands("Shells fell on the market") == frozenset()


def test_copies_share_a_band_and_strangers_do_not() -> None:
    assert bands(STORY) & bands("By our own reporter. " + STORY)
    assert not bands(STORY) & bands(OTHER)


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_share_is_a_share(a: str, b: str) -> None:
    assert 0.0 <= share(a, b) <= 1.0
    assert bands(a) == bands(a)


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("BEIRUT (Reuters) - Fighting went on in Harra on Tuesday.", ["Reuters"]),
        ("Nine killed in Harra: monitor AFP Tuesday 3 Oct 2017 Shells fell on a market.", ["AFP"]),
        ("Army takes Harra\n\nThe army took Harra, it said.\n\nSource: SANA", ["SANA"]),
        ('"We will look into it," the colonel said in an e-mail to AFP.', ["AFP"]),
        ("Smoke rises over Harra (Photo taken on July 17 by AFP)", []),
        ("AP Photo Some Body. The army took Harra.", []),
        ("Nobody is named here.", []),
        ("", []),
    ],
)
def test_bylines(text: str, agencies: list[str]) -> None:
    assert [b.agency for b in bylines(text)] == agencies


def test_told_an_agency_is_no_stated_byline() -> None:
    (found,) = bylines('"It is quiet," he told AFP.')
    assert not found.stated
