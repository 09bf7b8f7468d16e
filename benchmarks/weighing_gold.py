"""Hand-coded claims as weighing sees them: resolved by the atlas, dated by room `when`. Import only.

What is measured over them is weighing, without the reader's mistakes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from fogline import atlas, when
from fogline.claims import LedgerClaim, PublishedBy, Report, ReportKind, report_id
from fogline.codebook import from_codebook

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def report_of(text: str, name: str, meta: dict[str, str]) -> Report:
    """A report as room `reports` would make it of a text and its sidecar."""
    tertiary = any(w in (meta.get("side") or "") + (meta.get("publisher") or "") for w in ("tertiary", "Wikipedia"))
    return Report(
        text=text,
        name=name,
        title=meta.get("title"),
        publisher=meta.get("publisher"),
        published=_day(meta.get("published")),
        published_by=PublishedBy.SIDECAR,
        kind=ReportKind.TERTIARY if tertiary else None,
    )


def entries(known: atlas.Atlas, report: Report, records: Iterable[dict[str, object]]) -> list[LedgerClaim]:
    """The claims of one report's gold file, resolved and dated."""
    claims = [from_codebook(record, report.id) for record in records]
    found = []
    for claim, r in zip(claims, known.resolve(report, claims), strict=True):
        valid = when.valid(claim, report.published, report.kind)
        found.append(LedgerClaim(claim.key, claim, report.head, r.places, r.actors, r.speakers, valid))
    return found


def corpus(*splits: str, prefixes: tuple[str, ...] = ("",)) -> tuple[dict[str, list[LedgerClaim]], dict[str, str]]:
    """The gold claims of train or dev by report name, and the texts by report id."""
    known = atlas.open()
    claims: dict[str, list[LedgerClaim]] = {}
    texts: dict[str, str] = {}
    for split in splits:
        root = SHARED / "data" / "claims" / split
        for path in sorted((root / "gold").glob("*.json")):
            if not path.stem.startswith(prefixes):
                continue
            text = (root / "texts" / f"{path.stem}.txt").read_text("utf-8")
            meta = json.loads((root / "texts" / f"{path.stem}.json").read_text("utf-8"))
            texts[report_id(text)] = text
            claims[path.stem] = entries(known, report_of(text, path.stem, meta), json.loads(path.read_text("utf-8")))
    return claims, texts
