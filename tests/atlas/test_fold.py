"""Spellings of one name fold together, and those of two do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.atlas.fold import fold, skeleton, skeletons, strip_article


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Deir ez-Zor", "deir ez zor"),
        ("Ra’s al ‘Ayn", "ras al ayn"),
        ("Kobanî", "kobani"),
        ("Łódź", "lodz"),
        ("Київ", "київ"),
        ("إدلب", "ادلب"),
        ("U.S.", "us"),
        ("  ", ""),
    ],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    "names",
    [
        ["Deir Ez-Zour", "Deir ez-Zor", "Dayr az Zawr", "Dier el-Zor", "Deir al-Zour"],
        ["Abu Kamal", "Al-Bukamal", "Boukamal", "Albukamal"],
        ["Al-Tanf", "al Tanf", "at-Tanf", "Tanaf"],
    ],
)
def test_romanisations_share_a_skeleton(names: list[str]) -> None:
    common = set.intersection(*(set(skeletons(fold(name))) for name in names))
    assert common, [skeletons(fold(name)) for name in names]


@pytest.mark.parametrize(("one", "other"), [("Al-Tanf", "Tadif"), ("Al-Tanf", "Najaf"), ("Homs", "Hama")])
def test_other_names_do_not(one: str, other: str) -> None:
    assert not set(skeletons(fold(one))) & set(skeletons(fold(other)))


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    folded = fold(name)
    assert fold(folded) == folded
    assert strip_article(folded) in folded or " " in folded
    assert " " not in skeleton(folded)
