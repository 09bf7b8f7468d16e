"""Bad input: each item is named with what is wrong and what to do, and the rest is read."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fogline import reports
from fogline.claims import Report

GOOD = "Syrian troops entered the village on Friday, a monitor said."


def deep(n: int) -> bytes:
    return b"<html><body>" + b"<div>" * n + b"<p>" + GOOD.encode() + b"</p>" + b"</div>" * n + b"</body></html>"


BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("empty.txt", b"", "empty"),
    "blank": ("blank.txt", b" \n\t\n", "empty"),
    "mark only": ("bom.txt", b"\xef\xbb\xbf", "empty"),
    "binary": ("binary.txt", bytes(range(256)) * 40, "binary"),
    "binary, odd name": ("noise.dat", bytes(range(256)) * 40, "binary"),
    "pdf": ("report.pdf", b"%PDF-1.7\n1 0 obj", "PDF"),
    "pdf named text": ("report.txt", b"%PDF-1.7\n1 0 obj", "PDF"),
    "word": ("report.docx", b"PK\x03\x04" + bytes(200), "Office"),
    "image": ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(200), "JPEG"),
    "20 MB line": ("line20.txt", b"word " * 4_000_000, "million characters"),
    "50 MB line": ("line50.txt", b"word " * 10_000_000, "50 MB"),
    "one long word": ("word.txt", b"a" * 2_000_000, "a line of 2.0 million"),
    "nested page": ("bomb.html", deep(200_000), "nested 200"),
    "page cut before its text": ("cut.html", b"<html><head><title>Army takes", "breaks off"),
    "page without text": ("none.html", b"<html><body><img src=x></body></html>", "no article text"),
    "table without text": ("t.csv", b"place,day\nRaqqa,2017-10-17\n", "no text column; the columns are place, day"),
    "json without text": ("t.json", b'[{"place": "Raqqa"}]', "no text column"),
    "broken json": ("b.json", b'[{"text": ', "broken JSON at line 1"),
    "bad parquet": ("p.parquet", b"PAR1 not really", "Parquet"),
    "empty table": ("e.csv", b"text,day\n", "no rows"),
    "broken front matter": ("f.md", b"---\ntitle: [a\n---\n" + GOOD.encode(), "broken YAML"),
    "front matter alone": ("g.md", b"---\ntitle: a\n---\n", "no text"),
    "damaged archive": ("a.warc.gz", gzip.compress(b"not a warc")[:-4], "archive"),
    "not a feed": ("f.rss", b"<rss version='2.0'><channel></channel></rss>", "no entries"),
    "marked UTF-16, cut": ("u.txt", b"\xff\xfea\x00b", "broken at byte"),
}


@pytest.mark.parametrize(("name", "raw", "words"), BAD.values(), ids=BAD.keys())
def test_each_bad_item_is_named_and_the_rest_is_read(tmp_path: Path, name: str, raw: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "zz-good.txt").write_text(GOOD)
    found = list(reports.load([str(tmp_path)]))
    failures = [f for f in found if isinstance(f, reports.Failure)]
    assert [r.name for r in found if isinstance(r, Report)] == ["zz-good"]
    assert len(failures) == 1, failures
    message = str(failures[0].error)
    assert name in failures[0].item
    assert name in message
    assert words in message
    assert failures[0].error.step, "says what to do next"
    assert len(message) < 400


def test_a_broken_sidecar_stops_its_report_alone(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(GOOD + name)
    (tmp_path / "a.json").write_text('{"published": "2017-06-12",\n "title" "x"}')
    failure, report = reports.load([str(tmp_path)])
    assert isinstance(failure, reports.Failure)
    assert "a.json" in str(failure.error)
    assert "line 2" in str(failure.error)
    assert isinstance(report, Report)
    assert report.name == "b"


@pytest.mark.parametrize("raw", [b"[1, 2]", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_other_sidecars_that_are_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "a.json").write_bytes(raw)
    (failure,) = reports.load([str(tmp_path)])
    assert isinstance(failure, reports.Failure)
    assert "sidecar" in str(failure.error)


def test_missing_and_odd_paths() -> None:
    found = list(reports.load(["/nowhere/at/all.txt", "ftp://example.org/a.txt", "file:///etc/hostname", "/dev/null"]))
    assert [type(f) for f in found] == [reports.Failure] * 4
    assert "no such file" in str(found[0].error)  # type: ignore[union-attr]
    assert "http(s)" in str(found[1].error)  # type: ignore[union-attr]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (failure,) = reports.load([str(tmp_path)])
    assert isinstance(failure, reports.Failure)
    assert "no reports in the folder" in str(failure.error)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GOOD)
    path.chmod(0)
    (failure,) = reports.load([str(path)])
    assert isinstance(failure, reports.Failure)
    assert "permission" in str(failure.error)


def test_a_read_error_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root the permission bits do not bite, so the error is raised here."""
    path = tmp_path / "a.txt"
    path.write_text(GOOD)

    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    (failure,) = reports.load([str(path)])
    assert isinstance(failure, reports.Failure)
    assert "permission denied" in str(failure.error)


def test_a_cut_page_is_read_as_far_as_it_goes_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><article><p>{GOOD}</p><p>The monitor added that the ar")
    (report,) = reports.load([str(tmp_path)])
    assert isinstance(report, Report)
    assert GOOD in report.text
    assert any("breaks off" in w for w in report.warnings)


def test_bad_rows_are_named_by_line_and_the_others_read(tmp_path: Path) -> None:
    lines = [json.dumps({"text": GOOD}), '{"text": ', "[1]", json.dumps({"text": ""}), json.dumps({"text": GOOD + "!"})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    found = list(reports.load([str(tmp_path / "a.jsonl")]))
    assert [isinstance(f, Report) for f in found] == [True, False, False, False, True]
    items = [f.item.rsplit(":", 1)[1] for f in found if isinstance(f, reports.Failure)]
    assert items == ["2", "3", "4"]


def test_a_row_is_never_cut_at_its_commas(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'day,text\n1,{GOOD}\n2,"{GOOD}"\n')
    failure, report = reports.load([str(tmp_path)])
    assert isinstance(failure, reports.Failure)
    assert "more fields" in str(failure.error)
    assert isinstance(report, Report)
    assert report.text == GOOD


def test_a_named_column_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nx y\n")
    (failure,) = reports.load([str(tmp_path)], text_column="words")
    assert isinstance(failure, reports.Failure)
    assert "no column 'words'; the columns are text" in str(failure.error)


@pytest.mark.parametrize("make", [lambda: b"", lambda: b"\x00\x01" * 50, lambda: b"\x89PNG\r\n"])
def test_standard_input_is_named_too(make: Callable[[], bytes]) -> None:
    (failure,) = reports.load(["-"], stdin=io.BytesIO(make()))
    assert isinstance(failure, reports.Failure)
    assert failure.item == "standard input"


def test_hostile_markup_stays_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> The army \u202eentered\u202c the town. javascript:alert(1)"
    (tmp_path / "a.txt").write_text(text)
    (report,) = reports.load([str(tmp_path)])
    assert isinstance(report, Report)
    assert report.text == text
