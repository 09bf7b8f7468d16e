"""Reading many reports in several processes: the order, no more held than is handed out, and a process that dies."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import active_children

from fogline import reader
from fogline.claims import Report
from fogline.reader.local import GROUP_REPORTS, GROUPS_AHEAD

PLACES = ("Marran", "Tel Sira", "Qadeer", "Nahla", "Dorum", "Hesk", "Balat")


def made_up(count: int, taken: list[int]) -> Iterator[Report]:
    for number in range(count):
        taken.append(number)
        yield Report(text=f"Rebels seized {PLACES[number % 7]} on day {number}.", name=str(number))


def test_a_killed_process_loses_nothing_and_reports_are_taken_only_as_needed() -> None:
    engine = reader.load("local")
    taken: list[int] = []
    count = 12 * GROUP_REPORTS
    readings = engine.read_many(made_up(count, taken), processes=1 + 1)
    first = next(readings)
    assert len(taken) <= (2 * GROUPS_AHEAD + 1) * GROUP_REPORTS < count
    active_children()[0].kill()
    rest = list(readings)
    expected = [engine.read(r) for r in made_up(count, [])]
    assert [first, *rest] == expected


def test_reading_that_is_given_up_leaves_no_process_behind() -> None:
    before = {p.pid for p in active_children()}
    readings = reader.load("local").read_many(made_up(400, []), processes=2)
    next(readings)
    readings.close()  # type: ignore[attr-defined]
    assert {p.pid for p in active_children()} <= before
