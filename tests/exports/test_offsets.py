"""Code points and UTF-16 units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.exports.offsets import Utf16


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_units_are_those_of_the_encoding(text: str) -> None:
    offsets = Utf16(text)
    for point in range(len(text) + 1):
        unit = offsets.units(point)
        assert unit == len(text[:point].encode("utf-16-le")) // 2
        assert offsets.point(unit) == point


def test_the_example() -> None:
    offsets = Utf16("a😀b")
    assert [offsets.units(n) for n in range(4)] == [0, 1, 3, 4]


@pytest.mark.parametrize("point", [-1, 4])
def test_offsets_beyond_the_text(point: int) -> None:
    with pytest.raises(ValueError, match="is not in a text"):
        Utf16("a😀b").units(point)


def test_the_middle_of_a_character() -> None:
    with pytest.raises(ValueError, match="middle of a character"):
        Utf16("a😀b").point(2)
    with pytest.raises(ValueError, match="is not in a text"):
        Utf16("a😀b").point(5)
