"""What is known of a report beside its text: from a sidecar, front matter, a page, a feed, a row, or options."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import yaml

from fogline.claims import PublishedBy, ReportKind
from fogline.errors import InputError
from fogline.reports.days import Order, read_day

#: Names under which tables and sidecars give each field; compared in lower case, `_` and `-` as spaces.
FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "article title", "heading"),
    "publisher": ("publisher", "source", "outlet", "newspaper", "site", "sitename", "source name", "domain"),
    "url": ("url", "link", "address", "source url", "article url", "uri"),
    "published": (
        "published",
        "date",
        "published at",
        "publication date",
        "date published",
        "publish date",
        "pubdate",
        "published date",
        "datetime",
        "timestamp",
        "day",
    ),
    "side": ("side",),
    "kind": ("kind",),
    "theatre": ("theatre", "theater"),
    "name": ("name", "id", "unit id", "doc id", "report id", "uuid", "guid"),
}
#: Encyclopaedias tell what others reported: their states hold at no particular time (SEMANTICS section 3).
_ENCYCLOPAEDIA = re.compile(r"\b(?:wikipedia|britannica|encyclop(?:a?e|æ)dia|wikidata)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meta:
    """What one place says of a report. `published_by` says which place, and so how far it is to be believed."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    published_by: PublishedBy = PublishedBy.UNKNOWN
    side: str | None = None
    kind: ReportKind | None = None
    theatre: str | None = None
    about: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def over(self, other: Meta) -> Meta:
        """This, with the gaps filled from `other`."""
        dated = self if self.published else other
        return Meta(
            title=self.title or other.title,
            publisher=self.publisher or other.publisher,
            url=self.url or other.url,
            published=dated.published,
            published_by=dated.published_by,
            side=self.side or other.side,
            kind=self.kind or other.kind,
            theatre=self.theatre or other.theatre,
            about=self.about or other.about,
            warnings=self.warnings + other.warnings,
        )


def from_mapping(values: Mapping[str, Any], by: PublishedBy, order: Order | None = None) -> Meta:
    """The fields that a sidecar, front matter or a row gives, under any of their usual names.

    A value that is no whole day (`2017-06`, `2019`) leaves the date unknown, with a warning that shows it.
    """
    low = {str(key).lower().replace("_", " ").replace("-", " ").strip(): value for key, value in values.items()}

    def first(what: str) -> str | None:
        for name in FIELD_NAMES[what]:
            value = low.get(name)
            if isinstance(value, (str, int, float, date)) and str(value).strip():
                return str(value).strip()
        return None

    written = first("published")
    warnings: tuple[str, ...] = ()
    day = read_day(written, order) if written else None
    if written and day is None:
        warnings = (f"published {written!r} is not a whole day (YYYY-MM-DD); the date is left unknown",)
    publisher, side, url = first("publisher"), first("side"), first("url")
    about = low.get("about")
    return Meta(
        title=first("title"),
        publisher=publisher,
        url=url,
        published=day,
        published_by=by if day else PublishedBy.UNKNOWN,
        side=side,
        kind=kind_of(first("kind"), publisher, side, url),
        theatre=first("theatre"),
        about=tuple((str(k), str(v)) for k, v in about.items() if v is not None) if isinstance(about, Mapping) else (),
        warnings=warnings,
    )


def kind_of(kind: str | None, publisher: str | None, side: str | None, url: str | None) -> ReportKind | None:
    """The kind as given; else tertiary for encyclopaedias; else unknown."""
    if kind and kind.lower() in {k.value for k in ReportKind}:
        return ReportKind(kind.lower())
    if (side or "").lower().startswith("tertiary") or any(_ENCYCLOPAEDIA.search(v) for v in (publisher, url) if v):
        return ReportKind.TERTIARY
    return None


def from_sidecar(raw: bytes, item: str) -> Meta:
    """What `NAME.json` beside `NAME.txt` says; InputError where it is not a JSON object."""
    try:
        values = json.loads(raw)
    except UnicodeDecodeError:
        raise InputError(item, "the sidecar is not UTF-8", "save it as UTF-8 JSON, or remove it") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(item, f"the sidecar is broken JSON at {where}", "mend it, or remove it") from None
    except RecursionError:
        raise InputError(item, "the sidecar is nested too deeply", "mend it, or remove it") from None
    if not isinstance(values, dict):
        raise InputError(
            item, f"the sidecar is a JSON {type(values).__name__}, an object expected", "mend it, or remove it"
        )
    return from_mapping(values, PublishedBy.SIDECAR)


_FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)(?:[ \t]*\r?\n)*", re.DOTALL | re.MULTILINE)


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML with dates left as written, so that `2017-06-12~` and `2017-06-12` are read alike."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def split_front_matter(text: str, item: str) -> tuple[Meta, str]:
    """The YAML between two `---` lines at the head of `text`, and the text after it; InputError where it is broken."""
    match = _FENCE.match(text)
    if not match:
        return Meta(), text
    try:
        values = yaml.load(match[1], Loader=_PlainLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark else ""
        raise InputError(item, f"the front matter is broken YAML{where}", "mend it between the two --- lines") from None
    if values is None:
        return Meta(), text[match.end() :]
    if not isinstance(values, dict):
        return Meta(), text  # two rules in a plain Markdown text, not front matter
    return from_mapping(values, PublishedBy.FRONT_MATTER), text[match.end() :]


def from_options(published: date | None, publisher: str | None, theatre: str | None) -> Meta:
    """What the command line says of every source of a run."""
    return Meta(
        publisher=publisher,
        theatre=theatre,
        published=published,
        published_by=PublishedBy.OPTION if published else PublishedBy.UNKNOWN,
    )


def page_date(value: str | datetime | date | None) -> Meta:
    """A day that a page or feed gives in its metadata."""
    day = read_day(str(value)) if value else None
    return Meta(published=day, published_by=PublishedBy.PAGE if day else PublishedBy.UNKNOWN)


def merge(*metas: Meta) -> Meta:
    """All of them, the earlier ones winning field by field; the date by the order of `PublishedBy`."""
    merged = Meta()
    for meta in metas:
        merged = merged.over(meta)
    dated = [meta for meta in metas if meta.published]
    if dated:
        rank = list(PublishedBy)
        best = min(dated, key=lambda meta: rank.index(meta.published_by))
        merged = replace(merged, published=best.published, published_by=best.published_by)
    return merged
