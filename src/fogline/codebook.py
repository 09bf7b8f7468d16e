"""Claims to and from the codebook's JSON: the form that the corpora, the scorer and `--json-dir` share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fogline.claims import (
    Argument,
    Certainty,
    Claim,
    ClaimType,
    Mention,
    Mood,
    Polarity,
    Role,
    Span,
    TimeExpression,
)


def to_codebook(claim: Claim) -> dict[str, Any]:
    """The claim as codebook section 1 writes it."""
    return {
        "trigger": {"text": claim.trigger_text, "start": claim.trigger.start, "end": claim.trigger.end},
        "type": str(claim.type),
        "args": [
            {"role": str(a.role), "text": a.text, "start": a.start, "end": a.end, "entity": a.entity}
            for a in claim.args
        ],
        "time": None
        if claim.time is None
        else {
            "text": claim.time.text,
            "start": claim.time.start,
            "end": claim.time.end,
            "value": claim.time.value,
        },
        "sources": [{"text": s.text, "start": s.start, "end": s.end, "entity": s.entity} for s in claim.sources],
        "certainty": str(claim.certainty),
        "polarity": str(claim.polarity),
        "mood": str(claim.mood),
        "evidence": {"start": claim.evidence.start, "end": claim.evidence.end},
    }


def from_codebook(record: Mapping[str, Any], report: str) -> Claim:
    """A claim from its codebook form; `report` is the id of the report that the offsets index.

    Raises KeyError or ValueError where a field is missing or not of the codebook's vocabulary.
    """
    trigger, time = record["trigger"], record.get("time")
    span = Span(trigger["start"], trigger["end"])
    evidence = record.get("evidence") or trigger
    return Claim(
        report=report,
        trigger=span,
        trigger_text=trigger.get("text", ""),
        type=ClaimType(record["type"]),
        args=tuple(
            Argument(Role(a["role"]), a["text"], a["start"], a["end"], a.get("entity") or a["text"])
            for a in record.get("args", ())
        ),
        time=None if not time else TimeExpression(time["text"], time["start"], time["end"], time.get("value")),
        sources=tuple(
            Mention(s["text"], s["start"], s["end"], s.get("entity") or s["text"]) for s in record.get("sources", ())
        ),
        certainty=Certainty(record.get("certainty", "certain")),
        polarity=Polarity(record.get("polarity", "positive")),
        mood=Mood(record.get("mood", "actual")),
        evidence=Span(evidence["start"], evidence["end"]),
    )
