"""What the words of a trigger decide by themselves: types of fixed phrases, and the mood of verbs in a list.

The model sees "moved in" and "hand it over" rarely; `lexicons/triggers.toml` holds phrases that have one type in the
codebook. In "terms for them to evacuate the post and hand it over" the second verb is as planned as the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fogline.claims import Claim, ClaimType, Mood, Span
from fogline.reader.lexicons import load
from fogline.reader.sentences import sentence_at

_LEXICON = load("triggers")
_PHRASES = {
    ClaimType(kind): re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.I)
    for kind, phrases in _LEXICON["phrases"].items()
}
_ALSO = {ClaimType(kind): frozenset(map(ClaimType, also)) for kind, also in _LEXICON["also"].items()}
#: A verb that makes, enlarges or ends what stands behind it: "extended its kill zone".
_OBJECTS = {
    ClaimType(kind): (
        re.compile(rf"(?:{'|'.join(table['verbs'].split())})\b", re.I),
        re.compile(rf"(?:[ \u00a0]+[\w“”\"’'-]+){{0,5}}?[ \u00a0]+[“\"]?(?:{'|'.join(table['nouns'])})s?\b", re.I),
    )
    for kind, table in _LEXICON["objects"].items()
}
_AND = re.compile(r"\b(?:and|or)(?:\s+(?:then|also|even|\w+ly))?\s+\Z")
_UNREAL = frozenset({Mood.PLANNED, Mood.PREDICTED, Mood.CONDITIONAL, Mood.DEMANDED})
_GOVERNED = re.compile(r"\b(?:to|will|would|shall|must|should|may|might|could|can|let)(?:\s+\w+ly)?\s+\Z", re.I)
_PAST = re.compile(
    r"(?:\w+(?:ed|ing|s)|took|left|held|fell|hit|shot|drove|broke|fled|met|sent|struck|fought|won|lost|came|went|ran|gave|"
    r"put|cut|set|seen|taken|been|made|began|withdrew|laid|led|fire|\w+tion|\w+ment)\Z",
    re.I,
)


def settle(text: str, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with the type that a fixed phrase in their trigger, or the object of their verb, has; same order."""
    return [_settled(text, c) for c in claims]


def _settled(text: str, claim: Claim) -> Claim:
    for kind, pattern in _PHRASES.items():
        if claim.type is not kind and claim.type not in _ALSO.get(kind, ()) and pattern.search(claim.trigger_text):
            return replace(claim, type=kind)
    for kind, (verb, noun) in _OBJECTS.items():
        if claim.type is not kind and verb.match(claim.trigger_text) and noun.match(text, claim.trigger.end):
            return replace(claim, type=kind)
    return claim


def join_moods(text: str, sentences: Sequence[Span], claims: Sequence[Claim]) -> list[Claim]:
    """The claims, a plain verb behind "and" in the mood of the verb that it is listed with; same order."""
    ordered = sorted(range(len(claims)), key=lambda i: claims[i].trigger.start)
    out = list(claims)
    for position, i in enumerate(ordered):
        claim = out[i]
        words = claim.trigger_text.split()
        if claim.mood is not Mood.ACTUAL or not words or _PAST.match(words[0]):
            continue
        sentence = sentences[max(0, sentence_at(sentences, claim.trigger.start))]
        if not _AND.search(text, sentence.start, claim.trigger.start):
            continue
        for j in reversed(ordered[:position]):
            first = out[j]
            if first.trigger.start < sentence.start:
                break
            if first.mood in _UNREAL and _GOVERNED.search(text, sentence.start, first.trigger.start):
                out[i] = replace(claim, mood=first.mood)
                break
    return out
