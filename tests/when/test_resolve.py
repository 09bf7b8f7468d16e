"""Time expressions against the report's day: tables of words and the value that the codebook wants."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.claims import ReportKind
from fogline.when import interval, resolve, resolve_all

MONDAY = date(2017, 6, 19)

PAST = [
    ("Thursday night", "2017-06-15"),
    ("Thursday", "2017-06-15"),
    ("Monday", "2017-06-19"),
    ("last Friday", "2017-06-16"),
    ("last Monday", "2017-06-12"),
    ("Tuesday\u2019s", "2017-06-13"),
    ("in the early hours of Saturday", "2017-06-17"),
    ("late on Sunday", "2017-06-18"),
    ("yesterday", "2017-06-18"),
    ("the day before yesterday", "2017-06-17"),
    ("earlier today", "2017-06-19"),
    ("last night", "2017-06-18"),
    ("overnight", "2017-06-18/2017-06-19"),
    ("overnight on June 16", "2017-06-16"),
    ("two days ago", "2017-06-17"),
    ("about a month ago", "2017-05~"),
    ("three years ago", "2014"),
    ("this week", "2017-06-19/2017-06-25"),
    ("last week", "2017-06-12/2017-06-18"),
    ("earlier this week", "2017-06-19/2017-06-25"),
    ("over the weekend", "2017-06-17/2017-06-18"),
    ("earlier this month", "2017-06"),
    ("late last month", "2017-05"),
    ("last year", "2016"),
    ("on May 29th", "2017-05-29"),
    ("29 May", "2017-05-29"),
    ("December 12", "2016-12-12"),
    ("December", "2016-12"),
    ("in June", "2017-06"),
    ("last June", "2016-06"),
    ("in mid-June", "2017-06"),
    ("mid-2016", "2016-06~"),
    ("end of May", "2017-05-31~"),
    ("June 2015", "2015-06"),
    ("4th of July, 2014", "2014-07-04"),
    ("Tuesday, May 16", "2017-05-16"),
    ("Sunday, August 6", "2017-08-06"),
    ("2017\u201305\u201318".replace("\u2013", "-"), "2017-05-18"),
    ("in 2014", "2014"),
    ("the 1970s", "197X"),
    ("2011\u201313", "2011/2013"),
    ("summer of 2016", "2016-22"),
    ("last summer", "2016-22"),
    ("Spring 2014", "2014-21"),
    ("Christmas Eve", "2016-12-24"),
    ("since Saturday", "2017-06-17/.."),
    ("since March 2011", "2011-03/.."),
    ("since Syria\u2019s conflict erupted in 2011", "2011/.."),
    ("until Friday", "../2017-06-16"),
    ("prior to 2013", "../2012"),
    ("to date", "../2017-06-19"),
    ("between 9 and 14 June", "2017-06-09/2017-06-14"),
    ("3 \u2013 6 October 2014", "2014-10-03/2014-10-06"),
    ("27 December 2015 \u2013 25 January 2016", "2015-12-27/2016-01-25"),
    ("3 December \u2013 10 January 2014", "2013-12-03/2014-01-10"),
    ("March\u2013April 2016", "2016-03/2016-04"),
    ("Thursday and Friday", "2017-06-15/2017-06-16"),
    ("5, 15 and 20 May", "{2017-05-05,2017-05-15,2017-05-20}"),
    ("past 24 hours", "2017-06-18/2017-06-19"),
    ("over the past two weeks", "2017-06-05/2017-06-19"),
    ("past three years", "2014-06/2017-06"),
    ("first six months of 2016", "2016-01/2016-06"),
    ("last 12 days of May", "2017-05-20/2017-05-31"),
    ("approximately 21:30 local time on Saturday", "2017-06-17"),
    ("shortly after midnight", "2017-06-19"),
    ("a day after", "2017-06-18"),
    ("14.05.2017", "2017-05-14"),
]

FUTURE = [
    ("Friday", "2017-06-23"),
    ("Monday", "2017-06-19"),
    ("tomorrow", "2017-06-20"),
    ("next week", "2017-06-26/2017-07-02"),
    ("next Monday", "2017-06-26"),
    ("by the end of the year", "../2017-12"),
    ("by 2019", "../2019"),
    ("August 3", "2017-08-03"),
    ("in January", "2018-01"),
    ("after 2018", "2019/.."),
    ("past 2018", "2019/.."),
    ("within two days", "2017-06-19/2017-06-21"),
    ("in three days", "2017-06-22"),
    ("through the end of the year", "2017-06-19/2017-12"),
]

UNKNOWN = [
    "for the second time in two weeks",
    "for more than 28 months",
    "in recent weeks",
    "recently",
    "soon",
    "for days",
    "two years",
    "since 2012 or 2011",
    "the next day",
    "since then",
    "past few days",
    "05/06/2017",
    "31 February",
    "",
    "\u0000",
]


@pytest.mark.parametrize(("words", "value"), PAST)
def test_past(words: str, value: str) -> None:
    assert resolve(words, MONDAY) == value
    assert resolve(words.upper(), MONDAY, tense="past") == value


@pytest.mark.parametrize(("words", "value"), FUTURE)
def test_future(words: str, value: str) -> None:
    assert resolve(words, MONDAY, tense="future") == value


@pytest.mark.parametrize("words", UNKNOWN)
def test_what_names_no_day_stays_unresolved(words: str) -> None:
    assert resolve(words, MONDAY) is None


@pytest.mark.parametrize(
    "words", ["Thursday", "yesterday", "last week", "12 June", "in June", "by the end of the year"]
)
def test_undated_report_leaves_relative_words_unresolved(words: str) -> None:
    assert resolve(words, None) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [("12 June 2017", "2017-06-12"), ("since 2014", "2014/.."), ("June\u2013July 2015", "2015-06/2015-07")],
)
def test_undated_report_still_has_full_dates(words: str, value: str) -> None:
    assert resolve(words, None) == value


def test_narrated_days_count_from_the_day_last_named() -> None:
    words = ["12 June", "the next day", "three days later", "later that month", "since then"]
    assert resolve_all([(w, None) for w in words], MONDAY) == [
        "2017-06-12",
        "2017-06-13",
        "2017-06-16",
        "2017-06",
        "2017-06/..",
    ]


def test_until_reaches_over_both_names_of_one_day() -> None:
    words = [("7 June", None), ("until it was relieved two days later, on 9 June", None)]
    assert resolve_all(words, MONDAY) == ["2017-06-07", "../2017-06-09"]


def test_a_tertiary_text_takes_the_year_that_it_names_itself() -> None:
    words = [("27 August", None), ("2 September 2017", None), ("9 September", None)]
    encyclopaedia = resolve_all(words, date(2023, 10, 20), ReportKind.TERTIARY)
    assert encyclopaedia == ["2017-08-27", "2017-09-02", "2017-09-09"]
    assert resolve_all([("9 September", None)], date(2023, 10, 20), ReportKind.TERTIARY) == [None]
    assert resolve_all([("9 September", None)], date(2023, 10, 20)) == ["2023-09-09"]


_VOCABULARY = """since by until from between the last next this past early late mid end of in on and to - , 2 14 31 2017
1970s 30th june may december monday friday week weeks month year day night weekend ago later earlier two few summer
winter yesterday overnight 2017-06-31 2016-07 9:30 p.m. christmas eve or after before within first half rest same"""
_WORDS = st.sampled_from(_VOCABULARY.split())
_TENSES = st.sampled_from([None, "past", "future"])


@given(
    st.lists(_WORDS, max_size=9).map(" ".join) | st.text(max_size=40),
    st.none() | st.dates(),
    _TENSES,
    st.none() | st.dates(),
)
def test_whatever_resolves_is_an_interval(
    words: str, published: date | None, tense: str | None, anchor: date | None
) -> None:
    value = resolve(words, published, tense=tense, anchor=anchor)  # type: ignore[arg-type]
    if value is not None:
        span = interval(value)
        assert span.start is None or span.end is None or span.start <= span.end


@given(st.lists(st.tuples(st.lists(_WORDS, max_size=5).map(" ".join), st.none()), max_size=6), st.none() | st.dates())
def test_every_expression_gets_an_answer(words: list[tuple[str, None]], published: date | None) -> None:
    values = resolve_all(words, published)
    assert len(values) == len(words)
    for value in values:
        assert value is None or interval(value)


@pytest.mark.parametrize(
    ("words", "tense", "value"),
    [
        ("January 7", None, "2018-01-07"),
        ("January 7", "past", "2017-01-07"),
        ("December 30", None, "2017-12-30"),
        ("December 20", None, "2017-12-20"),
        ("February 20", None, "2017-02-20"),  # too far ahead to go without its year
        ("February 20", "future", "2018-02-20"),
        ("January", None, "2017-01"),
    ],
)
def test_without_a_tense_a_day_of_the_coming_weeks_is_to_come(words: str, tense: str | None, value: str) -> None:
    assert resolve(words, date(2017, 12, 29), tense=tense) == value  # type: ignore[arg-type]
