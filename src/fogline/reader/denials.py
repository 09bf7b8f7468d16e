"""Claims told only to be called untrue: "rejected the report that C", "Rumours that C are baseless".

`cues` follows "denied that"; here a report, claim or rumour stands between the denial and what is denied, before it or
behind it. What is denied is told with polarity negative (codebook, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fogline.claims import SPEECH_ACTS, Claim, ClaimType, Polarity, Span
from fogline.reader.lexicons import load
from fogline.reader.sentences import sentence_at

#: Characters that a denial reaches at most, for texts without a full stop.
FARTHEST = 300
_LEXICON = load("denials")
_TOLD, _VERBS, _NAMING, _FALSE = ("|".join(_LEXICON[name]) for name in ("told", "verbs", "naming", "false"))
_THAT = r"(?:that|of|in which|about|according to which)"
#: A denial, then what is told, then its content: the content is denied to the end of the clause.
_AHEAD = re.compile(
    r"(?<!\bnot )(?<!n't )(?<!n’t )(?<!\bnever )(?<!\bneither )"
    rf"\b(?:(?:{_VERBS})|(?:{_NAMING})\b[^.;:,]{{0,25}}\b(?:{_FALSE}))\b"
    rf"[^.;:]{{0,60}}?\b(?:{_TOLD})\b[^.;:,]{{0,50}}?\b{_THAT}\b",
    re.I,
)
#: What is told with its content, then the verdict on it: the content between is denied.
_BEHIND = re.compile(
    rf"\b(?:{_TOLD})\b[^.;:,]{{0,30}}?\b{_THAT}\b(?P<content>[^.;:]{{5,200}}?)"
    r"(?:\b(?:is|are|was|were|being|as|turned out(?: to be)?|proved(?: to be)?)\s+(?:\w+\s+){0,3}"
    rf"[\"“'‘]?(?:\w+ )?(?:{_FALSE})\b"
    r"|\b(?:do|does|did) not (?:reflect|correspond)\b)",
    re.I,
)
_STOP = re.compile(
    r"[;:]\s|\bbut\b|,\s*(?:say|said|add|insist|and\s+(?:said|says|added)|though|although|while|whose)\w*\b"
)
_NOT = re.compile(r"\b(?:not|never|no|without)\b|n['’]t\b")
_OUTSIDE = SPEECH_ACTS | {ClaimType.DISTANCE, ClaimType.EXTENT}


def mark(text: str, sentences: Sequence[Span], claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those that are only told to be called untrue with polarity negative; same order."""
    known: dict[int, list[Span]] = {}
    out = []
    for claim in claims:
        index = sentence_at(sentences, claim.trigger.start)
        if index >= 0 and claim.polarity is Polarity.POSITIVE and claim.type not in _OUTSIDE:
            if index not in known:
                known[index] = scopes(text, sentences[index])
            if any(_denied(text, claim, scope) for scope in known[index]):
                claim = replace(claim, polarity=Polarity.NEGATIVE)
        out.append(claim)
    return out


def scopes(text: str, sentence: Span) -> list[Span]:
    """The stretches of a sentence whose content is called untrue."""
    words = sentence.of(text)
    found = []
    for match in _AHEAD.finditer(words):
        end = min(len(words), match.end() + FARTHEST)
        stop = _STOP.search(words, match.end(), end)
        found.append((match.end(), stop.start() if stop else end))
    found += [match.span("content") for match in _BEHIND.finditer(words)]
    return [Span(sentence.start + a, sentence.start + b) for a, b in found]


def _denied(text: str, claim: Claim, scope: Span) -> bool:
    """Whether the claim stands in the scope, and is not itself told as something that did not happen."""
    start = claim.trigger.start
    return scope.start <= start < scope.end and not _NOT.search(text, scope.start, start)
