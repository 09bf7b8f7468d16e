"""Filling an empty ledger in one go: the same ledger in the end, or none at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import fogline.ledger
from fogline.errors import LedgerError
from fogline.ledger import ClaimQuery, Ledger

from .test_records import derived
from .world import made


def batches() -> Iterator[list[Any]]:
    """Some reports come twice, one of them with another date."""
    yield [made(n, 3) for n in range(5)]
    report, reading, resolutions = made(2, 3)
    yield [made(1, 3), (replace(report, published=None), reading, resolutions), made(6, 3)]
    yield [made(n, 3) for n in range(6, 12)]


def empty(make: Callable[[], str]) -> str:
    """Where a ledger can be made: a database with an empty one, or the path of no file."""
    place = make()
    if "://" not in place:
        Path(place).unlink()
    return place


def test_a_load_gives_the_ledger_that_adding_gives(make: Callable[[], str]) -> None:
    one, other = make(), empty(make)
    with fogline.ledger.open(one) as ledger:
        added = [ledger.add(batch) for batch in batches()]
    loaded = fogline.ledger.load(other, batches())
    assert (loaded.reports, loaded.claims) == (sum(a.reports for a in added), sum(a.claims for a in added)) == (11, 33)
    with fogline.ledger.open(one) as left, fogline.ledger.open(other) as right:
        assert [c.id for c in left.claims()] == [c.id for c in right.claims()]
        assert left.head().seq == right.head().seq
        for words in ("tell hamra", "observatory", "on 2017"):
            query = ClaimQuery(text=words)
            assert [c.id for c in left.claims(query)] == [c.id for c in right.claims(query)]
        assert right.verify().ok
        right.add([made(40)])
        assert right.verify().ok
        left.add([made(40)])
    assert derived(one) == derived(other)


def test_a_load_that_fails_leaves_nothing(make: Callable[[], str]) -> None:
    place = empty(make)

    def broken() -> Iterator[list[Any]]:
        yield [made(n, 3) for n in range(5)]
        raise RuntimeError("the input ends here")

    with pytest.raises(RuntimeError, match="ends here"):
        fogline.ledger.load(place, broken())
    if "://" not in place:
        assert not list(Path(place).parent.glob(Path(place).name + "*"))
    assert fogline.ledger.load(place, batches()).reports == 11


def test_a_load_adds_to_no_ledger(ledger: Ledger, place: str) -> None:
    ledger.add([made(1)])
    with pytest.raises(LedgerError, match="already"):
        fogline.ledger.load(place, batches())
    assert ledger.counts().reports == 1
