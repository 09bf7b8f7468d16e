"""Who is quoted where: quotations in marks and colon-introduced blocks, with their speakers.

A quotation in marks may be split by its cue ('"A," he said. "B."'), left open over paragraphs, or doubled by a table
export; a block follows a colon ("DEBKA are reporting:") and runs over paragraphs until the report speaks in its own
voice again. Speakers are found by the words around; where none is named the last quotation's speaker goes on.
The words and verbs are in `lexicons/attribution.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from fogline.claims import Mention, Span
from fogline.reader.lexicons import load
from fogline.reader.sentences import sentence_at
from fogline.reader.speakers import ACCORDING, ISSUED, SAYS, TOKEN, introduced, is_noun, name_in, subject, subject_after

_LEXICON = load("attribution")
_ENDERS = tuple(_LEXICON["enders"])

#: Fewer words than this in marks are a name or a distanced word, not a quotation that is carried over.
LEAST_WORDS = 4
#: Longest quotation in code points whose closing mark is missing; beyond, it ends with its sentence.
LONGEST_OPEN = 1500
#: How far before a quotation its speaker is looked for in code points, where a sentence has no end.
LONGEST_LEAD = 600
#: Most paragraphs that one colon can introduce. Official statements of the train split have up to eleven.
MOST_PARAGRAPHS = 12

_MARK = re.compile(r"\"{1,3}|[“”„«»]")
_SINGLE = re.compile(r"(?<!\w)‘(?P<inner>[^‘“”\"\n]{12,400}?[,.?!])’(?!\w)")
_BLANK = re.compile(r"\n[^\S\n]*\n")
_PARAGRAPH = re.compile(r"[^\n\r]+")
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|us|my|My)\b")


class Kind(StrEnum):
    """How a scope is marked."""

    MARKS = "marks"
    BLOCK = "block"
    ACCORDING = "according"
    FIRST_PERSON = "first person"


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch of text and who speaks in it; `speaker` is None where the words around name nobody.

    `carried` says that the speaker was named for an earlier quotation or sentence. `cue` is where he is named.
    """

    span: Span
    speaker: Mention | None
    kind: Kind
    carried: bool = False


class _Marked(NamedTuple):
    start: int  # first character inside the marks
    end: int
    left_open: bool  # the closing mark is missing at the end of the paragraph


def scopes(text: str, sentences: Sequence[Span]) -> list[Scope]:
    """Every quotation of the text with its speaker, by start; blocks come before the marks that they hold.

    >>> text = 'The mayor spoke on Monday. "We left the town," he said. "The rebels hold it now."'
    >>> [s.speaker.text for s in scopes(text, split(text))]
    ['he', 'he']
    """
    marked = _marked(text, sentences)
    inside = [Span(m.start, m.end) for m in marked]
    blocks = _blocks(text, sentences, inside)
    quoted = _speakers(text, sentences, marked, blocks)
    spoken = _first_person(text, sentences, inside, blocks)
    return sorted(
        [*blocks, *quoted, *_according(text, sentences, inside), *spoken], key=lambda s: (s.span.start, -s.span.end)
    )


# -- quotation marks ---------------------------------------------------------------------------------------------


def _marked(text: str, sentences: Sequence[Span]) -> list[_Marked]:
    """Stretches between quotation marks, paragraph by paragraph."""
    found: list[_Marked] = []
    skip = -1  # the closing mark of a quotation that ran over several lines
    for paragraph in _PARAGRAPH.finditer(text):
        opened: int | None = None
        for mark in _MARK.finditer(text, *paragraph.span()):
            sign, start, end = mark[0], mark.start(), mark.end()
            if start <= skip:
                continue
            before = text[start - 1] if start > paragraph.start() else " "
            after = text[end] if end < paragraph.end() else " "
            if sign in "“„«":
                opens = True
            elif sign in "”»":
                opens = False
            elif opened is None:
                opens = not after.isspace() and (before.isspace() or before in "([—–-:’'" or after.isalnum())
            else:
                opens = before.isspace() and after.isalnum()
            if opens:
                if opened is not None and start - opened > 1:  # the break before a new quoted paragraph was lost
                    found.append(_Marked(opened, start, left_open=True))
                opened = end
            elif opened is not None:
                found.append(_Marked(opened, start, left_open=False))
                opened = None
        if opened is not None:
            end = paragraph.end()
            closing = _closing_below(text, end)
            if closing is not None:
                found.append(_Marked(opened, closing, left_open=False))
                skip = closing
                continue
            if end - opened > LONGEST_OPEN:
                end = sentences[max(0, sentence_at(sentences, opened))].end
            if end > opened:
                found.append(_Marked(opened, end, left_open=True))
    taken = found[:]
    for single in _SINGLE.finditer(text):
        if not any(m.start < single.end() and single.start() < m.end for m in taken):
            found.append(_Marked(*single.span("inner"), left_open=False))
    return sorted(found)


def _closing_below(text: str, end: int) -> int | None:
    """Where a quotation left open at the end of a line is closed on one of the next lines; None where it is not.

    Only over single breaks of line, and only if the next mark is a closing one: else the quotation goes on with an
    opening mark in the next paragraph, or its closing mark was lost.
    """
    blank = _BLANK.search(text, end, end + LONGEST_OPEN)
    mark = _MARK.search(text, end, blank.start() if blank else end + LONGEST_OPEN)
    if mark is None or mark[0] in "“„«" or text[mark.start() - 1].isspace():
        return None
    return mark.start()


def _speakers(text: str, sentences: Sequence[Span], marked: Sequence[_Marked], blocks: Sequence[Scope]) -> list[Scope]:
    """The quotations long enough to be somebody's words, each with its own speaker or the one carried over."""
    found: list[Scope] = []
    last: Mention | None = None
    last_end, last_open = -1, False
    for quotation in marked:
        span = Span(quotation.start, quotation.end)
        own = _own_speaker(text, sentences, quotation)
        words = span.of(text).strip()
        sentence = words[:1].isupper() and words[-1:] in ".!?"
        long = sentence or len(TOKEN.findall(text, span.start, span.end)) >= LEAST_WORDS
        if own is None and not long:
            continue
        block = next((b for b in blocks if b.span.contains(span)), None)
        carried = False
        if own is None and last is not None and _goes_on(text, sentences, last_end, span.start, last_open):
            own, carried = last, True
        if own is None and block is not None:
            own, carried = block.speaker, True
        if long or not carried:
            found.append(Scope(span, own, Kind.MARKS, carried))
        if own is not None:
            last, last_end, last_open = own, span.end, quotation.left_open
    return found


def _goes_on(text: str, sentences: Sequence[Span], end: int, start: int, left_open: bool) -> bool:
    """Whether a quotation from `start` continues the one that ended at `end`: only its cue stands between them."""
    between = text[end:start]
    lines = between.count("\n")
    if left_open and (lines or not between.strip('"“«')):
        return True
    stretch = between.strip(' \n\r\t\u00a0"“”«».,?!')
    if not stretch:
        return True
    # '"A," said X, a minister. "B."': what stands between is the tail of the sentence that A began, with its cue.
    index = sentence_at(sentences, end - 1)
    tail_end = sentences[index].end if index >= 0 else end
    rest = text[tail_end:start].strip(' \n\r\t\u00a0"“”«»')
    return len(rest.split()) <= 3 and bool(SAYS.search(between[: max(0, tail_end - end)])) and len(between) < 300


def _own_speaker(text: str, sentences: Sequence[Span], quotation: _Marked) -> Mention | None:
    """The speaker that the words right after or right before a quotation name."""
    closing = re.compile(r"[\"”»’]*\s*,?\s*")
    opening = closing.match(text, quotation.end)
    after = opening.end() if opening else quotation.end
    line = text.find("\n", after, after + 200)
    limit = min(len(text) if line < 0 else line, after + 200)
    ended = text[quotation.end - 1] == "." or text[quotation.end : after].count("\n") > 0
    over = after >= len(text) or text[after] in ".;?!"
    if not quotation.left_open and not over and not (ended and not text[after].islower()):
        found = subject_after(text, after, limit)
        if found is not None:
            return found
    index = sentence_at(sentences, quotation.start)
    start = max(sentences[index].start if index >= 0 else 0, quotation.start - LONGEST_LEAD)
    lead = text[start : quotation.start].rstrip('"“«‘ \u00a0\n')
    if not lead and index > 0 and text[start : quotation.start].strip('"“«‘ \u00a0\n') == "":
        previous = sentences[index - 1]
        if text[previous.end - 1] in ":" or text[previous.start : previous.end].rstrip().endswith((" that.", " said.")):
            return introduced(text, previous)
        return None
    return introduced(text, Span(start, start + len(lead)), near_end=True)


# -- blocks behind a colon and 'According to X, C.' ----------------------------------------------------------------


def _blocks(text: str, sentences: Sequence[Span], marked: Sequence[Span]) -> list[Scope]:
    """Colon-introduced quotations without marks: over paragraphs, until the report's own voice is back."""
    found: list[Scope] = []
    until = -1
    for index, sentence in enumerate(sentences):
        if sentence.start < until and text[sentence.end - 1] != ":":
            continue
        colon = _colon(text, sentence, marked)
        if colon is None:
            continue
        speaker = introduced(text, Span(sentence.start, colon + 1))
        if colon + 1 < sentence.end and not SAYS.search(text, sentence.start, colon):
            continue  # "Report: ISIS used gas" is a headline
        begin = colon + 1
        while begin < len(text) and text[begin].isspace():
            begin += 1
        if speaker is None or begin >= len(text) or text[begin] in '"“«':
            continue
        if speaker.text.lower() in ("it", "this", "that") and index:
            speaker = _antecedent(text, sentences[index - 1]) or speaker
        if found and found[-1].span.end > sentence.start:
            cut = max(found[-1].span.start, _before_paragraph(text, sentence.start))
            found[-1] = replace(found[-1], span=Span(found[-1].span.start, cut))
        end = _block_end(text, sentences, marked, index, begin, speaker)
        if end > begin:
            found.append(Scope(Span(begin, end), speaker, Kind.BLOCK))
            until = end
    return found


def _before_paragraph(text: str, offset: int) -> int:
    """End of the last words before the paragraph that holds `offset`."""
    return len(text[: text.rfind("\n", 0, offset) + 1].rstrip())


def _colon(text: str, sentence: Span, marked: Sequence[Span]) -> int | None:
    """Offset of a colon that could introduce speech in this sentence: before a capital or at its end."""
    for colon in re.finditer(r":(?=\s*\Z|\s+[A-Z])", sentence.of(text)):
        at = sentence.start + colon.start()
        here = bisect_left(marked, (at + 1,)) - 1
        if here < 0 or marked[here].end <= at:
            return at
    return None


def _antecedent(text: str, sentence: Span) -> Mention | None:
    """Who issued what 'It' stands for: the subject of the sentence before ('Syria issued a warning ... It states:')."""
    issued = ISSUED.search(sentence.of(text))
    return subject(text, sentence.start, sentence.start + issued.start()) if issued else None


def _block_end(
    text: str, sentences: Sequence[Span], marked: Sequence[Span], index: int, begin: int, speaker: Mention
) -> int:
    """Where the block that begins at `begin` ends: the end of the last sentence that still is the speaker's."""
    end = begin
    paragraphs = 0
    own = {w for w in speaker.text.split() if len(w) > 3 and w[:1].isupper()}
    position = index if begin < sentences[index].end else index + 1
    for at in range(position, len(sentences)):
        sentence = sentences[at]
        new = "\n" in text[max(0, sentence.start - 2) : sentence.start] or sentence.start <= begin
        if new and sentence.start > begin:
            paragraphs += 1
            if paragraphs >= MOST_PARAGRAPHS or _own_voice(text, sentence, marked, own):
                break
        end = sentence.end
    return end


def _in_marks(marked: Sequence[Span], span: Span) -> bool:
    """Whether any stretch between marks, sorted and apart, touches the span."""
    last = bisect_left(marked, (span.end,)) - 1
    return last >= 0 and marked[last].end > span.start


def _own_voice(text: str, sentence: Span, marked: Sequence[Span], own: set[str]) -> bool:
    """Whether a paragraph that opens with this sentence is the report's own again, after a block quotation."""
    words = sentence.of(text)
    lead = words.lower().lstrip('"“«- ')
    if lead.startswith(_ENDERS) or words[:1] in '"“«|#':
        return True
    if any(w in words for w in own) and not _FIRST_PERSON.search(words):
        return True
    if words.rstrip().endswith(":") and SAYS.search(words):
        return True
    for verb in SAYS.finditer(words):
        at = sentence.start + verb.start()
        if _in_marks(marked, Span(at, at + 1)) or is_noun(words, verb):
            continue
        found = subject(text, sentence.start, at)
        if (
            found
            and found.text[:1].isupper()
            and found.text not in ("We", "I")
            and found.text.split()[0] not in ("As",)
        ):
            return True
    return False


def _according(text: str, sentences: Sequence[Span], marked: Sequence[Span]) -> list[Scope]:
    """'According to X, C.': X speaks to the end of his sentence."""
    found: list[Scope] = []
    for sentence in sentences:
        match = ACCORDING.match(text, sentence.start)
        if not match:
            continue
        speaker = name_in(text, match.end(), sentence.end)
        if speaker and speaker.end < sentence.end - 2:
            found.append(Scope(Span(speaker.end, sentence.end), speaker, Kind.ACCORDING))
    return found


def _first_person(text: str, sentences: Sequence[Span], marked: Sequence[Span], blocks: Sequence[Scope]) -> list[Scope]:
    """Sentences in the first person right behind a sentence with a cue, where the quotation marks were lost."""
    found: list[Scope] = []
    speaker: Mention | None = None
    for sentence in sentences:
        words = sentence.of(text)
        quoted = _in_marks(marked, sentence)
        if (
            quoted
            or any(b.span.overlaps(sentence) for b in blocks)
            or "\n" in text[max(0, sentence.start - 2) : sentence.start]
        ):
            speaker = None
        own = [m for m in SAYS.finditer(words) if not is_noun(words, m)]
        if speaker is not None and not own and _FIRST_PERSON.search(words):
            found.append(Scope(sentence, speaker, Kind.FIRST_PERSON, carried=True))
        elif quoted:
            speaker = None
        elif own:
            speaker = subject(text, sentence.start, sentence.start + own[-1].start())
        else:
            speaker = None
    return found
