"""Reviewed claims as a corpus in the codebook's form: what training and scoring read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from fogline.claims import Report, Weighed
from fogline.codebook import to_codebook
from fogline.exports.table import ExportInput


def corpus(given: ExportInput, *, everything: bool = False) -> dict[str, str]:
    """Files by name: `texts/NAME.txt`, its sidecar `texts/NAME.json`, and `gold/NAME.json` with the claims.

    Claims are those that a person accepted, corrected or added; with `everything` those not reviewed come along.
    Rejected ones never do. Each claim carries its `id`. Reports without such a claim are left out.
    """
    wanted: dict[str, list[Weighed]] = {}
    for w in given.ordered:
        if w.entry.reviewed == "rejected" or w.entry.report.id not in given.reports:
            continue
        if everything or w.entry.reviewed:
            wanted.setdefault(w.entry.report.id, []).append(w)
    names = _names([given.reports[id_] for id_ in wanted])
    files: dict[str, str] = {}
    for id_, found in wanted.items():
        report, name = given.reports[id_], names[id_]
        files[f"texts/{name}.txt"] = report.text
        files[f"texts/{name}.json"] = _json(_sidecar(report))
        files[f"gold/{name}.json"] = _json([{**to_codebook(w.entry.claim), "id": w.entry.id} for w in found])
    return dict(sorted(files.items()))


def _names(reports: list[Report]) -> Mapping[str, str]:
    """A file name for each report: its own, made safe, with a number of its hash where two are alike."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for report in sorted(reports, key=lambda r: r.id):
        name = re.sub(r"[^\w.-]+", "-", re.sub(r"^https?://", "", report.name)).strip("-.")[:100] or "report"
        if name.lower() in taken:
            name = f"{name}-{report.id[:8]}"
        taken.add(name.lower())
        made[report.id] = name
    return made


def _sidecar(report: Report) -> dict[str, str]:
    fields = {
        "title": report.title,
        "publisher": report.publisher,
        "url": report.url,
        "published": report.published.isoformat() if report.published else None,
        "side": report.side,
        "kind": str(report.kind) if report.kind else None,
        "theatre": report.theatre,
        "report_id": report.id,
    }
    return {key: value for key, value in fields.items() if value}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
