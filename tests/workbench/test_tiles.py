"""Tiles beneath the map: the user's own archive by ranges, one named host, or nobody at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from fogline.errors import FoglineError
from fogline.workbench import create_app
from fogline.workbench.tiles import Tiles
from tests.workbench.archive import archive

Served = Callable[[str], TestClient]


@pytest.fixture
def served(own_ledger: Path) -> Iterator[Served]:
    opened: list[TestClient] = []

    def start(tiles: str) -> TestClient:
        client = TestClient(create_app(str(own_ledger), tiles=tiles), base_url="http://127.0.0.1:8017")
        opened.append(client.__enter__())
        return client

    yield start
    for client in opened:
        client.__exit__(None, None, None)


def test_an_archive_is_served_by_ranges_as_it_is(served: Served, tmp_path: Path) -> None:
    file = archive(tmp_path / "own.pmtiles")
    client = served(str(file))
    assert client.get("/api/tiles").json() == {"tiles": {"kind": "pmtiles", "url": "api/tiles/archive.pmtiles"}}
    part = client.get("/api/tiles/archive.pmtiles", headers={"Range": "bytes=0-126", "Accept-Encoding": "gzip"})
    assert part.status_code == 206
    assert part.content == file.read_bytes()[:127]
    whole = client.get("/api/tiles/archive.pmtiles", headers={"Accept-Encoding": "gzip"})
    assert whole.content == file.read_bytes()
    assert "connect-src 'self';" in whole.headers["content-security-policy"]


def test_one_named_host_may_be_asked_and_no_other(served: Served) -> None:
    address = "https://tiles.example:8443/base/{z}/{x}/{y}.png"
    client = served(address)
    answer = client.get("/api/tiles")
    assert answer.json() == {"tiles": {"kind": "template", "url": address}}
    policy = answer.headers["content-security-policy"]
    assert "connect-src 'self' https://tiles.example:8443;" in policy
    assert "img-src 'self' https://tiles.example:8443 data: blob:" in policy
    assert "script-src 'self';" in policy
    assert client.get("/api/tiles/archive.pmtiles").status_code == 404


def test_without_tiles_nobody_is_asked(client: TestClient) -> None:
    answer = client.get("/api/tiles")
    assert answer.json() == {"tiles": None}
    assert "connect-src 'self';" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "given",
    [
        "https://tiles.example/none",
        "https://tiles.example/{z}/{x}/{y}.mvt",
        "https://a;script-src *{z}/{x}/{y}",
        "https://user:secret@tiles.example/{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "/nowhere/at/all.pmtiles",
    ],
)
def test_what_is_no_source_of_tiles_is_refused_at_the_start(given: str) -> None:
    with pytest.raises(FoglineError):
        Tiles.of(given)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.pmtiles"
    other.write_bytes(b"SQLite format 3\0")
    with pytest.raises(FoglineError, match="PMTiles"):
        Tiles.of(str(other))
