"""Calendar days as publishers write them: `7 October 2016`, `Oct. 7, 2016`, `07.10.2016`, `2016-10-07T09:30Z`.

Only whole days count. `10/7/2016` is no day until it is known which number is the month: see `slash_order`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

#: English names, in lower case, whatever the locale of the machine.
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = r"(?P<{0}>(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}|may)"
#: A written-out or dotted day with its year. The year may touch the day ("Oct 032017" in the FA-KES texts).
DAY = (
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?[ \u00a0]+" + _MONTH.format("m1") + r"\.?,?[ \u00a0]+(?P<y1>\d{4})"
    r"|"
    + _MONTH.format("m2")
    + r"\.?[ \u00a0]+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?[ \u00a0]*(?P<y2>(?<=[ ,\u00a0])\d{4}|(?<=\d\d)\d{4})"
    r"|(?P<d3>\d{1,2})\.(?P<m3>\d{1,2})\.(?P<y3>\d{4})"
    r"|(?P<d4>\d{1,2})-(?P<m4>\d{1,2})-(?P<y4>\d{4})"
    r"|(?P<y5>\d{4})-(?P<m5>\d{2})-(?P<d5>\d{2}))(?!\d)"
)
_DAY = re.compile(DAY, re.IGNORECASE)
_SLASHED = re.compile(r"^\s*(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_ISO = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")

Order = Literal["day first", "month first"]


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name or its usual short form, else None."""
    low = name.lower().rstrip(".")
    for number, month in enumerate(MONTHS, start=1):
        if low == month or (len(low) in (3, 4) and month.startswith(low)):
            return number
    return None


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of `DAY` names; None for the 31st of June."""
    for n in "12345":
        if match.group(f"d{n}"):
            month = match.group(f"m{n}")
            number = int(month) if month.isdigit() else month_number(month)
            return make_day(int(match.group(f"y{n}")), number, int(match.group(f"d{n}")))
    return None


def make_day(year: int, month: int | None, day: int) -> date | None:
    """The day, or None where the calendar has none or the year is not one of reports (1900 to 2100)."""
    if month is None or not 1900 <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_number(name: str) -> int | None:
    """0 for Monday to 6 for Sunday, from a weekday's name or its short form, else None."""
    low = name.lower().rstrip(".")
    return next((n for n, day in enumerate(WEEKDAYS) if len(low) >= 3 and day.startswith(low)), None)


def read_day(text: str, order: Order | None = None) -> date | None:
    """The whole day that a metadata value gives, or None: `2017-06`, `2019` and `soon` are none.

    `order` says how to read `10/7/2016`; without it such a value is read only where one reading is possible.
    """
    if iso := _ISO.match(text):
        return make_day(int(iso[1]), int(iso[2]), int(iso[3])) if "/" not in text else None
    if slashed := _SLASHED.match(text):
        a, b, year = int(slashed[1]), int(slashed[2]), int(slashed[3])
        day_first, month_first = make_day(year, b, a), make_day(year, a, b)
        if order is not None:
            return day_first if order == "day first" else month_first
        if day_first and month_first and a != b:
            return None
        return day_first or month_first
    found = _DAY.search(text)
    return day_of(found) if found else None


def slash_order(values: Iterable[str]) -> Order | None:
    """Which number of `10/7/2016` is the day, told from a whole column; None where nothing in it tells."""
    first = second = False
    for value in values:
        if match := _SLASHED.match(value):
            first |= int(match[1]) > 12
            second |= int(match[2]) > 12
    if first == second:
        return None
    return "day first" if first else "month first"
