"""A real server on a real ledger, and a real browser where there is one."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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
def serve(own_ledger: Path) -> Iterator[Callable[..., str]]:
    """Starts workbenches on ports of their own over a copy of the example; gives their addresses."""
    if not (PAGE / "index.html").exists():
        pytest.skip("the page has not been built: `make setup` builds it where there is Node 20")
    started: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(**options: Any) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        app = create_app(str(own_ledger), **options)
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        assert server.started
        started.append((server, thread))
        return f"http://127.0.0.1:{port}"

    yield start
    for server, thread in started:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def server(serve: Callable[..., str]) -> str:
    """The workbench over a copy of the example; gives its address."""
    return serve()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; tests that need it are skipped visibly where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium here: scripts/system-packages installs it where apt may be used")
    return path
