"""The door of the room: sources in, reports and failures out, in order; nothing one of them does stops the rest."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from fogline.claims import Report
from fogline.errors import InputError
from fogline.reports.archives import looks_like_archive, read_archive
from fogline.reports.assemble import make_report, with_options
from fogline.reports.decoding import check_length, decode, refuse_binary
from fogline.reports.feeds import looks_like_feed, read_feed
from fogline.reports.folders import sidecar_of, walk
from fogline.reports.metadata import Meta, from_options, from_sidecar, merge, split_front_matter
from fogline.reports.pages import declared_charset, extractor, looks_like_page, read_page
from fogline.reports.tables import BadRow, csv_rows, json_rows, jsonl_rows, parquet_rows, read_rows

#: Largest file that is read as one report, in bytes. Tables and archives are streamed and have no such bound.
MAX_FILE = 40_000_000
#: Largest table in CSV or JSON, which are read whole; JSONL and Parquet are not.
MAX_WHOLE_TABLE = 2_000_000_000

_WEB = re.compile(r"^https?://", re.IGNORECASE)
_MEDIA = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
_TABLES = {
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
    ".json": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
}
#: Media types that a web server gives to what cannot be read.
_UNREADABLE = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")


if TYPE_CHECKING:
    from fogline.reports.fetch import Fetched


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or one file, row or page of it, that could not be read, and why."""

    item: str
    error: InputError


def load(
    sources: Sequence[str],
    *,
    published: date | None = None,
    publisher: str | None = None,
    theatre: str | None = None,
    stdin: BinaryIO | None = None,
    text_column: str | None = None,
    allow_private: bool = False,
) -> Iterator[Report | Failure]:
    """The reports of all sources, one by one as they are read.

    A source is a file, a folder, an http(s) address, or `-` for standard input. `published`, `publisher` and
    `theatre` fill what a report does not say of itself. `text_column` names the column of tables that holds the text.
    `allow_private` lets addresses of private networks be read.
    """
    options = from_options(published, publisher, theatre)
    for source in sources:
        try:
            for found in _source(source, stdin, text_column, allow_private):
                if isinstance(found, (BadRow, Failure)):
                    yield Failure(found.item, found.error)
                else:
                    yield with_options(found, options)
        except InputError as error:
            yield Failure(error.item, error)


def from_text(
    text: str,
    name: str = "text",
    *,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    published: date | None = None,
    theatre: str | None = None,
) -> Report:
    """A report of text that is at hand; a dateline in it beats `published`."""
    options = from_options(published, publisher, theatre)
    raw = text.encode("utf-8", "surrogatepass")
    report = make_report(text, name, Meta(title=title, url=url).over(options), raw=raw, media_type="text/plain")
    return with_options(report, options)


def _source(
    source: str, stdin: BinaryIO | None, text_column: str | None, allow_private: bool
) -> Iterator[Report | BadRow | Failure]:
    if source == "-":
        raw = (stdin or sys.stdin.buffer).read(MAX_FILE + 1)
        yield from _sniffed(raw, "standard input", "stdin", text_column, None)
    elif _WEB.match(source):
        from fogline.reports.fetch import fetch  # 90 ms to import, needed for addresses alone

        page = fetch(source, allow_private=allow_private)
        yield from _fetched(page, source, text_column)
    elif re.match(r"^[a-z][a-z0-9+.-]+://", source, re.IGNORECASE):
        raise InputError(source, "an address of a kind that is not read", "give an http(s) address or a file")
    else:
        path = Path(source)
        if path.is_dir():
            yield from _folder(path, text_column)
        else:
            yield from _file(path, source, text_column)


def _folder(folder: Path, text_column: str | None) -> Iterator[Report | BadRow | Failure]:
    empty = True
    for path in walk(folder):
        empty = False
        try:
            yield from _file(path, str(path), text_column)
        except InputError as error:
            yield Failure(error.item, error)
    if empty:
        raise InputError(str(folder), "no reports in the folder", "give a folder with text, Markdown or HTML files")


def _file(path: Path, item: str, text_column: str | None) -> Iterator[Report | BadRow]:
    suffix = path.suffix.lower()
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(item, "not a file", "give a file, a folder or an address")
        if suffix in _TABLES:
            yield from _table(path, item, suffix, size, text_column)
            return
        with path.open("rb") as stream:
            if path.name.lower().endswith((".warc", ".warc.gz")) or stream.read(7) == b"WARC/1.":
                stream.seek(0)
                yield from read_archive(stream, item, _archived)
                return
            if size > MAX_FILE:
                problem = f"{size / 1e6:.0f} MB in one file, at most {MAX_FILE / 1e6:.0f} MB expected"
                raise InputError(item, problem, "split it into its reports, or give a table with one report a row")
            stream.seek(0)
            raw = stream.read()
        sidecar = sidecar_of(path)
        beside = from_sidecar(sidecar.read_bytes(), str(sidecar)) if sidecar else Meta()
    except FileNotFoundError:
        raise InputError(item, "no such file or folder", "check the path") from None
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InputError(item, f"cannot be read ({reason})", "check its permissions") from None
    if suffix in (".xml", ".rss", ".atom") and looks_like_feed(raw):
        yield from read_feed(raw, item, path.stem)
    elif suffix in _MEDIA:
        yield _document(raw, item, path.stem, _MEDIA[suffix], beside, None)
    else:
        yield from _sniffed(raw, item, path.stem or path.name, text_column, None)


def _table(path: Path, item: str, suffix: str, size: int, text_column: str | None) -> Iterator[Report | BadRow]:
    if size == 0:
        raise InputError(item, "the file is empty", "give a table with one report a row")
    media_type = _TABLES[suffix]
    if suffix == ".parquet":
        yield from read_rows(parquet_rows(path, item), item, path.stem, text_column, media_type)
        return
    if suffix in (".jsonl", ".ndjson"):
        with path.open("rb") as stream:
            yield from read_rows(jsonl_rows(stream, item), item, path.stem, text_column, media_type)
        return
    if size > MAX_WHOLE_TABLE:
        raise InputError(item, f"a table of {size / 1e9:.1f} GB", "give it as JSONL or Parquet, which are streamed")
    raw = path.read_bytes()
    refuse_binary(raw, item)
    rows = json_rows(raw, item) if suffix == ".json" else csv_rows(raw, item)
    yield from read_rows(rows, item, path.stem, text_column, media_type)


def _sniffed(
    raw: bytes, item: str, stem: str, text_column: str | None, declared: str | None
) -> Iterator[Report | BadRow]:
    """Bytes without a telling name: an archive, a feed, a page, a table of JSON lines, or text."""
    if len(raw) > MAX_FILE:
        raise InputError(item, f"more than {MAX_FILE / 1e6:.0f} MB", "give it as files")
    if looks_like_archive(raw):
        yield from read_archive(io.BytesIO(raw), item, _archived)
    elif looks_like_feed(raw):
        yield from read_feed(raw, item, stem)
    elif looks_like_page(raw):
        yield _document(raw, item, stem, "text/html", Meta(), declared)
    elif raw.lstrip()[:1] == b"{" and raw.lstrip()[1:].lstrip()[:1] == b'"':
        yield from read_rows(jsonl_rows(io.BytesIO(raw), item), item, stem, text_column, "application/jsonl")
    else:
        media_type = "text/markdown" if raw.startswith((b"---\n", b"---\r\n")) else "text/plain"
        yield _document(raw, item, stem, media_type, Meta(), declared)


def _fetched(page: Fetched, asked: str, text_column: str | None) -> Iterator[Report | BadRow]:
    if page.media_type.startswith(_UNREADABLE):
        raise InputError(asked, f"the address gives {page.media_type}, not text", "give a page or a text")
    if page.media_type in ("text/html", "application/xhtml+xml") and not looks_like_feed(page.raw):
        yield _document(page.raw, asked, page.url, "text/html", Meta(url=page.url), page.charset)
        return
    for found in _sniffed(page.raw, asked, page.url, text_column, page.charset):
        if isinstance(found, Report) and found.url is None:
            yield replace(found, url=page.url)
        else:
            yield found


def _archived(raw: bytes, url: str, declared: str) -> Report:
    charset = re.search(r"charset=([\w-]+)", declared)
    media_type = declared.split(";")[0].strip().lower()
    if media_type == "application/xhtml+xml":
        media_type = "text/html"
    return _document(raw, url, url, media_type, Meta(url=url), charset[1] if charset else None)


def _document(raw: bytes, item: str, name: str, media_type: str, beside: Meta, declared: str | None) -> Report:
    """One text, Markdown or HTML document as a report."""
    if media_type == "text/html":
        decoded = decode(raw, item, declared or declared_charset(raw), bounded=False)
        page = read_page(decoded.text, item, beside.url)
        check_length(page.text, item)
        return make_report(
            page.text,
            name,
            merge(beside, page.meta),
            raw=raw,
            media_type=media_type,
            encoding=decoded.encoding,
            extractor=extractor(),
            warnings=decoded.warnings + page.warnings,
        )
    decoded = decode(raw, item, declared)
    front, text = split_front_matter(decoded.text, item) if media_type == "text/markdown" else (Meta(), decoded.text)
    if not text.strip():
        raise InputError(item, "front matter but no text", "put the text below the second --- line")
    return make_report(
        text,
        name,
        merge(beside, front),
        raw=raw,
        media_type=media_type,
        encoding=decoded.encoding,
        extractor="markdown/1" if media_type == "text/markdown" else "text/1",
        warnings=decoded.warnings,
    )
