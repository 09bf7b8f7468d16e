"""The day that a text gives for itself, and the many days in a text that are not it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fogline.reports import find_dateline
from fogline.reports.days import read_day, slash_order

TAKEN = [
    ("Fri Oct 7 2016 Seven killed in Aleppo.", "2016-10-07"),
    ("Seven killed in Aleppo\n\n7 October 2016 Seven killed in Aleppo. A rocket", "2016-10-07"),
    ("Headline here\n\nDate of publication 25 April 2017 Airstrikes on a village", "2017-04-25"),
    ("Headline here\n\nPosted on July 20 2016 by A Writer Dozens killed", "2016-07-20"),
    ("Headline here\n\nLast updated at Oct 032017 BEIRUT An air strike", "2017-10-03"),
    ("Headline here\n\n17-08-2013 17 killed as fighters attack", "2013-08-17"),
    ("Headline here\n\n28.04.2017]) Get short URL 54 The army", "2017-04-28"),
    ("Headline here\n\n18.05.2017Get short URL 0 15 The death toll", "2017-05-18"),
    ("Strikes leave 31 dead REUTERS Middle East 1924 16.05.2017(updated 1925 16.05.2017) Get short URL", "2017-05-16"),
    ("Raids kill 10 in camp\n\nRaids kill 10 in camp AFP Wednesday 29 Oct 2014 Aircraft killed", "2014-10-29"),
    ("Rocket attacks on two cities\n\nRocket attacks on two cities 6 September 2016 A reporter said", "2016-09-06"),
    ("Troops advance\n\nAugust 14, 2008\nAccording to officials", "2008-08-14"),
    ("Senate meets\n\nNovember 1 2005\nThe Senate met", "2005-11-01"),
    ("Press call on attacks\n\nVia Teleconference   (January 3, 2024)\n\n4:17 P.M. EST", "2024-01-03"),
    ("Wednesday 24 August 2016 16:58 The coalition said", "2016-08-24"),
    ("MOSCOW, May 27, 2017 (Sputnik) - Russian aircraft", "2017-05-27"),
]


@pytest.mark.parametrize(("text", "day"), TAKEN)
def test_a_dateline_beyond_doubt_is_taken(text: str, day: str) -> None:
    assert find_dateline(text) == date.fromisoformat(day)


LEFT = [
    "On 5 January 2015, ISIL closed all roads to the city.",
    "5 January 2015, when ISIL closed all roads, was a Monday.",
    "Title\n\nFighters enter Raqqa, October 17, 2017. (A Photographer/Reuters)\n\nUnlike other boasts",
    "2017-05-04: A memorandum is signed.\n2017-05-18: Aircraft strike a convoy.",
    "|  June 20, 2017 | Al-Tanf, Eastern Syria | a drone was shot down",
    "June 20, 2017 | Al-Tanf, Eastern Syria | a drone was shot down",
    "Battle of Soledar\n\nThe battle began on 3 August 2022 and went on",
    "The army said on Tuesday 3 Oct 2017 that it had taken the town",
    "Fri Oct 8 2016 Seven killed in Aleppo.",  # a Saturday: the weekday is wrong
    "31 June 2017 Troops moved on",  # no such day
    "BEIRUT (Reuters) - Syrian troops have reached the border",
    "MOSCOW, May 27 (Sputnik) - Russian aircraft",  # no year, and nothing to take it from
    "14 November 2011 – 3 January 2013 | 526 killed",
    "",
]


@pytest.mark.parametrize("text", LEFT)
def test_any_other_day_is_left_alone(text: str) -> None:
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("near", "expected"),
    [("2017-05-28", "2017-05-27"), ("2018-01-02", None), ("2017-06-30", "2017-05-27"), ("2017-09-01", None)],
)
def test_the_year_of_an_agency_dateline_comes_from_metadata_close_by(near: str, expected: str | None) -> None:
    found = find_dateline("MOSCOW, May 27 (Sputnik) - Aircraft", near=date.fromisoformat(near))
    assert found == (date.fromisoformat(expected) if expected else None)


def test_the_year_turns_with_the_calendar() -> None:
    assert find_dateline("MOSCOW, Dec 31 (Sputnik) - Aircraft", near=date(2018, 1, 1)) == date(2017, 12, 31)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2017-09-08", "2017-09-08"),
        ("2017-09-08T10:00:00Z", "2017-09-08"),
        ("2017-06-12~", "2017-06-12"),
        ("Sun, 13 Oct 2017 10:00:00 GMT", "2017-10-13"),
        ("October 7, 2016", "2016-10-07"),
        ("5/27/2017", "2017-05-27"),
        ("27/5/2017", "2017-05-27"),
        ("10/7/2016", None),
        ("2017-06", None),
        ("2019", None),
        ("2022-10/2022-12", None),
        ("soon", None),
        ("", None),
    ],
)
def test_metadata_gives_whole_days_or_none(written: str, day: str | None) -> None:
    assert read_day(written) == (date.fromisoformat(day) if day else None)


def test_a_column_tells_which_number_is_the_day() -> None:
    assert slash_order(["10/7/2016", "5/27/2017"]) == "month first"
    assert slash_order(["10/7/2016", "27/5/2017"]) == "day first"
    assert slash_order(["10/7/2016"]) is None
    assert slash_order(["27/5/2017", "5/27/2017"]) is None
    assert read_day("10/7/2016", "month first") == date(2016, 10, 7)
    assert read_day("10/7/2016", "day first") == date(2016, 7, 10)


def test_datelines_of_the_real_reports(shared: Path) -> None:
    """Every dateline found in the real texts is right: looked at one by one, 233 texts; these are the odd ones."""
    texts = shared / "data" / "claims" / "train" / "texts"
    for name, day in [("fakes-manar-1187", date(2016, 6, 1)), ("fakes-jordantimes-8065", date(2017, 11, 27))]:
        assert find_dateline((texts / f"{name}.txt").read_text("utf-8")) == day
    theatre = shared / "reports" / "theatre"
    for path in theatre.glob("06*.txt"):  # encyclopaedia articles, full of days
        assert find_dateline(path.read_text("utf-8")) is None, path.name
