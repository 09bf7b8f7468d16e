"""A report, its reading and its resolutions as they will be recorded: bodies, ids, hashes. Pure."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

import orjson

from fogline.claims import (
    Claim,
    Place,
    PublishedBy,
    Reading,
    Report,
    ReportHead,
    ReportKind,
    Resolution,
    canonical_json,
)
from fogline.ledger.bodies import claim_body, resolution_body
from fogline.ledger.chain import sha256
from fogline.ledger.drafts import Draft, draft
from fogline.ledger.effective import Effective

#: zlib level: 6 is 4 % smaller than 3 and takes 1.6 times as long on reports of 2 to 20 kB.
_LEVEL = 3

#: What tells one printing of a text from another; a change of anything else amends what is known of this one.
PRINTING = ("name", "publisher", "url")


class PreparedClaim(NamedTuple):
    claim: Claim
    key: bytes
    hash: bytes
    body: str
    effective: Effective  # as long as nobody reviewed it
    draft: Draft


class PreparedResolution(NamedTuple):
    resolution: Resolution
    key: bytes
    hash: bytes
    body: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """All of one item of a batch, ready to be put in."""

    report: Report
    head: ReportHead
    id: bytes
    text: bytes
    raw: bytes | None
    form: str
    form_hash: bytes
    reading: Reading
    reading_body: str
    reading_hash: bytes
    claims: tuple[PreparedClaim, ...]
    atlas: str
    resolutions: tuple[PreparedResolution, ...]
    resolving_hash: bytes
    places: Mapping[str, Place]  # what its rows will name, by id
    names: Set[str]  # ids of actors, sources and sides


def key_of(report: str, start: int, end: int, type_: str) -> bytes:
    """The claim key, as `claims.claim_key` gives it, from a template of its canonical JSON."""
    return hashlib.sha256(f'{{"report":"{report}","trigger":[{start},{end}],"type":"{type_}"}}'.encode()).digest()


def prepare(
    report: Report, reading: Reading, resolutions: Sequence[Resolution], digest_of: Callable[[Place], str]
) -> Prepared:
    """Work out everything of one report that does not depend on what the ledger already holds.

    Where a reading has the same key twice, the first one stands: trigger and type make a claim what it is.
    """
    plain = report.text.encode("utf-8", "surrogatepass")
    id_ = hashlib.sha256(plain).digest()
    hex_ = id_.hex()
    if reading.report != hex_:
        raise ValueError(f"{report.name}: the reading is of report {reading.report}, not of {hex_}")
    form = words_json(form_body(report, hex_))
    head, text = report.head, report.text
    offered = {resolution.claim: resolution for resolution in reversed(resolutions)}
    claims: dict[bytes, PreparedClaim] = {}
    resolved: list[PreparedResolution] = []
    places: dict[str, Place] = {}
    names: set[str] = set()
    for claim in reading.claims:
        key = key_of(hex_, claim.trigger.start, claim.trigger.end, str.__str__(claim.type))
        if key in claims:
            continue
        effective, resolution = Effective(claim), offered.get(key.hex())
        if resolution is not None:
            effective = Effective(claim, resolution.places, resolution.actors, resolution.speakers)
            body = resolution_body(resolution, digest_of)
            resolved.append(PreparedResolution(resolution, key, sha256(body), body))
        body = claim_body(claim)
        rows = draft(effective, head, text)
        claims[key] = PreparedClaim(claim, key, sha256(body), body, effective, rows)
        places.update(rows.places)
        names.update(rows.actors, rows.sources, [party for does in rows.bears.values() for _, party in does])
    reading_body = words_json({"skipped": reading.skipped, "warnings": list(reading.warnings)})
    reading_hash = hash_reading(
        hex_, reading.reader, reading.version, reading_body, [(c.key, c.hash) for c in claims.values()]
    )
    atlas = resolutions[0].atlas if resolutions else ""
    return Prepared(
        report,
        head,
        id_,
        zlib.compress(plain, _LEVEL),
        None if report.raw in (b"", plain) else zlib.compress(report.raw, _LEVEL),
        form,
        sha256(form),
        reading,
        reading_body,
        reading_hash,
        tuple(claims.values()),
        atlas,
        tuple(resolved),
        hash_resolving(reading_hash, atlas, [(r.key, r.hash) for r in resolved]),
        places,
        names,
    )


def hash_reading(report: str, reader: str, version: str, body: str, claims: Sequence[tuple[bytes, bytes]]) -> bytes:
    """A reading's hash covers every claim in it: key and content, in order."""
    head = words_json([report, reader, version, body]).encode("utf-8", "surrogatepass")
    return hashlib.sha256(b"".join([head, *chain.from_iterable(claims)])).digest()


def hash_resolving(reading: bytes, atlas: str, resolutions: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The hash of one atlas's run over one reading covers every resolution in it."""
    head = words_json([reading.hex(), atlas]).encode("utf-8", "surrogatepass")
    return hashlib.sha256(b"".join([head, *chain.from_iterable(resolutions)])).digest()


def words_json(value: Any) -> str:
    """`claims.canonical_json` of a value without floats, at a tenth of its time; floats are written otherwise here."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:  # half of a surrogate pair, as mangled text has it
        return canonical_json(value)


def form_body(report: Report, id_: str) -> dict[str, Any]:
    """What is known of a report besides its text."""
    return {
        "report": id_,
        "name": report.name,
        "title": report.title,
        "publisher": report.publisher,
        "url": report.url,
        "published": None if report.published is None else report.published.isoformat(),
        "published_by": str(report.published_by),
        "kind": None if report.kind is None else str(report.kind),
        "side": report.side,
        "theatre": report.theatre,
        "raw_sha256": report.raw_sha256,
        "raw_is_text": bool(report.raw) and report.raw == report.text.encode("utf-8", "surrogatepass"),
        "media_type": report.media_type,
        "encoding": report.encoding,
        "extractor": report.extractor,
        "about": [list(pair) for pair in report.about],
        "warnings": list(report.warnings),
    }


def head_from(body: Mapping[str, Any]) -> ReportHead:
    published, kind = body["published"], body["kind"]
    return ReportHead(
        id=body["report"],
        name=body["name"],
        title=body["title"],
        publisher=body["publisher"],
        url=body["url"],
        published=None if published is None else date.fromisoformat(published),
        kind=None if kind is None else ReportKind(kind),
        side=body["side"],
        theatre=body["theatre"],
        about=tuple((k, v) for k, v in body["about"]),
    )


def report_from(body: Mapping[str, Any], text: str, raw: bytes | None) -> Report:
    """The report again, text and raw bytes as they came."""
    head = head_from(body)
    plain = raw if raw is not None else text.encode("utf-8", "surrogatepass") if body["raw_is_text"] else b""
    return Report(
        text=text,
        name=head.name,
        title=head.title,
        publisher=head.publisher,
        url=head.url,
        published=head.published,
        published_by=PublishedBy(body["published_by"]),
        kind=head.kind,
        side=head.side,
        theatre=head.theatre,
        raw=plain,
        raw_sha256=body["raw_sha256"],
        media_type=body["media_type"],
        encoding=body["encoding"],
        extractor=body["extractor"],
        about=tuple((k, v) for k, v in body["about"]),
        warnings=tuple(body["warnings"]),
    )


def unpacked(blob: bytes) -> str:
    return zlib.decompress(blob).decode("utf-8", "surrogatepass")
