"""What is told only to be called untrue is negative; what is not denied stays as it was read."""

import pytest

from fogline.claims import Span
from fogline.reader import denials

DENIED = [
    ("The ministry rejected a report by the agency that its jets bombed a school in Tell Abar.", "bombed"),
    ("The general described as “totally unfounded” reports that the camp had been overrun.", "overrun"),
    ("Colonel Baye termed baseless a rumour that gunmen had entered the port.", "entered"),
    ("There is no truth in the story that they ambushed a patrol near Arad.", "ambushed"),
    ("Claims on social media that a drone was shot down over Kesra do not reflect the truth.", "shot down"),
    ("The allegation that our units fired mortars at the village is another piece of disinformation.", "fired"),
    ("Reports of a helicopter firing on guests were mistaken, the mission found.", "firing"),
    ("He dismissed claims that the brigade had withdrawn, but said that it had regrouped.", "withdrawn"),
]
NOT_DENIED = [
    ("He dismissed claims that the brigade had withdrawn, but said that it had regrouped.", "regrouped"),
    ("The spokesman did not deny reports that the town was shelled.", "shelled"),
    ("The army confirmed reports that rebels seized the bridge.", "seized"),
    ("The report that rebels seized the bridge was published on Monday.", "seized"),
    ("The rebels rejected the offer and shelled the town.", "shelled"),
]


def reached(text: str, word: str) -> bool:
    at = text.index(word)
    return any(s.start <= at < s.end for s in denials.scopes(text, Span(0, len(text))))


@pytest.mark.parametrize(("text", "word"), DENIED)
def test_content_of_a_denied_report_is_denied(text: str, word: str) -> None:
    assert reached(text, word)


@pytest.mark.parametrize(("text", "word"), NOT_DENIED)
def test_nothing_else_is(text: str, word: str) -> None:
    assert not reached(text, word)


def test_long_sentences_take_no_time() -> None:
    text = "denied reports of claims that " * 4000
    assert denials.scopes(text, Span(0, len(text)))
