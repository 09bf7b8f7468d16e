"""WARC archives: a report for each page that was fetched with success."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from fogline.claims import Report
from fogline.errors import InputError
from fogline.reports.pages import MAX_PAGE
from fogline.reports.tables import BadRow

Read = Callable[[bytes, str, str], Report]
#: Media types that hold reports; pictures, scripts and styles of an archive are passed over.
_TEXTUAL = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")


def looks_like_archive(raw: bytes) -> bool:
    """Whether the first bytes are those of a WARC file, plain or zipped."""
    return raw.startswith((b"WARC/1.", b"\x1f\x8b"))


def read_archive(stream: BinaryIO, item: str, read: Read) -> Iterator[Report | BadRow]:
    """The pages of an archive, through `read(bytes, address, media type)`; a damaged rest is one bad item."""
    from warcio.archiveiterator import ArchiveIterator  # 100 ms to import, needed for archives alone
    from warcio.exceptions import ArchiveLoadFailed

    records = iter(ArchiveIterator(stream))
    seen = 0
    while True:
        try:
            record = next(records)
        except StopIteration:
            break
        except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
            reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
            problem = f"the archive is damaged after record {seen} ({reason})"
            yield BadRow(item, InputError(item, problem, "fetch it again; what came before was read"))
            return
        seen += 1
        url = record.rec_headers.get_header("WARC-Target-URI")
        if record.rec_type not in ("response", "resource") or not url:
            continue
        headers = record.http_headers
        if headers is not None and headers.get_statuscode() != "200":
            continue
        declared = (headers or record.rec_headers).get_header("Content-Type") or ""
        if not declared.lower().startswith(_TEXTUAL):
            continue
        try:
            yield read(record.content_stream().read(MAX_PAGE + 1), url, declared)
        except InputError as error:
            yield BadRow(url, error)
    if not seen:
        raise InputError(item, "no records in the archive", "give a WARC file")
