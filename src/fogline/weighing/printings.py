"""Which report's text is another's: agency copy by its own marks, copies and shortened copies by alignment.

Who was first is decided by the publication date; on one day by length, because a shortened copy follows the full one.
The order is total, so copies never run in a circle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from fogline.claims import ReportHead
from fogline.weighing.names import body_words, known_body
from fogline.weighing.settings import thresholds
from fogline.weighing.texts import Byline, aligned, bylines, share, tokens


@dataclass(frozen=True, slots=True)
class Printing:
    """What a report's text owes to others.

    `agency` is the agency whose copy it says it is. `of` is the earlier report that it copies, `share` how much of its
    text. `beside` are earlier reports that share some words, for claims copied one by one. `same_day` marks copies
    whose direction is a convention only.
    """

    report: str
    agency: Byline | None = None
    of: str | None = None
    share: float | None = None
    same_day: bool = False
    beside: tuple[str, ...] = ()


def seniority(head: ReportHead, text: str) -> tuple[object, ...]:
    """The order in which reports count as earlier: date (undated last), then the longer text, then id."""
    day = head.published.toordinal() if head.published else 10**9
    return (day, -len(tokens(text).words), head.id)


@dataclass(slots=True)
class Press:
    """All reports at hand with their texts; works out printings from the pairs that may share text."""

    text_of: Callable[[str], str]
    heads: dict[str, ReportHead] = field(default_factory=dict)
    near: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, head: ReportHead, others: Collection[ReportHead] = ()) -> None:
        """Takes in a report, and those that it may share text with."""
        self.heads[head.id] = head
        for other in others:
            if other.id != head.id:
                self.heads[other.id] = other
                self.near[head.id].add(other.id)
                self.near[other.id].add(head.id)

    def printings(self, reports: Iterable[str]) -> dict[str, Printing]:
        """The printing of each report, in order of seniority, so that an original is known before its copies."""
        texts = {r: self.text_of(r) for r in sorted(set(reports))}
        found: dict[str, Printing] = {}
        for r in sorted(texts, key=lambda r: seniority(self.heads[r], texts[r])):
            found[r] = self._printing(r, texts[r], found)
        return self._spread_agencies(found)

    def _printing(self, report: str, text: str, known: Mapping[str, Printing]) -> Printing:
        head, limit = self.heads[report], thresholds("copies")
        own = stated_agency(head, text)
        rank = seniority(head, text)
        best: tuple[float, str] | None = None
        beside: list[str] = []
        for other in sorted(self.near.get(report, ())):
            other_head, other_text = self.heads[other], self.text_of(other)
            if seniority(other_head, other_text) >= rank or not _within(head, other_head, limit["days"]):
                continue
            part = share(text, other_text)
            if part > 0:
                beside.append(other)
            if part >= limit["share"] and (best is None or (-part, other) < (-best[0], best[1])):
                best = (part, other)
        if best is None:
            return Printing(report, own, beside=tuple(beside))
        same_day = head.published is not None and head.published == self.heads[best[1]].published
        return Printing(report, own, best[1], round(best[0], 3), same_day, tuple(beside))

    def _spread_agencies(self, found: dict[str, Printing]) -> dict[str, Printing]:
        """A "told AFP" counts as a byline only where the text is shared with AFP copy, or AFP is named twice."""
        stories = _stories(found)
        backed: dict[str, set[str]] = defaultdict(set)
        for r, p in found.items():
            if p.agency is not None and p.agency.stated:
                backed[stories[r]].add(p.agency.agency)
        settled: dict[str, Printing] = {}
        for r, p in found.items():
            agency = p.agency
            if agency is not None and not agency.stated and agency.times < 2:
                agency = agency if agency.agency in backed[stories[r]] else None
            settled[r] = Printing(p.report, agency, p.of, p.share, p.same_day, p.beside)
        return settled


def _stories(printings: Mapping[str, Printing]) -> dict[str, str]:
    """The first printing of each report's story: copies of copies are one story."""
    first: dict[str, str] = {}
    for r, p in printings.items():  # in order of seniority: an original comes before its copies
        first[r] = first.get(p.of, p.of) if p.of is not None else r
    return first


def stated_agency(head: ReportHead, text: str) -> Byline | None:
    """The agency that a report marks itself as copy of; None where it is the publisher itself or several are named.

    A publisher written "Truthdig (AP)" names its agency too.
    """
    marks = bylines(text)
    publisher = head.publisher or ""
    if "(" in publisher and publisher.endswith(")"):
        inner = publisher[publisher.rindex("(") + 1 : -1]
        named = bylines(f"({inner})")
        if named:
            return named[0]
    others = [m for m in marks if not _is(publisher, m.agency)]
    stated = [m for m in others if m.stated]
    if stated:
        return stated[0]
    return others[0] if len(others) == 1 and len(marks) == 1 else None


@lru_cache(maxsize=4096)
def _is(publisher: str, agency: str) -> bool:
    return bool(publisher) and (
        body_words(publisher) == body_words(agency)
        or known_body(publisher) == agency
        or body_words(agency) <= body_words(publisher)
    )


def _within(a: ReportHead, b: ReportHead, days: int) -> bool:
    if a.published is None or b.published is None:
        return True
    return abs((a.published - b.published).days) <= days


def marks(b: str, a: str) -> tuple[bool, ...]:
    """Which shingles of b are aligned with a; see `texts.aligned`."""
    return _marks(b, a)


@lru_cache(maxsize=512)
def _marks(b: str, a: str) -> tuple[bool, ...]:
    return aligned(b, a)
