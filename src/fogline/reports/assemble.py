"""A report put together from its text and everything said about it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import overload

from fogline.claims import PublishedBy, Report
from fogline.errors import InputError
from fogline.reports.datelines import find_dateline
from fogline.reports.metadata import Meta

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

UNDATED = "no publication date found; relative dates stay unresolved (give --published, a sidecar or front matter)"


def make_report(
    text: str,
    name: str,
    meta: Meta,
    *,
    raw: bytes,
    media_type: str,
    encoding: str = "utf-8",
    extractor: str = "text/1",
    warnings: tuple[str, ...] = (),
) -> Report:
    """The report; its date is the dateline of the text, where there is one beyond doubt, else what `meta` says."""
    if not text.strip():
        raise InputError(name, "no text found in it", "give a report with text in it")
    published, by = meta.published, meta.published_by
    notes = warnings + meta.warnings
    kept = storable(text)
    if kept != text:
        notes += ("characters that no UTF-8 text can hold (NUL, lone surrogates) are shown as \ufffd",)
        text = kept
    dateline = find_dateline(text, meta.title, published)
    if dateline:
        if published and published != dateline:
            notes += (f"dateline {dateline} differs from {by} {published}; the dateline stands",)
        published, by = dateline, PublishedBy.DATELINE
    if published is None:
        notes += (UNDATED,)
    return Report(
        text=text,
        name=storable(name),
        title=storable(meta.title),
        publisher=storable(meta.publisher),
        url=storable(meta.url),
        published=published,
        published_by=by,
        kind=meta.kind,
        side=storable(meta.side),
        theatre=storable(meta.theatre),
        raw=raw,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        media_type=media_type,
        encoding=encoding,
        extractor=extractor,
        about=tuple((storable(key), storable(value)) for key, value in meta.about),
        warnings=notes,
    )


@overload
def storable(words: str) -> str: ...
@overload
def storable(words: None) -> None: ...
def storable(words: str | None) -> str | None:
    """Words that both stores can keep: each NUL or lone surrogate becomes one U+FFFD, so that offsets stay."""
    return None if words is None else _UNSTORABLE.sub("\ufffd", words)


def with_options(report: Report, options: Meta) -> Report:
    """The report with what the command line gives put into its gaps."""
    warnings = tuple(w for w in report.warnings if w != UNDATED) if options.published else report.warnings
    return replace(
        report,
        publisher=report.publisher or options.publisher,
        theatre=report.theatre or options.theatre,
        published=report.published or options.published,
        published_by=report.published_by if report.published else options.published_by,
        warnings=warnings,
    )
