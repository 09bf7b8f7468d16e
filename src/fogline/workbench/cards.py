"""Claim cards and report pages: what the page shows of one claim or one report."""

from __future__ import annotations

from typing import Any

from fogline import wording
from fogline.claims import Link, Weighed
from fogline.desk import Desk
from fogline.desk.origins import by_source
from fogline.exports.records import claim_record, report_record


def card(desk: Desk, id_: str) -> dict[str, Any]:
    """One claim: the codebook's fields, words in context, chain, origin, grade, links with both sentences."""
    weighed = desk.weighed_one(id_)
    entry = weighed.entry
    before, words, after = desk.context(entry)
    grade = desk.grade_of(weighed)
    return claim_record(entry) | {
        "evidence_text": " ".join(words.split()),
        "before": before,
        "after": after,
        "source_chain": wording.sources(entry.claim, entry.report.publisher),
        "modality": wording.modality(entry.claim),
        "origin": {
            "source": weighed.origin.source,
            "name": weighed.origin.source_name,
            "statement": weighed.origin.statement,
            "named": weighed.origin.named,
            "relay": weighed.origin.relay,
            "via": weighed.origin.via,
            "share": weighed.origin.share,
            "why": weighed.origin.why,
        },
        "event": weighed.event,
        "grade": {"source": grade.letter, "information": grade.digit, "why": grade.why},
        "links": [_link(desk, link, id_) for link in weighed.links],
        "original": None if entry.original is None else wording.sentence(entry.original),
    }


def _link(desk: Desk, link: Link, mine: str) -> dict[str, Any]:
    other = desk.claim(link.a if link.b == mine else link.b)
    return {
        "id": link.id,
        "kind": str(link.kind),
        "field": link.field,
        "why": link.why,
        "other": other.id,
        "other_first": link.a == other.id,
        "other_words": wording.sentence(other.claim),
        "other_evidence": desk.words(other),
        "other_chain": wording.sources(other.claim, other.report.publisher),
        "other_report": report_record(other.report),
    }


def report_page(desk: Desk, id_: str) -> dict[str, Any]:
    """A report's text exactly as stored, its claims' spans in code points, and the origins that it shares."""
    report = desk.report(id_)
    weighed = desk.weighed_of_report(id_)
    return report_record(report.head) | {
        "published_by": str(report.published_by),
        "extractor": report.extractor,
        "sha256": id_,
        "text": report.text,
        "redacted": not report.text,
        "warnings": list(report.warnings),
        "claims": [_spans(w) for w in weighed],
        "origins": by_source(desk.sharing_statements(weighed)),
    }


def _spans(w: Weighed) -> dict[str, Any]:
    claim = w.entry.claim
    return {
        "id": w.entry.id,
        "words": wording.sentence(claim),
        "type": str(claim.type),
        "mood": str(claim.mood),
        "certainty": str(claim.certainty),
        "polarity": str(claim.polarity),
        "reviewed": w.entry.reviewed,
        "trigger": [claim.trigger.start, claim.trigger.end],
        "evidence": [claim.evidence.start, claim.evidence.end],
        "args": [[str(a.role), a.start, a.end] for a in claim.args],
        "sources": [[s.start, s.end] for s in claim.sources],
        "time": [claim.time.start, claim.time.end] if claim.time else None,
    }
