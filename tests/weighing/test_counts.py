"""Numbers: what is said, how far it reaches, and when two of them dispute."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.weighing.counts import Count, bounds, conflict, equal, is_total, number, rivals


def count(text: str, whom: str = "civilian", measure: str = "killed", **more: bool) -> Count:
    said, low, high = bounds(text) or (0.0, 0.0, 0.0)
    return Count(measure, whom, said, low, high, text, vague=number(text) is None, **more)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18", 18),
        ("at least 1,200", 1200),
        ("thirty-four", 34),
        ("two hundred and five", 205),
        ("3 million", 3_000_000),
        ("scores of", None),
        ("", None),
        ("10.10.2017", None),
    ],
)
def test_number(text: str, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("a", "b", "disputes"),
    [
        ("20", "26", True),
        ("20", "20", False),
        ("at least 18", "20", False),  # the lower bound allows it
        ("at least 18", "at least 45", True),  # nobody says "at least 18" of 45
        ("some 40", "43", False),
        ("up to 80", "60", False),
        ("dozens", "20", False),  # no number, no dispute
    ],
)
def test_rivals(a: str, b: str, disputes: bool) -> None:
    assert (rivals([count(a)], [count(b)]) is not None) is disputes
    assert (rivals([count(b)], [count(a)]) is not None) is disputes


def test_killed_and_wounded_are_two_counts() -> None:
    assert conflict([count("20")], [count("26", measure="wounded")]) is None


def test_a_part_is_no_rival_of_the_whole() -> None:
    assert conflict([count("20", "people")], [count("9", "child")]) is None
    assert conflict([count("20", "people")], [count("9", "people", part=True)]) is None


def test_more_civilians_than_people_cannot_be() -> None:
    assert conflict([count("20", "people")], [count("31", "civilian")]) is not None


def test_a_sum_is_no_rival_of_its_parts() -> None:
    """120 fighters and 60 mercenaries are not 180 of one thing, and 180 disputes neither."""
    parts = [count("120", "fighter"), count("60", "fighter")]
    assert conflict([count("180", "fighter")], parts) is None
    assert is_total(count("180"), [count("80"), count("40"), count("60")])
    assert not is_total(count("18"), [count("10"), count("9")])


def test_two_groups_in_one_number_are_nobodys_count() -> None:
    assert equal([count("180", "mixed")], [count("180", "fighter")]) is None


def test_vague_and_plain_numbers_are_not_equal() -> None:
    assert equal([count("dozens")], [count("24")]) is None


@given(st.integers(3, 5000), st.sampled_from(["", "at least ", "some ", "up to ", "more than "]))
def test_bounds_hold_what_is_said(n: int, how: str) -> None:
    said, low, high = bounds(f"{how}{n}") or (0.0, 1.0, 0.0)
    assert said == n
    assert low <= said <= high
