"""The HTTP API: what the page uses, paging, caching, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


def overview(client: TestClient) -> dict[str, Any]:
    answer = client.get("/api/overview")
    assert answer.status_code == 200
    return dict(answer.json())


def test_the_overview_has_one_entry_a_claim_in_every_column(client: TestClient) -> None:
    found = overview(client)
    count = len(found["claims"]["id"])
    assert count > 20
    assert {len(column) for column in found["claims"].values()} == {count}
    for kind, a, b in found["links"]:
        assert kind < len(found["vocabulary"]["links"])
        assert 0 <= a < count
        assert 0 <= b < count


def test_the_overview_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/api/overview")
    again = client.get("/api/overview", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_review_changes_the_etag_and_the_claim_and_can_be_undone(client: TestClient) -> None:
    before = client.get("/api/overview").headers["etag"]
    id_ = overview(client)["claims"]["id"][0]
    done = client.post("/api/reviews", json={"subject": id_, "action": "reject", "by": "A. Editor"})
    assert done.status_code == 201
    assert client.get("/api/overview").headers["etag"] != before
    assert client.get("/api/cards", params={"id": id_}).json()["cards"][0]["reviewed"] == "rejected"
    undone = client.post("/api/reviews", json={"subject": id_, "action": "undo", "by": "A. Editor"})
    assert undone.status_code == 201
    assert client.get("/api/cards", params={"id": id_}).json()["cards"][0]["reviewed"] is None
    history = client.get(f"/api/claims/{id_}").json()["cards"][0]["history"]
    assert [h["kind"] for h in history].count("review") == 2


def test_a_correction_keeps_the_original(client: TestClient) -> None:
    found = overview(client)
    planned = found["vocabulary"]["moods"].index("planned")
    row = next(i for i, mood in enumerate(found["claims"]["mood"]) if mood != planned)
    id_ = found["claims"]["id"][row]
    body = {"subject": id_, "action": "correct", "field": "mood", "value": "planned", "by": "A. Editor"}
    assert client.post("/api/reviews", json=body).status_code == 201
    card = client.get("/api/cards", params={"id": id_}).json()["cards"][0]
    assert card["mood"] == "planned"
    assert card["original"] is not None


def test_a_missed_claim_is_added_by_its_words(client: TestClient) -> None:
    found = overview(client)
    report = client.get(f"/api/reports/{found['reports'][0]['id']}").json()
    taken = {tuple(c["trigger"]) for c in report["claims"]}
    words = report["text"].split()
    start = next(
        report["text"].index(w) for w in words if len(w) > 5 and (i := report["text"].index(w), i + len(w)) not in taken
    )
    end = start + len(report["text"][start:].split()[0])
    body = {"report": report["id"], "trigger": {"start": start, "end": end}, "type": "visit", "by": "A. Editor"}
    done = client.post("/api/claims", json=body)
    assert done.status_code == 201
    card = client.get("/api/cards", params={"id": done.json()["subject"]}).json()["cards"][0]
    assert card["reviewed"] == "added"
    assert card["trigger"]["text"] == report["text"][start:end]


def test_pages_of_claims_follow_one_another_without_gap_or_repeat(client: TestClient) -> None:
    ids, after = [], None
    for _ in range(200):
        page = client.get("/api/claims", params={"limit": 7} | ({"after": after} if after else {})).json()
        ids += [c["id"] for c in page["claims"]]
        after = page["next"]
        if after is None:
            break
    assert len(ids) == len(set(ids)) == len(overview(client)["claims"]["id"])


def test_pasted_text_is_read_in_the_background(client: TestClient) -> None:
    text = "Rebels captured the town of Tadef from Islamic State on Friday, a monitor said. 😀 التنف"
    job = client.post("/api/read", json={"text": text, "published": "2017-06-19", "publisher": "Desk"}).json()
    for _ in range(600):
        job = client.get(f"/api/jobs/{job['id']}").json()
        if job["finished"]:
            break
        import time

        time.sleep(0.05)
    assert job["finished"]
    assert job["new_reports"] == 1
    page = client.get(f"/api/reports/{job['report_ids'][0]}").json()
    assert page["text"] == text
    for claim in page["claims"]:
        start, end = claim["trigger"]
        assert text[start:end].strip()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/x", "http://localhost:8017/", "http://169.254.169.254/latest", "http://10.0.0.1/"]
)
def test_addresses_inside_the_network_are_not_read(client: TestClient, url: str) -> None:
    job = client.post("/api/read", json={"url": url}).json()
    for _ in range(400):
        job = client.get(f"/api/jobs/{job['id']}").json()
        if job["finished"]:
            break
        import time

        time.sleep(0.05)
    assert job["new_reports"] == 0
    assert job["failures"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/who?place=Qqqqzzzz", None, 404),
        ("GET", "/api/who?place=Al-Tanf&policy=coin-toss", None, 400),
        ("GET", "/api/who?place=Al-Tanf&on=noday", None, 400),
        ("GET", "/api/reports/ffffffffffff", None, 404),
        ("GET", "/api/jobs/none", None, 404),
        ("GET", "/api/borders/nobody", None, 400),
        ("POST", "/api/reviews", {"subject": "ffff", "action": "accept", "by": "x"}, 404),
        ("POST", "/api/reviews", {"subject": "ffff", "action": "shout", "by": "x"}, 422),
        ("POST", "/api/read", {}, 400),
    ],
)
def test_what_cannot_be_answered_says_why(
    client: TestClient, method: str, path: str, body: dict[str, Any] | None, status: int
) -> None:
    answer = client.request(method, path, json=body)
    assert answer.status_code == status
    assert "error" in answer.json() or "detail" in answer.json()


@pytest.mark.parametrize(
    "path",
    [
        "/api/who?place=Al-Tanf",
        "/api/holdings",
        "/api/claims?limit=2",
        "/api/timeline?subject=Al-Tanf",
        "/api/distance?a=Al-Tanf&b=Rukban",
        "/api/search?q=withdrawal",
    ],
)
def test_an_answer_is_not_worked_out_twice_until_something_is_recorded(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    asked = {"If-None-Match": first.headers["etag"]}
    assert client.get(path, headers=asked).status_code == 304
    id_ = overview(client)["claims"]["id"][0]
    client.post("/api/reviews", json={"subject": id_, "action": "reject", "by": "A. Editor"})
    assert client.get(path, headers=asked).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "words"),
    [
        ("GET", "/api/who", None, "place: Field required"),
        ("GET", "/api/claims?limit=none", None, "limit"),
        ("GET", "/api/nothing", None, "/api/nothing"),
        ("GET", "/api/jobs/none", None, "/api/jobs/none"),
        ("DELETE", "/api/claims", None, "/api/claims"),
        ("POST", "/api/reviews", {"subject": "ffff", "action": "shout", "by": "x"}, "action"),
        ("POST", "/api/claims", {"report": "x"}, "trigger"),
    ],
)
def test_every_refusal_has_one_form_and_names_the_item_and_the_next_step(
    client: TestClient, method: str, path: str, body: dict[str, Any] | None, words: str
) -> None:
    answer = client.request(method, path, json=body)
    assert 400 <= answer.status_code < 500
    assert list(answer.json()) == ["error"]
    assert words in answer.json()["error"]
    assert "/api/openapi.json" in answer.json()["error"]


def test_a_review_of_what_is_not_there_names_it(client: TestClient) -> None:
    answer = client.post("/api/reviews", json={"subject": "f" * 64, "action": "accept", "by": "x"})
    assert answer.status_code == 404
    assert "f" * 10 in answer.json()["error"]
