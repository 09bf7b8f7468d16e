"""Sentences of a report as spans into its text, however the text was mangled on its way.

Works without a model: one regular expression finds the places where a sentence could end, small rules with the word
lists of `lexicons/sentences.toml` decide. Built for war reports as they come: headlines and captions without a stop,
datelines glued to the first sentence ("Fri Oct 7 2016 The army ..."), the headline repeated as first sentence, lost
commas and paragraphs, bullet lists, table rows, "..." between quoted parts, hard-wrapped lines, and a megabyte
without a full stop.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fogline.claims import Span
from fogline.reader.lexicons import load

#: Longest sentence in code points: 99.9 % of the evidence spans of the coded train split are shorter. A longer span
#: is cut at the last clause mark, else the last space, of its second half.
LONGEST = 1200

_LEXICON = load("sentences")
_NEVER = frozenset(_LEXICON["never"].split())
_NUMBER = frozenset(_LEXICON["number_follows"].split())
_ACRONYM = frozenset(_LEXICON["opener_needed"].split())
_OPENERS = frozenset(_LEXICON["openers"].split())
_SAYING = frozenset(_LEXICON["saying"].split())

_BREAK = "\n\r\x0b\x0c\x85\u2028\u2029"
_CLOSE = "\"'”’»)\\]›"
_OPEN = "\"'“‘«(\\[‹—–\\-"

#: A stop with its closing marks and what follows it; or a break of line with the white space around it.
_CANDIDATE = re.compile(
    rf"(?P<stop>[.!?…؟。]++)(?P<close>[{_CLOSE}]*+)(?:(?P<gap>[^\S{_BREAK}]+)|(?=[A-Z“\"(]))"
    rf"|(?P<line>[^\S{_BREAK}]*(?:\r\n|[{_BREAK}])\s*)"
)
_WORD_BEFORE = re.compile(r"[\w.\-’']*\Z")
_WORD_AFTER = re.compile(rf"[{_OPEN}\s]*([^\W_]+)")
_NEXT_WORDS = re.compile(r"\s*((?:[\w.’'-]+[ \u00a0]*){1,5})")
_BULLET = re.compile(r"(?:[-*•‣◦▪●·–—|#>]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))\s?")
_LIST_NUMBER = re.compile(rf"(?:^|(?<=[{_BREAK}]))\s*(?:\d{{1,3}}|[A-Za-z])\Z")

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|"
    r"Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?"
_CLOCK = r"(?:,?\s*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*(?:[AaPp]\.?[Mm]\.?|GMT|UTC|EST|EDT|BST))*)"
_DATE = (
    rf"(?:{_DAY}\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
)
#: A date that opens a paragraph and is followed at once by a capital, a numeral or a quotation: a dateline glued on.
_DATELINE = re.compile(
    rf"(?:(?:First\s+)?(?:Posted|Published|Updated|Date of publication|Last (?:updated|modified)|Created)"
    rf"(?:\s+on)?:?\s+)?{_DATE}{_CLOCK}?(?P<gap>\s+)(?=[“\"(]?(?:[A-Z]|\d+\s+[A-Za-z]))"
)
_PARAGRAPH = re.compile(rf"[^{_BREAK}]+")


def split(text: str) -> list[Span]:
    """Spans of the sentences of `text`, in order, apart, trimmed, covering every character that is no white space.

    Offsets are code points. No span is longer than `LONGEST`. Empty or blank text gives an empty list.

    >>> split("Dozens dead in raid\\n\\nFri Oct 7 2016 The U.S. army left. It said so.")
    [Span(start=0, end=19), Span(start=21, end=35), Span(start=36, end=55), Span(start=56, end=67)]
    """
    cuts = sorted({*_stops(text), *_datelines(text)})
    spans: list[Span] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        spans.extend(_capped(text, start, end))
    return spans


def _stops(text: str) -> Iterator[int]:
    """Offsets where a sentence ends, by punctuation and breaks of line."""
    wrapped = _wrapped(text)
    for match in _CANDIDATE.finditer(text):
        end = match.end()
        if match["line"] is not None:
            if _breaks(text, match, wrapped):
                yield end
        elif end < len(text) and _ends(text, match):
            yield end


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the stop at `match` ends its sentence, by the words on both sides of it."""
    stop, close, gap = match["stop"], match["close"], match["gap"]
    at, end = match.start(), match.end()
    following = text[end]
    after = _WORD_AFTER.match(text, end, end + 40)
    word = after[1] if after else ""
    before = _WORD_BEFORE.search(text, max(0, at - 24), at)
    previous = before[0] if before else ""
    if gap is None:  # glued: "fled.The army", but not "U.S.A" or "Yahoo.Com"
        if not close and not (len(previous) > 2 and previous[-2:].islower() and "." not in previous):
            return False
        return word[:1].isupper()
    if following.islower() or following in ".," or (following in "-–—" and ")" in close):
        return False
    if word[:1].islower() and following not in "-–—":
        return False
    if stop != ".":
        if close and stop[-1] in "?!":
            following_words = _NEXT_WORDS.match(text, end, end + 80)
            return not (following_words and _SAYING.intersection(re.findall("[a-z]+", following_words[1])))
        return True
    if close:
        return True
    folded = previous.lower().strip("'’-")
    if folded in _NEVER:
        return False
    if following.isdigit() and folded in _NUMBER:
        return False
    if _LIST_NUMBER.search(text, max(0, at - 6), at):
        return False
    initial = len(folded) == 1 and previous[-1:].isupper()
    if folded in _ACRONYM or initial or ("." in folded and len(folded.split(".")[-1]) <= 2):
        return word.lower() in _OPENERS and word[:1].isupper() and not (initial and len(word) == 1)
    return True


def _breaks(text: str, match: re.Match[str], wrapped: bool) -> bool:
    """Whether a break of line ends a sentence: yes, unless the line was only wrapped there."""
    line = match["line"]
    if len(re.findall(rf"\r\n|[{_BREAK}]", line)) > 1:
        return True
    at, end = match.start(), match.end()
    if end >= len(text) or at == 0:
        return True
    if _BULLET.match(text, end):
        return True
    if text[at - 1] in '.!?…:;"”|':
        # Inside wrapped text the other rules have looked at a stop already, or look at it now.
        return not wrapped or text[at - 1] in ":|" or _ends_line(text, at, end)
    if text[end].islower():
        return False
    return not wrapped


def _ends_line(text: str, at: int, end: int) -> bool:
    """Whether the stop before a wrapped line's break ends the sentence: the rules for stops within a line."""
    joined = text[max(0, at - 40) : at] + " " + text[end : end + 90]
    found = None
    for found in _CANDIDATE.finditer(joined, 0, min(len(joined), 42)):
        if found.end() > min(at, 40):
            break
    return bool(found and found.end() < len(joined) and found["line"] is None and _ends(joined, found))


def _wrapped(text: str) -> bool:
    """Whether lines were cut at a column, so that a break of line within a paragraph says nothing.

    True where at least four lines have another directly below, two thirds of them run to within 25 of the same width
    (50 to 110), some line starts in lower case, and at most a third end with a stop.
    """
    if len(text) > 200_000:
        text = text[:200_000]
    lines = re.split(rf"\r\n|[{_BREAK}]", text)
    inner = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(inner) < 4:
        return False
    widths = sorted(len(a) for a, _ in inner)
    width = widths[int(len(widths) * 0.9)]
    if not 50 <= width <= 110:
        return False
    full = sum(width - 25 <= len(a) <= width + 10 for a, _ in inner)
    low = sum(b.lstrip()[:1].islower() for _, b in inner)
    stopped = sum(a.rstrip()[-1:] in '.!?:"”' for a, _ in inner)
    return full * 3 >= 2 * len(inner) and low > 0 and stopped * 3 <= len(inner)


def _datelines(text: str) -> Iterator[int]:
    """Cuts after a dateline glued to its paragraph, and around a headline that is repeated in front of the text."""
    paragraphs = [m.span() for m, _ in zip(_PARAGRAPH.finditer(text), range(6), strict=False)]
    if not paragraphs:
        return
    start, end = paragraphs[0]
    headline = text[start:end].strip()
    for start, end in paragraphs:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        dateline = _DATELINE.match(text, start, min(end, start + 120))
        if dateline:
            yield dateline.end()
        if (start, end) != paragraphs[0] and 20 <= len(headline) <= 250:
            again = text.find(headline, start, min(end, start + len(headline) + 150))
            after = again + len(headline)
            if again >= 0 and after < end and text[after] not in ",'’-" and not text[after].isalnum():
                yield again
                rest = _WORD_AFTER.match(text, after, after + 40)
                if text[after].isspace() and rest and rest[1][:1].isupper():
                    yield after


def _capped(text: str, start: int, end: int) -> Iterator[Span]:
    """The trimmed stretch as one span, or as several where it is longer than `LONGEST`."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    while end - start > LONGEST:
        half = start + LONGEST // 2
        cut = max(text.rfind(mark, half, start + LONGEST) for mark in (". ", "; ", ", ", " - ", ": ")) + 1
        if not cut:
            cut = next((i for i in range(start + LONGEST - 1, half, -1) if text[i].isspace()), start + LONGEST)
        yield Span(start, cut - (len(text[start:cut]) - len(text[start:cut].rstrip())))
        rest = text[cut:end]
        start = cut + len(rest) - len(rest.lstrip())
    if start < end:
        yield Span(start, end)


def sentence_at(sentences: Sequence[Span], offset: int) -> int:
    """Index of the sentence that holds `offset`, or of the last that begins before it; -1 before the first."""
    return bisect_right(sentences, offset, key=lambda s: s.start) - 1
