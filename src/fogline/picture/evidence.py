"""For which day a claim speaks, and from when it was known: valid and reported time (SEMANTICS section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fogline.claims import STATES, ClaimType, Interval, LedgerClaim, Phase, ReportKind, Weighed
from fogline.picture.rules import pattern


def reported(entry: LedgerClaim) -> date | None:
    """The day from which a claim counts as known: its report's date, or the recorded day for undated reports."""
    if entry.report.published is not None:
        return entry.report.published
    return entry.recorded.date() if entry.recorded is not None else None


def known(weighed: Sequence[Weighed], as_known_on: date | None) -> list[Weighed]:
    """The claims that count on a day: reported by then and not rejected by a reviewer."""
    kept = [w for w in weighed if w.entry.reviewed != "rejected"]
    if as_known_on is None:
        return kept
    return [w for w in kept if (day := reported(w.entry)) is not None and day <= as_known_on]


def evidence_day(entry: LedgerClaim, on: date) -> tuple[date | None, str, bool]:
    """The latest day up to `on` that the claim speaks for; else None and why. Third: whether the report dates it.

    An event has happened by
    the end of its interval, and no later than its report. Undated claims of dated reports count from the report; those
    of tertiary texts hold at no particular time (SEMANTICS section 3).
    """
    claim, published, valid = entry.claim, entry.report.published, entry.valid
    dated = claim.time is not None and claim.time.value is not None
    if entry.report.kind is ReportKind.TERTIARY and not dated:
        return None, "undated in a tertiary text, so it holds at no particular time", False
    if valid is None or (valid.start is None and valid.end is None):
        if published is None:
            return None, "no date is known for it", False
        if claim.type in STATES and claim.time is not None:
            return None, "its time cannot be resolved", False
        if claim.type not in STATES and pattern("nouns", "named").search(claim.trigger_text):
            return None, "named by a noun and without a day, so it is presupposed, not said to have happened", True
        return _by(published, None, on, by_report=True)
    if claim.type in LASTING and claim.phase in (None, Phase.HOLD):
        return _while_it_lasts(entry, valid, on, dated)
    start = valid.start
    last = valid.end if valid.end is not None else start
    if published is not None and last is not None and (start is None or start <= published):
        last = min(last, published)
    return _by(last, start, on, by_report=not dated)


#: What lasts until it is said to have ended: states, and sieges.
LASTING = STATES | {ClaimType.BESIEGE}


def _while_it_lasts(entry: LedgerClaim, valid: Interval, on: date, dated: bool) -> tuple[date | None, str, bool]:
    """A state speaks for every day of its interval; "since X" until its report, in a tertiary text for X alone.

    "By X" and "until X" (`../X`) speak for X alone: neither says how long it had been so. A single date that is no
    more exact than a year says that it was so at some time in it, and so for its last day.
    """
    published, start, end = entry.report.published, valid.start, valid.end
    tertiary = entry.report.kind is ReportKind.TERTIARY
    if start is None:
        return _by(end, None, on, by_report=not dated)
    if start > on:
        return None, "it speaks of a later day", False
    if end is None:
        last = start if tertiary or published is None else max(published, start)
        return min(on, last), "", not dated
    value = entry.claim.time.value if entry.claim.time is not None else None
    if published is not None and start <= published:
        end = min(end, published)  # what is put forward as so cannot be later than its report
    vague = value is not None and "/" not in value and (end - start).days > 31
    if vague and end > on:
        return None, "it may speak of a later day", False
    return min(on, end), "", not dated


def _by(last: date | None, start: date | None, on: date, *, by_report: bool) -> tuple[date | None, str, bool]:
    if last is None:
        return None, "no date is known for it", False
    if last <= on:
        return last, "", by_report
    if start is not None and start <= on:
        return None, "it may have happened after the day asked about", by_report
    return None, "it speaks of a later day", by_report
