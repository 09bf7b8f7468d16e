"""What somebody takes back is read as a claim even where its trigger is a rare word."""

from __future__ import annotations

from fogline import reader
from fogline.claims import Mood, Report


def test_taken_back_words_hold_a_claim_though_none_is_sure() -> None:
    text = "I was wrong when I suggested last week that the army had broadened its kill zone. The weather was fine."
    claims = reader.load("local").read(Report(text=text, name="x")).claims
    assert [c.mood for c in claims] == [Mood.RETRACTED]


def test_nothing_is_read_into_sentences_that_take_nothing_back() -> None:
    text = "The army had broadened the kitchen table. The weather was fine."
    assert reader.load("local").read(Report(text=text, name="x")).claims == ()
