"""The grammar of time expressions: words to moments.

One pass over the tokens of an expression: `Grammar.at` tries to read a moment at a token and says where it ends.
Each method reads one family of expressions; choices of meaning follow the codebook (sections 4 and 6).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from fogline.when import lexicon as words
from fogline.when.edtf import SEASONS, month_end, week_of
from fogline.when.moment import (
    Context,
    Moment,
    Tense,
    UnresolvedError,
    day_moment,
    month_moment,
    months_before,
    part_of,
    season_moment,
    span_moment,
    year_moment,
)

_TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d|\d{4}-\d\d(?!\d)|\d{1,2}:\d\d|\d+(?:st|nd|rd|th|s)?(?![a-z])|[a-z]+(?:'s)?|\d+|[-,/]"
)
_CLEAN = str.maketrans({"’": "'", "‘": "'", "–": " - ", "—": " - ", "−": " - ", "\u00a0": " ", "-": "-"})
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_SEPARATORS = frozenset({"-", "and", "to", "/", ",", "through", "until", "till"})
_PARTS = {
    "end": "end",
    "close": "end",
    "beginning": "start",
    "start": "start",
    "middle": "mid",
    "rest": "rest",
    "half": "rest",
}
_EDGES = {"early": "early", "late": "late", "earlier": "early", "later": "late", "mid": "mid"}
_SKIP = frozenset({"the", "on", "in", "of", "hours", "very", "this", "-", "at", "part"})

Found = tuple[Moment, int]


def tokens(expression: str) -> list[str]:
    """The words, numbers and marks of an expression, in lower case."""
    return _TOKEN.findall(expression.lower().translate(_CLEAN))


class Grammar:
    """Reads moments from the tokens of one expression; raises UnresolvedError where a day is needed but unknown."""

    __slots__ = ("context", "size", "words")

    def __init__(self, word_list: list[str], context: Context) -> None:
        self.words, self.size, self.context = word_list, len(word_list), context

    def word(self, index: int) -> str:
        return self.words[index] if 0 <= index < self.size else ""

    def at(self, index: int) -> Found | None:
        """The moment that starts at this token and the token after it, if one starts there."""
        word = self.word(index)
        first = word[:1]
        if not first.isalnum():
            return None
        if first.isdigit():
            return self._number(index, word)
        if word in words.MONTHS:
            return self._month(index)
        bare = word.removesuffix("'s")
        if (bare if bare in words.WEEKDAYS else bare.removesuffix("s")) in words.WEEKDAYS:
            return self._weekday(index)
        if word == "last" and (portion := self._portion(index, True)):
            return portion
        if word in words.LAST or word in words.THIS or word in words.NEXT:
            return self._relative(index)
        if word in words.TODAY:
            return day_moment(self.context.now), index + 1
        if word in _EDGES:
            return self._edge(index)
        if word in _PARTS:
            return self._part(index)
        if word in words.TIMES_OF_DAY:
            return self._clock_today(index + 1)
        if word in words.NUMBERS or word in words.APPROXIMATE:
            return self._amount(index)
        if word in words.SEASON_NAMES:
            return self._season(index)
        if word in words.FEAST_STARTS:
            return self._feast(index)
        return self._named(index, bare)

    # -- absolute ---------------------------------------------------------------------------------------------------

    def _number(self, index: int, word: str) -> Found | None:
        if "-" in word:
            return self._iso(index, word)
        if ":" in word:
            return self._clock(index + 1)
        if word.endswith("s") and len(word) == 5 and word[3] == "0":
            decade = int(word[:4])
            return Moment(f"{word[:3]}X", date(decade, 1, 1), date(decade + 9, 12, 31), "span", True), index + 1
        if word.isdigit() and len(word) == 4:
            return self._year(index, int(word))
        match = _ORDINAL.fullmatch(word)
        if match and 1 <= int(match[1]) <= 31:
            return self._day_month(index) or (self._amount(index) if word.isdigit() else None)
        return self._amount(index) if word.isdigit() else None

    def _iso(self, index: int, word: str) -> Found | None:
        numbers = [int(part) for part in word.split("-")]
        try:
            if len(numbers) == 3:
                return day_moment(date(*numbers)), index + 1
            year, second = numbers
            if 1 <= second <= 12:
                return month_moment(year, second), index + 1
            if second > year % 100:
                return _years(year, year - year % 100 + second), index + 1
        except ValueError:
            return None
        return None

    def _clock(self, index: int) -> Found:
        """A time of day: the day is the report's unless another word names it."""
        while self.word(index) in {"am", "pm", "a", "p", "m", "local", "time", "gmt", "utc", "hours"}:
            index += 1
        return self._clock_today(index)

    def _clock_today(self, index: int) -> Found:
        day = self.context.anchor or self.context.now
        return Moment(day.isoformat(), day, day, "clock"), index

    def _year(self, index: int, year: int) -> Found | None:
        after = self.word(index + 1)
        if after in {"local", "hours", "gmt", "hrs", "utc"} and year % 100 < 60 and year < 2400:
            return self._clock(index + 1)
        if not 1900 <= year <= 2100:
            return None
        end = self.word(index + 2)
        short = after == "-" and end.isdigit() and len(end) == 2 and int(end) > year % 100
        if short and self.word(index + 3) not in words.MONTHS:
            return _years(year, year - year % 100 + int(end)), index + 3
        return year_moment(year), index + 1

    def _day_month(self, index: int) -> Found | None:
        """`4 July`, `4th of July 2014`, `3 - 6 October`, `5, 15 and 20 May`."""
        days: list[int] = []
        separators: list[str] = []
        at = index
        while True:
            match = _ORDINAL.fullmatch(self.word(at))
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
        year, at = self._year_after(at + 1)
        moment = self._days(days, separators, month, year)
        return (moment, at) if moment else None

    def _year_after(self, index: int) -> tuple[int | None, int]:
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

    def _month(self, index: int) -> Found | None:
        """`July`, `July 2014`, `July 4`, `July 4-6, 2014`, `July last year`."""
        month = words.MONTHS[self.word(index)]
        at = index + 1
        at += self.word(at) == "the"
        match = _ORDINAL.fullmatch(self.word(at))
        if match and 1 <= int(match[1]) <= 31 and self.word(at + 1) not in {"hours", "days", "years"}:
            days, separators = [int(match[1])], []
            at += 1
            while self.word(at) in _SEPARATORS:
                more = _ORDINAL.fullmatch(self.word(at + 1))
                if more is None or self.word(at + 2) in words.MONTHS:
                    break
                separators.append(self.word(at))
                days.append(int(more[1]))
                at += 2
            year, at = self._year_after(at)
            moment = self._days(days, separators, month, year)
            return (moment, at) if moment else None
        year, at = self._year_after(index + 1)
        if year is None:
            return month_moment(self._year_of(month), month, dated=False), index + 1
        return month_moment(year, month), at

    # -- against the report's day -------------------------------------------------------------------------------------

    def _weekday(self, index: int) -> Found | None:
        at = index + 1
        at += self.word(at) == ","
        if self.word(at) in words.MONTHS or self.word(at)[:1].isdigit():
            exact = self.at(at)
            if exact and exact[0].kind == "day":
                return self._agreeing(exact[0], self._weekday_number(index)), exact[1]
        return day_moment(self._weekday_near(self._weekday_number(index), 0, self.context.tense)), index + 1

    def _agreeing(self, moment: Moment, weekday: int) -> Moment:
        """A day without a year in the nearest year in which it falls on the weekday ("Sunday November 4")."""
        if moment.dated or moment.first.weekday() == weekday:
            return moment
        for shift in (1, -1):
            try:
                other = moment.first.replace(year=moment.first.year + shift)
            except ValueError:
                continue
            if other.weekday() == weekday:
                return day_moment(other, dated=False)
        return moment

    def _weekday_number(self, index: int) -> int:
        bare = self.word(index).removesuffix("'s")
        return words.WEEKDAYS[bare if bare in words.WEEKDAYS else bare.removesuffix("s")]

    def _weekday_near(self, weekday: int, least: int, tense: Tense) -> date:
        """The nearest such weekday, at least so many days off, backward or, for the future, forward."""
        now = self.context.now
        if tense == "future":
            ahead = (weekday - now.weekday()) % 7
            return now + timedelta(ahead if ahead >= least else 7)
        back = (now.weekday() - weekday) % 7
        return now - timedelta(back if back >= least else 7)

    def _relative(self, index: int) -> Found | None:
        """`last Friday`, `this month`, `next week`, `the past three days`, `the following day`."""
        word = self.word(index)
        way = -1 if word in words.LAST else 1 if word in words.NEXT else 0
        at = index + 1
        while self.word(at) in words.APPROXIMATE:
            at += 1
        noun = self.word(at)
        if noun in words.VAGUE:
            raise UnresolvedError
        number = self._count(at)
        if number is not None and self.word(at + 1) in words.UNITS and way:
            return self._stretch(words.UNITS[self.word(at + 1)], number, way), at + 2
        if noun in words.UNITS:
            moment = self._unit(word, way, noun, words.UNITS[noun])
            return (moment, at + 1) if moment else None
        if noun == "weekend":
            return self._weekend(way), at + 1
        if noun in words.TIMES_OF_DAY:
            narrated = word in {"following", "next", "previous", "preceding"}
            return day_moment((self.context.then if narrated else self.context.now) + timedelta(way)), at + 1
        bare = noun.removesuffix("'s").removesuffix("s")
        if noun in words.MONTHS:
            if _ORDINAL.fullmatch(self.word(at + 1)):
                return self._month(at)
            return self._month_near(words.MONTHS[noun], way), at + 1
        if bare in words.WEEKDAYS:
            least = 1 if way else 0
            tense: Tense = self.context.tense if not way else "past" if way < 0 else "future"
            return day_moment(self._weekday_near(words.WEEKDAYS[bare], least, tense)), at + 1
        if noun in words.SEASON_NAMES:
            return self._season_near(words.SEASON_NAMES[noun], way), at + 1
        return None

    def _unit(self, word: str, way: int, noun: str, unit: str) -> Moment | None:
        """`last week`, `this month`, `next year`, `the following day`, `the past hour`."""
        if noun.endswith("s"):
            raise UnresolvedError
        if noun == "night" and word in {"last", "this", "past"}:
            return day_moment(self.context.now + timedelta(min(way, 0)))
        if unit == "day":
            if word in {"following", "next", "previous", "preceding"}:
                return day_moment(self.context.then + timedelta(way))
            return None if word == "present" else self._stretch("day", 1, way) if way else day_moment(self.context.now)
        if word == "past" or (word == "last" and "the" in self.words):
            return self._stretch(unit, 1, -1)
        now = self.context.lately if word in {"following", "previous", "preceding"} else self.context.now
        if unit == "week":
            return span_moment(*week_of(now + timedelta(7 * way)))
        if unit == "month":
            shifted = months_before(now.replace(day=1), -way)
            return month_moment(shifted.year, shifted.month)
        if unit == "year":
            return year_moment(now.year + way, dated=False)
        return day_moment(now) if unit == "hour" else None

    def _stretch(self, unit: str, number: int, way: int) -> Moment:
        """So many days, weeks, months or years up to the report's day, or from it on."""
        now = self.context.now
        if unit == "year" or unit == "decade":
            months = number * (12 if unit == "year" else 120)
            other = months_before(now, -way * months)
            return _months(*sorted((now, other)))
        if unit == "month":
            other = months_before(now, -way * number)
            if way > 0 or number >= 6:
                return _months(*sorted((now, other)))
        else:
            days = -(-number // 24) if unit == "hour" else number * {"day": 1, "week": 7, "fortnight": 14}[unit]
            other = now + timedelta(way * days)
        return span_moment(min(now, other), max(now, other))

    def _weekend(self, way: int) -> Moment:
        now = self.context.now
        saturday = week_of(now)[0] + timedelta(5)
        if way > 0:
            saturday += timedelta(0 if now < saturday and self.word(0) != "next" else 7)
        elif way < 0 or (saturday > now and self.context.tense != "future"):
            saturday -= timedelta(7)
        return span_moment(saturday, saturday + timedelta(1))

    def _month_near(self, month: int, way: int) -> Moment:
        now = self.context.now
        if way < 0:
            return month_moment(now.year - (month >= now.month), month)
        if way > 0:
            return month_moment(now.year + (month <= now.month), month)
        return month_moment(now.year, month)

    def _season(self, index: int) -> Found | None:
        """`summer`, `spring 2014`, `the winter of 2016`."""
        season = words.SEASON_NAMES[self.word(index)]
        year, at = self._year_after(index + 1)
        if year is not None:
            return season_moment(year, season), at
        return self._season_near(season, 0), index + 1

    def _season_near(self, season: int, way: int) -> Moment:
        now = self.context.published or self.context.lately
        first, last = date(now.year, SEASONS[season], 1), month_end(now.year, SEASONS[season] % 12 + 2)
        if way < 0:
            return season_moment(now.year - (last >= now if season != 24 else True), season)
        if way > 0:
            return season_moment(now.year + (first <= now), season)
        later = first > now and self.context.tense != "future"
        return season_moment(now.year - later, season)

    def _feast(self, index: int) -> Found | None:
        for length in (2, 1):
            name = tuple(self.words[index : index + length])
            if name in words.FEASTS:
                month, day = words.FEASTS[name]
                year, at = self._year_after(index + length)
                given = year is not None
                return day_moment(date(year or self._year_of(month, day), month, day), dated=given), at
        return None

    # -- parts and amounts ------------------------------------------------------------------------------------------

    def _edge(self, index: int) -> Found | None:
        """`early July`, `late last month`, `mid-2017`, `earlier this week`, `later in the year`."""
        at = index + 1
        # "later that month" is of the month last spoken of
        while self.word(at) in _SKIP and not (self.word(at) == "this" and self.word(at + 1) not in words.TIMES_OF_DAY):
            at += 1
        part = _EDGES[self.word(index)]
        found = self._within(at) or self.at(at)
        if found is None:
            return None
        moment, end = found
        return (part_of(part, moment) if part == "mid" else moment), end

    def _part(self, index: int) -> Found | None:
        """`end of June`, `the start of 2017`, `the end of the year`, `rest of the month`, `first half of May`."""
        word = self.word(index)
        at = index + 1
        if self.word(at) != "of" and word != "half":
            return None
        while self.word(at) in {"of", "the", "-"}:
            at += 1
        found = self._within(at) or self.at(at)
        if found is None:
            return None
        return part_of(_PARTS[word], found[0]), found[1]

    def _within(self, index: int) -> Found | None:
        """The day, week, month or year that is meant by `the day` in `later in the day`."""
        word = self.word(index)
        unit = words.UNITS.get(word)
        if unit is None or word.endswith("s"):
            return None
        context = self.context
        if unit == "day":
            return day_moment(context.anchor or context.now), index + 1
        within = Context(context.published or context.lately, context.tense)
        moment = Grammar([], within)._unit("this", 0, word, unit)
        return (moment, index + 1) if moment else None

    def _portion(self, index: int, late: bool) -> Found | None:
        """`the first six months of 2016`, `last 12 days of September`, `first half of May`, `first days of June`."""
        at = index + 1
        number = self._count(at)
        at += number is not None
        noun = self.word(at)
        if self.word(at + 1) != "of" or (noun != "half" and noun not in words.UNITS):
            return None
        at += 2
        at += self.word(at) == "the"
        found = self.at(at)
        if found is None or found[0].kind not in ("month", "year", "season"):
            return None
        whole, end = found
        if noun == "half":
            middle = whole.first + (whole.last - whole.first) // 2
            half = (middle + timedelta(1), whole.last) if late else (whole.first, middle)
            return span_moment(*half, dated=whole.dated), end
        unit = words.UNITS[noun]
        if number is None and noun.endswith("s"):
            return (part_of("end" if late else "start", whole)), end
        number = number or 1
        if unit == "month" and whole.kind == "year" and 1 <= number <= 12:
            year = whole.first.year
            first, last = (13 - number, 12) if late else (1, number)
            return _months(date(year, first, 1), date(year, last, 1)), end
        if unit in ("day", "week"):
            length = timedelta(number * (7 if unit == "week" else 1) - 1)
            days = (whole.last - length, whole.last) if late else (whole.first, whole.first + length)
            return span_moment(*days, dated=whole.dated), end
        return None

    def _count(self, index: int) -> int | None:
        word = self.word(index)
        if word.isdigit() and len(word) < 4:
            return int(word)
        return words.NUMBERS.get(word)

    def _amount(self, index: int) -> Found | None:
        """`two days ago`, `about a month ago`, `six days earlier`, `a week later`; a bare amount says no day."""
        at, rough = index, False
        while self.word(at) in words.APPROXIMATE:
            rough, at = True, at + 1
        number = self._count(at)
        if number is None:
            found = self.at(at) if rough and at < self.size else None
            if found and found[0].kind == "day" and found[0].edtf[-1] != "~":
                day = found[0]
                return Moment(f"{day.edtf}~", day.first, day.last, "day", day.dated), found[1]
            return found
        at += 1
        at += self.word(at) == "of"
        while self.word(at) == "-":
            at += 1
        if self.word(at) in {"am", "pm", "p", "a", "o'clock", "local"} and self.word(at) != "":
            return self._clock(at)
        unit = words.UNITS.get(self.word(at))
        if unit is None:
            return None
        direction = self.word(at + 1)
        if index and self.word(0) in {"in", "within"} and not direction:
            return self._inside(unit, number, at + 1)
        if direction == "ago":
            return self._distance(self.context.now, unit, -number, rough), at + 2
        if direction == "after":
            # "A, a day after B": the words date B, and A is the news of the day (8 of 8 in the train corpus)
            return self._distance(self.context.now, unit, -number, rough), at + 2
        if direction in {"earlier", "before", "previously", "later", "afterwards"}:
            sign = 1 if direction in {"later", "afterwards"} else -1
            base = self.context.then if unit in ("day", "hour") else self.context.lately
            return self._distance(base, unit, sign * number, rough), at + 2
        if direction == "from" and self.word(at + 2) in {"now", "today"}:
            return self._distance(self.context.now, unit, number, rough), at + 3
        return None

    def _inside(self, unit: str, number: int, end: int) -> Found | None:
        """`within six months` of a plan counts on from the report; `in two days` of a count of dead, back from it."""
        future = self.context.tense == "future"
        if self.word(0) == "within":
            return (self._stretch(unit, number, 1), end) if future else None
        if unit not in ("day", "hour"):
            return None
        if future:
            return self._distance(self.context.now, unit, number, False), end
        back = number // 24 if unit == "hour" else number - 1
        return span_moment(self.context.now - timedelta(back), self.context.now), end

    def _distance(self, base: date, unit: str, number: int, rough: bool) -> Moment:
        """A day so many units off: weeks and longer are approximate, months and years no finer than themselves."""
        try:
            if unit == "year" or unit == "decade":
                return year_moment(base.year + number * (1 if unit == "year" else 10), dated=False)
            if unit == "month":
                other = months_before(base, -number)
                moment = month_moment(other.year, other.month)
                return Moment(f"{moment.edtf}~", moment.first, moment.last, "span")
            if unit == "hour":
                hours = abs(number)
                other = base + timedelta((-1 if number < 0 else 1) * (hours // 24))
            else:
                other = base + timedelta(number * {"day": 1, "week": 7, "fortnight": 14}[unit])
        except (OverflowError, ValueError):
            raise UnresolvedError from None
        if rough:
            return Moment(f"{other.isoformat()}~", other, other, "day")
        return day_moment(other)

    def _named(self, index: int, bare: str) -> Found | None:
        """`yesterday`, `tomorrow`, `overnight`, `the weekend`, `the same day`, `as we speak`."""
        context = self.context
        if bare == "yesterday" or bare == "yesterdays":
            return day_moment(context.now - timedelta(1)), index + 1
        if bare == "tomorrow":
            return day_moment(context.now + timedelta(1)), index + 1
        if bare == "day" and self.word(index + 2) in {"yesterday", "tomorrow"}:
            shift = -2 if self.word(index + 2) == "yesterday" else 2
            return day_moment(context.now + timedelta(shift)), index + 3
        if bare == "overnight":
            return span_moment(context.now - timedelta(1), context.now), index + 1
        if bare == "weekend":
            return self._weekend(0), index + 1
        if bare in {"throughout", "during"} and self.word(index + 1) == "the":
            return self._within(index + 2)
        if bare in {"first", "final"}:
            return self._portion(index, bare == "final")
        if bare in {"same", "that"}:
            return self._same(index + 1 + (self.word(index + 1) == "same"))
        return None

    def _same(self, index: int) -> Found | None:
        """`the same day`, `that night`, `later that month`: of the day last spoken of."""
        word = self.word(index)
        if word == "day" or word in words.TIMES_OF_DAY:
            return day_moment(self.context.then), index + 1
        if word not in {"month", "year", "week"}:
            return None
        context = self.context
        moment = Grammar([], Context(context.lately, context.tense))._unit("this", 0, word, word)
        return (moment, index + 1) if moment else None


def _years(first: int, last: int) -> Moment:
    return Moment(f"{first:04}/{last:04}", date(first, 1, 1), date(last, 12, 31), "span", True)


def _months(first: date, last: date) -> Moment:
    edtf = f"{first.year:04}-{first.month:02}/{last.year:04}-{last.month:02}"
    return Moment(edtf, first.replace(day=1), month_end(last.year, last.month), "span")
