"""Merges of actors known only from reports: they show in every answer, touch no record, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fogline.claims import Merge, Reading, Report, Resolution
from fogline.errors import QuestionError
from fogline.ledger import EVERYWHERE, ClaimQuery, Ledger, merge_value, new_review

from .world import made

LAYLA, LEILA, LYLA = "entity/omar abu layla", "entity/omar abu leila", "entity/omar abou layla"
NAMES = {LAYLA: "Omar Abu Layla", LEILA: "Omar Abu Leila", LYLA: "Omar Abou Layla"}


def said(seed: int, actor: str) -> tuple[Report, Reading, list[Resolution]]:
    """A report whose claims are all by one actor that no lexicon knows, and its own side."""
    report, reading, resolutions = made(seed, 8)
    named = [
        replace(r, actors=tuple(replace(a, actor=actor, name=NAMES[actor], side=actor) for a in r.actors))
        for r in resolutions
    ]
    return report, reading, named


def merge(ledger: Ledger, merged: str, kept: str, side: str | None = None) -> str:
    value = merge_value(
        Merge(kept, NAMES.get(kept, kept), merged, NAMES.get(merged, merged), "one spelling", 0.9, side)
    )
    return ledger.review(new_review("", "merge-actors", by="Ana", value=value)).id


def of(ledger: Ledger, actor: str) -> set[str]:
    return {c.id for c in ledger.claims(ClaimQuery(actors=[actor]))}


def parties(ledger: Ledger) -> set[str]:
    return {standing.party for standing in ledger.standing()}


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ledger.add([said(1, LAYLA), said(2, LEILA), said(3, LYLA)])
    return ledger


def test_a_merge_shows_in_claims_and_in_who_stands_where(filled: Ledger) -> None:
    mine, others = of(filled, LAYLA), of(filled, LEILA)
    assert {LAYLA, LEILA} <= parties(filled)
    merge(filled, LEILA, LAYLA)
    assert of(filled, LAYLA) == mine | others
    assert of(filled, LEILA) == set()
    assert LEILA not in parties(filled)
    kept = filled.claim(min(others)).actors[0]
    assert (kept.actor, kept.name, kept.side) == (LAYLA, "Omar Abu Layla", LAYLA)
    assert "one spelling" in kept.why
    assert filled.claim(min(others)).reviewed is None  # nobody reviewed the claim
    assert list(filled.merges()) == [LEILA]
    assert set(filled.unknown_actors()) >= {LAYLA, LEILA, LYLA}


def test_a_merge_taken_back_leaves_all_as_it_was_and_both_are_on_record(filled: Ledger) -> None:
    before, claims = parties(filled), {c.id: c for c in filled.claims()}
    word = merge(filled, LEILA, LAYLA)
    filled.review(new_review(word, "undo", by="Ben", note="two persons"))
    assert (parties(filled), {c.id: c for c in filled.claims()}, filled.merges()) == (before, claims, {})
    assert [str(r.action) for r in filled.reviews()] == ["merge-actors", "undo"]
    assert filled.reviews()[0].subject == EVERYWHERE
    merge(filled, LEILA, LAYLA)
    assert LEILA not in parties(filled)


def test_merges_follow_one_another_and_come_apart_in_any_order(filled: Ledger) -> None:
    alone = {actor: of(filled, actor) for actor in NAMES}
    first = merge(filled, LEILA, LAYLA)
    second = merge(filled, LAYLA, LYLA)
    assert of(filled, LYLA) == alone[LAYLA] | alone[LEILA] | alone[LYLA]
    filled.review(new_review(first, "undo", by="Ana"))
    assert (of(filled, LEILA), of(filled, LYLA)) == (alone[LEILA], alone[LAYLA] | alone[LYLA])
    filled.review(new_review(second, "undo", by="Ana"))
    assert {actor: of(filled, actor) for actor in NAMES} == alone


def test_reports_that_come_later_are_read_with_the_merge(filled: Ledger) -> None:
    merge(filled, LEILA, LAYLA)
    filled.add([said(4, LEILA), said(5, LAYLA)])
    assert of(filled, LEILA) == set()
    assert {c.key for c in said(4, LEILA)[1].claims} <= of(filled, LAYLA)
    assert LEILA not in parties(filled)


def test_a_past_moment_is_answered_with_the_merges_of_that_moment(filled: Ledger) -> None:
    others, before = of(filled, LEILA), datetime.now(UTC)
    merge(filled, LEILA, LAYLA)
    then = {c.id for c in filled.claims(ClaimQuery(actors=[LEILA], as_recorded_at=before))}
    assert then == others


def test_into_a_known_actor_the_side_comes_along(filled: Ledger) -> None:
    merge(filled, LEILA, "test/red", side="red")
    refs = [a for c in filled.claims(ClaimQuery(actors=["test/red"])) for a in c.actors]
    assert refs
    assert {a.side for a in refs} == {"red"}
    assert LEILA not in parties(filled)


def test_a_source_that_is_merged_is_one_source(ledger: Ledger) -> None:
    ledger.add([made(n, 6) for n in range(1, 5)])
    spokesman, monitor = "entity/a ministry spokesman", "entity/the Observatory"
    both = [c.id for c in ledger.claims(ClaimQuery(sources=[spokesman, monitor]))]
    assert 0 < len(ledger.claims(ClaimQuery(sources=[monitor]))) < len(both)
    merge(ledger, spokesman, monitor)
    assert [c.id for c in ledger.claims(ClaimQuery(sources=[monitor]))] == both


@pytest.mark.parametrize(
    ("merged", "kept", "problem"),
    [
        ("test/red", LAYLA, "known to the atlas"),
        (LAYLA, LAYLA, "one already"),
        (LAYLA, LEILA, "one already"),  # LEILA is a LAYLA by then
    ],
)
def test_what_is_no_merge_is_refused_and_not_recorded(filled: Ledger, merged: str, kept: str, problem: str) -> None:
    merge(filled, LEILA, LAYLA)
    head = filled.head()
    with pytest.raises(QuestionError, match=problem):
        merge(filled, merged, kept)
    with pytest.raises(QuestionError, match="merge"):
        filled.review(new_review("", "merge-actors", by="Ana", value={"kept": LAYLA}))
    assert filled.head() == head


def test_merges_are_in_the_chain_and_survive_a_rebuild(filled: Ledger) -> None:
    word = merge(filled, LEILA, LAYLA)
    merge(filled, LYLA, LAYLA)
    filled.review(new_review(word, "undo", by="Ana"))
    before, standing = filled.claims(), filled.standing()
    assert filled.verify().ok
    filled.rebuild_projections()
    assert (filled.claims(), filled.standing()) == (before, standing)
    assert filled.verify().ok
