"""Taking in a review: checked against what it is about, appended, and carried into the effective form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import and_, select, text

from fogline.claims import Link, Review, ReviewAction
from fogline.errors import QuestionError
from fogline.ledger import schema
from fogline.ledger.decode import claim_from
from fogline.ledger.effective import EVERYWHERE, corrected, fixed
from fogline.ledger.hydrate import ledger_claims
from fogline.ledger.linking import claim_numbers, project_link_review
from fogline.ledger.merging import check_merge, everywhere, merge_from, merges_of, reports_of
from fogline.ledger.pen import Pen
from fogline.ledger.projection import project_report
from fogline.ledger.records import added_key, link_from, resolution_of, review_body, review_from, review_id
from fogline.ledger.words import Terms

_ON_CLAIMS = {ReviewAction.ACCEPT, ReviewAction.REJECT, ReviewAction.CORRECT}
_ON_ORIGINS = {ReviewAction.SPLIT_ORIGIN, ReviewAction.JOIN_ORIGIN}


def write_review(pen: Pen, review: Review) -> Review:
    """Append a review; the same review again (same words, same moment) adds nothing. Its id is worked out here.

    Raises QuestionError where the subject is unknown or the value cannot be used; then nothing is appended.
    """
    review = _complete(replace(review, action=ReviewAction(review.action)))
    review = replace(review, id=review_id(review))
    r = schema.review
    id_ = bytes.fromhex(review.id)
    if pen.conn.execute(select(r.c.seq).where(r.c.id == id_)).scalar() is not None:
        return review
    report = subject_report(pen, review)
    _check(pen, review)
    if review.action is ReviewAction.ADD and review.subject not in claim_numbers(pen.conn, [review.subject]):
        assert report is not None
        pen.put(schema.claim, pen.next(schema.claim), bytes.fromhex(review.subject), report)
    seq = pen.record("review", id_, id_)
    pen.put(r, seq, id_, review.subject, review.action.value, report, review_body(review))
    pen.flush()
    project_review(pen, review, report, seq)
    return review


def project_review(pen: Pen, review: Review, report: int | None, seq: int) -> None:
    """Carry a review into the derived tables."""
    target = review
    while target.action is ReviewAction.UNDO:
        target = _review(pen, target.subject)
    if report is None:
        project_link_review(pen, target.subject, seq)
    elif target.action is ReviewAction.MERGE_ACTORS:
        before = merges_of(everywhere(pen.conn, seq - 1))
        for number in reports_of(pen.conn, merge_from(target.value), before):
            project_report(pen, number, seq)
    elif report == 0:
        for number in _reports_naming(pen, target.value["text"]):
            project_report(pen, number, seq)
    else:
        project_report(pen, report, seq)


def _complete(review: Review) -> Review:
    """Fill in the subject of what a person adds: it follows from the value."""
    if review.action is ReviewAction.ADD:
        return replace(review, subject=added_key(review.value))
    if review.action is ReviewAction.ADD_LINK:
        return replace(review, subject=link_from(review.value).id)
    if review.action is ReviewAction.MERGE_ACTORS:
        return replace(review, subject=EVERYWHERE)
    return review


def subject_report(pen: Pen, review: Review) -> int | None:
    """The report that a review bears on: 0 for everywhere, None for a link; QuestionError where there is none."""
    if review.subject == EVERYWHERE:
        return 0
    if review.action is ReviewAction.UNDO:
        row = _review_row(pen, review.subject)
        report: int | None = row.report
        return report
    try:
        id_ = bytes.fromhex(review.subject)
    except ValueError:
        raise QuestionError(
            f"review: {review.subject!r} is no id; give the whole id of a claim, link or report"
        ) from None
    if review.action is ReviewAction.ADD:
        id_ = bytes.fromhex(review.value["report"])
    if review.action is ReviewAction.ADD_LINK:
        return None
    c, p = schema.claim, schema.report
    if review.action is not ReviewAction.ADD:
        found = pen.conn.execute(select(c.c.report).where(c.c.key == id_)).scalar()
        if found is not None:
            return int(found)
    if review.action in (ReviewAction.FIX_RESOLUTION, ReviewAction.ADD):
        found = pen.conn.execute(select(p.c.report).where(p.c.id == id_)).scalar()
        if found is not None:
            return int(found)
    elif review.action in (ReviewAction.ACCEPT, ReviewAction.REJECT):
        n = schema.link_now
        if pen.conn.execute(select(n.c.row).where(n.c.id == id_).limit(1)).scalar() is not None:
            return None
    raise QuestionError(
        f"review: {review.subject} is no {'report' if review.action is ReviewAction.ADD else 'claim, link or report'} "
        "of this ledger; `fogline claims` lists the ids"
    )


def _check(pen: Pen, review: Review) -> None:
    """Try the value on what it is about, so that nothing is appended that cannot be applied."""
    action, value = review.action, review.value
    if action is ReviewAction.CORRECT:
        corrected(_claim(pen, review.subject), review.field, value)
    elif action is ReviewAction.ADD:
        resolution_of(value["resolution"])
        claim_from(value["claim"], value["report"])
    elif action is ReviewAction.ADD_LINK:
        link: Link = link_from(value)
        known = claim_numbers(pen.conn, {link.a, link.b})
        if missing := {link.a, link.b} - known.keys():
            raise QuestionError(f"review: a link needs two claims of this ledger; {min(missing)} is none")
    elif action is ReviewAction.FIX_RESOLUTION:
        if not isinstance(value, dict) or "text" not in value or not ({"place", "actor"} & value.keys()):
            raise QuestionError(
                f"review: a resolution is fixed by {{text, place}} or {{text, actor}}, not by {value!r}"
            )
        fixed(review, (), (), ())
    elif action is ReviewAction.MERGE_ACTORS:
        check_merge(value, merges_of(everywhere(pen.conn, pen.seq)))
    elif action is ReviewAction.JOIN_ORIGIN and value not in claim_numbers(pen.conn, [str(value)]):
        raise QuestionError(
            f"review: an origin is joined to that of another claim; {value!r} is no claim of this ledger"
        )


def _claim(pen: Pen, key: str) -> Any:
    """The claim as it stands, for trying a correction on."""
    e, c = schema.entry, schema.claim
    entry = pen.conn.execute(
        select(e.c.entry).join(c, c.c.claim == e.c.claim).where(and_(c.c.key == bytes.fromhex(key), e.c.ends.is_(None)))
    ).scalar()
    if entry is None:
        raise QuestionError(f"review: claim {key} does not stand in the newest reading of its report")
    return ledger_claims(pen.conn, pen.memory, [entry])[0][1].claim


def _review_row(pen: Pen, id_: str) -> Any:
    r = schema.review
    try:
        row = pen.conn.execute(select(r).where(r.c.id == bytes.fromhex(id_))).one_or_none()
    except ValueError:
        row = None
    if row is None:
        raise QuestionError(f"review: {id_!r} is no review of this ledger, so it cannot be undone")
    return row


def _review(pen: Pen, id_: str) -> Review:
    row = _review_row(pen, id_)
    return review_from(id_, row.body)


def _reports_naming(pen: Pen, words_of: str) -> list[int]:
    """Reports whose text has these words: only there can a mention be that a fix for everywhere changes."""
    terms = Terms(f'"{words_of}"')
    if pen.store.postgres:
        sql, question = "SELECT report FROM report_words WHERE words @@ CAST(:q AS tsquery)", terms.tsquery()
    else:
        sql, question = "SELECT rowid FROM report_words WHERE report_words MATCH :q", terms.fts5()
    return sorted(pen.conn.execute(text(sql), {"q": question}).scalars())
