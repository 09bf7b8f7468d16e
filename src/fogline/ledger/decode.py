"""Claims and resolutions read back from the canonical JSON of `bodies`: what the ledger does most often of all.

msgspec parses a body straight into the values of the vocabulary by their declared types, in half the time that a JSON
library and code of our own take (benchmarks in docs/benchmarks/ledger.md). A body that is not of that form, such as one
changed behind the ledger's back, raises msgspec.ValidationError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from fogline.claims import (
    UNSCORED,
    ActorRef,
    Argument,
    Certainty,
    Claim,
    ClaimType,
    Mention,
    Mood,
    Phase,
    Place,
    PlaceRef,
    Polarity,
    Role,
    Scores,
    Span,
    TimeExpression,
)

Refs = tuple[tuple[PlaceRef, ...], tuple[ActorRef, ...], tuple[ActorRef, ...]]
PlaceOf = Callable[[str], Place]


class _Evidence(msgspec.Struct, gc=False):
    start: int
    end: int


class _Trigger(msgspec.Struct, gc=False):
    start: int
    end: int
    text: str


class _Claim(msgspec.Struct, gc=False):
    args: tuple[Argument, ...]
    certainty: Certainty
    evidence: _Evidence
    mood: Mood
    phase: Phase | None
    polarity: Polarity
    sources: tuple[Mention, ...]
    time: TimeExpression | None
    trigger: _Trigger
    type: ClaimType
    scores: tuple[float, float, float, float, float, float] | None = None


class _PlaceRef(msgspec.Struct, gc=False):
    candidates: tuple[tuple[str, str, float], ...]
    geo: int | None
    place: Any  # the digest of a form, or the place written out
    relation: str
    role: Role | None
    score: float
    span: Span
    text: str
    where: int | None
    why: str


class Resolved(msgspec.Struct, gc=False):
    """A resolution whose places are still named by the digests of their forms."""

    actors: tuple[ActorRef, ...]
    places: tuple[_PlaceRef, ...]
    speakers: tuple[ActorRef, ...]

    def digests(self) -> list[str]:
        return [p.place for p in self.places if p.place is not None]

    def refs(self, place_of: Callable[[Any], Place]) -> Refs:
        """Places, actors and speakers; `place_of` gives the place of a digest."""
        places = [
            PlaceRef(
                p.span, p.text, None if p.place is None else place_of(p.place), p.score, p.role, p.relation, p.where,
                p.geo, p.why, p.candidates,
            )
            for p in self.places
        ]  # fmt: skip
        return tuple(places), self.actors, self.speakers


_claims = msgspec.json.Decoder(_Claim).decode
#: A resolution from its body.
resolved_of = msgspec.json.Decoder(Resolved).decode


def claim_of(body: str | bytes, report: str) -> Claim:
    """The claim that `bodies.claim_body` wrote; `report` is the hexadecimal id of its report."""
    return _claim(_claims(body), report)


def claim_from(value: Mapping[str, Any], report: str) -> Claim:
    """The same from a value that is parsed already, as reviews hold it."""
    return _claim(msgspec.convert(value, _Claim), report)


def refs_from(value: Mapping[str, Any], place_of: Callable[[Any], Place]) -> Refs:
    """Places, actors and speakers of a resolution that is parsed already."""
    return msgspec.convert(value, Resolved).refs(place_of)


def _claim(read: _Claim, report: str) -> Claim:
    trigger, evidence, scores = read.trigger, read.evidence, read.scores
    return Claim(
        report, Span(trigger.start, trigger.end), trigger.text, read.type, read.args, read.time, read.sources,
        read.certainty, read.polarity, read.mood, read.phase, Span(evidence.start, evidence.end),
        UNSCORED if scores is None else Scores(*scores),
    )  # fmt: skip
