"""What the model sees of a text: word pieces with exact offsets, and word knowledge as yes/no features per piece.

Training and reading share this module, so that the model meets the same input in both. Offsets count code points of
the stored text. The lists behind the features are data (weights/features.toml) and belong to the weights.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from fogline.claims import ClaimType, Span

IntArray = npt.NDArray[np.int64]
BitArray = npt.NDArray[np.uint8]

#: How a word is written and where it stands; the first features of every piece.
SHAPES = (
    "lower", "title", "upper", "mixed", "digit", "mark", "sentence start", "paragraph start", "quoted",
    "first sentence", "word start",
)  # fmt: skip
_SENTENCE_START, _PARAGRAPH_START, _QUOTED, _FIRST_SENTENCE, _WORD_START = range(6, 11)
TYPES = tuple(str(t) for t in ClaimType)
_OPENING, _CLOSING, _STRAIGHT = "“«„", "”»", '"'


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as pieces. All arrays have one entry per piece, `features` one row per piece.

    `word` numbers the words (runs of letters or digits, single marks); `sentence` numbers the sentences.
    """

    ids: IntArray
    start: IntArray
    end: IntArray
    word: IntArray
    sentence: IntArray
    features: BitArray

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start` to `end` of a text; claims are read from `own` on, what lies before is context only."""

    start: int
    own: int
    end: int


class Features:
    """Turns text into pieces and features with the lists of one features file."""

    def __init__(self, tokenizer: Path, lists: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        data = tomllib.loads(lists.read_text(encoding="utf-8"))
        self.cue_names: tuple[str, ...] = tuple(data["cues"])
        self._cues = {name: frozenset(words.split()) for name, words in data["cues"].items()}
        self._types = {name: frozenset(words.split()) for name, words in data["types"].items()}
        self.names = SHAPES + tuple(f"cue {c}" for c in self.cue_names) + tuple(f"type {t}" for t in TYPES)
        self._rows: dict[str, BitArray] = {}

    def encode(self, text: str, sentences: Sequence[Span]) -> Encoded:
        """The pieces of a text; what lies outside every sentence is left out."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        ids = np.array(encoding.ids, dtype=np.int64)
        words = np.array([-1 if w is None else w for w in encoding.word_ids], dtype=np.int64)
        starts = np.array([s.start for s in sentences], dtype=np.int64)
        ends = np.array([s.end for s in sentences], dtype=np.int64)
        sentence = np.searchsorted(starts, offsets[:, 0], side="right") - 1
        inside = (sentence >= 0) & (offsets[:, 1] > offsets[:, 0])
        if len(ends):
            inside &= offsets[:, 0] < ends[np.maximum(sentence, 0)]
        ids, offsets, words, sentence = ids[inside], offsets[inside], words[inside], sentence[inside]
        features = self._features(text, offsets, words, sentence)
        return Encoded(ids, offsets[:, 0].copy(), offsets[:, 1].copy(), words, sentence, features)

    def _features(self, text: str, offsets: IntArray, words: IntArray, sentence: IntArray) -> BitArray:
        count = len(words)
        out = np.zeros((count, len(self.names)), dtype=np.uint8)
        if not count:
            return out
        first = np.ones(count, dtype=bool)
        first[1:] = words[1:] != words[:-1]
        heads = np.flatnonzero(first)
        lasts = np.append(heads[1:], count) - 1
        rows = [
            self._row(text[s:e]) for s, e in zip(offsets[heads, 0].tolist(), offsets[lasts, 1].tolist(), strict=True)
        ]
        out[:] = np.stack(rows)[np.cumsum(first) - 1]
        out[heads, _WORD_START] = 1
        new_sentence = np.ones(count, dtype=bool)
        new_sentence[1:] = sentence[1:] != sentence[:-1]
        out[:, _SENTENCE_START] = new_sentence
        at = np.flatnonzero(new_sentence).tolist()
        for here in at:
            before = text[max(0, int(offsets[here, 0]) - 3) : int(offsets[here, 0])]
            out[here, _PARAGRAPH_START] = "\n" in before or here == 0
        out[:, _FIRST_SENTENCE] = sentence == sentence[0]
        out[:, _QUOTED] = quoted(text)[offsets[:, 0]]
        return out

    def _row(self, word: str) -> BitArray:
        row = self._rows.get(word)
        if row is None:
            row = np.array(self._describe(word), dtype=np.uint8)
            if len(self._rows) < 200_000:  # memory stays flat over any number of reports
                self._rows[word] = row
        return row

    def _describe(self, word: str) -> list[int]:
        low = word.lower()
        shape = [
            word.islower(),
            word[:1].isupper() and (len(word) == 1 or word[1:].islower()),
            len(word) > 1 and word.isupper(),
            len(word) > 1 and word[1:] != word[1:].lower() and not word.isupper(),
            word[:1].isdigit(),
            not word[:1].isalnum(),
        ]
        lemmas = lemma_candidates(low)
        return [
            *(int(x) for x in shape),
            *([0] * (len(SHAPES) - len(shape))),
            *(int(low in self._cues[c]) for c in self.cue_names),
            *(int(bool(lemmas & self._types.get(t, frozenset()))) for t in TYPES),
        ]


def lemma_candidates(word: str) -> frozenset[str]:
    """The plain forms that a word may be an inflection of, itself among them.

    >>> sorted(lemma_candidates("seized"))
    ['seiz', 'seize', 'seized']
    """
    found = {word}
    for ending, puts in (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("d", ""), ("ing", ""),
                         ("ing", "e"), ("ers", ""), ("er", ""), ("ations", "ate"), ("ation", "ate")):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: len(word) - len(ending)]
            found.add(stem + puts)
            if not puts and len(stem) > 3 and stem[-1] == stem[-2] and ending in ("ed", "ing", "er", "ers"):
                found.add(stem[:-1])
    return frozenset(found)


def quoted(text: str) -> npt.NDArray[np.bool_]:
    """For each code point, whether it lies within quotation marks that were opened in its own paragraph."""
    out = np.zeros(len(text) + 1, dtype=bool)
    opened, last = False, 0
    for match in re.finditer(r'["“”«»„\n]+', text):
        here, marks = match.start(), match.group()
        if opened:
            out[last:here] = True
        last = match.end()
        if "\n" in marks:
            opened = False
            marks = marks.rpartition("\n")[2]
        if not marks:
            continue
        if marks[-1] in _OPENING:
            opened = True
        elif marks[-1] in _CLOSING:
            opened = False
        else:
            opened = not opened
    if opened:
        out[last:] = True
    return out


def windows(encoded: Encoded, size: int, context: int, left: int = 4) -> list[Window]:
    """Cuts a text into windows of whole sentences of at most `size` pieces.

    Each window opens with up to `left` sentences, of at most `context` pieces together, that the window before has
    read already. A sentence longer than `size` is cut.
    """
    count = len(encoded)
    if not count:
        return []
    change = np.flatnonzero(encoded.sentence[1:] != encoded.sentence[:-1]) + 1
    bounds = [0, *change.tolist(), count]
    units: list[tuple[int, int]] = []
    for start, end in pairwise(bounds):
        while end - start > size:
            units.append((start, start + size))
            start += size
        units.append((start, end))
    out: list[Window] = []
    at = 0
    while at < len(units):
        start = own = units[at][0]
        back = at - 1
        while back >= max(0, at - left) and own - units[back][0] <= context:
            if units[at][1] - units[back][0] > size:
                break
            start = units[back][0]
            back -= 1
        upto = at
        while upto + 1 < len(units) and units[upto + 1][1] - start <= size:
            upto += 1
        out.append(Window(start, own, units[upto][1]))
        at = upto + 1
    return out
