"""Days counted from the report's day or from the day last spoken of: weeks, weekends, seasons, so many days back."""

from __future__ import annotations

from datetime import date, timedelta

from fogline.when.edtf import SEASONS, month_end, week_of
from fogline.when.moment import (
    Context,
    Moment,
    Tense,
    UnresolvedError,
    day_moment,
    month_moment,
    months_before,
    months_moment,
    season_moment,
    span_moment,
    year_moment,
)


def weekday_near(context: Context, weekday: int, least: int, tense: Tense) -> date:
    """The nearest such weekday, at least so many days off, backward or, for the future, forward."""
    now = context.now
    if tense == "future":
        ahead = (weekday - now.weekday()) % 7
        return now + timedelta(ahead if ahead >= least else 7)
    back = (now.weekday() - weekday) % 7
    return now - timedelta(back if back >= least else 7)


def unit_moment(context: Context, word: str, way: int, noun: str, unit: str) -> Moment | None:
    """`last week`, `this month`, `next year`, `the following day`, `the past hour`."""
    if noun.endswith("s"):
        raise UnresolvedError
    if noun == "night" and word in {"last", "this", "past"}:
        return day_moment(context.now + timedelta(min(way, 0)))
    if unit == "day":
        if word in {"following", "next", "previous", "preceding"}:
            return day_moment(context.then + timedelta(way))
        return None if word == "present" else stretch(context, "day", 1, way) if way else day_moment(context.now)
    if word == "past":
        return stretch(context, unit, 1, -1)
    now = context.lately if word in {"following", "previous", "preceding"} else context.now
    if unit == "week":
        return span_moment(*week_of(now + timedelta(7 * way)))
    if unit == "month":
        shifted = months_before(now.replace(day=1), -way)
        return month_moment(shifted.year, shifted.month)
    if unit == "year":
        return year_moment(now.year + way, dated=False)
    return day_moment(now) if unit == "hour" else None


def stretch(context: Context, unit: str, number: int, way: int) -> Moment:
    """So many days, weeks, months or years up to the report's day, or from it on."""
    now = context.now
    if unit == "year" or unit == "decade":
        months = number * (12 if unit == "year" else 120)
        other = months_before(now, -way * months)
        return months_moment(*sorted((now, other)))
    if unit == "month":
        other = months_before(now, -way * number)
        if way > 0 or number >= 6:
            return months_moment(*sorted((now, other)))
    else:
        days = -(-number // 24) if unit == "hour" else number * {"day": 1, "week": 7, "fortnight": 14}[unit]
        other = now + timedelta(way * days)
    return span_moment(min(now, other), max(now, other))


def weekend(context: Context, way: int, *, second: bool = False) -> Moment:
    now = context.now
    saturday = week_of(now)[0] + timedelta(5)
    if way > 0:
        saturday += timedelta(0 if now < saturday and not second else 7)
    elif way < 0 or (saturday > now and context.tense != "future"):
        saturday -= timedelta(7)
    return span_moment(saturday, saturday + timedelta(1))


def month_near(context: Context, month: int, way: int) -> Moment:
    now = context.now
    if way < 0:
        return month_moment(now.year - (month >= now.month), month)
    if way > 0:
        return month_moment(now.year + (month <= now.month), month)
    return month_moment(now.year, month)


def season_near(context: Context, season: int, way: int) -> Moment:
    now = context.published or context.lately
    first, last = date(now.year, SEASONS[season], 1), month_end(now.year, SEASONS[season] % 12 + 2)
    if way < 0:
        return season_moment(now.year - (last >= now if season != 24 else True), season)
    if way > 0:
        return season_moment(now.year + (first <= now), season)
    later = first > now and context.tense != "future"
    return season_moment(now.year - later, season)


def distance(context: Context, base: date, unit: str, number: int, rough: bool) -> Moment:
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
