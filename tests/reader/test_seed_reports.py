"""The two reports that the main job names, sentence by sentence: who says what, how surely, and whether it happened."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from fogline.claims import Certainty, Claim, ClaimType, Mood, Report, Role
from fogline.reader import local

REPORTS = {"seed-000": ("TruNews", date(2017, 9, 8)), "seed-003": ("Russia Insider", date(2017, 6, 13))}


@cache
def read(folder: Path, name: str) -> tuple[str, tuple[Claim, ...]]:
    path = next(folder.glob(f"*{name}*.txt"))
    text = path.read_bytes().decode("utf-8")
    publisher, day = REPORTS[name]
    return text, local.LocalEngine().read(Report(text, name, publisher=publisher, published=day)).claims


@pytest.fixture
def seed_000(shared: Path) -> tuple[str, tuple[Claim, ...]]:
    return read(shared / "reports/theatre", "seed-000")


@pytest.fixture
def seed_003(shared: Path) -> tuple[str, tuple[Claim, ...]]:
    return read(shared / "reports/theatre", "seed-003")


def at(found: tuple[str, tuple[Claim, ...]], words: str, *types: ClaimType) -> Claim:
    """The claim whose trigger lies in these words of the text."""
    text, claims = found
    start = text.index(words)
    here = [c for c in claims if start <= c.trigger.start < start + len(words) and (not types or c.type in types)]
    assert here, f"no claim in {words!r}"
    return here[0]


def sources(claim: Claim) -> str:
    return " > ".join(m.entity for m in claim.sources)


Seed = tuple[str, tuple[Claim, ...]]


def test_reportedly_abandoned_is_a_probable_withdrawal_by_the_author(seed_000: Seed) -> None:
    claim = at(seed_000, "abandoned Al-Tanf", ClaimType.WITHDRAW)
    assert (claim.certainty, claim.mood, sources(claim)) == (Certainty.PROBABLE, Mood.ACTUAL, "")
    assert claim.roles(Role.PLACE)[0].text == "Al-Tanf"


def test_moved_out_is_told_as_done_by_a_new_report(seed_000: Seed) -> None:
    claim = at(seed_000, "moved out", ClaimType.WITHDRAW)
    assert (claim.certainty, claim.mood) == (Certainty.CERTAIN, Mood.ACTUAL)
    assert "report" in sources(claim)


@pytest.mark.parametrize("words", ["evacuate the Al Tanf", "about to leave", "hand it over"])
def test_what_debka_calls_planned_is_planned_and_debkas(seed_000: Seed, words: str) -> None:
    claim = at(seed_000, words, ClaimType.WITHDRAW, ClaimType.HAND_OVER)
    assert claim.mood is Mood.PLANNED
    assert sources(claim) == "DEBKA"


def test_all_of_debkas_block_is_debkas(seed_000: Seed) -> None:
    text, claims = seed_000
    start, end = text.index("Washington was winding up"), text.index("Friday, Syria issued")
    inside = [c for c in claims if start <= c.trigger.start < end]
    assert len(inside) >= 8
    assert {c.sources[0].entity for c in inside if c.sources} == {"DEBKA"}
    assert all(c.sources for c in inside)


def test_it_states_carries_syria(seed_000: Seed) -> None:
    assert "Syria" in sources(at(seed_000, "liberation of the Deir Ez-Zour"))


def test_after_the_block_the_author_speaks(seed_000: Seed) -> None:
    assert sources(at(seed_000, "advance beyond Raqqa")) == ""


@pytest.mark.parametrize("words", ["capture Abu Kamal", "control all 375"])
def test_if_is_conditional(seed_000: Seed, words: str) -> None:
    claim = at(seed_000, words, ClaimType.CAPTURE, ClaimType.HOLD)
    assert claim.mood is Mood.CONDITIONAL
    assert sources(claim) == ""


def test_the_borders_length(seed_000: Seed) -> None:
    claim = at(seed_000, "375 miles", ClaimType.EXTENT)
    assert any("border" in a.text for a in claim.roles(Role.PLACE))


def test_i_was_probably_wrong_is_retracted(seed_003: Seed) -> None:
    claim = at(seed_003, "extended its kill zone")
    assert claim.mood is Mood.RETRACTED
    assert claim.certainty is Certainty.PROBABLE


@pytest.mark.parametrize(
    ("words", "origin"), [("20 kilometers from the second", "base"), ("some 40 kilometers", "al-Tanf")]
)
def test_distances(seed_003: Seed, words: str, origin: str) -> None:
    claim = at(seed_003, words, ClaimType.DISTANCE)
    assert any(origin in a.text for a in claim.roles(Role.ORIGIN))
    assert claim.roles(Role.QUANTITY)


def test_the_zones_radius(seed_003: Seed) -> None:
    claim = at(seed_003, "exclusion zone", ClaimType.ZONE)
    assert any("55 kilometer" in a.text for a in claim.roles(Role.QUANTITY))
