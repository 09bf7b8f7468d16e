"""Pages over http: a real server on this machine, and every way in that must stay shut."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from fogline import reports
from fogline.claims import Report
from fogline.errors import InputError
from fogline.reports.fetch import fetch, is_public

TEXT = "Syrian troops entered the village on Friday, a monitor said. "
PAGE = f"<html><head><title>Border</title></head><body><article><p>{TEXT * 4}</p></article></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    """A small site with a page and a few traps."""

    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        type(self).hosts.append(self.headers["Host"])
        path = self.path.split("?")[0]
        if path in ("/page", "/"):
            self.answer(200, PAGE, "text/html; charset=utf-8")
        elif path == "/latin":
            self.answer(200, "The army’s café".encode("cp1252") * 20, "text/plain; charset=windows-1252")
        elif path == "/loop":
            self.answer(302, b"", "text/plain", Location="/loop")
        elif path == "/once":
            self.answer(301, b"", "text/plain", Location="/page")
        elif path == "/inward":
            self.answer(302, b"", "text/plain", Location="http://169.254.169.254/latest/meta-data/")
        elif path == "/file":
            self.answer(302, b"", "text/plain", Location="file:///etc/passwd")
        elif path == "/bomb":
            self.answer(200, gzip.compress(b"a" * 30_000_000), "text/html", **{"Content-Encoding": "gzip"})
        elif path == "/picture":
            self.answer(200, b"\x89PNG", "image/png")
        elif path == "/slow":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(40):
                    self.wfile.write(b"word ")
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                pass
        else:
            self.answer(404, b"gone", "text/plain")

    def answer(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_becomes_a_report(site: str) -> None:
    (report,) = reports.load([f"{site}/once"], allow_private=True)
    assert isinstance(report, Report)
    assert report.title == "Border"
    assert report.raw == PAGE
    assert report.url == report.name == f"{site}/page"


def test_the_declared_encoding_is_believed(site: str) -> None:
    (report,) = reports.load([f"{site}/latin"], allow_private=True)
    assert isinstance(report, Report)
    assert report.text.startswith("The army’s café")
    assert report.url == f"{site}/latin"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/loop", "redirects"),
        ("/gone", "404"),
        ("/bomb", "larger than 20 MB"),
        ("/picture", "image/png"),
        ("/file", "not to an http(s) address"),
    ],
)
def test_what_fails_is_named(site: str, path: str, words: str) -> None:
    (failure,) = reports.load([site + path], allow_private=True)
    assert isinstance(failure, reports.Failure)
    assert failure.item == site + path
    assert words in str(failure.error)


def test_private_addresses_are_refused(site: str) -> None:
    before = len(Handler.hosts)
    for url in [f"{site}/page", "http://localhost/", "http://[::1]/", "http://192.168.1.1/", "http://2130706433/"]:
        (failure,) = reports.load([url])
        assert isinstance(failure, reports.Failure)
        assert "inside this network" in str(failure.error) or "not known" in str(failure.error)
    assert len(Handler.hosts) == before, "nothing was asked"


def test_a_redirect_inward_is_refused(site: str) -> None:
    """The first hop is let through as public by its name; the second is judged by its own address."""
    port = int(site.rsplit(":", 1)[1])
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return [host]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fogline.reports.fetch.is_public", lambda address: address == "127.0.0.1")
        with pytest.raises(InputError, match=r"redirects to 169\.254\.169\.254"):
            fetch(f"http://127.0.0.1:{port}/inward", resolver=resolver)
    assert asked == ["127.0.0.1", "169.254.169.254"]


def test_a_name_that_leads_inward_is_refused() -> None:
    with pytest.raises(InputError, match="inside this network"):
        fetch("http://news.example/", resolver=lambda host, port: ["93.184.216.34", "10.0.0.5"])


def test_the_connection_goes_to_the_address_that_was_checked(site: str) -> None:
    """The name is resolved once: a second answer, whatever it is, is never asked for."""
    port = site.rsplit(":", 1)[1]
    answers = iter([["127.0.0.1"]])
    page = fetch(f"http://news.example:{port}/page", resolver=lambda host, p: next(answers), allow_private=True)
    assert page.raw == PAGE
    assert Handler.hosts[-1] == f"news.example:{port}"


def test_time_is_capped(site: str) -> None:
    start = time.monotonic()
    with pytest.raises(InputError, match=r"took too long|in time"):
        fetch(f"{site}/slow", allow_private=True, max_seconds=0.5)
    assert time.monotonic() - start < 3


def test_proxies_of_the_environment_are_not_used(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert fetch(f"{site}/page", allow_private=True).raw == PAGE


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_addresses_inside(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_outside(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", ["http://", "http://user:secret@example.org/", "http://exa mple/", "http://[::bad/"])
def test_odd_addresses(url: str) -> None:
    (failure,) = reports.load([url])
    assert isinstance(failure, reports.Failure)
    assert failure.error.step
