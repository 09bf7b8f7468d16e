"""RSS and Atom feeds: a report for each entry that carries its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from typing import Any

from fogline.claims import PublishedBy, Report
from fogline.errors import InputError
from fogline.reports.assemble import make_report
from fogline.reports.metadata import Meta
from fogline.reports.pages import read_page
from fogline.reports.tables import BadRow

_FEED_MARKS = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.I)


def looks_like_feed(raw: bytes) -> bool:
    """Whether the first bytes are those of a feed."""
    return bool(_FEED_MARKS.search(raw[:2000]))


def read_feed(raw: bytes, item: str, stem: str) -> Iterator[Report | BadRow]:
    """A report for each entry; where the feed gives only a summary, the summary, with a warning."""
    import feedparser  # 60 ms to import, needed for feeds alone

    feed = feedparser.parse(raw, sanitize_html=True, resolve_relative_uris=False)
    if not feed.entries:
        reason = str(feed.get("bozo_exception", "no entries"))[:120]
        raise InputError(item, f"no entries in the feed ({reason})", "give a feed with entries, or its pages")
    publisher = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, start=1):
        where = entry.get("link") or f"{item}:{number}"
        try:
            yield _entry(entry, publisher, where, entry.get("link") or f"{stem}-{number}")
        except InputError as error:
            yield BadRow(where, error)


def _entry(entry: Any, publisher: str | None, item: str, name: str) -> Report:
    contents = [part.get("value", "") for part in entry.get("content", ())]
    full = max(contents, key=len, default="")
    html = full or entry.get("summary", "")
    if not html.strip():
        raise InputError(item, "the entry has no text", "read its page instead")
    title = " ".join(entry.get("title", "").split()) or None
    text = read_page(f"<html><body><article>{html}</article></body></html>", item).text if "<" in html else html
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    day = date(*stamp[:3]) if stamp else None
    meta = Meta(
        title=title,
        publisher=publisher,
        url=entry.get("link"),
        published=day,
        published_by=PublishedBy.PAGE if day else PublishedBy.UNKNOWN,
    )
    raw = json.dumps({"title": title, "link": entry.get("link"), "html": html}, ensure_ascii=False).encode()
    warnings = () if full else ("only the feed's summary was read, not the page",)
    return make_report(
        text,
        name,
        meta,
        raw=raw,
        media_type="application/rss+xml",
        extractor=f"feed/feedparser-{version('feedparser')}/1",
        warnings=warnings,
    )
