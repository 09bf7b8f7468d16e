"""Who may ask, from where, and what a page may load."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from fogline.errors import QuestionError
from fogline.workbench import create_app, serve

BASE = "http://127.0.0.1:8017"


@pytest.fixture
def guarded(own_ledger: Path) -> Iterator[TestClient]:
    with TestClient(create_app(str(own_ledger), token="secret"), base_url=BASE) as client:
        yield client


def test_another_address_needs_a_token() -> None:
    with pytest.raises(QuestionError, match="--token"):
        serve("unused.db", host="0.0.0.0")


def test_a_token_is_asked_for(guarded: TestClient) -> None:
    assert guarded.get("/api/overview").status_code == 401
    assert guarded.get("/api/overview", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get("/api/overview", headers={"Authorization": "Bearer secret"}).status_code == 200


def test_the_token_in_the_address_opens_the_page_alone(guarded: TestClient) -> None:
    assert guarded.get("/api/overview?token=secret").status_code == 401
    assert guarded.get("/?token=wrong").status_code == 401
    assert guarded.get("/?token=secret").status_code in (200, 503)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8017", "127.0.0.1.evil.example"])
def test_names_that_point_here_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/api/overview", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_other_sites_may_not_change_the_ledger(client: TestClient, headers: dict[str, str]) -> None:
    body = {"subject": "ff", "action": "accept", "by": "x"}
    assert client.post("/api/reviews", json=body, headers=headers).status_code == 403


def test_every_answer_forbids_inline_scripts_and_third_parties(client: TestClient) -> None:
    for path in ("/", "/api/overview", "/api/nothing"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        script = next(part for part in policy.split(";") if "script-src" in part)
        assert "unsafe-inline" not in script
        assert "http" not in policy


def test_a_hostile_report_is_handed_out_as_data(client: TestClient) -> None:
    text = "<script>alert(1)</script> Rebels captured Tadef. <a href='javascript:alert(2)'>x</a> \u202egnp.exe "
    text += "A" * 300_000
    job = client.post("/api/read", json={"text": text, "publisher": "<img src=x onerror=alert(3)>"}).json()
    for _ in range(600):
        job = client.get(f"/api/jobs/{job['id']}").json()
        if job["finished"]:
            break
        time.sleep(0.05)
    answer = client.get(f"/api/reports/{job['report_ids'][0]}")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["text"] == text
    assert answer.headers["x-content-type-options"] == "nosniff"
    saved = client.get("/api/brief", params={"place": "Tadef"})
    assert saved.status_code == 200
    assert "sandbox" in saved.headers["content-security-policy"]
    assert "<script" not in saved.text
    assert "<img" not in saved.text
    assert "javascript:alert" not in "".join(re.findall(r"href=[\"'][^\"']*", saved.text))


def test_a_word_of_ten_megabytes_is_refused_by_name(client: TestClient) -> None:
    job = client.post("/api/read", json={"text": "Rebels captured " + "A" * 10_000_000}).json()
    until = time.monotonic() + 120
    while not job["finished"] and time.monotonic() < until:
        job = client.get(f"/api/jobs/{job['id']}").json()
        time.sleep(0.05)
    assert job["new_reports"] == 0
    (failure,) = job["failures"]
    assert "pasted" in failure["item"]
    assert "characters" in failure["error"]


def test_the_token_is_compared_in_constant_time(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    real = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", lambda a, b: compared.append((a, b)) or real(a, b))
    guarded.get("/api/overview", headers={"Authorization": "Bearer guess"})
    assert compared == [(b"guess", b"secret")]
