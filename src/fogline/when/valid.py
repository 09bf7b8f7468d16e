"""When a claim holds: its own time, else, for a state, the day of its report."""

from __future__ import annotations

from datetime import date

from fogline.claims import STATES, Claim, Interval, ReportKind
from fogline.when.edtf import interval


def valid(claim: Claim, published: date | None, kind: ReportKind | None = None) -> Interval | None:
    """The days at which the claimed thing held or happened, or None where nothing is known of when.

    A claim with a resolved time has that time. A state without one holds as of the report (codebook section 4), but
    not in a tertiary text, where it holds at no particular time (SEMANTICS section 3). An event without a time is
    undated.
    """
    if claim.time is not None and claim.time.value:
        try:
            return interval(claim.time.value)
        except ValueError:
            return None
    if claim.type in STATES and claim.time is None and published is not None and kind is not ReportKind.TERTIARY:
        return Interval(published, published)
    return None
