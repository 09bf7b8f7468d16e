"""What a ledger promises, on either store: what is put in comes back, in every form that the questions ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

import fogline.ledger
from fogline.claims import ClaimType, LedgerClaim, Mood, Polarity, Reading, Report
from fogline.errors import QuestionError
from fogline.ledger import ClaimQuery, Ledger

from .world import ACTORS, NAMES, PLACES, made


def test_what_is_put_in_comes_back_exactly(ledger: Ledger) -> None:
    report, reading, resolutions = made(1, 6)
    assert ledger.add([(report, reading, resolutions)]).claims == 6
    assert ledger.report(report.id) == report
    assert ledger.text(report.id) == report.text
    by_key = {c.id: c for c in ledger.claims()}
    assert {c.key for c in reading.claims} == set(by_key)
    for claim, resolution in zip(reading.claims, resolutions, strict=True):
        kept = by_key[claim.key]
        assert kept.claim == claim
        assert (kept.places, kept.actors, kept.speakers) == (
            resolution.places,
            resolution.actors,
            resolution.speakers,
        )
        assert kept.report == report.head
        assert kept.valid is not None
        assert kept.valid.start == date.fromisoformat(claim.time.value)  # type: ignore[arg-type, union-attr]
        assert (kept.reviewed, kept.original, kept.found_again) == (None, None, True)
        assert kept.recorded is not None
        assert kept.recorded <= datetime.now(UTC)


def test_raw_bytes_that_differ_from_the_text_are_kept(ledger: Ledger) -> None:
    report = Report("The text.", "page", raw=b"<html>The text.</html>", raw_sha256="", media_type="text/html")
    ledger.add([(report, Reading(report.id, "r", "1", ()), ())])
    assert ledger.report(report.id).raw == b"<html>The text.</html>"


def test_a_report_without_claims_is_kept_with_the_reason(ledger: Ledger) -> None:
    report = Report("Nichts.", "german")
    reading = Reading(report.id, "r", "1", (), skipped="not English", warnings=("looked at 1 sentence",))
    ledger.add([(report, reading, ())])
    assert ledger.has_reading(report.id, "r", "1")
    assert not ledger.has_reading(report.id, "r", "2")
    assert ledger.readings(report.id) == [reading]


def test_adding_again_adds_nothing(ledger: Ledger) -> None:
    batch = [made(n) for n in range(5)]
    first = ledger.add(batch)
    head = ledger.head()
    again = ledger.add([*batch, batch[0]])
    assert (first.reports, first.claims) == (5, 20)
    assert (again.reports, again.claims, again.readings) == (0, 0, 0)
    assert ledger.head() == head
    assert ledger.counts().claims == 20


def test_a_long_row_of_batches_is_added_as_one_after_the_other(make: Callable[[], str]) -> None:
    batches = [[made(n, 3), made(n + 1, 3)] for n in range(0, 20, 2)] + [[made(3, 3)], []]
    where = make()
    with fogline.ledger.open(where) as one, fogline.ledger.open(make()) as other:
        told = []
        for added in one.add_all(iter(batches)):
            told.append(added)
            with fogline.ledger.open(where, read_only=True) as reader:
                assert reader.counts().reports >= sum(a.reports for a in told)  # what is told of is on the disk
        assert told == [other.add(batch) for batch in batches]
        assert [c.id for c in one.claims()] == [c.id for c in other.claims()]
        assert one.verify().ok


def test_what_was_added_before_a_broken_batch_is_kept(ledger: Ledger) -> None:
    report, reading, resolutions = made(7)
    broken = [(replace(report, text="Another text."), reading, resolutions)]
    rows = ledger.add_all([[made(1)], [made(2)], broken, [made(3)]])
    assert [next(rows).reports, next(rows).reports] == [1, 1]
    with pytest.raises(ValueError, match="the reading is of report"):
        next(rows)
    assert ledger.counts().reports == 2
    assert ledger.add([made(3)]).reports == 1
    assert ledger.verify().ok


def test_others_write_while_a_long_row_is_added(ledger: Ledger) -> None:
    """A batch that is not safe yet never meets another change: the one waits for the other."""
    rows = ledger.add_all([made(n)] for n in range(30))
    added = [next(rows)]
    with ThreadPoolExecutor(3) as threads:
        others = [threads.submit(ledger.add, [made(n)]) for n in range(100, 120)]
        added += rows
        assert sum(a.reports for a in added) == 30
        assert sum(other.result().reports for other in others) == 20
    assert ledger.counts().reports == 50
    assert ledger.verify().ok


def test_the_same_report_twice_in_one_batch_is_one_report(ledger: Ledger) -> None:
    assert ledger.add([made(1), made(1)]).reports == 1


def test_a_newer_reading_stands_and_the_older_is_kept(ledger: Ledger) -> None:
    report, reading, resolutions = made(1, 4)
    ledger.add([(report, reading, resolutions)])
    changed = replace(reading.claims[0], mood=Mood.PREDICTED)
    newer = replace(reading, version="2", claims=(changed, *reading.claims[2:]))
    added = ledger.add([(report, newer, resolutions)])
    assert (added.reports, added.claims, added.readings) == (0, 0, 1)
    standing = {c.id: c.claim for c in ledger.claims()}
    assert set(standing) == {c.key for c in newer.claims}
    assert standing[changed.key].mood is Mood.PREDICTED
    assert ledger.readings(report.id) == [reading, newer]
    assert [p.kind for p in ledger.history(reading.claims[1].key)] == ["reading", "resolution", "reading"]


def test_another_atlas_resolves_anew(ledger: Ledger) -> None:
    report, reading, resolutions = made(1, 2)
    ledger.add([(report, reading, resolutions)])
    moved = [
        replace(r, atlas="a2", places=tuple(replace(p, place=None, score=0.1) for p in r.places)) for r in resolutions
    ]
    ledger.add([(report, reading, moved)])
    assert all(p.place is None for c in ledger.claims() for p in c.places)
    assert ledger.claims(ClaimQuery(places=[p.id for p in PLACES])) == []


def test_an_amended_date_moves_its_claims(ledger: Ledger) -> None:
    report, reading, resolutions = made(1, 3, published=None)
    ledger.add([(report, reading, resolutions)])
    known = replace(report, published=date(2017, 6, 9))
    ledger.add([(known, reading, resolutions)])
    assert {c.report.published for c in ledger.claims()} == {date(2017, 6, 9)}
    assert len(ledger.claims(ClaimQuery(as_known_on=date(2017, 6, 9)))) == 3
    head = ledger.head()
    ledger.add([(report, reading, resolutions)])  # the older word again does not undo the newer
    assert ledger.head() == head


def test_the_same_text_printed_elsewhere_is_kept_but_does_not_replace(ledger: Ledger) -> None:
    report, reading, resolutions = made(1, 2)
    ledger.add([(report, reading, resolutions)])
    other = replace(report, publisher="The Copy", name="copy")
    ledger.add([(other, reading, resolutions)])
    assert ledger.report(report.id).publisher == "The Wire"
    assert [p.kind for p in ledger.history(report.id)] == ["report", "reading", "form"]


Wanted = Callable[[LedgerClaim], bool]


@pytest.fixture(scope="module")
def filled(make: Callable[[], str]) -> Iterator[Ledger]:
    """A ledger with 30 reports, for questions that change nothing."""
    with fogline.ledger.open(make()) as opened:
        opened.add([made(n) for n in range(30)])
        yield opened


QUERIES: list[tuple[ClaimQuery, Wanted]] = [
    (ClaimQuery(types=[ClaimType.CAPTURE]), lambda c: c.claim.type is ClaimType.CAPTURE),
    (ClaimQuery(types=["strike", "hold"]), lambda c: c.claim.type in ("strike", "hold")),
    (ClaimQuery(moods=["planned"]), lambda c: c.claim.mood is Mood.PLANNED),
    (ClaimQuery(certainties=["probable", "possible"]), lambda c: c.claim.certainty != "certain"),
    (ClaimQuery(polarities=["negative"]), lambda c: c.claim.polarity is Polarity.NEGATIVE),
    (ClaimQuery(places=["test/1"]), lambda c: any(p.place.id == "test/1" for p in c.places)),
    (ClaimQuery(places=["test/1", "test/2"]), lambda c: any(p.place.id in ("test/1", "test/2") for p in c.places)),
    (ClaimQuery(places=["nowhere"]), lambda c: False),
    (ClaimQuery(actors=["test/red"]), lambda c: any(a.actor == "test/red" for a in c.actors)),
    (ClaimQuery(sources=["The Observatory"]), lambda c: any(a.name == "the Observatory" for a in c.speakers)),
    (ClaimQuery(sources=["the wire"]), lambda c: not c.claim.sources),
    (ClaimQuery(since=date(2017, 5, 20)), lambda c: c.valid.end >= date(2017, 5, 20)),
    (
        ClaimQuery(places=["test/3"], since=date(2017, 5, 10), until=date(2017, 5, 25)),
        lambda c: (
            any(p.place.id == "test/3" for p in c.places) and date(2017, 5, 10) <= c.valid.start <= date(2017, 5, 25)
        ),
    ),
    (ClaimQuery(box=(40.2, 30.4, 40.6, 31.1)), lambda c: any(p.place.id in ("test/1", "test/2") for p in c.places)),
    (ClaimQuery(near=(30.5, 40.25, 1)), lambda c: any(p.place.id == "test/1" for p in c.places)),
    (ClaimQuery(near=(30.5, 40.25, 61)), lambda c: any(p.place.id in ("test/0", "test/1", "test/2") for p in c.places)),
    (ClaimQuery(near=(-30.0, -140.0, 100)), lambda c: False),
    (
        ClaimQuery(near=(30.5, 40.25, 61), types=["hold"], text="zarqa"),
        lambda c: c.claim.type == "hold" and c.places[0].place.id == "test/0",
    ),
    (ClaimQuery(text="zarqa"), lambda c: any(p.place.name == "Zarqa" for p in c.places)),
    (ClaimQuery(text="hajar"), lambda c: any(p.place.name == "Ḩājar" for p in c.places)),
    (ClaimQuery(text='"tell hamra"'), lambda c: any(p.place.name == "Tell Hamra" for p in c.places)),
    (ClaimQuery(text='"hamra tell"'), lambda c: False),
    (ClaimQuery(text="bomb* zarqa"), lambda c: c.claim.type == "strike" and c.places[0].place.name == "Zarqa"),
]


@pytest.mark.parametrize(
    ("query", "wanted"), QUERIES, ids=lambda q: repr(q)[11:60] if isinstance(q, ClaimQuery) else ""
)
def test_a_query_finds_what_it_says(filled: Ledger, query: ClaimQuery, wanted: Wanted) -> None:
    ledger = filled
    everything = ledger.claims()
    assert len(everything) == 120
    expected = {c.id for c in everything if wanted(c)}
    assert {c.id for c in ledger.claims(query)} == expected
    assert ledger.count(query) == len(expected)


def test_how_near_is_near(ledger: Ledger) -> None:
    """Places on the antimeridian and at the pole, and one just inside and one just outside the radius."""
    spots = {"pole": (89.9, 10.0), "east": (0.0, 179.9), "west": (0.0, -179.9), "in": (10.0, 20.0), "out": (10.1, 20.0)}
    nearly(ledger, spots)

    def near(lat: float, lon: float, km: float) -> set[str]:
        return {p.place.id for c in ledger.claims(ClaimQuery(near=(lat, lon, km))) for p in c.places if p.place}

    assert near(89.9, -170.0, 23) == {"pole"}  # over the pole: 22.3 km
    assert near(89.9, -170.0, 22) == set()
    assert near(0.0, 180.0, 11.2) == {"east", "west"}  # 11.13 km each
    assert near(0.0, 180.0, 11.1) == set()
    assert near(10.0, 20.0, 11.05) == {"in"}  # the other one lies 11.061 km to the north
    assert near(10.0, 20.0, 11.07) == {"in", "out"}
    assert near(0.0, 0.0, 20_040) == set(spots)
    for wrong in ((91, 0, 1), (0, 181, 1), (0, 0, -1)):
        with pytest.raises(QuestionError, match="latitude"):
            ledger.claims(ClaimQuery(near=wrong))


def nearly(ledger: Ledger, spots: dict[str, tuple[float, float]]) -> None:
    """One report for each spot."""
    for n, (name, (lat, lon)) in enumerate(spots.items()):
        report, reading, resolutions = made(n, 1)
        place = replace(PLACES[0], id=name, name=name, lat=lat, lon=lon)
        there = [replace(r, places=tuple(replace(p, place=place) for p in r.places)) for r in resolutions]
        ledger.add([(report, reading, there)])


@pytest.mark.postgres
def test_postgis_finds_the_same_places(server: tuple[str, str]) -> None:
    """In a database with PostGIS the geography index is asked; the places are those that the other stores find."""
    url = f"{server[1].rsplit('/', 1)[0]}/with_postgis"
    with psycopg.connect(server[1], autocommit=True) as conn:
        conn.execute("CREATE DATABASE with_postgis")
    with fogline.ledger.open(url) as ledger:
        if not ledger._store.ask(ledger._store.has_spots):
            pytest.skip("PostGIS is not installed on this server")
        test_how_near_is_near(ledger)
        explained = "EXPLAIN SELECT place FROM place WHERE ST_DWithin(spot, ST_MakePoint(10, 20)::geography, 1000)"
        with psycopg.connect(url) as conn:
            conn.execute("SET enable_seqscan = off")
            assert "place_spot" in str(conn.execute(explained).fetchall())


def test_claims_come_in_order_of_valid_time_and_in_pages(ledger: Ledger) -> None:
    undated = made(99, 2)
    timeless = replace(undated[1], claims=tuple(replace(c, time=None, type=ClaimType.CLASH) for c in undated[1].claims))
    ledger.add([*[made(n) for n in range(12)], (undated[0], timeless, [])])
    for query in (ClaimQuery(), ClaimQuery(places=["test/1", "test/4", "test/6"]), ClaimQuery(text="on 2017")):
        whole = ledger.claims(query)
        days = [c.valid.start if c.valid else date.max for c in whole]
        if query.text is None:
            assert days == sorted(days)
        pages, after = [], None
        while page := ledger.claims(replace(query, limit=5, after=after)):
            pages += page
            after = page[-1].id
        assert [c.id for c in pages] == [c.id for c in whole]


def test_a_long_interval_meets_every_window_inside_it(ledger: Ledger) -> None:
    report, reading, resolutions = made(3, 4)
    values = ["2017-01-01/2017-12-31", "2017-03-01/..", "../2017-02-01", "2017-06"]
    claims = tuple(
        replace(c, time=replace(c.time, value=v))
        for c, v in zip(reading.claims, values, strict=True)  # type: ignore[type-var]
    )
    spot = resolutions[0].places[0].place
    here = [replace(r, places=tuple(replace(p, place=spot) for p in r.places)) for r in resolutions]
    ledger.add([(report, replace(reading, claims=claims), here)])

    def found(since: date | None, until: date | None) -> set[str]:
        return {
            c.claim.time.value  # type: ignore[union-attr, misc]
            for c in ledger.claims(ClaimQuery(places=[spot.id], since=since, until=until))  # type: ignore[union-attr]
        }

    assert found(date(2017, 5, 1), date(2017, 5, 2)) == {values[0], values[1]}
    assert found(date(2017, 6, 15), date(2017, 6, 15)) == {values[0], values[1], values[3]}
    assert found(None, date(2017, 1, 15)) == {values[0], values[2]}
    assert found(date(2020, 1, 1), None) == {values[1]}


def test_undated_reports_are_known_from_the_day_they_were_recorded(ledger: Ledger) -> None:
    ledger.add([made(1, published=date(2017, 6, 1)), made(2, published=date(2017, 7, 1)), made(3, published=None)])
    today = datetime.now(UTC).date()

    def known(day: date) -> set[str]:
        return {c.report.name for c in ledger.claims(ClaimQuery(as_known_on=day))}

    assert known(date(2017, 5, 31)) == set()
    assert known(date(2017, 6, 30)) == {"r1"}
    assert known(today - timedelta(1)) == {"r1", "r2"}
    assert known(today) == {"r1", "r2", "r3"}


def test_the_ledger_as_it_stood(ledger: Ledger) -> None:
    report, reading, resolutions = made(1, 3)
    before = datetime.now(UTC)
    ledger.add([(report, reading, resolutions)])
    first = datetime.now(UTC)
    newer = replace(reading, version="2", claims=tuple(replace(c, mood=Mood.PLANNED) for c in reading.claims[:2]))
    ledger.add([(report, newer, resolutions)])
    assert ledger.claims(ClaimQuery(as_recorded_at=before)) == []
    then = ledger.claims(ClaimQuery(as_recorded_at=first))
    assert {c.id: c.claim for c in then} == {c.key: c for c in reading.claims}
    assert len(ledger.claims(ClaimQuery(as_recorded_at=datetime.now(UTC)))) == 2


def test_ids_are_found_by_their_beginning(ledger: Ledger) -> None:
    report, reading, resolutions = made(1, 4)
    ledger.add([(report, reading, resolutions)])
    key = reading.claims[0].key
    assert ledger.find(key[:10]) == ("claim", key)
    assert ledger.find(report.id.upper()[:9]) == ("report", report.id)
    for wrong in ("", "zz", "f" * 65):
        with pytest.raises(QuestionError, match="no id"):
            ledger.find(wrong)
    with pytest.raises(QuestionError, match="nothing"):
        ledger.find("0" * 64)


@pytest.mark.parametrize("text", ["", "!!!", '""', " - "])
def test_a_search_without_words_says_so(ledger: Ledger, text: str) -> None:
    with pytest.raises(QuestionError, match="no word"):
        ledger.claims(ClaimQuery(text=text))


def test_names_of_the_world_are_in_use() -> None:
    report, reading, _ = made(1, 8)
    assert {a.entity for c in reading.claims for a in c.args} <= {*NAMES, *(a[1] for a in ACTORS)}
    assert all(c.trigger.of(report.text) == c.trigger_text for c in reading.claims)
