"""EDTF values to days, precision and options."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.claims import Claim, ClaimType, Interval, ReportKind, Span, TimeExpression
from fogline.errors import QuestionError
from fogline.when import date_precision, interval, parse_day, valid


@pytest.mark.parametrize(
    ("edtf", "first", "last", "rough"),
    [
        ("2017-06-15", date(2017, 6, 15), date(2017, 6, 15), False),
        ("2017-06", date(2017, 6, 1), date(2017, 6, 30), False),
        ("2016", date(2016, 1, 1), date(2016, 12, 31), False),
        ("201X", date(2010, 1, 1), date(2019, 12, 31), False),
        ("2016-24", date(2016, 12, 1), date(2017, 2, 28), False),
        ("2017-06-15~", date(2017, 6, 15), date(2017, 6, 15), True),
        ("2014/..", date(2014, 1, 1), None, False),
        ("../2017-02", None, date(2017, 2, 28), False),
        ("2017-06-08/2017-06", date(2017, 6, 8), date(2017, 6, 30), False),
        ("{2014-09-05,2014-12-03}", date(2014, 9, 5), date(2014, 12, 3), False),
    ],
)
def test_interval(edtf: str, first: date | None, last: date | None, rough: bool) -> None:
    assert interval(edtf) == Interval(first, last, rough)


@pytest.mark.parametrize(
    "edtf", ["", "..", "../..", "2017-13", "2017-02-30", "2018/2017", "17 June", "{}", "201X-05", "2017-25", "0000"]
)
def test_what_is_no_edtf_is_named(edtf: str) -> None:
    with pytest.raises(ValueError, match=r"'"):
        interval(edtf)


@given(st.dates(), st.dates())
def test_spans_come_back(a: date, b: date) -> None:
    first, last = sorted((a, b))
    assert interval(f"{first.isoformat()}/{last.isoformat()}") == Interval(first, last)


@given(st.text(alphabet="0123456789-/.~X{},", max_size=14))
def test_interval_reads_or_refuses(text: str) -> None:
    try:
        span = interval(text)
    except ValueError:
        return
    assert span.start is None or span.end is None or span.start <= span.end


@pytest.mark.parametrize(
    ("edtf", "precision"),
    [
        ("2017-06-15", (1, 1)),
        ("2017-06-15~", (2, 2)),
        ("2017-06-15/2017-06-16", (2, 2)),
        ("2017-06-12/2017-06-18", (3, 2)),
        ("2017-06", (4, 3)),
        ("2017", (5, 3)),
        ("2014/..", (5, 3)),
    ],
)
def test_date_precision(edtf: str, precision: tuple[int, int]) -> None:
    assert date_precision(edtf) == precision


def test_parse_day() -> None:
    assert parse_day(" 2017-09-10 ") == date(2017, 9, 10)
    assert parse_day("2017-09") == date(2017, 9, 30)
    with pytest.raises(QuestionError, match="tomorrow"):
        parse_day("tomorrow")
    with pytest.raises(QuestionError, match="last day"):
        parse_day("2014/..")


def _claim(type_: ClaimType, value: str | None = None, words: str | None = None) -> Claim:
    time = TimeExpression(words, 0, len(words), value) if words else None
    return Claim(report="r", trigger=Span(0, 4), trigger_text="held", type=type_, time=time)


def test_a_state_holds_as_of_its_report_but_not_in_an_encyclopaedia() -> None:
    day = date(2017, 6, 19)
    hold = _claim(ClaimType.HOLD)
    assert valid(hold, day) == Interval(day, day)
    assert valid(hold, None) is None
    assert valid(hold, day, ReportKind.TERTIARY) is None
    assert valid(_claim(ClaimType.HOLD, "2016", "in 2016"), day, ReportKind.TERTIARY) == interval("2016")


def test_an_event_without_a_time_is_undated() -> None:
    day = date(2017, 6, 19)
    assert valid(_claim(ClaimType.STRIKE), day) is None
    assert valid(_claim(ClaimType.STRIKE, "2017-06-15", "Thursday"), day) == Interval(
        date(2017, 6, 15), date(2017, 6, 15)
    )
    assert valid(_claim(ClaimType.HOLD, None, "for years"), day) is None
