"""Which words are shown as a claim's hedge: those that reach it and say what it says, at their very characters."""

from __future__ import annotations

import pytest

from fogline.claims import Certainty, Claim, ClaimType, Mood, Polarity, Span
from fogline.reader.hedges import hedges


def claim(text: str, trigger: str, type_: ClaimType = ClaimType.WITHDRAW, **said: object) -> Claim:
    at = text.index(trigger)
    span = Span(at, at + len(trigger))
    return Claim("", span, trigger, type_, evidence=Span(0, len(text)), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "trigger", "said", "shown"),
    [
        ("Troops have reportedly abandoned the base.", "abandoned", {"certainty": Certainty.PROBABLE}, ["reportedly"]),
        ("😀 Troops may have left the base.", "left", {"certainty": Certainty.POSSIBLE}, ["may"]),
        ("Troops are planning to leave the base.", "leave", {"mood": Mood.PLANNED}, ["planning to"]),
        ("The army denied that it had left the base.", "left", {"polarity": Polarity.NEGATIVE}, ["denied that"]),
        ("Troops left the base, which rebels may attack.", "left", {}, []),
        ("Troops have reportedly abandoned the base.", "abandoned", {}, []),  # a person said that it is certain
    ],
)
def test_words_that_hedge_are_shown(text: str, trigger: str, said: dict[str, object], shown: list[str]) -> None:
    assert [span.of(text) for span in hedges(text, claim(text, trigger, **said))] == shown


def test_a_redacted_report_shows_none() -> None:
    text = "Troops may have left the base."
    assert hedges("", claim(text, "left", certainty=Certainty.POSSIBLE)) == []
