"""Whatever the bytes, a source becomes reports and failures: nothing else is raised, and no text is invented."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fogline import reports
from fogline.claims import Report

SUFFIXES = (".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".parquet", ".xml", ".warc", ".warc.gz", ".dat", "")
WORDS = st.sampled_from(
    (
        *(b"<html>", b"<p>", b"</p>", b"<rss>", b"<item>", b"<!--", b"---\n", b"title: ", b"&#0;"),
        *(b"{", b'"text":', b"[", b"]}", b"\\ud800", b"\\u0000", b",", b"\n", b'"', b"text,"),
        *(b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\x1f\x8b", b"WARC/1.0\r\n", b"PAR1", b"\xed\xa0\x80"),
        *(b"Troops took Raqqa on Friday. ", "“Войска” ’ 😀 ".encode(), b"\x93cp1252\x94"),
    )
)
BYTES = st.one_of(st.binary(max_size=400), st.lists(WORDS, max_size=30).map(b"".join))


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=BYTES)
@example(raw=b'{"text": "\\ud800 took Raqqa"}')
@example(raw=b"---\ntitle: !!python/object:os.system x\n---\nText")
def test_a_file_of_any_bytes(suffix: str, raw: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"item{suffix}"
        path.write_bytes(raw)
        for found in reports.load([str(path)]):
            check(found, "item")


@settings(max_examples=100, deadline=None)
@given(raw=BYTES)
def test_standard_input_of_any_bytes(raw: bytes) -> None:
    for found in reports.load(["-"], stdin=io.BytesIO(raw)):
        check(found, "standard input")


@settings(max_examples=60, deadline=None)
@given(raw=BYTES)
def test_a_sidecar_of_any_bytes(raw: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "a.txt").write_text("Troops took Raqqa.")
        (Path(folder) / "a.json").write_bytes(raw)
        (found,) = reports.load([folder])
        check(found, "a.json")


def check(found: Report | reports.Failure, item: str) -> None:
    if isinstance(found, reports.Failure):
        assert item in found.item or found.item.startswith("http")
        assert str(found.error)
    else:
        assert found.text.strip()
        assert "\x00" not in found.text
        assert found.text.encode("utf-8"), "both stores can keep it"
        assert len(found.id) == 64
        assert len(found.raw_sha256) == 64
