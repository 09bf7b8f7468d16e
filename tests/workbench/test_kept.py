"""What the server remembers, or fetches for many at once, must be what it would say of each anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import fogline
from fogline import picture, weighing
from fogline.ledger import ClaimQuery
from fogline.workbench.cards import cards
from fogline.workbench.kept import Kept


def test_cards_together_are_the_cards_one_by_one(example_ledger: Path) -> None:
    with fogline.open(example_ledger, create=False) as desk:
        ids = [c.id for c in desk.claims()][::-1]
        together = cards(desk, ids)
        assert [card["id"] for card in together] == ids
        assert together == [card for id_ in ids for card in cards(desk, [id_])]
        assert sum(len(card["links"]) for card in together) > 5


def test_a_card_says_what_the_rooms_say_of_its_claim(example_ledger: Path) -> None:
    with fogline.open(example_ledger, create=False) as desk:
        publishers = desk.ledger.publishers()
        for w in desk.ledger.weighed(ClaimQuery(include_rejected=True)):
            card = cards(desk, [w.entry.id])[0]
            group = desk.ledger.sharing(events=[w.event]) if w.event else [w]
            grade = weighing.grade(group, publishers)
            assert (card["grade"]["source"], card["grade"]["information"]) == (grade.letter, grade.digit)
            assert (card["before"], card["evidence_text"], card["after"]) == (
                desk.context(w.entry)[0],
                desk.words(w.entry),
                desk.context(w.entry)[2],
            )
            for link, said in zip(w.links, card["links"], strict=True):
                other = desk.claim(link.b if link.a == w.entry.id else link.a)
                assert (said["other"], said["other_evidence"]) == (other.id, desk.words(other))


def test_a_claim_is_found_by_its_first_characters_and_a_stranger_is_named(client: TestClient) -> None:
    id_ = client.get("/api/overview").json()["claims"]["id"][0]
    assert client.get("/api/cards", params={"id": id_[:12]}).json()["cards"][0]["id"] == id_
    answer = client.get("/api/cards", params={"id": [id_, "f" * 64]})
    assert answer.status_code == 404
    assert "f" * 64 in answer.json()["error"]


@pytest.mark.parametrize("path", ["/api/overview", "/api/holdings?on=2017-09-10", "/api/borders/de-facto"])
def test_an_answer_is_the_same_gzipped_and_plain(client: TestClient, path: str) -> None:
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_borders_are_those_that_the_picture_draws(client: TestClient) -> None:
    answer = client.get("/api/borders/de-facto")
    assert answer.headers["cache-control"] == "max-age=86400"
    assert answer.json() == picture.drawn_countries("de-facto")


def test_the_map_says_what_the_desk_says_before_and_after_a_review(client: TestClient, own_ledger: Path) -> None:
    def asked() -> dict[str, Any]:
        rows = client.get("/api/holdings", params={"on": "2017-11-20"}).json()["holdings"]
        return {row["place"]: row for row in rows}

    def said() -> dict[str, Any]:
        with fogline.open(own_ledger, create=False) as desk:
            return {
                h.place.id: {
                    "place": h.place.id,
                    "status": str(h.status),
                    "sides": [[s.side, str(s.basis)] for s in h.holders],
                    "present": [s.side for s in h.present],
                    "short": h.short(),
                    "sentence": h.sentence,
                }
                for h in desk.holdings(on="2017-11-20")[1]
            }

    before = asked()
    assert before == said()
    held = next(row["place"] for row in before.values() if row["status"] == "held")
    with fogline.open(own_ledger, create=False) as desk:  # another process, as the command line would
        for id_ in desk.who_holds(held, on="2017-11-20").claims:
            desk.review(id_, "reject", by="A. Editor")
    after = asked()
    assert after == said()
    assert after[held] != before[held]


def test_the_first_view_is_made_ahead(own_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fogline.open(own_ledger, create=False) as desk:
        kept, state, newest = Kept(desk, "desk.db"), desk.state(), desk.newest_day()
        kept.warm().join(60)
        assert newest is not None
        monkeypatch.setattr(Kept, "_made", None)
        monkeypatch.setattr(Kept, "_mapped", None)
        assert kept.overview(state)
        assert kept.holdings(state, newest.isoformat(), None, "latest", 120)
