"""HTML pages to text: the article, its headline in front, and the metadata that the page gives."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from fogline.errors import InputError
from fogline.reports.metadata import Meta, page_date

if TYPE_CHECKING:
    from trafilatura.settings import Document

#: Largest page, in bytes: 10 MB take 6 s of one core; real articles stay under 2 MB.
MAX_PAGE = 20_000_000
#: Elements open at once. libxml2 gives up at some 2,000; pages of 1999 with tables in tables reach 60.
MAX_DEPTH = 1_000

_TAG = re.compile(
    rb"<(/?)(div|span|table|tr|td|tbody|section|article|blockquote|b|i|em|strong|font|ul|ol)\b[^>]*>", re.I
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,30})", re.I)
_PAGE_MARKS = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.I)

for _name in ("trafilatura", "htmldate", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # their notes on odd pages are ours to give, in words


@cache
def extractor() -> str:
    """The name under which the extractor is kept with a report; a new version may give another text."""
    return f"html/trafilatura-{version('trafilatura')}/1"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: text with the headline in front, metadata, and what to warn of."""

    text: str
    meta: Meta
    warnings: tuple[str, ...] = ()


def looks_like_page(raw: bytes) -> bool:
    """Whether the first bytes are those of an HTML page."""
    head = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and bool(_PAGE_MARKS.search(head))


def declared_charset(raw: bytes) -> str | None:
    """The encoding that the page's own `<meta>` declares."""
    match = _CHARSET.search(raw[:4000])
    return match[1].decode("ascii") if match else None


def read_page(html: str, item: str, url: str | None = None) -> Page:
    """The article on a page; InputError where there is none, or where the page is built to hurt."""
    raw = html.encode("utf-8", "replace")
    if len(raw) > MAX_PAGE:
        size = f"{len(raw) / 1e6:.1f} MB"
        raise InputError(item, f"a page of {size}, at most {MAX_PAGE / 1e6:.0f} MB expected", "save the article alone")
    depth = nesting(raw)
    if depth > MAX_DEPTH:
        raise InputError(
            item, f"elements nested {depth:,} deep, at most {MAX_DEPTH:,} expected", "save the article as text instead"
        )
    document = _extract(html, url)
    body = (document.text or "").strip() if document else ""
    truncated = b"<html" in raw[:5000].lower() and b"</html" not in raw[-5000:].lower()
    if not body:
        cause = "the page breaks off before any text" if truncated else "no article text found on the page"
        raise InputError(item, cause, "save the page again, or give its text")
    title = " ".join((document.title or "").split()) or None if document else None
    text = _paragraphs(body)
    if title and not _begins_with(text, title):
        text = f"{title}\n\n{text}"
    meta = Meta(
        title=title,
        publisher=(document.sitename or document.hostname) if document else None,
        url=(document.url if document else None) or url,
    ).over(page_date(document.date if document else None))
    notes = ("the page breaks off before </html>; only what is there was read",) if truncated else ()
    return Page(text, meta, notes)


def _extract(html: str, url: str | None) -> Document | None:
    """Trafilatura's reading of the page; comments left out, tables kept, dates only where the page declares them."""
    import trafilatura  # 250 ms to import, needed for pages alone
    from trafilatura.settings import Document

    try:
        found = trafilatura.bare_extraction(
            html,
            url=url,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, RecursionError):
        return None
    if isinstance(found, Document) and (found.text or "").strip():
        return found
    plain = trafilatura.html2txt(html)
    if not plain.strip():
        return None
    document = found if isinstance(found, Document) else Document()
    document.text = plain
    return document


def _paragraphs(body: str) -> str:
    """One blank line between paragraphs; rows of a table stay together."""
    lines = [line.rstrip() for line in body.splitlines() if line.strip()]
    out: list[str] = []
    for line in lines:
        if out:
            out.append("\n" if line.startswith("|") and out[-1].startswith("|") else "\n\n")
        out.append(line)
    return "".join(out)


def _begins_with(text: str, title: str) -> bool:
    first = re.sub(r"\W+", " ", text[: len(title) + 40]).strip().lower()
    return first.startswith(re.sub(r"\W+", " ", title).strip().lower())


def nesting(raw: bytes) -> int:
    """How many elements of the kinds that nest are open at once, at most."""
    depth = deepest = 0
    for match in _TAG.finditer(raw):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest
