"""Reviews as people give them: a claim by its words, a correction by field, an undo by what it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from fogline import when, wording
from fogline.atlas import Atlas
from fogline.claims import Claim, Mention, Mood, Report, Resolution, Review, ReviewAction, Role, Span
from fogline.codebook import from_codebook
from fogline.errors import InputError, QuestionError
from fogline.ledger import Ledger
from fogline.ledger.effective import corrected
from fogline.ledger.records import added_claim, new_review, resolution_value
from fogline.reader.readings import Difference, diff
from fogline.reader.sentences import split

#: Fields whose new value is given as words of the report.
SPANS = {"actor", "target", "place", "origin", "destination", "quantity", "topic", "source", "time", "trigger"}
PLAIN = {"type", "mood", "certainty", "polarity"}


def last_of(ledger: Ledger, subject: str) -> Review:
    """The newest review of a claim or link that no later one has undone."""
    reviews = [r for r in ledger.reviews(subject) if r.action is not ReviewAction.UNDO]
    undone = {r.subject for r in ledger.reviews() if r.action is ReviewAction.UNDO}
    standing = [r for r in reviews if r.id not in undone]
    if not standing:
        raise QuestionError(f"{subject[:10]}: no review to take back")
    return standing[-1]


def correction(claim: Claim, report: Report, field: str, value: Any, atlas: Atlas) -> tuple[str, Any]:
    """The field and value that the ledger keeps for a correction.

    `field` is type, mood, certainty, polarity, or a role, source or time; a role's `value` is {start, end} in code
    points, a string that the claim's evidence holds, or empty to take it away.
    """
    if field in PLAIN:
        return field, value
    if field == "time.value":
        return "time", value or None
    if field not in SPANS:
        raise QuestionError(f"--correct {field}: expected one of {', '.join(sorted(PLAIN | SPANS | {'time.value'}))}")
    span = _span(claim, report.text, value)
    if field == "source":
        return "sources", [] if span is None else [_mention(report.text, span)]
    if field == "time":
        if span is None:
            return "time", None
        words = span.of(report.text)
        resolved = when.resolve(words, report.published, tense="past" if claim.mood is Mood.ACTUAL else None)
        return "time", {"text": words, "start": span.start, "end": span.end, "value": resolved}
    if field == "trigger":
        raise QuestionError("a trigger is what names a claim: reject this one and add another (`fogline review --add`)")
    others = [a for a in claim.args if a.role is not Role(field)]
    args = [{"role": str(a.role), **_words(a.mention)} for a in others]
    if span is not None:
        args.append({"role": field, **_mention(report.text, span)})
    args.sort(key=lambda a: (int(a["start"]), str(a["role"])))
    # New words need new names: the ledger keeps what they resolve to beside the correction.
    changed = corrected(claim, "args", args)
    resolution = atlas.resolve(report, [changed])[0]
    names = resolution_value(resolution.places, resolution.actors, resolution.speakers)
    return "args", {"args": args, "resolution": names}


def added(ledger: Ledger, given: Path | Mapping[str, Any]) -> tuple[Claim, Report]:
    """A claim that the reader missed, from a JSON file or from spans selected on the page.

    A file holds one claim in the codebook's form and `report`: its id, the beginning of it, or its name.
    """
    item = str(given) if isinstance(given, Path) else "claim"
    if isinstance(given, Path):
        try:
            record = json.loads(given.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(item, f"not a JSON file ({error})", "write one claim in the codebook's form") from None
    else:
        record = given
    if not isinstance(record, Mapping) or "report" not in record or "trigger" not in record or "type" not in record:
        raise InputError(item, "needs report, trigger {start, end} and type", "see CODEBOOK section 1")
    report = ledger.report(ledger.find(str(record["report"])).id)
    whole = _with_words(dict(record), report.text)
    try:
        claim = from_codebook(whole, report.id)
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(item, f"not a claim of the codebook ({error})", "check types, roles and offsets") from None
    for span in (claim.trigger, *(a.span for a in claim.args), *(s.span for s in claim.sources)):
        if not 0 <= span.start < span.end <= len(report.text):
            raise InputError(item, f"{span.start}-{span.end} lies outside the report ({len(report.text)} code points)")
    return claim, report


def added_review(claim: Claim, resolution: Resolution, by: str, note: str | None) -> Review:
    """The review that adds a claim."""
    return new_review(claim.key, ReviewAction.ADD, by=by, value=added_claim(claim, resolution), note=note)


def _with_words(record: dict[str, Any], text: str) -> dict[str, Any]:
    """Fill in from the text what spans alone do not say: words, entities, the sentence around the trigger."""

    def words(part: Mapping[str, Any]) -> dict[str, Any]:
        start, end = int(part["start"]), int(part["end"])
        return {**part, "start": start, "end": end, "text": text[start:end]}

    try:
        record["trigger"] = words(record["trigger"])
        record["args"] = [words(a) for a in record.get("args") or ()]
        record["sources"] = [words(s) for s in record.get("sources") or ()]
        if record.get("time"):
            record["time"] = words(record["time"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("claim", f"a span is broken ({error})", "give start and end in code points") from None
    if not record.get("evidence"):
        record["evidence"] = _sentence(text, record["trigger"]["start"])
    return record


def _sentence(text: str, at: int) -> dict[str, int]:
    spans: Sequence[Span] = split(text)
    for span in spans:
        if span.start <= at < span.end:
            return {"start": span.start, "end": span.end}
    return {"start": at, "end": at + 1}


def _span(claim: Claim, text: str, value: Any) -> Span | None:
    if value in (None, ""):
        return None
    if isinstance(value, Mapping):
        span = Span(int(value["start"]), int(value["end"]))
        if not 0 <= span.start < span.end <= len(text):
            raise QuestionError(f"{span.start}-{span.end} lies outside the report ({len(text)} code points)")
        return span
    inside = claim.evidence.of(text).find(str(value))
    start = claim.evidence.start + inside if inside >= 0 else text.find(str(value))
    if start < 0:
        raise QuestionError(f"{str(value)!r} is not in the report; give words that stand there exactly")
    return Span(start, start + len(str(value)))


def _mention(text: str, span: Span) -> dict[str, Any]:
    return _words(Mention(span.of(text), span.start, span.end, span.of(text)))


def _words(mention: Mention) -> dict[str, Any]:
    return {"text": mention.text, "start": mention.start, "end": mention.end, "entity": mention.entity}


def publishers(ledger: Ledger) -> list[dict[str, Any]]:
    """Publishers of the reports and those that somebody set, with side, kind and letter, and by whose word."""
    said = ledger.publishers()
    counts: dict[str, int] = {}
    sidecar: dict[str, tuple[str | None, str | None]] = {}
    for head in ledger.reports():
        if head.publisher:
            counts[head.publisher] = counts.get(head.publisher, 0) + 1
            side, kind = sidecar.get(head.publisher, (None, None))
            sidecar[head.publisher] = (side or head.side, kind or (str(head.kind) if head.kind else None))
    rows = []
    for name in sorted(counts.keys() | said.keys(), key=str.casefold):
        own, (side, kind) = said.get(name), sidecar.get(name, (None, None))
        rows.append(
            {
                "name": name,
                "side": (own.side if own else None) or side,
                "kind": (str(own.kind) if own and own.kind else None) or kind,
                "reliability": own.reliability if own else "F",
                "reports": counts.get(name, 0),
                "by": (own.by if own else None) or ("sidecar" if side or kind else None),
            }
        )
    return rows


def sides(atlas: Atlas, on: date | None) -> list[dict[str, Any]]:
    """Sides with their members and alliances, with dates and sources; those of one day, or all."""
    known = atlas.sides
    return [
        {
            "id": side.id,
            "name": side.name,
            "members": [
                {"id": m.actor, "name": getattr(atlas.actor(m.actor), "name", m.actor), **_period(m)}
                for m in side.members
                if m.holds_on(on)
            ],
            "allies": [
                {"id": other, "name": known.name(other), **_period(alliance)}
                for alliance in known.alliances(on)
                if side.id in alliance.sides
                for other in sorted(alliance.sides - {side.id})
            ],
        }
        for side in known.all(on)
    ]


def _period(row: Any) -> dict[str, str | None]:
    return {
        "since": row.since.isoformat() if row.since else None,
        "until": row.until.isoformat() if row.until else None,
        "source": row.source or None,
    }


def difference(ledger: Ledger, report: str) -> dict[str, Any] | None:
    """What the newest reading of a report changed against the one before; None where there is only one."""
    readings = ledger.readings(report)
    if len(readings) < 2:
        return None
    old, new = readings[-2], readings[-1]
    return {
        "report": report,
        "old": f"{old.reader} {old.version}",
        "new": f"{new.reader} {new.version}",
        "changes": _changes(diff(old, new)),
    }


def _changes(found: Difference) -> list[dict[str, Any]]:
    rows = [{"what": "gone", "claim": c.key, "words": wording.sentence(c)} for c in found.gone]
    rows += [{"what": "added", "claim": c.key, "words": wording.sentence(c)} for c in found.added]
    for change in found.changed:
        fields = ", ".join(field for field, _, _ in change.fields)
        rows.append({"what": "changed", "claim": change.new.key, "words": f"{wording.sentence(change.new)} ({fields})"})
    return rows
