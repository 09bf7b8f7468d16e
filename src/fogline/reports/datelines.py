"""The publication day that a text gives for itself, where it does so beyond doubt.

A false dateline is worse than none: it shifts every relative date of the report. So only the head of a text is
looked at (its first lines, 700 characters), and only the forms below are taken:

* a line that opens with the day, bare or after a label or weekday: `Fri Oct 7 2016 Seven killed ...`,
  `Date of publication 25 April 2017 ...`, `November 1, 2005`;
* a short line that ends with the day in brackets or after a bar: `Via Teleconference (January 3, 2024)`;
* a day glued to what stands before it by a feed: `... AFP Tuesday 3 Oct 2017 ...` (the weekday must be right),
  `... Middle East 1449 09.04.2017Get short URL`, or a headline that is repeated before it;
* an agency's dateline, `MOSCOW, May 27 (Sputnik) -`, whose year comes from the metadata, which must lie within 45 days.

Not taken: sentences (`On 5 January 2015 ...`), captions (`Raqqa, October 17, 2017. (...)`), tables, lists of events.
"""

from __future__ import annotations

import re
from datetime import date

from fogline.reports.days import DAY, day_of, make_day, month_number, weekday_number

HEAD_CHARACTERS = 700
HEAD_LINES = 3  # non-empty; the 233 of 509 real texts that have a dateline have it in the first two
#: Days between an agency's dateline without a year and the day that the metadata gives, at most.
YEARLESS_REACH_DAYS = 45

_LABEL = (
    r"(?:(?:first[ ]+)?(?:published|posted|updated)(?:[ ]+(?:on|at))?|date[ ]+of[ ]+publication"
    r"|last[ ]+(?:updated|modified)(?:[ ]+(?:on|at))?|print[ ]+this[ ]+page|release[ ]+date|dated?)[ :]*"
)
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
_OPENING = re.compile(rf"(?P<label>{_LABEL})?(?:(?P<weekday>{_WEEKDAY})\.?,?[ ]+)?{DAY}", re.IGNORECASE)
_CLOSING = re.compile(rf"[(|•·][ ]*(?:(?P<weekday>{_WEEKDAY})\.?,?[ ]+)?{DAY}[ )]*$", re.IGNORECASE)
_GLUED_WEEKDAY = re.compile(rf"\b(?P<weekday>{_WEEKDAY})[ ]+{DAY}(?=[ ]+[A-Z0-9])", re.IGNORECASE)
_GLUED_STAMP = re.compile(rf"\b{DAY}\)*[ ]?(?=Get short URL|\(updated )", re.IGNORECASE)
_AGENCY = re.compile(
    r"(?:^|(?<=[.\s]))(?P<city>[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][A-Za-z. ]{2,20})?),?[ ]+"
    r"(?P<month>[A-Z][a-z]{2,8})\.?[ ]+(?P<day>\d{1,2})(?:,?[ ]+(?P<year>\d{4}))?"
    r"[ ]*(?:\((?P<agency>[A-Z][\w .&-]{1,30})\)|/[A-Z][\w .-]{1,30}/)?[ .]*(?:[-–—:]|$)",
    re.MULTILINE,
)
_NO_TIME_BEFORE = re.compile(
    r"(?:\b(?:on|by|in|of|from|until|since|to|and|late|early|the|last|before|after)|[,(])[ ]*$"
)


def find_dateline(text: str, title: str | None = None, near: date | None = None) -> date | None:
    """The day that the head of `text` gives for itself, or None.

    `title` helps to see a headline that a feed repeats in front of the day. `near` is the day that the metadata
    gives: it supplies the year of an agency dateline that has none, and nothing else.
    """
    head = text[:HEAD_CHARACTERS]
    lines = [line.strip() for line in head.replace("\u00a0", " ").splitlines() if line.strip()][:HEAD_LINES]
    for line in lines:
        day = _opening(line) or _after_title(line, title or lines[0]) or _closing(line) or _glued(line)
        if day:
            return day
    return _agency("\n".join(lines), near)


def _opening(line: str) -> date | None:
    match = _OPENING.match(line)
    if not match or not _weekday_agrees(match):
        return None
    after = line[match.end() :]
    if re.match(r"\s*[:|–—/]|\s*-\s|,|\s+[a-z]", after) and not re.match(r"\s+(?:by|at|updated)\b|\s*\|\s*By\b", after):
        return None  # a table row, a list of events, a range, or a sentence
    return day_of(match)


def _after_title(line: str, title: str) -> date | None:
    """The day after a headline that the same line repeats."""
    key = title.strip().rstrip(".")
    if len(key) < 15 or not line.startswith(key) or len(line) <= len(key):
        return None
    return _opening(line[len(key) :].lstrip(" ."))


def _closing(line: str) -> date | None:
    match = _CLOSING.search(line) if len(line) <= 100 else None
    return day_of(match) if match and _weekday_agrees(match) else None


def _glued(line: str) -> date | None:
    for match in _GLUED_WEEKDAY.finditer(line[:400]):
        if _weekday_agrees(match) and not _NO_TIME_BEFORE.search(line[: match.start()]):
            return day_of(match)
    stamp = _GLUED_STAMP.search(line[:400])
    return day_of(stamp) if stamp else None


def _agency(head: str, near: date | None) -> date | None:
    for match in _AGENCY.finditer(head):
        month = month_number(match["month"])
        if month is None or not (match["agency"] or match["year"] or "/" in match[0]):
            continue
        if match["year"]:
            return make_day(int(match["year"]), month, int(match["day"]))
        if near is None:
            continue
        options = (make_day(near.year + shift, month, int(match["day"])) for shift in (-1, 0, 1))
        close = [day for day in options if day and abs((day - near).days) <= YEARLESS_REACH_DAYS]
        if close:
            return min(close, key=lambda day: abs((day - near).days))
    return None


def _weekday_agrees(match: re.Match[str]) -> bool:
    """Whether the weekday written beside the day is that day's; true where none is written."""
    name, day = match["weekday"], day_of(match)
    return name is None or (day is not None and weekday_number(name) == day.weekday())
