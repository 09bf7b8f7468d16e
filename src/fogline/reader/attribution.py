"""The attribution chain of each claim: what the model found in the sentence, and whose quotation the sentence is in.

The model sees a few sentences; quotations and blocks run further. A claim without a source that stands in somebody's
quotation gets that speaker; a claim with a source of its own in a quoted block gets the block's speaker in front of
it (outermost first). The publisher is never listed (codebook section 1). Which rules are kept was decided on the
train and dev splits; the figures are in docs/reader-cues.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fogline.claims import SPEECH_ACTS, Claim, Mention, Role, Span
from fogline.reader import cues, mentions
from fogline.reader.quotations import Kind, Scope
from fogline.reader.sentences import sentence_at
from fogline.reader.speakers import subject

#: Words in the names of publishers that name none, and what their own people and pieces are called.
_GENERIC = frozenset({"the", "online", "news", "com", "english", "tv", "agency", "www"})
_STAFF = frozenset(
    {"reporter", "reporters", "correspondent", "post", "story", "report", "team", "newsroom", "original"}
)


def attribute(
    text: str,
    sentences: Sequence[Span],
    claims: Sequence[Claim],
    scopes: Sequence[Scope],
    publisher: str | None = None,
) -> list[Claim]:
    """The claims with their chains completed from the scopes of `quotations.scopes`; same order, same claims.

    A model's source in the claim's own sentence stays; one from another sentence gives way to the speaker of the
    quotation that the claim is in. Scores stay those of the model, and are 1 for a chain that only a rule found.
    """
    spans = list(sentences)
    ordered = sorted(scopes, key=lambda s: (s.span.start, -s.span.end))
    chained = [_denied(text, spans, _chained(text, spans, c, ordered)) for c in claims]
    whole = [
        replace(c, sources=tuple(mentions.source(text, m) for m in c.sources)) if c.sources else c for c in chained
    ]
    return [_publisher_left_out(c, publisher) for c in whole]


def _chained(text: str, sentences: list[Span], claim: Claim, scopes: Sequence[Scope]) -> Claim:
    index = sentence_at(sentences, claim.trigger.start)
    sentence = sentences[index] if index >= 0 else Span(0, len(text))
    around = [s for s in scopes if s.speaker is not None and s.span.start <= claim.trigger.start < s.span.end]
    sources = claim.sources
    marks = next((s for s in reversed(around) if s.kind is Kind.MARKS), None)
    block = next((s for s in around if s.kind is Kind.BLOCK), None)
    local = [m for m in sources if sentence.contains(m.span)]
    if claim.type in SPEECH_ACTS and marks is not None and not sources and _speaks_itself(claim):
        return claim
    if marks is not None and not local:
        sources = _single(marks.speaker)
    elif not local and block is not None:
        sources = _single(block.speaker)
    elif not sources:
        according = next((s for s in around if s.kind in (Kind.ACCORDING, Kind.FIRST_PERSON)), None)
        if according is not None and claim.type not in SPEECH_ACTS:
            sources = _single(according.speaker)
    if block is not None and block.speaker is not None and sources and block.span.contains(sources[0].span):
        sources = sources if _same(block.speaker, sources[0]) else (block.speaker, *sources)
    return claim if sources == claim.sources else replace(claim, sources=sources)


def _denied(text: str, sentences: list[Span], claim: Claim) -> Claim:
    """'X denied that C', 'X denies bombing P': what is denied has X as its source (codebook section 3)."""
    if claim.sources or claim.type in SPEECH_ACTS:
        return claim
    index = sentence_at(sentences, claim.trigger.start)
    if index < 0 or "den" not in sentences[index].of(text).lower():
        return claim
    for item in cues.evidence(text, sentences[index], claim.trigger):
        words = item.cue.of(text).lower()
        if item.field == "polarity" and words.startswith(("denied", "denies", "deny")):
            speaker = subject(text, sentences[index].start, item.cue.start)
            if speaker is not None:
                return replace(claim, sources=(speaker,))
    return claim


def _speaks_itself(claim: Claim) -> bool:
    """Whether the quoted speaker is the one who warns or accuses: 'We condemn this': he is its actor."""
    actors = claim.roles(Role.ACTOR)
    return any(a.text.split()[0].lower() in ("i", "we", "our", "my") for a in actors)


def _single(speaker: Mention | None) -> tuple[Mention, ...]:
    return (speaker,) if speaker is not None else ()


def _same(a: Mention, b: Mention) -> bool:
    return a.span.overlaps(b.span) or _folded(a.entity) == _folded(b.entity)


def _folded(name: str) -> str:
    return re.sub(r"\W+", " ", name).strip().casefold()


def _publisher_left_out(claim: Claim, publisher: str | None) -> Claim:
    """The claim without its publisher in the chain: 'told Reuters', 'NPR's reporter', 'our original post'."""
    if not claim.sources:
        return claim
    own = frozenset(_folded(publisher or "").split()) - _GENERIC
    kept = tuple(m for m in claim.sources if not _is_publisher(m, own))
    return claim if kept == claim.sources else replace(claim, sources=kept)


def _is_publisher(mention: Mention, own: frozenset[str]) -> bool:
    words = _folded(mention.text).split()
    if words and words[0] == "our" and _STAFF.intersection(words):
        return True
    if not own or not own.issubset(words):
        return False
    return len(words) <= len(own) + 1 or bool(_STAFF.intersection(words)) or "s" in words
