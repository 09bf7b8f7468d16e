"""The grammar of time expressions: words to moments.

One pass over the tokens of an expression: `Grammar.at` tries to read a moment at a token and says where it ends.
Each method reads one family of expressions; choices of meaning follow the codebook (sections 4 and 6).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from fogline.when import lexicon as words
from fogline.when.dates import ORDINAL, Calendar, Found
from fogline.when.moment import (
    Context,
    Moment,
    Tense,
    UnresolvedError,
    day_moment,
    months_moment,
    part_of,
    season_moment,
    span_moment,
)
from fogline.when.relative import distance, month_near, season_near, stretch, unit_moment, weekday_near, weekend

_TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d|\d{4}-\d\d(?!\d)|\d{1,2}:\d\d|\d+(?:st|nd|rd|th|s)?(?![a-z])|[a-z]+(?:'s)?|\d+|[-,/]"
)
_CLEAN = str.maketrans({"’": "'", "‘": "'", "–": " - ", "—": " - ", "−": " - ", "\u00a0": " ", "-": "-"})
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


def tokens(expression: str) -> list[str]:
    """The words, numbers and marks of an expression, in lower case."""
    return _TOKEN.findall(expression.lower().translate(_CLEAN))


class Grammar:
    """Reads moments from the tokens of one expression; raises UnresolvedError where a day is needed but unknown."""

    __slots__ = ("context", "dates", "size", "word")

    def __init__(self, word_list: list[str], context: Context) -> None:
        self.size, self.context = len(word_list), context
        self.dates = Calendar(word_list, context)
        self.word = self.dates.word

    def at(self, index: int) -> Found | None:
        """The moment that starts at this token and the token after it, if one starts there."""
        word = self.word(index)
        first = word[:1]
        if not first.isalnum():
            return None
        if first.isdigit():
            return self._number(index, word)
        if word in words.MONTHS:
            return self.dates.month(index)
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
            return self.dates.clock_today(index + 1)
        if word in words.NUMBERS or word in words.APPROXIMATE:
            return self._amount(index)
        if word in words.SEASON_NAMES:
            return self._season(index)
        if word in words.FEAST_STARTS:
            return self.dates.feast(index)
        return self._named(index, bare)

    # -- absolute ---------------------------------------------------------------------------------------------------

    def _number(self, index: int, word: str) -> Found | None:
        if "-" in word:
            return self.dates.iso(index, word)
        if ":" in word:
            return self.dates.clock(index + 1)
        if word.endswith("s") and len(word) == 5 and word[3] == "0":
            decade = int(word[:4])
            return Moment(f"{word[:3]}X", date(decade, 1, 1), date(decade + 9, 12, 31), "span", True), index + 1
        if word.isdigit() and len(word) == 4:
            return self.dates.year(index, int(word))
        match = ORDINAL.fullmatch(word)
        if match and 1 <= int(match[1]) <= 31:
            return self.dates.day_month(index) or (self._amount(index) if word.isdigit() else None)
        return self._amount(index) if word.isdigit() else None

    # -- against the report's day -------------------------------------------------------------------------------------

    def _weekday(self, index: int) -> Found | None:
        at = index + 1
        at += self.word(at) == ","
        if self.word(at) in words.MONTHS or self.word(at)[:1].isdigit():
            exact = self.at(at)
            if exact and exact[0].kind == "day":
                return self._agreeing(exact[0], self._weekday_number(index)), exact[1]
        return day_moment(weekday_near(self.context, self._weekday_number(index), 0, self.context.tense)), index + 1

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
            return stretch(self.context, words.UNITS[self.word(at + 1)], number, way), at + 2
        if noun in words.UNITS:
            # "last week" is the week before, "the last week" the seven days up to now
            said = "past" if word == "last" and "the" in self.dates.words else word
            moment = unit_moment(self.context, said, way, noun, words.UNITS[noun])
            return (moment, at + 1) if moment else None
        if noun == "weekend":
            return weekend(self.context, way, second=self.word(0) == "next"), at + 1
        if noun in words.TIMES_OF_DAY:
            narrated = word in {"following", "next", "previous", "preceding"}
            return day_moment((self.context.then if narrated else self.context.now) + timedelta(way)), at + 1
        bare = noun.removesuffix("'s").removesuffix("s")
        if noun in words.MONTHS:
            if ORDINAL.fullmatch(self.word(at + 1)):
                return self.dates.month(at)
            return month_near(self.context, words.MONTHS[noun], way), at + 1
        if bare in words.WEEKDAYS:
            least = 1 if way else 0
            tense: Tense = self.context.tense if not way else "past" if way < 0 else "future"
            return day_moment(weekday_near(self.context, words.WEEKDAYS[bare], least, tense)), at + 1
        if noun in words.SEASON_NAMES:
            return season_near(self.context, words.SEASON_NAMES[noun], way), at + 1
        return None

    def _season(self, index: int) -> Found | None:
        """`summer`, `spring 2014`, `the winter of 2016`."""
        season = words.SEASON_NAMES[self.word(index)]
        year, at = self.dates.year_after(index + 1)
        if year is not None:
            return season_moment(year, season), at
        return season_near(self.context, season, 0), index + 1

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
        moment = unit_moment(within, "this", 0, word, unit)
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
            return months_moment(date(year, first, 1), date(year, last, 1)), end
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
            return self.dates.clock(at)
        unit = words.UNITS.get(self.word(at))
        if unit is None:
            return None
        direction = self.word(at + 1)
        if index and self.word(0) in {"in", "within"} and not direction:
            return self._inside(unit, number, at + 1)
        if direction == "ago":
            return distance(self.context, self.context.now, unit, -number, rough), at + 2
        if direction == "after":
            # "A, a day after B": the words date B, and A is the news of the day (8 of 8 in the train corpus)
            return distance(self.context, self.context.now, unit, -number, rough), at + 2
        if direction in {"earlier", "before", "previously", "later", "afterwards"}:
            sign = 1 if direction in {"later", "afterwards"} else -1
            base = self.context.then if unit in ("day", "hour") else self.context.lately
            return distance(self.context, base, unit, sign * number, rough), at + 2
        if direction == "from" and self.word(at + 2) in {"now", "today"}:
            return distance(self.context, self.context.now, unit, number, rough), at + 3
        return None

    def _inside(self, unit: str, number: int, end: int) -> Found | None:
        """`within six months` of a plan counts on from the report; `in two days` of a count of dead, back from it."""
        future = self.context.tense == "future"
        if self.word(0) == "within":
            return (stretch(self.context, unit, number, 1), end) if future else None
        if unit not in ("day", "hour"):
            return None
        if future:
            return distance(self.context, self.context.now, unit, number, False), end
        back = number // 24 if unit == "hour" else number - 1
        return span_moment(self.context.now - timedelta(back), self.context.now), end

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
            return weekend(self.context, 0), index + 1
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
        moment = unit_moment(Context(context.lately, context.tense), "this", 0, word, word)
        return (moment, index + 1) if moment else None
