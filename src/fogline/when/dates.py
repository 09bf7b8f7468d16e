"""Dates of the calendar: `4 July 2014`, `July 4-6`, `2011-13`, `21:30 local time`, `Christmas Eve`."""

from __future__ import annotations

import re
from datetime import date

from fogline.when import lexicon as words
from fogline.when.moment import (
    Context,
    Moment,
    UnresolvedError,
    day_moment,
    month_moment,
    span_moment,
    year_moment,
    years_moment,
)

ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_SEPARATORS = frozenset({"-", "and", "to", "/", ",", "through", "until", "till"})

Found = tuple[Moment, int]


class Calendar:
    """Reads dates of the calendar from the tokens of one expression: each method tries at a token."""

    __slots__ = ("context", "size", "words")

    def __init__(self, word_list: list[str], context: Context) -> None:
        self.words, self.size, self.context = word_list, len(word_list), context

    def word(self, index: int) -> str:
        """The token there, empty beyond the ends."""
        return self.words[index] if 0 <= index < self.size else ""

    def iso(self, index: int, word: str) -> Found | None:
        numbers = [int(part) for part in word.split("-")]
        try:
            if len(numbers) == 3:
                return day_moment(date(*numbers)), index + 1
            year, second = numbers
            if 1 <= second <= 12:
                return month_moment(year, second), index + 1
            if second > year % 100:
                return years_moment(year, year - year % 100 + second), index + 1
        except ValueError:
            return None
        return None

    def clock(self, index: int) -> Found:
        """A time of day: the day is the report's unless another word names it."""
        while self.word(index) in {"am", "pm", "a", "p", "m", "local", "time", "gmt", "utc", "hours"}:
            index += 1
        return self.clock_today(index)

    def clock_today(self, index: int) -> Found:
        day = self.context.anchor or self.context.now
        return Moment(day.isoformat(), day, day, "clock"), index

    def year(self, index: int, year: int) -> Found | None:
        after = self.word(index + 1)
        if after in {"local", "hours", "gmt", "hrs", "utc"} and year % 100 < 60 and year < 2400:
            return self.clock(index + 1)
        if not 1900 <= year <= 2100:
            return None
        end = self.word(index + 2)
        short = after == "-" and end.isdigit() and len(end) == 2 and int(end) > year % 100
        if short and self.word(index + 3) not in words.MONTHS:
            return years_moment(year, year - year % 100 + int(end)), index + 3
        return year_moment(year), index + 1

    def day_month(self, index: int) -> Found | None:
        """`4 July`, `4th of July 2014`, `3 - 6 October`, `5, 15 and 20 May`."""
        days: list[int] = []
        separators: list[str] = []
        at = index
        while True:
            match = ORDINAL.fullmatch(self.word(at))
            if match is None:
                return None
            days.append(int(match[1]))
            at += 1
            while self.word(at) in {"of", "the"}:
                at += 1
            if self.word(at) in words.MONTHS:
                break
            if self.word(at) not in _SEPARATORS:
                return None
            separators.append(self.word(at))
            at += 1
            if self.word(at) == "the":
                at += 1
        month = words.MONTHS[self.word(at)]
        year, at = self.year_after(at + 1)
        moment = self._days(days, separators, month, year)
        return (moment, at) if moment else None

    def year_after(self, index: int) -> tuple[int | None, int]:
        """A year, or `this year` and `last year`, behind a month or a day, and where to go on."""
        at = index + (self.word(index) == ",") + (self.word(index) in {"of", "in"})
        word = self.word(at)
        if len(word) == 4 and word.isdigit() and 1900 <= int(word) <= 2100:
            return int(word), at + 1
        if self.word(at + 1) == "year" and (word in words.THIS or word in words.LAST or word in words.NEXT):
            shift = 0 if word in words.THIS else -1 if word in words.LAST else 1
            return self.context.now.year + shift, at + 2
        return None, index

    def _year_of(self, month: int, day: int = 1) -> int:
        """The year of a date without one; of two ends of a stretch the later may name it for both."""
        try:
            return self.context.year_of(month, day)
        except UnresolvedError:
            years = [int(word) for word in self.words if len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")]
            if len(years) != 1:
                raise
            return years[0]

    def _days(self, days: list[int], separators: list[str], month: int, year: int | None) -> Moment | None:
        given = year is not None
        try:
            if year is None:
                year = self._year_of(month, days[-1])
            moments = [date(year, month, day) for day in days]
        except ValueError:
            raise UnresolvedError from None  # no such day, as 31 February
        if len(moments) == 1:
            return day_moment(moments[0], dated=given)
        if len(moments) > 2 or separators[0] == ",":
            listed = ",".join(day.isoformat() for day in moments)
            return Moment(f"{{{listed}}}", min(moments), max(moments), "span", given)
        if moments[0] > moments[1]:
            return None
        return span_moment(moments[0], moments[1], dated=given)

    def month(self, index: int) -> Found | None:
        """`July`, `July 2014`, `July 4`, `July 4-6, 2014`, `July last year`."""
        month = words.MONTHS[self.word(index)]
        at = index + 1
        at += self.word(at) == "the"
        match = ORDINAL.fullmatch(self.word(at))
        if match and 1 <= int(match[1]) <= 31 and self.word(at + 1) not in {"hours", "days", "years"}:
            days, separators = [int(match[1])], []
            at += 1
            while self.word(at) in _SEPARATORS:
                more = ORDINAL.fullmatch(self.word(at + 1))
                if more is None or self.word(at + 2) in words.MONTHS:
                    break
                separators.append(self.word(at))
                days.append(int(more[1]))
                at += 2
            year, at = self.year_after(at)
            moment = self._days(days, separators, month, year)
            return (moment, at) if moment else None
        year, at = self.year_after(index + 1)
        if year is None:
            return month_moment(self._year_of(month), month, dated=False), index + 1
        return month_moment(year, month), at

    def feast(self, index: int) -> Found | None:
        for length in (2, 1):
            name = tuple(self.words[index : index + length])
            if name in words.FEASTS:
                month, day = words.FEASTS[name]
                year, at = self.year_after(index + length)
                given = year is not None
                return day_moment(date(year or self._year_of(month, day), month, day), dated=given), at
        return None
