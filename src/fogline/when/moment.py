"""A moment: what one stretch of a time expression says, as EDTF with its first and last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from fogline.when.edtf import month_end, season_bounds, write_span

Kind = Literal["day", "clock", "month", "year", "season", "span"]
Tense = Literal["past", "future"] | None


class UnresolvedError(Exception):
    """The words say when, but relative to a day that is not known."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Days that an expression names. `dated` is False where the year had to be supplied."""

    edtf: str
    first: date
    last: date
    kind: Kind
    dated: bool = True


#: A day without a year and without a tense that lies no further ahead than this is taken to be coming.
SOON_DAYS = 31


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against: the report's day, the claim's tense, and what the text last spoke of.

    `anchor` is the day last spoken of; `story` the last time named, however coarse: its year serves where the report
    has no date.
    """

    published: date | None
    tense: Tense
    anchor: date | None = None
    story: date | None = None

    @property
    def now(self) -> date:
        if self.published is None:
            raise UnresolvedError
        return self.published

    @property
    def then(self) -> date:
        if self.anchor is None:
            raise UnresolvedError
        return self.anchor

    @property
    def lately(self) -> date:
        """The last time named, to within a month or a year."""
        return self.story or self.then

    def year_of(self, month: int, day: int = 1) -> int:
        """The year of a date without one: the report's, unless the date would lie on the wrong side of it.

        With an undated report the year of the time last named serves; past its winter the story goes on, or back.
        """
        if self.published is None:
            then = self.lately
            return then.year + (then.month - month >= 9) - (month - then.month >= 10)
        now = self.published
        if self.tense == "future":
            # A plan may well name a date just gone; half a year back it must be next year's.
            return now.year + ((now.year * 12 + now.month) - (now.year * 12 + month) >= 5)
        if self.tense is None and day > 1:
            # Nothing says on which side: news names a day of the coming weeks without its year, of last year with it.
            soon = now + timedelta(SOON_DAYS)
            return soon.year - ((month, day) > (soon.month, soon.day))
        return now.year - ((month, day) > (now.month, now.day if day > 1 else 31))


def day_moment(day: date, *, dated: bool = True) -> Moment:
    return Moment(day.isoformat(), day, day, "day", dated)


def month_moment(year: int, month: int, *, dated: bool = True) -> Moment:
    return Moment(f"{year:04}-{month:02}", date(year, month, 1), month_end(year, month), "month", dated)


def year_moment(year: int, *, dated: bool = True) -> Moment:
    return Moment(f"{year:04}", date(year, 1, 1), date(year, 12, 31), "year", dated)


def season_moment(year: int, season: int, *, dated: bool = True) -> Moment:
    return Moment(f"{year:04}-{season}", *season_bounds(year, season), "season", dated)


def span_moment(first: date, last: date, *, dated: bool = True) -> Moment:
    return Moment(write_span(first, last), first, last, "span", dated)


def part_of(part: str, whole: Moment) -> Moment:
    """A part of a longer moment: `mid`, `end`, `start`; early, late, rest and the middle of a month stay the whole.

    End and start are written as an approximate day (of a year: month), as the hand-coded corpora do.
    """
    if part == "mid" and whole.kind == "year":
        year = whole.first.year
        return Moment(f"{year:04}-06~", date(year, 5, 1), date(year, 8, 31), "span", whole.dated)
    if part == "end" and whole.kind == "month":
        return Moment(f"{whole.last.isoformat()}~", whole.last - timedelta(6), whole.last, "span", whole.dated)
    if part == "end" and whole.kind == "year":
        return month_moment(whole.first.year, 12, dated=whole.dated)
    if part == "end" and whole.kind == "span":
        return day_moment(whole.last)
    if part == "start" and whole.kind in ("month", "span"):
        return Moment(f"{whole.first.isoformat()}~", whole.first, whole.first + timedelta(1), "span", whole.dated)
    if part == "start" and whole.kind == "year":
        year = whole.first.year
        return Moment(f"{year:04}-01~", date(year, 1, 1), date(year, 2, 28), "span", whole.dated)
    return whole


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier (negative: later), or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def years_moment(first: int, last: int) -> Moment:
    return Moment(f"{first:04}/{last:04}", date(first, 1, 1), date(last, 12, 31), "span", True)


def months_moment(first: date, last: date) -> Moment:
    edtf = f"{first.year:04}-{first.month:02}/{last.year:04}-{last.month:02}"
    return Moment(edtf, first.replace(day=1), month_end(last.year, last.month), "span")
