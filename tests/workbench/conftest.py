"""A real server on a real ledger, and a real browser where there is one."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from fogline.workbench import create_app
from fogline.workbench.app import PAGE

BROWSER = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def client(own_ledger: Path) -> Iterator[TestClient]:
    """The API over a copy of the example."""
    with TestClient(create_app(str(own_ledger)), base_url="http://127.0.0.1:8017") as client:
        yield client


@pytest.fixture
def server(own_ledger: Path) -> Iterator[str]:
    """The workbench on a port of its own over a copy of the example; gives its address."""
    if not (PAGE / "index.html").exists():
        pytest.skip("the page has not been built: `make setup` builds it where there is Node 20")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(create_app(str(own_ledger)), host="127.0.0.1", port=port, log_level="warning", lifespan="on")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; tests that need it are skipped visibly where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium here: scripts/system-packages installs it where apt may be used")
    return path
