"""Sources in, reports out: what is kept of each kind, and where its date comes from."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from datetime import date
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from fogline import reports
from fogline.claims import PublishedBy, Report, ReportKind

TEXT = "Syrian troops entered the village on Friday, a monitor said."


def only(*sources: object, **options: object) -> Report:
    """The one report of a source."""
    found = list(reports.load([str(s) for s in sources], **options))  # type: ignore[arg-type]
    assert len(found) == 1, found
    assert isinstance(found[0], Report), found[0]
    return found[0]


def test_text_is_the_files_own_text_to_the_character(tmp_path: Path) -> None:
    raw = "Title\u00a0here\r\n\r\n“Quoted ’words”… \ufb01n \U0001f600 التنف\n\tlast  ".encode()
    (tmp_path / "a.txt").write_bytes(raw)
    report = only(tmp_path / "a.txt")
    assert report.text == raw.decode("utf-8")
    assert (report.raw, report.raw_sha256) == (raw, hashlib.sha256(raw).hexdigest())
    assert (report.name, report.encoding, report.extractor) == ("a", "utf-8", "text/1")


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), min_size=1))
def test_text_from_standard_input_is_unchanged(text: str) -> None:
    text = f"Report: {text}"
    assert only("-", stdin=io.BytesIO(text.encode())).text == text


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        (b"\xef\xbb\xbfTroops moved", "Troops moved", "utf-8"),
        ("Troops “moved”".encode("utf-16"), "Troops “moved”", "utf-16-le"),
        ("Troops moved out of the village".encode("utf-16-le"), "Troops moved out of the village", "utf-16-le"),
        ("Troops moved out of the village".encode("utf-16-be"), "Troops moved out of the village", "utf-16-be"),
        ("The army’s “advance” – café".encode("cp1252"), "The army’s “advance” – café", "windows-1252"),
        ("Войска вошли в город в пятницу утром".encode("cp1251") * 6, None, "cp1251"),
    ],
)
def test_encodings_are_told_apart(tmp_path: Path, raw: bytes, text: str | None, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    report = only(tmp_path / "a.txt")
    assert report.encoding == encoding
    assert report.text == (text or raw.decode(encoding))


def test_a_single_broken_byte_does_not_turn_utf8_into_mojibake(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("’".encode() * 40 + b"\xff" + " قوات".encode())
    report = only(tmp_path / "a.txt")
    assert report.text.count("’") == 40
    assert "\ufffd" in report.text
    assert any("broken UTF-8" in w for w in report.warnings)


def test_sidecar_gives_what_the_text_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    sidecar = {"title": "T", "publisher": "SANA", "url": "http://x/", "published": "2017-06-12", "side": "Syrian state"}
    (tmp_path / "a.json").write_text(json.dumps(sidecar))
    report = only(tmp_path)
    assert (report.title, report.publisher, report.url, report.side) == ("T", "SANA", "http://x/", "Syrian state")
    assert (report.published, report.published_by) == (date(2017, 6, 12), PublishedBy.SIDECAR)


def test_dates_by_their_rank(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Fri Oct 7 2016 " + TEXT)
    (tmp_path / "a.json").write_text('{"published": "2016-10-02"}')
    dated = only(path, published=date(2020, 1, 1))
    assert (dated.published, dated.published_by) == (date(2016, 10, 7), PublishedBy.DATELINE)
    assert any("2016-10-02" in w for w in dated.warnings)
    path.write_text(TEXT)
    assert only(path, published=date(2020, 1, 1)).published == date(2016, 10, 2)
    (tmp_path / "a.json").unlink()
    assert only(path, published=date(2020, 1, 1)).published_by is PublishedBy.OPTION
    undated = only(path)
    assert undated.published is None
    assert any("no publication date" in w for w in undated.warnings)


@pytest.mark.parametrize("written", ["2017-06", "2019", "2022-10/2022-12", "soon"])
def test_a_partial_date_is_not_rounded(tmp_path: Path, written: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text(json.dumps({"published": written}))
    report = only(tmp_path)
    assert report.published is None
    assert any(written in w for w in report.warnings)


def test_front_matter_is_metadata_not_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: One\npublisher: Desk\npublished: 2017-06-14\n"
        "about: {publisher: Reuters, published: 2017-06-12~, url: 'http://r/'}\n---\n\n" + TEXT + "\n"
    )
    report = only(tmp_path / "a.md")
    assert report.text == TEXT + "\n"
    assert (report.title, report.publisher, report.published) == ("One", "Desk", date(2017, 6, 14))
    assert report.published_by is PublishedBy.FRONT_MATTER
    assert dict(report.about) == {"publisher": "Reuters", "published": "2017-06-12~", "url": "http://r/"}


def test_markdown_without_front_matter_keeps_its_rules(tmp_path: Path) -> None:
    text = "---\n\nOne part.\n\n---\n\nAnother."
    (tmp_path / "a.md").write_text(text)
    assert only(tmp_path / "a.md").text == text


def test_a_page_gives_its_article_with_the_headline_in_front(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><head><title>Army reaches border</title>"
        '<meta property="article:published_time" content="2017-06-09T18:00:00+00:00">'
        '<meta property="og:site_name" content="The Post"></head>'
        "<body><nav>Home Sport Weather</nav><article><h1>Army reaches border</h1>"
        f"<p>{TEXT}</p><p>It was the first time since 2015, the monitor’s head said, that the army stood there.</p>"
        "</article><script>alert(1)</script><footer>All rights reserved</footer></body></html>"
    )
    report = only(tmp_path / "a.html")
    assert report.text.startswith("Army reaches border\n\n" + TEXT)
    assert "monitor’s" in report.text
    assert "Sport" not in report.text
    assert "alert" not in report.text
    assert (report.published, report.published_by) == (date(2017, 6, 9), PublishedBy.PAGE)
    assert report.publisher == "The Post"
    assert report.extractor.startswith("html/trafilatura-")


def test_encyclopaedias_are_tertiary(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text('{"publisher": "Wikipedia"}')
    assert only(tmp_path).kind is ReportKind.TERTIARY


def test_folders_are_read_in_order_without_what_is_no_report(tmp_path: Path) -> None:
    for name in ["b.txt", "a.md", "README.md", ".hidden.txt", "sub/c.txt", "sub/.git/d.txt", "p_files/e.txt"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TEXT} {name}")
    (tmp_path / "p.html").write_text(f"<html><body><p>{TEXT * 3}</p></body></html>")
    (tmp_path / "b.json").write_text('{"published": "2017-06-12"}')
    found = [r.name for r in reports.load([str(tmp_path)]) if isinstance(r, Report)]
    assert found == ["a", "b", "p", "c"]


def test_tables_find_their_text_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "unit_id,article_title,article_content,source,date\n"
        f'7,Strike,"{TEXT}",sana,10/7/2016\n8,Other,"{TEXT} Again.",sana,5/27/2017\n'
    )
    rows = [{"id": "x1", "Text": TEXT, "publisher": "AFP", "published": "2017-06-10"}, {"id": "x2", "Text": TEXT + "!"}]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, rows)))
    parquet.write_table(pyarrow.table({"body": [TEXT], "headline": ["H"]}), tmp_path / "c.parquet")
    (tmp_path / "d.tsv").write_text(f"title\ttext\nT\t{TEXT}\n")
    found = [r for r in reports.load([str(tmp_path)]) if isinstance(r, Report)]
    assert [r.name for r in found] == ["a-7", "a-8", "b-x1", "b-x2", "c-1", "d-1"]
    assert [r.published for r in found[:3]] == [date(2016, 10, 7), date(2017, 5, 27), date(2017, 6, 10)]
    assert (found[0].title, found[0].publisher, found[4].title) == ("Strike", "sana", "H")
    assert found[3].text == TEXT + "!"


def test_the_text_column_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'text,words\nshort,"{TEXT}"\n')
    assert only(tmp_path / "a.csv", text_column="words").text == TEXT


def test_feeds_give_a_report_an_entry(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>The Wire</title>'
        f"<item><title>One</title><link>http://w/1</link><pubDate>Fri, 09 Jun 2017 10:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item>"
        f"<item><title>Two</title><link>http://w/2</link><description>{TEXT}</description></item>"
        "</channel></rss>"
    )
    one, two = list(reports.load([str(tmp_path / "a.xml")]))
    assert isinstance(one, Report)
    assert isinstance(two, Report)
    assert (one.text, one.published, one.publisher) == (f"One\n\n{TEXT}", date(2017, 6, 9), "The Wire")
    assert (two.published, two.url) == (None, "http://w/2")


def warc(url: str, body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2017-06-09T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def test_archives_give_their_pages(tmp_path: Path) -> None:
    page = f"<html><head><title>Border</title></head><body><p>{TEXT * 3}</p></body></html>".encode()
    records = [
        warc("http://a/1", page),
        warc("http://a/2", b"body{}", "text/css"),
        warc("http://a/3", page, status="404 Not Found"),
    ]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(gzip.compress(r) for r in records))
    report = only(tmp_path / "a.warc.gz")
    assert (report.url, report.title) == ("http://a/1", "Border")
    (tmp_path / "b.warc").write_bytes(records[0])
    assert only(tmp_path / "b.warc").text == report.text


def test_options_fill_what_reports_do_not_say(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    report = only(tmp_path / "a.txt", published=date(2017, 6, 9), publisher="Desk", theatre="syria-iraq-2017")
    assert (report.published, report.publisher, report.theatre) == (date(2017, 6, 9), "Desk", "syria-iraq-2017")
    assert report.warnings == ()


def test_text_at_hand_is_a_report() -> None:
    report = reports.from_text("Fri Oct 7 2016 " + TEXT, published=date(2020, 1, 1))
    assert (report.published, report.published_by) == (date(2016, 10, 7), PublishedBy.DATELINE)
    assert reports.from_text(TEXT, published=date(2020, 1, 1)).published_by is PublishedBy.OPTION


def test_the_real_reports_keep_their_text(shared: Path) -> None:
    folder = shared / "reports" / "theatre"
    found = {r.name: r for r in reports.load([str(folder)]) if isinstance(r, Report)}
    paths = list(folder.glob("*.txt"))
    assert len(found) == len(paths) == 65
    for path in paths:
        assert found[path.stem].text == path.read_bytes().decode("utf-8")


def test_what_no_store_can_keep_is_shown_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Troops\\u0000 took \\ud800Raqqa", "title": "a\\u0000b"}')
    report = only(tmp_path / "a.jsonl")
    assert report.text == "Troops\ufffd took \ufffdRaqqa"
    assert report.title == "a\ufffdb"
    assert any("NUL" in w for w in report.warnings)
