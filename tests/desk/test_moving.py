"""Claims that are kept from question to question must be those of the ledger, whatever was recorded in between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import fogline
from fogline import picture
from fogline.desk import Desk
from fogline.ledger import ClaimQuery
from tests.ledger.world import made

MOVING = ClaimQuery(types=picture.MOVING)


def rejected(desk: Desk) -> None:
    desk.review(desk.ledger.claims(MOVING)[0].id, "reject", by="A. Editor")


def corrected(desk: Desk) -> None:
    desk.correct(desk.ledger.claims(MOVING)[1].id, "mood", "conditional", by="A. Editor")


def taken_back(desk: Desk) -> None:
    id_ = desk.ledger.claims(MOVING)[2].id
    desk.review(id_, "accept", by="A. Editor")
    desk.moving.claims()
    desk.review(id_, "undo", by="A. Editor")


def split_and_joined(desk: Desk) -> None:
    first, second, third = (c.id for c in desk.ledger.claims(MOVING)[:3])
    desk.review(first, "split-origin", by="A. Editor")
    desk.moving.claims()
    desk.review(second, "join-origin", value=first, by="A. Editor")
    desk.moving.claims()
    desk.review(third, "join-origin", value=second, by="A. Editor")


def unlinked(desk: Desk) -> None:
    moving = {c.id for c in desk.ledger.claims(MOVING)}
    link = next(link for link in desk.links() if {link.a, link.b} & moving)
    desk.review(link.id, "reject", by="A. Editor")


def read_another(desk: Desk) -> None:
    report = "Rebels captured the town of Zakf from Islamic State on Friday, a monitor said."
    (Path(desk.ledger.where).parent / "late.txt").write_text(report)
    desk.read(str(Path(desk.ledger.where).parent / "late.txt"), published="2017-06-19", publisher="Desk")


def weighed_later(desk: Desk) -> None:
    """As reading does it: first the claims, then their weighing, which records nothing where it finds no links."""
    desk.ledger.add([made(1, 1)])
    desk.moving.claims()
    before = desk.head()
    desk.link()
    assert desk.head() == before


def redacted(desk: Desk) -> None:
    desk.redact(desk.ledger.claims(MOVING)[0].report.id, why="a name in it", by="A. Editor")


def numbered_anew(desk: Desk) -> None:
    """Reviewed entries have high numbers; rebuilt ones are counted from one again."""
    rejected(desk)
    corrected(desk)
    desk.moving.claims()
    desk.ledger.rebuild_projections()
    desk.review(desk.ledger.claims(MOVING)[3].id, "accept", by="A. Editor")


@pytest.mark.parametrize(
    "change",
    [rejected, corrected, taken_back, split_and_joined, unlinked, read_another, weighed_later, redacted, numbered_anew],
    ids=lambda change: change.__name__,
)
def test_kept_claims_are_those_of_the_ledger(own_ledger: Path, change: Callable[[Desk], None]) -> None:
    with fogline.open(own_ledger, create=False) as desk:
        before = list(desk.moving.claims())
        assert before == desk.ledger.weighed(MOVING)
        change(desk)
        after = list(desk.moving.claims())
        assert after == desk.ledger.weighed(MOVING)
        assert after != before or change is taken_back


def test_what_did_not_change_is_not_read_again(own_ledger: Path) -> None:
    with fogline.open(own_ledger, create=False) as desk:
        before = {w.entry.id: w for w in desk.moving.claims()}
        id_ = next(id_ for id_, w in before.items() if not w.links)
        desk.review(id_, "accept", by="A. Editor")
        after = {w.entry.id: w for w in desk.moving.claims()}
        assert {i for i in after if after[i] is not before[i]} == {id_}
        assert after[id_].entry.reviewed == "accepted"
