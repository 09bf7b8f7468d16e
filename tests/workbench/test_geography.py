"""Questions of geography over HTTP: answers with what a map needs to draw them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from fastapi.testclient import TestClient

TANF = "syria-iraq-2017/al-tanf-garrison"
KAMAL = "syria-iraq-2017/abu-kamal"


def asked(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/api/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_zone_has_its_circle_and_what_lies_in_it(client: TestClient) -> None:
    zone = asked(client, "zone", centre=TANF, radius=55)
    assert zone["centre_at"]["id"] == TANF
    assert zone["outline"]["type"] == "Polygon"
    assert "Rukban" in {h["place"] for h in zone["inside"]}
    assert zone["claims"]


def test_a_border_has_its_line_and_stretches_that_cover_it(client: TestClient) -> None:
    border = asked(client, "border", a="Iraq", b="Syria", on="2017-11-20")
    assert border["line"]["type"] == "MultiLineString"
    for bank in border["banks"]:
        ends = [(s["from_km"], s["to_km"]) for s in bank["stretches"]]
        assert ends[0][0] == 0
        assert ends[-1][1] == pytest.approx(border["length_km"], abs=0.5)
        assert all(a[1] == pytest.approx(b[0], abs=0.2) for a, b in itertools.pairwise(ends))


def test_a_corridor_has_the_points_of_its_ends(client: TestClient) -> None:
    way = asked(client, "corridor", start=KAMAL, end=TANF, side="Syrian government", on="2017-11-20")
    assert (way["from_at"]["id"], way["to_at"]["id"]) == (KAMAL, TANF)
    assert way["from_at"]["lat"] is not None
    assert way["sentence"]


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("who", {"place": [KAMAL]}),
        ("zone", {"place": [KAMAL], "radius": 40}),
        ("border", {"place": ["Iraq", "Syria"]}),
        ("corridor", {"place": [KAMAL, TANF], "side": "Syrian government"}),
    ],
)
def test_what_if_shows_before_and_after_and_stores_nothing(
    client: TestClient, question: str, query: dict[str, Any]
) -> None:
    head = asked(client, "overview")["head"]
    found = asked(client, "what-if", assume=[f"{KAMAL}=Islamic State"], question=question, on="2017-11-20", **query)
    assert found["assumed"] == {"Abu Kamal": "ISIS"}
    assert not any(c.startswith("assumed:") for c in found["claims"])
    assert found["sentence"].startswith("If Abu Kamal were held by ISIS")
    told = "this would change" if found["difference"] else "nothing would change"
    assert told in found["sentence"]
    assert "[0]" not in found["sentence"]
    assert all(found[side]["sentence"] for side in ("before", "after"))
    assert asked(client, "overview")["head"] == head


def test_the_first_day_of_the_calendar_is_no_trap(client: TestClient) -> None:
    found = asked(client, "what-if", assume=["Al-Tanf=ISIS"], question="who", place=["Al-Tanf"], on="0001-01-01")
    assert found["before"]["status"] == "unknown"
    assert found["after"]["status"] == "held"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("zone?centre=Al-Tanf&radius=0", 422),
        ("zone?centre=Qqqqzzzz&radius=5", 404),
        ("border?a=Iraq&b=Portugal", 400),
        ("corridor?start=Al-Tanf&end=Rukban&side=nobody-at-all", 400),
        ("what-if?assume=nonsense&question=who&place=Al-Tanf", 400),
        ("what-if?assume=Al-Tanf%3DISIS&question=corridor&place=Al-Tanf&place=Rukban", 400),
        ("what-if?assume=Al-Tanf%3DISIS&question=zone&place=Al-Tanf", 400),
    ],
)
def test_what_cannot_be_computed_says_why(client: TestClient, path: str, status: int) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == status
    assert "error" in answer.json() or "detail" in answer.json()


def test_a_zone_with_its_radius_stands_in_the_overview(client: TestClient) -> None:
    report = next(r for r in asked(client, "overview")["reports"] if r["title"] == "Leaflets warn militia off al-Tanf")
    text = asked(client, f"reports/{report['id']}")["text"]

    def span(words: str, after: int = 0) -> dict[str, int]:
        start = text.index(words, after)
        return {"start": start, "end": start + len(words)}

    zone = text.index("deconfliction zone")
    claim = {
        "report": report["id"],
        "trigger": span("declared"),
        "type": "zone",
        "by": "A. Editor",
        "args": [
            {"role": "place", **span("al-Tanf")},
            {"role": "quantity", **span("55 kilometres", zone)},
        ],
    }
    assert client.post("/api/claims", json=claim).status_code == 201
    view = asked(client, "overview")
    row = [(view["places"][place]["name"], km) for _, place, km in view["zones"]]
    assert ("Al-Tanf garrison", 55.0) in row
