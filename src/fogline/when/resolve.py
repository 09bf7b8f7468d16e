"""Time expressions against the report's day: EDTF, or None where they say no day that can be known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from fogline.claims import ReportKind
from fogline.when import lexicon as words
from fogline.when.edtf import interval
from fogline.when.grammar import Grammar, tokens
from fogline.when.moment import Context, Moment, Tense, UnresolvedError, day_moment, month_moment

#: Words that close off the past up to the report's day.
_SO_FAR = ("to date", "so far", "up to now", "until now", "till now", "to this day", "thus far")
_NOW = frozenset({"as we speak", "at the moment", "at present", "right now", "at this moment"})
_THEN = re.compile(r"(?:ever )?since(?: then)?")
#: Words that may stand between the two ends of a stretch.
_BOUND = frozenset({"-", "to", "and", "through", "until", "till", ",", "from", "between", "late", "early", "on", "in"})
_NUMERIC = re.compile(r"\d{1,4}[./]\d{1,2}[./]\d{2,4}")


def resolve(expression: str, published: date | None, *, tense: Tense = None, anchor: date | None = None) -> str | None:
    """The EDTF value of a time expression in a report published on that day, or None where it cannot be known.

    `tense` says on which side of the report a day without a year, or a weekday, lies: `past` the last one, `future` the
    next one; where it is None a weekday is the last one, and a day without a year may lie up to a month ahead. `anchor`
    is the day that the text last spoke of, for "the next day" and "two days later".

    >>> resolve("Thursday night", date(2017, 6, 19))
    '2017-06-15'
    >>> resolve("since Saturday", date(2017, 6, 19))
    '2017-06-17/..'
    >>> resolve("for more than 28 months", date(2017, 6, 19)) is None
    True
    >>> resolve("last Friday", None) is None
    True
    """
    return _value(expression, Context(published, tense, anchor, anchor))


def resolve_all(
    expressions: Iterable[tuple[str, Tense]], published: date | None, kind: ReportKind | None = None
) -> list[str | None]:
    """The values of one report's expressions in the order of its text, each read in the light of those before it.

    "The next day", "two days later" and "since then" count from the day last named. Where the report has no date, or
    is tertiary (an encyclopaedia's date is that of the page, not of the story), a day without a year takes the year
    last named, and stays unresolved where none was.
    """
    pairs = list(expressions)
    now = None if kind is ReportKind.TERTIARY else published
    values, first = _in_order(pairs, now, None)
    if now is None and first is not None and None in values:
        # What came before the first year that the text names is taken to be of that year.
        values, _ = _in_order(pairs, now, first)
    return values


def _in_order(
    pairs: Sequence[tuple[str, Tense]], now: date | None, story: date | None
) -> tuple[list[str | None], date | None]:
    """The values in the order of the text, and the first time that it names with its year."""
    values: list[str | None] = []
    day: date | None = None
    last: str | None = None
    first: date | None = None
    for expression, tense in pairs:
        if _THEN.fullmatch(expression.strip().lower()):
            value = f"{last.split('/')[0]}/.." if last is not None and last[:2] != ".." else None
        else:
            value = _value(expression, Context(now, tense, day, story))
        values.append(value)
        if value is None:
            continue
        last, span = value, interval(value)
        start = span.start or span.end
        if start is not None and (now is None or start <= now):
            story = start
            if span.start == span.end or span.end is None:
                day = start
            if first is None and value[:4].isdigit() and len(value) > 4:
                first = start.replace(day=1, month=7)  # mid-year: no winter to cross
    return values, first


def _value(expression: str, context: Context) -> str | None:
    """The value, or None; what comes out is always a value that `interval` reads."""
    try:
        if _NUMERIC.search(expression):
            return _numeric(expression, context.published)
        value = _resolve(expression, context)
        if value is not None:
            interval(value)
    except (UnresolvedError, ValueError, OverflowError):
        return None
    return value


def _resolve(expression: str, context: Context) -> str | None:
    parts = tokens(expression)
    if not parts:
        return None
    text = " ".join(parts)
    if any(phrase in text for phrase in _SO_FAR):
        return f"../{context.now.isoformat()}"
    if text in _NOW:
        return context.now.isoformat()
    found: list[tuple[int, int, Moment]] = []
    grammar = Grammar(parts, context)
    index = 0
    while index < len(parts):
        read = grammar.at(index)
        if read is None:
            index += 1
            continue
        found.append((index, read[1], read[0]))
        index = read[1]
    if len(found) > 1:
        found = [item for item in found if item[2].kind != "clock"] or found[:1]
    if not found:
        return None
    if len(found) > 1:
        return _several(parts, found, context)
    start, _, moment = found[0]
    return _bounded(parts[:start], moment, context)


def _several(parts: Sequence[str], found: list[tuple[int, int, Moment]], context: Context) -> str | None:
    """Two or more moments: the stretch between them, or the last one that the words lead up to."""
    gaps = [parts[a[1] : b[0]] for a, b in pairwise(found)]
    if any("or" in gap for gap in gaps):
        return None
    head = parts[: found[0][0]]
    left, right = found[0][2], found[-1][2]
    if parts[found[0][0]] == "overnight" and right.kind == "day":
        return right.edtf
    bound = all(set(gap) - {"the", "of", "night"} <= _BOUND for gap in gaps)
    if not bound and any(word in words.SINCE or word in words.UNTIL for word in head):
        return _bounded(head, right, context)
    left = _with_year_of(left, right)
    if left.first > right.last or left.edtf == right.edtf:
        return _bounded(head, right, context)
    return f"{_ends(left.edtf)[0]}/{_ends(right.edtf)[1]}"


def _with_year_of(left: Moment, right: Moment) -> Moment:
    """The left end of a stretch, in the year that only the right end names ("3 March – 10 April 2013")."""
    if left.dated or not right.dated or left.kind not in ("day", "month"):
        return left
    year = right.first.year - ((left.first.month, left.first.day) > (right.last.month, right.last.day))
    if left.kind == "month":
        return month_moment(year, left.first.month)
    return day_moment(left.first.replace(year=year))


def _ends(edtf: str) -> tuple[str, str]:
    """The first and the last date of a value, an interval or a set."""
    dates = re.split("[,/]", edtf.strip("{}"))
    return dates[0], dates[-1]


def _bounded(head: Sequence[str], moment: Moment, context: Context) -> str:
    """The moment, or the open stretch that a word before it makes of it (`since`, `by`, `until`, `after`)."""
    if not head:
        return moment.edtf
    if moment.kind == "clock":
        return moment.edtf  # "since dawn", "by the evening": the day itself
    first, last = _ends(moment.edtf)
    for index, word in enumerate(head):
        after = head[index + 1] if index + 1 < len(head) else ""
        if word in words.SINCE or (word == "from" and index == 0 and moment.kind != "span"):
            return f"{first}/.."
        before = word == "before" or (word == "prior" and after == "to")
        if before and moment.kind == "year":
            return f"../{moment.first.year - 1:04}"
        if before or word in words.UNTIL or (word == "no" and after == "later"):
            return f"../{moment.last.isoformat() if last.endswith('~') else last}"
        if word in {"after", "beyond"} or (word == "past" and set(head[index + 1 :]) <= {"the"}):
            return f"{_next(moment)}/.."
        if word == "through" and context.published is not None and moment.last > context.published:
            return f"{context.published.isoformat()}/{last}"
    return moment.edtf


def _next(moment: Moment) -> str:
    """What comes after: the next year of a year or its end, else the moment's own last date."""
    if moment.kind == "year" or (moment.kind == "month" and moment.first.month == 12):
        return f"{moment.last.year + 1:04}"
    return _ends(moment.edtf)[1]


def _numeric(expression: str, published: date | None) -> str | None:
    """A date in figures, by dateparser; None where day and month could be either way round."""
    import dateparser  # slow to import, and seldom needed

    settings: dict[str, Any] = {"REQUIRE_PARTS": ["day", "month", "year"]}
    if published is not None:
        settings["RELATIVE_BASE"] = datetime.combine(published, time(12))
    match = _NUMERIC.search(expression)
    if match is None:
        return None
    readings = {
        parsed.date()
        for order in ("DMY", "MDY", "YMD")
        if (parsed := dateparser.parse(match[0], languages=["en"], settings={**settings, "DATE_ORDER": order}))
    }
    return readings.pop().isoformat() if len(readings) == 1 else None
