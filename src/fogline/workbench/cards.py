"""Claim cards and report pages: what the page shows of one claim or one report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fogline import wording
from fogline.claims import LedgerClaim, Link, Weighed
from fogline.desk import Desk
from fogline.desk.looking import context_in, words_in
from fogline.desk.origins import by_source
from fogline.exports.records import claim_record, report_record
from fogline.ledger.texts import texts
from fogline.reader.hedges import hedges
from fogline.weighing import Grade

Others = Mapping[str, LedgerClaim]


def cards(desk: Desk, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Cards of these claims, in the order asked; what they lean on is fetched for all of them at once."""
    weighed = desk.weighed_many(ids)
    others = {other.id: other for other in desk.ledger.by_id(sorted({end for w in weighed for end in _beyond(w)}))}
    read = texts(desk.ledger, {e.report.id for e in (*(w.entry for w in weighed), *others.values())})
    return [_card(w, grade, others, read) for w, grade in zip(weighed, desk.grades_of(weighed), strict=True)]


def _beyond(weighed: Weighed) -> list[str]:
    """The claims at the other ends of a claim's links."""
    return [link.b if link.a == weighed.entry.id else link.a for link in weighed.links]


def _card(weighed: Weighed, grade: Grade, others: Others, read: Mapping[str, str]) -> dict[str, Any]:
    """One claim: the codebook's fields, words in context, chain, origin, grade, links with both sentences."""
    entry = weighed.entry
    before, words, after = context_in(read[entry.report.id], entry)
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
        "links": [
            _link(link, others[end], read)
            for link, end in zip(weighed.links, _beyond(weighed), strict=True)
            if end in others  # not one that fell between two questions
        ],
        "original": None if entry.original is None else wording.sentence(entry.original),
    }


def _link(link: Link, other: LedgerClaim, read: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": link.id,
        "kind": str(link.kind),
        "field": link.field,
        "why": link.why,
        "other": other.id,
        "other_first": link.a == other.id,
        "other_words": wording.sentence(other.claim),
        "other_evidence": words_in(read[other.report.id], other),
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
        "claims": [_spans(w, report.text) for w in weighed],
        "origins": by_source(desk.sharing_statements(weighed)),
    }


def _spans(w: Weighed, text: str) -> dict[str, Any]:
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
        "hedges": [[h.start, h.end] for h in hedges(text, claim)],
    }
