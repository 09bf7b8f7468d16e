"""The desk from Python: the same verbs as the command line, over one ledger."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import fogline
from fogline.desk import sides
from fogline.errors import NotFoundError, QuestionError
from tests.conftest import EXAMPLE

AL_TANF = "syria-iraq-2017/al-tanf-garrison"


def test_a_text_is_read_without_a_ledger() -> None:
    claims = fogline.read_claims("Rebels captured the town of Tadef on Friday.", published="2017-06-19")
    capture = next(c for c in claims if str(c.type) == "capture")
    assert capture.time is not None
    assert capture.time.value == "2017-06-16"


def test_sides_of_a_day_leave_out_who_was_not_yet_there() -> None:
    early = {s["id"]: {m["id"] for m in s["members"]} for s in sides("2015-01-01")}
    late = {s["id"]: {m["id"] for m in s["members"]} for s in sides("2017-01-01")}
    government = "syria-iraq-2017/syrian-government"
    assert "world/rus" in late[government] - early[government]
    assert all(a["source"] for s in sides() for a in s["allies"])


def test_one_place_by_its_names_and_by_its_id(example_ledger: Path) -> None:
    with fogline.open(example_ledger, create=False) as desk:
        for name in ("Al-Tanf", "al Tanf", "At Tanf", AL_TANF):
            assert desk.place(name).place.id == AL_TANF
        with pytest.raises(NotFoundError, match="Qqqqzzzz"):
            desk.place("Qqqqzzzz")


def test_as_known_on_an_earlier_day_less_is_known(example_ledger: Path) -> None:
    with fogline.open(example_ledger, create=False) as desk:
        before = desk.who_holds("Al-Tanf", on="2017-09-10", as_known_on="2017-05-01")
        after = desk.who_holds("Al-Tanf", on="2017-09-10")
    assert str(before.status) == "unknown"
    assert not before.claims
    assert str(after.status) == "held"


def test_a_planned_withdrawal_is_listed_against_and_moves_nothing(example_ledger: Path) -> None:
    with fogline.open(example_ledger, create=False) as desk:
        answer = desk.who_holds("Al-Tanf", on="2017-09-10")
        moods = {a.claim: str(desk.claim(a.claim).claim.mood) for a in answer.against}
        kinds = {str(link.kind) for link in desk.links(place="Al-Tanf")}
    assert "planned" in moods.values()
    assert "hardens" in kinds


def test_what_if_stores_nothing(own_ledger: Path) -> None:
    with fogline.open(own_ledger, create=False) as desk:
        head = desk.head()
        result = desk.what_if({"Al-Tanf": "ISIS"}, ["who", "Al-Tanf", "--on", "2017-09-10"])
        assert desk.head() == head
    assert result.before.as_json()["holders"] != result.after.as_json()["holders"]
    assert result.difference


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["weather", "Al-Tanf"], "weather"),
        (["who"], "takes 1"),
        (["who", "Al-Tanf", "--colour", "red"], "--colour"),
        (["zone", "Al-Tanf"], "--radius"),
        (["zone", "Al-Tanf", "--radius", "wide"], "wide"),
    ],
)
def test_a_what_if_that_cannot_be_asked_says_why(example_ledger: Path, words: list[str], problem: str) -> None:
    with fogline.open(example_ledger, create=False) as desk, pytest.raises(QuestionError, match=problem):
        desk.what_if({"Al-Tanf": "ISIS"}, words)


def test_a_correction_of_words_resolves_the_new_words(own_ledger: Path) -> None:
    with fogline.open(own_ledger, create=False) as desk:
        entry = next(c for c in desk.claims(place="Al-Tanf") if "Zakf" in desk.text_of(c.report.id))
        text = desk.text_of(entry.report.id)
        start = text.index("Zakf")
        desk.correct(entry.id, "place", {"start": start, "end": start + 4}, by="A. Editor")
        corrected = desk.claim(entry.id)
        assert [p.place.name for p in corrected.places if p.place] == ["Zakf"]
        assert corrected.original is not None
        desk.review(entry.id, "undo", by="A. Editor")
        assert desk.claim(entry.id).claim == entry.claim


def test_origins_count_sources_not_reports(example_ledger: Path) -> None:
    with fogline.open(example_ledger, create=False) as desk:
        sources = desk.origins(place="Abu Kamal")
    names = [s["name"] for s in sources]
    assert len(names) == len(set(names))
    assert any(len(s["reports"]) > 1 for s in sources)


def test_reading_goes_on_after_a_run_that_was_stopped_before_linking(tmp_path: Path) -> None:
    from fogline import atlas, ledger, reader, reports
    from fogline.desk.intake import take_in

    path = tmp_path / "half.db"
    with ledger.open(path) as store:
        take_in(reports.load([str(EXAMPLE)]), store, atlas.open(), reader.load())
        assert store.unweighed()
    with fogline.open(path) as desk:
        again = desk.read(str(EXAMPLE))
        assert (again.new_reports, again.new_claims) == (0, 0)
        assert sum(again.links.values()) > 0
        assert not desk.ledger.unweighed()


def test_a_theatre_of_which_nothing_was_read_has_no_brief(tmp_path: Path) -> None:
    with fogline.open(tmp_path / "empty.db") as desk, pytest.raises(QuestionError, match="no report of that theatre"):
        desk.brief(theatre="nowhere")


def test_a_fault_in_one_report_keeps_no_other_from_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fogline.open(tmp_path / "some.db") as desk:
        resolve = desk.atlas.resolve

        def faulty(report: Any, claims: Any) -> Any:
            if "Alaska" in report.text:
                raise ArithmeticError("side location conflict")
            return resolve(report, claims)

        monkeypatch.setattr(desk.atlas, "resolve", faulty)
        for name, place in (("1.txt", "Tadef"), ("2.txt", "Alaska"), ("3.txt", "Raqqa")):
            (tmp_path / name).write_text(f"Rebels captured {place} on 3 June 2017.")
        intake = desk.read(*(str(tmp_path / name) for name in ("1.txt", "2.txt", "3.txt")))
        assert intake.new_reports == 2
        assert [f.item for f in intake.failures] == ["2"]
        assert "side location conflict" in str(intake.failures[0].error)
        assert "please send the text" in str(intake.failures[0].error)


def test_a_long_table_is_never_held_whole(tmp_path: Path) -> None:
    from fogline import ledger, reports
    from fogline.claims import Reading, Report
    from fogline.desk.intake import BATCH, take_in

    loaded, waiting, most = 0, 0, 0

    class Reader:
        name, version = "nothing", "1"

        def read_many(self, given: Iterable[Report], processes: int = 1) -> Iterator[Reading]:
            for report in given:
                yield Reading(report.id, self.name, self.version, ())

    def table() -> Iterator[Report]:
        nonlocal loaded, waiting, most
        for number in range(1_000):
            loaded, waiting = loaded + 1, waiting + 1
            most = max(most, waiting)
            yield reports.from_text(f"Report {number}.", name=str(number))

    class Atlas:
        def resolve(self, report: Report, claims: object) -> list[object]:
            return []

    class Store:
        def __init__(self, kept: ledger.Ledger) -> None:
            self.has_reading, self._add_all = kept.has_reading, kept.add_all

        def add_all(self, batches: Iterable[list[Any]]) -> Iterator[ledger.Added]:
            nonlocal waiting
            handed: deque[int] = deque()

            def seen() -> Iterator[list[Any]]:
                for batch in batches:
                    handed.append(len(batch))
                    yield batch

            for added in self._add_all(seen()):
                waiting -= handed.popleft()
                yield added

    with ledger.open(tmp_path / "long.db") as kept:
        intake = take_in(table(), Store(kept), Atlas(), Reader())  # type: ignore[arg-type]
    assert (loaded, intake.new_reports) == (1_000, 1_000)
    assert most <= 3 * BATCH  # one that is being made safe, one that is prepared, one that is read


def test_claims_are_weighed_in_portions_without_losing_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fogline import atlas, ledger, reader, reports
    from fogline.desk import desk as room
    from fogline.desk.intake import take_in

    with ledger.open(tmp_path / "portions.db") as store:
        take_in(reports.load([str(EXAMPLE)]), store, atlas.open(), reader.load())
        store.backup(tmp_path / "at-once.db")
    with fogline.open(tmp_path / "at-once.db") as desk:
        at_once = {link.id for link in desk.link()}
    monkeypatch.setattr(room, "AT_ONCE", 25)
    with fogline.open(tmp_path / "portions.db") as desk:
        desk.link()
        assert not desk.ledger.unweighed()
        assert {link.id for link in desk.links()} >= at_once
