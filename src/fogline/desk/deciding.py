"""What a person decides: reviews, corrections, merges, what is known of publishers, redaction."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fogline.claims import ReportKind, Review, ReviewAction
from fogline.desk import lookup, merging, reviewing
from fogline.errors import QuestionError
from fogline.ledger.records import new_review

if TYPE_CHECKING:
    from fogline.desk.desk import Desk


def review(
    desk: Desk, subject: str, action: str, *, value: Any = None, by: str | None = None, note: str | None = None
) -> Review:
    """Append a review of a claim or link: accept, reject, undo, split-origin or join-origin."""
    kind, what = desk.ledger.find(subject)
    done, who = ReviewAction(action), lookup.reviewer(by)
    if kind == "review":  # a merge of actors: to reject it is to take it back
        done = ReviewAction.UNDO if done is ReviewAction.REJECT else done
    elif done is ReviewAction.UNDO:
        what = reviewing.last_of(desk.ledger, what).id
    review = desk.ledger.review(new_review(what, done, by=who, value=value, note=note))
    if kind == "review":
        desk.link()
    return review


def merge(desk: Desk, merged: str, kept: str, *, by: str | None = None, note: str | None = None) -> Review:
    """Decide that an actor known only from reports is another one; an undo of the review takes it back."""
    review = merging.by_hand(desk.ledger, desk.atlas, merged, kept, lookup.reviewer(by), note)
    desk.link()
    return review


def merges(desk: Desk) -> list[dict[str, Any]]:
    """Every merge of actors that was decided, by rule or by a person, and what was taken back."""
    return merging.listed(desk.ledger)


def correct(
    desk: Desk, subject: str, field: str, value: Any, *, by: str | None = None, note: str | None = None
) -> Review:
    """Append a correction of one field; words are given as they stand in the report, or as a span."""
    entry = desk.ledger.claim(desk.ledger.find(subject).id)
    review = reviewing.correction(entry.claim, desk.report(entry.report.id), field, value, desk.atlas)
    return desk.ledger.review(
        new_review(entry.id, ReviewAction.CORRECT, by=lookup.reviewer(by), field=review[0], value=review[1], note=note)
    )


def add_claim(desk: Desk, given: Path | Mapping[str, Any], *, by: str | None = None, note: str | None = None) -> Review:
    """Add a claim that the reader missed, resolve its names and weigh it."""
    claim, report = reviewing.added(desk.ledger, given)
    resolution = desk.atlas.resolve(report, [claim])[0]
    done = desk.ledger.review(reviewing.added_review(claim, resolution, lookup.reviewer(by), note))
    desk.link()
    return done


def publishers(desk: Desk) -> list[dict[str, Any]]:
    """Publishers that reports name or that somebody set, with what is known of them and by whose word."""
    return reviewing.publishers(desk.ledger)


def set_publisher(
    desk: Desk,
    name: str,
    *,
    side: str | None = None,
    kind: str | None = None,
    reliability: str | None = None,
    by: str | None = None,
) -> None:
    """Set what is known of a publisher; what is not given stays."""
    sort = lookup.words(ReportKind, [kind], "kind")[0] if kind else None
    letter = reliability.strip().upper() if reliability else None
    if letter and (len(letter) != 1 or letter not in "ABCDEF"):
        raise QuestionError(f"--reliability {reliability!r}: expected a letter A to F")
    desk.ledger.set_publisher(name, side=side, kind=sort, reliability=letter, by=lookup.reviewer(by))


def diff_readings(desk: Desk, report: str | None = None) -> list[dict[str, Any]]:
    """What the newest reading of a report changed against the one before; of every report without a name."""
    ids = [desk.report_id(report)] if report else [head.id for head in desk.ledger.reports()]
    return [row for id_ in ids if (row := reviewing.difference(desk.ledger, id_)) is not None]


def redact(desk: Desk, report: str, *, why: str, by: str | None = None) -> str:
    """Remove a report's text and raw bytes behind a tombstone."""
    id_ = desk.report_id(report)
    desk.ledger.redact(id_, why, lookup.reviewer(by))
    return f"redacted {id_[:10]}: its text and raw bytes are gone, its hashes and spans stay"
