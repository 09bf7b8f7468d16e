"""Claims that are taken back: "I was probably wrong when I suggested that C", "That was false.", corrections.

The words are patterns in `lexicons/retractions.toml`, by where what they take back stands: behind them in the
sentence, before them, or in the sentence above. The mood becomes `retracted`; "probably" lowers the certainty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from fogline.claims import Certainty, Claim, Mood, Polarity, Span
from fogline.reader.lexicons import load

_LEXICON = load("retractions")
_BEHIND = re.compile("|".join(_LEXICON["behind"]), re.I)
_BEFORE = re.compile("|".join(_LEXICON["before"]), re.I)
_NEXT = re.compile("|".join(_LEXICON["next"]), re.I)
_HEDGE = re.compile(r"\b(?:probably|apparently|likely|perhaps|possibly|may have)\b", re.I)
_NOT = re.compile(r"\b(?:not|never|no|without)\b|n['’]t\b")
_BUT = re.compile(r"[;:]\s|\bbut\b|\bnow\s+sa(?:ys|id)\b")


def mark(text: str, sentences: Sequence[Span], claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those that their own author or source takes back with mood `retracted`; same order."""
    taken = scopes(text, sentences)
    return [_marked(text, c, taken) for c in claims]


def scopes(text: str, sentences: Sequence[Span]) -> Sequence[tuple[Span, bool]]:
    """Stretches of text that are taken back, with whether only probably."""
    return _scopes(text, tuple(sentences))


@lru_cache(2)  # asked for before the claims of a report are known and after
def _scopes(text: str, sentences: tuple[Span, ...]) -> Sequence[tuple[Span, bool]]:
    found: list[tuple[Span, bool]] = []
    for index, sentence in enumerate(sentences):
        words = sentence.of(text)
        for match in _BEHIND.finditer(words):
            stop = _BUT.search(words, match.end())
            end = sentence.start + (stop.start() if stop else len(words))
            found.append((Span(sentence.start + match.end(), end), bool(_HEDGE.search(match[0]))))
        before = _BEFORE.search(words)
        if before:
            found.append((Span(sentence.start, sentence.start + before.start()), False))
        match_next = _NEXT.search(words)
        if match_next and index:
            found.append((sentences[index - 1], bool(_HEDGE.search(match_next[0]))))
    return found


def _marked(text: str, claim: Claim, taken: Sequence[tuple[Span, bool]]) -> Claim:
    for span, hedged in taken:
        if span.start <= claim.trigger.start < span.end:
            certainty = Certainty.PROBABLE if hedged and claim.certainty is Certainty.CERTAIN else claim.certainty
            denied = _NOT.search(text, span.start, claim.trigger.start)
            polarity = claim.polarity if denied else Polarity.POSITIVE
            return replace(claim, mood=Mood.RETRACTED, certainty=certainty, polarity=polarity)
    return claim
