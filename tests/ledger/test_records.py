"""Append-only: the stores themselves refuse changes; the chain tells of any that was made behind their back."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, exc, text

import fogline.ledger
from fogline.claims import Link, LinkKind, Merge, Mood, Origin, Reading, Report, Resolution, canonical_json, claim_key
from fogline.errors import LedgerError, QuestionError
from fogline.ledger import EVERYWHERE, ClaimQuery, Ledger, Weighing, merge_value, new_review, place_fix, schema
from fogline.ledger.bodies import claim_body, resolution_body
from fogline.ledger.decode import claim_from, claim_of, resolved_of
from fogline.ledger.prepare import key_of, words_json

from .world import PLACES, made


def filled(ledger: Ledger) -> Report:
    """A bit of every kind of record."""
    ledger.add([made(n, 3) for n in range(4)])
    report, reading, resolutions = made(1, 3)
    ledger.add([(replace(report, published=None), replace(reading, version="2"), resolutions)])
    claims = ledger.claims()
    a, b = claims[0].id, claims[1].id
    ledger.review(new_review(a, "correct", by="Ana", field="mood", value="planned"))
    ledger.review(new_review(EVERYWHERE, "fix-resolution", by="Ana", value=place_fix("Zarqa", PLACES[3])))
    origins = (Origin(a, "s", "S", "s/1"), Origin(b, "s", "S", "s/1"))
    links = (Link(LinkKind.HARDENS, a, b, "mood", "x"),)
    ledger.add_weighing(Weighing(origins, {}, links, {a: frozenset("k"), b: frozenset("k")}), "w1")
    ledger.set_publisher("The Wire", side="red", reliability="c", by="Ana")
    return report


def raw(place: str) -> Any:
    """A plain connection, as somebody has who does not use Fogline."""
    url = place.replace("postgresql://", "postgresql+psycopg://") if "://" in place else f"sqlite:///{place}"
    return create_engine(url)


def test_every_record_table_refuses_update_and_delete(place: str) -> None:
    with fogline.ledger.open(place) as ledger:
        ledger.redact(filled(ledger).id, "names of victims")
    engine = raw(place)
    for table in schema.RECORDS:
        column = list(table.columns)[-1].name
        with engine.connect() as conn:
            assert conn.execute(text(f"SELECT count(*) FROM {table.name}")).scalar(), f"{table.name} is empty"
        for statement in (f'UPDATE {table.name} SET "{column}" = NULL', f"DELETE FROM {table.name}"):
            with engine.connect() as conn, pytest.raises(exc.DBAPIError, match="never changed or deleted"):
                conn.execute(text(statement))
    engine.dispose()


CHANGES = {
    "report": "UPDATE report SET id = (SELECT key FROM claim LIMIT 1) WHERE report = 1",
    "reading": "UPDATE reading SET version = 'other' WHERE seq = 2",
    "content": "UPDATE content SET body = replace(body, 'certain', 'probable') WHERE content = 2",
    "key": "UPDATE content SET claim = 1 WHERE content = 2",
    "resolution": "UPDATE resolution SET body = replace(body, 'exact', 'guess') WHERE resolution = 2",
    "review": "UPDATE review SET body = replace(body, 'Ana', 'Eve')",
    "link": "UPDATE link SET body = replace(body, 'mood', 'date')",
    "place form": "UPDATE place_form SET body = replace(body, 'SY', 'IQ')",
    "recorded": "UPDATE record SET recorded = recorded + 1 WHERE seq = 3",
    "missing": "DELETE FROM record WHERE seq = 3",
    "last": "DELETE FROM publisher",
    "redaction": "DELETE FROM redaction",
    "slipped in": "INSERT INTO publisher SELECT seq + 1, name, body FROM publisher",
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_behind_our_back_is_found_and_named(made_sqlite: Callable[[], str], what: str) -> None:
    tamper(made_sqlite(), what)


@pytest.mark.postgres
@pytest.mark.parametrize("what", ["report", "key", "missing", "slipped in"])
def test_a_change_on_the_server_is_found_and_named(made_postgres: Callable[[], str], what: str) -> None:
    tamper(made_postgres(), what)


def tamper(place: str, what: str) -> None:
    """Change something as only the owner of the store could, and verify."""
    with fogline.ledger.open(place) as ledger:
        filled(ledger)
        ledger.redact(made(2, 3)[0].id, "take-down")
        assert ledger.verify().ok
    engine = raw(place)
    table = CHANGES[what].split()[2 if "DELETE" in CHANGES[what] or "INSERT" in CHANGES[what] else 1]
    with engine.begin() as conn:
        if "://" in place:
            conn.execute(text("SET session_replication_role = replica"))
        else:
            conn.execute(text(f"DROP TRIGGER {table}_stays"))
            conn.execute(text(f"DROP TRIGGER {table}_stands"))
        assert conn.execute(text(CHANGES[what])).rowcount
    engine.dispose()
    with fogline.ledger.open(place) as ledger:
        verdict = ledger.verify()
    assert not verdict.ok
    assert verdict.problem
    assert any(word in verdict.problem for word in ("record ", "place form", "publisher holds"))


def test_an_old_head_still_verifies_and_a_cut_ledger_does_not(
    place: str, make: Callable[[], str], tmp_path: Path
) -> None:
    with fogline.ledger.open(place) as ledger:
        ledger.add([made(1)])
        old = ledger.head()
        file = tmp_path / "head.json"
        file.write_text(json.dumps(old.as_json()))
        ledger.add([made(2)])
        assert ledger.verify(file).ok
        newer = ledger.head()
        assert "verified: 6 records" in ledger.verify(newer).sentence
    with fogline.ledger.open(make()) as other:
        other.add([made(1)])
        assert "before the exported" in str(other.verify(newer).problem)
        assert "another past" in str(other.verify(old).problem)
        with pytest.raises(LedgerError, match="no chain head"):
            other.verify({"something": "else"})


def derived(place: str) -> dict[str, list[tuple[Any, ...]]]:
    """All derived tables, with the search indexes."""
    engine = raw(place)
    with engine.connect() as conn:
        found = {
            t.name: sorted(tuple(row) for row in conn.execute(t.select()))  # type: ignore[type-var]
            for t in (*schema.PROJECTIONS, *schema.FROM_WEIGHING)
            if t.name not in ("entry", "link_now")
        }
        for table in (schema.entry, schema.link_now):
            found[table.name] = [tuple(row) for row in conn.execute(table.select().order_by(*table.primary_key))]
    engine.dispose()
    return found


def test_rebuilt_is_maintained(place: str) -> None:
    with fogline.ledger.open(place) as ledger:
        filled(ledger)
        report, reading, resolutions = made(3, 3)
        ledger.add([(replace(report, published=None), reading, resolutions)])
        before, words = derived(place), [c.id for c in ledger.claims(ClaimQuery(text="on 2017"))]
        assert before["place_now"]
        ledger.rebuild_projections()
        assert derived(place) == before
        assert [c.id for c in ledger.claims(ClaimQuery(text="on 2017"))] == words
        ledger.add([made(50)])
        assert ledger.verify().ok


SPEAKERS = ("entity/the Observatory", "entity/a ministry spokesman")
KINDS = ("add", "reread", "redate", "correct", "reject", "undo", "fix", "merge", "link", "reweigh")
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 5)), min_size=1, max_size=12)


def play(ledger: Ledger, steps: list[tuple[str, int]]) -> None:
    """Any mixture of what can happen to a ledger, each step on report or claim n."""
    for step, n in steps:
        report, reading, resolutions = made(n, 3)
        claims = ledger.claims()
        key = claims[n % len(claims)].id if claims else None
        if step == "add":
            ledger.add([(report, reading, resolutions)])
        elif step == "reread":
            fewer = tuple(replace(c, mood=Mood.PREDICTED) for c in reading.claims[1:])
            ledger.add([(report, replace(reading, version=f"v{n}", claims=fewer), resolutions)])
        elif step == "redate":
            ledger.add([(replace(report, published=None), reading, resolutions)])
        elif step == "undo" and (reviews := ledger.reviews()):
            ledger.review(new_review(reviews[n % len(reviews)].id, "undo", by="Ana"))
        elif step == "merge":
            kept, merged = SPEAKERS[n % 2], SPEAKERS[1 - n % 2]
            value = merge_value(Merge(kept, kept, merged, merged, "one and the same"))
            with suppress(QuestionError):  # in a circle
                ledger.review(new_review("", "merge-actors", by="Ana", value=value))
        elif key is None:
            continue
        elif step == "correct":
            ledger.review(new_review(key, "correct", by="Ana", field="certainty", value="unknown"))
        elif step == "reject":
            ledger.review(new_review(key, "reject", by="Ana"))
        elif step == "fix":
            subject = (key, report.id if ledger.has_reading(report.id, "test-reader", "1") else key, EVERYWHERE)[n % 3]
            ledger.review(new_review(subject, "fix-resolution", by="Ana", value=place_fix("Zarqa", PLACES[n])))
        else:
            weigh(ledger, [c.id for c in claims], n)


def weigh(ledger: Ledger, ids: list[str], n: int) -> None:
    links = tuple(Link(LinkKind.HARDENS, a, b) for a, b in pairwise(ids) if (a < b) == (n % 2 == 0))
    origins = tuple(Origin(i, "s", "S", f"s/{n}") for i in ids)
    ledger.add_weighing(Weighing(origins, {}, links, {i: frozenset({f"k{n}"}) for i in ids}), f"w{n}")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happened_rebuilt_is_maintained_and_it_verifies(
    made_sqlite: Callable[[], str], steps: list[tuple[str, int]]
) -> None:
    place = made_sqlite()
    with fogline.ledger.open(place) as ledger:
        play(ledger, steps)
        before = derived(place)
        ledger.rebuild_projections()
        assert derived(place) == before
        assert ledger.verify().ok


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@pytest.mark.postgres
def test_both_stores_come_to_the_same(
    made_sqlite: Callable[[], str], made_postgres: Callable[[], str], steps: list[tuple[str, int]]
) -> None:
    found = []
    for place in (made_sqlite(), made_postgres()):
        with fogline.ledger.open(place) as ledger:
            play(ledger, steps)
            found.append(
                (
                    [(c.id, c.claim, c.places, c.actors, c.reviewed, c.found_again) for c in ledger.claims()],
                    ledger.links(),
                    [s[:5] for s in ledger.standing()],
                    [c.id for c in ledger.claims(ClaimQuery(text="brigade"))],
                )
            )
    # Reviews carry the moment at which they were made, so ids of reviews differ; nothing else may.
    assert found[0] == found[1]


def test_redaction_takes_the_words_and_keeps_the_chain(place: str) -> None:
    secret = "Yusuf Hamdan"
    report = Report(
        f"{secret} was killed at Zarqa. ", "victims", title=secret, raw=f"<p>{secret}</p>".encode(), raw_sha256=""
    )
    _, reading, resolutions = made(1, 1)
    arg = replace(reading.claims[0].args[0], text=secret, entity=secret, start=0, end=len(secret))
    claim = replace(reading.claims[0], report=report.id, args=(arg,))
    named = replace(resolutions[0].actors[0], actor=f"entity/{secret}", name=secret, text=secret)
    resolved = replace(resolutions[0], claim=claim.key, actors=(named,))
    with fogline.ledger.open(place) as ledger:
        ledger.add([made(2), (report, Reading(report.id, "r", "1", (claim,)), [resolved])])
        ledger.review(new_review(claim.key, "correct", by="Ana", field="mood", value="planned"))
        ledger.redact(report.id, "asked for by the family", by="Ana")
        ledger.redact(report.id, "again")
        assert "1 reports redacted" in ledger.verify().sentence
        assert ledger.report(report.id).text == ""
        assert ledger.report(report.id).raw == b""
        kept = ledger.claim(claim.key)
        assert kept.claim.trigger == claim.trigger
        assert kept.claim.mood is Mood.PLANNED
        assert kept.places[0].place == resolved.places[0].place
        assert secret not in repr(kept)
        assert ledger.claims(ClaimQuery(text="Yusuf")) == []
        assert "redaction" in [p.kind for p in ledger.history(report.id)]
        ledger.add([(report, Reading(report.id, "r", "2", (claim,)), [resolved])])
        assert ledger.report(report.id).text == ""  # what was taken out stays out
        before = {c.id for c in ledger.claims()}
        ledger.rebuild_projections()
        assert {c.id for c in ledger.claims()} == before
        assert ledger.verify().ok
        with pytest.raises(QuestionError, match="why"):
            ledger.redact(report.id, " ")
        with pytest.raises(QuestionError, match="no report"):
            ledger.redact("0" * 64, "x")
    if "://" not in place:
        left = b"".join(p.read_bytes() for p in Path(place).parent.glob(Path(place).name + "*"))
        for word in (secret, "Hamdan", "hamdan"):
            assert word.encode() not in left


def test_bodies_are_canonical_json_and_round_trip() -> None:
    digests = {f"{i:032x}": p for i, p in enumerate(PLACES)}
    names = {p: d for d, p in digests.items()}
    for n in range(20):
        report, reading, resolutions = made(n, 5)
        for claim, resolution in zip(reading.claims, resolutions, strict=True):
            body = claim_body(claim)
            assert canonical_json(json.loads(body)) == body
            assert claim_of(body, report.id) == claim_from(json.loads(body), report.id) == claim
            body = resolution_body(resolution, names.__getitem__)
            assert canonical_json(json.loads(body)) == body
            refs = resolved_of(body).refs(digests.__getitem__)
            assert Resolution(claim.key, resolution.atlas, *refs) == resolution
            assert key_of(report.id, *claim.trigger, claim.type) == bytes.fromhex(
                claim_key(report.id, claim.trigger, claim.type)
            )


@given(st.text(), st.floats(0, 1), st.text())
def test_any_words_survive(words: str, score: float, entity: str) -> None:
    _, reading, _ = made(1, 1)
    arg = replace(reading.claims[0].args[0], text=words, entity=entity, score=score)
    claim = replace(reading.claims[0], args=(arg,))
    assert claim_of(claim_body(claim), claim.report) == claim


@given(st.lists(st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(), st.just("\ud800"))))
def test_words_in_json_are_canonical(values: list[object]) -> None:
    value = {"values": values, "about": [["a", "b"]], "\u0085": '\x00\x1f\x7f\u2028"\\/'}
    assert words_json(value) == canonical_json(value)


def test_publishers_newest_word_wins(ledger: Ledger) -> None:
    ledger.set_publisher("The Wire", side="red", reliability="b", by="Ana")
    ledger.set_publisher("The Wire", kind="press", by="Bo")  # type: ignore[arg-type]
    one = ledger.publishers()["The Wire"]
    assert (one.side, one.kind, one.reliability, one.by) == ("red", "press", "B", "Bo")
    with pytest.raises(QuestionError, match="A to F"):
        ledger.set_publisher("The Wire", reliability="Z")
