"""The whole of a time expression, where the model found part: "last" of "last December", "1 May" of "by 1 May".

A found span grows over the words of time beside it. Which words those are is in `lexicons/timespans.toml`.
"""

from __future__ import annotations

import re

from fogline.claims import Span
from fogline.reader.lexicons import load

_LEXICON = load("timespans")
_WORDS = frozenset(_LEXICON["words"].split())
_LEADS = frozenset(_LEXICON["leads"].split())
_LINKS = frozenset(_LEXICON["links"].split())
_WHICH = frozenset(_LEXICON["which"].split())
_NUMBER = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)?|(?:19|20)\d\d(?:-\d\d-\d\d)?)\Z")
_TOKEN = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*\.?")

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|"
    r"Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\b(?:,?\s+(?:19|20)\d\d)?"
    rf"|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+(?:19|20)\d\d)?|{_MONTH}\s+(?:19|20)\d\d)\b"
)


def dates(text: str) -> list[Span]:
    """Calendar dates of a text, with or without a year: what stands between claims dates the claims after it.

    >>> [s.of("On 5 June 2017 it began.") for s in dates("On 5 June 2017 it began.")]
    ['5 June 2017']
    """
    return [Span(*m.span()) for m in _DATE.finditer(text)]


def whole(text: str, sentence: Span, found: Span) -> Span:
    """The span grown to the whole expression within its sentence.

    >>> text = "The road was cut by 31 August and is still cut."
    >>> whole(text, Span(0, 47), Span(20, 29)).of(text)
    'by 31 August'
    """
    tokens = [Span(*m.span()) for m in _TOKEN.finditer(text, sentence.start, sentence.end)]
    inside = [n for n, t in enumerate(tokens) if t.overlaps(found)]
    if not inside:
        return found
    first, last = inside[0], inside[-1]
    at = last
    while at + 1 < len(tokens) and _near(text, tokens[at], tokens[at + 1]):
        kind = _kind(text, tokens[at + 1])
        if kind == "other" or (kind == "lead" and _kind(text, tokens[at]) != "link"):
            break
        if tokens[at + 1].of(text).lower() in _WHICH and _kind(text, tokens[at]) != "link":
            break
        at += 1
        if kind in ("word", "number"):
            last = at
    at = first
    while at > 0 and _near(text, tokens[at - 1], tokens[at]):
        kind = _kind(text, tokens[at - 1])
        beside = tokens[at].of(text).lower()
        if kind == "other" or (kind == "number" and (beside in _WHICH or beside in ("on", "in", "a", "the"))):
            break
        at -= 1
        if kind in ("word", "lead", "number"):
            first = at
        if kind == "lead":
            break
    return Span(min(found.start, tokens[first].start), max(found.end, _end(text, tokens[last])))


def _kind(text: str, token: Span) -> str:
    word = token.of(text).lower().rstrip(".")
    if _NUMBER.match(word):
        return "number"
    if word in _LEADS:
        return "lead"
    if word in _WORDS or (word[:4] in ("mid-", "pre-") and len(word) > 4):
        return "word"
    return "link" if word in _LINKS else "other"


def _near(text: str, a: Span, b: Span) -> bool:
    """Only white space between, or a comma before a year."""
    gap = text[a.end : b.start]
    return not gap.strip() or (gap.strip() == "," and re.match(r"(?:19|20)\d\d\b", text[b.start : b.end]) is not None)


def _end(text: str, token: Span) -> int:
    return token.end - 1 if text[token.end - 1] == "." else token.end
