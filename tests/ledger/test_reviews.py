"""Reviews: the reviewed form is what is given back, the form as read is kept, and newer readings drop neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fogline.claims import (
    ActorKind,
    ActorRef,
    Claim,
    ClaimType,
    Link,
    LinkKind,
    Mood,
    Origin,
    Reading,
    Report,
    Resolution,
    Review,
    ReviewAction,
    Span,
)
from fogline.errors import QuestionError
from fogline.ledger import (
    EVERYWHERE,
    ClaimQuery,
    Ledger,
    Weighing,
    actor_fix,
    added_claim,
    link_value,
    new_review,
    place_fix,
)

from .world import PLACES, made


@pytest.fixture
def read(ledger: Ledger) -> tuple[Report, Reading, list[Resolution]]:
    """Two reports in the ledger; the first one's values."""
    ledger.add([made(1, 4), made(2, 4)])
    return made(1, 4)


Read = tuple[Report, Reading, list[Resolution]]


def review(ledger: Ledger, subject: str, action: str, **rest: object) -> Review:
    return ledger.review(new_review(subject, action, by="Ana", **rest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value", "seen"),
    [
        ("mood", "planned", lambda c: c.mood is Mood.PLANNED),
        ("type", "clash", lambda c: c.type is ClaimType.CLASH),
        ("certainty", "unknown", lambda c: c.certainty == "unknown"),
        ("polarity", "negative", lambda c: c.polarity == "negative"),
        ("phase", "end", lambda c: c.phase == "end"),
        ("time", "2016-02", lambda c: c.time.value == "2016-02"),
        ("time", None, lambda c: c.time is None),
        ("sources", [{"text": "r", "start": 0, "end": 1, "entity": "X"}], lambda c: c.sources[0].entity == "X"),
        ("args", [], lambda c: c.args == ()),
        ("evidence", {"start": 0, "end": 5}, lambda c: c.evidence == Span(0, 5)),
        ("trigger", {"start": 0, "end": 6, "text": "Report"}, lambda c: c.trigger_text == "Report"),
    ],
)  # fmt: skip
def test_any_field_can_be_corrected(
    ledger: Ledger, read: Read, field: str, value: object, seen: Callable[[Claim], bool]
) -> None:
    claim = read[1].claims[0]
    review(ledger, claim.key, "correct", field=field, value=value)
    kept = ledger.claim(claim.key)
    assert seen(kept.claim)
    assert kept.reviewed == "corrected"
    assert kept.original in (claim, None if kept.claim == claim else claim)
    assert ledger.counts().reviewed == {"corrected": 1}


def test_a_corrected_time_moves_the_claim_on_the_axis(ledger: Ledger, read: Read) -> None:
    claim = read[1].claims[0]
    review(ledger, claim.key, "correct", field="time", value="2011-03-15")
    assert ledger.claims()[0].id == claim.key
    assert str(ledger.claim(claim.key).valid.start) == "2011-03-15"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("field", "value"),
    [("mood", "wishful"), ("colour", "red"), ("args", [{"role": "cook"}]), ("evidence", 7), (None, "x")],
)
def test_what_cannot_be_applied_is_refused_and_not_recorded(
    ledger: Ledger, read: Read, field: str | None, value: object
) -> None:
    head = ledger.head()
    with pytest.raises(QuestionError, match="review"):
        review(ledger, read[1].claims[0].key, "correct", field=field, value=value)
    for subject, action in (("0" * 64, "accept"), ("no id", "reject"), ("1" * 64, "undo")):
        with pytest.raises(QuestionError):
            review(ledger, subject, action)
    assert ledger.head() == head


def test_rejected_claims_are_left_out_and_kept(ledger: Ledger, read: Read) -> None:
    key = read[1].claims[0].key
    review(ledger, key, "reject", note="not about the war")
    assert key not in {c.id for c in ledger.claims()}
    assert key in {c.id for c in ledger.claims(ClaimQuery(include_rejected=True))}
    assert ledger.claim(key).reviewed == "rejected"
    review(ledger, key, "accept")
    assert ledger.claim(key).reviewed == "accepted"


def test_undo_is_a_record_and_can_be_undone(ledger: Ledger, read: Read) -> None:
    key = read[1].claims[0].key
    rejected = review(ledger, key, "reject")
    undone = review(ledger, rejected.id, "undo")
    assert ledger.claim(key).reviewed is None
    review(ledger, undone.id, "undo")
    assert ledger.claim(key).reviewed == "rejected"
    assert [r.action for r in ledger.reviews()] == ["reject", "undo", "undo"]
    assert [p.kind for p in ledger.history(key)][-3:] == ["review", "review", "review"]
    assert ledger.reviews(key) == [rejected]


def test_the_same_review_twice_is_one(ledger: Ledger, read: Read) -> None:
    word = new_review(read[1].claims[0].key, "accept", by="Ana", at=datetime(2026, 1, 1, tzinfo=UTC))
    assert ledger.review(word) == ledger.review(word)
    assert len(ledger.reviews()) == 1


def test_reviews_outlive_readings(ledger: Ledger, read: Read) -> None:
    report, reading, resolutions = read
    kept, lost, forgotten = (c.key for c in reading.claims[:3])
    review(ledger, kept, "correct", field="mood", value="predicted")
    review(ledger, lost, "accept")
    newer = replace(reading, version="2", claims=tuple(c for c in reading.claims if c.key not in (lost, forgotten)))
    ledger.add([(report, newer, resolutions)])
    assert ledger.claim(kept).claim.mood is Mood.PREDICTED
    assert ledger.claim(kept).found_again
    assert not ledger.claim(lost).found_again
    assert ledger.claim(lost).reviewed == "accepted"
    with pytest.raises(QuestionError, match="stands"):
        ledger.claim(forgotten)


def test_a_missed_claim_is_added_with_its_places(ledger: Ledger, read: Read) -> None:
    report, reading, resolutions = read
    missed = replace(reading.claims[0], trigger=Span(0, 6), trigger_text="Report", type=ClaimType.BASE)
    resolution = replace(resolutions[0], claim=missed.key)
    word = review(ledger, "", "add", value=added_claim(missed, resolution))
    assert word.subject == missed.key
    kept = ledger.claim(missed.key)
    assert (kept.claim, kept.reviewed, kept.places) == (missed, "added", resolution.places)
    assert missed.key in {c.id for c in ledger.claims(ClaimQuery(places=[resolution.places[0].place.id]))}  # type: ignore[union-attr]
    review(ledger, missed.key, "correct", field="mood", value="planned")
    assert ledger.claim(missed.key).reviewed == "corrected"
    newer = replace(reading, version="2", claims=(*reading.claims, missed))
    ledger.add([(report, newer, resolutions)])
    assert ledger.claim(missed.key).claim.mood is Mood.PLANNED
    review(ledger, word.id, "undo")
    assert ledger.claim(missed.key).reviewed == "corrected"  # a reader has found it meanwhile


def test_an_added_claim_that_is_undone_is_gone(ledger: Ledger, read: Read) -> None:
    missed = replace(read[1].claims[0], trigger=Span(0, 6), trigger_text="Report")
    word = review(ledger, "", "add", value=added_claim(missed))
    review(ledger, word.id, "undo")
    assert missed.key not in {c.id for c in ledger.claims(ClaimQuery(include_rejected=True))}


def test_a_resolution_is_fixed_for_a_mention_a_report_or_everywhere(ledger: Ledger, read: Read) -> None:
    report, _, _ = read
    for n in range(3, 12):
        ledger.add([made(n, 4)])
    wrong = next(c for c in ledger.claims(ClaimQuery(report=report.id)) if c.places)
    name, right = wrong.places[0].text, replace(PLACES[0], id="test/right", name="Right")

    def fixed() -> set[str]:
        return {c.id for c in ledger.claims(ClaimQuery(places=["test/right"]))}

    naming = {c.id for c in ledger.claims() if any(p.text == name for p in c.places)}
    here = {c.id for c in ledger.claims(ClaimQuery(report=report.id))} & naming
    review(ledger, wrong.id, "fix-resolution", value=place_fix(name, right, wrong.places[0].span.start))
    assert fixed() == {wrong.id}
    assert ledger.claim(wrong.id).places[0].why == "fixed by Ana"
    review(ledger, report.id, "fix-resolution", value=place_fix(name, right))
    assert fixed() == here
    everywhere = review(ledger, EVERYWHERE, "fix-resolution", value=place_fix(name, right))
    assert fixed() == naming
    ledger.add([made(20, 6)])  # holds for reports that come later, too
    assert fixed() == {c.id for c in ledger.claims() if any(p.text == name for p in c.places)}
    review(ledger, everywhere.id, "undo")
    assert fixed() == here


def test_an_actor_is_fixed_and_a_place_can_be_not_known(ledger: Ledger, read: Read) -> None:
    entry = ledger.claim(read[1].claims[0].key)
    who = ActorRef(Span(0, 0), "", "test/new", "New Force", ActorKind.FORCE, 1.0, None, "green")
    review(ledger, entry.id, "fix-resolution", value=actor_fix(who, entry.actors[0].text))
    review(ledger, entry.id, "fix-resolution", value=place_fix(entry.places[0].text, None))
    kept = ledger.claim(entry.id)
    assert (kept.actors[0].actor, kept.actors[0].side) == ("test/new", "green")
    assert kept.places[0].place is None
    assert [c.id for c in ledger.claims(ClaimQuery(actors=["test/new"]))] == [entry.id]
    assert kept.original is None  # the words as read did not change


def test_a_report_can_be_asked_for_as_it_stood_before_a_review(ledger: Ledger, read: Read) -> None:
    key, before = read[1].claims[0].key, datetime.now(UTC)
    review(ledger, key, "reject")
    assert ledger.claim(key, as_recorded_at=before).reviewed is None
    assert key in {c.id for c in ledger.claims(ClaimQuery(as_recorded_at=before))}


# Links and origins ------------------------------------------------------------------------------------------------


def weighed(ledger: Ledger, read: Read, *links: Link) -> None:
    claims = ledger.claims()
    origins = tuple(Origin(c.id, "src/" + c.report.name, c.report.name, "st/" + c.report.name) for c in claims)
    blocks = {c.id: frozenset({"all", f"name:{c.report.name}"}) for c in claims}
    ledger.add_weighing(Weighing(origins, {c.id: "e1" for c in claims}, links, blocks), "w1")


def test_links_are_rejected_added_and_taken_back(ledger: Ledger, read: Read) -> None:
    a, b, c = (x.id for x in ledger.claims()[:3])
    link, mine = Link(LinkKind.CONTRADICTS, a, b, "holder", "rival"), Link(LinkKind.RETRACTS, b, c, None, "own word")
    weighed(ledger, read, link)
    assert ledger.links() == [link]
    no = review(ledger, link.id, "reject")
    assert ledger.links() == []
    assert ledger.links(include_rejected=True) == [link]
    weighed(ledger, read, link)  # weighing again does not bring it back
    assert ledger.links() == []
    review(ledger, no.id, "undo")
    assert ledger.links([a]) == [link]
    added = review(ledger, "", "add-link", value=link_value(mine))
    assert added.subject == mine.id
    assert set(ledger.links([b])) == {link, mine}
    assert ledger.links(kinds=["retracts"]) == [mine]
    weighed(ledger, read)  # a run without it withdraws the one, a person's stays
    assert ledger.links() == [mine]
    review(ledger, added.id, "undo")
    assert ledger.links() == []
    assert [p.kind for p in ledger.history(link.id)] == ["weighing", "review", "review", "weighing"]


def test_origins_are_split_and_joined(ledger: Ledger, read: Read) -> None:
    weighed(ledger, read)
    first = ledger.weighed(ClaimQuery(report=read[0].id))[0]
    other = next(w for w in ledger.weighed() if w.entry.report.name == "r2")
    joined = review(ledger, other.entry.id, "join-origin", value=first.entry.id)
    assert ledger.weighed_by_id([other.entry.id])[0].origin.source == "src/r1"
    review(ledger, joined.id, "undo")
    review(ledger, first.entry.id, "split-origin", note="own reporter")
    alone = ledger.weighed_by_id([first.entry.id])[0].origin
    assert alone.source == f"split/{first.entry.id}"
    assert "own reporter" in alone.why
    assert ledger.weighed_by_id([other.entry.id])[0].origin.source == "src/r2"


def test_every_action_is_tested() -> None:
    here = Path(__file__)
    text = "".join(p.read_text(encoding="utf-8") for p in (here, here.with_name("test_merges.py")))
    assert all(f'"{action}"' in text for action in ReviewAction)
