"""Origins as a list to read: source, its statements, the reports that carry each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fogline.claims import Weighed


def by_source(weighed: Sequence[Weighed]) -> list[dict[str, Any]]:
    """Group claims by source, then statement, then report; the widest-carried source first."""
    sources: dict[str, dict[str, Any]] = {}
    for w in sorted(weighed, key=lambda w: (str(w.entry.report.published), w.entry.id)):
        origin, head = w.origin, w.entry.report
        source = sources.setdefault(
            origin.source,
            {
                "id": origin.source,
                "name": origin.source_name,
                "named": origin.named,
                "reports": set(),
                "statements": {},
            },
        )
        source["reports"].add(head.id)
        statement = source["statements"].setdefault(origin.statement, {})
        carried = statement.setdefault(
            head.id,
            {
                "report": head.id,
                "name": head.name,
                "publisher": head.publisher,
                "published": head.published.isoformat() if head.published else None,
                "relay": origin.relay,
                "via": origin.via,
                "share": origin.share,
                "why": origin.why,
                "claims": 0,
                "claim_ids": [],
            },
        )
        carried["claims"] += 1
        carried["claim_ids"].append(w.entry.id)
    rows = [
        source
        | {
            "reports": sorted(source["reports"]),
            "statements": [
                {"id": id_, "carried_by": list(carried.values())} for id_, carried in source["statements"].items()
            ],
        }
        for source in sources.values()
    ]
    return sorted(rows, key=lambda s: (-len(s["reports"]), s["name"], s["id"]))
