"""Claims as W3C Web Annotations: the claim is the body, its words in the report the target."""

from __future__ import annotations

import json
from typing import Any

from fogline.claims import Span, Weighed
from fogline.exports.offsets import Utf16
from fogline.exports.records import claim_record
from fogline.exports.table import ExportInput

#: Characters of context on either side of a quotation, enough to find it again in a text that moved a little.
CONTEXT = 32
_CONTEXT_IRIS: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "prov": "http://www.w3.org/ns/prov#",
        "fogline": "https://fogline.example/ns#",
        "utf16": {"@id": "fogline:utf16", "@type": "@json"},
        "claim": {"@id": "fogline:claim", "@type": "@json"},
        "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
        "wasAttributedTo": {"@id": "prov:wasAttributedTo"},
    },
]


def web_annotations(given: ExportInput) -> str:
    """An annotation collection, one annotation a claim; claims of a redacted report keep positions without words.

    Positions count code points, as the recommendation asks; `utf16` repeats them in UTF-16 units, as browsers count.
    """
    offsets: dict[str, Utf16] = {}
    items = []
    for w in given.ordered:
        report = given.reports.get(w.entry.report.id)
        if report is not None and report.id not in offsets:
            offsets[report.id] = Utf16(report.text)
        items.append(_annotation(w, report.text if report else None, offsets.get(w.entry.report.id)))
    collection = {
        "@context": _CONTEXT_IRIS,
        "type": "AnnotationCollection",
        "id": "urn:fogline:claims",
        "total": len(items),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _annotation(w: Weighed, text: str | None, offsets: Utf16 | None) -> dict[str, Any]:
    entry, claim = w.entry, w.entry.claim
    record = claim_record(entry)
    body = {
        "type": "TextualBody",
        "purpose": "tagging",
        "format": "text/plain",
        "value": record["words"],
        "claim": {k: v for k, v in record.items() if k not in ("report", "words")},
    }
    source: dict[str, Any] = {"id": entry.report.url or f"urn:sha256:{entry.report.id}", "format": "text/plain"}
    made: dict[str, Any] = {
        "type": "Annotation",
        "id": f"urn:fogline:claim:{entry.id}",
        "motivation": "classifying",
        "body": body,
        "target": [
            {"source": source["id"], "purpose": name, "selector": _selectors(span, text, offsets)}
            for name, span in (("evidence", claim.evidence), ("trigger", claim.trigger))
            if span.end > span.start
        ],
        "generator": {"type": "Software", "name": f"Fogline, reader {entry.reader}"},
        "wasDerivedFrom": f"urn:sha256:{entry.report.id}",
        "wasAttributedTo": {"type": "prov:Agent", "name": w.origin.source_name},
    }
    if entry.recorded:
        made["created"] = entry.recorded.isoformat()
    return made


def _selectors(span: Span, text: str | None, offsets: Utf16 | None) -> list[dict[str, Any]]:
    position: dict[str, Any] = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    if text is None or offsets is None:
        return [position]
    position["utf16"] = {"start": offsets.units(span.start), "end": offsets.units(span.end)}
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - CONTEXT) : span.start],
        "suffix": text[span.end : span.end + CONTEXT],
    }
    return [position, quote]
