"""EDTF values: reading them, writing them, and the first and last day that they span.

The subset is what the codebook writes: days, months, years, decades (`201X`), seasons (`2015-21` to `2015-24`), the
qualifiers `~ ? %`, intervals with open ends (`2014/..`, `../2017`) and sets (`{2014-09-05,2014-12-03}`), of which the
interval is the hull. Source: ISO 8601-2:2019 and the Library of Congress EDTF specification.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from fogline.claims import Interval
from fogline.errors import QuestionError

#: First month of each EDTF season, northern half of the globe (meteorological seasons: whole months).
SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}

_VALUE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d)(?:-(\d\d))?)?(?:T[\d:.Z+-]*)?([~?%]?)")


def interval(edtf: str) -> Interval:
    """The first and last day of an EDTF value; None for an open end.

    >>> interval("2017-06")
    Interval(start=datetime.date(2017, 6, 1), end=datetime.date(2017, 6, 30), approximate=False)
    >>> interval("2014/..").end is None
    True

    Raises ValueError that names the part which is no EDTF value, or an interval that ends before it starts.
    """
    text = edtf.strip()
    if text[:1] in "{[" and text[-1:] in "}]" and text:
        parts = [_bounds(part.strip(), edtf) for part in re.split(r",|\.\.", text[1:-1]) if part.strip()]
        if not parts:
            raise ValueError(f"{edtf!r}: an empty set of dates")
        return Interval(min(p[0] for p in parts), max(p[1] for p in parts), any(p[2] for p in parts))
    left, slash, right = text.partition("/")
    if not slash:
        first, last, rough = _bounds(text, edtf)
        return Interval(first, last, rough)
    start = None if left in ("", "..") else _bounds(left, edtf)
    end = None if right in ("", "..") else _bounds(right, edtf)
    if start is None and end is None:
        raise ValueError(f"{edtf!r}: an interval open at both ends says nothing")
    if start and end and start[0] > end[1]:
        raise ValueError(f"{edtf!r}: the interval ends before it starts")
    return Interval(
        start[0] if start else None, end[1] if end else None, bool((start and start[2]) or (end and end[2]))
    )


def _bounds(part: str, whole: str) -> tuple[date, date, bool]:
    """First day, last day and whether qualified, of one EDTF date."""
    match = _VALUE.fullmatch(part)
    if match is None:
        raise ValueError(f"{whole!r}: {part!r} is no EDTF date; expected YYYY, YYYY-MM, YYYY-MM-DD or YYYY-21")
    digits, month_text, day_text, mark = match.groups()
    try:
        if "X" in digits:
            if month_text:
                raise ValueError("a decade or century has no month")
            return date(int(digits.replace("X", "0")), 1, 1), date(int(digits.replace("X", "9")), 12, 31), bool(mark)
        year = int(digits)
        if month_text is None:
            return date(year, 1, 1), date(year, 12, 31), bool(mark)
        month = int(month_text)
        if day_text is not None:
            day = date(year, month, int(day_text))
            return day, day, bool(mark)
        if month in SEASONS:
            return *season_bounds(year, month), bool(mark)
        return date(year, month, 1), month_end(year, month), bool(mark)
    except ValueError as error:
        raise ValueError(f"{whole!r}: {part!r} is no day of the calendar ({error})") from None


def month_end(year: int, month: int) -> date:
    """The last day of a month. Raises ValueError for a month outside 1 to 12."""
    if not 1 <= month <= 12:
        raise ValueError(f"month {month} is not 1 to 12")
    return date(year, month, monthrange(year, month)[1])


def season_bounds(year: int, season: int) -> tuple[date, date]:
    """First and last day of a season; winter runs into the next year."""
    first = SEASONS[season]
    if first == 12:
        return date(year, 12, 1), month_end(year + 1, 2)
    return date(year, first, 1), month_end(year, first + 2)


def date_precision(edtf: str) -> tuple[int, int]:
    """UCDP `date_prec` (1 to 5) and ACLED `time_precision` (1 to 3) of an EDTF value.

    UCDP: 1 the day, 2 two to six days, 3 a week, 4 up to a month, 5 longer or open. ACLED: 1 the day, 2 up to a week,
    3 anything coarser. An approximate value is one step coarser. Raises ValueError as `interval` does.
    """
    when = interval(edtf)
    if when.start is None or when.end is None:
        return 5, 3
    days = (when.end - when.start).days + 1
    ucdp = 1 if days == 1 else 2 if days < 7 else 3 if days == 7 else 4 if days <= 31 else 5
    if when.approximate:
        ucdp = min(ucdp + 1, 5)
    return ucdp, 1 if ucdp == 1 else 2 if ucdp <= 3 else 3


def parse_day(text: str) -> date:
    """The day that an option such as `--on` names: an ISO day, or the last day of an EDTF month, year or interval.

    Raises QuestionError where it names no day.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        end = interval(text).end
    except ValueError as error:
        raise QuestionError(f"{text!r} is no date ({error}); give a day as 2017-09-10 or a month as 2017-09") from None
    if end is None:
        raise QuestionError(f"{text!r} has no last day; give a day as 2017-09-10")
    return end


def write_span(first: date, last: date) -> str:
    """Two days as an EDTF interval, or one day where they are the same."""
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that holds the day (codebook section 6)."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
